"""What another release of knowledge changes for one case: options that came, went, rose, fell, and in which order to look.

Two assessments of one case on one date are compared regimen by regimen.  What a change weighs is a published tuple, smallest
first: whether anything but the supporting statements changed, the kind of support of the stronger side (`evidence.buckets`,
own tumor before others, approved before studied), what happened (an option lost before one gained, before one graded
otherwise), the regimen.  A case weighs what its weightiest change weighs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tumorboard.evidence import buckets
from tumorboard.model.assessment import Assessment, Grade, MarkerStatement, TherapyOption

# What happened to a regimen, weightiest first.
HAPPENED = (
    "lost",  # was an option, is none: nothing supports it any more, or it is rejected now
    "resistance_found",  # an expectation of resistance that was not there
    "gained",  # is an option, was none
    "resistance_gone",
    "contradicted",  # reasons against it, or conflicts between sources, that were not there
    "fell",
    "rose",
    "uncontradicted",
    "marker_found",  # a diagnostic or prognostic statement
    "marker_gone",
    "supported_otherwise",  # the same place, by other statements
)


@dataclass(frozen=True, slots=True)
class OptionChange:
    """One regimen (or marker statement) before and after; `details` are the codes and values that differ."""

    happened: str
    regimen: tuple[str, ...]
    before: str  # bucket and grades; empty when there was nothing
    after: str
    bucket: str
    details: tuple[str, ...] = ()

    @property
    def weight(self) -> tuple[bool, int, int, tuple[str, ...]]:
        """The sort key: no more than other support, kind of support, what happened, regimen."""
        place = buckets.place(self.bucket) if self.bucket else len(buckets.BUCKETS)
        return self.happened == HAPPENED[-1], place, HAPPENED.index(self.happened), self.regimen


def changes(before: Assessment, after: Assessment) -> tuple[OptionChange, ...]:
    """Every change between two assessments of one case, weightiest first."""
    found = [
        *_options(_by_regimen(before.options), _by_regimen(after.options)),
        *_resistance(_by_regimen(before.resistance), _by_regimen(after.resistance)),
        *_markers(before.markers, after.markers),
    ]
    return tuple(sorted(found, key=lambda c: c.weight))


def _by_regimen(options: Sequence[TherapyOption]) -> dict[tuple[str, ...], TherapyOption]:
    return {named(o): o for o in options if o.kept}


def named(option: TherapyOption) -> tuple[str, ...]:
    """What a change calls the option: its agents, or its class of agents."""
    return option.therapies or (f"class {option.matches[0].therapy_class}" if option.matches else "",)


def _options(
    before: Mapping[tuple[str, ...], TherapyOption], after: Mapping[tuple[str, ...], TherapyOption]
) -> list[OptionChange]:
    found = []
    for regimen in sorted(before.keys() | after.keys()):
        old, new = before.get(regimen), after.get(regimen)
        if old is not None and new is not None:
            found += _both(regimen, old, new)
        elif old is not None:
            found.append(OptionChange("lost", regimen, _told(old), "", old.bucket, _sources(old)))
        elif new is not None:
            found.append(OptionChange("gained", regimen, "", _told(new), new.bucket, _sources(new)))
    return found


def _both(regimen: tuple[str, ...], old: TherapyOption, new: TherapyOption) -> list[OptionChange]:
    """One kind of change for each of: place, contradiction, support; the support alone only where nothing else changed."""
    stronger = min(old.bucket, new.bucket, key=buckets.place)
    told = (_told(old), _told(new))
    found = []
    if told[0] != told[1]:
        fell = _standing(new) > _standing(old)
        details = tuple(f"{a.scheme} {a.value or '-'} -> {b.value or '-'}" for a, b in _graded(old, new))
        found.append(OptionChange("fell" if fell else "rose", regimen, *told, stronger, details))
    against = {r.code for r in (*old.against, *old.conflicts)}, {r.code for r in (*new.against, *new.conflicts)}
    for what, codes in (("contradicted", against[1] - against[0]), ("uncontradicted", against[0] - against[1])):
        if codes:
            found.append(OptionChange(what, regimen, *told, stronger, tuple(sorted(codes))))
    if not found and _sources(old) != _sources(new):
        moved = tuple(sorted(set(_sources(old)) ^ set(_sources(new))))
        return [OptionChange("supported_otherwise", regimen, *told, stronger, moved)]
    return found


def _standing(option: TherapyOption) -> tuple[int, tuple[str, ...], int]:
    return buckets.place(option.bucket), tuple(g.value or "~" for g in option.grades), -option.verdict.value


def _graded(old: TherapyOption, new: TherapyOption) -> list[tuple[Grade, Grade]]:
    pairs = zip(old.grades, new.grades, strict=False)
    return [(a, b) for a, b in pairs if a.scheme == b.scheme and a.value != b.value]


def _resistance(
    before: Mapping[tuple[str, ...], TherapyOption], after: Mapping[tuple[str, ...], TherapyOption]
) -> list[OptionChange]:
    found = [
        OptionChange("resistance_found", r, "", _told(after[r]), after[r].bucket, _sources(after[r]))
        for r in sorted(after.keys() - before.keys())
    ]
    found += [
        OptionChange("resistance_gone", r, _told(before[r]), "", before[r].bucket, _sources(before[r]))
        for r in sorted(before.keys() - after.keys())
    ]
    return found


def _markers(before: Sequence[MarkerStatement], after: Sequence[MarkerStatement]) -> list[OptionChange]:
    old = {(m.source, m.statement): m for m in before}
    new = {(m.source, m.statement): m for m in after}
    found = []
    for what, mine, other in (("marker_found", new, old), ("marker_gone", old, new)):
        for key in sorted(mine.keys() - other.keys()):
            said = f"{mine[key].predicate} {mine[key].direction}"
            sides = ("", said) if what == "marker_found" else (said, "")
            found.append(OptionChange(what, (mine[key].statement,), *sides, ""))
    return found


def _told(option: TherapyOption) -> str:
    grades = " ".join(f"{g.scheme} {g.value}" for g in option.grades if g.value)
    return f"{option.bucket} {option.verdict.name.lower()} {grades}".strip()


def _sources(option: TherapyOption) -> tuple[str, ...]:
    return tuple(sorted({m.statement for m in option.matches}))
