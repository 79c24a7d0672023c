"""Laws of the copy-number readers: any rows are accounted for, parts of a gene speak by their share, order is nothing."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from math import ceil
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.copies_support import READERS, of, place, profile, read
from tests.unit.test_copy_number_readers import (
    ALLELIC,
    FACETS_FIT,
    FACETS_GENES,
    PCGR_GENES,
    PURPLE_DRIVERS,
    PURPLE_GENES,
    PURPLE_PURITY,
    PURPLE_SEGMENTS,
    SEG,
)

from tumorboard.formats.readers import cnvkit, pcgr_cna

HEADERS = (
    ALLELIC,
    PURPLE_SEGMENTS,
    PURPLE_GENES,
    PURPLE_DRIVERS,
    PURPLE_PURITY,
    FACETS_FIT,
    FACETS_GENES,
    PCGR_GENES,
    SEG,
)
NUMBERS = st.one_of(
    st.integers(-3, 300_000_000).map(str),
    st.floats(allow_nan=True, allow_infinity=True, width=32).map(str),
    st.sampled_from(("NA", "", ".", "-", "1e308", "9" * 5000, "1e400", "٣", "0x10", "1_000", "-0.01", "2.5")),
)
NAMES = st.sampled_from(
    ("chr1", "1", "X", "23", "MT", "chrUn", "ERBB2", "HER2", "1-Mar", "ERBB2,TP53;MYC", "AMP", "DEL")
)
WORDS = st.text(st.characters(exclude_characters="\n\r\t", exclude_categories=("Cs",)), max_size=8)
CELLS = st.one_of(NUMBERS, NAMES, WORDS)
ERBB2 = place("ERBB2")
END = 83_257_441  # of chromosome 17 on GRCh38
COPIES = st.sampled_from((0, 1, 2, 3, 8))


def written(folder: str, text: str, name: str = "t.grch38.tsv") -> Path:
    path = Path(folder) / name
    path.write_text(text, "utf-8")
    return path


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_any_rows_are_read_or_refused_with_words_and_counted(data: st.DataObject) -> None:
    header = data.draw(st.sampled_from(HEADERS)).split()
    rows = data.draw(st.lists(st.lists(CELLS, min_size=len(header) - 1, max_size=len(header) + 1), max_size=6))
    text = "\n".join("\t".join(r) for r in (header, *rows)) + "\n"
    with tempfile.TemporaryDirectory() as folder:
        path = written(folder, text)
        for reader in READERS:
            read(reader, path, assembly=data.draw(st.sampled_from(("", "GRCh37", "GRCh38"))))


def tiling(cuts: list[int], copies: list[int]) -> list[tuple[int, int, int]]:
    """Segments from telomere to telomere, cut at `cuts`: interbase start, end, copies."""
    edges = [0, *sorted(set(cuts)), END]
    return [(a, b, n) for (a, b), n in zip(pairwise(edges), copies, strict=False)]


TILINGS = st.lists(st.integers(ERBB2.start - 50, ERBB2.end + 50), max_size=4).flatmap(
    lambda cuts: st.lists(COPIES, min_size=6, max_size=6).map(lambda copies: tiling(cuts, copies))
)


def as_text(segments: list[tuple[int, int, int]]) -> str:
    lines = [f"17\t{start + 1}\t{end}\t{copies}\t0" for start, end, copies in segments]
    return "\n".join(["Chromosome\tStart\tEnd\tnMajor\tnMinor", *lines]) + "\n"


@settings(deadline=None, max_examples=100)
@given(TILINGS)
def test_a_gene_has_the_copies_of_at_least_half_of_its_coding_bases(segments: list[tuple[int, int, int]]) -> None:
    """Counted base by base: the plain meaning of the rule."""
    bases = [b for start, end in ERBB2.coding for b in range(start, end)]
    held: dict[int, int] = {}
    for base in bases:
        copies = next(n for start, end, n in segments if start <= base < end)
        held[copies] = held.get(copies, 0) + 1
    ranked = sorted(held.values(), reverse=True)
    with tempfile.TemporaryDirectory() as folder:
        rows = of(profile(pcgr_cna, written(folder, as_text(segments))), "ERBB2")
    if ranked[0] * 2 < len(bases) or (len(ranked) > 1 and sum(ranked[1:]) * 2 >= len(bases)):
        assert [(r.copies, r.call_rule) for r in rows] == [(None, "part_of_gene")]
        return
    most = max(held, key=held.__getitem__)
    lost = 0 in held and most != 0
    assert [r.copies for r in rows] == [most, *([None] if lost else [])]


@settings(deadline=None, max_examples=60)
@given(TILINGS, st.randoms(use_true_random=False))
def test_the_order_of_segments_is_nothing(segments: list[tuple[int, int, int]], random: object) -> None:
    shuffled = list(segments)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as folder:
        one, other = (profile(pcgr_cna, written(folder, as_text(s))) for s in (segments, shuffled))
    assert [(r.gene, r.copies) for r in one.copy_numbers] == [(r.gene, r.copies) for r in other.copy_numbers]
    assert one.tally == other.tally and one.kept == other.kept


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(-2500, 3500).map(lambda n: n / 1000), min_size=1, max_size=12), st.sampled_from((2, 3, 4)))
def test_numbers_made_by_cut_offs_are_never_taken_for_copies(ratios: list[float], ploidy: int) -> None:
    """And numbers made from ratio and ploidy are, unless the cut-offs would have made the same."""
    by_cuts = [cut_off(x, ploidy) for x in ratios]
    rounded = [round(ploidy * 2**x) for x in ratios]
    assert not copies_of(ratios, by_cuts)
    ours = copies_of(ratios, rounded)
    assert not ours or ours == {"NRAS": float(rounded[0])}
    if ploidy == 2 and any(a != b for a, b in zip(by_cuts, rounded, strict=True)):
        assert ours


def cut_off(log2: float, ploidy: int) -> int:
    for copies, cut in enumerate((-1.1, -0.25, 0.2, 0.7)):
        if log2 <= cut:
            return copies
    return ceil(ploidy * 2**log2)


def copies_of(ratios: list[float], cn: list[int]) -> dict[str, float]:
    """Copies of NRAS, on the first of the segments."""
    lines = ["chromosome\tstart\tend\tgene\tlog2\tcn\tprobes", f"chr1\t0\t249250621\t-\t{ratios[0]}\t{cn[0]}\t9"]
    lines += [
        f"chr2\t{i * 1000}\t{i * 1000 + 500}\t-\t{x}\t{n}\t9" for i, (x, n) in enumerate(zip(ratios, cn, strict=True))
    ]
    with tempfile.TemporaryDirectory() as folder:
        found = profile(cnvkit, written(folder, "\n".join(lines) + "\n", "t.call.cns"))
    return {r.gene: r.copies for r in of(found, "NRAS") if r.copies is not None}
