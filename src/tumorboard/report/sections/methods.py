"""Methods, knowledge releases with dates and hashes, files read, and the words *research use only*."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment
from tumorboard.report.values import Badge, Block, Bullets, Cell, Facts, Notice, Row, Section, Table, Term, Text


def compose(assessment: Assessment) -> Section:
    """Everything needed to repeat the run."""
    policy = assessment.policy
    pairs: list[tuple[Term, Text]] = [
        (Term("report.version"), (assessment.version,)),
        (Term("report.content_hash"), (assessment.content_hash,)),
        (Term("report.schemes"), (", ".join(policy.schemes),)),
        (Term("report.oncogenicity_scheme"), (policy.oncogenicity_scheme,)),
        (Term("report.assumptions"), (", ".join(f"{k}={v}" for k, v in sorted(policy.assumptions.items())) or "–",)),
        (Term("report.thresholds"), (", ".join(f"{k}={v:g}" for k, v in sorted(policy.thresholds.items())) or "–",)),
        (Term("report.plugins"), (", ".join(assessment.plugins) or "–",)),
    ]
    blocks: list[Block] = [Notice((Term("report.research_use_only"),), "warn"), Facts(tuple(pairs))]
    rows = []
    for k in assessment.knowledge:
        state = Badge(Term("report.present"), "good") if k.present else Badge(Term("report.absent"), "warn")
        rows.append(
            Row(
                (
                    Cell(((k.name,),)),
                    Cell(((k.release or "–",),)),
                    Cell(((state,), *((r,) for r in k.disables))),
                    Cell(((k.license,), (k.sha256[:16],))),
                )
            )
        )
    columns = (
        Term("report.col.knowledge"),
        Term("report.col.release"),
        Term("report.col.state"),
        Term("report.col.license"),
    )
    blocks.append(Table(columns, tuple(rows)))
    blocks.append(_files(assessment))
    items = tuple((Term(f"report.method.{m}"),) for m in ("ranking", "amp", "escat", "oncogenicity", "unknown"))
    blocks.append(Bullets(items, Term("report.methods_heading")))
    return Section("methods", Term("report.section.methods"), tuple(blocks))


def _files(assessment: Assessment) -> Table:
    rows = tuple(
        Row(
            (
                Cell(((s.name,), (s.sha256[:16],))),
                Cell(((s.format,), (s.assembly,))),
                Cell(((f"{s.kept} / {s.records}",),)),
                Cell(tuple((n,) for n in s.notes)),
            )
        )
        for s in assessment.case.sources
    )
    columns = (
        Term("report.col.file"),
        Term("report.col.format"),
        Term("report.col.records"),
        Term("report.col.left_out"),
    )
    return Table(columns, rows, empty=Term("report.no_files"))
