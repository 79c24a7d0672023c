"""Pictures of what was found in many cases: one column a case (oncoprint), and changes along a protein (lollipops)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tumorboard.model.alteration import Variant
from tumorboard.model.case import Case
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason
from tumorboard.report.outcomes.numbers import cells, ticks
from tumorboard.report.outcomes.suppression import small
from tumorboard.report.values import Bar, Chart, Key, Point, Stroke, Table, Term

KINDS = ("missense", "truncating", "other", "amplified", "deleted", "fused")
COLORS = {"missense": 0, "truncating": 6, "other": 5, "amplified": 1, "deleted": 4, "fused": 3}
UNKNOWN = 7
LABELED = 8  # of the highest lollipops
WIDE, HIGH = 0.13, 0.08  # room of a name, as shares of the axes
Change = tuple[int, str, str]  # first position, name, kind
_TRUNCATING = frozenset({"nonsense", "frameshift", "start_lost"})
_SILENT = frozenset({"synonymous"})
_AMPLIFIED = frozenset({"amplification"})
_DELETED = frozenset({"deep_loss", "homozygous_deletion"})


def kinds_in(case: Case, gene: str) -> tuple[str, ...]:
    """The kinds of alterations that were reported in a gene, in the order of KINDS; silent ones are none."""
    found = {_kind(v) for v in case.variants if v.gene == gene}
    found |= {"amplified" for c in case.copy_numbers if c.gene == gene and c.call in _AMPLIFIED}
    found |= {"deleted" for c in case.copy_numbers if c.gene == gene and c.call in _DELETED}
    found |= {"fused" for f in case.fusions if gene in (f.five_prime, f.three_prime)}
    return tuple(k for k in KINDS if k in found)


def _kind(variant: Variant) -> str:
    kind = variant.protein.kind if variant.protein is not None else ""
    if kind in _SILENT:
        return ""
    return "truncating" if kind in _TRUNCATING else "missense" if kind == "substitution" else "other"


def most_changed(cases: Sequence[Case], most: int) -> tuple[str, ...]:
    """The genes with an alteration of any kind in most cases, the most frequent first."""
    found: Counter[str] = Counter()
    for case in cases:
        genes = {v.gene for v in case.variants} | {c.gene for c in case.copy_numbers}
        genes |= {g for f in case.fusions for g in (f.five_prime, f.three_prime)}
        found.update(g for g in genes if g and kinds_in(case, g))
    return tuple(g for g, _ in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:most])


def oncoprint(cases: Sequence[tuple[Case, dict[str, Verdict]]], genes: Sequence[str]) -> Chart | None:
    """One column a case that was interpreted, sorted so that cases with an alteration in the first gene stand left.

    Parameters
    ----------
    cases
        Each with what is known of a variant in each gene: where it is UNKNOWN and none was reported, the cell says so.
    """
    if not cases or not genes:
        return None
    columns = [({g: kinds_in(c, g) for g in genes}, holds) for c, holds in cases]
    columns.sort(key=lambda c: [tuple(KINDS.index(k) for k in c[0][g]) or (len(KINDS),) for g in genes])
    n, step = len(columns), 1 / len(genes)
    bars, names, shown = [], [], set()
    for row, gene in enumerate(genes):
        middle, half = 1 - (row + 0.5) * step, 0.4 * step
        with_any = 0
        for at, (kinds, holds) in enumerate(columns):
            x1, x2 = at / n, (at + 0.86) / n
            with_any += bool(kinds[gene])
            if not kinds[gene] and holds.get(gene, Verdict.UNKNOWN) is Verdict.UNKNOWN:
                bars.append(Bar(x1, x2, middle - 0.08 * step, middle + 0.08 * step, UNKNOWN))
                shown.add("unknown")
            for i, kind in enumerate(kinds[gene]):
                part = 2 * half / len(kinds[gene])
                low = middle - half + i * part
                bars.append(Bar(x1, x2, low, low + part, COLORS[kind]))
                shown.add(kind)
        names.append((middle, (f"{gene}  {100 * with_any / n:.0f}%",)))
    legend = [Key("bar", COLORS[k], (Term(f"dashboard.kind.{k}"),)) for k in KINDS if k in shown]
    legend += [Key("bar", UNKNOWN, (Term("dashboard.answer.unknown"),))] if "unknown" in shown else []
    return Chart(
        Term("dashboard.section.oncoprint"), (Reason.of("dashboard.oncoprint_says", cases=n, genes=len(genes)),),
        (Reason.of("dashboard.columns", cases=n),), (), (), (), bars=tuple(bars), legend=tuple(legend), rows=tuple(names),
        height=24 * len(genes), name="oncoprint",
    )  # fmt: skip


def lollipops(cases: Sequence[Case], gene: str, *, least: int = 0) -> tuple[Chart, Table] | None:
    """How many cases have each change of a protein, by its first position, and the same as a table; a count below `least` is withheld."""
    found: Counter[Change] = Counter()
    for case in cases:
        found.update(
            {(v.protein.start, _short(v), _kind(v)) for v in case.variants if v.gene == gene and v.protein and _kind(v)}
        )
    told = {change: n for change, n in found.items() if not small(n, least)}
    if not told:
        return None
    marks = ticks(max(start for start, _, _ in told) * 1.05)
    levels = [m for m in ticks(max(told.values()), 5) if m == int(m)]
    end, high = marks[-1], max(levels[-1], max(told.values()))
    places = {change: (change[0] / end, n / high) for change, n in told.items()}
    labeled = _labeled(places)
    strokes = tuple(
        Stroke(((x, 0.0), (x, y)), UNKNOWN, thin=True, end=(f"{c[1]} ({told[c]})",) if c in labeled else ())
        for c, (x, y) in sorted(places.items())
    )
    points = tuple(Point(x, y, "circle", COLORS[c[2]]) for c, (x, y) in sorted(places.items()))
    kinds = [k for k in KINDS if k in {c[2] for c in told}]
    says = Reason.of("dashboard.lollipop_says", gene=gene, changes=len(told), cases=sum(told.values()))
    chart = Chart(
        Term("dashboard.section.lollipop"), (says,), (Term("dashboard.position"),), (Term("dashboard.patients"),),
        tuple((m / end, f"{m:g}") for m in marks), tuple((m / high, f"{m:g}") for m in levels), strokes,
        points=points, legend=tuple(Key("circle", COLORS[k], (Term(f"dashboard.kind.{k}"),)) for k in kinds),
        height=220, name=f"lollipop_{gene}",
    )  # fmt: skip
    columns = tuple(Term(f"dashboard.column.{c}") for c in ("change", "kind", "patients"))
    rows = tuple(
        cells(f"{gene} {c[1]}", (Term(f"dashboard.kind.{c[2]}"),), str(n))
        for c, n in sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    return chart, Table(Term("dashboard.section.lollipop"), columns, rows)


def _labeled(places: dict[Change, tuple[float, float]]) -> set[Change]:
    """The highest changes whose names stand clear of those before."""
    chosen: list[Change] = []
    for change, (x, y) in sorted(places.items(), key=lambda pair: (-pair[1][1], -pair[1][0])):
        if len(chosen) < LABELED and all(abs(x - places[c][0]) > WIDE or abs(y - places[c][1]) > HIGH for c in chosen):
            chosen.append(change)
    return set(chosen)


def _short(variant: Variant) -> str:
    protein = variant.protein
    if protein is None:
        return ""
    if protein.kind == "substitution":
        return f"{protein.ref}{protein.start}{protein.alt}"
    ending = {"nonsense": "*", "frameshift": "fs"}.get(protein.kind, protein.kind[:3])
    return f"{protein.ref}{protein.start}{ending}"
