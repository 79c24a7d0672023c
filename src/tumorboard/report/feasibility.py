"""The page of a feasibility count: the attrition picture, the criteria by what they cost, centers and countries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from tumorboard.criteria.text import to_text
from tumorboard.model.trial import Trial
from tumorboard.reasons import Reason
from tumorboard.report.criterion_label import label
from tumorboard.report.values import (
    Bar,
    Block,
    Cell,
    Chart,
    Code,
    Key,
    Notice,
    Report,
    Row,
    Section,
    Table,
    Term,
    Text,
    Worded,
)  # fmt: skip
from tumorboard.trials.screening.feasibility import Count, Feasibility, Step
from tumorboard.wire.codec import content_hash

MET, UNKNOWN = 0, 4  # kinds of bars: color and hatching
ROW = 26  # height of a row of the picture


def report(trial: Trial, found: tuple[Feasibility, ...], *, on: date, version: str) -> Report:
    """The page of the parts of a trial."""
    name = trial.ids[0].value
    title: Text = (Term("feasibility.title"),)
    sections = [section for at, one in enumerate(found) for section in _sections(trial, one, at)]
    subject: Text = (name, " · ", Worded(tuple(sorted(trial.titles.items())))) if trial.titles else (name,)
    digest = content_hash(found[0]) if found else ""
    return Report(title, name, subject, on, digest, version, tuple(sections))


def picture(trial: Trial, one: Feasibility, at: int) -> Chart:
    """Patients left after each criterion in turn: of whom all so far is met, and of whom it may be."""
    rows = len(one.steps) + 1
    most = max(one.patients, 1)
    high = 1 / rows
    bars, names = [], []
    told: list[tuple[Text, Count]] = [((Term("feasibility.cohort"),), Count(one.patients))]
    told += [(_named(step, number), step.so_far) for number, step in enumerate(one.steps, 1)]
    for number, (name, count) in enumerate(told):
        low, up = 1 - (number + 0.85) * high, 1 - (number + 0.15) * high
        middle = count.met / most * 0.9
        end = (count.met + count.unknown) / most * 0.9
        if count.met:
            bars.append(Bar(0, middle, low, up, MET))
        if count.unknown:
            bars.append(Bar(middle, end, low, up, UNKNOWN))
        names.append(((low + up) / 2, name))
    ticks = tuple((patients / most * 0.9, f"{patients:,}") for patients in whole_ticks(one.patients))
    return Chart(
        Term("feasibility.attrition"),
        (Reason.of("feasibility.says", patients=one.patients, met=one.whole.met, unknown=one.whole.unknown),),
        (Term("feasibility.patients"),), (), ticks, (), bars=tuple(bars), rows=tuple(names), height=ROW * rows,
        legend=(Key("bar", MET, (Term("feasibility.met"),)), Key("bar", UNKNOWN, (Term("feasibility.unknown"),))),
        name=f"attrition-{at + 1}",
        about=_about(trial, one),
    )  # fmt: skip


def _named(step: Step, number: int) -> Text:
    """The protocol's number, else that of the order, with what is asked in words."""
    return (f"{step.criterion.reference or number} ", *label(step.criterion))


def _about(trial: Trial, one: Feasibility) -> Text:
    """The trial, and the part by its code and words: no two pictures have one title."""
    name = trial.ids[0].value
    part = next((p for p in trial.every_part() if p.id == one.part), None)
    if part is None:
        return (name,)
    words: Text = (" · ", Worded(tuple(sorted(part.texts.items())))) if part.texts else ()
    return (f"{name} {part.code or part.id}", *words)


def whole_ticks(most: int) -> tuple[int, ...]:
    """Whole numbers from 0, up to five steps of 1, 2 or 5 times a power of ten, none beyond `most`.

    Examples
    --------
    >>> whole_ticks(2509), whole_ticks(6), whole_ticks(0)
    ((0, 500, 1000, 1500, 2000, 2500), (0, 2, 4, 6), (0,))
    """
    step = next(s for s in _steps_of() if most <= 5 * s + s - 1)
    return tuple(range(0, most + 1, step))


def _steps_of() -> Iterator[int]:
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def _question(step: Step) -> str:
    return to_text(step.criterion.asks)


def _sections(trial: Trial, one: Feasibility, at: int) -> list[Section]:
    left = Reason.of("feasibility.says", patients=one.patients, met=one.whole.met, unknown=one.whole.unknown)
    blocks: list[Block] = []
    cost = one.costliest()
    if cost and one.cost(cost[0]):
        first = cost[0]
        named = first.criterion.reference or str(one.steps.index(first) + 1)
        blocks.append(
            Notice(
                (
                    Reason.of("feasibility.costliest", criterion=named, patients=one.cost(first)),
                    " ",
                    *label(first.criterion),
                )
            )
        )
    blocks += [picture(trial, one, at), _steps(one)]
    if len(one.centers) > 1:
        blocks.append(_places("feasibility.by_center", one.centers))
    if len(one.countries) > 1:
        blocks.append(_places("feasibility.by_country", one.countries))
    about = _about(trial, one)
    return [
        Section(f"part-{at + 1}", Term("feasibility.section"), tuple(blocks), front=True, lead=(left,), about=about)
    ]


def _cells(*texts: Text | str) -> Row:
    return Row(tuple(Cell(((t,) if isinstance(t, str) else t,)) for t in texts))


def _steps(one: Feasibility) -> Table:
    columns = ("number", "criterion", "alone_met", "alone_unknown", "alone_not_met", "met", "unknown", "cost")
    rows = [
        _cells(
            (step.criterion.reference or str(number),), (*label(step.criterion), " ", Code(_question(step))), *_three(step.alone), f"{step.so_far.met:,}", f"{step.so_far.unknown:,}",
            f"{one.cost(step):,}",
        )
        for number, step in enumerate(one.steps, 1)
    ]  # fmt: skip
    return Table(
        Term("feasibility.steps"), tuple(Term(f"feasibility.column.{c}") for c in columns), tuple(rows), wide=1
    )


def _three(count: Count) -> tuple[str, str, str]:
    return f"{count.met:,}", f"{count.unknown:,}", f"{count.not_met:,}"


def _places(caption: str, counts: Mapping[str, Count]) -> Table:
    columns = ("place", "alone_met", "alone_unknown", "alone_not_met")
    rows = [
        _cells((name,) if name else (Term("feasibility.nowhere"),), *_three(count)) for name, count in counts.items()
    ]
    return Table(Term(caption), tuple(Term(f"feasibility.column.{c}") for c in columns), tuple(rows))
