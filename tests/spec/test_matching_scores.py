"""Matching scores: acceptance tests 4 (numbers of WINTHER) and 5 (the I-PREDICT ledger) of the reference, section 4.1."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.spec.test_research_methods import of_folder

from tumorboard.board.ipredict import Found, ledger
from tumorboard.board.ipredict_items import bars
from tumorboard.board.winther import rna_score, workflow
from tumorboard.model.research import Ledger, RankedDrug
from tumorboard.vocab import Therapies, table
from tumorboard.vocab.research import load

THERAPIES = Therapies.load()
DOWNSTREAM = load().downstream

FOUR = (
    Found(item="KRAS G12D", kind="mutation", gene="KRAS"),
    Found(item="TP53 R175H", kind="mutation", gene="TP53"),
    Found(item="CDKN2A", kind="deletion", gene="CDKN2A"),
    Found(item="PIK3CA H1047R", kind="mutation", gene="PIK3CA"),
)


def hits(agent: str, one: Found) -> bool:
    entry = THERAPIES.entries[agent]
    if one.kind == "pdl1":
        return bool({"anti_pd1", "anti_pdl1"} & set(entry.classes))
    return one.gene in entry.targets or bool(DOWNSTREAM.get(one.gene, frozenset()) & set(entry.classes))


def scored(*found: Found, given: tuple[str, ...], **more: str) -> Ledger:
    return ledger(
        found, given, hits, checkpoint=lambda a: "immune_checkpoint_inhibitor" in THERAPIES.classes(a), **more
    )


VUS = tuple(Found(item=f"GENE{i} A1V", kind="mutation", gene=f"GENE{i}", characterized=False) for i in range(5))
TMB = Found(item="tmb_high", kind="signature", gene="", origin="signature")
PAIR = ("trametinib", "palbociclib")


# the worked tests of the reference
@pytest.mark.parametrize(
    ("more", "given", "matched", "total", "score"),
    [
        ((), PAIR, 2, 4, 50.0),
        ((), (*PAIR, "alpelisib"), 3, 4, 75.0),
        (VUS, PAIR, 2, 4, 50.0),
        ((Found(item="PIK3CA E545K", kind="mutation", gene="PIK3CA"),), (*PAIR, "alpelisib"), 3, 4, 75.0),
        ((TMB,), ("pembrolizumab",), 0, 4, 100.0),
        ((TMB,), PAIR, 2, 4, 50.0),
        ((), ("imatinib",), 0, 4, 0.0),
    ],
    ids=[
        "two drugs",
        "three drugs",
        "five VUS",
        "two hotspots of a gene",
        "high burden",
        "burden, no inhibitor",
        "none",
    ],
)
def test_the_worked_ledgers(
    more: tuple[Found, ...], given: tuple[str, ...], matched: int, total: int, score: float
) -> None:
    found = scored(*FOUR, *more, given=given)
    assert (found.matched, found.total, found.score) == (matched, total, score)


def test_nothing_to_match_is_no_score() -> None:
    assert scored(given=PAIR).score is None
    assert scored(*VUS, given=PAIR).score is None


def test_classes_of_one_gene_count_each_and_what_is_left_out_says_by_which_rule() -> None:
    found = scored(
        Found(item="MET", kind="amplification", gene="MET"),
        Found(item="MET exon 14", kind="mutation", gene="MET"),
        Found(item="MET exon 14", kind="mutation", gene="MET"),  # in plasma as well
        Found(item="MET D1228N", kind="mutation", gene="MET"),
        *VUS[:1],
        given=("capmatinib",),
    )
    assert (found.matched, found.total) == (2, 2)
    assert [(e.item, e.rule) for e in found.excluded] == [("MET exon 14", 5), ("MET D1228N", 2), ("GENE0 A1V", 1)]


def test_one_drug_may_match_two_and_two_drugs_match_one_once() -> None:
    two = scored(*FOUR[:1], Found(item="BRAF V600E", kind="mutation", gene="BRAF"), given=("trametinib",))
    assert (two.matched, two.total) == (2, 2)
    one = scored(FOUR[0], given=("trametinib", "cobimetinib"))
    assert (one.matched, one.items[0].matched_by) == (1, ("trametinib", "cobimetinib"))


def test_germline_counts_and_pd_l1_counts_when_it_is_high() -> None:
    brca = Found(item="BRCA1 E23fs", kind="mutation", gene="BRCA1", origin="germline")
    high = Found(item="pdl1", kind="pdl1", gene="CD274", origin="protein")
    low = Found(item="pdl1", kind="pdl1", gene="CD274", origin="protein", characterized=False)
    found = scored(brca, high, given=("olaparib",))
    assert [(i.item, i.rule, i.in_numerator) for i in found.items] == [("BRCA1 E23fs", 4, True), ("pdl1", 6, False)]
    assert scored(brca, low, given=("olaparib",)).score == 100.0
    assert scored(brca, high, given=("olaparib", "pembrolizumab")).matched == 2


def test_the_protein_rule_as_recalled_can_only_raise_the_score_and_the_other_is_there() -> None:
    her2 = Found(item="HER2", kind="protein", gene="ERBB2", origin="protein")
    assert scored(*FOUR, her2, given=PAIR).total == 4
    assert scored(*FOUR, her2, given=PAIR, protein_rule="always_in_denominator").total == 5
    assert scored(*FOUR, her2, given=(*PAIR, "trastuzumab")).score == 60.0
    with pytest.raises(ValueError, match="protein_rule"):
        scored(her2, given=PAIR, protein_rule="other")


# --- WINTHER
LOOKED = {"dna_assessed": True, "rna_assessed": True}


def test_the_published_shares_of_winther() -> None:
    """28 of 107 had stable disease of six months or a response; 24 of 107 a PFS ratio above 1.5; arms 69 + 38."""
    assert [f"{100 * a / b:.1f}" for a, b in ((28, 107), (16, 69), (12, 38), (24, 107), (107, 303))] == [
        "26.2", "23.2", "31.6", "22.4", "35.3",
    ]  # fmt: skip
    assert (16 + 12, 69 + 38) == (28, 107)


def drugs(*names: str, score: float = 1.0) -> tuple[RankedDrug, ...]:
    return tuple(
        RankedDrug(rank=n, agent=a, score=score, supporting=("G",), unmeasured=()) for n, a in enumerate(names, start=1)
    )


def test_the_rna_arm_is_entered_only_without_a_dna_match() -> None:
    ranked = drugs("palbociclib", "axitinib")
    assert workflow((), ranked, **LOOKED).arm == "rna"
    assert workflow((), drugs("palbociclib", score=0.0), **LOOKED).arm == "none"
    assert workflow((), (), **LOOKED).arm == "none"


def test_what_was_not_assessed_is_not_none() -> None:
    """WINTHER asks DNA first: RNA enters no arm before it, and without RNA nobody knows that it names no drug."""
    ranked = drugs("palbociclib", "axitinib")
    assert workflow((), (), dna_assessed=True, rna_assessed=False).arm == "rna_not_assessed"
    assert workflow((), ranked, dna_assessed=False, rna_assessed=True).arm == "dna_not_assessed"
    assert workflow((), (), dna_assessed=False, rna_assessed=False).arm == "dna_not_assessed"


def test_the_rna_score_is_of_the_drugs_given_and_nothing_else() -> None:
    ranked = drugs("a", "b", "c", "d", "e")
    assert workflow((), ranked, given=["a"], **LOOKED).rna_score == 1.0
    assert workflow((), ranked, given=["e", "c"], **LOOKED).rna_score == 0.5  # the best of them
    assert rna_score(ranked, ["e", "c"], aggregate="mean") == 0.25
    assert workflow((), ranked, given=["unranked"], **LOOKED).rna_score is None
    assert workflow((), ranked, **LOOKED).dna_score is None


# agent, place, score, supporting targets; and what it comes to when that agent is given
@pytest.mark.parametrize(
    ("score", "supporting", "expected"), [(1.0, ("G",), 1.0), (0.0, (), 0.0), (-1.0, (), 0.0), (-0.5, ("G",), 0.0)]
)
def test_a_drug_that_nothing_speaks_for_is_no_match_though_it_shares_the_first_place(
    score: float, supporting: tuple[str, ...], expected: float
) -> None:
    ranked = tuple(RankedDrug(rank=1, agent=a, score=score, supporting=supporting, unmeasured=()) for a in "abc")
    assert rna_score(ranked, ["a"]) == expected
    assert rna_score(ranked, ["a", "b"], aggregate="mean") == expected
    assert rna_score(ranked, ["x"]) is None


# --- rule 9: what hits the gene and not this change of it
ALLELES = [
    # gene, classes and change of each mutation found; the drug given; matched, and the note of the first item
    ((("KRAS", "change:G12D"),), "sotorasib", 0, "other_allele"),
    ((("KRAS", "change:G12C"),), "sotorasib", 1, ""),
    ((("KRAS", "change:G12D"),), "trametinib", 1, ""),  # downstream
    ((("KRAS", ""),), "adagrasib", 0, "other_allele"),  # nobody says which change it is
    ((("KRAS", "change:G12D"), ("KRAS", "change:G12C")), "sotorasib", 1, ""),
    ((("EGFR", "class:EGFR:first_second_generation_resistance"),), "erlotinib", 0, "resistance"),
    ((("EGFR", "class:EGFR:first_second_generation_resistance"),), "osimertinib", 1, ""),
    ((("EGFR", "class:EGFR:osimertinib_resistance"),), "osimertinib", 0, "resistance"),
    # of one product: the driver beside the resistance is not hit either
    ((("EGFR", "change:L858R"), ("EGFR", "class:EGFR:first_second_generation_resistance")), "erlotinib", 0, "resistance"),
    ((("BRAF", "class:BRAF:class_3"),), "vemurafenib", 0, "other_allele"),
    ((("BRAF", "class:BRAF:class_1"),), "vemurafenib", 1, ""),
    ((("BRAF", "class:BRAF:class_3"),), "tovorafenib", 1, ""),
]  # fmt: skip


@pytest.mark.parametrize(("mutations", "drug", "matched", "note"), ALLELES)
def test_rule_9_resistance_and_drugs_of_another_allele_are_no_match(
    mutations: tuple[tuple[str, str], ...], drug: str, matched: int, note: str
) -> None:
    found = [
        Found(item=f"{gene} {n}", kind="mutation", gene=gene, alleles=frozenset({allele} - {""}))
        for n, (gene, allele) in enumerate(mutations)
    ]
    for order in (found, found[::-1]):
        made = ledger(order, (drug,), hits, checkpoint=lambda a: False, barred=bars(order, THERAPIES, load()))
        assert (made.matched, made.total, made.items[0].note) == (matched, 1, note)


def test_rule_9_every_drug_and_allele_of_the_table_is_known() -> None:
    known = set(THERAPIES.entries) | set(THERAPIES.members)
    _, rows = table.read("ipredict_alleles")
    classes = {c for row in table.read("functional_classes")[1] for c in row[4].split("|")}
    for gene, drug, relation, allele, source, confidence in rows:
        assert drug in known and relation in {"not", "only"} and source and confidence in {"high", "medium"}
        kind, _, name = allele.partition(":")
        assert kind == "change" or (name in classes and name.startswith(gene)), allele
        agents = {drug} if drug in THERAPIES.entries else THERAPIES.members[drug]
        assert any(gene in THERAPIES.entries[a].targets for a in agents), (gene, drug)


COPIES = [
    ("CDKN2A deletion", "loss", "not_deep"),
    ("CDKN2A loss", "loss", "not_deep"),
    ("CDK4 gain", "gain", "not_amplified"),
]


@pytest.mark.parametrize(("text", "kind", "note"), COPIES)
def test_rule_1_a_loss_not_said_to_be_of_both_copies_stands_in_the_ledger_as_left_out(
    tmp_path: Path, text: str, kind: str, note: str
) -> None:
    example = Path(__file__).resolve().parents[2] / "examples" / "nsclc-rna"
    folder = tmp_path / "case"
    shutil.copytree(example, folder)
    written = (folder / "case.yaml").read_text("utf-8")
    assert "alterations:\n" in written
    more = f"alterations:\n- {{text: {text}, specimen: tumor, assay: panel}}\n"
    (folder / "case.yaml").write_text(written.replace("alterations:\n", more), "utf-8")
    found = of_folder(folder).research
    assert found is not None and found.ledger is not None
    assert [(i.rule, i.note, i.in_denominator) for i in found.ledger.excluded if i.kind == kind] == [(1, note, False)]
