"""What a case brings for research methods: a summary of the site's cohort, a committee's decision, what was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tumorboard.model.dates import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneReference:
    """One gene in the site's cohort, log2 per million plus one: mean, standard deviation, quartiles."""

    mean: float
    deviation: float
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A summary of the site's cohort, for the genes that a method asks of; no patient of it is here."""

    name: str
    samples: int
    unit: str
    genes: Mapping[str, GeneReference] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the committee recommended: agent codes, the arm it took them from (dna, rna, other), and when.

    `unnamed` are drugs as written that no vocabulary knows: they belong to the record as much as the others.
    """

    agents: tuple[str, ...] = ()
    arm: str = ""
    on: PartialDate | None = None
    unnamed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ddpp:
    """A predictor fitted on a site's patients, with its guards: nothing of a single one of them is here.

    Parameters
    ----------
    genes
        The winning set, in the order of the selection.
    r, naive_p
        As published: of the same patients that chose the genes, without correction.
    permutation_p
        Share of permuted outcomes whose own best set goes at least as well: the p that counts.
    left_out_r
        Correlation of each patient's outcome with its prediction by a selection and fit without that patient; None when
        the predictions do not vary.
    intercept, slope, residual, center, spread
        Of the line ``outcome = intercept + slope x``, for the prediction interval.
    lowest, highest
        Of x among the patients it was fitted on: beyond them the line knows nothing.  None: not recorded.
    """

    aggregate: str
    patients: int
    genes: tuple[str, ...]
    r: float
    naive_p: float
    permutation_p: float
    permutations: int
    left_out_r: float | None
    left_out_p: float | None
    intercept: float
    slope: float
    residual: float
    center: float
    spread: float
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DdppInput:
    """A predictor for one agent, of the `outcome` that the site's table names; `exploratory`: asked for below eight patients."""

    agent: str
    outcome: str
    model: Ddpp
    exploratory: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ResearchInput:
    """What the case file says under ``research``; `given` are the agents the patient really received afterwards.

    `unnamed` are those of them, as written, that no vocabulary knows; `undecided` is tumor or normal where several tables of
    expression were given and none is told to be the one.
    """

    reference: Reference | None = None
    decision: Decision | None = None
    given: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    ddpp: tuple[DdppInput, ...] = ()
