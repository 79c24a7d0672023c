"""The therapy options: a map of their evidence to look at, then the table with the reasons under each row."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from tumorboard.model.assessment import Assessment, Grade, TherapyOption
from tumorboard.reasons import Reason
from tumorboard.report import facts, here
from tumorboard.report.agencies import agencies, sources
from tumorboard.report.evidence_map import VERDICT_TONES, evidence_map
from tumorboard.report.steps import joined
from tumorboard.report.values import (
    Badge,
    Block,
    Code,
    GradeCell,
    Link,
    Notice,
    OptionGroup,
    OptionRow,
    OptionTable,
    Section,
    Term,
    Text,
)

# How strong a grade is within its own scheme, for the picture only: nothing is compared across schemes.
LEVELS = {
    "amp_2017": {"I-A": 4, "I-B": 3, "II-C": 2, "II-D": 1},
    "escat_2018": {
        **dict.fromkeys(("I-A", "I-B", "I-C"), 4),
        **dict.fromkeys(("II-A", "II-B"), 3),
        **dict.fromkeys(("III-A", "III-B"), 2),
    },
    "oncokb": {"1": 4, "2": 4, "3A": 3, "3B": 2, "4": 1},
    "civic": {"A": 4, "B": 3, "C": 2},
    "nct": {"m1A": 4, "m1B": 3, "m1C": 2, "m2A": 2, "m2B": 2},
}
SOURCE_LEVELS = {"label": 4, "guideline": 4, "A": 4, "B": 3, "C": 2, "D": 1, "E": 1}
CITED = 6
OPEN = 12  # groups that begin behind this rank wait for a click


def compose(assessment: Assessment) -> Section:
    """Kept options in rank order."""
    if not assessment.options:
        notice = Notice((Term("report.no_option"),), "info")
        return Section("options", Term("report.section.options"), (notice,), front=True)
    by_id = dict(facts.alterations(assessment.case))
    rows = [(o.bucket, row(o, assessment, by_id)) for o in assessment.options]
    groups: list[OptionGroup] = []
    for bucket, members in groupby(rows, key=lambda pair: pair[0]):
        made = tuple(r for _, r in members)
        late = bool(groups) and (made[0].rank or 0) > OPEN
        groups.append(OptionGroup((Term(f"bucket.{bucket}"), " (", str(len(made)), ")"), made, late))
    graded = [grade_cells(o, assessment) for o in assessment.options]
    blocks: tuple[Block, ...] = (evidence_map(assessment, graded), OptionTable(tuple(groups)))
    lead = (Term("report.options_lead"),)
    return Section("options", Term("report.section.options"), blocks, front=True, lead=lead)


def row(option: TherapyOption, assessment: Assessment, by_id: Mapping[str, facts.Alteration]) -> OptionRow:
    """One option with its grades, status and reasons."""
    flags = [f for f in ("may_change", "assumed", "needs_review") if getattr(option, f)]
    flags += ["set_behind"] * bool(here.behind(option))
    return OptionRow(
        rank=option.rank,
        regimen=facts.of_option(option),
        rests_on=facts.rests_on(option, assessment.case, by_id),
        verdict=Badge(here.verdict(option), VERDICT_TONES[option.verdict]),
        waits_for=tuple((m,) for m in joined(option.missing)),
        grades=grade_cells(option, assessment),
        agencies=agencies(option.approvals, assessment.on),
        flags=tuple(Badge(Term(f"flag.{f}"), "warn") for f in flags),
        folds=_folds(option, assessment),
        anchor=f"option-{option.rank}",
    )


def grade_cells(option: TherapyOption, assessment: Assessment) -> tuple[GradeCell, ...]:
    """The grade of each scheme of the policy, in its order; a scheme without one has an empty cell."""
    given = {g.scheme: g for g in option.grades}
    return tuple(_cell(scheme, given.get(scheme)) for scheme in assessment.policy.schemes)


def _cell(scheme: str, grade: Grade | None) -> GradeCell:
    term = Term(f"scheme.{scheme}")
    if grade is None:
        return GradeCell(term, (), 0, "", (Term("report.no_grade"),))
    return GradeCell(term, _brief(grade), level(grade), grade.rule, (grade.reason,))


def _brief(grade: Grade) -> Text:
    """The value as a narrow column holds it: a guideline by its name, a label without the agencies beside it, a study
    without its design (the grade's own line has it)."""
    kind, _, name = grade.value.partition(" ")
    if grade.scheme == "source" and kind == "guideline" and name:
        return (name,)
    if grade.scheme == "source" and kind == "study":
        return (Term("report.study"),)
    return (Term("label"),) if grade.scheme == "source" and kind == "label" else facts.graded(grade)


def level(grade: Grade) -> int:
    """Steps of the meter: 4 strongest to 1, 0 without a grade."""
    if not grade.value:
        return 0
    if grade.scheme == "source":
        words = grade.value.split()
        return max(SOURCE_LEVELS.get(words[0], 0), SOURCE_LEVELS.get(words[-1], 0), 1)
    return LEVELS.get(grade.scheme, {}).get(grade.value, 1)


def _folds(option: TherapyOption, assessment: Assessment) -> tuple[tuple[Term, tuple[Text, ...]], ...]:
    lists: list[tuple[str, list[Text]]] = [
        ("because", [(r,) for r in option.because]),
        ("against", list(facts.unique((r,) for r in (*option.against, *option.conflicts)))),
        ("missing", [(m,) for m in joined(option.missing)]),
        ("changes", [(r,) for r in facts.changes(option)]),
        ("grades", [_graded(g) for g in option.grades]),
        ("approvals", list(sources(agencies(option.approvals, assessment.on)))),
        ("statements", _statements(option)),
    ]
    return tuple((Term(f"report.{name}"), tuple(items)) for name, items in lists if items)


def _graded(g: Grade) -> Text:
    rule: Text = (" (", Term("report.rule"), " ", Code(g.rule), ")")
    return (Term(f"scheme.{g.scheme}"), " ", *(facts.graded(g) or ("–",)), ": ", g.reason, *rule)


def _statements(option: TherapyOption) -> list[Text]:
    """The statement that carries it with its citations, and a link to all that were considered."""
    first = option.matches[0]
    head: Text = (Code(first.statement), " ", Term(f"statement.{first.kind}"), ", ", f"{first.source} {first.release}")
    if first.preference:
        head = (*head, ", ", Term(f"preference.{first.preference}"))
    cited: list[Text] = [
        (Term(f"cited.{c.kind}"), f" {c.ref}", *((", ", c.title) if c.title else ())) for c in first.citations[:CITED]
    ]
    count = Reason.of("report.all_statements", count=len(option.matches))
    return [head, *cited, (Link(f"ledger-{option.rank}", (count,)),)]
