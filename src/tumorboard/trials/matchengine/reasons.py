"""What one path of a match list says of one sample: nothing, or every reason why it matches.

Source: docs/formats/ctml.md, "How a path is evaluated".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tumorboard.trials.matchengine import clinical, genomic
from tumorboard.trials.matchengine.fault import Stopped
from tumorboard.trials.matchengine.paths import Item, Path
from tumorboard.trials.matchengine.samples import Sample
from tumorboard.trials.matchengine.store import Record
from tumorboard.trials.matchengine.structural import by_text

REPORTABLE = frozenset({clinical.TMB})


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: a clinical key, a genomic record that satisfies a leaf, or a leaf that no record may satisfy."""

    kind: str  # clinical, genomic
    leaf: Item
    depth: int
    width: int
    record: Record | None = None
    by_text: bool = False  # found in free text: the engine hides these


@dataclass(slots=True)
class Asked:
    """A path, translated: conditions on the clinical record and questions to the genomic records."""

    clinical: list[tuple[int, Item, clinical.Key, bool]] = field(default_factory=list)
    genomic: list[tuple[int, Item, genomic.Query]] = field(default_factory=list)
    cancer_type: str = "specific"


def asked(path: Path, names: Mapping[str, tuple[str, ...]], on: date) -> Asked:
    """What a path asks; a leaf that asks the same as an earlier one is dropped.

    Raises
    ------
    Stopped
        CTML020, CTML024, CTML093 or the fault of a value.
    """
    found = Asked()
    for node in path:
        for mapping in node.leaves:
            for kind, leaf in mapping.items():
                if not isinstance(leaf, Mapping):
                    raise Stopped("CTML020")
                if kind == "clinical":
                    _clinical(found, node.depth, leaf, clinical.keys(leaf, names, on))
                elif kind == "genomic":
                    _genomic(found, node.depth, leaf)
                else:
                    raise Stopped("CTML093" if kind == "prior_treatments" else "CTML024", kind=kind)
    return found


def _clinical(found: Asked, depth: int, leaf: Item, keys: tuple[clinical.Key, ...]) -> None:
    known = [(d, k) for d, _, k, _ in found.clinical]  # a list: a value of the document may have no hash
    for key in keys:
        if (depth, key) not in known:
            found.clinical.append((depth, leaf, key, key.field in REPORTABLE))
    said = leaf.get("oncotree_primary_diagnosis")
    if said in ("_SOLID_", "_LIQUID_"):
        found.cancer_type = "all_solid" if said == "_SOLID_" else "all_liquid"


def _genomic(found: Asked, depth: int, leaf: Item) -> None:
    question = genomic.query(leaf)
    if question is not None and all(question != q for _, _, q in found.genomic):
        found.genomic.append((depth, leaf, question))


def reasons(asked: Asked, sample: Sample, *, all_clinical: bool) -> list[Why]:
    """Every reason, if the sample passes all of the path; none if it does not, or if nothing is asked.

    Raises
    ------
    Stopped
        CTML062 where a structural leaf without genes finds a signature.
    """
    if not all(key.holds(sample.clinical) for _, _, key, _ in asked.clinical):
        return []
    found = [
        Why("clinical", leaf, depth, 1) for depth, leaf, _, reportable in asked.clinical if all_clinical or reportable
    ]
    for depth, leaf, question in asked.genomic:
        records = question.records(sample)
        if bool(records) is question.negated:
            return []
        text = question.rearranged is not None and by_text(sample)
        if question.negated:
            found.append(Why("genomic", leaf, depth, -1))
            continue
        if question.rearranged is not None and question.rearranged.is_empty:
            _refuse_signatures(records)
        found.extend(Why("genomic", leaf, depth, len(records), r, text) for r in records)
    return found


def _refuse_signatures(records: list[Record]) -> None:
    if any(r.get(genomic.CATEGORY) == "SIGNATURE" for r in records):
        raise Stopped("CTML062")
