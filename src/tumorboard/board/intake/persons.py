"""Whether the files of a case can be one person's: genotypes at common sites, and the sex that a file implies.

A tumor loses alleles, so two files of one person may differ between one and two copies of an allele at many sites; only
the share of equal genotypes is judged, and only where both files report the site.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from tumorboard.board.intake.desk import Desk
from tumorboard.board.intake.received import Received

# Two unrelated persons who both carry the alternate allele of common sites agree on one or two copies in about half of
# them; one person's files agree in nearly all.  The limits are a choice of this design, not published.
LEAST_SITES = 20
LEAST_EQUAL = 0.7


def one_person(desk: Desk, received: Sequence[Received], sex: str) -> None:
    """Reports pairs of files that can hardly be one person's, and files that imply another sex than recorded."""
    files = [r for r in received if r.source is not None]
    for one, other in combinations(files, 2):
        if one.profile.assembly != other.profile.assembly or not one.source or not other.source:
            continue
        a, b = one.profile.fingerprint, other.profile.fingerprint
        shared = a.keys() & b.keys()
        if len(shared) < LEAST_SITES:
            continue
        equal = sum(a[site] == b[site] for site in shared)
        if equal < LEAST_EQUAL * len(shared):
            names = tuple(sorted((one.source.name, other.source.name)))
            desk.error("CAS060", other.where, files=names, sites=len(shared), equal=equal)
    for r in files:
        if sex in {"female", "male"} and r.profile.sex and r.profile.sex != sex:
            desk.warning("CAS061", r.where)
