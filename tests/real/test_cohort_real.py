"""METABRIC as a cohort: every sample has the rows of its own assessment, and those without a mutation are there."""

from __future__ import annotations

import random
from datetime import date

import pytest
from tests.real_data import shared

from tumorboard.app import assessing, cohorts
from tumorboard.board.therapy_table import of_assessment
from tumorboard.issues import Parsed
from tumorboard.model.policy import Policy

pytestmark = pytest.mark.real
ON = date(2026, 11, 1)


def test_metabric_says_of_many_what_it_says_of_each() -> None:
    folder = shared("metabric")
    bench = assessing.workbench()
    genes = cohorts.gene_list(folder / "data_gene_panel.txt")
    assert len(genes) == 173
    table = folder / "data_mutations_extended.txt.gz"
    cases = cohorts.cases_of(table, bench, disease="BRCA", panel=genes, specimen="tissue").value or ()
    assert len(cases) == 2509  # 2,369 with a mutation row, 140 sequenced without one
    assert sum(len(c.variants) == 0 for c in cases) >= 140
    among = cohorts.assess(cases, bench, Policy(), ON).partition_by("patient", as_dict=True)
    for case in random.Random(1).sample(cases, 60):
        alone = of_assessment(assessing.assess(Parsed(case), bench, Policy(), ON))
        rows = among.get((case.id,))
        assert (rows.rows() if rows is not None else []) == alone.rows()
