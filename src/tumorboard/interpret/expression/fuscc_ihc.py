"""The staining surrogate of the FUSCC subtypes of triple-negative breast cancer: a strict order, the first match wins.

AR, then CD8, then FOXC1, then DCLK1.  A marker that was not stained is not a negative one: the walk stops there, and what is
still needed is named, with the subtypes that are still possible.

Source: Zhao 2020, Oncologist, PMID 32406563 (markers and order).  Cut-offs are not in its abstract: see `interpret.fuscc`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tumorboard.interpret.expression.method import Method

METHOD = Method(
    name="fuscc_ihc", version="1", doi=("10.1016/j.ccell.2019.02.001",), pmid=("32406563",), standing="published"
)
TREE = (("AR", "lar"), ("CD8", "im"), ("FOXC1", "blis"), ("DCLK1", "mes"))
NONE = "unclassified"
SUBTYPES = (*(subtype for _, subtype in TREE), NONE)


@dataclass(frozen=True, slots=True)
class Walk:
    """`subtype` empty when undetermined; `path` are the markers walked with ``+`` or ``-``; `needs` those still needed."""

    subtype: str
    path: tuple[str, ...]
    needs: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()


def walk(positive: Mapping[str, bool | None]) -> Walk:
    """The subtype of the markers' calls; a marker that is absent or None was not assessed.

    Examples
    --------
    >>> walk({"AR": False, "CD8": True}).subtype
    'im'
    >>> walk({"AR": False, "FOXC1": False, "DCLK1": True}).needs
    ('CD8',)
    """
    path: list[str] = []
    needs: list[str] = []
    possible: list[str] = []
    for marker, subtype in TREE:
        call = positive.get(marker)
        if call is None:
            needs.append(marker)
            possible.append(subtype)
            continue
        if not needs:
            path.append(f"{marker}{'+' if call else '-'}")
        if call:
            possible.append(subtype)
            break
    else:
        possible.append(NONE)
    if needs:
        return Walk("", tuple(path), tuple(needs), tuple(possible))
    return Walk(possible[0], tuple(path))
