"""A reference and gene models in bcftools' form out of the slices and Ensembl tables of `hmf_tinygenome`.

Real coordinates are kept without writing whole chromosomes: the FASTA is a sparse file with an index written by hand, and
only the slices are ever fetched.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from pathlib import Path

MILLION = 1_000_000


def read_table(folder: Path, name: str) -> list[dict[str, str]]:
    with gzip.open(folder / f"ensembl_{name}.csv.gz", "rt") as stream:
        return list(csv.DictReader(stream))


def slices(folder: Path) -> dict[str, list[tuple[int, str]]]:
    """Chromosome -> (interbase start, bases); character 0 of a slice is position N million, 1-based."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for path in sorted(folder.glob("chr*_part*.txt.gz")):
        chrom, _, offset = path.name.removesuffix(".txt.gz").partition("_part")
        with gzip.open(path, "rt") as stream:
            bases = stream.read()
        million = int(offset.strip("_") or 10)
        found[chrom.removeprefix("chr")].append((million * MILLION - 1, bases))
    return dict(found)


def write_fasta(folder: Path, out: Path) -> dict[str, list[tuple[int, str]]]:
    parts = slices(folder)
    index, offset = [], 0
    with out.open("wb") as stream:
        for chrom, pieces in parts.items():
            name = f">{chrom}\n".encode()
            stream.seek(offset)
            stream.write(name)
            offset += len(name)
            length = max(start + len(bases) for start, bases in pieces)
            for start, bases in pieces:
                stream.seek(offset + start)
                stream.write(bases.encode())
            index.append(f"{chrom}\t{length}\t{offset}\t{length}\t{length + 1}\n")
            offset += length + 1
    Path(f"{out}.fai").write_text("".join(index))
    return parts


def write_gff(folder: Path, out: Path, chromosomes: set[str]) -> None:
    genes = {row["GeneId"]: row for row in read_table(folder, "gene_data")}
    exons: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read_table(folder, "trans_exon_data"):
        exons[row["TransName"]].append(row)
    by_gene: dict[str, list[str]] = defaultdict(list)
    for name, rows in exons.items():
        by_gene[rows[0]["GeneId"]].append(name)
    lines = ["##gff-version 3"]
    for gene_id, names in by_gene.items():
        gene = genes[gene_id]
        chrom, strand = gene["Chromosome"], "+" if gene["Strand"] == "1" else "-"
        if chrom not in chromosomes:
            continue

        def line(
            kind: str, start: int, end: int, attributes: str, phase: str = ".", c: str = chrom, s: str = strand
        ) -> None:
            lines.append(f"{c}\ttables\t{kind}\t{start}\t{end}\t.\t{s}\t{phase}\t{attributes}")

        line(
            "gene", int(gene["GeneStart"]), int(gene["GeneEnd"]),
            f"ID=gene:{gene_id};Name={gene['GeneName']};biotype=protein_coding;gene_id={gene_id}",
        )  # fmt: skip
        for name in names:
            rows = exons[name]
            biotype = rows[0]["BioType"]
            line(
                "mRNA", int(rows[0]["TransStart"]), int(rows[0]["TransEnd"]),
                f"ID=transcript:{name};Parent=gene:{gene_id};biotype={biotype};transcript_id={name}",
            )  # fmt: skip
            coding = (
                None if rows[0]["CodingStart"] == "NULL" else (int(rows[0]["CodingStart"]), int(rows[0]["CodingEnd"]))
            )
            for row in rows:
                start, end = int(row["ExonStart"]), int(row["ExonEnd"])
                line("exon", start, end, f"Parent=transcript:{name}")
                if coding is None:
                    continue
                first, last = max(start, coding[0]), min(end, coding[1])
                if first <= last:
                    starts_here = (first > start) if strand == "+" else (last < end)
                    phase = 0 if starts_here else (3 - max(0, int(row["ExonPhase"]))) % 3
                    line("CDS", first, last, f"ID=CDS:{name};Parent=transcript:{name}", str(phase))
                before, after = (start, min(end, coding[0] - 1)), (max(start, coding[1] + 1), end)
                five, three = (before, after) if strand == "+" else (after, before)
                for kind, (a, b) in (("five_prime_UTR", five), ("three_prime_UTR", three)):
                    if a <= b:
                        line(kind, a, b, f"Parent=transcript:{name}")
    out.write_text("\n".join(lines) + "\n")
