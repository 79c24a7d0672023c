"""The Hallmark file as found (Windows line ends, padded) gives the same sets as the cleaned one."""

from __future__ import annotations

import pytest
from tests.real_data import shared

from tumorboard.formats.gene_sets import read_sets
from tumorboard.vocab import Genes


@pytest.mark.real
def test_the_hallmark_sets_are_read_whole() -> None:
    genes = Genes.load()
    clean = read_sets(shared("signatures/hallmark/h.all.v7.5.1.symbols.clean.gmt"), genes).value
    found = read_sets(shared("signatures/hallmark/h.all.v7.5.1.symbols.gmt"), genes).value
    assert clean is not None and found is not None
    assert len(clean) == 50
    assert {f"HALLMARK_{name}": s for name, s in found.items()} == dict(clean)
    assert sum(map(len, clean.values())) > 0.97 * 7321  # memberships in the file; a few symbols are no gene any more
