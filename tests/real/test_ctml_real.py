"""MatchEngine's own expected results: its trees and paths, its integration suite, and 572 decisions of one-leaf trials.

The engine's data are read in place.  Seed samples are person-level data: they are counted here and shown nowhere.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.matchengine_support import copies, fusion, mutation, repair, sample
from tests.real_data import shared

from tumorboard.formats.trials.documents import documents
from tumorboard.formats.trials.matchengine_patients import records, samples
from tumorboard.trials.matchengine import Request, Sample, match, match_all
from tumorboard.trials.matchengine.documents import Found
from tumorboard.trials.matchengine.paths import Tree, paths, tree

pytestmark = pytest.mark.real
CASES = ("and_and_and", "and_and_or", "and_or_and", "and_or_or", "or_and_and", "or_and_or", "or_or_and", "or_or_or")
ON = date(2000, 7, 12)
FLAGS = {
    "CDA": (1, 1, 1),
    "CD": (1, 1, 0),
    "CA": (1, 0, 1),
    "C": (1, 0, 0),
    "DA": (0, 1, 1),
    "D": (0, 1, 0),
    "A": (0, 0, 1),
    "": (0, 0, 0),
}
# samples and documents by flags: C closed, D deceased, A all clinical reasons; without C zero where not given
COUNTS = {
    "all_closed": "5/28 5/12 4/20 4/8",
    "all_closed_trial_closed": "5/28 5/12 4/20 4/8",
    "all_open": "5/28 5/12 4/20 4/8 5/28 5/12 4/20 4/8",
    "all_open_dup": "11/35 11/35 9/28 9/28",
    "closed_dose": "5/28 5/12 4/20 4/8 5/28 5/12 4/20 4/8",
    "closed_step_arm": "5/28 5/12 4/20 4/8",
    "massive_match_clause": "48/324 44/125 36/244 34/96",
    "older_than_18": "66/66 0/0 51/51 0/0",
    "younger_than_18": "64/64 0/0 51/51 0/0",
    "run_log_arm_closed": "3/11 3/5 2/7 2/3",
    "run_log_arm_open": "3/11 3/5 2/7 2/3 3/11 3/5 2/7 2/3",
    "run_log_arm_open_criteria_change": "1/4 1/2 0/0 0/0 1/4 1/2",
    "run_log_two_arms": "3/11 3/5 2/7 2/3 3/11 3/5 2/7 2/3",
    "signatures": "1/5 1/5 1/5 1/5",
    "structured_sv": "3/84 3/48 3/84 3/48",
    "tmb": "3/11 3/11 3/11 3/11",
    "unstructured_sv": "1/1 1/1 1/1 1/1",
    "wildcard_protein_found": "64/65 64/65 50/51 50/51",
    "wildcard_protein_not_found": "0/0 0/0 0/0 0/0",
}


@cache
def v2() -> Path:
    return shared("ctml") / "dfci_matchengine_v2" / "tests_data"


@cache
def ctims() -> Path:
    return shared("ctml") / "ctims_matchminer_engine"


def read(path: Path) -> tuple[dict[str, Any], ...]:
    found = documents(path.read_text("utf-8"), path.name)
    assert found.issues == ()
    assert found.value is not None
    return found.value


@cache
def diagnoses() -> dict[str, tuple[str, ...]]:
    told = json.loads((shared("ctml") / "oncotree_mapping.json").read_text("utf-8"))
    return {name: tuple(below) for name, below in told.items()}


@cache
def seed() -> tuple[Sample, ...]:
    """The seed samples, with the two changes that the suites make before every test."""
    folder = ctims() / "seed_data"
    clinical = records((folder / "clinical.ejson").read_text("utf-8"), "clinical.ejson").value
    genomic = records((folder / "genomic.ejson").read_text("utf-8"), "genomic.ejson").value
    assert clinical is not None and genomic is not None
    changes = {
        "5d2799d86756630d8dd065b8": {"ONCOTREE_PRIMARY_DIAGNOSIS_NAME": "Non-Small Cell Lung Cancer"},
        "5d2799da6756630d8dd066a6": {"VITAL_STATUS": "alive"},
    }
    joined = samples([{**c, **changes.get(str(c["SAMPLE_ID"]), {})} for c in clinical], genomic)
    assert joined.issues == ()
    assert joined.value is not None
    assert (len(joined.value), sum(len(s.genomic) for s in joined.value)) == (130, 448)
    return joined.value


def asked(flags: str, on: date = ON) -> Request:
    closed, deceased, everything = map(bool, FLAGS[flags])
    return Request(
        on=on,
        diagnoses=diagnoses(),
        match_on_closed=closed,
        match_on_deceased=deceased,
        all_clinical_reasons=everything,
    )


def found(name: str, flags: str, folder: Path | None = None) -> tuple[Found, ...]:
    answer = match_all(read((folder or ctims() / "integration_trials") / f"{name}.json"), seed(), asked(flags))
    assert answer.issues == ()
    return answer.value or ()


def graph(grown: Tree) -> dict[str, Any]:
    """Our tree in the form of the engine's expectation."""
    nodes = {}
    for number, node in enumerate(grown.nodes):
        keys = [k for leaf in node.criteria for k in leaf] if node.label in {"ROOT and", "and"} else []
        told = {"criteria_list": node.criteria, "is_and": node.is_and, "label": f"{number} - {node.label}"}
        if number:
            told["is_or"] = not node.is_and
        if node.label in {"ROOT and", "and"}:
            told["or_nodes"] = [] if node.first_or is None else [node.first_or]
        nodes[str(number)] = {**told, "label_list": keys}
    edges = [[parent, child] for parent, below in enumerate(grown.children) for child in below]
    arrived = Counter(child for _, child in edges)
    return {
        "nodes": nodes,
        "edges": edges,
        "in_degree": [[n, arrived[n]] for n in range(len(nodes))],
        "out_degree": [[n, len(below)] for n, below in enumerate(grown.children)],
    }


@pytest.mark.parametrize("name", [*CASES, "all_cases"])
def test_a_boolean_case_grows_the_expected_graph_and_paths(name: str) -> None:
    (case,) = read(v2() / "ctml_boolean_cases" / f"{name}.json")
    grown = tree([case])
    expected = json.loads((v2() / "create_match_tree_expected.json").read_text("utf-8"))[f"{name}.json"]
    assert graph(grown) == expected
    told = [{"criteria_list": [{"depth": c.depth, "criteria": list(c.leaves)} for c in path]} for path in paths(grown)]
    assert told == json.loads((v2() / "get_match_paths_expected.json").read_text("utf-8"))[f"{name}.json"]


@pytest.mark.parametrize("flags", FLAGS)
@pytest.mark.parametrize("name", COUNTS)
def test_an_integration_trial_gives_as_many_samples_and_documents(name: str, flags: str) -> None:
    counts = dict(zip(FLAGS, [*COUNTS[name].split(), *["0/0"] * 4], strict=False))
    results = found(name, flags)
    assert f"{len({r.sample_id for r in results})}/{len(results)}" == counts[flags]


def test_the_two_copies_of_the_massive_trial_match_the_same_places() -> None:
    theirs = found("massive_match_clause", "CDA", v2() / "integration_trials")
    assert {r.place for r in theirs} == {r.place for r in found("massive_match_clause", "CDA")}


def test_the_four_trials_make_48_documents_and_one_sample_alone_matches_all_four() -> None:
    results = [r for n in ("all_closed", "all_open", "closed_dose", "closed_step_arm") for r in found(n, "CD")]
    assert len(results) == 48
    assert len({r.protocol_no for r in results if r.sample_id == "5d2799cb6756630d8dd0621d"}) == 4


@pytest.mark.parametrize(
    ("trial", "sample_id", "count"),
    [
        ("signatures", "5d2799df6756630d8dd068ca", 5),
        ("tmb", "1d2799df4446699a8ddeeee", 4),
        ("tmb", "4d2799df4446630a8dd068dd", 3),
        ("tmb", "1d2799df4446699a8dd068ee", 4),
        ("unstructured_sv", "1d2799df4446699a8ddeeee", 1),
        ("structured_sv", "5d2799df6756630d8dd068c6", 44),
    ],
)
def test_a_sample_of_the_suite_gets_its_asserted_documents(trial: str, sample_id: str, count: int) -> None:
    assert sum(r.sample_id == sample_id for r in found(trial, "CD")) == count


def test_rearrangements_are_told_as_often_as_the_suite_counts_them() -> None:
    own = [r.document for r in found("structured_sv", "CD") if r.sample_id == "5d2799df6756630d8dd068c6"]
    told = Counter(str(d["genomic_alteration"]) for d in own if d["reason_type"] == "genomic")
    assert all(text.endswith(" Structural Variation") for text in told)
    odd, other = "this should only match to any_gene", "this should only match to any gene"
    assert {t.removesuffix(" Structural Variation"): n for t, n in told.items()} == {
        "!TP53": 12, "TFG-ALK": 2, "ALK-TFG": 2, "STRN-intergenic": 2, "RANDB2-ALK": 2, "ALK-RANDB2": 2,
        "NPM1-intergenic": 6, "KIF5B-ALK": 2, "ALK-KIF5B": 2, "CLIP4-ALK": 1, "ALK-CLIP4": 1, "EML4-EML4": 3,
        f"{odd}-KRAS": 3, f"KRAS-{odd}": 3, f"{odd}-{other}": 1,
    }  # fmt: skip
    second = [d for d in own if d["internal_id"] == 1234566]
    assert not any(str(d["genomic_alteration"]).startswith(("CLIP4", "ALK-CLIP4", "EML4")) for d in second)


def test_free_text_and_repeated_criteria_are_told_as_the_suite_asserts() -> None:
    (one,) = found("unstructured_sv", "CD")
    assert (one.document["genomic_alteration"], one.document["show_in_ui"]) == ("EGFR Structural Variation", False)
    assert len({r.document["hash"] for r in found("all_open_dup", "CD")}) == 24


@pytest.mark.parametrize(
    ("file", "count"),
    [
        ("trials/11-111.json", 1),
        ("trials/two_trials_one_doc.json", 2),
        ("trials/trials_json_array.json", 2),
        ("yaml/11-111.yaml", 1),
        ("yaml/11-112.yaml", 1),
    ],
)
def test_a_file_of_trials_gives_its_trials(file: str, count: int) -> None:
    assert len(read(v2() / file)) == count


def test_the_yaml_copy_of_a_trial_is_the_json_one() -> None:
    assert read(v2() / "yaml/11-111.yaml") == read(v2() / "trials/11-111.json")


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_the_loader_cases_give_two_samples_with_their_genomic_rows(kind: str) -> None:
    def rows(folder: str) -> list[dict[str, object]]:
        files = sorted((v2() / folder).iterdir())
        return [r for f in files for r in records(f.read_text("utf-8"), f.name).value or ()]

    joined = samples(rows(f"clinical_{kind}"), rows(f"genomic_{kind}"))
    assert joined.issues == ()
    assert joined.value is not None
    assert [len(s.genomic) for s in joined.value] == [1, 1]
    assert all(isinstance(s.clinical["BIRTH_DATE_INT"], int) for s in joined.value)


def probed() -> list[Sample]:
    """The 22 samples of the probe, whose file names them only."""
    return [
        sample("none"),
        sample("V600E", mutation("BRAF", "p.V600E", WILDTYPE=False)),
        sample("G469A", mutation("BRAF", "p.G469A")),
        sample("V600E+G469A", mutation("BRAF", "p.V600E"), mutation("BRAF", "p.G469A")),
        sample("V600*", mutation("BRAF", "p.V600*")),
        sample("V600_K601delinsE", mutation("BRAF", "p.V600_K601delinsE")),
        sample("BRAFamp", copies("BRAF", "High level amplification")),
        sample("BRAFwt", mutation("BRAF", WILDTYPE=True)),
        sample("KRASwt", mutation("KRAS", WILDTYPE=True)),
        sample("MSIH", repair("Deficient (MMR-D / MSI-H)")),
        sample("EML4-ALK", fusion("EML4", "ALK")),
        sample("ALK-EML4", fusion("ALK", "EML4")),
        sample("oldEML4-ALK", fusion("EML4", "ALK"), REPORT_DATE=datetime(2015, 1, 1)),
        sample("ERBB2amp", copies("ERBB2", "High level amplification")),
        sample("EGFRe19", mutation("EGFR", "p.E746_A750del", TRUE_TRANSCRIPT_EXON=19)),
        sample("HER2pos", HER2_STATUS="Positive"),
        sample("melanoma", ONCOTREE_PRIMARY_DIAGNOSIS_NAME="Melanoma"),
        sample("AML", ONCOTREE_PRIMARY_DIAGNOSIS_NAME="Acute Myeloid Leukemia"),
        sample("nodx", ONCOTREE_PRIMARY_DIAGNOSIS_NAME=None),
        sample("child", BIRTH_DATE_INT=20200101),
        sample("tmb20", TUMOR_MUTATIONAL_BURDEN_PER_MEGABASE=20.0),
        sample("stageIV", STAGE="IV"),
    ]


def test_all_572_decisions_of_the_probe_are_the_engines() -> None:
    probe = json.loads((shared("ctml") / "semantics_probe" / "probe_semantics.json").read_text("utf-8"))
    everyone = probed()
    assert sorted(s.id for s in everyone) == sorted(probe["patients"])
    told = {}
    for label, leaf in probe["leaf"].items():
        document = {
            "protocol_no": "1-1",
            "status": "open",
            "treatment_list": {"step": [{"arm": [{"arm_suspended": "N", "match": [leaf]}]}]},
        }
        answer = match(document, everyone, asked("CDA", date(2026, 11, 23)))
        assert answer.issues == ()
        told[label] = sorted({r.sample_id for r in answer.value or ()})
    assert told == probe["matches"]
    assert sum(map(len, told.values())) == 242
