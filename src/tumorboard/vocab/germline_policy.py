"""For which genes a finding in the tumor asks for a germline test, in which tumors and up to which age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tumorboard.vocab import table


@dataclass(frozen=True, slots=True)
class GermlineGene:
    """One gene of the policy.

    Parameters
    ----------
    tumors
        OncoTree codes (descendants included) in which the gene is followed up; empty means any tumor.
    under_age
        Only below this age in completed years; None means any age.
    biallelic
        Only two pathogenic alleles count.
    mechanism
        ``loss``: truncating and splice variants count as presumably pathogenic; ``gain``: they do not.
    conversion
        Share of tumor-detected variants that are germline: over_80, under_2, or empty when not sourced.
    """

    gene: str
    group: str
    tumors: tuple[str, ...]
    under_age: int | None
    biallelic: bool
    mechanism: str
    conversion: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class GermlinePolicy:
    """`genes` maps an approved symbol to its row."""

    release: table.TableRelease = table.TableRelease("germline_policy", "", "", "", "")
    genes: Mapping[str, GermlineGene] = field(default_factory=dict)

    @classmethod
    def load(cls) -> GermlinePolicy:
        """The shipped table."""
        release, rows = table.read("germline_policy")
        genes = {}
        for gene, group, tumors, under_age, biallelic, mechanism, conversion, source, confidence in rows:
            genes[gene] = GermlineGene(
                gene,
                group,
                tuple(tumors.split("|")) if tumors else (),
                int(under_age) if under_age else None,
                biallelic == "yes",
                mechanism,
                conversion,
                source,
                confidence,
            )
        return cls(release, genes)
