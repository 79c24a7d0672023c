"""What the diagnosis says of codes, histology, states and stages, as far as it says it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.verdict import Verdict

OPPOSITES: Mapping[str, frozenset[str]] = {
    "castration_resistant": frozenset({"castration_sensitive"}),
    "castration_sensitive": frozenset({"castration_resistant"}),
    "platinum_resistant": frozenset({"platinum_sensitive"}),
    "platinum_sensitive": frozenset({"platinum_resistant", "platinum_refractory"}),
    "platinum_refractory": frozenset({"platinum_sensitive"}),
    "chronic_phase": frozenset({"accelerated_phase", "blast_phase"}),
    "accelerated_phase": frozenset({"chronic_phase", "blast_phase"}),
    "blast_phase": frozenset({"chronic_phase", "accelerated_phase"}),
    "newly_diagnosed": frozenset({"relapsed_refractory", "relapsed", "refractory"}),
    "relapsed_refractory": frozenset({"newly_diagnosed"}),
    "relapsed": frozenset({"newly_diagnosed"}),
    "refractory": frozenset({"newly_diagnosed"}),
}
IMPLIED_STATES: Mapping[str, frozenset[str]] = {
    "relapsed": frozenset({"relapsed_refractory"}),
    "refractory": frozenset({"relapsed_refractory"}),
}
# Main histology that an OncoTree code states by its own name.
HISTOLOGY_OF_CODE: Mapping[str, str] = {
    "LUAD": "adenocarcinoma",
    "LUSC": "squamous",
    "LUAS": "adenosquamous",
    "SCLC": "small_cell",
    "LCLC": "large_cell",
    "LUNE": "neuroendocrine",
    "COAD": "adenocarcinoma",
    "READ": "adenocarcinoma",
    "STAD": "adenocarcinoma",
    "GEJ": "adenocarcinoma",
    "ESCA": "adenocarcinoma",
    "ESCC": "squamous",
    "HNSC": "squamous",
    "CESC": "squamous",
    "PAAD": "adenocarcinoma",
    "PRAD": "adenocarcinoma",
    "ILC": "lobular",
    "SARCL": "sarcomatoid",
}
_NOT_SQUAMOUS = frozenset({"adenocarcinoma", "large_cell", "small_cell", "neuroendocrine", "mucinous", "sarcomatoid"})
# OncoTree codes "not otherwise specified" stand beside the types that they may turn out to be, not above them.
NOT_SPECIFIED = {
    "BNNOS": ("BREAST",),
    "BRCANOS": ("BRCA",),
    "BRCNOS": ("BRCA",),
    "GNOS": ("DIFG", "ENCG"),
    "HGGNOS": ("DIFG",),
    "LGGNOS": ("DIFG", "ENCG"),
    "MBLNOS": ("MBL",),
    "RCSNOS": ("SOFT_TISSUE",),
    "SARCNOS": ("SOFT_TISSUE",),
}
_STAGE = re.compile(r"(IV|III|II|I|0)(IS|[A-ES]?\d?[A-ESX]?)(?![A-Z0-9])(.*)$")  # IIIA, IA2, IIE, 0is; then free words
_ANOTHER = re.compile(r"\b(IV|III|II|I)[A-E]?\b")


@dataclass(frozen=True, slots=True, eq=False)  # one for each type of a vocabulary
class Standing:
    """Where a tumor type stands among all that the vocabulary holds.

    Parameters
    ----------
    lineage
        The type and its ancestors.
    below
        The type and those below it, and the same of what it may be.
    known
        Every type of the vocabulary.
    """

    lineage: frozenset[str]
    below: frozenset[str]
    known: frozenset[str]

    def relation(self, wanted: Collection[str]) -> Verdict:
        """MET when it is one of `wanted` or below one, UNKNOWN when it is above one or may be one, else NOT_MET."""
        if not wanted:
            return Verdict.NOT_MET
        if not self.lineage.isdisjoint(wanted):
            return Verdict.MET
        return Verdict.NOT_MET if self.below.isdisjoint(wanted) else Verdict.UNKNOWN


def standing(context: Context, code: str) -> Standing | None:
    """Where a code stands; None when the vocabulary does not hold it."""
    diseases = context.vocab.diseases
    found: Standing | None = diseases.standings.get(code)
    if found is None and code in diseases.entries:
        above = (code, *NOT_SPECIFIED.get(code, ()))
        below = frozenset[str]().union(*(diseases.below(a) for a in above))
        found = diseases.standings[code] = Standing(frozenset(diseases.lineage(code)), below, diseases.codes)
    return found


def holding(context: Context, code: str, wanted: Iterable[str]) -> tuple[str, ...]:
    """Those of `wanted` that a tumor type is, or stands below."""
    lineage = set(context.vocab.diseases.lineage(code))
    return tuple(w for w in wanted if w in lineage)


def stated_states(case: Case) -> frozenset[str]:
    """States that the record gives, with those they imply (relapsed is relapsed or refractory)."""
    stated = case.diagnosis.states
    return stated.union(*(IMPLIED_STATES.get(s, frozenset()) for s in sorted(stated)))


def denied_states(case: Case) -> frozenset[str]:
    """States that the record excludes, in so many words or by an opposite that it states."""
    stated = case.diagnosis.states
    opposites = (OPPOSITES.get(s, frozenset()) for s in sorted(stated))
    return case.diagnosis.not_states.union(*opposites) - stated_states(case)


@dataclass(frozen=True, slots=True)
class Histologies:
    """Classes that hold, classes that are excluded by them, and what they rest on."""

    classes: frozenset[str]
    denied: frozenset[str]
    used: frozenset[str]
    assumed: bool = False
    mixed: bool = False


def histologies(case: Case, context: Context) -> Histologies:
    """The recorded classes with what they imply, else the class that the disease code states."""
    recorded = case.diagnosis.histology
    assumed = False
    if not recorded and case.diagnosis.disease is not None:
        codes = context.vocab.diseases.lineage(case.diagnosis.disease.code)
        implied = next((HISTOLOGY_OF_CODE[c] for c in codes if c in HISTOLOGY_OF_CODE), "")
        if implied:
            recorded, assumed = frozenset({implied}), True
    classes = set(recorded)
    if recorded and recorded <= _NOT_SQUAMOUS:
        classes.add("non_squamous")
    main = recorded - {"non_squamous"}
    denied: set[str] = set()
    if main:
        denied = set(_ALL_CLASSES - classes)
        if "adenosquamous" in main:
            denied -= {"adenocarcinoma", "squamous", "non_squamous"}
    elif "non_squamous" in classes:
        denied = {"squamous"}
    used = frozenset({"diagnosis.disease" if assumed else "diagnosis.histology"})
    return Histologies(frozenset(classes), frozenset(denied), used, assumed, len(main) > 1)


_ALL_CLASSES = frozenset(
    [
        "squamous",
        "non_squamous",
        "adenocarcinoma",
        "small_cell",
        "large_cell",
        "neuroendocrine",
        "mucinous",
        "lobular",
        "adenosquamous",
        "sarcomatoid",
    ]
)


def is_stage(text: str) -> bool:
    """Whether a text is a stage group in Roman numerals, with or without its sub-stage, and nothing else."""
    found = _STAGE.match(_plain_stage(text))
    return found is not None and not found[3]


def stage_relation(stage: str, wanted: Iterable[str]) -> Verdict:
    """MET for an equal or finer stage, UNKNOWN when the recorded one is coarser than a wanted one or no stage group, else NOT_MET."""
    own = _parts(stage)
    if own is None:
        return Verdict.UNKNOWN
    asked = [_parts(w) for w in wanted]
    if None in asked:
        return Verdict.UNKNOWN
    known = [a for a in asked if a is not None]
    if any(own[0] == group and own[1].startswith(detail) for group, detail in known):
        return Verdict.MET
    coarser = any(own[0] == group and detail.startswith(own[1]) for group, detail in known)
    return Verdict.UNKNOWN if coarser else Verdict.NOT_MET


def _plain_stage(text: str) -> str:
    return text.strip().upper().removeprefix("STAGE").strip()


def _parts(stage: str) -> tuple[str, str] | None:
    """Group and sub-stage; None for what is no stage group in Roman numerals, or names two of them ("III or IV")."""
    found = _STAGE.match(_plain_stage(stage))
    return None if found is None or _ANOTHER.search(found[3]) else (found[1], found[2])
