"""What the allele builder stands on: transcript models on both assemblies, real sequence, and the genetic code.

Coordinates are interbase throughout; a ``c.`` number is 1-based in the coding sequence.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from table_writer import open_maybe_gzip

BASES = "TCAG"
CODE = dict(
    zip(
        (a + b + c for a in BASES for b in BASES for c in BASES),
        "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
        strict=True,
    )
)
PAIR = str.maketrans("ACGT", "TGCA")
CHROMOSOMES = {f"chr{n}" for n in (*range(1, 23), "X", "Y")}


def reverse(bases: str) -> str:
    """The other strand, read in its own direction."""
    return bases.translate(PAIR)[::-1]


def translate(bases: str) -> str:
    """Residues of a coding sequence; a codon with an unknown base is ``?``."""
    return "".join(CODE.get(bases[i : i + 3], "?") for i in range(0, len(bases) - 2, 3))


@dataclass(frozen=True)
class Transcript:
    """A coding transcript on one assembly: exons and coding limits, interbase, in genomic order."""

    name: str
    gene: str
    chrom: str
    strand: str
    exons: tuple[tuple[int, int], ...]
    cds: tuple[int, int]

    @cached_property
    def coding(self) -> tuple[tuple[int, int], ...]:
        """Coding blocks in the order of the transcript."""
        first, last = self.cds
        blocks = [(max(s, first), min(e, last)) for s, e in self.exons if max(s, first) < min(e, last)]
        return tuple(blocks if self.strand == "+" else reversed(blocks))

    @cached_property
    def length(self) -> int:
        """Length of the coding sequence with the stop codon."""
        return sum(e - s for s, e in self.coding)

    def shape(self) -> tuple[str, tuple[int, ...]]:
        """Strand and lengths of the coding blocks: equal on both assemblies where nothing was inserted or lost."""
        return self.strand, tuple(e - s for s, e in self.coding)

    def position(self, c: int, offset: int = 0) -> int:
        """Interbase start of the base at a coding position, with an intronic offset in the direction of the gene."""
        left = c - 1
        for start, end in self.coding:
            if left < end - start:
                at = start + left if self.strand == "+" else end - 1 - left
                return at + offset if self.strand == "+" else at - offset
            left -= end - start
        raise ValueError(f"{self.name} has no c.{c}")

    def coding_number(self, position: int) -> int | None:
        """The ``c.`` number of a genomic base; None outside the coding exons."""
        before = 0
        for start, end in self.coding:
            if start <= position < end:
                return before + (position - start if self.strand == "+" else end - 1 - position) + 1
            before += end - start
        return None

    def exon(self, position: int) -> int | None:
        """Number of the exon that holds a genomic base, or of the exon two bases away for a splice site."""
        ordered = self.exons if self.strand == "+" else tuple(reversed(self.exons))
        for number, (start, end) in enumerate(ordered, start=1):
            if start - 2 <= position < end + 2:
                return number
        return None


class Models:
    """Transcripts of both assemblies by accession without version."""

    def __init__(self, hg19: Path, hg38: Path, genes: set[str]) -> None:
        self.by_build = {"GRCh37": _transcripts(hg19, genes), "GRCh38": _transcripts(hg38, genes)}

    def pair(self, accession: str) -> tuple[Transcript | None, Transcript | None]:
        """The transcript on GRCh37 and on GRCh38; GRCh38 is None where strand or coding blocks differ."""
        stem = accession.split(".")[0]
        old = _usable(self.by_build["GRCh37"].get(stem, []))
        new = _usable(self.by_build["GRCh38"].get(stem, []))
        return (old, new) if old is None or new is None or old.shape() == new.shape() else (old, None)

    def of_gene(self, gene: str) -> list[str]:
        """Accessions of a gene on GRCh37."""
        return sorted(s for s, found in self.by_build["GRCh37"].items() if any(t.gene == gene for t in found))


def _usable(found: list[Transcript]) -> Transcript | None:
    # several alignments on the primary chromosomes (pseudoautosomal, duplications) cannot be told apart here
    return found[0] if len(found) == 1 and found[0].length % 3 == 0 else None


def _transcripts(path: Path, genes: set[str]) -> dict[str, list[Transcript]]:
    found: dict[str, list[Transcript]] = defaultdict(list)
    text = gzip.decompress(path.read_bytes()).decode().lstrip("#")
    for row in csv.DictReader(io.StringIO(text), delimiter="\t"):
        if row["name2"] not in genes or not row["name"].startswith("NM_") or row["chrom"] not in CHROMOSOMES:
            continue
        starts, ends = ([int(n) for n in row[k].split(",") if n] for k in ("exonStarts", "exonEnds"))
        model = Transcript(
            row["name"],
            row["name2"],
            row["chrom"][3:],
            row["strand"],
            tuple(zip(starts, ends, strict=True)),
            (int(row["cdsStart"]), int(row["cdsEnd"])),
        )
        found[row["name"].split(".")[0]].append(model)
    return found


class Genome:
    """Bases that are known for certain, by assembly: GRCh38 slices, LRG coding sequence placed on GRCh37."""

    def __init__(self, slices: Path, lrg: Path) -> None:
        self.slices: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for path in sorted(slices.glob("chr*_part*.txt.gz")):
            chrom, _, tail = path.name.removesuffix(".txt.gz").partition("_part")
            offset = int(tail.removeprefix("_")) if tail else 10
            self.slices[chrom[3:]].append((offset * 1_000_000, gzip.decompress(path.read_bytes()).decode()))
        self.old = _lrg_bases(lrg)
        self.facts: dict[tuple[str, str, int], set[str]] = defaultdict(set)

    def sequence(self, build: str, chrom: str, start: int, end: int) -> str | None:
        """Real sequence of an interval; None where it is not at hand."""
        if build == "GRCh38":
            for offset, text in self.slices.get(chrom, ()):
                # character i of a slice is position offset + i, 1-based
                if offset - 1 <= start and end <= offset - 1 + len(text):
                    found = text[start - offset + 1 : end - offset + 1].upper()
                    return found if "N" not in found else None
            return None
        bases = [self.old.get((chrom, p)) for p in range(start, end)]
        return "".join(b for b in bases if b) if all(bases) else None

    def fact(self, build: str, chrom: str, position: int) -> str | None:
        """The reference base that a public record states; ``?`` when records disagree."""
        stated = self.facts.get((build, chrom, position), set())
        return None if not stated else next(iter(stated)) if len(stated) == 1 else "?"

    def learn(self, build: str, chrom: str, start: int, ref: str) -> None:
        """Take the reference bases of one public record."""
        for i, base in enumerate(ref):
            self.facts[build, chrom, start + i].add(base)


def _lrg_bases(folder: Path) -> dict[tuple[str, int], str]:
    """GRCh37 position -> base on the forward strand, from LRG transcript sequence and its exons."""
    sequences: dict[str, list[str]] = {}
    for line in open_maybe_gzip(folder / "sequences.fasta.bgz").splitlines():
        if line.startswith(">"):
            current = sequences.setdefault(line[1:].split()[0], [])
        else:
            current.append(line.strip())
    info = {r["ac"]: r for r in csv.DictReader(io.StringIO(open_maybe_gzip(folder / "txinfo.gz")), delimiter="\t")}
    known: dict[tuple[str, int], str] = {}
    clash = set()
    for row in csv.DictReader(io.StringIO(open_maybe_gzip(folder / "exonset.gz")), delimiter="\t"):
        text = "".join(sequences[row["tx_ac"]]).upper()
        number = int(row["alt_ac"].split("_")[1].split(".")[0])
        chrom = {23: "X", 24: "Y"}.get(number, str(number))
        inside = _spans(info[row["tx_ac"]]["exons_se_i"])
        for (a, b), (start, end) in zip(inside, _spans(row["exons_se_i"]), strict=True):
            if b - a != end - start:
                continue
            bases = text[a:b] if int(row["strand"]) == 1 else reverse(text[a:b])
            for i, base in enumerate(bases):
                if known.setdefault((chrom, start + i), base) != base:
                    clash.add((chrom, start + i))
    return {k: v for k, v in known.items() if k not in clash}


def _spans(text: str) -> list[tuple[int, int]]:
    return [(int(a), int(b)) for a, b in (part.split(",") for part in text.split(";") if part)]


def learn_records(genome: Genome, pcgr: Path, laml: Path) -> None:
    """Reference bases stated by public MIT- and CC0-licensed records."""
    for path in sorted(pcgr.glob("*.vcf.gz")):
        build = "GRCh38" if "grch38" in path.name else "GRCh37"
        for line in gzip.decompress(path.read_bytes()).decode().splitlines():
            if not line.startswith("#"):
                chrom, pos, _, ref, *_ = line.split("\t")
                genome.learn(build, chrom, int(pos) - 1, ref.upper())
    lines = open_maybe_gzip(laml / "tcga_laml.maf.gz")
    for row in csv.DictReader(io.StringIO(lines), delimiter="\t"):
        if set(row["Reference_Allele"]) <= set("ACGT"):
            genome.learn("GRCh37", row["Chromosome"], int(row["Start_Position"]) - 1, row["Reference_Allele"])


def mane_select(path: Path) -> dict[str, str]:
    """Gene -> MANE Select accession without version."""
    rows = csv.DictReader(io.StringIO(open_maybe_gzip(path).lstrip("#")), delimiter="\t")
    return {r["symbol"]: r["RefSeq_nuc"].split(".")[0] for r in rows if r["MANE_status"] == "MANE Select"}
