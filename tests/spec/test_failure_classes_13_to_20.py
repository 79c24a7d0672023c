"""What goes wrong in other tools, R13 to R20, and the laws of R1, R2, R4, R6 and R9 (peers' failure classes)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from tests.evidence_support import approved, names, statement, withdrawn
from tests.truth_support import assess, codes, grade, the

from tumorboard import vocab
from tumorboard.criteria.leaves import LEAVES
from tumorboard.evidence.grade import SCHEMES
from tumorboard.knowledge import pack_loader
from tumorboard.model.alteration import GenomicPosition
from tumorboard.model.assessment import KnowledgeRelease
from tumorboard.model.knowledge import HotspotCount
from tumorboard.model.statement import Statement
from tumorboard.testing.short_case import short_case
from tumorboard.wire.codec import dumps

L858R = 'ProteinChangeIn("EGFR", ["L858R"])'


def about(code: str) -> str:
    return f'DiagnosisIn(["{code}"])'


# --- R1: what was shown in this tumor stands before what is approved for another ----------------------------------
OWN_EVIDENCE = ["rct met", "prospective_nonrandomized met", "basket met", "retrospective", "rct response_only"]


@pytest.mark.parametrize("study", OWN_EVIDENCE)
@pytest.mark.parametrize("code", ["NSCLC", "LUAD", "LUSC"])
def test_r1_an_option_of_an_unrelated_tumor_never_stands_above_one_shown_in_this_tumor(code: str, study: str) -> None:
    here = statement("z", "afatinib", L858R, study=study)
    there = statement("a", "erlotinib", L858R, disease=about("PAAD"), approvals=approved(), study="rct met")
    assert names(assess(f"{code}; EGFR L858R", here, there).options) == ["afatinib", "erlotinib"]


def test_r1_a_study_that_showed_no_benefit_here_is_no_evidence_to_stand_on() -> None:
    failed = statement("a", "afatinib", L858R, study="rct absent")
    there = statement("z", "erlotinib", L858R, disease=about("PAAD"), approvals=approved())
    cell = statement("y", "gefitinib", L858R, study="preclinical")
    found = assess("LUAD; EGFR L858R", failed, there, cell)
    assert names(found.options) == ["erlotinib", "gefitinib", "afatinib"]


# --- R2: a weaker statement never demotes a stronger one ----------------------------------------------------------
STRONGER_FIRST: list[tuple[dict[str, object], dict[str, object]]] = [
    # a broad strong statement, a narrow weak one
    ({"approvals": approved()}, {"study": "preclinical"}),
    ({"approvals": approved()}, {"study": "rct met"}),
    ({"guideline": "other"}, {"study": "prospective_nonrandomized met"}),
    ({"study": "rct met"}, {"study": "retrospective"}),
    ({"study": "rct met"}, {"approvals": approved(), "disease": about("PAAD")}),
    ({"study": "retrospective"}, {"study": "case_report"}),
    ({"civic": "A"}, {"civic": "B"}),
    ({"civic": "B"}, {"civic": "C"}),
]


@pytest.mark.parametrize(("strong", "weak"), STRONGER_FIRST)
def test_r2_level_outranks_how_exactly_a_statement_matches(strong: dict[str, object], weak: dict[str, object]) -> None:
    broad = statement("z", "afatinib", 'GeneAltered(["EGFR"])', **strong)  # type: ignore[arg-type]
    narrow = statement("a", "gefitinib", L858R, **weak)  # type: ignore[arg-type]
    assert names(assess("LUAD; EGFR L858R", broad, narrow).options) == ["afatinib", "gefitinib"]


def test_r2_level_outranks_completeness_an_undecided_condition_keeps_its_place_and_names_what_is_missing() -> None:
    approved_here = statement("z", "afatinib", L858R, given="EcogAtMost(1)", approvals=approved())
    decided = statement("a", "gefitinib", L858R, study="rct met")
    first, second = assess("LUAD; EGFR L858R", approved_here, decided).options
    assert (first.therapies, first.verdict.name, first.missing) == (("afatinib",), "UNKNOWN", ("performance.ecog",))
    assert second.verdict.name == "MET"


def test_r2_of_equals_the_one_whose_conditions_hold_stands_first() -> None:
    undecided = statement("a", "afatinib", L858R, given="EcogAtMost(1)", approvals=approved())
    decided = statement("z", "gefitinib", L858R, approvals=approved())
    assert names(assess("LUAD; EGFR L858R", undecided, decided).options) == ["gefitinib", "afatinib"]


# --- R4: a therapy with both directions always carries a conflict note --------------------------------------------
T790M = 'ProteinChangeIn("EGFR", ["T790M"])'


@pytest.mark.parametrize("strength", [{"guideline": "other"}, {"study": "preclinical"}, {"civic": "D"}, {}])
@pytest.mark.parametrize("tumor", ["NSCLC", "PAAD"])
@pytest.mark.parametrize("own", [{"approvals": approved()}, {"study": "retrospective"}, {"civic": "C"}])
def test_r4_both_directions_always_carry_a_conflict_note(
    strength: dict[str, str], tumor: str, own: dict[str, object]
) -> None:
    works = statement("s", "gefitinib", L858R, **own)  # type: ignore[arg-type]
    fails = statement("r", "gefitinib", T790M, predicate="resistance", disease=about(tumor), **strength)  # type: ignore[arg-type]
    option = the(assess("LUAD; EGFR L858R; EGFR T790M", works, fails))
    assert any(r.param("statement") == "r" for r in option.conflicts)


# --- R6: only the codon, class or allele named --------------------------------------------------------------------
CODON = [
    ("EGFR L858R", True),
    ("EGFR L858M", True),  # the codon is named, not the change
    ("EGFR L861Q", False),
]


@pytest.mark.parametrize(("found", "kept"), CODON)
def test_r6_a_label_for_a_codon_means_that_codon(found: str, kept: bool) -> None:
    label = statement("s", "afatinib", 'CodonMutated("EGFR", [858])', approvals=approved())
    assert the(assess(f"LUAD; tested; {found}", label)).kept is kept


# --- R9: every solid tumor code -----------------------------------------------------------------------------------
def test_r9_an_agnostic_option_appears_for_every_solid_tumor_code_and_is_off_label_in_blood() -> None:
    agnostic = statement("s", "larotrectinib", 'FusionIn(["NTRK1"])', disease="SolidTumor()", genes=["NTRK1"],
                         tumor_agnostic=True, approvals=approved())  # fmt: skip
    kinds: dict[bool | None, set[str]] = {True: set(), False: set(), None: set()}
    for code, entry in vocab.load().diseases.entries.items():
        option = the(assess(f"{code}; TPM3::NTRK1", agnostic))
        kinds[entry.solid].add(option.bucket)
    assert kinds == {
        True: {"approved_own_tumor"}, False: {"approved_other_tumor"}, None: {"approved_tumor_unknown"},
    }  # fmt: skip


# --- R13: silent changes ------------------------------------------------------------------------------------------
SILENT = [
    'GeneAltered(["EGFR"])',
    'GeneActivated(["EGFR"])',
    'CodonMutated("EGFR", [787])',
    'ExonMutated("EGFR", [20])',
]


@pytest.mark.parametrize("biomarker", SILENT)
def test_r13_a_synonymous_variant_yields_nothing(biomarker: str) -> None:
    label = statement("s", "afatinib", biomarker, approvals=approved())
    assert assess("LUAD; tested; EGFR Q787Q exon 20", label).options == ()
    assert assess("LUAD; EGFR Q787Q exon 20", label).options == ()


def test_r13_a_synonymous_variant_counts_where_a_statement_names_it() -> None:
    named = statement("s", "afatinib", 'ProteinChangeIn("EGFR", ["Q787="])', study="retrospective")
    assert the(assess("LUAD; tested; EGFR Q787Q", named)).kept


# --- R14: order -----------------------------------------------------------------------------------------------------
def test_r14_the_order_of_facts_and_statements_changes_no_byte() -> None:
    statements = (
        statement("a", "afatinib", 'GeneActivated(["EGFR"])', approvals=approved()),
        statement("b", "gefitinib", L858R, approvals=approved(), study="rct met"),
        statement("c", "gefitinib", T790M, predicate="resistance", guideline="other"),
        statement("d", "capmatinib", 'GeneAmplified("MET")', genes=["MET"], study="retrospective"),
    )
    facts = ("EGFR L858R", "EGFR T790M", "MET 20 copies", "MET gain", "EML4::ALK", "ER 80 %", "ER negative")
    subject = short_case("LUAD; tested; " + "; ".join(facts))
    first = dumps(assess(subject, *statements))
    turned = replace(
        subject, variants=subject.variants[::-1], copy_numbers=subject.copy_numbers[::-1],
        biomarkers=subject.biomarkers[::-1],
    )  # fmt: skip
    for order in permutations(statements):
        assert dumps(assess(turned, *order)) == first


def test_r14_the_last_sort_key_is_the_statements_id() -> None:
    twins = [statement(i, t, L858R, approvals=approved()) for i, t in (("b", "afatinib"), ("a", "gefitinib"))]
    found = assess("LUAD; EGFR L858R", *twins)
    assert names(found.options) == ["gefitinib", "afatinib"]
    assert [o.sort_key[-1] for o in found.options] == ["a", "b"]
    assert found.options[0].sort_key[:-1] == found.options[1].sort_key[:-1]


# --- R15: tissue context ------------------------------------------------------------------------------------------
TISSUE = [
    # patient, AMP and ESCAT of a drug approved for lung cancer after a randomized trial
    ("LUAD", "I-A", "I-A"),
    ("PAAD", "II-C", "III-A"),
    ("AML", "II-C", "III-A"),
    ("age 60", "", ""),  # no tumor, no tier that needs one
    ("LUNG", "", ""),  # coded at an ancestor: not known to be this tumor
]


@pytest.mark.parametrize(("patient", "amp", "escat"), TISSUE)
def test_r15_the_tumor_moves_the_tier_by_the_schemes_rule(patient: str, amp: str, escat: str) -> None:
    label = statement("s", "osimertinib", L858R, approvals=approved(), study="rct met")
    option = the(assess(f"{patient}; EGFR L858R", label))
    assert (grade(option), grade(option, "escat_2018")) == (amp, escat)
    assert (option.verdict.name == "MET") is bool(amp)


@pytest.mark.parametrize("strength", ["A", "B", "C", "D", "E"])
def test_r15_without_a_tumor_nothing_is_tier_one(strength: str) -> None:
    item = statement("s", "osimertinib", L858R, civic=strength)
    assert not grade(the(assess("EGFR L858R", item))).startswith("I-")


# --- R16: missing knowledge is told -------------------------------------------------------------------------------
def test_r16_an_absent_optional_table_is_named_with_what_it_disables() -> None:
    without = assess("LUAD; EGFR L858R")
    absent = [k for k in without.knowledge if not k.present]
    assert [(k.name, [r.code for r in k.disables]) for k in absent] == [("cancer_hotspots", ["banner.hotspots_absent"])]
    assert "banner.hotspots_absent" in {b.code for b in without.banners}
    table = {("EGFR", 858): HotspotCount(residue_total=500, changes={"L858R": 480})}
    assert all(k.present for k in assess("LUAD; EGFR L858R", hotspots=table).knowledge)


def test_r16_removing_a_snapshot_changes_provenance_and_hash() -> None:
    release = KnowledgeRelease(name="some-snapshot", release="2026-01-01", sha256="0" * 64)
    with_, without = assess("LUAD", releases=(release,)), assess("LUAD")
    assert {k.name for k in with_.knowledge} - {k.name for k in without.knowledge} == {"some-snapshot"}
    assert with_.content_hash != without.content_hash


def test_r16_every_table_is_named_with_release_and_hash() -> None:
    for k in assess("LUAD").knowledge:
        if k.present:
            assert k.release, k.name
            assert k.sha256, k.name


def test_r16_a_snapshot_newer_than_the_decision_is_flagged_as_hindsight() -> None:
    release = KnowledgeRelease(name="newer", release="2026-01-01", sha256="0" * 64)
    found = assess("LUAD; EGFR L858R", releases=(release,), on=date(2024, 1, 1))
    hindsight = next(b for b in found.banners if b.code == "banner.hindsight")
    assert "newer" in hindsight.param("names")  # type: ignore[operator]
    later = assess("LUAD; EGFR L858R", releases=(release,))
    assert "banner.hindsight" not in {b.code for b in later.banners}


def test_r16_a_veto_that_could_not_be_cast_asks_for_review() -> None:
    gene_level = statement("s", "imatinib", 'GeneAltered(["KIT"])', genes=["KIT"], approvals=approved())
    subject = short_case("GIST; tested; KIT A829V")
    place = GenomicPosition("GRCh38", "4", 54733155, 54733156, "C", "T")
    read_from_file = replace(subject, variants=(replace(subject.variants[0], position=place),))
    option = the(assess(read_from_file, gene_level))
    assert option.needs_review
    assert "evidence.population_frequency_absent" in codes(option)
    rare = replace(subject, variants=(replace(subject.variants[0], position=place, population_af=0.0),))
    assert "evidence.population_frequency_absent" not in codes(the(assess(rare, gene_level)))


# --- R17: the ledger ----------------------------------------------------------------------------------------------
LEDGER = [
    statement("approved", "osimertinib", L858R, approvals=approved()),
    statement("weaker", "osimertinib", 'GeneActivated(["EGFR"])', study="retrospective"),
    statement("elsewhere", "erlotinib", L858R, disease=about("PAAD"), approvals=approved()),
    statement("other allele", "gefitinib", 'ProteinChangeIn("EGFR", ["G719A"])', approvals=approved()),
    statement("second line", "afatinib", L858R, given='HadTherapy(classes=["platinum"])', approvals=approved()),
    statement("withdrawn", "dacomitinib", L858R, approvals=withdrawn("FDA", date(2020, 1, 1))),
    statement("resists", "gefitinib", T790M, predicate="resistance", guideline="other"),
    statement("disputed", "osimertinib", L858R, direction="disputes", study="case_report"),
    statement("another gene", "imatinib", 'GeneAltered(["KIT"])', genes=["KIT"], approvals=approved()),
    statement("prognosis", "osimertinib", L858R, predicate="prognostic_better", study="rct met"),
]


def test_r17_every_statement_touching_a_gene_of_the_case_stands_in_the_ledger_once() -> None:
    found = assess("LUAD; tested; EGFR L858R; history complete", *LEDGER)
    told = [m.statement for o in (*found.options, *found.rejected, *found.resistance) for m in o.matches]
    therapeutic = {s.id for s in LEDGER if "EGFR" in s.genes and s.predicate in {"sensitivity", "resistance"}}
    assert sorted(told) == sorted(therapeutic)


def test_r17_every_rejected_option_says_why_and_has_no_rank() -> None:
    found = assess("LUAD; tested; EGFR L858R; history complete", *LEDGER)
    why = {" + ".join(o.therapies): o.against[0].code for o in found.rejected if o.predicate == "sensitivity"}
    assert why == {
        "gefitinib": "evidence.biomarker_not_met",
        "afatinib": "evidence.context_not_met",
        "dacomitinib": "evidence.withdrawn",
    }
    assert all(o.rank is None and o.against for o in found.rejected)


# --- R18: a release loses options ---------------------------------------------------------------------------------
# What the shipped knowledge must go on saying, whatever a release of it changes elsewhere.  A row may be taken out only
# with a line in `changes/` that says which agency or guideline took the option back.
KEPT_BY_EVERY_RELEASE = [
    # tumor, finding, option, and whether it is of the patient's own tumor (or of every solid one)
    ("LUAD", "EML4::ALK", "alectinib", True),
    ("LUAD", "CD74::ROS1", "entrectinib", True),
    ("LUAD", "KIF5B::RET", "selpercatinib", True),
    ("LUAD", "EGFR L858R", "osimertinib", True),
    ("LUAD", "KRAS G12C", "sotorasib", True),
    ("LUAD", "MET exon 14 skipping", "capmatinib", True),
    ("LUAD", "BRAF V600E", "dabrafenib + trametinib", True),
    ("PAAD", "TPM3::NTRK1", "larotrectinib", True),  # the class of fusions that a release of a peer lost
    ("COAD", "TPM3::NTRK1", "entrectinib", True),
    ("THPA", "CCDC6::RET", "selpercatinib", True),
    ("IHCH", "FGFR2::BICC1", "pemigatinib", True),
    ("IHCH", "IDH1 R132C", "ivosidenib", True),
    ("BLCA", "FGFR3 S249C", "erdafitinib", True),
    ("MEL", "BRAF V600E", "dabrafenib + trametinib", True),
    ("COAD", "BRAF V600E", "cetuximab + encorafenib", True),
    ("COAD", "MSI high", "pembrolizumab", True),
    ("IDC", "HER2 IHC 3+", "docetaxel + pertuzumab + trastuzumab", True),
    ("STAD", "HER2 IHC 3+", "trastuzumab deruxtecan", True),
    ("COAD", "HER2 IHC 3+", "trastuzumab deruxtecan", True),  # the label for every solid tumor, IHC 3+
    ("GIST", "KIT W557R", "imatinib", True),
    ("PAAD", "EML4::ALK", "alectinib", False),
]


@pytest.mark.parametrize(("tumor", "finding", "option", "own"), KEPT_BY_EVERY_RELEASE)
def test_r18_a_release_of_the_knowledge_loses_none_of_these_options(
    tumor: str, finding: str, option: str, own: bool
) -> None:
    found = assess(f"{tumor}; tested; {finding}", *pack_loader.load(LEAVES).statements)
    buckets = {" + ".join(o.therapies): o.bucket for o in found.options}
    assert option in buckets
    assert buckets[option].endswith("own_tumor") is own


def test_r18_a_pack_that_lost_a_class_of_fusions_is_caught_by_the_table() -> None:
    lost = [s for s in pack_loader.load(LEAVES).statements if "NTRK1" not in s.genes]
    assert "larotrectinib" not in names(assess("PAAD; tested; TPM3::NTRK1", *lost).options)


# --- R19: numbering mismatch --------------------------------------------------------------------------------------
def test_r19_an_off_by_one_residue_is_no_match_and_no_hotspot() -> None:
    shifted = assess(
        "LUAD; tested; EGFR K857R",
        statement("s", "osimertinib", L858R, approvals=approved()),
        statement("t", "afatinib", 'CodonMutated("EGFR", [858])', approvals=approved()),
        hotspots={("EGFR", 857): HotspotCount(residue_total=500, changes={"L857R": 480})},
    )
    assert shifted.options == ()
    assert shifted.case.findings is not None
    found = shifted.case.findings.of("variant/v1")
    assert found is not None
    assert found.oncogenicity is not None
    states = {c.key: (c.state, c.reason.code) for c in found.oncogenicity.codes}
    assert states["HOTSPOT_GE50"] == ("not_assessable", "onco.hotspot_other_residue")


# --- R20: levels with their scheme --------------------------------------------------------------------------------
def test_r20_no_level_stands_without_its_scheme_and_none_is_converted() -> None:
    rows: list[Statement] = [
        statement("a", "afatinib", L858R, civic="B"),
        statement("b", "gefitinib", L858R, approvals=approved(), study="rct met"),
        statement("c", "erlotinib", L858R, guideline="preferred"),
    ]
    for option in assess("LUAD; EGFR L858R", *rows).options:
        assert [g.scheme for g in option.grades] == ["amp_2017", "escat_2018", "source"]
        for g in option.grades:
            if g.scheme == "source":
                assert g.value.split()[0] in {"civic", "label", "guideline"}
            else:
                assert not g.value or g.value in SCHEMES[g.scheme].order
    civic = the(assess("LUAD; EGFR L858R", rows[0]))
    assert (grade(civic, "source"), grade(civic, "escat_2018")) == ("civic B", "")


def test_r20_a_further_supporting_statement_takes_no_tier_away() -> None:
    trial = statement("trial", "afatinib", L858R, study="rct met")
    label = statement("label", "afatinib", L858R, approvals=approved())
    alone, both = the(assess("LUAD; EGFR L858R", trial)), the(assess("LUAD; EGFR L858R", trial, label))
    assert (grade(alone), grade(alone, "escat_2018")) == ("I-B", "I-A")
    assert (grade(both), grade(both, "escat_2018")) == ("I-A", "I-A")
