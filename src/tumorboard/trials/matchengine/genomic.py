"""The genomic leaves of CTML as MatchEngine V2 reads them: one record that satisfies all keys together, or none.

If any key carries an exclamation mark the whole leaf is turned around: it holds when no record satisfies all of it.

Source: docs/formats/ctml.md, "Genomic keys" and "Structural variants".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tumorboard.trials.matchengine.clinical import unsigned
from tumorboard.trials.matchengine.fault import Stopped
from tumorboard.trials.matchengine.samples import Sample
from tumorboard.trials.matchengine.store import Condition, Equals, Matches, OneOf, Record, exactly
from tumorboard.trials.matchengine.structural import Rearranged

GENE = "TRUE_HUGO_SYMBOL"
PROTEIN = "TRUE_PROTEIN_CHANGE"
CATEGORY = "VARIANT_CATEGORY"
SIGNATURES = {
    "apobec_signature": "APOBEC_STATUS",
    "pole_signature": "POLE_STATUS",
    "tobacco_signature": "TABACCO_STATUS",  # so spelled in V2
    "temozolomide_signature": "TEMOZOLOMIDE_STATUS",
    "uva_signature": "UVA_STATUS",
}
REPAIR = {
    "MMR-Proficient": "Proficient (MMR-P / MSS)",
    "MMR-Deficient": "Deficient (MMR-D / MSI-H)",
    "MSI-H": "Deficient (MMR-D / MSI-H)",
    "MSI-L": "Proficient (MMR-P / MSS)",
    "MSS": "Proficient (MMR-P / MSS)",
}
CALLS = {
    "High Amplification": "High level amplification",
    "Low Amplification": "Gain",
    "Homozygous Deletion": "Homozygous deletion",
    "Heterozygous Deletion": "Heterozygous deletion",
}
FIELDS = {
    "hugo_symbol": GENE,
    "protein_change": PROTEIN,
    "variant_classification": "TRUE_VARIANT_CLASSIFICATION",
    "exon": "TRUE_TRANSCRIPT_EXON",
    "wildtype": "WILDTYPE",
    **SIGNATURES,
}
RESIDUES = "[ACDEFGHIKLMNPQRSTVWY]"
_REPEATING = frozenset("*+{?(")  # in a pattern many of them can take for ever
MOST_REPEATS = 3


@dataclass(frozen=True, slots=True)
class Query:
    """A genomic leaf, ready to be asked of a sample's records.

    `conditions` hold together on one record; `rearranged` stands beside them for a structural leaf.
    """

    conditions: tuple[Condition, ...]
    negated: bool
    rearranged: Rearranged | None = None

    def records(self, sample: Sample) -> list[Record]:
        """The sample's records that satisfy the leaf without its exclamation marks."""
        asked = self.conditions
        if self.rearranged is not None:
            asked = (*asked, *self.rearranged.conditions(sample))
        return [r for r in sample.genomic if all(c.holds(r) for c in asked)]


def query(leaf: Mapping[str, object]) -> Query | None:
    """What the leaf asks; None when V2 looks at none of its keys.

    Raises
    ------
    Stopped
        Where a value stops the engine.
    """
    plain: dict[str, object] = {}
    negated = False
    for written, value in leaf.items():
        key = written.lower()  # V2 looks keys up in capitals, however they are written
        if key != "display_name":
            plain.pop(key, None)  # of two spellings the later stands at its own place
            plain[key], turned = unsigned(value)
            negated = negated or turned
    if not plain:
        return None
    if plain.get("variant_category") == "Structural Variation":
        gene, partner = plain.pop("hugo_symbol", None), plain.pop("fusion_partner_hugo_symbol", None)
        del plain["variant_category"]
        return Query(_conditions(plain), negated, Rearranged(_word(gene), _word(partner)))
    if _of_signature(plain):
        plain.pop("hugo_symbol", None)
    return Query(_conditions(plain), negated)


def _of_signature(plain: Mapping[str, object]) -> bool:
    """Whether a key goes to a field of signatures, by its own name or by that of the field: then no gene is asked."""
    return any(k in SIGNATURES or k in {"mmr_status", "ms_status"} or k.upper() in SIGNATURES.values() for k in plain)


def _conditions(plain: Mapping[str, object]) -> tuple[Condition, ...]:
    """Two keys that go to one field keep only the later one."""
    by_field: dict[str, Condition] = {}
    for key, value in plain.items():
        field, condition = _condition(key, value)
        by_field[field] = condition
    return tuple(by_field[f] for f in sorted(by_field))


def _condition(key: str, value: object) -> tuple[str, Condition]:
    if key == "variant_category":
        return CATEGORY, _category(value)
    if key == "wildcard_protein_change":
        return PROTEIN, Matches(PROTEIN, _codon(value))
    if key in {"mmr_status", "ms_status"}:
        if not isinstance(value, str) or value not in REPAIR:
            raise Stopped("CTML083", key=key)
        return "MMR_STATUS", Equals("MMR_STATUS", REPAIR[value], "str")
    if key == "cnv_call" and isinstance(value, list):
        raise Stopped("CTML058", key=key)
    if key == "cnv_call":
        return "CNV_CALL", exactly("CNV_CALL", CALLS.get(value, value) if isinstance(value, str) else value)
    field = FIELDS.get(key, key.upper())
    return field, exactly(field, value)


def _category(value: object) -> Condition:
    if not isinstance(value, str):
        raise Stopped("CTML058", key="variant_category")
    said = value.lower()
    if said == "any variation":
        return OneOf(CATEGORY, ("CNV", "MUTATION"))
    return Equals(CATEGORY, "CNV" if said == "copy number variation" else value.upper(), "str")


def _codon(value: object) -> str:
    """The pattern of one further residue; the dot is a dot only where the value came without ``p.``."""
    if not isinstance(value, str):
        raise Stopped("CTML058", key="wildcard_protein_change")
    if not value.startswith("p."):
        return f"^{re.escape(f'p.{value}')}{RESIDUES}$"
    if "(" in value or "{" in value or sum(c in _REPEATING for c in value) > MOST_REPEATS:
        raise Stopped("CTML070", value=value)
    return f"^{value}{RESIDUES}$"


def _word(value: object) -> str | None:
    if value is None or isinstance(value, str):
        if value is not None and _REPEATING & set(value):
            raise Stopped("CTML070", value=value)
        return value
    raise Stopped("CTML058", key="hugo_symbol")
