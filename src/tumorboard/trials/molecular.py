"""Which criteria are MET because of what was found in this tumor: an alteration, or a measured biomarker."""

from __future__ import annotations

from tumorboard.model.verdict import Verdict
from tumorboard.trials.verdicts import MET, Answers

FINDINGS = ("variant/", "copy_number/", "fusion/", "splice/", "biomarker/")


def molecular(answers: Answers) -> list[bool]:
    """For each node, whether it is MET and a leaf that carries it is MET on a finding; a *not* rests on none."""
    found = [False] * len(answers.codes)
    for number, node in enumerate(answers.plan.nodes):
        if answers.codes[number] < MET:
            continue
        match node.kind:
            case "leaf":
                found[number] = any(fact.startswith(FINDINGS) for fact in answers.leaves[number].used)
            case "all" | "any" | "at_least":
                found[number] = any(found[p] for p in node.parts)
            case "if":
                branch = 1 if answers.verdict(node.parts[0]) is Verdict.MET else 2
                found[number] = found[node.parts[0]] or found[node.parts[branch]]
    return found
