"""The page of a match: what was found, what to ask next, then every trial with its parts, its criteria as trees, its sites."""

from __future__ import annotations

from collections.abc import Sequence

from tumorboard.issues import Issue
from tumorboard.model.case import Case
from tumorboard.model.missing import is_test
from tumorboard.model.trial_match import STATES, AnswerNode, CriterionAnswer, PartMatch, TrialMatch, TrialMatches
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason
from tumorboard.report import facts, trials
from tumorboard.report.cards import Cards, CriterionRow, PartCard, TreeNode, TrialCard
from tumorboard.report.sections import patient
from tumorboard.report.values import (
    Badge,
    Block,
    Cell,
    Code,
    Day,
    Facts,
    Notice,
    Report,
    Row,
    Section,
    Step,
    Steps,
    Table,
    Term,
    Text,
)

TONES = {Verdict.MET: "good", Verdict.UNKNOWN: "warn", Verdict.NOT_MET: "bad"}
BOXED = 6
ASKED = 4  # questions of the protocol told with a part
LISTED = 400  # trials told briefly; the JSON has all of them


def compose(found: TrialMatches, case: Case, *, issues: Sequence[Issue] = (), version: str = "") -> Report:
    """The page as a report."""
    full, brief = found.trials[: found.detailed], found.trials[found.detailed :]
    sections = [_summary(found)]
    sections += [s for s in (_next(found),) if s is not None]
    for group in (*STATES, "closed"):
        cards = tuple(card for t in full if (card := _card(t, group)) is not None)
        if cards:
            sections.append(Section(group, Term(f"trial.section.{group}"), (Cards(cards),), front=True))
    if brief:
        sections.append(Section("others", Term("trial.section.others"), (_brief(brief),)))
    if issues:
        rows = tuple(_issue(i) for i in issues)
        columns = (Term("trial.col.document"), Term("trial.col.issue"))
        sections.append(Section("issues", Term("trial.section.issues"), (Table(Term("trial.section.issues"), columns, rows, wide=1),)))  # fmt: skip
    sections.append(Section("how", Term("trial.section.how"), _how()))
    return Report(
        title=(Term("trial.title"),),
        case_id=case.id,
        subject=(case.id, " · ", *patient.disease(case), " · ", Day(found.on)),
        on=found.on,
        content_hash="",
        version=version,
        sections=tuple(sections),
        labels=facts.labels(case),
    )


def _summary(found: TrialMatches) -> Section:
    counts = [(Term(f"trial.state.{s}"), (str(found.states.get(s, 0)),)) for s in STATES]
    pairs = (
        (Term("trial.trials"), (str(len(found.trials)),)),
        (Term("trial.parts"), (str(found.parts),)),
        *counts,
        (Term("trial.closed_to_entry"), (str(found.closed),)),
    )
    blocks: tuple[Block, ...] = (Facts(pairs), Notice((Term("trial.only_a_site"),), "info"))
    return Section("summary", Term("report.section.summary"), blocks, front=True)


def _next(found: TrialMatches) -> Section | None:
    if not found.next_facts:
        return None
    boxes = []
    for heading, wanted in (("trial.next_records", False), ("trial.next_tests", True)):
        chosen = [f for f in found.next_facts if is_test(f.missing) is wanted][:BOXED]
        steps = tuple(
            Step(trials.absent(f.missing), (Reason.of("trial.hang_on", count=f.parts, alone=f.alone),), tuple((t,) for t in f.trials[:4]))
            for f in chosen
        )  # fmt: skip
        boxes += [Steps(Term(heading), steps)] if steps else []
    return Section("next", Term("trial.section.next"), tuple(boxes), front=True)


def _card(trial: TrialMatch, group: str) -> TrialCard | None:
    """The trial in a group of the page, with the parts of it that belong there: a closed part is no place to enter."""
    shut = group == "closed"
    parts = [p for p in trial.parts if (p.recruitment == "closed") is shut]
    whole = trial.recruitment == "closed"
    if (not parts and not (shut and whole)) or (not shut and trial.state != group):
        return None
    under: list[Text] = [(" · ".join(i.value for i in trial.ids[1:]),)] if len(trial.ids) > 1 else []
    about = [(Reason.of("trial.phase", phase=trial.phase),)] if trial.phase else []
    about += [(Reason.of("trial.version", version=trial.version),)] if trial.version else []
    about += [(Reason.of("trial.updated", day=trial.updated),)] if trial.updated else []
    about += [(Reason.of("trial.read_from", source=trial.source),)] if trial.source else []
    if about:
        under.append(facts.listed(about, " · "))
    if trial.others and shut is whole:
        under.append((Reason.of("trial.more_parts", count=len(trial.others)),))
    return TrialCard(
        rank=trial.rank,
        name=trials.name(trial),
        under=tuple(under),
        badges=(trials.state(trial.state), trials.recruitment(trial.recruitment))
        if shut is whole
        else (trials.recruitment("closed"),),
        parts=tuple(_part(p, names) for p, names in trials.alike(parts)),
        anchor=f"trial-{trial.rank}" if shut is whole else f"trial-{trial.rank}-closed",
    )


def _part(part: PartMatch, names: Sequence[Text]) -> PartCard:
    lists: list[tuple[Term, tuple[Text, ...]]] = []
    if part.state in {"not_now", "not_eligible"}:
        lists.append((Term("trial.why_not"), trials.reasons(a for a in part.criteria if a.verdict is Verdict.NOT_MET)))
    turned = trials.turns(part)
    if turned:
        lists.append((Term("trial.would_turn"), turned))
    for heading, lines in (
        ("trial.missing", trials.missing(part, asked=ASKED)),
        ("trial.assumed", trials.reasons(a for a in part.criteria if a.assumed and a.verdict is not Verdict.UNKNOWN)),
        ("trial.sites", trials.sites(part)),
    ):
        if lines:
            lists.append((Term(heading), lines))
    until = "trial.from_day" if part.not_met else "trial.until_day"
    when = (Badge(Reason.of(until, day=part.changes_on), "info"),) if part.changes_on else ()
    free = (Badge(Reason.of("trial.slots", count=part.slots), "info"),) if part.slots is not None else ()
    reach = (Badge(Term("trial.reach.elsewhere"), "warn"),) if part.reach == "elsewhere" else ()
    count = Reason.of(
        "trial.criteria_count", count=len(part.criteria), met=part.met, unknown=part.unknown, not_met=part.not_met
    )
    return PartCard(
        name=facts.listed(names, "; "),
        badges=(
            trials.state(part.state),
            trials.recruitment(part.recruitment),
            *free,
            *reach,
            *trials.flags(part),
            *when,
        ),
        lists=tuple(lists),
        criteria=tuple(_criterion(a) for a in part.criteria),
        fold=(count,),
    )


def _criterion(answer: CriterionAnswer) -> CriterionRow:
    tree = answer.tree
    return CriterionRow(
        reference=answer.reference,
        words=(*((Term("trial.exclusion"), " ") if answer.use == "exclusion" else ()), *trials.words_of(answer)),
        tone=TONES[answer.verdict],
        says=tuple((r,) for r in answer.because),
        flags=trials.flags(answer),
        tree=(_node(tree),) if tree is not None and _says_more(tree) else (),
    )


def _says_more(tree: AnswerNode) -> bool:
    """Whether a tree says more than its reason does: *not* over one leaf does not."""
    return bool(tree.children) and not (tree.kind == "not" and not tree.children[0].children)


def _node(node: AnswerNode) -> TreeNode:
    text: Text = (Code(node.text),) if node.text else (Term(f"trial.node.{node.kind}"),)
    says: Text = (node.reason,) if node.text else ()
    if node.hidden:
        says = (*says, " ", Reason.of("trial.hidden", count=min(node.hidden, 10**6)))
    marks = [Badge(Term("flag.may_change"), "warn")] if node.may_change and node.text else []
    return TreeNode(
        TONES[node.verdict], text, says, tuple(marks), not node.carries, tuple(_node(c) for c in node.children)
    )


def _brief(found: Sequence[TrialMatch]) -> Table:
    columns = (
        Term("trial.col.trial"),
        Term("trial.col.state"),
        Term("trial.col.recruitment"),
        Term("trial.col.stopped_by"),
    )
    rows = []
    for trial in found[:LISTED]:
        best = trial.others[0]
        stops: Text = (Code(", ".join(best.stopped_by)),) if best.stopped_by else ("–",)
        cells = (trials.name(trial), (trials.state(trial.state),), (trials.recruitment(trial.recruitment),), stops)
        rows.append(Row(tuple(Cell((c,)) for c in cells)))
    if len(found) > LISTED:
        rows.append(Row(heading=(Reason.of("report.and_more", count=len(found) - LISTED),)))
    return Table(Term("trial.section.others"), columns, tuple(rows), wide=0)


def _issue(issue: Issue) -> Row:
    place = issue.place
    at = ", ".join(str(x) for x in (place.file, place.record, place.field) if x)
    return Row((Cell(((at,),)), Cell(((Code(issue.code), " ", issue),))))


def _how() -> tuple[Block, ...]:
    return tuple(Notice((Term(f"trial.how.{n}"),), "mute") for n in ("states", "nearest", "order"))
