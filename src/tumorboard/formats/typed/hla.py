"""HLA-A*02:01, which T-cell therapies ask for: present, absent, or not told by what was typed.

A locus has two alleles, so one other allele alone does not say that A*02:01 is absent.

Source: Marsh 2010, Tissue Antigens 75:291 (nomenclature of HLA alleles: first field the group, second field the protein).
"""

from __future__ import annotations

from tumorboard.formats.typed.frame import Frame, Scene, Value
from tumorboard.model.biomarker import Biomarker

ASKED = "0201"
MARKER = "HLA_A0201"


def hla(frame: Frame, scene: Scene) -> list[Value]:
    """Whether A*02:01 is there; empty, with an issue, when the type is too coarse or half of it is not stated."""
    alleles: tuple[str, ...] = frame.one("hla") or ()
    said = frame.one("state", "positive", "negative")
    absent = bool(frame.take("polarity", "absent"))
    frame.take("method")
    fine = bool(alleles) and all(len(a) == len(ASKED) for a in alleles)
    if len(alleles) == 2 and not said and not absent and fine:
        state = "positive" if ASKED in alleles else "negative"
    elif alleles == (ASKED,):
        state = "negative" if absent or said == "negative" else "positive"
    else:
        scene.error("TYP041")
        return []
    return [Biomarker(marker=MARKER, method="genotype", state=state, source=scene.place)]
