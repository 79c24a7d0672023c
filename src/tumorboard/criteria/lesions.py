"""Where lesions are, and whether a site is known to be free of them.

A lesion of a site that is not understood may be anywhere.  A site is free when imaging of it said so, or when the list
of lesions is complete; of the central nervous system only imaging of it counts, for it is not part of every staging.
"""

from __future__ import annotations

from collections.abc import Iterable

from tumorboard.criteria.judgment import COUNTS, Judgment, no, open_
from tumorboard.model.case import Case
from tumorboard.model.lesion import Lesion

CNS = ("brain", "leptomeninges", "spinal_cord")
# What a site of a question holds; every other site holds itself.
PARTS = {"cns": (*CNS, "cns")}


def present(case: Case) -> tuple[Lesion, ...]:
    """Lesions, also suspected ones."""
    return tuple(x for x in case.lesions if x.present)


def fact(lesion: Lesion) -> str:
    """The fact id."""
    return f"lesion/{lesion.id}"


def parts(sites: Iterable[str]) -> frozenset[str]:
    """The sites that lie in those asked for, themselves included."""
    return frozenset(p for s in sites for p in PARTS.get(s, (s,)))


def lies_in(lesion: Lesion, sites: frozenset[str], *, suspected_counts: bool = False) -> Judgment:
    """Whether a lesion is one of these sites."""
    if not lesion.site:
        return open_("why.site_unknown", f"lesion.site:{lesion.id}")
    if lesion.site == "cns" and sites & set(CNS) and "cns" not in sites:
        return open_("why.site_unknown", f"lesion.site:{lesion.id}")
    if lesion.site not in sites:
        return no("why.other_site")
    if lesion.suspected and not suspected_counts:
        return open_("why.suspected", f"lesion.nature:{lesion.id}")
    return COUNTS


def not_shown_free(case: Case, sites: Iterable[str]) -> frozenset[str]:
    """What is missing to call all these sites free of lesions that are not recorded; empty when nothing is."""
    free = {x.site for x in case.lesions if not x.present}
    whole = case.complete("lesions")
    missing = set()
    for site in sites:
        if site in free or (site in CNS and "cns" in free):
            continue
        if site in {*CNS, "cns"}:
            if not set(PARTS.get(site, (site,))) - {"cns"} <= free:
                missing.add(f"lesion.imaging:{site}")
        elif not whole:
            missing.add(f"lesion.imaging:{site}")
    return frozenset(missing)
