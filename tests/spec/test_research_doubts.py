"""What a reader of a research section must be told before its results: found by a second pair of eyes, case by case."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.page_support import parse
from tests.spec.test_expression_bad_input import case_with, nothing_compared, rewritten
from tests.spec.test_research_methods import EXAMPLES, changed, example, remarks, research

from tumorboard.formats import html
from tumorboard.model.assessment import Assessment
from tumorboard.report import compose
from tumorboard.vocab import load
from tumorboard.wording import words

DECISION = "decision: {drugs: [axitinib, palbociclib, avelumab], arm: rna, on: 2026-11-05}"
GIVEN = "given: [axitinib, palbociclib, avelumab]"


def text(found: Assessment) -> str:
    return parse(html.write(compose(found), words("en"), load().therapies)).text()


def test_a_drug_that_is_not_recognized_stays_in_the_record_and_no_score_leaves_it_out(tmp_path: Path) -> None:
    found = changed(
        tmp_path,
        "nsclc-rna",
        (DECISION, "decision: {drugs: [palbocyclib, trastuzumab derux], arm: rna, on: 2026-11-05}"),
        (GIVEN, "given: [palbocyclib, avelumab]"),
    )
    made = research(found)
    assert made.workflow is not None and made.workflow.decision is not None and made.ledger is not None
    assert made.workflow.decision.unnamed == ("palbocyclib", "trastuzumab derux")
    assert (made.workflow.given, made.workflow.unnamed) == (("avelumab",), ("palbocyclib",))
    assert (made.workflow.dna_score, made.workflow.rna_score, made.ledger.score) == (None, None, None)
    assert {"research.given_unknown", "research.decision_unknown"} <= remarks(found)
    places = {i.place.field for i in found.issues if i.code == "CAS030"}
    assert {"research.decision.drugs[1]", "research.decision.drugs[2]", "research.given[1]"} <= places
    shown = text(found)
    assert "palbocyclib not recognized" in shown and "trastuzumab derux not recognized" in shown
    assert "50 %" not in shown.split("WINTHER workflow")[1].split("Matching score: every")[0]


def test_only_a_drug_that_is_not_recognized_was_given(tmp_path: Path) -> None:
    found = changed(tmp_path, "nsclc-rna", (GIVEN, "given: [palbocyclib]"))
    made = research(found).workflow
    assert made is not None and (made.dna_score, made.rna_score, made.unnamed) == (None, None, ("palbocyclib",))
    assert "palbocyclib not recognized" in text(found)


# --- which table
SPECIMEN = "- {id: tumor, kind: tissue, collected: 2026-10-12, purity: 55%, site: lung}"
FILE = "- {path: tumor.counts.tsv.gz, specimen: tumor}"


def two_tables(folder: Path, second: str, name: str) -> Assessment:
    """A second table of tumor RNA, whose CD274 is as in normal tissue; `name` decides which file comes first."""

    def more(place: Path) -> None:
        shutil.copy(place / "tumor.counts.tsv.gz", place / name)
        rewritten(place / name, lambda rows: [[g, "5" if g == "CD274" else n] for g, n in rows])
        text = (
            (place / "case.yaml").read_text("utf-8").replace(SPECIMEN, f"{SPECIMEN}\n{second}" if second else SPECIMEN)
        )
        line = f"- {{path: {name}, specimen: {'again' if second else 'tumor'}}}"
        (place / "case.yaml").write_text(text.replace(FILE, f"{FILE}\n{line}"), "utf-8")

    return case_with(folder, more)


@pytest.mark.parametrize("name", ["a.counts.tsv.gz", "z.counts.tsv.gz"])
@pytest.mark.parametrize(
    "second",
    ["", "- {id: again, kind: tissue, site: lung}", "- {id: again, kind: tissue, collected: 2026-10, site: lung}"],
)
def test_of_several_tables_none_counts_where_no_day_tells_which(tmp_path: Path, second: str, name: str) -> None:
    found = two_tables(tmp_path, second, name)
    assert "CAS052" in {i.code for i in found.issues} and found.case.expression is None
    assert "research.several_tables" in remarks(found) and "research.no_tumor" not in remarks(found)
    nothing_compared(found)


@pytest.mark.parametrize("name", ["a.counts.tsv.gz", "z.counts.tsv.gz"])
@pytest.mark.parametrize(("day", "last"), [("2026-10-20", "again"), ("2025-10-20", "tumor")])
def test_of_several_tables_the_last_specimens_counts_whatever_its_name(
    tmp_path: Path, day: str, last: str, name: str
) -> None:
    found = two_tables(tmp_path, f"- {{id: again, kind: tissue, collected: {day}, site: lung}}", name)
    assert "CAS051" in {i.code for i in found.issues} and found.case.expression_specimen == last
    assert (research(found).drugs[0].supporting == ("CD274",)) is (last == "tumor")
    assert f"tumor ({last})" in text(found) and "normal tissue (lung)" in text(found)


# --- which normal tissue
NORMAL = "- {id: lung, kind: normal, collected: 2026-10-12, site: lung}"


@pytest.mark.parametrize(
    ("site", "disease", "code", "compared"),
    [
        ("lung", "LUAD", "", True),
        ("Lung, left lower lobe", "LUAD", "", True),
        ("blood", "LUAD", "research.normal_blood", False),
        ("PBMC", "LUAD", "research.normal_blood", False),
        ("buccal swab", "LUAD", "research.normal_blood", False),
        ("liver", "LUAD", "research.normal_other_tissue", False),
        ("lung", "COAD", "research.normal_of_biopsy", True),
        ("colon", "COAD", "", True),
        ("kidney", "COAD", "research.normal_other_tissue", False),
        ("adjacent", "LUAD", "research.normal_unsure", True),
        ("", "LUAD", "research.normal_site_unknown", True),
    ],
)
def test_normal_tissue_is_of_the_tumors_organ_or_it_is_told(
    tmp_path: Path, site: str, disease: str, code: str, compared: bool
) -> None:
    normal = NORMAL.replace("site: lung", f'site: "{site}"')
    found = changed(tmp_path, "nsclc-rna", (NORMAL, normal), ("disease: LUAD", f"disease: {disease}"))
    told = {c for c in remarks(found) if c.startswith("research.normal_")}
    assert told == ({code} if code else set())
    assert (research(found).sims is not None) is compared
    if not compared:
        nothing_compared(found)
        assert all(p.prediction is None for p in research(found).predicted)


def test_one_sample_measured_twice_is_compared_with_nothing(tmp_path: Path) -> None:
    dice = np.random.default_rng(13)

    def again(place: Path) -> None:
        shutil.copy(place / "tumor.counts.tsv.gz", place / "normal.counts.tsv.gz")
        rewritten(
            place / "normal.counts.tsv.gz",
            lambda rows: [[g, str(dice.poisson(0.8 * float(n)))] for g, n in rows],  # another library of the same RNA
        )

    found = case_with(tmp_path, again)
    assert "research.same_sample" in remarks(found)
    nothing_compared(found)
    assert all(p.prediction is None for p in research(found).predicted)


def test_few_tumor_cells_are_told_beside_the_ranking(tmp_path: Path) -> None:
    found = changed(tmp_path, "nsclc-rna", ("purity: 55%", "purity: 5%"))
    assert "research.few_tumor_cells" in remarks(found)
    assert "research.few_tumor_cells" not in remarks(changed(tmp_path / "more", "nsclc-rna"))


# --- what the rankings do not know
def raised(*genes: str) -> Callable[[Path], None]:
    def change(place: Path) -> None:
        rewritten(
            place / "tumor.counts.tsv.gz",
            lambda rows: [[g, str(40 * (int(n) + 50)) if g in genes else n] for g, n in rows],
        )

    return change


def test_a_drug_of_earlier_progression_carries_that_and_raised_targets_of_resistance_are_told(tmp_path: Path) -> None:
    found = case_with(tmp_path, raised("TYMS", "DHFR", "GART"))
    made = research(found)
    assert made.workflow is not None and made.workflow.progressed == ("carboplatin", "pemetrexed")
    assert "pemetrexed" in made.workflow.rna
    told = next(r for r in made.remarks if r.code == "research.rank_resistance")
    assert dict(told.params)["genes"] == ("DHFR", "GART", "TYMS")
    assert {"research.rank_direction", "research.rank_resistance"} <= remarks(found)
    row = next(line for line in parse_rows(found) if line.startswith("By RNA"))
    assert "progressed on before" in row and row.count("progressed on before") == 1


def parse_rows(found: Assessment) -> list[str]:
    page = parse(html.write(compose(found), words("en"), load().therapies))
    return [n.text().strip() for n in page.walk() if n.name == "tr"]


def test_without_such_targets_nothing_of_resistance_is_said() -> None:
    assert "research.rank_direction" in remarks(example("nsclc-rna"))
    made = research(example("nsclc-rna"))
    assert made.workflow is not None and made.workflow.progressed == ("carboplatin", "pemetrexed")


def test_a_node_of_a_triplet_that_is_below_normal_is_named() -> None:
    made = research(example("nsclc-rna"))
    assert made.sims is not None
    used = {key for t in made.sims.search.triplets for key in t.nodes}
    below = {made.sims.names[n.key] for n in made.sims.nodes if n.key in used and (n.change or 1) < 1 and not n.mutated}
    told = [set(dict(r.params)["nodes"]) for r in made.remarks if r.code == "research.sims_below_normal"]  # type: ignore[arg-type]
    assert told == ([below] if below else [])


@pytest.mark.parametrize("stained", [True, False])
def test_a_tree_without_its_first_marker_does_not_say_that_nothing_was_stained(tmp_path: Path, stained: bool) -> None:
    text_ = (EXAMPLES / "tnbc-rna" / "case.yaml").read_text("utf-8")
    lost = [
        x
        for x in text_.splitlines()
        if any(f"text: {m} " in x for m in (("AR",) if stained else ("AR", "CD8", "FOXC1", "DCLK1")))
    ]
    assert len(lost) == (1 if stained else 4)
    found = changed(tmp_path, "tnbc-rna", *((line + "\n", "") for line in lost))
    assert found.case.findings is not None
    reason = found.case.findings.biomarkers["fuscc_subtype"].reason
    assert reason is not None and reason.code == "fuscc.undetermined"
    assert dict(reason.params)["path"] == (("fuscc.first_missing",) if stained else ("fuscc.nothing",))
