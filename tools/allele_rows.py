"""One allele at a time: from a coding change to trimmed genomic placements on both assemblies and a protein change."""

from __future__ import annotations

import re
from dataclasses import dataclass

from allele_models import Genome, Transcript, reverse, translate

HGVS_C = re.compile(r"^c\.(\d+)(?:_(\d+))?(?:([ACGT])>([ACGT])|(delins|del|dup|ins)([ACGT]*))$")
WINDOW = 120  # coding bases on either side that may take part in a shift


@dataclass(frozen=True)
class Edit:
    """Replace coding bases `start`..`end` (interbase, from the start codon) by `bases`, on the coding strand."""

    start: int
    end: int
    bases: str


@dataclass(frozen=True)
class Placement:
    """A trimmed allele on the forward strand; a start is None where the assembly is left open."""

    chrom: str
    start37: int | None
    start38: int | None
    ref: str
    alt: str


class Coding:
    """Coding sequence of a transcript as far as it is known from either assembly's real sequence."""

    def __init__(self, old: Transcript, new: Transcript | None, genome: Genome, own: dict[int, str]) -> None:
        self.old, self.new, self.genome, self.own = old, new, genome, own

    def real(self, c: int) -> str | None:
        """The base at a coding position from real sequence; None where neither assembly has it or they disagree."""
        found = {self._forward(t, b, c) for t, b in ((self.old, "GRCh37"), (self.new, "GRCh38")) if t}
        found.discard(None)
        return found.pop() if len(found) == 1 else None

    def _forward(self, transcript: Transcript, build: str, c: int) -> str | None:
        at = transcript.position(c)
        base = self.genome.sequence(build, transcript.chrom, at, at + 1)
        return reverse(base) if base and transcript.strand == "-" else base

    def stated(self, c: int) -> str | None:
        """The base at a coding position that public records state; ``?`` when they disagree."""
        found = set()
        for transcript, build in ((self.old, "GRCh37"), (self.new, "GRCh38")):
            if transcript:
                base = self.genome.fact(build, transcript.chrom, transcript.position(c))
                if base:
                    found.add(reverse(base) if transcript.strand == "-" and base != "?" else base)
        return None if not found else found.pop() if len(found) == 1 else "?"

    def base(self, c: int) -> str | None:
        """Best knowledge: real sequence, then public records, then the own codon table."""
        if not 1 <= c <= self.old.length:
            return None
        stated = self.stated(c)
        return self.real(c) or (stated if stated != "?" else None) or self.own.get(c)

    def text(self, start: int, end: int) -> str | None:
        """Coding bases of an interbase interval; None when one is unknown."""
        bases = [self.base(c) for c in range(start + 1, end + 1)]
        return "".join(b for b in bases if b) if all(bases) else None

    def checks(self, start: int, end: int) -> int:
        """How many bases of an interval are confirmed by real sequence or a public record."""
        return sum(1 for c in range(start + 1, end + 1) if self.real(c) or self.stated(c) not in {None, "?"})


def parse(text: str, coding: Coding) -> Edit | None:
    """The edit of an HGVS coding change; None when it needs sequence that is not known or contradicts it."""
    match = HGVS_C.match(text)
    if not match:
        return None
    first, last, ref, alt, kind, bases = match.groups()
    start, end = int(first) - 1, int(last or first)
    if ref:
        return Edit(start, end, alt) if coding.base(end) in {ref, None} else None
    if kind == "ins":
        return Edit(start + 1, start + 1, bases)
    known = coding.text(start, end)
    if kind == "dup":
        copied = bases or known
        return Edit(end, end, copied) if copied and (known is None or copied == known) else None
    if kind == "del" and bases and known and bases != known:
        return None
    return Edit(start, end, bases if kind == "delins" else "")


def protein(edit: Edit, coding: Coding) -> str | None:
    """The protein change in short form, most 3' as HGVS asks; None when sequence is missing."""
    frameshift = (len(edit.bases) - (edit.end - edit.start)) % 3 != 0
    low = max(0, edit.start // 3 - 8)
    high = min(coding.old.length // 3, edit.end // 3 + 14)
    while low < edit.start // 3 and coding.text(low * 3, edit.start) is None:
        low += 1
    while high > -(-edit.end // 3) and coding.text(edit.end, high * 3) is None:
        high -= 1
    before, after = coding.text(low * 3, edit.start), coding.text(edit.end, high * 3)
    inside = coding.text(edit.start, edit.end)
    if before is None or after is None or inside is None:
        return None
    old, new = translate(before + inside + after), translate(before + edit.bases + after)
    return _frameshift(old, new, low) if frameshift else short_form(old, new, low + 1)


def _frameshift(old: str, new: str, low: int) -> str | None:
    for i, (a, b) in enumerate(zip(old, new, strict=False)):
        if a != b:
            return f"{a}{low + i + 1}*" if b == "*" else f"{a}{low + i + 1}{b}fs"
    return None


def short_form(old: str, new: str, first: int) -> str | None:
    """Protein change between two residue strings that begin at number `first`."""
    if "*" in new and "*" not in old:
        new = new[: new.index("*") + 1]
        old = old[: len(new)] if len(old) > len(new) else old
    i = 0
    while i < min(len(old), len(new)) and old[i] == new[i]:
        i += 1
    tail_old, tail_new, number = old[i:], new[i:], first + i
    while tail_old and tail_new and tail_old[-1] == tail_new[-1]:
        tail_old, tail_new = tail_old[:-1], tail_new[:-1]
    if not tail_old and not tail_new:
        return None
    if len(tail_old) == len(tail_new) == 1 or tail_new[:1] == "*":
        return f"{tail_old[0]}{number}{tail_new[0]}"
    span = f"{tail_old[:1]}{number}" + (f"_{tail_old[-1]}{number + len(tail_old) - 1}" if len(tail_old) > 1 else "")
    if not tail_new:
        return f"{span}del"
    if tail_old:
        return f"{span}delins{tail_new}"
    size = len(tail_new)
    if old[max(0, i - size) : i] == tail_new:
        start = number - size
        return f"{old[i - size]}{start}dup" if size == 1 else f"{old[i - size]}{start}_{old[i - 1]}{number - 1}dup"
    return f"{old[i - 1]}{number - 1}_{old[i]}{number}ins{tail_new}" if 0 < i < len(old) else None


def consequence(edit: Edit, change: str) -> str:
    """The Sequence Ontology term of a coding edit."""
    shift = len(edit.bases) - (edit.end - edit.start)
    if shift % 3:
        return "frameshift_variant"
    if change.endswith("*"):
        return "stop_gained"
    if shift == 0:
        return "start_lost" if change.startswith("M1") and not change[2:3].isdigit() else "missense_variant"
    if "delins" in change and shift < 0:
        return "inframe_deletion"
    return "inframe_insertion" if shift > 0 else "inframe_deletion"


def placements(edit: Edit, coding: Coding) -> list[Placement]:
    """Every equivalent trimmed placement on the forward strand, as far as the known sequence reaches."""
    ref = coding.text(edit.start, edit.end)
    if ref is None:
        return []
    start, alt = edit.start, edit.bases
    while ref and alt and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
    while ref and alt and ref[0] == alt[0]:
        ref, alt, start = ref[1:], alt[1:], start + 1
    found = [(start, ref, alt)]
    if bool(ref) != bool(alt):
        found += _shifts(start, ref or alt, bool(ref), coding, -1) + _shifts(start, ref or alt, bool(ref), coding, 1)
    placed = (place(s, r, a, coding) for s, r, a in found)
    return sorted({p for p in placed if p}, key=lambda p: (p.start37 or 0, p.ref, p.alt))


def _shifts(start: int, unit: str, deletion: bool, coding: Coding, step: int) -> list[tuple[int, str, str]]:
    found = []
    size = len(unit) if deletion else 0
    for _ in range(WINDOW):
        neighbor = coding.base(start if step < 0 else start + size + 1)
        wanted = unit[-1] if step < 0 else unit[0]
        if neighbor != wanted:
            break
        unit = unit[-1] + unit[:-1] if step < 0 else unit[1:] + unit[0]
        start += step
        found.append((start, unit, "") if deletion else (start, "", unit))
    return found


def place(start: int, ref: str, alt: str, coding: Coding) -> Placement | None:
    """A coding interval and its replacement on the forward strand of both assemblies; None when it spans an intron."""
    ends = [_genomic(t, start, start + len(ref)) if t else None for t in (coding.old, coding.new)]
    if ends[0] is None:
        return None
    if coding.old.strand == "-":
        ref, alt = reverse(ref), reverse(alt)
    return Placement(coding.old.chrom, ends[0], ends[1], ref, alt)


def _genomic(transcript: Transcript, start: int, end: int) -> int | None:
    """Interbase start on the forward strand of a coding interval; None when it spans an intron or an end."""
    if not 0 < start < transcript.length:
        return None
    first = transcript.position(start + 1) if end > start else transcript.position(start)
    last = transcript.position(end) if end > start else transcript.position(start + 1)
    if abs(last - first) != (end - start - 1 if end > start else 1):
        return None
    return min(first, last) + (0 if end > start else 1)
