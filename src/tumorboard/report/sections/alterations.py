"""Alterations that are not of unknown significance, with every oncogenicity code."""

from __future__ import annotations

from tumorboard.model.alteration import Variant
from tumorboard.model.assessment import Assessment
from tumorboard.model.findings import AlterationFinding, Oncogenicity
from tumorboard.report import facts
from tumorboard.report.sections.findings import TONES, matters
from tumorboard.report.values import Badge, Cell, Row, Section, Table, Term, Text

COLUMNS = (
    Term("report.col.alteration"),
    Term("report.col.measured"),
    Term("report.col.oncogenicity"),
    Term("report.col.codes"),
)


def compose(assessment: Assessment) -> Section:
    """Every alteration that is (likely) oncogenic, (likely) benign, or decided something."""
    wanted = matters(assessment)
    rows = []
    for key, alteration in facts.alterations(assessment.case):
        finding = assessment.case.findings.of(key) if assessment.case.findings else None
        if key in wanted or not is_uncertain(finding):
            rows.append(row(alteration, finding))
    return Section("alterations", Term("report.section.alterations"), (Table(COLUMNS, tuple(rows), wide=3),))


def is_uncertain(finding: AlterationFinding | None) -> bool:
    """Whether nothing is known about what an alteration does."""
    if finding is None:
        return True
    if finding.amplified or finding.deep_deletion or finding.classes or finding.polymorphism:
        return False
    return finding.oncogenicity is None or finding.oncogenicity.classification == "vus"


def row(alteration: facts.Alteration, finding: AlterationFinding | None) -> Row:
    """One alteration: name and coordinates, measurements, class, codes."""
    return Row((Cell(_named(alteration)), Cell(_measured(alteration)), Cell(_class(finding)), Cell(_codes(finding))))


def _named(alteration: facts.Alteration) -> tuple[Text, ...]:
    lines: list[Text] = [facts.name(alteration)]
    if isinstance(alteration, Variant):
        if alteration.hgvs_c:
            lines.append(
                (f"{alteration.transcript}:{alteration.hgvs_c}" if alteration.transcript else alteration.hgvs_c,)
            )
        if alteration.position:
            p = alteration.position
            lines.append((f"{p.assembly} {p.chrom}:{p.start + 1} {p.ref or '-'}>{p.alt or '-'}",))
    return tuple(lines)


def _measured(alteration: facts.Alteration) -> tuple[Text, ...]:
    lines: list[Text] = []
    if isinstance(alteration, Variant):
        if alteration.vaf is not None:
            depth = (
                f" ({alteration.alt_reads}/{alteration.depth})"
                if alteration.depth and alteration.alt_reads is not None
                else ""
            )
            lines.append((Term("report.vaf"), f" {alteration.vaf:.1%}{depth}"))
        lines.append((Term(f"origin.{alteration.origin.value}"),))
    reads = getattr(alteration, "reads", None)
    if reads is not None:
        lines.append((f"{reads} ", Term("report.reads")))
    if alteration.specimen:
        lines.append((Term("report.col.specimen"), f" {alteration.specimen}"))
    if alteration.source is not None:
        record = f", {alteration.source.record}" if alteration.source.record else ""
        lines.append((f"{alteration.source.file}{record}",))
    return tuple(lines)


def _class(finding: AlterationFinding | None) -> tuple[Text, ...]:
    if finding is None:
        return ((Term("report.not_interpreted"),),)
    lines: list[Text] = []
    if finding.oncogenicity is not None:
        o = finding.oncogenicity
        lines.append((Badge(Term(o.classification), TONES.get(o.classification, "mute")), f" {o.points:+d}"))
    if finding.amplified is not None:
        lines.append((Term("amplified" if finding.amplified else "report.not_amplified"),))
    if finding.deep_deletion:
        lines.append((Term("deep_deletion"),))
    if finding.effect != "unknown":
        lines.append((Term(finding.effect),))
    if finding.polymorphism:
        lines.append((Badge(Term("polymorphism"), "good"),))
    lines += [(c,) for c in sorted(finding.classes)]
    return tuple(lines)


def _codes(finding: AlterationFinding | None) -> tuple[Text, ...]:
    if finding is None:
        return ()
    lines: list[Text] = [(r,) for r in finding.reasons]
    if finding.oncogenicity is not None:
        lines += _code_lines(finding.oncogenicity)
    return tuple(lines)


def _code_lines(o: Oncogenicity) -> list[Text]:
    met = [c for c in o.codes if c.state in {"met", "dropped"}]
    lines: list[Text] = [
        (Badge(f"{c.label} {c.points:+d}", "info" if c.state == "met" else "mute"), " ", c.reason) for c in met
    ]
    unassessed = [c.label for c in o.codes if c.state == "not_assessable"]
    if unassessed:
        lines.append((Term("report.not_assessed"), ": " + ", ".join(unassessed)))
    return lines
