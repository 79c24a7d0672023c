"""What is taken together in a partition is answered as each of it is: variants at residues that nothing names, laboratory values by window, births by age, courses and conditions one by one."""

from __future__ import annotations

import os
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tumorboard import vocab
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.formats.patients import Likeness, frame_of, patients_of
from tumorboard.interpret.on_demand import OnDemand
from tumorboard.interpret.ordinary import EXACT, ordinary
from tumorboard.interpret.pipeline import interpret
from tumorboard.model.alteration import GenomicPosition, Origin, ProteinChange, Variant
from tumorboard.model.case import Case, Completeness, Condition, Diagnosis, LabValue, Patient
from tumorboard.model.context import Context
from tumorboard.model.dates import PartialDate
from tumorboard.model.disease import Disease
from tumorboard.model.knowledge import HotspotCount, Knowledge
from tumorboard.model.specimen import Assay, Specimen
from tumorboard.model.treatment import TreatmentCourse
from tumorboard.trials.screening import Answers
from tumorboard.trials.screening.memory import Memory

ON = date(2026, 11, 1)
CONTEXT = Context(ON, vocab.load())
KNOWLEDGE = Knowledge(hotspots={("KMT2D", 700): HotspotCount(residue_total=60, changes={"R700Q": 20})})
GENES = ("EGFR", "BRAF", "TP53", "RB1", "BRCA2", "KRAS", "FLT3", "NPM1", "DPYD", "KMT2D", "PTEN", "KIT")
LEAVES_ASKED = [
    parse(text, LEAVES)
    for gene in GENES
    for text in (
        f'GeneAltered(["{gene}"])', f'GeneAltered(["{gene}"], kinds=["truncating"], min_oncogenicity="likely_oncogenic")',
        f'GeneActivated(["{gene}"])', f'GeneInactivated(["{gene}"])', f'GermlinePathogenic(["{gene}"])', f'WildType(["{gene}"])',
        f'CodonMutated("{gene}", [], ranges=["40-60"], types="any")', f'NoActionableDriver(["{gene}"])',
    )
] + [
    parse(text, LEAVES)
    for text in (
        'ProteinChangeIn("KRAS", ["G12C", "G13D"])', 'GeneActivated(["BRAF"], excluding_changes=["V600E", "L50R"])', 'CodonMutated("KMT2D", [50, 700])',
        'ExonMutated("EGFR", [19, 20])', 'VariantClassIn("BRAF", ["BRAF:class_1"])', 'VariantClassIn("EGFR", ["EGFR:exon20_insertion"])',
        'PharmacogenotypeIn("DPYD", ["intermediate_metabolizer"])', 'GeneAltered(["KRAS", "TP53"], specimen="tissue")',
    )
]  # fmt: skip
LABS_ASKED = [
    parse(text, LEAVES)
    for text in (
        'LabBetween("platelets", min=100)', 'LabBetween("platelets", min=100, within_days=14)', 'LabBetween("platelets", max=90, within_days=28)',
        'LabBetween("bilirubin", max=1.5, unit="xULN")', 'LabIndexBetween("ALBI", max=-1.4)', 'LabIndexBetween("NLR", max=3, within_days=7)',
        'RenalFunctionAtLeast(60, method="ckd_epi_2021")', 'RenalFunctionAtLeast(50, method="cockcroft_gault", within_days=14)',
        "QtcfAtMost(450)", "QtcfAtMost(450, max_female=470, within_days=28)", "AgeBetween(min=18)", "AgeBetween(min=18, max=70)",
    )
]  # fmt: skip
LISTS_ASKED = [
    parse(text, LEAVES)
    for text in (
        'HadTherapy(classes=["platinum"])', 'HadTherapy(classes=["platinum"], within_months=6)', 'HadTherapy(agents=["cisplatin"], settings=["metastatic"])',
        'ProgressedOn(agents=["osimertinib"])', "WashoutComplete(days=28)", 'WashoutComplete(classes=["taxane"], half_lives=5)', "SystemicLinesBetween(max=1)",
        'SystemicLinesBetween(min=1, setting="any")', 'ConditionHistory(["stroke"])', 'ConditionHistory(["stroke"], active_only=True, within_months=6)',
        'ConditionHistory(["stroke", "copd"], min_grade=2)',
    )
]  # fmt: skip
some = settings(
    max_examples=int(os.environ.get("TUMORBOARD_EXAMPLES", "25")), derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)  # fmt: skip


def agree(cases: list[Case], leaves: list[object]) -> None:
    """Partition after partition with one memory; each leaf of each patient."""
    likeness = Likeness.of(ordinary(CONTEXT, KNOWLEDGE, leaves))  # type: ignore[arg-type]
    assert likeness is not None
    memory = Memory()
    for part in (cases[: len(cases) // 2], cases[len(cases) // 2 :], cases):
        if part:
            table = patients_of(frame_of(part), memory.book, likeness).table
            asking = Answers(table, CONTEXT, derive=OnDemand(KNOWLEDGE, CONTEXT), memory=memory)
            told = [interpret(case, KNOWLEDGE, CONTEXT) for case in part]
            for leaf in leaves:
                said = [leaf.check(case, CONTEXT).verdict.value for case in told]  # type: ignore[attr-defined]
                assert asking.verdicts(leaf).tolist() == said, leaf  # type: ignore[arg-type]


def residues(gene: str) -> st.SearchStrategy[int]:
    """Residues of a gene: those that are named, their neighbors, and any."""
    known = ordinary(CONTEXT, KNOWLEDGE, LEAVES_ASKED)
    assert known is not None
    named = sorted({at for of, at in known.places if of == gene and known.places[of, at] == EXACT})
    ends = sorted(
        {at for of, at in known.places if of == gene and known.places.get((of, at + 1)) != known.places[of, at]}
    )
    near = [at + step for at in [*named, *ends] for step in (-1, 0, 1) if at + step > 0] or [1, 2, 40]
    return st.one_of(st.sampled_from(near), st.integers(1, 1500))


@st.composite
def variants(draw: st.DrawFn, number: int) -> Variant:
    """A variant of one of the genes, as annotation writes it."""
    gene = draw(st.sampled_from(GENES))
    kind = draw(st.sampled_from(["substitution", "substitution", "nonsense", "frameshift", "deletion", "synonymous"]))
    alt = {
        "substitution": draw(st.sampled_from("QWC")),
        "nonsense": "*",
        "frameshift": draw(st.sampled_from(["", "V"])),
        "synonymous": "R",
    }
    terms = {"substitution": "missense_variant", "nonsense": "stop_gained", "frameshift": "frameshift_variant", "deletion": "inframe_deletion", "synonymous": "synonymous_variant"}  # fmt: skip
    residue = draw(residues(gene))
    protein = ProteinChange(kind, "R", residue, alt=alt.get(kind, ""))
    told = (
        {"consequences": (terms[kind],)}
        if draw(st.booleans())
        else {"consequences": (terms[kind], "splice_region_variant")}
    )
    if draw(st.booleans()):
        told |= {"hgvs_c": f"NM_1.2:c.{3 * residue}A>G", "hgvs_p": f"p.R{residue}Q", "position": GenomicPosition("GRCh38", "7", draw(st.sampled_from([140753335, 1000 + residue])), 140753336, "A", "T")}  # fmt: skip
    return Variant(
        id=f"v{number}", gene=gene, protein=protein, origin=draw(st.sampled_from([Origin.SOMATIC, Origin.GERMLINE, Origin.UNKNOWN])), specimen="s",
        assay="a", zygosity=draw(st.sampled_from(["", "", "hom"])), **told,
    )  # fmt: skip


@st.composite
def sequenced(draw: st.DrawFn) -> Case:
    """A patient with variants."""
    panel = Assay(
        id="a",
        specimen="s",
        method="dna_panel",
        genes=frozenset(GENES),
        annotated=True,
        kinds=frozenset({"variant", "copy_number"}),
    )
    several = tuple(draw(variants(at)) for at in range(draw(st.integers(0, 4))))
    disease = draw(st.sampled_from(["LUAD", "RBL", "COAD"]))
    return Case(
        id="c",
        specimens=(Specimen(id="s"),),
        assays=(panel,),
        variants=several,
        diagnosis=Diagnosis(disease=Disease(disease)),
    )


@st.composite
def days(draw: st.DrawFn) -> PartialDate | None:
    """A day around the windows, a month, a year, or nothing."""
    day = ON - timedelta(days=draw(st.sampled_from([-3, 0, 1, 13, 14, 15, 27, 28, 29, 89, 90, 91, 200])))
    parts = draw(st.sampled_from([3, 3, 3, 3, 2, 1, 0]))
    told = (day.year, day.month, day.day)[:parts]
    return PartialDate(*told) if told else None


@st.composite
def measured(draw: st.DrawFn) -> Case:
    """A patient with laboratory values."""
    units = {"platelets": "10*9/L", "bilirubin": "mg/dL", "albumin": "g/dL", "neutrophils": "10*9/L", "lymphocytes": "10*9/L",
             "creatinine": "mg/dL", "weight": "kg", "QTcF": "ms", "QT": "ms", "heart_rate": "/min"}  # fmt: skip
    values = {"platelets": [80, 100, 250], "bilirubin": [0.5, 1.8, 2], "albumin": [3, 4], "neutrophils": [2, 6], "lymphocytes": [1, 2],
              "creatinine": [0.7, 1.3, 2], "weight": [50, 90], "QTcF": [440, 455, 475], "QT": [380, 420], "heart_rate": [60, 75]}  # fmt: skip
    labs = []
    for at in range(draw(st.integers(0, 9))):
        analyte = draw(st.sampled_from(sorted(units)))
        value = draw(st.sampled_from([*values[analyte], None]))
        labs.append(
            LabValue(
                id=f"l{at}", analyte=analyte, value=value, comparator=draw(st.sampled_from(["", "", "", "<"])), unit=draw(st.sampled_from([units[analyte]] * 3 + [""])),
                upper_limit=draw(st.sampled_from([1.2, None])), date=draw(days()),
            )
        )  # fmt: skip
    birth = draw(
        st.sampled_from(
            [
                PartialDate(2008, 11, 1),
                PartialDate(2008, 11, 2),
                PartialDate(1955, 10),
                PartialDate(1956),
                PartialDate(1990, 3, 4),
                None,
            ]
        )
    )
    return Case(
        id="c", patient=Patient(sex=draw(st.sampled_from(["female", "male", ""])), birth=birth), labs=tuple(labs)
    )


@st.composite
def treated(draw: st.DrawFn) -> Case:
    """A patient with courses of treatment and conditions."""
    courses = tuple(
        TreatmentCourse(
            id=f"c{at}", agents=draw(st.sampled_from([("cisplatin",), ("osimertinib",), ("paclitaxel",), ("carboplatin", "paclitaxel"), ()])),
            setting=draw(st.sampled_from(["metastatic", "adjuvant", ""])), line=draw(st.sampled_from([1, 2, None])), start=draw(days()), stop=draw(days()),
            stop_reason=draw(st.sampled_from(["progression", "toxicity", ""])), best_response=draw(st.sampled_from(["PD", "PR", ""])),
        )
        for at in range(draw(st.integers(0, 3)))
    )  # fmt: skip
    conditions = tuple(
        Condition(
            id=f"k{at}", name=draw(st.sampled_from(["stroke", "Stroke", "copd", "gout"])), active=draw(st.sampled_from([True, False, None])),
            grade=draw(st.sampled_from([1, 3, None])), date=draw(days()),
        )
        for at in range(draw(st.integers(0, 3)))
    )  # fmt: skip
    families = draw(st.sampled_from([(), ("treatment",), ("conditions", "treatment")]))
    return Case(
        id="c", courses=courses, conditions=conditions, completeness=dict.fromkeys(families, Completeness.COMPLETE)
    )


@some
@given(st.lists(sequenced(), min_size=1, max_size=25))
def test_variants_that_nothing_tells_apart_are_answered_as_each_is(cases: list[Case]) -> None:
    agree(cases, LEAVES_ASKED)  # type: ignore[arg-type]


@some
@given(st.lists(measured(), min_size=1, max_size=25))
def test_values_and_births_that_nothing_tells_apart_are_answered_as_each_is(cases: list[Case]) -> None:
    agree(cases, LABS_ASKED)  # type: ignore[arg-type]


@some
@given(st.lists(treated(), min_size=1, max_size=25))
def test_courses_and_conditions_are_judged_one_by_one_as_in_the_whole_list(cases: list[Case]) -> None:
    agree(cases, LISTS_ASKED)  # type: ignore[arg-type]


def test_a_leaf_of_which_nobody_knows_what_it_reads_takes_nothing_together() -> None:
    class Own(type(LEAVES_ASKED[0])):  # type: ignore[misc]
        pass

    assert ordinary(CONTEXT, KNOWLEDGE, [Own(("EGFR",))]) is None


def test_many_patients_are_few_once_nothing_tells_them_apart() -> None:
    panel = Assay(id="a", specimen="s", method="dna_panel", genes=frozenset(GENES), annotated=True)
    cases = [
        Case(id="c", specimens=(Specimen(id="s"),), assays=(panel,), variants=(
            Variant(id="v", gene="KMT2D", protein=ProteinChange("substitution", "R", at, alt="Q"), consequences=("missense_variant",), specimen="s", assay="a"),
        ))
        for at in range(1000, 1200)
    ]  # fmt: skip
    leaf = parse('GeneAltered(["KMT2D"])', LEAVES)
    table = patients_of(frame_of(cases), None, Likeness.of(ordinary(CONTEXT, KNOWLEDGE, [leaf]))).table
    assert len({table.code(("variants", "KMT2D"), row) for row in range(table.n)}) == 1
