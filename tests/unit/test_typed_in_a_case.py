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
    ("MET c.3028+1G>T", 'ExonSkipping("MET", 14)', "MET"),
    ("BRCA1 germline pathogenic", 'GermlinePathogenic(["BRCA1"])', "MET"),
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
