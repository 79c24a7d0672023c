"""Outcomes from a table to a page: read, analyze, compose, write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tumorboard import __version__, vocab
from tumorboard.errors import InputError, NotFound, RejectedInput
from tumorboard.formats import html
from tumorboard.formats.html.charts import alone
from tumorboard.formats.html.inline import Shown
from tumorboard.formats.outcomes import lesions, sheets, times
from tumorboard.issues import Issue, Parsed, Severity
from tumorboard.model.response import ResponseRules
from tumorboard.outcomes import matched as matching
from tumorboard.outcomes import paired, pfs_ratio
from tumorboard.outcomes import study as studies
from tumorboard.outcomes.response import judge
from tumorboard.report.outcomes import matched_page, ratio_page, response_page, survival_page
from tumorboard.report.outcomes.numbers import issue_section, page
from tumorboard.report.values import Chart, Report, Section
from tumorboard.wire.codec import document, dumps
from tumorboard.wording import words

if TYPE_CHECKING:
    from tumorboard.app.second_opinion import Opinion

T = TypeVar("T")
UNITS = ("days", "weeks", "months", "years")


@dataclass(frozen=True, slots=True)
class Made:
    """An analysis: its result, its page, its pictures, its tables by file name, and the issues of the input."""

    result: object
    report: Report
    charts: tuple[Chart, ...]
    tables: Mapping[str, str]
    issues: tuple[Issue, ...]
    opinions: tuple[Opinion, ...] = ()


@dataclass(frozen=True, slots=True)
class SurvivalAsked:
    """What is asked of a table of times."""

    group: str = ""
    stratum: str = ""
    covariates: tuple[str, ...] = ()
    columns: Mapping[str, str] | None = None
    unit: str = "months"
    endpoint: str = ""
    at: tuple[float, ...] = ()
    tau: float | None = None
    ties: str = "efron"
    limits: str = "log"
    confidence: float = 0.95
    second_opinion: bool = False


def _read(parsed: Parsed[T], path: Path, *, strict: bool) -> T:
    if parsed.value is None:
        raise InputError(f"{path.name} cannot be used", issues=parsed.issues, remedy="See the issues above.")
    if strict and any(i.severity is not Severity.INFO for i in parsed.issues):
        raise RejectedInput(
            f"{path.name} has issues", issues=parsed.issues, remedy="Correct them, or leave --strict out."
        )
    return parsed.value


def _there(*paths: Path | None) -> None:
    for path in paths:
        if path is not None and not path.is_file():
            raise NotFound(f"there is no file {path.name}", remedy="Check the path.")


def response(
    path: Path,
    rules: ResponseRules,
    *,
    on: date,
    patients: Path | None = None,
    immune: bool = False,
    strict: bool = False,
) -> Made:
    """Responses from lesions by visit.

    Raises
    ------
    NotFound
        If there is no such file.
    InputError
        If nothing in it can be judged.
    """
    _there(path, patients)
    parsed = lesions.read(path, patients, until=on)
    courses = _read(parsed, path, strict=strict)
    judged = [judge(c, rules, immune=immune) for c in courses]
    found = response_page.study(judged, rules, immune=immune, listed=patients is not None)
    rates = [(r.denominator, n, getattr(r, n)) for r in found.rates for n in ("objective", "control", "benefit")]
    curves = [(f"pfs {g.name}".strip(), g.curve) for g in (found.pfs.groups if found.pfs else ())]
    curves += [("duration of response", g.curve) for g in (found.duration.groups if found.duration else ())]
    tables = {
        sheets.RESPONSES.file: sheets.RESPONSES.text(found.patients),
        sheets.POINTS.file: sheets.POINTS.text((p.patient, t) for p in found.patients for t in p.time_points),
        sheets.RATES.file: sheets.RATES.text(sheets.rate_rows(rates)),
        sheets.CURVES.file: sheets.CURVES.text(sheets.curve_rows(curves)),
    }
    parts = response_page.sections(found)
    return _made(path, "response", found, parts, response_page.charts(found), tables, parsed.issues, on)


def survival(path: Path, asked: SurvivalAsked, *, on: date, strict: bool = False) -> Made:
    """Curves, tests and a model from times and events; raises as `response` does."""
    _there(path)
    parsed = times.survival(
        path, group=asked.group, stratum=asked.stratum, covariates=asked.covariates, columns=asked.columns
    )
    people = _read(parsed, path, strict=strict)
    found = studies.analyze(
        people, at=asked.at, tau=asked.tau, ties=asked.ties, limits=asked.limits, confidence=asked.confidence
    )
    shown = survival_page.sections(found, unit=asked.unit, endpoint=asked.endpoint)
    tables = {
        sheets.CURVES.file: sheets.CURVES.text(sheets.curve_rows((g.name or "all", g.curve) for g in found.groups))
    }
    if found.fit is not None:
        tables[sheets.MODELS.file] = sheets.MODELS.text(sheets.model_rows([("cox", found.fit)]))
    picture = survival_page.picture(found, unit=asked.unit, endpoint=asked.endpoint)
    made = _made(path, "survival", found, shown, [picture], tables, parsed.issues, on)
    if asked.second_opinion:
        from tumorboard.app import second_opinion

        return replace(made, opinions=tuple(second_opinion.opinions(found, people)))
    return made


def ratios(
    path: Path,
    *,
    on: date,
    null: float = pfs_ratio.NULL,
    tau: float | None = None,
    gap_days: float | None = None,
    intervals: Sequence[str] = ("clopper_pearson", "wilson"),
    strict: bool = False,
) -> Made:
    """The PFS ratio, and the comparison to rely on; raises as `response` does."""
    _there(path)
    parsed = times.lines(path)
    written = _read(parsed, path, strict=strict)
    pairs = written if gap_days is None else pfs_ratio.after_gaps(written, gap_days)
    changed = sum(a != b for a, b in zip(written, pairs, strict=True))
    found = ratio_page.RatioStudy(
        pairs,
        pfs_ratio.analyze(pairs, null=null, methods=tuple(intervals), gap_days=gap_days, changed=changed),
        paired.compare(pairs, tau=tau),
    )
    thresholds = [r.threshold for r in found.ratios.results]
    rates = [
        (f"ratio {r.threshold}", n, getattr(r, n)) for r in found.ratios.results for n in ("lower_bound", "evaluable")
    ]
    tables = {
        sheets.RATIOS.file: sheets.RATIOS.text((p, t) for p in pairs for t in thresholds),
        sheets.RATES.file: sheets.RATES.text(sheets.rate_rows(rates)),
    }
    if found.paired is not None:
        both = (("line before", found.paired.first), ("matched line", found.paired.second))
        tables[sheets.CURVES.file] = sheets.CURVES.text(sheets.curve_rows(both))
        tables[sheets.MODELS.file] = sheets.MODELS.text(sheets.model_rows([("marginal", found.paired.fit)]))
    return _made(
        path, "pfs_ratio", found, ratio_page.sections(found), ratio_page.charts(found), tables, parsed.issues, on
    )


def matched(
    path: Path,
    *,
    on: date,
    landmarks: Sequence[float],
    covariates: Sequence[str] = (),
    score: str = "",
    cut_off: pfs_ratio.Threshold | None = None,
    unit: str = "days",
    strict: bool = False,
) -> Made:
    """Matched against unmatched patients; raises as `response` does."""
    _there(path)
    parsed = times.matched(path, covariates=covariates, score=score, cut_off=cut_off)
    people = _read(parsed, path, strict=strict)
    found = matching.analyze(people, landmarks=sorted(set(landmarks)))
    compared = [
        ("naive" if c.landmark is None else f"landmark {c.landmark:g}", c) for c in (*found.landmarks, found.naive)
    ]
    curves = [(f"{name}: {group}", curve) for name, c in compared for group, curve in c.curves]
    models = [
        *((name, c.fit) for name, c in compared),
        ("time-dependent", found.time_dependent),
        ("adjusted", found.adjusted),
    ]
    tables = {
        sheets.CURVES.file: sheets.CURVES.text(sheets.curve_rows(curves)),
        sheets.MODELS.file: sheets.MODELS.text(sheets.model_rows(models)),
    }
    shown = matched_page.sections(found, unit=unit)
    return _made(path, "matched", found, shown, matched_page.charts(found, unit=unit), tables, parsed.issues, on)


def _made(
    path: Path,
    kind: str,
    result: object,
    parts: Sequence[Section],
    charts: Sequence[Chart],
    tables: Mapping[str, str],
    issues: tuple[Issue, ...],
    on: date,
) -> Made:
    whole = [*parts, issue_section(issues)]
    report = page(path.name, f"outcomes.title.{kind}", result, whole, on=on, version=__version__)
    return Made(result, report, tuple(charts), tables, issues)


def _with_notice(document: str, notice: str) -> str:
    """The document with one more field in front, so that whoever opens the file alone reads it first."""
    return document.replace("{\n", f'{{\n"notice": {dumps(notice)},\n', 1)


def write(made: Made, folder: Path, *, language: str = "en") -> tuple[Path, ...]:
    """Writes the page, the result as JSON, the tables and each picture as a file of its own; each says *research use only*.

    Raises
    ------
    InputError
        If the folder cannot be written.
    """
    said, therapies = words(language), vocab.load().therapies
    notice = said.term("report.ruo_short")
    files = {
        "outcomes.html": html.write(made.report, said, therapies),
        "outcomes.json": _with_notice(document(made.result), notice),
        **{name: f"# {notice}\n{text}" for name, text in made.tables.items()},
        **{f"{c.name}.svg": alone(c, Shown(said, therapies, {})) for c in made.charts},
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError("the output folder cannot be written", remedy="Give another one with -o.") from error
    return tuple(folder / name for name in files)
