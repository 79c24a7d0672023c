"""Names that stand for several genes or markers, and names that boards use for other genes than the symbol table does."""

from __future__ import annotations

FAMILIES = {
    # RAS as labels mean it; source: panitumumab and cetuximab labels (KRAS and NRAS).
    "RAS": ("KRAS", "NRAS"),
    "NTRK": ("NTRK1", "NTRK2", "NTRK3"),
    "TRK": ("NTRK1", "NTRK2", "NTRK3"),
    "FGFR": ("FGFR1", "FGFR2", "FGFR3"),
    "BRCA": ("BRCA1", "BRCA2"),
    "IDH": ("IDH1", "IDH2"),
    "RAF": ("ARAF", "BRAF", "RAF1"),
}
# Neighbors on 9p21 that are lost together and named so; source: Nobori 1994, Nature 368:753.
TOGETHER = {"CDKN2A/B": ("CDKN2A", "CDKN2B")}
# Synovial sarcoma: SYT is SS18 there and SYT1 elsewhere.
# Source: WHO classification of soft tissue and bone tumors, 5th edition 2020.
DOUBTFUL = {"SYT": ("SS18", "SYT1"), "SSX": ("SSX1", "SSX2", "SSX4")}
# Histone H3 without its gene: diffuse midline glioma is defined, and treated, by K27M whichever gene carries it.
# Source: WHO classification of central nervous system tumors, 5th edition 2021; three of four are H3-3A (Mackay 2017,
# Cancer Cell 32:520).
USUAL_GENE = {"H3": "H3-3A"}
NUMBERED_GENE = {"H3.3": "H3-3A", "H3.1": "H3C2"}
RECEPTORS = frozenset({"ER", "PR", "AR", "HER2"})
MMR_PROTEINS = frozenset({"MLH1", "MSH2", "MSH6", "PMS2"})
SHARING = RECEPTORS | MMR_PROTEINS  # markers that are named together before one result
