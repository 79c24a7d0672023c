"""Files that came over the network, put into a folder of their own: plain names only, an archive unpacked within bounds.

A name is cut to its last part, a link or a device in an archive is refused, and nothing is written outside the folder.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from tumorboard.app.assessing import Workbench
from tumorboard.app.cases import CASE_FILE, case_of_files, open_case
from tumorboard.errors import InputError
from tumorboard.issues import Parsed
from tumorboard.model.case import Case
from tumorboard.wire.case_file import FileEntry

MOST_FILES = 500
MOST_BYTES = 2_000_000_000
RATIO = 200  # a member that is so many times larger than its packed form is a bomb; VCF text packs about 20 times
CHUNK = 1 << 20


def put(folder: Path, files: Iterable[tuple[str, BinaryIO]]) -> tuple[str, ...]:
    """The files are in the folder, archives unpacked; their paths within it, in order.

    Raises
    ------
    InputError
        ``UPL001`` for a name that is none, ``UPL002`` for an archive that is damaged, holds links, leads out of its folder, or
        is too large when unpacked, ``UPL003`` for a file that came twice, ``UPL004`` for too many files.
    """
    made: list[str] = []
    for given, source in files:
        name = _plain(given)
        if name.lower().endswith(".zip"):
            made += _unpacked(folder, source)
        else:
            made.append(_written(folder, PurePosixPath(name), source, MOST_BYTES))
        if len(made) > MOST_FILES:
            raise InputError(f"there are more than {MOST_FILES} files", code="UPL004", remedy="Send fewer at a time.")
    return tuple(sorted(made))


def _plain(given: str) -> str:
    name = given.replace("\\", "/").rpartition("/")[2].strip()
    if not name or name in {".", ".."} or not name.isprintable() or len(name.encode()) > 200:
        raise InputError("a file has no plain name", code="UPL001", remedy="Rename it, then send it again.")
    return name


def _unpacked(folder: Path, source: BinaryIO) -> list[str]:
    try:
        with zipfile.ZipFile(source) as archive:
            every = [(m, _inside(m)) for m in archive.infolist() if not m.is_dir()]
            members = [(m, path) for m, path in every if not _hidden(path)]
            if len(members) > MOST_FILES:
                raise InputError(f"an archive holds more than {MOST_FILES} files", code="UPL004")
            if sum(m.file_size for m, _ in members) > MOST_BYTES:
                raise _archive("it is too large when it is unpacked")
            left, made = MOST_BYTES, []
            for m, path in members:
                if m.file_size > RATIO * max(m.compress_size, 1_000):
                    raise _archive("it is packed as no real file is")
                with archive.open(m) as member:
                    made.append(_written(folder, path, member, min(left, m.file_size)))
                left -= m.file_size
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise _archive("it is damaged, or needs a password") from error
    return _without_top(folder, made)


def _hidden(path: PurePosixPath) -> bool:
    """What systems put beside files."""
    return path.parts[0] == "__MACOSX" or path.name.startswith(".")


def _inside(member: zipfile.ZipInfo) -> PurePosixPath:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    kind = stat.S_IFMT(member.external_attr >> 16)
    leads_out = path.is_absolute() or ".." in path.parts or any(":" in p or not p.isprintable() for p in path.parts)
    if leads_out or kind not in {0, stat.S_IFREG} or not path.parts or len(str(path).encode()) > 400:
        raise _archive("a name or a link in it leads elsewhere")
    return path


def _written(folder: Path, path: PurePosixPath, source: IO[bytes], most: int) -> str:
    target = folder.joinpath(*path.parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    left = most
    try:
        with target.open("xb") as out:
            while chunk := source.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise _archive("it is larger than it says")
                out.write(chunk)
    except FileExistsError as error:
        raise InputError("a file of one name came twice", code="UPL003", remedy="Rename one of them.") from error
    return str(path)


def _without_top(folder: Path, made: list[str]) -> list[str]:
    """An archive of one folder is that folder."""
    tops = {p.partition("/")[0] for p in made}
    if len(tops) != 1 or any("/" not in p for p in made) or (folder / CASE_FILE).exists():
        return made
    top = folder / tops.pop()
    inner = [p.partition("/")[2] for p in made]
    if any((folder / p.partition("/")[0]).exists() for p in inner):
        return made
    for child in list(top.iterdir()):
        child.rename(folder / child.name)
    top.rmdir()
    return inner


def _archive(what: str) -> InputError:
    return InputError(f"an archive cannot be used: {what}", code="UPL002", remedy="Send a plain zip file of the case.")


def case_in(
    folder: Path, names: tuple[str, ...], bench: Workbench, *, disease: str, findings: tuple[str, ...] = (), specimen: str = "",
    sample: str = "", assembly: str = "",
) -> Parsed[Case]:  # fmt: skip
    """The case of what came: of its ``case.yaml`` where there is one, else of the files and words with a tumor type.

    Raises
    ------
    InputError
        ``UPL005`` when nothing came of which a case could be made.
    """
    if CASE_FILE in names:
        return open_case(folder, bench.vocab, bench.registry)
    if not names and not findings:
        raise InputError(
            "no file and no finding came", code="UPL005", remedy="Choose files, or write findings in words."
        )
    entries = [FileEntry(path=n, sample=sample, assembly=assembly) for n in names]
    return case_of_files(entries, disease, folder, bench.vocab, bench.registry, typed=findings, specimen_kind=specimen)
