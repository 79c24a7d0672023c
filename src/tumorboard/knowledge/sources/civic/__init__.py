"""CIViC, Clinical Interpretation of Variants in Cancer: evidence items and assertions of its released tables.

Content CC0 1.0; cite Griffith et al. 2017, Nat Genet 49:170 and Krysiak et al. 2023, Nucleic Acids Res 51:D1230.
"""

from tumorboard.knowledge.sources.civic.graphql import URL as API
from tumorboard.knowledge.sources.civic.graphql import pull
from tumorboard.knowledge.sources.civic.source import (
    ATTRIBUTION,
    LICENSE,
    NAME,
    check,
    compiled,
    plan,
    records,
    release_of,
    variants,
)

__all__ = [
    "API",
    "ATTRIBUTION",
    "LICENSE",
    "NAME",
    "check",
    "compiled",
    "plan",
    "pull",
    "records",
    "release_of",
    "variants",
]
