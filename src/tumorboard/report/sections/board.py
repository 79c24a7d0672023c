"""The board's decision on an assessment: what became of each option and why, who took part, who signed."""

from __future__ import annotations

from tumorboard.model.registry import Decision
from tumorboard.report import facts
from tumorboard.report.recorded import Recorded, Signed
from tumorboard.report.values import Badge, Block, Cell, Day, Facts, Notice, Row, Section, Table, Term, Text

TONES = {"accepted": "good", "rejected": "bad", "deferred": "warn"}
NONE: Text = (Term("page.none_yet"),)


def compose(known: Recorded) -> Section:
    """What is in force first: a report that is superseded, a death, a word that was taken back, then the decision."""
    blocks: list[Block] = []
    if known.superseded:
        blocks.append(Notice((Term("report.board.superseded"),), "bad"))
    if known.died is not None:
        blocks.append(Notice((Term("report.board.died"), " ", str(known.died)), "bad"))
    if known.germline is False:
        blocks.append(Notice((Term("report.board.germline_refused"),), "warn"))
    if known.decision is None:
        blocks.append(Notice((Term("report.board.none"),), "info"))
    else:
        blocks += _decision(known, known.decision)
    return Section("board", Term("report.section.board"), tuple(blocks), front=True)


def _decision(known: Recorded, made: Decision) -> list[Block]:
    signed = [_signature(s) for s in known.signed]
    enough = len(known.signed) >= known.asked
    state = Badge(Term("page.state.signed" if enough else "report.board.not_signed"), "good" if enough else "warn")
    pairs: list[tuple[Term, Text]] = [
        (Term("report.board.on"), (Day(made.on),)),
        (Term("page.signatures"), (*(facts.listed(signed) or NONE), " ", state)),
    ]
    if known.amended_for:
        pairs.append((Term("report.board.amended_for"), (known.amended_for,)))
    if made.summary:
        pairs.append((Term("page.summary"), (made.summary,)))
    blocks: list[Block] = [Facts(tuple(pairs))]
    if made.choices:
        rows = tuple(
            Row((
                Cell((facts.regimen(c.therapies),)),
                Cell(((Badge(Term(f"page.verdict.{c.verdict}"), TONES[c.verdict]),),)), Cell(((c.reason,),)),
            ))
            for c in made.choices
        )  # fmt: skip
        columns = (Term("page.option"), Term("page.choice"), Term("page.reason"))
        blocks.append(Table(Term("page.choices"), columns, rows, wide=2))
    rows = tuple(
        Row((Cell(((a.name,),)), Cell(((a.role,),)), Cell(((a.conflict_of_interest,),)))) for a in made.took_part
    )
    columns = (Term("page.name"), Term("page.role"), Term("page.conflict_of_interest"))
    blocks.append(Table(Term("page.took_part"), columns, rows, wide=2))
    return blocks


def _signature(signed: Signed) -> Text:
    role: Text = (" (", Term(signed.role), ")") if signed.role else ()
    return (signed.by, *role, " ", Day(signed.on))
