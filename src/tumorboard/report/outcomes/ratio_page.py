"""The page of the PFS ratio: what to rely on first, the customary numbers with their bias beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tumorboard.model.outcome import LinePair
from tumorboard.outcomes.paired import FEWEST, Measure, PairedReport
from tumorboard.outcomes.pfs_ratio import RatioReport, Reached, not_estimable, ratio, reached
from tumorboard.outcomes.rates import Rate
from tumorboard.reasons import Reason
from tumorboard.report.outcomes.curves import chart
from tumorboard.report.outcomes.numbers import (
    NONE,
    cells,
    cox_table,
    number,
    p_value,
    percent,
    rate_row,
    span,
    warnings,
)
from tumorboard.report.values import Bar, Block, Bullets, Cell, Chart, Key, Notice, Row, Section, Table, Term, Text

NO_ESTIMATE: Text = (Term("outcomes.not_estimable"),)
LARGEST = 4.0  # of the picture of the ratios: higher ones are cut
KINDS = {Reached.SUCCESS: 0, Reached.FAILURE: 1, Reached.CENSORED: 4}


@dataclass(frozen=True, slots=True)
class RatioStudy:
    """The pairs, the ratios, and the paired measures; `paired` is None when fewer than two patients have both times."""

    pairs: tuple[LinePair, ...]
    ratios: RatioReport
    paired: PairedReport | None


def sections(s: RatioStudy) -> list[Section]:
    """The whole page."""
    return [_paired(s), *([_model(s.paired)] if s.paired else []), _ratios(s), _patients(s), _methods()]


def charts(s: RatioStudy) -> list[Chart]:
    """The ratios as bars, and the two marginal curves."""
    made = [c for c in (_bars(s),) if c is not None]
    if s.paired is not None:
        made.insert(0, _lines(s.paired))
    return made


def _lines(p: PairedReport) -> Chart:
    curves = (("second", (Term("outcomes.line2"),), p.second), ("first", (Term("outcomes.line1"),), p.first))
    return chart(
        curves, caption=Term("outcomes.two_lines"), y_label=(Term("outcomes.without_progression"),),
        x_label=(Term("outcomes.unit.days"),), name="two_lines",
        rules=((p.tau, (Reason.of("outcomes.tau", tau=number(p.tau, 4)),)),),
    )  # fmt: skip


def _paired(s: RatioStudy) -> Section:
    blocks: list[Block] = []
    p = s.paired
    if p is None:
        blocks.append(Notice((Term("outcomes.too_few_pairs"),), "warn"))
        return Section("paired", Term("outcomes.section.paired"), tuple(blocks), front=True)
    columns = tuple(Term(f"outcomes.column.{c}") for c in ("measure", "estimate", "interval", "p"))
    rows = [_measure(m, p.tau) for m in (p.difference, p.ratio, p.effect)]
    blocks += [_lines(p), Table(Term("outcomes.paired"), columns, tuple(rows))]
    blocks.append(Notice((Reason.of("outcomes.paired_is", n=p.n, out=p.left_out, tau=number(p.tau, 4)),), "info"))
    if any(m.low is None for m in (p.difference, p.ratio, p.effect)):
        blocks.append(Notice((Term("outcomes.few_pairs" if p.n < FEWEST else "outcomes.flat_pairs"),), "warn"))
    blocks.append(Notice((Term("outcomes.first_selected"),), "warn"))
    return Section(
        "paired", Term("outcomes.section.paired"), tuple(blocks), front=True, lead=(Term("outcomes.paired_lead"),)
    )


def _model(p: PairedReport) -> Section:
    """The marginal model, apart from what to rely on: no source says that its p keeps its level here."""
    block: Block = Notice((Term("outcomes.no_marginal_cox"),), "warn")
    if p.fit is not None:
        block = cox_table(Term("outcomes.marginal_cox"), p.fit)
    return Section(
        "model", Term("outcomes.section.marginal"), (block,), front=True, lead=(Term("outcomes.marginal_lead"),)
    )


def _measure(m: Measure, tau: float) -> Row:
    share = m.name == "relative_effect"
    shown = percent(m.estimate) if share else number(m.estimate)
    limits: Text = span(m.low, m.high, share=share) if m.low is not None else NO_ESTIMATE
    name = (Term(f"outcomes.measure.{m.name}"), " ", Reason.of("outcomes.to_tau_days", tau=number(tau, 4)))
    return cells(name, shown, limits, p_value(m.p))


def _ratios(s: RatioStudy) -> Section:
    r = s.ratios
    blocks: list[Block] = list(warnings(r.warnings))
    share = percent(r.censored / r.defined) if r.defined else NONE
    blocks.append(
        Notice((Reason.of("outcomes.ratio_censoring", censored=r.censored, defined=r.defined, share=share),), "info")
    )
    if r.gap_days is None:
        blocks.append(Notice((Term("outcomes.ratio_no_gap_rule"),), "info"))
    else:
        blocks.append(
            Notice((Reason.of("outcomes.ratio_gap_rule", days=number(r.gap_days, 4), count=r.changed),), "info")
        )
    if r.missing:
        blocks.append(_missing(r))
    bars = _bars(s)
    if bars is not None:
        blocks.append(bars)
    columns = tuple(
        Term(f"outcomes.column.{c}")
        for c in ("threshold", "lower_bound", "evaluable", "ratio_km", "censored_at", "null_test")
    )
    rows = []
    for x in r.results:
        counts = dict(x.counts)
        test = (
            (Reason.of("outcomes.null", null=percent(x.null, 0), p=p_value(x.p)),) if x.p is not None else NO_ESTIMATE
        )
        rows.append(
            Row((
                Cell(((str(x.threshold),),)), _rate(x.lower_bound), _rate(x.evaluable),
                Cell(((percent(x.kaplan_meier),) if x.kaplan_meier is not None else NO_ESTIMATE,)),
                Cell(((str(counts[Reached.CENSORED]),),)), Cell((test,)),
            ))
        )  # fmt: skip
    blocks.append(Table(Term("outcomes.ratio_table"), columns, tuple(rows)))
    blocks.append(Notice((Term("outcomes.ratio_bias"),), "warn"))
    return Section("ratios", Term("outcomes.section.ratios"), tuple(blocks), front=True)


def _above(r: float, top: float, *, censored: bool) -> Text:
    """A plus over a censored ratio, and the number over one that the picture cuts."""
    said = (f"{r:.1f}" if r > top else "") + ("+" if censored else "")
    return (said,) if said else ()


def _missing(r: RatioReport) -> Table:
    """Who has no ratio, and why."""
    rows = tuple(cells((Term(f"outcomes.reached.{why.value}"),), str(n)) for why, n in r.missing)
    return Table(Term("outcomes.ratio_missing"), (Term("outcomes.column.why"), Term("outcomes.column.n")), rows)


def _rate(rate: Rate) -> Cell:
    if not rate.n:
        return Cell((NO_ESTIMATE,))
    count, estimate, intervals = rate_row((), rate).cells[1:]
    first: Text = (*count.lines[0], " · ", *estimate.lines[0])
    return Cell((first, *intervals.lines))


def _bars(s: RatioStudy) -> Chart | None:
    shown = [(p, r) for p in s.pairs if (r := ratio(p)) is not None]
    shown.sort(key=lambda pair: (pair[1], pair[0].patient))
    if not shown:
        return None
    first = s.ratios.results[0].threshold
    width = 1 / len(shown)
    top = min(max(max(r for _, r in shown) * 1.08, 2.0), LARGEST)
    bars = tuple(
        Bar((i + 0.1) * width, (i + 0.9) * width, 0.0, min(r, top) / top * 0.96, KINDS[reached(p, first)],
            _above(r, top, censored=not p.event2))
        for i, (p, r) in enumerate(shown)
    )  # fmt: skip
    steps = [i * 0.5 for i in range(int(top / 0.5) + 1)]
    found = {reached(p, first) for p, _ in shown}
    legend = tuple(Key("bar", kind, (Term(f"outcomes.reached.{r.value}"),)) for r, kind in KINDS.items() if r in found)
    return Chart(
        Term("outcomes.ratio_bars"),
        (Reason.of("outcomes.ratio_bars_says", n=len(shown)),),
        (Term("outcomes.patients_by_ratio"),),
        (Term("outcomes.ratio"),),
        (),
        tuple((x / top * 0.96, f"{x:g}") for x in steps),
        bars=bars,
        rules=(("y", first.value / top * 0.96, (str(first),)),),
        legend=legend,
        height=240,
        name="ratios",
    )


def _patients(s: RatioStudy) -> Section:
    thresholds = [r.threshold for r in s.ratios.results]
    names = ("patient", "pfs1", "how1", "pfs2", "ratio")
    columns = tuple(Term(f"outcomes.column.{n}") for n in names) + tuple(Term(str(t)) for t in thresholds)
    rows = []
    for p in s.pairs:
        r = ratio(p)
        why = not_estimable(p)
        found: list[Text] = [
            (Term(f"outcomes.reached.{reached(p, t).value}"),) if why is None else (NONE,) for t in thresholds
        ]
        none: Text = (*NO_ESTIMATE, ": ", Term(f"outcomes.reached.{why.value}")) if why else ()
        rows.append(
            cells(p.patient, _time(p.pfs1, p.event1), (Term(f"outcomes.how1.{p.how1}"),), _time(p.pfs2, p.event2),
                  none if r is None else f"{r:.2f}{'' if p.event2 else '+'}", *found)
        )  # fmt: skip
    return Section("patients", Term("outcomes.by_patient"), (Table(Term("outcomes.by_patient"), columns, tuple(rows)),))


def _time(days: float | None, event: bool | None) -> str:
    return NONE if days is None else f"{days:g}{'' if event else '?' if event is None else '+'}"


def _methods() -> Section:
    items: Sequence[str] = ("ratio_rules", "ratio_bias", "ratio_bound", "paired", "jackknife")
    return Section(
        "methods", Term("outcomes.section.methods"), (Bullets(tuple((Term(f"outcomes.how.{i}"),) for i in items)),)
    )
