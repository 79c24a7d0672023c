"""Variants of unknown significance, apart: those in genes that the knowledge asks about as a table, all others by gene."""

from __future__ import annotations

from tumorboard.model.alteration import Variant
from tumorboard.model.assessment import Assessment
from tumorboard.reasons import Reason
from tumorboard.report import facts
from tumorboard.report.asked import questions
from tumorboard.report.pictures import percent
from tumorboard.report.sections.alterations import COLUMNS, is_uncertain, row
from tumorboard.report.sections.findings import matters
from tumorboard.report.values import Block, Dense, Row, Section, Table, Term, Text

ROWS = 100


def compose(assessment: Assessment) -> Section | None:
    """Every alteration that nothing is known about; all of them are there, however many."""
    wanted = matters(assessment)
    known = assessment.case.findings
    found = []
    for key, alteration in facts.alterations(assessment.case):
        finding = known.of(key) if known else None
        if key not in wanted and is_uncertain(finding):
            found.append((alteration, finding))
    if not found:
        return None
    asked = {g for genes in questions(assessment).values() for g in genes}
    first = [(a, f) for a, f in found if asked & _genes(a)][:ROWS]
    shown = {id(a) for a, _ in first}
    blocks: list[Block] = []
    if first:
        rows = tuple(Row(row(a, f).cells[:3]) for a, f in first)
        blocks.append(Table(Term("report.uncertain_asked"), COLUMNS[:3], rows))
    rest = [a for a, _ in found if id(a) not in shown]
    if rest:
        blocks.append(_dense(rest))
    lead: Text = (Reason.of("report.uncertain_count", count=len(found)), " ", Term("report.uncertain_lead"))
    return Section("uncertain", Term("report.section.uncertain"), tuple(blocks), lead=lead)


def _genes(alteration: facts.Alteration) -> frozenset[str]:
    return frozenset(facts.gene(alteration).split("::"))


def _dense(rest: list[facts.Alteration]) -> Dense:
    groups: dict[str, list[Text]] = {}
    for alteration in rest:
        groups.setdefault(facts.gene(alteration), []).append(_short(alteration))
    fold: Text = (Reason.of("report.uncertain_rest", count=len(rest)),)
    return Dense(fold, tuple((gene or "–", tuple(items)) for gene, items in sorted(groups.items())), len(rest))


def _short(alteration: facts.Alteration) -> Text:
    """The change without its gene, and its share of the reads."""
    text = facts.change(alteration) if isinstance(alteration, Variant) else facts.name(alteration)[1:]
    vaf = getattr(alteration, "vaf", None)
    return (*text, f" {percent(vaf)}") if vaf is not None else text
