"""Trials of a registry into a snapshot: everything a question has, or what changed since the last snapshot of that question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from tumorboard import __version__
from tumorboard.app.snapshots import store
from tumorboard.errors import InputError, KnowledgeError, NotFound
from tumorboard.knowledge.manifest import Manifest
from tumorboard.knowledge.registries import clinicaltrials_gov as registry
from tumorboard.knowledge.registries.clinicaltrials_gov import Difference, Question
from tumorboard.knowledge.store import Snapshot

NAMED = 20  # trials named of each kind of change


@dataclass(frozen=True, slots=True)
class Fetched:
    """The snapshot, how many studies it holds, and how it differs from the one before; None for the first of a question."""

    snapshot: Snapshot
    studies: int
    since: str
    difference: Difference | None


def fetch(
    question: Question | None, *, on: date, whole: bool = False, mirror: str = "", progress: Any = None
) -> Fetched:
    """The studies of a question as a snapshot of this day.

    Parameters
    ----------
    question
        None asks the question of the newest snapshot again.
    whole
        Fetch everything, also where an earlier snapshot would do as a beginning.

    Raises
    ------
    NotFound
        If no question is given and there is no snapshot.
    InputError, KnowledgeError, ToolError
        As the store and the client.
    """
    before = _newest(question)
    if question is None:
        if before is None:
            raise NotFound("no trials were fetched before", remedy="Say what to ask: --condition, --term or --place.")
        question = _question(before)
    release = on.isoformat()
    label = f"{release}-{'whole' if whole or before is None else 'update'}"
    with store().fetching(registry.NAME, label) as folder:
        asked = registry.Registry(folder, url=mirror or registry.URL, progress=progress)
        old = _studies(before) if before is not None else {}
        if before is None or whole:
            new = asked.everything(question)
        else:
            new = asked.changed(question, old, date.fromisoformat(before.manifest.retrieved))
        studies, about = folder / registry.FILE, folder / registry.ABOUT
        with studies.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(registry.lines(new))
        about.write_text(question.text(), encoding="utf-8", newline="\n")
        snapshot = _added([studies, about], release, on, asked.url)
    return Fetched(
        snapshot,
        len(new),
        before.manifest.release if before is not None else "",
        registry.difference(old, new) if before is not None else None,
    )


def _added(files: list[Path], release: str, on: date, url: str) -> Snapshot:
    about = Manifest(
        source=registry.NAME,
        release=release,
        retrieved=on.isoformat(),
        license=registry.LICENSE,
        attribution=registry.ATTRIBUTION,
        files=(),
        made_by=f"tumorboard {__version__}",
    )
    for number in range(2, 100):
        try:
            return store().add(files, about, urls={f.name: url for f in files})
        except InputError as error:
            if error.code != "SNP008":
                raise
        # Another question, or news, of the same day: a release of its own.
        about = replace(about, release=f"{release}.{number}")
    raise KnowledgeError("too many snapshots of one day", remedy="Remove some with `tumorboard knowledge remove`.")


def snapshots() -> tuple[Snapshot, ...]:
    """The snapshots of the registry, oldest first."""
    found = [s for s in store().list() if s.manifest.source == registry.NAME]
    return tuple(sorted(found, key=lambda s: (s.manifest.retrieved, _number(s.manifest.release))))


def _number(release: str) -> int:
    tail = release.rpartition(".")[2]
    return int(tail) if "." in release and tail.isdigit() else 1


def _newest(question: Question | None) -> Snapshot | None:
    """The newest snapshot of this question, or of any."""
    for one in reversed(snapshots()):
        if question is None or _question(one) == question:
            return store().get(registry.NAME, one.manifest.release)
    return None


def _question(snapshot: Snapshot) -> Question:
    return Question.of((snapshot.folder / registry.ABOUT).read_text("utf-8"))


def _studies(snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    with (snapshot.folder / registry.FILE).open(encoding="utf-8") as stream:
        return registry.opened(stream)


def studies_file(name: str) -> Path:
    """The studies of a snapshot: ``clinicaltrials_gov`` for the newest, ``clinicaltrials_gov@RELEASE`` for one.

    Raises
    ------
    NotFound
        If there is none.
    KnowledgeError
        If it is damaged.
    """
    _, _, release = name.partition("@")
    found = snapshots()
    if not release and not found:
        raise NotFound("no trials were fetched", remedy="Fetch some with `tumorboard trials fetch`.")
    snapshot = store().get(registry.NAME, release or found[-1].manifest.release)
    return snapshot.folder / registry.FILE


def told(fetched: Fetched) -> Iterator[str]:
    """What came, and what is different now."""
    m = fetched.snapshot.manifest
    yield f"{m.source} {m.release}: {fetched.studies} studies, sha256 {m.sha256}"
    found = fetched.difference
    if found is not None:
        same = fetched.studies - len(found.added) - len(found.statuses.keys() | found.changed.keys())
        yield f"since {fetched.since}: {len(found.added)} new, {len(found.gone)} gone, {same} as before"
        lines = [f"new {i}" for i in found.added[:NAMED]] + [f"gone {i}" for i in found.gone[:NAMED]]
        lines += [f"status {i}: {old} -> {new}" for i, (old, new) in list(found.statuses.items())[:NAMED]]
        lines += [f"changed {i}: {', '.join(parts)}" for i, parts in list(found.changed.items())[:NAMED]]
        yield from (f"  {line}" for line in lines)
    yield f"Match a case with them: tumorboard trials match CASE --trials {m.source}@{m.release}"
