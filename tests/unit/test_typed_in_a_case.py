"""Typed words as facts of a case: what a negative covers, and what a codon alone decides."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.pack_support import ON
from tests.typed_support import read

from tumorboard import vocab
from tumorboard.app.cases import case_of_files
from tumorboard.app.plugins import registry
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.interpret.pipeline import interpret
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.knowledge import Knowledge


def case(*words: str) -> Case:
    made = case_of_files([], "LUAD", Path("."), vocab.load(), registry(), typed=words, specimen_kind="tissue").value
    assert made is not None
    return interpret(made, Knowledge(), Context(ON, vocab.load()))


# words, question, answer
ANSWERS = [
    ("KRAS wild type", 'WildType(["KRAS"])', "MET"),
    ("KRAS wild type", 'WildType(["NRAS"])', "UNKNOWN"),
    ("KRAS wild type", 'FusionIn(["KRAS"])', "UNKNOWN"),
    ("RAS wild type", 'WildType(["KRAS", "NRAS"])', "MET"),
    ("ALK negative", 'FusionIn(["ALK"])', "NOT_MET"),
    ("EGFR wild type; ALK negative", 'FusionIn(["EGFR"])', "UNKNOWN"),
    ("EGFR wild type; ALK negative", 'WildType(["ALK"])', "UNKNOWN"),
    ("EGFR wild type; ALK negative", 'WildType(["EGFR"])', "MET"),
    ("EGFR T790M negative", 'ProteinChangeIn("EGFR", ["T790M"])', "UNKNOWN"),
    ("MET not amplified", 'GeneAmplified("MET")', "NOT_MET"),
    ("KRAS G12", 'CodonMutated("KRAS", [12], types="any")', "MET"),
    ("KRAS G12", 'CodonMutated("KRAS", [12])', "UNKNOWN"),
    ("KRAS G12", 'CodonMutated("KRAS", [13])', "UNKNOWN"),
    ("KRAS G12", 'ProteinChangeIn("KRAS", ["G12C"])', "UNKNOWN"),
    ("KRAS A12C", 'CodonMutated("KRAS", [12])', "UNKNOWN"),
    ("EGFR L859R", 'ProteinChangeIn("EGFR", ["L858R"])', "UNKNOWN"),
    ("EGFR exon 19 del", 'ExonMutated("EGFR", [19], types="deletion")', "MET"),
    ("PD-L1 1-49%", 'PdL1Between("TPS", min=1)', "UNKNOWN"),
    ("PD-L1 TPS 60% (22C3)", 'PdL1Between("TPS", min=50, clone="22C3")', "MET"),
    ("triple negative", "TripleNegative()", "MET"),
    ("ER+/PR+/HER2-", "TripleNegative()", "NOT_MET"),
    ("HER2 IHC 2+ / ISH-", 'Her2StatusIn(["positive"], guideline="any")', "NOT_MET"),
    ("DPYD *2A/*1", 'PharmacogenotypeIn("DPYD", ["intermediate_metabolizer"])', "MET"),
    ("Ph+", 'CytogeneticsIs("T922")', "MET"),
    ("TERT C228T", 'PromoterMutated("TERT")', "MET"),
    ("TERT C228T", 'PromoterMutated("TERT", changes=["c.-124C>T"])', "MET"),
    ("TERT C250T", 'PromoterMutated("TERT", changes=["c.-124C>T"])', "UNKNOWN"),  # of an assay that nobody described
    ("TERT promoter mutation", 'PromoterMutated("TERT", changes=["c.-124C>T"])', "UNKNOWN"),
    ("H3C2 K27M", 'ProteinChangeIn("H3C2", ["K28M"])', "MET"),
    ("KRAS E31K", 'ExonMutated("KRAS", [2], min_oncogenicity="likely_oncogenic")', "UNKNOWN"),
    ("KRAS G12D", 'ExonMutated("KRAS", [2], min_oncogenicity="likely_oncogenic")', "MET"),
    ("MET c.3028+1G>T", 'ExonSkipping("MET", 14)', "MET"),
    ("BRCA1 germline pathogenic", 'GermlinePathogenic(["BRCA1"])', "MET"),
    ("germline BRCA2 c.5946delT", 'GermlinePathogenic(["BRCA2"])', "MET"),
    (
        "germline BRCA2 c.5850del",
        'GermlinePathogenic(["BRCA2"])',
        "MET",
    ),  # no known allele: the length alone shifts the frame
    ("germline BRCA2 c.5850_5852del", 'GermlinePathogenic(["BRCA2"])', "UNKNOWN"),
    (
        "germline BRCA2 c.9976del",
        'GermlinePathogenic(["BRCA2"])',
        "UNKNOWN",
    ),  # codon 3326, behind the last critical one
    ("germline BRCA2 c.5850del VUS", 'GermlinePathogenic(["BRCA2"])', "UNKNOWN"),
    ("germline BRCA2 frameshift", 'GermlinePathogenic(["BRCA2"])', "UNKNOWN"),  # where it lies is not told
    ("BRCA2 c.5850del", 'GermlinePathogenic(["BRCA2"])', "UNKNOWN"),
    ("BRCA2 c.5850del", 'GeneInactivated(["BRCA2"])', "MET"),
    ("BRCA2 c.9976del", 'GeneInactivated(["BRCA2"])', "UNKNOWN"),
    ("BRCA2 loss", 'GeneInactivated(["BRCA2"])', "UNKNOWN"),
    ("BRCA2 single copy loss; BRCA2 wild type; BRCA2 copy number normal", 'GeneInactivated(["BRCA2"])', "NOT_MET"),
    ("BRCA2 homozygous deletion", 'GeneInactivated(["BRCA2"])', "MET"),
    ("CDKN2A loss", 'GeneDeleted("CDKN2A")', "UNKNOWN"),
    ("EGFR 19del", 'ExonMutated("EGFR", [19], types="deletion")', "MET"),
    ("EGFR G719X", 'CodonMutated("EGFR", [719], types="any")', "MET"),
    ("EGFR G719X", 'ProteinChangeIn("EGFR", ["G719A"])', "UNKNOWN"),
    ("EGFR G719X", 'ProteinChangeIn("EGFR", ["L858R"])', "UNKNOWN"),
    ("EGFR 敏感突变", 'ProteinChangeIn("EGFR", ["L858R"])', "UNKNOWN"),
    ("MET ex14", 'ExonSkipping("MET", 14)', "MET"),
    ("ALK+", 'FusionIn(["ALK"])', "MET"),
    ("FLT3-ITD negative", 'WildType(["FLT3"])', "UNKNOWN"),
    ("HLA-A*02:01", 'ProteinExpressionIs("HLA_A0201", states=["positive"])', "MET"),
    ("HLA-A*11:01/A*24:02", 'ProteinExpressionIs("HLA_A0201", states=["positive"])', "NOT_MET"),
]


@pytest.mark.parametrize("words, question, verdict", ANSWERS, ids=[f"{w} - {q}" for w, q, _ in ANSWERS])
def test_typed_words_answer_a_question(words: str, question: str, verdict: str) -> None:
    answer = parse(question, LEAVES).check(case(words), Context(ON, vocab.load()))
    assert answer.verdict.name == verdict


def test_a_negative_of_two_kinds_is_two_tests() -> None:
    found = case("EGFR wild type; ALK negative")
    assert [(sorted(a.genes or ()), sorted(a.kinds)) for a in found.assays] == [
        (["ALK"], ["fusion"]),
        (["EGFR"], ["variant"]),
    ]


def test_negatives_are_pairs_of_gene_and_kind() -> None:
    profile = read("EGFR wild type; ALK negative").value
    assert profile is not None and profile.negatives == (("EGFR", "variant"), ("ALK", "fusion"))


def test_a_loss_asks_whether_one_or_both_copies_are_gone() -> None:
    answer = parse('GeneDeleted("CDKN2A")', LEAVES).check(case("CDKN2A loss"), Context(ON, vocab.load()))
    assert "copies_lost:CDKN2A" in answer.missing
    single = parse('GeneDeleted("CDKN2A")', LEAVES).check(case("CDKN2A single copy loss"), Context(ON, vocab.load()))
    assert "copies_lost:CDKN2A" not in single.missing


def test_a_presumed_pathogenic_truncation_is_assumed_and_for_review() -> None:
    question = parse('GermlinePathogenic(["BRCA2"])', LEAVES)
    presumed = question.check(case("germline BRCA2 c.5850del"), Context(ON, vocab.load()))
    classified = question.check(case("germline BRCA2 c.5850del pathogenic"), Context(ON, vocab.load()))
    assert (presumed.assumed, presumed.needs_review) == (True, True)
    assert (classified.assumed, classified.needs_review) == (False, False)
