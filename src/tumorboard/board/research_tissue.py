"""Whether the normal tissue is what tumor-against-normal methods ask for: matched, of the organ of the tumor or of the biopsy.

Blood, saliva and cheek cells are the normal of DNA; of RNA they are another tissue, and a fold change of a solid tumor over them
is of tissues and not of the tumor.  What is not recorded, or written in words that no tissue is known by, is told and not guessed.

Source: Lazar 2015, Oncotarget 6:14139 (analogous normal tissue); Rodon 2019, Nat Med 25:751 (matched normal-tissue biopsy).
"""

from __future__ import annotations

from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.specimen import Specimen
from tumorboard.reasons import Reason

WITHHELD = frozenset({"research.normal_blood", "research.normal_other_tissue"})
BLOOD = (
    "blood", "pbmc", "buffy", "leukocyte", "leucocyte", "lymphocyte", "white cell", "saliva", "buccal", "cheek", "血", "唾液", "口腔拭子",
)  # fmt: skip
# words of a site that OncoTree's tissue does not hold itself
WORDS = {
    "colon": "Bowel", "rectum": "Bowel", "rectal": "Bowel", "sigmoid": "Bowel", "cecum": "Bowel", "appendix": "Bowel",
    "intestin": "Bowel", "colorect": "Bowel", "gastric": "Esophagus/Stomach", "oesophagus": "Esophagus/Stomach",
    "hepatic": "Liver", "bronch": "Lung", "pulmon": "Lung", "renal": "Kidney", "mammar": "Breast", "pancrea": "Pancreas",
    "endometri": "Uterus", "prostat": "Prostate", "urothel": "Bladder/Urinary Tract", "oral": "Head and Neck",
    "tongue": "Head and Neck", "larynx": "Head and Neck", "pharyn": "Head and Neck",
}  # fmt: skip
SHARED = frozenset({"Other", "Soft Tissue", ""})  # of a tumor anywhere: no organ to compare with


def normal_tissue(case: Case, context: Context) -> Reason | None:
    """What to doubt in the normal tissue; a code of `WITHHELD` where nothing may be compared with it; None: it fits."""
    specimens = case.index.specimens
    normal, tumor = specimens.get(case.normal_expression_specimen), specimens.get(case.expression_specimen)
    site, biopsied = _site(normal), _site(tumor)
    entry = context.vocab.diseases.entries.get(case.diagnosis.disease.code) if case.diagnosis.disease else None
    if not site:
        return Reason.of("research.normal_site_unknown")
    if any(word in site for word in BLOOD) and "vessel" not in site:
        return None if entry is not None and entry.solid is False else Reason.of("research.normal_blood", site=site)
    known = {e.tissue for e in context.vocab.diseases.entries.values()} - SHARED
    own, of_biopsy = _tissue(site, known), _tissue(biopsied, known)
    organ = entry.tissue if entry is not None else ""
    if own and own == organ:
        return None
    if site == biopsied or (own and own == of_biopsy):
        return Reason.of("research.normal_of_biopsy", site=site) if organ not in SHARED else None
    if not own or organ in SHARED:
        return Reason.of("research.normal_unsure", site=site)
    return Reason.of("research.normal_other_tissue", site=site)


def _site(specimen: Specimen | None) -> str:
    return specimen.site.strip().casefold() if specimen is not None else ""


def _tissue(site: str, known: set[str]) -> str:
    """OncoTree's tissue of the words; empty when none or several are meant."""
    found = {t for t in known if any(part.casefold() in site for part in t.split("/"))}
    found |= {tissue for word, tissue in WORDS.items() if word in site}
    return found.pop() if len(found) == 1 else ""
