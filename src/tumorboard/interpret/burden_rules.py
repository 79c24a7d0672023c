"""Which variants count toward the tumor mutational burden, by named rule.

Rules differ in whether synonymous changes count; a burden without its rule cannot be compared with a cut-off.

Source: sigven/pcgr, documentation of the burden (the three rules); Chalmers 2017, Genome Med 9:34 (all coding changes);
Fernandez 2019, JCO Precis Oncol 3:1 (missense changes).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tumorboard.criteria.alterations import kind
from tumorboard.interpret.burden import poisson_interval
from tumorboard.model.alteration import Origin, Variant

CODING = frozenset({"missense", "truncating", "splice", "deletion", "insertion", "indel", "other"})
RULES: Mapping[str, frozenset[str]] = {
    "coding_and_silent": CODING | {"synonymous"},
    "coding_non_silent": CODING,
    "missense_only": frozenset({"missense"}),
}
NOT_OF_THE_TUMOR = frozenset({Origin.GERMLINE, Origin.POSSIBLE_CHIP})


@dataclass(frozen=True, slots=True)
class Burden:
    """Mutations per megabase by one rule, with the exact 95 % interval of the count."""

    rule: str
    count: int
    panel_mb: float
    per_mb: float
    low: float
    high: float


def counted(variants: Iterable[Variant], rule: str) -> int:
    """How many variants the rule counts: with a place on the genome, and not known to be of other cells than the tumor's."""
    shapes = RULES[rule]
    return sum(v.position is not None and v.origin not in NOT_OF_THE_TUMOR and kind(v) in shapes for v in variants)


def burden(count: int, panel_mb: float, rule: str) -> Burden:
    """The burden of a count on so many megabases.

    Examples
    --------
    >>> found = burden(8, 0.8, "coding_and_silent")   # chi2.ppf(.025, 16)/2/.8 and chi2.ppf(.975, 18)/2/.8
    >>> f"{found.per_mb:.1f} {found.low:.4f} {found.high:.4f}"
    '10.0 4.3173 19.7040'
    """
    low, high = poisson_interval(count)
    return Burden(rule, count, panel_mb, count / panel_mb, low / panel_mb, high / panel_mb)
