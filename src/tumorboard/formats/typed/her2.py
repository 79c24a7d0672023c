"""HER2: the IHC score, the ISH result and the laboratory's word, each as a measurement of its own.

A word belongs to the method before it (``IHC 2+ / ISH-``), else to the only method named (``negative by FISH``), else it is the
laboratory's statement.  What the measurements mean together is for the guideline's table in `interpret.her2`.
"""

from __future__ import annotations

from dataclasses import replace

from tumorboard.formats.typed.frame import Frame, Scene, Value
from tumorboard.formats.typed.lexer import Subject
from tumorboard.formats.typed.measures import pairs
from tumorboard.model.biomarker import Biomarker

_SCORES = frozenset({0.0, 1.0, 2.0, 3.0})


def her2(frame: Frame, scene: Scene, subject: Subject) -> list[Value]:
    """The measurements of a statement about HER2; empty, with an issue, when one of them has no result."""
    frame.take("subject")
    scores, words = _walk(frame, subject)
    methods = {m for m in (*(s.method for s in frame.subjects()), *frame.take("method")) if m}
    zero = list(dict.fromkeys(scores)) == [0.0] or any(q.value == 0 for q in frame.peek("quantity"))
    stained = (
        str(frame.one("staining") or "") if zero else ""
    )  # beside another score it says nothing, and is not used up
    found = [_row(scene, "ihc", value=s, scale="ihc_score", unit="score") for s in dict.fromkeys(scores)]
    for scale, number in pairs(frame):
        named = "ratio" if scale == "her2_ratio" else scale
        if number.value is not None and number.value < 0:
            scene.error("TYP025")
        if named in {"ratio", "copies"} and number.value is not None:
            comparator = number.comparator
            found.append(_row(scene, "ish", value=number.value, scale=named, unit=named, comparator=comparator))
        elif not named and number.value in _SCORES and not number.unit and ("ihc" in methods or not number.value):
            found.append(_row(scene, "ihc", value=number.value, scale="ihc_score", unit="score"))
        else:
            scene.error("TYP012", marker="HER2", states=_states(scene))
    open_ = methods - {b.method for b in found} - set(words)
    if len(open_) == 1 and list(words) == [""] and not scores:
        words = {open_.pop(): words[""]}
    for how, said in words.items():
        if len(set(said)) > 1:
            scene.error("TYP013")
        elif said[0] not in _states(scene):
            scene.error("TYP012", marker="HER2", states=_states(scene))
        else:
            found.append(_row(scene, how or "statement", state=said[0]))
    if not found or open_ or sum(b.scale == "ihc_score" for b in found) > 1:
        scene.error("TYP012", marker="HER2", states=_states(scene))
    if stained:
        found = [replace(b, detail=stained) if b.scale == "ihc_score" else b for b in found]
    return [] if scene.failed() else list(found)


def _states(scene: Scene) -> tuple[str, ...]:
    return scene.vocab.markers.entries["HER2"].states


def _row(scene: Scene, how: str, **fields: object) -> Biomarker:
    return Biomarker(marker="HER2", method=how, source=scene.place, **fields)  # type: ignore[arg-type]


def _walk(frame: Frame, subject: Subject) -> tuple[list[float], dict[str, list[str]]]:
    """IHC scores, and the words by the method they follow (empty: none)."""
    scores: list[float] = []
    words: dict[str, list[str]] = {}
    current = subject.method
    for part in frame.parts:
        said = ""
        if part.slot == "method":
            current = str(part.value)
        elif part.slot == "subject" and isinstance(part.value, Subject):
            current = part.value.method or current
        elif part.slot == "score":
            scores.append(float(str(part.value)))
            current = ""
        elif part.slot == "state":
            said = str(part.value)
        elif (part.slot, part.value) == ("event", "amplification"):
            said = "positive"
        elif (part.slot, part.value) == ("polarity", "not_amplified"):
            said = "negative"
        if said:
            words.setdefault(current if current in {"ihc", "ish"} else "", []).append(said)
            current = ""
    frame.take("score")
    frame.take("state")
    frame.take("event", "amplification")
    frame.take("polarity", "not_amplified")
    return scores, words
