"""Counting cases by a criterion: a criterion built from simple questions, read with coded faults, answered in three values.

Who may see the cases sees how many they are, small counts withheld; who may not is told counts that are moved a little (`app.blurring`), of a question without
the parts that turn on a few patients (`app.small_parts`).  Every question stands in the audit log.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from tumorboard.app.blurring import blurred
from tumorboard.app.population import One, Population
from tumorboard.app.small_parts import ordered, pruned
from tumorboard.criteria import bits
from tumorboard.criteria.combinators import COMBINATORS, children
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.parameters import CriterionError
from tumorboard.criteria.parts import Masks, kleene
from tumorboard.criteria.text import parse
from tumorboard.issues import Issue, Place, Severity
from tumorboard.model.context import Context
from tumorboard.model.verdict import Criterion, Verdict
from tumorboard.report.outcomes.suppression import LEAST, parts

LONGEST = 2_000
FIELD = "criterion"


def _words(value: str) -> str:
    """Names with commas between as a list of strings."""
    return "[" + ", ".join(_quoted(w) for w in value.replace("，", ",").split(",") if w.strip()) + "]"


def _quoted(word: str) -> str:
    plain = word.strip().replace("\\", "").replace('"', "")
    return f'"{plain}"'


def _number(value: str) -> str:
    return value.strip() or "None"


def _change(value: str) -> str:
    gene, _, rest = value.strip().partition(" ")
    return f"ProteinChangeIn({_quoted(gene)}, {_words(rest)})"


def _span(value: str) -> str:
    low, _, high = value.replace("–", "-").partition("-")
    return f"{_number(low)}, {_number(high)}"


# What a form asks, in words of the catalogs, and the criterion that it becomes; the second says what is typed.
QUESTIONS: Mapping[str, tuple[Callable[[str], str], str]] = MappingProxyType({
    "disease": (lambda v: f"DiagnosisIn({_words(v)})", "LUAD, LUSC"),
    "variant": (lambda v: f'GeneAltered({_words(v)}, ["variant"], "likely_oncogenic")', "KRAS"),
    "change": (_change, "EGFR L858R"),
    "altered": (lambda v: f"GeneAltered({_words(v)})", "ERBB2"),
    "amplified": (lambda v: f"GeneAmplified({_quoted(v)})", "ERBB2"),
    "fusion": (lambda v: f"FusionIn({_words(v)})", "ALK, ROS1"),
    "germline": (lambda v: f"GermlinePathogenic({_words(v)})", "BRCA1, BRCA2"),
    "mmr": (lambda v: "MismatchRepairDeficient()", ""),
    "tmb": (lambda v: f"TmbAtLeast({_number(v)})", "10"),
    "had": (lambda v: f"HadTherapy({_words(v)})", "osimertinib"),
    "progressed": (lambda v: f"ProgressedOn({_words(v)})", "osimertinib"),
    "ecog": (lambda v: f"EcogAtMost({_number(v)})", "1"),
    "age": (lambda v: f"AgeBetween({_span(v)})", "18-65"),
    "sex": (lambda v: f"SexIs({_quoted(v)})", "female"),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    """A criterion, or the fault of its text."""

    criterion: Criterion | None
    issue: Issue | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """How many cases: MET, UNKNOWN, NOT_MET, and never interpreted, which is not asked; None where a count is withheld.

    `met` are the cases themselves, for who may see cases; where the counts are not `exact` there are none.
    """

    n: int | None
    counts: tuple[int | None, ...]
    met: tuple[One, ...]
    exact: bool = True


def added(text: str, question: str, value: str, *, joint: str = "and", denied: bool = False) -> str:
    """The text of a criterion with one more question; `joint` is ``and`` or ``or``."""
    make, _ = QUESTIONS[question]
    part = make(value)
    part = f"not {part}" if denied else part
    if not text.strip():
        return part
    held = f"({text.strip()})" if _loose(text, joint) else text.strip()
    return f"{held} {'or' if joint == 'or' else 'and'} {part}"


def _loose(text: str, joint: str) -> bool:
    """Whether the text holds the other joint, so that it must stand in brackets."""
    return (" or " if joint == "and" else " and ") in f" {text} "


def read(text: str) -> Read:
    """The criterion of a text; names of genes, tumors and drugs are checked as the leaves check them."""
    if len(text) > LONGEST:
        return Read(None, _issue(CriterionError("CRT001", "too long", limit=LONGEST)))
    try:
        return Read(parse(text, LEAVES))
    except CriterionError as error:
        return Read(None, _issue(error))


def _issue(error: CriterionError) -> Issue:
    params = {**error.params, "column": error.column, "message": error.text}
    return Issue.of(error.code, Severity.ERROR, Place(FIELD), **params)


def answered(
    found: Population, criterion: Criterion, context: Context, *, least: int = LEAST, key: bytes | None = None
) -> Answer:
    """The counts of a criterion; every question in it is asked of all cases at once (`app.counting`).

    Parameters
    ----------
    key
        The secret of the registry (`app.blurring`): counts for who may not see cases.  None for who may.
    """
    n = len(found.cases)
    if n < least:
        return Answer(None, (None,) * 4, (), key is None)
    everyone = bits.every(n)
    asked = bits.of_rows((r for r, c in enumerate(found.cases) if c.case is not None), n)
    seen: dict[Criterion, Masks] = {}

    def masks(one: Criterion) -> Masks:
        if one not in seen:
            seen[one] = _masks(found, one, context, everyone)
        return seen[one]

    if key is not None:
        criterion = pruned(criterion, masks, asked, least)
    told = masks(criterion)
    met, unknown = told.met & asked, told.unknown & asked
    groups = (met, unknown, asked & ~met & ~unknown, everyone & ~asked)
    if key is not None:
        names = [[found.cases[r].head.case for r in bits.rows_of(g)] for g in groups]
        said = ordered(criterion)
        return Answer(n, tuple(blurred(group, key, least, said) for group in names), (), False)
    counts = [g.bit_count() for g in groups]
    # Who was never interpreted is the same for every question, so that it can hide no other count.
    shown = (*parts(counts[:3], least), *parts(counts[3:], least))
    return Answer(n, shown, tuple(found.cases[r] for r in bits.rows_of(met)))


def _masks(found: Population, criterion: Criterion, context: Context, everyone: int) -> Masks:
    """The cases for which it is MET and UNKNOWN, as sets of their places."""
    if isinstance(criterion, COMBINATORS):
        return kleene(criterion, [_masks(found, p, context, everyone) for p in children(criterion)], everyone)
    said = found.verdicts(criterion, context)
    return Masks(_set(said == Verdict.MET.rank), _set(said == Verdict.UNKNOWN.rank))


def _set(chosen: NDArray[np.bool_]) -> int:
    return int.from_bytes(np.packbits(chosen, bitorder="little").tobytes(), "little")
