"""What this tumor is expected to resist: its own list with its own order, never mixed into the ranks."""

from __future__ import annotations

from collections.abc import Sequence

from tumorboard.evidence.grade import SCHEMES, place
from tumorboard.evidence.match import Matched, State, applied
from tumorboard.evidence.options import missing
from tumorboard.evidence.rank import Weighed, as_text, weigh
from tumorboard.evidence.resistance import bears_on
from tumorboard.evidence.schemes.rules import SAME
from tumorboard.model.assessment import TherapyOption
from tumorboard.model.context import Context
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason

Key = tuple[int, int, int, str]


def resistance_list(
    groups: Sequence[Sequence[Matched]], options: Sequence[TherapyOption], context: Context
) -> tuple[tuple[TherapyOption, ...], tuple[TherapyOption, ...]]:
    """Expected resistance, and statements on resistance that do not hold here.

    Expected: settled ones first, those of this tumor first, then by AMP level, then by id.  What is known of another tumor
    only is expected here when it bears on an option in the ranking that rests on another tumor too.
    """
    expected: list[tuple[Key, TherapyOption]] = []
    not_expected: list[tuple[Key, TherapyOption]] = []
    for group in groups:
        named = any(bears_on(group[0], o.therapies, context) for o in options if from_elsewhere(o))
        found = entry(group, bears_on_option=named, context=context)
        if found is not None:
            (expected if found[1].kept else not_expected).append(found)
    return _in_order(expected), _in_order(not_expected)


def from_elsewhere(option: TherapyOption) -> bool:
    """Whether an option rests on what is known of another tumor, or of no known tumor."""
    return option.matches[0].relation not in SAME


def entry(group: Sequence[Matched], *, bears_on_option: bool, context: Context) -> tuple[Key, TherapyOption] | None:
    """Expected resistance to one regimen or class, or what speaks against expecting it, with its place in the list."""
    ordered = sorted(group, key=_key)
    first = ordered[0]
    holds = first.state is State.ALIVE and first.statement.direction == "supports"
    holds = holds and (first.match.relation != "other_tumor" or bears_on_option)
    if not holds and not any(m.touching for m in group):
        return None
    return _key(first), _entry(ordered, holds, context)


def _in_order(found: list[tuple[Key, TherapyOption]]) -> tuple[TherapyOption, ...]:
    return tuple(told for _, told in sorted(found, key=lambda pair: pair[0]))


def _key(matched: Matched) -> Key:
    """Alive before not, supporting before disputing; settled, own tumor, level, id."""
    dead = 4 * (matched.state is not State.ALIVE) + 2 * (matched.statement.direction != "supports")
    return (
        dead + (matched.match.verdict is not Verdict.MET),
        int(matched.match.relation not in SAME),
        place(matched.match.grades, "amp_2017"),
        matched.statement.id,
    )


def _entry(ordered: Sequence[Matched], holds: bool, context: Context) -> TherapyOption:
    first = ordered[0]
    weighed: Weighed = weigh(first, ())
    disputed = [m for m in ordered if m.statement.direction != "supports" and m.state is State.ALIVE]
    conflicts = tuple(Reason.of("resistance.disputed_by", statement=m.statement.id) for m in disputed if m is not first)
    why = first.why
    if not why and not holds:
        disputing = first.statement.direction != "supports"
        why = (Reason.of("evidence.only_disputed"),) if disputing else (Reason.of("resistance.other_tumor_only"),)
    return TherapyOption(
        therapies=first.statement.therapy,
        predicate="resistance",
        kept=holds,
        rank=None,
        verdict=first.match.verdict,
        bucket=weighed.bucket,
        grades=tuple(g for g in first.match.grades if g.scheme in context.policy.schemes and g.scheme in SCHEMES),
        matches=tuple(m.match for m in ordered),
        because=first.match.reasons,
        against=why,
        conflicts=conflicts,
        missing=missing(first.match),
        approvals=first.match.approvals,
        needs_review=applied(first.match).needs_review or first.statement.needs_review,
        sort_key=as_text(weighed.key),
    )
