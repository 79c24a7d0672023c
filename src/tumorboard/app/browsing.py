"""The knowledge in use as lines of text: releases, statements by gene or drug, one statement in full."""

from __future__ import annotations

from collections.abc import Iterator

from tumorboard import vocab
from tumorboard.app import snapshots
from tumorboard.app.answers import agent_name
from tumorboard.app.assessing import Workbench
from tumorboard.app.plugins import registry
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import to_text
from tumorboard.errors import KnowledgeError, NotFound
from tumorboard.knowledge import pack_loader
from tumorboard.knowledge.manifest import REMEDY as DAMAGED
from tumorboard.knowledge.manifest import faults, read_manifest
from tumorboard.model.statement import Statement
from tumorboard.wording import Words

REMEDY = "`tumorboard knowledge list --gene GENE` shows the statements on a gene or marker."


def releases() -> Iterator[str]:
    """Every pack and table with its release, license and hash, and the plugins found; what is damaged stands in its line and hides
    nothing else.
    """
    pack = pack_loader.opened(LEAVES)
    k = pack.release
    yield f"{k.name} {k.release} ({len(pack.all())} statements), {k.license}, sha256 {k.sha256}"
    yield from _snapshots()
    for t in vocab.load().releases():
        yield f"{t.name} {t.release}, {t.license}, sha256 {t.sha256}"
    yield f"readers: {', '.join(registry().readers)}"
    for plugin in registry().foreign:
        yield f"plugin: {plugin}"


def _snapshots() -> Iterator[str]:
    place = snapshots.store()
    try:
        chosen = place.in_use()
    except KnowledgeError as error:
        chosen = {}
        yield f"{error.code} {error}. {error.remedy}"
    for folder in place.folders():
        name, release = folder.parent.name, folder.name
        used = " (in use)" if chosen.get(name) == release else ""
        try:
            m = read_manifest(folder)
            wrong = faults(folder, m, deep=False)
        except KnowledgeError as error:
            yield f"snapshot {name} {release}{used}: {error.code} {error}. {error.remedy}"
            continue
        if wrong:
            yield f"snapshot {name} {release}{used}: SNP002 {'; '.join(wrong)}. {DAMAGED}"
        else:
            yield f"snapshot {name} {release}{used}, {m.license}, retrieved {m.retrieved}, sha256 {m.sha256}"
    for name in chosen:
        if not (place.root / name / chosen[name]).is_dir():
            yield f"snapshot {name} {chosen[name]} (in use): SNP001 it is not there. {DAMAGED}"


def statements(bench: Workbench, *, gene: str = "", therapy: str = "") -> Iterator[str]:
    """Statements on a gene or marker and a drug, a line each.

    Raises
    ------
    NotFound
        If no statement speaks of them.
    """
    found = speaking(bench, gene=gene, therapy=therapy)
    if not found:
        raise NotFound(
            "no statement in use speaks of this", remedy="Check the names; absence is not proof of no effect."
        )
    for s in found:
        yield f"{s.id}  {s.predicate}  {_regimen(s, bench)}  when {to_text(s.biomarker)} in {to_text(s.disease)}"


def speaking(bench: Workbench, *, gene: str = "", therapy: str = "", source: str = "") -> tuple[Statement, ...]:
    """The statements in use on a gene or marker and a drug, of a source; all of them where nothing is named."""
    wanted = {gene, bench.vocab.genes.approved(gene), bench.vocab.markers.resolve(gene)} if gene else set()
    code = bench.vocab.therapies.resolve(therapy) if therapy else ""
    return tuple(
        s
        for s in _every(bench)
        if (not gene or wanted & set(s.genes))
        and (not therapy or code in s.therapy)
        and (not source or s.source == source)
    )


def statement(bench: Workbench, identifier: str, said: Words) -> Iterator[str]:
    """One statement, field by field.

    Raises
    ------
    NotFound
        If there is no statement with this id; where it is an item that was refused, with the reason.
    """
    s = of_id(bench, identifier)
    yield f"{s.id} ({s.source} {s.release})"
    yield f"  {said.term(s.kind)}, {said.term(s.predicate)}, {s.direction}: {_regimen(s, bench)}"
    if s.interaction:
        yield f"  given as: {s.interaction}"
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


def of_id(bench: Workbench, identifier: str) -> Statement:
    """The statement with this id.

    Raises
    ------
    NotFound
        If there is none; where it is an item that was refused, with the reason.
    """
    found = next((s for s in _every(bench) if s.id == identifier), None)
    if found is None:
        raise _none(bench, identifier)
    return found


def _none(bench: Workbench, identifier: str) -> NotFound:
    """Why there is no such statement: an item of a source that is not carried has its reason in the account."""
    for library in bench.knowledge.libraries:
        refused = getattr(library, "account", {}).get("refused", {})
        for reason, names in refused.items():
            if identifier.rpartition(".")[2] in names:
                where = f"docs/knowledge/{getattr(library, 'source', '')}.md says what the reason means."
                return NotFound(f"this item is no statement: {reason}", remedy=where)
    return NotFound("no statement has this id", remedy=REMEDY)


def refused(source: str, release: str, reason: str) -> Iterator[str]:
    """Every item of a snapshot that is no statement, with its reason.

    Raises
    ------
    NotFound
        If there is none, or none of the reason.
    """
    library = snapshots.library(snapshots.store().get(source, release), vocab.load())
    told = library.account.get("refused", {})
    if reason and reason not in told:
        raise NotFound("no item was refused for this reason", remedy=f"Reasons: {', '.join(sorted(told))}.")
    for name in sorted(told) if not reason else [reason]:
        for item in told[name]:
            yield f"{item}\t{name}"


def _every(bench: Workbench) -> tuple[Statement, ...]:
    """The statements of the pack and of every snapshot in use."""
    return tuple(s for library in bench.knowledge.libraries for s in library.all())


def _regimen(s: Statement, bench: Workbench) -> str:
    drugs = " + ".join(agent_name(a, bench.vocab) for a in s.therapy)
    return drugs or (f"class {s.therapy_class}" if s.therapy_class else "no therapy")
