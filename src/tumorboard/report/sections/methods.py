"""Methods, knowledge releases with dates and hashes, files read, and the words *research use only*."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment, KnowledgeRelease
from tumorboard.report import facts
from tumorboard.report.values import Badge, Block, Bullets, Cell, Code, Facts, Notice, Row, Section, Table, Term, Text

NONE: Text = (Term("report.none"),)
KNOWLEDGE = (
    Term("report.col.knowledge"),
    Term("report.col.release"),
    Term("report.col.license"),
    Term("report.col.hash"),
)
FILES = (Term("report.col.file"), Term("report.col.format"), Term("report.col.records"), Term("report.col.left_out"))


def compose(assessment: Assessment) -> Section:
    """Everything needed to repeat the run."""
    policy, found = assessment.policy, assessment.case.findings
    pairs: list[tuple[Term, Text]] = [
        (Term("report.version"), (assessment.version or "–",)),
        (Term("report.schemes"), facts.listed((Term(f"scheme.{s}"),) for s in policy.schemes)),
        (Term("report.oncogenicity_scheme"), (Term(f"scheme.{policy.oncogenicity_scheme}"),)),
        (Term("report.jurisdictions"), (", ".join(policy.jurisdictions),) if policy.jurisdictions else NONE),
        (Term("report.assumptions"), _settings(dict(policy.assumptions))),
        (Term("report.thresholds"), _settings({k: f"{v:g}" for k, v in policy.thresholds.items()})),
        (Term("report.plugins"), (", ".join(assessment.plugins),) if assessment.plugins else NONE),
        (Term("report.strata"), facts.listed((Term(f"stratum.{s}"),) for s in found.strata) if found else NONE),
        (Term("report.content_hash"), (Code(assessment.content_hash),)),
    ]
    rows = tuple(_release(k) for k in assessment.knowledge)
    items = tuple((Term(f"report.method.{m}"),) for m in ("ranking", "amp", "escat", "oncogenicity", "unknown", "same"))
    blocks: tuple[Block, ...] = (
        Notice((Term("report.research_use_only"),), "warn"),
        Bullets(items, Term("report.methods_heading")),
        Facts(tuple(pairs)),
        Table(Term("report.knowledge"), KNOWLEDGE, rows, wide=3),
        _files(assessment),
    )
    return Section("methods", Term("report.section.methods"), blocks)


def _settings(pairs: dict[str, str]) -> Text:
    return (", ".join(f"{k} = {v}" for k, v in sorted(pairs.items())),) if pairs else NONE


def _release(k: KnowledgeRelease) -> Row:
    release: list[Text] = [(k.release or "–",)]
    if k.retrieved:
        release.append((Term("report.retrieved"), f" {k.retrieved}"))
    if not k.present:
        release = [(Badge(Term("report.absent"), "warn"),)]
    disabled: list[Text] = [(r,) for r in k.disables]
    return Row(
        (
            Cell(((Code(k.name),), *disabled)),
            Cell(tuple(release)),
            Cell(((k.license or "–",),)),
            Cell(((Code(k.sha256),) if k.sha256 else ("–",),)),
        )
    )


def _files(assessment: Assessment) -> Table:
    rows = tuple(
        Row(
            (
                Cell(((s.name,), (Code(s.sha256),))),
                Cell(((s.format,), (s.assembly,)) if s.assembly else ((s.format,),)),
                Cell(((f"{s.kept} / {s.records}",),)),
                Cell(tuple((n,) for n in s.notes) or (NONE,)),
            )
        )
        for s in assessment.case.sources
    )
    return Table(Term("report.files"), FILES, rows, empty=Term("report.no_files"))
