"""The options of an assessment as a short answer: generic drug names, verdicts, grades, reasons in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tumorboard.model.assessment import Assessment, TherapyOption
from tumorboard.vocab import Vocabulary
from tumorboard.wording import Words


def answer(assessment: Assessment, said: Words, vocab: Vocabulary) -> dict[str, Any]:
    """Options in rank order, then expected resistance, then what was rejected, one entry a regimen.

    What is said of a whole class stands once for each of its agents, with `therapy_class` naming the class.  `rank` is
    null for what has none; `missing_facts` holds the stable names of what `missing` says in words.
    """
    entries = (*assessment.options, *assessment.resistance, *assessment.rejected)
    return {
        "options": [entry for o in entries for entry in _entries(o, said, vocab)],
        "cannot_say": [said.reason(b) for b in assessment.banners],
        "issues": [
            {"code": i.code, "severity": i.severity.value, "says": said.issue(i)[0], "remedy": said.issue(i)[1]}
            for i in assessment.issues
        ],
        "on": assessment.on.isoformat(),
        "knowledge": {k.name: k.release for k in assessment.knowledge if k.present},
        "notice": said.term("report.research_use_only"),
    }


def _entries(option: TherapyOption, said: Words, vocab: Vocabulary) -> Iterator[dict[str, Any]]:
    told = {
        "predicate": option.predicate,
        "verdict": option.verdict.name.lower(),
        "kept": option.kept,
        "rank": option.rank,
        "bucket": option.bucket,
        "grades": {g.scheme: g.value for g in option.grades},
        "grade_rules": {g.scheme: g.rule for g in option.grades},
        "because": [said.reason(r) for r in option.because],
        "against": [said.reason(r) for r in (*option.against, *option.conflicts)],
        "missing": [said.absent(m) for m in option.missing],
        "missing_facts": list(option.missing),
        "needs_review": option.needs_review,
        "statements": [m.statement for m in option.matches],
    }
    for agents, group in regimens(option, vocab):
        yield {"therapies": [agent_name(a, vocab) for a in agents], "therapy_class": group, **told}


def regimens(option: TherapyOption, vocab: Vocabulary) -> list[tuple[tuple[str, ...], str]]:
    """The regimen of an option, or each agent of its class with the name of the class."""
    if option.therapies:
        return [(option.therapies, "")]
    group = option.matches[0].therapy_class
    return [((e.code,), group) for e in vocab.therapies.entries.values() if group in e.classes]


def agent_name(code: str, vocab: Vocabulary) -> str:
    """The English generic name of an agent; its code when the table does not know it."""
    entry = vocab.therapies.entries.get(code)
    return entry.name if entry else code
