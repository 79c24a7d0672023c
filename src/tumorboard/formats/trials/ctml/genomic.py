"""The genomic leaves of CTML as criteria: one alteration that satisfies all keys, read as a person means it.

Each key that a criterion carries narrows the leaf; what none carries stays beside it as a `Manual`, so that the leaf is
NOT_MET where what is carried is, and otherwise for a person.  A negated leaf is the negation of the leaf without its
exclamation marks: not tested is UNKNOWN, never met.

Source: docs/formats/ctml.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tumorboard.formats.trials.ctml import alterations, repair
from tumorboard.formats.trials.ctml.notes import Notes
from tumorboard.formats.trials.ctml.values import every, manual, signed, unsigned
from tumorboard.model.verdict import Criterion
from tumorboard.vocab import Vocabulary

SIGNATURES = frozenset(f"{n}_{s}" for n in ("apobec", "pole", "tobacco", "temozolomide", "uva") for s in ("signature", "status"))  # fmt: skip
REPAIR = frozenset({"mmr_status", "ms_status"})
KNOWN = frozenset(
    {
        *("hugo_symbol", "variant_category", "protein_change", "wildcard_protein_change", "variant_classification"),
        *("exon", "cnv_call", "wildtype", "fusion_partner_hugo_symbol", "display_name"),
        *("molecular_function", "match_all"),
    }
)
_CATEGORIES = {
    "mutation": "mutation",
    "copy number variation": "copies",
    "cnv": "copies",
    "structural variation": "fusion",
    "sv": "fusion",
    "any variation": "any",
    "signature": "signature",
    "wt": "wild_type",
}
_SPELLED = frozenset({"Mutation", "Copy Number Variation", "CNV", "Structural Variation", "Any Variation", "Signature"})


@dataclass(slots=True)
class Asked:
    """A leaf without its exclamation marks: what it asks, and where issues go."""

    keys: dict[str, object]
    place: str
    notes: Notes
    vocab: Vocabulary
    open_: Criterion
    category: str = ""
    left: list[str] = field(default_factory=list)  # keys that no criterion carries

    def add(self, code: str, **params: str | tuple[str, ...]) -> None:
        """One issue of this leaf."""
        self.notes.add(code, self.place, **params)


def read(leaf: Mapping[str, object], place: str, notes: Notes, vocab: Vocabulary) -> Criterion:
    """The leaf as a criterion."""
    doubled = getattr(leaf, "doubled", ())
    for name, _ in doubled:
        notes.add("CTML054", place, key=name)
    turned = [k for k, v in leaf.items() if unsigned(v)[1]]
    keys = {k: unsigned(v)[0] for k, v in leaf.items()}
    asked = Asked(keys, place, notes, vocab, manual("genomic", keys))
    if turned:
        _turned(asked, turned)
    positive = _positive(asked)
    if doubled:  # one mapping cannot say which of the two was meant to stand beside the other keys
        positive = every([positive, asked.open_])
    return signed(positive, bool(turned))


def _turned(asked: Asked, turned: list[str]) -> None:
    asked.add("CTML080")
    if len(turned) > 1:
        asked.add("CTML079", keys=tuple(sorted(turned)))
    elif len(asked.keys) > 1:
        asked.add("CTML078", key=turned[0])


def _positive(asked: Asked) -> Criterion:
    _rename(asked)
    for key, value in asked.keys.items():
        if isinstance(value, list | Mapping) or (value is None and key != "display_name"):
            asked.add("CTML058", key=key)
            return asked.open_
    if not asked.keys.keys() - {"display_name"}:
        asked.add("CTML089")
        return asked.open_
    if "match_all" in asked.keys:
        asked.add("CTML094")
        return asked.open_
    _categorize(asked)
    if asked.category == "unknown":
        return asked.open_
    for key in asked.keys.keys() - KNOWN - SIGNATURES - REPAIR:
        asked.add("CTML042", key=key)
        asked.left.append(key)
    if asked.category == "signature" or asked.keys.keys() & (SIGNATURES | REPAIR):
        return repair.read(asked, SIGNATURES & asked.keys.keys(), REPAIR & asked.keys.keys())
    return alterations.read(asked)


def _rename(asked: Asked) -> None:
    """Keys of the CTIMS form by what they mean."""
    if "true_transcript_exon" in asked.keys:
        asked.add("CTML091", key="true_transcript_exon")
        asked.keys.setdefault("exon", asked.keys.pop("true_transcript_exon"))
    for key in sorted(SIGNATURES & asked.keys.keys()):
        if key.endswith("_status"):
            asked.add("CTML091", key=key)


def _categorize(asked: Asked) -> None:
    said = asked.keys.get("variant_category")
    if said is None:
        if "fusion_partner_hugo_symbol" in asked.keys:
            asked.add("CTML087")
            asked.category = "fusion"
        return
    word = str(said)
    asked.category = _CATEGORIES.get(" ".join(word.split()).lower(), "unknown")
    if asked.category == "wild_type":
        asked.add("CTML091", key="variant_category")
    elif word not in _SPELLED:
        asked.add("CTML065", value=word)
    if "fusion_partner_hugo_symbol" in asked.keys and asked.category not in {"fusion", "unknown"}:
        asked.add("CTML087")
        asked.category = "fusion"
