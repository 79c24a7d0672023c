"""Lines of a VCF or BCF, whatever happened to the file on its way.

Plain text, gzip, bgzip (also gzip'ed twice) and BCF become blocks of decoded lines with their physical line number.
Text never passes through htslib's parser, which stops at the first bad line: a damaged compressed block, an over-long
line or bytes that are not UTF-8 cost the lines they touch and become issues with a place; the lines around them stay.
BCF is decoded by htslib (pysam), one text line per record.

Source: RFC 1952 (gzip); SAMv1 section 4.1 (BGZF, its extra field and end-of-file marker); VCF 4.5 section 1.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

from tumorboard.formats.reports import Reports
from tumorboard.issues import Place, Severity

GZIP = b"\x1f\x8b"
BGZF_BLOCK = b"\x1f\x8b\x08\x04"
BGZF_END = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")
READ_BYTES = 1 << 18
TEXT_BYTES = 1 << 20  # decompressed at a time, so that a compression bomb cannot fill the memory
LONGEST_LINE = 16 << 20
DAMAGED = "\ufffd"  # stands for a NUL byte
LOST_LINE = "\x00"  # stands where a line was that could not be recovered; the reader counts it as a malformed record

Block = tuple[int, list[str]]


def blocks(path: Path, reports: Reports) -> Iterator[Block]:
    """Blocks of lines as (number of the first line, lines without their ends).

    Notes
    -----
    `reports` collects what was wrong; it is complete when the iterator is exhausted.  A file that cannot be opened
    yields nothing and an ERROR.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(1 << 16)
    except OSError:
        reports.error("VCF001")
        return
    if not head:
        reports.error("VCF002")
        return
    if _is_bcf(head):
        yield from _bcf_blocks(path, reports)
        return
    yield from _lines(_text(path, head, reports), reports)


def _is_bcf(head: bytes) -> bool:
    if head.startswith(GZIP):
        try:
            head = zlib.decompressobj(31).decompress(head, 16)
        except zlib.error:
            return False
    return head.startswith(b"BCF\x02")


def _text(path: Path, head: bytes, reports: Reports) -> Iterator[bytes | None]:
    """Decompressed bytes; None marks a gap where bytes were lost."""
    raw = _raw(path)
    if not head.startswith(GZIP):
        return raw
    if head.startswith(BGZF_BLOCK) and not _ends_with_marker(path):
        reports.warning("VCF004")
    layer = _gunzip(raw, reports)
    return _second_layer(layer, reports)


def _raw(path: Path) -> Iterator[bytes | None]:
    with path.open("rb") as stream:
        while piece := stream.read(READ_BYTES):
            yield piece


def _ends_with_marker(path: Path) -> bool:
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - len(BGZF_END)))
        return stream.read() == BGZF_END


def _second_layer(layer: Iterator[bytes | None], reports: Reports) -> Iterator[bytes | None]:
    first = next(layer, b"")
    rest = _chain(first, layer)
    if first and first.startswith(GZIP):
        reports.info("VCF006")
        return _gunzip(rest, reports)
    return rest


def _chain(first: bytes | None, rest: Iterator[bytes | None]) -> Iterator[bytes | None]:
    yield first
    yield from rest


def _gunzip(pieces: Iterator[bytes | None], reports: Reports) -> Iterator[bytes | None]:
    """Decompress member after member; after a damaged one go on at the next bgzip block."""
    member = zlib.decompressobj(31)
    fresh = True
    for piece in pieces:
        data = piece or b""
        while data:
            if fresh and not data.strip(b"\x00"):
                break  # padding between or after members
            try:
                text = member.decompress(data, TEXT_BYTES)
            except zlib.error:
                reports.error("VCF003")
                yield None
                at = data.find(BGZF_BLOCK, 1)
                member, fresh = zlib.decompressobj(31), True
                if at < 0:
                    break
                data = data[at:]
                continue
            fresh = False
            if text:
                yield text
            if member.eof:
                data, member, fresh = member.unused_data, zlib.decompressobj(31), True
            else:
                data = member.unconsumed_tail
    if not fresh:
        reports.error("VCF005")
        yield None


def _lines(pieces: Iterator[bytes | None], reports: Reports) -> Iterator[Block]:
    number, carry, skipping, first = 1, b"", False, True
    for piece in pieces:
        if piece is None:  # bytes are missing: the line they broke, and the rest of the one after, are lost
            if carry or not skipping:
                yield number, [LOST_LINE]
                number += 1
            carry, skipping = b"", True
            continue
        if first:
            piece, first = _unmark(piece, reports), False
        if skipping:
            at = piece.find(b"\n")
            if at < 0:
                continue
            piece, skipping = piece[at + 1 :], False
        data = carry + piece if carry else piece
        cut = data.rfind(b"\n") + 1
        carry = data[cut:]
        if cut:
            lines = _decode(data[:cut], number, reports)
            yield number, lines
            number += len(lines)
        if len(carry) > LONGEST_LINE:
            reports.error("VCF007", line=number)
            yield number, [LOST_LINE]
            number += 1
            carry, skipping = b"", True
    if carry:
        reports.add("VCF014", Severity.WARNING, Place(reports.file, line=number))
        yield number, _decode(carry + b"\n", number, reports)


def _unmark(piece: bytes, reports: Reports) -> bytes:
    """Without a byte-order mark; UTF-16 (PowerShell's redirection) is read when it comes whole."""
    if piece.startswith(b"\xef\xbb\xbf"):
        reports.info("VCF008")
        return piece[3:]
    if piece.startswith((b"\xff\xfe", b"\xfe\xff")):
        reports.error("VCF009")
        return b""
    return piece


def _decode(data: bytes, number: int, reports: Reports) -> list[str]:
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        lines = []
        for offset, line in enumerate(data.split(b"\n")):
            try:
                lines.append(line.decode("utf-8"))
            except UnicodeDecodeError:
                reports.warning("VCF010", line=number + offset)
                lines.append(line.decode("latin-1"))
    lines.pop()
    if b"\0" in data:
        for offset, text in enumerate(lines):
            if "\0" in text:
                reports.warning("VCF013", line=number + offset)
                lines[offset] = text.replace("\0", DAMAGED)
    return lines


def _bcf_blocks(path: Path, reports: Reports) -> Iterator[Block]:
    import pysam  # here: it takes longer to load than an annotated VCF of a panel to read, and only BCF needs it

    quiet = pysam.set_verbosity(0)  # htslib writes to stderr; what it says becomes an issue here
    number = 1
    try:
        with pysam.VariantFile(str(path)) as variants:
            lines = str(variants.header).rstrip("\n").split("\n")
            yield number, lines
            number += len(lines)
            for record in variants:
                yield number, [str(record).rstrip("\n")]
                number += 1
    except (OSError, ValueError, UnicodeDecodeError):
        reports.error("VCF005")
    finally:
        pysam.set_verbosity(quiet)
