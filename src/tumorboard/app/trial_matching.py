"""One case against the trials that a user, the policy or the case names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from tumorboard import __version__
from tumorboard.app.assessing import Workbench, checked
from tumorboard.app.cases import usable
from tumorboard.app.trial_sets import TrialSet
from tumorboard.board.prepare import prepared
from tumorboard.errors import InputError
from tumorboard.issues import Issue, Parsed
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.policy import Policy
from tumorboard.model.trial_match import TrialMatches
from tumorboard.trials.matching import Wanted, match
from tumorboard.trials.places import Point, Whereabouts
from tumorboard.vocab.countries import Countries
from tumorboard.wire.codec import plain
from tumorboard.wording import Words

DETAILED = 20


@dataclass(frozen=True, slots=True)
class Matched:
    """A case against trials; `case_issues` are of the reading of the case, `trial_issues` of the trial documents."""

    case: Case
    found: TrialMatches
    case_issues: tuple[Issue, ...]
    trial_issues: tuple[Issue, ...]


def matched(
    found: Parsed[Case],
    bench: Workbench,
    policy: Policy,
    on: date,
    trials: TrialSet | None,
    where: Whereabouts,
    *,
    detailed: int = DETAILED,
) -> Matched:
    """The case against every trial of the set, the first of them told in full.

    Raises
    ------
    InputError
        If the case cannot be read, or no trial document can.
    """
    case = usable(found)
    if trials is None or not trials.plan.trials:
        issues = trials.issues if trials is not None else ()
        raise InputError("no trial was read", issues=issues, remedy="Name files or folders with --trials.")
    context = Context(on, bench.vocab, policy)
    ready = prepared(case, replace(bench.knowledge, looked_up=bench.annotations.about(case)), context)
    wanted = Wanted(where=where, detailed=detailed, trees=True)
    told = match(trials.plan, ready.case, context, wanted)
    return Matched(ready.case, told, checked(found, on), trials.issues)


def whereabouts(countries: Sequence[str], near: str, places: Path | None) -> Whereabouts:
    """Where sites are looked for, as asked on the command line.

    Raises
    ------
    InputError
        If a country is none that the table of countries has, the point is none, or the table of places cannot be read.
    """
    known = Countries.load()
    # a name may hold a comma of its own: Korea, Republic of
    said = [c for text in countries for c in ([text] if known.code(text) else text.split(",")) if c.strip()]
    codes = tuple(known.code(c) for c in said)
    if not all(codes):
        wrong = said[codes.index("")].strip()
        raise InputError(
            f"{wrong} is no country: give a code of two letters (ISO 3166), as DE or GB", remedy="Correct --country."
        )
    return Whereabouts(countries=codes, near=_point(near, "--near") if near else None, places=_places(places))


def _point(text: str, name: str) -> Point:
    try:
        north, east = (float(part) for part in text.split(","))
        if -90 <= north <= 90 and -180 <= east <= 180:
            return north, east
    except ValueError:
        pass
    raise InputError(
        f"{name} is no point of the Earth: degrees north and east, as 52.52,13.38", remedy=f"Correct {name}."
    )


def _places(path: Path | None) -> Mapping[str, Point]:
    """The site's table: a name or ``city, country`` and its latitude and longitude, tab-separated, with a heading line."""
    if path is None:
        return {}
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("the table of places cannot be read", remedy="Check --places.") from error
    rows = [line.split("\t") for line in lines[1:] if line.strip()]
    if any(len(row) < 3 for row in rows):
        raise InputError("a row of the table of places has fewer than three columns", remedy=_PLACES)
    return {row[0].strip().casefold(): _point(f"{row[1]},{row[2]}", "a row of --places") for row in rows}


_PLACES = "Give three columns with a heading line, separated by tabs: place, latitude, longitude."


def document(matched: Matched, said: Words) -> dict[str, Any]:
    """The match as JSON: codes and parameters, with the issues in words beside their codes."""
    told: dict[str, Any] = plain(matched.found)
    told["case"] = matched.case.id
    told["notice"] = said.term("report.research_use_only")
    told["version"] = __version__
    told["issues"] = [_issue(i, said) for i in (*matched.case_issues, *matched.trial_issues)]
    return told


def _issue(issue: Issue, said: Words) -> dict[str, Any]:
    says, remedy = said.issue(issue)
    place = issue.place
    at = {"file": place.file, "record": place.record, "line": place.line, "field": place.field}
    return {"code": issue.code, "severity": issue.severity.value, "place": at, "says": says, "remedy": remedy}


def page(matched: Matched, bench: Workbench, said: Words) -> str:
    """The match as one page that loads nothing."""
    from tumorboard.formats import html
    from tumorboard.report import match_page

    report = match_page.compose(matched.found, matched.case, issues=matched.trial_issues, version=__version__)
    return html.write(report, said, bench.vocab.therapies)
