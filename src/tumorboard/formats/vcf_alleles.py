"""From one alternate allele of one record to variants: annotation, known alleles, origin, reads.

A known allele is certain by position.  Where the annotation names another gene or another residue for it, the position
holds and the disagreement is an issue: residue numbers of another transcript must never match a label by accident.

Source: peers.md R19; GENIE and PCGR on transcript choice; MANE 1.4 for Select and Plus Clinical.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tumorboard.formats import vcf_consequence, vcf_depth, vcf_protein
from tumorboard.formats.vcf_consequence import Effect, Layout
from tumorboard.formats.vcf_protein import protein_change
from tumorboard.formats.vcf_terms import Terms
from tumorboard.model.alteration import GenomicPosition, Origin, ProteinChange, Variant
from tumorboard.vocab import Vocabulary
from tumorboard.vocab.alleles import KnownAllele

# Regions whose non-coding changes matter, 1-based inclusive, written by build: MET exon 14 with 100 bases of both introns
# (NM_000245.4), the TERT promoter up to 300 bases before the start codon (NM_198253.3).
WINDOWS = {
    "GRCh37": {"7": (116411803, 116412143), "5": (1295105, 1295405)},
    "GRCh38": {"7": (116771749, 116772089), "5": (1294990, 1295290)},
}
WINDOW_GENE = {"7": "MET", "5": "TERT"}


@dataclass(frozen=True, slots=True)
class Change:
    """An alternate allele with shared bases trimmed: interbase `start`, bases possibly empty."""

    chrom: str
    start: int
    ref: str
    alt: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One effect a gene, coding ones first; `quiet` is the tally code should none of them be worth a variant."""

    picked: tuple[Effect, ...]
    quiet: str


def trim(chrom: str, pos: int, ref: str, alt: str) -> Change:
    """Without shared bases, the shared end first, so that a left-aligned indel stays left-aligned.

    Examples
    --------
    >>> trim("7", 55174771, "AGGAATTAAGAGAAGC", "A")
    Change(chrom='7', start=55174771, ref='GGAATTAAGAGAAGC', alt='')
    """
    start = pos - 1
    while ref and alt and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
    while ref and alt and ref[0] == alt[0]:
        ref, alt, start = ref[1:], alt[1:], start + 1
    return Change(chrom, start, ref, alt)


class Interpreter:
    """Reads alleles of one file: what stays the same from record to record."""

    def __init__(self, vocab: Vocabulary, assembly: str, layouts: Sequence[Layout], info_keys: Sequence[str]) -> None:
        self.vocab = vocab
        self.assembly = assembly
        self.layouts = tuple(layouts)
        self.terms = Terms()
        self.symbols: dict[str, str] = {}
        self.frequency_keys = tuple(k for k in info_keys if _is_population_key(k))
        self.clinvar_key = "CLNSIG" if "CLNSIG" in info_keys else ""

    def known(self, change: Change, pos: int, ref: str, alt: str) -> KnownAllele | None:
        """The known allele, looked up under both ways of trimming."""
        alleles = self.vocab.alleles
        found = alleles.find(self.assembly, change.chrom, change.start, change.ref, change.alt)
        if found is None and change.ref != ref and not (change.ref and change.alt):
            start = pos - 1
            while ref and alt and ref[0] == alt[0]:
                ref, alt, start = ref[1:], alt[1:], start + 1
            found = alleles.find(self.assembly, change.chrom, start, ref, alt)
        return found

    def symbol(self, text: str) -> str:
        """The approved gene symbol, or the text where it is not one gene."""
        if text not in self.symbols:
            self.symbols[text] = self.vocab.genes.approved(text) or text if text else ""
        return self.symbols[text]

    def effects(
        self, info: str, *, pos: int, ref: str, alts: Sequence[str], index: int
    ) -> tuple[Layout, Choice] | None:
        """The transcript chosen for each gene; None when the record says nothing that can be matched to the allele."""
        for layout in self.layouts:
            value = vcf_consequence.value_of(info, layout.key)
            if not value or value == ".":
                continue
            entries = vcf_consequence.entries_of(layout, value)
            mine = vcf_consequence.entries_for(layout, entries, pos=pos, ref=ref, alts=alts, index=index)
            if mine is not None:
                return layout, self._choose(layout, mine)
        return None

    def _choose(self, layout: Layout, entries: Sequence[list[str]]) -> Choice:
        by_gene: dict[str, list[Effect]] = {}
        at = layout.at["consequence"]
        quiet = "not_coding"
        for entry in entries:
            if at >= len(entry):
                continue
            info = self.terms[entry[at]]
            if info.elsewhere:
                quiet = "told_by_another_record"
                continue
            gene = self.symbol(layout.read(entry, "gene"))
            transcript = layout.read(entry, "transcript")
            rank = self._rank(layout, entry, gene, transcript)
            by_gene.setdefault(gene, []).append(
                Effect(
                    tuple(entry), info.terms, gene, transcript, rank, info.severity, info.reportable, not info.beside
                )
            )
        picked = [self._pick(layout, effects) for effects in by_gene.values()]
        if any(e.reportable for effects in by_gene.values() for e in effects):
            quiet = "coding_on_another_transcript"
        elif quiet == "not_coding" and any(self.terms["&".join(e.terms)].silent for e in picked):
            quiet = "synonymous"
        return Choice(tuple(sorted(picked, key=lambda e: (not e.reportable, e.severity, e.gene))), quiet)

    def _pick(self, layout: Layout, effects: list[Effect]) -> Effect:
        """MANE Select, then MANE Plus Clinical, then canonical, then worst; a silent Select yields to Plus Clinical."""

        def order(effect: Effect) -> tuple[int, bool, int, str]:
            coding = layout.read(effect.entry, "biotype") in ("protein_coding", "")
            return effect.rank, not coding, effect.severity, effect.transcript

        ordered = sorted(effects, key=order)
        if not ordered[0].reportable and len(ordered) > 1:
            return next((e for e in ordered if e.rank == 1 and e.reportable), ordered[0])
        return ordered[0]

    def _rank(self, layout: Layout, entry: Sequence[str], gene: str, transcript: str) -> int:
        mane = layout.read(entry, "mane")
        if layout.read(entry, "mane_select") or "Select" in mane:
            return 0
        if layout.read(entry, "mane_plus_clinical") or "Plus" in mane:
            return 1
        known = self.vocab.genes.entries.get(gene)
        stem = transcript.partition(".")[0]
        if known and stem and stem in (known.transcript.partition(".")[0], known.transcript_ensembl.partition(".")[0]):
            return 0
        if layout.read(entry, "canonical") in ("YES", "1") or layout.read(entry, "pick") == "1":
            return 2
        return 3

    def protein(self, layout: Layout, effect: Effect) -> tuple[ProteinChange | None, str]:
        """The protein change and its HGVS text as annotated."""
        entry = effect.entry
        text = layout.read(entry, "hgvs_p").rpartition(":")[2]
        if text:
            change = protein_change(text if text.startswith("p.") else f"p.{text}")
            if change is not None:
                return change, text
        residues = layout.read(entry, "amino_acids")
        if layout.kind == vcf_consequence.BCFTOOLS:
            return vcf_protein.from_bcftools(residues, effect.terms), text
        position = layout.read(entry, "protein_position")
        return vcf_protein.from_vep_residues(residues, position, effect.terms), text

    def population_af(self, layout: Layout | None, effect: Effect | None, info: str, index: int) -> float | None:
        """The highest population frequency the annotation or INFO reports for the allele."""
        found: list[float] = []
        if layout is not None and effect is not None:
            for at in layout.frequencies:
                if at < len(effect.entry) and effect.entry[at]:
                    found += _frequencies(effect.entry[at].split("&"))
        for key in self.frequency_keys:
            parts = vcf_consequence.value_of(info, key).split(",")
            found += _frequencies(parts[index - 1 : index] if len(parts) >= index else parts)
        return max(found, default=None)

    def clinvar(self, layout: Layout | None, effect: Effect | None, info: str) -> str:
        """ClinVar's significance as the annotation or INFO writes it."""
        text = layout.read(effect.entry, "clinvar") if layout is not None and effect is not None else ""
        return text or (vcf_consequence.value_of(info, self.clinvar_key) if self.clinvar_key else "")

    def position(self, change: Change) -> GenomicPosition:
        """The trimmed allele on the file's assembly."""
        return GenomicPosition(
            self.assembly, change.chrom, change.start, change.start + len(change.ref), change.ref, change.alt
        )


def window_gene(assembly: str, change: Change) -> str:
    """The gene whose non-coding region of interest the change touches; empty when none."""
    first, last = WINDOWS.get(assembly, {}).get(change.chrom, (0, -1))
    touches = change.start < last and change.start + len(change.ref) >= first
    return WINDOW_GENE[change.chrom] if touches else ""


def _is_population_key(key: str) -> bool:
    low = key.lower()
    named = low.startswith(("gnomad", "exac", "esp", "1000g", "kg", "topmed", "max_af", "popmax"))
    return named and vcf_consequence.is_frequency(key)


def _frequencies(texts: Sequence[str]) -> list[float]:
    found = []
    for text in texts:
        try:
            value = float(text.rpartition(":")[2])
        except ValueError:
            continue
        if 0 <= value <= 1:
            found.append(value)
    return found


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
    flags = f";{info};"
    status = vcf_consequence.value_of(info, "SS") or vcf_consequence.value_of(info, "STATUS")
    somatic = ";SOMATIC;" in flags or status in {"2", "StrongSomatic", "LikelySomatic"}
    germline = status in {"1", "Germline"}
    if normal is not None:
        carried = carries(normal.get("GT", ""), index)
        if carried:
            germline = True
        elif carried is False and vcf_depth.measure(normal, ref, alts, index).alt == 0:
            somatic = somatic or not germline
    if somatic and germline:
        return Origin.UNKNOWN, True
    return (Origin.SOMATIC if somatic else Origin.GERMLINE if germline else Origin.UNKNOWN), False


def from_known(known: KnownAllele) -> tuple[str, ProteinChange | None]:
    """HGVS text and value of a known allele's protein change; nothing for a promoter or splice change."""
    if known.change in {"promoter", "splice"}:
        return "", None
    change = protein_change(f"p.{known.change}")
    return (f"p.{known.change}" if change else ""), change


def describe_known(known: KnownAllele, variant: Variant) -> Variant:
    """`variant` with everything that the known allele makes certain."""
    text, change = from_known(known)
    return replace(
        variant,
        gene=known.gene,
        transcript=known.transcript,
        hgvs_c=known.hgvs_c.rpartition(":")[2],
        hgvs_p=text,
        protein=change,
        consequences=(known.consequence,) if known.consequence else (),
        exon=known.exon,
        category="promoter" if known.change == "promoter" else "",
        known_allele=known.key,
        annotation=variant.annotation or "known_allele",
    )
