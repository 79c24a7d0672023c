"""What a center's registry shows of its practice, as tables and pictures, with small counts withheld.

What one table withholds no other one gives away: a group that is withheld among the findings has no curve, and responses are
shown of those options alone of which it is shown how many began.

Option uptake, response by option, time to report, frequencies of findings, survival by finding.  Everything is made of
lines of `Practice`; nothing here compares treatments, and findings are those of the day of the decision.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tumorboard.model.practice import RESPONSES, Practice
from tumorboard.model.verdict import Verdict
from tumorboard.outcomes.rates import Rate, rate
from tumorboard.outcomes.survival import Curve, kaplan_meier, quantile
from tumorboard.report.outcomes.columns import ANSWERS, ENDPOINTS, Codes, Columns, Option, Regimen, Times, columns_of
from tumorboard.report.outcomes.suppression import LEAST, cut, parts, small

VERDICTS = ("accepted", "deferred", "rejected")


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
    return dashboard_of(columns_of(cases), on=on, least=least)


def dashboard_of(found: Columns, *, on: date, least: int = LEAST) -> Dashboard:
    """The same of cases that are columns already; findings in the order of `holds`.

    Raises
    ------
    ValueError
        If `least` is below 1.
    """
    if least < 1:
        raise ValueError("least < 1")
    if found.n < least:
        return Dashboard(on, least, None)
    uptake, hidden_uptake = _uptake(found.options, least)
    told = {u.therapies for u in uptake if u.started is not None}
    responses, hidden_responses = _responses(found.options, told, least)
    frequencies = tuple(_frequency(name, codes, least) for name, codes in found.holds.items())
    survival = tuple(
        _survival(found.times[e], found.holds[f.name], f, e, least) for f in frequencies for e in ENDPOINTS
    )
    return Dashboard(
        on, least, found.n, uptake, responses, frequencies, _reporting(found, on, least),
        tuple(s for s in survival if s.groups), hidden_uptake + hidden_responses + sum(s.too_small for s in survival),
    )  # fmt: skip


def _by_regimen(options: Counter[Option]) -> dict[Regimen, Counter[tuple[str, bool, str]]]:
    """How options were judged, begun and answered by regimen, the most frequent first."""
    found: dict[Regimen, Counter[tuple[str, bool, str]]] = {}
    for (therapies, verdict, started, best), n in options.items():
        if n:
            found.setdefault(therapies, Counter())[verdict, started, best] += n
    return dict(sorted(found.items(), key=lambda pair: (-pair[1].total(), pair[0])))


def _uptake(options: Counter[Option], least: int) -> tuple[tuple[Uptake, ...], int]:
    found = _by_regimen(options)
    made = []
    for therapies, told in found.items():
        n = told.total()
        if small(n, least):
            continue
        counts = [sum(k for (verdict, _, _), k in told.items() if verdict == v) for v in VERDICTS]
        begun = sum(k for (verdict, started, _), k in told.items() if verdict == "accepted" and started)
        shown = parts(counts, least)
        started = parts([begun, counts[0] - begun], least)[0] if shown[0] is not None else None
        made.append(Uptake(therapies, n, shown, shown[0], started))
    return tuple(made), len(found) - len(made)


def _responses(options: Counter[Option], told: set[Regimen], least: int) -> tuple[tuple[Answered, ...], int]:
    begun = Counter({o: n for o, n in options.items() if o[2] and o[1] == "accepted"})
    found = _by_regimen(begun)
    made = []
    for therapies, answers in found.items():
        n = answers.total()
        if therapies not in told or small(n, least):
            continue
        counts = [sum(k for (_, _, best), k in answers.items() if best == r) for r in (*RESPONSES, "")]
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


def _frequency(name: str, codes: Codes, least: int) -> Frequency:
    counts = parts(np.bincount(codes, minlength=len(ANSWERS)).tolist(), least)
    met, not_met = counts[:2]
    share = rate(met, met + not_met) if met is not None and not_met is not None and met + not_met else None
    return Frequency(name, counts, share)


def _reporting(found: Columns, on: date, least: int) -> Reporting:
    signed = found.signed > 0
    days = np.maximum(np.where(signed, found.signed, on.toordinal()) - found.opened, 0)
    curve = cut(kaplan_meier(days.tolist(), signed.tolist()), least)
    reported = int(signed.sum())
    waiting = parts([found.n - reported, reported], least)[0]
    return Reporting(found.n, waiting, curve, quantile(curve)[0] if curve else None)


def _survival(times: Times, codes: Codes, finding: Frequency, endpoint: str, least: int) -> Survival:
    there = ~np.isnan(times.months)
    rows = [there & (codes == n) for n in range(len(ANSWERS))]
    sizes = [int(r.sum()) for r in rows]
    groups = []
    for a, of, count, size in zip(ANSWERS, rows, finding.counts, parts(sizes, least), strict=True):
        if count is None or not size:
            continue
        curve = cut(kaplan_meier(times.months[of].tolist(), times.events[of].tolist()), least)
        # A curve of few events shows in which month each of these patients died or progressed.
        if curve is not None and not small(int(sum(curve.events)), least):
            groups.append((a, curve))
    return Survival(finding.name, endpoint, tuple(groups), sum(bool(n) for n in sizes) - len(groups))
