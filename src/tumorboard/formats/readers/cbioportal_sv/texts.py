"""What the free text of a structural variant says: which partner is 5', the reading frame, a named exon skipping.

Site 1 and site 2 are no order: the documentation calls site 1 the 3' one and its own example puts the 5' partner there,
and ``Connection_Type`` speaks of the chromosomes' strands, not of the genes'.  Only a text that joins both names
(``EML4-ALK fusion``, ``{EML4:ALK}``, ``EML4::ALK``) gives one, 5' first.

Source: standards.md 1.4; HGNC on fusion names, Bruford et al. 2021, Leukemia 35:3040 (5' partner first).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tumorboard.formats.fusion_calls import SKIPS, Skip

IN_FRAME = re.compile(r"\bin[ _-]?frame\b", re.IGNORECASE)
OUT_OF_FRAME = re.compile(
    r"\bout[ _-]?of[ _-]?frame\b|\bframe[ _-]?shift\b|\bout[ _-]?frame\b|\bantisense\b", re.IGNORECASE
)
UNKNOWN_FRAME = frozenset({"", "na", "n/a", "unknown", "none", "mid-exon", "mid_exon"})
JOINED = r"(?:\s*\([^()]{0,60}\))?\s*(?:::|--|-|:|_)\s*"  # EML4 (NM_019063) - ALK
NAMED_SKIPS = (
    ("EGFR", re.compile(r"v[ -]?III(?!\w)|variant III\b", re.IGNORECASE)),
    ("MET", re.compile(r"\bexon[ -]?14[ -]?(?:skip|delet)|\bex14(?:skip|del)?\b", re.IGNORECASE)),
)


def order_of(texts: Iterable[str], one: Iterable[str], other: Iterable[str]) -> int:
    """1 when the texts name `one` before `other`, 2 the other way round, 0 when neither or both.

    Parameters
    ----------
    one, other
        The names under which each partner may be written.

    Examples
    --------
    >>> order_of(["Protein fusion: in frame {EML4:ALK}"], ["ALK"], ["EML4"])
    2
    """
    found = set()
    for text in texts:
        for a in one:
            for b in other:
                found |= {n for n, pair in ((1, (a, b)), (2, (b, a))) if _joined(text, *pair)}
    return found.pop() if len(found) == 1 else 0


def frame_of(text: str) -> bool | None:
    """Whether the words say in frame; None when they say nothing.

    Examples
    --------
    >>> frame_of("In_frame"), frame_of("out of frame"), frame_of("Antisense Fusion"), frame_of("mid-exon")
    (True, False, False, None)
    """
    if OUT_OF_FRAME.search(text):
        return False
    return True if IN_FRAME.search(text) else None


def named_skip(gene: str, texts: Iterable[str]) -> Skip | None:
    """The exon skipping that the words name: EGFRvIII, MET exon 14."""
    words = " ".join(texts)
    if any(gene == g and pattern.search(words) for g, pattern in NAMED_SKIPS):
        return next(s for s in SKIPS if s.gene == gene)
    return None


def _joined(text: str, first: str, second: str) -> bool:
    pattern = rf"(?<![A-Za-z0-9]){re.escape(first)}{JOINED}{re.escape(second)}(?![A-Za-z0-9])"
    return bool(first and second) and re.search(pattern, text, re.IGNORECASE) is not None
