"""What one rearrangement means: the functional partner on its side, in frame, with the partner asked for.

A fusion drives when the functional gene keeps its working part: the kinase of ALK stands 3' of its partner, that of
FGFR2 and FGFR3 stands 5'.  A gene on the other side is the reciprocal product, which drives nothing itself but shows that the gene
is rearranged (or the partners were written in the wrong order): open until the other product is looked for.  Out of frame does
not count; an unknown frame counts and asks for review.  A rearrangement within one gene joins no partner: whether it
drives is not known here.

A gene that is put under the control of another gene's enhancer (an immunoglobulin or T-cell receptor locus, or a gene of
`HIJACKED`) acts whole: neither side nor frame matters.

Source of the sides: Stransky et al. 2014, Nat Commun 5:4846 (kinase fusions); Drilon et al. 2018, Cancer Discov 8:686
(NRG1, whose EGF-like domain stands 3'); WHO classification of hematolymphoid tumors, 5th edition (Khoury et al. 2022,
Leukemia 36:1703; Alaggio et al. 2022, Leukemia 36:1720) and of soft tissue and bone tumors, 5th edition 2020, for `PAIRS`.
"""

from __future__ import annotations

from collections.abc import Mapping

from tumorboard.criteria import fusion_tests
from tumorboard.criteria.alterations import in_specimen
from tumorboard.criteria.coverage import Question, coverage
from tumorboard.criteria.judgment import Judgment, Sighting, both, no, open_, yes
from tumorboard.criteria.measured import when
from tumorboard.model.alteration import Fusion
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.verdict import Verdict

THREE_PRIME = frozenset(
    [
        "ABL1",
        "ABL2",
        "ALK",
        "BRAF",
        "CSF1R",
        "EPOR",
        "ERG",
        "ETV1",
        "ETV4",
        "ETV5",
        "ETV6",
        "FGFR1",
        "FLT3",
        "JAK2",
        "LYN",
        "MET",
        "NRG1",
        "NTRK1",
        "NTRK2",
        "NTRK3",
        "PDGFRA",
        "PDGFRB",
        "RAF1",
        "RARA",
        "RET",
        "ROS1",
        "SYK",
        "TFE3",
    ]
) - {"ETV6"}
# Transcripts that healthy tissue makes too: the polymerase runs on into the next gene, or the caller knows the pair from there.
NATURAL = frozenset({"read_through", "neighbors", "seen_in_normal"})
FIVE_PRIME = frozenset(["FGFR2", "FGFR3", "EGFR", "KMT2A", "NUP98"])
# Driving fusions of genes whose acting side depends on the partner: 5' partner -> 3' partners.
PAIRS: Mapping[str, tuple[str, ...]] = {
    "ASPSCR1": ("TFE3",),
    "BRD4": ("NUTM1",),
    "CBFA2T3": ("GLIS2",),
    "CBFB": ("MYH11",),
    "CIC": ("DUX4",),
    "COL1A1": ("PDGFB",),
    "CRTC1": ("MAML2",),
    "DEK": ("NUP214",),
    "DNAJB1": ("PRKACA",),
    "ETV6": ("RUNX1",),
    "EWSR1": (
        "ATF1",
        "CREB1",
        "DDIT3",
        "ERG",
        "FLI1",
        "NR4A3",
        "WT1",
    ),
    "FUS": (
        "CREB3L2",
        "DDIT3",
        "ERG",
    ),
    "HEY1": ("NCOA2",),
    "JAZF1": ("SUZ12",),
    "KAT6A": ("CREBBP",),
    "KIAA1549": ("BRAF",),
    "MYB": ("NFIB",),
    "NAB2": ("STAT6",),
    "PAX3": ("FOXO1",),
    "PAX7": ("FOXO1",),
    "PML": ("RARA",),
    "RBM15": ("MRTFA",),
    "RUNX1": ("RUNX1T1",),
    "SS18": (
        "SSX1",
        "SSX2",
        "SSX4",
    ),
    "TCF3": (
        "HLF",
        "PBX1",
    ),
    "WWTR1": ("CAMTA1",),
    "YAP1": ("TFE3",),
}
LOCI = frozenset(["IGH", "IGK", "IGL", "TRA", "TRB", "TRD", "TRG"])
HIJACKED = frozenset(
    ["BCL2", "BCL6", "CCND1", "CCND2", "CCND3", "CRLF2", "DUX4", "EPOR", "IRF4", "LMO1", "LMO2", "MAF", "MAFB", "MECOM",
     "MYC", "NSD2", "TAL1", "TLX1", "TLX3"]
)  # fmt: skip


def fact(fusion: Fusion) -> str:
    """The fact id."""
    return f"fusion/{fusion.id}"


def label(fusion: Fusion) -> str:
    """5' partner, two colons, 3' partner; a question mark for a side that is not named."""
    return f"{fusion.five_prime or '?'}::{fusion.three_prime or '?'}"


def sightings(
    case: Case, context: Context, gene: str, partners: tuple[str, ...] = (), specimen: str = "any"
) -> tuple[Sighting, ...]:
    """Every rearrangement with the gene, judged, and what stains and probes say of one."""
    found = tuple(
        Sighting(
            fact(f),
            label(f),
            both(judge(f, gene, partners), in_specimen(case, context, f.specimen, f.assay, specimen)),
            gene,
            "fusion",
            f.assay,
            f.specimen,
        )
        for f in case.index.fusions.get(gene, ())
    )
    named = any(judge(f, gene).verdict is Verdict.MET for f in case.index.fusions.get(gene, ()) if len(f.genes) == 2)
    return (*found, *_tested(case, context, gene, () if named else partners, specimen, named=named and bool(partners)))


def _tested(
    case: Case, context: Context, gene: str, partners: tuple[str, ...], specimen: str, *, named: bool
) -> tuple[Sighting, ...]:
    """Stains and probes of the gene as sightings; where the partner is asked for and known, they add nothing."""
    if named:
        return ()
    told: list[tuple[Biomarker, Judgment]] = []
    for measured, word in fusion_tests.companions(case, context, gene):
        if word == "positive":
            told.append((measured, _unnamed(gene, partners)))
        elif word == "open":
            told.append((measured, open_("why.screening_test", f"assay.fusion:{gene}")))
    for measured in fusion_tests.screened(case, context, gene):
        if not coverage(case, context, Question(gene, "fusion")).covered:
            told.append((measured, open_("why.screening_test", f"assay.fusion:{gene}")))
    return tuple(
        Sighting(
            f"biomarker/{b.id}",
            f"{gene} {b.method.upper() or b.marker}",
            both(judged, in_specimen(case, context, b.specimen, b.assay, specimen)),
            gene,
            "fusion",
            b.assay,
            b.specimen,
            when(case, b),
        )
        for b, judged in told
    )


def _unnamed(gene: str, partners: tuple[str, ...]) -> Judgment:
    if partners:
        return open_("why.partner_unknown", f"fusion_partner:{gene}")
    return yes("why.partner_unknown", review=True)


def judge(fusion: Fusion, gene: str, partners: tuple[str, ...] = ()) -> Judgment:
    """Whether the rearrangement is a driving fusion of `gene`, with one of `partners` when given."""
    if fusion.five_prime == fusion.three_prime:
        return _intragenic(gene)
    if _hijacked(fusion, gene):
        return both(_partner(fusion, gene, partners), _certain(fusion))
    return both(_side(fusion, gene), _partner(fusion, gene, partners), _frame(fusion))


def _intragenic(gene: str) -> Judgment:
    if gene in THREE_PRIME or gene in FIVE_PRIME:
        return open_("why.intragenic", f"functional_class:{gene}")
    return yes("why.intragenic", review=True)


def _hijacked(fusion: Fusion, gene: str) -> bool:
    """Whether the whole gene was put under another's control; kinases with a tabled side and CIC::DUX4 fuse truly."""
    if gene in HIJACKED:
        return "CIC" not in fusion.genes
    return bool(LOCI & set(fusion.genes)) and gene not in LOCI | THREE_PRIME | FIVE_PRIME


def _side(fusion: Fusion, gene: str) -> Judgment:
    if fusion.kinase_retained is False:
        return no("why.kinase_lost")
    if gene in THREE_PRIME:
        right, wrong = fusion.three_prime == gene, fusion.five_prime == gene
    elif gene in FIVE_PRIME:
        right, wrong = fusion.five_prime == gene, fusion.three_prime == gene
    elif fusion.three_prime in PAIRS.get(fusion.five_prime, ()):
        right, wrong = True, False
    elif fusion.five_prime in PAIRS.get(fusion.three_prime, ()):
        right, wrong = False, True
    else:
        return yes("why.side_not_tabled", review=True)
    if not fusion.ordered:
        return yes("why.order_unknown", review=True)
    if right:
        return yes()
    if wrong and fusion.kinase_retained is True:
        return yes("why.side_unusual", review=True)
    if LOCI & set(fusion.genes):
        return no("why.wrong_side")  # put beside an enhancer, not fused
    return open_("why.wrong_side", f"fusion_order:{gene}")


def _partner(fusion: Fusion, gene: str, partners: tuple[str, ...]) -> Judgment:
    if not partners:
        return yes() if len(fusion.genes) == 2 else yes("why.partner_unknown", review=True)
    other = fusion.three_prime if fusion.five_prime == gene else fusion.five_prime
    if not other:
        return open_("why.partner_unknown", f"fusion_partner:{gene}")
    return yes() if other in partners else no("why.other_partner")


def _frame(fusion: Fusion) -> Judgment:
    if fusion.in_frame is False:
        return no("why.out_of_frame")
    return yes("why.frame_unknown", review=True) if fusion.in_frame is None else _certain(fusion)


def _certain(fusion: Fusion) -> Judgment:
    if fusion.confidence.casefold() == "low":
        return yes("why.low_confidence", review=True)
    if not NATURAL.isdisjoint(fusion.event.split("/")):
        return yes("why.may_be_natural", review=True)
    return yes()
