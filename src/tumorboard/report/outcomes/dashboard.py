"""What a center's registry shows of its practice, as tables and pictures, with small counts withheld.

What one table withholds no other one gives away: a group that is withheld among the findings has no curve, and responses are
shown of those options alone of which it is shown how many began.

Option uptake, response by option, time to report, frequencies of findings, survival by finding.  Everything is made of
lines of `Practice`; nothing here compares treatments, and findings are those of the day of the decision.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from tumorboard.model.practice import RESPONSES, Judged, Practice
from tumorboard.model.verdict import Verdict
from tumorboard.outcomes.rates import Rate, rate
from tumorboard.outcomes.survival import Curve, kaplan_meier, quantile
from tumorboard.report.outcomes.suppression import LEAST, cut, parts, small

MONTH = 30.4375  # days: a twelfth of 365.25
VERDICTS = ("accepted", "deferred", "rejected")
ANSWERS = (Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN)
Regimen = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uptake:
    """One option: how the board judged it, and in how many patients for whom it was accepted it was begun."""

    therapies: Regimen
    n: int
    verdicts: tuple[int | None, ...]  # as VERDICTS
    accepted: int | None
    started: int | None


@dataclass(frozen=True, slots=True)
class Answered:
    """One option that was accepted and begun: best responses told (RESPONSES), and of whom none was told; the rate of CR + PR."""

    therapies: Regimen
    n: int
    responses: tuple[int | None, ...]  # as RESPONSES, then none told
    objective: Rate | None


@dataclass(frozen=True, slots=True)
class Frequency:
    """One finding: found, not found, not assessed; the share among the assessed."""

    name: str
    counts: tuple[int | None, ...]  # as ANSWERS
    share: Rate | None


@dataclass(frozen=True, slots=True)
class Reporting:
    """Days from the first facts to the signed decision; who waits is censored on the day of the picture."""

    n: int
    waiting: int | None
    curve: Curve | None
    median: float | None


@dataclass(frozen=True, slots=True)
class Survival:
    """One endpoint by one finding, in whole months from the decision; groups that are too small are not drawn."""

    finding: str
    endpoint: str
    groups: tuple[tuple[Verdict, Curve], ...]
    too_small: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All values of the page.

    Parameters
    ----------
    n
        Cases; None when there are fewer than `least`, and then nothing else is there.
    withheld
        Rows and groups that stand for fewer than `least` patients and are left out.
    """

    on: date
    least: int
    n: int | None
    uptake: tuple[Uptake, ...] = ()
    responses: tuple[Answered, ...] = ()
    frequencies: tuple[Frequency, ...] = ()
    reporting: Reporting | None = None
    survival: tuple[Survival, ...] = ()
    withheld: int = 0


def dashboard(cases: Sequence[Practice], *, on: date, least: int = LEAST) -> Dashboard:
    """The values of a registry's cases on a day.

    Parameters
    ----------
    least
        Counts from 1 to one below it are withheld.

    Raises
    ------
    ValueError
        If `least` is below 1.
    """
    if least < 1:
        raise ValueError("least < 1")
    if len(cases) < least:
        return Dashboard(on, least, None)
    uptake, hidden_uptake = _uptake(cases, least)
    responses, hidden_responses = _responses(cases, {u.therapies for u in uptake if u.started is not None}, least)
    found = tuple(_frequency(cases, name, least) for name in _findings(cases))
    survival = tuple(_survival(cases, f, e, least) for f in found for e in ("os", "pfs"))
    return Dashboard(
        on, least, len(cases), uptake, responses, found, _reporting(cases, on, least),
        tuple(s for s in survival if s.groups), hidden_uptake + hidden_responses + sum(s.too_small for s in survival),
    )  # fmt: skip


def _findings(cases: Sequence[Practice]) -> list[str]:
    return list(dict.fromkeys(name for case in cases for name in case.holds))


def _by_regimen(cases: Sequence[Practice], which: Callable[[Judged], bool]) -> dict[Regimen, list[Judged]]:
    """Judged options by regimen, the most frequent first."""
    found: dict[Regimen, list[Judged]] = {}
    for case in cases:
        for option in case.options:
            if which(option):
                found.setdefault(option.therapies, []).append(option)
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def _uptake(cases: Sequence[Practice], least: int) -> tuple[tuple[Uptake, ...], int]:
    found = _by_regimen(cases, lambda option: True)
    made = []
    for therapies, options in found.items():
        if small(len(options), least):
            continue
        counts = [sum(o.verdict == v for o in options) for v in VERDICTS]
        begun = sum(o.verdict == "accepted" and o.started for o in options)
        shown = parts(counts, least)
        started = parts([begun, counts[0] - begun], least)[0] if shown[0] is not None else None
        made.append(Uptake(therapies, len(options), shown, shown[0], started))
    return tuple(made), len(found) - len(made)


def _responses(cases: Sequence[Practice], told: set[Regimen], least: int) -> tuple[tuple[Answered, ...], int]:
    found = _by_regimen(cases, lambda option: option.started and option.verdict == "accepted")
    made = []
    for therapies, options in found.items():
        n = len(options)
        if therapies not in told or small(n, least):
            continue
        counts = [sum(o.best == r for o in options) for r in (*RESPONSES, "")]
        objective = counts[0] + counts[1]
        # Whether the sum of two parts may be shown is asked of the sum: its rest must be large enough too.
        shown = None not in parts([objective, n - objective], least)
        made.append(Answered(therapies, n, _with_sum(counts, shown, least), rate(objective, n) if shown else None))
    return tuple(made), len(found) - len(made)


def _with_sum(counts: Sequence[int], shown: bool, least: int) -> tuple[int | None, ...]:
    """The parts of a row beside the sum of the first two, which gives one of these away when the other is shown."""
    if not shown:
        return parts(counts, least)
    return (*parts(counts[:2], least), *parts(counts[2:], least))


def _frequency(cases: Sequence[Practice], name: str, least: int) -> Frequency:
    answers = [case.holds.get(name, Verdict.UNKNOWN) for case in cases]
    counts = parts([answers.count(a) for a in ANSWERS], least)
    met, not_met = counts[:2]
    share = rate(met, met + not_met) if met is not None and not_met is not None and met + not_met else None
    return Frequency(name, counts, share)


def _reporting(cases: Sequence[Practice], on: date, least: int) -> Reporting:
    days = [max(((case.signed or on) - case.opened).days, 0) for case in cases]
    signed = [case.signed is not None for case in cases]
    curve = cut(kaplan_meier([float(d) for d in days], signed), least)
    waiting = parts([signed.count(False), signed.count(True)], least)[0]
    return Reporting(len(cases), waiting, curve, quantile(curve)[0] if curve else None)


def _survival(cases: Sequence[Practice], finding: Frequency, endpoint: str, least: int) -> Survival:
    answer = {
        a: [c.times[endpoint] for c in cases if endpoint in c.times and c.holds.get(finding.name, Verdict.UNKNOWN) is a]
        for a in ANSWERS
    }
    sizes = parts([len(answer[a]) for a in ANSWERS], least)
    groups = []
    for a, count, size in zip(ANSWERS, finding.counts, sizes, strict=True):
        if count is None or not size:
            continue
        # Whole months: the exact day of a death is a date of one person.
        months = [float(ceil(f.time / MONTH)) for f in answer[a]]
        curve = cut(kaplan_meier(months, [f.event for f in answer[a]]), least)
        # A curve of few events shows in which month each of these patients died or progressed.
        if curve is not None and not small(int(sum(curve.events)), least):
            groups.append((a, curve))
    return Survival(finding.name, endpoint, tuple(groups), sum(bool(answer[a]) for a in ANSWERS) - len(groups))
