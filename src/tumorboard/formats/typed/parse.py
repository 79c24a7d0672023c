"""One line of typed text becomes a profile: the values it states, and every doubt about it.

What is not understood is refused as a whole, with the nearest forms that are; nothing is guessed, and no word is
dropped unused.  Issues never repeat what was typed: they name the place, the number of the word, and what was expected.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from tumorboard.formats.typed.changes import changes
from tumorboard.formats.typed.events import copy_number, events
from tumorboard.formats.typed.frame import Frame, Negative, Scene, Value
from tumorboard.formats.typed.lexer import Part, Subject, parts
from tumorboard.formats.typed.measures import CYTOGENETIC, measures, statement
from tumorboard.formats.typed.negatives import negatives
from tumorboard.formats.typed.normal import normalized
from tumorboard.formats.typed.rearrangements import fusion, philadelphia
from tumorboard.issues import Issue, Parsed, Place
from tumorboard.model.alteration import CopyNumber, Fusion, SpliceEvent, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.profile import Profile, ReadRequest

NAME = "typed"
KINDS = frozenset({"variant", "copy_number", "fusion", "splice", "msi", "tmb"})
LONGEST = 400  # characters of one statement
FORMS = {
    "gene": ("GENE L858R", "GENE exon 19 deletion", "GENE amplification", "GENE fusion", "GENE wild type"),
    "marker": ("PD-L1 TPS 60% (22C3)", "HER2 IHC 2+ / ISH-", "ER 90%", "MSI-H", "TMB 12"),
    "": ("EGFR L858R", "EML4::ALK", "MET amplification", "MSI-H", "PD-L1 TPS 60% (22C3)"),
}
_COPY = ("amplification", "gain", "deep_loss", "shallow_loss")
_CHANGED = ("protein", "coding", "genomic")
_OUTSIDE = re.compile(r";(?![^(]*\))")


def parse_typed(text: str, request: ReadRequest, *, place: Place) -> Parsed[Profile]:
    """The profile of one typed line; None when nothing of it could be used, then with an ERROR.

    Parameters
    ----------
    text
        One line, such as ``EGFR L858R (VAF 34%)``; several statements are separated by semicolons.
    place
        Where the line stands; it goes into every issue and value.

    Notes
    -----
    What a line does not name is unknown; only a stated negative ("KRAS wild type") fills `Profile.negatives`.
    """
    scene = Scene(request, place)
    line = normalized(text)
    statements = [s.strip() for s in _OUTSIDE.split(line) if s.strip()]
    if not statements:
        scene.error("TYP001")
        return Parsed(None, tuple(scene.issues))
    values: list[Value] = []
    kept = 0
    for one in statements:
        found, issues = _read(one, request, place)
        values += found
        kept += bool(found)
        scene.issues += issues
    issues_ = tuple(dict.fromkeys(scene.issues))
    return Parsed(_profile(values, len(statements), kept) if values else None, issues_)


def _read(text: str, request: ReadRequest, place: Place) -> tuple[list[Value], list[Issue]]:
    """Values of one statement, read with the words first and, where that fails, with the gene names first."""
    if len(text) > LONGEST:
        scene = Scene(request, place)
        scene.error("TYP029", most=LONGEST)
        return [], scene.issues
    first: list[Issue] = []
    for names_first in (False, True):
        scene = Scene(request, place)
        frame = Frame(parts(text, request.vocab, names_first=names_first))
        values = _values(frame, scene)
        if values and not scene.failed():
            return values, scene.issues
        first = first or scene.issues
    return [], first


def _values(frame: Frame, scene: Scene) -> list[Value]:
    unknown = next((p for p in frame.parts if p.slot == "unknown"), None)
    if unknown is not None:
        _not_understood(frame, scene, unknown)
        return []
    values = _built(frame, scene)
    if not values or scene.failed():
        if not scene.failed():
            _not_understood(frame, scene, None)
        return []
    left = frame.left()
    if left is not None:
        _not_understood(frame, scene, left)
        return []
    return values


def _not_understood(frame: Frame, scene: Scene, part: Part | None) -> None:
    subjects = frame.subjects()
    kind = "marker" if any(s.marker and not s.genes for s in subjects) else "gene" if subjects else ""
    scene.error("TYP002", word=part.word if part else 0, forms=FORMS[kind])


def _built(frame: Frame, scene: Scene) -> list[Value]:
    """The values, by what the statement holds."""
    if frame.has("state", "not_tested"):
        frame.take("state", "not_tested")
        scene.error("TYP027")
        return []
    if frame.has("statement"):
        return philadelphia(frame, scene) if frame.has("statement", "philadelphia") else statement(frame, scene)
    if _is_negative(frame):
        return negatives(frame, scene)
    if frame.has("pair") or frame.has("event", "fusion"):
        return fusion(frame, scene)
    if any(frame.has(slot) for slot in _CHANGED):
        return list(changes(frame, scene))
    if _is_marker(frame):
        return measures(frame, scene)
    if frame.has("event", *_COPY) or (frame.has("event", "deletion", "loss") and not frame.has("exon")):
        return copy_number(frame, scene)
    if frame.has("scale", "copies") and frame.subjects():
        return copy_number(frame, scene)
    if frame.has("event") or frame.has("class") or frame.has("exon"):
        return events(frame, scene)
    if frame.has("state", "positive") and any(s.genes for s in frame.subjects()):
        scene.error("TYP016")
        return []
    return []


def _is_negative(frame: Frame) -> bool:
    subjects = frame.subjects()
    if frame.has("polarity"):
        return not any(s.marker and (s.method or _stained(s)) for s in subjects) or frame.has("polarity", "wild")
    if not frame.has("state", "negative"):
        return False
    if frame.has("pair") or frame.has("event", "fusion", "amplification", "mutation", "skipping"):
        return not frame.has("method", "ish") or not any(s.marker == "HER2" for s in subjects)
    return bool(subjects) and all(s.genes and not s.marker for s in subjects)


def _stained(subject: Subject) -> bool:
    return subject.marker in {"MLH1", "MSH2", "MSH6", "PMS2"}


def _is_marker(frame: Frame) -> bool:
    """Whether the statement gives the result of a marker rather than an event of its gene."""
    if any(c in CYTOGENETIC for c in frame.peek("cytogenetic")):
        return True
    subjects = [s for s in frame.subjects() if s.marker]
    if not subjects:
        return frame.has("scale", "GIS", "LOH", "hrdetect", "chord", "scarhrd") and not frame.subjects()
    if not subjects[0].genes or subjects[0].method or frame.has("method", "ihc", "ish"):
        return True
    if _stained(subjects[0]) and frame.has("event", "loss"):
        return True
    if frame.has("event", "mutation", *_COPY, "deletion", "loss", "promoter") and not frame.has("state", "methylated"):
        return False
    return any(frame.has(slot) for slot in ("state", "score", "scale", "stars", "quantity")) and not (
        frame.has("scale", "copies") or frame.has("class") or frame.has("exon")
    )


def _profile(values: list[Value], records: int, kept: int) -> Profile:
    """The profile of the values, with every statement accounted for."""
    return Profile(
        format=NAME,
        kinds=KINDS,
        variants=tuple(v for v in values if isinstance(v, Variant)),
        copy_numbers=tuple(v for v in values if isinstance(v, CopyNumber)),
        fusions=tuple(v for v in values if isinstance(v, Fusion)),
        splice_events=tuple(v for v in values if isinstance(v, SpliceEvent)),
        biomarkers=tuple(v for v in values if isinstance(v, Biomarker)),
        negatives=tuple(dict.fromkeys((v.gene, v.kind) for v in values if isinstance(v, Negative))),
        records=records,
        kept=kept,
        tally=MappingProxyType({"not_understood": records - kept} if records > kept else {}),
    )
