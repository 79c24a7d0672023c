"""Genes: approved symbols, previous symbols, aliases (HGNC), clinicians' names, and what a spreadsheet made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from tumorboard.vocab import table
from tumorboard.vocab.lookup import Deferred, SortedRows

LONGEST_PAIR = 80  # characters: the longest name has 32, and trying every place of a long text takes long
FUSION_MARKS = ("::", "--", "/", "-")
MOST_LISTS = 64  # gene lists that are remembered
MOST_JOINS = 12  # hyphens, slashes and colons of a pair: a name has at most five (NMT-TRNA-GLN-CTG-1-1), the mark two


@dataclass(frozen=True, slots=True)
class GeneEntry:
    """One gene; `hgnc` without prefix, `entrez` and `ensembl` as written by HGNC, `chrom` without ``chr`` (MANE genes)."""

    symbol: str
    hgnc: str = ""
    entrez: str = ""
    ensembl: str = ""
    role: str = ""  # oncogene, tumor_suppressor, both or empty: empty is unknown, not harmless
    transcript: str = ""  # MANE Select RefSeq
    transcript_ensembl: str = ""
    chrom: str = ""


class Listed(NamedTuple):
    """The approved symbols of a list, and the positions of the words that are no gene or may be several."""

    symbols: frozenset[str]
    doubtful: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Genes:
    """`alias` maps an upper-case previous symbol, alias or clinicians' name to the approved symbols it may mean."""

    release: table.TableRelease
    entries: Mapping[str, GeneEntry]
    alias: Mapping[str, tuple[str, ...]]
    entrez: Mapping[str, str]
    ensembl: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    _listed: dict[tuple[str, ...], Listed] = field(default_factory=dict, repr=False, compare=False)

    def approved(self, text: str) -> str | None:
        """The approved symbol for a symbol, previous symbol or alias; None when unknown or ambiguous.

        An approved symbol always wins; a clinicians' name wins over a previous symbol, and that over an alias.

        Examples
        --------
        >>> from tumorboard import vocab
        >>> genes = vocab.Genes.load()
        >>> genes.approved("HER2"), genes.approved("2-Sep"), genes.approved("1-Mar")
        ('ERBB2', 'SEPTIN2', None)
        """
        if text in self.entries:
            return text
        found = self.candidates(text)
        return found[0] if len(found) == 1 else None

    def listed(self, words: tuple[str, ...]) -> Listed:
        """The genes of a list, which is looked up once: every sample of a cohort has the panel of the others."""
        known = self._listed.get(words)
        if known is None:
            found = [self.approved(word) for word in words]
            at = tuple(n for n, symbol in enumerate(found) if symbol is None)
            known = Listed(frozenset(symbol for symbol in found if symbol), at)
            if len(self._listed) >= MOST_LISTS:
                self._listed.clear()
            self._listed[words] = known
        return known

    def candidates(self, text: str) -> tuple[str, ...]:
        """Every approved symbol `text` may mean; more than one when it is ambiguous, empty when unknown."""
        wanted = text.strip()
        if wanted in self.entries:
            return (wanted,)
        upper = wanted.upper()
        return (upper,) if upper in self.entries else self.alias.get(upper, ())

    def by_entrez(self, entrez: str) -> str | None:
        """The approved symbol of an NCBI gene id; None when unknown."""
        return self.entrez.get(entrez.strip())

    def by_ensembl(self, ensembl: str) -> str | None:
        """The approved symbol of an Ensembl gene id, with or without its version; None when unknown.

        Examples
        --------
        >>> from tumorboard import vocab
        >>> vocab.Genes.load().by_ensembl("ENSG00000097007.13")
        'ABL1'
        """
        return self.ensembl.get(ensembl.strip().partition(".")[0])

    def fusion(self, text: str) -> tuple[str, str] | None:
        """The two approved partners of a fusion written as one word (``BCR-ABL``, ``EML4::ALK``).

        None when the whole word is a gene or when a partner is unknown or ambiguous.
        """
        if len(text) > LONGEST_PAIR or sum(map(text.count, "-/:")) > MOST_JOINS or self.candidates(text):
            return None
        for mark in FUSION_MARKS:
            found = [
                (left, right)
                for at in range(1, len(text))
                if text.startswith(mark, at)
                and (left := self.approved(text[:at].strip()))
                and (right := self.approved(text[at + len(mark) :].strip()))
            ]
            if found:
                return found[0] if len(set(found)) == 1 else None
        return None

    @classmethod
    def load(cls) -> Genes:
        """The shipped tables."""
        release, lines = table.read_lines("genes")
        _, aliases = table.read_lines("gene_aliases")
        return cls(
            release,
            SortedRows(lines, _entry),
            SortedRows(aliases, _symbols),
            Deferred(lambda: _by_column(lines, 2)),
            Deferred(lambda: _by_column(lines, 3)),
        )


def _entry(cells: list[str]) -> GeneEntry:
    return GeneEntry(*cells)


def _symbols(cells: list[str]) -> tuple[str, ...]:
    return tuple(cells[2].split("|"))


def _by_column(lines: Sequence[str], at: int) -> Mapping[str, str]:
    """Cell of the column `at` -> symbol."""
    found = {}
    for line in lines:
        cells = line.split("\t", at + 1)
        if cells[at]:
            found[cells[at]] = cells[0]
    return found
