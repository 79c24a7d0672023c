"""The therapy options: an evidence matrix to look at, then one card each."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment, TherapyOption
from tumorboard.model.verdict import Verdict
from tumorboard.report import facts
from tumorboard.report.values import Absent, Badge, Block, Matrix, Notice, OptionCard, Section, Term, Text

VERDICT_TONES = {Verdict.MET: "good", Verdict.UNKNOWN: "warn", Verdict.NOT_MET: "bad"}
STATE_MARKS = {
    "approved": ("●", "good"),
    "accelerated": ("◐", "good"),
    "conditional": ("◐", "good"),
    "withdrawn": ("✕", "bad"),
    "not_approved": ("–", "mute"),
    "not_yet": ("–", "mute"),
    "unknown": ("?", "mute"),
}
FRONT_CARDS = 12


def compose(assessment: Assessment) -> Section:
    """Kept options in rank order."""
    lead: Text = (Term("report.options_lead"),)
    if not assessment.options:
        return Section(
            "options",
            Term("report.section.options"),
            (Notice((Term("report.no_option"),), "info"),),
            front=True,
            lead=lead,
        )
    blocks: list[Block] = [_matrix(assessment)]
    blocks += [card(option, assessment) for option in assessment.options]
    return Section("options", Term("report.section.options"), tuple(blocks), front=True, lead=lead)


def card(option: TherapyOption, assessment: Assessment) -> OptionCard:
    """One option with its grades, status and reasons."""
    badges: list[Badge] = [Badge(Term(f"bucket.{option.bucket}"), "info")]
    for grade in option.grades:
        if grade.value:
            badges.append(Badge(_grade(grade.scheme, grade.value), "info"))
    badges.append(Badge(Term(f"verdict.{option.verdict.name.lower()}"), VERDICT_TONES[option.verdict]))
    badges += [
        Badge(Term(f"flag.{f}"), "warn") for f in ("may_change", "assumed", "needs_review") if getattr(option, f)
    ]
    return OptionCard(
        rank=option.rank,
        regimen=facts.regimen(option.therapies),
        badges=tuple(badges),
        agencies=facts.agency_states(option.approvals, assessment.on),
        because=tuple((r,) for r in option.because),
        against=tuple((r,) for r in (*option.against, *option.conflicts)),
        missing=tuple((Absent(m),) for m in option.missing),
        tone=VERDICT_TONES[option.verdict],
        anchor=f"option-{option.rank}" if option.rank else "",
    )


def _grade(scheme: str, value: str) -> str:
    prefix = {"amp_2017": "AMP ", "escat_2018": "ESCAT ", "source": ""}.get(scheme, f"{scheme} ")
    return f"{prefix}{value}"


def _matrix(assessment: Assessment) -> Matrix:
    columns: tuple[Text, ...] = (
        ("AMP/ASCO/CAP",),
        ("ESCAT",),
        *((a,) for a in facts.AGENCIES),
        (Term("report.conditions"),),
    )
    rows = []
    for option in assessment.options:
        by_scheme = {g.scheme: g.value for g in option.grades}
        cells = [(by_scheme.get("amp_2017") or "·", "info"), (by_scheme.get("escat_2018") or "·", "info")]
        cells += [STATE_MARKS.get(s, ("?", "mute")) for _, s in facts.agency_states(option.approvals, assessment.on)]
        cells.append(
            {Verdict.MET: ("✓", "good"), Verdict.UNKNOWN: ("?", "warn"), Verdict.NOT_MET: ("✕", "bad")}[option.verdict]
        )
        label: Text = (f"{option.rank}  ", *facts.regimen(option.therapies))
        rows.append((label, tuple(cells)))
    legend = (
        ("●", "good", Term("approved")),
        ("◐", "good", Term("report.accelerated_or_conditional")),
        ("–", "mute", Term("not_approved")),
        ("✕", "bad", Term("report.withdrawn_or_fails")),
        ("?", "warn", Term("report.not_known")),
    )
    return Matrix(columns, tuple(rows), legend)
