"""What the patients of one combination of answers say of a statement, in the place of one case (`match.Answers`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tumorboard.criteria.combinators import children
from tumorboard.evidence.doubts import doubts_about
from tumorboard.evidence.grade import grades
from tumorboard.evidence.kinds import Kinship
from tumorboard.evidence.standing import Standing, standing
from tumorboard.model.alteration import Variant
from tumorboard.model.assessment import Grade
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.statement import Statement
from tumorboard.model.verdict import Criterion, Evaluation


def mark(case: Case, fact: object, name: str) -> str:
    """The doubts about a fact, for the name that it bears in a cohort."""
    return doubts_about(case, fact, name) if isinstance(fact, Variant) else ""


class MarkedDoubts:
    """Doubts as facts of a cohort bear them in their names."""

    def about(self, fact: str) -> str:
        """The letters after the semicolon."""
        return fact.partition(";")[2]

    def gene(self, fact: str) -> str:
        """The gene that the name begins with."""
        return fact.removeprefix("variant/").partition("#")[0]


class Given:
    """The answers of patients to the criteria of one statement; `of` goes on to those of other answers."""

    def __init__(self, context: Context, doubts: MarkedDoubts) -> None:
        self.context = context
        self.doubts = doubts
        self._answers: Sequence[tuple[Criterion, Evaluation]] = ()
        self._kind: Kinship | None = None
        self._standing: Standing | None = None  # of the statement, whoever the patients are
        self._grades: dict[tuple[str, bool], tuple[Grade, ...]] = {}

    def of(self, answers: Sequence[tuple[Criterion, Evaluation]], kind: Kinship) -> None:
        """From here on these answers, of patients whose tumor is of this kinship."""
        self._answers = answers
        self._kind = kind

    def check(self, criterion: Criterion) -> Evaluation:
        """The answer to a criterion of the statement, or to a part of one."""
        for whole, answer in self._answers:
            if whole is criterion:
                return answer
        return next(e for whole, answer in self._answers for c, e in _parts(whole, answer) if c is criterion)

    def kindred(self, disease: Criterion) -> Kinship:
        """How the tumor is related in kind to those spoken of."""
        assert self._kind is not None  # `of` was called
        return self._kind

    def standing(self, statement: Statement) -> Standing:
        """Where the label of the statement stands."""
        if self._standing is None:
            self._standing = standing(statement, self.context)
        return self._standing

    def grades(self, statement: Statement, relation: str, known: Standing, *, both_solid: bool) -> tuple[Grade, ...]:
        """The grades of the statement, made once for each relation."""
        found = self._grades.get((relation, both_solid))
        if found is None:
            found = grades(statement, relation, known, asked=self.context.policy.schemes, both_solid=both_solid)
            self._grades[relation, both_solid] = found
        return found


def _parts(criterion: Criterion, answer: Evaluation) -> Iterator[tuple[Criterion, Evaluation]]:
    """A criterion and all that it is made of, with their answers."""
    yield criterion, answer
    for part, said in zip(children(criterion), answer.children, strict=False):
        yield from _parts(part, said)
