"""Kinds of invented patients: tumor type, findings as a pathologist would write them, what was given before.

How often a kind is drawn is a rough memory of a board's mix of cases (confidence: low) and stands for no population.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of patient.

    Parameters
    ----------
    weight
        How often it is drawn, against the others.
    drivers, markers
        Findings that every patient of the kind has, in words.
    also
        Findings that each stand with their own probability.
    before
        Drugs of the courses that were given before, first line first; how many of them were given is drawn.
    """

    weight: int
    disease: str
    drivers: tuple[str, ...]
    markers: tuple[str, ...] = ()
    also: tuple[tuple[str, float], ...] = ()
    before: tuple[tuple[str, ...], ...] = ()
    sex: str = ""
    ages: tuple[int, int] = (42, 79)


_SMOKER = (("TP53 R273L", 0.5), ("STK11 Q37*", 0.3), ("KEAP1 R320Q", 0.2), ("CDKN2A deep deletion", 0.2))
_NEVER = (("TP53 R175H", 0.45), ("CDKN2A deep deletion", 0.15), ("PIK3CA E545K", 0.08), ("MET amplification", 0.08))
_COLON = (("APC R1450*", 0.75), ("TP53 R175H", 0.6), ("PIK3CA E545K", 0.2), ("SMAD4 R361H", 0.12))
_BREAST = (("TP53 R248Q", 0.25), ("GATA3 P409fs", 0.12), ("CCND1 amplification", 0.15), ("CDH1 Q23*", 0.08))
_PLATINUM = ("carboplatin", "pemetrexed")

PROFILES = (
    Profile(13, "LUAD", ("EGFR L858R",), ("PD-L1 TPS 10% (22C3)", "MSS"), (*_NEVER, ("EGFR C797S", 0.15)), (("osimertinib",), _PLATINUM)),
    Profile(11, "LUAD", ("EGFR exon 19 deletion",), ("PD-L1 TPS 5% (22C3)", "TMB 3.1 mut/Mb"), (*_NEVER, ("EGFR T790M", 0.25)),
            (("gefitinib",), ("osimertinib",))),
    Profile(3, "LUAD", ("EGFR exon 20 insertion",), ("PD-L1 TPS 1% (22C3)",), _NEVER, (_PLATINUM,)),
    Profile(10, "LUAD", ("KRAS G12C",), ("PD-L1 TPS 60% (22C3)", "TMB 11.4 mut/Mb"), _SMOKER, (("pembrolizumab", *_PLATINUM),)),
    Profile(6, "LUAD", ("KRAS G12D",), ("PD-L1 TPS 20% (22C3)",), _SMOKER, (("pembrolizumab", *_PLATINUM),)),
    Profile(5, "LUAD", ("EML4-ALK fusion",), ("PD-L1 TPS 30% (22C3)",), (("TP53 R273H", 0.3),), (("alectinib",),), ages=(31, 66)),
    Profile(3, "LUAD", ("CD74-ROS1 fusion",), ("PD-L1 TPS 0% (22C3)",), (("TP53 R273H", 0.2),), (("crizotinib",),), ages=(31, 66)),
    Profile(3, "LUAD", ("KIF5B-RET fusion",), ("PD-L1 TPS 10% (22C3)",), (("TP53 R273H", 0.3),), (_PLATINUM,), ages=(35, 70)),
    Profile(3, "LUAD", ("MET exon 14 skipping",), ("PD-L1 TPS 70% (22C3)",), (("TP53 R273H", 0.3),), (_PLATINUM,), ages=(62, 84)),
    Profile(3, "LUAD", ("BRAF V600E",), ("PD-L1 TPS 40% (22C3)",), _SMOKER, (_PLATINUM,)),
    Profile(3, "LUAD", ("ERBB2 exon 20 insertion",), ("PD-L1 TPS 5% (22C3)",), _NEVER, (_PLATINUM,)),
    Profile(6, "LUSC", ("TP53 R248W",), ("PD-L1 TPS 50% (22C3)", "TMB 9.2 mut/Mb"), (("PIK3CA E545K", 0.2), ("CDKN2A deep deletion", 0.4),
            ("FGFR1 amplification", 0.2)), (("carboplatin", "paclitaxel"),)),
    Profile(8, "IDC", ("ERBB2 amplification",), ("HER2 IHC 3+", "ER negative", "PR negative"), (*_BREAST, ("PIK3CA H1047R", 0.3)),
            (("pertuzumab", "trastuzumab", "docetaxel"),), sex="female"),
    Profile(11, "IDC", ("PIK3CA H1047R",), ("HER2 IHC 1+", "ER 90%", "PR 40%"), (*_BREAST, ("ESR1 D538G", 0.3)),
            (("letrozole", "palbociclib"), ("fulvestrant",)), sex="female"),
    Profile(6, "ILC", ("CDH1 Q23*",), ("HER2 IHC 0", "ER 95%", "PR 60%"), (("PIK3CA E545K", 0.45), ("ESR1 Y537S", 0.25)),
            (("letrozole", "ribociclib"),), sex="female"),
    Profile(6, "IDC", ("AKT1 E17K",), ("HER2 IHC 1+", "ER 80%", "PR 10%"), _BREAST, (("letrozole", "palbociclib"),), sex="female"),
    Profile(6, "IDC", ("BRCA1 Q1756fs (germline)", "TP53 R248W"), ("HER2 IHC 0", "ER negative", "PR negative", "PD-L1 CPS 15 (22C3)"),
            (("MYC amplification", 0.3),), (("carboplatin", "paclitaxel"),), sex="female", ages=(29, 62)),
    Profile(7, "COAD", ("KRAS G12D",), ("pMMR",), _COLON, (("FOLFOX", "bevacizumab"), ("FOLFIRI",))),
    Profile(6, "COAD", ("BRAF V600E",), ("pMMR",), (("TP53 R175H", 0.5), ("APC R1450*", 0.3)), (("FOLFOX", "bevacizumab"),)),
    Profile(5, "COAD", ("APC R1450*",), ("dMMR", "TMB 41 mut/Mb"), (("BRAF V600E", 0.3), ("PIK3CA E545K", 0.3)), (("FOLFOX",),)),
    Profile(5, "READ", ("NRAS Q61K",), ("pMMR",), _COLON, (("FOLFIRI", "bevacizumab"),)),
    Profile(6, "HGSOC", ("BRCA2 S1982fs (germline)", "TP53 R273H"), ("HRD positive",), (("CCNE1 amplification", 0.1),),
            (("carboplatin", "paclitaxel"),), sex="female"),
    Profile(5, "HGSOC", ("TP53 R175H",), ("HRD negative",), (("CCNE1 amplification", 0.4), ("KRAS G12V", 0.1)),
            (("carboplatin", "paclitaxel"),), sex="female"),
    Profile(6, "SKCM", ("BRAF V600E",), ("PD-L1 TPS 20% (22C3)", "TMB 14.8 mut/Mb"), (("CDKN2A deep deletion", 0.4), ("PTEN R130*", 0.15)),
            (("ipilimumab", "nivolumab"),), ages=(28, 80)),
    Profile(4, "SKCM", ("NRAS Q61R",), ("TMB 17.3 mut/Mb",), (("CDKN2A deep deletion", 0.4),), (("ipilimumab", "nivolumab"),), ages=(28, 80)),
    Profile(8, "PAAD", ("KRAS G12D",), ("MSS",), (("TP53 R273H", 0.7), ("CDKN2A deep deletion", 0.3), ("SMAD4 R361H", 0.3)),
            (("FOLFIRINOX",),)),
    Profile(3, "PAAD", ("KRAS G12V", "BRCA2 S1982fs (germline)"), ("MSS",), (("TP53 R273H", 0.6),), (("FOLFIRINOX",),)),
    Profile(5, "IHCH", ("FGFR2-BICC1 fusion",), ("MSS",), (("BAP1 Q156*", 0.2),), (("cisplatin", "gemcitabine"),), ages=(35, 72)),
    Profile(4, "IHCH", ("IDH1 R132C",), ("MSS",), (("ARID1A Q1334*", 0.2),), (("cisplatin", "gemcitabine"),)),
    Profile(5, "STAD", ("ERBB2 amplification", "TP53 R175H"), ("HER2 IHC 3+", "PD-L1 CPS 8 (22C3)", "pMMR"), (), (("FOLFOX", "trastuzumab"),)),
    Profile(5, "PRAD", ("BRCA2 S1982fs",), ("MSS",), (("TP53 R248Q", 0.35), ("PTEN R130*", 0.25)),
            (("abiraterone",), ("docetaxel",)), sex="male", ages=(56, 84)),
    Profile(5, "BLCA", ("FGFR3 S249C",), ("PD-L1 CPS 12 (22C3)",), (("TP53 R248Q", 0.3), ("PIK3CA E545K", 0.2)),
            (("cisplatin", "gemcitabine"),), ages=(52, 84)),
    Profile(4, "GB", ("EGFR amplification", "PTEN R130*"), ("MGMT methylated",), (("CDKN2A deep deletion", 0.5),), (("temozolomide",),)),
    Profile(4, "UCEC", ("PTEN R130G", "PIK3CA H1047R"), ("dMMR", "TMB 28 mut/Mb"), (("KRAS G12D", 0.2),),
            (("carboplatin", "paclitaxel"),), sex="female"),
    Profile(4, "THPA", ("BRAF V600E",), ("MSS",), (("TP53 R248W", 0.15),), (("lenvatinib",),)),
    Profile(3, "GIST", ("KIT exon 11 deletion",), (), (("KIT V654A", 0.4),), (("imatinib",),)),
)  # fmt: skip

# What the panel of the demonstration looks at.
GENES = (
    "AKT1", "ALK", "APC", "AR", "ARID1A", "ATM", "BAP1", "BRAF", "BRCA1", "BRCA2", "CCND1", "CCNE1", "CDH1", "CDK4",
    "CDKN2A", "CTNNB1", "EGFR", "ERBB2", "ESR1", "FGFR1", "FGFR2", "FGFR3", "GATA3", "IDH1", "IDH2", "KEAP1", "KIT", "KRAS",
    "MAP2K1", "MDM2", "MET", "MYC", "NF1", "NRAS", "NTRK1", "NTRK2", "NTRK3", "PALB2", "PDGFRA", "PIK3CA", "PTEN", "RB1",
    "RET", "ROS1", "SMAD4", "STK11", "TERT", "TP53", "VHL",
)  # fmt: skip
