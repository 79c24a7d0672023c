"""Diagnostic tests of fusions by stain and probe: what is a rearrangement, what only screens, what contradicts.

Source: Lindeman et al. 2018, Arch Pathol Lab Med 142:321 (CAP/IASLC/AMP); Marchio et al. 2019, Ann Oncol 30:1417 (ESMO).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.evidence_support import context
from tests.truth_support import read

from tumorboard import vocab
from tumorboard.app.cases import build_case
from tumorboard.app.plugins import registry
from tumorboard.board.banners import banners
from tumorboard.criteria.matching import keys_of, touches
from tumorboard.interpret.pipeline import interpret
from tumorboard.issues import Parsed
from tumorboard.model.case import Case
from tumorboard.model.knowledge import Knowledge
from tumorboard.model.verdict import Evaluation
from tumorboard.wire.case_file import parse

RNA = "assays: [{id: R, specimen: T, method: RNA panel, kinds: [fusion], genes: [ALK, ROS1, RET, NTRK1, NTRK2, NTRK3]}]"


def made(*told: str, tumor: str = "LUAD", more: str = "") -> Parsed[Case]:
    lines = ", ".join(f"{{{t}, specimen: T}}" for t in told)
    text = f"case: X\ndiagnosis: {{disease: {tumor}}}\nspecimens: [{{id: T, kind: tissue}}, {{id: U, kind: tissue}}]\nalterations: [{lines}]\n{more}\n"
    read_ = parse(text, "case.yaml")
    assert read_.value is not None, read_.issues
    return build_case(read_.value, Path("."), vocab.load(), registry(), name="case.yaml")


def asked(question: str, *told: str, tumor: str = "LUAD", more: str = "") -> Evaluation:
    case = made(*told, tumor=tumor, more=more).value
    assert case is not None
    found: Evaluation = read(question).check(interpret(case, Knowledge(), context()), context())
    return found


TABLE = [
    # tumor, the report says, gene, a driving fusion?, and is the tumor without this driver?
    ("LUAD", "ALK FISH positive", "ALK", "MET", "NOT_MET"),
    ("LUAD", "ALK break-apart positive", "ALK", "MET", "NOT_MET"),
    ("LUAD", "ALK D5F3 positive", "ALK", "MET", "NOT_MET"),
    ("LUAD", "ALK IHC positive", "ALK", "MET", "NOT_MET"),
    ("LUAD", "ALK IHC 3+", "ALK", "MET", "NOT_MET"),
    ("LUAD", "ALK IHC 2+", "ALK", "UNKNOWN", "UNKNOWN"),
    ("LUAD", "ALK IHC equivocal", "ALK", "UNKNOWN", "UNKNOWN"),
    ("LUAD", "ALK FISH equivocal", "ALK", "UNKNOWN", "UNKNOWN"),
    ("LUAD", "ALK FISH negative", "ALK", "NOT_MET", "MET"),
    ("LUAD", "ALK IHC negative", "ALK", "NOT_MET", "MET"),
    ("LUAD", "ROS1 FISH positive", "ROS1", "MET", "NOT_MET"),
    ("LUAD", "ROS1 FISH negative", "ROS1", "NOT_MET", "MET"),
    ("LUAD", "ROS1 IHC 3+", "ROS1", "UNKNOWN", "UNKNOWN"),
    ("LUAD", "ROS1 IHC positive", "ROS1", "UNKNOWN", "UNKNOWN"),
    ("LUAD", "ROS1 IHC negative", "ROS1", "UNKNOWN", "UNKNOWN"),  # a screen that found nothing settles nothing here
    ("LUAD", "RET FISH positive", "RET", "MET", "NOT_MET"),
    ("LUAD", "ALK FISH positive", "ROS1", "UNKNOWN", "UNKNOWN"),  # another gene
    ("COAD", "pan-TRK IHC positive", "NTRK1", "UNKNOWN", "UNKNOWN"),
    ("COAD", "pan-TRK IHC positive", "NTRK3", "UNKNOWN", "UNKNOWN"),
    ("ALCL", "ALK IHC positive", "ALK", "MET", "NOT_MET"),
    ("COAD", "ALK IHC positive", "ALK", "UNKNOWN", "UNKNOWN"),  # elsewhere the protein may be there without a fusion
    ("COAD", "ALK FISH positive", "ALK", "MET", "NOT_MET"),
    ("LUAD", "EML4::ALK", "ALK", "MET", "NOT_MET"),
    ("LUAD", "ALK::EML4", "ALK", "MET", "NOT_MET"),  # turned around: rearranged all the same
    ("LUAD", "ALK--EML4", "ALK", "UNKNOWN", "UNKNOWN"),  # a caller's reciprocal product
]


@pytest.mark.parametrize(("tumor", "told", "gene", "fused", "without"), TABLE)
def test_what_a_stain_or_probe_says(tumor: str, told: str, gene: str, fused: str, without: str) -> None:
    found = asked(f'FusionIn(["{gene}"])', f"text: '{told}'", tumor=tumor)
    assert found.verdict.name == fused
    assert asked(f'NoActionableDriver(["{gene}"])', f"text: '{told}'", tumor=tumor).verdict.name == without


def test_a_probe_names_no_partner() -> None:
    named = asked('FusionIn(["ALK"], partners=["EML4"])', "text: ALK FISH positive")
    assert (named.verdict.name, sorted(named.missing)) == ("UNKNOWN", ["assay.fusion:ALK", "fusion_partner:ALK"])
    both = asked('FusionIn(["ALK"], partners=["KIF5B"])', "text: ALK FISH positive", "text: 'EML4::ALK RNA'", more=RNA)
    assert both.verdict.name == "NOT_MET"  # the partner is known, and is another


def test_a_stain_that_only_screens_asks_to_be_confirmed_and_gives_way_to_rna() -> None:
    open_ = asked('FusionIn(["ROS1"])', "text: ROS1 IHC 3+")
    assert sorted(open_.missing) == ["assay.fusion:ROS1"]
    assert dict(open_.reason.params)["because"] == ("why.screening_test",)
    assert asked('FusionIn(["ROS1"])', "text: ROS1 IHC 3+", more=RNA).verdict.name == "NOT_MET"
    assert asked('FusionIn(["ROS1"])', "text: ROS1 IHC 3+", "text: 'CD74::ROS1'").verdict.name == "MET"


CONTRADICTIONS = [
    # two results, the question, contradiction told, answer
    (("text: ALK FISH positive", "text: ALK FISH negative"), 'FusionIn(["ALK"])', True, "UNKNOWN"),
    (("text: ALK FISH positive", "text: ALK IHC negative"), 'FusionIn(["ALK"])', True, "UNKNOWN"),
    (("text: 'EML4::ALK'", "text: ALK FISH negative"), 'FusionIn(["ALK"])', True, "UNKNOWN"),
    (("text: 'EML4::ALK'", "text: ALK fusion negative"), 'FusionIn(["ALK"])', True, "UNKNOWN"),
    (("text: ALK FISH positive, date: 2024-01", "text: ALK FISH negative, date: 2025-01"), 'FusionIn(["ALK"])', False, "MET"),
    (("text: EGFR L858R", "text: EGFR wild type"), 'ProteinChangeIn("EGFR", ["L858R"])', True, "UNKNOWN"),
    (("text: EGFR L858R", "text: EGFR wild type"), 'WildType(["EGFR"])', True, "UNKNOWN"),
    (("text: EGFR L858R", "text: EGFR wild type"), 'GeneActivated(["EGFR"])', True, "UNKNOWN"),
    (("text: EGFR L858R", "text: KRAS wild type"), 'ProteinChangeIn("EGFR", ["L858R"])', False, "MET"),
    (("text: EGFR L858R", "text: EGFR amplification negative"), 'ProteinChangeIn("EGFR", ["L858R"])', False, "MET"),
    (("text: BRCA1 E23Vfs pathogenic", "text: BRCA1 wild type"), 'GeneInactivated(["BRCA1"])', True, "UNKNOWN"),
    (("text: BRCA1 germline pathogenic", "text: BRCA1 wild type"), 'GermlinePathogenic(["BRCA1"])', True, "UNKNOWN"),
    (("text: MET amplified", "text: MET not amplified"), 'GeneAmplified("MET")', True, "UNKNOWN"),
    (("text: MET exon 14 skipping", "text: MET exon 14 skipping not detected"), 'ExonSkipping("MET", 14)', True, "UNKNOWN"),
    (("text: EGFR R521K", "text: EGFR wild type"), 'WildType(["EGFR"])', False, "MET"),  # a common polymorphism
]  # fmt: skip


@pytest.mark.parametrize(("told", "question", "contradict", "answer"), CONTRADICTIONS)
@pytest.mark.parametrize("turned", [False, True])
def test_found_and_said_not_to_be_there(
    told: tuple[str, ...], question: str, contradict: bool, answer: str, turned: bool
) -> None:
    told = told[::-1] if turned else told
    assert [i.code for i in made(*told).issues if i.code == "CAS096"] == ["CAS096"] * contradict
    found = asked(question, *told)
    assert found.verdict.name == answer
    if contradict:
        assert found.reason.code == "alteration.contradicted" or "not_" in found.reason.code
        assert {m.partition(":")[0] for m in found.missing} == {"assay.settling"}


def test_another_specimen_or_day_is_no_contradiction() -> None:
    text = "alterations: [{text: EGFR L858R, specimen: T}, {text: EGFR wild type, specimen: U}]"
    case = parse(f"case: X\nspecimens: [{{id: T, kind: tissue}}, {{id: U, kind: tissue}}]\n{text}\n", "case.yaml").value
    assert case is not None
    built = build_case(case, Path("."), vocab.load(), registry(), name="case.yaml")
    assert "CAS096" not in {i.code for i in built.issues}
    later = ("text: EGFR T790M, date: 2025-03", "text: EGFR wild type, date: 2023-01")
    assert asked('ProteinChangeIn("EGFR", ["T790M"])', *later).verdict.name == "MET"


REPAIR = [
    # results of instability and repair, the codes, the answer
    (("text: dMMR", "text: MSS"), ["CAS086"], "MET"),  # either one is what labels ask for; for review
    (("text: MLH1 lost", "text: MSS"), ["CAS086"], "MET"),
    (("text: MSI-H", "text: pMMR"), ["CAS086"], "MET"),
    (("text: dMMR", "text: MSI-H"), [], "MET"),
    (("text: pMMR", "text: MSS"), [], "NOT_MET"),
    (("text: MSI-H, date: 2024-01", "text: MSS, date: 2026-01"), ["CAS085"], "NOT_MET"),
]


@pytest.mark.parametrize(("told", "codes", "answer"), REPAIR)
def test_instability_and_repair_that_disagree_are_told(told: tuple[str, ...], codes: list[str], answer: str) -> None:
    assert [i.code for i in made(*told, tumor="COAD").issues if i.code in {"CAS085", "CAS086"}] == codes
    assert asked("MismatchRepairDeficient()", *told, tumor="COAD").verdict.name == answer


BANNERS = [
    # what the report says, the genes that the reader is warned of before any option
    (("text: ROS1 IHC 3+",), ("ROS1",)),
    (("text: pan-TRK IHC positive",), ("NTRK1", "NTRK2", "NTRK3")),
    (("text: ALK FISH equivocal",), ("ALK",)),
    (("text: ROS1 IHC 3+", "text: 'CD74::ROS1'"), ()),
    (("text: ROS1 IHC 3+", "text: ROS1 FISH negative"), ()),
    (("text: ALK FISH positive",), ()),
]


@pytest.mark.parametrize(("told", "genes"), BANNERS)
def test_a_screening_test_that_is_not_confirmed_is_told_before_any_option(
    told: tuple[str, ...], genes: tuple[str, ...]
) -> None:
    case = made(*told).value
    assert case is not None
    found = banners(interpret(case, Knowledge(), context()), Knowledge(), context())
    assert [dict(b.params)["genes"] for b in found if b.code == "banner.screening_open"] == ([genes] if genes else [])


INDEXED = [
    # what the report says, a gene or marker whose statements are looked at
    ("pan-TRK IHC positive", "NTRK3"),
    ("ROS1 IHC positive", "ROS1"),
    ("ALK FISH positive", "ALK"),
    ("HR positive", "ER"),
]


@pytest.mark.parametrize(("told", "key"), INDEXED)
def test_statements_about_the_gene_of_a_test_are_looked_at(told: str, key: str) -> None:
    case = made(f"text: {told}").value
    assert case is not None
    assert key in keys_of(case, context())
    assert touches(case, context(), key)
