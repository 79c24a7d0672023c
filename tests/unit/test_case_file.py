"""A case file: what is refused, where, and what its words become."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tumorboard import vocab
from tumorboard.board.intake.assemble import assemble
from tumorboard.board.intake.received import Intake, Received
from tumorboard.issues import Parsed
from tumorboard.model.alteration import CopyNumber, GenomicPosition, Origin, ProteinChange, Variant
from tumorboard.model.case import Case, SourceFile
from tumorboard.model.profile import Profile
from tumorboard.model.specimen import SpecimenKind
from tumorboard.wire.case_file import parse, schema
from tumorboard.wording import words

NAME = "case.yaml"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("case: A\npatient: {sex: female", "YML001", 3),
        ("", "YML002", None),
        ("- case: A", "YML003", 1),
        ("case: &a A\npatient: {id: *a}", "YML004", 1),
        ("case: !!python/name:os.system x", "YML006", 1),
        ("case: A\ncase: B", "YML007", 2),
        ("case: A\ntreatmets: []", "CAS002", 2),
        ("case: A\ntreatments:\n- {drugs: [osimertinib],\n   lines: 2}", "CAS002", 4),
        ("patient: {sex: female}", "CAS003", None),
        ("case: A\ntreatments:\n- {line: second}", "CAS004", 3),
        ("case: A\nspecimens: [{id: S, purity: 600%}]", "CAS004", 2),
        ("case: A\nspecimens: [{id: S, purity: nan}]", "CAS004", 2),
        ("case: A\nperformance: {ecog: 7}", "CAS004", 2),
        ("case: A\npatient: {birth: 1961-13}", "CAS004", 2),
        ("case: A\nlabs: none", "CAS004", 2),
    ],
)
def test_a_fault_is_told_with_its_line_and_nothing_is_read(text: str, code: str, line: int | None) -> None:
    found = parse(text, NAME)
    assert found.value is None
    assert [(i.code, i.place.file, i.place.line) for i in found.issues] == [(code, NAME, line)]
    for issue in found.issues:
        says, remedy = words("en").issue(issue)
        assert says and remedy


def test_every_fault_is_told_at_once_and_no_value_is_repeated() -> None:
    found = parse("case: A\npatient: {age: CANARY1}\ndiagnosis: {CANARY2: CANARY3}\nlabs: CANARY4", NAME)
    assert sorted(i.place.field for i in found.issues) == ["diagnosis", "labs", "patient.age"]
    assert "CANARY" not in repr(found.issues)


def test_words_stay_words_and_are_no_dates_or_booleans() -> None:
    found = parse("case: 2024-01-01\npatient: {country: NO, id: 007}", NAME)
    assert found.value is not None
    assert (found.value.case, found.value.patient.country, found.value.patient.id) == ("2024-01-01", "NO", "007")


def test_the_schema_for_editors_lists_every_entry() -> None:
    assert {"case", "patient", "diagnosis", "treatments", "specimens", "assays", "files"} <= schema()[
        "properties"
    ].keys()


@given(st.text(max_size=200))
def test_any_text_is_a_case_file_or_a_coded_issue(text: str) -> None:
    found = parse(text, NAME)
    assert (found.value is None) == bool(found.issues)


def made(text: str, *received: Received, **more: Any) -> Parsed[Case]:
    read = parse(text, NAME)
    assert read.value is not None, read.issues
    return assemble(Intake(file=read.value, name=NAME, received=received, **more), vocab.load())


def case_of(text: str, *received: Received) -> Case:
    found = made(text, *received)
    assert found.value is not None
    return found.value


def codes(found: Parsed[Case]) -> list[str]:
    return [i.code for i in found.issues]


@pytest.mark.parametrize(
    ("written", "code", "issues"),
    [
        ("LUAD", "LUAD", []),
        ("lung adenocarcinoma", "LUAD", []),
        ("GBM", "GB", []),
        ("DOID:1612", "BREAST", []),
        ("lung sarcoma of nowhere", None, ["CAS027"]),
        ("ALL", None, ["CAS023"]),
        ("", None, ["CAS021"]),
    ],
)
def test_a_tumor_type_becomes_its_code_or_an_issue(written: str, code: str | None, issues: list[str]) -> None:
    found = made(f"case: A\ndiagnosis: {{disease: '{written}'}}")
    assert found.value is not None
    disease = found.value.diagnosis.disease
    assert (disease.code if disease else None) == code
    assert codes(found) == issues


@pytest.mark.parametrize(
    ("drugs", "agents", "unnamed"),
    [
        ("[osimertinib]", ("osimertinib",), ()),
        ("Tagrisso", ("osimertinib",), ()),
        ("奥希替尼", ("osimertinib",), ()),
        ("carboplatin + pemetrexed", ("carboplatin", "pemetrexed"), ()),
        ("FOLFOX + bevacizumab", ("bevacizumab", "fluorouracil", "leucovorin", "oxaliplatin"), ()),
        ("7+3", ("cytarabine", "daunorubicin"), ()),
        ("[osimertinib, blinded agent]", ("osimertinib",), ("blinded agent",)),
    ],
)
def test_drugs_become_codes_and_the_unknown_stays_by_name(
    drugs: str, agents: tuple[str, ...], unnamed: tuple[str, ...]
) -> None:
    found = made(f"case: A\ndiagnosis: {{disease: LUAD}}\ntreatments: [{{drugs: {drugs}}}]\ncomplete: [treatment]")
    assert found.value is not None
    course = found.value.courses[0]
    assert (course.agents, course.unnamed) == (agents, unnamed)
    assert codes(found) == ["CAS030"] * len(unnamed)


def test_closed_words_are_understood_in_english_and_chinese_and_others_are_told() -> None:
    case = case_of("case: A\npatient: {sex: 女}\ndiagnosis: {disease: LUAD, extent: Stage IV, setting: 晚期}")
    assert (case.patient.sex, case.diagnosis.extent, case.diagnosis.setting) == ("female", "metastatic", "metastatic")
    found = made("case: A\ndiagnosis: {disease: LUAD, extent: far gone}")
    assert codes(found) == ["CAS010"]


VARIANT = Variant(
    gene="EGFR",
    protein=ProteinChange("substitution", "L", 858, alt="R"),
    position=GenomicPosition("GRCh38", "7", 55191821, 55191822, "T", "G"),
    vaf=0.3,
)
IN_WORDS = Variant(gene="EGFR", protein=ProteinChange("substitution", "L", 858, alt="R"), zygosity="heterozygous")


def file(name: str, *variants: Variant, where: str = "files[1]", **more: Any) -> Received:
    profile = more.pop("profile", {})
    about = SourceFile(name=name, format="vcf", sha256=name, records=1, kept=1)
    kinds = frozenset({"variant"})
    return Received(
        profile=Profile(format="vcf", kinds=kinds, variants=variants, **profile), where=where, source=about, **more
    )


def typed(*variants: Variant, **more: Any) -> Received:
    profile = Profile(format="typed", kinds=frozenset({"variant"}), variants=variants)
    return Received(profile=profile, where="alterations[1]", **more)


BASE = "case: A\ndiagnosis: {disease: LUAD}\nspecimens: [{id: T, kind: tissue}, {id: P, kind: plasma}]\n"


def test_a_change_in_a_file_and_in_words_is_one_fact_that_keeps_what_both_knew() -> None:
    case = case_of(BASE, file("a.vcf", VARIANT, specimen="T"), typed(IN_WORDS, specimen="T"))
    assert len(case.variants) == 1
    assert (case.variants[0].vaf, case.variants[0].zygosity, case.variants[0].id) == (0.3, "heterozygous", "v1")


def test_the_same_change_in_tissue_and_plasma_is_two_facts() -> None:
    case = case_of(BASE, file("a.vcf", VARIANT, specimen="T"), file("b.vcf", VARIANT, specimen="P"))
    assert sorted(v.specimen for v in case.variants) == ["P", "T"]


def test_the_order_in_which_files_come_changes_nothing() -> None:
    one, other = file("a.vcf", VARIANT, specimen="T"), typed(IN_WORDS, specimen="P")
    assert case_of(BASE, one, other).variants == case_of(BASE, other, one).variants


def test_a_file_without_an_assay_record_implies_one_whose_absences_mean_nothing() -> None:
    case = case_of(BASE, file("a.vcf", VARIANT, specimen="T", profile={"annotated": True}))
    assert [(a.declared, a.files, a.annotated) for a in case.assays] == [(False, ("a.vcf",), True)]
    assert case.variants[0].assay == case.assays[0].id


def test_the_only_tumor_specimen_is_that_of_a_file_that_names_none() -> None:
    text = "case: A\ndiagnosis: {disease: LUAD}\nspecimens: [{id: T, kind: tissue}, {id: N, kind: normal}]\n"
    assert case_of(text, file("a.vcf", VARIANT)).variants[0].specimen == "T"
    assert case_of(BASE, file("a.vcf", VARIANT)).variants[0].specimen == ""


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("assays: [{id: A, kinds: [variant]}]", "CAS045"),
        ("assays: [{id: A, genes: [EGFR]}]", "CAS044"),
        ("assays: [{id: A, kinds: [variant], genes: [EGFR, NOTAGENE]}]", "CAS011"),
        ("assays: [{id: A, kinds: [variant], genes: exome, specimen: X}]", "CAS042"),
        ("assays: [{id: A, kinds: [v], genes: exome}]", "CAS010"),
        ("biomarkers: [{marker: SOMETHING, state: positive}]", "CAS012"),
        ("biomarkers: [{marker: MSI, state: purple}]", "CAS013"),
        ("biomarkers: [{marker: PD-L1, value: 60}]", "CAS014"),
        ("biomarkers: [{marker: HRD, value: 45}]", "CAS014"),
        ("biomarkers: [{marker: ER, value: 4}]", "CAS014"),
        ("biomarkers: [{marker: TMB, value: 12, unit: parsec}]", "CAS014"),
        ("biomarkers: [{marker: TMB, value: -3}]", "CAS015"),
        ("biomarkers: [{marker: ER, value: 120, unit: '%'}]", "CAS015"),
        ("performance: {date: 2026-01}", "CAS024"),
        ("treatments: [{drugs: osimertinib, start: 2026-02, stop: 2026-01}]\ncomplete: [treatment]", "CAS031"),
        ("treatments: [{drugs: osimertinib}]", "CAS032"),
        ("treatments: [{drugs: [osimertinib, 唑来膦酸]}]\ncomplete: [treatment]", "CAS033"),
        ("treatments: [{drugs: Xgeva}]\ncomplete: [treatment]", "CAS033"),
        ("patient: {birth: 1960, age: 65}", "CAS020"),
    ],
)
def test_a_doubtful_entry_is_told(line: str, code: str) -> None:
    assert codes(made(BASE + line)) == [code]


def test_an_assay_that_lists_no_genes_covers_none() -> None:
    case = case_of(BASE + "assays: [{id: A, specimen: T, kinds: [variant], method: panel}]")
    assert case.assays[0].genes == frozenset()


def test_exome_covers_all_genes() -> None:
    case = case_of(BASE + "assays: [{id: A, specimen: T, kinds: [variant], genes: exome}]")
    assert case.assays[0].genes is None


CHIP = Variant(gene="DNMT3A", protein=ProteinChange("substitution", "R", 882, alt="H"), origin=Origin.SOMATIC)


@pytest.mark.parametrize(
    ("disease", "kind", "control", "origin"),
    [
        ("LUAD", "plasma", "", Origin.POSSIBLE_CHIP),
        ("LUAD", "blood", "", Origin.POSSIBLE_CHIP),
        ("LUAD", "plasma", ", white_cell_control: true", Origin.SOMATIC),
        ("LUAD", "tissue", "", Origin.SOMATIC),
        ("AML", "blood", "", Origin.SOMATIC),
    ],
)
def test_a_variant_of_a_blood_gene_in_plasma_is_open_until_white_cells_were_sequenced(
    disease: str, kind: str, control: str, origin: Origin
) -> None:
    text = (
        f"case: A\ndiagnosis: {{disease: {disease}}}\nspecimens: [{{id: S, kind: {kind}}}]\n"
        f"assays: [{{id: A, specimen: S, kinds: [variant], genes: exome{control}}}]\n"
    )
    assert case_of(text, file("a.vcf", CHIP, assay="A")).variants[0].origin is origin


def test_files_of_two_persons_are_told() -> None:
    one = {("1", n, "A", "G"): 1 + n % 2 for n in range(40)}
    other = {("1", n, "A", "G"): 2 - n % 2 if n < 30 else 1 + n % 2 for n in range(40)}

    def two(a: dict[Any, int], b: dict[Any, int]) -> list[str]:
        return codes(
            made(
                BASE,
                file("a.vcf", specimen="T", profile={"fingerprint": a, "assembly": "GRCh38"}),
                file("b.vcf", specimen="P", where="files[2]", profile={"fingerprint": b, "assembly": "GRCh38"}),
            )
        )

    assert two(one, other) == ["CAS060"]
    assert two(one, dict(one)) == []


def test_another_sex_in_a_file_is_told() -> None:
    found = made(BASE + "patient: {sex: male}", file("a.vcf", specimen="T", profile={"sex": "female"}))
    assert codes(found) == ["CAS061"]


def test_purity_of_a_file_fills_a_gap_and_a_contradiction_is_told() -> None:
    found = made(BASE, file("p.tsv", specimen="T", profile={"purity": 0.4, "ploidy": 3.1}))
    assert found.value is not None
    tissue = found.value.index.specimens["T"]
    assert (tissue.purity, tissue.ploidy, tissue.kind) == (0.4, 3.1, SpecimenKind.TISSUE)
    text = "case: A\ndiagnosis: {disease: LUAD}\nspecimens: [{id: T, kind: tissue, purity: 0.8}]\n"
    contradicted = made(text, file("p.tsv", specimen="T", profile={"purity": 0.4}))
    assert codes(contradicted) == ["CAS043"]


def test_copy_numbers_of_two_callers_stay_two_facts_and_a_repeated_one_is_one() -> None:
    a, b = CopyNumber(gene="MET", copies=12.0), CopyNumber(gene="MET", copies=9.0)
    profile = {"copy_numbers": (a, b, a)}
    assert len(case_of(BASE, file("c.cns", specimen="T", profile=profile)).copy_numbers) == 2


def test_a_laboratory_value_gets_its_code_and_what_is_not_understood_is_told() -> None:
    found = made(
        "case: A\ndiagnosis: {disease: LUAD}\nlabs:\n"
        "- {analyte: absolute neutrophil count, value: 1500, unit: /uL}\n- {analyte: moonlight, value: 3}\n"
        "- {analyte: Creatinine, value: 3, unit: bananas}\n- {analyte: PSA, value: 3, unit: ng/mL, comparator: about}"
    )
    assert found.value is not None
    assert [(v.id, v.analyte, v.unit) for v in found.value.labs] == [
        ("l1", "neutrophils", "/uL"), ("l2", "moonlight", ""), ("l3", "creatinine", "bananas"),
    ]  # fmt: skip
    told = [(i.code, i.place.field) for i in found.issues if "labs" in i.place.field]
    assert told == [("CAS025", "labs[2].analyte"), ("CAS026", "labs[3].unit"), ("CAS010", "labs[4].comparator")]
    assert "moonlight" not in repr(found.issues) and "bananas" not in repr(found.issues)


def test_a_laboratory_value_that_no_living_person_has_is_told_without_the_value() -> None:
    found = made(
        "case: A\ndiagnosis: {disease: LUAD}\nlabs:\n"
        "- {analyte: creatinine, value: 133, unit: mg/dL}\n- {analyte: creatinine, value: 133, unit: umol/L}\n"
        "- {analyte: ALT, value: -7531, unit: strange}\n"
    )
    told = [(i.code, i.place.field) for i in found.issues if i.code == "CAS087"]
    assert told == [("CAS087", "labs[1].value"), ("CAS087", "labs[3].value")]
    assert "133" not in repr(found.issues) and "7531" not in repr(found.issues)


def test_lesions_get_codes_and_entries_that_contradict_each_other_are_told() -> None:
    found = made(
        "case: A\ndiagnosis: {disease: LUAD}\nlesions:\n- {site: hepatic, size_mm: 31, method: MR, date: 2026-01-05}\n"
        "- {site: brain, treated_on: 2026-02}\n- {site: brain, present: false}\n- {site: elsewhere}\n"
        "- {site: 肺, treated: false, treated_on: 2026-03}\ncomplete: [lesions]"
    )
    assert found.value is not None
    assert [(x.id, x.site, x.method, x.treated, x.present) for x in found.value.lesions] == [
        ("t1", "liver", "mri", None, True), ("t2", "brain", "", True, True), ("t3", "brain", "", None, False),
        ("t4", "", "", None, True), ("t5", "lung", "", False, True),
    ]  # fmt: skip
    told = [(i.code, i.place.field) for i in found.issues if "lesions" in i.place.field]
    assert told == [("CAS010", "lesions[4].site"), ("CAS098", "lesions[5]"), ("CAS097", "lesions[2]")]
    assert found.value.complete("lesions")


def test_a_lesion_without_a_possible_size_is_refused() -> None:
    assert [i.code for i in parse("case: A\nlesions: [{site: liver, size_mm: 0}]", NAME).issues] == ["CAS004"]


def test_a_pregnancy_test_gets_its_code_and_one_of_a_man_is_told() -> None:
    text = "case: A\npatient: {sex: %s}\nreproduction: {pregnancy_test: %s, tested_on: 2026-01-05}"
    found = made(text % ("f", "neg"))
    assert found.value is not None
    assert (found.value.reproduction.pregnancy_test, found.value.reproduction.breast_feeding) == ("negative", None)
    assert "CAS099" not in {i.code for i in found.issues}
    assert "CAS099" in {i.code for i in made(text % ("m", "neg")).issues}
    odd = made(text % ("f", "perhaps"))
    assert odd.value is not None and odd.value.reproduction.pregnancy_test == ""
    assert ("CAS010", "reproduction.pregnancy_test") in {(i.code, i.place.field) for i in odd.issues}


@pytest.mark.parametrize(
    ("entry", "value", "unit", "scale"),
    [
        ("{marker: TMB, value: 12}", 12, "mut_per_mb", ""),
        ("{marker: TMB, value: 12, unit: mut/Mb}", 12, "mut_per_mb", ""),
        ("{marker: TMB, value: 12, unit: 个突变/Mb}", 12, "mut_per_mb", ""),
        ("{marker: ER, value: 80, unit: '%'}", 80, "percent", ""),
        ("{marker: ER, value: 80}", 80, "percent", ""),
        ("{marker: PR, value: 0}", 0, "percent", ""),
        ("{marker: ER, value: 6, scale: Allred}", 6, "score", "allred"),
        ("{marker: PD-L1, value: 60, unit: TPS}", 60, "percent", "TPS"),
        ("{marker: PD-L1, value: 60, scale: cps}", 60, "score", "CPS"),
        ("{marker: HER2, method: IHC, value: 2}", 2, "score", "ihc_score"),
        ("{marker: HER2, method: FISH, value: 2.4, scale: ratio}", 2.4, "ratio", "ratio"),
        ("{marker: HRD, value: 45, scale: gis}", 45, "score", "GIS"),
        ("{marker: Ki-67, value: 20}", 20, "percent", ""),
    ],
)
def test_a_number_gets_the_unit_and_scale_that_its_marker_leaves_it(
    entry: str, value: float, unit: str, scale: str
) -> None:
    found = made(BASE + f"biomarkers: [{entry}]")
    assert found.value is not None and codes(found) == []
    one = found.value.biomarkers[0]
    assert (one.value, one.unit, one.scale) == (value, unit, scale)
