"""A tumor type is found under current and older codes, names, NCIt and DOID; what does not decide is not decided."""

from __future__ import annotations

import pytest

from tumorboard.vocab import Diseases


@pytest.fixture(scope="module")
def diseases() -> Diseases:
    return Diseases.load()


@pytest.mark.parametrize(
    ("written", "code"),
    [
        pytest.param("LUAD", "LUAD", id="code"),
        pytest.param("luad", "LUAD", id="code in lower case"),
        pytest.param("lung adenocarcinoma", "LUAD", id="name"),
        pytest.param("Adenocarcinoma of the  Lung", "LUAD", id="synonym, stray space"),
        pytest.param("GBM", "GB", id="code removed after 2021"),
        pytest.param("DIPG", "DMG", id="code that became another"),
        pytest.param("AASTR", "ADIFG", id="IDH status not said: the common parent"),
        pytest.param("MM", "PCM", id="code from the history"),
        pytest.param("CLL", "CLLSLL", id="precursor code"),
        pytest.param("ALL", None, id="B or T not said: ambiguous"),
        pytest.param("lymphoma", None, id="too wide"),
        pytest.param("TNBC", "BRCA", id="receptors are their own facts"),
        pytest.param("NSCLC", "NSCLC", id="NSCLC"),
        pytest.param("CRC", "COADREAD", id="CRC"),
        pytest.param("HCC", "HCC", id="HCC"),
        pytest.param("CML", "CML", id="CML"),
        pytest.param("IDC", "IDC", id="METABRIC"),
        pytest.param("BRCA", "BRCA", id="TCGA breast"),
        pytest.param("DOID:3910", "LUAD", id="DOID"),
        pytest.param("C3512", "LUAD", id="NCIt"),
        pytest.param("DOID:0060079", None, id="HER2-positive breast cancer is narrower than any code"),
        pytest.param("no such tumor", None, id="unknown"),
    ],
)
def test_a_recorded_tumor_type_resolves_to_one_code_or_to_nothing(
    diseases: Diseases, written: str, code: str | None
) -> None:
    assert diseases.resolve(written) == code


def test_an_ambiguous_word_lists_the_codes_it_may_mean(diseases: Diseases) -> None:
    assert diseases.candidates("ALL") == ("BLL", "TLL")


@pytest.mark.parametrize(
    ("code", "solid"),
    [
        ("GB", True),
        ("LUAD", True),
        ("MNG", True),
        ("AML", False),
        ("DLBCLNOS", False),
        ("PCNSL", False),
        ("MLYM", False),
        ("MIXED", None),
    ],
)
def test_central_nervous_system_tumors_are_solid_and_lymphomas_are_not(
    diseases: Diseases, code: str, solid: bool | None
) -> None:
    assert diseases.entries[code].solid is solid


def test_descendants_and_ancestors(diseases: Diseases) -> None:
    assert diseases.lineage("LUAD") == ("LUAD", "NSCLC", "LUNG")
    assert diseases.is_a("LUAD", "NSCLC")
    assert not diseases.is_a("NSCLC", "LUAD")


def test_every_parent_is_a_code_or_the_root(diseases: Diseases) -> None:
    assert {e.parent for e in diseases.entries.values()} - set(diseases.entries) == {"TISSUE"}


def test_every_ontology_class_goes_to_codes_that_exist_or_says_none(diseases: Diseases) -> None:
    for entry in diseases.ontology.values():
        assert set(entry.codes) <= set(diseases.entries) | {"TISSUE"}, entry
        assert bool(entry.codes) == (entry.relation != "none"), entry
