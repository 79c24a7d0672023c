"""The page of responses: rates, pictures, durations, and each patient's time points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tumorboard.model.response import PatientResponse, ResponseRules, TimePoint
from tumorboard.outcomes.response import (
    ResponseRates,
    after_gap,
    duration_of_response,
    progression_free,
    rates,
    time_to_response,
)
from tumorboard.outcomes.study import Study, Timed, analyze
from tumorboard.reasons import Reason
from tumorboard.report.outcomes import response_pictures as pictures
from tumorboard.report.outcomes.numbers import NONE, cells, number, percent, rate_table
from tumorboard.report.outcomes.survival_page import medians, picture
from tumorboard.report.values import Block, Bullets, Cell, Chart, Facts, Notice, Row, Section, Table, Term, Text

MONTH = 30.4375  # days: a twelfth of 365.25


@dataclass(frozen=True, slots=True)
class ResponseStudy:
    """Everybody judged, with rates and times; `duration` is None without a responder, `pfs` without a start.

    `listed` is False when nobody said who the patients are, so that one who was never assessed is missing.
    """

    immune: bool
    rules: ResponseRules
    patients: tuple[PatientResponse, ...]
    rates: tuple[ResponseRates, ...]
    duration: Study | None
    pfs: Study | None
    listed: bool


def study(
    patients: Sequence[PatientResponse], rules: ResponseRules, *, immune: bool, listed: bool = True
) -> ResponseStudy:
    """Rates over everybody and over the evaluable; duration of response and progression-free survival in months.

    Where patients have groups, those without one are in the rates and in no curve: *not recorded* is no group.
    """
    found = [(p, duration_of_response(p)) for p in patients]
    lasting = [Timed(p.patient, d[0] / MONTH, d[1]) for p, d in found if d is not None]
    free = [(p, progression_free(p)) for p in patients]
    grouped = any(p.group for p in patients)
    timed = [
        Timed(p.patient, d[0] / MONTH, d[1], p.group) for p, d in free if d is not None and (p.group or not grouped)
    ]
    return ResponseStudy(
        immune, rules, tuple(patients), tuple(rates(patients, rules, denominator=d) for d in ("all", "evaluable")),
        analyze(lasting) if lasting else None, analyze(timed) if timed else None, listed,
    )  # fmt: skip


def charts(s: ResponseStudy) -> list[Chart]:
    """The pictures there are."""
    made = [f(s.patients, immune=s.immune) for f in (pictures.waterfall, pictures.spider, pictures.swimmer)]
    if s.pfs is not None:
        made.append(picture(s.pfs, unit="months", endpoint="", name="pfs"))
    return [c for c in made if c is not None]


def sections(s: ResponseStudy) -> list[Section]:
    """The whole page."""
    return [_rates(s), _pictures(s), *([_times(s)] if s.pfs else []), _patients(s), _points(s), _rules(s)]


def _rates(s: ResponseStudy) -> Section:
    blocks: list[Block] = []
    for r in s.rates:
        rows = [((Term(f"outcomes.rate.{n}"),), getattr(r, n)) for n in ("objective", "control", "benefit")]
        blocks.append(rate_table(Term(f"outcomes.rates.{r.denominator}"), rows))
        if r.unseen or r.not_evaluable:
            blocks.append(
                Notice((Reason.of("outcomes.no_response_told", unseen=r.unseen, other=r.not_evaluable),), "info")
            )
    if not s.listed:
        blocks.append(Notice((Term("outcomes.no_patients_table"),), "warn"))
    counts = ", ".join(f"{pictures.word(c, immune=s.immune)} {n}" for c, n in s.rates[0].counts)
    confirmed = "outcomes.confirmed" if s.rules.confirm_days is not None else "outcomes.unconfirmed"
    blocks.append(Notice((Term(confirmed), " ", Reason.of("outcomes.best_counts", counts=counts)), "info"))
    if any(p.best.review for p in s.patients):
        blocks.append(
            Notice((Reason.of("outcomes.review", count=sum(bool(p.best.review) for p in s.patients)),), "warn")
        )
    return Section("rates", Term("outcomes.section.rates"), tuple(blocks), front=True)


def _pictures(s: ResponseStudy) -> Section:
    made = tuple(c for c in charts(s) if c.name != "pfs")
    empty: tuple[Block, ...] = (Notice((Term("outcomes.nothing_to_draw"),), "mute"),)
    return Section("pictures", Term("outcomes.section.pictures"), made or empty, front=True)


def _times(s: ResponseStudy) -> Section:
    blocks: list[Block] = []
    if s.pfs is not None:
        blocks += [
            picture(s.pfs, unit="months", endpoint="", name="pfs"),
            medians(s.pfs.groups, s.pfs.tau, unit="months"),
        ]
    if s.rules.gap_days is not None:
        count = sum(after_gap(p) for p in s.patients)
        blocks.append(Notice((Reason.of("outcomes.gap_rule", days=s.rules.gap_days, count=count),), "info"))
    if s.duration is not None:
        g = s.duration.groups[0]
        shown = number(g.median) if g.median is not None else NONE
        blocks.append(
            Notice((Term("outcomes.duration"), ": ", Reason.of("outcomes.duration_is", n=g.curve.n, events=sum(g.curve.events),
                    median=shown, low=number(g.limits.low), high=number(g.limits.high))), "info")
        )  # fmt: skip
    return Section("times", Term("outcomes.section.times"), tuple(blocks), front=True)


def _patients(s: ResponseStudy) -> Section:
    names = ("patient", "best", "best_on", "deepest", "time_to_response", "duration", "pfs", "review")
    rows = tuple(_patient(p, immune=s.immune) for p in s.patients)
    table = Table(Term("outcomes.by_patient"), tuple(Term(f"outcomes.column.{n}") for n in names), rows)
    return Section("patients", Term("outcomes.by_patient"), (table,), front=True)


def _patient(p: PatientResponse, *, immune: bool) -> Row:
    lasting, free = duration_of_response(p), progression_free(p)
    review = Cell(tuple((Term(f"outcomes.review.{r}"),) for r in p.best.review))
    made = cells(
        p.patient, pictures.word(p.best.response, immune=immune), str(p.best.on or NONE), percent(p.deepest),
        number(time_to_response(p)), _days(lasting), _days(free),
    )  # fmt: skip
    return Row((*made.cells, review))


def _days(found: tuple[float, bool] | None) -> str:
    """A plus marks a time that goes on."""
    return NONE if found is None else f"{found[0]:g}{'' if found[1] else '+'}"


def _points(s: ResponseStudy) -> Section:
    names = ("patient", "date", "sum", "change", "nadir", "target", "non_target", "new", "overall", "because")
    rows = tuple(_point(p.patient, t, immune=s.immune) for p in s.patients for t in p.time_points)
    table = Table(
        Term("outcomes.by_visit"), tuple(Term(f"outcomes.column.{n}") for n in names), rows,
        fold=(Reason.of("outcomes.visits", count=len(rows)),),
    )  # fmt: skip
    return Section("visits", Term("outcomes.by_visit"), (table,))


def _point(patient: str, t: TimePoint, *, immune: bool) -> Row:
    parts = [pictures.word(r, immune=immune) if r is not None else NONE for r in (t.target, t.non_target)]
    because: list[Text] = [(Term(f"outcomes.reason.{r}"),) for r in t.reasons]
    because += [(Term(f"outcomes.review.{r}"),) for r in t.review]
    made = cells(
        patient, t.on.isoformat(), number(t.sum_mm, 4), percent(t.change), number(t.nadir_mm, 4), *parts,
        (Term("outcomes.yes" if t.new_lesion else "outcomes.no"),), pictures.word(t.overall, immune=immune),
    )  # fmt: skip
    return Row((*made.cells, Cell(tuple(because))))


def _rules(s: ResponseStudy) -> Section:
    r = s.rules
    confirm: Text = (str(r.confirm_days),) if r.confirm_days is not None else (Term("outcomes.no_confirmation"),)
    pairs: tuple[tuple[Term, Text], ...] = (
        (Term("outcomes.rule.criteria"), (Term("outcomes.irecist" if s.immune else "outcomes.recist"),)),
        (Term("outcomes.rule.sd_days"), (str(r.sd_days),)),
        (Term("outcomes.rule.confirm_days"), confirm),
        (Term("outcomes.rule.most_ne"), (str(r.most_not_evaluated),)),
        (Term("outcomes.rule.accept_sd"), (Term("outcomes.yes" if r.accept_sd else "outcomes.no"),)),
        (Term("outcomes.rule.missing_as_ne"), (Term("outcomes.yes" if r.missing_as_ne else "outcomes.no"),)),
        (
            Term("outcomes.rule.gap_days"),
            (str(r.gap_days),) if r.gap_days is not None else (Term("outcomes.no_gap_rule"),),
        ),
    )
    how: tuple[Text, ...] = (
        (Term("outcomes.how.recist"),),
        (Term("outcomes.how.best"),),
        (Term("outcomes.how.duration"),),
    )
    if s.immune:
        how += ((Term("outcomes.how.irecist"),),)
    return Section("methods", Term("outcomes.section.methods"), (Facts(pairs), Bullets(how)))
