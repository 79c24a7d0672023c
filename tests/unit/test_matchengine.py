"""What stops MatchEngine stops one trial here, which parts and patients it tries, and how it tells a result."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.matchengine_support import comment, copies, fusion, matched, mutation, repair, request, sample, trial

from tumorboard.cli import main
from tumorboard.trials.matchengine import Sample, match, match_all
from tumorboard.trials.matchengine.ranking import sort_order
from tumorboard.trials.matchengine.samples import renamed

BRAF = {"genomic": {"hugo_symbol": "BRAF", "variant_category": "Mutation"}}
V600E = sample("V600E", mutation("BRAF", "p.V600E"))


def clinical(**keys: Any) -> dict[str, Any]:
    return {"clinical": keys}


def genomic(**keys: Any) -> dict[str, Any]:
    return {"genomic": keys}


STOPS: list[tuple[str, list[Any]]] = [
    ("CTML051", [clinical(age_numerical="18")]),
    ("CTML051", [clinical(age_numerical=">= 18")]),
    ("CTML051", [clinical(age_numerical="!>=18")]),
    ("CTML051", [clinical(age_numerical=">=3000")]),
    ("CTML051", [clinical(age_numerical=">=²")]),
    ("CTML058", [clinical(age_numerical=18)]),
    ("CTML055", [clinical(tmb_numerical="10")]),
    ("CTML055", [clinical(tmb_numerical="!>=10")]),
    ("CTML055", [clinical(tmb_numerical=">=1.2.3")]),
    ("CTML083", [genomic(mmr_status="Unclear")]),
    ("CTML083", [genomic(ms_status=["MSI-H"])]),
    ("CTML058", [genomic(variant_category=None)]),
    ("CTML058", [genomic(wildcard_protein_change=None)]),
    ("CTML070", [genomic(wildcard_protein_change="p.V600(")]),
    ("CTML070", [genomic(hugo_symbol="(A+)+", variant_category="Structural Variation")]),
    ("CTML070", [genomic(hugo_symbol="A[", variant_category="Structural Variation")]),
    ("CTML058", [genomic(exon={"$gt": 1})]),
    ("CTML058", [clinical(oncotree_primary_diagnosis=["Lung"])]),
    ("CTML020", [{"genomic": None}]),
    ("CTML020", [None]),
    ("CTML020", [{"and": None}]),
    ("CTML020", [{"or": ["BRAF"]}]),
    ("CTML022", [{"and": [BRAF], **BRAF}]),
    ("CTML022", [{"or": [{"and": [BRAF], **BRAF}]}]),
    ("CTML024", [{"genome": {}}]),
    ("CTML093", [{"prior_treatments": {"drug": "X"}}]),
]


@pytest.mark.parametrize(("code", "nodes"), STOPS, ids=[f"{c}-{n}" for n, (c, _) in enumerate(STOPS)])
def test_what_stops_the_engine_is_an_issue_of_that_trial_and_the_others_go_on(code: str, nodes: list[Any]) -> None:
    old = sample("old", mutation("BRAF"), comment("A"), REPORT_DATE=None)
    answer = match_all([trial(*nodes), trial(BRAF)], [V600E, old], request(), file="two.json")
    assert [(i.code, i.place.file, i.place.record) for i in answer.issues] == [(code, "two.json", 1)]
    assert {f.sample_id for f in answer.value or ()} == {"V600E", "old"}


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("CTML004", {"protocol_no": "NCT01234567"}),
        ("CTML004", {"protocol_no": "--"}),
        ("CTML003", {"protocol_no": None}),
    ],
)
def test_a_protocol_number_must_be_digits_and_dashes(code: str, more: dict[str, Any]) -> None:
    answer = match(trial(BRAF, **more), [V600E], request())
    assert ([i.code for i in answer.issues], answer.value) == ([code], ())


def test_a_match_that_is_no_list_stops_the_trial() -> None:
    document = trial()
    document["treatment_list"]["step"][0]["arm"][0]["match"] = {"and": [BRAF]}
    assert [i.code for i in match(document, [V600E], request()).issues] == ["CTML017"]
    document["treatment_list"]["step"][0]["arm"][0]["match"] = "BRAF"
    assert [i.code for i in match(document, [V600E], request()).issues] == ["CTML020"]


def test_a_structural_leaf_without_genes_takes_any_record_and_stops_at_a_signature() -> None:
    leaf = genomic(variant_category="Structural Variation")
    assert matched(trial(leaf), [V600E, sample("none")]) == ["V600E"]
    answer = match(trial(leaf), [sample("d", repair("Deficient (MMR-D / MSI-H)"))], request())
    assert [i.code for i in answer.issues] == ["CTML062"]


def test_a_sample_without_birth_date_or_vital_status_is_left_out_and_told_by_its_number() -> None:
    bare = Sample({"SAMPLE_ID": "X", "BIRTH_DATE_INT": 19600101}, V600E.genomic)
    answer = match(trial(BRAF), [V600E, bare], request())
    assert [(i.code, i.place.record, dict(i.params)) for i in answer.issues] == [
        ("CTP004", 2, {"fields": ("VITAL_STATUS",)})
    ]
    assert {f.sample_id for f in answer.value or ()} == {"V600E"}


@pytest.mark.parametrize(("status", "tried"), [("alive", True), ("Alive", False), ("deceased", False), (None, False)])
def test_only_the_word_alive_is_alive(status: str | None, tried: bool) -> None:
    one = sample("one", mutation("BRAF"), VITAL_STATUS=status)
    assert matched(trial(BRAF), [one], match_on_deceased=False) == (["one"] if tried else [])
    assert matched(trial(BRAF), [one]) == ["one"]


@pytest.mark.parametrize(
    ("more", "tried"),
    [
        ({}, True),
        ({"_summary": {"status": [{"value": "OPEN TO ACCRUAL"}]}}, True),
        ({"_summary": {"status": [{"value": "Recruiting"}]}}, False),
        ({"_summary": {"status": []}}, False),
        ({"_summary": None}, False),
    ],
)
def test_the_first_status_of_the_summary_opens_a_trial(more: dict[str, Any], tried: bool) -> None:
    assert matched(trial(BRAF, **more), [V600E], match_on_closed=False) == (["V600E"] if tried else [])


def test_a_closed_trial_needs_a_status_to_be_passed_over() -> None:
    document = trial(BRAF, _summary={})
    del document["status"]
    assert [i.code for i in match(document, [V600E], request(match_on_closed=False)).issues] == ["CTML007"]
    assert matched(document, [V600E]) == ["V600E"]


def places(step: dict[str, Any], *, closed: bool) -> list[str]:
    document = trial(treatment_list={"step": [step]})
    found = match(document, [V600E], request(match_on_closed=closed)).value or ()
    head = "treatment_list.step.0."
    return [f"{f.match_path.removeprefix(head)} {f.document['trial_curation_level_status']}" for f in found]


def test_parts_are_tried_by_their_own_flag_and_a_step_by_those_of_its_arms() -> None:
    match_list = [BRAF]
    arm = {"match": match_list, "dose_level": [{"match": match_list}, {"level_suspended": " y ", "match": match_list}]}
    shut = {"match": match_list, "arm": [{**arm, "arm_suspended": "Y"}]}
    assert places(shut, closed=False) == ["arm.0.dose_level.0.match open"]
    assert places(shut, closed=True) == [
        "match closed",
        "arm.0.match closed",
        "arm.0.dose_level.0.match open",
        "arm.0.dose_level.1.match closed",
    ]
    half = {"match": match_list, "arm": [{"arm_suspended": "Y", "match": []}, {"match": match_list}]}
    assert places(half, closed=False) == ["match open", "arm.1.match open"]
    assert places({"match": match_list}, closed=False) == []
    assert places({"match": match_list, "arm": []}, closed=True) == ["match closed"]


def test_a_match_for_the_whole_trial_is_not_read() -> None:
    assert matched(trial(match=[BRAF]), [V600E]) == []


def told(leaf: dict[str, Any], one: Sample) -> list[tuple[object, object, object, object]]:
    found = match(trial(leaf), [one], request()).value or ()
    names = ("match_type", "genomic_alteration", "q_width", "show_in_ui")
    return [tuple(f.document[n] for n in names) for f in found]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("leaf", "records", "expected"),
    [
        (BRAF, [mutation("BRAF", "p.V600E")], ("gene", "BRAF p.V600E", 1, True)),
        (genomic(hugo_symbol="BRAF", protein_change="p.V600E"), [mutation("BRAF", "p.V600E")], ("variant", "BRAF p.V600E", 1, True)),
        (BRAF, [mutation("BRAF", TRUE_VARIANT_CLASSIFICATION="RNA")], ("gene", "BRAF RNA", 1, True)),
        (BRAF, [mutation("BRAF")], ("gene", "BRAF", 1, True)),
        (BRAF, [mutation("BRAF", WILDTYPE=True)], ("gene", "wt BRAF", 1, True)),
        (genomic(hugo_symbol="ERBB2"), [copies("ERBB2", "Gain")], ("gene", "ERBB2 Gain", 1, True)),
        (genomic(hugo_symbol="ALK", variant_category="Structural Variation"), [fusion(None, "ALK")], ("gene", "ALK-intergenic Structural Variant", 1, True)),
        (genomic(hugo_symbol="ALK", fusion_partner_hugo_symbol="EML4", variant_category="Structural Variation"), [fusion("EML4", "ALK")], ("variant", "EML4-ALK Structural Variant", 1, True)),
        (genomic(mmr_status="MMR-Deficient"), [repair("Deficient (MMR-D / MSI-H)")], ("mmr", "MMR-D/MSI-H", 1, True)),
        (genomic(mmr_status="MMR-Proficient"), [repair("Proficient (MMR-P / MSS)")], ("mmr", "MMR-P/MSS", 1, True)),
        (genomic(uva_signature="Yes"), [{"VARIANT_CATEGORY": "SIGNATURE", "UVA_STATUS": "Yes"}], ("signature", "UVA Signature", 1, True)),
        (genomic(tobacco_signature="No"), [{"VARIANT_CATEGORY": "SIGNATURE", "TABACCO_STATUS": "No"}], ("signature", "No Tobacco Signature", 1, True)),
        (genomic(hugo_symbol="!KRAS"), [], ("gene", "!KRAS Mutation", -1, True)),
        (genomic(hugo_symbol="KRAS", protein_change="!p.G12C"), [], ("variant", "!KRAS p.G12C", -1, True)),
        (genomic(hugo_symbol="KRAS", cnv_call="!Gain"), [], ("gene", "!KRAS Gain", -1, True)),
        (genomic(hugo_symbol="KRAS", variant_classification="!RNA"), [], ("gene", "!KRAS RNA", -1, True)),
        (genomic(hugo_symbol="ALK", variant_category="!Structural Variation"), [], ("gene", "!ALK Structural Variation", -1, True)),
        (genomic(hugo_symbol="ALK", fusion_partner_hugo_symbol="EML4", variant_category="!Structural Variation"), [], ("variant", "!ALK Structural Variation", -1, True)),
        (genomic(uva_signature="!Yes"), [], ("gene", "!", -1, True)),
    ],
)  # fmt: skip
def test_a_genomic_reason_is_told_in_the_engines_words(
    leaf: dict[str, Any], records: list[Any], expected: tuple[Any, ...]
) -> None:
    assert told(leaf, sample("one", *records)) == [expected]


def test_clinical_reasons_and_free_text_are_told_in_the_engines_words() -> None:
    burden = sample("one", TUMOR_MUTATIONAL_BURDEN_PER_MEGABASE=12.0)
    assert told(clinical(tmb_numerical=">=10"), burden) == [("tmb", "TMB = 12.0", 1, True)]
    assert told(clinical(gender="Male", age_numerical=">18"), burden) == [("generic_clinical", "", 1, True)] * 2
    old = sample("old", comment("an ALK fusion"), mutation("BRAF"), REPORT_DATE=datetime(2018, 11, 30))
    both = {"and": [BRAF, genomic(hugo_symbol="ALK", variant_category="Structural Variation")]}
    assert told(both, old) == [("gene", "BRAF", 1, False), ("gene", "ALK Structural Variation", 1, False)]


def test_partner_genes_are_asked_from_the_first_of_december_2018_on() -> None:
    leaf = genomic(hugo_symbol="ALK", variant_category="Structural Variation")
    days = [sample(d, fusion("EML4", "ALK"), REPORT_DATE=d) for d in ("2018-11-30", "2018-12-01", "no day")]
    assert matched(trial(leaf), days) == ["2018-12-01"]


@pytest.mark.parametrize("day", ["12/05/2018", "Dec 5, 2018", "20181205", "2018-12-05T10:00:00", "2018/12/05"])
def test_the_day_of_a_report_is_read_in_the_forms_that_the_engine_reads(day: str) -> None:
    leaf = genomic(hugo_symbol="ALK", variant_category="Structural Variation")
    assert matched(trial(leaf), [sample("one", fusion("EML4", "ALK"), REPORT_DATE=day)]) == ["one"]


def test_an_exclusion_in_free_text_is_shown_and_an_inclusion_is_hidden() -> None:
    old = sample("old", comment("an ALK fusion"), mutation("BRAF"), REPORT_DATE=None)
    absent = genomic(hugo_symbol="RET", variant_category="!Structural Variation")
    assert [one[3] for one in told({"and": [BRAF, absent]}, old)] == [True, True]


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [
        # keys are looked up in capitals, however they are written
        (genomic(HUGO_SYMBOL="BRAF", Variant_Category="Mutation"), ["V600E", "V600K"]),
        (genomic(Hugo_Symbol="BRAF", Protein_Change="!p.V600E"), ["V600K", "none"]),
        (clinical(Gender="Female"), []),
        (clinical(AGE_NUMERICAL=">=18"), ["V600E", "V600K", "none"]),
        (clinical(HER2_STATUS="Positive"), []),
        # a key that goes to a field of signatures by that field's own name drops the gene too
        (genomic(hugo_symbol="BRAF", uva_status="Yes"), ["none"]),
        # patterns: as they are after p., taken literally without it
        (genomic(hugo_symbol="BRAF", wildcard_protein_change="p.V60*"), ["V600E", "V600K"]),
        (genomic(hugo_symbol="BRAF", wildcard_protein_change="V60*"), []),
        (genomic(hugo_symbol="BRAF", wildcard_protein_change="P.V600"), []),
        (genomic(hugo_symbol="BRAF", wildcard_protein_change="!V600"), ["none"]),
    ],
    ids=str,
)
def test_keys_and_patterns_are_read_as_the_engine_reads_them(leaf: dict[str, Any], expected: list[str]) -> None:
    signature = {"VARIANT_CATEGORY": "SIGNATURE", "UVA_STATUS": "Yes"}
    cohort = [V600E, sample("V600K", mutation("BRAF", "p.V600K")), sample("none", signature)]
    assert matched(trial(leaf), cohort) == expected


def test_a_key_of_mutational_burden_is_reported_beside_other_keys_of_its_leaf() -> None:
    burden = sample("one", TUMOR_MUTATIONAL_BURDEN_PER_MEGABASE=12.0)
    leaf = clinical(tmb_numerical=">=10", gender="Male")
    found = match(trial(leaf), [burden], request(all_clinical_reasons=False)).value or ()
    assert [f.document["match_type"] for f in found] == ["tmb"]


def test_an_empty_cell_of_csv_is_a_value_to_the_engine() -> None:
    leaf = genomic(hugo_symbol="ALK", fusion_partner_hugo_symbol="intergenic", variant_category="Structural Variation")
    assert matched(trial(leaf), [sample("null", fusion(None, "ALK")), sample("cell", fusion("", "ALK"))]) == ["null"]


def test_the_flag_of_a_step_that_stands_in_no_list_is_not_looked_at() -> None:
    document = trial()
    document["treatment_list"] = {"step": {"arm": {"arm_suspended": "Y", "match": [BRAF]}}}
    assert matched(document, [V600E], match_on_closed=False) == ["V600E"]


def test_a_partner_alone_is_looked_for_as_the_word_none() -> None:
    leaf = genomic(fusion_partner_hugo_symbol="ALK", variant_category="Structural Variation")
    said = sample("said", comment("ALK rearrangement: none found"), REPORT_DATE=None)
    assert matched(trial(leaf), [said]) == ["said"]


def test_a_partner_alone_is_found_in_no_comment() -> None:
    leaf = genomic(fusion_partner_hugo_symbol="ALK", variant_category="Structural Variation")
    old = sample("old", comment("an ALK fusion"), REPORT_DATE=None)
    assert matched(trial(leaf), [old, sample("new", fusion("EML4", "ALK"))]) == ["new"]


def test_the_document_carries_trial_part_and_sample() -> None:
    document = trial(BRAF, nct_id="NCT00000000", _summary={"coordinating_center": "Here"})
    (one,) = match(document, [V600E], request()).value or ()
    expected = {
        "protocol_no": "26-001", "nct_id": "NCT00000000", "match_level": "arm", "internal_id": 1, "code": "A",
        "match_path": "treatment_list.step.0.arm.0.match", "sample_id": "V600E", "gender": "Male",
        "true_protein_change": "p.V600E", "trial_summary_status": "open", "coordinating_center": "Here",
        "cancer_type_match": "specific", "reason_type": "genomic", "q_depth": 0, "is_disabled": False,
        "sort_order": (1, 99, 1, 99, 99, 99, 26001),
    }  # fmt: skip
    assert {k: one.document[k] for k in expected} == expected
    assert one.place == ("26-001", "V600E", "treatment_list.step.0.arm.0.match")


@pytest.mark.parametrize(
    ("document", "ranks"),
    [
        ({"show_in_ui": False}, (-1, 99, 99, 99, 99, 99)),
        ({"show_in_ui": True, "match_type": "mmr", "cnv_call": "Gain"}, (1, 20, 99, 99, 99, 99)),
        ({"match_type": "variant", "tier": "1", "uva_status": "Yes"}, (99, 40, 0, 99, 99, 99)),
        ({"wildtype": True, "cancer_type_match": "all_solid"}, (99, 99, 99, 99, 99, 99)),
        ({"variant_category": "SV", "trial_curation_level_status": "closed"}, (-1, 99, 99, 0, 99, 99)),
        ({"coordinating_center": "Dana-Farber Cancer Institute", "tier": 1}, (99, 99, 99, 99, 99, 0)),
    ],
)
def test_results_sort_as_the_engine_sorts_them(document: dict[str, object], ranks: tuple[int, ...]) -> None:
    assert sort_order({"protocol_no": "10-003", **document}) == (*ranks, 10003)


def test_too_many_paths_stop_the_trial() -> None:
    pair = [genomic(hugo_symbol="A"), genomic(hugo_symbol="B")]
    answer = match(trial({"and": [{"or": pair} for _ in range(17)]}), [V600E], request())
    assert [i.code for i in answer.issues] == ["CTML031"]


def test_the_names_of_the_other_engine_are_those_of_v2_and_v2s_own_win() -> None:
    assert renamed({"HARMONIZED_HUGO_SYMBOL": "A", "TOBACCO_STATUS": "No"}) == {
        "TRUE_HUGO_SYMBOL": "A",
        "TABACCO_STATUS": "No",
    }
    for record in ({"HARMONIZED_HUGO_SYMBOL": "A", "TRUE_HUGO_SYMBOL": "B"}, {"TRUE_HUGO_SYMBOL": "B", "HARMONIZED_HUGO_SYMBOL": "A"}):  # fmt: skip
        assert renamed(record) == {"TRUE_HUGO_SYMBOL": "B"}


def test_values_without_a_hash_are_compared_too() -> None:
    leaf = clinical(stage=[{"any": 1}])
    assert matched(trial({"and": [leaf, leaf, BRAF]}), [V600E]) == []


def test_values_compare_by_type_as_in_the_store() -> None:
    def asks(**keys: Any) -> list[str]:
        records = {"true": True, "one": 1, "1.0": 1.0, "text": "1", "null": None, "list": ["1", 2]}
        everyone = [sample(label, {"X": value}) for label, value in records.items()]
        return matched(trial(genomic(**keys)), [*everyone, sample("absent", {"Y": 1})])

    assert asks(x=1) == ["1.0", "one"]
    assert asks(x=True) == ["true"]
    assert asks(x="1") == ["list", "text"]
    assert asks(x=None) == ["absent", "null"]
    assert asks(x=["1"]) == []


def run(folder: Path, *more: str) -> tuple[int, str, str]:
    """The command on the folder's files."""
    paths = [str(folder / n) for n in ("trials", "clinical.csv", "genomic.json", "map.json")]
    options = ["--clinical", paths[1], "--genomic", paths[2], "--diagnoses", paths[3], "--on", "2026-11-23"]
    done = CliRunner().invoke(main, ["trials", "matchengine", paths[0], *options, *more])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "trials").mkdir()
    (tmp_path / "trials" / "a.json").write_text(json.dumps(trial(BRAF)), "utf-8")
    (tmp_path / "trials" / "b.json").write_text(
        json.dumps(trial(clinical(gender="Male"), protocol_no="26-002")), "utf-8"
    )
    rows = "SAMPLE_ID,VITAL_STATUS,BIRTH_DATE,GENDER\ns1,alive,1960-01-01,Male\ns2,deceased,1960-01-01,Male\n"
    (tmp_path / "clinical.csv").write_text(rows, "utf-8")
    both = [{"SAMPLE_ID": s, **mutation("BRAF", "p.V600E")} for s in ("s1", "s2")]
    (tmp_path / "genomic.json").write_text(json.dumps(both), "utf-8")
    (tmp_path / "map.json").write_text("{}", "utf-8")
    return tmp_path


def test_the_command_prints_a_line_for_each_trial_sample_and_match_list(files: Path) -> None:
    head = "protocol_no\tsample_id\tmatch_path\tdocuments\talterations"
    place = "treatment_list.step.0.arm.0.match"
    assert run(files) == (0, f"{head}\n26-001\ts1\t{place}\t1\tBRAF p.V600E\n", "")
    code, said, _ = run(files, "--match-on-deceased", "--all-clinical-reasons")
    assert (code, said.splitlines()[1:]) == (
        0,
        [
            f"26-001\ts1\t{place}\t1\tBRAF p.V600E",
            f"26-001\ts2\t{place}\t1\tBRAF p.V600E",
            f"26-002\ts1\t{place}\t1\t",
            f"26-002\ts2\t{place}\t1\t",
        ],
    )
    (document,) = map(json.loads, run(files, "--documents")[1].splitlines())
    assert (document["sample_id"], document["genomic_alteration"]) == ("s1", "BRAF p.V600E")


def test_the_command_says_what_it_could_not_use_and_refuses_to_run_without_the_map(files: Path) -> None:
    (files / "trials" / "c.yaml").write_text("protocol_no: [", "utf-8")
    code, said, problems = run(files)
    assert (code, len(said.splitlines())) == (10, 2)
    assert "CTML001 c.yaml" in problems
    (files / "map.json").write_text('{"Lung": "Lung"}', "utf-8")
    assert run(files)[:2] == (10, "")
    (files / "map.json").write_text("{", "utf-8")
    assert run(files)[:2] == (10, "")
