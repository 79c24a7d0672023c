"""Chromosomes: what a karyotype or FISH says, what an alteration suggests, and which genes act whole."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.pack_support import case, context

from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.model.alteration import CopyNumber, Fusion
from tumorboard.model.verdict import Verdict

QUESTION = 'CytogeneticsIs("DEL17P")'
ANSWERS = [
    (QUESTION, ["DEL17P positive"], "MET"),
    (QUESTION, ["DEL17P negative"], "NOT_MET"),
    (QUESTION, ["DEL11Q positive"], "UNKNOWN"),
    (QUESTION, [], "UNKNOWN"),
    ('CytogeneticsIs("COMPLEX_KARYOTYPE")', ["COMPLEX_KARYOTYPE equivocal"], "UNKNOWN"),
    ('CytogeneticsIs("CODEL_1P19Q", states=["codeleted"])', ["CODEL_1P19Q codeleted"], "MET"),
    ('CytogeneticsIs("CODEL_1P19Q", states=["codeleted"])', ["CODEL_1P19Q intact"], "NOT_MET"),
    ('CytogeneticsIs("T1114")', ["IGH::CCND1"], "UNKNOWN"),
]


@pytest.mark.parametrize(("question", "findings", "verdict"), ANSWERS)
def test_the_newest_result_decides_and_an_alteration_alone_does_not(
    question: str, findings: list[str], verdict: str
) -> None:
    answer = parse(question, LEAVES).check(case("PCM", *findings), context())
    assert answer.verdict.name == verdict


def test_loss_of_the_gene_at_the_probe_suggests_the_deletion_and_names_the_test() -> None:
    lost = replace(case("CLLSLL"), copy_numbers=(CopyNumber(id="n1", gene="TP53", call="loss", specimen="s1"),))
    answer = parse(QUESTION, LEAVES).check(lost, context())
    assert (answer.verdict, answer.used, answer.missing) == (
        Verdict.UNKNOWN, frozenset({"copy_number/n1"}), frozenset({"biomarker.DEL17P"}),
    )  # fmt: skip


def test_a_negative_test_beside_the_alteration_asks_for_review() -> None:
    profile = case("PCM", "T1114 negative", "IGH::CCND1")
    answer = parse('CytogeneticsIs("T1114")', LEAVES).check(profile, context())
    assert (answer.verdict, answer.needs_review) == (Verdict.NOT_MET, True)


# (gene, partners, 5', 3', in frame, verdict): sides and frames of rearrangements
FUSIONS = [
    ("RUNX1T1", ["RUNX1"], "RUNX1", "RUNX1T1", True, "MET"),
    ("RUNX1T1", ["RUNX1"], "RUNX1T1", "RUNX1", True, "UNKNOWN"),
    ("RUNX1T1", ["RUNX1"], "RUNX1", "RUNX1T1", False, "NOT_MET"),
    ("MYC", [], "IGH", "MYC", False, "MET"),
    ("MYC", ["IGH"], "MYC", "IGH", None, "MET"),
    ("MECOM", [], "GATA2", "MECOM", None, "MET"),
    ("PAX5", ["IGH"], "IGH", "PAX5", False, "MET"),
    ("FGFR3", [], "IGH", "FGFR3", True, "NOT_MET"),
    ("DUX4", [], "CIC", "DUX4", False, "NOT_MET"),
    ("DUX4", [], "IGH", "DUX4", False, "MET"),
    ("NUP98", [], "NUP98", "NSD1", True, "MET"),
    ("FLI1", ["EWSR1"], "EWSR1", "FLI1", True, "MET"),
]


@pytest.mark.parametrize(("gene", "partners", "five", "three", "frame", "verdict"), FUSIONS)
def test_a_gene_under_a_foreign_enhancer_acts_whole_and_a_true_fusion_has_sides(
    gene: str, partners: list[str], five: str, three: str, frame: bool | None, verdict: str
) -> None:
    joined = Fusion(id="f1", five_prime=five, three_prime=three, in_frame=frame, specimen="s1")
    profile = replace(case("AML", tested=True), fusions=(joined,))
    names = ", ".join(f'"{p}"' for p in partners)
    answer = parse(f'FusionIn(["{gene}"], partners=[{names}])', LEAVES).check(profile, context())
    assert answer.verdict.name == verdict
