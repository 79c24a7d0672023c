"""Numbers of criteria that a slip would explain: a unit that no value has, a limit in another unit, one on the wrong side.

What is usual is wider than any protocol we know (`vocab.eligibility_limits`), so that it is a doubt and no error; a unit that
does not convert is an error, since nobody's value can answer the question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tumorboard.criteria import combinators as c
from tumorboard.criteria.base import Leaf
from tumorboard.criteria.labs import LLN, ULN
from tumorboard.criteria.leaves.age_between import AgeBetween
from tumorboard.criteria.leaves.hrd_positive import HrdPositive
from tumorboard.criteria.leaves.lab_between import LabBetween
from tumorboard.criteria.leaves.lab_index_between import LabIndexBetween
from tumorboard.criteria.leaves.pd_l1_between import PdL1Between
from tumorboard.criteria.leaves.qtcf_at_most import QtcfAtMost
from tumorboard.formats.trials.spelling import nearest
from tumorboard.issues import Severity
from tumorboard.model.verdict import Criterion
from tumorboard.reasons import Param
from tumorboard.vocab import Vocabulary
from tumorboard.vocab.analytes import factor, units_of
from tumorboard.vocab.eligibility_limits import EligibilityLimits, UsualLimits

UNITS_NAMED = 4
_DECIDES_NOTHING = frozenset({"TRL033"})

Numbers = Iterable[tuple[str, float | None]]


@dataclass(frozen=True, slots=True)
class Doubt:
    """An issue code with its parameters."""

    code: str
    params: tuple[tuple[str, Param], ...]

    @classmethod
    def of(cls, code: str, **params: Param) -> Doubt:
        """A doubt with parameters by name."""
        return cls(code, tuple(params.items()))

    @property
    def severity(self) -> Severity:
        """An error where nobody's facts can answer the question."""
        return Severity.ERROR if self.code in _DECIDES_NOTHING else Severity.WARNING


def doubtful(asks: Criterion, vocab: Vocabulary) -> tuple[Doubt, ...]:
    """Every doubt about a number of the criterion, once each."""
    return tuple(dict.fromkeys(_found(asks, vocab)))


def _found(asks: Criterion, vocab: Vocabulary) -> Iterator[Doubt]:
    held = list(_signed(asks, True))
    limited = [leaf for leaf, _ in held if isinstance(leaf, LabBetween)]
    for leaf, sign in held:
        if isinstance(leaf, LabBetween):
            yield from _laboratory(leaf, vocab)
            yield from _side(leaf, sign, limited, vocab)
        yield from _others(leaf)


def _signed(asks: Criterion, sign: bool | None) -> Iterator[tuple[Leaf, bool | None]]:
    """The leaves, with whether each must hold (True) or must not (False) for the criterion; None where it is but a condition."""
    match asks:
        case c.Not(part):
            yield from _signed(part, None if sign is None else not sign)
        case c.If(condition, then, otherwise):
            yield from _signed(condition, None)
            yield from _signed(then, sign)
            yield from _signed(otherwise, sign)
        case c.FlagIf(part):
            yield from _signed(part, None)
        case _ if isinstance(asks, c.COMBINATORS):
            for part in c.children(asks):
                yield from _signed(part, sign)
        case _:
            yield asks, sign  # type: ignore[misc]


def _laboratory(leaf: LabBetween, vocab: Vocabulary) -> Iterator[Doubt]:
    """A unit that does not convert, and limits that are usual in another one."""
    entry = vocab.analytes.entries.get(leaf.analyte)
    if entry is None:
        return  # told as a name
    units = units_of(vocab.analytes, vocab.units, leaf.analyte)
    relative = leaf.unit in {ULN, LLN}
    by = 1.0 if relative or not leaf.unit else factor(vocab.analytes, vocab.units, leaf.analyte, leaf.unit)
    if by is None:
        near = nearest(leaf.unit, (*units, ULN, LLN)) or units
        yield Doubt.of("TRL033", unit=leaf.unit, analyte=leaf.analyte, near=near[:UNITS_NAMED])
        return
    usual = EligibilityLimits.load().entries
    own, held = usual.get(leaf.analyte), usual.get(leaf.unit if relative else leaf.analyte)
    if own is None or held is None:
        return
    unit = leaf.unit or entry.unit
    for number in (leaf.min, leaf.max):
        if number is not None and number != 0 and not held.holds(number * by):
            near = tuple(
                u for u in units if own.holds(number * (factor(vocab.analytes, vocab.units, leaf.analyte, u) or 0))
            )
            if not relative and own.side == "most" and usual[ULN].holds(number):
                near = (*near, ULN)
            yield _unusual(leaf.analyte, number, unit, held, tuple(u for u in near if u != unit), by)


def _side(leaf: LabBetween, sign: bool | None, others: Iterable[LabBetween], vocab: Vocabulary) -> Iterator[Doubt]:
    """Organ function asked from the side on which it is bad: ``LabBetween("ALT", 3, unit="xULN")`` is *at least* three times."""
    known = EligibilityLimits.load().entries.get(leaf.analyte)
    entry = vocab.analytes.entries.get(leaf.analyte)
    if (
        known is None
        or entry is None
        or sign is None
        or not known.side
        or (leaf.min is not None and leaf.max is not None)
    ):
        return
    from_below = (leaf.min is not None) is sign  # what a patient who enters has: at least so much
    if known.side == ("least" if from_below else "most"):
        return
    if leaf.unit == (LLN if from_below else ULN):
        return  # not below normal, not above normal
    if any(o.analyte == leaf.analyte and o is not leaf for o in others):
        return  # limited from the other side too
    number = leaf.min if leaf.min is not None else leaf.max
    said = f"{number:g} {leaf.unit or entry.unit}"
    yield Doubt.of("TRL035" if from_below else "TRL036", analyte=leaf.analyte, said=said)


def _others(leaf: Leaf) -> Iterator[Doubt]:
    """Limits of everything but laboratory values, by the name of the leaf and its field."""
    usual = EligibilityLimits.load().entries
    numbers: Numbers
    match leaf:
        case AgeBetween() | PdL1Between():
            least = leaf.min if isinstance(leaf, AgeBetween) or leaf.min != 0 else None
            # up to 0.99 % is what "below 1 %" becomes
            most = leaf.max if isinstance(leaf, AgeBetween) or (leaf.max or 0) >= 1 else None
            numbers = [(leaf.name, least), (leaf.name, most)]
        case QtcfAtMost():
            numbers = [(leaf.name, leaf.max), (leaf.name, leaf.max_female)]
        case LabIndexBetween():
            numbers = [(leaf.index, leaf.min), (leaf.index, leaf.max)]
        case HrdPositive():
            numbers = [(f"HrdPositive.cutoff:{leaf.method.casefold()}", leaf.cutoff)]
        case _:
            numbers = _by_field(leaf)
    for what, number in numbers:
        held = usual.get(what)
        if held is not None and number is not None and not held.holds(number):
            yield _unusual(what, number, held.unit, held, (), 1.0)


def _by_field(leaf: Leaf) -> Iterator[tuple[str, float | None]]:
    for what, field in _fields().get(leaf.name, ()):
        number = getattr(leaf, field)
        yield what, number if number != 0 else None


@lru_cache(maxsize=1)
def _fields() -> Mapping[str, list[tuple[str, str]]]:
    """Name of a leaf -> its rows of the table, each with the field that it limits."""
    found: dict[str, list[tuple[str, str]]] = {}
    for what in EligibilityLimits.load().entries:
        name, _, field = what.partition(".")
        if field and ":" not in field:
            found.setdefault(name, []).append((what, field))
    return found


def _told(number: float) -> str:
    """To three digits: 26.5, 100000."""
    return f"{float(f'{number:.3g}'):g}"


def _unusual(what: str, number: float, unit: str, held: UsualLimits, near: tuple[str, ...], by: float) -> Doubt:
    """A limit beyond the usual ones, told in the unit in which it is written."""
    said, most = (f"{_told(n)} {unit}".removesuffix(" 1") for n in (number, held.most / by))
    least = _told(held.least / by)
    if not near:
        return Doubt.of("TRL039", what=what, said=said, least=least, most=most)
    return Doubt.of("TRL034", what=what, said=said, least=least, most=most, near=near[:UNITS_NAMED])
