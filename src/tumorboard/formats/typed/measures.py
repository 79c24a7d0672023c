"""Measured markers: PD-L1, receptors, MSI, TMB, HRD, genotypes and every other marker of the vocabulary but HER2.

A result is kept in the words and numbers it was given in.  Scores are never converted, and a state that the marker cannot
have is refused with the states it can have.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from tumorboard.formats.typed.frame import Frame, Scene, Value
from tumorboard.formats.typed.lexer import Subject
from tumorboard.formats.typed.shapes import Quantity
from tumorboard.model.biomarker import Biomarker
from tumorboard.vocab.markers import MarkerEntry

PERCENT_SCALES = frozenset({"TPS", "TC", "IC", "TAP"})
OWN_SCALES = {"GIS": "HRD", "hrdetect": "HRD", "chord": "HRD", "scarhrd": "HRD", "LOH": "GLOH"}
AMBIGUOUS = {"t(9;22)": "t(9;22)(q22;q12)"}  # with other bands another fusion
MOST = {"percent": 100.0, "CPS": 100.0, "h_score": 300.0, "allred": 8.0, "hrdetect": 1.0, "chord": 1.0}
# A name that says by itself that the abnormality is there.
_ABNORMAL = re.compile(
    r"(t|inv|del|dup|add|i)\(|monosomy |trisomy |[+-]\d+(/[+-]\d+)?$|iamp21$|\d+q\+$"
    r"|.*(deletion|rearrangement|karyotype|ploid|ploidy|1q gain)$|gain 1q$",
    re.IGNORECASE,
)


def statement(frame: Frame, scene: Scene) -> list[Value]:
    """Markers whose name holds the result (``MSI-H``, ``dMMR``, ``triple negative``)."""
    said = list(dict.fromkeys(frame.take("statement")))
    markers = {s.partition(":")[0] for s in said}
    several = len(said) == len(markers) > 1 and all(":" in s for s in said)
    if several and not frame.subjects() and not frame.has("quantity"):  # MSI-H/dMMR
        how = method(frame)
        told = (s.split(":") for s in said)
        return [Biomarker(marker=m, state=state, method=how, source=scene.place) for m, state in told]
    if said == ["triple_negative"]:
        ways = {"ER": "ihc", "PR": "ihc", "HER2": "statement"}
        return [Biomarker(marker=m, method=w, state="negative", source=scene.place) for m, w in ways.items()]
    if len(said) != 1 or frame.subjects():
        scene.error("TYP013")
        return []
    marker, state = said[0].split(":")
    numbers = _numbers(frame, marker) or [{}]
    entry = scene.vocab.markers.entries[marker]
    if not all(_fits(n, entry) for n in numbers if n):
        scene.error("TYP012", marker=marker, states=entry.states)
        return []
    made = Biomarker(marker=marker, state=state, method=method(frame), source=scene.place)
    return [replace(made, **n) for n in numbers] if _in_range(numbers, scene) else []


def marker_of(frame: Frame, scene: Scene) -> Subject | None:
    """The one marker of the statement: named, told by a scale that only it has, or a gene with a stain or probe."""
    found = {s.marker: s for s in frame.subjects() if s.marker}
    if len(found) == 1 and all(s.marker for s in frame.subjects()):
        return next(iter(found.values()))
    if not frame.subjects():
        own = {OWN_SCALES[s] for s in frame.peek("scale") if s in OWN_SCALES}
        own |= {"HER2"} if frame.has("scale", "her2_ratio") else set()
        return Subject("", marker=own.pop()) if len(own) == 1 else None
    gene = frame.subjects()[0]
    how = next((m for m in frame.peek("method") if m in {"ihc", "ish"}), "")
    if not how and (frame.has("score") or frame.has("clone")):  # 3+ and D5F3 are of a stain
        how = "ihc"
    if how and len(gene.genes) == 1 and len(frame.subjects()) == 1:
        marker = scene.vocab.markers.resolve(f"{gene.genes[0]} {'fish' if how == 'ish' else how}")
        return Subject(gene.text, marker=marker, method=how) if marker else None
    return None


def method(frame: Frame, default: str = "") -> str:
    """The method of the statement."""
    return str(frame.one("method") or default)


def measures(frame: Frame, scene: Scene, subject: Subject) -> list[Value]:
    """The measurements of one marker."""
    frame.take("subject")
    entry = scene.vocab.markers.entries[subject.marker]
    failed = bool(frame.take("state", "failed"))
    state = _state(frame, entry, subject)
    numbers = _numbers(frame, entry.code)
    detail = _detail(frame, scene, entry, numbers)
    if scene.failed() or not _in_range(numbers, scene):
        return []
    if not all(_fits(n, entry) for n in numbers) or not (state or numbers or failed or detail):
        scene.error("TYP012", marker=entry.code, states=entry.states)
        return []
    if subject.text in AMBIGUOUS:
        scene.warning("TYP028", marker=entry.name, other=AMBIGUOUS[subject.text])
    if entry.code == "PDL1" and not all(n.get("scale") for n in numbers or [{}]) and not failed:
        scene.warning("TYP011")
    how = method(frame, subject.method or (entry.methods[0] if len(entry.methods) == 1 else ""))
    if how == "ish" and "ish" not in entry.methods and "fish" in entry.methods:
        how = "fish"
    made = Biomarker(
        marker=entry.code,
        method=how,
        state=state,
        clone=str(frame.one("clone") or ""),
        detail=detail,
        failed=failed,
        source=scene.place,
    )
    return [replace(made, **n) for n in numbers or [{}]]


def _state(frame: Frame, entry: MarkerEntry, subject: Subject) -> str:
    """The state in the words of the marker; empty, with nothing used up, when it has no such state."""
    said = list(dict.fromkeys(frame.peek("state")))
    words = {s: s for s in entry.states}
    absent = frame.has("polarity", "absent")
    if "lost" in entry.states:
        words |= {"negative": "lost", "deficient": "lost", "positive": "retained"}
        if frame.take("event", "loss") or frame.take("polarity", "absent"):
            return "lost"
    if "codeleted" in entry.states:
        words |= {"not_codeleted": "intact", "positive": "codeleted", "negative": "intact", "retained": "intact"}
    if "methylated" in entry.states:
        words |= {"positive": "methylated", "negative": "unmethylated"}
        frame.take("event", "promoter")
        if said[:1] == ["methylated"] and len(said) == 2:
            frame.take("state", "methylated")
            said = said[1:]
    if "unmutated" in entry.states and not said:
        if frame.take("polarity", "not_mutated", "wild"):
            return "unmutated"
        if frame.take("event", "mutation"):
            return "mutated"
    if absent and not said and "negative" in entry.states:
        frame.take("polarity", "absent")
        return "negative"
    if "wild_type" in entry.states and frame.take("polarity", "wild"):
        return "wild_type"
    if said == ["positive"] and "positive" not in words and any(q.unit == "percent" for q in frame.peek("quantity")):
        frame.take("state")  # Ki-67 (30%+): the cells are, not the tumor
        return ""
    if len(said) == 1 and said[0] in words:
        frame.take("state")
        return words[said[0]]
    if said:
        return ""
    if "methylated" in entry.states and subject.text.casefold().endswith("methylation"):
        return "methylated"
    return "positive" if "positive" in entry.states and _ABNORMAL.match(subject.text) else ""


def _detail(frame: Frame, scene: Scene, entry: MarkerEntry, numbers: list[dict[str, Any]]) -> str:
    """A genotype, or how strong the stained cells stain beside their percentage; a lone score becomes the number."""
    stars = [str(s) for s in frame.take("stars")]
    if stars:
        return _genotype(stars, frame, scene, entry)
    scores = frame.peek("score")
    if len(scores) != 1:
        return ""
    if len(numbers) == 1 and numbers[0].get("unit") == "percent":
        return f"intensity_{frame.take('score')[0]:g}"
    if not numbers and "ihc_score" in entry.scales:
        numbers.append({"value": frame.take("score")[0], "scale": "ihc_score", "unit": "score"})
    return ""


def _genotype(stars: list[str], frame: Frame, scene: Scene, entry: MarkerEntry) -> str:
    written = "/".join(stars)
    zygosity = frame.one("zygosity")
    alleles = written.split("/")
    if len(alleles) == 1 and zygosity in {"het", "hom"}:
        written = f"{written} {zygosity}"
    elif len(alleles) != 2 or zygosity:
        scene.error("TYP033")
        return ""
    known = scene.vocab.pharmacogenes.alleles.get(entry.gene, {})
    if known and any(a.casefold() not in known for a in alleles):
        scene.warning("TYP034", gene=entry.gene)
    return written


def _numbers(frame: Frame, marker: str) -> list[dict[str, Any]]:
    """Every number of the statement with its unit and scale, as fields of a Biomarker."""
    fields = []
    panel = [q for q in frame.peek("quantity") if q.unit == "mb"]
    for scale, number in pairs(frame):
        if number not in panel or marker != "TMB":
            fields.append(_fields(scale, number, marker))
    if marker == "TMB" and len(panel) == 1 and len(fields) == 1 and panel[0].value:
        fields[0]["panel_mb"] = panel[0].value
    return fields


def pairs(frame: Frame) -> list[tuple[str, Quantity]]:
    """Scales with their numbers, used up; nothing when it cannot be told which belongs to which."""
    row = [p for p in frame.parts if p.slot in {"scale", "quantity"}]
    numbers: list[Quantity] = frame.peek("quantity")
    scales: list[str] = list(dict.fromkeys(frame.peek("scale")))
    plain = [n for n in numbers if n.unit != "mb"]
    if len(scales) <= 1 and len(plain) == 1:
        frame.take("scale")
        frame.take("quantity")
        return [(scales[0] if scales else "", n) for n in numbers]
    slots = [p.slot for p in row]
    if len(scales) == len(numbers) > 1 and slots in (
        ["scale", "quantity"] * len(numbers),
        ["quantity", "scale"] * len(numbers),
    ):
        frame.take("scale")
        frame.take("quantity")
        return list(zip(scales, numbers, strict=True))
    return []


def _fields(scale: str, number: Quantity, marker: str) -> dict[str, Any]:
    unit = number.unit
    if scale == "CPS":
        unit = "score"
    elif scale in PERCENT_SCALES or (marker == "PDL1" and number.low is not None):
        unit = "percent"
    elif marker == "TMB":
        unit = unit or "mut_per_mb"
    elif scale in {"ratio", "copies"}:
        unit = scale
    elif scale:
        unit = unit or "score"
    fields: dict[str, Any] = {"unit": unit, "scale": scale}
    if number.value is None:
        return fields | {"low": number.low, "high": number.high}
    return fields | {"value": number.value, "comparator": number.comparator}


def _fits(number: dict[str, Any], entry: MarkerEntry) -> bool:
    """Whether the marker is measured on this scale or in this unit; a bare number needs a marker that has only one."""
    scale, unit = number["scale"], number["unit"]
    if scale:
        return unit in {"score", "percent", scale} and (OWN_SCALES.get(scale) == entry.code or scale in entry.scales)
    if not unit:
        return entry.code == "HRD" or "score" in entry.scales
    return unit in entry.scales or (entry.code == "PDL1" and unit == "percent")


def _in_range(numbers: list[dict[str, Any]], scene: Scene) -> bool:
    """Whether every number can be one of its unit and scale, and every range ascends."""
    for n in numbers:
        most = min((MOST[k] for k in (n.get("unit"), n.get("scale")) if k in MOST), default=None)
        ends = [v for v in (n.get("value"), n.get("low"), n.get("high")) if v is not None]
        low = ends and min(ends) < 0
        if low or (most is not None and max(ends) > most) or ends != sorted(ends):
            scene.error("TYP025")
            return False
    return True
