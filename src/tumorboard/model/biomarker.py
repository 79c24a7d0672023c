"""Measured characteristics that are not genomic events: IHC, ISH, PD-L1, MSI, TMB, HRD, pharmacogenotypes."""

from __future__ import annotations

from dataclasses import dataclass

from tumorboard.issues import Place
from tumorboard.model.dates import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Biomarker:
    """One measurement as the laboratory reported it; what it means is `interpret`'s business.

    Parameters
    ----------
    marker
        Code of the markers table: ER, PR, AR, HER2, PDL1, MSI, MMR, TMB, HRD, CLDN18_2, FOLR1, DPYD, UGT1A1 ...
    method
        ihc, ish, pcr, ngs, rna, genotype, statement or empty.
    state
        What was said in words, normalized: positive, negative, low, ultralow, zero, high, stable, deficient,
        proficient, intermediate, poor_metabolizer ...; empty when only a number was given.
    value, unit
        The number and its unit: percent, score, h_score, ratio, copies, mut_per_mb, count, fraction.
    low, high
        For a range ("1-49 %"): its ends; otherwise None.
    scale
        The scoring method: TPS, CPS, TC, IC, TAP, ihc_score (0, 1, 2, 3 in `value`), GIS, LOH ...
    clone
        Antibody clone or test kit: 22C3, 28-8, SP142, SP263.
    detail
        Further words of the report that decide something: ``faint_le_10_percent``, ``no_staining``, a diplotype.
    """

    id: str = ""
    marker: str
    method: str = ""
    state: str = ""
    value: float | None = None
    unit: str = ""
    low: float | None = None
    high: float | None = None
    comparator: str = ""
    scale: str = ""
    clone: str = ""
    detail: str = ""
    panel_mb: float | None = None
    date: PartialDate | None = None
    specimen: str = ""
    assay: str = ""
    failed: bool = False
    source: Place | None = None
