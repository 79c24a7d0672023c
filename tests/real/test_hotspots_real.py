"""The real table of Cancer Hotspots: read whole, and of one mind with the variants of its own release by place."""

from __future__ import annotations

import re

import pytest
from tests.real_data import shared

from tumorboard import vocab
from tumorboard.knowledge.sources import cancer_hotspots

pytestmark = pytest.mark.real


def test_every_residue_of_the_variants_by_place_is_a_hotspot_of_the_table() -> None:
    pytest.importorskip("xlrd", reason="hotspots_v2.xls needs the package xlrd")
    path = shared("cancerhotspots/hotspots_v2.xls")
    known = vocab.load()
    assert cancer_hotspots.check([path]) == ()
    told, account = cancer_hotspots.counts([path], known)
    assert account["rows"] == 3004 + 495
    counts = {(gene, number): (single, indel, changes) for gene, number, single, indel, changes in told}
    assert counts["NRAS", 61][0] == 422
    assert counts["NRAS", 61][2]["Q61R"] == 204
    checked, absent = 0, set()
    for line in shared("cancerhotspots/cancerhotspots_v2_GRCh37.tsv").read_text("utf-8").splitlines():
        cells = line.split("\t")
        gene, found = known.genes.approved(cells[4]), re.match(r"[A-Z](\d+)[A-Z]$", cells[6])
        if gene is None or found is None:
            continue
        checked += 1
        if (gene, int(found[1])) not in counts:
            absent.add((gene, cells[6]))
    assert checked > 2000
    assert len(absent) <= 0.02 * checked, sorted(absent)
