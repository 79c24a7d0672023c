"""Genes: approved symbols, previous symbols and aliases (HGNC)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tumorboard.vocab import table


@dataclass(frozen=True, slots=True)
class GeneEntry:
    """One gene; `hgnc` without prefix, `entrez` and `ensembl` as written by HGNC, `chrom` without ``chr``."""

    symbol: str
    hgnc: str = ""
    entrez: str = ""
    ensembl: str = ""
    role: str = ""  # oncogene, tumor_suppressor, both or empty
    transcript: str = ""  # MANE Select RefSeq
    transcript_ensembl: str = ""


@dataclass(frozen=True, slots=True)
class Genes:
    """`alias` maps a previous symbol or alias to the approved symbols it may mean."""

    release: table.TableRelease
    entries: Mapping[str, GeneEntry]
    alias: Mapping[str, tuple[str, ...]]
    entrez: Mapping[str, str]

    def approved(self, text: str) -> str | None:
        """The approved symbol for a symbol, previous symbol or alias; None when unknown or ambiguous."""
        if text in self.entries:
            return text
        upper = text.upper()
        if upper in self.entries:
            return upper
        found = self.alias.get(upper, ())
        return found[0] if len(found) == 1 else None

    @classmethod
    def load(cls) -> Genes:
        """The shipped table."""
        release, rows = table.read("genes")
        entries: dict[str, GeneEntry] = {}
        alias: dict[str, list[str]] = {}
        entrez: dict[str, str] = {}
        for symbol, hgnc, entrez_id, ensembl, role, refseq, enst, others in rows:
            entries[symbol] = GeneEntry(symbol, hgnc, entrez_id, ensembl, role, refseq, enst)
            if entrez_id:
                entrez[entrez_id] = symbol
            for other in others.split("|") if others else ():
                alias.setdefault(other.upper(), []).append(symbol)
        return cls(release, entries, {k: tuple(sorted(v)) for k, v in alias.items() if k not in entries}, entrez)
