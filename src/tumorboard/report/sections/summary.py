"""At a glance: what the board will talk about, in the order of its questions."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment
from tumorboard.model.specimen import AssayStatus
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason
from tumorboard.report import facts, here, steps
from tumorboard.report.sections.germline import is_known
from tumorboard.report.values import Badge, Block, Bullets, Link, Notice, Section, Term, Text

NAMED = 6


def compose(assessment: Assessment) -> Section:
    """A few lines; a case in which nothing was tested says that first and alone."""
    blocks: list[Block] = []
    if nothing_tested(assessment):
        blocks.append(Notice((Term("report.nothing_tested"),), "bad"))
    blocks.append(Bullets(tuple(_lines(assessment))))
    return Section("summary", Term("report.section.summary"), tuple(blocks), front=True)


def nothing_tested(assessment: Assessment) -> bool:
    """Whether no test has a result and no alteration or biomarker is recorded."""
    case = assessment.case
    done = any(a.status in {AssayStatus.DONE, AssayStatus.PARTIAL} for a in case.assays)
    return not (done or facts.alterations(case) or any(not b.failed for b in case.biomarkers))


def _lines(assessment: Assessment) -> list[Text]:
    lines: list[Text] = []
    if assessment.banners:
        counted = Reason.of("report.summary.limits", count=len(assessment.banners))
        lines.append((Link("cannot-say", (counted,)),))
    lines += _options(assessment)
    expected = [o for o in assessment.resistance if here.settled(o)]
    if expected:
        names = facts.unique(facts.of_option(o) for o in expected)
        lines.append((Link("resistance", (Term("report.summary.resistance"),)), " ", *_named(names)))
    lines += _germline(assessment)
    ahead = steps.tests(assessment)
    if ahead:
        first = Reason.of("report.decides", count=len(ahead[0].regimens))
        lines.append((Link("missing", (Term("report.summary.next_test"),)), " ", *ahead[0].what, " (", first, ")"))
    return lines


def _options(assessment: Assessment) -> list[Text]:
    if not assessment.options:
        return [(Term("report.no_option"),)]
    holds = sum(here.settled(o) for o in assessment.options)
    waiting = sum(o.verdict is Verdict.UNKNOWN for o in assessment.options)
    kept = len(assessment.options)
    counted = Reason.of("report.summary.options", kept=kept, met=holds, waiting=waiting, other=kept - holds - waiting)
    first = assessment.options[0]
    grades = [g for g in first.grades if g.value and g.scheme != "source"]
    shown: list[Text] = [(Term(f"scheme.{g.scheme}"), " ", *facts.graded(g)) for g in grades]
    return [
        (Link("options", (counted,)),),
        (
            Term("report.summary.first"),
            " ",
            Link(f"option-{first.rank}", facts.of_option(first)),
            " (",
            *facts.listed([*shown, (here.verdict(first),)]),
            ")",
        ),
    ]


def _germline(assessment: Assessment) -> list[Text]:
    found = assessment.case.findings
    if found is None:
        return []
    offered: list[Text] = [(g.gene,) for g in found.germline if g.advice == "recommend" and g.gene and not is_known(g)]
    known: list[Text] = [(g.gene,) for g in found.germline if g.gene and is_known(g)]
    lines: list[Text] = []
    if known:
        lines.append((Link("germline", (Term("report.summary.germline_known"),)), " ", *_named(facts.unique(known))))
    if offered:
        lines.append((Link("germline", (Term("report.summary.germline"),)), " ", *_named(facts.unique(offered))))
    strict = [p for p in found.pharmacogenetics if p.action in {"avoid", "reduce"}]
    if strict:
        told: list[Text] = [(p.gene, " ", Badge(Term(f"action.{p.action}"), "warn")) for p in strict]
        lines.append((Link("germline", (Term("report.summary.pharmacogenetics"),)), " ", *_named(facts.unique(told))))
    return lines


def _named(names: tuple[Text, ...]) -> Text:
    shown = facts.listed(names[:NAMED])
    return (*shown, ", ", Reason.of("report.and_more", count=len(names) - NAMED)) if len(names) > NAMED else shown
