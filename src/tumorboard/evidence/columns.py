"""The ledger of many patients at once: how every statement fares, by what the patients have in common.

Every statement is matched once for each combination of answers that occurs (`match.considered`), every regimen weighed once
for each combination of matches (`options.option`): the functions of one case, on the patient who stands for the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from tumorboard.criteria.matching import touches
from tumorboard.criteria.parts import Part, joint
from tumorboard.criteria.screen import Screen
from tumorboard.criteria.watched import Watched
from tumorboard.evidence import own_label
from tumorboard.evidence.given import Given, MarkedDoubts
from tumorboard.evidence.kinds import Kinship, kinship
from tumorboard.evidence.match import THERAPEUTIC, Matched, State, considered
from tumorboard.evidence.options import option
from tumorboard.evidence.own_tumor import denials, overlaps
from tumorboard.evidence.rank import Position, Weighed
from tumorboard.evidence.resistance import bears_on
from tumorboard.evidence.resistance_list import entry, from_elsewhere
from tumorboard.model.assessment import TherapyOption
from tumorboard.model.context import Context
from tumorboard.model.statement import Statement
from tumorboard.model.verdict import Criterion, Verdict

Regimen = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Fares:
    """A statement's match with the patients whose match it is; those whom it does not concern have none."""

    matched: Matched
    bits: int


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One option as many patients have it, unranked; `key` orders the kept ones of a patient."""

    option: TherapyOption
    bits: int
    key: tuple[tuple[Position, str], Regimen] | None = None


class ColumnLedger:
    """Options, rejected options and resistance of every patient of a screen.

    Parameters
    ----------
    statements
        Those that are held against every patient.
    by_gene
        Those of larger libraries, held only against patients with an alteration or result that they speak of.
    rejected
        Whether what was considered and rejected is wanted too; without it what does not hold is not followed up.
    """

    def __init__(
        self, screen: Screen, statements: Sequence[Statement], by_gene: Sequence[Statement], *, rejected: bool
    ) -> None:
        self._screen = screen
        self._context = screen.context
        self._rejected = rejected
        self._doubts = MarkedDoubts()
        self._touching: dict[str, int] = {}
        self._kindred: dict[Criterion, tuple[Part[Kinship], ...]] = {}
        held = {s.id: (s, False) for s in statements} | {s.id: (s, True) for s in by_gene}
        therapeutic = [held[i] for i in sorted(held) if held[i][0].predicate in THERAPEUTIC]
        self._fares = {s.id: self._faring(s, only_touching=only) for s, only in therapeutic}
        self._statements = [s for s, _ in therapeutic if self._fares[s.id]]
        self._denying = [
            s
            for s in self._statements
            if s.predicate == "sensitivity" and any(_denies(f.matched) for f in self._fares[s.id])
        ]

    def rows(self) -> Iterator[Row]:
        """Every row of every patient: kept and rejected options first, then resistance."""
        against = [s for s in self._statements if s.predicate == "resistance"]
        speaking: dict[str, list[Statement]] = {}  # by the agents and the class that they name
        for s in against:
            for key in s.therapy or (s.therapy_class,):
                speaking.setdefault(key, []).append(s)
        kept: dict[Regimen, int] = {}
        for regimen in _by_regimen(s for s in self._statements if s.predicate == "sensitivity"):
            for row in self._options(regimen, speaking):
                if row.option.kept and from_elsewhere(row.option):
                    kept[row.option.therapies] = kept.get(row.option.therapies, 0) | row.bits
                yield row
        for group in _by_regimen(against):
            yield from self._resistance(group, kept)

    def _faring(self, statement: Statement, *, only_touching: bool) -> list[Fares]:
        """Matches that are not None, each with its patients."""
        screen = self._screen
        touched = self._touched(statement)
        idle = 0 if self._rejected else self._idle(statement)
        parts = [statement.biomarker, statement.disease, statement.context, *statement.contraindications]
        if statement.yields_to is not None:
            parts.append(statement.yields_to)
        found = []
        given = Given(self._context, self._doubts)
        for touching, within in ((True, touched), (False, screen.all & ~touched)):
            within &= ~idle
            if not within or (only_touching and not touching):
                continue
            columns = [screen.evaluations(p) for p in parts]
            for met in joint(columns, within):
                answers = list(zip(parts, met.value, strict=True))
                for kind in self._kinds(statement.disease):
                    have = met.bits & kind.bits
                    given.of(answers, kind.value)
                    matched = considered(statement, given, touching=touching) if have else None
                    if matched is not None and (self._rejected or not _spent(matched)):
                        found.append(Fares(matched, have))
        return found

    def _idle(self, statement: Statement) -> int:
        """Patients without the finding whose tumor is not known to be the one spoken of: for them the match is `_spent`."""
        if statement.contraindications:
            return 0
        found, own = self._screen.masks(statement.biomarker), self._screen.masks(statement.disease)
        return self._screen.all & ~(found.met | found.unknown | own.met)

    def _touched(self, statement: Statement) -> int:
        found = 0
        for key in statement.genes:
            if key not in self._touching:
                ask = partial(_touched_by, context=self._context, key=key)
                self._touching[key] = _yes(self._screen.answers(ask, whether="variants"))
            found |= self._touching[key]
        return found

    def _kinds(self, disease: Criterion) -> tuple[Part[Kinship], ...]:
        known = self._kindred.get(disease)
        if known is None:
            known = self._kindred[disease] = self._screen.answers(
                lambda case: kinship(disease, case.as_case, self._context)
            )
        return known

    def _options(self, regimen: Sequence[Statement], against: Mapping[str, Sequence[Statement]]) -> Iterator[Row]:
        """The option of one regimen for every patient who has one."""
        within = self._concerned(regimen)
        if not within:
            return
        therapy = regimen[0].therapy
        bearing = self._bearing(therapy, against)
        denying = [s for s in self._denying if overlaps(s, therapy, self._context)]
        first, second = len(regimen), len(regimen) + len(bearing)
        columns = [self._column(s, within) for s in regimen]
        columns += [self._column(s, within, _alive) for s in bearing]
        columns += [self._column(s, within, _denies) for s in denying]
        for combination in joint(columns, within):
            matched = [m for m in combination.value[:first] if m is not None]
            against_ = [m for m in combination.value[first:second] if m is not None]
            denied = denials(m for m in combination.value[second:] if m is not None)
            if not matched:
                continue

            def ask(
                case: Watched,
                m: list[Matched] = matched,
                r: list[Matched] = against_,
                d: tuple[Matched, ...] = denied,
            ) -> _Made:
                return _Made(option(m, r, d, case.as_case, self._context, doubts=self._doubts))

            for part in self._screen.answers(ask, combination.bits):
                if part.value.made is None:
                    continue
                told, weighed = part.value.made
                if told.kept or self._rejected:
                    yield Row(told, part.bits, (weighed.key, told.therapies) if told.kept else None)

    def _bearing(self, therapy: Regimen, against: Mapping[str, Sequence[Statement]]) -> list[Statement]:
        """The resistance statements that speak of a regimen: looked for among those that name one of its agents or classes."""
        keys = {*therapy, *(k for agent in therapy for k in self._context.vocab.therapies.classes(agent))}
        near = {s.id: s for key in keys for s in against.get(key, ())}
        return [near[i] for i in sorted(near) if bears_on(self._fares[i][0].matched, therapy, self._context)]

    def _concerned(self, regimen: Sequence[Statement]) -> int:
        """Patients who may have a row."""
        found = 0
        for statement in regimen:
            for fares in self._fares[statement.id]:
                if self._rejected or fares.matched.state is State.ALIVE:
                    found |= fares.bits
        return found

    def _column(
        self, statement: Statement, within: int, wanted: Callable[[Matched], bool] | None = None
    ) -> list[Part[Matched | None]]:
        """The matches of a statement among these patients, None for the rest."""
        rest = within
        found: list[Part[Matched | None]] = []
        for fares in self._fares[statement.id]:
            if wanted is not None and not wanted(fares.matched):
                continue
            if met := fares.bits & within:
                found.append(Part(fares.matched, met))
                rest &= ~met
        return [*found, Part(None, rest)] if rest else found

    def _resistance(self, group: Sequence[Statement], kept: dict[Regimen, int]) -> Iterator[Row]:
        within = self._concerned(group)
        if not within:
            return
        spoken = self._fares[group[0].id][0].matched  # all of the group speak of one therapy
        borne = 0
        for therapies, rows in kept.items():
            if bears_on(spoken, therapies, self._context):
                borne |= rows
        for combination in joint([self._column(s, within) for s in group], within):
            matched = [m for m in combination.value if m is not None]
            if not matched:
                continue
            for named, rows in ((True, combination.bits & borne), (False, combination.bits & ~borne)):
                found = entry(matched, bears_on_option=named, context=self._context) if rows else None
                if found is not None and (found[1].kept or self._rejected):
                    yield Row(found[1], rows)


@dataclass(frozen=True, slots=True, eq=False)
class _Made:
    """An option as it was made; one is equal to itself only."""

    made: tuple[TherapyOption, Weighed] | None


def _touched_by(case: Watched, *, context: Context, key: str) -> bool:
    return touches(case.as_case, context, key)


def _alive(matched: Matched) -> bool:
    return matched.state is State.ALIVE


def _denies(matched: Matched) -> bool:
    return bool(denials((matched,)))


def _spent(matched: Matched) -> bool:
    """Whether a match can do nothing to an option that is kept."""
    if matched.state is not State.REJECTED or matched.match.verdict is not Verdict.NOT_MET:
        return False
    return not matched.contraindicated and not _denies(matched) and not own_label.governs(matched)


def _by_regimen(statements: Iterable[Statement]) -> list[list[Statement]]:
    groups: dict[Regimen, list[Statement]] = {}
    for s in statements:
        groups.setdefault(s.therapy or (f"class:{s.therapy_class}",), []).append(s)
    return [groups[key] for key in sorted(groups)]


def _yes(parts: Sequence[Part[bool]]) -> int:
    found = 0
    for part in parts:
        if part.value:
            found |= part.bits
    return found
