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
from tumorboard.formats.typed.groups import MMR_PROTEINS, SHARING
from tumorboard.formats.typed.her2 import her2
from tumorboard.formats.typed.hla import hla
from tumorboard.formats.typed.lexer import Part, Subject, parts
from tumorboard.formats.typed.measures import marker_of, measures, statement
from tumorboard.formats.typed.negatives import negatives
from tumorboard.formats.typed.normal import normalized
from tumorboard.formats.typed.rearrangements import fusion, philadelphia, positive, translocation
from tumorboard.genome.protein import protein_change
from tumorboard.issues import Issue, Parsed, Place
from tumorboard.model.alteration import CopyNumber, Fusion, SpliceEvent, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.profile import Profile, ReadRequest

NAME = "typed"
KINDS = frozenset({"variant", "copy_number", "fusion", "splice", "msi", "tmb"})
LONGEST = 400  # characters of one statement
LONGEST_LINE = 2000  # and of a line of several
FORMS = {
    "gene": ("GENE L858R", "GENE exon 19 deletion", "GENE amplification", "GENE fusion", "GENE wild type"),
    "marker": ("PD-L1 TPS 60% (22C3)", "HER2 IHC 2+ / ISH-", "ER 90%", "MSI-H", "TMB 12"),
    "": ("EGFR L858R", "EML4::ALK", "MET amplification", "MSI-H", "PD-L1 TPS 60% (22C3)"),
}
UNCLEAR = frozenset({"MET"})  # positive may be the protein, the copies or the skipping
_COPY = ("amplification", "gain", "deep_loss", "shallow_loss")
_CHANGED = ("protein", "coding", "legacy", "genomic")
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
    if len(text) > LONGEST_LINE:
        scene.error("TYP029", most=LONGEST_LINE)
        return Parsed(None, tuple(scene.issues))
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
        found = parts(text, request.vocab, names_first=names_first)
        scene = Scene(request, place)
        values = _values(Frame(found), scene)
        if not values:
            values, issues = _apart(found, request, place)
            if values:
                return values, issues
        if values:
            return values, scene.issues
        first = first or scene.issues
    return [], first


def _apart(found: list[Part], request: ReadRequest, place: Place) -> tuple[list[Value], list[Issue]]:
    """A statement of several subjects (``ER+/PR+/HER2-``) taken apart before each of them.

    Markers that only stand joined before a result (``ER and PR positive``) share it.  Everything must be understood.
    """
    groups = _by_exon(found)
    for part in found if not groups else ():
        if part.slot == "noise":
            continue
        if part.slot == "subject" or not groups:
            groups.append([])
        groups[-1].append(part)
    _turn(groups)
    if len(groups) < 2 or any(g[0].slot != "subject" for g in groups):
        return [], []
    shared: list[Part] = []
    for group in reversed(groups):
        subject = group[0].value
        if len(group) > 1:
            shared = group[1:]
        elif isinstance(subject, Subject) and subject.marker in SHARING:
            group += shared
    values: list[Value] = []
    issues: list[Issue] = []
    for group in groups:
        scene = Scene(request, place)
        made = _values(Frame(group), scene)
        if not made:
            return [], []
        values += made
        issues += scene.issues
    return values, issues


def _by_exon(found: list[Part]) -> list[list[Part]]:
    """An event of an exon and changes of the same gene (``EGFR 19del/T790M``) as two groups; nothing otherwise."""
    parts_ = [p for p in found if p.slot != "noise"]
    named = [p for p in parts_ if p.slot == "subject"]
    told = [p for p in parts_ if p.slot in {"exon", "numbered", "event"}]
    rest = [p for p in parts_ if p.slot in {"protein", "state"}]
    events_ = {p.value for p in told if p.slot == "event"}
    whole = len(named) + len(told) + len(rest) == len(parts_) and len(named) == 1
    changed = [protein_change(str(p.value)) for p in rest if p.slot == "protein"]
    exchanged = changed and all(c is not None and c.kind == "substitution" for c in changed)
    if whole and exchanged and events_ in ({"deletion"}, {"insertion"}):
        return [named + told, named + rest]
    return []


def _turn(groups: list[list[Part]]) -> None:
    """``loss of MLH1 and PMS2`` as ``MLH1 and PMS2 loss``, in place."""
    alone = all(len(g) == 1 and isinstance(g[0].value, Subject) and g[0].value.marker in SHARING for g in groups[1:])
    if len(groups) > 2 and alone and groups[0][0].slot in {"event", "state"}:
        groups[-1] += groups.pop(0)


def _values(frame: Frame, scene: Scene) -> list[Value]:
    """The values of a statement of which every part was used; empty, with an ERROR, otherwise."""
    left = next((p for p in frame.parts if p.slot == "unknown"), None)
    values = [] if left else _built(frame, scene)
    if not scene.failed():
        left = left or frame.left()
        if left or not values:
            _not_understood(frame, scene, left)
    return [] if scene.failed() else values


def _not_understood(frame: Frame, scene: Scene, part: Part | None) -> None:
    subjects = frame.subjects()
    kind = "marker" if any(s.marker and not s.genes for s in subjects) else "gene" if subjects else ""
    scene.error("TYP002", word=part.word if part else 0, forms=FORMS[kind])


def _built(frame: Frame, scene: Scene) -> list[Value]:
    """The values, by what the statement holds."""
    if frame.has("unused"):
        scene.error("TYP049", name=frame.peek("unused")[0])
        return []
    if frame.take("state", "not_tested"):
        scene.error("TYP027")
        return []
    if frame.has("statement"):
        return philadelphia(frame, scene) if frame.has("statement", "philadelphia") else statement(frame, scene)
    if frame.has("hla"):
        return hla(frame, scene)
    if frame.has("cytogenetic"):
        return translocation(frame, scene)
    if _is_negative(frame):
        return negatives(frame, scene)
    if frame.has("pair") or frame.has("event", "fusion"):
        return fusion(frame, scene)
    if any(frame.has(slot) for slot in _CHANGED):
        return list(changes(frame, scene))
    subject = marker_of(frame, scene)
    if subject is not None and _is_result(frame, scene, subject):
        return her2(frame, scene, subject) if subject.marker == "HER2" else measures(frame, scene, subject)
    if scene.failed():
        return []
    return _of_gene(frame, scene)


def _of_gene(frame: Frame, scene: Scene) -> list[Value]:
    """Events of a gene that are told by name."""
    lost = frame.has("event", "deletion", "loss") and not frame.has("exon")
    counted = frame.has("scale", "copies", "log2") or any(q.unit == "copies" for q in frame.peek("quantity"))
    if frame.has("event", *_COPY) or lost or (counted and frame.subjects()):
        return copy_number(frame, scene)
    if any(frame.has(slot) for slot in ("event", "class", "exon", "codon")):
        return events(frame, scene)
    return positive(frame, scene) if frame.has("state", "positive") and frame.subjects() else []


def _is_negative(frame: Frame) -> bool:
    """Whether the statement says that a gene was looked at and something was not found."""
    subjects = frame.subjects()
    measured = any(s.marker and (not s.genes or s.method or s.marker in MMR_PROTEINS) for s in subjects)
    by_ish = frame.has("method", "ish") and any(s.marker == "HER2" for s in subjects)
    if frame.has("polarity"):
        return not measured and not by_ish
    if not frame.has("state", "negative") or measured or by_ish:
        return False
    if frame.has("pair") or any(frame.has(slot) for slot in (*_CHANGED, "codon")) or frame.has("event"):
        return not frame.has("event", "promoter")
    return bool(subjects) and all(s.genes and not s.marker for s in subjects) and not frame.has("method", "ihc", "ish")


def _is_result(frame: Frame, scene: Scene, subject: Subject) -> bool:
    """Whether the statement gives the result of the marker rather than an event of its gene."""
    if not subject.genes or subject.method or frame.has("method", "ihc", "ish"):
        return True
    if subject.marker in MMR_PROTEINS and frame.has("event", "loss"):
        return True
    if frame.has("event", "promoter"):
        return frame.has("state", "methylated", "unmethylated")
    if frame.has("event") or frame.has("class") or frame.has("exon") or frame.has("codon"):
        return False
    if subject.marker in UNCLEAR and frame.has("state", "positive", "negative"):
        scene.error("TYP016")
        return False
    copied = any(q.unit == "copies" for q in frame.peek("quantity"))
    if (frame.has("scale", "copies", "log2") or copied) and "copies" not in scene.vocab.markers.entries[
        subject.marker
    ].scales:
        return False
    alone = len(frame.parts) == 1 and subject.text.upper() not in scene.vocab.genes.entries  # PD-L1, and nothing more
    return alone or any(frame.has(slot) for slot in ("state", "score", "scale", "stars", "quantity"))


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
