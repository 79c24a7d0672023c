"""Which knowledge a run used, with releases and hashes, and which optional tables were absent and what that disables."""

from __future__ import annotations

from tumorboard.model.assessment import KnowledgeRelease
from tumorboard.model.context import Context
from tumorboard.model.knowledge import Knowledge
from tumorboard.reasons import Reason

HOTSPOTS = "cancer_hotspots"


def releases(knowledge: Knowledge, context: Context) -> tuple[KnowledgeRelease, ...]:
    """Snapshots, vocabulary tables, and optional tables that were not supplied, by name."""
    found = [*knowledge.releases]
    named = {k.name for k in found}
    found += [
        KnowledgeRelease(name=t.name, release=t.release, sha256=t.sha256, license=t.license)
        for t in (*context.vocab.releases(), *(knowledge.research.releases if knowledge.research else ()))
        if t.name not in named
    ]
    if knowledge.hotspots is None and HOTSPOTS not in named:
        found.append(
            KnowledgeRelease(name=HOTSPOTS, release="", present=False, disables=(Reason.of("banner.hotspots_absent"),))
        )
    return tuple(sorted(found, key=lambda k: (k.name, k.release)))
