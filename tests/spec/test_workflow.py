"""A case goes its way: what may follow what, and what is refused.  A table that a coordinator of a board reads."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tumorboard.board.workflow import Standing, refusal, standing
from tumorboard.model.dates import PartialDate
from tumorboard.model.registry import Consent, Entry, FollowUp, Rules, SignOff, TaskDone
from tumorboard.reasons import Reason

AT = datetime(2026, 11, 27, tzinfo=UTC)
DAY = date(2026, 11, 27)
DECISION = "d" * 64
ONE = Rules(signatures=1)


def after(history: str, rules: Rules = ONE) -> Standing:
    """The standing after steps in words: ``facts assessment submission decision signature:wang``."""
    records = []
    for revision, step in enumerate(history.split(), 1):
        action, _, by = step.partition(":")
        body: object | None = None
        document = {"decision": DECISION, "assessment": "a" * 64, "facts": f"{revision:064d}"}.get(action, "")
        if action == "withdrawn":
            action, body = "consent", Consent(scope="care", given=False, on=DAY)
        if action == "signature" and "/" in by:
            by, _, asked = by.partition("/")
            body = SignOff(signs=DECISION, asked=int(asked))
        if action == "task_done":
            body = TaskDone(task=int(by), on=DAY)
        records.append(
            (Entry(number=revision, at=AT, by=by or "li", action=action, revision=revision, document=document), body)
        )
    return standing(records, rules)


@pytest.mark.parametrize("history, state", [
    ("facts", "draft"),
    ("facts assessment", "interpreted"),
    ("facts assessment submission", "for_review"),
    ("facts assessment submission decision", "discussed"),
    ("facts assessment decision", "discussed"),  # a case may be discussed without having been submitted
    ("facts assessment decision signature:wang", "signed"),
    ("facts assessment decision signature:wang follow_up", "follow_up"),
    ("facts assessment facts", "draft"),  # new facts are interpreted anew
    ("facts assessment decision signature:wang facts", "draft"),  # an amendment goes the way again
    ("facts assessment decision decision", "discussed"),  # the board decides again: signatures begin again
    ("facts assessment decision signature:wang assessment", "signed"),  # newer knowledge changes no decision
])  # fmt: skip
def test_where_a_case_stands(history: str, state: str) -> None:
    assert after(history).state == state


@pytest.mark.parametrize("history, state", [
    ("facts assessment decision signature:wang", "discussed"),
    ("facts assessment decision signature:wang signature:roy", "signed"),
])  # fmt: skip
def test_two_people_sign_where_the_site_asks_for_it(history: str, state: str) -> None:
    assert after(history, Rules(signatures=2)).state == state


@pytest.mark.parametrize("history, rules, state", [
    # history (who/how many the rules of that day asked for), signatures that today's rules ask for, where it stands
    ("facts assessment decision signature:wang/1", 2, "signed"),  # rules made stricter open nothing again
    ("facts assessment decision signature:wang/2", 2, "discussed"),
    ("facts assessment decision signature:wang/2", 1, "discussed"),  # made looser: the second person still signs ...
    ("facts assessment decision signature:wang/2 signature:roy/1", 1, "signed"),  # ... and one is asked for then
    ("facts assessment decision signature:wang/1 follow_up", 3, "follow_up"),
])  # fmt: skip
def test_a_signature_counts_by_the_rules_of_its_day(history: str, rules: int, state: str) -> None:
    assert after(history, Rules(signatures=rules)).state == state


SIGNS = SignOff(signs=DECISION)
REFUSED = [
    # history, step, its body, who, reason given, why it is refused ("" when it is not)
    ("", "assessment", None, "li", "", "workflow.no_facts"),
    ("facts", "submission", None, "li", "", "workflow.too_early"),
    ("facts", "decision", None, "li", "", "workflow.too_early"),
    ("facts assessment", "signature", SIGNS, "li", "", "workflow.too_early"),
    ("facts assessment decision", "signature", SIGNS, "li", "", ""),
    ("facts assessment decision", "signature", SignOff(signs="e" * 64), "li", "", "workflow.signs_another_decision"),
    (
        "facts assessment decision",
        "follow_up",
        FollowUp(what="alive", on=PartialDate(2026)),
        "li",
        "",
        "workflow.too_early",
    ),
    ("facts assessment decision signature:li", "follow_up", FollowUp(what="alive", on=PartialDate(2026)), "li", "", ""),
    ("facts assessment decision signature:li", "facts", None, "li", "", "workflow.amendment_needs_reason"),
    ("facts assessment decision signature:li", "facts", None, "li", "a second biopsy", ""),
    ("facts withdrawn", "assessment", None, "li", "", "workflow.consent_withdrawn"),
    ("facts withdrawn", "consent", Consent(scope="care", given=True, on=DAY), "li", "", ""),
    ("facts task", "task_done", TaskDone(task=2, on=DAY), "li", "", ""),
    ("facts task task_done:2", "task_done", TaskDone(task=2, on=DAY), "li", "", "workflow.no_such_task"),
]


@pytest.mark.parametrize("history, step, body, by, reason, why", REFUSED)
def test_what_may_follow(history: str, step: str, body: object, by: str, reason: str, why: str) -> None:
    found = refusal(after(history), step, body, by, reason)
    assert (found.code if isinstance(found, Reason) else "") == why


def test_nobody_signs_twice() -> None:
    now = after("facts assessment decision signature:wang", Rules(signatures=2))
    assert refusal(now, "signature", SIGNS, "wang", "") == Reason.of("workflow.signed_already")
    assert refusal(now, "signature", SIGNS, "roy", "") is None
