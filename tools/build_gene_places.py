"""Build ``gene_places.tsv``: where the protein-coding genes lie on both assemblies, for readers of copy-number segments.

Usage: python tools/build_gene_places.py MANE_SUMMARY_TXT_GZ FIGENO_DATA CIVIC_GENE_SUMMARIES_TSV

FIGENO_DATA is the folder ``figeno/data`` of the unpacked PyPI wheel figeno 1.9.0 (RefSeq models as served by UCSC).  Only
positions are taken.  Build ``genes``, ``alleles``, ``therapies`` and the interpretation tables first: their genes are the
*listed* ones, whose coding exons are written out; of the others the coding span is enough.

A place is the coding part of the MANE Select transcript; on GRCh37 of that transcript in whatever version RefSeq placed
there, else of the gene's longest other coding transcript.  A gene that lies twice on one chromosome, or on another
chromosome than in MANE, has no place on that assembly.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from table_writer import DATA, Provenance, open_maybe_gzip, write

MADE_BY = "tools/build_gene_places.py"
COLUMNS = ("symbol", "chrom", "listed", "start37", "end37", "exons37", "start38", "end38", "exons38")
CHROMOSOMES = {f"chr{n}": str(n) for n in (*range(1, 23), "X", "Y")}


@dataclass(frozen=True)
class Model:
    """The coding part of a transcript on one assembly, interbase."""

    gene: str
    name: str
    chrom: str
    coding: tuple[tuple[int, int], ...]

    @property
    def length(self) -> int:
        """Coding bases."""
        return sum(end - start for start, end in self.coding)


def models(path: Path) -> tuple[dict[str, list[Model]], dict[str, list[Model]]]:
    """Coding transcripts of the primary chromosomes by accession without version, and by gene."""
    by_name: dict[str, list[Model]] = defaultdict(list)
    by_gene: dict[str, list[Model]] = defaultdict(list)
    text = gzip.decompress(path.read_bytes()).decode().lstrip("#")
    for row in csv.DictReader(io.StringIO(text), delimiter="\t"):
        chrom = CHROMOSOMES.get(row["chrom"])
        if chrom is None or not row["name"].startswith("NM_"):
            continue
        first, last = int(row["cdsStart"]), int(row["cdsEnd"])
        starts, ends = ([int(n) for n in row[k].split(",") if n] for k in ("exonStarts", "exonEnds"))
        pairs = ((max(s, first), min(e, last)) for s, e in zip(starts, ends, strict=True))
        coding = tuple((s, e) for s, e in pairs if s < e)
        if coding:
            model = Model(row["name2"], row["name"], chrom, coding)
            by_name[row["name"].partition(".")[0]].append(model)
            by_gene[row["name2"]].append(model)
    return by_name, by_gene


def alone(found: list[Model], chrom: str) -> Model | None:
    """The one placement on the chromosome of the gene; None when there is none or several."""
    here = [m for m in found if m.chrom == chrom]
    return here[0] if len(here) == 1 else None


def longest(found: list[Model], chrom: str) -> Model | None:
    """The longest coding transcript whose accession is placed once; None when there is none."""
    here = [m for m in found if m.chrom == chrom and sum(o.name == m.name and o.chrom == chrom for o in found) == 1]
    return max(here, key=lambda m: (m.length, m.name), default=None)


def genes() -> list[dict[str, str]]:
    """Rows of ``genes.tsv``."""
    lines = [ln for ln in (DATA / "genes.tsv").read_text("utf-8").splitlines() if not ln.startswith("#")]
    return list(csv.DictReader(io.StringIO("\n".join(lines)), delimiter="\t", quoting=csv.QUOTE_NONE))


def column(table: str, name: str) -> set[str]:
    """Every value of one column of a shipped table, lists taken apart."""
    lines = [ln for ln in (DATA / f"{table}.tsv").read_text("utf-8").splitlines() if not ln.startswith("#")]
    at = lines[0].split("\t").index(name)
    return {part for line in lines[1:] for part in line.split("\t")[at].split("|") if part}


def listed(rows: list[dict[str, str]], civic: Path) -> set[str]:
    """Genes of cancer: with a role, a known allele, a drug, a functional class, a germline policy or a CIViC entry."""
    found = {row["symbol"] for row in rows if row["role"]}
    found |= column("alleles", "gene") | column("therapies", "targets") | column("functional_classes", "gene")
    found |= column("germline_policy", "gene") | column("pharmacogenetics", "gene")
    entries = csv.DictReader(io.StringIO(civic.read_text("utf-8")), delimiter="\t", quoting=csv.QUOTE_NONE)
    return found | {row["name"] for row in entries}


def mane_spans(path: Path) -> dict[str, tuple[str, int, int]]:
    """HGNC number -> chromosome and interbase span of the MANE Select transcript."""
    found = {}
    for row in csv.DictReader(io.StringIO(open_maybe_gzip(path).lstrip("#")), delimiter="\t"):
        number = row["GRCh38_chr"].partition(".")[0].removeprefix("NC_0000")
        if row["MANE_status"] == "MANE Select" and row["GRCh38_chr"].startswith("NC_0000"):
            chrom = {"23": "X", "24": "Y"}.get(number, number.lstrip("0"))
            found[row["HGNC_ID"].removeprefix("HGNC:")] = (chrom, int(row["chr_start"]) - 1, int(row["chr_end"]))
    return found


def cells(coding: tuple[tuple[int, int], ...], whole: bool) -> tuple[str, str, str]:
    """Start, end, and the exons relative to the start (``offset+length``) where they are wanted."""
    first, last = coding[0][0], coding[-1][1]
    exons = ",".join(f"{start - first}+{end - start}" for start, end in coding) if whole else ""
    return str(first), str(last), exons


def main(mane: Path, figeno: Path, civic: Path) -> None:
    """Write the table."""
    old_path, new_path = figeno / "hg19_genes.txt.gz", figeno / "hg38_genes.txt.gz"
    (old_by_name, old_by_gene), (new_by_name, new_by_gene) = models(old_path), models(new_path)
    rows, spans = genes(), mane_spans(mane)
    wanted = listed(rows, civic)
    written, missing = [], {"GRCh37": 0, "GRCh38": 0}
    for row in rows:
        symbol, stem = row["symbol"], row["refseq"].partition(".")[0]
        span = spans.get(row["hgnc"])
        if span is None and symbol not in wanted:
            continue
        chrom = span[0] if span else next((m.chrom for m in new_by_gene.get(symbol, ())), "")
        whole = symbol in wanted
        new = alone(new_by_name.get(stem, []), chrom) or longest(new_by_gene.get(symbol, []), chrom)
        old = alone(old_by_name.get(stem, []), chrom) or longest(old_by_gene.get(symbol, []), chrom)
        at38 = cells(new.coding, whole) if new else cells((span[1:],), False) if span else ("", "", "")
        at37 = cells(old.coding, whole) if old else ("", "", "")
        missing["GRCh37"] += not at37[0]
        missing["GRCh38"] += not at38[0]
        if at37[0] or at38[0]:
            written.append((symbol, chrom, "1" if whole else "", *at37, *at38))
    about = Provenance(
        "NCBI RefSeq transcript models as served by UCSC (PyPI figeno 1.9.0); MANE v1.4; CIViC 01-Aug-2024 gene list; own tables",
        "figeno 1.9.0 (RefSeq hg19, hg38), MANE v1.4",
        "positions are facts; RefSeq and MANE unrestricted, CIViC CC0-1.0; no file of figeno (GPL-3.0) is copied",
        "NCBI RefSeq via the UCSC Genome Browser; MANE (Morales et al. 2022, Nature 604:310); CIViC (Griffith et al. 2017)",
        MADE_BY,
        [mane, old_path, new_path, civic],
    )
    write("gene_places", about, COLUMNS, written)
    without = sorted(g for g in wanted - {w[0] for w in written})
    print(f"without a place: {missing}; listed genes without any: {without}")
    print("listed, absent on one assembly:", sorted(w[0] for w in written if w[2] and not (w[3] and w[6])))


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
