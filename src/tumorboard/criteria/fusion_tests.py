"""What a stain or a probe says about fusions of a gene: rearranged, not rearranged, or only a reason to look.

Break-apart FISH shows that a gene is rearranged without naming its partner.  The stain of ALK is as good as FISH where the
gene is silent in the healthy tissue and nothing but a fusion turns it on (non-small cell lung cancer, anaplastic large cell
lymphoma); in other tumors, and by a clone that is not validated for it, the protein may be there without a fusion.  The
stains of ROS1 and pan-TRK screen: a positive one leaves the question open until RNA, FISH or a DNA panel with introns
confirms it, and a negative one is no answer here.

Source: Lindeman et al. 2018, Arch Pathol Lab Med 142:321 (CAP/IASLC/AMP: ALK by IHC or FISH; ROS1 IHC must be confirmed);
labels of alectinib and lorlatinib (FISH and VENTANA ALK (D5F3) as companion tests); Marchio et al. 2019, Ann Oncol 30:1417
(ESMO: pan-TRK screens); Alaggio et al. 2022, Leukemia 36:1720 (ALK-positive lymphoma by stain).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tumorboard.criteria.measured import newest_first, span
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case
from tumorboard.model.context import Context

FISH: Mapping[str, str] = {"ALK": "ALK_FISH", "RET": "RET_FISH", "ROS1": "ROS1_FISH"}
STAINS: Mapping[str, str] = {"ALK": "ALK_IHC"}
SCREENS: Mapping[str, str] = {"NTRK1": "PAN_TRK", "NTRK2": "PAN_TRK", "NTRK3": "PAN_TRK", "ROS1": "ROS1_IHC"}
PAIRS = tuple(sorted({*FISH.items(), *STAINS.items()}))  # gene and marker of what may settle its question
GENES = tuple(sorted({*FISH, *STAINS, *SCREENS}))
VALIDATED = frozenset({"", "D5F3", "5A4"})
_EQUAL_TO_FISH = ("NSCLC", "ALCL")


def companions(case: Case, context: Context, gene: str) -> Iterator[tuple[Biomarker, str]]:
    """Every result of a test that settles whether the gene is rearranged, with *positive*, *negative* or *open*."""
    probe, stain = FISH.get(gene), STAINS.get(gene)
    for measured in newest_first(case, context, [probe] if probe else []):
        yield measured, said(measured)
    for measured in newest_first(case, context, [stain] if stain else []):
        word = said(measured)
        settles = measured.clone.upper() in VALIDATED and _equal_to_fish(case, context)
        yield measured, word if settles or not word else "open"


def screened(case: Case, context: Context, gene: str) -> tuple[Biomarker, ...]:
    """Results of a stain that only screens, and that did not turn out negative."""
    marker = SCREENS.get(gene)
    found = newest_first(case, context, [marker] if marker else [])
    return tuple(b for b in found if said(b) in {"positive", "open"})


def said(measured: Biomarker) -> str:
    """positive, negative, open (it may be either), or empty when nothing was said."""
    if measured.state in {"positive", "negative"}:
        return measured.state
    number = span(measured)
    if measured.scale == "ihc_score" and number is not None:
        # D5F3 is read as yes or no; other clones call 3+ positive, 0 negative, and have the rest confirmed.
        return "positive" if number.low >= 3 else "negative" if number.high <= 0 else "open"
    return "open" if measured.state or number is not None else ""


def _equal_to_fish(case: Case, context: Context) -> bool:
    disease = case.diagnosis.disease
    return disease is not None and any(context.vocab.diseases.is_a(disease.code, a) for a in _EQUAL_TO_FISH)
