"""Snapshots as a user handles them: fetched or carried in, listed, chosen, checked, compared, removed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from tumorboard import __version__
from tumorboard.app import site_tables
from tumorboard.app.plugins import Source, StatementSource, sources
from tumorboard.app.site_tables import CACHE, Annotations
from tumorboard.criteria.leaves import LEAVES
from tumorboard.errors import InputError, KnowledgeError, NotFound
from tumorboard.issues import Issue, Parsed, Place, Severity
from tumorboard.knowledge.library import Compiled, opened
from tumorboard.knowledge.manifest import Manifest
from tumorboard.knowledge.store import Snapshot, Store
from tumorboard.model.assessment import KnowledgeRelease
from tumorboard.vocab import Vocabulary

HOME = "TUMORBOARD_HOME"
REGISTRIES = frozenset({"clinicaltrials_gov"})  # of trials: `app.registry_fetching`


def store() -> Store:
    """The site's snapshots: under ``TUMORBOARD_HOME``, else where the system keeps a user's data."""
    home = os.environ.get(HOME)
    if home:
        return Store(Path(home) / "knowledge")
    data = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA")
    return Store((Path(data) if data else Path.home() / ".local" / "share") / "tumorboard" / "knowledge")


def source(name: str) -> Source:
    """The source of a name.

    Raises
    ------
    NotFound
        If there is none.
    """
    known = sources()
    if name not in known:
        raise NotFound(f"no source is called {name}", remedy=f"Known sources: {', '.join(known)}.", code="SNP014")
    return known[name]


def add(
    name: str, files: Sequence[Path], *, release: str, on: date, urls: Mapping[str, str] | None = None
) -> Parsed[Snapshot]:
    """The files as a snapshot of a source, with what is worth telling of them: columns and kinds that are not known.

    Raises
    ------
    NotFound
        If there is no such source, or a file is not there.
    InputError
        If the files are not of this source, or do not say their release and none is given.
    KnowledgeError
        If the snapshot cannot be written.
    """
    chosen = source(name)
    absent = [f.name for f in files if not f.is_file()]
    if absent or not files:
        raise NotFound(f"not there: {', '.join(absent) or 'any file'}", remedy="Check the path.", code="SNP015")
    wrong: tuple[Issue, ...] = chosen.check(files)
    if any(i.severity is Severity.ERROR for i in wrong):
        raise InputError("the files cannot become a snapshot", issues=wrong, remedy="See their issues.", code="SNP009")
    told = release or chosen.release_of(files)
    if not told:
        raise InputError(
            "the files do not say which release they are", remedy="Give it with --release YYYY-MM-DD.", code="SNP016"
        )
    wrong = (*wrong, *_fewer(chosen, files, told))
    about = Manifest(
        source=name,
        release=told,
        retrieved=on.isoformat(),
        license=chosen.LICENSE,
        attribution=chosen.ATTRIBUTION,
        files=(),
        made_by=f"tumorboard {__version__}",
    )
    return Parsed(store().add(files, about, urls=urls), wrong)


def _fewer(chosen: Source, files: Sequence[Path], release: str) -> Iterator[Issue]:
    """Tables that hold fewer records than the release before, as far as the site has one: a source grows, and a cut table shrinks."""
    count = getattr(chosen, "records", None)
    earlier = [s for s in store().list() if s.manifest.source == chosen.NAME and s.manifest.release < release]
    if count is None or not earlier:
        return
    last = max(earlier, key=lambda s: s.manifest.release)
    before, now = count([last.folder / f.name for f in last.manifest.files]), count(files)
    for table in sorted(before.keys() & now.keys()):
        if now[table] < before[table]:
            place = Place(f"{chosen.NAME} {release}")
            told = {"table": table, "now": now[table], "before": before[table], "release": last.manifest.release}
            yield Issue.of("SNP011", Severity.WARNING, place, **told)


def fetch(name: str, *, release: str, on: date, mirror: str = "", progress: Any = None) -> Parsed[Snapshot]:
    """The release of a source from its own site or a mirror of it, as a snapshot; a table that the release does not have is
    told.

    Raises
    ------
    NotFound, InputError, KnowledgeError, ToolError
        As `add` and `knowledge.download.fetch`.
    """
    from tumorboard.knowledge.download import NotThere
    from tumorboard.knowledge.download import fetch as fetched

    wanted = source(name).plan(release, mirror)
    files, absent = [], []
    with store().fetching(name, release) as parts:
        for one in wanted:
            try:
                files.append(fetched(one, parts, progress=progress))
            except NotThere as refusal:
                if not one.optional:
                    raise
                withheld = refusal.status == 403
                severity = Severity.WARNING if withheld else Severity.INFO
                absent.append(Issue.of("SNP012" if withheld else "SNP010", severity, Place(one.name)))
        made = add(name, files, release=release, on=on, urls={w.name: w.url for w in wanted})
    return Parsed(made.value, (*absent, *made.issues))


def fetch_api(name: str, *, on: date, mirror: str = "", progress: Any = None) -> Parsed[Snapshot]:
    """The present state of a source from its query interface, as a snapshot of this day.

    Raises
    ------
    NotFound
        If the source has no such interface.
    InputError, KnowledgeError, ToolError
        As `add` and the source's own client.
    """
    chosen = source(name)
    pull, address = getattr(chosen, "pull", None), mirror or getattr(chosen, "API", "")
    if pull is None:
        raise NotFound(f"{name} has no query interface here", remedy="Fetch it without --api.")
    release = f"{on.isoformat()}-api"
    with store().fetching(name, release) as parts:
        path = pull(parts, url=address, progress=progress)
        return add(name, [path], release=release, on=on, urls={path.name: address})


def expand(paths: Sequence[Path]) -> list[Path]:
    """Files as given, and those that lie in folders as given (not below them; no hidden ones)."""
    found: list[Path] = []
    for path in paths:
        inside = (
            sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith(".")) if path.is_dir() else [path]
        )
        found += inside
    return [p for p in found if _is_table(p) or not any(q.is_dir() for q in paths)]


def _is_table(path: Path) -> bool:
    return any(part in path.name.lower() for part in (".tsv", ".vcf", ".xls", "variant_summary", "moalmanac"))


def verified() -> Iterator[tuple[str, bool]]:
    """Every snapshot folder, a line and whether it is whole: one that is damaged hides no other."""
    place = store()
    for folder in place.folders():
        source_name, release = folder.parent.name, folder.name
        try:
            found = place.get(source_name, release)
        except KnowledgeError as error:
            yield f"{source_name} {release}: {error.code} {error}", False
        else:
            yield f"{source_name} {release}: whole, sha256 {found.manifest.sha256}", True


def in_use(vocab: Vocabulary) -> tuple[tuple[Compiled, ...], Annotations, tuple[KnowledgeRelease, ...]]:
    """The libraries and annotation tables of the snapshots in use, and their releases for the provenance.

    Raises
    ------
    KnowledgeError
        If one is damaged: it is refused whole.
    """
    place = store()
    # a registry's trials are named where they are wanted: in use, they would stand in every report
    found = [place.get(name, release) for name, release in place.in_use().items() if name not in REGISTRIES]
    speaking = [s for s in found if isinstance(source(s.manifest.source), StatementSource)]
    releases = tuple(
        KnowledgeRelease(name=m.source, release=m.release, sha256=m.sha256, license=m.license, retrieved=m.retrieved)
        for m in (s.manifest for s in found)
    )
    others = [s for s in found if s not in speaking]
    return tuple(library(s, vocab) for s in speaking), site_tables.opened(others, vocab), releases


def library(snapshot: Snapshot, vocab: Vocabulary) -> Compiled:
    """The statements of a snapshot, compiled once for these vocabularies and this program."""
    m = snapshot.manifest
    chosen = source(m.source)
    if not isinstance(chosen, StatementSource):
        raise NotFound(f"{m.source} makes no statements", remedy="It annotates alleles; `knowledge use` it.")
    words = "\n".join([__version__, _program(chosen), m.sha256, *(t.sha256 for t in vocab.releases())])
    key = sha256(words.encode()).hexdigest()[:24]
    files = [snapshot.folder / f.name for f in m.files]
    path = snapshot.folder.parent.parent / CACHE / f"{m.source}-{key}.jsonl"
    return opened(path, m.source, m.release, LEAVES, lambda: chosen.compiled(files, vocab))


def _program(source: Source) -> str:
    """Hash of the modules that read a source: what another state of them compiled is not read again under the same version."""
    main = Path(str(getattr(source, "__file__", "")))
    modules = sorted(main.parent.glob("*.py")) if main.name == "__init__.py" else [main]
    found = sha256()
    for module in modules:
        found.update(module.read_bytes() if module.is_file() else b"")
    return found.hexdigest()


def told(snapshot: Snapshot, vocab: Vocabulary) -> Iterator[str]:
    """What became of everything in a snapshot."""
    counted = site_tables.account(snapshot, vocab)
    if counted is None:
        yield from account(library(snapshot, vocab))
        return
    yield ", ".join(f"{value} {name}" for name, value in counted.items())


def account(compiled: Compiled) -> Iterator[str]:
    """What became of every item, a line a reason; the numbers add up, and tables that are absent are named."""
    told = compiled.account
    for table, records in told.get("tables", {}).items():
        places = f", {told['places']} with coordinates" if table == "variants" else ""
        yield f"{table}: {'not in snapshot' if records is None else f'{records} records{places}'}"
    if told.get("unused"):
        yield f"not used here: {', '.join(told['unused'])}"
    share = told["carried"] / told["items"] if told["items"] else 0
    yield f"{told['items']} items: {told['carried']} ({share:.0%}) became {told['statements']} statements"
    for reason, ids in sorted(told["refused"].items(), key=lambda pair: (-len(pair[1]), pair[0])):
        yield f"  {len(ids):>5} {reason}: {', '.join(ids[:4])}{' ...' if len(ids) > 4 else ''}"


def variants(name: str, release: str, gene: str) -> Iterator[str]:
    """The variants of a gene that a snapshot lists, a line each.

    Raises
    ------
    NotFound
        If the source has no such table, the snapshot does not hold it, or it lists none of the gene.
    """
    snapshot = store().get(name, release)
    read = getattr(source(name), "variants", None)
    known = read([snapshot.folder / f.name for f in snapshot.manifest.files]) if read else None
    if known is None:
        raise NotFound(f"{name} {release} holds no table of variants", remedy="Import one that does.")
    found = [v for v in known if v.gene == gene]
    if not found:
        raise NotFound(f"{name} {release} lists no variant of this gene", remedy="Check the symbol.")
    for v in found:
        place = (
            f"{v.chromosome}:{v.start + 1}-{v.end} {v.ref}>{v.alt} {v.assembly}" if v.start is not None else "no place"
        )
        yield "\t".join(
            (v.name, place, ", ".join(v.hgvs), ", ".join(v.types), ", ".join(v.groups), ", ".join(v.clinvar))
        )
