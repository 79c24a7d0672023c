"""Markers resolve by the names on pathology reports; thresholds are asked with a date."""

from __future__ import annotations

from datetime import date

import pytest

from tumorboard.errors import KnowledgeError
from tumorboard.vocab import Genes, Markers, Thresholds


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("ER", "ER"), ("estrogen receptor", "ER"), ("PD-L1", "PDL1"), ("her2/neu", "HER2"), ("Claudin 18.2", "CLDN18_2"),
        ("dMMR", "MMR"), ("Ki-67", "KI67"), ("MGMT methylation", "MGMT"), ("DPD", "DPYD"), ("folate receptor alpha", "FOLR1"),
        ("nonsense", None),
    ],
)  # fmt: skip
def test_a_marker_resolves_by_the_words_of_the_report(written: str, code: str | None) -> None:
    assert Markers.load().resolve(written) == code


def test_every_marker_gene_is_an_approved_symbol() -> None:
    genes = Genes.load()
    assert [m.code for m in Markers.load().entries.values() if m.gene and m.gene not in genes.entries] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("tmb_high", 10), ("hrd_gis", 42), ("gloh_percent", 16), ("msi_sensor", 10), ("er_positive_percent", 1),
        ("er_low_percent", 10), ("her2_ish_ratio", 2.0), ("her2_ish_copies", 4.0), ("her2_ish_copies_high", 6.0),
        ("population_frequency_veto", 0.01), ("amplification_ploidy_factor", 3),
    ],
)  # fmt: skip
def test_a_threshold_has_the_value_of_its_source(name: str, value: float) -> None:
    assert Thresholds.load().at(name, on=date(2026, 1, 1)).value == value


def test_every_threshold_says_where_it_is_from_and_how_sure_it_is() -> None:
    for rows in Thresholds.load().values.values():
        assert all(t.source and t.confidence in {"sourced", "high", "medium"} for t in rows)


def test_a_site_policy_is_never_called_certain() -> None:
    rows = [t for values in Thresholds.load().values.values() for t in values]
    assert all(t.confidence == "medium" for t in rows if t.source.startswith("site policy"))


def test_an_unknown_threshold_is_an_error_not_a_number() -> None:
    with pytest.raises(KnowledgeError):
        Thresholds.load().at("no_such_threshold", on=date(2026, 1, 1))
