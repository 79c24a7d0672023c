"""Writing a vocabulary table: provenance header, one column row, sorted rows, and nothing of the machine it ran on."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "src" / "tumorboard" / "vocab" / "data"
SOURCES = Path(__file__).resolve().parent / "sources"
RETRIEVED = "2026-11-24"  # the day the originals were read; change it when a table is rebuilt from newer ones


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the header says; `originals` are the files whose hashes it lists, by base name."""

    source: str
    release: str
    license: str
    attribution: str
    made_by: str
    originals: Sequence[Path]


def digest(path: Path) -> str:
    """sha256 of a file as received."""
    return sha256(path.read_bytes()).hexdigest()


def open_maybe_gzip(path: Path) -> str:
    """The text of a plain or gzip-compressed file."""
    raw = path.read_bytes()
    return (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8")


def write(name: str, about: Provenance, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write ``vocab/data/<name>.tsv`` with rows sorted and say how many; refuses cells that would break the layout."""
    ordered = sorted({tuple(str(cell) for cell in row) for row in rows})
    for row in ordered:
        if len(row) != len(columns) or any(c in cell for cell in row for c in "\t\n\r"):
            raise SystemExit(f"{name}: bad row {row}")
    hashes = "; ".join(f"{p.name}={digest(p)}" for p in about.originals)
    head = {
        "source": about.source,
        "release": about.release,
        "retrieved": RETRIEVED,
        "license": about.license,
        "attribution": about.attribution,
        "sha256": hashes,
        "made_by": about.made_by,
    }
    lines = [f"# {key}: {value}" for key, value in head.items()]
    lines += ["\t".join(columns), *("\t".join(row) for row in ordered)]
    DATA.mkdir(parents=True, exist_ok=True)
    (DATA / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{name}: {len(ordered)} rows")
    return len(ordered)


def source_rows(name: str) -> list[dict[str, str]]:
    """Rows of an own, hand-written table ``tools/sources/<name>.tsv``; ``#`` lines are comments."""
    lines = [ln for ln in (SOURCES / f"{name}.tsv").read_text("utf-8").splitlines() if ln and not ln.startswith("#")]
    columns = lines[0].split("\t")
    rows = []
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) > len(columns):
            raise SystemExit(f"{name}: too many cells in {line!r}")
        rows.append(dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True)))
    return rows
