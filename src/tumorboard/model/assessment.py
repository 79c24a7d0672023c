"""The one value in the middle: everything a run found, as codes and parameters.

Library, CLI, web page, PDF and bundles are views of an `Assessment`; language is chosen when it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from tumorboard.issues import Issue
from tumorboard.model.case import Case
from tumorboard.model.disease import Disease
from tumorboard.model.policy import Policy
from tumorboard.model.research import Research
from tumorboard.model.statement import Approval, Citation
from tumorboard.model.trial_match import TrialMatches
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """One scheme's answer for one statement on this case, with the rule that fired."""

    scheme: str  # amp_2017, escat_2018, source
    value: str  # "I-A", "IIIA", "civic A" ...; empty when the scheme gives none
    rule: str  # id of the row of the scheme's table
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementMatch:
    """How one statement fared on this case."""

    statement: str
    kind: str
    predicate: str
    direction: str
    therapy: tuple[str, ...]
    therapy_class: str = ""
    source: str
    release: str
    biomarker: Evaluation
    disease: Evaluation
    context: Evaluation
    relation: str  # same_tumor, other_tumor, unknown_tumor, tumor_agnostic
    verdict: Verdict
    grades: tuple[Grade, ...] = ()
    approvals: tuple[Approval, ...] = ()
    preference: str = ""
    citations: tuple[Citation, ...] = ()
    field_sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TherapyOption:
    """A regimen that was considered: kept with a rank, or rejected with reasons.

    Parameters
    ----------
    therapies
        Agent codes, sorted; the regimen is the unit.
    rank
        From 1; None when rejected or when the predicate is resistance.
    verdict
        Whether the conditions of the best statement hold: MET, UNKNOWN (the option keeps its place) or NOT_MET.
    matches
        Every statement that touches the regimen on this case, best first.
    because, against
        Reasons for and against; `conflicts` between sources or directions; `missing` names absent facts;
        `changes` says what would change the option.
    sort_key
        The published tuple of sort keys, as text, statement id last.
    """

    therapies: tuple[str, ...]
    predicate: str
    kept: bool
    rank: int | None
    verdict: Verdict
    bucket: str
    grades: tuple[Grade, ...]
    matches: tuple[StatementMatch, ...]
    because: tuple[Reason, ...] = ()
    against: tuple[Reason, ...] = ()
    conflicts: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    changes: tuple[Reason, ...] = ()
    approvals: tuple[Approval, ...] = ()
    may_change: bool = False
    assumed: bool = False
    needs_review: bool = False
    sort_key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerStatement:
    """A diagnostic or prognostic statement that a finding of the case bears on; never an option.

    Parameters
    ----------
    predicate
        diagnostic, prognostic_better or prognostic_worse.
    diseases
        The diagnosis the finding speaks for, or the tumors the prognosis was shown in.
    relation
        same_tumor; unknown_tumor, where the diagnosis is not that detailed; other_tumor, of a diagnostic statement only:
        the finding speaks for another diagnosis than the recorded one.
    verdict
        MET, or UNKNOWN with what is `missing`; a statement that does not hold is left out.
    guideline
        Name and version of the guideline that says so; empty for a study.
    """

    statement: str
    kind: str
    predicate: str
    direction: str
    diseases: tuple[Disease, ...]
    source: str
    release: str
    biomarker: Evaluation
    disease: Evaluation
    context: Evaluation
    relation: str
    verdict: Verdict
    grades: tuple[Grade, ...] = ()
    guideline: str = ""
    citations: tuple[Citation, ...] = ()
    field_sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    needs_review: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """A test to order or a fact to record, with how many options it would decide and which."""

    missing: str
    decides: tuple[tuple[str, ...], ...]  # regimens
    best_bucket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeRelease:
    """A snapshot or table that was used; `present` False names an optional one that was absent and what that disables."""

    name: str
    release: str
    sha256: str = ""
    license: str = ""
    retrieved: str = ""
    present: bool = True
    disables: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The result of one run; `content_hash` is the SHA-256 of its canonical JSON without this field.

    `trials` is None where no trials were named, which says nothing of what trials there are.
    """

    case: Case
    on: date
    policy: Policy
    options: tuple[TherapyOption, ...] = ()  # kept, in rank order
    rejected: tuple[TherapyOption, ...] = ()
    resistance: tuple[TherapyOption, ...] = ()
    markers: tuple[MarkerStatement, ...] = ()  # diagnostic and prognostic
    banners: tuple[Reason, ...] = ()  # what cannot be said, before any option
    next_steps: tuple[NextStep, ...] = ()
    trials: TrialMatches | None = None
    research: Research | None = None  # None: no material for research methods
    issues: tuple[Issue, ...] = ()
    knowledge: tuple[KnowledgeRelease, ...] = ()
    plugins: tuple[str, ...] = ()
    version: str = ""
    content_hash: str = ""
