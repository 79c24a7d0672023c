"""What was tested and how well, and what therefore cannot be said."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment
from tumorboard.model.case import Case
from tumorboard.model.specimen import Assay, AssayStatus, Specimen
from tumorboard.report.values import Badge, Block, Cell, Matrix, Row, Section, Table, Term, Text

KINDS = ("variant", "copy_number", "fusion", "splice", "expression", "msi", "tmb")
STATUS_TONES = {"done": "good", "failed": "bad", "partial": "warn", "pending": "warn"}


def compose(assessment: Assessment) -> Section:
    """Assay by kind as a grid, then each assay's terms."""
    case = assessment.case
    blocks: list[Block] = []
    if case.assays:
        blocks.append(_grid(case))
    columns = (
        Term("report.col.assay"),
        Term("report.col.specimen"),
        Term("report.col.scope"),
        Term("report.col.quality"),
    )
    specimens = {s.id: s for s in case.specimens}
    rows = tuple(
        Row(
            (
                Cell(((a.name or a.id,), (Term(a.method),) if a.method else ())),
                _specimen(specimens.get(a.specimen)),
                _scope(a),
                _quality(a),
            )
        )
        for a in case.assays
    )
    blocks.append(Table(columns, rows, empty=Term("report.no_assay"), wide=2))
    return Section("tested", Term("report.section.tested"), tuple(blocks))


def _grid(case: Case) -> Matrix:
    rows = []
    for assay in case.assays:
        cells = []
        for kind in KINDS:
            if kind not in assay.kinds:
                cells.append(("·", "mute"))
            elif assay.status is AssayStatus.FAILED:
                cells.append(("✕", "bad"))
            elif not assay.declared or assay.status is AssayStatus.PARTIAL:
                cells.append(("◐", "warn"))
            else:
                cells.append(("●", "good"))
        rows.append(((assay.name or assay.id,), tuple(cells)))
    legend = (
        ("●", "good", Term("report.tested")),
        ("◐", "warn", Term("report.tested_absence_unknown")),
        ("✕", "bad", Term("failed")),
        ("·", "mute", Term("report.not_tested")),
    )
    return Matrix(tuple((Term(f"kind.{k}"),) for k in KINDS), tuple(rows), legend)


def _specimen(s: Specimen | None) -> Cell:
    if s is None:
        return Cell(((Term("report.not_recorded"),),))
    first: Text = (Term(f"specimen.{s.kind.value}"), f" {s.site}" if s.site else "")
    second: Text = (str(s.collected),) if s.collected else ()
    third: Text = (Term("report.purity"), f" {s.purity:.0%}") if s.purity is not None else ()
    return Cell(tuple(t for t in (first, second, third) if t))


def _scope(a: Assay) -> Cell:
    if not a.declared:
        return Cell(((Badge(Term("report.undeclared"), "warn"),),))
    if a.genes is None:
        return Cell(((Term("report.all_genes"),),))
    names = sorted(a.genes)
    shown = ", ".join(names[:30])
    more = f" … (+{len(names) - 30})" if len(names) > 30 else ""
    return Cell(((f"{len(names)} ", Term("report.genes"), f": {shown}{more}"),))


def _quality(a: Assay) -> Cell:
    lines: list[Text] = [(Badge(Term(a.status.value), STATUS_TONES[a.status.value]),)]
    if a.annotated is False:
        lines.append((Badge(Term("report.not_annotated"), "warn"),))
    if a.annotated and a.annotation_tool:
        lines.append((Term("report.annotated_by"), f" {a.annotation_tool}"))
    if a.matched_normal is not None:
        lines.append((Term("report.matched_normal" if a.matched_normal else "report.tumor_only"),))
    if a.failed_genes:
        lines.append((Term("report.failed_genes"), ": " + ", ".join(sorted(a.failed_genes))))
    return Cell(tuple(lines))
