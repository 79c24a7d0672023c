"""OncoKB-like: the public definitions of OncoKB's levels, applied to our statements; nothing here is OncoKB's own grading.

A level speaks of approvals of the FDA and of expert guidelines only, whatever agencies the policy asks for.  Between two
solid tumors the levels 1, 2 and 3A of another indication become 3B and level 4 becomes none; every other pair of tumors
carries nothing.  Resistance is not carried over.

Not given: Dx1 and Dx2, for no statement says whether a marker is required for a diagnosis or supports it; Fda1 to Fda3,
which classify tests.  "Compelling clinical evidence" is read as a prospective study that shows the effect, or CIViC A or B.

Source: oncokb/oncokb, LevelOfEvidence.java (definitions) and LevelUtils.java (order and propagation).
"""

from __future__ import annotations

from tumorboard.evidence.schemes.rules import PROSPECTIVE, Graded, Rule, Scheme
from tumorboard.reasons import Reason

PROGNOSTIC = frozenset({"prognostic_better", "prognostic_worse"})
THERAPEUTIC = frozenset({"sensitivity", "resistance"})
SMALL = frozenset({"retrospective", "case_report"})


def _approved(g: Graded) -> bool:
    return "FDA" in g.standing.in_force


def _standard(g: Graded) -> bool:
    return _approved(g) or g.standing.guideline


def _compelling(g: Graded) -> bool:
    if g.civic:
        return g.civic in {"A", "B"}
    shown = g.benefit in {"met", "response_only"} or not g.sensitivity
    return g.design in PROSPECTIVE and shown


def _clinical(g: Graded) -> bool:
    return g.civic in {"A", "B", "C"} or g.design in PROSPECTIVE | SMALL


def _biological(g: Graded) -> bool:
    return g.civic == "D" or g.design == "preclinical"


def _resistance(g: Graded) -> bool:
    return g.statement.predicate == "resistance"


def _diagnostic(g: Graded) -> bool:
    return g.statement.predicate == "diagnostic"


def _prognostic(g: Graded) -> bool:
    return g.statement.predicate in PROGNOSTIC


def _guideline(g: Graded) -> str:
    return g.statement.guideline.name if g.statement.guideline else ""


RULES = (
    Rule(
        "T0",
        "",
        "design: every level speaks of an indication",
        lambda g: g.tumor_unknown,
        lambda g: Reason.of("oncokb.tumor_unknown"),
    ),
    Rule(
        "D0",
        "",
        "Dx1 and Dx2: recognized as required, or as supporting, which statements do not tell apart",
        lambda g: _diagnostic(g) and g.same and _standard(g),
        lambda g: Reason.of("oncokb.required_or_supporting"),
    ),
    Rule(
        "Dx3",
        "Dx3",
        "Dx3: may assist the diagnosis, clinical evidence",
        lambda g: _diagnostic(g) and g.same and _clinical(g),
        lambda g: Reason.of("oncokb.dx3"),
    ),
    Rule(
        "Px1",
        "Px1",
        "Px1: recognized, well-powered studies",
        lambda g: _prognostic(g) and g.same and _standard(g) and g.design in PROSPECTIVE,
        lambda g: Reason.of("oncokb.px1", design=g.design),
    ),
    Rule(
        "Px2",
        "Px2",
        "Px2: recognized, one or several small studies",
        lambda g: _prognostic(g) and g.same and _standard(g) and g.design in SMALL,
        lambda g: Reason.of("oncokb.px2", design=g.design),
    ),
    Rule(
        "Px3",
        "Px3",
        "Px3: clinical evidence in well-powered studies",
        lambda g: _prognostic(g) and g.same and not _standard(g) and g.design in PROSPECTIVE,
        lambda g: Reason.of("oncokb.px3", design=g.design),
    ),
    Rule(
        "M0",
        "",
        "design: the studies behind a marker are not recorded, or it was shown in another tumor",
        lambda g: g.statement.predicate not in THERAPEUTIC,
        lambda g: Reason.of("oncokb.marker_not_recorded"),
    ),
    Rule(
        "R1",
        "R1",
        "R1: standard-care biomarker of resistance in this indication",
        lambda g: _resistance(g) and g.same and _standard(g),
        lambda g: Reason.of("oncokb.r1"),
    ),
    Rule(
        "R2",
        "R2",
        "R2: compelling clinical evidence of resistance",
        lambda g: _resistance(g) and g.same and _compelling(g),
        lambda g: Reason.of("oncokb.r2", design=g.design),
    ),
    Rule(
        "R0",
        "",
        "LevelUtils: resistance is not carried to another indication; weaker evidence has no level",
        _resistance,
        lambda g: Reason.of("oncokb.resistance_none"),
    ),
    Rule(
        "N1",
        "",
        "design: a study that showed no benefit supports no level",
        lambda g: g.benefit == "absent" and not _standard(g),
        lambda g: Reason.of("oncokb.no_benefit", design=g.design),
    ),
    Rule(
        "1",
        "1",
        "1: FDA-recognized biomarker of an FDA-approved drug in this indication",
        lambda g: g.same and _approved(g),
        lambda g: Reason.of("oncokb.one"),
    ),
    Rule(
        "2",
        "2",
        "2: recommended by an expert panel in this indication",
        lambda g: g.same and g.standing.guideline,
        lambda g: Reason.of("oncokb.two", guideline=_guideline(g)),
    ),
    Rule(
        "3A",
        "3A",
        "3A: compelling clinical evidence in this indication",
        lambda g: g.same and _compelling(g),
        lambda g: Reason.of("oncokb.three_a", design=g.design),
    ),
    Rule(
        "3B",
        "3B",
        "3B: standard-care or investigational in another indication; between solid tumors only",
        lambda g: not g.same and g.both_solid and (_standard(g) or _compelling(g)),
        lambda g: Reason.of("oncokb.three_b"),
    ),
    Rule(
        "P0",
        "",
        "LevelUtils: nothing is carried between these tumors, and level 4 between none",
        lambda g: not g.same and (_standard(g) or _compelling(g) or _biological(g)),
        lambda g: Reason.of("oncokb.not_carried"),
    ),
    Rule(
        "4",
        "4",
        "4: compelling biological evidence",
        lambda g: g.same and _biological(g),
        lambda g: Reason.of("oncokb.four"),
    ),
    Rule(
        "N0",
        "",
        "design: nothing recorded that a definition speaks of",
        lambda g: True,
        lambda g: Reason.of("oncokb.not_recorded"),
    ),
)

SCHEME = Scheme(
    "oncokb",
    "definitions only",
    "LevelOfEvidence.java and LevelUtils.java of oncokb/oncokb",
    RULES,
    ("R1", "1", "2", "3A", "3B", "4", "R2", "Dx1", "Dx2", "Dx3", "Px1", "Px2", "Px3", "Fda1", "Fda2", "Fda3"),
    (("1", "3B"), ("2", "3B"), ("3A", "3B"), ("4", ""), ("R1", ""), ("R2", "")),
)
