"""How the facts of a case read in a line: alterations, biomarkers, regimens, approvals."""

from __future__ import annotations

from datetime import date

from tumorboard.model.alteration import CopyNumber, Fusion, SpliceEvent, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case
from tumorboard.model.statement import Approval
from tumorboard.report.values import Drug, Inline, Term, Text

AGENCIES = ("FDA", "EMA", "NMPA")
Alteration = Variant | CopyNumber | Fusion | SpliceEvent


def alterations(case: Case) -> tuple[tuple[str, Alteration], ...]:
    """Every alteration with its fact id, in the order of the case."""
    return (
        *((f"variant/{v.id}", v) for v in case.variants),
        *((f"copy_number/{n.id}", n) for n in case.copy_numbers),
        *((f"fusion/{f.id}", f) for f in case.fusions),
        *((f"splice/{s.id}", s) for s in case.splice_events),
    )


def name(alteration: Alteration) -> Text:
    """An alteration as a pathologist writes it."""
    if isinstance(alteration, Variant):
        return _variant(alteration)
    if isinstance(alteration, CopyNumber):
        copies = f" {alteration.copies:g}" if alteration.copies is not None else ""
        call: Text = (" ", Term(alteration.call)) if alteration.call else ()
        return (
            (alteration.gene, *call, f" ({copies.strip()} ", Term("report.copies"), ")")
            if copies
            else (alteration.gene, *call)
        )
    if isinstance(alteration, Fusion):
        five, three = alteration.five_prime or "?", alteration.three_prime or "?"
        return (f"{five}::{three}",)
    span = str(alteration.first_exon)
    if alteration.last_exon != alteration.first_exon:
        span += f"-{alteration.last_exon}"
    return (alteration.gene, " ", Term("report.exon"), f" {span} ", Term("report.skipping"))


def _variant(v: Variant) -> Text:
    if v.hgvs_p:
        return (v.gene, " ", v.hgvs_p.removeprefix("p."))
    if v.category:
        exon: Text = (Term("report.exon"), f" {v.exon} ") if v.exon is not None else ()
        return (v.gene, " ", *exon, Term(v.category))
    if v.hgvs_c:
        return (v.gene, " ", v.hgvs_c)
    if v.position:
        p = v.position
        return (v.gene, f" {p.chrom}:{p.start + 1} {p.ref or '-'}>{p.alt or '-'}")
    return (v.gene,)


def biomarker(b: Biomarker) -> Text:
    """A measurement as reported."""
    parts: list[Inline] = [b.marker]
    if b.method:
        parts += [" ", Term(b.method)]
    if b.scale and b.scale != "ihc_score":
        parts.append(f" {b.scale}")
    if b.value is not None:
        parts.append(f" {b.comparator}{b.value:g}")
        if b.unit:
            parts += [" ", Term(f"unit.{b.unit}")]
    elif b.low is not None and b.high is not None:
        parts.append(f" {b.low:g}-{b.high:g}")
    if b.state:
        parts += [" ", Term(b.state)]
    if b.clone:
        parts.append(f" ({b.clone})")
    return tuple(parts)


def regimen(codes: tuple[str, ...], class_name: str = "") -> Text:
    """Agents joined by plus signs; a class by its name."""
    if not codes:
        return (Term(f"class.{class_name}"),)
    parts: list[Inline] = []
    for code in codes:
        parts += [" + ", Drug(code)] if parts else [Drug(code)]
    return tuple(parts)


def agency_states(approvals: tuple[Approval, ...], on: date) -> tuple[tuple[str, str], ...]:
    """FDA, EMA and NMPA side by side: approved, withdrawn, not_approved or unknown on the date."""
    return tuple((agency, _state([a for a in approvals if a.agency == agency], on)) for agency in AGENCIES)


def _state(approvals: list[Approval], on: date) -> str:
    if any(a.holds(on) for a in approvals):
        held = [a for a in approvals if a.holds(on)]
        return "approved" if any(a.status in {"approved", "withdrawn"} for a in held) else held[0].status
    if any(a.status == "withdrawn" or (a.until is not None and on >= a.until) for a in approvals):
        return "withdrawn"
    if any(a.since is not None and on < a.since for a in approvals):
        return "not_yet"
    return "not_approved" if any(a.status == "not_approved" for a in approvals) else "unknown"
