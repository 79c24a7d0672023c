"""CIViC's items as statements: only what is carried exactly, and a reason for everything else."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tumorboard import vocab
from tumorboard.app import snapshots
from tumorboard.cli import main
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse as criterion
from tumorboard.formats.reports import Reports
from tumorboard.knowledge.sources import civic
from tumorboard.knowledge.sources.civic import profile
from tumorboard.knowledge.sources.civic.compile import Refused, compile_items, rows_of
from tumorboard.knowledge.sources.civic.profile import All, Any, Not, ProfileError, Term
from tumorboard.knowledge.sources.civic.source import plan, release_of
from tumorboard.knowledge.sources.civic.tables import Item, read_items
from tumorboard.knowledge.sources.civic.variant_names import NotExact
from tumorboard.knowledge.sources.civic.variants import read_variants
from tumorboard.wording import words

L858R, EX19 = Term("EGFR", "L858R"), Term("EGFR", "Exon 19 Deletion")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("EGFR L858R", L858R),
        ("EGFR L858R OR EGFR Exon 19 Deletion", Any((L858R, EX19))),
        ("EML4::ALK Fusion AND ALK L1196M", All((Term("EML4::ALK", "Fusion"), Term("ALK", "L1196M")))),
        ("MET Amplification AND NOT KRAS Mutation", All((Term("MET", "Amplification"), Not(Term("KRAS", "Mutation"))))),
        ("VHL L184P (c.551T>C)", Term("VHL", "L184P (c.551T>C)")),
        ("EGFR T790M AND (EGFR L858R OR EGFR Exon 19 Deletion)", All((Term("EGFR", "T790M"), Any((L858R, EX19))))),
    ],
)
def test_a_profile_name_means_this(name: str, meant: profile.Profile) -> None:
    assert profile.parse(name) == meant


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "empty"),
        ("EGFR", "no_variant"),
        ("EGFR L858R AND", "empty"),
        ("(EGFR L858R", "unbalanced"),
        ("EGFR L858R )", "unbalanced"),
        ("EGFR L858R AND EGFR T790M OR EGFR C797S", "mixed"),
        pytest.param("(" * 5000 + "EGFR L858R" + ")" * 5000, "nested", id="5,000 parentheses"),
        pytest.param("NOT " * 5000 + "EGFR L858R", "nested", id="5,000 times NOT"),
    ],
)
def test_a_name_whose_meaning_is_not_certain_is_refused(name: str, reason: str) -> None:
    with pytest.raises(ProfileError, match=reason):
        profile.parse(name)


WORDS = st.lists(st.sampled_from(["EGFR", "L858R", "(c.2573T>G)", "AND", "OR", "NOT", "(", ")"]), max_size=14)


def terms(part: profile.Profile) -> list[Term]:
    """Every term, in the order of the name."""
    if isinstance(part, Term):
        return [part]
    return [t for inner in ([part.part] if isinstance(part, Not) else part.parts) for t in terms(inner)]


@given(st.text(max_size=60) | WORDS.map(" ".join))
def test_any_name_is_a_profile_of_all_its_words_or_is_refused(name: str) -> None:
    try:
        found = terms(profile.parse(name))
    except ProfileError:
        return
    kept = re.findall(r"[^\s()]+", " ".join(f"{t.gene} {t.variant}" for t in found))
    assert kept == [w for w in re.findall(r"[^\s()]+", name) if w not in {"AND", "OR", "NOT"}]


def item(name: str, **more: str) -> Item:
    given = {"id": "1", "disease": "Cancer", "doid": "3908", "therapies": "Osimertinib", "type": "Predictive"}
    given |= {"direction": "Supports", "level": "B", "significance": "Sensitivity/Response", "origin": "Somatic"}
    return Item(profile=name, **{**given, "status": "accepted", **more})


CARRIED = [
    ("EGFR L858R", 'ProteinChangeIn("EGFR", ["L858R"])'),
    ("U2AF1 Q157P/R", 'ProteinChangeIn("U2AF1", ["Q157P", "Q157R"])'),
    ("NPM1 W288FS", 'ProteinChangeIn("NPM1", ["W288fs"])'),
    ("ERBB2 Y772_A775DUP", 'ProteinChangeIn("ERBB2", ["Y772_A775dup"])'),
    ("VHL L184P (c.551T>C)", 'ProteinChangeIn("VHL", ["L184P"])'),
    ("BRAF V600", 'CodonMutated("BRAF", [600])'),
    ("KRAS G12/G13", 'CodonMutated("KRAS", [12, 13])'),
    ("EGFR Exon 19 Deletion", 'ExonMutated("EGFR", [19], types="deletion")'),
    ("KIT EXON 11 MUTATION", 'ExonMutated("KIT", [11], types="any", min_oncogenicity="likely_oncogenic")'),
    ("EGFR Exon 19 del", 'ExonMutated("EGFR", [19], types="deletion")'),
    ("EGFR EGFRVIII", 'ExonSkipping("EGFR", 2)'),
    ("MET Exon 14 Skipping Mutation", 'ExonSkipping("MET", 14)'),
    ("EGFR VIII", 'ExonSkipping("EGFR", 2)'),
    ("EML4::ALK Fusion", 'FusionIn(["ALK"], partners=["EML4"])'),
    ("FGFR2::v Fusion", 'FusionIn(["FGFR2"])'),
    ("v::ALK Fusion", 'FusionIn(["ALK"])'),
    ("ERBB2 Amplification", 'GeneAmplified("ERBB2")'),
    ("NRAS Mutation", 'GeneAltered(["NRAS"], kinds=["variant"], min_oncogenicity="likely_oncogenic")'),
    ("TSC1 Loss-of-function", 'GeneInactivated(["TSC1"])'),
    ("TP53 Wildtype", 'WildType(["TP53"])'),
    ("TERT Promoter Mutation", 'PromoterMutated("TERT")'),
    ("MSI High", "MismatchRepairDeficient()"),
    ("FLT3 ITD", 'VariantClassIn("FLT3", ["FLT3:itd"])'),
    # the old count of a gene of eleven exons
    ("NPM1 Exon 12 Mutation", 'ExonMutated("NPM1", [11], types="any", min_oncogenicity="likely_oncogenic")'),
    ("TERT C228T", 'PromoterMutated("TERT", changes=["c.-124C>T"])'),  # a position of the gene, no residue
    ("TERT C250T", 'PromoterMutated("TERT", changes=["c.-146C>T"])'),
    ("H3C2 K27M", 'ProteinChangeIn("H3C2", ["K28M"])'),  # histones are counted without the first methionine
    ("H3-3A K28M", 'ProteinChangeIn("H3-3A", ["K28M"])'),
    ("H3-3B K36M", 'ProteinChangeIn("H3-3B", ["K37M"])'),
    ("H3-3A G34R", 'ProteinChangeIn("H3-3A", ["G35R"])'),
    ("H3-3A G35W", 'ProteinChangeIn("H3-3A", ["G35W"])'),
    ("ALK EML4-ALK", 'FusionIn(["ALK"], partners=["EML4"])'),  # as written until 2021
    ("ABL1 BCR-ABL T315I", '(FusionIn(["ABL1"], partners=["BCR"]) and ProteinChangeIn("ABL1", ["T315I"]))'),
    (
        "TP53 Deleterious Mutation",
        '(GeneInactivated(["TP53"]) and GeneAltered(["TP53"], kinds=["variant"], min_oncogenicity="likely_oncogenic"))',
    ),
    ("EGFR L858R OR EGFR G719A", 'ProteinChangeIn("EGFR", ["G719A", "L858R"])'),
    ("KRAS G13 OR KRAS G12", 'CodonMutated("KRAS", [12, 13])'),  # the same as KRAS G12/G13
    ("FGFR2::BICC1 Fusion OR FGFR2::BICC1 Fusion", 'FusionIn(["FGFR2"], partners=["BICC1"])'),
    (
        "EGFR T790M AND (EGFR L858R OR EGFR Exon 19 Deletion)",
        (
            '((ExonMutated("EGFR", [19], types="deletion") or ProteinChangeIn("EGFR", ["L858R"])) and '
            'ProteinChangeIn("EGFR", ["T790M"]))'
        ),
    ),
]


@pytest.mark.parametrize(("name", "text"), CARRIED, ids=[c[0] for c in CARRIED])
def test_a_variant_becomes_the_criterion_that_says_exactly_this(name: str, text: str) -> None:
    (row,) = rows_of(item(name), vocab.load())
    assert row["biomarker"] == text
    criterion(row["biomarker"], LEAVES)
    assert row["disease"] == 'DiagnosisIn(["NSCLC"])'


REFUSED = [
    ({"profile": "CCND1 Overexpression"}, "measured_without_cut_off"),
    ({"profile": "PTEN Loss"}, "copy_state_not_certain"),
    ({"profile": "VHL Exon 3 Deletion"}, "whole_exons_lost"),
    ({"profile": "ALK Exon 2-18 Deletion"}, "whole_exons_lost"),
    ({"profile": "VHL Y98FS (c.291delC)"}, "frame_not_asked"),
    ({"profile": "CALR L367FS*46"}, "frame_not_asked"),
    ({"profile": "MEN1 Frameshift Truncation"}, "variant_not_expressible"),
    ({"profile": "PIK3CA Exon 9 Mutation"}, "exon_count_not_certain"),
    ({"profile": "EWSR1::FLI1 e7::e6"}, "fusion_by_its_exons"),
    ({"profile": "ERBB2 Kinase Domain Mutation"}, "region_without_bounds"),
    ({"profile": "KRAS RS61764370"}, "polymorphism"),
    ({"profile": "AR AR-V7"}, "variant_not_expressible"),
    ({"profile": "PIK3CA H1047X"}, "residue_not_certain"),  # any residue, and in another item a stop
    ({"profile": "BRCA1 W1815X"}, "residue_not_certain"),
    ({"profile": "H3-3A K37M"}, "residue_not_certain"),  # a lysine in either count
    ({"profile": "GNAS T393C"}, "residue_not_certain"),  # a base: c.393T>C
    ({"profile": "RUNX1 A107P"}, "residue_not_certain"),  # of another transcript: p.Ala134Pro
    ({"profile": "NOTAGENE L858R"}, "gene_unknown"),
    ({"profile": "TMB High"}, "measured_without_cut_off"),
    ({"profile": "ERBB2 Amplification", "origin": "Rare Germline"}, "origin_not_expressible"),
    ({"origin": "Mixed"}, "origin_mixed"),
    ({"significance": "Reduced Sensitivity"}, "significance_not_carried"),
    ({"significance": "Sensitive/Response"}, "significance_unknown"),
    ({"direction": "N/A"}, "direction_not_carried"),
    ({"direction": "Sideways"}, "direction_unknown"),
    ({"origin": "Stellar"}, "origin_unknown"),
    ({"type": "Astrological"}, "evidence_type_unknown"),
    ({"level": "Z"}, "level_unknown"),
    ({"status": "submitted"}, "not_accepted"),
    ({"doid": "", "disease": ""}, "disease_absent"),
    ({"doid": "", "disease": "A Tumor Nobody Knows"}, "disease_unknown"),
    ({"doid": "219", "disease": "Colon Cancer"}, "disease_narrower"),
    ({"doid": "99999999"}, "disease_unknown"),
    ({"therapies": ""}, "therapy_absent"),
    ({"therapies": "Dabrafenib,Trametinib"}, "interaction_unknown"),
    ({"therapies": "Alectinib,Crizotinib", "interaction": "Sequential"}, "order_not_told"),
    ({"doid": "0060058", "disease": "Lymphoma"}, "disease_narrower"),
    ({"doid": "707", "disease": "B-cell Lymphoma"}, "disease_narrower"),
    ({"doid": "0050749", "disease": "Peripheral T-cell Lymphoma"}, "disease_narrower"),
    ({"doid": "1115", "disease": "Sarcoma"}, "disease_narrower"),
    ({"doid": "4235", "disease": "Spindle Cell Sarcoma"}, "disease_narrower"),
    ({"phenotypes": "Pediatric onset"}, "phenotype_not_asked"),
    ({"phenotypes": "Non-small cell lung carcinoma,Adult onset"}, "phenotype_not_asked"),
    ({"doid": "162", "disease": "Cancer", "phenotypes": "Cholangiocarcinoma"}, "phenotype_not_asked"),
    ({"doid": "3908", "phenotypes": "Lung adenocarcinoma"}, "phenotype_not_asked"),
]


@pytest.mark.parametrize(("more", "reason"), REFUSED, ids=[f"{r[1]}: {r[0]}" for r in REFUSED])
def test_what_is_not_carried_exactly_is_listed_with_its_reason(more: dict[str, str], reason: str) -> None:
    given = {"profile": "EGFR L858R", **more}
    with pytest.raises((Refused, NotExact), match=f"^{reason}$"):
        rows_of(item(given.pop("profile"), **given), vocab.load())
    given = {"profile": "EGFR L858R", **more}
    _, account = compile_items([item(given.pop("profile"), **given)], vocab.load())
    assert (account.items, account.carried, account.refused) == (1, 0, {reason: ["EID1"]})


def test_drugs_that_stand_for_each_other_are_statements_of_their_own_and_a_combination_is_one() -> None:
    several = rows_of(item("EGFR L858R", therapies="Gefitinib,Erlotinib", interaction="Substitutes"), vocab.load())
    assert [(r["id"], r["therapy"]) for r in several] == [
        ("CIVIC.EID1a", ["erlotinib"]),
        ("CIVIC.EID1b", ["gefitinib"]),
    ]
    (one,) = rows_of(item("BRAF V600E", therapies="Dabrafenib,Trametinib", interaction="Combination"), vocab.load())
    assert one["therapy"] == ["dabrafenib", "trametinib"]


def test_a_class_before_a_makers_name_is_no_part_of_the_name() -> None:
    for written in ("ALK Inhibitor TAE684", "TAE684"):  # the release of 2026, and that of 2024
        (row,) = rows_of(item("ALK F1174L", therapies=written), vocab.load())
        assert row["therapy"] == ["tae684"]


def test_a_salt_is_its_drug_and_a_named_regimen_of_known_drugs_is_a_combination() -> None:
    (one,) = rows_of(item("BRAF V600E", therapies="Regorafenib Anhydrous"), vocab.load())
    assert one["therapy"] == ["regorafenib"]
    (two,) = rows_of(item("BRAF V600E", therapies="Ipilimumab/Nivolumab Regimen"), vocab.load())
    assert two["therapy"] == ["ipilimumab", "nivolumab"]


TUMORS = [
    ({"doid": "0060079"}, 'DiagnosisIn(["BREAST"])', 'Her2StatusIn(["positive"])', False),
    ({"doid": "0060081"}, 'DiagnosisIn(["BREAST"])', "TripleNegative()", False),
    ({"doid": "0080909"}, 'DiagnosisIn(["PROSTATE"])', 'DiseaseStateIn(["castration_resistant"])', False),
    ({"doid": "", "disease": "Solid Tumor"}, "SolidTumor()", "Always()", True),
    ({"doid": "", "disease": "Low-grade Fibromyxoid Sarcoma"}, 'DiagnosisIn(["LGFMS"])', "Always()", False),
    ({"doid": "162", "disease": "Cancer"}, "Always()", "Always()", True),
    ({"doid": "1040"}, 'DiagnosisIn(["CLLSLL"])', "Always()", False),  # one disease by the WHO classification
    ({"doid": "2531"}, 'DiagnosisIn(["LNM", "MNM"])', "Always()", False),
    (
        {"doid": "4001"},
        'DiagnosisIn(["OVT"], excluding=["BTBEOV", "BTBOV", "CCBOV", "EBOV", "MBOV", "OSMAD", "OSMBT", "SBMOV", "SBOV"])',
        "Always()",
        False,
    ),
    ({"doid": "3910", "phenotypes": "Non-small cell lung carcinoma"}, 'DiagnosisIn(["LUAD"])', "Always()", False),
    (
        {"doid": "", "disease": "", "type": "Functional", "significance": "Gain of Function"},
        "Always()",
        "Always()",
        False,
    ),
]


@pytest.mark.parametrize(("more", "disease", "context", "agnostic"), TUMORS, ids=[str(t[0]) for t in TUMORS])
def test_a_tumor_type_becomes_codes_and_what_is_asked_beside_them(
    more: dict[str, str], disease: str, context: str, agnostic: bool
) -> None:
    (row,) = rows_of(item("BRAF V600E", **more), vocab.load())
    assert (row["disease"], row["context"], row.get("tumor_agnostic", False)) == (disease, context, agnostic)
    criterion(row["context"], LEAVES)


def test_a_germline_item_asks_for_a_germline_variant_and_a_dispute_disputes() -> None:
    (row,) = rows_of(item("BRCA1 Mutation", origin="Rare Germline", direction="Does Not Support"), vocab.load())
    assert 'origin="germline"' in row["biomarker"]
    assert row["direction"] == "disputes"


HEADER = (
    "molecular_profile\tmolecular_profile_id\tdisease\tdoid\tphenotypes\ttherapies\ttherapy_interaction_type\tevidence_type\t"
    "evidence_direction\tevidence_level\tsignificance\tevidence_statement\tcitation_id\tsource_type\tasco_abstract_id\t"
    "citation\tnct_ids\trating\tevidence_status\tevidence_id\tvariant_origin\tlast_review_date\tevidence_civic_url\t"
    "molecular_profile_civic_url\tis_flagged"
)
ROW = (
    "BRAF V600E\t12\tMelanoma\t1909\t\tDabrafenib\t\tPredictive\tSupports\t{level}\tSensitivity/Response\twords\t1\tPubMed\t\t"
    "c\t\t3\taccepted\t{id}\tSomatic\t2026-05-26 10:00:00 UTC\t\t\tfalse"
)


def table(folder: Path, *rows: str, header: str = HEADER, name: str = "evidence.tsv") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return path


def test_the_layout_of_2021_is_read_too(tmp_path: Path) -> None:
    header = HEADER.replace("molecular_profile\tmolecular_profile_id", "variant\tgene").replace("therapies", "drugs")
    header = header.replace("\tsignificance", "\tclinical_significance")
    row = ROW.format(level="B", id="7").replace("BRAF V600E\t12", "V600E\tBRAF")
    (found,) = read_items(table(tmp_path, row, header=header), Reports("t"))
    assert (found.profile, found.therapies, found.significance) == ("BRAF V600E", "Dabrafenib", "Sensitivity/Response")


@pytest.mark.parametrize(
    ("header", "rows", "code"),
    [
        (HEADER.replace("evidence_level", "evidence_grade"), [ROW.format(level="B", id="1")], "CIV001"),
        (HEADER + "\tnew_column", [ROW.format(level="B", id="1") + "\tx"], "CIV004"),
        (HEADER, [ROW.format(level="B", id="1"), "BRAF V600E\tshort"], "CIV002"),
    ],
    ids=["a renamed column", "a new column", "a short record"],
)
def test_a_changed_layout_or_a_damaged_record_is_told(tmp_path: Path, header: str, rows: list[str], code: str) -> None:
    reports = Reports("t")
    found = list(read_items(table(tmp_path, *rows, header=header), reports))
    assert [i.code for i in reports.closed()] == [code]
    assert all(all(words("en").issue(i)) for i in reports.closed())
    assert len(found) == (0 if code == "CIV001" else 1)


ASSERTIONS = (
    "molecular_profile\tdisease\tdoid\tphenotypes\ttherapies\tassertion_type\tassertion_direction\tsignificance\tamp_category\t"
    "nccn_guideline\tnccn_guideline_version\tassertion_id\tevidence_item_ids\tlast_review_date\tis_flagged"
)
TWO_DRUGS = ROW.replace("Dabrafenib\t\t", "Dabrafenib,Trametinib\tCombination\t")


def assertion(drugs: str = "Trametinib,Dabrafenib", tier: str = "Tier I - Level A", kind: str = "Predictive") -> str:
    claim = "Sensitivity/Response" if kind == "Predictive" else "Likely Oncogenic"
    return (
        f"BRAF V600E\tMelanoma\t1909\t\t{drugs}\t{kind}\tSupports\t{claim}\t{tier}\tMelanoma\t2.2018\t7\t1, 2\t\tfalse"
    )


def test_an_assertion_is_a_statement_with_its_tier_and_its_items_say_how_the_drugs_are_given(tmp_path: Path) -> None:
    files = [
        table(tmp_path, TWO_DRUGS.format(level="A", id="1"), ROW.format(level="B", id="2")),
        table(tmp_path, assertion(), header=ASSERTIONS, name="assertions.tsv"),
    ]
    assert civic.check(files) == ()
    rows, account = civic.compiled(files, vocab.load())
    (row,) = [r for r in rows if r["kind"] == "assertion"]
    assert (row["id"], row["therapy"], row["strength"]) == (
        "CIVIC.AID7",
        ["dabrafenib", "trametinib"],
        ["amp_2017", "Tier I - Level A"],
    )
    assert [c["ref"] for c in row["citations"]] == ["AID7", "EID1", "EID2", "NCCN Melanoma"]
    assert account["tables"] == {"evidence": 2, "assertions": 1, "variants": None}


@pytest.mark.parametrize(
    ("given", "reason"),
    [({"drugs": "Erlotinib,Gefitinib"}, "interaction_unknown"), ({"tier": "Tier V"}, "level_unknown")],
)
def test_an_assertion_whose_drugs_or_tier_are_not_certain_is_listed(
    tmp_path: Path, given: dict[str, str], reason: str
) -> None:
    files = [
        table(tmp_path, TWO_DRUGS.format(level="A", id="1")),
        table(tmp_path, assertion(**given), header=ASSERTIONS, name="assertions.tsv"),
    ]
    assert civic.compiled(files, vocab.load())[1]["refused"] == {reason: ["AID7"]}


def test_an_oncogenic_assertion_is_classified_by_the_rules_of_oncogenicity(tmp_path: Path) -> None:
    files = [
        table(tmp_path, ROW.format(level="A", id="1")),
        table(tmp_path, assertion("", "", "Oncogenic"), header=ASSERTIONS, name="assertions.tsv"),
    ]
    (row,) = [r for r in civic.compiled(files, vocab.load())[0] if r["kind"] == "assertion"]
    assert (row["predicate"], row["strength"]) == ("oncogenic", ["ccv_2022", "Likely Oncogenic"])


VARIANTS = (
    "variant_id\tgene\tvariant\tvariant_groups\tchromosome\tstart\tstop\treference_bases\tvariant_bases\t"
    "representative_transcript\treference_build\tvariant_types\thgvs_descriptions\tclinvar_ids"
)


def test_variants_have_interbase_places_hgvs_types_and_groups(tmp_path: Path) -> None:
    reports = Reports("v")
    path = table(
        tmp_path,
        "2\tABL1\tT315I\tImatinib Resistance\t9\t133748283\t133748283\tC\tT\tENST1.5\tGRCh37\tmissense_variant\t"
        "NP_005148.2:p.Thr315Ile,NC_000009.11:g.133748283C>T\t12624",
        "3\tEGFR\tP772_H773insYNP\t\t7\t55249017\t55249018\t\tTACAACCCC\tENST2\tGRCh37\tinframe_insertion\tN/A\tNONE FOUND",
        "4\tKRAS\tMutation\t\t\t\t\t\t\t\t\tN/A\tN/A\tN/A\thttps://one\thttps://two",
        "5\tKRAS\tshort",
        header=VARIANTS,
    )
    first, insertion, nowhere = read_variants(path, reports)
    assert (first.start, first.end, first.groups, first.types) == (
        133748282,
        133748283,
        ("Imatinib Resistance",),
        ("missense_variant",),
    )
    assert first.hgvs == ("NP_005148.2:p.Thr315Ile", "NC_000009.11:g.133748283C>T")
    assert (insertion.start, insertion.end, insertion.hgvs, insertion.clinvar) == (55249017, 55249017, (), ())
    assert (nowhere.start, nowhere.chromosome, nowhere.types) == (None, "", ())
    assert [i.code for i in reports.closed()] == ["CIV002"]


def test_an_evidence_type_that_is_not_known_is_told_and_its_items_are_listed(tmp_path: Path) -> None:
    path = table(tmp_path, ROW.format(level="B", id="1"), ROW.format(level="B", id="2").replace("Predictive", "Astral"))
    (told,) = civic.check([path])
    assert (told.code, dict(told.params)) == ("CIV007", {"types": ("Astral",)})
    assert all(words("en").issue(told))
    assert civic.compiled([path], vocab.load())[1]["refused"] == {"evidence_type_unknown": ["EID2"]}


def test_words_of_other_columns_that_are_not_known_are_told_with_how_many_records_they_cost(tmp_path: Path) -> None:
    drifted = [ROW.format(level="B", id=str(n)).replace("Sensitivity/Response", "Sensitive/Response") for n in (1, 2)]
    path = table(tmp_path, *drifted, ROW.format(level="F", id="3"))
    told = [(i.code, dict(i.params)) for i in civic.check([path])]
    assert told == [
        ("CIV011", {"column": "significance", "words": ("Sensitive/Response",), "records": 2}),
        ("CIV011", {"column": "level", "words": ("F",), "records": 1}),
    ]
    assert all(all(words("en").issue(i)) for i in civic.check([path]))
    refused = civic.compiled([path], vocab.load())[1]["refused"]
    assert refused == {"significance_unknown": ["EID1", "EID2"], "level_unknown": ["EID3"]}


def release_files(folder: Path, day: str = "01-Aug-2024") -> list[Path]:
    """One release: evidence, an assertion, a variant, and a table that nothing here reads."""
    return [
        table(folder, ROW.format(level="A", id="1"), name=f"{day}-ClinicalEvidenceSummaries.tsv"),
        table(folder, assertion("Dabrafenib"), header=ASSERTIONS, name=f"{day}-AssertionSummaries.tsv"),
        table(folder, VARIANT, header=VARIANTS, name=f"{day}-VariantSummaries.tsv"),
        table(folder, "1\tx\tBRAF", header="gene_id\tgene_civic_url\tname", name=f"{day}-GeneSummaries.tsv"),
    ]


VARIANT = (
    "2\tABL1\tT315I\t\t9\t133748283\t133748283\tC\tT\tENST1.5\tGRCh37\tmissense_variant\tNP_005148.2:p.Thr315Ile\t12624"
)
# What is changed in a release, and what is told of it.
CHANGED = [
    ("AssertionSummaries", "amp_category", "amp_tier", "CIV001"),
    ("AssertionSummaries", "assertion_id", "aid", "CIV001"),
    ("VariantSummaries", "variant_types", "types", "CIV001"),
    ("VariantSummaries", "hgvs_descriptions", "hgvs", "CIV001"),
    ("VariantSummaries", VARIANT, "5\tKRAS\tshort", "CIV002"),
    ("ClinicalEvidenceSummaries", "evidence_level", "evidence_grade", "CIV001"),
    ("ClinicalEvidenceSummaries", "phenotypes", "traits", "CIV001"),
    ("AssertionSummaries", ASSERTIONS, "<!doctype html><title>Moved</title>", "OPN003"),
    ("GeneSummaries", "gene_id\tgene_civic_url\tname", "Not found", "CIV010"),
]


@pytest.mark.parametrize(("name", "before", "after", "code"), CHANGED, ids=[f"{c[0]} {c[2][:16]}" for c in CHANGED])
def test_a_table_of_a_release_that_is_not_what_it_was_is_refused_and_never_taken_for_absent(
    tmp_path: Path, name: str, before: str, after: str, code: str
) -> None:
    files = release_files(tmp_path)
    assert civic.check(files) == ()
    (path,) = [p for p in files if p.name.endswith(f"-{name}.tsv")]
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    told = civic.check(files)
    assert (code, path.name) in [(i.code, i.place.file) for i in told]
    assert all(all(words("en").issue(i)) for i in told)


@pytest.mark.parametrize(
    ("second", "codes"),
    [
        pytest.param(
            lambda folder: release_files(folder, "01-Aug-2021"), {"CIV008", "CIV009"}, id="two whole releases"
        ),
        pytest.param(
            lambda folder: [table(folder, ROW.format(level="B", id="9"), name="other.tsv")],
            {"CIV008"},
            id="two evidence tables",
        ),
    ],
)
def test_files_of_two_releases_are_not_mixed(
    tmp_path: Path, second: Callable[[Path], list[Path]], codes: set[str]
) -> None:
    told = civic.check([*release_files(tmp_path / "a"), *second(tmp_path / "b")])
    assert {i.code for i in told} == codes
    assert all(all(words("en").issue(i)) for i in told)


def test_assertions_of_another_release_do_not_join_an_evidence_table(tmp_path: Path) -> None:
    evidence, _, _, _ = release_files(tmp_path / "a", "01-Aug-2021")
    _, assertions, _, _ = release_files(tmp_path / "b")
    (told,) = civic.check([evidence, assertions])
    assert (told.code, dict(told.params)) == ("CIV009", {"releases": ("2021-08-01", "2024-08-01")})


def test_the_release_is_in_the_names_or_the_newest_review(tmp_path: Path) -> None:
    assert release_of([tmp_path / "01-Aug-2024-ClinicalEvidenceSummaries.tsv"]) == "2024-08-01"
    assert release_of([table(tmp_path, ROW.format(level="B", id="1"))]) == "2026-05-26"
    assert plan("2024-08-01")[0].url.endswith("/01-Aug-2024/01-Aug-2024-ClinicalEvidenceSummaries.tsv")


def test_import_use_and_difference_from_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tumorboard.app.assessing import workbench

    monkeypatch.setenv(snapshots.HOME, str(tmp_path / "home"))
    run = CliRunner()
    table(tmp_path / "one", ROW.format(level="C", id="1"), ROW.format(level="B", id="2"))
    table(tmp_path / "two", ROW.format(level="B", id="1"), ROW.format(level="B", id="3"))
    for release, folder in (("2026-01-01", "one"), ("2026-02-01", "two")):
        found = run.invoke(main, ["knowledge", "import", "civic", str(tmp_path / folder), "--release", release])
        assert found.exit_code == 0, found.output
        assert "2 items: 2 (100%) became 2 statements" in found.output
    told = run.invoke(main, ["knowledge", "diff", "civic", "2026-01-01", "2026-02-01"]).output
    assert "statements: 1 new, 0 now carried, 1 withdrawn, 0 no longer carried, 1 changed, 0 the same" in told
    assert "~ CIVIC.EID1 [BRAF] strength: civic_level C -> civic_level B" in told
    workbench.cache_clear()
    try:
        assert run.invoke(main, ["knowledge", "use", "civic", "2026-02-01"]).exit_code == 0
        shown = run.invoke(main, ["knowledge", "show", "CIVIC.EID3"])
        assert "civic 2026-02-01" in shown.output
        asked = ["options", "--disease", "MEL", "BRAF V600E", "--json", "--on", "2026-11-27"]
        assert '"civic": "2026-02-01"' in run.invoke(main, asked).output
        assert run.invoke(main, ["knowledge", "verify"]).output.count("whole") == 2
        assert run.invoke(main, ["knowledge", "remove", "civic", "2026-02-01"]).exit_code == 10
        assert run.invoke(main, ["knowledge", "remove", "civic", "2026-01-01"]).exit_code == 0
        damaged = tmp_path / "home" / "knowledge" / "civic" / "2026-02-01" / "evidence.tsv"
        damaged.write_text(damaged.read_text("utf-8")[:-5], "utf-8")
        workbench.cache_clear()
        refused = run.invoke(main, asked)
        assert refused.exit_code == 11
        assert "damaged" in refused.output
    finally:
        monkeypatch.delenv(snapshots.HOME)
        workbench.cache_clear()


def test_a_table_of_another_kind_is_no_snapshot(tmp_path: Path) -> None:
    path = table(tmp_path, "1\t2", header="a\tb")
    found = CliRunner().invoke(main, ["knowledge", "import", "civic", str(path), "--release", "2026-01-01"])
    assert found.exit_code == 10
    assert "CIV005" in found.output
