"""Which genotype changes the use of which drug, as the guideline or the label says."""

from __future__ import annotations

import pytest
from tests.pack_support import case, context

from tumorboard.interpret.pharmacogenetics import pharmacogenetics

# (genotype, drug, action): CPIC guidelines and labels; the source stands in tools/sources/pharmacogenetics.tsv
RULES = [
    ("DPYD poor_metabolizer", "capecitabine", "avoid"),
    ("DPYD intermediate_metabolizer", "fluorouracil", "reduce"),
    ("UGT1A1 poor_metabolizer", "irinotecan", "reduce"),
    ("UGT1A1 poor_metabolizer", "belinostat", "reduce"),
    ("UGT1A1 poor_metabolizer", "nilotinib", "caution"),
    ("UGT1A1 poor_metabolizer", "pazopanib", "caution"),
    ("TPMT poor_metabolizer", "mercaptopurine", "reduce"),
    ("TPMT intermediate_metabolizer", "tioguanine", "reduce"),
    ("NUDT15 poor_metabolizer", "mercaptopurine", "reduce"),
    ("NUDT15 normal_metabolizer", "tioguanine", "standard"),
    ("G6PD deficient", "rasburicase", "avoid"),
    ("G6PD deficient", "dabrafenib", "caution"),
    ("G6PD variable", "rasburicase", "caution"),
    ("G6PD normal", "rasburicase", "standard"),
    ("CYP2D6 poor_metabolizer", "tamoxifen", "avoid"),
]


@pytest.mark.parametrize(("genotype", "drug", "action"), RULES)
def test_a_genotype_changes_the_use_of_a_drug(genotype: str, drug: str, action: str) -> None:
    found = pharmacogenetics(case("BLL", genotype), context())
    assert [f.action for f in found if drug in f.agents] == [action]
    assert all(f.source for f in found)


def test_every_drug_of_the_table_is_known_by_its_code() -> None:
    rules = context().vocab.pharmacogenes.rules.values()
    named = {agent for group in rules for rule in group for agent in rule.agents}
    assert sorted(named - set(context().vocab.therapies.entries)) == []
