"""The page of matched against unmatched patients: warnings first, the naive comparison last."""

from __future__ import annotations

from tumorboard.outcomes.matched import Comparison, MatchedReport
from tumorboard.reasons import Reason
from tumorboard.report.outcomes.curves import chart
from tumorboard.report.outcomes.numbers import NONE, cells, cox_notes, cox_table, number, warnings
from tumorboard.report.outcomes.survival_page import log_rank_table
from tumorboard.report.values import Block, Bullets, Chart, Notice, Section, Table, Term, Text


def sections(r: MatchedReport, *, unit: str) -> list[Section]:
    """The whole page."""
    return [
        _warned(r, unit),
        *[_compared(c, unit) for c in r.landmarks],
        _over_time(r),
        _compared(r.naive, unit),
        _methods(),
    ]


def charts(r: MatchedReport, *, unit: str) -> list[Chart]:
    """A picture for each comparison that has curves."""
    return [c for c in (_picture(x, unit) for x in (*r.landmarks, r.naive)) if c is not None]


def _warned(r: MatchedReport, unit: str) -> Section:
    blocks: list[Block] = list(warnings(r.warnings))
    if r.immortal_patients:
        blocks.append(
            Notice((Reason.of("outcomes.immortal", patients=r.immortal_patients, time=number(r.immortal_days, 4), unit=f"outcomes.unit_name.{unit}"),), "bad")
        )  # fmt: skip
    if r.not_assessed:
        blocks.append(Notice((Reason.of("outcomes.matched_unknown", count=r.not_assessed),), "info"))
    if r.balance:
        columns = tuple(Term(f"outcomes.column.{c}") for c in ("covariate", "matched", "unmatched", "smd", "missing"))
        rows = tuple(
            cells(b.name, number(b.matched), number(b.unmatched), f"{b.difference:+.2f}" if b.difference is not None else NONE, str(b.missing))
            for b in r.balance
        )  # fmt: skip
        blocks.append(Table(Term("outcomes.balance"), columns, rows))
    return Section("warnings", Term("outcomes.section.before_you_read"), tuple(blocks), front=True)


def _picture(c: Comparison, unit: str) -> Chart | None:
    if not c.curves:
        return None
    name = "naive" if c.landmark is None else f"landmark_{c.landmark:g}"
    label: Text = (Term(f"outcomes.unit.{unit}"),)
    if c.landmark is not None:
        label = (Reason.of("outcomes.from_landmark", day=number(c.landmark, 6), unit=f"outcomes.unit_name.{unit}"),)
    return chart(
        [(n, (Term(f"outcomes.{n}"),), curve) for n, curve in c.curves], caption=Term("outcomes.km"),
        y_label=(Term("outcomes.without_event"),), x_label=label, name=name,
    )  # fmt: skip


def _compared(c: Comparison, unit: str) -> Section:
    blocks: list[Block] = []
    lead: Text = (Term("outcomes.naive_lead"),)
    if c.landmark is not None:
        lead = (Reason.of("outcomes.landmark_lead", day=number(c.landmark, 6), n=c.n, out=c.left_out, events=c.events_before, unit=f"outcomes.unit_name.{unit}"),)  # fmt: skip
    picture = _picture(c, unit)
    blocks += [picture] if picture else [Notice((Term("outcomes.nobody_left"),), "warn")]
    if c.test is not None:
        blocks.append(log_rank_table(c.test))
    if c.fit is not None:
        blocks.append(cox_table(Term("outcomes.cox"), c.fit))
    else:
        blocks.append(Notice((Term("outcomes.no_comparison"),), "mute"))
    title = Term("outcomes.section.naive" if c.landmark is None else "outcomes.section.landmark")
    return Section(
        "naive" if c.landmark is None else f"landmark-{c.landmark:g}", title, tuple(blocks), front=True, lead=lead
    )


def _over_time(r: MatchedReport) -> Section:
    blocks: list[Block] = []
    for caption, fit in (("outcomes.time_dependent", r.time_dependent), ("outcomes.adjusted", r.adjusted)):
        if fit is not None:
            blocks += [cox_table(Term(caption), fit), Notice(cox_notes(fit), "mute")]
    if not blocks:
        blocks.append(Notice((Term("outcomes.no_comparison"),), "mute"))
    return Section("over-time", Term("outcomes.section.over_time"), tuple(blocks), front=True)


def _methods() -> Section:
    items = ("immortal", "landmark", "time_dependent", "selection", "km_log", "log_rank", "cox")
    return Section(
        "methods", Term("outcomes.section.methods"), (Bullets(tuple((Term(f"outcomes.how.{i}"),) for i in items)),)
    )
