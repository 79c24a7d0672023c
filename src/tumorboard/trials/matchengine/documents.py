"""MatchEngine V2's result document: one for each reason of a match.

Left out: the ids of the document store (``clinical_id``, ``genomic_id``, ``_me_id``), which depend on the store.  The
hashes are over the same content, but are not the engine's.

Source: docs/formats/ctml.md, "The result document".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha1

from tumorboard.trials.matchengine.alteration_text import told
from tumorboard.trials.matchengine.parts import Part, summary_status
from tumorboard.trials.matchengine.paths import Path
from tumorboard.trials.matchengine.ranking import sort_order
from tumorboard.trials.matchengine.reasons import Why
from tumorboard.trials.matchengine.samples import Sample

CLINICAL = (
    "SAMPLE_ID", "MRN", "GENDER", "VITAL_STATUS", "ONCOTREE_PRIMARY_DIAGNOSIS_NAME", "REPORT_DATE",
    "TUMOR_MUTATIONAL_BURDEN_PER_MEGABASE",
)  # fmt: skip
GENOMIC = (
    "TRUE_HUGO_SYMBOL", "TRUE_PROTEIN_CHANGE", "TRUE_CDNA_CHANGE", "TRUE_VARIANT_CLASSIFICATION", "VARIANT_CATEGORY",
    "TRUE_TRANSCRIPT_EXON", "CNV_CALL", "WILDTYPE", "TIER", "ALLELE_FRACTION", "STRUCTURAL_VARIANT_COMMENT",
    "STRUCTURAL_VARIANT_TYPE", "LEFT_PARTNER_GENE", "RIGHT_PARTNER_GENE", "MMR_STATUS", "APOBEC_STATUS", "POLE_STATUS",
    "TABACCO_STATUS", "TEMOZOLOMIDE_STATUS", "UVA_STATUS", "ACTIONABILITY", "CHROMOSOME", "POSITION",
    "REFERENCE_ALLELE",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """One result: which trial, which sample, where in the trial's document, and the document of V2."""

    protocol_no: str
    sample_id: str
    match_path: str
    document: Mapping[str, object]

    @property
    def place(self) -> tuple[str, str, str]:
        """What decides: trial, sample and match list.  How many documents speak for it does not."""
        return self.protocol_no, self.sample_id, self.match_path


def of_path(trial: Mapping[str, object], part: Part, path: Path) -> dict[str, object]:
    """What every document of one path of a part holds alike."""
    asked = _hash([[n.depth, list(n.leaves)] for n in path])
    place = {"query_hash": asked, "combo_coord": _hash([asked, part.path, trial["protocol_no"]])}
    return {**_of_trial(trial, part), **place}


def document(
    common: Mapping[str, object], sample: Sample, why: Why, *, cancer_type: str, shown: bool
) -> dict[str, object]:
    """The document of one reason; `common` is `of_path`."""
    made: dict[str, object] = {
        **{f.lower(): sample.clinical[f] for f in CLINICAL if f in sample.clinical},
        **({f.lower(): why.record[f] for f in GENOMIC if f in why.record} if why.record is not None else {}),
        **common,
        "reason_type": why.kind,
        "q_depth": why.depth,
        "q_width": why.width,
        "cancer_type_match": cancer_type,
        "show_in_ui": shown,
        **told(why, sample),
    }
    made["sort_order"] = sort_order(made)
    made["hash"] = _hash(made)
    made["is_disabled"] = False
    return made


def _of_trial(trial: Mapping[str, object], part: Part) -> dict[str, object]:
    status = summary_status(trial)
    summary = trial.get("_summary")
    center = summary.get("coordinating_center") if isinstance(summary, Mapping) else None
    return {
        "protocol_no": trial["protocol_no"],
        "nct_id": trial.get("nct_id"),
        "match_level": part.level or None,
        "internal_id": part.internal_id,
        "code": part.code,
        "match_path": part.path,
        "trial_curation_level_status": "open" if part.is_open else "closed",
        "trial_summary_status": "open" if status is None or status.lower() == "open to accrual" else "closed",
        "coordinating_center": center or "unknown",
    }


def _hash(value: object) -> str:
    text = json.dumps(value, sort_keys=True, default=str)
    return sha1(text.encode("utf-8"), usedforsecurity=False).hexdigest()
