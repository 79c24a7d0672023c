"""Genes by assays: for what the knowledge asked, which assay looked, which failed, and what nobody looked at."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment
from tumorboard.model.specimen import Assay
from tumorboard.reasons import Reason
from tumorboard.report import facts
from tumorboard.report.asked import questions
from tumorboard.report.looked import MARKS, assay_state, cell, gene_state
from tumorboard.report.sections.tested import name, specimen
from tumorboard.report.values import Block, Bullets, Cell, Grid, Row, Section, Table, Term, Text

CHUNK = 30
GENES_NAMED = 60


def compose(assessment: Assessment) -> Section | None:
    """A grid for each kind of event, the questions that no assay answers, and the scope of each assay."""
    case = assessment.case
    if not case.assays:
        return None
    blocks: list[Block] = []
    unanswered: list[Text] = []
    for kind, genes in questions(assessment).items():
        able = [a for a in case.assays if assay_state(assessment, a, kind) != "not_tested"]
        states = {g: [gene_state(assessment, a, g, kind) for a in able] for g in genes}
        if able:
            blocks.append(_grid(kind, genes, able, states))
        open_ = tuple(g for g in genes if "covered" not in states[g])
        if open_:
            unanswered.append((Term(f"report.open.{kind}"), " ", ", ".join(open_)))
    if unanswered:
        blocks.append(Bullets(tuple(unanswered), Term("report.unanswered")))
    columns = (
        Term("report.col.assay"),
        Term("report.col.specimen"),
        Term("report.col.scope"),
        Term("report.col.limits"),
    )
    rows = tuple(Row((Cell(name(a)), Cell(specimen(case, a)), Cell(_scope(a)), Cell(_limits(a)))) for a in case.assays)
    blocks.append(Table(Term("report.assay_details"), columns, rows, wide=2))
    return Section("coverage", Term("report.section.coverage"), tuple(blocks), lead=(Term("report.coverage_lead"),))


def _grid(kind: str, genes: tuple[str, ...], assays: list[Assay], states: dict[str, list[str]]) -> Grid:
    rows = tuple(((facts.assay(a),), tuple(cell(states[g][i]) for g in genes)) for i, a in enumerate(assays))
    used = {s for found in states.values() for s in found}
    legend = tuple((*MARKS[s], Term(f"looked.{s}")) for s in MARKS if s in used)
    return Grid(Term(f"report.asked.{kind}"), tuple((g,) for g in genes), rows, legend, chunk=CHUNK)


def _scope(a: Assay) -> tuple[Text, ...]:
    if not a.declared:
        return ((Term("report.undeclared"),),)
    lines: list[Text] = [facts.listed((Term(f"kind.{k}"),) for k in sorted(a.kinds))]
    if a.genes is None:
        lines.append((Term("report.all_genes"),))
    else:
        lines.append(_genes("report.genes", a.genes))
    if a.fusion_genes is not None:
        lines.append(_genes("report.fusion_genes", a.fusion_genes))
    if a.regions:
        lines.append((Reason.of("report.regions", regions=tuple(sorted(a.regions))),))
    if a.exons:
        parts = tuple(f"{gene} {', '.join(map(str, exons))}" for gene, exons in a.exons)
        lines.append((Reason.of("report.only_exons", exons="; ".join(parts)),))
    return tuple(lines)


def _genes(code: str, genes: frozenset[str]) -> Text:
    names = sorted(genes)
    shown = (Reason.of(code, count=len(names), genes=", ".join(names[:GENES_NAMED])),)
    return (
        shown
        if len(names) <= GENES_NAMED
        else (*shown, " ", Reason.of("report.and_more", count=len(names) - GENES_NAMED))
    )


def _limits(a: Assay) -> tuple[Text, ...]:
    lines: list[Text] = [(Term(a.method),)] if a.method else []
    if a.assembly:
        lines.append((a.assembly,))
    if a.annotated and a.annotation_tool:
        lines.append((Reason.of("report.annotated_by", tool=a.annotation_tool),))
    if a.min_vaf is not None:
        lines.append((Reason.of("report.min_vaf", share=f"{a.min_vaf:.1%}"),))
    if a.min_purity is not None:
        lines.append((Reason.of("report.min_purity", share=f"{a.min_purity:.0%}"),))
    if a.panel_mb is not None:
        lines.append((Reason.of("report.panel_mb", mb=a.panel_mb),))
    lines += [(f,) for f in a.files]
    return tuple(lines)
