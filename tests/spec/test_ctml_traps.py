"""Every trap of CTML has a code: one small trial for each, and nothing else is said of that trial."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tumorboard import vocab
from tumorboard.criteria.text import to_text
from tumorboard.formats.trials import ctml
from tumorboard.issues import Parsed, Severity
from tumorboard.model.trial import Trial
from tumorboard.wording import words

ALWAYS = {"CTML077", "CTML096"}  # true of every mutation leaf; asserted where they are the point
MEN = {"clinical": {"gender": "Male"}}
BRAF = {"genomic": {"hugo_symbol": "BRAF", "variant_category": "Mutation"}}
KRAS = {"genomic": {"hugo_symbol": "KRAS", "variant_category": "Mutation"}}
NRAS = {"genomic": {"hugo_symbol": "NRAS", "variant_category": "Mutation"}}
TP53 = {"genomic": {"hugo_symbol": "TP53", "variant_category": "Mutation"}}


def clinical(**keys: Any) -> dict[str, Any]:
    return {"clinical": keys}


def genomic(**keys: Any) -> dict[str, Any]:
    return {"genomic": keys}


def arm(*nodes: Any, **more: Any) -> dict[str, Any]:
    return {"arm_code": "A", "arm_suspended": "N", "match": list(nodes), **more}


def trial(*nodes: Any, **more: Any) -> dict[str, Any]:
    """An open trial with one step and one arm that asks for these nodes."""
    whole = {
        "protocol_no": "26-001",
        "status": "Open to Accrual",
        "_summary": {"status": [{"value": "Open to Accrual"}]},
        "treatment_list": {"step": [{"step_code": "1", "arm": [arm(*nodes)]}]},
    }
    return {**whole, **more}


def steps(*step: dict[str, Any]) -> dict[str, Any]:
    return {"treatment_list": {"step": [{"step_code": str(n), **s} for n, s in enumerate(step)]}}


def read(*documents: Any, name: str = "t.json") -> Parsed[tuple[Trial, ...]]:
    return ctml.read("\n".join(d if isinstance(d, str) else json.dumps(d) for d in documents), name, vocab.load())


def codes(found: Parsed[tuple[Trial, ...]]) -> set[str]:
    return {i.code for i in found.issues} - ALWAYS


NESTED = {"or": [KRAS, {"and": [BRAF, {"or": [NRAS, genomic(hugo_symbol="EGFR", variant_category="Mutation")]}]}]}
WIDE = {"or": [clinical(gender="Male"), clinical(gender="Female")]}
SV = "Structural Variation"

TRAPS: list[tuple[str, Any]] = [
    ("CTML002", [trial(MEN), trial(MEN, protocol_no="26-002")]),
    ("CTML003", trial(MEN, protocol_no=None)),
    ("CTML004", trial(MEN, protocol_no="NCT01234567")),
    ("CTML100", trial(MEN, nct_id="NCT0123456")),
    ("CTML005 CTML002", [trial(MEN), trial(MEN)]),
    ("CTML006", trial(MEN, _summary={})),
    ("CTML007 CTML006", trial(MEN, _summary={}, status=None)),
    ("CTML008", trial(MEN, status="Closed to Accrual")),
    ("CTML008", trial(MEN, status="perhaps", _summary={"status": [{"value": "perhaps"}]})),
    ("CTML009", trial(MEN, prior_treatment_requirements=["No prior platinum"])),
    ("CTML010", trial(MEN, match=[MEN])),
    ("CTML011", trial(**steps({"match": [MEN]}))),
    ("CTML012", trial(**steps({"arm": [arm(MEN, arm_suspended="perhaps")]}))),
    ("CTML013", trial(**steps({"arm": [arm(MEN, arm_suspended="Y", dose_level=[{"level_code": "1", "level_suspended": "N", "match": [MEN]}])]}))),
    ("CTML014", trial(**steps({"match": [BRAF], "arm": [arm(MEN)]}))),
    ("CTML015 CTML014", trial(**steps({"match": [clinical(oncotree_primary_diagnosis="Lung")], "arm": [arm(clinical(oncotree_primary_diagnosis="Breast"))]}))),
    ("CTML015 CTML014", trial(**steps({"match": [MEN], "arm": [arm(clinical(gender="Female"))]}))),
    ("CTML015 CTML014", trial(**steps({"match": [clinical(age_numerical=">=18")], "arm": [arm(clinical(age_numerical="<=17"))]}))),
    ("CTML016", trial(**steps({"arm": [arm(MEN), arm(MEN)]}))),
    ("CTML016", trial(**steps({"arm": [arm(MEN, arm_code=None)]}))),
    ("CTML017", trial(**steps({"arm": [arm(match={"and": [MEN]})]}))),
    ("CTML018", trial()),
    ("CTML018", trial({"and": []})),
    ("CTML019 CTML059", trial(clinical(age_numerical="<18"), age="Adults")),
    ("CTML020", trial({"genomic": None})),
    ("CTML020", trial(None)),
    ("CTML020", trial({"or": "BRAF"})),
    ("CTML021", trial({**MEN, **BRAF})),
    ("CTML022", trial({"or": [{"and": [BRAF], **MEN}, TP53]})),
    ("CTML023 CTML026", trial({"or": [{"and": [BRAF], "or": [KRAS, NRAS]}, TP53]})),
    ("CTML024", trial({"genome": {"hugo_symbol": "BRAF"}})),
    ("CTML024", trial({"organ": []})),
    ("CTML025", trial({"or_2": [BRAF, KRAS]})),
    ("CTML026", trial({"and": [NESTED, {"or": [TP53, MEN]}]})),
    ("CTML027", trial({"and": [MEN, {"or": []}]})),
    ("CTML028", trial({"and": [BRAF, BRAF]})),
    ("CTML029 CTML080 CTML078", trial({"and": [BRAF, genomic(hugo_symbol="BRAF", variant_category="!Mutation")]})),
    ("CTML030 CTML080 CTML078", trial({"or": [BRAF, genomic(hugo_symbol="BRAF", variant_category="!Mutation")]})),
    ("CTML031 CTML028", trial({"and": [WIDE for _ in range(14)]})),
    ("CTML040", trial(clinical(her2_status="Positive"))),
    ("CTML041 CTML040", trial({"or": [clinical(er_status="Positive"), MEN]})),
    ("CTML042", trial(clinical(stage="IV"))),
    ("CTML042", trial(genomic(hugo_symbol="BRAF", variant_category="Mutation", allele_fraction=0.3))),
    ("CTML043", trial(clinical(stage="!IV"))),
    ("CTML044", trial(clinical(oncotree_primary_diagnosis="Made Up Cancer"))),
    ("CTML045", trial(clinical(oncotree_primary_diagnosis="LUAD"))),
    ("CTML046", trial(clinical(oncotree_primary_diagnosis="lung adenocarcinoma"))),
    ("CTML047", trial(clinical(oncotree_primary_diagnosis="Glioblastoma Multiforme"))),
    ("CTML048", trial(clinical(oncotree_primary_diagnosis="Dysgerminoma"))),
    ("CTML049", trial(clinical(oncotree_primary_diagnosis="!Melanoma"))),
    ("CTML051", trial(clinical(age_numerical="18"))),
    ("CTML051", trial(clinical(age_numerical=">= 18"))),
    ("CTML051", trial(clinical(age_numerical=">=1000"))),
    ("CTML052", trial(clinical(age_numerical="==40"))),
    ("CTML053", trial(clinical(age_numerical=">=0.1"))),
    ("CTML054 CTML059", '{"protocol_no": "26-001", "status": "x", "_summary": {"status": [{"value": "Open to Accrual"}]}, "treatment_list": {"step": [{"step_code": "1", "arm": [{"arm_code": "A", "match": [{"clinical": {"age_numerical": ">=18", "age_numerical": "<65"}}]}]}]}}'.replace('"x"', '"Open to Accrual"')),
    ("CTML055", trial(clinical(tmb_numerical="10"))),
    ("CTML056", trial(clinical(tmb_numerical=">=10"))),
    ("CTML057", trial(clinical(gender="male"))),
    ("CTML058", trial(clinical(oncotree_primary_diagnosis=["Lung", "Breast"]))),
    ("CTML058", trial(clinical(age_numerical=18))),
    ("CTML058", trial(genomic(hugo_symbol="BRAF", variant_category="Mutation", protein_change=["p.V600E"]))),
    ("CTML059", trial(clinical(age_numerical=">40"))),
    ("CTML060", trial(genomic(hugo_symbol="braf", variant_category="Mutation"))),
    ("CTML060", trial(genomic(hugo_symbol="BRCA", variant_category="Mutation"))),
    ("CTML061", trial(genomic(variant_category="Mutation"))),
    ("CTML062", trial(genomic(variant_category=SV))),
    ("CTML063", trial(genomic(hugo_symbol="None", mmr_status="MMR-Deficient"))),
    ("CTML064", trial(genomic(hugo_symbol="BRAF"))),
    ("CTML065", trial(genomic(hugo_symbol="BRAF", variant_category="mutation"))),
    ("CTML065 CTML086", trial(genomic(hugo_symbol="ALK", variant_category="SV"))),
    ("CTML066", trial(genomic(hugo_symbol="BRAF", variant_category="Any Variation"))),
    ("CTML067 CTML069", trial(genomic(hugo_symbol="BRAF", variant_category="Mutation", protein_change="p.V600E", wildcard_protein_change="p.V600"))),
    ("CTML067", trial(genomic(mmr_status="MMR-Deficient", ms_status="MSI-H"))),
    ("CTML068", trial(genomic(hugo_symbol="BRAF", variant_category="Mutation", protein_change="p.Val600Glu"))),
    ("CTML069", trial(genomic(hugo_symbol="BRAF", variant_category="Mutation", wildcard_protein_change="p.V600"))),
    ("CTML070", trial(genomic(hugo_symbol="BRAF", variant_category="Mutation", wildcard_protein_change="p.V600_K601"))),
    ("CTML071 CTML072", trial(genomic(hugo_symbol="EGFR", variant_category="Mutation", exon="19"))),
    ("CTML072", trial(genomic(hugo_symbol="EGFR", variant_category="Mutation", exon=19))),
    ("CTML073", trial(genomic(hugo_symbol="BRAF", variant_category="Mutation", variant_classification="missense"))),
    ("CTML074 CTML075", trial(genomic(hugo_symbol="ERBB2", variant_category="CNV", cnv_call="High level amplification"))),
    ("CTML075", trial(genomic(hugo_symbol="ERBB2", variant_category="CNV", cnv_call="High Amplification"))),
    ("CTML076 CTML081", trial(genomic(hugo_symbol="KRAS", variant_category="Mutation", wildtype="true"))),
    ("CTML078 CTML080", trial(genomic(hugo_symbol="BRAF", variant_category="Mutation", protein_change="!p.V600E"))),
    ("CTML079 CTML080", trial(genomic(hugo_symbol="!BRAF", variant_category="Mutation", protein_change="!p.V600E"))),
    ("CTML080", trial(genomic(ms_status="!MSI-H"))),
    ("CTML081", trial(genomic(hugo_symbol="KRAS", variant_category="Mutation", wildtype=True))),
    ("CTML082", trial(genomic(ms_status="MSS"))),
    ("CTML083", trial(genomic(mmr_status="Unclear"))),
    ("CTML084", trial(genomic(uva_signature="cannot_access"))),
    ("CTML085", trial(genomic(hugo_symbol="BRAF", mmr_status="MMR-Deficient"))),
    ("CTML086", trial(genomic(hugo_symbol="ALK", variant_category=SV))),
    ("CTML087 CTML086 CTML088", trial(genomic(hugo_symbol="EML4", fusion_partner_hugo_symbol="ALK"))),
    ("CTML088 CTML086", trial(genomic(hugo_symbol="EML4", fusion_partner_hugo_symbol="ALK", variant_category=SV))),
    ("CTML089", trial(genomic(display_name="BRAF"))),
    ("CTML090 CTML056", trial(clinical(tmb=">=10"))),
    ("CTML091 CTML071 CTML072", trial(genomic(hugo_symbol="EGFR", variant_category="Mutation", true_transcript_exon="19"))),
    ("CTML091", trial(genomic(uva_status="Yes"))),
    ("CTML091 CTML081", trial(genomic(hugo_symbol="KRAS", variant_category="WT"))),
    ("CTML092", trial({"prior_treatment": {"prior_treatment_agent": "osimertinib"}})),
    ("CTML093", trial({"prior_treatments": {"drug": "osimertinib"}})),
    ("CTML094", trial(genomic(match_all="x"))),
    ("CTML095", trial(genomic(hugo_symbol="BRAF", variant_category="Mutation", molecular_function="Activating"))),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "document"), TRAPS, ids=[f"{n}-{t[0]}" for n, t in enumerate(TRAPS)])
def test_a_trap_is_told_by_its_code_and_by_no_other(expected: str, document: Any) -> None:
    found = read(*document) if isinstance(document, list) else read(document)
    assert codes(found) == set(expected.split())


def test_a_trial_without_traps_is_told_nothing_but_what_is_true_of_every_mutation() -> None:
    clean = trial({"and": [BRAF, MEN, clinical(age_numerical=">=18"), clinical(oncotree_primary_diagnosis="Melanoma")]})
    found = read(clean)
    assert codes(found) == set()
    assert sorted(i.code for i in found.issues) == ["CTML077", "CTML096"]
    assert found.value is not None and found.value[0].status == "open"


def test_what_is_true_of_every_mutation_is_told_once_a_trial() -> None:
    found = read(trial(BRAF, KRAS))
    assert sorted(i.code for i in found.issues) == ["CTML077", "CTML096"]


def test_every_trap_of_the_catalog_has_a_row_here_or_is_of_the_file() -> None:
    files = {"CTML001", "CTML097", "CTML098", "CTML099", "CTML050"}
    told = {c for expected, _ in TRAPS for c in expected.split()} | files | ALWAYS
    assert {c for c in words("en").issues if c.startswith("CTML")} == told


def test_a_map_of_names_that_lacks_types_of_today_is_told_where_the_name_is_used() -> None:
    names = {"Melanoma": ("Melanoma", "Acral Melanoma"), "Lung Adenocarcinoma": ("Lung Adenocarcinoma",)}
    for name, expected in (("Melanoma", True), ("!Melanoma", True), ("Lung Adenocarcinoma", False), ("Breast", False)):
        text = json.dumps(trial(clinical(oncotree_primary_diagnosis=name)))
        found = [i for i in ctml.read(text, "t.json", vocab.load(), names=names).issues if i.code == "CTML050"]
        assert [i.severity for i in found] == ([Severity.INFO] if expected else [])
        if found:
            lacking = dict(found[0].params)["names"]
            assert isinstance(lacking, tuple)
            assert "Acral Melanoma" not in lacking and "Desmoplastic Melanoma" in lacking


def test_an_issue_names_document_and_path() -> None:
    found = read(trial(MEN), trial({"and": [MEN, clinical(stage="IV")]}, protocol_no="26-002"))
    (issue,) = (i for i in found.issues if i.code == "CTML042")
    assert (issue.place.record, issue.severity) == (2, Severity.WARNING)
    assert issue.place.field == "treatment_list.step.0.arm.0.match.0.and.1.clinical"


EMPTY = 'Manual("CTML '
MEANT: list[tuple[Any, str]] = [
    (MEN, 'SexIs("male")'),
    (clinical(gender="!Male"), 'not SexIs("male")'),
    (clinical(gender="other"), f'{EMPTY}clinical: gender other")'),
    (clinical(oncotree_primary_diagnosis="Lung Adenocarcinoma"), 'DiagnosisIn(["LUAD"])'),
    (clinical(oncotree_primary_diagnosis="!LUAD"), 'not DiagnosisIn(["LUAD"])'),
    (clinical(oncotree_primary_diagnosis="_SOLID_"), "SolidTumor()"),
    (clinical(oncotree_primary_diagnosis="!_SOLID_"), "not SolidTumor()"),
    (clinical(oncotree_primary_diagnosis="_LIQUID_"), "not SolidTumor()"),
    (clinical(oncotree_primary_diagnosis="!_LIQUID_"), "SolidTumor()"),
    (clinical(age_numerical=">=18"), "AgeBetween(min=18)"),
    (clinical(age_numerical="<18"), "AgeBetween(max=17)"),
    (clinical(age_numerical="==40"), "AgeBetween(min=40, max=40)"),
    (clinical(age_numerical=">40"), f'AgeBetween(min=40) and (AgeBetween(min=41) or {EMPTY}clinical: age_numerical >40"))'),
    (clinical(age_numerical="<=40"), f'AgeBetween(max=40) and (AgeBetween(max=39) or {EMPTY}clinical: age_numerical <=40"))'),
    (clinical(age_numerical=">=12.5"), f'AgeBetween(min=12) and (AgeBetween(min=13) or {EMPTY}clinical: age_numerical >=12.5"))'),
    (clinical(age_numerical="<0.5"), f'AgeBetween(max=0) and {EMPTY}clinical: age_numerical <0.5")'),
    (clinical(age_numerical="<0"), "Never()"),
    (clinical(age_numerical="18"), f'{EMPTY}clinical: age_numerical 18")'),
    (clinical(tmb_numerical=">=10"), "TmbAtLeast(10)"),
    (clinical(tmb_numerical="<10"), "not TmbAtLeast(10)"),
    (clinical(tmb_numerical=">10"), f'TmbAtLeast(10) and (TmbAtLeast(10.01) or {EMPTY}clinical: tmb_numerical >10"))'),
    (clinical(her2_status="Negative"), 'Her2StatusIn(["negative"], guideline="any")'),
    (clinical(er_status="True"), 'ReceptorStatusIs("ER", "positive")'),
    (clinical(pr_status="!Positive"), 'not ReceptorStatusIs("PR", "positive")'),
    (clinical(her2_status="Unknown"), f'{EMPTY}clinical: her2_status Unknown")'),
    (clinical(disease_status=["Metastatic", "Locally Advanced"]), 'ExtentIn(["locally_advanced", "metastatic"])'),
    (clinical(disease_status=["Metastatic", "Refractory"]), f'{EMPTY}clinical: disease_status [\\"Metastatic\\", \\"Refractory\\"]")'),
    (clinical(stage="!IV"), f'{EMPTY}clinical: stage !IV")'),
    (clinical(gender="Female", age_numerical=">=18"), 'SexIs("female") and AgeBetween(min=18)'),
    (BRAF, 'GeneAltered(["BRAF"], kinds=["variant"])'),
    (genomic(hugo_symbol="HER2", variant_category="!Mutation"), 'not GeneAltered(["ERBB2"], kinds=["variant"])'),
    (genomic(hugo_symbol="BRAF", variant_category="Mutation", protein_change="!p.V600E"), 'not ProteinChangeIn("BRAF", ["V600E"])'),
    (genomic(hugo_symbol="BRAF", variant_category="Mutation", protein_change="p.Val600Glu"), 'ProteinChangeIn("BRAF", ["V600E"])'),
    (genomic(hugo_symbol="BRAF", variant_category="Mutation", wildcard_protein_change="V600"), 'CodonMutated("BRAF", [600], types="any")'),
    (genomic(hugo_symbol="EGFR", variant_category="Mutation", exon="19"), 'ExonMutated("EGFR", [19])'),
    (genomic(hugo_symbol="EGFR", variant_category="Mutation", exon=19, variant_classification="In_Frame_Del"), 'ExonMutated("EGFR", [19], types="deletion")'),
    (genomic(hugo_symbol="TP53", variant_category="Mutation", variant_classification="Missense_Mutation"), 'GeneAltered(["TP53"], kinds=["missense"])'),
    (genomic(hugo_symbol="TP53", variant_category="Mutation", variant_classification="Nonsense_Mutation"), f'GeneAltered(["TP53"], kinds=["variant"]) and {EMPTY}genomic: hugo_symbol TP53, variant_category Mutation, variant_classification Nonsense_Mutation")'),
    (genomic(hugo_symbol="TP53", variant_category="Mutation", variant_classification="!Silent"), f'not {EMPTY}genomic: hugo_symbol TP53, variant_category Mutation, variant_classification Silent")'),
    (genomic(hugo_symbol="TP53", variant_category="Mutation", cnv_call="Gain"), f'GeneAltered(["TP53"], kinds=["variant"]) and {EMPTY}genomic: hugo_symbol TP53, variant_category Mutation, cnv_call Gain")'),
    (genomic(hugo_symbol="TP53", variant_category="Mutation", wildtype=True, variant_classification="Missense_Mutation"), f'{EMPTY}genomic: hugo_symbol TP53, variant_category Mutation, wildtype true, variant_classification Missense_Mutation")'),
    (genomic(hugo_symbol="ERBB2", variant_category="CNV", cnv_call="High Amplification"), 'GeneAmplified("ERBB2")'),
    (genomic(hugo_symbol="PTEN", variant_category="CNV", cnv_call="!Homozygous Deletion"), 'not GeneDeleted("PTEN")'),
    (genomic(hugo_symbol="ALK", variant_category=SV), 'GeneAltered(["ALK"], kinds=["fusion"])'),
    (genomic(hugo_symbol="ALK", variant_category=SV, fusion_partner_hugo_symbol="any_gene"), 'GeneAltered(["ALK"], kinds=["fusion"])'),
    (genomic(hugo_symbol="KRAS", variant_category="Mutation", wildtype=True), 'not GeneAltered(["KRAS"], kinds=["variant"])'),
    (genomic(mmr_status="MMR-Deficient"), "MismatchRepairDeficient()"),
    (genomic(ms_status="!MSI-H"), "not MismatchRepairDeficient()"),
    (genomic(mmr_status="MMR-Proficient"), "not MismatchRepairDeficient()"),
    (genomic(ms_status="MSS"), f'not MismatchRepairDeficient() and {EMPTY}genomic: ms_status MSS")'),
    (genomic(uva_signature="Yes"), f'{EMPTY}genomic: uva_signature Yes")'),
    ({"prior_treatment": {"prior_treatment_agent": "!Tagrisso"}}, 'not HadTherapy(agents=["osimertinib"])'),
    ({"prior_treatment": {"prior_treatment_agent": "unheard-of"}}, f'{EMPTY}prior_treatment: prior_treatment_agent unheard-of")'),
    ({"and": [BRAF, {"or": [KRAS, NRAS]}]}, 'GeneAltered(["BRAF"], kinds=["variant"]) and (GeneAltered(["KRAS"], kinds=["variant"]) or GeneAltered(["NRAS"], kinds=["variant"]))'),
    ({"and": []}, f'{EMPTY}and: []")'),
    ({"or": [{"and": []}, BRAF]}, f'{EMPTY}and: []") or GeneAltered(["BRAF"], kinds=["variant"])'),
    ({"and": [BRAF, {"or": []}]}, 'GeneAltered(["BRAF"], kinds=["variant"])'),
    (genomic(hugo_symbol="EGFR", variant_category="Mutation", exon=float("inf")), f'GeneAltered(["EGFR"], kinds=["variant"]) and {EMPTY}genomic: hugo_symbol EGFR, variant_category Mutation, exon Infinity")'),
    ({"genome": {"x": 1}}, f'{EMPTY}genome: x 1")'),
]  # fmt: skip


@pytest.mark.parametrize(("node", "expected"), MEANT, ids=[str(n) for n in range(len(MEANT))])
def test_a_leaf_becomes_the_criterion_that_it_means_or_stays_for_a_person(node: dict[str, Any], expected: str) -> None:
    (found,) = read(trial(node)).value or ()
    (part,) = (p.part for p in found.placed() if p.part.kind == "arm")
    assert [to_text(c.asks) for c in part.criteria] == [expected]
