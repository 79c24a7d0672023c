"""Hypothesis strategies: random cases and random criteria over a small world in which they often meet.

The world: a few genes with their usual changes, tumor types, drugs and markers; every value is one that a reader could
give.  Cases hold facts of every family, or none of it.
"""

from __future__ import annotations

from datetime import date
from typing import cast

from hypothesis import strategies as st

from tumorboard.criteria import combinators as c
from tumorboard.criteria.protein_text import change
from tumorboard.criteria.text import parse
from tumorboard.model.alteration import CopyNumber, Fusion, Origin, SpliceEvent, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case, Completeness, Diagnosis, Patient, PerformanceStatus
from tumorboard.model.dates import PartialDate
from tumorboard.model.disease import Disease
from tumorboard.model.findings import AlterationFinding, Finding, Findings, Oncogenicity, PharmacogeneticFinding
from tumorboard.model.specimen import Assay, AssayStatus, Specimen, SpecimenKind
from tumorboard.model.treatment import TreatmentCourse
from tumorboard.model.verdict import Criterion, Evaluation, Verdict
from tumorboard.reasons import Reason
from tumorboard.testing.criterion_examples import LAW_TEXTS
from tumorboard.testing.measured_strategies import SEEN, completeness, conditions, laboratory, lesions, reproduction

ON = date(2026, 6, 1)
GENES = ("EGFR", "EGFR", "MET", "TP53", "ALK")
CHANGES = ("L858R", "T790M", "E746_A750del", "R213*", "Q787Q")
CATEGORIES = ("", "", "", "", "", "deletion", "any", "skipping")
_DATES = st.none() | st.builds(PartialDate, st.just(2026) | st.just(2025), st.none() | st.integers(1, 5))
VIRAL = ("HBSAG", "ANTI_HBC", "ANTI_HCV", "HCV_RNA", "HIV")
WORDS = {"DPYD": ("poor_metabolizer", "normal_metabolizer"), "PAM50": ("luminal_a", "basal_like")}
KINDS = ("variant", "copy_number", "fusion", "splice")
_MAYBE = st.none() | st.booleans()


@st.composite
def variants(draw: st.DrawFn, ident: str) -> Variant:
    """A variant of the small world."""
    category = draw(st.sampled_from(CATEGORIES))
    protein = None if category else draw(st.none() | st.sampled_from(CHANGES).map(change))
    by_protein = {"substitution": "missense_variant", "nonsense": "stop_gained", "synonymous": "synonymous_variant"}
    terms: tuple[str, ...] = (by_protein.get(protein.kind, "inframe_deletion"),) if protein else ()
    if protein is None and not category:
        terms = draw(st.sampled_from([(), ("splice_donor_variant",), ("missense_variant",), ("intron_variant",)]))
    return Variant(
        id=ident,
        gene=draw(st.sampled_from(GENES)),
        protein=protein,
        category=category,
        consequences=terms,
        exon=draw(st.none() | st.sampled_from([14, 19, 20, 21])),
        origin=draw(st.sampled_from([Origin.SOMATIC, Origin.SOMATIC, *Origin])),
        clinvar=draw(st.sampled_from(["", "Pathogenic", "Benign"])),
        specimen=draw(st.sampled_from(["s1", "s2", ""])),
        assay=draw(st.sampled_from(["a1", "a2", ""])),
    )


@st.composite
def assays(draw: st.DrawFn, ident: str) -> Assay:
    """An assay that covers much, or not."""
    return Assay(
        id=ident,
        specimen=draw(st.sampled_from(["s1", "s2"])),
        method=draw(st.sampled_from(["dna_panel", "rna", "wgs", ""])),
        declared=draw(st.sampled_from([True, True, True, False])),
        status=draw(st.sampled_from([AssayStatus.DONE, AssayStatus.DONE, AssayStatus.FAILED])),
        date=draw(_DATES),
        genes=draw(st.none() | st.just(frozenset(GENES)) | st.just(frozenset({"EGFR"}))),
        kinds=frozenset(draw(st.just(KINDS) | st.just(KINDS) | st.sets(st.sampled_from(KINDS)))),
        fusion_genes=draw(st.none() | st.just(frozenset({"ALK"}))),
        regions=draw(st.sampled_from([frozenset(), frozenset({"promoter:TERT"})])),
        tumor_fraction_adequate=draw(_MAYBE),
        matched_normal=draw(_MAYBE),
        annotated=draw(st.sampled_from([None, True, True, False])),
    )


@st.composite
def molecular(draw: st.DrawFn) -> dict[str, object]:
    """Specimens, assays and alterations, as fields of a case."""
    kinds = st.sampled_from([SpecimenKind.TISSUE, SpecimenKind.TISSUE, SpecimenKind.BLOOD, *SpecimenKind])
    purity = st.sampled_from([None, 0.1, 0.6, 0.7])
    call = st.sampled_from(["", "amplification", "gain", "neutral", "loss", "deep_loss"])
    side = st.sampled_from(["ALK", "EML4", "EGFR", ""])
    several = st.integers(0, 3)
    return {
        "specimens": tuple(
            Specimen(id=f"s{i}", kind=draw(kinds), purity=draw(purity), collected=draw(_DATES)) for i in (1, 2)
        ),
        "assays": tuple(draw(assays(f"a{i}")) for i in range(1, draw(several) + 1)),
        "variants": tuple(draw(variants(f"v{i}")) for i in range(1, draw(several) + 1)),
        "copy_numbers": tuple(
            CopyNumber(
                id=f"n{i}", gene=draw(st.sampled_from(GENES)), call=draw(call), assay="a1", specimen="s1",
                copies=draw(st.none() | st.sampled_from([0.2, 2.0, 9.0])),
            )
            for i in range(1, draw(several) + 1)
        ),
        "fusions": tuple(
            Fusion(
                id=f"f{i}", five_prime=draw(side), three_prime=draw(side), ordered=draw(st.booleans()),
                in_frame=draw(_MAYBE), kinase_retained=draw(_MAYBE), assay="a1", specimen="s1",
            )
            for i in range(1, draw(several) + 1)
        ),
        "splice_events": tuple(
            SpliceEvent(id=f"e{i}", gene="MET", first_exon=14, last_exon=14, assay="a2", specimen="s2")
            for i in range(1, draw(st.sampled_from([1, 1, 2])))
        ),
        "completeness": draw(completeness("assays")),
    }  # fmt: skip


@st.composite
def findings_of(draw: st.DrawFn, facts: dict[str, object]) -> Findings:
    """What an interpretation could say of these facts: something of some of them."""
    classes = st.sampled_from(["oncogenic", "likely_oncogenic", "vus", "likely_benign", "benign"])
    alterations = {}
    for family, prefix in (("variants", "variant"), ("copy_numbers", "copy_number")):
        for value in facts.get(family, ()):  # type: ignore[attr-defined]
            if draw(st.booleans()):
                fact = f"{prefix}/{value.id}"
                alterations[fact] = AlterationFinding(
                    alteration=fact,
                    effect=draw(st.sampled_from(["unknown", "gain_of_function", "loss_of_function", "neutral"])),
                    oncogenicity=Oncogenicity(scheme="x", classification=draw(classes), points=0),
                    classes=draw(st.sampled_from([frozenset(), frozenset({"EGFR:classical"})])),
                    polymorphism=draw(st.sampled_from([False, False, True])),
                    amplified=draw(_MAYBE),
                    deep_deletion=draw(_MAYBE),
                )
    words = {
        "msi": ("msi_high", "stable", "equivocal", ""), "mmr": ("deficient", "proficient", ""),
        "tmb": ("high", "low", ""), "hrd": ("positive", "negative", ""),
        "her2": ("positive", "low", "ultralow", "zero", "negative", ""), "fuscc_subtype": ("im", "lar", ""),
    }  # fmt: skip
    numbers = st.none() | st.sampled_from([3.0, 10.0, 42.0])
    markers = {
        name: Finding(
            name=name,
            state=draw(st.sampled_from(states)),
            value=draw(numbers) if name not in {"her2", "fuscc_subtype"} else None,
            method=draw(st.sampled_from(["", "GIS"])) if name == "hrd" else "",
        )
        for name, states in words.items()
        if draw(st.booleans())
    }
    genotype = PharmacogeneticFinding(
        gene="DPYD",
        phenotype="poor_metabolizer",
        agents=("fluorouracil",),
        action="avoid",
        reason=Reason.of("always.met"),
    )
    return Findings(
        alterations=alterations, biomarkers=markers, pharmacogenetics=draw(st.sampled_from([(), (genotype,)]))
    )


@st.composite
def biomarkers(draw: st.DrawFn) -> dict[str, object]:
    """Measured markers, as fields of a case."""
    found = []
    for i in range(1, draw(st.integers(0, 6)) + 1):
        marker = draw(
            st.sampled_from(
                ["ER", "PR", "AR", "PDL1", "PDL1", "CLDN18_2", "DPYD", "EBV", "HPV16", "P16", "PAM50", *VIRAL]
            )
        )
        words = WORDS.get(marker, ("positive", "negative"))
        found.append(
            Biomarker(
                id=f"b{i}",
                marker=marker,
                state=draw(st.sampled_from(["", *words])),
                value=draw(st.sampled_from([None, 0.0, 1.0, 5.0, 80.0])) if marker not in WORDS else None,
                unit="percent",
                comparator=draw(st.sampled_from(["", "<", ">="])),
                scale=draw(st.sampled_from(["TPS", "CPS", ""])) if marker == "PDL1" else "",
                clone=draw(st.sampled_from(["22C3", ""])),
                date=draw(_DATES),
                failed=draw(st.sampled_from([False, False, True])),
            )
        )
    return {"biomarkers": tuple(found)}


@st.composite
def treatments(draw: st.DrawFn) -> dict[str, object]:
    """Courses of treatment, as fields of a case."""
    found = []
    for i in range(1, draw(st.integers(0, 3)) + 1):
        found.append(
            TreatmentCourse(
                id=f"c{i}",
                agents=draw(st.sampled_from([("osimertinib",), ("carboplatin", "pemetrexed"), ("strange",), ()])),
                unnamed=draw(st.sampled_from([(), (), ("study drug",), ("zoledronic acid",)])),
                modality=draw(st.sampled_from(["systemic", "systemic", "radiotherapy"])),
                intent=draw(st.sampled_from(["", "curative", "palliative"])),
                line=draw(st.none() | st.integers(1, 3)),
                setting=draw(st.sampled_from(["metastatic", "adjuvant", "maintenance", ""])),
                start=draw(_DATES),
                stop=draw(_DATES),
                ongoing=draw(_MAYBE),
                best_response=draw(st.sampled_from(["", "PR", "PD"])),
                stop_reason=draw(st.sampled_from(["", "progression", "toxicity"])),
            )
        )
    return {"courses": tuple(found), "completeness": draw(completeness("treatment"))}


@st.composite
def clinical(draw: st.DrawFn) -> dict[str, dict[str, object]]:
    """Family -> fields, of the families that are neither molecular nor treatment."""
    grades = st.lists(
        st.tuples(st.sampled_from(["ecog", "karnofsky", "lansky"]), st.integers(0, 4), _DATES | SEEN), max_size=2
    )
    code = st.sampled_from(["LUAD", "LUSC", "NSCLC", "BRCA", "AML", ""])
    states = st.sampled_from(
        [frozenset(), frozenset({"castration_resistant"}), frozenset({"castration_sensitive"}), frozenset({"relapsed"})]
    )
    disease = draw(code)
    return {
        "patient": {
            "patient": Patient(
                sex=draw(st.sampled_from(["", "female", "male"])),
                birth=draw(st.none() | st.builds(PartialDate, st.sampled_from([1950, 2008, 2012]), st.none() | st.just(6))),
                age_years=draw(st.none() | st.sampled_from([17, 18, 60])),
                age_on=draw(_DATES),
            )
        },
        "performance": {
            "performance": tuple(
                PerformanceStatus(id=f"p{i}", scale=scale, value=v if scale == "ecog" else 100 - 20 * v, date=day)
                for i, (scale, v, day) in enumerate(draw(grades), 1)
            )
        },
        "statements": {"statements": draw(st.dictionaries(st.sampled_from(["consent", "no_curative_option", "manual:no active infection"]), st.booleans()))},
        "conditions": {
            "conditions": draw(conditions()),
            "completeness": draw(completeness("conditions")),
        },
        "medications": {
            "medications": draw(st.sampled_from([(), ("clarithromycin",), ("verapamil",), ("strange", "verapamil")])),
            "completeness": draw(completeness("medications")),
        },
        "reproduction": {"reproduction": draw(reproduction())},
        "diagnosis": {
            "diagnosis": Diagnosis(
                disease=Disease(disease) if disease else None,
                histology=draw(st.sampled_from([frozenset(), frozenset({"squamous"}), frozenset({"adenocarcinoma"})])),
                extent=draw(st.sampled_from(["", "metastatic", "localized"])),
                setting=draw(st.sampled_from(["", "metastatic", "adjuvant"])),
                states=draw(states),
                not_states=draw(st.sampled_from([frozenset(), frozenset({"newly_diagnosed"})])),
                stage=draw(st.sampled_from(["", "II", "III", "IIIA", "IV"])),
            )
        },
    }  # fmt: skip


@st.composite
def families(draw: st.DrawFn) -> dict[str, dict[str, object]]:
    """Family of facts -> the fields of a case that it fills; *findings* is a family of its own."""
    facts = draw(molecular())
    found = draw(clinical())
    found["molecular"] = facts
    found["biomarkers"] = draw(biomarkers())
    found["treatment"] = draw(treatments())
    found["laboratory"] = draw(laboratory())
    found["lesions"] = draw(lesions())
    found["findings"] = {"findings": draw(findings_of(facts))}
    return found


def case_of(families_: dict[str, dict[str, object]]) -> Case:
    """The case with exactly these families."""
    fields: dict[str, object] = {}
    completeness: dict[str, Completeness] = {}
    for given in families_.values():
        for name, value in given.items():
            if name == "completeness":
                completeness.update(cast("dict[str, Completeness]", value))
            else:
                fields[name] = value
    return Case(id="random", completeness=completeness, **fields)  # type: ignore[arg-type]


def cases() -> st.SearchStrategy[Case]:
    """Random cases of the small world."""
    return families().map(case_of)


def leaves() -> st.SearchStrategy[Criterion]:
    """Random leaves that speak of the small world (without ResultAvailable, which asks for knowledge itself)."""
    from tumorboard.criteria.leaves import LEAVES

    return st.sampled_from([parse(text, LEAVES) for text in LAW_TEXTS])


def criteria(depth: int = 3) -> st.SearchStrategy[Criterion]:
    """Random trees of combinators over random leaves."""
    constants = st.sampled_from([c.Always(), c.Never()])

    def grow(inner: st.SearchStrategy[Criterion]) -> st.SearchStrategy[Criterion]:
        parts = st.lists(inner, max_size=3).map(tuple)
        counted = st.lists(inner, min_size=1, max_size=3).flatmap(
            lambda ps: st.integers(0, len(ps)).map(lambda k: c.AtLeast(k, tuple(ps)))
        )
        return st.one_of(
            st.builds(c.All, parts), st.builds(c.Any, parts), st.builds(c.Not, inner), counted,
            st.builds(c.If, inner, inner, inner), st.builds(c.FlagIf, inner),
        )  # fmt: skip

    return st.recursive(st.one_of(leaves(), constants), grow, max_leaves=2**depth)


@st.composite
def evaluations(draw: st.DrawFn) -> Evaluation:
    """Random leaf evaluations with flags and dates."""
    verdict = draw(st.sampled_from(list(Verdict)))
    missing = (
        frozenset(draw(st.sets(st.sampled_from(["a.b", "c.d:E"]), min_size=1)))
        if verdict is Verdict.UNKNOWN
        else frozenset()
    )
    return Evaluation(
        verdict,
        Reason.of("always.met"),
        draw(st.sampled_from(["A()", "B()", "C()"])),
        frozenset(draw(st.sets(st.sampled_from(["f/1", "f/2"])))),
        missing,
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 9))) if verdict is not Verdict.UNKNOWN else None,
    )
