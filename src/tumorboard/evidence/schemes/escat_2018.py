"""ESCAT 2018: how strongly a target is shown to be worth treating in this patient's tumor.

Rules in the order of docs/reference/grading.md; the first that holds decides.  V stands first, so that a negative pivotal
result cannot be overtaken by response data, and needs a benefit recorded as absent, not merely a missing one.  What is
not recorded is not graded: X (no evidence of actionability) is never concluded from silence.  III-B (similar alteration in
the same gene or pathway) needs a claim of similarity that statements do not make, and is not given.

Source: Mateo et al. 2018, Ann Oncol 29:1895, doi:10.1093/annonc/mdy263, Table 1.
"""

from __future__ import annotations

from tumorboard.evidence.schemes.rules import PROSPECTIVE, Graded, Rule, Scheme
from tumorboard.reasons import Reason


def _randomized(g: Graded) -> bool:
    return g.design == "rct" and g.benefit == "met"


def _prospective(g: Graded) -> bool:
    return g.design == "prospective_nonrandomized" and g.benefit == "met"


def _basket(g: Graded) -> bool:
    return g.design == "basket" and g.benefit == "met"


def _retrospective(g: Graded) -> bool:
    return g.design == "retrospective"


def _responses(g: Graded) -> bool:
    return g.design in PROSPECTIVE and g.benefit == "response_only"


def _clinical(g: Graded) -> bool:
    return any(test(g) for test in (_randomized, _prospective, _basket, _retrospective, _responses))


RULES = (
    Rule(
        "R0",
        "",
        "the scale ranks targets for treatment, not resistance",
        lambda g: not g.sensitivity,
        lambda g: Reason.of("escat.sensitivity_only"),
    ),
    Rule(
        "NB",
        "",
        "the scale ranks targets; the therapy is given without one",
        lambda g: g.untargeted,
        lambda g: Reason.of("escat.no_target"),
    ),
    Rule(
        "1",
        "V",
        "Table 1, V: responses without clinically meaningful benefit",
        lambda g: g.benefit == "absent",
        lambda g: Reason.of("escat.v", study=g.statement.study.name),
    ),
    Rule(
        "2",
        "I-A",
        "Table 1, I-A: randomized, survival end point",
        lambda g: g.same and _randomized(g),
        lambda g: Reason.of("escat.ia", study=g.statement.study.name),
    ),
    Rule(
        "3",
        "I-B",
        "Table 1, I-B: prospective, meaningful benefit",
        lambda g: g.same and _prospective(g),
        lambda g: Reason.of("escat.ib", study=g.statement.study.name),
    ),
    Rule(
        "4",
        "I-C",
        "Table 1, I-C: across tumor types",
        lambda g: g.same and _basket(g),
        lambda g: Reason.of("escat.ic", study=g.statement.study.name),
    ),
    Rule(
        "5",
        "II-A",
        "Table 1, II-A: retrospective",
        lambda g: g.same and _retrospective(g),
        lambda g: Reason.of("escat.iia", study=g.statement.study.name),
    ),
    Rule(
        "6",
        "II-B",
        "Table 1, II-B: responses, no survival data",
        lambda g: g.same and _responses(g),
        lambda g: Reason.of("escat.iib", study=g.statement.study.name),
    ),
    Rule(
        "7u",
        "",
        "design: tiers I to III depend on the tumor type",
        lambda g: g.tumor_unknown and _clinical(g),
        lambda g: Reason.of("escat.tumor_unknown"),
    ),
    Rule(
        "7",
        "III-A",
        "Table 1, III-A: benefit shown in another tumor type",
        _clinical,
        lambda g: Reason.of("escat.iiia", study=g.statement.study.name),
    ),
    Rule(
        "9",
        "IV-A",
        "Table 1, IV-A: preclinical models",
        lambda g: g.design == "preclinical",
        lambda g: Reason.of("escat.iva"),
    ),
    Rule(
        "10",
        "IV-B",
        "Table 1, IV-B: in silico",
        lambda g: g.design == "in_silico",
        lambda g: Reason.of("escat.ivb"),
    ),
    Rule(
        "11c",
        "",
        "design: the table has no place for single cases",
        lambda g: g.design == "case_report",
        lambda g: Reason.of("escat.case_reports"),
    ),
    Rule(
        "11",
        "",
        "design: study or benefit not recorded",
        lambda g: True,
        lambda g: Reason.of("escat.not_recorded"),
    ),
)

SCHEME = Scheme(
    "escat_2018",
    "2018",
    "doi:10.1093/annonc/mdy263",
    RULES,
    ("I-A", "I-B", "I-C", "II-A", "II-B", "III-A", "III-B", "IV-A", "IV-B", "V", "X"),
    (
        *((tier, "III-A") for tier in ("I-A", "I-B", "I-C", "II-A", "II-B")),
        *((tier, tier) for tier in ("IV-A", "IV-B", "V")),
    ),
)
