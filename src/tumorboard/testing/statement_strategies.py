"""Hypothesis strategies: random statements over the small world of `testing.strategies`, and cases as a file gives them.

Statements name real agents and tumor types, so that a whole assessment with the shipped tables can run over them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from tumorboard.criteria import combinators as c
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.model.case import Case, Diagnosis
from tumorboard.model.disease import Disease
from tumorboard.model.statement import Approval, Guideline, Statement, Study
from tumorboard.model.verdict import Criterion
from tumorboard.testing import strategies as s
from tumorboard.testing.criterion_examples import LAW_TEXTS
from tumorboard.testing.short_case import short_case

REGIMENS = (
    ("osimertinib",),
    ("gefitinib",),
    ("osimertinib", "savolitinib"),
    ("carboplatin", "pemetrexed"),
    ("crizotinib",),
)
CLASSES = ("egfr_tki_1g", "egfr_tki_3g", "platinum")
DISEASES = (
    'DiagnosisIn(["NSCLC"])', 'DiagnosisIn(["NSCLC"], excluding=["LUSC"])', 'DiagnosisIn(["LUAD"])',
    'DiagnosisIn(["BRCA"])', "SolidTumor()", 'SolidTumor() and not DiagnosisIn(["NSCLC"])',
)  # fmt: skip
CONTEXTS = (
    "Always()", "AgeBetween(min=18)", "EcogAtMost(1)", 'ExtentIn(["metastatic"])', 'SettingIn(["metastatic"])',
    'HadTherapy(agents=["osimertinib"])', 'ProgressedOn(classes=["platinum"])', "SystemicLinesBetween(max=1)",
    'TreatmentNaive(setting="metastatic")', 'HistologyIs(["non_squamous"])', 'StatementHolds("consent")',
)  # fmt: skip
# Attributes of leaves that name what they ask about.
_NAMED = ("gene", "genes", "marker", "receptor", "virus")
_MARKER_OF = {
    "PdL1Between": "PDL1", "TmbAtLeast": "TMB", "MismatchRepairDeficient": "MSI", "HrdPositive": "HRD",
    "Her2StatusIn": "HER2", "TripleNegative": "TNBC",
}  # fmt: skip
# Questions that the usual drivers of the small world answer, so that statements often hold.
_LIKELY = (
    'ProteinChangeIn("EGFR", ["L858R"])', 'ProteinChangeIn("EGFR", ["T790M"])', 'GeneActivated(["EGFR"])',
    'GeneAltered(["EGFR"])', 'GeneAmplified("MET")', 'FusionIn(["ALK"])', 'CodonMutated("EGFR", [858])',
    'GeneInactivated(["TP53"])', 'WildType(["TP53"])', 'Her2StatusIn(["positive"])', 'Her2StatusIn(["low", "ultralow"])',
)  # fmt: skip
_MEASURED = tuple(
    short_case(text).biomarkers[0]
    for text in (
        "HER2 IHC 3+", "HER2 IHC 2+", "HER2 IHC 1+", "HER2 IHC 0", "HER2 IHC 0 faint_le_10_percent", "HER2 ISH positive",
        "HER2 ISH negative", "MSI high", "MSI stable", "MLH1 lost", "TMB 12", "TMB low", "HRD GIS 45", "HRD negative",
    )
)  # fmt: skip
_DRIVERS = short_case("EGFR L858R; EGFR T790M; MET 20 copies; EML4::ALK")
_MOLECULAR = ("assay", "biomarker", "biomarker.HRD", "biomarker.MSI", "biomarker.TMB")


@lru_cache(maxsize=1)
def _questions() -> tuple[Criterion, ...]:
    found = [parse(text, LEAVES) for text in LAW_TEXTS]
    return tuple(leaf for leaf in found if set(_MOLECULAR) & set(getattr(leaf, "reads", ())))


@lru_cache(maxsize=64)
def _read(text: str) -> Criterion:
    return parse(text, LEAVES)


def genes_of(criterion: Criterion) -> tuple[str, ...]:
    """Genes and markers that a criterion speaks of, sorted."""
    found: set[str] = set()
    for leaf in _leaves(criterion):
        for name in _NAMED:
            value = getattr(leaf, name, ())
            found.update((value,) if isinstance(value, str) else value)
        marker = _MARKER_OF.get(type(leaf).__name__)
        found.update((marker,) if marker else ())
    return tuple(sorted(found))


def _leaves(criterion: Criterion) -> list[Criterion]:
    inner = c.children(criterion)
    return [leaf for part in inner for leaf in _leaves(part)] if inner else [criterion]


@st.composite
def approvals(draw: st.DrawFn) -> tuple[Approval, ...]:
    """Approvals of up to three agencies, some dated, some over."""
    found = []
    for agency in draw(st.sets(st.sampled_from(["FDA", "EMA", "NMPA"]))):
        status = draw(st.sampled_from(["approved", "approved", "accelerated", "withdrawn", "unknown"]))
        since = draw(st.sampled_from([None, date(2018, 1, 1), date(2030, 1, 1)])) if status != "unknown" else None
        until = date(2024, 1, 1) if status == "withdrawn" and since != date(2030, 1, 1) else None
        found.append(Approval(agency=agency, status=status, since=since, until=until))
    return tuple(sorted(found, key=lambda a: a.agency))


@st.composite
def statements(draw: st.DrawFn, ident: str, predicate: str = "", direction: str = "") -> Statement:
    """A statement on one of the regimens of the small world."""
    likely = st.sampled_from([_read(text) for text in _LIKELY])
    question = st.one_of(likely, likely, likely, st.sampled_from(_questions()))
    biomarker = draw(st.one_of(question, question, st.builds(lambda a, b: c.All((a, b)), question, question),
                               st.builds(lambda a, b: c.Any((a, b)), question, question),
                               st.builds(lambda a, b: c.All((a, c.Not(b))), question, question)))  # fmt: skip
    predicate = predicate or draw(st.sampled_from(["sensitivity", "sensitivity", "resistance"]))
    direction = direction or draw(st.sampled_from(["supports", "supports", "supports", "disputes"]))
    by_class = predicate == "resistance" and draw(st.booleans())
    given = draw(approvals()) if predicate == "sensitivity" and draw(st.booleans()) else ()
    disease = draw(st.sampled_from((*DISEASES[:3], *DISEASES)))
    civic = draw(st.sampled_from(["", "", "A", "B", "C", "D"])) if not given else ""
    design = draw(st.sampled_from(["none", "rct", "prospective_nonrandomized", "basket", "retrospective", "case_report",
                                   "preclinical"]))  # fmt: skip
    return Statement(
        id=ident,
        kind="label" if given else "item",
        predicate=predicate,
        direction=direction,
        therapy=() if by_class else draw(st.sampled_from(REGIMENS)),
        therapy_class=draw(st.sampled_from(CLASSES)) if by_class else "",
        biomarker=biomarker,
        disease=_read(disease),
        context=_read(draw(st.sampled_from(("Always()",) * len(CONTEXTS) + CONTEXTS))),
        source="test",
        release="2026-01-01",
        strength=("civic_level", civic) if civic else ("", ""),
        approvals=given,
        guideline=draw(st.sampled_from([None, None, None, Guideline(name="NCCN", preference="preferred")])),
        study=Study(design=design, benefit=draw(st.sampled_from(["met", "response_only", "absent", "unknown"]))),
        genes=genes_of(biomarker),
        tumor_agnostic=disease.startswith("Solid"),
    )


def bases() -> st.SearchStrategy[tuple[Statement, ...]]:
    """Up to eight statements with their ids in order."""
    return st.integers(1, 8).flatmap(lambda n: st.tuples(*(statements(f"t{i}") for i in range(n))))


@st.composite
def raw_families(draw: st.DrawFn) -> dict[str, dict[str, object]]:
    """Families of facts as files give them: nothing interpreted yet."""
    found = dict(draw(s.families()))
    del found["findings"]
    found["molecular"] = {**found["molecular"], **_drivers(found["molecular"], draw(st.sets(st.integers(0, 3))))}
    tumor = draw(st.sampled_from(["LUAD", "LUAD", "LUAD", "BRCA", "STAD", "", "", ""]))
    if tumor:
        told = found["diagnosis"]["diagnosis"]
        assert isinstance(told, Diagnosis)
        found["diagnosis"] = {"diagnosis": replace(told, disease=Disease(tumor))}
    measured = draw(st.sets(st.integers(0, len(_MEASURED) - 1), max_size=4))
    rows: list[object] = [*found["biomarkers"]["biomarkers"]]  # type: ignore[misc]
    rows += [replace(_MEASURED[n], id=f"m{n}") for n in sorted(measured)]
    found["biomarkers"] = {"biomarkers": tuple(rows)}
    return found


def _drivers(molecular: dict[str, object], chosen: set[int]) -> dict[str, object]:
    """Usual drivers beside what was drawn: L858R, T790M, an amplified MET, an ALK fusion."""
    rows: dict[str, list[object]] = {n: [*molecular[n]] for n in ("variants", "copy_numbers", "fusions")}  # type: ignore[misc]
    usual: tuple[Any, ...] = (*_DRIVERS.variants, *_DRIVERS.copy_numbers, *_DRIVERS.fusions)
    families = ("variants", "variants", "copy_numbers", "fusions")
    for number in sorted(chosen):
        rows[families[number]].append(replace(usual[number], id=f"u{number}"))
    return {name: tuple(values) for name, values in rows.items()}


def raw_case(families: dict[str, dict[str, object]]) -> Case:
    """The case with exactly these families, uninterpreted."""
    return replace(s.case_of(families), findings=None)
