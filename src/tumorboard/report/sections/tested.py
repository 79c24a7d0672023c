"""What was tested and how well, in short: kinds of events by assay, and one line for each assay."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment
from tumorboard.model.case import Case
from tumorboard.model.specimen import Assay, AssayStatus, Specimen
from tumorboard.reasons import Reason
from tumorboard.report import facts
from tumorboard.report.looked import MARKS, assay_state, cell
from tumorboard.report.pictures import percent
from tumorboard.report.values import Badge, Cell, Grid, Notice, Section, Site, Term, Text

KINDS = ("variant", "copy_number", "fusion", "splice", "expression", "msi", "tmb")
UNDECLARED = Badge(Term("report.undeclared"), "warn")
STATUS_TONES = {"done": "good", "failed": "bad", "partial": "warn", "pending": "warn"}


def compose(assessment: Assessment) -> Section:
    """One row for each assay: what it could find, in which specimen, how well; without any, one notice."""
    case = assessment.case
    if not case.assays:
        notice = Notice((Term("report.no_assay"),), "warn")
        return Section("tested", Term("report.section.tested"), (notice,), front=True)
    return Section("tested", Term("report.section.tested"), (_grid(case, assessment),), front=True)


def _grid(case: Case, assessment: Assessment) -> Grid:
    found = {a.id: [assay_state(assessment, a, kind) for kind in KINDS] for a in case.assays}
    rows = tuple(((facts.assay(a),), tuple(cell(s) for s in found[a.id])) for a in case.assays)
    used = {s for states in found.values() for s in states}
    return Grid(
        Term("report.kinds_tested"),
        tuple((Term(f"kind.{k}"),) for k in KINDS),
        rows,
        tuple((*MARKS[s], Term(f"looked.{s}")) for s in MARKS if s in used),
        heads=(Term("report.col.specimen"), Term("report.col.quality")),
        notes=tuple((Cell(specimen(case, a)), Cell(_quality(a))) for a in case.assays),
    )


def name(assay: Assay) -> tuple[Text, ...]:
    """The assay as it is called, and its date."""
    return ((facts.assay(assay),), (str(assay.date),)) if assay.date else ((facts.assay(assay),),)


def specimen(case: Case, assay: Assay) -> tuple[Text, ...]:
    """Kind, site, day and content of what was tested."""
    found: Specimen | None = case.index.specimens.get(assay.specimen)
    if found is None:
        return ((Term("report.not_recorded"),),)
    first: Text = (
        Term(f"specimen.{found.kind.value}"),
        f" {found.id}",
        *((", ", Site(found.site)) if found.site else ()),
    )
    content: list[Text] = []
    if found.collected:
        content.append((Reason.of("report.collected", date=str(found.collected)),))
    if found.purity is not None:
        content.append((Reason.of("report.purity", share=f"{found.purity:.0%}"),))
    if found.tumor_fraction is not None:
        content.append((Reason.of("report.tumor_fraction", share=percent(found.tumor_fraction)),))
    if found.ploidy is not None:
        content.append((Reason.of("report.ploidy", ploidy=found.ploidy),))
    return (first, facts.listed(content)) if content else (first,)


def _quality(a: Assay) -> tuple[Text, ...]:
    # An assay that nobody declared was not "done": a file is there, and that is all that is known.
    state = [Badge(Term(a.status.value), STATUS_TONES[a.status.value]) if a.declared else UNDECLARED]
    if a.annotated is False:
        state.append(Badge(Term("report.not_annotated"), "warn"))
    parts: list[Text] = [(b, " ") for b in state]
    lines: list[Text] = [tuple(p for part in parts for p in part)]
    if a.status is AssayStatus.FAILED or a.status is AssayStatus.PENDING:
        return tuple(lines)
    if a.failed_genes:
        lines.append((Reason.of("report.failed_genes", genes=tuple(sorted(a.failed_genes))),))
    if a.matched_normal is not None:
        lines.append((Term("report.matched_normal" if a.matched_normal else "report.tumor_only"),))
    if a.white_cell_control is not None:
        lines.append((Term("report.white_cells" if a.white_cell_control else "report.no_white_cells"),))
    return tuple(lines)
