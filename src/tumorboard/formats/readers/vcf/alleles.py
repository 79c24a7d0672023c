"""From one alternate allele of one record to what is said of it: annotation, origin, population frequency.

Source: GENIE and PCGR on transcript choice; MANE 1.4 for Select and Plus Clinical.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tumorboard.formats.alleles import protein
from tumorboard.formats.alleles.change import Change
from tumorboard.formats.alleles.frequency import frequency, is_frequency
from tumorboard.formats.alleles.protein import protein_change
from tumorboard.formats.alleles.symbols import Symbols
from tumorboard.formats.alleles.terms import TermInfo, Terms
from tumorboard.formats.readers.vcf import consequence
from tumorboard.formats.readers.vcf.consequence import Effect, Layout
from tumorboard.formats.readers.vcf.depth import measure
from tumorboard.model.alteration import GenomicPosition, Origin, ProteinChange
from tumorboard.vocab import Vocabulary

NOTHING = frozenset({"", "-", "."})
TRANSLATED = frozenset({"protein_coding", "", "Coding", "mRNA"})
Ranked = tuple[int, bool, int, str, list[str], TermInfo]  # rank, not translated, severity, transcript, entry, its terms


class Choice(NamedTuple):
    """One effect a gene, coding ones first; `quiet` is the tally code should none of them be worth a variant."""

    picked: tuple[Effect, ...]
    quiet: str
    coding: bool  # on any transcript


class Interpreter:
    """Reads alleles of one file: what stays the same from record to record."""

    def __init__(self, vocab: Vocabulary, assembly: str, layouts: Sequence[Layout], info_keys: Sequence[str]) -> None:
        self.alleles = vocab.alleles
        self.genes = vocab.genes
        self.assembly = assembly
        self.layouts = tuple(layouts)
        self.terms = Terms()
        self.symbols = Symbols(vocab.genes)
        self.frequency_keys = tuple(k for k in info_keys if _is_population_key(k))
        self.clinvar_key = "CLNSIG" if "CLNSIG" in info_keys else ""

    def effects(
        self, info: str, *, pos: int, ref: str, alts: Sequence[str], index: int
    ) -> tuple[Layout, Choice] | None:
        """The transcript chosen for each gene; None when the record says nothing that can be matched to the allele."""
        for layout in self.layouts:
            value = consequence.value_of(info, layout.key)
            if not value or value == ".":
                continue
            entries = consequence.entries_of(layout, value)
            mine = consequence.entries_for(layout, entries, pos=pos, ref=ref, alts=alts, index=index)
            if mine is not None:
                return layout, self._choose(layout, mine)
        return None

    def _choose(self, layout: Layout, entries: Sequence[list[str]]) -> Choice:
        terms, symbols, at = self.terms, self.symbols, layout.at
        where, gene_at, feature, biotype = (
            at["consequence"],
            at["gene"],
            at.get("transcript", -1),
            at.get("biotype", -1),
        )
        by_gene: dict[str, list[Ranked]] = {}
        gene_id = at.get("gene_id", -1)
        quiet, coding, silent = "not_coding", False, False
        for entry in entries:
            info = terms[entry[where]]
            if info.elsewhere:
                quiet = "told_by_another_record"
                continue
            coding = coding or info.reportable
            silent = silent or info.silent
            gene = symbols[entry[gene_at]] or entry[gene_id]
            rank = self._rank(at, entry, gene)
            row = (rank, entry[biotype] not in TRANSLATED, info.severity, entry[feature], entry, info)
            if gene in by_gene:
                by_gene[gene].append(row)
            else:
                by_gene[gene] = [row]
        picked = []
        for gene, rows in by_gene.items():
            _, _, severity, transcript, entry, info = rows[0] if len(rows) == 1 else _pick(rows)
            picked.append(
                Effect(entry, info.terms, gene, transcript, severity, info.reportable, info.silent, not info.beside)
            )
        if coding:
            quiet = "coding_on_another_transcript"
        elif quiet == "not_coding" and silent:
            quiet = "synonymous"
        if len(picked) > 1:
            picked.sort(key=_worst_first)
        return Choice(tuple(picked), quiet, coding)

    def _rank(self, at: Mapping[str, int], entry: Sequence[str], gene: str) -> int:
        """0 MANE Select, 1 MANE Plus Clinical, 2 canonical, 3 another; by the vocabulary where the file does not say."""
        mane = entry[at.get("mane", -1)]
        if entry[at.get("mane_select", -1)] not in NOTHING or "Select" in mane:
            return 0
        if entry[at.get("mane_plus_clinical", -1)] not in NOTHING or "Plus" in mane:
            return 1
        if "mane_select" not in at and gene in self.genes.entries:
            known, stem = self.genes.entries[gene], entry[at.get("transcript", -1)].partition(".")[0]
            if stem and stem in (known.transcript.partition(".")[0], known.transcript_ensembl.partition(".")[0]):
                return 0
        return 2 if entry[at.get("canonical", -1)] in ("YES", "1") or entry[at.get("pick", -1)] == "1" else 3

    def protein(self, layout: Layout, effect: Effect) -> tuple[ProteinChange | None, str]:
        """The protein change and its HGVS text as annotated."""
        entry = effect.entry
        text = layout.read(entry, "hgvs_p").rpartition(":")[2].partition("/")[0]  # old SnpEff: p.Leu597Arg/c.1790T>G
        if text:
            change = protein_change(text if text.startswith("p.") else f"p.{text}")
            if change is not None:
                return change, text
        residues = layout.read(entry, "amino_acids")
        if layout.kind == consequence.BCFTOOLS:
            return protein.from_bcftools(residues, effect.terms), text
        position = layout.read(entry, "protein_position")
        return protein.from_vep_residues(residues, position, effect.terms), text

    def population_af(self, layout: Layout | None, effects: Sequence[Effect], info: str, index: int) -> float | None:
        """The highest population frequency the annotation or INFO reports for the allele."""
        highest = -1.0
        if layout is not None:
            for effect in effects:
                entry = effect.entry
                for at in layout.frequencies:
                    if entry[at]:
                        highest = max(highest, frequency(entry[at]))
        for key in self.frequency_keys:
            parts = consequence.value_of(info, key).split(",")
            highest = max(highest, *map(frequency, parts[index - 1 : index] if len(parts) >= index else parts))
        return highest if highest >= 0 else None

    def clinvar(self, layout: Layout | None, effect: Effect | None, info: str) -> str:
        """ClinVar's significance as the annotation or INFO writes it."""
        text = layout.read(effect.entry, "clinvar") if layout is not None and effect is not None else ""
        return text or (consequence.value_of(info, self.clinvar_key) if self.clinvar_key else "")

    def position(self, change: Change) -> GenomicPosition:
        """The trimmed allele on the file's assembly."""
        return GenomicPosition(
            self.assembly, change.chrom, change.start, change.start + len(change.ref), change.ref, change.alt
        )


def _pick(rows: list[Ranked]) -> Ranked:
    """MANE Select, then MANE Plus Clinical, then canonical, then worst; a silent Select yields to Plus Clinical."""
    rows.sort(key=_preference)
    if not rows[0][5].reportable:
        return next((r for r in rows if r[0] == 1 and r[5].reportable), rows[0])
    return rows[0]


def _preference(row: Ranked) -> tuple[int, bool, int, str]:
    return row[:4]


def _worst_first(effect: Effect) -> tuple[bool, int, str]:
    return not effect.reportable, effect.severity, effect.gene


def _is_population_key(key: str) -> bool:
    low = key.lower()
    named = low.startswith(("gnomad", "exac", "esp", "1000g", "kg", "topmed", "max_af", "popmax"))
    return named and is_frequency(key)


def carries(genotype: str, index: int) -> bool | None:
    """Whether a genotype holds the allele; None when it is absent or partly uncalled without it.

    Examples
    --------
    >>> carries("0/1", 1), carries("0|0", 1), carries("./.", 1), carries("./1", 1)
    (True, False, None, True)
    """
    if not genotype:
        return None
    called = genotype.replace("|", "/").split("/")
    if str(index) in called:
        return True
    return None if "." in called else False


def stated_origin(
    info: str, normal: Mapping[str, str] | None, index: int, ref: str, alts: Sequence[str]
) -> tuple[Origin, bool]:
    """The origin that the file states, and whether its statements contradict each other.

    Germline: the matched normal's genotype carries the allele, or the caller says so.  Somatic: the SOMATIC flag, the
    caller's status, or a matched normal whose genotype was called without the allele and without reads of it.
    """
    status = ""
    if "SS=" in info or "STATUS=" in info:
        status = consequence.value_of(info, "SS") or consequence.value_of(info, "STATUS")
    somatic = status in {"2", "StrongSomatic", "LikelySomatic"} or ("SOMATIC" in info and ";SOMATIC;" in f";{info};")
    germline = status in {"1", "Germline"}
    if normal is not None:
        carried = carries(normal.get("GT", ""), index)
        if carried:
            germline = True
        elif carried is False and measure(normal, ref, alts, index).alt == 0:
            somatic = somatic or not germline
    if somatic and germline:
        return Origin.UNKNOWN, True
    return (Origin.SOMATIC if somatic else Origin.GERMLINE if germline else Origin.UNKNOWN), False
