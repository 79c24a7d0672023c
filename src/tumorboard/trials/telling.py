"""The answers of one part as values: criteria with reasons and trees, and what the nearest miss would take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tumorboard.criteria.base import leaf_text
from tumorboard.criteria.text import to_text
from tumorboard.model.trial import TrialCriterion
from tumorboard.model.trial_match import AnswerNode, Change, CriterionAnswer, Gap
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason
from tumorboard.trials.conflicts import excluding
from tumorboard.trials.nearest import Group, groups
from tumorboard.trials.plan import Plan, PlannedPart
from tumorboard.trials.verdicts import MAY_CHANGE, MET, UNKNOWN, Answers
from tumorboard.vocab import Vocabulary

# A tree is told whole unless it is deeper or wider than anybody reads.
DEEPEST = 16
LARGEST = 120
REASONS = 12
STOPS = 3


def criteria(answers: Answers, part: PlannedPart, *, trees: bool, met: bool) -> tuple[CriterionAnswer, ...]:
    """The criteria of a part in the order of the protocol; without those that are plainly MET where they are not asked for."""
    pairs = [
        (asked, number)
        for asked, number in zip(part.placed.criteria, part.criteria, strict=True)
        if met or answers.codes[number] != MET
    ]
    return tuple(_kept(answers, asked, number, trees) for asked, number in pairs)


def _kept(answers: Answers, asked: TrialCriterion, number: int, trees: bool) -> CriterionAnswer:
    """The answer of a criterion, made once for all the parts that inherit it."""
    # the criterion lives as long as the plan does, so that its identity is its own
    known = answers.kept.get((id(asked), trees))
    if not isinstance(known, CriterionAnswer):
        known = answers.kept[id(asked), trees] = _criterion(answers, asked, number, trees)
    return known


def _criterion(answers: Answers, asked: TrialCriterion, number: int, trees: bool) -> CriterionAnswer:
    said = answers.evaluation(number)
    return CriterionAnswer(
        reference=asked.reference,
        use=asked.use,
        texts=asked.texts,
        asks=text(answers.plan, number),
        verdict=said.verdict,
        because=tuple(dict.fromkeys(_reasons(answers, number)))[:REASONS],
        missing=tuple(sorted(said.missing)),
        may_change=said.may_change,
        assumed=said.assumed,
        needs_review=said.needs_review,
        changes_on=said.changes_on,
        tree=tree(answers, number) if trees else None,
    )


def text(plan: Plan, number: int) -> str:
    """A criterion in canonical text; empty where it is too large to be read, or to be walked."""
    node = plan.nodes[number]
    return to_text(node.criterion) if node.depth <= DEEPEST and node.size <= LARGEST else ""


def bearing(answers: Answers, number: int) -> tuple[int, ...]:
    """The parts of a node that its verdict rests on."""
    node, codes = answers.plan.nodes[number], answers.codes
    parts = node.parts
    match node.kind:
        case "all" | "any" | "at_least":
            return tuple(p for p in parts if codes[p] >> 3 == codes[number] >> 3)
        case "if":
            condition = answers.verdict(parts[0])
            if condition is Verdict.UNKNOWN:
                return parts if answers.verdict(number) is Verdict.UNKNOWN else parts[1:]
            return (parts[0], parts[1 if condition is Verdict.MET else 2])
        case _:
            return parts


def _reasons(answers: Answers, number: int) -> Iterable[Reason]:
    """The reasons of the leaves that carry the verdict, each leaf once, left to right."""
    seen: set[int] = set()
    todo = [number]
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        below = bearing(answers, one)
        if below:
            todo.extend(reversed(below))
        else:
            yield answers.evaluation(one).reason


def tree(answers: Answers, number: int) -> AnswerNode:
    """The tree below a node; what lies deeper than is shown is counted."""
    left = [LARGEST]
    return _node(answers, number, True, DEEPEST, left)


def _node(answers: Answers, number: int, carries: bool, deeper: int, left: list[int]) -> AnswerNode:
    said, node = answers.evaluation(number), answers.plan.nodes[number]
    carrying = bearing(answers, number)
    shown = []
    hidden = 0
    for part in node.parts:
        if deeper and left[0] > 0:
            left[0] -= 1
            shown.append(_node(answers, part, carries and part in carrying, deeper - 1, left))
        else:
            hidden += answers.plan.nodes[part].size
    return AnswerNode(
        text=leaf_text(node.criterion) if node.kind == "leaf" else "",  # type: ignore[arg-type]
        verdict=said.verdict,
        kind=node.kind,
        reason=said.reason,
        carries=carries,
        missing=tuple(sorted(said.missing)),
        may_change=said.may_change,
        assumed=said.assumed,
        needs_review=said.needs_review,
        changes_on=said.changes_on,
        hidden=hidden,
        children=tuple(shown),
    )


def gaps(answers: Answers, part: PlannedPart, vocab: Vocabulary) -> tuple[Gap, ...]:
    """What would make the part MET, group by group; what only needs to be learned stands last.

    Questions that exclude one another (ages, laboratory values, tumor types ...) are leaves of their own, and contradict each other all the same.
    """
    holders: dict[int, list[int]] = {}
    for number in part.criteria:
        for below in answers.plan.below(number):
            holders.setdefault(below, []).append(number)
    found = [_gap(answers, part, g, holders) for g in groups(answers, part.criteria)]
    apart = () if any(g.exact and not g.alternatives for g in found) else _not_together(part, vocab)
    if apart:
        numbers = tuple(dict.fromkeys(a.reference for a in apart if a.reference))
        found.append(Gap(references=numbers, alternatives=(), exact=True))
    return tuple(sorted(found, key=_hardest))


def _not_together(part: PlannedPart, vocab: Vocabulary) -> list[TrialCriterion]:
    """Criteria of different leaves that contradict each other all the same, none too many; empty where none do."""
    left = list(part.placed.criteria)
    if not excluding([a.asks for a in left], vocab, branches=False):
        return []
    for one in part.placed.criteria:
        fewer = [a for a in left if a is not one]
        if excluding([a.asks for a in fewer], vocab, branches=False):
            left = fewer
    return left


def _hardest(gap: Gap) -> tuple[int, int]:
    kinds = [change.kind for change in gap.alternatives[0]] if gap.alternatives else []
    hard = 0 if not kinds else 1 if "firm" in kinds else 2 if "may_change" in kinds else 3
    return hard, len(kinds)


def _gap(answers: Answers, part: PlannedPart, group: Group, holders: Mapping[int, Sequence[int]]) -> Gap:
    def change(leaf: int, wanted: Verdict) -> Change:
        return _change(answers, leaf, wanted, _references(part, holders[leaf]))

    held = {id(a): a for a, n in zip(part.placed.criteria, part.criteria, strict=True) if n in group.roots}
    single = next(iter(held.values())) if len(held) == 1 else None
    return Gap(
        references=_references(part, group.roots),
        use=single.use if single is not None else "",
        texts=single.texts if single is not None else {},
        alternatives=tuple(tuple(change(n, v) for n, v in one) for one in group.sets),
        exact=group.exact,
        more=group.more,
    )


def _references(part: PlannedPart, roots: Sequence[int]) -> tuple[str, ...]:
    pairs = zip(part.placed.criteria, part.criteria, strict=True)
    return tuple(dict.fromkeys(a.reference for a, n in pairs if n in roots and a.reference))


def _change(answers: Answers, leaf: int, wanted: Verdict, references: tuple[str, ...]) -> Change:
    said = answers.evaluation(leaf)
    kind = "to_learn" if said.verdict is Verdict.UNKNOWN else "may_change" if said.may_change else "firm"
    return Change(
        text=leaf_text(answers.plan.nodes[leaf].criterion),  # type: ignore[arg-type]
        wanted=wanted.name.lower(),
        now=said.verdict.name.lower(),
        kind=kind,
        reason=said.reason,
        references=references,
        missing=tuple(sorted(said.missing)),
        changes_on=said.changes_on,
    )


def stopped_by(answers: Answers, part: PlannedPart) -> tuple[str, ...]:
    """The first criteria that are NOT_MET, firm ones before those that may change: the protocol's number, else the place."""
    firm: list[int] = []
    soft: list[int] = []
    for at, one in enumerate(part.take(answers.codes)):
        if one < UNKNOWN:
            (soft if one & MAY_CHANGE else firm).append(at)
            if len(firm) == STOPS:
                break
    asked = part.placed.criteria
    return tuple([asked[at].reference or str(at + 1) for at in (firm + soft)[:STOPS]])
