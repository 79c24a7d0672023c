"""Best overall response, with or without confirmation, for RECIST 1.1 and iRECIST.

The rules are those of pharmaverse ``admiralonco`` (``derive_param_confirmed_bor``, Apache 2.0): every assessment is tested
for every class it can stand for, and the best class wins, the earliest assessment among equals.  They differ from Table 3
of RECIST 1.1 in one row: a complete response followed by a partial one is stable disease here, never progression; such a
patient is marked for review.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tumorboard.model.response import Best, Response, ResponseRules

Assessment = tuple[date, Response]

ORDER = (
    Response.CR, Response.PR, Response.SD, Response.NON_CR_NON_PD, Response.PD, Response.CPD, Response.UPD, Response.NE,
    Response.ND, Response.MISSING,
)  # fmt: skip
DOUBTED = (Response.CR, Response.PR, Response.SD, Response.NON_CR_NON_PD)


def best_response(
    assessments: Sequence[Assessment], rules: ResponseRules, *, start: date, first_pd: date | None = None
) -> Best:
    """The best class of a patient.

    Parameters
    ----------
    start
        Treatment start or randomization, from which stable disease must last.
    first_pd
        The first progression: what comes after it does not count.  With iRECIST the first confirmed one.
    """
    kept = sorted(((d, r) for d, r in assessments if first_pd is None or d <= first_pd), key=lambda a: a[0])
    if not kept:
        return Best(Response.NE if rules.missing_as_ne else Response.MISSING, None)
    found: list[tuple[int, date]] = []
    for i, (day, _) in enumerate(kept):
        found += [(ORDER.index(klass), day) for klass in _classes(i, kept, rules, start)]
    rank, on = min(found)
    return Best(ORDER[rank], on, _review(kept))


def _classes(i: int, kept: Sequence[Assessment], rules: ResponseRules, start: date) -> list[Response]:
    """What assessment `i` can stand for."""
    day, response = kept[i]
    made = []
    late = day >= start + timedelta(days=rules.sd_days)
    if response is Response.CR and _confirmed(i, kept, rules, {Response.CR}):
        made.append(Response.CR)
    if response is Response.PR and _confirmed(i, kept, rules, {Response.CR, Response.PR}):
        made.append(Response.PR)
    if response in (Response.CR, Response.PR, Response.SD) and late:
        made.append(Response.SD)
    if response is Response.NON_CR_NON_PD and late:
        made.append(response)
    if response is Response.CPD:
        made += [response] if _confirms(i, kept) else [Response.UPD]
    if response in (Response.PD, Response.UPD, Response.ND):
        made.append(response)
    if response is Response.NE or (response in DOUBTED and not late):
        made.append(Response.NE)
    return made


def _confirmed(i: int, kept: Sequence[Assessment], rules: ResponseRules, by: set[Response]) -> bool:
    """Whether the first later assessment that is far enough away confirms, with only what may stand between."""
    if rules.confirm_days is None:
        return True
    day, response = kept[i]
    far = day + timedelta(days=rules.confirm_days)
    end = next((j for j in range(i + 1, len(kept)) if kept[j][0] >= far and kept[j][1] in by), None)
    if end is None:
        return False
    between = [r for _, r in kept[i + 1 : end]]
    if between.count(Response.NE) > rules.most_not_evaluated:
        return False
    if response is Response.CR:
        return set(between) <= {Response.CR, Response.NE}
    if not set(between) <= {Response.CR, Response.PR, Response.SD, Response.NE}:
        return False
    period = [*between, kept[end][1]]
    first_cr = next((k for k, r in enumerate(period) if r is Response.CR), None)
    worse = first_cr is not None and Response.PR in period[first_cr:]
    return not worse and between.count(Response.SD) <= (1 if rules.accept_sd else 0)


def _confirms(i: int, kept: Sequence[Assessment]) -> bool:
    """Whether an unconfirmed progression stands before, with nothing but such and what was not evaluated between."""
    for _, r in reversed(kept[:i]):
        if r is Response.UPD:
            return True
        if r is not Response.NE:
            return False
    return False


def _review(kept: Sequence[Assessment]) -> tuple[str, ...]:
    """What a person should look at: a disease that came back as a partial response after a complete one."""
    responses = [r for _, r in kept]
    first = responses.index(Response.CR) if Response.CR in responses else len(responses)
    return ("recist.pr_after_cr",) if Response.PR in responses[first:] else ()
