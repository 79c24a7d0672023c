"""One case against a plan: every distinct leaf asked once, every other node put together from its parts.

Verdict and flags of a node are one small number, so that ten thousand parts cost one short pass; the evaluation with its
reasons and missing facts is made for the nodes that somebody looks at.  Both follow `criteria.algebra`, and a test
compares them on random trees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason
from tumorboard.trials.plan import CYCLE, Node, Plan

# A code is 8 times the verdict plus the flags: NOT_MET 0-7, UNKNOWN 8-15, MET 16-23.
MAY_CHANGE, ASSUMED, NEEDS_REVIEW = 1, 2, 4
ANY_FLAG = 7
UNKNOWN, MET = 8, 16
UNREADABLE = "trial.criterion"
NOTHING: frozenset[str] = frozenset()


@dataclass(slots=True, eq=False)
class Answers:
    """What every node of a plan says of one case.

    Parameters
    ----------
    codes
        A verdict with its flags for each node, by number.
    leaves
        The evaluation of each leaf, by number.
    """

    plan: Plan
    codes: list[int]
    leaves: dict[int, Evaluation]
    _made: dict[int, Evaluation] = field(default_factory=dict)
    kept: dict[object, object] = field(default_factory=dict)  # what was made of nodes that many parts share
    _missing: list[frozenset[str]] = field(default_factory=list)

    def verdict(self, node: int) -> Verdict:
        """The verdict of a node."""
        return Verdict(self.codes[node] >> 3)

    def evaluation(self, node: int) -> Evaluation:
        """A node with its reason, its facts and the evaluations of its parts."""
        if node not in self._made:
            for number in self.plan.below(node):
                if number not in self._made:
                    self._made[number] = self._evaluated(number)
        return self._made[node]

    def _evaluated(self, number: int) -> Evaluation:
        node = self.plan.nodes[number]
        if node.kind == "leaf":
            return self.leaves[number]
        if node.kind == CYCLE:
            return Evaluation(Verdict.UNKNOWN, Reason.of("trial.criterion_cyclic"), missing=frozenset({UNREADABLE}))
        made: Evaluation = node.criterion.of([self._made[p] for p in node.parts])  # type: ignore[attr-defined]
        return made

    def missing(self, node: int) -> frozenset[str]:
        """The facts any of which would help to decide a node; none where it is settled."""
        return self.every_missing()[node]

    def every_missing(self) -> Sequence[frozenset[str]]:
        """`missing` of every node, by number."""
        for number in range(len(self._missing), len(self.codes)):
            self._missing.append(NOTHING if not UNKNOWN <= self.codes[number] < MET else self._missed(number))
        return self._missing

    def _missed(self, number: int) -> frozenset[str]:
        node = self.plan.nodes[number]
        if node.kind == "leaf":
            return self.leaves[number].missing
        if node.kind == CYCLE:
            return frozenset({UNREADABLE})
        if node.take is not None:
            return NOTHING.union(*node.take(self._missing))
        parts = node.parts
        if node.kind == "if" and self.verdict(parts[0]) is not Verdict.UNKNOWN:
            parts = (parts[1 if self.verdict(parts[0]) is Verdict.MET else 2],)
        return NOTHING.union(*[self._missing[p] for p in parts])


def answered(plan: Plan, case: Case, context: Context) -> Answers:
    """Every node of the plan on this case."""
    leaves: dict[int, Evaluation] = {}
    codes = [UNKNOWN] * len(plan.nodes)
    # Few sets of codes occur among many parts: each is put together once.
    alls: dict[frozenset[int], int] = {}
    anys: dict[frozenset[int], int] = {}
    for number, node in enumerate(plan.nodes):
        take = node.take
        if take is not None:
            parts = frozenset(take(codes))
            known = alls if node.kind == "all" else anys
            found = known.get(parts)
            if found is None:
                found = known[parts] = combined(node, tuple(parts))
            codes[number] = found
        elif node.kind == "leaf":
            said = leaves[number] = node.criterion.check(case, context)
            codes[number] = code(said)
        elif node.kind == "not":
            codes[number] = NEGATED[codes[node.parts[0]]]
        else:
            codes[number] = combined(node, [codes[p] for p in node.parts])
    return Answers(plan, codes, leaves)


def code(said: Evaluation) -> int:
    """Verdict and flags as one number."""
    return (
        said.verdict.value * 8
        + said.may_change * MAY_CHANGE
        + said.assumed * ASSUMED
        + said.needs_review * NEEDS_REVIEW
    )


def combined(node: Node, parts: Sequence[int]) -> int:
    """The code of a node, given those of its parts."""
    match node.kind:
        case "all":
            return conjunction(parts)
        case "any":
            return negation(conjunction([negation(p) for p in parts]))
        case "not":
            return negation(parts[0])
        case "at_least":
            return count(node.k, parts)
        case "if":
            return choice(*parts)
        case "flag_if":
            return MET if parts[0] < UNKNOWN else MET | NEEDS_REVIEW
        case "always":
            return MET
        case "never":
            return 0
        case _:
            return UNKNOWN


def negation(one: int) -> int:
    """*Not*: flags travel."""
    return (16 - (one & 24)) | (one & ANY_FLAG)


NEGATED = tuple(negation(one) for one in range(MET + ANY_FLAG + 1))


def conjunction(parts: Sequence[int]) -> int:
    """*And*: a flag on MET from any part, on NOT_MET where every NOT_MET part has it, on UNKNOWN from any UNKNOWN part."""
    kinds = frozenset(parts)
    least = min(kinds, default=MET)
    if least >= MET:
        flags = MET
        for one in kinds:
            flags |= one & ANY_FLAG
        return flags
    if least < UNKNOWN:
        flags = ANY_FLAG
        for one in kinds:
            if one < UNKNOWN:
                flags &= one
        return flags
    flags = UNKNOWN
    for one in kinds:
        if one < MET:
            flags |= one
    return flags


def count(k: int, parts: Sequence[int]) -> int:
    """*At least k*."""
    met = sum(p >= MET for p in parts)
    unknown = sum(UNKNOWN <= p < MET for p in parts)
    verdict = MET if met >= k else UNKNOWN if met + unknown >= k else 0
    same = [p for p in parts if p & 24 == verdict]
    flags = 0
    for flag in (MAY_CHANGE, ASSUMED, NEEDS_REVIEW):
        firm = sum(not p & flag for p in same)
        flagged = (
            firm < k if verdict == MET else firm <= len(parts) - k if verdict == 0 else any(p & flag for p in same)
        )
        flags |= flag if flagged else 0
    return verdict | flags


def choice(condition: int, then: int, otherwise: int) -> int:
    """*If*: the branch that applies; with an unknown condition only what both branches agree in."""
    if not UNKNOWN <= condition < MET:
        return (then if condition >= MET else otherwise) | (condition & ANY_FLAG)
    flags = (condition | then | otherwise) & ANY_FLAG
    agreed = then & 24 == otherwise & 24
    return (then & 24 if agreed else UNKNOWN) | flags
