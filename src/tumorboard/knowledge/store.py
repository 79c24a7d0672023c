"""Where snapshots lie, and how one comes, is chosen, is checked and goes: whole or not at all.

Layout of the knowledge folder::

    <source>/<release>/manifest.json + files as received
    in-use.json                              source -> release
    .incoming-*/                             being made; never read, swept by the next import
    .lock                                    held while something is changed

A snapshot is made beside its place and moved there when its manifest is written: what has a place is complete.  Two programs
that import at once wait for each other.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tumorboard.errors import InputError, KnowledgeError, NotFound
from tumorboard.knowledge.manifest import (
    NAME,
    REMEDY,
    FileEntry,
    Manifest,
    faults,
    hashed,
    plain_name,
    read_manifest,
)

INCOMING = ".incoming-"
FETCHING = ".parts-"
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
IN_USE = "in-use.json"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot in its place."""

    folder: Path
    manifest: Manifest

    def file(self, name: str) -> Path | None:
        """The path of a file; None when the snapshot does not hold it."""
        return self.folder / name if any(f.name == name for f in self.manifest.files) else None


@dataclass(frozen=True, slots=True)
class Store:
    """The snapshots under `root`, which is made when something is first imported."""

    root: Path

    def folders(self) -> tuple[Path, ...]:
        """The folders that stand where snapshots stand, whole or not."""
        found = (f for f in sorted(self.root.glob("*/*/")) if not f.parent.name.startswith("."))
        return tuple(f for f in found if plain_name(f.name))

    def list(self) -> tuple[Snapshot, ...]:
        """Every snapshot whose manifest can be read, by source and release; one that is damaged hides no other."""
        found = []
        for folder in self.folders():
            try:
                found.append(Snapshot(folder, read_manifest(folder)))
            except KnowledgeError:
                continue
        return tuple(found)

    def get(self, source: str, release: str) -> Snapshot:
        """One snapshot, checked: every file there, of its size and content.

        Raises
        ------
        NotFound
            If there is none.
        KnowledgeError
            If it is damaged: it is refused whole.
        """
        folder = self.root / source / release
        if not (plain_name(source) and plain_name(release)) or not folder.is_dir():
            raise _absent(source, release)
        manifest = read_manifest(folder)
        wrong = faults(folder, manifest, deep=True)
        if wrong:
            raise KnowledgeError(
                f"snapshot {source} {release} is damaged: {'; '.join(wrong)}",
                remedy=REMEDY,
                code="SNP002",
            )
        return Snapshot(folder, manifest)

    def in_use(self) -> Mapping[str, str]:
        """Source -> release of the snapshots that runs use.

        Raises
        ------
        KnowledgeError
            If the list is damaged.
        """
        path = self.root / IN_USE
        try:
            found = json.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise KnowledgeError("the list of snapshots in use is damaged", remedy=_CHOOSE, code="SNP003") from error
        if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
            raise KnowledgeError("the list of snapshots in use is damaged", remedy=_CHOOSE, code="SNP003")
        return dict(sorted(found.items()))

    def use(self, source: str, release: str) -> None:
        """Runs use this snapshot from now on; an empty `release` uses none of the source.  A damaged list is begun anew.

        Raises
        ------
        NotFound, KnowledgeError
            If there is no such snapshot, or it is damaged.
        """
        if release:
            self.get(source, release)
        with self._locked():
            try:
                known = self.in_use()
            except KnowledgeError:  # what it said is lost, and the way out of it is to choose again
                known = {}
            chosen = {**known, source: release}
            self._write(self.root / IN_USE, json.dumps({k: v for k, v in sorted(chosen.items()) if v}, indent=1) + "\n")

    def remove(self, source: str, release: str) -> None:
        """The snapshot is gone; one in use is refused.

        Raises
        ------
        NotFound
            If there is none.
        InputError
            If it is in use.
        """
        folder = self.root / source / release
        if not (plain_name(source) and plain_name(release)) or not folder.is_dir():
            raise _absent(source, release)
        with self._locked():
            if self.in_use().get(source) == release:
                raise InputError(
                    f"{source} {release} is in use",
                    remedy="`tumorboard knowledge use` another one first.",
                    code="SNP004",
                )
            going = Path(tempfile.mkdtemp(prefix=INCOMING, dir=self.root))
            os.replace(folder, going / release)  # out of its place at once, deleted at leisure
        shutil.rmtree(going)

    def add(self, files: Sequence[Path], about: Manifest, *, urls: Mapping[str, str] | None = None) -> Snapshot:
        """The files as a new snapshot in its place; the same content again is the snapshot that is there.

        Parameters
        ----------
        files
            Copied, never moved; their names become the names in the snapshot.
        about
            Source, release, day, license; its `files` are filled here.

        Raises
        ------
        InputError
            If a name cannot be a name, two files have one name, or the release is there with other content.
        KnowledgeError
            If there is no room, or a file cannot be read: nothing is left behind.
        """
        names = [f.name for f in files]
        if not all(map(plain_name, (about.source, about.release, *names))) or len(set(names)) < len(names):
            raise InputError(
                "a name of the snapshot cannot be a file name, or comes twice", remedy="Rename the file.", code="SNP005"
            )
        with self._locked():
            self._sweep()
            incoming = Path(tempfile.mkdtemp(prefix=INCOMING, dir=self.root))
            try:
                entries = tuple(_copied(f, incoming, (urls or {}).get(f.name, "")) for f in sorted(files))
                manifest = Manifest(
                    about.source,
                    about.release,
                    about.retrieved,
                    about.license,
                    about.attribution,
                    entries,
                    about.made_by,
                )
                return self._placed(incoming, manifest)
            except OSError as error:
                full = error.errno in NO_ROOM
                raise KnowledgeError(
                    "there is no room for the snapshot" if full else "a file of the snapshot cannot be read or written",
                    remedy="Nothing was imported. Free some space or check the files, then run the same command again.",
                    code="SNP006" if full else "SNP007",
                ) from error
            finally:
                shutil.rmtree(incoming, ignore_errors=True)

    @contextmanager
    def fetching(self, source: str, release: str) -> Iterator[Path]:
        """A folder for the parts of a fetch, which stay when it breaks off and go when it ends; one program at a time has it."""
        self.root.mkdir(parents=True, exist_ok=True)
        label = f"{source}-{release or 'newest'}"
        if not plain_name(label):
            raise InputError("this release cannot be a name", remedy="Give it as YYYY-MM-DD.", code="SNP005")
        folder = self.root / f"{FETCHING}{label}"
        with (self.root / f".fetch-{label}.lock").open("a", encoding="utf-8") as stream:
            _lock(stream.fileno())
            folder.mkdir(exist_ok=True)
            yield folder
            shutil.rmtree(folder, ignore_errors=True)

    def _placed(self, incoming: Path, manifest: Manifest) -> Snapshot:
        place = self.root / manifest.source / manifest.release
        if place.is_dir():
            known = _readable(place)
            if known is not None and known.sha256 == manifest.sha256 and not faults(place, known, deep=True):
                return Snapshot(place, known)
            if known is None or known.sha256 == manifest.sha256:
                os.replace(place, incoming.with_name(f"{incoming.name}-damaged"))  # swept like an interrupted import
                return self._moved(incoming, place, manifest)
            raise InputError(
                f"{manifest.source} {manifest.release} is here with other content",
                remedy="Give the import a release of its own with --release, or remove the one that is here.",
                code="SNP008",
            )
        return self._moved(incoming, place, manifest)

    def _moved(self, incoming: Path, place: Path, manifest: Manifest) -> Snapshot:
        self._write(incoming / NAME, manifest.text())
        place.parent.mkdir(parents=True, exist_ok=True)
        os.replace(incoming, place)
        self._sweep()
        return Snapshot(place, manifest)

    def _sweep(self) -> None:
        """What an interrupted import left behind; the lock is held, so nobody is making it."""
        for leftover in self.root.glob(f"{INCOMING}*"):
            shutil.rmtree(leftover, ignore_errors=True)

    @staticmethod
    def _write(path: Path, text: str) -> None:
        """The text in its place, or what was there before."""
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        with beside.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(beside, path)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("a", encoding="utf-8") as stream:
            _lock(stream.fileno())
            yield


def _absent(source: str, release: str) -> NotFound:
    return NotFound(
        f"there is no snapshot {source} {release}", remedy="`tumorboard knowledge list` shows them.", code="SNP001"
    )


_CHOOSE = "Choose again, source by source, with `tumorboard knowledge use SOURCE RELEASE`: the first choice begins a new list."


def _readable(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except KnowledgeError:
        return None


def _lock(handle: int) -> None:
    """Waits for the file's lock; it goes when the file is closed, also when the program is killed."""
    try:
        import fcntl
    except ImportError:  # pragma: no cover  Windows: two imports at once are not kept apart there
        return
    fcntl.flock(handle, fcntl.LOCK_EX)


def _copied(path: Path, folder: Path, url: str) -> FileEntry:
    target = folder / path.name
    shutil.copyfile(path, target)
    digest, size = hashed(target)
    if digest != hashed(path)[0]:
        raise OSError(errno.EIO, "the copy differs from the file")
    return FileEntry(path.name, digest, size, url)
