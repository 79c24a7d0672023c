"""How MatchEngine V2 tells a reason: the kind of match and the alteration in words.

Source: docs/formats/ctml.md, "The result document".
"""

from __future__ import annotations

from tumorboard.trials.matchengine import genomic, structural
from tumorboard.trials.matchengine.clinical import TMB, unsigned
from tumorboard.trials.matchengine.reasons import Why
from tumorboard.trials.matchengine.samples import Sample
from tumorboard.trials.matchengine.store import Record

_SIGNATURES = {
    "TEMOZOLOMIDE_STATUS": "Temozolomide",
    "TABACCO_STATUS": "Tobacco",
    "POLE_STATUS": "POLE",
    "APOBEC_STATUS": "APOBEC",
    "UVA_STATUS": "UVA",
}


def told(why: Why, sample: Sample) -> dict[str, object]:
    """`match_type` and `genomic_alteration`, and the category where a clinical reason sets one."""
    if why.kind == "clinical":
        burden = sample.clinical.get(TMB)
        if burden is not None and "tmb_numerical" in why.leaf:
            return {"match_type": "tmb", "genomic_alteration": f"TMB = {burden}", "variant_category": "TMB"}
        return {"match_type": "generic_clinical", "genomic_alteration": ""}
    kind, text = _excluded(why) if why.record is None else _included(why, why.record)
    return {"match_type": kind, "genomic_alteration": text}


def _plain(why: Why, key: str) -> object:
    return unsigned(why.leaf.get(key))[0]


def _structural(why: Why) -> structural.Rearranged | None:
    question = genomic.query(why.leaf)
    return question.rearranged if question is not None else None


def _excluded(why: Why) -> tuple[str, str]:
    gene = str(_plain(why, "hugo_symbol") or "")
    pair = _structural(why)
    protein = _plain(why, "protein_change") or _plain(why, "wildcard_protein_change")
    kind = "variant" if protein or (pair is not None and pair.is_pair) else "gene"
    if pair is not None:
        return kind, f"!{gene} Structural Variation"
    if any(k in why.leaf for k in (*genomic.SIGNATURES, "mmr_status", "ms_status")):
        return kind, "!"
    more = protein or _plain(why, "cnv_call") or _plain(why, "variant_classification")
    return kind, f"!{gene} {more or 'Mutation'}"


def _included(why: Why, record: Record) -> tuple[str, str]:
    pair = _structural(why)
    if pair is not None:
        if why.by_text:
            return "gene", f"{pair.gene} Structural Variation"
        sides = [str(record[f]) for f in (structural.LEFT, structural.RIGHT) if record.get(f)]
        joined = "-".join((*sides, "intergenic", "intergenic")[:2])
        kind = record.get("STRUCTURAL_VARIANT_TYPE") or "Structural Variant"
        return "variant" if pair.is_pair else "gene", f"{joined} {kind}"
    if record.get(genomic.CATEGORY) == "SIGNATURE":
        return _signature(why, record)
    gene = record.get(genomic.GENE)
    if record.get("WILDTYPE") is True:
        return "gene", f"wt {gene}"
    protein = record.get(genomic.PROTEIN)
    asked = "protein_change" in why.leaf or "wildcard_protein_change" in why.leaf
    more = protein or record.get("CNV_CALL") or record.get("TRUE_VARIANT_CLASSIFICATION")
    return "variant" if protein and asked else "gene", f"{gene} {more}" if more else str(gene)


def _signature(why: Why, record: Record) -> tuple[str, str]:
    repair = record.get("MMR_STATUS")
    if repair is not None and not any(k in genomic.SIGNATURES for k in why.leaf):
        return "mmr", "MMR-P/MSS" if str(repair).startswith("Proficient") else "MMR-D/MSI-H"
    for key, field in genomic.SIGNATURES.items():
        if key in why.leaf:
            absent = "" if str(record.get(field)).lower() == "yes" else "No "
            return "signature", f"{absent}{_SIGNATURES[field]} Signature"
    return "signature", "Signature"
