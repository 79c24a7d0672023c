"""The published order of options: one tuple of sort keys, the statement's id last.

Keys, smallest first (shown with an example in docs/reference/ranking.md):

    bucket          kind of support, own tumor first (evidence.buckets)
    demoted         a concern puts it behind the others of its bucket, or further (evidence.concern)
    ground          1 when no settled finding speaks for it: an untested absence, an alteration of open meaning, no biomarker
    jurisdiction    0 fully approved wherever asked, 1 accelerated or conditional, 2 in some, 3 in none; 0 when none asked
    amp             place in the AMP scheme, none last
    line            1 for a later line while the treatment history does not say that it was reached
    escat           place in the ESCAT scheme, none last
    source          the item's own level where it has one (CIViC A to E), so that A and B are not mixed within one AMP level
    preference      the guideline's: preferred, other, certain circumstances, none
    specificity     exact allele, codon or fusion, exon, gene
    verdict         conditions known to hold before conditions not decided
    statement       id

The verdict stands so late on purpose: an option whose condition is not decided keeps its place and names what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass

from tumorboard.evidence import buckets
from tumorboard.evidence.concern import Action, Concern, strongest
from tumorboard.evidence.grade import place
from tumorboard.evidence.match import Matched, State
from tumorboard.evidence.prior import demands_prior
from tumorboard.model.statement import Statement
from tumorboard.model.verdict import Verdict

PREFERENCES = ("preferred", "other", "certain_circumstances")
LEVELS = ("A", "B", "C", "D", "E")
KEYS = (
    "bucket", "demoted", "ground", "jurisdiction", "amp", "line", "escat", "source", "preference", "specificity", "verdict",
)  # fmt: skip
Position = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A supporting statement with its concerns and its position."""

    matched: Matched
    bucket: str
    concerns: tuple[Concern, ...]
    position: Position

    @property
    def alive(self) -> bool:
        """Whether it can carry an option."""
        return self.matched.state is State.ALIVE and strongest(self.concerns) is not Action.REJECT

    @property
    def key(self) -> tuple[Position, str]:
        """The whole sort key."""
        return self.position, self.matched.statement.id


def weigh(matched: Matched, concerns: tuple[Concern, ...]) -> Weighed:
    """The position of one statement."""
    match = matched.match
    name = buckets.bucket(matched.statement, match.relation, matched.standing)
    worst = strongest(concerns)
    if worst is Action.SET_BACK:
        name = buckets.set_back(name)
    rests = matched.ground
    free = rests.absence_only and not match.biomarker.used  # a therapy for this tumor whatever its findings
    open_ground = free or (match.biomarker.verdict is Verdict.UNKNOWN and not rests.facts)
    undecided_line = match.context.verdict is Verdict.UNKNOWN and match.relation != "other_tumor"
    position = (
        buckets.place(name),
        int(worst in {Action.DEMOTE, Action.SET_BACK}),
        int(open_ground),
        matched.standing.strictness,
        place(match.grades, "amp_2017"),
        int(undecided_line and demands_prior(matched.statement.context)),
        place(match.grades, "escat_2018"),
        _own_level(matched.statement),
        PREFERENCES.index(match.preference) if match.preference in PREFERENCES else len(PREFERENCES),
        rests.specificity,
        int(match.verdict is not Verdict.MET),
    )
    return Weighed(matched, name, concerns, position)


def _own_level(statement: Statement) -> int:
    scheme, value = statement.strength
    return LEVELS.index(value.upper()) if scheme == "civic_level" and value.upper() in LEVELS else 0


def shown_first(weighed: Weighed) -> tuple[Position, int, Position, str]:
    """Order of the statements under one option: within bucket and concerns, one whose conditions hold stands first."""
    position = weighed.position
    return position[:2], position[-1], position, weighed.matched.statement.id


def as_text(key: tuple[Position, str]) -> tuple[str, ...]:
    """A sort key as text, in the order of `KEYS`, the statement's id last."""
    return (*(f"{name}:{value}" for name, value in zip(KEYS, key[0], strict=True)), key[1])
