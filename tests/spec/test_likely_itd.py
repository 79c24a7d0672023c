"""Duplications within FLT3 that reach over the end of exon 14: neither an ITD nor none, until the laboratory confirms it.

Source: Nakao et al. 1996, Leukemia 10:1911 (the duplications lie in the juxtamembrane domain, exon 14).  Exon 14 of NM_004119 is
13:28608219-28608351 of GRCh37 and 13:28034082-28034214 of GRCh38; the gene lies on the reverse strand.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.evidence_support import approved, case, context, look, names, read, statement

from tumorboard.criteria.alterations import kind, label
from tumorboard.interpret.pipeline import interpret
from tumorboard.model.alteration import GenomicPosition, Variant
from tumorboard.model.case import Case
from tumorboard.model.knowledge import Knowledge

DONOR = ("splice_donor_variant",)
ITD = 'VariantClassIn("FLT3", ["FLT3:itd"]) or ExonMutated("FLT3", [14, 15], types="insertion")'


def inserted(
    length: int,
    start: int = 28_608_217,
    *,
    assembly: str = "GRCh37",
    gene: str = "FLT3",
    terms: tuple[str, ...] = DONOR,
    removed: str = "",
) -> Variant:
    place = GenomicPosition(assembly, "13", start, start + len(removed), removed, removed + "ACG" * 40)
    place = replace(place, alt=place.alt[: length + len(removed)])
    return Variant(id="v1", gene=gene, position=place, consequences=terms)


def patient(variant: Variant) -> Case:
    return interpret(replace(case("AMLNOS"), variants=(variant,), findings=None), Knowledge(), context())


TABLE = [
    # what was inserted, its kind, whether it is an ITD
    (inserted(102), "other", "UNKNOWN"),  # 34 codons, at the donor site of exon 14 (TCGA LAML has one)
    (inserted(102, 28_034_080, assembly="GRCh38"), "other", "UNKNOWN"),
    (inserted(102, removed="C"), "other", "UNKNOWN"),  # written with the base before it, as in a VCF
    (inserted(101), "splice", "NOT_MET"),  # not whole codons: the frame is lost with the site
    (inserted(102, 28_600_000), "splice", "NOT_MET"),  # another place of the gene
    (inserted(102, gene="TP53"), "splice", ""),  # no gene of such duplications
    (inserted(21, 28_608_250, terms=("inframe_insertion",)), "insertion", ""),
]


@pytest.mark.parametrize(("variant", "shape", "itd"), TABLE)
def test_a_duplication_over_the_end_of_the_exon(variant: Variant, shape: str, itd: str) -> None:
    assert kind(variant) == shape
    if itd:
        found = read('ExonMutated("FLT3", [14, 15], types="insertion")').check(patient(variant), context())
        assert found.verdict.name == itd or (itd == "NOT_MET" and found.verdict.name == "UNKNOWN" and not found.used)


def test_it_is_named_and_its_drugs_wait_for_the_confirmation() -> None:
    found = read(ITD).check(patient(inserted(102)), context())
    assert found.verdict.name == "UNKNOWN"
    assert "exact_change:FLT3" in found.missing
    assert not [m for m in found.missing if m.startswith("functional_class")]
    assert label(inserted(102)) == "FLT3 likely ITD"
    drug = statement(
        "T.1", "gilteritinib", ITD, disease='DiagnosisIn(["AML"])', genes=("FLT3",), approvals=approved("FDA")
    )
    options = look(patient(inserted(102)), drug)
    assert names(options.options) == ["gilteritinib"]
    assert "exact_change:FLT3" in {s.missing for s in options.next_steps}
