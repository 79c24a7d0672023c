"""A file's lines, whatever happened to it on its way: every reader of tables opens its file here.

What is read
    Plain text, gzip and bgzip (also compressed twice), UTF-8 with or without byte-order mark, UTF-16, lines that end in LF,
    CRLF or CR.
What is reported
    Everything else, with a code, the line and a remedy: a file that is not text at all (zip, BAM, spreadsheet, PDF ...), bytes
    that are not UTF-8, NUL bytes, a compressed stream that breaks off, a line too long to be a record.  The lines around the
    damage stay.
Limits
    A line is held only up to `longest` bytes; a longer one is passed over in pieces, so its length costs no memory.

Source: RFC 1952 (gzip); SAMv1 section 4.1 (BGZF); file signatures as registered with their formats.
"""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tumorboard.formats.reports import Reports

LONGEST_LINE = 10 << 20
MOST_BYTES = 4 << 30  # decompressed; a table of one tumor is thousandfold smaller, a compression bomb is not
HEAD_LINES = 60
HEAD_BYTES = 4 << 20
DAMAGED = "\ufffd"  # stands for bytes that are not UTF-8 and for NUL bytes
GZIP = b"\x1f\x8b"
_PIECE = 1 << 18
_TEXT = 1 << 20  # decompressed at a time
_BGZF_END = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")
_BOMS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
# signature -> what the file is, as a term of the catalog
_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"BAM\x01", "bam"),
    (b"CRAM", "cram"),
    (b"BCF\x02", "bcf"),
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"SQLite format 3", "sqlite"),
    (b"\x89HDF", "hdf5"),
    (b"PAR1", "parquet"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"{\\rtf", "rtf"),
    (b"version https://git-lfs", "lfs_pointer"),
    (b"CSI\x01", "index"),
    (b"TBI\x01", "index"),
)
_MARKUP = ((b"<!doctype html", "html"), (b"<html", "html"), (b"<?xml", "xml"))


class Line(NamedTuple):
    """One line without its end; `number` is physical, from 1.  `text` is None where the line could not be recovered."""

    number: int
    text: str | None


@dataclass(frozen=True, slots=True)
class Head:
    """The opening of a file, by which readers recognize their format.

    Parameters
    ----------
    name
        File name without folders.
    lines
        First decoded lines, at most `HEAD_LINES`.
    columns
        Cells of the first line that can be a header: not a comment, or a ``#`` line whose names the next line fills.
    is_binary
        Not text.
    looks_like
        What the signature says the file is (zip, xlsx, bam, bcf ...); empty for text.
    """

    name: str
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    is_binary: bool = False
    looks_like: str = ""

    def has(self, *names: str) -> bool:
        """Whether every name is a column, whatever its case."""
        mine = {c.lower() for c in self.columns}
        return all(n.lower() in mine for n in names)


@dataclass(slots=True)
class Opened:
    """A file being read; `reports` is complete when `lines` is exhausted."""

    path: Path
    reports: Reports
    longest: int = LONGEST_LINE
    complete: bool = True  # False when data at the end are missing: what is absent from the file then says nothing
    looks_like: str = ""
    unterminated: int = 0  # number of a last line that has no line end: it may have been cut off

    def lines(self) -> Iterator[Line]:
        """Every line; those that could not be recovered have no text."""
        try:
            with self.path.open("rb") as stream:
                head = stream.read(_PIECE)
        except OSError:
            self._give_up("OPN001")
            return
        if not head:
            self._give_up("OPN002")
            return
        pieces = self._unpacked(_raw(self.path), head)
        first = next(pieces, b"")
        self.looks_like = signature(first)
        if self.looks_like:
            self.complete = False
            self.reports.error("OPN003", what=self.looks_like)
            return
        yield from self._split(self._decoded(first, pieces))

    def _give_up(self, code: str) -> None:
        self.complete = False
        self.reports.error(code)

    def _unpacked(self, pieces: Iterator[bytes], head: bytes) -> Iterator[bytes]:
        """The bytes behind at most two layers of compression; a third one is told by its signature."""
        if not head.startswith(GZIP):
            yield from pieces
            return
        if head.startswith(b"\x1f\x8b\x08\x04") and not _ends_with_marker(self.path):
            self.reports.warning("OPN016")
        layer = self._gunzip(pieces)
        first = next(layer, b"")
        if first.startswith(GZIP):
            self.reports.info("OPN006")
            layer = self._gunzip(_chain(first, layer))
            first = next(layer, b"")
        yield first
        yield from layer

    def _gunzip(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Decompressed data, member after member, up to the first damage."""
        member, fresh, total = zlib.decompressobj(31), True, 0
        for piece in pieces:
            data = piece
            while data:
                if fresh and not data.strip(b"\x00"):
                    break  # padding after a member
                if fresh and total and not data.startswith(GZIP[: len(data)]):
                    self.reports.warning("OPN013")
                    return
                before = member.copy()
                try:
                    text = member.decompress(data, _TEXT)
                except zlib.error:
                    yield _up_to_damage(before, data)
                    self._give_up("OPN005")
                    return
                fresh, total = False, total + len(text)
                if total > MOST_BYTES:
                    self._give_up("OPN015")
                    return
                if text:
                    yield text
                if member.eof:
                    data, member, fresh = member.unused_data, zlib.decompressobj(31), True
                else:
                    data = member.unconsumed_tail
        if not fresh:
            self._give_up("OPN004")

    def _decoded(self, first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
        """UTF-8 bytes without a mark, from whatever Unicode encoding; line ends become LF."""
        for mark, encoding in _BOMS.items():
            if first.startswith(mark):
                self.reports.info("OPN008" if encoding == "utf-8" else "OPN009")
                return self._one_line_end(_transcoded(_chain(first[len(mark) :], rest), encoding))
        if encoding := _unmarked_utf16(first):
            self.reports.info("OPN009")
            return self._one_line_end(_transcoded(_chain(first, rest), encoding))
        return self._one_line_end(_chain(first, rest))

    def _one_line_end(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        style, held = b"", b""
        for piece in pieces:
            data, held = held + piece, b""
            if data.endswith(b"\r"):
                data, held = data[:-1], b"\r"  # its LF may come with the next piece
            if not style and (b"\n" in data or b"\r" in data):
                style = b"\r\n" if b"\r\n" in data else b"\n" if b"\n" in data else b"\r"
                if style != b"\n":
                    self.reports.info("OPN014")
            yield data.replace(b"\r\n", b"\n") if style != b"\r" else data.replace(b"\r", b"\n")
        if held:
            yield b"\n"

    def _split(self, pieces: Iterator[bytes]) -> Iterator[Line]:
        number, carry, size, skipping = 1, list[bytes](), 0, False
        for piece in pieces:
            *ended, last = piece.split(b"\n")
            for end in ended:
                if not skipping:
                    yield Line(number, self._text(b"".join((*carry, end)) if carry else end, number))
                number, carry, size, skipping = number + 1, [], 0, False
            if skipping:
                continue
            size += len(last)
            carry.append(last)
            if size > self.longest:
                self.complete = False
                self.reports.error("OPN007", line=number, megabytes=self.longest >> 20)
                yield Line(number, None)
                carry, skipping = [], True
        rest = b"".join(carry)
        if rest and not self.complete:
            yield Line(number, None)  # the end of the data is the end of nothing
        elif rest:
            self.unterminated = number
            self.reports.info("OPN012", line=number)
            yield Line(number, self._text(rest, number))

    def _text(self, data: bytes, number: int) -> str:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            self.reports.warning("OPN010", line=number)
            text = data.decode("utf-8", errors="replace")
        if "\0" in text:
            self.reports.warning("OPN011", line=number)
            text = text.replace("\0", DAMAGED)
        return text


def read_head(path: Path) -> Head:
    """The opening of a file; what is wrong with it is told when it is read."""
    opened = Opened(path, Reports(path.name), longest=HEAD_BYTES)
    lines: list[str] = []
    size = 0
    for line in opened.lines():
        lines.append(line.text or "")
        size += len(lines[-1])
        if len(lines) >= HEAD_LINES or size > HEAD_BYTES:
            break
    binary = bool(opened.looks_like) or sum(x.count(DAMAGED) for x in lines) > size // 4 > 0
    columns = header_columns(lines) if not binary else ()
    return Head(path.name, tuple(lines), columns, binary, opened.looks_like)


def header_columns(lines: list[str]) -> tuple[str, ...]:
    """Cells of the header row: the first line that is no comment, or the ``#`` line above it that names its cells."""
    above = ""
    for line in lines:
        if not line.strip():
            continue
        if not line.startswith("#"):
            mark = delimiter(line)
            cells, names = line.split(mark), above.lstrip("#").split(mark)
            named = len(names) == len(cells) > 1 and all(n.strip() and not _is_number(n) for n in names)
            return tuple(c.strip().strip('"') for c in (names if named else cells))
        above = line
    return tuple(c.strip() for c in above.lstrip("#").split("\t")) if "\t" in above else ()


def delimiter(header: str) -> str:
    """What separates the cells of a header row: tab where there is one, else semicolon or comma.

    Examples
    --------
    >>> delimiter("gene;copies"), delimiter("gene,copies"), delimiter("gene")
    (';', ',', '\\t')
    """
    if "\t" in header or not ("," in header or ";" in header):
        return "\t"
    return ";" if header.count(";") > header.count(",") else ","


def signature(first: bytes) -> str:
    """What the first bytes say the file is; empty for what may be text.

    Examples
    --------
    >>> signature(b"%PDF-1.7"), signature(b"Hugo_Symbol")
    ('pdf', '')
    """
    if first.startswith(b"PK\x03\x04"):
        for part, what in ((b"xl/", "xlsx"), (b"word/", "docx"), (b"[Content_Types].xml", "office")):
            if part in first[:4096]:
                return what
    for magic, what in _MAGIC:
        if first.startswith(magic):
            return what
    for tag, what in _MARKUP:
        if first.lstrip()[:16].lower().startswith(tag):
            return what
    if first[257:262] == b"ustar":
        return "tar"
    return "gzip_layers" if first.startswith(GZIP) else ""


def digest(path: Path) -> str:
    """sha256 of the file as it lies there.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    found = sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_TEXT):
            found.update(piece)
    return found.hexdigest()


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _raw(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            yield piece


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _up_to_damage(member: zlib._Decompress, data: bytes) -> bytes:
    """What can still be decompressed; zlib withholds everything of the call in which it meets the damage."""
    found = []
    for at in range(len(data)):
        try:
            found.append(member.decompress(data[at : at + 1]))
        except zlib.error:
            break
    return b"".join(found)


def _ends_with_marker(path: Path) -> bool:
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - len(_BGZF_END)))
        return stream.read() == _BGZF_END


def _unmarked_utf16(first: bytes) -> str:
    """UTF-16 without a mark, told by the NUL in every other byte of plain text."""
    sample = first[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half < 8:
        return ""
    return "utf-16-le" if odd > 0.8 * half and not even else "utf-16-be" if even > 0.8 * half and not odd else ""


def _transcoded(pieces: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    if encoding == "utf-8":
        yield from pieces
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for piece in pieces:
        yield decoder.decode(piece).encode("utf-8", errors="replace")
    yield decoder.decode(b"", final=True).encode("utf-8", errors="replace")
