"""TCGA acute myeloid leukemia, every sample: the alleles that boards decide on are understood, and lead to their regimens."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache

import pytest
from tests.maf_support import read
from tests.pack_support import context
from tests.real_data import shared

from tumorboard.board.assess import assess_case
from tumorboard.criteria.alterations import label
from tumorboard.criteria.leaves import LEAVES
from tumorboard.interpret.pipeline import interpret
from tumorboard.knowledge import pack_loader
from tumorboard.model.case import Case, Diagnosis
from tumorboard.model.disease import Disease
from tumorboard.model.findings import AlterationFinding
from tumorboard.model.knowledge import Knowledge

pytestmark = [pytest.mark.real, pytest.mark.slow]
LAML = "laml/tcga_laml.maf.gz"


def sample(name: str, states: frozenset[str] = frozenset()) -> Case:
    """One sample as a case of acute myeloid leukemia."""
    profile = read(shared(LAML), sample=name).value
    assert profile is not None
    variants = tuple(replace(v, id=f"v{i}") for i, v in enumerate(profile.variants, 1))
    return Case(id=name, diagnosis=Diagnosis(disease=Disease("AML"), states=states), variants=variants)


@lru_cache(maxsize=1)
def understood() -> dict[str, list[tuple[str, AlterationFinding]]]:
    """Gene -> (change, finding) of every variant of every sample."""
    whole = read(shared(LAML)).value
    assert whole is not None
    found: dict[str, list[tuple[str, AlterationFinding]]] = defaultdict(list)
    for name in whole.samples:
        case = interpret(sample(name), Knowledge(), context())
        assert case.findings is not None
        for v in case.variants:
            finding = case.findings.of(f"variant/{v.id}")
            assert finding is not None
            found[v.gene].append((label(v), finding))
    return found


# (gene, part of the change, effect, class, oncogenic, at least so many in the cohort)
ALLELES = [
    ("NPM1", "W288", "switch", "NPM1:exon12_frameshift", True, 30),
    ("IDH1", "R132", "switch", "IDH1:r132", True, 18),
    ("IDH2", "R140", "switch", "IDH2:r140_r172", True, 17),
    ("IDH2", "R172", "switch", "IDH2:r140_r172", True, 3),
    ("FLT3", "D835", "gain_of_function", "FLT3:tkd", True, 14),
    ("DNMT3A", "R882H", "dominant_negative", "DNMT3A:r882", True, 19),
    ("DNMT3A", "R882C", "dominant_negative", "DNMT3A:r882", True, 7),
    ("KIT", "D816", "gain_of_function", "KIT:exon17", True, 5),
    ("NRAS", "G12", "gain_of_function", "NRAS:hotspot_codon", True, 4),
    ("U2AF1", "S34", "switch", "U2AF1:zinc_finger", True, 7),
    ("SF3B1", "K700E", "switch", "SF3B1:heat_domain", True, 1),
    ("RUNX1", "R201*", "loss_of_function", "", False, 4),
]


@pytest.mark.parametrize(("gene", "part", "effect", "named", "oncogenic", "least"), ALLELES)
def test_a_recurrent_allele_is_understood_in_every_patient(
    gene: str, part: str, effect: str, named: str, oncogenic: bool, least: int
) -> None:
    rows = [f for change, f in understood()[gene] if part in change]
    assert len(rows) >= least
    assert {f.effect for f in rows} == {effect}
    assert all(named in f.classes for f in rows if named)
    if oncogenic:
        classes = {f.oncogenicity.classification for f in rows if f.oncogenicity}
        assert classes <= {"oncogenic", "likely_oncogenic"}


def test_internal_tandem_duplications_are_told_apart_from_what_ends_the_protein() -> None:
    inserted = [(c, f) for c, f in understood()["FLT3"] if "ins" in c]
    itd = [c for c, f in inserted if "FLT3:itd" in f.classes]
    assert len(itd) >= 25
    # What is not taken for one was written with a stop inside or at a splice site, and stays unknown.
    rest = [(c, f) for c, f in inserted if "FLT3:itd" not in f.classes]
    assert all(f.effect in {"unknown", "gain_of_function"} for _, f in rest)
    assert all("*" in c or "611_612" in c or "F594_D600delins" in c for c, _ in rest)


def test_truncated_suppressors_of_myeloid_disease_lose_function() -> None:
    for gene in ("ASXL1", "BCOR", "STAG2", "TET2", "PHF6"):
        cut = [f for change, f in understood()[gene] if change.endswith(("fs", "*")) and ".-" not in change]
        assert cut
        assert {f.effect for f in cut} == {"loss_of_function"}


REGIMENS = [
    ("FLT3 D835Y", "newly_diagnosed", "cytarabine + daunorubicin + midostaurin"),
    ("IDH1 R132C", "relapsed", "ivosidenib"),
    ("IDH2 R140Q", "relapsed", "enasidenib"),
    ("NPM1 W288Cfs", "relapsed", "revumenib"),
]


@pytest.mark.parametrize(("allele", "state", "regimen"), REGIMENS)
def test_a_real_patient_with_the_allele_has_its_regimen_among_the_options(
    allele: str, state: str, regimen: str
) -> None:
    whole = read(shared(LAML)).value
    assert whole is not None
    carriers = (n for n in whole.samples if any(label(v) == allele for v in sample(n).variants))
    result = assess_case(sample(next(carriers), frozenset({state})), pack_loader.load(LEAVES), context())
    assert regimen in [" + ".join(o.therapies) for o in result.options]
