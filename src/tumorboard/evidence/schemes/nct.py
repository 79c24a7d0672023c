"""NCT/DKTK: evidence levels m1A to m4 of the German molecular tumor boards, by entity and kind of study.

An approval alone gives no level: the scale asks what was studied.  CIViC's levels A and B say that patients were studied,
not whether prospectively, so they give none either; C, D and E are case studies, preclinical models and inference.

Source: level definitions as printed in the supplement of a German molecular tumor board's publication; the primary citation
is not confirmed.
"""

from __future__ import annotations

from tumorboard.evidence.schemes.rules import PROSPECTIVE, Graded, Rule, Scheme
from tumorboard.reasons import Reason


def _prospective(g: Graded) -> bool:
    shown = g.benefit in {"met", "response_only"} or not g.sensitivity
    return g.design in PROSPECTIVE and shown


def _retrospective(g: Graded) -> bool:
    return g.design == "retrospective"


def _case(g: Graded) -> bool:
    return g.design == "case_report" or g.civic == "C"


def _clinical(g: Graded) -> bool:
    return _prospective(g) or _retrospective(g) or _case(g)


RULES = (
    Rule(
        "N1",
        "",
        "design: a study that showed no benefit supports no level",
        lambda g: g.sensitivity and g.benefit == "absent",
        lambda g: Reason.of("nct.no_benefit", design=g.design),
    ),
    Rule(
        "T0",
        "",
        "design: m1 and m2 depend on the entity",
        lambda g: g.tumor_unknown and _clinical(g),
        lambda g: Reason.of("nct.tumor_unknown"),
    ),
    Rule(
        "m1A",
        "m1A",
        "m1A: same entity, prospective or molecularly stratified cohort",
        lambda g: g.same and _prospective(g),
        lambda g: Reason.of("nct.m1a", study=g.statement.study.name),
    ),
    Rule(
        "m1B",
        "m1B",
        "m1B: same entity, retrospective or case-control",
        lambda g: g.same and _retrospective(g),
        lambda g: Reason.of("nct.m1b", study=g.statement.study.name),
    ),
    Rule(
        "m1C",
        "m1C",
        "m1C: same entity, case report",
        lambda g: g.same and _case(g),
        lambda g: Reason.of("nct.m1c"),
    ),
    Rule(
        "m2A",
        "m2A",
        "m2A: another entity, prospective or molecularly stratified cohort",
        _prospective,
        lambda g: Reason.of("nct.m2a", study=g.statement.study.name),
    ),
    Rule(
        "m2B",
        "m2B",
        "m2B: another entity, retrospective or case-control",
        _retrospective,
        lambda g: Reason.of("nct.m2b", study=g.statement.study.name),
    ),
    Rule("m2C", "m2C", "m2C: another entity, case report", _case, lambda g: Reason.of("nct.m2c")),
    Rule(
        "m3",
        "m3",
        "m3: preclinical",
        lambda g: g.design == "preclinical" or g.civic == "D",
        lambda g: Reason.of("nct.m3"),
    ),
    Rule(
        "m4",
        "m4",
        "m4: biological rationale; prediction in silico and CIViC's inferential level are read as one",
        lambda g: g.design == "in_silico" or g.civic == "E",
        lambda g: Reason.of("nct.m4"),
    ),
    Rule(
        "N0",
        "",
        "design: the kind of study, or what it showed, is not recorded",
        lambda g: True,
        lambda g: Reason.of("nct.not_recorded"),
    ),
)

SCHEME = Scheme(
    "nct",
    "m1A to m4",
    "supplement of a German molecular tumor board's publication",
    RULES,
    ("m1A", "m1B", "m1C", "m2A", "m2B", "m2C", "m3", "m4"),
    (("m1A", "m2A"), ("m1B", "m2B"), ("m1C", "m2C"), ("m3", "m3"), ("m4", "m4")),
)
