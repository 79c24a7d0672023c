"""A public cohort in a few numbers beside a registry's own: genes that are altered, survival by class.  No patient is in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tumorboard.outcomes.rates import rate
from tumorboard.outcomes.survival import Curve, kaplan_meier, quantile
from tumorboard.reasons import Reason
from tumorboard.report.outcomes.curves import chart
from tumorboard.report.outcomes.dashboard_page import stacked
from tumorboard.report.outcomes.numbers import cells, number, percent, span
from tumorboard.report.outcomes.suppression import LEAST, cut, small
from tumorboard.report.values import Block, Notice, Section, Table, Term, Text

MOST = 20  # genes
Times = tuple[Sequence[float], Sequence[bool]]  # months, deaths


def sections(sequenced: int, altered: Mapping[str, int], survival: Mapping[str, Times]) -> tuple[Section, ...]:
    """The genes altered in most of the `sequenced` samples, and survival of each class; small groups are left out."""
    return (_genes(sequenced, altered), _survival(survival))


def _genes(sequenced: int, altered: Mapping[str, int]) -> Section:
    told = sorted(((g, n) for g, n in altered.items() if not small(n, LEAST)), key=lambda p: (-p[1], p[0]))[:MOST]
    keys: list[Text] = [(Term("dashboard.altered"),), (Term("dashboard.not_altered"),)]
    rows: list[tuple[Text, tuple[int | None, ...]]] = [((g,), (n, sequenced - n, sequenced)) for g, n in told]
    picture = stacked(
        rows, (0, 7), keys, caption="dashboard.section.metabric_genes", name="metabric_genes", x="dashboard.samples"
    )
    lines = []
    for gene, n in told:
        found = rate(n, sequenced)
        limits = found.intervals[0]
        lines.append(
            cells(gene, f"{n}/{sequenced}", percent(found.estimate), span(limits.low, limits.high, share=True))
        )
    columns = tuple(Term(f"dashboard.column.{c}") for c in ("gene", "altered", "share_of", "interval"))
    table = Table(Term("dashboard.section.metabric_genes"), columns, tuple(lines))
    notice = Notice((Reason.of("dashboard.metabric", n=sequenced),), "info")
    blocks: tuple[Block, ...] = (notice, picture, table) if picture is not None else (notice, table)
    return Section("metabric-genes", Term("dashboard.section.metabric_genes"), blocks)


def _survival(survival: Mapping[str, Times]) -> Section:
    named: list[tuple[str, Text, Curve]] = []
    for name in sorted(survival):
        months, died = survival[name]
        curve = cut(kaplan_meier(list(months), list(died)), LEAST) if len(months) >= LEAST else None
        if curve is not None:
            named.append((name, (name,), curve))
    columns = tuple(Term(f"dashboard.column.{c}") for c in ("class", "patients", "median_months"))
    rows = []
    for name, _, curve in named:
        median = quantile(curve)[0]
        shown: Text = (number(median, 4),) if median is not None else (Term("outcomes.not_reached"),)
        rows.append(cells(name, str(curve.n), shown))
    table = Table(Term("dashboard.section.metabric_survival"), columns, tuple(rows))
    blocks: tuple[Block, ...] = (table, Notice((Term("outcomes.warning.not_randomized"),), "warn"))
    if named:
        picture = chart(
            named, caption=Term("outcomes.km"), y_label=(Term("dashboard.axis.os"),), x_label=(Term("dashboard.months_from_diagnosis"),),
            name="metabric_survival", least=LEAST,
        )  # fmt: skip
        blocks = (picture, *blocks)
    return Section("metabric-survival", Term("dashboard.section.metabric_survival"), blocks)
