"""Alterations that are not of unknown significance, with every oncogenicity code."""

from __future__ import annotations

from tumorboard.model.alteration import CopyNumber, Fusion, SpliceEvent, Variant
from tumorboard.model.assessment import Assessment
from tumorboard.model.findings import AlterationFinding, Oncogenicity
from tumorboard.reasons import Reason
from tumorboard.report import facts
from tumorboard.report.pictures import percent
from tumorboard.report.sections.findings import TONES, classes, matters
from tumorboard.report.values import Badge, Cell, Row, Section, Table, Term, Text

COLUMNS = (
    Term("report.col.alteration"),
    Term("report.col.measured"),
    Term("report.col.oncogenicity"),
    Term("report.col.codes"),
)


def compose(assessment: Assessment) -> Section | None:
    """Every alteration that is (likely) oncogenic, (likely) benign, or decided something."""
    wanted = matters(assessment)
    known = assessment.case.findings
    rows = []
    for key, alteration in facts.alterations(assessment.case):
        finding = known.of(key) if known else None
        if key in wanted or not is_uncertain(finding):
            rows.append(row(alteration, finding))
    if not rows:
        return None
    table = Table(Term("report.section.alterations"), COLUMNS, tuple(rows), wide=3)
    return Section("alterations", Term("report.section.alterations"), (table,))


def is_uncertain(finding: AlterationFinding | None) -> bool:
    """Whether nothing is known about what an alteration does."""
    if finding is None:
        return True
    if finding.amplified or finding.deep_deletion or finding.classes or finding.polymorphism:
        return False
    return finding.oncogenicity is None or finding.oncogenicity.classification == "vus"


def row(alteration: facts.Alteration, finding: AlterationFinding | None) -> Row:
    """One alteration: name and coordinates, measurements, class, codes."""
    cells = (named(alteration), measured(alteration), _class(finding), _codes(finding))
    return Row(tuple(Cell(lines) for lines in cells))


def named(alteration: facts.Alteration) -> tuple[Text, ...]:
    """The name, the coding change on its transcript, the place on the genome."""
    lines: list[Text] = [facts.name(alteration)]
    if isinstance(alteration, Variant):
        if alteration.hgvs_c:
            lines.append(
                (f"{alteration.transcript}:{alteration.hgvs_c}" if alteration.transcript else alteration.hgvs_c,)
            )
        if alteration.position:
            lines.append((f"{alteration.position.assembly} {facts.place(alteration)}",))
        if alteration.consequences:
            lines.append(facts.listed((Term(f"so.{c}"),) for c in alteration.consequences))
    if isinstance(alteration, Fusion):
        lines += [(b,) for b in alteration.breakpoints]
    return tuple(lines)


def measured(alteration: facts.Alteration) -> tuple[Text, ...]:
    """What the file says of it, and where."""
    lines: list[Text] = []
    if isinstance(alteration, Variant):
        lines += _variant(alteration)
    elif isinstance(alteration, CopyNumber):
        lines += _copies(alteration)
    else:
        lines += _reads(alteration)
    if alteration.specimen:
        lines.append((Reason.of("report.in_specimen", specimen=alteration.specimen),))
    if alteration.source is not None:
        record = f" #{alteration.source.record}" if alteration.source.record else ""
        lines.append((f"{alteration.source.file}{record}",))
    return tuple(lines)


def _variant(v: Variant) -> list[Text]:
    lines: list[Text] = []
    if v.vaf is not None:
        counted = v.depth and v.alt_reads is not None
        lines.append((Term("report.vaf"), f" {percent(v.vaf)}", f" ({v.alt_reads}/{v.depth})" if counted else ""))
    if v.population_af is not None:
        lines.append((Reason.of("report.population", frequency=v.population_af),))
    if v.clinvar:
        lines.append((Term("report.classified_as"), f" {v.clinvar}"))
    lines.append((Term(f"origin.{v.origin.value}"), *((", ", Term(v.zygosity)) if v.zygosity else ())))
    return lines


def _copies(n: CopyNumber) -> list[Text]:
    lines: list[Text] = []
    if n.minor_copies is not None:
        lines.append((Reason.of("report.minor_copies", copies=n.minor_copies),))
    if n.log2_ratio is not None:
        lines.append((Reason.of("report.log2", ratio=n.log2_ratio),))
    if n.call:
        lines.append((Term("report.called"), " ", Term(n.call), f" ({n.call_rule})" if n.call_rule else ""))
    return lines


def _reads(event: Fusion | SpliceEvent) -> list[Text]:
    lines: list[Text] = []
    if event.reads is not None:
        lines.append((Reason.of("report.reads", count=event.reads),))
    if isinstance(event, Fusion):
        if event.evidence:
            lines.append((Term(f"evidence.{event.evidence}"), *((", ", Term(f"confidence.{event.confidence}")) if event.confidence else ())))  # fmt: skip
        frame = {True: "report.in_frame", False: "report.out_of_frame", None: "report.frame_unknown"}[event.in_frame]
        lines.append((Term(frame),))
    return lines


def _class(finding: AlterationFinding | None) -> tuple[Text, ...]:
    if finding is None:
        return ((Term("report.not_interpreted"),),)
    lines: list[Text] = []
    if finding.oncogenicity is not None:
        o = finding.oncogenicity
        points = Reason.of("report.points", points=f"{o.points:+d}")
        lines.append((Badge(Term(o.classification), TONES.get(o.classification, "mute")), " ", points))
    if finding.amplified is not None:
        lines.append((Term("amplified" if finding.amplified else "report.not_amplified"),))
    if finding.deep_deletion:
        lines.append((Term("deep_deletion"),))
    if finding.effect != "unknown":
        lines.append((Term(finding.effect),))
    if finding.polymorphism:
        lines.append((Badge(Term("polymorphism"), "good"),))
    lines += [(c,) for c in classes(finding)]
    if finding.needs_review:
        lines.append((Badge(Term("flag.needs_review"), "warn"),))
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
        lines.append((Term("report.not_assessed"), " ", ", ".join(unassessed)))
    return lines
