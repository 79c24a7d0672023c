"""AMP/ASCO/CAP 2017: level of evidence and tier of a therapeutic biomarker in this patient's tumor, printed as ``I-A``.

A guideline speaks of its own country's market: for a label that is not in force wherever asked it gives no level A.

Sensitivity and resistance are graded alike.  Accelerated and conditional approvals are approvals; which agencies' count
is the policy's choice (any of FDA, EMA and NMPA when none is asked for).  Where the tumor is not known, no level is given
that needs it.

Source: Li et al. 2017, J Mol Diagn 19:4, doi:10.1016/j.jmoldx.2016.10.002, Table 3.
"""

from __future__ import annotations

from tumorboard.evidence.schemes.rules import PROSPECTIVE, Graded, Rule, Scheme
from tumorboard.reasons import Reason


def _well_powered(g: Graded) -> bool:
    """A study that settles the question: randomized, or prospective with the benefit shown; CIViC A and B."""
    if g.civic:
        return g.civic in {"A", "B"}
    if g.sensitivity:
        return g.design in PROSPECTIVE and g.benefit == "met"
    return g.design in PROSPECTIVE


def _clinical(g: Graded) -> bool:
    """Patients were treated, and the claim was borne out, if only in small or retrospective studies."""
    if g.civic:
        return g.civic in {"A", "B"}
    return g.design in PROSPECTIVE | {"retrospective"} and not _no_benefit(g)


def _no_benefit(g: Graded) -> bool:
    return g.sensitivity and g.benefit == "absent"


def _small(g: Graded) -> bool:
    if g.civic:
        return g.civic in {"C", "D", "E"}
    return g.design in {"case_report", "preclinical", "retrospective", "in_silico"}


RULES = (
    Rule(
        "A1",
        "I-A",
        "Table 3, level A 1: approved therapy for this tumor type",
        lambda g: g.same and g.standing.full,
        lambda g: Reason.of("amp.approved_same_tumor", agencies=g.standing.in_force),
    ),
    Rule(
        "A2",
        "I-A",
        "Table 3, level A 2: professional guideline for this tumor type",
        lambda g: g.same and g.standing.guideline and not g.standing.elsewhere,
        lambda g: Reason.of("amp.guideline_same_tumor", guideline=_guideline(g)),
    ),
    Rule(
        "B",
        "I-B",
        "Table 3, level B: well-powered studies",
        lambda g: g.same and _well_powered(g),
        lambda g: Reason.of("amp.well_powered_same_tumor", design=g.design),
    ),
    Rule(
        "T0",
        "",
        "design: level A to C depend on the tumor type",
        lambda g: g.tumor_unknown and (bool(g.standing.in_force) or g.standing.guideline or _clinical(g)),
        lambda g: Reason.of("amp.tumor_unknown"),
    ),
    Rule(
        "C1",
        "II-C",
        "Table 3, level C 1: approved therapy, or guideline, for a different tumor type",
        lambda g: not g.same and (bool(g.standing.in_force) or g.standing.guideline),
        lambda g: Reason.of("amp.approved_other_tumor", agencies=g.standing.in_force),
    ),
    Rule(
        "C2",
        "II-C",
        "design: approved for this tumor type, but not in every jurisdiction asked for",
        lambda g: g.same and g.standing.elsewhere,
        lambda g: Reason.of("amp.approved_elsewhere", agencies=g.standing.in_force, asked=g.standing.asked),
    ),
    Rule(
        "C3",
        "II-C",
        "Table 3, level C 2 and text: investigational therapy, small clinical studies in this tumor type",
        lambda g: g.same and _clinical(g),
        lambda g: Reason.of("amp.small_studies_same_tumor", design=g.design),
    ),
    Rule(
        "C4",
        "II-C",
        "design: prospective clinical evidence in a different tumor type",
        lambda g: not g.same and _clinical(g) and (bool(g.civic) or g.design in PROSPECTIVE),
        lambda g: Reason.of("amp.studies_other_tumor", design=g.design),
    ),
    Rule(
        "D",
        "II-D",
        "Table 3, level D: preclinical studies, few case reports",
        lambda g: _small(g) and not _no_benefit(g),
        lambda g: Reason.of("amp.preclinical_or_cases", design=g.design),
    ),
    Rule(
        "N1",
        "",
        "design: a study that showed no benefit supports no level",
        _no_benefit,
        lambda g: Reason.of("amp.no_benefit", design=g.design),
    ),
    Rule(
        "N0",
        "",
        "design: nothing recorded that the table speaks of",
        lambda g: True,
        lambda g: Reason.of("amp.not_recorded"),
    ),
)


def _guideline(g: Graded) -> str:
    return g.statement.guideline.name if g.statement.guideline else ""


SCHEME = Scheme(
    "amp_2017",
    "2017",
    "doi:10.1016/j.jmoldx.2016.10.002",
    RULES,
    ("I-A", "I-B", "II-C", "II-D"),
    (("I-A", "II-C"), ("I-B", "II-C"), ("II-C", "II-C"), ("II-C", "II-D"), ("II-D", "II-D")),
)
