"""From files to report: the worked NSCLC and TNBC cases, what is refused, and that other cases wait for none of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from tests.page_support import parse
from tests.report_support import ON
from tests.unit.test_report_words import CLOSE, OPEN, PROPER, bracketed, outside, seen, strings

from tumorboard.app.assessing import assess, workbench
from tumorboard.app.cases import open_case
from tumorboard.app.trial_sets import opened
from tumorboard.formats import html
from tumorboard.interpret.expression import ddpp
from tumorboard.issues import Parsed
from tumorboard.model.assessment import Assessment
from tumorboard.model.policy import Policy
from tumorboard.model.research import Research
from tumorboard.report import compose
from tumorboard.vocab import load
from tumorboard.vocab.sims import Sims
from tumorboard.wire.codec import document, plain
from tumorboard.wire.decode import loads
from tumorboard.wording import words

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"


def of_folder(folder: Path) -> Assessment:
    bench = workbench()
    return assess(open_case(folder, bench.vocab, bench.registry), bench, Policy(), ON)


@cache
def example(name: str) -> Assessment:
    return of_folder(EXAMPLES / name)


def changed(folder: Path, name: str, *pairs: tuple[str, str]) -> Assessment:
    """The example with words of its case file replaced."""
    place = folder / name
    shutil.copytree(EXAMPLES / name, place)
    text = (place / "case.yaml").read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    (place / "case.yaml").write_text(text, "utf-8")
    return of_folder(place)


def research(found: Assessment) -> Research:
    assert found.research is not None
    return found.research


def remarks(found: Assessment) -> set[str]:
    return {r.code for r in research(found).remarks}


# --- the worked NSCLC case: tumor and normal lung
def test_the_nsclc_case_shows_nodes_drugs_arm_and_matching_score() -> None:
    found = research(example("nsclc-rna"))
    assert found.sims is not None and found.workflow is not None and found.ledger is not None
    by = {n.key: n for n in found.sims.nodes}
    assert [by[k].score for k in ("IMMUNE", "CDK46", "ANGIO")] == [10.0, 10.0, 10.0]
    assert ("ANGIO", "CDK46", "IMMUNE") in {tuple(sorted(t.nodes)) for t in found.sims.search.triplets}
    assert found.workflow.arm == "rna"
    assert found.workflow.decision is not None
    assert found.workflow.decision.agents == ("avelumab", "axitinib", "palbociclib")
    assert found.workflow.rna_score == 1.0  # avelumab shares the first place
    assert (found.ledger.matched, found.ledger.total, found.workflow.dna_score) == (0, 1, 0.0)
    assert {d.agent for d in found.drugs} >= {"avelumab", "axitinib", "palbociclib"}
    assert [(c.gene, c.call, c.against) for c in found.calls] == [("CD274", "over", "normal")]


def test_a_mutation_of_the_case_switches_its_node_on_and_copy_numbers_join() -> None:
    nodes = {n.key: n for n in research(example("nsclc-rna")).sims.nodes}  # type: ignore[union-attr]
    assert (nodes["ANTIAPOP"].mutated, nodes["ANTIAPOP"].score) == (True, 10.0)  # TP53 R175H
    assert nodes["RAS"].mutated is False and nodes["RAS"].layers == ("mrna", "cna", "mutation")
    # the panel covers CDK4 and CDK6, not every gene of angiogenesis: its copies are not tested, which is not 10
    assert (nodes["CDK46"].cna, nodes["ANGIO"].cna, nodes["ANGIO"].layers) == (10, None, ("mrna",))
    assert "research.sims_copies_untested" in remarks(example("nsclc-rna"))
    assert "research.sims_cna_approximate" in remarks(example("nsclc-rna"))
    assert "research.sims_other_tumor" not in remarks(example("nsclc-rna"))


def test_toxicities_of_the_decision_add_up_by_the_labels_and_drugs_without_a_row_are_not_known() -> None:
    lung = research(example("nsclc-rna")).workflow
    assert lung is not None and lung.decided == lung.received
    shared = {o.toxicity: o.agents for o in lung.decided.overlaps}
    assert shared["liver"] == ("avelumab", "axitinib") and shared["pneumonitis"] == ("avelumab", "palbociclib")
    assert lung.decided.unknown == ()
    breast = research(example("tnbc-rna")).workflow
    assert breast is not None and breast.decided.unknown == ("camrelizumab", "nab-paclitaxel")


def test_a_predictor_of_the_site_stands_with_its_guards_and_an_interval() -> None:
    one = research(example("nsclc-rna")).predicted[1]
    assert (one.input.agent, one.input.model.patients, one.input.outcome) == ("palbociclib", 20, "PFS (weeks)")
    assert one.prediction is not None and one.prediction.low < one.prediction.value < one.prediction.high
    assert one.input.model.permutation_p <= 0.05 and (one.input.model.left_out_r or 0) > 0


def test_a_predictor_that_chance_explains_predicts_nobody_and_says_so() -> None:
    one = research(example("nsclc-rna")).predicted[0]
    assert (one.input.agent, one.input.model.patients) == ("axitinib", 12)
    assert (
        one.input.model.naive_p < 0.05 < one.input.model.permutation_p
    )  # as it would have been published, and as it is
    assert (one.prediction, one.withheld) == (None, "by_chance")
    assert words("en").term("research.ddpp.by_chance") in parse(page("nsclc-rna")).text()


def test_a_predictor_on_few_patients_is_refused_and_one_without_a_table_is_told(tmp_path: Path) -> None:
    place = tmp_path / "few"
    shutil.copytree(EXAMPLES / "nsclc-rna", place)
    table = place / "palbociclib_patients.tsv"
    rows = ["patient\tPFS (weeks)\tCDK4\tCDK6"]
    rows += [f"I-{n}\t{5 + 10 * n}\t{n}\t{n * n % 3 + 1}" for n in range(1, 8)]  # seven, and CDK4 tells the time
    table.write_text("\n".join(rows) + "\n", "utf-8")
    few = research(of_folder(place)).predicted[1]
    assert (few.prediction, few.withheld) == (None, "few_patients")
    text = (place / "case.yaml").read_text("utf-8")
    (place / "case.yaml").write_text(text.replace("seed: 1}", "seed: 1, exploratory: true}"), "utf-8")
    said = research(of_folder(place)).predicted
    assert said[1].prediction is not None and said[1].prediction.exploratory
    assert (said[0].prediction, said[0].withheld) == (None, "by_chance")  # exploratory or not
    table.unlink()
    gone = of_folder(place)
    assert len(research(gone).predicted) == 1
    assert "RNA030" in {i.code for i in gone.issues}


# --- the worked TNBC case: stainings, tumor RNA, a cohort
def test_the_tnbc_case_shows_the_subtype_two_ways_and_the_matching_score() -> None:
    found = example("tnbc-rna")
    assert found.case.findings is not None
    subtype = found.case.findings.biomarkers["fuscc_subtype"]
    assert (subtype.state, subtype.method) == ("im", "fuscc_ihc")
    made = research(found)
    assert made.subtype is not None and made.workflow is not None
    assert (made.subtype.label, made.subtype.samples) == ("im", 48)
    assert made.subtype.margin > 0.05
    assert made.sims is None and made.drugs == ()
    assert "research.no_normal" in remarks(found)
    assert ("RNA003", "info") in {(i.code, i.severity.value) for i in found.issues}
    assert made.workflow.dna_score == 0.0
    assert [(c.gene, c.against) for c in made.calls] == [("TACSTD2", "cohort")]


def test_the_subtype_of_the_tnbc_case_leads_to_its_arm_of_future_and_to_no_other() -> None:
    from click.testing import CliRunner

    from tumorboard.cli.main import main

    future = ROOT / "src" / "tumorboard" / "knowledge" / "trials" / "future.yaml"
    asked = ["trials", "match", str(EXAMPLES / "tnbc-rna"), "--trials", str(future), "--on", "2026-11-27"]
    made = CliRunner().invoke(main, asked)
    assert made.exit_code == 0, made.output
    # an example trial holds a question for what of its protocol is not written: its best state is undecided
    assert "undecided: arm C" in made.output
    assert "Missing: questions of the protocol for a person: 1" in made.output
    assert "0 potentially eligible, 1 undecided, 0 not now, 6 not eligible" in made.output


def states_of_future(folder: Path) -> dict[str, str]:
    """Arm to its state."""
    future = Path(str(files("tumorboard.knowledge").joinpath("trials"))) / "future.yaml"
    bench = workbench()
    found = assess(
        open_case(folder, bench.vocab, bench.registry), bench, Policy(), ON, trials=opened(Parsed((future,)))
    )
    assert found.trials is not None
    one = found.trials.trials[0]
    return {p.id: p.state for p in (*one.parts, *one.others)}


# stainings in place of the example's, and the arms of FUTURE that stay open; of A and B the panel tells ERBB2, of D and E no germline test
@pytest.mark.parametrize(
    ("stained", "arms"),
    [
        ("AR 2%", "CDEFG"),
        ("AR 2%; CD8 1%", "DEFG"),
        ("AR 2%; CD8 1%; FOXC1 negative", "FG"),
        ("AR 2%; CD8 1%; DCLK1 negative", "DE"),
        ("AR 2%; CD8 1%; FOXC1 negative; DCLK1 negative", ""),
        ("CD8 25%", "BC"),
        ("FOXC1 positive; CD8 1%", "BDE"),
        ("", "BCDEFG"),
    ],
)
def test_arms_of_subtypes_that_the_stainings_exclude_are_not_eligible_and_the_others_undecided(
    tmp_path: Path, stained: str, arms: str
) -> None:
    place = tmp_path / "partial"
    shutil.copytree(EXAMPLES / "tnbc-rna", place)
    lines = (place / "case.yaml").read_text("utf-8").splitlines()
    kept = [line for line in lines if not re.match(r"- \{text: (AR|CD8|FOXC1|DCLK1) ", line)]
    at = kept.index("biomarkers:") + 1
    kept[at:at] = [f"- {{text: {s}, specimen: liver, date: 2026-11-03}}" for s in stained.split("; ") if s]
    (place / "case.yaml").write_text("\n".join(kept) + "\n", "utf-8")
    found = states_of_future(place)
    assert "".join(sorted(arm for arm, state in found.items() if state == "undecided")) == arms
    assert {state for arm, state in found.items() if arm not in arms} <= {"not_eligible"}


def test_a_surrogate_that_differs_from_the_stainings_changes_no_finding(tmp_path: Path) -> None:
    found = changed(tmp_path, "tnbc-rna", ("CD8 25%", "CD8 1%"))
    assert found.case.findings is not None
    assert found.case.findings.biomarkers["fuscc_subtype"].state == "blis"
    assert research(found).subtype is not None
    assert "research.subtypes_differ" in remarks(found)


def test_a_tumor_that_is_not_triple_negative_gets_no_surrogate(tmp_path: Path) -> None:
    found = changed(tmp_path, "tnbc-rna", ("ER negative", "ER 80%"))
    assert research(found).subtype is None


# --- what is refused, with its code, and what is said in its place
REFUSED = [
    ("units of two scales", "nsclc-rna", "research.other_scale", "RNA008", ("normal.counts.tsv.gz", "gene\tTPM")),
    ("logs given as counts", "nsclc-rna", "research.refused", "RNA001", ("tumor.counts.tsv.gz", "log")),
]


@pytest.mark.parametrize(("case", "remark", "code", "how"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_tables_that_would_mislead_are_refused(
    tmp_path: Path, case: str, remark: str, code: str, how: tuple[str, str]
) -> None:
    import gzip
    from math import log2

    place = tmp_path / case
    shutil.copytree(EXAMPLES / case, place)
    lines = gzip.decompress((place / how[0]).read_bytes()).decode().splitlines()
    if how[1] == "log":
        rows = [line.split("\t") for line in lines[1:]]
        lines[1:] = [f"{g}\t{log2(float(v) + 1):.3f}" for g, v in rows]
    else:  # reads become per million, as the header says
        rows = [line.split("\t") for line in lines[1:]]
        total = sum(float(v) for _, v in rows)
        lines = [how[1], *(f"{g}\t{1e6 * float(v) / total:.3f}" for g, v in rows)]
    (place / how[0]).write_bytes(gzip.compress("\n".join(lines).encode()))
    found = of_folder(place)
    assert remark in remarks(found)
    assert code in {i.code for i in found.issues}
    assert research(found).sims is None and research(found).drugs == ()


def test_a_cohort_of_one_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "small"
    shutil.copytree(EXAMPLES / "tnbc-rna", place)
    (place / "one.log2_tpm.tsv").write_text("gene\tA\nAR\t3.5\nCD8A\t2.5\n", "utf-8")
    text = (place / "case.yaml").read_text("utf-8").replace("cohort.log2_tpm.tsv.gz", "one.log2_tpm.tsv")
    (place / "case.yaml").write_text(text, "utf-8")
    found = of_folder(place)
    assert "RNA005" in {i.code for i in found.issues}
    assert "research.no_reference" in remarks(found)


def test_a_cohort_outside_of_the_folder_is_not_opened(tmp_path: Path) -> None:
    found = changed(tmp_path, "tnbc-rna", ("reference: cohort", "reference: ../cohort"))
    assert "CAS075" in {i.code for i in found.issues}
    assert "research.no_reference" in remarks(found)


def test_a_decision_of_a_later_day_is_not_known(tmp_path: Path) -> None:
    found = changed(tmp_path, "nsclc-rna", ("on: 2026-11-05", "on: 2027-01-05"))
    workflow = research(found).workflow
    assert workflow is not None and workflow.decision is None


def test_another_tumor_against_the_lung_deciles_is_told_so(tmp_path: Path) -> None:
    found = changed(tmp_path, "nsclc-rna", ("disease: LUAD", "disease: PAAD"))
    assert "research.sims_other_tumor" in remarks(found)


# --- what is kept, and what is shown
@pytest.mark.parametrize("name", ["nsclc-rna", "tnbc-rna"])
def test_an_assessment_with_research_comes_back_from_its_json(name: str) -> None:
    text = document(example(name))
    assert document(loads(Assessment, text)) == text
    assert "INVENTED-" not in text  # no patient of the cohort is carried on


def test_same_case_same_bytes() -> None:
    assert document(of_folder(EXAMPLES / "nsclc-rna")) == document(example("nsclc-rna"))


@cache
def page(name: str) -> str:
    return html.write(compose(example(name)), words("en"), load().therapies)


@pytest.mark.parametrize("name", ["nsclc-rna", "tnbc-rna"])
def test_the_section_stands_unranked_with_its_evidence(name: str) -> None:
    section = next(n for n in parse(page(name)).walk() if n.attributes.get("id") == "research")
    text = section.text()
    assert words("en").term("research.notice") in text
    for method in research(example(name)).methods:
        assert words("en").term(f"method.{method.name}.evidence") in text
    options = " ".join(str(o.therapies) for o in example(name).options)
    assert "axitinib" not in options and "camrelizumab" not in options  # nothing of it became an option


def test_the_heat_map_says_every_node_to_who_cannot_see_it() -> None:
    tree = parse(page("nsclc-rna"))
    rows = [n.attributes["aria-label"] for n in tree.walk() if n.attributes.get("role") == "img" and n.name == "g"]
    names = [n.name for n in Sims.load().nodes]
    assert sorted(r.split(":")[0] for r in rows) == sorted(names)
    assert any("score 10.0" in r for r in rows)


@pytest.mark.parametrize("name", ["nsclc-rna", "tnbc-rna"])
def test_every_word_of_the_section_is_from_a_catalog_or_from_the_assessment(name: str) -> None:
    tree = parse(html.write(compose(example(name)), bracketed(), load().therapies))
    left = outside(seen(tree))
    assert OPEN not in left and CLOSE not in left
    data = " ".join(strings(plain(example(name))))
    drugs = " ".join(e.name for e in load().therapies.entries.values())
    known = set(re.findall(r"[A-Za-z]{2,}", f"{data} {drugs}")) | PROPER | {"doi", "PMID"}
    assert sorted(set(re.findall(r"[A-Za-z]{2,}", left)) - known) == []


def test_every_toxicity_rule_and_method_has_words() -> None:
    terms = words("en").terms
    table = Sims.load()
    assert sorted({t for found in table.toxicities.values() for t in found if f"toxicity.{t}" not in terms}) == []
    used = {m.name for name in ("nsclc-rna", "tnbc-rna") for m in research(example(name)).methods}
    assert [m for m in used if f"method.{m}" not in terms or f"method.{m}.evidence" not in terms] == []
    assert ddpp.METHOD.standing == "reading"


def test_a_report_without_material_for_research_imports_no_array_library_for_it() -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from tumorboard.app.assessing import assess, workbench\n"
        "from tumorboard.app.cases import open_case\n"
        "from tumorboard.model.policy import Policy\n"
        "from datetime import date\n"
        "bench = workbench()\n"
        "found = assess(open_case(Path(sys.argv[1]), bench.vocab, bench.registry), bench, Policy(), date(2026, 11, 27))\n"
        "assert found.research is None\n"
        "print([m for m in sys.modules if m == 'numpy' or 'expression.sims' in m or m.endswith('board.research')])\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", program, str(EXAMPLES / "luad-egfr")],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
