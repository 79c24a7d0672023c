"""Clusters of a cohort by several layers at once, as the FUSCC group finds the subtypes of HR+/HER2- breast cancer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tumorboard.app.expression import REMEDY, Rows
from tumorboard.errors import InputError, NotFound
from tumorboard.formats.layer_table import Layer, read_layer
from tumorboard.interpret.expression import snf
from tumorboard.issues import Issue, Place, Severity
from tumorboard.vocab import Genes

if TYPE_CHECKING:
    from tumorboard.model.expression import Array


def clusters(
    tables: Sequence[Path], genes: Genes, *, clusters: int, neighbors: int, alpha: float, steps: int, most: int
) -> Rows:
    """A row for each sample that every layer has, with the number of its cluster, which means nothing by itself.

    Parameters
    ----------
    most
        Features of each layer, those with the largest standard deviation.

    Raises
    ------
    NotFound
        If there is no such file.
    InputError
        If a layer would mislead, or there are too few layers or samples.
    """
    layers: list[Layer] = []
    issues: list[Issue] = []
    for path in tables:
        if not path.is_file():
            raise NotFound(f"there is no file {path.name}", remedy="Check the path.")
        read = read_layer(path, genes)
        errors = tuple(i for i in read.issues if i.severity is Severity.ERROR)
        if read.value is None or errors:
            raise InputError(f"{path.name} would mislead", issues=errors or read.issues, remedy=REMEDY)
        layers.append(read.value)
        issues += read.issues
    everywhere = set.intersection(*(set(layer.samples) for layer in layers))
    samples = tuple(s for s in layers[0].samples if s in everywhere)
    left = len({s for layer in layers for s in layer.samples}) - len(samples)
    if left:
        issues.append(Issue.of("RNA032", Severity.WARNING, Place(tables[0].name), samples=left))
    try:
        ready = [_ready(layer, samples, most) for layer in layers]
        found = snf.fused(ready, clusters=clusters, neighbors=neighbors, alpha=alpha, steps=steps)
    except ValueError as error:
        raise InputError(f"these layers: {error}", remedy="See docs/methods/fuscc.md for what fusion needs.") from error
    sizes = Counter(found.labels)
    rows = [(f"# cluster {n + 1}", str(sizes[n])) for n in sorted(sizes)]
    rows += [(s, str(n + 1)) for s, n in zip(samples, found.labels, strict=True)]
    return Rows(("sample", "cluster"), tuple(rows), tuple(issues), ("research.snf_evidence",))


def _ready(layer: Layer, samples: Sequence[str], most: int) -> Array:
    at = {name: i for i, name in enumerate(layer.samples)}
    part = layer.values[[at[s] for s in samples]]
    if len(part) < snf.LEAST_SAMPLES:
        raise ValueError(f"{len(part)} samples in every layer; at least {snf.LEAST_SAMPLES} are needed")
    return part[:, snf.most_variable(part, most)]
