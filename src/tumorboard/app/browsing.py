"""The knowledge in use as lines of text: releases, statements by gene or drug, one statement in full."""

from __future__ import annotations

from collections.abc import Iterator

from tumorboard.app import snapshots
from tumorboard.app.answers import agent_name
from tumorboard.app.assessing import Workbench
from tumorboard.criteria.text import to_text
from tumorboard.errors import NotFound
from tumorboard.model.statement import Statement
from tumorboard.wording import Words

REMEDY = "`tumorboard knowledge list --gene GENE` shows the statements on a gene or marker."


def releases(bench: Workbench) -> Iterator[str]:
    """Every pack and table with its release, license and hash, and the plugins found."""
    k, pack = bench.knowledge.releases[0], bench.knowledge.libraries[0]
    yield f"{k.name} {k.release} ({len(pack.all())} statements), {k.license}, sha256 {k.sha256}"
    for snapshot in snapshots.store().list():
        m = snapshot.manifest
        used = " (in use)" if snapshots.store().in_use().get(m.source) == m.release else ""
        yield f"snapshot {m.source} {m.release}{used}, {m.license}, retrieved {m.retrieved}, sha256 {m.sha256}"
    for t in bench.vocab.releases():
        yield f"{t.name} {t.release}, {t.license}, sha256 {t.sha256}"
    yield f"readers: {', '.join(bench.registry.readers)}"
    for plugin in bench.registry.foreign:
        yield f"plugin: {plugin}"


def statements(bench: Workbench, *, gene: str = "", therapy: str = "") -> Iterator[str]:
    """Statements on a gene or marker and a drug, a line each.

    Raises
    ------
    NotFound
        If no statement speaks of them.
    """
    wanted = {gene, bench.vocab.genes.approved(gene), bench.vocab.markers.resolve(gene)} if gene else set()
    code = bench.vocab.therapies.resolve(therapy) if therapy else ""
    found = [s for s in _every(bench) if (not gene or wanted & set(s.genes)) and (not therapy or code in s.therapy)]
    if not found:
        raise NotFound(
            "no statement in use speaks of this", remedy="Check the names; absence is not proof of no effect."
        )
    for s in found:
        yield f"{s.id}  {s.predicate}  {_regimen(s, bench)}  when {to_text(s.biomarker)} in {to_text(s.disease)}"


def statement(bench: Workbench, identifier: str, said: Words) -> Iterator[str]:
    """One statement, field by field.

    Raises
    ------
    NotFound
        If there is no statement with this id.
    """
    found = next((s for s in _every(bench) if s.id == identifier), None)
    if found is None:
        raise NotFound("no statement has this id", remedy=REMEDY)
    s = found
    yield f"{s.id} ({s.source} {s.release})"
    yield f"  {said.term(s.kind)}, {said.term(s.predicate)}, {s.direction}: {_regimen(s, bench)}"
    yield f"  biomarker: {to_text(s.biomarker)}"
    yield f"  disease: {to_text(s.disease)}"
    yield f"  context: {to_text(s.context)}"
    for criterion in s.contraindications:
        yield f"  speaks against: {to_text(criterion)}"
    if s.yields_to is not None:
        yield f"  stands behind others while: {to_text(s.yields_to)}"
    for a in s.approvals:
        dates = " ".join(f"{word} {day.isoformat()}" for word, day in (("since", a.since), ("until", a.until)) if day)
        yield f"  {a.agency}: {a.status} {dates} ({a.source or 'source not stated'}; {a.confidence})"
    if s.guideline:
        yield f"  guideline: {s.guideline.name} {s.guideline.version} {s.guideline.preference} ({s.guideline.confidence})"
    if s.study.design != "none":
        yield f"  study: {s.study.name} {s.study.design}, benefit {s.study.benefit}, n = {s.study.size or '?'} {s.study.pmid}"
    for c in s.citations:
        yield f"  cites {c.kind} {c.ref} {c.title} ({c.confidence})"
    for name, source in sorted(s.field_sources.items()):
        yield f"  {name} is from: {source}"
    if s.note:
        yield f"  note: {said.reasons[s.note]}"


def _every(bench: Workbench) -> tuple[Statement, ...]:
    """The statements of the pack and of every snapshot in use."""
    return tuple(s for library in bench.knowledge.libraries for s in library.all())


def _regimen(s: Statement, bench: Workbench) -> str:
    return " + ".join(agent_name(a, bench.vocab) for a in s.therapy) or f"class {s.therapy_class}"
