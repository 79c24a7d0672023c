"""The cases that numbers over a registry are made of, kept in memory and brought up to date by the cases that changed.

Only patients who agreed to research and are kept to nobody in particular are among them, whoever asks: so everybody sees the same numbers, and no two of them
differ by a restricted patient.  Looks and sign-ins change nothing here.  Of a case with a new record its records are read anew, of any other nothing
is; what was read is kept beside the registry (`store.summaries`), so that a start reads a tenth of what the assessments hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from threading import RLock

from tumorboard import __version__
from tumorboard.app.counting import Counting, Verdicts
from tumorboard.board.practice import practice
from tumorboard.board.workflow import standing
from tumorboard.criteria.leaves.gene_altered import GeneAltered
from tumorboard.errors import InputError, NotFound, StoreError
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.practice import Practice
from tumorboard.model.registry import Rules
from tumorboard.model.verdict import Criterion, Verdict
from tumorboard.report.outcomes.alterations import Change, changes_of, kinds_of
from tumorboard.store import summaries
from tumorboard.store.heads import Head
from tumorboard.store.registry import Registry
from tumorboard.store.restrictions import in_force
from tumorboard.store.summaries import Summary
from tumorboard.store.trail import trail
from tumorboard.wire.codec import dumps
from tumorboard.wire.decode import loads, of_document

FORM = 1  # another number makes every summary anew
PATIENCE = 20.0  # seconds that somebody waits for numbers that are being made
PORTION = 200  # cases that are read, and kept, at once


@dataclass(slots=True)
class Told:
    """What was asked of a case so far: the genes that were altered and how, and the answers of a day by the number of the question."""

    kinds: Mapping[str, tuple[str, ...]]
    changes: Mapping[str, frozenset[Change]]
    genes: frozenset[str]
    day: date | None = None
    answers: dict[int, Verdict] = field(default_factory=dict)

    @classmethod
    def of(cls, case: Case | None) -> Told:
        """Of a case; nothing where it was never interpreted."""
        if case is None:
            return cls({}, {}, frozenset())
        return cls(kinds_of(case), changes_of(case), frozenset(v.gene for v in case.variants if v.gene))


@dataclass(frozen=True, slots=True)
class One:
    """One case: its line, its practice without findings, its facts with findings (None when it was never interpreted)."""

    head: Head
    practice: Practice
    case: Case | None
    told: Told = field(default_factory=lambda: Told.of(None), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Population:
    """The cases after the entry `mark`, the oldest first; `left_out` are those of patients who were not asked, or refused.

    Parameters
    ----------
    counting
        Of the registry: what was written and asked of the cases that were there before.
    """

    mark: int
    cases: tuple[One, ...]
    left_out: int
    counting: Counting = field(default_factory=Counting, compare=False, repr=False)
    _facts: tuple[Case | None, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_facts", tuple(c.case for c in self.cases))

    def verdicts(self, leaf: Criterion, context: Context) -> Verdicts:
        """The value of the verdict of each case, asked all at once."""
        return self.counting.verdicts(self._facts, leaf, context)

    def written(self, context: Context) -> None:
        """The facts of every case stand ready to be asked."""
        self.counting.written(self._facts, context)

    def asked(self, genes: Sequence[str], context: Context) -> tuple[Practice, ...]:
        """The practice with what is known of an oncogenic or likely oncogenic variant in each gene."""
        found = {g: answers(self.cases, altered(g), context) for g in genes}
        return tuple(
            replace(c.practice, holds={g: found[g][n] for g in genes} if c.case is not None else {})
            for n, c in enumerate(self.cases)
        )


def altered(gene: str) -> Criterion:
    """What is asked of a gene: an oncogenic or likely oncogenic variant."""
    return GeneAltered((gene,), ("variant",), "likely_oncogenic")


# Questions that were asked, by number: a case keeps its answers by these.
_NUMBERS: dict[Criterion, int] = {}
_LASTING: set[int] = set()  # numbers of questions whose answers outlast a day
_MOST_QUESTIONS = 512
_LOCK = RLock()


def number_of(leaf: Criterion) -> int:
    """The number of a question; after so many the first ones are forgotten, and asked anew."""
    with _LOCK:
        known = _NUMBERS.pop(leaf, None)
        number = known if known is not None else (max(_NUMBERS.values(), default=0) + 1)
        _NUMBERS[leaf] = number
        if isinstance(leaf, GeneAltered) and leaf.kinds == ("variant",):
            _LASTING.add(number)
        while len(_NUMBERS) > _MOST_QUESTIONS:
            _NUMBERS.pop(next(iter(_NUMBERS)))
        return number


def answers(cases: Iterable[One], leaf: Criterion, context: Context) -> list[Verdict]:
    """What the question says of each case on the day of the context; UNKNOWN of one that was never interpreted."""
    number = number_of(leaf)
    found = []
    for one in cases:
        told = one.told
        if told.day != context.on:
            _another_day(one, context)
        verdict = told.answers.get(number)
        if verdict is None:
            verdict = leaf.check(one.case, context).verdict if one.case is not None else Verdict.UNKNOWN
            told.answers[number] = verdict
            if len(told.answers) > _MOST_QUESTIONS:
                told.answers.clear()
        found.append(verdict)
    return found


def _another_day(one: One, context: Context) -> None:
    """Answers are of a day: an age, a wash-out, a threshold in force may turn.

    What is known of a variant turns with a day only where material or a measurement is dated between the two, or a threshold changed.
    """
    told = one.told
    if told.day is not None and one.case is not None and _calm(one.case, told.day, context):
        told.answers = {n: v for n, v in told.answers.items() if n in _LASTING}
    else:
        told.answers = {}
    told.day = context.on


def _calm(case: Case, day: date, context: Context) -> bool:
    low, high = sorted((day, context.on))
    dates = [a.date for a in case.assays] + [s.collected for s in case.specimens] + [b.date for b in case.biomarkers]
    thresholds = (t.since for some in context.vocab.thresholds.values.values() for t in some)
    return not any(low < since <= high for since in thresholds) and not any(
        d is not None and (low < d.earliest <= high or low < d.latest <= high) for d in dates
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a summary holds: nothing of who did not agree to research."""

    agreed: bool
    assessment: str = ""  # the digest of the one in force
    line: Practice | None = None
    case: Case | None = None


class Standing:
    """The cases of one registry, brought up to date by `refresh`; who reads holds `lock`.

    Parameters
    ----------
    ones
        Name of the case -> what it is counted as.
    left_out
        Names of the cases of patients who were not asked, or refused.
    watchers
        Told of every case that comes, goes or changes: its name, what it was, what it is.
    """

    def __init__(self, registry: Registry) -> None:
        self.registry, self.lock = registry, RLock()
        self.ones: dict[str, One] = {}
        self.left_out: set[str] = set()
        self.watchers: list[Callable[[str, One | None, One | None], None]] = []
        self.mark = 0  # the last entry that can have changed a number
        self._seen = 0
        self._rules, self._made = Rules(), ""
        self._known: dict[str, Head] = {}
        self._counting = Counting()
        self._snapshot: Population | None = None

    def refresh(self) -> None:
        """The cases are as they are now."""
        came = summaries.since(self.registry, self._seen)
        anew = came.last < self._seen  # another registry at the same address
        if anew:
            self._drop(set(self._known))
        if anew or not self._seen or came.whole:
            self._whole()
        elif came.cases:
            heads = self._lines(came.cases)
            self._drop(came.cases & self._known.keys() - {h.case for h in heads})
            self._take(heads, {s.case: s for s in summaries.kept(self.registry, [h.case for h in heads])})
        if anew or not self._seen or came.whole or came.cases:
            self.mark, self._snapshot = came.last, None
        self._seen = came.last

    def _whole(self) -> None:
        self._rules = self.registry.rules()
        made = made_by(self._rules)
        heads = self._lines(None)
        if made != self._made:
            self._made, self._known = made, {}
        self._drop((self.ones.keys() | self.left_out) - {h.case for h in heads})
        anew = [h for h in heads if self._known.get(h.case) != h]
        for start in range(0, len(anew), PORTION):
            part = anew[start : start + PORTION]
            self._take(part, {s.case: s for s in summaries.kept(self.registry, [h.case for h in part])})
        self._snapshot = None

    def _lines(self, cases: frozenset[str] | None) -> tuple[Head, ...]:
        closed = in_force(self.registry).named
        return tuple(h for h in summaries.lines(self.registry, cases) if h.patient not in closed)

    def _drop(self, cases: Iterable[str]) -> None:
        gone = sorted(cases)
        summaries.drop(self.registry, gone)
        for case in gone:
            self._known.pop(case, None)
            self.left_out.discard(case)
            self._put(case, None)

    def _take(self, heads: Sequence[Head], rows: Mapping[str, Summary]) -> None:
        waiting: list[Summary] = []
        for head in heads:
            row = rows.get(head.case)
            found = _body(row) if row and row.revision == head.revision and row.made == self._made else None
            if found is None:
                found = self._read(head, row)
                waiting.append(Summary(case=head.case, revision=head.revision, made=self._made, body=dumps(found)))
            self._known[head.case] = head
            (self.left_out.discard if found.agreed else self.left_out.add)(head.case)
            line = found.line if found.agreed else None
            self._put(head.case, One(head, line, found.case, Told.of(found.case)) if line is not None else None)
        summaries.keep(self.registry, waiting)

    def _read(self, head: Head, row: Summary | None) -> Read:
        """Out of the records; the facts of an assessment that was read before are not read again."""
        records = trail(self.registry, head.case)
        now = standing(records, self._rules)
        if now.consent("research") is not True:
            return Read(agreed=False)
        old = _body(row)
        case = None
        if now.assessment and old is not None and old.assessment == now.assessment:
            case = old.case
        elif now.assessment:
            case = self._case(now.assessment)
        return Read(agreed=True, assessment=now.assessment, line=practice(records, self._rules, {}), case=case)

    def _case(self, digest: str) -> Case | None:
        """The facts with findings of an assessment: a tenth of its text, and the rest is not made into values."""
        try:
            return of_document(Case, "case", self.registry.document(digest))
        except NotFound:
            return None

    def _put(self, case: str, one: One | None) -> None:
        before = self.ones.pop(case, None)
        if one is not None:
            self.ones[case] = one
        if before is not None or one is not None:
            for watcher in self.watchers:
                watcher(case, before, one)

    def snapshot(self) -> Population:
        """The cases as they were brought up to date last."""
        if self._snapshot is None:
            cases = tuple(sorted(self.ones.values(), key=lambda o: (o.head.opened, o.head.case)))
            self._snapshot = Population(self.mark, cases, len(self.left_out), self._counting)
        return self._snapshot


def made_by(rules: Rules) -> str:
    """The name of the way in which a summary is made: by this form, this version, these rules."""
    return sha256(f"{FORM} {__version__} {dumps(rules)}".encode()).hexdigest()


def _body(row: Summary | None) -> Read | None:
    """What a row holds; None where it is none, or of another version of the program."""
    try:
        return loads(Read, row.body) if row is not None else None
    except InputError:
        return None


_STANDING: dict[str, Standing] = {}


@contextmanager
def current(registry: Registry) -> Iterator[Standing]:
    """The cases of a registry as they are now, of which one set is kept a process, to nobody else meanwhile.

    Raises
    ------
    StoreError
        ``REG040`` when they are still being read, as after a start with a new version of the program.
    """
    with _LOCK:
        name = str(registry.engine.url)
        found = _STANDING.get(name)
        if found is None:
            found = _STANDING[name] = Standing(registry)
            while len(_STANDING) > 4:
                _STANDING.pop(next(iter(_STANDING)))
    if not found.lock.acquire(timeout=PATIENCE):
        raise StoreError("the numbers of the registry are being made", code="REG040", remedy="Try again in a minute.")
    try:
        found.registry = registry
        found.refresh()
        yield found
    finally:
        found.lock.release()


def population(registry: Registry) -> Population:
    """The cases as they are now.

    Raises
    ------
    StoreError
        As `current`.
    """
    with current(registry) as found:
        return found.snapshot()
