"""Reads typed text and says in one short line what came of it, so that tables of tests can be read by a clinician."""

from __future__ import annotations

from tumorboard import vocab
from tumorboard.formats.typed import parse_typed
from tumorboard.genome.protein import short_text
from tumorboard.issues import Parsed, Place
from tumorboard.model.alteration import CopyNumber, Fusion, Origin, SpliceEvent, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.profile import Profile, ReadRequest

PLACE = Place("typed text", line=1)


def read(text: str, **request: str) -> Parsed[Profile]:
    return parse_typed(text, ReadRequest(vocab=vocab.load(), **request), place=PLACE)


def told(text: str) -> str:
    """``EGFR variant L858R exon 21``; several values are joined by `` ; ``, nothing at all is empty."""
    profile = read(text).value
    if profile is None:
        return ""
    values = [
        *(variant(v) for v in profile.variants),
        *(copies(c) for c in profile.copy_numbers),
        *(fusion(f) for f in profile.fusions),
        *(f"{s.gene} skips exon {s.first_exon}-{s.last_exon}" for s in profile.splice_events),
        *(marker(b) for b in profile.biomarkers),
        *(f"{gene} no {kind}" for gene, kind in profile.negatives),
    ]
    return " ; ".join(values)


def codes(text: str, **request: str) -> list[str]:
    return [i.code for i in read(text, **request).issues]


def _joined(*words: object) -> str:
    return " ".join(str(w) for w in words if w not in ("", None))


def variant(v: Variant) -> str:
    change = short_text(v.protein) if v.protein else v.category
    exon = f"exon {v.exon}" if v.exon else ""
    origin = "" if v.origin is Origin.UNKNOWN else v.origin.value
    vaf = f"VAF {v.vaf:g}" if v.vaf is not None else ""
    return _joined(v.gene, "variant", change, exon, origin, v.zygosity, v.clinvar, vaf)


def copies(c: CopyNumber) -> str:
    return _joined(c.gene, "copies", c.call, "" if c.copies is None else f"{c.copies:g}")


def fusion(f: Fusion) -> str:
    mark = "::" if f.ordered else "+"
    frame = {True: "in frame", False: "out of frame", None: ""}[f.in_frame]
    return _joined(f"{f.five_prime or '?'}{mark}{f.three_prime or '?'}", frame, f.evidence)


def marker(b: Biomarker) -> str:
    number = (
        f"{b.comparator}{b.value:g}" if b.value is not None else f"{b.low:g}-{b.high:g}" if b.low is not None else ""
    )
    return _joined(
        b.marker, b.method, b.state, b.scale, number, b.unit, b.clone, b.detail, "failed" if b.failed else ""
    )


__all__ = ["SpliceEvent", "codes", "read", "told"]
