"""Which questions about genes the knowledge asked of this case, read from the criteria that were evaluated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields

from tumorboard.criteria.leaves import BUILT_IN
from tumorboard.model.assessment import Assessment, StatementMatch
from tumorboard.model.verdict import Evaluation, Verdict

KINDS = ("variant", "copy_number", "fusion", "splice")
# A leaf that asks about genes names them first; what kind of event it asks for follows from the leaf.
_OTHER_KINDS = {
    "GeneAmplified": ("copy_number",),
    "GeneDeleted": ("copy_number",),
    "GeneInactivated": ("variant", "copy_number"),
    "FusionIn": ("fusion",),
    "ExonSkipping": ("splice",),
}
_LEAVES = {
    leaf.name: _OTHER_KINDS.get(leaf.name, ("variant",))
    for leaf in BUILT_IN
    if (names := [f.name for f in fields(leaf)])  # type: ignore[arg-type]
    and names[0] in {"gene", "genes"}
    and leaf.name != "PharmacogenotypeIn"
}
_FIRST = re.compile(r'(\w+)\((?:"([^"]+)"|\[([^\]]*)\])')


def matches(assessment: Assessment) -> Iterator[StatementMatch]:
    """Every statement that was considered."""
    for option in (*assessment.options, *assessment.rejected, *assessment.resistance):
        yield from option.matches


def leaves(evaluation: Evaluation) -> Iterator[Evaluation]:
    """The single questions of an evaluation, left to right."""
    if not evaluation.children:
        yield evaluation
    for child in evaluation.children:
        yield from leaves(child)


def questions(assessment: Assessment) -> dict[str, tuple[str, ...]]:
    """Kind of event -> genes that were asked about, by name; those a test would answer included."""
    found: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for match in matches(assessment):
        for leaf in leaves(match.biomarker):
            for kind, gene in _asked(leaf.criterion):
                found[kind].add(gene)
    for step in assessment.next_steps:
        family, _, gene = step.missing.partition(":")
        kind = family.removeprefix("assay.")
        if kind in found and gene:
            found[kind].add(gene)
    return {kind: tuple(sorted(genes)) for kind, genes in found.items() if genes}


def not_found(assessment: Assessment) -> dict[str, tuple[str, ...]]:
    """Kind of event -> genes that an adequate test looked at without finding what was asked for."""
    found: dict[str, set[str]] = {}
    seen: dict[str, set[str]] = {}
    for match in matches(assessment):
        for leaf in leaves(match.biomarker):
            if leaf.reason.code in {"alteration.not_found", "alteration.found"}:
                kept = found if leaf.verdict is Verdict.NOT_MET else seen
                for kind, gene in _asked(leaf.criterion):
                    kept.setdefault(kind, set()).add(gene)
    left = {kind: tuple(sorted(genes - seen.get(kind, set()))) for kind, genes in found.items()}
    return {kind: left[kind] for kind in KINDS if left.get(kind)}


def _asked(criterion: str) -> Iterable[tuple[str, str]]:
    at = _FIRST.match(criterion)
    if at is None or at[1] not in _LEAVES:
        return
    names = [at[2]] if at[2] else re.findall(r'"([^"]+)"', at[3] or "")
    for gene in names:
        for kind in _LEAVES[at[1]]:
            yield kind, gene
