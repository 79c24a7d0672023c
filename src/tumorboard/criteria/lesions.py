"""Where lesions are, and whether a site is known to be free of them.

A lesion of a site that is not understood may be anywhere.  A site is free when imaging of it said so, or when the list
of lesions is complete; of the central nervous system only imaging of it counts, for it is not part of every staging.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tumorboard.criteria.judgment import COUNTS, Judgment, no, open_
from tumorboard.criteria.recency import Day, Window, newest, seen
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


@dataclass(frozen=True, slots=True)
class Free:
    """`missing` is what is needed to call sites free of lesions that are not recorded; empty when nothing is.

    `days` are those of the imaging, or of the list, that shows them to be free.
    """

    missing: frozenset[str]
    days: tuple[Day, ...]


def shown_free(case: Case, sites: Iterable[str], recent: Window) -> Free:
    """Whether all these sites are known to be free of lesions that are not recorded."""
    free = days_by_site((x for x in case.lesions if not x.present), recent)
    whole, listed = complete(case, recent)
    missing: set[str] = set()
    days: list[Day] = []
    for site in sites:
        within = sorted(set(PARTS.get(site, (site,))) - {"cns"})
        named = [free[s] for s in (site, "cns" if site in CNS else site) if s in free]
        if named:
            days.append(newest(named))
        elif site == "cns" and set(within) <= free.keys():
            days.extend(free[s] for s in within)
        elif site not in {*CNS, "cns"} and whole:
            days.append(listed)
        else:
            missing.add(f"lesion.imaging:{site}")
    return Free(frozenset(missing), tuple(days))


def days_by_site(entries: Iterable[Lesion], recent: Window) -> dict[str, Day]:
    """Site -> the last day on which one of the entries that lie in the window saw it; None where none is dated."""
    found: dict[str, Day] = {}
    for x in entries:
        if recent.counts(seen(x)):
            found[x.site] = newest((found.get(x.site), seen(x)))
    return found


def complete(case: Case, recent: Window) -> tuple[bool, Day]:
    """Whether every lesion is listed, and if so the day of the list: that of the newest entry."""
    if not case.complete("lesions"):
        return False, None
    day = newest(seen(x) for x in case.lesions)
    return recent.counts(day), day
