"""Measured markers: PD-L1, HER2, receptors, MSI, TMB, HRD and every other marker of the vocabulary.

A line may hold several (``ER+/PR+/HER2-``); a result that follows several names joined belongs to each of them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tumorboard.formats.typed.frame import Frame, Scene, Value
from tumorboard.formats.typed.lexer import Quantity, Subject
from tumorboard.model.biomarker import Biomarker

PERCENT_SCALES = frozenset({"TPS", "TC", "IC", "TAP"})
HRD_SCALES = frozenset({"GIS", "hrdetect", "chord", "scarhrd"})
MMR_PROTEINS = frozenset({"MLH1", "MSH2", "MSH6", "PMS2"})
CYTOGENETIC = {"1p/19q": "CODEL_1P19Q", "del(17p)": "DEL17P", "t(11;14)": "T1114", "t(11;14)(q13;q32)": "T1114"}
FITTING = {"lost": ("negative", "loss", "deficient"), "positive": ("positive",), "codeleted": ("positive",)}


def statement(frame: Frame, scene: Scene) -> list[Value]:
    """Markers whose name holds the result (``MSI-H``, ``dMMR``, ``triple negative``)."""
    said = frame.take("statement")
    found: list[Value] = []
    for one in dict.fromkeys(said):
        if one == "triple_negative":
            found += [
                Biomarker(marker=m, method="ihc" if m != "HER2" else "statement", state="negative", source=scene.place)
                for m in ("ER", "PR", "HER2")
            ]
            continue
        marker, state = one.split(":")
        number = _number(frame, "TMB") if marker == "TMB" else {}
        made = Biomarker(marker=marker, state=state, method=_method(frame), source=scene.place)
        found.append(replace(made, **number))
    return found


def measures(frame: Frame, scene: Scene) -> list[Value]:
    """One measurement for each marker of the statement."""
    subject = _marker(frame)
    if subject is None:
        return []
    marker = subject.marker
    if marker == "HER2":
        return _her2(frame, scene, subject)
    return _single(frame, scene, marker, subject)


def _marker(frame: Frame) -> Subject | None:
    named: list[Subject] = [s for s in frame.take("subject") if s.marker]
    cyto = [CYTOGENETIC[c] for c in frame.peek("cytogenetic") if c in CYTOGENETIC]
    if cyto:
        frame.take("cytogenetic")
        return Subject(cyto[0], marker=cyto[0])
    if named:
        return named[0]
    scales = frame.peek("scale")
    if any(s in HRD_SCALES for s in scales):
        return Subject("HRD", marker="HRD")
    return Subject("GLOH", marker="GLOH") if "LOH" in scales else None


def _method(frame: Frame, default: str = "") -> str:
    return str(frame.one("method") or default)


def _single(frame: Frame, scene: Scene, marker: str, subject: Subject) -> list[Value]:
    entry = scene.vocab.markers.entries[marker]
    state, failed = _state(frame, marker, entry.states, subject)
    number = _number(frame, marker)
    if frame.peek("stars"):
        number["detail"] = "/".join(frame.take("stars"))
    if not state and not number and not failed:
        scene.error("TYP012", marker=marker, states=entry.states)
        return []
    if not _in_range(number, scene):
        return []
    if marker == "PDL1" and not number.get("scale"):
        scene.warning("TYP011")
    method = _method(frame, subject.method or (entry.methods[0] if len(entry.methods) == 1 else ""))
    clone = str(frame.one("clone") or "")
    made = Biomarker(marker=marker, method=method, state=state, clone=clone, failed=failed, source=scene.place)
    return [replace(made, **number)]


def _state(frame: Frame, marker: str, states: tuple[str, ...], subject: Subject) -> tuple[str, bool]:
    """The state in the words of the marker, and whether the test failed."""
    if frame.take("state", "failed"):
        return "", True
    said = list(dict.fromkeys(frame.peek("state")))
    words = {s: s for s in states}
    if "lost" in states:
        words |= {"negative": "lost", "deficient": "lost", "positive": "retained"}
        if frame.peek("event", "loss") or frame.peek("polarity", "absent"):
            frame.take("event", "loss")
            frame.take("polarity", "absent")
            return "lost", False
    if "codeleted" in states:
        words |= {"not_codeleted": "intact", "positive": "codeleted", "negative": "intact", "retained": "intact"}
    if "methylated" in states:
        words |= {"positive": "methylated", "negative": "unmethylated"}
        frame.take("event", "promoter")
        if said[:1] == ["methylated"] and len(said) == 2:
            said = said[1:]
    if len(said) == 1 and said[0] in words:
        frame.take("state")
        return words[said[0]], False
    text = subject.text.casefold()
    if not said and marker == "MGMT" and text.endswith("methylation"):
        return "methylated", False
    if not said and marker in {"DEL17P", "T1114"}:
        return "positive", False
    return "", False


def _number(frame: Frame, marker: str) -> dict[str, Any]:
    """The number of a measurement with its unit and scale, as fields of a Biomarker."""
    numbers: list[Quantity] = frame.peek("quantity")
    if len(numbers) != 1:
        return {}
    number = numbers[0]
    frame.take("quantity")
    scales = frame.take("scale")
    scale = scales[0] if len(set(scales)) == 1 else ""
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
    if number.value is not None:
        fields |= {"value": number.value, "comparator": number.comparator}
    else:
        fields |= {"low": number.low, "high": number.high}
    return fields


def _in_range(number: dict[str, Any], scene: Scene) -> bool:
    """Whether a percentage is one."""
    if number.get("unit") != "percent":
        return True
    if any(n is not None and n > 100 for n in (number.get("value"), number.get("low"), number.get("high"))):
        scene.error("TYP025")
        return False
    return True


def _her2(frame: Frame, scene: Scene, subject: Subject) -> list[Value]:
    """IHC score, ISH result and word of the laboratory, each a measurement of its own."""
    found: list[Value] = []
    methods = [m for m in (subject.method, *frame.take("method")) if m]
    scores = frame.take("score")
    states = frame.take("state")
    numbers = frame.peek("quantity")
    if not scores and "ihc" in methods and len(numbers) == 1 and numbers[0].value in {0.0, 1.0, 2.0, 3.0}:
        scores = [frame.take("quantity")[0].value]
    if scores:
        found.append(
            Biomarker(marker="HER2", method="ihc", value=scores[0], scale="ihc_score", unit="score", source=scene.place)
        )
    ish = "ish" in methods
    amplified = frame.take("event", "amplification")
    plain = frame.take("polarity", "not_amplified")
    if ish:
        states = ["positive"] if amplified else ["negative"] if plain else states
    for scale in frame.take("scale", "ratio", "copies"):
        value = frame.peek("quantity")[len([f for f in found if getattr(f, "method", "") == "ish"])]
        found.append(
            Biomarker(marker="HER2", method="ish", value=value.value, scale=scale, unit=scale, source=scene.place)
        )
        ish = True
    frame.take("quantity") if any(getattr(f, "method", "") == "ish" for f in found) else None
    if len(set(states)) > 1 or len(scores) > 1:
        scene.error("TYP013")
        return []
    if states:
        method = "ish" if ish else "ihc" if methods else "statement"
        if states[0] not in scene.vocab.markers.entries["HER2"].states:
            scene.error("TYP012", marker="HER2", states=scene.vocab.markers.entries["HER2"].states)
            return []
        found.append(Biomarker(marker="HER2", method=method, state=states[0], source=scene.place))
    if not found:
        scene.error("TYP012", marker="HER2", states=scene.vocab.markers.entries["HER2"].states)
    return found
