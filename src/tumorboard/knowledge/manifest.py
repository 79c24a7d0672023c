"""What a snapshot is: the files of a source as received, and a manifest that names and hashes every one of them."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from tumorboard.errors import KnowledgeError

NAME = "manifest.json"
SCHEMA = 1
PIECE = 1 << 20
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,120}$")


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file: `url` is empty when it was carried in."""

    name: str
    sha256: str
    bytes: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`retrieved` is the day on which the files were fetched or imported; `made_by` the program that did it."""

    source: str
    release: str
    retrieved: str
    license: str
    attribution: str
    files: tuple[FileEntry, ...]
    made_by: str = ""

    @property
    def sha256(self) -> str:
        """One hash of all content: of the sorted hashes and names of the files, not of when they came."""
        told = "\n".join(sorted(f"{f.sha256}  {f.name}" for f in self.files))
        return sha256(told.encode()).hexdigest()

    def text(self) -> str:
        """The manifest as it is written."""
        return json.dumps({"schema": SCHEMA, **asdict(self)}, indent=1, sort_keys=True) + "\n"


def plain_name(text: str) -> bool:
    """Whether a name is safe as a folder or file name: no separators, no leading dot, not overlong."""
    return _PLAIN.match(text) is not None


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a snapshot folder.

    Raises
    ------
    KnowledgeError
        If there is none, or it is damaged, of another schema, or names files that cannot be names.
    """
    try:
        content: dict[str, Any] = json.loads((folder / NAME).read_text("utf-8"))
    except FileNotFoundError as error:
        raise KnowledgeError(f"snapshot {folder.name} has no manifest", remedy=REMEDY, code="SNP002") from error
    except (OSError, ValueError) as error:
        raise KnowledgeError(
            f"the manifest of snapshot {folder.name} is damaged", remedy=REMEDY, code="SNP002"
        ) from error
    if not isinstance(content, dict) or content.pop("schema", None) != SCHEMA:
        raise KnowledgeError(f"the manifest of snapshot {folder.name} has another schema", remedy=REMEDY, code="SNP002")
    try:
        entries = tuple(FileEntry(**f) for f in content.pop("files"))
        manifest = Manifest(files=entries, **content)
    except (KeyError, TypeError) as error:
        raise KnowledgeError(
            f"the manifest of snapshot {folder.name} is damaged", remedy=REMEDY, code="SNP002"
        ) from error
    if not all(plain_name(f.name) for f in entries):
        raise KnowledgeError(
            f"the manifest of snapshot {folder.name} names a file outside it", remedy=REMEDY, code="SNP002"
        )
    return manifest


REMEDY = (
    "Fetch or import the release again: it takes the place of the damaged one. To go on without it: `tumorboard knowledge use SOURCE "
    "none`, then `knowledge remove SOURCE RELEASE`."
)


def hashed(path: Path) -> tuple[str, int]:
    """SHA-256 and size of a file."""
    found, size = sha256(), 0
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            found.update(piece)
            size += len(piece)
    return found.hexdigest(), size


def faults(folder: Path, manifest: Manifest, *, deep: bool) -> list[str]:
    """Names of files that are absent, of another size, or (when `deep`) of other content, each with what is wrong."""
    found = []
    for entry in manifest.files:
        path = folder / entry.name
        if not path.is_file():
            found.append(f"{entry.name} is not there")
        elif path.stat().st_size != entry.bytes:
            found.append(f"{entry.name} has another size")
        elif deep and hashed(path)[0] != entry.sha256:
            found.append(f"{entry.name} has other content")
    return found
