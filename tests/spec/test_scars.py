"""Genomic scars on chromosomes drawn by hand: LOH, LST and TAI with their limits on both sides.

Sources: Abkevich 2012 (LOH longer than 15 Mb), Popova 2012 (LST: 10 Mb, 3 Mb), Birkbak 2012 (TAI), read as scarHRD does.
A chromosome of 100 Mb with its centromere from 40 to 45 Mb; a segment is ``start-end copies`` in Mb, copies as major+minor.
"""

from __future__ import annotations

import pytest

from tumorboard.interpret.scars import AlleleSegment, Scars, scars

CENTROMERE = {"1": (40_000_000, 45_000_000), "2": (40_000_000, 45_000_000)}


def drawn(text: str, chrom: str = "1") -> list[AlleleSegment]:
    found = []
    for part in text.split(","):
        place, copies = part.split()
        start, end = (round(float(x) * 1e6) for x in place.split("-"))
        major, minor = (int(n) for n in copies.split("+"))
        found.append(AlleleSegment(chrom, start, end, major, minor))
    return found


LOH = [
    # segments, count, why
    ("0-50 1+1, 50-65.1 1+0, 65.1-100 1+1", 1, "longer than 15 Mb"),
    ("0-50 1+1, 50-65 1+0, 65-100 1+1", 0, "15 Mb are not longer than 15 Mb"),
    ("0-100 1+0", 0, "the whole chromosome"),
    ("0-50 2+0, 50-100 1+0", 0, "lost everywhere, with different copies"),
    ("0-50 2+0, 50-60 1+0, 60-100 1+1", 1, "neighbors without the lesser allele are one region"),
    ("0-50 0+0, 50-100 1+1", 0, "no copy left at all"),
    ("0-30 3+0, 30-70 2+1, 70-100 2+0", 2, "two regions"),
    ("0-30 2+2, 30-70 2+2, 70-100 1+1", 0, "balanced"),
]


@pytest.mark.parametrize(("segments", "count", "why"), LOH)
def test_loss_of_heterozygosity(segments: str, count: int, why: str) -> None:
    assert scars(drawn(segments), CENTROMERE).loh == count, why


LST = [
    ("45-60 1+1, 60-100 2+1", 1, "a break between two long segments of one arm"),
    ("45-55 1+1, 55-100 2+1", 1, "10 Mb are enough"),
    ("45-54.9 1+1, 54.9-100 2+1", 0, "less than 10 Mb"),
    ("45-60 1+1, 60-62.9 4+1, 62.9-100 2+1", 1, "a segment below 3 Mb is taken out"),
    ("45-60 1+1, 60-63 4+1, 63-100 2+1", 0, "a segment of 3 Mb stays, and is short"),
    ("45-60 1+1, 63-100 2+1", 0, "3 Mb apart"),
    ("45-60 1+1, 62.9-100 2+1", 1, "less than 3 Mb apart"),
    ("45-60 1+1, 60-62 4+1, 62-100 1+1", 0, "what is alike on both sides of a small segment is one"),
    ("0-40 1+1, 45-100 2+1", 0, "the centromere parts the arms"),
    ("0-20 1+1, 20-70 2+1, 70-100 1+1", 2, "a segment across the centromere is in both arms"),
    ("0-35 2+1, 35-70 1+1, 70-100 2+1", 1, "and is as long in each as it lies there"),
    ("0-100 2+1", 0, "a single segment"),
    ("45-57 1+1, 57-59 5+0, 59-59.9 6+0, 59.9-75 2+1, 75-100 1+1", 2, "small ones are taken out one after another"),
]


@pytest.mark.parametrize(("segments", "count", "why"), LST)
def test_large_scale_transitions(segments: str, count: int, why: str) -> None:
    assert scars(drawn(segments), CENTROMERE).lst == count, why


TAI = [
    ("0-30 2+0, 30-100 1+1", 1, "from one telomere, ending before the centromere"),
    ("0-40 2+0, 40-100 1+1", 0, "ending at the centromere"),
    ("0-50 2+0, 50-100 1+1", 0, "across the centromere"),
    ("0-50 1+1, 50-100 2+0", 1, "to the other telomere"),
    ("0-30 2+0, 30-60 1+1, 60-100 2+0", 2, "both"),
    ("0-45 1+1, 45-100 2+0", 0, "beginning at the centromere"),
    ("0-100 2+0", 0, "a whole chromosome"),
    ("0-30 2+0, 30-100 3+0", 1, "usual copies odd: an imbalance of two copies counts"),
    ("0-30 2+1, 30-100 2+1", 0, "usual copies odd: the usual state is no imbalance"),
    ("0-30 3+0, 30-100 2+1", 1, "usual copies odd: the lesser allele lost is one"),
    ("0-30 1+1, 30-100 2+1", 1, "usual copies odd: a balance is unusual there"),
    ("0-30 1+0, 30-100 1+0", 0, "one segment once alike neighbors are joined"),
    (
        "0-30 1+1, 30-100 1+0",
        0,
        "usual copies one: a balanced end is no imbalance, and the rest crosses the centromere",
    ),
    ("0-0.9 2+0, 0.9-100 1+1", 0, "below 1 Mb"),
    ("0-1 2+0, 1-100 1+1", 1, "1 Mb"),
    ("0-50 0+0, 50-100 2+0", 1, "no copies are no usual state"),
]


@pytest.mark.parametrize(("segments", "count", "why"), TAI)
def test_telomeric_allelic_imbalance(segments: str, count: int, why: str) -> None:
    assert scars(drawn(segments), CENTROMERE).tai == count, why


def test_chromosomes_add_up_in_any_order_and_sex_chromosomes_do_not_count() -> None:
    one, other = drawn(LOH[0][0]), drawn(LST[0][0], "2")
    alone, beside = scars(one, CENTROMERE), scars(other, CENTROMERE)
    both = scars([*reversed(other), *reversed(one), *drawn("0-50 1+1, 50-100 1+0", "X")], CENTROMERE)
    assert both == Scars(alone.loh + beside.loh, alone.tai + beside.tai, alone.lst + beside.lst)
    assert both.total == both.loh + both.tai + both.lst


def test_no_segment_no_scar() -> None:
    assert scars([], CENTROMERE) == Scars(0, 0, 0)
