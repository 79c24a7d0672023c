"""Lines of eligibility that say exactly what one criterion asks, and nothing beside it.

Only a line that is one of these phrases from its first to its last letter becomes a criterion: a line with any further word
stays a question for a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tumorboard.criteria.combinators import Any
from tumorboard.criteria.leaves.age_between import AgeBetween
from tumorboard.criteria.leaves.ecog_at_most import EcogAtMost
from tumorboard.criteria.leaves.lab_between import LabBetween
from tumorboard.criteria.leaves.measurable_disease import MeasurableDisease
from tumorboard.criteria.leaves.statement_holds import StatementHolds
from tumorboard.model.verdict import Criterion

Make = Callable[[re.Match[str]], Criterion | None]
_LEAST = r"(?:≥|>=|at least|greater than or equal to)"
_ECOG = (
    r"(?:eastern cooperative oncology group\s*(?:\(ecog\))?|ecog)\s*(?:performance (?:status|score))?\s*(?:\(?ps\)?)?"
    r"\s*(?:score)?\s*(?:of)?\s*:?\s*"
)
_PER_VOLUME = r"\s*(?:cells)?\s*/\s*(?:µl|μl|ul|mm\^?3|mm³|mcl|microliter)"
_GIGA = r"\s*(?:x|×)\s*10\^?(?:9|⁹)\s*/\s*l"


def _age(match: re.Match[str]) -> Criterion | None:
    return AgeBetween(min=int(match[1]))


def _ecog(match: re.Match[str]) -> Criterion | None:
    return EcogAtMost(int(match[1]))


def _count(analyte: str, scale: float) -> Make:
    def make(match: re.Match[str]) -> Criterion | None:
        return LabBetween(analyte, min=float(match[1].replace(",", "")) * scale)

    return make


_NEUTROPHILS = r"(?:absolute )?neutrophil(?: count|s)?\s*(?:\(anc\))?\s*" + _LEAST
_PLATELETS = r"platelets?(?: count)?\s*" + _LEAST
_NUMBER = r"\s*([0-9][0-9,]*(?:\.[0-9]+)?)"
PHRASES: tuple[tuple[str, Make], ...] = (
    (rf"(?:aged?|age)?\s*{_LEAST}\s*([0-9]{{1,2}}) years(?: of age| old)?(?: or older)?", _age),
    (r"([0-9]{1,2}) years of age or older", _age),
    (rf"{_ECOG}(?:0\s*(?:-|–|to|or)\s*|(?:≤|<=|less than or equal to|at most)\s*)([1-4])", _ecog),
    (rf"{_ECOG}0, 1,? or (2)", _ecog),
    (
        r"measurable disease(?:,? (?:by|per|as defined by|according to|based on) recist(?: v(?:ersion)?\.?)? ?(?:1\.1)?)?",
        lambda match: Any((MeasurableDisease(), StatementHolds("measurable_disease"))),
    ),
    (_NEUTROPHILS + _NUMBER + _PER_VOLUME, _count("neutrophils", 0.001)),
    (_NEUTROPHILS + _NUMBER + _GIGA, _count("neutrophils", 1.0)),
    (_PLATELETS + _NUMBER + _PER_VOLUME, _count("platelets", 0.001)),
    (_PLATELETS + _NUMBER + _GIGA, _count("platelets", 1.0)),
    (rf"ha?emoglobin(?: \(hb\))?\s*{_LEAST}{_NUMBER}\s*g/dl", _count("hemoglobin", 1.0)),
)
_COMPILED = tuple((re.compile(phrase), make) for phrase, make in PHRASES)


def criterion(text: str) -> Criterion | None:
    """The criterion of a line; None where a person has to read it.

    Examples
    --------
    >>> criterion("ECOG performance status 0-1."), criterion("ECOG 0-1 within 7 days"), criterion("Platelets ≥ 100,000/ mm3")
    (EcogAtMost(limit=1, at_least=0), None, LabBetween(analyte='platelets', min=100.0, max=None, unit='', within_days=None))
    """
    plain = " ".join(text.lower().split()).rstrip(" .;")
    for phrase, make in _COMPILED:
        match = phrase.fullmatch(plain)
        if match is not None:
            return make(match)
    return None
