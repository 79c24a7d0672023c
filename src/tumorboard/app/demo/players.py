"""Who plays the steps of the stories: each goes through the desk of the person who does it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from tumorboard.app import settings
from tumorboard.app.assessing import Workbench
from tumorboard.app.demo.patients import read
from tumorboard.app.demo.story import Step, Story, last_board
from tumorboard.app.desk import Seat
from tumorboard.board.follow_ups import died
from tumorboard.model.dates import PartialDate
from tumorboard.model.registry import (
    Alert,
    Attendant,
    Choice,
    Consent,
    Decision,
    FollowUp,
    Seen,
    SignOff,
    Submission,
    Task,
    TaskDone,
)
from tumorboard.store.heads import keeper
from tumorboard.store.registry import Draft, Registry
from tumorboard.store.restrictions import restrict

if TYPE_CHECKING:
    from tumorboard.app.demo.registry import Hand

Options = tuple[tuple[str, ...], ...]
BOARD = (
    Attendant(name="Ada Example", role="oncologist"),
    Attendant(name="Ben Example", role="molecular_pathologist"),
    Attendant(name="Fay Example", role="surgeon"),
    Attendant(
        name="Gil Example", role="radiologist", conflict_of_interest="lectures paid by a maker of contrast agents"
    ),
)
REASONS = ("not reimbursed here", "prior toxicity", "patient prefers tablets", "performance status", "trial preferred")
AMENDED = 8
REBIOPSY = "re-biopsy at progression"


@dataclass(frozen=True, slots=True)
class People:
    """The seat of each account that does something."""

    seats: dict[str, Seat]

    @classmethod
    def of(cls, registry: Registry) -> People:
        """The clinician, the pathologist and the coordinator."""
        return cls({name: Seat.at(registry, name) for name in ("clinician", "pathologist", "coordinator")})


@dataclass
class Table:
    """A registry on which stories are played, in the order of their days."""

    registry: Registry
    clock: Hand
    bench: Workbench
    assessed: dict[str, tuple[str, Options]]
    people: People
    on: date
    accepted: dict[str, Options] = field(default_factory=dict)

    def play(self, story: Story, step: Step) -> None:
        """The step is on record, at its time and by its person."""
        self.clock.at = max(self.clock.at, step.at)
        seat, values = self.people.seats[step.by], dict(step.values)
        rng = Random(f"{story.seed}:{step.what}:{step.at}")
        match step.what:
            case "add":
                seat.add(read(story.fields, self.bench))
            case "interpret":
                self._interpret(seat, story.case, values)
            case "consent":
                seat.write(story.case, Consent(**_typed(values)))
            case "task":
                seat.write(story.case, Task(**_typed(values)))
            case "task_done":
                told = self.registry.records(story.case)
                task = next(e.revision for e, b in told if isinstance(b, Task) and b.due == values["due"])
                seat.write(story.case, TaskDone(task=task, on=step.at.date(), outcome="done"))
            case "submit":
                seat.write(story.case, Submission(**_typed(values)))
            case "decide":
                self._decide(seat, story.case, values["on"], rng)
            case "sign":
                seat.write(
                    story.case, SignOff(signs=seat.standing(story.case).decision, role=str(values["role"]))
                )  # fmt: skip
            case "follow_up":
                self._follow(seat, story.case, values)

    def close(self, planned: list[Story]) -> None:
        """What happens across cases: amendments, alerts, patients merged and split, one kept to a person, a consent taken back."""
        followed = [s for s in planned if s.state == "follow_up"]
        alive = [s for s in followed if died(self.registry.records(s.case)) is None]
        amended = [s for s in alive if self.accepted.get(s.case)][:AMENDED]
        for n, story in enumerate(amended):
            self._amend(story, n)
        followed = [s for s in followed if s not in amended]
        self._alerts([s for s in followed if s in alive])
        coordinator, clinician = self.people.seats["coordinator"], self.people.seats["clinician"]
        pairs = _alike(followed)[-4:]
        for one, other in pairs:
            coordinator.merge(one, other, reason="same person by the identity service", refusals_too=True)
        if pairs:
            coordinator.merge(*pairs[-1], reason="mixed up: two people after all", undo=True)
        signed = [s for s in planned if s.state == "signed"]
        restrict(self.registry, signed[0].case, ["clinician"], by="clinician", reason="a colleague of the clinic")
        if len(signed) > 1:
            gone = Consent(scope="care", given=False, on=self.on - timedelta(days=1))
            clinician.write(signed[1].case, gone, reason="went to another clinic")

    def _interpret(self, seat: Seat, case: str, values: dict[str, Any]) -> Options:
        text, options = self.assessed.pop(case, ("", ()))
        if not text:
            _, made = seat.interpret(case, self.bench, settings.policy(), values["on"])
            options = tuple(o.therapies for o in made.options)
        else:
            draft = Draft(action="assessment", by=seat.by, case=case, body=text, seen=seat.standing(case).revision)
            self.registry.append(draft, beside=keeper(seat.rules))
        self.accepted[case] = options  # until the board has chosen among them
        return options

    def _decide(self, seat: Seat, case: str, on: object, rng: Random) -> None:
        assert isinstance(on, date)
        options = self.accepted[case][:4]
        good = rng.randrange(min(2, len(options))) if options else -1
        choices = []
        for i, therapies in enumerate(options):
            if i == good:
                choices.append(Choice(therapies=therapies, verdict="accepted"))
            elif rng.random() < 0.75:
                verdict = rng.choice(("rejected", "deferred", "deferred"))
                choices.append(Choice(therapies=therapies, verdict=verdict, reason=rng.choice(REASONS)))
            elif i == 1:
                choices.append(Choice(therapies=therapies, verdict="accepted"))
        there = [c.therapies for c in choices if c.verdict == "accepted"]
        summary = (
            "Begin as accepted; imaging after two cycles." if there else "No option by findings; standard treatment."
        )
        body = Decision(
            on=on, assessment=seat.standing(case).assessment, took_part=BOARD[: rng.randint(2, 4)], choices=tuple(choices),
            summary=summary,
        )  # fmt: skip
        seat.write(case, body)
        self.accepted[case] = tuple(there)

    def _follow(self, seat: Seat, case: str, values: dict[str, Any]) -> None:
        accepted = self.accepted.get(case, ())
        day, second = values.pop("on"), values.pop("second", False)
        if values["what"] == "treatment_started":
            if not accepted or (second and len(accepted) < 2):
                return
            values["therapies"] = accepted[1 if second else 0]
        if values["what"] == "response" and not accepted:
            return
        seat.write(case, FollowUp(on=PartialDate(day.year, day.month, day.day), **values))

    def _amend(self, story: Story, n: int) -> None:
        """A re-biopsy came after the signature: half of these cases go the whole way again, the others wait at each step."""
        pathologist, clinician = self.people.seats["pathologist"], self.people.seats["clinician"]
        rng = Random(f"{story.seed}:amended")
        fields: dict[str, Any] = deepcopy(story.fields)
        fields["performance"] = {"ecog": 1, "date": (self.on - timedelta(days=6)).isoformat()}
        given = {"drugs": list(self.accepted[story.case][0]), "setting": "metastatic", "stop_reason": "progression"}
        fields["treatments"] = [*fields["treatments"], given]
        self._later(hours=1)
        seen = pathologist.standing(story.case).revision
        pathologist.add(read(fields, self.bench), reason=REBIOPSY, seen=seen)
        if n == 0:
            return
        self._later(minutes=20)
        self._interpret(pathologist, story.case, {"on": self.clock.at.date()})
        if n == 1:
            return
        meeting = last_board(self.on) + timedelta(days=7)
        question = "The finding is new: which line next?"
        self.people.seats["coordinator"].write(story.case, Submission(meeting=meeting, question=question))
        if n == 2:
            return
        self._later(minutes=20)
        self._decide(clinician, story.case, self.clock.at.date(), rng)
        if n == 3:
            return
        self._later(minutes=20)
        pathologist.write(
            story.case, SignOff(signs=pathologist.standing(story.case).decision, role="molecular_pathologist")
        )

    def _alerts(self, followed: list[Story]) -> None:
        """Invented changes of knowledge, some of them looked at."""
        for n, story in enumerate(followed[:14]):
            self._later(minutes=3)
            options = self.accepted.get(story.case) or (("olaparib",),)
            change = f"{'rose' if n % 3 else 'gained'}: {' + '.join(options[0])}"
            what = "due" if n % 5 == 4 else "knowledge"
            body = Alert(
                what=what,
                changes=(change,) if what == "knowledge" else (),
                releases=("invented for the demonstration",),
            )
            entry = self.people.seats["coordinator"].write(story.case, body)
            if n % 3 == 0:
                self.people.seats["clinician"].write(story.case, Seen(alert=entry.revision, outcome="nothing changes"))

    def _later(self, **by: int) -> None:
        """Time goes on, but not to the day of the demonstration itself."""
        last = datetime.combine(self.on - timedelta(days=1), time(23, 50), UTC)
        self.clock.at = min(self.clock.at + timedelta(**by), last)


def _alike(some: list[Story]) -> list[tuple[str, str]]:
    """Pairs of patients of one sex with one tumor, each patient in one pair at most."""
    waiting: dict[tuple[str, str], str] = {}
    made = []
    for story in some:
        fields: dict[str, Any] = story.fields
        key = (fields["patient"]["sex"], fields["diagnosis"]["disease"])
        if key in waiting:
            made.append((waiting.pop(key), story.patient))
        else:
            waiting[key] = story.patient
    return made


def _typed(values: dict[str, object]) -> dict[str, Any]:
    return values
