"""The dashboard of a registry as sections with pictures."""

from __future__ import annotations

from collections.abc import Sequence

from tumorboard.model.practice import RESPONSES
from tumorboard.model.verdict import Verdict
from tumorboard.outcomes.rates import Rate
from tumorboard.outcomes.survival import quantile
from tumorboard.reasons import Reason
from tumorboard.report.outcomes.columns import Regimen
from tumorboard.report.outcomes.curves import chart
from tumorboard.report.outcomes.dashboard import VERDICTS, Dashboard, Survival
from tumorboard.report.outcomes.numbers import cells, number, percent, span
from tumorboard.report.values import Bar, Block, Bullets, Chart, Drug, Key, Notice, Section, Table, Term, Text

MOST = 25  # bars of one picture; the table has all
VERDICT_KINDS = (0, 4, 1)
RESPONSE_KINDS = (2, 0, 4, 1, 7, 5)
WITHHELD = 3
Row = tuple[Text, tuple[int | None, ...]]


def sections(d: Dashboard) -> list[Section]:
    """The whole page; one section that says why when there are too few cases."""
    if d.n is None:
        text: Text = (Reason.of("dashboard.too_few", least=d.least),)
        return [Section("too-few", Term("dashboard.section.cases"), (Notice(text, "warn"),), front=True)]
    return [_cases(d), _uptake(d), _responses(d), _frequencies(d), *_survival(d), _methods(d)]


def charts(d: Dashboard) -> list[Chart]:
    """Every picture of the page."""
    return [b for s in sections(d) for b in s.blocks if isinstance(b, Chart)]


def _regimen(therapies: Regimen) -> Text:
    made: list[Drug | str] = []
    for code in therapies:
        made += [" + "] if made else []
        made.append(Drug(code))
    return tuple(made)


def _count(n: int | None) -> Text:
    return (Term("dashboard.withheld"),) if n is None else (str(n),)


def stacked(
    rows: Sequence[Row], kinds: Sequence[int], keys: Sequence[Text], *, caption: str, name: str, x: str
) -> Chart | None:
    """Bars beside each name, in pieces; what is withheld is one piece of the total without a size of its own.

    Each row ends with its total, from which the withheld rest is drawn as one piece.
    """
    shown = rows[:MOST]
    if not shown:
        return None
    top = max(n for _, counts in shown if (n := counts[-1]) is not None)
    step = 1 / len(shown)
    bars, names = [], []
    hidden = False
    for i, (words, counts) in enumerate(shown):
        middle, half, at = 1 - (i + 0.5) * step, min(0.36 * step, 0.05), 0
        total = counts[-1] or 0
        for kind, n in zip(kinds, counts[:-1], strict=True):
            if n:
                bars.append(Bar(at / top, (at + n) / top, middle - half, middle + half, kind))
                at += n
        if at < total:
            hidden = True
            bars.append(Bar(at / top, total / top, middle - half, middle + half, WITHHELD))
        names.append((middle, words))
    marks = _ticks(top)
    legend = [Key("bar", kind, words) for kind, words in zip(kinds, keys, strict=True)]
    legend += [Key("bar", WITHHELD, (Term("dashboard.withheld_parts"),))] if hidden else []
    return Chart(
        Term(caption), (Reason.of("dashboard.bars_say", n=len(shown), all=len(rows)),), (Term(x),), (),
        tuple((m / top, str(m)) for m in marks), (), bars=tuple(bars), legend=tuple(legend), rows=tuple(names),
        height=max(90, 24 * len(shown)), name=name,
    )  # fmt: skip


def _ticks(top: int) -> list[int]:
    """Whole numbers from 0 to at most `top`."""
    step = next(s * 10**p for p in range(9) for s in (1, 2, 5) if top / (s * 10**p) <= 8)
    return list(range(0, top + 1, step))


def _cases(d: Dashboard) -> Section:
    blocks: list[Block] = [Notice((Reason.of("dashboard.cases", n=d.n or 0, on=d.on.isoformat()),), "info")]
    if d.least > 1:
        few = "1" if d.least == 2 else f"1–{d.least - 1}"
        told = Reason.of("dashboard.suppression", few=few, least=d.least, withheld=d.withheld)
        blocks.append(Notice((told,), "warn"))
    r = d.reporting
    if r is not None and r.curve is not None:
        median: Text = (number(r.median, 4),) if r.median is not None else (Term("outcomes.not_reached"),)
        blocks.append(
            chart(
                [("reporting", (Term("dashboard.reporting"),), r.curve)], caption=Term("dashboard.reporting"),
                y_label=(Term("dashboard.not_reported"),), x_label=(Term("dashboard.days_from_facts"),), name="time_to_report", least=d.least,
            )
        )  # fmt: skip
        columns = tuple(Term(f"dashboard.column.{c}") for c in ("cases", "median_days", "waiting"))
        blocks.append(Table(Term("dashboard.reporting"), columns, (cells(str(r.n), median, _count(r.waiting)),)))
    return Section("cases", Term("dashboard.section.cases"), tuple(blocks), front=True)


def _uptake(d: Dashboard) -> Section:
    rows: list[Row] = [(_regimen(u.therapies), (*u.verdicts, u.n)) for u in d.uptake]
    keys: list[Text] = [(Term(f"dashboard.verdict.{v}"),) for v in VERDICTS]
    picture = stacked(
        rows, VERDICT_KINDS, keys, caption="dashboard.section.uptake", name="uptake", x="dashboard.patients"
    )
    columns = tuple(Term(f"dashboard.column.{c}") for c in ("option", "patients", *VERDICTS, "started"))
    lines = tuple(cells(_regimen(u.therapies), str(u.n), *map(_count, u.verdicts), _count(u.started)) for u in d.uptake)
    return _both("uptake", picture, Table(Term("dashboard.section.uptake"), columns, lines))


def _responses(d: Dashboard) -> Section:
    rows: list[Row] = [(_regimen(a.therapies), (*a.responses, a.n)) for a in d.responses]
    keys: list[Text] = [*((r,) for r in RESPONSES), (Term("dashboard.none_told"),)]
    picture = stacked(
        rows,
        RESPONSE_KINDS,
        keys,
        caption="dashboard.section.responses",
        name="responses",
        x="dashboard.patients_begun",
    )
    heads = (Term("dashboard.column.option"), Term("dashboard.column.begun"), *(Term(r) for r in RESPONSES))
    columns = (*heads, Term("dashboard.none_told"), Term("dashboard.column.objective"))
    lines = tuple(
        cells(_regimen(a.therapies), str(a.n), *map(_count, a.responses), _share(a.objective)) for a in d.responses
    )
    return _both("responses", picture, Table(Term("dashboard.section.responses"), columns, lines))


def _frequencies(d: Dashboard) -> Section:
    rows: list[Row] = [((f.name,), (*f.counts, d.n)) for f in d.frequencies]
    keys: list[Text] = [
        (Term(f"dashboard.answer.{a.name.lower()}"),) for a in (Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN)
    ]
    picture = stacked(
        rows, (0, 4, 7), keys, caption="dashboard.section.frequencies", name="frequencies", x="dashboard.patients"
    )
    columns = tuple(Term(f"dashboard.column.{c}") for c in ("finding", "found", "not_found", "not_assessed", "share"))
    lines = tuple(cells(f.name, *map(_count, f.counts), _share(f.share)) for f in d.frequencies)
    return _both("frequencies", picture, Table(Term("dashboard.section.frequencies"), columns, lines))


def _share(rate: Rate | None) -> Text:
    if rate is None:
        return (Term("dashboard.withheld"),)
    limits = rate.intervals[0]
    return (f"{rate.x}/{rate.n}, {percent(rate.estimate)} (", *span(limits.low, limits.high, share=True), ")")


def _both(name: str, picture: Chart | None, table: Table) -> Section:
    blocks: tuple[Block, ...] = (picture, table) if picture is not None else (table,)
    return Section(name, Term(f"dashboard.section.{name}"), blocks, front=True)


def _survival(d: Dashboard) -> list[Section]:
    return [
        Section(
            f"survival-{i}",
            Term(f"dashboard.section.{s.endpoint}"),
            _curves(s, d.least, i),
            front=True,
            lead=(s.finding,),
        )
        for i, s in enumerate(d.survival)
    ]


def _curves(s: Survival, least: int, number_of: int) -> tuple[Block, ...]:
    named = [(a.name.lower(), (Term(f"dashboard.answer.{a.name.lower()}"),), c) for a, c in s.groups]
    made = chart(
        named, caption=Term("outcomes.km"), y_label=(Term(f"dashboard.axis.{s.endpoint}"),), x_label=(Term("dashboard.months_from_decision"),),
        name=f"{s.endpoint}_{number_of}", least=least,
    )  # fmt: skip
    columns = tuple(Term(f"dashboard.column.{c}") for c in ("answer", "patients", "median_months"))
    rows = []
    for answer, _, curve in named:
        median = quantile(curve)[0]
        shown: Text = (number(median, 4),) if median is not None else (Term("outcomes.not_reached"),)
        rows.append(cells((Term(f"dashboard.answer.{answer}"),), str(curve.n), shown))
    table = Table(Term(s.finding), columns, tuple(rows))
    blocks: tuple[Block, ...] = (made, table, Notice((Term("outcomes.warning.not_randomized"),), "warn"))
    if s.too_small:
        blocks += (Notice((Reason.of("dashboard.groups_withheld", count=s.too_small, least=least),), "info"),)
    return blocks


def _methods(d: Dashboard) -> Section:
    items = ("options", "responses", "reporting", "findings", "survival", "suppression")
    return Section(
        "methods", Term("outcomes.section.methods"), (Bullets(tuple((Term(f"dashboard.how.{i}"),) for i in items)),)
    )
