"""Tables of alleles and hotspots in use: opened once, asked for the alleles of one case, passed down as a value."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tumorboard import __version__
from tumorboard.app.plugins import AlleleSource, HotspotSource, sources
from tumorboard.knowledge.store import Snapshot
from tumorboard.model.alteration import GenomicPosition, Variant
from tumorboard.model.case import Case
from tumorboard.model.knowledge import HotspotCount
from tumorboard.model.looked_up import Classified, Frequency, LookedUp
from tumorboard.vocab import Vocabulary

if TYPE_CHECKING:
    from tumorboard.knowledge.allele_table import AlleleTable

CACHE = ".cache"
Hotspots = Mapping[tuple[str, int], HotspotCount]


@dataclass(frozen=True, slots=True)
class Annotations:
    """Tables by kind with the name and release of each; empty where the site uses none."""

    tables: Mapping[str, tuple[str, AlleleTable]]
    hotspots: Hotspots | None = None

    def again(self) -> Annotations:
        """The same tables with connections of their own, for the copy of a process."""
        return Annotations({kind: (name, table.again()) for kind, (name, table) in self.tables.items()}, self.hotspots)

    def about(self, case: Case) -> LookedUp:
        """What the tables say of the case's alleles."""
        placed = [v for v in case.variants if v.position is not None]
        frequencies, classified = self.tables.get("frequencies"), self.tables.get("classified")
        return LookedUp(
            frequencies=_each(placed, frequencies, _frequency) if frequencies else None,
            classified=_each(placed, classified, _classified) if classified else None,
        )


def _each(
    variants: list[Variant], named: tuple[str, AlleleTable], ask: Callable[[AlleleTable, GenomicPosition, str], Any]
) -> dict[GenomicPosition, Any]:
    name, table = named
    found = {v.position: ask(table, v.position, name) for v in variants if v.position is not None}
    return {position: said for position, said in found.items() if said is not None}


def _frequency(table: AlleleTable, position: GenomicPosition, name: str) -> Frequency | None:
    """An insertion or deletion that is not found may stand under another placement: nothing is said of it."""
    said = table.find(position)
    if said is not None:
        return Frequency(highest=said["af"], source=name)
    simple = len(position.ref) == len(position.alt)
    return Frequency(highest=0.0, source=name) if simple and table.covers(position) else None


def _classified(table: AlleleTable, position: GenomicPosition, name: str) -> Classified | None:
    said = table.find(position)
    return Classified(source=name, **said) if said is not None else None


def allele_table_of(snapshot: Snapshot, source: AlleleSource) -> AlleleTable:
    """The columnar form of a snapshot, made once for its content and this program."""
    from tumorboard.knowledge import allele_table  # SQLite is loaded by runs that look something up

    path = _cache(snapshot, "sqlite", ())
    return allele_table.opened(path, source.COLUMNS, lambda: source.rows(_files(snapshot)))


def hotspots_of(snapshot: Snapshot, source: HotspotSource, vocab: Vocabulary) -> tuple[Hotspots, Mapping[str, Any]]:
    """Counts by gene and residue and the account, made once for content, gene names and this program."""
    path = _cache(snapshot, "json", tuple(t.sha256 for t in vocab.releases()))
    try:
        told, account = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        told, account = source.counts(_files(snapshot), vocab)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        beside.write_text(json.dumps([told, account]), "utf-8")
        os.replace(beside, path)
    found = {
        (gene, number): HotspotCount(residue_total=single, indel_total=indel, changes=changes)
        for gene, number, single, indel, changes in told
    }
    return found, account


def account(snapshot: Snapshot, vocab: Vocabulary) -> Mapping[str, Any] | None:
    """What became of the records of an annotation snapshot; None for a source of statements."""
    source = sources()[snapshot.manifest.source]
    if isinstance(source, AlleleSource):
        return allele_table_of(snapshot, source).account
    if isinstance(source, HotspotSource):
        return hotspots_of(snapshot, source, vocab)[1]
    return None


def opened(snapshots: list[Snapshot], vocab: Vocabulary) -> Annotations:
    """The annotation tables of the snapshots in use."""
    known = sources() if snapshots else {}  # without one, no client of any site is loaded
    tables: dict[str, tuple[str, AlleleTable]] = {}
    hotspots: Hotspots | None = None
    for snapshot in snapshots:
        source = known[snapshot.manifest.source]
        name = f"{snapshot.manifest.source} {snapshot.manifest.release}"
        if isinstance(source, AlleleSource):
            tables[source.KIND] = (name, allele_table_of(snapshot, source))
        elif isinstance(source, HotspotSource):
            hotspots, _ = hotspots_of(snapshot, source, vocab)
    return Annotations(tables, hotspots)


def _cache(snapshot: Snapshot, suffix: str, more: tuple[str, ...]) -> Path:
    m = snapshot.manifest
    key = sha256("\n".join([__version__, m.sha256, *more]).encode()).hexdigest()[:24]
    return snapshot.folder.parent.parent / CACHE / f"{m.source}-{key}.{suffix}"


def _files(snapshot: Snapshot) -> list[Path]:
    return [snapshot.folder / f.name for f in snapshot.manifest.files]
