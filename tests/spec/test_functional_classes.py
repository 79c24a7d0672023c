"""Functional classes: which allele is of which class, and what a class carries.

Sources: Yao 2017 and Dankner 2018 (BRAF), O'Hare 2007 (ABL1), Yasuda 2013 and Robichaux 2021 (EGFR).
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.evidence_support import approved, statement
from tests.truth_support import MET, NOT_MET, UNKNOWN, answer, asked, assess, interpreted, the

from tumorboard.model.alteration import Variant
from tumorboard.model.verdict import Verdict
from tumorboard.testing.short_case import short_case

CLASSES = [
    # alteration, a class it has, effect
    ("BRAF V600E", "BRAF:class_1", "gain_of_function"),
    ("BRAF V600K", "BRAF:class_1", "gain_of_function"),
    ("BRAF K601E", "BRAF:class_2", "gain_of_function"),
    ("BRAF G469A", "BRAF:class_2", "gain_of_function"),
    ("BRAF D594G", "BRAF:class_3", "switch"),
    ("BRAF G466V", "BRAF:class_3", "switch"),
    ("ABL1 T315I", "ABL1:gatekeeper", "unknown"),
    ("EGFR A767_V769dup", "EGFR:exon20_insertion", "gain_of_function"),
    ("EGFR A763_Y764insFQEA", "EGFR:exon20_tki_sensitive", "gain_of_function"),
    ("EGFR E746_A750del", "EGFR:exon19_deletion", "gain_of_function"),
    ("EGFR G719A", "EGFR:uncommon", "gain_of_function"),
    ("EGFR exon 19 deletion", "EGFR:exon19_deletion", "gain_of_function"),  # stated by exon only
    ("EGFR exon 20 insertion", "EGFR:exon20_insertion", "gain_of_function"),
    ("EGFR L747_P753delinsS", "EGFR:exon19_deletion", "gain_of_function"),  # by codon range
]


@pytest.mark.parametrize(("change", "name", "effect"), CLASSES)
def test_the_class_and_effect_of_an_allele(change: str, name: str, effect: str) -> None:
    found = interpreted(f"LUAD; {change}").findings
    assert found is not None
    known = found.alterations["variant/v1"]
    assert name in known.classes
    assert known.effect == effect
    assert known.reasons


ASKED: list[tuple[str, str, Verdict]] = [
    ('VariantClassIn("BRAF", ["BRAF:class_1"])', "LUAD; tested; BRAF V600E", MET),
    ('VariantClassIn("BRAF", ["BRAF:class_1"])', "LUAD; tested; BRAF K601E", NOT_MET),
    ('VariantClassIn("BRAF", ["BRAF:class_1"])', "LUAD; tested; BRAF D594G", NOT_MET),
    ('VariantClassIn("BRAF", ["BRAF:class_2", "BRAF:class_3"])', "LUAD; tested; BRAF G466V", MET),
    ('VariantClassIn("BRAF", ["BRAF:class_1"])', "LUAD; tested; BRAF A712V", UNKNOWN),  # no class is known
    ('VariantClassIn("BRAF", ["BRAF:class_1"])', "LUAD; tested", NOT_MET),
    ('VariantClassIn("BRAF", ["BRAF:class_1"])', "LUAD", UNKNOWN),
    ('VariantClassIn("ABL1", ["ABL1:gatekeeper"])', "CML; tested; ABL1 T315I", MET),
    ('VariantClassIn("ABL1", ["ABL1:gatekeeper"])', "CML; tested; ABL1 E255K; history complete", NOT_MET),
    ('VariantClassIn("ABL1", ["ABL1:gatekeeper"])', "CML; tested; ABL1 E255K", UNKNOWN),
    ('VariantClassIn("EGFR", ["EGFR:exon20_insertion"])', "LUAD; tested; EGFR A767_V769dup", MET),
    ('VariantClassIn("EGFR", ["EGFR:exon20_insertion"])', "LUAD; tested; EGFR exon 20 insertion", MET),
    ('VariantClassIn("EGFR", ["EGFR:exon20_insertion"])', "LUAD; tested; EGFR T790M", NOT_MET),
    ('VariantClassIn("EGFR", ["EGFR:exon20_insertion"])', "LUAD; tested; EGFR exon 19 deletion", NOT_MET),
    ('ExonMutated("EGFR", [20], types="insertion")', "LUAD; tested; EGFR A767_V769dup", MET),
    ('ExonMutated("EGFR", [20], types="insertion")', "LUAD; tested; EGFR T790M", NOT_MET),
    ('ExonMutated("EGFR", [19], types="deletion")', "LUAD; tested; EGFR exon 19 deletion", MET),
    ('ExonMutated("EGFR", [19], types="deletion")', "LUAD; tested; EGFR L747P", NOT_MET),
    ('CodonMutated("EGFR", [746])', "LUAD; tested; EGFR exon 19 deletion", NOT_MET),  # missense is asked for
    ('CodonMutated("EGFR", [746], types="any")', "LUAD; tested; EGFR exon 19 deletion", UNKNOWN),
    ('CodonMutated("EGFR", [858], types="any")', "LUAD; tested; EGFR exon 19 deletion", NOT_MET),  # another exon
    ('ExonSkipping("MET", 14)', "LUAD; tested; MET exon 14 skipping", MET),
    ('ExonSkipping("MET", 14)', "LUAD; tested; MET amplification", NOT_MET),
    ('GeneAltered(["TP53"], kinds=["truncating"])', "LUAD; tested; TP53 R213*", MET),
    ('GeneAltered(["TP53"], kinds=["truncating"])', "LUAD; tested; TP53 R273H", NOT_MET),  # missense is not truncating
    ('GeneInactivated(["CDKN2A"])', "LUAD; tested; CDKN2A loss", NOT_MET),  # one copy lost is no loss of function
    ('GeneInactivated(["CDKN2A"])', "LUAD; tested; CDKN2A deep_loss", MET),
    ('GeneInactivated(["TP53"])', "LUAD; tested; TP53 R213*", MET),
    ('GeneActivated(["EGFR"])', "LUAD; tested; EGFR R677*", UNKNOWN),  # truncated oncogene: nothing is known
    ('GeneActivated(["BRAF"])', "LUAD; tested; BRAF V600E", MET),
]


@pytest.mark.parametrize(("question", "case", "verdict"), ASKED)
def test_classes_exons_and_kinds_keep_their_meaning(question: str, case: str, verdict: Verdict) -> None:
    assert answer(question, case) is verdict


LABELS = [
    # label's biomarker, gene, tumor, alteration, kept
    ('VariantClassIn("BRAF", ["BRAF:class_1"])', "BRAF", "SKCM", "BRAF V600E", True),
    ('VariantClassIn("BRAF", ["BRAF:class_1"])', "BRAF", "SKCM", "BRAF K601E", False),
    ('VariantClassIn("BRAF", ["BRAF:class_1"])', "BRAF", "SKCM", "BRAF D594G", False),
    ('VariantClassIn("ABL1", ["ABL1:gatekeeper"])', "ABL1", "CML", "ABL1 T315I", True),
    ('VariantClassIn("ABL1", ["ABL1:gatekeeper"])', "ABL1", "CML", "ABL1 Y253H", False),
    ('VariantClassIn("EGFR", ["EGFR:exon20_insertion"])', "EGFR", "LUAD", "EGFR A767_V769dup", True),
    ('VariantClassIn("EGFR", ["EGFR:exon20_insertion"])', "EGFR", "LUAD", "EGFR L858R", False),
]


@pytest.mark.parametrize(("biomarker", "gene", "tumor", "found", "kept"), LABELS)
def test_an_allele_of_another_class_never_inherits_the_approval_of_the_labels_class(
    biomarker: str, gene: str, tumor: str, found: str, kept: bool
) -> None:
    label = statement("s", "drug", biomarker, genes=[gene], disease=f'DiagnosisIn(["{tumor}"])', approvals=approved())
    assert the(assess(f"{tumor}; tested; {found}", label)).kept is kept


FUSIONS: list[tuple[str, str, Verdict, bool]] = [
    # question, case, verdict, asks for review
    ('FusionIn(["ALK"])', "LUAD; EML4::ALK", MET, False),
    (
        'FusionIn(["ALK"])',
        "LUAD; tested; ALK::EML4",
        UNKNOWN,
        False,
    ),  # the reciprocal product alone: rearranged, and the other product is to be looked for
    ('FusionIn(["ALK"])', "LUAD; tested; EML4::ALK out of frame", NOT_MET, False),
    ('FusionIn(["ALK"])', "LUAD; EML4::ALK frame unknown", MET, True),
    ('FusionIn(["ALK"])', "LUAD; EML4::ALK order unknown", MET, True),
    ('FusionIn(["ALK"], partners=["EML4"])', "LUAD; tested; KIF5B::ALK", NOT_MET, False),
    ('FusionIn(["ALK"], partners=["EML4"])', "LUAD; tested; ::ALK", UNKNOWN, False),
    ('FusionIn(["FGFR2"])', "IHCH; FGFR2::BICC1", MET, False),
    ('FusionIn(["FGFR2"])', "IHCH; tested; BICC1::FGFR2", UNKNOWN, False),
]


@pytest.mark.parametrize(("question", "case", "verdict", "review"), FUSIONS)
def test_a_fusion_needs_its_acting_partner_on_its_side_in_frame(
    question: str, case: str, verdict: Verdict, review: bool
) -> None:
    said = asked(question, case)
    assert (said.verdict, said.needs_review) == (verdict, review)


SPLICE_SITE = [
    # coding change at a splice site of MET, exon as the file gives it, verdict
    ("c.3028+1G>T", None, MET),  # NM_000245, end of exon 14
    ("c.3082+1G>T", None, MET),  # NM_001127500, the same base
    ("c.2888-2A>C", None, MET),
    ("c.1862+1G>A", None, NOT_MET),  # another exon
    ("", None, UNKNOWN),
    ("", 14, MET),
    ("", 13, NOT_MET),
]


@pytest.mark.parametrize(("coding", "exon", "verdict"), SPLICE_SITE)
def test_a_splice_site_variant_of_the_exon_makes_skipping_likely_and_asks_for_review(
    coding: str, exon: int | None, verdict: Verdict
) -> None:
    case = short_case("LUAD; tested")
    site = Variant(id="v1", gene="MET", hgvs_c=coding, exon=exon, consequences=("splice_donor_variant",), specimen="s1")
    said = asked('ExonSkipping("MET", 14)', replace(case, variants=(site,)))
    assert said.verdict is verdict
    assert said.needs_review is (verdict is MET)


REVIEWED = [
    # question, alteration, caller's filter, asks for review
    ('GeneActivated(["BRAF"])', "BRAF V600E", "PASS", False),
    (
        'GeneActivated(["BRAF"])',
        "BRAF V600E",
        "weak_evidence",
        True,
    ),  # a call that failed its filter counts, and is told
    ('GeneActivated(["BRAF"])', "BRAF D594E", "PASS", True),  # effect of medium confidence
    ('GeneInactivated(["TP53"])', "TP53 R213*", "PASS", False),
    ('GeneInactivated(["TP53"])', "TP53 R213*", "weak_evidence", True),
    ('GeneInactivated(["EZH2"])', "EZH2 R690C", "PASS", True),  # effect of medium confidence
    ('GeneAltered(["BRAF"])', "BRAF V600E", "weak_evidence", True),
    ('GeneAltered(["BRAF"], min_oncogenicity="likely_oncogenic")', "BRAF V600E", "PASS", False),
    ('GeneAltered(["BRAF"], min_oncogenicity="likely_oncogenic")', "BRAF V600E", "weak_evidence", True),
    ('VariantClassIn("BRAF", ["BRAF:class_1"])', "BRAF V600E", "PASS", False),
    ('VariantClassIn("BRAF", ["BRAF:class_1"])', "BRAF V600E", "weak_evidence", True),
]


@pytest.mark.parametrize(("question", "found", "said", "review"), REVIEWED)
def test_a_doubtful_call_or_effect_counts_and_asks_for_review(
    question: str, found: str, said: str, review: bool
) -> None:
    case = short_case(f"LUAD; tested; {found}")
    case = replace(case, variants=(replace(case.variants[0], filter=said),))
    told = asked(question, case)
    assert (told.verdict, told.needs_review) == (MET, review)
