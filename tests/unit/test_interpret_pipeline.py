"""The strata: declared, in order, and none reads a later one."""

from __future__ import annotations

from typing import Any

from tests.interpret_support import CopyNumber, case, context, measured, variant

from tumorboard.interpret.germline import germline
from tumorboard.interpret.pipeline import STRATA, interpret
from tumorboard.model.alteration import Fusion, Origin, SpliceEvent
from tumorboard.model.case import Case
from tumorboard.model.findings import Findings
from tumorboard.model.knowledge import Knowledge
from tumorboard.wire import codec

# What each stratum adds to the findings.
MAKES = {
    "effects": ("effect", "effect_source", "classes", "polymorphism"),
    "oncogenicity": ("oncogenicity",),
    "copy_number": ("amplified", "deep_deletion"),
    "biomarkers": ("biomarkers",),
    "germline": ("germline",),
    "pharmacogenetics": ("pharmacogenetics",),
}
PER_ALTERATION = {a for names in MAKES.values() for a in names} - {"biomarkers", "germline", "pharmacogenetics"}


class Watched:
    """A value that hands on every attribute and writes down which were asked for."""

    def __init__(self, value: Any, log: set[str]) -> None:
        self._value, self._log = value, log

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._value, name)
        if name in PER_ALTERATION or name in MAKES:
            self._log.add(name)
        if name == "of":
            return lambda key: (f := found(key)) and Watched(f, self._log)
        return found


def everything() -> Case:
    return case(
        variant("BRAF", "V600E", vaf=0.4),
        variant("TP53", "R213*", vaf=0.5, clinvar="Pathogenic"),
        variant("BRCA1", "E23fs", vaf=0.48, clinvar="Pathogenic"),
        variant("MLH1", "R226*", vaf=0.5),
        variant(
            "DPYD", hgvs_c="NM_000110.4:c.1905+1G>A", consequences=("splice_donor_variant",), origin=Origin.GERMLINE
        ),
        variant("KIT", "M541L", population_af=0.08),
        CopyNumber(gene="ERBB2", copies=20.0),
        CopyNumber(gene="CDKN2A", copies=0.1),
        Fusion(five_prime="EML4", three_prime="ALK", in_frame=True),
        SpliceEvent(gene="MET", first_exon=14, last_exon=14),
        measured("MSI", state="high", method="pcr"),
        measured("MLH1", state="lost", method="ihc"),
        measured("TMB", value=12.0, unit="mut_per_mb", panel_mb=1.2),
        measured("HRD", scale="GIS", value=50),
        measured("HER2", method="ihc", scale="ihc_score", value=3),
        measured("ER", method="ihc", value=90, unit="percent"),
        measured("PDL1", scale="TPS", value=60, unit="percent", clone="22C3"),
        measured("UGT1A1", detail="*28/*28"),
        disease="COADREAD",
    )


def test_the_strata_are_those_of_the_house_plan() -> None:
    assert [s.name for s in STRATA] == list(MAKES)
    found = interpret(everything(), Knowledge(), context()).findings
    assert found is not None
    assert found.strata == tuple(MAKES)


def test_the_stratum_that_reads_findings_reads_only_earlier_ones() -> None:
    """Germline follow-up is the one step that looks findings up; what it reads is made before it."""
    subject = everything()
    read: set[str] = set()
    watched: Any = Watched(interpret(subject, Knowledge(), context()).findings, read)
    assert germline(subject, context(), watched)
    number = list(MAKES).index("germline")
    assert read
    assert read <= {a for names in list(MAKES.values())[:number] for a in names}


def test_each_stratum_makes_the_same_whether_or_not_later_findings_are_there() -> None:
    subject = everything()
    whole = interpret(subject, Knowledge(), context()).findings
    assert whole is not None
    found = Findings()
    for stratum in STRATA:
        lean = stratum.run(subject, Knowledge(), context(), found)
        rich = stratum.run(subject, Knowledge(), context(), whole)
        for name in MAKES[stratum.name]:
            if name in PER_ALTERATION:
                assert {k: getattr(f, name) for k, f in lean.alterations.items()} == {
                    k: getattr(f, name) for k, f in rich.alterations.items() if k in lean.alterations
                }
            else:
                assert getattr(lean, name) == getattr(rich, name)
        found = lean


def test_a_stratum_that_peeks_is_caught() -> None:
    """The watch of the test above works: a lookup of a later finding is written down."""
    read: set[str] = set()
    watched: Any = Watched(interpret(everything(), Knowledge(), context()).findings, read)
    _ = watched.pharmacogenetics
    _ = watched.of("variant/v1").oncogenicity
    assert read == {"pharmacogenetics", "oncogenicity"}


def test_findings_brought_along_are_not_believed() -> None:
    once = interpret(everything(), Knowledge(), context())
    assert interpret(once, Knowledge(), context()) == once


def test_the_order_of_facts_changes_no_finding() -> None:
    subject = everything()
    turned = Case(
        id="c",
        diagnosis=subject.diagnosis,
        variants=subject.variants[::-1],
        copy_numbers=subject.copy_numbers[::-1],
        fusions=subject.fusions,
        splice_events=subject.splice_events,
        biomarkers=subject.biomarkers[::-1],
    )
    one, other = (interpret(c, Knowledge(), context()).findings for c in (subject, turned))
    assert codec.dumps(one) == codec.dumps(other)
