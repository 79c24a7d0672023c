"""A record in words: who did what when, why, and what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tumorboard import vocab
from tumorboard.formats.spoken import drug_name
from tumorboard.model.registry import (
    Alert,
    Consent,
    Decision,
    Entry,
    FollowUp,
    Retraction,
    Seen,
    SignOff,
    Submission,
    Task,
    TaskDone,
)
from tumorboard.wording import Words


@dataclass(frozen=True, slots=True)
class Told:
    """One record; `at` is UTC to the minute, `lines` what it holds."""

    revision: int
    at: str
    by: str
    action: str
    reason: str
    document: str
    lines: tuple[str, ...]


def told(entry: Entry, body: object | None, words: Words) -> Told:
    """The record in words."""
    return Told(
        entry.revision, f"{entry.at:%Y-%m-%d %H:%M}", entry.by, words.term(f"page.action.{entry.action}"), entry.reason,
        entry.document, tuple(line for line in _lines(body, words) if line),
    )  # fmt: skip


def regimen(therapies: tuple[str, ...], words: Words) -> str:
    """The drugs by their generic names."""
    table = vocab.load().therapies
    return " + ".join(drug_name(code, table, words.language) for code in therapies)


def _lines(body: object | None, words: Words) -> Iterator[str]:
    t, joint = words.term, words.joint(", ")
    match body:
        case Submission():
            yield f"{t('page.meeting')} {body.meeting.isoformat()}" if body.meeting else ""
            yield body.question
        case Decision():
            yield body.summary
            for c in body.choices:
                why = f" ({c.reason})" if c.reason else ""
                yield f"{regimen(c.therapies, words)} – {t(f'page.verdict.{c.verdict}')}{why}"
            yield joint.join(a.name for a in body.took_part)
        case SignOff():
            yield t(body.role)
        case Task():
            due = f"{t('page.due')} {body.due.isoformat()}" if body.due else ""
            yield joint.join(part for part in (t(f"page.task.{body.what}"), body.about, due) if part)
        case TaskDone():
            yield joint.join(part for part in (f"# {body.task}", body.on.isoformat(), body.outcome) if part)
        case FollowUp():
            said = (
                t(f"page.event.{body.what}"),
                body.response,
                regimen(body.therapies, words),
                str(body.on),
                body.note,
            )
            yield joint.join(part for part in said if part)
        case Retraction():
            yield f"# {body.follow_up}"
        case Consent():
            word = t("page.consent_given" if body.given else "page.consent_withdrawn")
            yield joint.join((t(f"page.scope.{body.scope}"), word, body.on.isoformat()))
        case Alert():
            yield t(f"page.alert.{body.what}")
            yield from (change(line, words) for line in body.changes)
        case Seen():
            yield joint.join(part for part in (f"# {body.alert}", body.outcome) if part)


def change(line: str, words: Words) -> str:
    """A coded line of an alert, ``gained: osimertinib + savolitinib``, in words."""
    happened, colon, names = line.partition(": ")
    if not colon:
        return line
    drugs = tuple(n.strip() for n in names.split(" + "))
    # An alert of a later version of the program may know more than this one has words for.
    said = words.terms.get(f"page.happened.{happened}", happened)
    return f"{said}{words.joint(': ')}{regimen(drugs, words)}"
