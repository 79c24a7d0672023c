"""The source's own level, in its own words, never converted.

A CIViC level is ``civic A``; a label names the agencies whose approval is in force, or says that none is; a guideline is
named by its name.

Source: the statement itself; CIViC levels: docs.civicdb.org, evidence level.
"""

from __future__ import annotations

from dataclasses import replace

from tumorboard.evidence.schemes.rules import Graded, Rule, Scheme
from tumorboard.model.assessment import Grade
from tumorboard.reasons import Reason

RULES = (
    Rule(
        "civic",
        "civic",
        "the item's evidence level in CIViC",
        lambda g: bool(g.civic),
        lambda g: Reason.of("source.civic", level=g.civic),
    ),
    Rule(
        "label",
        "label",
        "a label in force on the date",
        lambda g: bool(g.standing.in_force),
        lambda g: Reason.of("source.label", agencies=g.standing.in_force),
    ),
    Rule(
        "guideline",
        "guideline",
        "a guideline lists it",
        lambda g: g.standing.guideline,
        lambda g: Reason.of("source.guideline", guideline=g.statement.guideline.name if g.statement.guideline else ""),
    ),
    Rule(
        "withdrawn",
        "label withdrawn",
        "a label withdrawn by the date",
        lambda g: bool(g.standing.withdrawn),
        lambda g: Reason.of("source.label_withdrawn", agencies=tuple(a.agency for a in g.standing.withdrawn)),
    ),
    Rule(
        "unknown",
        "label unknown",
        "a label whose status on the date is not known",
        lambda g: g.statement.kind == "label",
        lambda g: Reason.of("source.label_unknown"),
    ),
    Rule(
        "own",
        "",
        "whatever else the source calls it",
        lambda g: bool(g.statement.strength[1]),
        lambda g: Reason.of("source.own", scheme=g.statement.strength[0], level=g.statement.strength[1]),
    ),
    Rule("none", "", "the source gives no level", lambda g: True, lambda g: Reason.of("source.none")),
)


class _SourceScheme(Scheme):
    """The value carries the source's own word beside the rule's."""

    def grade(self, graded: Graded) -> Grade:
        given = Scheme.grade(self, graded)
        scheme, value = graded.statement.strength
        words = {
            "civic": f"civic {graded.civic}",
            "label": f"label {'/'.join(graded.standing.in_force)}",
            "guideline": f"guideline {graded.statement.guideline.name if graded.statement.guideline else ''}",
            "own": f"{scheme} {value}",
        }
        return replace(given, value=words.get(given.rule, given.value))


SCHEME = _SourceScheme("source", "as released", "the source", RULES, ())
