"""Consequence annotation inside INFO: which layout a file uses, and what one entry of it says.

The layout is recognized by the header's description, never by the key: VEP writes ``CSQ`` or ``ANN``, SnpEff ``ANN``
or the older ``EFF``, bcftools csq ``BCSQ``, Funcotator ``FUNCOTATION``.  Field order stands only in the header.

| layout | recognized by | matched to an allele by |
|---|---|---|
| ``vep`` | ``Format: A\\|B\\|...`` with Consequence | ALLELE_NUM, else VEP's trimmed allele |
| ``snpeff`` | ``Functional annotations: 'Allele \\| ...'`` | the alternate allele as written |
| ``snpeff_old`` | ``Effect ( Effect_Impact \\| ...`` | genotype number |
| ``bcftools`` | ``Format: Consequence\\|gene\\|transcript...`` | the alleles inside ``dna_change`` |
| ``funcotator`` | ``Funcotation fields are: ...`` | position in the list of alleles |

Source: Ensembl/ensembl-vep OutputFactory (commit 2beada0); SnpEff "Variant annotations in VCF format" 1.0; samtools/bcftools
csq documentation 1.24; GATK Funcotator (from memory, unverified on real files).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from tumorboard.formats.alleles.frequency import is_frequency

VEP, SNPEFF, SNPEFF_OLD, BCFTOOLS, FUNCOTATOR = "vep", "snpeff", "snpeff_old", "bcftools", "funcotator"
QUICK = frozenset({VEP, SNPEFF, BCFTOOLS})  # commas between entries, bars inside: readable without a full parse
ORDER = (VEP, SNPEFF, BCFTOOLS, FUNCOTATOR, SNPEFF_OLD)
# Fields of the layouts under one name each; the first that the header has is used.
NAMES = {
    "allele": ("Allele",),
    "allele_number": ("ALLELE_NUM",),
    "consequence": ("Consequence", "Annotation", "consequence"),
    "gene": ("SYMBOL", "Gene_Name", "gene"),
    "gene_id": ("Gene", "Gene_ID"),
    "transcript": ("Feature", "Feature_ID", "transcript"),
    "biotype": ("BIOTYPE", "Transcript_BioType", "biotype"),
    "hgvs_c": ("HGVSc", "HGVS.c"),
    "hgvs_p": ("HGVSp", "HGVS.p"),
    "exon": ("EXON", "Rank"),
    "intron": ("INTRON",),
    "mane_select": ("MANE_SELECT",),
    "mane_plus_clinical": ("MANE_PLUS_CLINICAL",),
    "mane": ("MANE",),
    "canonical": ("CANONICAL",),
    "pick": ("PICK",),
    "amino_acids": ("Amino_acids", "amino_acid_change"),
    "protein_position": ("Protein_position",),
    "codons": ("Codons",),
    "dna_change": ("dna_change",),
    "clinvar": ("CLIN_SIG", "ClinVar_CLNSIG", "CLNSIG"),
    "strand": ("STRAND", "strand"),
}
FUNCOTATION_NAMES = {
    "gene": "hugoSymbol",
    "consequence": "variantClassification",
    "transcript": "annotationTranscript",
    "exon": "transcriptExon",
    "hgvs_c": "cDnaChange",
    "hgvs_p": "proteinChange",
    "codons": "codonChange",
}
BCFTOOLS_FIELDS = ("consequence", "gene", "transcript", "biotype", "strand", "amino_acid_change", "dna_change")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where in an entry each thing stands; `at` holds only what the header has.

    Entries are padded with empty texts past the last field, so that index -1 reads as absent.
    """

    kind: str
    key: str
    width: int
    at: Mapping[str, int]
    frequencies: tuple[int, ...]

    def read(self, entry: Sequence[str], name: str) -> str:
        """One value of a split entry, decoded; empty when the entry or the layout lacks it."""
        value = entry[self.at.get(name, -1)]
        if "%" in value:
            value = unquote(value)
        return "" if value == "-" and name != "allele" else value


class Effect(NamedTuple):
    """One entry: a variant allele on one transcript.  `entry` is the split text for what is rarely asked."""

    entry: list[str]
    terms: tuple[str, ...]
    gene: str
    transcript: str
    severity: int
    reportable: bool
    silent: bool
    within: bool  # the allele lies in the gene, not beside it


def find_layouts(info: Mapping[str, str]) -> tuple[Layout, ...]:
    """Every annotation layout that the INFO descriptions declare, preferred first."""
    found = [layout for key, text in info.items() if (layout := _layout(key, text)) is not None]
    return tuple(sorted(found, key=lambda layout: (ORDER.index(layout.kind), layout.key)))


def _layout(key: str, description: str) -> Layout | None:
    text = description.replace("'", " ").replace('"', " ").replace("\\", " ")
    if "Funcotation fields are" in text:
        fields = _split(text.split(":", 1)[1])
        at = {ours: i for i, f in enumerate(fields) for ours, theirs in FUNCOTATION_NAMES.items() if f.endswith(theirs)}
        return _with_frequencies(FUNCOTATOR, key, fields, at) if {"gene", "consequence"} <= at.keys() else None
    if "Functional annotations:" in text:
        return _named(SNPEFF, key, _split(text.split("Functional annotations:", 1)[1]))
    if re.search(r"Effect\s*\(\s*Effect_Impact", text):
        at = {"gene": 6, "transcript": 9, "biotype": 7, "exon": 10, "allele_number": 11, "consequence": 0, "hgvs_p": 4}
        return Layout(SNPEFF_OLD, key, 13, at, ())  # the thirteenth holds errors
    if "Format:" in text:
        fields = _split(text.split("Format:", 1)[1])
        if "amino_acid_change" in text or (fields[:3] == ("Consequence", "gene", "transcript")):
            return _named(BCFTOOLS, key, BCFTOOLS_FIELDS)
        return _named(VEP, key, fields)
    return None


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("[]*") for part in text.split("|"))


def _named(kind: str, key: str, fields: tuple[str, ...]) -> Layout | None:
    at = {}
    for ours, theirs in NAMES.items():
        index = next((fields.index(name) for name in theirs if name in fields), None)
        if index is not None:
            at[ours] = index
    return _with_frequencies(kind, key, fields, at) if {"consequence", "gene"} <= at.keys() else None


def _with_frequencies(kind: str, key: str, fields: tuple[str, ...], at: Mapping[str, int]) -> Layout:
    return Layout(kind, key, len(fields), at, tuple(i for i, f in enumerate(fields) if is_frequency(f)))


def value_of(info: str, key: str) -> str:
    """The text of one INFO key; empty when absent or without value."""
    start = 0 if info.startswith(key + "=") else info.find(f";{key}=") + 1
    if start == 0 and not info.startswith(key + "="):
        return ""
    start += len(key) + 1
    end = info.find(";", start)
    return info[start:] if end < 0 else info[start:end]


def entries_of(layout: Layout, value: str) -> list[list[str]]:
    """Split entries of an annotation value, in file order, padded; Funcotator's stand one per allele."""
    if layout.kind == FUNCOTATOR:
        rows = [_unescape(e).split("|") for e in value.strip("[]").split("],[")]
    elif layout.kind == SNPEFF_OLD:
        rows = [e.replace("(", "|", 1).rstrip(")").split("|") for e in value.split(",")]
    else:
        rows = [entry.split("|") for entry in value.split(",")]
    width = layout.width + 1
    for row in rows:
        row += [""] * (width - len(row)) or [""]
    return rows


def _unescape(entry: str) -> str:
    return re.sub(r"_%([0-9A-Fa-f]{2})_", lambda m: " " if m[1] == "7C" else chr(int(m[1], 16)), entry)


def trimmed_alleles(ref: str, alts: Sequence[str]) -> list[str]:
    """The alternate alleles as VEP writes them: without the shared first base where any allele is an indel.

    Examples
    --------
    >>> trimmed_alleles("CA", ("C", "CAT"))
    ['-', 'AT']
    """
    real = [a for a in alts if a.isalpha()]
    indel = any(len(a) != len(ref) for a in real)
    if not indel or any(a[:1] != ref[:1] for a in real):
        return list(alts)
    return [(a[1:] or "-") if a.isalpha() else a for a in alts]


def entries_for(
    layout: Layout, entries: Sequence[list[str]], *, pos: int, ref: str, alts: Sequence[str], index: int
) -> list[list[str]] | None:
    """The entries that speak of the `index`-th alternate allele (1-based); None when none can be matched to it."""
    if layout.kind == FUNCOTATOR:
        return [entries[index - 1]] if len(entries) == len(alts) else None
    if "allele_number" in layout.at:
        numbers = [layout.read(e, "allele_number") for e in entries]
        if any(numbers):
            return [e for e, n in zip(entries, numbers, strict=True) if n == str(index)] or None
        if layout.kind == SNPEFF_OLD:
            return list(entries) if len(alts) == 1 else None
    if layout.kind == BCFTOOLS:
        return _by_dna_change(layout, entries, pos, ref, alts, index)
    alt = alts[index - 1]
    at = layout.at.get("allele")
    if at is None:
        return list(entries) if len(alts) == 1 else None
    if layout.kind == SNPEFF:
        return [e for e in entries if e[at] == alt or e[at].startswith(alt + "-")] or None
    trimmed = trimmed_alleles(ref, alts)
    for wanted in (trimmed[index - 1], alt, _minimal(ref, alt)):
        if wanted != alt and wanted in alts and alts.index(wanted) != index - 1:
            continue  # another allele's own spelling
        found = [e for e in entries if e[at] == wanted]
        if found:
            return found
    return None


def _minimal(ref: str, alt: str) -> str:
    while ref and alt and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
    while ref and alt and ref[0] == alt[0]:
        ref, alt = ref[1:], alt[1:]
    return alt or "-"


def _by_dna_change(
    layout: Layout, entries: Sequence[list[str]], pos: int, ref: str, alts: Sequence[str], index: int
) -> list[list[str]] | None:
    """bcftools csq names no allele; its ``dna_change`` does, joined by ``+`` where a haplotype has several."""
    wanted = f"{pos}{ref}>{alts[index - 1]}"
    found = []
    for entry in entries:
        changes = layout.read(entry, "dna_change")
        if entry[0].startswith("@") or not changes or wanted in changes.split("+"):
            found.append(entry)
        elif len(alts) == 1 and not any(f"{pos}{ref}>{a}" in changes for a in alts):
            found.append(entry)  # spelled otherwise (an indel joined to its neighbors)
    return found or None
