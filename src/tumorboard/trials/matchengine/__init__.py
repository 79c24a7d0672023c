"""What MatchEngine V2 answers for a CTML trial, its quirks included: for centers that change engines.

Its logic is closed-world and two-valued: no record means no.  Nothing here speaks for a verdict of `criteria`; the
answers are a peer's, kept so that a difference can be explained.

Source: the published engine dfci/matchengine-V2 (2023-12-01) as described and probed in docs/formats/ctml.md.
"""

from tumorboard.trials.matchengine.engine import Request, match, match_all
from tumorboard.trials.matchengine.samples import Sample

__all__ = ["Request", "Sample", "match", "match_all"]
