"""What is wrong with a whole trial: criteria that contradict one another, empty ones, names that no table has, doubled numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tumorboard.criteria import combinators as c
from tumorboard.criteria.leaves.manual import Manual
from tumorboard.criteria.leaves.sex_is import SexIs
from tumorboard.formats.trials import limits, names, residues
from tumorboard.formats.trials.own import numbers
from tumorboard.formats.trials.own.entries import Notes, dotted
from tumorboard.formats.trials.spelling import nearest
from tumorboard.issues import Severity
from tumorboard.model.trial import Trial, TrialCriterion, TrialPart, TrialSite
from tumorboard.model.verdict import Criterion
from tumorboard.trials import conflicts
from tumorboard.vocab import Vocabulary
from tumorboard.wire.yaml_text import Path


@dataclass(frozen=True, slots=True)
class Compared:
    """A conjunct with the number and the place of the criterion that asks it."""

    asks: Criterion
    number: str
    path: Path


@dataclass(frozen=True, slots=True)
class Above:
    """What holds for a part from its parents, nearest last: conjuncts with the number that asks them, and the status."""

    asked: tuple[dict[Criterion, str], ...] = ()
    compared: tuple[Compared, ...] = ()
    numbers: tuple[frozenset[str], ...] = ()
    open: bool = True


def checked(trial: Trial, notes: Notes, vocab: Vocabulary) -> None:
    """Adds every issue of the trial as a whole."""
    numbers.checked(trial, notes)
    above = _level(trial.criteria, (), Above(), notes, vocab)
    _sites(trial.sites, (), notes)
    if trial.status in {"closed", "paused"}:
        above = Above(above.asked, above.compared, above.numbers, open=False)
    if not trial.criteria and not any(p.criteria for p in trial.every_part()):
        notes.add("TRL022", (), Severity.WARNING)
    if trial.titles and "en" not in trial.titles:
        notes.add("TRL023", ("title",), Severity.WARNING)
    todo = _below(trial.parts, (), above)
    while todo:
        part, path, held = todo.pop()
        here = _level(part.criteria, path, held, notes, vocab)
        _sites(part.sites, path, notes)
        _part(part, path, held, notes, vocab)
        here = Above(here.asked, here.compared, here.numbers, held.open and part.status not in {"closed", "paused"})
        todo += _below(part.parts, path, here)


def _below(parts: tuple[TrialPart, ...], path: Path, above: Above) -> list[tuple[TrialPart, Path, Above]]:
    """The parts as a stack, so that they are taken in document order."""
    return [(part, (*path, "parts", at), above) for at, part in reversed(list(enumerate(parts)))]


def _part(part: TrialPart, path: Path, above: Above, notes: Notes, vocab: Vocabulary) -> None:
    if part.status == "open" and not above.open:
        notes.add("TRL020", (*path, "status"), Severity.WARNING)
    for at, drug in enumerate(part.therapies):
        if vocab.therapies.resolve(drug) is None:
            near = nearest(drug, vocab.therapies.entries)
            notes.add("TRL021", (*path, "drugs", at), Severity.INFO, name=drug, near=near)


def _sites(sites: Iterable[TrialSite], path: Path, notes: Notes) -> None:
    seen = set()
    for at, site in enumerate(sites):
        if (site.name, site.country, site.city) in seen:
            notes.add("TRL008", (*path, "sites", at), Severity.WARNING, id=site.name)
        seen.add((site.name, site.country, site.city))


def _level(criteria: tuple[TrialCriterion, ...], path: Path, above: Above, notes: Notes, vocab: Vocabulary) -> Above:
    """The criteria of the trial or of one part, held against each other and against those of the parents."""
    own: dict[Criterion, str] = {}
    taken: set[str] = set()
    compared = list(above.compared)
    out: list[tuple[Compared | None, Compared]] = []
    for at, criterion in enumerate(criteria):
        here = (*path, "criteria", at)
        _number(criterion.reference, here, (*above.numbers, frozenset(taken)), notes)
        taken.add(criterion.reference)
        _words(criterion.asks, here, notes, vocab)
        told = criterion.reference or str(at + 1)
        for asked in conflicts.conjuncts(criterion.asks):
            other = _contrary(asked, (*above.asked, own))
            if other is not None:
                notes.add("TRL017", here, one=other, other=told)
            own.setdefault(asked, told)
            if not isinstance(asked, Manual):
                one = Compared(asked, told, here)
                # what contradicts is left out of what later ones are held against, so that each slip is told, and once
                if other is None and not _apart(compared, one, out, notes, vocab):
                    compared.append(one)
    return Above((*above.asked, own), tuple(compared), (*above.numbers, frozenset(taken)), above.open)


def _number(number: str, path: Path, taken: tuple[frozenset[str], ...], notes: Notes) -> None:
    if number and any(number in t for t in taken):
        notes.add("TRL008", (*path, "number"), Severity.WARNING, id=number)


def _words(asks: Criterion, path: Path, notes: Notes, vocab: Vocabulary) -> None:
    """Empty combinators, and names that no table has: both are read, and neither says what was meant."""
    for part in _every(asks):
        if isinstance(part, c.All | c.Any) and not part.parts:
            code = "TRL025" if isinstance(part, c.Any) else "TRL024"
            notes.add(code, path, Severity.ERROR if isinstance(part, c.Any) else Severity.WARNING)
    both = {p.part.sex for p in conflicts.conjuncts(asks) if isinstance(p, c.Not) and isinstance(p.part, SexIs)}
    if len(both) > 1:
        notes.add("TRL028", path)
    for doubt in residues.impossible(asks, vocab):
        params = {"gene": doubt.gene, "said": doubt.said, "known": doubt.known}
        notes.add(doubt.code, path, Severity.WARNING, **params)
    for number in limits.doubtful(asks, vocab):
        notes.add(number.code, path, number.severity, **dict(number.params))
    for unknown in names.unknown(asks, vocab):
        severity = Severity.ERROR if unknown.kind in names.CLOSED else Severity.WARNING
        notes.add("TRL019", path, severity, kind=f"name.{unknown.kind}", name=unknown.name, near=unknown.near)


def _apart(
    before: list[Compared], one: Compared, out: list[tuple[Compared | None, Compared]], notes: Notes, vocab: Vocabulary
) -> bool:
    """Whether a conjunct and those before it exclude one another; told with the one of them, where one alone does.

    Parameters
    ----------
    out
        What was told here already: an earlier conjunct with the one that it excludes.  One more that is at peace with the latter is
        the same contradiction.
    """
    if not conflicts.excluding([*(b.asks for b in before), one.asks], vocab):
        return False
    other = next((b for b in before if conflicts.excluding([b.asks, one.asks], vocab)), None)
    if other is not None and any(o is other and not conflicts.excluding([x.asks, one.asks], vocab) for o, x in out):
        return True
    out.append((other, one))
    if conflicts.excluding([one.asks], vocab) or (other is not None and other.path == one.path):
        notes.add("TRL027", one.path, number=one.number)
    elif other is not None:
        # numbers count within a part, so that two may have the same
        named = other.number if other.number != one.number else dotted(other.path)
        notes.add("TRL018", one.path, one=named, other=one.number)
    else:
        notes.add("TRL029", one.path, number=one.number)
    return True


def _contrary(asked: Criterion, held: tuple[dict[Criterion, str], ...]) -> str | None:
    """The number of a criterion that asks for the opposite; None when there is none."""
    opposite = asked.part if isinstance(asked, c.Not) else c.Not(asked)
    return next((h[opposite] for h in held if opposite in h), None)


def _every(asks: Criterion) -> Iterator[Criterion]:
    yield asks
    for part in c.children(asks):
        yield from _every(part)
