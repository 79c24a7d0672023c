"""Pictures of what was found in many cases: one column a case (oncoprint), and changes along a protein (lollipops)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

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
STRIPES = 240  # columns that an eye can tell apart
LABELED = 8  # of the highest lollipops
WIDE, HIGH = 0.13, 0.08  # room of a name, as shares of the axes
Change = tuple[int, str, str]  # first position, name, kind
Cells = npt.NDArray[np.int8]
# What may stand in a cell, in the order of the columns: sets of kinds by their places in KINDS, and nothing last.
PARTS: tuple[tuple[str, ...], ...] = (
    *sorted(
        (p for n in range(1, len(KINDS) + 1) for p in combinations(KINDS, n)), key=lambda p: [KINDS.index(k) for k in p]
    ),
    (),
)
CELLS: Mapping[tuple[str, ...], int] = {part: code for code, part in enumerate(PARTS)}
_TRUNCATING = frozenset({"nonsense", "frameshift", "start_lost"})
_SILENT = frozenset({"synonymous"})
_AMPLIFIED = frozenset({"amplification"})
_DELETED = frozenset({"deep_loss", "homozygous_deletion"})


def kinds_of(case: Case) -> dict[str, tuple[str, ...]]:
    """The kinds of alterations that were reported in each gene, in the order of KINDS; silent ones are none."""
    found: dict[str, set[str]] = {}
    for v in case.variants:
        if kind := _kind(v):
            found.setdefault(v.gene, set()).add(kind)
    for c in case.copy_numbers:
        if kind := "amplified" if c.call in _AMPLIFIED else "deleted" if c.call in _DELETED else "":
            found.setdefault(c.gene, set()).add(kind)
    for f in case.fusions:
        for gene in (f.five_prime, f.three_prime):
            found.setdefault(gene, set()).add("fused")
    return {g: tuple(k for k in KINDS if k in kinds) for g, kinds in found.items() if g}


def kinds_in(case: Case, gene: str) -> tuple[str, ...]:
    """The kinds of alterations that were reported in a gene, in the order of KINDS; silent ones are none."""
    return kinds_of(case).get(gene, ())


def _kind(variant: Variant) -> str:
    kind = variant.protein.kind if variant.protein is not None else ""
    if kind in _SILENT:
        return ""
    return "truncating" if kind in _TRUNCATING else "missense" if kind == "substitution" else "other"


def most_changed(cases: Sequence[Case], most: int) -> tuple[str, ...]:
    """The genes with an alteration of any kind in most cases, the most frequent first."""
    return first_of(Counter(g for case in cases for g in kinds_of(case)), most)


def first_of(counts: Counter[str], most: int) -> tuple[str, ...]:
    """The genes with the highest counts, the most frequent first."""
    return tuple(g for g, _ in sorted(((g, n) for g, n in counts.items() if n), key=lambda p: (-p[1], p[0]))[:most])


def oncoprint(cases: Sequence[tuple[Case, dict[str, Verdict]]], genes: Sequence[str]) -> Chart | None:
    """One column a case that was interpreted, sorted so that cases with an alteration in the first gene stand left.

    Parameters
    ----------
    cases
        Each with what is known of a variant in each gene: where it is UNKNOWN and none was reported, the cell says so.
    """
    kinds = [kinds_of(c) for c, _ in cases]
    codes = {g: np.array([CELLS[k.get(g, ())] for k in kinds], np.int8) for g in genes}
    unknown = {g: np.array([h.get(g, Verdict.UNKNOWN) is Verdict.UNKNOWN for _, h in cases], np.bool_) for g in genes}
    return oncoprint_of(len(cases), codes, unknown)


def oncoprint_of(n: int, codes: Mapping[str, Cells], unknown: Mapping[str, npt.NDArray[np.bool_]]) -> Chart | None:
    """The same of `n` cases that are columns already: the code of what was reported (CELLS) by gene, and where nothing is known.

    More than STRIPES cases are drawn as so many stripes of neighbors, each as high as their share with the alteration.
    """
    if not n or not codes:
        return None
    genes = tuple(codes)
    order = np.lexsort([*(~unknown[g] for g in genes[::-1]), *(codes[g] for g in genes[::-1])])
    stripes = min(n, STRIPES)
    edges = np.arange(stripes) * n // stripes
    sizes = np.diff(np.append(edges, n))
    step, gap = 1 / len(genes), 0.86 if n <= STRIPES else 1.0
    bars: list[Bar] = []
    names, shown = [], set()
    for row, gene in enumerate(genes):
        middle, half = 1 - (row + 0.5) * step, 0.4 * step
        cells = codes[gene][order]
        none = cells == CELLS[()]
        open_ = np.add.reduceat(none & unknown[gene][order], edges) * 2 > sizes
        for at in np.flatnonzero(open_).tolist():
            bars.append(_bar(at, stripes, gap, middle - 0.08 * step, middle + 0.08 * step, UNKNOWN))
        shown |= {"unknown"} if open_.any() else set()
        tops = np.full(stripes, middle - half)
        shares = {c: np.add.reduceat(cells == c, edges) / sizes for c in np.unique(cells).tolist() if c != CELLS[()]}
        for kind in KINDS:
            high = sum((s / len(PARTS[c]) for c, s in shares.items() if kind in PARTS[c]), np.zeros(stripes)) * 2 * half
            there = np.flatnonzero(high > 0).tolist()
            shown |= {kind} if there else set()
            bars += [_bar(at, stripes, gap, float(tops[at]), float(tops[at] + high[at]), COLORS[kind]) for at in there]
            tops = tops + high
        names.append((middle, (f"{gene}  {100 * int((~none).sum()) / n:.0f}%",)))
    legend = [Key("bar", COLORS[k], (Term(f"dashboard.kind.{k}"),)) for k in KINDS if k in shown]
    legend += [Key("bar", UNKNOWN, (Term("dashboard.answer.unknown"),))] if "unknown" in shown else []
    if n <= STRIPES:
        says = Reason.of("dashboard.oncoprint_says", cases=n, genes=len(genes))
    else:
        says = Reason.of("dashboard.oncoprint_stripes", cases=n, genes=len(genes), most=int(sizes.max()))
    return Chart(
        Term("dashboard.section.oncoprint"), (says,), (Reason.of("dashboard.columns", cases=n),), (), (), (),
        bars=tuple(bars), legend=tuple(legend), rows=tuple(names), height=24 * len(genes), name="oncoprint",
    )  # fmt: skip


def _bar(at: int, of: int, gap: float, low: float, high: float, kind: int) -> Bar:
    return Bar(at / of, (at + gap) / of, low, high, kind)


def changes_of(case: Case) -> dict[str, frozenset[Change]]:
    """The changes of each protein: silent ones are none."""
    found: dict[str, set[Change]] = {}
    for v in case.variants:
        if v.gene and v.protein and (kind := _kind(v)):
            found.setdefault(v.gene, set()).add((v.protein.start, _short(v), kind))
    return {g: frozenset(c) for g, c in found.items()}


def lollipops(cases: Sequence[Case], gene: str, *, least: int = 0) -> tuple[Chart, Table] | None:
    """How many cases have each change of a protein, by its first position, and the same as a table; a count below `least` is withheld."""
    found: Counter[Change] = Counter()
    for case in cases:
        found.update(changes_of(case).get(gene, ()))
    return lollipops_of(found, gene, least=least)


def lollipops_of(found: Counter[Change], gene: str, *, least: int = 0) -> tuple[Chart, Table] | None:
    """The same of changes that are counted already."""
    told = {change: n for change, n in found.items() if n and not small(n, least)}
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
