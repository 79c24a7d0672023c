"""Fusions: two named partners, one gene with its partner not named, and translocations by chromosome.

``::`` states the order, 5' partner first (HGNC), and a hyphen or slash usually means the same, but all are often turned around:
where it would put a gene on the side on which it does not act, the order is kept as unknown.

Source: Bruford et al. 2021, Leukemia 35:3040 (``::``); WHO classification of haematolymphoid tumors, 5th edition (the
Philadelphia translocation t(9;22)(q34;q11)); WHO classification of soft tissue and bone tumors, 5th edition (EWSR1::NR4A3 and t(9;22)(q22;q12)).
"""

from __future__ import annotations

import re

from tumorboard.criteria.rearrangements import FIVE_PRIME, LOCI, PAIRS, THREE_PRIME
from tumorboard.formats.typed.frame import Frame, Scene, Value, the_gene
from tumorboard.model.alteration import Fusion, Origin
from tumorboard.model.biomarker import Biomarker


def fusion(frame: Frame, scene: Scene) -> list[Value]:
    """The rearrangement of a statement; empty, with an issue, when it cannot be used."""
    pairs = frame.take("pair")
    if any(not _is_fusion(p, frame, scene) for p in pairs):
        scene.error("TYP013")
        return []
    frame.take("event", "fusion", "mutation")
    frame.take("state", "positive")
    if len({p[:2] for p in pairs}) > 1:
        scene.error("TYP013")
        return []
    if pairs:
        five, three, mark = pairs[0]
        return [_made(frame, scene, five, three, _ordered(five, three, mark, scene))]
    named = [s for s in frame.subjects() if s.genes]
    if len(frame.subjects()) == len(named) == 2 and all(len(s.genes) == 1 for s in named):  # EML4 ALK fusion
        frame.take("subject")
        five, three = named[0].genes[0], named[1].genes[0]
        return [_made(frame, scene, five, three, _ordered(five, three, " ", scene))]
    gene = the_gene(frame, scene)
    if not gene:
        return []
    scene.info("TYP019")
    sides = {r.value for r in scene.vocab.functional.rows(gene, "fusion")}
    first = gene in FIVE_PRIME or sides == {"five_prime"}
    return [_made(frame, scene, gene if first else "", "" if first else gene, False)]


# Labels call tumors with a rearrangement of these genes positive; a RET-positive tumor may have a mutation.
# Source: labels of crizotinib, alectinib and entrectinib ("ALK-positive", "ROS1-positive").
SAID_POSITIVE = frozenset({"ALK", "ROS1"})


def positive(frame: Frame, scene: Scene) -> list[Value]:
    """The rearrangement that *positive* means for a few genes, with a warning; for all others it says nothing."""
    genes = {s.genes for s in frame.subjects() if s.genes}
    if not genes:
        return []
    gene = next(iter(genes))[0]
    if genes != {(gene,)} or gene not in SAID_POSITIVE:
        scene.error("TYP016")
        return []
    scene.warning("TYP042", gene=gene)
    return fusion(frame, scene)


def _is_fusion(pair: tuple[str, str, str], frame: Frame, scene: Scene) -> bool:
    """Whether two joined genes are one fusion and not two genes before one result (``NRAS/KRAS mutated``)."""
    five, three, mark = pair
    if mark in {"::", "--"} or frame.has("event", "fusion") or (mark == "-" and not frame.has("event", "mutation")):
        return True
    if three in PAIRS.get(five, ()) or five in PAIRS.get(three, ()) or LOCI & {five, three}:
        return True
    acting = [g for g in (five, three) if g in THREE_PRIME | FIVE_PRIME]
    other = [g for g in (five, three) if g not in acting]
    roles = [getattr(scene.vocab.genes.entries.get(g), "role", "") for g in other]
    return len(acting) == 1 and roles == [""]


def _ordered(five: str, three: str, mark: str, scene: Scene) -> bool:
    if mark == "--":  # a caller's own sign
        return True
    turned = is_turned(five, three)
    if turned:
        scene.warning("TYP018")
    return not turned


def is_turned(five: str, three: str) -> bool:
    """Whether a gene would stand on the side on which it does not act."""
    return (five in THREE_PRIME and three not in THREE_PRIME) or (three in FIVE_PRIME and five not in FIVE_PRIME)


def _made(frame: Frame, scene: Scene, five: str, three: str, ordered: bool) -> Fusion:
    methods = frame.take("method", "rna", "dna", "ngs")
    told = frame.one("frame")
    origin = frame.one("origin")
    return Fusion(
        five_prime=five,
        three_prime=three,
        ordered=ordered,
        in_frame={"in": True, "out": False}.get(told or ""),
        breakpoints=tuple(frame.take("junction")),
        evidence="rna" if "rna" in methods else "dna" if "dna" in methods else "",
        origin=Origin(origin) if origin else Origin.UNKNOWN,
        source=scene.place,
    )


PHILADELPHIA = "T922"


def philadelphia(frame: Frame, scene: Scene) -> list[Value]:
    """The Philadelphia chromosome, said to be there or not (``Ph+``)."""
    frame.take("statement")
    said = frame.one("state", "positive", "negative")
    if said is None:
        scene.error("TYP002", word=0, forms=("Ph+", "BCR::ABL1"))
        return []
    how = str(frame.one("method", "karyotype", "pcr") or "")
    return [Biomarker(marker=PHILADELPHIA, method=how, state=said, source=scene.place)]


# Bands tell which fusion a translocation is; a marker code stands for the translocation itself.
TRANSLOCATIONS: dict[str, dict[tuple[str, str], str | tuple[str, str]]] = {
    "t(9;22)": {("q34", "q11"): PHILADELPHIA, ("q22", "q12"): ("EWSR1", "NR4A3")},
}
# What is meant without bands in a report of a leukemia, lymphoma or sarcoma: the entity of the WHO classification.
USUAL = {
    "t(15;17)": ("PML", "RARA"),
    "t(8;21)": ("RUNX1", "RUNX1T1"),
    "inv(16)": ("CBFB", "MYH11"),
    "t(16;16)": ("CBFB", "MYH11"),
    "t(6;9)": ("DEK", "NUP214"),
    "t(12;21)": ("ETV6", "RUNX1"),
    "t(1;19)": ("TCF3", "PBX1"),
    "t(2;5)": ("NPM1", "ALK"),
}
_BANDS = re.compile(r"(t\(\w+;\w+\))\(([pq]\d+)(?:\.\d+)?;([pq]\d+)(?:\.\d+)?\)$")


def translocation(frame: Frame, scene: Scene) -> list[Value]:
    """The fusion or marker of a translocation with bands that is no name of a marker."""
    text = str(frame.one("cytogenetic") or "")
    found = _BANDS.match(text)
    known = TRANSLOCATIONS.get(found[1], {}).get((found[2], found[3])) if found else None
    usual = USUAL.get(text)
    if known is None and usual is not None:
        scene.warning("TYP050", fusion="::".join(usual))
        known = usual
    if known is None:
        scene.error("TYP002", word=1, forms=("t(11;14)", "del(17p)", "BCR::ABL1"))
        return []
    how = str(frame.one("method", "karyotype", "ish") or "")
    said = frame.one("state", "positive", "negative") or "positive"
    frame.take("event", "fusion")
    if isinstance(known, str):
        return [Biomarker(marker=known, method="fish" if how == "ish" else how, state=said, source=scene.place)]
    if said == "negative":
        scene.error("TYP014")
        return []
    return [_made(frame, scene, *known, True)]
