"""Expression methods on a site's own tables, as rows: scores of gene sets, subtypes of a cohort, PAM50, SIMS.

A table from which an answer would mislead stops the run with its issues.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from tumorboard.errors import InputError, NotFound
from tumorboard.formats.expression_matrix import read_matrix, unit_of_name
from tumorboard.formats.gene_sets import read_sets
from tumorboard.interpret.expression import checks, fuscc_clusters, pam50, sims, sims_cohort, zscore
from tumorboard.interpret.expression.centroids import Call
from tumorboard.interpret.expression.consensus import consensus
from tumorboard.interpret.expression.ranks import membership, ranked
from tumorboard.interpret.expression.singscore import singscores
from tumorboard.interpret.expression.ssgsea import ssgsea
from tumorboard.interpret.expression.units import log2, log2_published
from tumorboard.issues import Issue, Parsed, Place, Severity
from tumorboard.model.expression import ExpressionMatrix
from tumorboard.vocab import Genes
from tumorboard.vocab.fuscc_markers import FusccMarkers
from tumorboard.vocab.sims import Sims

T = TypeVar("T")
SCORES = ("singscore", "ssgsea", "z")
SCORE_HEADER = ("sample", "set", "score", "genes", "of")
REMEDY = "See its issues, and docs/methods/expression.md."


@dataclass(frozen=True, slots=True)
class Rows:
    """A table to print, with what was doubtful on the way; `about` are terms that stand above it."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    issues: tuple[Issue, ...] = ()
    about: tuple[str, ...] = ()


def scores(table: Path, sets: Path, genes: Genes, *, method: str, unit: str = "") -> Rows:
    """A row for each sample and set.

    Raises
    ------
    NotFound
        If there is no such file.
    InputError
        If a table would mislead, or the method needs more samples than there are.
    """
    matrix, issues = _matrix(table, genes, unit)
    read = read_sets(_there(sets), genes)
    named, more = _usable(read, sets.name)
    if method == "z":
        _several(matrix, zscore.LEAST)
        logs = log2(matrix.values, matrix.unit)
        known = membership(matrix.genes, named)
        part = logs[:, known.columns]
        found, counts = zscore.combined(part, zscore.standard(part), known), known.counts
    else:
        made = ranked(matrix.values, matrix.genes, named)
        found, counts = (singscores(made) if method == "singscore" else ssgsea(made)), made.sets.counts
    rows = tuple(
        (sample, name, _number(float(found[i, s])), str(int(np.nan_to_num(counts[s]))), str(len(named[name])))
        for i, sample in enumerate(matrix.samples)
        for s, name in enumerate(named)
    )
    return Rows(SCORE_HEADER, rows, (*issues, *more), (f"research.score.{method}",))


def subtypes(table: Path, genes: Genes, *, seed: int, unit: str = "", draws: int = 0) -> Rows:
    """The FUSCC subtype of each sample of a cohort; with `draws`, the areas of the consensus of 2 to 10 clusters before them.

    Raises
    ------
    NotFound
        If there is no such file.
    InputError
        If the table would mislead, is too small, or its clusters cannot be named.
    """
    matrix, issues = _matrix(table, genes, unit)
    _several(matrix, fuscc_clusters.LEAST_SAMPLES)
    logs = log2_published(matrix.values, matrix.unit)
    pattern = FusccMarkers.load().pattern
    found = _refused(
        lambda: fuscc_clusters.subtypes(logs, matrix.genes, pattern, np.random.default_rng(seed)), table.name
    )
    rows = [("# genes clustered", str(len(found.genes))), ("# gap of the naming", f"{found.gap:.3f}")]
    rows += [(f"# {name}", str(count)) for name, count in found.counts.items()]
    if draws:
        at = matrix.places()
        part = logs[:, [at[g] for g in found.genes]]
        for c in consensus(part, np.random.default_rng(seed), draws=draws):
            rows.append((f"# consensus of {c.k}: area, gain", f"{c.area:.4f} {c.gain:+.4f}"))
    rows += list(zip(matrix.samples, found.labels, strict=True))
    return Rows(("sample", "subtype"), tuple(rows), issues, ("research.clusters_evidence",))


def intrinsic(table: Path, centroids: Path, genes: Genes, *, scaling: str, unit: str = "") -> Rows:
    """PAM50 of each sample of a cohort on the site's table of centroids (gene, one column a class).

    Raises
    ------
    NotFound
        If there is no such file.
    InputError
        If a table would mislead or is too small.
    """
    matrix, issues = _matrix(table, genes, unit)
    _several(matrix, pam50.LEAST_COHORT)
    known = _centroids(_there(centroids), genes)
    logs = log2(matrix.values, matrix.unit)
    calls = _refused(lambda: pam50.pam50(logs, matrix.genes, known, scaling=scaling), table.name)
    header = ("sample", "call", "margin", "genes", *known)
    return Rows(
        header,
        tuple(_call(s, c) for s, c in zip(matrix.samples, calls, strict=True)),
        issues,
        ("research.pam50_evidence",),
    )


def sims_of_cohort(table: Path, genes: Genes, *, own: bool) -> Rows:
    """Node scores of every patient of a table of linear fold changes (genes down, patients across).

    Parameters
    ----------
    own
        Deciles of this cohort itself; else those of the published lung cohort.

    Raises
    ------
    NotFound
        If there is no such file.
    InputError
        If the table would mislead, or is too small for deciles of its own.
    """
    nodes, settings = Sims.load(), sims.Settings()
    named = unit_of_name(table.name)
    if named != "unknown":
        carries = Issue.of("RNA043", Severity.ERROR, Place(table.name), unit=named)
        raise InputError(f"{table.name} would mislead", issues=(carries,), remedy=REMEDY)
    read = read_matrix(_there(table), genes, unit="ratio")
    matrix, issues = _usable(Parsed(read.value, tuple(i for i in read.issues if i.code != "RNA006")), table.name)
    patients = [dict(zip(matrix.genes, map(float, row), strict=True)) for row in matrix.values]
    cuts: Mapping[str, Sequence[float]] = (
        _refused(lambda: sims_cohort.cuts_of(nodes, patients, settings), table.name)
        if own
        else nodes.cut_points(settings.scale, settings.membership)
    )
    rows = []
    for sample, changes in zip(matrix.samples, patients, strict=True):
        for s in sims.scores(nodes, changes, cuts, settings):
            change = "" if s.change is None else _number(s.change)
            score = "" if s.score is None else f"{s.score:g}"
            rows.append((sample, s.key, change, score, f"{s.found}/{s.asked}"))
    header = ("sample", "node", "fold_change", "score", "genes")
    if own:
        return Rows(header, tuple(rows), issues, ("research.sims_own_deciles", "method.sims.evidence"))
    lung = Issue.of("RNA031", Severity.WARNING, Place(table.name))
    return Rows(header, tuple(rows), (*issues, lung), ("research.sims_lung_deciles", "method.sims.evidence"))


def _matrix(path: Path, genes: Genes, unit: str) -> tuple[ExpressionMatrix, tuple[Issue, ...]]:
    return _usable(read_matrix(_there(path), genes, unit=unit), path.name)


def _usable(read: Parsed[T], name: str) -> tuple[T, tuple[Issue, ...]]:
    if read.value is None:
        raise InputError(f"{name} cannot be used", issues=read.issues, remedy=REMEDY)
    errors = tuple(i for i in read.issues if i.severity is Severity.ERROR)
    if errors:
        raise InputError(f"{name} would mislead", issues=errors, remedy=REMEDY)
    return read.value, read.issues


def _several(matrix: ExpressionMatrix, least: int) -> None:
    issue = checks.one_sample_only(matrix, least)
    if issue is not None:
        raise InputError(f"{matrix.name} has too few samples", issues=(issue,), remedy=REMEDY)


def _there(path: Path) -> Path:
    if not path.is_file():
        raise NotFound(f"there is no file {path.name}", remedy="Check the path.")
    return path


def _refused(run: Callable[[], T], name: str) -> T:
    """What a method refuses becomes the user's message."""
    try:
        return run()
    except ValueError as error:
        raise InputError(f"{name}: {error}", remedy="See docs/methods/ for what the method needs.") from error


def _centroids(path: Path, genes: Genes) -> dict[str, dict[str, float]]:
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line.strip()]
    classes = [c for c in lines[0] if c not in {"gene", "gene_symbol", "symbol", "entrez_gene_id"}]
    try:
        table = {
            c: {
                genes.approved(row[0]) or row[0]: float(row[lines[0].index(c)])
                for row in lines[1:]
            }
            for c in classes
        }  # fmt: skip
    except (ValueError, IndexError) as error:
        raise InputError(
            f"{path.name} is no table of centroids", remedy="Give a column of genes and one of numbers for each class."
        ) from error
    if len(classes) < 2:
        raise InputError(f"{path.name} has no two classes", remedy="Give a column of numbers for each class.")
    return table


def _call(sample: str, call: Call) -> tuple[str, ...]:
    return (sample, call.label, f"{call.margin:.4f}", str(call.genes), *(f"{c:.4f}" for c in call.correlations))


def _number(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.6g}"
