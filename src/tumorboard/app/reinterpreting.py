"""Many cases under one release of knowledge and under another: which change, and how, the weightiest first.

A case whose genes and markers no changed statement speaks of is not assessed: it sees the same statements in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tumorboard.app import assessing, snapshots
from tumorboard.app.assessing import Workbench
from tumorboard.app.cases import CASE_FILE, open_case
from tumorboard.app.plugins import StatementSource
from tumorboard.board.changes import OptionChange, changes
from tumorboard.criteria.matching import keys_of
from tumorboard.errors import InputError, NotFound, TumorboardError
from tumorboard.interpret.pipeline import interpret
from tumorboard.knowledge.library import Compiled
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.knowledge import Holds, Library
from tumorboard.model.order import in_order
from tumorboard.model.policy import Policy
from tumorboard.model.statement import Statement

NONE = "none"


@dataclass(frozen=True, slots=True)
class Changed:
    """One case with its changes, weightiest first; empty when nothing changes, `failed` when it could not be assessed."""

    name: str
    changes: tuple[OptionChange, ...] = ()
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Sides:
    """The bench with either release of one source, and the genes that a changed statement speaks of (None: any)."""

    before: Workbench
    after: Workbench
    touched: frozenset[str] | None


def sides(bench: Workbench, source: str, one: str, other: str) -> Sides:
    """The two benches.

    Parameters
    ----------
    one, other
        Releases of `source`; ``none`` for the knowledge without it.

    Raises
    ------
    NotFound
        If there is no such snapshot.
    InputError
        If the source makes no statements, or the releases are one.
    """
    if not isinstance(snapshots.source(source), StatementSource):
        raise InputError(
            f"{source} makes no statements", remedy="Compare releases of a source that does, such as civic."
        )
    if one == other:
        raise InputError(
            "both releases are the same", remedy="Name two releases, or `none` for no such source.", code="SNP017"
        )
    first, second = (_library(bench, source, release) for release in (one, other))
    before, after = _shared(first, second) if first is not None and second is not None else (first, second)
    return Sides(_with(bench, source, before), _with(bench, source, after), _touched(before, after))


def _library(bench: Workbench, source: str, release: str) -> Compiled | None:
    if release == NONE:
        return None
    return snapshots.library(snapshots.store().get(source, release), bench.vocab)


def _with(bench: Workbench, source: str, library: Library | None) -> Workbench:
    others = tuple(one for one in bench.knowledge.libraries if getattr(one, "source", "") != source)
    libraries = (*others, library) if library is not None else others
    releases = tuple(k for k in bench.knowledge.releases if k.name != source)
    return replace(bench, knowledge=replace(bench.knowledge, libraries=libraries, releases=releases))


def _touched(before: Library | None, after: Library | None) -> frozenset[str] | None:
    """Genes and markers of every statement that is not the same on both sides."""
    held = [{s.id: replace(s, release="") for s in side.all()} if side is not None else {} for side in (before, after)]
    changed = [s for one, other in (held, held[::-1]) for i, s in one.items() if other.get(i) != s]
    if any(not s.genes for s in changed):
        return None
    return frozenset(g for s in changed for g in s.genes)


@dataclass(frozen=True, slots=True)
class _Shared:
    """A release without the statements of tables that the other release lacks: those were not removed, nobody knows them."""

    whole: Compiled
    kinds: frozenset[str]

    @property
    def source(self) -> str:
        """The name of the source."""
        return self.whole.source

    def concerning(self, keys: frozenset[str], holds: Holds) -> tuple[Statement, ...]:
        """The statements that can matter to a case."""
        return tuple(s for s in self.whole.concerning(keys, holds) if s.kind in self.kinds)

    def all(self) -> tuple[Statement, ...]:
        """Every statement, by id."""
        return tuple(s for s in self.whole.all() if s.kind in self.kinds)


TABLES = {"evidence": "item", "assertions": "assertion"}


def _shared(before: Compiled, after: Compiled) -> tuple[_Shared, _Shared]:
    told = [side.account.get("tables", {}) for side in (before, after)]
    lost = {kind for table, kind in TABLES.items() if any(t.get(table, 0) is None for t in told)}
    kinds = frozenset({"item", "assertion", "label", "guideline"} - lost)
    return _Shared(before, kinds), _Shared(after, kinds)


def case_folders(paths: Sequence[Path]) -> list[Path]:
    """The cases named, and those that lie in the folders named.

    Raises
    ------
    NotFound
        If there is none.
    """
    found: list[Path] = []
    for path in paths:
        inside = sorted(p.parent for p in path.rglob(CASE_FILE)) if path.is_dir() else []
        found += inside or ([path] if path.is_file() else [])
    if not found:
        raise NotFound("no case lies there", remedy=f"Name case folders, or a folder of them; each holds {CASE_FILE}.")
    return list(dict.fromkeys(found))


def reinterpreted(paths: Iterable[Path], both: Sides, policy: Policy, on: date) -> Iterator[Changed]:
    """Every case, in the order given; one that cannot be read or assessed says so and stops no other."""
    for path in paths:
        try:
            found = open_case(path, both.before.vocab, both.before.registry)
            if found.value is not None and not concerned(found.value, both, policy, on):
                yield Changed(path.name)
                continue
            before, after = (assessing.assess(found, b, policy, on) for b in (both.before, both.after))
            yield Changed(path.name, changes(before, after))
        except TumorboardError as error:
            yield Changed(path.name, failed=str(error))


def concerned(case: Case, both: Sides, policy: Policy, on: date) -> bool:
    """Whether a changed statement speaks of a gene or marker of the case."""
    if both.touched is None:
        return True
    context = Context(on, both.before.vocab, policy)
    keys = keys_of(interpret(in_order(case), both.before.knowledge, context), context)
    return bool(keys & both.touched)


def ranked(found: Iterable[Changed]) -> list[Changed]:
    """Cases that change, by their weightiest change, then by how many they have; those that failed first."""
    kept = [c for c in found if c.changes or c.failed]
    return sorted(
        kept, key=lambda c: (not c.failed, *((c.changes[0].weight, -len(c.changes)) if c.changes else ()), c.name)
    )
