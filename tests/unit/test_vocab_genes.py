"""A gene is found under every name a file or a clinician uses, and never guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pytest

from tumorboard import vocab
from tumorboard.formats.typed.lexer import parts
from tumorboard.vocab import Genes
from tumorboard.vocab.genes import MOST_JOINS, GeneEntry


@pytest.fixture(scope="module")
def genes() -> Genes:
    return Genes.load()


@pytest.mark.parametrize(
    ("written", "approved"),
    [
        pytest.param("BRAF", "BRAF", id="approved symbol"),
        pytest.param("braf", "BRAF", id="lower case"),
        pytest.param("c9orf72", "C9orf72", id="mixed-case symbol in any case"),
        pytest.param("HER2", "ERBB2", id="clinicians' name"),
        pytest.param("PD-L1", "CD274", id="protein name"),
        pytest.param("c-MET", "MET", id="proto-oncogene name"),
        pytest.param("MLL2", "KMT2D", id="previous symbol of one gene wins over the alias of another"),
        pytest.param("H3F3A", "H3-3A", id="renamed histone"),
        pytest.param("FAM123B", "AMER1", id="previous symbol"),
        pytest.param("TTF1", "TTF1", id="an approved symbol always wins"),
        pytest.param("TTF-1", "NKX2-1", id="the pathologist's TTF-1 is NKX2-1"),
        pytest.param("2-Sep", "SEPTIN2", id="spreadsheet date, one gene"),
        pytest.param("Sep-09", "SEPTIN9", id="spreadsheet date, month first"),
        pytest.param("1-Mar", None, id="spreadsheet date, two genes: not guessed"),
        pytest.param("NOSUCHGENE", None, id="unknown"),
    ],
)
def test_a_written_name_resolves_to_one_approved_symbol_or_to_nothing(
    genes: Genes, written: str, approved: str | None
) -> None:
    assert genes.approved(written) == approved


def test_an_ambiguous_name_lists_what_it_may_mean(genes: Genes) -> None:
    assert genes.candidates("1-Mar") == ("MARCHF1", "MTARC1")


@pytest.mark.parametrize(
    ("written", "partners"),
    [
        ("BCR-ABL", ("BCR", "ABL1")),
        ("EML4::ALK", ("EML4", "ALK")),
        ("KIAA1549--BRAF", ("KIAA1549", "BRAF")),
        ("MLL-AF9", ("KMT2A", "MLLT3")),
        ("HLA-A", None),
        ("NKX2-1", None),
        ("FOO-BAR", None),
    ],
)
def test_a_fusion_written_as_one_word_is_split_only_between_two_genes(
    genes: Genes, written: str, partners: tuple[str, str] | None
) -> None:
    assert genes.fusion(written) == partners


def test_two_names_and_the_mark_between_them_never_hold_more_joins_than_are_split(genes: Genes) -> None:
    names = (*genes.entries, *genes.alias)
    assert 2 * max(sum(map(name.count, "-/:")) for name in names) + len("::") <= MOST_JOINS
    longest = max(genes.entries, key=lambda name: name.count("-"))
    assert genes.fusion(f"{longest}::{longest}") == (longest, longest)


@dataclass
class Counted(Mapping[str, GeneEntry]):
    """The approved genes, and how often they were asked."""

    inner: Mapping[str, GeneEntry]
    asked: int = 0

    def __getitem__(self, name: str) -> GeneEntry:
        self.asked += 1
        return self.inner[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.inner)

    def __len__(self) -> int:
        return len(self.inner)


@pytest.mark.parametrize("written", ["-" * 300, "exon 19 deletion" + "-" * 300, "a-" * 150, "/-+&" * 75])
def test_a_ruled_line_does_not_ask_for_every_stretch_of_itself(written: str) -> None:
    vocabulary = vocab.load()
    entries = Counted(vocabulary.genes.entries)
    parts(written, replace(vocabulary, genes=replace(vocabulary.genes, entries=entries)))
    assert entries.asked < 30 * len(written)


def test_an_entrez_id_leads_to_the_symbol_and_the_entry_carries_mane_select(genes: Genes) -> None:
    braf = genes.entries["BRAF"]
    assert genes.by_entrez("673") == "BRAF"
    assert genes.by_ensembl("ENSG00000157764") == genes.by_ensembl("ENSG00000157764.15") == "BRAF"
    assert genes.by_ensembl("ENSG00000999999") is None
    assert (braf.hgnc, braf.transcript, braf.transcript_ensembl, braf.chrom, braf.role) == (
        "1097",
        "NM_004333.6",
        "ENST00000646891.2",
        "7",
        "oncogene",
    )


def test_no_approved_symbol_is_hidden_by_an_alias(genes: Genes) -> None:
    upper = {symbol.upper() for symbol in genes.entries}
    wrong = [a for a in genes.alias if a in upper and any(s.upper() != a for s in genes.alias[a])]
    assert wrong == []


def test_every_alias_names_genes_that_exist(genes: Genes) -> None:
    assert [a for a in genes.alias if not all(s in genes.entries for s in genes.alias[a])] == []
