"""A case made ready for every deciding function: its facts in order, cut at the date, interpreted."""

from __future__ import annotations

from dataclasses import dataclass

from tumorboard.board.as_of import as_of
from tumorboard.interpret.looked_up import with_looked_up
from tumorboard.interpret.pipeline import interpret
from tumorboard.issues import Issue
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.knowledge import Knowledge
from tumorboard.model.order import in_order


@dataclass(frozen=True, slots=True)
class Prepared:
    """The case with its findings, and an issue for each fact that the date leaves out."""

    case: Case
    later: tuple[Issue, ...]


def prepared(case: Case, knowledge: Knowledge, context: Context) -> Prepared:
    """The case as it was known on the date, with what the site's tables say of its alleles, interpreted."""
    known, later = as_of(in_order(case), context.on)
    return Prepared(interpret(with_looked_up(known, knowledge.looked_up), knowledge, context), later)
