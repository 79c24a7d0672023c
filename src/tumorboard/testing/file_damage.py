"""What happens to a table on its way from a machine to a tumor board: line ends, encodings, compression, cuts, mix-ups.

Every change is made from the bytes of a good example and says what it may do to what is read (`Effect`).  The same changes
serve the conformance suite, the generative tests and the fuzzer.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import NamedTuple

GZIP = b"\x1f\x8b"


class Effect(Enum):
    """SAME: the value is equal, or the file is refused.  TOLD: an issue tells it.  LOSS: records may be lost, but never
    without an issue.  ANY: only the contract of every reader holds."""

    SAME = "same"
    TOLD = "told"
    LOSS = "loss"
    ANY = "any"


class Change(NamedTuple):
    """A changed file and what the change may do."""

    name: str
    data: bytes
    effect: Effect


@dataclass(frozen=True, slots=True)
class Sheet:
    """A delimited text with its header row found; `above` are the lines before it."""

    above: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    separator: str

    @classmethod
    def of(cls, data: bytes) -> Sheet | None:
        """The sheet; None when no line looks like a header row over cells."""
        lines = _plain(data).decode("utf-8", errors="replace").replace("\r\n", "\n").splitlines()
        for separator in ("\t", ",", ";"):
            for at, line in enumerate(lines[:-1]):
                names, below = line.split(separator), lines[at + 1].split(separator)
                if len(names) > 1 and len(names) == len(below) and _names_cells(line, names, lines[at + 1]):
                    rows = tuple(tuple(r.split(separator)) for r in lines[at + 1 :])
                    return cls(tuple(lines[:at]), tuple(names), rows, separator)
        return None

    def data(self) -> bytes:
        """The sheet as bytes."""
        cells = [self.header, *self.rows]
        return ("\n".join((*self.above, *(self.separator.join(r) for r in cells))) + "\n").encode()

    def ordered(self, order: Sequence[int]) -> Sheet:
        """The columns in another order, or some of them twice; the mark of a comment stays in front."""
        mark = "#" if self.header[0].startswith("#") else ""
        names = (self.header[0].removeprefix("#"), *self.header[1:])
        taken = [names[i] for i in order]
        rows = tuple(tuple(r[i] for i in order) if len(r) == len(names) else r for r in self.rows)
        return replace(self, header=(mark + taken[0], *taken[1:]), rows=rows)

    def column(self, at: int, cell: str) -> Sheet:
        """Every record with `cell` in one column."""
        return replace(self, rows=tuple((*r[:at], cell, *r[at + 1 :]) if at < len(r) else r for r in self.rows))

    def longer(self, at: int, end: str) -> Sheet:
        """Every record with `end` behind the cell of one column."""
        return replace(self, rows=tuple((*r[:at], r[at] + end, *r[at + 1 :]) if at < len(r) else r for r in self.rows))


def changes(data: bytes) -> Iterator[Change]:
    """Every named change of one example."""
    yield from _on_its_way(_plain(data))
    yield from _cut(_plain(data))
    yield from _broken_bytes(_plain(data))
    sheet = Sheet.of(data)
    if sheet is not None:
        yield from _columns(sheet)
        yield from _rows(sheet)


def _on_its_way(data: bytes) -> Iterator[Change]:
    text = data.decode("utf-8")
    yield Change("CRLF", data.replace(b"\n", b"\r\n"), Effect.SAME)
    yield Change("CR", data.replace(b"\n", b"\r"), Effect.SAME)
    yield Change("byte-order mark", b"\xef\xbb\xbf" + data, Effect.SAME)
    yield Change("UTF-16", text.encode("utf-16"), Effect.SAME)
    yield Change("UTF-16 big endian", b"\xfe\xff" + text.encode("utf-16-be"), Effect.SAME)
    yield Change("gzip", packed(data), Effect.SAME)
    yield Change("gzip twice", packed(packed(data)), Effect.SAME)
    yield Change("gzip thrice", packed(packed(packed(data))), Effect.ANY)
    yield Change("gzip of CRLF with a mark", packed(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")), Effect.SAME)
    yield Change("no last line end", data.rstrip(b"\n"), Effect.TOLD)
    yield Change("blank lines at the end", data + b"\n\n\n", Effect.SAME)


def _cut(data: bytes) -> Iterator[Change]:
    whole = packed(data)
    for eighth in range(1, 8):
        at = len(data) * eighth // 8
        while data[:at].endswith((b"\n", b"\r")):  # a whole shorter table, which nobody can tell from a cut one
            at -= 1
        yield Change(f"cut at {eighth}/8", data[:at], Effect.TOLD)
        yield Change(f"gzip cut at {eighth}/8", whole[: len(whole) * eighth // 8], Effect.TOLD)
        damaged = bytearray(whole)
        damaged[len(whole) * eighth // 8] ^= 0xFF
        yield Change(f"gzip damaged at {eighth}/8", bytes(damaged), Effect.TOLD)
    yield Change("cut within the last cell", data.rstrip(b"\n")[:-1], Effect.TOLD)
    yield Change("empty", b"", Effect.TOLD)
    yield Change("one line end", b"\n", Effect.TOLD)
    yield Change("only blank", b" \t \n\t\n", Effect.TOLD)


def _broken_bytes(data: bytes) -> Iterator[Change]:
    for eighth in range(1, 8):
        at = len(data) * eighth // 8
        yield Change(f"not UTF-8 at {eighth}/8", data[:at] + b"\xe9\xff" + data[at:], Effect.TOLD)
        yield Change(f"NUL at {eighth}/8", data[:at] + b"\0" + data[at:], Effect.TOLD)
    latin = data.replace(b"a", b"\xe4").replace(b"e", b"\xe9")
    if latin != data:
        yield Change("Latin-1 everywhere", latin, Effect.TOLD)
    yield Change("random bytes", random.Random(7).randbytes(4096), Effect.TOLD)
    yield Change("a zip archive", b"PK\x03\x04" + data, Effect.TOLD)


def _columns(sheet: Sheet) -> Iterator[Change]:
    width = len(sheet.header)
    backwards = list(range(width))[::-1]
    yield Change("columns backwards", sheet.ordered(backwards).data(), Effect.SAME)
    shuffled = list(range(width))
    random.Random(11).shuffle(shuffled)
    yield Change("columns shuffled", sheet.ordered(shuffled).data(), Effect.SAME)
    for at in range(width):
        twice = [*range(width), at]
        yield Change(f"column {at + 1} twice", sheet.ordered(twice).data(), Effect.LOSS)
        without = [i for i in range(width) if i != at]
        yield Change(f"column {at + 1} missing", sheet.ordered(without).data(), Effect.LOSS)
    yield Change("header in capitals", replace(sheet, header=tuple(h.upper() for h in sheet.header)).data(), Effect.ANY)
    yield Change("no header", replace(sheet, header=sheet.rows[0], rows=sheet.rows[1:]).data(), Effect.TOLD)


def _rows(sheet: Sheet) -> Iterator[Change]:
    middle = len(sheet.rows) // 2
    before, row, after = sheet.rows[:middle], sheet.rows[middle], sheet.rows[middle + 1 :]
    yield Change("header only", replace(sheet, rows=()).data(), Effect.TOLD)
    yield Change("a record without its last cell", replace(sheet, rows=(*before, row[:-1], *after)).data(), Effect.TOLD)
    yield Change("a record with one cell more", replace(sheet, rows=(*before, (*row, "x"), *after)).data(), Effect.TOLD)
    yield Change("a record of one word", replace(sheet, rows=(*before, ("word",), *after)).data(), Effect.TOLD)
    yield Change("the header again", replace(sheet, rows=(*before, sheet.header, row, *after)).data(), Effect.TOLD)
    turned = sheet.ordered(list(range(len(sheet.header)))[::-1])
    yield Change(
        "a second table with other columns",
        replace(sheet, rows=(*before, turned.header, *turned.rows)).data(),
        Effect.ANY,
    )
    other = "," if sheet.separator == "\t" else "\t"
    yield Change("another separator", replace(sheet, separator=other).data(), Effect.ANY)
    yield Change("spaces for separators", replace(sheet, separator=" ").data(), Effect.TOLD)
    for at in range(len(sheet.header)):
        for cell in CELLS:
            shown = cell[:20] or "nothing"
            yield Change(f"{shown!r} in column {at + 1}", sheet.column(at, cell).data(), Effect.ANY)
        for end in ENDS:
            yield Change(f"{end[:20]!r} behind the cells of column {at + 1}", sheet.longer(at, end).data(), Effect.ANY)


CELLS = (
    "",
    "NA",
    ".",
    "x",
    "-1",
    "1e999",
    "inf",
    "NaN",
    "9" * 20,
    "9" * 5000,
    "\u00b2",
    "\u0663",
    "1_0",
    "=1+1",
    "{0}%s",
)
ENDS = ("\u00b2", "9" * 5000, "-" * 300, "_", ";", "|")
NASTY = (
    b"", b"\0", b"\xff\xfe", b"\t", b"\n", b"\r", b"\r\n", b'"', b'""', b"'", b"#", b"##", b"NA", b".", b"-", b"nan", b"-inf", b"1e999",
    b"-1", b"0", b"00", b"99999999999999999999", b"1_000", b"0x1f", "\u2028".encode(), "\u0085".encode(), "\u0663".encode(),
    "\u00b2".encode(), "\u00bd".encode(), b"\xc3", b"=1+1", b"%s%n", b"{}", b"{0.__class__}", b"::", b"--", b"|", b",", b";", b":", b"(", b")",
    b"[", b"]", b"]chr7:1]", b"<DEL>", b"*", b"chr", b"p.Val600Glu", b"p.(=)", b"c.1-2A>G", b"A" * 3000, b"9" * 5000, b"1" * 12, b"1/1", b"0|1:", b"GT:", b"\xef\xbb\xbf",
)  # fmt: skip


class Edit(NamedTuple):
    """One random change: `kind` of `KINDS`, two places as fractions 0-1 of the file, and the index of a nasty piece."""

    kind: int
    at: float
    to: float
    piece: int


KINDS = ("insert", "overwrite", "delete", "repeat", "swap_lines", "drop_line", "cell", "cut", "move_line", "append")


def edited(data: bytes, edits: Sequence[Edit]) -> bytes:
    """`data` after every edit in turn; never longer than thirty-two times itself."""
    limit = 32 * len(data) + 100_000
    for edit in edits:
        data = _edit(data, edit)[:limit]
    return data


def _edit(data: bytes, edit: Edit) -> bytes:
    first, last = sorted((int(edit.at * len(data)), int(edit.to * len(data))))
    piece, kind = NASTY[edit.piece % len(NASTY)], KINDS[edit.kind % len(KINDS)]
    if kind == "insert":
        return data[:first] + piece + data[first:]
    if kind == "overwrite":
        return data[:first] + piece + data[first + max(1, len(piece)) :]
    if kind == "delete":
        return data[:first] + data[min(last, first + 40) :]
    if kind == "repeat":
        return data[:last] + data[first:last] + data[last:]
    if kind == "cut":
        return data[: max(first, last)]
    lines = data.split(b"\n")
    a, b = int(edit.at * (len(lines) - 1)), int(edit.to * (len(lines) - 1))
    if kind == "swap_lines":
        lines[a], lines[b] = lines[b], lines[a]
    elif kind == "drop_line":
        del lines[a]
    elif kind == "move_line":
        lines.insert(b, lines.pop(a))
    else:
        cells = lines[a].split(b"\t")
        at = int(edit.to * (len(cells) - 1))
        cells[at] = cells[at] + piece if kind == "append" else piece
        lines[a] = b"\t".join(cells)
    return b"\n".join(lines)


def _plain(data: bytes) -> bytes:
    while data.startswith(GZIP):
        data = gzip.decompress(data)
    return data


def packed(data: bytes) -> bytes:
    """The bytes as gzip, the same whenever it is done."""
    return gzip.compress(data, mtime=0)


def _names_cells(line: str, names: Sequence[str], below: str) -> bool:
    """Whether a line is the header row: no ``##`` line, and if a comment then the last one, of names and not of numbers."""
    if not line.startswith("#"):
        return True
    return not line.startswith("##") and not below.startswith("#") and not any(_number(n.lstrip("#")) for n in names)


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
