"""What readers of November 2026 found missing or too wide in the pack, as questions to it: the patient, the regimen, what becomes of it.

Sources beside each row of the pack; the words of the labels are those that its citations tell.
"""

from __future__ import annotations

import pytest
from tests.pack_support import statements
from tests.truth_support import assess, codes

from tumorboard.model.assessment import TherapyOption

LUNG = "LUAD; metastatic; age 60; tested; "
ASKED = [
    # patient, regimen, kept, set behind
    # --- resistance that holds for a class, though one member alone was studied
    (LUNG + "EGFR L858R; MET amplification; history complete", "gefitinib", True, True),
    (LUNG + "EGFR L858R; MET amplification; history complete", "afatinib", True, True),
    (LUNG + "EGFR L858R; MET amplification; history complete", "osimertinib", True, True),
    (LUNG + "EML4::ALK; ALK G1202R; history complete", "ensartinib", True, True),
    (LUNG + "EML4::ALK; ALK G1202R; history complete", "lorlatinib", True, False),
    (
        LUNG + "CD74::ROS1; ROS1 G2032R; had crizotinib progression line 1 metastatic; history complete",
        "lorlatinib",
        True,
        True,
    ),
    (LUNG + "CD74::ROS1; ROS1 G2032R; history complete", "unecritinib", True, True),
    (LUNG + "CD74::ROS1; ROS1 G2032R; history complete", "repotrectinib", True, False),
    (LUNG + "MET exon 14 skipping; MET D1228N; history complete", "vebreltinib", True, True),
    # --- colorectal cancer with BRAF V600E: nothing against BRAF or MEK without an antibody to EGFR
    ("COAD; metastatic; age 60; tested; BRAF V600E", "binimetinib + encorafenib", False, False),
    ("COAD; metastatic; age 60; tested; BRAF V600E", "trametinib", False, False),
    ("COAD; metastatic; age 60; tested; BRAF V600E", "cetuximab + encorafenib", True, False),
    # --- after an EGFR inhibitor that was stopped without progression
    (LUNG + "EGFR L858R; had osimertinib toxicity metastatic; history complete", "erlotinib", True, False),
    (LUNG + "EGFR L858R; had osimertinib toxicity metastatic; history complete", "osimertinib", True, True),
    (LUNG + "EGFR L858R; had osimertinib progression metastatic; history complete", "erlotinib", False, False),
    # --- pemetrexed is not for squamous lung cancer
    (
        "LUSC; metastatic; age 60; tested; EGFR L858R; history complete",
        "amivantamab + carboplatin + pemetrexed",
        False,
        False,
    ),
    (LUNG + "EGFR A767_V769dup exon 20; history complete", "amivantamab + carboplatin + pemetrexed", True, False),
    # --- a tumor that is no cancer
    ("MEL; metastatic; age 60; tested; NF1 Q1399*", "mirdametinib", False, False),
]


def find(patient: str, regimen: str) -> TherapyOption | None:
    found = assess(patient, *statements())
    every = [o for o in (*found.options, *found.rejected) if o.predicate == "sensitivity"]
    return next((o for o in every if " + ".join(o.therapies) == regimen), None)


@pytest.mark.parametrize(("patient", "regimen", "kept", "behind"), ASKED)
def test_the_pack_answers_what_its_readers_asked(patient: str, regimen: str, kept: bool, behind: bool) -> None:
    option = find(patient, regimen)
    assert (option is not None and option.kept) is kept
    assert (option is not None and option.kept and "demoted:1" in option.sort_key) is behind


CONTEXTS = [
    # row, patient, what the label's context says of him
    (
        "TB.MM.BCMA.002",
        "PCM; age 60; had lenalidomide+bortezomib completed line 1; history complete",
        "NOT_MET",
    ),  # not refractory
    ("TB.MM.BCMA.002", "PCM; age 60; had lenalidomide+bortezomib progression line 1; history complete", "MET"),
    (
        "TB.CHL.CD30.003",
        "CHL; relapsed_refractory; age 30; had doxorubicin line 1 progression; history complete",
        "NOT_MET",
    ),
    (
        "TB.MPN.JAK2.002",
        "PV; age 60; had hydroxyurea ongoing; history complete",
        "UNKNOWN",
    ),  # a person says whether it did enough
    ("TB.MPN.JAK2.002", "PV; age 60; history complete", "NOT_MET"),
    ("TB.CLL.PI3K.001", "CLLSLL; age 60; had chlorambucil line 1 progression; history complete", "UNKNOWN"),
    ("TB.CML.ABL1.003", "CMLBCRABL1; newly_diagnosed; age 9", "NOT_MET"),
    ("TB.CML.ABL1.017", "CMLBCRABL1; newly_diagnosed; age 9", "UNKNOWN"),  # its phase is not recorded
]


@pytest.mark.parametrize(("row", "patient", "verdict"), CONTEXTS)
def test_a_label_is_no_wider_than_its_words(row: str, patient: str, verdict: str) -> None:
    from tests.evidence_support import context
    from tests.truth_support import interpreted

    statement = next(s for s in statements() if s.id == row)
    assert statement.context.check(interpreted(patient), context()).verdict.name == verdict


def test_what_a_label_for_all_comers_says_waits_for_no_test() -> None:
    option = find("HGSOC; metastatic; age 60; setting maintenance; newly_diagnosed", "niraparib")
    assert option is not None and option.kept
    assert "biomarker.HRD" not in option.missing


def test_a_warning_of_interstitial_lung_disease_is_told_of_the_whole_class() -> None:
    patient = LUNG + "EGFR L858R; history complete; condition interstitial_lung_disease"
    for regimen in ("osimertinib", "gefitinib", "amivantamab + lazertinib"):
        option = find(patient, regimen)
        assert option is not None
        assert "evidence.warned" in codes(option), regimen
