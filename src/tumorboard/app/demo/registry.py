"""The demonstration: a registry of invented cases that went the whole way of a board, made once and kept in a folder.

Every step goes through the desk, as the work of people does, so that the chain of the registry holds and `registry verify`
says so.  The same seed and day give the same records; accounts and addresses have secrets of their own.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import mkdtemp

from tumorboard.app import assessing, passwords, settings, snapshots, trial_sets
from tumorboard.app.assessing import Workbench
from tumorboard.app.demo.patients import read
from tumorboard.app.demo.players import People, Table
from tumorboard.app.demo.story import Story, stories
from tumorboard.app.processes import each, usual
from tumorboard.app.trial_sets import TrialSet
from tumorboard.issues import Parsed
from tumorboard.model.access import Account
from tumorboard.store.accounts import Accounts
from tumorboard.store.database import hurried
from tumorboard.store.registry import Registry
from tumorboard.wire.codec import document

CASES = 200
SEED = 20
FORM = 1  # another number makes a kept registry of before anew
PASSWORD = "invented patients only"
PEOPLE = (
    ("clinician", "Ada Example", ("clinician",)),
    ("pathologist", "Ben Example", ("molecular_pathologist",)),
    ("coordinator", "Chen Example", ("coordinator",)),
    ("researcher", "Dora Example", ("researcher",)),
    ("admin", "Eli Example", ("admin",)),
)
Told = Callable[[int, int], None]  # steps done, and all of them
WARM = 24  # cases that this process assesses itself: what they load, the others need not load again
BATCH = 88


@dataclass
class Hand:
    """A clock that stands where it is put."""

    at: datetime

    def __call__(self) -> datetime:
        """The time that it was put to."""
        return self.at


def folder() -> Path:
    """Where the demonstration is kept: ``demo`` in the folder of TUMORBOARD_HOME."""
    return snapshots.store().root.parent / "demo"


def address(at: Path) -> str:
    """The address of the registry of a folder."""
    return f"sqlite:///{at / 'registry.sqlite'}"


def there(at: Path) -> bool:
    """Whether a whole registry of this form is in the folder."""
    try:
        said = json.loads((at / "made.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return bool(isinstance(said, dict) and said.get("form") == FORM and (at / "registry.sqlite").is_file())


def kept(at: Path, on: date, told: Told = lambda done, of: None) -> Path:
    """The folder with a registry in it, made at the first time: a kept one stays as people left it."""
    if there(at):
        return at
    at.parent.mkdir(parents=True, exist_ok=True)
    part = Path(mkdtemp(prefix="demo-", dir=at.parent))
    try:
        build(part, on=on, told=told)
        if at.exists():  # a part of one, or of another form
            shutil.rmtree(at)
        part.replace(at)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return at


def build(at: Path, *, on: date, seed: int = SEED, count: int = CASES, told: Told = lambda done, of: None) -> Path:
    """A registry of invented cases in the folder, all of whose work was done before the day `on`.

    Parameters
    ----------
    told
        Called with how many steps were done, and how many there are.
    """
    bench = assessing.workbench()
    trials = trial_sets.opened(trial_sets.named((Path(trial_sets.SHIPPED),), settings.policy(), None, None))
    planned = stories(count, seed, on)
    first = min(s.steps[0].at for s in planned) - timedelta(days=3)
    todo = sum(len(s.steps) for s in planned) + len(planned)
    done = 0

    def on_step(steps: int = 1) -> None:
        nonlocal done
        done += steps
        told(min(done, todo), todo)

    assessed: dict[str, tuple[str, tuple[tuple[str, ...], ...]]] = {}
    for some in _batches(planned):
        assessed |= _assessed(some, bench, trials)
        on_step(len(some))
    clock = Hand(first)
    registry = Registry.made(address(at), clock)
    hurried(registry.engine)  # nothing was acknowledged to anybody: a build that is cut off is thrown away
    try:
        _accounts(registry)
        table = Table(registry, clock, bench, assessed, People.of(registry), on)
        whole = [(step.at, story.number, i, story, step) for story in planned for i, step in enumerate(story.steps)]
        for _, _, _, story, step in sorted(whole, key=lambda w: w[:3]):
            table.play(story, step)
            on_step()
        clock.at = max(clock.at, datetime.combine(on - timedelta(days=1), time(18, 30), UTC))
        table.close(planned)
    finally:
        registry.close()
    said = {"form": FORM, "seed": seed, "cases": count, "on": on.isoformat()}
    (at / "made.json").write_text(json.dumps(said) + "\n", "utf-8")
    return at


def _accounts(registry: Registry) -> None:
    accounts, secret = Accounts(registry), passwords.hashed(PASSWORD)
    for name, shown, roles in PEOPLE:
        accounts.add(Account(id=name, name=shown, roles=roles), secret, by="demo")


def _batches(planned: list[Story]) -> Iterator[list[Story]]:
    """A few, one at a time, and then many at once, which two processes share."""
    for story in planned[:WARM]:
        yield [story]
    for start in range(WARM, len(planned), BATCH):
        yield planned[start : start + BATCH]


def _assessed(
    some: list[Story], bench: Workbench, trials: TrialSet | None
) -> dict[str, tuple[str, tuple[tuple[str, ...], ...]]]:
    """The first assessment of each case that has one, as text, and its options by rank; shared by two processes."""
    policy = settings.policy()

    def work(part: list[Story]) -> list[tuple[str, str, tuple[tuple[str, ...], ...]]]:
        made = []
        for story in part:
            step = next((s for s in story.steps if s.what == "interpret"), None)
            if step is None:
                continue
            found = read(story.fields, bench)
            day = step.values["on"]
            assert isinstance(day, date)
            one = assessing.assess(
                Parsed(found.value, found.issues), bench, policy, day, trials=trials if step.values["trials"] else None
            )
            made.append((story.case, document(one), tuple(o.therapies for o in one.options)))
        return made

    halves = [part for part in (some[::2], some[1::2]) if part]  # a single case is assessed here
    return {case: (text, options) for part in each(work, halves, usual()) for case, text, options in part}
