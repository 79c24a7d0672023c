"""What research methods say of a case: shown to a board in a section of its own, unranked, and asked by no statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tumorboard.model.research_input import DdppInput, Decision
from tumorboard.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodUsed:
    """A method as the report names it; `standing` is published, reading or own."""

    name: str
    version: str
    standing: str
    doi: tuple[str, ...] = ()
    pmid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeScore:
    """One interventional node of one patient.

    Parameters
    ----------
    change
        Mean fold change, or mean log2 of it on the robust scale; None when too few genes were found.
    mrna, mirna, cna
        Deciles of the layers that were there.
    mutation_asked, mutated
        Whether a mutation can switch the node on, and whether one does; None: not tested, or not understood.
    score
        None when there is nothing to score.
    """

    key: str
    change: float | None
    found: int
    asked: int
    mrna: int | None = None
    mirna: int | None = None
    cna: int | None = None
    mutation_asked: bool = False
    mutated: bool | None = None
    score: float | None = None

    @property
    def layers(self) -> tuple[str, ...]:
        """Which layers entered the score."""
        there = {"mrna": self.mrna, "mirna": self.mirna, "cna": self.cna, "mutation": self.mutated}
        return tuple(name for name, value in there.items() if value is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """A toxicity that drugs of different nodes share."""

    toxicity: str
    agents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Of one combination: toxicities that several of its drugs have, and the drugs without a row in the toxicity table."""

    overlaps: tuple[Overlap, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Triplet:
    """`nodes` in the order of their score; `drugs` of each; `unknown` are agents without a row in the toxicity table."""

    rank: int
    nodes: tuple[str, ...]
    score: float
    lowest: float
    frequency: float | None
    drugs: tuple[tuple[str, ...], ...]
    overlaps: tuple[Overlap, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Redundant:
    """A pair of nodes that is one program, and how many triplets it dropped."""

    nodes: tuple[str, str]
    triplets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """`active` nodes, highest first; `without_drug` of them; the best triplets; what redundancy dropped."""

    active: tuple[str, ...]
    without_drug: tuple[str, ...]
    triplets: tuple[Triplet, ...]
    redundant: tuple[Redundant, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimsResult:
    """Scores of the nodes with how they were scored, and the triplets; `names` maps a node to its published name.

    `spelled` are the agents that no vocabulary knows, as the sheet writes them.
    """

    nodes: tuple[NodeScore, ...]
    names: Mapping[str, str]
    search: Search
    spelled: Mapping[str, str]
    scale: str
    membership: str
    combine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedDrug:
    """A drug with its place; `supporting` are the targets that change in the drug's direction, `unmeasured` those without a value."""

    rank: int
    agent: str
    score: float
    supporting: tuple[str, ...]
    unmeasured: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpressionCall:
    """A gene far above or below a comparison: `against` is normal or cohort, `change` log2 against its normal or median."""

    gene: str
    call: str
    change: float
    against: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerItem:
    """One item of a matching score with the rule that put it where it is; `matched_by` are the agents given.

    `note` is the code of why an agent against the gene does not match it, or why a copy number is not characterized.
    """

    item: str
    kind: str  # mutation, amplification, deletion, rearrangement, protein, signature
    gene: str
    origin: str  # somatic, germline, unknown, protein, signature
    in_denominator: bool
    in_numerator: bool
    rule: int
    matched_by: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """`matched` of `total`; `score` in percent, None when nothing was characterized; `excluded` with the rule that did it."""

    items: tuple[LedgerItem, ...]
    excluded: tuple[LedgerItem, ...]
    matched: int
    total: int
    score: float | None
    protein_rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """The two arms: DNA first, else RNA.

    Parameters
    ----------
    arm
        dna, rna or none: the arm that the workflow enters; dna_not_assessed or rna_not_assessed where it cannot be said.
    dna
        Regimens with an alteration of this tumor whose conditions hold, in the order of the options.
    rna
        Agents with a target above normal, best first.
    decision
        The committee's, as recorded; the physician gives what was given.
    progressed
        Agents of earlier treatments on which the disease progressed.
    unnamed
        Drugs given, as written, that no vocabulary knows; with one of them no matching score can be said.
    dna_score, rna_score
        Matching scores 0 to 1 of the drugs really given; None where it cannot be said.
    decided, received
        Toxicities that the drugs of the decision, and those given, share.
    """

    arm: str
    dna: tuple[tuple[str, ...], ...]
    rna: tuple[str, ...]
    decision: Decision | None = None
    given: tuple[str, ...] = ()
    dna_score: float | None = None
    rna_score: float | None = None
    decided: Shared = field(default_factory=Shared)
    received: Shared = field(default_factory=Shared)
    progressed: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SubtypeCall:
    """A surrogate's call of a subtype; `best` even where it is unclassified, correlations by class."""

    label: str
    best: str
    margin: float
    correlations: Mapping[str, float]
    genes: int
    samples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """Of one patient, in the unit of the outcome; the interval does not count the selection and is too narrow for that."""

    value: float
    low: float
    high: float
    exploratory: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicted:
    """A predictor of the site's on this patient; `prediction` None: `withheld` (by_chance, not_left_out, few_patients; of this
    patient outside, below_zero), or genes are `missing`."""

    input: DdppInput
    prediction: Prediction | None
    missing: tuple[str, ...] = ()
    withheld: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpressionQuality:
    """Of the tumor's or the normal's table, of `specimen`: `failed` are the gates that it does not pass."""

    of: str
    genes: int
    reads: float | None
    top_share: float
    failed: tuple[str, ...]
    specimen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Research:
    """Everything together; `remarks` say what could not be done and what to doubt, before any result."""

    methods: tuple[MethodUsed, ...] = ()
    remarks: tuple[Reason, ...] = ()
    quality: tuple[ExpressionQuality, ...] = ()
    sims: SimsResult | None = None
    candidates: int = 0
    drugs: tuple[RankedDrug, ...] = ()
    calls: tuple[ExpressionCall, ...] = ()
    workflow: Workflow | None = None
    ledger: Ledger | None = None
    subtype: SubtypeCall | None = None
    predicted: tuple[Predicted, ...] = ()
