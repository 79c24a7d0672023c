"""The page of a survival analysis."""

from __future__ import annotations

from collections.abc import Sequence

from tumorboard.outcomes.study import Group, Study
from tumorboard.outcomes.survival import LogRank
from tumorboard.reasons import Reason
from tumorboard.report.outcomes.curves import chart
from tumorboard.report.outcomes.numbers import cells, cox_notes, cox_table, number, p_value, percent, span, warnings
from tumorboard.report.values import Block, Bullets, Chart, Notice, Section, Table, Term, Text


def named(group: str) -> Text:
    """A group by its own name; the only group of a table is *all patients*."""
    return (group,) if group else (Term("outcomes.all"),)


def sections(study: Study, *, unit: str, endpoint: str, name: str = "survival") -> list[Section]:
    """Curves, medians, tests and the model."""
    made = [_curves(study, unit, endpoint, name)]
    if study.fit is not None or study.problem:
        made.append(_model(study))
    made.append(_methods(study))
    return made


def picture(study: Study, *, unit: str, endpoint: str, name: str = "survival") -> Chart:
    """The curves."""
    return chart(
        [(g.name, named(g.name), g.curve) for g in study.groups],
        caption=Term("outcomes.km"),
        y_label=(endpoint,) if endpoint else (Term("outcomes.without_event"),),
        x_label=(Term(f"outcomes.unit.{unit}"),),
        name=name,
    )


def _curves(study: Study, unit: str, endpoint: str, name: str) -> Section:
    blocks: list[Block] = [*warnings(study.warnings), picture(study, unit=unit, endpoint=endpoint, name=name)]
    blocks.append(medians(study.groups, study.tau, unit=unit))
    if any(g.shares for g in study.groups):
        blocks.append(_shares(study.groups))
    if study.test is not None:
        blocks.append(log_rank_table(study.test, stratified=study.stratified))
    return Section("curves", Term("outcomes.section.curves"), tuple(blocks), front=True)


def medians(groups: Sequence[Group], tau: float, *, unit: str) -> Table:
    """What is read off each curve."""
    columns = tuple(
        Term(f"outcomes.column.{c}")
        for c in ("group", "n", "events", "median", "interval", "restricted_mean", "follow_up")
    )
    rows = tuple(
        cells(
            named(g.name), str(g.curve.n), str(sum(g.curve.events)),
            number(g.median, 4) if g.median is not None else (Term("outcomes.not_reached"),),
            span(g.limits.low, g.limits.high, digits=4),
            (f"{number(g.restricted_mean, 4)} ± {number(g.restricted_error, 2)} ", Reason.of("outcomes.to_tau", tau=number(tau, 4), unit=f"outcomes.unit_name.{unit}")),
            number(g.follow_up, 4),
        )
        for g in groups
    )  # fmt: skip
    return Table(Term("outcomes.medians"), columns, rows)


def _shares(groups: Sequence[Group]) -> Table:
    columns = tuple(Term(f"outcomes.column.{c}") for c in ("group", "time", "share", "interval", "at_risk"))
    rows = tuple(
        cells(named(g.name), number(s.time, 4), percent(s.estimate), span(s.low, s.high, share=True), str(s.at_risk))
        for g in groups
        for s in g.shares
    )
    return Table(Term("outcomes.shares"), columns, rows)


def log_rank_table(test: LogRank, *, stratified: bool = False) -> Table:
    """Observed against expected events, and the test in the last row."""
    columns = tuple(Term(f"outcomes.column.{c}") for c in ("group", "n", "observed", "expected"))
    rows = [
        cells(_group(g), str(n), str(o), f"{e:.2f}")
        for g, n, o, e in zip(test.groups, test.n, test.observed, test.expected, strict=True)
    ]
    result = Reason.of("outcomes.log_rank", chi=number(test.chi_square, 4), df=test.df, p=p_value(test.p))
    rows.append(cells((result,), "", "", ""))
    return Table(Term("outcomes.log_rank_stratified" if stratified else "outcomes.log_rank_test"), columns, tuple(rows))


def _group(name: str) -> Text:
    return (Term(f"outcomes.{name}"),) if name in ("matched", "unmatched") else (name,)


def _model(study: Study) -> Section:
    blocks: list[Block] = []
    if study.problem:
        blocks.append(Notice((Term(f"outcomes.problem.{study.problem}"),), "warn"))
    if study.fit is not None:
        blocks += [cox_table(Term("outcomes.cox"), study.fit), Notice(cox_notes(study.fit), "mute")]
    if study.left_out:
        blocks.append(Notice((Reason.of("outcomes.left_out", count=study.left_out),), "info"))
    if study.proportional:
        columns = tuple(Term(f"outcomes.column.{c}") for c in ("covariate", "chi_square", "df", "p"))
        rows = tuple(
            cells((Term("outcomes.all_covariates"),) if t.name == "all" else (t.name,), f"{t.chi_square:.3f}", str(t.df), p_value(t.p))
            for t in study.proportional
        )  # fmt: skip
        blocks.append(Table(Term("outcomes.proportional"), columns, rows))
    return Section("model", Term("outcomes.section.model"), tuple(blocks), front=True)


def _methods(study: Study) -> Section:
    limits = study.groups[0].curve
    items: list[Text] = [
        (Reason.of("outcomes.how.km", limits=f"limits.{limits.limits}", level=percent(limits.confidence, 0)),),
        (Term("outcomes.how.median"),),
        (Term("outcomes.how.rmst"),),
        (Term("outcomes.how.log_rank"),),
    ]
    if study.fit is not None:
        items.append((Term("outcomes.how.cox"),))
    return Section("methods", Term("outcomes.section.methods"), (Bullets(tuple(items)),))
