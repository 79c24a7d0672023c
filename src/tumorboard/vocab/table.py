"""Reading the package's own tables: a commented provenance header, one header row, tab-separated rows.

The header is ``# key: value`` lines with at least source, release, retrieved, license, sha256 (of the original) and
made_by (the script under ``tools/``).
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from tumorboard.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class TableRelease:
    """Where a table is from; `sha256` is of the table as shipped."""

    name: str
    source: str
    release: str
    license: str
    sha256: str


def read(name: str) -> tuple[TableRelease, list[list[str]]]:
    """Rows of ``vocab/data/<name>.tsv`` without its column header.

    Raises
    ------
    KnowledgeError
        If the table is absent or lacks provenance.
    """
    release, lines = read_lines(name)
    return release, [line.split("\t") for line in lines]


def read_lines(name: str) -> tuple[TableRelease, list[str]]:
    """Unsplit rows of ``vocab/data/<name>.tsv`` in the order of the file, which is sorted by the first column.

    Raises
    ------
    KnowledgeError
        If the table is absent or lacks provenance.
    """
    resource = files("tumorboard.vocab").joinpath("data", f"{name}.tsv")
    try:
        raw = resource.read_bytes()
    except FileNotFoundError as error:
        raise KnowledgeError(f"table {name} is not in the package", remedy="reinstall tumorboard") from error
    lines = raw.decode("utf-8").split("\n")
    meta: dict[str, str] = {}
    at = 0
    while at < len(lines) and lines[at].startswith("#"):
        key, _, value = lines[at][1:].partition(":")
        meta[key.strip()] = value.strip()
        at += 1
    if not {"source", "release", "license"} <= meta.keys():
        raise KnowledgeError(f"table {name} does not say where it is from", remedy="rebuild it with tools/")
    rows = lines[at + 1 :]
    while rows and not rows[-1]:
        rows.pop()
    release = TableRelease(name, meta["source"], meta["release"], meta["license"], sha256(raw).hexdigest())
    return release, rows
