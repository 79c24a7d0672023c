"""What happens to an invented case, drawn beforehand: which day who does what, up to the state that it is to stand in.

Responses and survival are drawn without looking at the treatment: they say nothing of any drug.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from tumorboard.app.demo.patients import drawn, written

# How many of 200 cases are to stand where.
SHARES = {"draft": 16, "interpreted": 18, "for_review": 24, "discussed": 14, "signed": 34, "follow_up": 94}
QUESTIONS = (
    "Next line after progression?",
    "Targeted option, or chemotherapy first?",
    "Is a trial open for this alteration?",
    "Does the germline finding change the treatment?",
    "Re-biopsy before the next line?",
)
TUESDAY = 1


@dataclass(frozen=True, slots=True)
class Step:
    """One step: when, by which account, what, and with which values."""

    at: datetime
    by: str
    what: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """One case: its number, the fields of its case file, the state that it ends in, its steps in order."""

    number: int
    fields: dict[str, object]
    state: str
    steps: tuple[Step, ...]
    seed: str

    @property
    def case(self) -> str:
        """The name of the case."""
        return str(self.fields["case"])

    @property
    def patient(self) -> str:
        """The name of the patient."""
        return f"DEMO-PATIENT-{self.number:04d}"


def stories(count: int, seed: int, on: date) -> list[Story]:
    """So many stories that all happened before the day `on`: the same for the same numbers and day."""
    states = _states(count)
    Random(f"{seed}:states").shuffle(states)
    return [_story(n, state, f"{seed}:{n}", on) for n, state in enumerate(states, start=1)]


def _states(count: int) -> list[str]:
    """The states by their shares, each at least once."""
    whole = sum(SHARES.values())
    made = [s for s, share in SHARES.items() for _ in range(max(1, share * count // whole))]
    return (made + ["follow_up"] * count)[: max(count, len(SHARES))]


def _story(number: int, state: str, seed: str, on: date) -> Story:
    rng = Random(seed)
    profile = drawn(rng)
    meeting = _meeting(state, on, rng)
    opened = _opened(state, meeting, on, rng)
    fields = written(number, profile, opened, rng)
    steps = sorted(_steps(state, opened, meeting, on, rng), key=lambda s: s.at)
    return Story(number, fields, state, tuple(steps), seed)


def last_board(on: date) -> date:
    """The last Tuesday before a day."""
    return on - timedelta(days=(on.weekday() - TUESDAY) % 7 or 7)


def _meeting(state: str, on: date, rng: Random) -> date:
    last = last_board(on)
    match state:
        case "for_review":
            return last + timedelta(days=7 * (rng.randint(1, 2) if last + timedelta(days=7) > on else 2))
        case "discussed":
            return last - timedelta(days=7 * rng.randint(0, 1))
        case "signed":
            return last - timedelta(days=7 * rng.randint(1, 9))
        case _:
            return last - timedelta(days=7 * rng.randint(9, 74))


def _opened(state: str, meeting: date, on: date, rng: Random) -> date:
    if state in {"draft", "interpreted", "for_review"}:
        return on - timedelta(days=rng.randint(1, 4) if state == "draft" else rng.randint(4, 13))
    return meeting - timedelta(days=rng.randint(4, 19))


def moment(day: date, rng: Random) -> datetime:
    """A time of a working day."""
    return datetime.combine(day, time(rng.randint(8, 15), rng.randint(0, 59), rng.randint(0, 59)), UTC)


def _steps(state: str, opened: date, meeting: date, on: date, rng: Random) -> Iterator[Step]:
    begun = moment(opened, rng)
    yield Step(begun, "coordinator", "add")
    yield from _consents(begun, opened, rng)
    if state == "draft":
        return
    assessed = begun + timedelta(hours=rng.choice((1, 2, 20, 26)))
    yield Step(assessed, "pathologist", "interpret", {"on": assessed.date(), "trials": state == "for_review"})
    if rng.random() < 0.2:
        yield from _tasked(assessed + timedelta(minutes=20), "clinician", _task(assessed.date(), rng), on)
    if state == "interpreted":
        return
    submitted = assessed + timedelta(hours=rng.randint(1, 20))
    yield Step(submitted, "coordinator", "submit", {"meeting": meeting, "question": rng.choice(QUESTIONS)})
    if state == "for_review":
        return
    decided = datetime.combine(meeting, time(16, rng.randint(0, 59), rng.randint(0, 59)), UTC)
    yield Step(decided, "clinician", "decide", {"on": meeting})
    if rng.random() < 0.35:
        yield from _tasked(decided + timedelta(minutes=2), "coordinator", _task(meeting, rng), on)
    if state == "discussed":
        return
    signed = decided + timedelta(minutes=30) + timedelta(days=rng.choice((0, 0, 1, 1, 2, 3, 6)))
    signed = min(signed, datetime.combine(on - timedelta(days=1), time(18), UTC))
    yield Step(signed, "pathologist", "sign", {"role": "molecular_pathologist"})
    if state == "follow_up":
        yield from _followed(signed, meeting, on, rng)


def _consents(begun: datetime, opened: date, rng: Random) -> Iterator[Step]:
    after = begun + timedelta(minutes=5)
    if rng.random() < 0.93:  # the rest were not asked yet
        given = rng.random() < 0.95
        yield Step(after, "clinician", "consent", {"scope": "research", "given": given, "on": opened})
    if rng.random() < 0.6:
        yield Step(
            after, "clinician", "consent", {"scope": "germline", "given": rng.random() < 0.85, "on": opened}
        )  # fmt: skip
    if rng.random() < 0.06:
        yield Step(after, "clinician", "consent", {"scope": "export", "given": False, "on": opened})


def _tasked(at: datetime, by: str, values: dict[str, object], on: date) -> Iterator[Step]:
    """A task; what was due long ago was done."""
    yield Step(at, by, "task", values)
    due = values["due"]
    assert isinstance(due, date)
    if due < on - timedelta(days=12):
        yield Step(datetime.combine(due - timedelta(days=2), time(12), UTC), by, "task_done", {"due": due})


def _task(day: date, rng: Random) -> dict[str, object]:
    what, about = rng.choice(
        (
            ("germline_referral", "counseling before germline testing"),
            ("rebiopsy", "liver"),
            ("test", "RNA panel for fusions"),
            ("follow_up", "imaging after two cycles"),
            ("other", "ask for access to the drug"),
        )
    )
    return {"what": what, "about": about, "due": day + timedelta(days=rng.choice((7, 14, 21, 28, 56, 90)))}


def _followed(signed: datetime, meeting: date, on: date, rng: Random) -> Iterator[Step]:
    """The course after the signature; each event is written down some days after it, and all before `on`."""
    start = max(meeting, signed.date()) + timedelta(days=rng.randint(4, 20))
    death = start + timedelta(days=30 + int(rng.expovariate(1 / 520)))
    response = rng.choices(("CR", "PR", "SD", "PD", "NE"), (6, 36, 32, 22, 4))[0]
    progression = start + timedelta(days=55 if response == "PD" else 60 + int(rng.expovariate(1 / 260)))
    events: list[tuple[date, dict[str, object]]] = []
    if rng.random() < 0.82:
        events.append((start, {"what": "treatment_started"}))
        events.append((start + timedelta(days=rng.randint(50, 66)), {"what": "response", "response": response}))
    if progression < death:
        events.append((progression, {"what": "progression"}))
        if rng.random() < 0.4:
            events.append((progression + timedelta(days=21), {"what": "treatment_started", "second": True}))
    late = on - timedelta(days=rng.randint(3, 40))
    seen = [e for e in events if e[0] < min(late, death)]
    if death < late:
        seen.append((death, {"what": "death"}))
    else:
        seen.append((max(late, start), {"what": "alive"}))
    for day, values in sorted(seen, key=lambda e: e[0]):
        told = moment(min(day + timedelta(days=rng.randint(0, 3)), on - timedelta(days=1)), rng)
        yield Step(max(told, signed + timedelta(minutes=10)), "clinician", "follow_up", {**values, "on": day})
