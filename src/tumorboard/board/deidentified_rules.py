"""What may leave of each field of the facts: one rule a field; `drop` and a field that is not here stay.

keep: numbers, yes and no, closed values, days (which are moved), records inside.  A text leaves by the rule of its kind only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from tumorboard.vocab import Vocabulary
from tumorboard.vocab.analytes import relative

_PLACE = {"file": "file", "record": "keep", "line": "keep", "field": "drop"}
RULES: Mapping[str, Mapping[str, str]] = {
    "Case": {
        "id": "drop", "patient": "drop", "diagnosis": "keep", "performance": "keep", "specimens": "keep", "assays": "keep",
        "variants": "keep", "copy_numbers": "keep", "fusions": "keep", "splice_events": "keep", "biomarkers": "keep",
        "courses": "keep", "labs": "keep", "lesions": "keep", "conditions": "keep", "medications": "therapy", "reproduction": "keep",
        "statements": "word", "germline_consent": "keep", "completeness": "word", "assembly": "bases", "uninterpretable": "keep",
        "not_interpretable_count": "keep", "expression": "drop", "expression_unit": "drop", "expression_specimen": "drop", "normal_expression": "drop",
        "normal_expression_unit": "drop", "normal_expression_specimen": "drop", "research": "drop", "sources": "drop", "findings": "drop",
    },
    "Diagnosis": {
        "disease": "keep", "histology": "word", "setting": "word", "extent": "word", "states": "word", "not_states": "word",
        "stage": "stage", "stage_system": "word", "resectable": "keep", "diagnosed": "keep",
    },
    "Disease": {"code": "tumor", "name": "drop", "system": "system", "release": "drop", "recorded": "drop"},
    "PerformanceStatus": {"id": "fact", "scale": "scale", "value": "keep", "date": "keep"},
    "Specimen": {
        "id": "specimen", "kind": "keep", "site": "word", "collected": "keep", "purity": "keep", "ploidy": "keep", "tumor_fraction": "keep",
    },
    "Assay": {
        "id": "assay", "specimen": "specimen", "name": "drop", "method": "drop", "declared": "keep", "status": "keep", "date": "keep",
        "genes": "gene", "kinds": "word", "fusion_genes": "gene", "regions": "region", "exons": "gene", "failed_genes": "gene",
        "doubted_genes": "gene", "min_vaf": "keep", "min_purity": "keep", "tumor_fraction_adequate": "keep",
        "white_cell_control": "keep", "matched_normal": "keep", "panel_mb": "keep", "annotated": "keep",
        "stated_negative": "gene_or_word", "annotation_tool": "drop", "assembly": "bases", "files": "drop",
    },
    "Variant": {
        "id": "variant", "gene": "gene", "position": "keep", "transcript": "transcript", "hgvs_c": "hgvs", "protein": "keep",
        "hgvs_p": "hgvs", "consequences": "word", "exon": "keep", "category": "word", "vaf": "keep", "depth": "keep",
        "alt_reads": "keep", "depth_rule": "rule", "filter": "word", "origin": "keep", "zygosity": "word", "population_af": "keep",
        "clinvar": "clinvar", "known_allele": "allele", "annotation": "drop", "specimen": "specimen", "assay": "assay", "source": "drop",
    },
    "ProteinChange": {"kind": "word", "ref": "bases", "start": "keep", "end_ref": "bases", "end": "keep", "alt": "bases"},
    "GenomicPosition": {
        "assembly": "bases", "chrom": "bases", "start": "keep", "end": "keep", "ref": "bases", "alt": "bases",
    },
    "CopyNumber": {
        "id": "copies", "gene": "gene", "copies": "keep", "minor_copies": "keep", "log2_ratio": "keep", "call": "word",
        "call_rule": "rule", "specimen": "specimen", "assay": "assay", "source": "drop",
    },
    "Fusion": {
        "id": "fusion", "five_prime": "gene", "three_prime": "gene", "ordered": "keep", "in_frame": "keep", "kinase_retained": "keep",
        "breakpoints": "place", "reads": "keep", "confidence": "word", "event": "word", "evidence": "word", "origin": "keep",
        "specimen": "specimen", "assay": "assay", "source": "drop",
    },
    "SpliceEvent": {
        "id": "splice", "gene": "gene", "first_exon": "keep", "last_exon": "keep", "reads": "keep", "specimen": "specimen",
        "assay": "assay", "source": "drop",
    },
    "Biomarker": {
        "id": "finding", "marker": "marker", "method": "word", "state": "word", "value": "keep", "unit": "word", "low": "keep",
        "high": "keep", "comparator": "comparator", "scale": "word", "clone": "word", "detail": "word", "panel_mb": "keep",
        "date": "keep", "specimen": "specimen", "assay": "assay", "failed": "keep", "source": "drop",
    },
    "TreatmentCourse": {
        "id": "course", "agents": "therapy", "unnamed": "drop", "modality": "word", "line": "keep", "setting": "word", "intent": "word",
        "start": "keep", "stop": "keep", "ongoing": "keep", "best_response": "word", "stop_reason": "word", "trial": "drop",
    },
    "LabValue": {
        "id": "lab", "analyte": "analyte", "value": "keep", "comparator": "comparator", "unit": "unit", "lower_limit": "keep",
        "upper_limit": "keep", "date": "keep",
    },
    "Lesion": {
        "id": "lesion", "site": "word", "present": "keep", "suspected": "keep", "size_mm": "keep", "short_axis_mm": "keep",
        "method": "word", "slice_mm": "keep", "soft_tissue": "keep", "irradiated": "keep", "progressed": "keep", "treated": "keep",
        "treated_on": "keep", "stable_on": "keep", "symptomatic": "keep", "steroids": "keep", "date": "keep",
    },
    "Condition": {
        "id": "condition", "name": "word", "code": "code", "system": "word", "active": "keep", "grade": "keep", "date": "keep",
    },
    "Reproduction": {
        "pregnancy_test": "word", "tested_on": "keep", "breast_feeding": "keep", "postmenopausal": "keep", "sterilized": "keep",
    },
    "Place": _PLACE,
}  # fmt: skip
# Names that are numbered anew: the first specimen is ``specimen1`` wherever it is named.
FAMILIES = frozenset(
    ["assay", "condition", "copies", "course", "fact", "file", "finding", "fusion", "lab", "lesion", "specimen", "splice", "variant"]
)  # fmt: skip
# The field without which a record says nothing; such a record stays as a whole.
REQUIRED: Mapping[str, str] = {
    "Disease": "code", "CopyNumber": "gene", "SpliceEvent": "gene", "Biomarker": "marker", "LabValue": "analyte", "Condition": "name",
}  # fmt: skip

# --- which texts a kind lets through --------------------------------------------------------------------------------
_HGVS = re.compile(
    r"(?:(?:[NX][MPRC]_|ENS[TP]|LRG_)[0-9.]+(?:\([A-Z0-9-]+\))?:)?[cpgnmr]\.[A-Za-z0-9_*+>?=()\[\];-]{1,80}$"
)
_TRANSCRIPT = re.compile(r"(?:[NX][MR]_|ENST|LRG_)[0-9]+(?:\.[0-9]+)?(?:t[0-9]+)?$")
_BASES = re.compile(
    r"(?:chr)?(?:[0-9]{1,2}|X|Y|MT?)$|[ACGTNacgtn]{1,500}$|GRCh3[78]$|[ACDEFGHIKLMNPQRSTVWYX*]{1,60}$|-$"
)
_STAGE = re.compile(r"(?:0|I{1,3}|IV)[ABCD]?[123]?$|[cpy]{0,2}T(?:[0-4X]|is)[a-d]?N[0-3X][a-c]?M[01X][a-c]?$")
_PLACE_FORM = re.compile(r"(?:chr)?(?:[0-9]{1,2}|X|Y|MT?):[0-9]{1,10}(?:[:/][+.-]{1,3})?$")
_REGION = re.compile(r"(?:promoter|utr|intron):[A-Z0-9-]{2,15}$")
_CODE = re.compile(r"[A-Z][0-9]{2}(?:\.[0-9A-Z]{1,4})?$|[0-9]{6,12}$")

# Closed values of the facts that no catalog has a word for.
CLOSED = frozenset(
    [
        "substitution",
        "deletion",
        "duplication",
        "insertion",
        "delins",
        "frameshift",
        "nonsense",
        "start_lost",
        "stop_lost",
        "extension",
        "synonymous",
        "unknown",
        "indel",
        "promoter",
        "skipping",
        "any",
        "PASS",
        "ad",
        "dp4",
        "amplification",
        "gain",
        "neutral",
        "loss",
        "deep_loss",
        "homozygous",
        "heterozygous",
        "hemizygous",
        "TPS",
        "CPS",
        "TC",
        "IC",
        "TAP",
        "ihc_score",
        "h_score",
        "GIS",
        "LOH",
        "MSIsensor",
        "percent",
        "score",
        "ratio",
        "copies",
        "mut_per_mb",
        "count",
        "fraction",
        "22C3",
        "28-8",
        "SP142",
        "SP263",
        "73-10",
        "SP44",
        "D5F3",
        "4B5",
        "HercepTest",
        "43-14A",
        "VENTANA",
        "ihc",
        "ish",
        "fish",
        "pcr",
        "ngs",
        "rna",
        "genotype",
        "statement",
        "CR",
        "PR",
        "SD",
        "PD",
        "MR",
        "NE",
        "pCR",
        "AJCC",
        "AJCC7",
        "AJCC8",
        "FIGO",
        "UICC",
        "ISS",
        "R-ISS",
        "Binet",
        "Rai",
        "AnnArbor",
        "Lugano",
        "PASS",
        "dna",
        "ICD-10",
        "SNOMED",
        "MedDRA",
        "systemic",
        "radiotherapy",
        "surgery",
        "cell_therapy",
        "transplant",
        "locoregional",
        "curative",
        "palliative",
        "progression",
        "toxicity",
        "completed",
        "other",
        "high",
        "medium",
        "low",
        "translocation",
        "inversion",
    ]
)
CLINVAR = frozenset(
    [
        "pathogenic",
        "likely_pathogenic",
        "benign",
        "likely_benign",
        "uncertain_significance",
        "drug_response",
        "conflicting_interpretations_of_pathogenicity",
        "conflicting_classifications_of_pathogenicity",
        "pathogenic/likely_pathogenic",
        "benign/likely_benign",
        "not_provided",
        "other",
        "risk_factor",
        "association",
        "affects",
        "protective",
        "confers_sensitivity",
        "likely_risk_allele",
        "oncogenic",
        "likely_oncogenic",
    ]
)
_RULE = re.compile(r"[a-z]+(?:_[a-z0-9]+)+$")  # how a program came to a number: part_of_gene
Test = Callable[[str, Vocabulary, frozenset[str]], bool]


def _allele(text: str, vocab: Vocabulary, words: frozenset[str]) -> bool:
    gene, _, change = text.partition(":")
    return gene in vocab.genes.entries and _HGVS.match(change) is not None


ALLOWED: Mapping[str, Test] = {
    "gene": lambda text, vocab, words: text in vocab.genes.entries,
    "gene_or_word": lambda text, vocab, words: text in vocab.genes.entries or text in words,
    "therapy": lambda text, vocab, words: text in vocab.therapies.entries,
    "marker": lambda text, vocab, words: text in vocab.markers.entries,
    "analyte": lambda text, vocab, words: text in vocab.analytes.entries,
    "tumor": lambda text, vocab, words: text in vocab.diseases.entries,
    "word": lambda text, vocab, words: text in words or text in CLOSED,
    "rule": lambda text, vocab, words: text in CLOSED or _RULE.match(text) is not None,
    "clinvar": lambda text, vocab, words: {t.strip().casefold() for t in re.split(r"[&|,;]", text)} <= CLINVAR,
    "system": lambda text, vocab, words: text == "ONCOTREE",
    "scale": lambda text, vocab, words: text in {"ecog", "karnofsky", "lansky"},
    "unit": lambda text, vocab, words: (
        text in words or bool(relative(text)) or any(text.lower() in key[1:] for key in vocab.units.factors)
    ),
    "comparator": lambda text, vocab, words: text in {"<", "<=", ">", ">=", "=", "~"},
    "hgvs": lambda text, vocab, words: _HGVS.match(text) is not None,
    "transcript": lambda text, vocab, words: _TRANSCRIPT.match(text) is not None,
    "bases": lambda text, vocab, words: _BASES.match(text) is not None,
    "stage": lambda text, vocab, words: _STAGE.match(text) is not None,
    "place": lambda text, vocab, words: _PLACE_FORM.match(text) is not None,
    "region": lambda text, vocab, words: _REGION.match(text) is not None,
    "code": lambda text, vocab, words: _CODE.match(text) is not None,
    "allele": _allele,
}
