"""What differs between two versions of the facts of a case, or between two decisions, as lines for a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from tumorboard.model.case import Case
from tumorboard.model.registry import Decision
from tumorboard.report import facts
from tumorboard.report.values import Term, Text


@dataclass(frozen=True, slots=True)
class Difference:
    """One line: what, whether it came, went or changed (a term), before and after."""

    what: Text
    happened: str
    before: Text = ()
    after: Text = ()


_TOLD_ALONE = frozenset({"id", "sources", "findings", "completeness", "uninterpretable", "not_interpretable_count"})
_ALTERATIONS = frozenset({"variants", "copy_numbers", "fusions", "splice_events"})


def of_facts(before: Case, after: Case) -> tuple[Difference, ...]:
    """Alterations, measurements and courses that came or went, by name; other families that are not what they were."""
    found = [
        *_came_and_went(_names(before), _names(after)),
        *_came_and_went(_courses(before), _courses(after)),
        *_families(before, after),
    ]
    return tuple(found)


def _names(case: Case) -> list[Text]:
    return [*(facts.name(a) for _, a in facts.alterations(case)), *(facts.biomarker(b) for b in case.biomarkers)]


def _courses(case: Case) -> list[Text]:
    return [(*facts.course(c), f" {c.start or '?'} – {c.stop or ''} {c.best_response}".rstrip()) for c in case.courses]


def _came_and_went(old: list[Text], new: list[Text]) -> Iterator[Difference]:
    for name in facts.unique(old):
        if name not in new:
            yield Difference(name, "page.difference.gone", before=(Term("page.there"),))
    for name in facts.unique(new):
        if name not in old:
            yield Difference(name, "page.difference.new", after=(Term("page.there"),))


def _families(before: Case, after: Case) -> Iterator[Difference]:
    """Families that are told as a whole: how many facts they hold, or the value where it is one."""
    for f in fields(Case):
        if f.name in _TOLD_ALONE | _ALTERATIONS | {"biomarkers", "courses"}:
            continue
        old, new = getattr(before, f.name), getattr(after, f.name)
        if old != new:
            sides = (_size(old), _size(new))
            yield Difference((Term(f"page.family.{f.name}"),), "page.difference.changed", *sides)


def _size(value: object) -> Text:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, tuple | dict | frozenset):
        return (str(len(value)),)
    return ()


def of_decisions(before: Decision, after: Decision) -> tuple[Difference, ...]:
    """What another decision says otherwise: verdicts by regimen, the summary, who took part."""
    old = {c.therapies: (c.verdict, c.reason) for c in before.choices}
    new = {c.therapies: (c.verdict, c.reason) for c in after.choices}
    found = []
    for regimen in dict.fromkeys((*old, *new)):
        if old.get(regimen) != new.get(regimen):
            happened = "new" if regimen not in old else "gone" if regimen not in new else "changed"
            sides = (_choice(old.get(regimen)), _choice(new.get(regimen)))
            found.append(Difference(facts.regimen(regimen), f"page.difference.{happened}", *sides))
    if before.summary != after.summary:
        found.append(
            Difference((Term("page.summary"),), "page.difference.changed", (before.summary,), (after.summary,))
        )
    if before.took_part != after.took_part:
        people = [(", ".join(a.name for a in d.took_part),) for d in (before, after)]
        found.append(Difference((Term("page.took_part"),), "page.difference.changed", *people))
    return tuple(found)


def _choice(told: tuple[str, str] | None) -> Text:
    if told is None:
        return ()
    verdict, reason = told
    return (Term(f"page.verdict.{verdict}"), f" ({reason})" if reason else "")
