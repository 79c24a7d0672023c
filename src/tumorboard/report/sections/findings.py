"""Key findings: what is oncogenic or otherwise decides something, with a picture of the allele fractions."""

from __future__ import annotations

from tumorboard.model.alteration import Variant
from tumorboard.model.assessment import Assessment
from tumorboard.model.findings import AlterationFinding
from tumorboard.report import facts
from tumorboard.report.values import Badge, Bullets, Dot, Dots, Section, Term, Text

STRONG = {"oncogenic", "likely_oncogenic"}
TONES = {"oncogenic": "bad", "likely_oncogenic": "bad", "vus": "mute", "likely_benign": "good", "benign": "good"}


def matters(assessment: Assessment) -> frozenset[str]:
    """Fact ids that carried an option, a resistance, diagnostic or prognostic statement or a germline follow-up, or are
    (likely) oncogenic."""
    ids: set[str] = set()
    for marker in assessment.markers:
        ids |= marker.biomarker.used
    for option in (*assessment.options, *assessment.resistance):
        for match in option.matches:
            if match.biomarker.verdict.name == "MET":
                ids |= match.biomarker.used
    case = assessment.case
    if case.findings is not None:
        ids |= {g.alteration for g in case.findings.germline if g.advice != "not_indicated"}
        ids |= {
            key
            for key, finding in case.findings.alterations.items()
            if (finding.oncogenicity and finding.oncogenicity.classification in STRONG)
            or finding.amplified
            or finding.deep_deletion
        }
    return frozenset(ids)


def compose(assessment: Assessment) -> Section:
    """One line per finding that matters, biomarkers after alterations."""
    case = assessment.case
    wanted = matters(assessment)
    known = case.findings
    items: list[Text] = []
    dots: list[tuple[Text, tuple[Dot, ...]]] = []
    for key, alteration in facts.alterations(case):
        if key not in wanted:
            continue
        finding = known.of(key) if known else None
        items.append((*facts.name(alteration), *_badges(finding), *_origin(alteration)))
        if isinstance(alteration, Variant) and alteration.vaf is not None:
            shape = "square" if alteration.specimen and _is_plasma(assessment, alteration.specimen) else "circle"
            dots.append((facts.name(alteration), (Dot(alteration.vaf, 0.0, f"{alteration.vaf:.0%}", "info", shape),)))
    items += [facts.biomarker(b) for b in case.biomarkers]
    blocks = [Bullets(tuple(items) or ((Term("report.no_key_finding"),),))]
    if dots:
        return Section(
            "findings", Term("report.section.findings"), (*blocks, Dots(tuple(dots), Term("report.vaf"))), front=True
        )
    return Section("findings", Term("report.section.findings"), tuple(blocks), front=True)


def _badges(finding: AlterationFinding | None) -> Text:
    if finding is None:
        return ()
    parts: list[str | Badge] = []
    if finding.oncogenicity is not None:
        word = finding.oncogenicity.classification
        parts += [" ", Badge(Term(word), TONES.get(word, "mute"))]
    if finding.effect != "unknown":
        parts += [" ", Badge(Term(finding.effect), "info")]
    if finding.amplified:
        parts += [" ", Badge(Term("amplified"), "bad")]
    parts += [p for c in sorted(finding.classes) for p in (" ", Badge(c, "info"))]
    return tuple(parts)


def _origin(alteration: facts.Alteration) -> Text:
    origin = getattr(alteration, "origin", None)
    if origin is None or origin.value == "somatic":
        return ()
    if origin.value == "unknown":
        return ()
    return (" ", Badge(Term(f"origin.{origin.value}"), "warn"))


def _is_plasma(assessment: Assessment, specimen: str) -> bool:
    return any(s.id == specimen and s.kind.value == "plasma" for s in assessment.case.specimens)
