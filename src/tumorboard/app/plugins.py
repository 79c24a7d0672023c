"""Which parts this run is made of: readers, found once and passed down.

The package's own readers are the modules of `tumorboard.formats.readers`; others come through the entry-point group
``tumorboard.readers``.  Deleting a reader's file removes the format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

from tumorboard.errors import InternalError
from tumorboard.formats import readers
from tumorboard.formats.opening import Head
from tumorboard.issues import Issue, Parsed
from tumorboard.knowledge import sources as knowledge_sources
from tumorboard.model.profile import Profile, ReadRequest
from tumorboard.vocab.lookup import Deferred

if TYPE_CHECKING:
    from tumorboard.knowledge.allele_table import Row
    from tumorboard.knowledge.download import Wanted
    from tumorboard.vocab import Vocabulary

GROUP = "tumorboard.readers"


class Reader(Protocol):
    """One format: see `tumorboard.formats.readers`."""

    NAME: str
    SUFFIXES: tuple[str, ...]
    VERIFIED: str
    KINDS: frozenset[str]

    def sniff(self, head: Head) -> bool:
        """Whether a file that opens like this is of the format."""
        ...

    def read(self, path: Path, request: ReadRequest) -> Parsed[Profile]:
        """What the file holds of one tumor."""
        ...


@runtime_checkable
class Source(Protocol):
    """What every knowledge source is: see `tumorboard.knowledge.sources`."""

    NAME: str
    LICENSE: str
    ATTRIBUTION: str

    def plan(self, release: str, mirror: str = "") -> tuple[Wanted, ...]:
        """The files of a release; of the newest one when empty; from a mirror of the site where one is named."""
        ...

    def release_of(self, files: Sequence[Path]) -> str:
        """The release that files are of; empty when they do not say."""
        ...

    def check(self, files: Sequence[Path]) -> tuple[Issue, ...]:
        """What is wrong with files that are to become a snapshot."""
        ...


@runtime_checkable
class StatementSource(Source, Protocol):
    """A source of statements."""

    def compiled(self, files: Sequence[Path], vocab: Vocabulary) -> tuple[list[dict[str, Any]], Mapping[str, Any]]:
        """Rows of statements, and the account of every item."""
        ...


@runtime_checkable
class AlleleSource(Source, Protocol):
    """A source that says something of alleles; `KIND` is frequencies or classified, `COLUMNS` what a row says."""

    KIND: str
    COLUMNS: Sequence[str]

    def rows(self, files: Sequence[Path]) -> tuple[Iterable[Row], dict[str, Any]]:
        """The alleles, and the account, complete when they are exhausted."""
        ...


@runtime_checkable
class HotspotSource(Source, Protocol):
    """A source that counts samples by residue."""

    def counts(self, files: Sequence[Path], vocab: Vocabulary) -> tuple[list[list[Any]], Mapping[str, Any]]:
        """Gene, residue, samples by single and by in-frame changes, changes; and the account."""
        ...


def sources() -> dict[str, Source]:
    """Every knowledge source of this package, by name."""
    found = {}
    for module in iter_modules(knowledge_sources.__path__, f"{knowledge_sources.__name__}."):
        loaded = import_module(module.name)
        if isinstance(loaded, StatementSource | AlleleSource | HotspotSource):
            found[loaded.NAME] = cast("Source", loaded)
    return found


@dataclass(frozen=True, slots=True)
class Registry:
    """Readers by name; `foreign` names those that are not this package's own, for the provenance."""

    readers: Mapping[str, Reader]
    foreign: tuple[str, ...] = ()

    def sniffing(self, head: Head) -> tuple[str, ...]:
        """Names of the readers that recognize a file by its opening."""
        return tuple(sorted(name for name, reader in self.readers.items() if reader.sniff(head)))


@lru_cache(maxsize=1)
def registry() -> Registry:
    """Every reader that is installed, loaded when one is asked for: a question in words reads no file.

    Raises
    ------
    InternalError
        When they are loaded, if two have one name.
    """
    plugins = sorted(entry_points(group=GROUP), key=lambda e: (e.name, e.value))
    return Registry(Deferred(lambda: _loaded(plugins)), tuple(f"{e.name} = {e.value}" for e in plugins))


def _loaded(plugins: Iterable[EntryPoint]) -> dict[str, Reader]:
    found: dict[str, Reader] = {}
    for reader in _own():
        found[reader.NAME] = reader
    for entry in plugins:
        reader = cast("Reader", entry.load())
        if reader.NAME in found:
            raise InternalError(f"two readers are named {reader.NAME}")
        found[reader.NAME] = reader
    return dict(sorted(found.items()))


def _own() -> Iterator[Reader]:
    for module in iter_modules(readers.__path__, f"{readers.__name__}."):
        loaded = import_module(module.name)
        if hasattr(loaded, "sniff") and hasattr(loaded, "read"):
            yield cast("Reader", loaded)
