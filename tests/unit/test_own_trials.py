"""Our own trial documents: what each part says is read, and every mistake has a code, a line and a path."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from tumorboard import vocab
from tumorboard.app.trial_files import linted
from tumorboard.cli.main import main
from tumorboard.criteria import combinators as c
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.leaves.age_between import AgeBetween
from tumorboard.criteria.leaves.fusion_in import FusionIn
from tumorboard.criteria.leaves.gene_activated import GeneActivated
from tumorboard.criteria.leaves.manual import Manual
from tumorboard.formats.trials import own
from tumorboard.issues import Parsed, Severity
from tumorboard.model.trial import Provenance, Trial, TrialId, TrialSite
from tumorboard.wording import words

VOCAB = vocab.load()
BARE = "tumorboard_trial: 1\nids: [NCT01234567]\n"
HEAD = BARE + "criteria: [SolidTumor()]\n"

WHOLE = """\
tumorboard_trial: 1
ids:
- NCT01234567
- ChiCTR2000034523
- protocol: ABC-001
acronym: EXAMPLE
title: {en: A trial, zh: 一项试验}
summary: An example.
phase: 1/2
status: open
version: "1.10"
date: 2026-03-01
from: S registry
facts: {phase: M-M paper}
sources:
  registry: ClinicalTrials.gov
  paper: doi 10.1000/x
criteria:
- number: I-01
  include: AgeBetween(min=18)
  text: {en: Adults, zh: 成人}
- number: E-07
  exclude: GeneActivated(["EGFR"]) or FusionIn(["ALK"])
  from: M-H paper
- number: E-08
  exclude: Manual
  text: No active infection
- number: I-02
  include:
    at_least: 1
    of:
    - {leaf: LabBetween, analyte: neutrophils, min: 1.5}
    - not: {leaf: CnsMetastases, steroid_free: true, stable_weeks: 6}
- SolidTumor()
sites:
- {name: Center, country: FR, city: Paris, latitude: 48.85, longitude: 2.35, status: open, slots: 3}
parts:
- id: A
  kind: arm
  code: A
  title: With a target
  drugs: [avelumab, axitinib]
  regimen: 10 mg/kg every 2 weeks
  status: open
  parts:
  - {id: A1, kind: dose_level, slots: 2, from: S paper, criteria: [{number: D-01, include: EcogAtMost(1)}]}
- {id: B, kind: cohort, status: closed}
"""


def read(text: str) -> Parsed[Trial]:
    return own.read(text, "t.yaml", LEAVES, VOCAB)


def test_everything_that_a_document_says_is_read() -> None:
    found = read(WHOLE)
    trial = found.value
    assert trial is not None
    assert found.issues == ()
    assert trial.ids == (TrialId("nct", "NCT01234567"), TrialId("chictr", "ChiCTR2000034523"), TrialId("protocol", "ABC-001"))  # fmt: skip
    assert (trial.acronym, trial.phase, trial.version, trial.updated) == ("EXAMPLE", "1/2", "1.10", date(2026, 3, 1))
    assert (trial.titles, trial.texts) == ({"en": "A trial", "zh": "一项试验"}, {"en": "An example."})
    assert trial.sites == (
        TrialSite(name="Center", country="FR", city="Paris", latitude=48.85, longitude=2.35, status="open", slots=3),
    )
    assert [x.asks for x in trial.criteria] == [
        AgeBetween(min=18),
        c.Not(c.Any((GeneActivated(("EGFR",)), FusionIn(("ALK",))))),
        c.Not(Manual("No active infection")),
        c.AtLeast(1, trial.criteria[3].asks.parts),  # type: ignore[attr-defined]
        LEAVES["SolidTumor"](),
    ]
    lab, brain = trial.criteria[3].asks.parts  # type: ignore[attr-defined]
    assert (lab.analyte, lab.min, brain.part.steroid_free, brain.part.stable_weeks) == ("neutrophils", 1.5, True, 6)
    assert [(x.reference, x.use) for x in trial.criteria] == [
        ("I-01", "inclusion"), ("E-07", "exclusion"), ("E-08", "exclusion"), ("I-02", "inclusion"), ("", "inclusion"),
    ]  # fmt: skip
    assert trial.provenance == Provenance("S", ("registry",))
    assert trial.criteria[1].provenance == Provenance("M-H", ("paper",))
    assert trial.facts == {"phase": Provenance("M-M", ("paper",))}
    placed = {p.part.id: p for p in trial.placed()}
    assert [x.reference for x in placed["A1"].criteria] == ["I-01", "E-07", "E-08", "I-02", "", "D-01"]
    assert {k: p.status for k, p in placed.items()} == {"A": "open", "A1": "open", "B": "closed"}
    assert placed["A"].part.therapies == ("avelumab", "axitinib")
    assert (placed["A1"].part.slots, placed["A"].part.regimen) == (2, {"en": "10 mg/kg every 2 weeks"})


def test_written_and_read_again_it_is_the_same_trial() -> None:
    trial = read(WHOLE).value
    assert trial is not None
    again = read(own.write(trial))
    assert again.issues == ()
    assert again.value == trial


MISTAKES = [
    # what is wrong, the document, the code, its line, its path
    ("a misspelled key", HEAD + "statsu: open\n", "TRL001", 4, "statsu"),
    ("a misspelled key of a criterion", BARE + "criteria:\n- exlude: SolidTumor()\n", "TRL001", 4, "criteria.0.exlude"),
    ("a key of nobody", HEAD + "budget: 1\n", "TRL002", 4, "budget"),
    ("text where a list belongs", HEAD + "parts: none\n", "TRL003", 4, "parts"),
    ("no whole number", HEAD + "parts:\n- {id: a, slots: few}\n", "TRL003", 5, "parts.0.slots"),
    ("no day", HEAD + "date: May 2026\n", "TRL003", 4, "date"),
    ("a status of no list", HEAD + "status: recruiting\n", "TRL004", 4, "status"),
    ("no language", HEAD + "title: {English: x}\n", "TRL005", 4, "title.English"),
    ("a source that is not listed", HEAD + "from: S paper\n", "TRL006", 4, "from"),
    ("a part without id", HEAD + "parts:\n- kind: arm\n", "TRL007", 5, "parts.0"),
    ("two parts of one id", HEAD + "parts:\n- id: a\n- id: a\n", "TRL008", 6, "parts.1.id"),
    ("a criterion's number twice", BARE + "criteria:\n- {number: I-1, include: SolidTumor()}\n- {number: I-1, include: EcogAtMost(1)}\n", "TRL008", 5, "criteria.1.number"),
    ("a parent's number again", BARE + "criteria: [{number: I-1, include: SolidTumor()}]\nparts:\n- {id: a, criteria: [{number: I-1, include: EcogAtMost(1)}]}\n", "TRL008", 5, "parts.0.criteria.0.number"),
    ("a country of nobody", HEAD + "sites: [{name: x, country: Atlantis}]\n", "TRL009", 4, "sites.0.country"),
    ("words without use", BARE + "criteria:\n- text: adults\n", "TRL010", 4, "criteria.0"),
    ("both uses at once", BARE + "criteria:\n- {include: SolidTumor(), exclude: SolidTumor()}\n", "TRL011", 4, "criteria.0.exclude"),
    ("a use that denies the key", BARE + "criteria:\n- {exclude: SolidTumor(), use: inclusion}\n", "TRL011", 4, "criteria.0.use"),
    ("Manual without words", BARE + "criteria:\n- include: Manual\n", "TRL012", 4, "criteria.0.include"),
    ("no form", HEAD.replace("tumorboard_trial: 1\n", ""), "TRL013", None, "tumorboard_trial"),
    ("an NCT id as protocol number", HEAD.replace("[NCT01234567]", "[{protocol: NCT01234567}]"), "TRL014", 2, "ids.0"),
    ("an NCT id of seven digits", HEAD.replace("NCT01234567", "NCT0123456"), "TRL015", 2, "ids.0"),
    ("a number that is no NCT id", HEAD.replace("[NCT01234567]", "[{nct: 10-001}]"), "TRL015", 2, "ids.0"),
    ("a registry of nobody", HEAD.replace("[NCT01234567]", "[{nci: 10-001}]"), "TRL004", 2, "ids.0"),
    ("half a place", HEAD + "sites: [{name: x, latitude: 48}]\n", "TRL016", 4, "sites.0.latitude"),
    ("a place off the earth", HEAD + "sites: [{name: x, latitude: 148, longitude: 1}]\n", "TRL016", 4, "sites.0.latitude"),
    ("asked and excluded", HEAD + "parts:\n- id: a\n  criteria:\n  - exclude: SolidTumor()\n", "TRL017", 7, "parts.0.criteria.0"),
    ("excluded within any, asked within all", BARE + "criteria:\n- EcogAtMost(1) and SolidTumor()\n- exclude: Any(PregnantOrBreastfeeding(), SolidTumor())\n", "TRL017", 5, "criteria.1"),
    ("ages that exclude each other", HEAD + "parts:\n- {id: a, criteria: [AgeBetween(min=18)], parts: [{id: b, criteria: [AgeBetween(max=12)]}]}\n", "TRL018", 5, "parts.0.parts.0.criteria.0"),
    ("an unknown gene", BARE + "criteria:\n- GeneActivated([\"EGRF\"])\n", "TRL019", 4, "criteria.0"),
    ("an unknown condition", BARE + "criteria:\n- exclude: ConditionHistory([\"uvetis\"])\n", "TRL019", 4, "criteria.0"),
    ("an unknown medicine", BARE + "criteria:\n- exclude: OnMedication([\"omeprazol\"])\n", "TRL019", 4, "criteria.0"),
    ("an unknown tumor", BARE + "criteria:\n- DiagnosisIn([\"NSCLCX\"])\n", "TRL019", 4, "criteria.0"),
    ("an unknown drug", HEAD + "parts: [{id: a, drugs: [axitnib]}]\n", "TRL021", 4, "parts.0.drugs.0"),
    ("open below closed", HEAD + "status: closed\nparts: [{id: a, status: open}]\n", "TRL020", 5, "parts.0.status"),
    ("no criteria", BARE, "TRL022", None, ""),
    ("only a Chinese title", HEAD + "title: {zh: 试验}\n", "TRL023", 4, "title"),
    ("an empty All", BARE + "criteria: [\"All() and SolidTumor()\"]\n", "TRL024", 3, "criteria.0"),
    ("an empty Any", BARE + "criteria: [{include: {any: []}}]\n", "TRL025", 3, "criteria.0"),
    ("an unknown question", BARE + "criteria:\n- exclude: EgocAtMost(1)\n", "CRT007", 4, "criteria.0.exclude"),
    ("an unknown parameter", BARE + "criteria:\n- AgeBetween(minimum=18)\n", "CRT011", 4, "criteria.0"),
    ("a parameter of another kind", BARE + "criteria:\n- include: {leaf: EcogAtMost, limit: one}\n", "CRT014", 4, "criteria.0.include"),
    ("no criterion", BARE + "criteria:\n- include: adults only\n", "CRT002", 4, "criteria.0.include"),
    ("a tree too deep for the language", BARE + "criteria:\n- include: " + '{"not": ' * 90 + "{leaf: SolidTumor}" + "}" * 90 + "\n", "CRT003", 4, "criteria.0.include"),
    ("a text too deep for the language", BARE + "criteria:\n- " + "not " * 900 + "SolidTumor()\n", "CRT003", 4, "criteria.0"),
    ("a thousand brackets around a criterion", BARE + "criteria:\n- " + "(" * 1000 + "SolidTumor()" + ")" * 1000 + "\n", "CRT003", 4, "criteria.0"),
    ("a thousand brackets that nobody closes", BARE + "criteria:\n- " + "(" * 1000 + "SolidTumor()\n", "CRT003", 4, "criteria.0"),
    ("a key twice", HEAD + "status: open\nstatus: closed\n", "YML007", 5, ""),
    ("a cyclic tree", HEAD + "parts:\n- &a {id: a, parts: [*a]}\n", "YML004", 5, ""),
    ("a thousand levels of parts", HEAD + "parts: " + "[{id: a, parts: " * 1000 + "[]" + "}]" * 1000 + "\n", "YML005", 4, ""),
    ("a thousand levels of criteria", HEAD + "parts: " + '{"not": ' * 1000 + "x" + "}" * 1000 + "\n", "YML005", 4, ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "line", "path"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_every_mistake_has_a_code_a_line_and_a_path(text: str, code: str, line: int | None, path: str) -> None:
    told = [(i.code, i.place.line, i.place.field) for i in read(text).issues]
    assert (code, line, path) in told


def test_a_name_that_is_like_no_other_is_told_without_a_gap() -> None:
    (issue,) = read(BARE + 'criteria:\n- GeneActivated(["QQQQ"])\n').issues
    assert words("en").issue(issue)[0] == "QQQQ is no gene symbol of the tables; near to it: nothing"


def test_a_strict_lint_calls_a_name_that_no_table_has_an_error(tmp_path: Path) -> None:
    path = tmp_path / "trial.yaml"
    path.write_text(BARE + 'criteria:\n- HadTherapy(agents=["osimertinb"])\n', "utf-8")
    severity = {strict: [i.severity.value for i in linted([path], strict=strict)[0].issues] for strict in (False, True)}
    assert severity == {False: ["warning"], True: ["error"]}
    found = CliRunner().invoke(main, ["trials", "lint", str(path), "--strict"])
    assert found.exit_code == 10 and "error TRL019" in found.output


@pytest.mark.parametrize(
    ("gene", "written", "meant"),
    [
        ("EGFR", "exon20_insertion", "EGFR:exon20_insertion"),
        ("BRAF", "BRAF:class3", "BRAF:class_3"),
        ("EGFR", "BRAF:exon19_deletion", "EGFR:exon19_deletion"),
    ],
)
def test_a_class_of_variants_that_the_gene_does_not_have_is_an_error(gene: str, written: str, meant: str) -> None:
    (issue,) = read(BARE + f'criteria:\n- exclude: VariantClassIn("{gene}", ["{written}"])\n').issues
    assert (issue.code, issue.severity.value, dict(issue.params)["near"][0]) == ("TRL019", "error", meant)


def test_a_misspelled_key_or_name_is_told_with_what_was_meant() -> None:
    (issue,) = read(HEAD + "statsu: open\n").issues
    assert dict(issue.params) == {"key": "statsu", "near": ("status",)}
    (issue,) = read(BARE + 'criteria:\n- GeneActivated(["KRASS"])\n').issues
    assert dict(issue.params)["near"][0] == "KRAS"


@pytest.mark.parametrize(
    "written", ["EgocAtMost(1)", "adults only", "{leaf: EcogAtMost, limit: one}", "Any(EcogAtMost(1), Nothing())"]
)
def test_what_cannot_be_read_is_kept_for_a_person(written: str) -> None:
    found = read(BARE + f"criteria:\n- exclude: {written}\n  text: The words of the protocol\n")
    assert found.value is not None
    assert [x.asks for x in found.value.criteria] == [c.Not(Manual("The words of the protocol"))]
    assert [i.severity for i in found.issues] == [Severity.ERROR]


@pytest.mark.parametrize("indent", [None, 2])
def test_the_same_document_in_json_is_the_same_trial(indent: int | None) -> None:
    held = yaml.safe_load(WHOLE)
    held["date"] = "2026-03-01"
    text = json.dumps(held, indent=indent, ensure_ascii=False)
    assert own.is_own(text)
    assert read(text).value == read(WHOLE).value


def test_a_country_by_name_is_its_code() -> None:
    found = read(HEAD + "sites: [{name: x, country: France}, {name: y, country: CN}]\n")
    assert found.value is not None
    assert ([s.country for s in found.value.sites], found.issues) == (["FR", "CN"], ())


def test_parts_of_one_id_are_both_kept() -> None:
    trial = read(HEAD + "parts:\n- id: a\n- {id: a, status: open}\n- {id: a#2}\n").value
    assert trial is not None
    assert [p.id for p in trial.every_part()] == ["a", "a#2", "a#2#2"]


def test_our_documents_are_told_from_ctml() -> None:
    assert own.is_own(WHOLE)
    assert own.is_own("ids: [x]\ncriteria: []\n")  # who forgot the first line is told so
    assert not own.is_own("protocol_no: 10-001\ntreatment_list: {}\nids: [x]\n")
    assert not own.is_own('{"protocol_no": "10-001", "parts": []}')


def test_twenty_thousand_parts_are_read_in_bounded_time() -> None:
    text = HEAD + "parts:\n" + "".join(f"- {{id: p{n}, criteria: [EcogAtMost(1)]}}\n" for n in range(20_000))
    begun = time.process_time()
    found = read(text)
    assert found.value is not None
    assert len(found.value.parts) == 20_000
    assert time.process_time() - begun < 30


def _new(tmp_path: Path, text: str) -> tuple[int, str]:
    source, target = tmp_path / "source.json", tmp_path / "new.yaml"
    source.write_text(text, "utf-8")
    found = CliRunner().invoke(main, ["trials", "new", str(target), "--from", str(source)])
    return found.exit_code, target.read_text("utf-8") if target.exists() else found.output


def test_a_document_without_an_id_is_begun_with_all_that_it_says(tmp_path: Path) -> None:
    arm = {"arm_code": "A", "match": [{"genomic": {"hugo_symbol": "BRAF", "variant_category": "Mutation"}}]}
    document = {"long_title": "A trial", "treatment_list": {"step": [{"arm": [arm]}]}}
    code, text = _new(tmp_path, json.dumps(document))
    assert code == 10  # it is written, and its missing id is told
    assert "source.json#1" in text and "BRAF" in text and "A trial" in text
    (tmp_path / "new.yaml").unlink()
    code, text = _new(tmp_path, json.dumps([document, {**document, "protocol_no": "10-001"}]))
    assert code == 10 and "holds 2 trials" in text  # neither is dropped in silence
