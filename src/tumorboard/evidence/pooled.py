"""One indication in several rows: agencies word it differently (another age, another line), each row bears its own agency.

What the rows of a regimen say together counts as far as they hold for this patient: a row lends its approval to one that
holds here no more firmly than itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from tumorboard.evidence.grade import grades
from tumorboard.evidence.match import Matched, State
from tumorboard.evidence.schemes.rules import SAME
from tumorboard.evidence.standing import in_order, standing
from tumorboard.model.assessment import Grade
from tumorboard.model.context import Context
from tumorboard.model.statement import Approval
from tumorboard.reasons import Reason


def pooled(supports: Sequence[Matched], context: Context) -> list[Matched]:
    """The supporting statements of a regimen, each standing with the approvals its sisters lend it.

    Only where several agencies are asked for at once does this change a place: a row of one agency alone is in force in
    some of them only.
    """
    if len(context.policy.jurisdictions) < 2:
        return list(supports)
    labels = [m for m in supports if m.state is State.ALIVE and m.match.relation in SAME and m.standing.in_force]
    return [_lent(m, [o for o in labels if o is not m], context) if m in labels else m for m in supports]


def _lent(m: Matched, sisters: Sequence[Matched], context: Context) -> Matched:
    alike = [o for o in sisters if o.match.verdict.value >= m.match.verdict.value]
    merged = by_agency([*m.standing.approvals, *(a for o in alike for a in o.standing.approvals)], context.on)
    statement = replace(m.statement, approvals=merged)
    known = standing(statement, context)
    graded = grades(statement, m.match.relation, known)
    return replace(m, standing=known, match=replace(m.match, grades=graded))


def by_agency(approvals: Iterable[Approval], on: date) -> tuple[Approval, ...]:
    """One status an agency, in the order of agencies: the first in force, else the first that is known, else the first."""
    found: dict[str, Approval] = {}
    for approval in approvals:
        known = found.get(approval.agency)
        if known is None or _told(approval, on) > _told(known, on):
            found[approval.agency] = approval
    return tuple(found[name] for name in in_order(found))


def _told(approval: Approval, on: date) -> int:
    return 2 * approval.holds(on) + (approval.status != "unknown")


def agencies(grade: Grade, approvals: Sequence[Approval], on: date) -> Grade:
    """A label's own level with every agency whose approval stands beside the option, though in a row of its own."""
    if grade.scheme != "source" or grade.rule != "label":
        return grade
    held = in_order(a.agency for a in approvals if a.holds(on))
    return replace(grade, value=f"label {'/'.join(held)}", reason=Reason.of("source.label", agencies=held))
