"""Short profiles for the spec tests of the pack, and which of its regimens they meet through the criteria."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from tumorboard import vocab
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.protein_text import change
from tumorboard.criteria.rearrangements import FIVE_PRIME
from tumorboard.knowledge import pack_loader
from tumorboard.model.alteration import CopyNumber, Fusion, Origin, SpliceEvent, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case, Completeness, Diagnosis, Patient
from tumorboard.model.context import Context
from tumorboard.model.disease import Disease
from tumorboard.model.findings import AlterationFinding, Finding, Findings
from tumorboard.model.specimen import Assay, Specimen, SpecimenKind
from tumorboard.model.statement import Statement
from tumorboard.model.treatment import TreatmentCourse
from tumorboard.model.verdict import Verdict

ON = date(2026, 11, 24)
EVERYTHING = frozenset({"variant", "copy_number", "fusion", "splice", "msi", "tmb"})


@lru_cache(maxsize=1)
def context() -> Context:
    return Context(ON, vocab.load())


@lru_cache(maxsize=1)
def statements() -> tuple[Statement, ...]:
    return pack_loader.load(LEAVES).statements


def case(disease: str, *findings: str, tested: bool = False, **facts: Any) -> Case:
    """A case from what a clinician writes: ``EGFR L858R``, ``ALK fusion``, ``MET amplification``, ``MET exon 14``,
    ``BRCA2 loss``, ``gBRCA1`` (pathogenic, germline), ``HER2 positive``, ``HER2 3+``, ``MSI-H``, ``MMR proficient``, ``HRD positive``,
    ``TMB 12``, ``PD-L1 TPS 60 22C3``, ``CLDN18_2 80%``, ``MGMT methylated``, ``CD33 positive`` (any marker and state of the
    table), ``PML::RARA``; `tested` means a DNA and RNA panel that found nothing else.  `facts` are had, sex, age, extent,
    setting, states, stage, answers (texts that a person affirmed)."""
    parts: dict[str, list[Any]] = {"variants": [], "fusions": [], "copies": [], "splice": [], "biomarkers": []}
    derived: dict[str, Finding] = {}
    effects: dict[str, AlterationFinding] = {}
    for text in findings:
        _add(text, parts, derived, effects)
    assays: tuple[Assay, ...] = ()
    if tested:
        panel = Assay(id="a1", specimen="s1", method="ngs dna and rna transcriptome", kinds=EVERYTHING, annotated=True)
        assays = (panel,)
    courses = tuple(
        TreatmentCourse(
            id=f"c{n}", agents=tuple(agents.split("+")), line=n, setting="metastatic", stop_reason="progression"
        )
        for n, agents in enumerate(facts.get("had", ()), start=1)
    )
    complete = {"treatment": Completeness.COMPLETE} if "had" in facts else {}
    return Case(
        id="profile",
        patient=Patient(id="profile", sex=facts.get("sex", "female"), age_years=facts.get("age", 60)),
        diagnosis=Diagnosis(
            disease=Disease(code=disease), extent=facts.get("extent", "metastatic"), setting=facts.get("setting", ""),
            states=frozenset(facts.get("states", ())), stage=facts.get("stage", ""),
        ),
        specimens=(Specimen(id="s1", kind=SpecimenKind.TISSUE, purity=0.6),),
        assays=assays,
        variants=tuple(parts["variants"]), fusions=tuple(parts["fusions"]), copy_numbers=tuple(parts["copies"]),
        splice_events=tuple(parts["splice"]), biomarkers=tuple(parts["biomarkers"]), courses=courses,
        completeness=MappingProxyType(complete),
        statements=MappingProxyType({f"manual:{text}": True for text in facts.get("answers", ())}),
        findings=Findings(alterations=MappingProxyType(effects), biomarkers=MappingProxyType(derived)),
    )  # fmt: skip


def _add(text: str, parts: Mapping[str, list[Any]], derived: dict[str, Finding], effects: dict[str, Any]) -> None:
    words = text.split()
    if text in DERIVED:
        name, state = DERIVED[text]
        derived[name] = Finding(name=name, state=state, used=(f"biomarker/{name}",))
        if words[0] in context().vocab.markers.entries:
            parts["biomarkers"].append(Biomarker(id=name, marker=words[0], state=words[1]))
        elif text == "MSI-H":
            parts["biomarkers"].append(Biomarker(id=name, marker="MSI", method="pcr", state="high"))
    elif words[0] == "TMB":
        derived["tmb"] = Finding(name="tmb", state="high", value=float(words[1]), unit="mut_per_mb")
        parts["biomarkers"].append(
            Biomarker(id="tmb", marker="TMB", method="ngs", value=float(words[1]), unit="mut_per_mb")
        )
    elif text == "HER2 3+":
        derived["her2"] = Finding(name="her2", state="positive", method="ihc_score_only", used=("biomarker/her2",))
        parts["biomarkers"].append(Biomarker(id="her2", marker="HER2", method="ihc", value=3, scale="ihc_score"))
    elif words[0] == "HER2":
        derived["her2"] = Finding(name="her2", state=words[1], method="asco_cap_breast", used=("biomarker/her2",))
    elif words[0] in ("ER", "PR"):
        parts["biomarkers"].append(Biomarker(id=words[0].lower(), marker=words[0], method="ihc", state=words[1]))
    elif words[0] == "PD-L1":
        parts["biomarkers"].append(
            Biomarker(id="pdl1", marker="PDL1", method="ihc", value=float(words[2]), unit="percent", scale=words[1],
                      clone=words[3])
        )  # fmt: skip
    elif "::" in text:
        five, three = text.split("::")
        name = f"f{len(parts['fusions'])}"
        parts["fusions"].append(Fusion(id=name, five_prime=five, three_prime=three, in_frame=True, specimen="s1"))
    elif words[0] in context().vocab.markers.entries and words[0] not in context().vocab.genes.entries:
        parts["biomarkers"].append(_measured(words))
    elif words[1:] == ["fusion"]:
        ends = (words[0], "TACC3") if words[0] in FIVE_PRIME else ("EML4", words[0])
        parts["fusions"].append(
            Fusion(id=f"f{len(parts['fusions'])}", five_prime=ends[0], three_prime=ends[1], in_frame=True, evidence="rna",
                   specimen="s1")
        )  # fmt: skip
    elif words[1:] == ["amplification"]:
        parts["copies"].append(CopyNumber(id=f"n{len(parts['copies'])}", gene=words[0], copies=20.0, call="amplification",
                                          specimen="s1"))  # fmt: skip
        effects[f"copy_number/n{len(parts['copies']) - 1}"] = AlterationFinding(
            alteration=f"copy_number/n{len(parts['copies']) - 1}", amplified=True
        )
    elif words[1:] == ["exon", "14"]:
        parts["splice"].append(SpliceEvent(id="s1", gene=words[0], first_exon=14, last_exon=14, specimen="s1"))
    elif len(words) == 2 and words[0] in context().vocab.markers.entries and _stated(words[0], words[1]):
        parts["biomarkers"].append(_measured(words))
    elif words[1:] == ["loss"] or words[0][:1] == "g":
        _loss(words[0], parts, effects)
    else:
        _variant(text, parts, effects)


DERIVED = {
    "MSI-H": ("msi", "msi_high"), "MMR proficient": ("mmr", "proficient"), "MMR deficient": ("mmr", "deficient"),
    "HRD positive": ("hrd", "positive"), "HRD negative": ("hrd", "negative"),
}  # fmt: skip


def _stated(marker: str, what: str) -> bool:
    return what.endswith("%") or what in context().vocab.markers.entries[marker].states


def _measured(words: list[str]) -> Biomarker:
    """A measured marker: ``CLDN18_2 80%`` or ``MGMT methylated``."""
    if words[1].endswith("%"):
        return Biomarker(id=words[0].lower(), marker=words[0], value=float(words[1][:-1]), unit="percent")
    return Biomarker(id=words[0].lower(), marker=words[0], state=words[1])


def _loss(gene: str, parts: Mapping[str, list[Any]], effects: dict[str, Any]) -> None:
    """A stop in the gene, somatic, or pathogenic in the germline when it is written ``gBRCA1``."""
    germline = gene[:1] == "g"
    name = f"v{len(parts['variants'])}"
    parts["variants"].append(
        Variant(id=name, gene=gene.removeprefix("g"), protein=change("Q100*"), consequences=("stop_gained",),
                specimen="s1", origin=Origin.GERMLINE if germline else Origin.SOMATIC, assay="a1",
                clinvar="Pathogenic" if germline else "")
    )  # fmt: skip
    effects[f"variant/{name}"] = AlterationFinding(alteration=f"variant/{name}", effect="loss_of_function")


def _variant(text: str, parts: Mapping[str, list[Any]], effects: dict[str, Any]) -> None:
    gene, what, *rest = text.split()
    name = f"v{len(parts['variants'])}"
    exon = int(rest[0]) if rest else None
    parts["variants"].append(
        Variant(id=name, gene=gene, protein=change(what), consequences=("missense_variant",), exon=exon, specimen="s1",
                origin=Origin.SOMATIC, assay="a1")
    )  # fmt: skip
    effects[f"variant/{name}"] = AlterationFinding(alteration=f"variant/{name}", effect="gain_of_function")


def regimens(profile: Case, predicate: str = "sensitivity", open_context: bool = True) -> set[str]:
    """Regimens of the pack whose biomarker and disease are MET and whose context is not denied."""
    found = set()
    for s in statements():
        if s.predicate != predicate:
            continue
        checks = [c.check(profile, context()).verdict for c in (s.biomarker, s.disease)]
        around = s.context.check(profile, context()).verdict
        if all(v is Verdict.MET for v in checks) and (
            around is Verdict.MET or (open_context and around is Verdict.UNKNOWN)
        ):
            found.add(" + ".join(s.therapy) or f"class {s.therapy_class}")
    return found


def biomarker_verdict(statement_id: str, profile: Case) -> Verdict:
    """What the biomarker criterion of one row says."""
    found = next(s for s in statements() if s.id == statement_id)
    return found.biomarker.check(profile, context()).verdict


def check(
    disease: str, findings: Sequence[str], facts: Mapping[str, Any], expected: Iterable[str], never: Iterable[str]
) -> None:
    """Fail unless the profile meets every expected regimen and none of the others."""
    found = regimens(case(disease, *findings, **facts))
    assert sorted(set(expected) - found) == []
    assert sorted(set(never) & found) == []
