"""What a source says otherwise in another release: items that came and went, and statements that changed, adding up.

Statements are paired by item and regimen, so that a new letter of a substitute is no change.  What became of a statement
is told apart: its item is new or withdrawn, or it is there in both releases and only now, or no longer, carried exactly.
A table that one of the releases lacks is *not in snapshot*, and nothing is said of what it would hold; the statements that the other
release makes of it are set aside and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from tumorboard.criteria import combinators as c
from tumorboard.criteria.leaves.diagnosis_in import DiagnosisIn
from tumorboard.criteria.text import to_text
from tumorboard.knowledge.library import Compiled
from tumorboard.model.statement import Statement
from tumorboard.model.verdict import Criterion

FIELDS = ("strength", "direction", "predicate", "therapy", "disease", "context", "biomarker", "needs_review")


@dataclass(frozen=True, slots=True)
class Change:
    """One statement in one or both releases: `what` is new, now_carried, withdrawn, no_longer_carried or changed.

    `because` is the reason of the account in the release that does not carry it.
    """

    what: str
    before: Statement | None
    after: Statement | None
    fields: tuple[str, ...] = ()
    because: str = ""

    @property
    def statement(self) -> Statement:
        """The newer statement where there is one."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Difference:
    """`absent` names the tables that one release lacks, `aside` the statements of the other that they keep from being compared;
    `counts` are the others by what became of them."""

    source: str
    releases: tuple[str, str]
    items: Mapping[str, tuple[int, int, int, int]]  # table -> before, after, new, withdrawn
    absent: tuple[tuple[str, str], ...]
    changes: tuple[Change, ...]
    same: tuple[Statement, ...]
    aside: tuple[Statement, ...] = ()

    @property
    def compared(self) -> tuple[int, int]:
        """Statements of either release that are compared: what came and went between them adds up."""
        both = len(self.same) + self.counts["changed"]
        told = self.counts
        return both + told["withdrawn"] + told["no_longer_carried"], both + told["new"] + told["now_carried"]

    @property
    def counts(self) -> Counter[str]:
        """Statements by what became of them."""
        return Counter(change.what for change in self.changes)


@dataclass(frozen=True, slots=True)
class _Side:
    """One release: statements by item and regimen, and every item's name with its reason (empty when carried)."""

    release: str
    statements: dict[tuple[str, tuple[str, ...]], Statement]
    items: dict[str, str]
    tables: Mapping[str, int | None]


def difference(one: Compiled, other: Compiled) -> Difference:
    """The difference of two compiled releases of one source."""
    before, after = _side(one), _side(other)
    absent = tuple(
        (table, side.release)
        for table in sorted(set(before.tables) | set(after.tables))
        for side in (before, after)
        if side.tables.get(table) is None
    )
    lost = {table for table, _ in absent}
    aside = [s for side in (before, after) for k, s in side.statements.items() if _table(k[0]) in lost]
    before, after = _without(before, lost), _without(after, lost)
    changes, same = _changes(before, after)
    tables = sorted({_table(i) for side in (before, after) for i in side.items})
    items = {table: _moved(before, after, table) for table in tables}
    return Difference(
        one.source, (one.release, other.release), items, absent, tuple(changes), tuple(same), tuple(aside)
    )


def _side(compiled: Compiled) -> _Side:
    statements = {(_item(s), s.therapy or (s.therapy_class,)): s for s in compiled.all()}
    items = {_item(s): "" for s in statements.values()}
    for reason, names in compiled.account.get("refused", {}).items():
        items |= dict.fromkeys(names, reason)
    return _Side(compiled.release, statements, items, compiled.account.get("tables", {}))


def _item(statement: Statement) -> str:
    return statement.citations[0].ref if statement.citations else statement.id


def _table(item: str) -> str:
    return "assertions" if item.startswith("AID") else "evidence"


def _without(side: _Side, lost: set[str]) -> _Side:
    kept = {k: s for k, s in side.statements.items() if _table(k[0]) not in lost}
    return _Side(side.release, kept, {i: r for i, r in side.items.items() if _table(i) not in lost}, side.tables)


def _moved(before: _Side, after: _Side, table: str) -> tuple[int, int, int, int]:
    one = {i for i in before.items if _table(i) == table}
    two = {i for i in after.items if _table(i) == table}
    return len(one), len(two), len(two - one), len(one - two)


def _changes(before: _Side, after: _Side) -> tuple[list[Change], list[Statement]]:
    found: list[Change] = []
    same: list[Statement] = []
    pairs, came, went = _paired(before, after)
    for old, new in pairs:
        fields = tuple(f for f in FIELDS if getattr(old, f) != getattr(new, f))
        if fields:
            found.append(Change("changed", old, new, fields))
        else:
            same.append(new)
    for new in came:
        item = _item(new)
        kept = item in before.items
        found.append(Change("now_carried" if kept else "new", None, new, because=before.items.get(item, "")))
    for old in went:
        item = _item(old)
        kept = item in after.items
        found.append(Change("no_longer_carried" if kept else "withdrawn", old, None, because=after.items.get(item, "")))
    return sorted(found, key=lambda x: (x.what, x.statement.id)), same


def _paired(before: _Side, after: _Side) -> tuple[list[tuple[Statement, Statement]], list[Statement], list[Statement]]:
    """Statements of both releases by item and regimen; one left over on each side of an item is the same claim of another
    regimen."""
    shared = before.statements.keys() & after.statements.keys()
    pairs = [(before.statements[k], after.statements[k]) for k in sorted(shared)]
    old = _by_item(s for k, s in before.statements.items() if k not in shared)
    new = _by_item(s for k, s in after.statements.items() if k not in shared)
    for item in sorted(old.keys() & new.keys()):
        if len(old[item]) == len(new[item]) == 1:
            pairs.append((old.pop(item)[0], new.pop(item)[0]))
    return pairs, [s for found in new.values() for s in found], [s for found in old.values() for s in found]


def _by_item(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for s in statements:
        found.setdefault(_item(s), []).append(s)
    return found


KEYS: Mapping[str, Callable[[Statement], tuple[str, ...]]] = {
    "gene": lambda s: s.genes,
    "disease": lambda s: tuple(dict.fromkeys(_codes(s.disease))) or ("any tumor",),
    "therapy": lambda s: s.therapy or ("no therapy",),
}


def _codes(criterion: Criterion) -> Iterator[str]:
    if isinstance(criterion, DiagnosisIn):
        yield from criterion.diseases
    for part in c.children(criterion):
        yield from _codes(part)


def only(found: Difference, wanted: Mapping[str, str]) -> Difference:
    """The difference in what speaks of a gene, tumor type and drug; an empty value asks nothing."""

    def speaks(s: Statement) -> bool:
        return all(not value or value in KEYS[key](s) for key, value in wanted.items())

    kept = tuple(x for x in found.changes if any(s is not None and speaks(s) for s in (x.before, x.after)))
    return replace(
        found, changes=kept, same=tuple(filter(speaks, found.same)), aside=tuple(filter(speaks, found.aside))
    )


def lines(found: Difference, *, by: str = "") -> Iterator[str]:
    """The difference as lines: items, statements, absent tables, then each change or a count by `by`."""
    yield f"{found.source} {' -> '.join(found.releases)}"
    for table, (before, after, new, withdrawn) in found.items.items():
        yield f"{table}: {before} -> {after} records: {new} new, {withdrawn} withdrawn, {after - new} in both"
    for table, release in found.absent:
        yield f"{table}: not in snapshot {release}; nothing is said of them"
    told = found.counts
    words = ", ".join(f"{told[w]} {w.replace('_', ' ')}" for w in WHAT)
    if found.aside:
        tables = ", ".join(f"{n} of {t}" for t, n in sorted(Counter(_table(_item(s)) for s in found.aside).items()))
        yield f"statements set aside, for one release does not hold their table: {tables}"
    before, after = found.compared
    yield f"statements compared: {before} -> {after}"
    yield f"statements: {words}, {len(found.same)} the same"
    fields = Counter(f for change in found.changes for f in change.fields)
    if fields:
        yield f"changed in: {', '.join(f'{name} {n}' for name, n in fields.most_common())}"
    yield from _counted(found, by) if by else map(_line, found.changes)


WHAT = ("new", "now_carried", "withdrawn", "no_longer_carried", "changed")
MARKS = {"new": "+", "now_carried": "+", "withdrawn": "-", "no_longer_carried": "-", "changed": "~"}


def _counted(found: Difference, by: str) -> Iterator[str]:
    counts: dict[str, Counter[str]] = {}
    for change in found.changes:
        for key in KEYS[by](change.statement):
            counts.setdefault(key, Counter())[change.what] += 1
    for key in sorted(counts, key=lambda k: (-counts[k].total(), k)):
        yield f"{key}\t" + ", ".join(f"{counts[key][w]} {w.replace('_', ' ')}" for w in WHAT if counts[key][w])


def _line(change: Change) -> str:
    told = f"{MARKS[change.what]} {change.statement.id} "
    if change.before and change.after:
        pairs = ((f, _value(change.before, f), _value(change.after, f)) for f in change.fields)
        return told + f"[{', '.join(change.after.genes)}] " + "; ".join(f"{f}: {old} -> {new}" for f, old, new in pairs)
    why = f" ({change.what.replace('_', ' ')}{': ' + change.because if change.because else ''})"
    return told + _said(change.statement) + why


def _value(s: Statement, name: str) -> str:
    value = getattr(s, name)
    if name in {"biomarker", "disease", "context"}:
        return to_text(value)
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _said(s: Statement) -> str:
    return f"{s.strength[1]} {s.predicate} {s.direction} {' + '.join(s.therapy) or '-'} [{', '.join(s.genes)}]"
