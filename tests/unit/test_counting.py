"""Counts of cases whose variants are equal and whose findings are not: each is answered by its own."""

from __future__ import annotations

from itertools import permutations

import pytest
from tests.evidence_support import context, read
from tests.truth_support import interpreted

from tumorboard.app.counting import Counting
from tumorboard.interpret.pipeline import interpret
from tumorboard.model.knowledge import HotspotCount, Knowledge
from tumorboard.testing.short_case import short_case

CONTEXT = context()
# A change that a table of hotspots makes likely oncogenic, and that is of unknown significance without one.
CHANGES = (("MET", "H1094R", 1094), ("EGFR", "H1094R", 1094), ("ALK", "H1094R", 1094), ("TP53", "H380R", 380))


@pytest.mark.parametrize(("gene", "change", "residue"), CHANGES)
@pytest.mark.parametrize(
    "question",
    [
        "GeneAltered([{0}])", 'GeneAltered([{0}], ["variant"], "likely_oncogenic")', "WildType([{0}])", "GeneActivated([{0}])",
        "GeneInactivated([{0}])", "NoActionableDriver([{0}])", "ProteinChangeIn({0}, [{1}])",
    ],
)  # fmt: skip
def test_equal_variants_that_were_interpreted_differently_are_told_apart(
    gene: str, change: str, residue: int, question: str
) -> None:
    line = f"LUAD; tested; {gene} {change}"
    hotspots = {(gene, residue): HotspotCount(residue_total=200, changes={change: 120})}
    without, known = interpreted(line), interpret(short_case(line), Knowledge(hotspots=hotspots), CONTEXT)
    assert without.findings != known.findings
    leaf = read(question.format(f'"{gene}"', f'"{change}"'))
    alone = {id(c): leaf.check(c, CONTEXT).verdict.rank for c in (without, known)}
    for cases in permutations((without, known)):
        assert Counting().verdicts(cases, leaf, CONTEXT).tolist() == [alone[id(c)] for c in cases]
