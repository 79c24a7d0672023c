"""Build ``alleles.tsv``: known alleles by position on both assemblies.

Usage: python tools/build_alleles.py CIVIC_2024_DIR CIVIC_2026_DIR MANE_TXT_GZ TINYGENOME_DIR LRG_DIR PCGR_DIR LAML_DIR FIGENO_DATA_DIR

Transcript coordinates are read from the installed or unpacked PyPI package figeno (NCBI RefSeq); the tables are not
copied.  A row needs a reference base or codon that real sequence or a public record confirms; what cannot be confirmed
is dropped and counted by reason.  The report goes to ``docs/known-alleles.md``.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from allele_civic import CivicVariant, civic_variants, short
from allele_models import CODE, Genome, Models, learn_records, mane_select, reverse, translate
from allele_rows import Coding, Edit, Placement, consequence, parse, placements, protein
from table_writer import SOURCES, Provenance, source_rows, write

MADE_BY = "tools/build_alleles.py"
DOCS = Path(__file__).resolve().parents[1] / "docs" / "known-alleles.md"
COLUMNS = [
    "key",
    "gene",
    "change",
    "transcript",
    "hgvs_c",
    "consequence",
    "exon",
    "chrom",
    "start37",
    "start38",
    "ref",
    "alt",
    "kind",
    "source",
    "population_af",
    "also",
]
OFFSET = re.compile(r"^c\.(\d+)([+-])(\d+)([ACGT])>([ACGT])$")
UPSTREAM = re.compile(r"^c\.-(\d+)(?:_-(\d+))?(?:([ACGT])>([ACGT])|delins([ACGT]+))$")
REACH = 12  # bases around an edit in which a confirmed one shows that the stretch is the right one
FROM_MEMORY = "codon from memory, agrees with Cancer Hotspots (test only)"
SPLICE = {"+1": "G", "+2": "T", "-2": "A", "-1": "G"}
FIGENO = {"GRCh37": "hg19_genes.txt.gz", "GRCh38": "hg38_genes.txt.gz"}


@dataclass
class Builder:
    """What every source of alleles needs; collects rows and reasons for what was dropped."""

    models: Models
    genome: Genome
    mane: dict[str, str]
    own: dict[str, dict[int, str]]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    details: list[str] = field(default_factory=list)
    taken: set[tuple[str, str, str]] = field(default_factory=set)

    def drop(self, what: str, reason: str) -> None:
        """Count an allele that could not be verified."""
        self.dropped[reason] += 1
        self.details.append(f"{what}: {reason}")

    def coding(self, gene: str, accession: str = "") -> Coding | None:
        """The coding sequence of a gene's transcript (MANE Select unless another is named)."""
        old, new = self.models.pair(accession or self.mane.get(gene, ""))
        return Coding(old, new, self.genome, self.own.get(gene, {})) if old else None

    def add(self, gene: str, change: str, hgvs: str, term: str, kind: str, source: str, coding: Coding, where: list[Placement], *, af: str = "", also: str = "") -> None:  # fmt: skip
        """Add one allele with all its placements, unless the same placement is there already."""
        old = coding.old
        key = f"{gene}:{hgvs}"
        for p in where:
            mark = (p.chrom, f"{p.start37}|{p.start38}", f"{p.ref}>{p.alt}")
            if mark in self.taken:
                continue
            self.taken.add(mark)
            exon = old.exon(p.start37) if p.start37 is not None else None
            starts = ("" if n is None else str(n) for n in (p.start37, p.start38))
            name = coding.new.name if coding.new else old.name
            cells = (key, gene, change, name, hgvs, term, str(exon or ""), p.chrom, *starts, p.ref, p.alt, kind, source)
            self.rows.append((*cells, af, also))


def own_bases(models: Models, genome: Genome, mane: dict[str, str]) -> tuple[dict[str, dict[int, str]], list[str]]:
    """Coding bases of the hand-written codon and context tables, where they translate as said and nothing contradicts."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    refused = []
    stretches = [(r["gene"], r["transcript"], int(r["codon"]), r["bases"], r["residue"]) for r in source_rows("hotspot_codons")]  # fmt: skip
    stretches += [(r["gene"], "", int(r["codon"]), r["bases"], r["residues"]) for r in source_rows("coding_context")]
    for gene, accession, codon, bases, residues in stretches:
        if not bases:
            continue
        old, new = models.pair(accession or mane.get(gene, ""))
        ok = translate(bases) == residues and old is not None
        if ok and old is not None:
            probe = Coding(old, new, genome, {})
            for i, base in enumerate(bases):
                c = codon * 3 - 2 + i
                if c > old.length or probe.base(c) not in {None, base} or probe.stated(c) == "?":
                    ok = False
        if ok:
            found[gene].update({codon * 3 - 2 + i: base for i, base in enumerate(bases)})
        else:
            refused.append(f"{gene} {residues}{codon} {bases}")
    return found, refused


def add_codons(b: Builder) -> None:
    """Every listed single-nucleotide (and, where asked, two-base) change of the hotspot codons."""
    numbered = {row[1] for row in b.rows if row[13].startswith("CIViC")}  # position and residue number agree already
    for row in source_rows("hotspot_codons"):
        gene, codon = row["gene"], int(row["codon"])
        what = f"{gene} {row['residue']}{codon}"
        coding = b.coding(gene, row["transcript"])
        start = codon * 3 - 3
        if coding is None or start + 3 > coding.old.length:
            b.drop(what, "no transcript on GRCh37")
            continue
        bases = coding.text(start, start + 3)
        if bases is None or CODE[bases] != row["residue"]:
            b.drop(what, "the reference codon is unknown or gives another residue")
            continue
        supported = bool(coding.checks(start, start + 3) or row["checked"])
        wanted = None if row["changes"] == "all" else set(row["changes"].split(","))
        confirmed = all(coding.real(c) for c in range(start + 1, start + 4))
        source = "own codon table; " + (
            "reference sequence"
            if confirmed
            else "reference base in a public record"
            if coding.checks(start, start + 3)
            else FROM_MEMORY
            if row["checked"] == "hotspots"
            else row["checked"] or "genetic code: the residue determines the base"
        )
        for edit in codon_edits(start, bases, two=bool(row["mnv"])):
            new = bases[: edit.start - start] + edit.bases + bases[edit.end - start :]
            residue = CODE[new]
            if residue == row["residue"] or (residue == "*" and wanted is None) or (wanted and residue not in wanted):
                continue
            change = f"{row['residue']}{codon}{residue}"
            if not supported and not (gene in numbered and by_code_alone(edit, start, bases)):
                b.drop(
                    f"{gene} {change}",
                    "no base of the codon is confirmed and the residue alone does not determine the change",
                )
                continue
            b.add(gene, change, hgvs_of(edit, bases, start), consequence(edit, change), "oncogenic", source, coding, placements(edit, coding), also=other_name(gene, change))  # fmt: skip


def codon_edits(start: int, bases: str, *, two: bool) -> Iterator[Edit]:
    """Every one-base and, if `two`, every adjacent two-base replacement in a codon."""
    for i in range(3):
        for base in "ACGT":
            if base != bases[i]:
                yield Edit(start + i, start + i + 1, base)
    for i in range(2) if two else ():
        for first in "ACGT":
            for second in "ACGT":
                if first != bases[i] and second != bases[i + 1]:
                    yield Edit(start + i, start + i + 2, first + second)


def plain_frameshift(change: str) -> str:
    """``W288fs`` for ``W288Cfs``; empty for any other change."""
    match = re.match(r"^([A-Z]\d+)[A-Z]fs$", change)
    return f"{match[1]}fs" if match else ""


def by_code_alone(edit: Edit, start: int, bases: str) -> bool:
    """Whether every codon of the residue has the replaced bases and gives the same new residue."""
    alike = [c for c, residue in CODE.items() if residue == CODE[bases]]
    low, high = edit.start - start, edit.end - start
    results = {CODE[c[:low] + edit.bases + c[high:]] for c in alike}
    return len(results) == 1 and len({c[low:high] for c in alike}) == 1


def hgvs_of(edit: Edit, bases: str, start: int) -> str:
    """HGVS coding text of a replacement inside a codon."""
    if edit.end - edit.start == 1:
        return f"c.{edit.end}{bases[edit.start - start]}>{edit.bases}"
    return f"c.{edit.start + 1}_{edit.end}delins{edit.bases}"


def other_name(gene: str, change: str) -> str:
    """The histone names in use, which do not count the first methionine."""
    plain = re.match(r"^([A-Z])(\d+)([A-Z])$", change)
    return f"{plain[1]}{int(plain[2]) - 1}{plain[3]}" if plain and gene in {"H3-3A", "H3C2", "H3C3"} else ""


def add_edits(b: Builder, table: str, kind: str = "") -> None:
    """Hand-written coding, splice and promoter changes."""
    for row in source_rows(table):
        gene, hgvs, what = row["gene"], row["hgvs_c"], f"{row['gene']} {row['hgvs_c']}"
        coding = b.coding(gene, row.get("transcript", ""))
        if coding is None:
            b.drop(what, "no transcript on GRCh37")
            continue
        outside = beyond_coding(hgvs, coding, b.genome)
        if outside:
            term = outside[1]
            change = "promoter" if "upstream" in term else "splice"
            b.add(gene, change, hgvs, term, kind or row["kind"], "own table; reference sequence or canonical splice site", coding, [outside[0]], also=row.get("also", ""))  # fmt: skip
            continue
        edit = parse(hgvs, coding)
        recorded = any(r["gene"] == gene and r["checked"] for r in source_rows("coding_context"))
        unsure = edit is None or not (recorded or confirmed_around(edit, coding))
        if edit is None or unsure or coding.text(edit.start, edit.end) is None:
            b.drop(what, "the reference bases are unknown, unconfirmed or other than stated")
            continue
        change = silent(edit, coding) or protein(edit, coding) or shifted(edit, coding, row["change"])
        if not change or (row["change"] and row["change"] not in {change, plain_frameshift(change)}):
            b.drop(what, f"protein change computed as {change or 'nothing'}, stated {row['change']}")
            continue
        term = "synonymous_variant" if change.endswith("=") else consequence(edit, change)
        also = row.get("also", "") or row.get("dbsnp", "")
        if plain_frameshift(change):
            also = "|".join(filter(None, (plain_frameshift(change), also)))
        if row.get("clinical"):
            change, also = row["clinical"], "|".join(filter(None, (change, also)))
        real = all(coding.real(c) for c in range(max(1, edit.start), min(coding.old.length, edit.end + 1) + 1))
        source = "own table; protein change computed from " + (
            "reference sequence" if real else "own coding context that public records confirm"
        )
        af = row.get("population_af", "")
        b.add(gene, change, hgvs, term, kind or row["kind"], source + ("; frequency approximate (gnomAD, from memory)" if af else ""), coding, placements(edit, coding), af=af, also=also)  # fmt: skip


def silent(edit: Edit, coding: Coding) -> str:
    """``P36=`` for a substitution that keeps the residue."""
    start = edit.start // 3 * 3
    bases = coding.text(start, start + 3)
    if bases is None or edit.end - edit.start != 1 or len(edit.bases) != 1:
        return ""
    new = bases[: edit.start - start] + edit.bases + bases[edit.end - start :]
    return f"{CODE[bases]}{start // 3 + 1}=" if CODE[new] == CODE[bases] else ""


def confirmed_around(edit: Edit, coding: Coding) -> bool:
    """Whether sequence or a public record confirms a base that the edit replaces or stands beside."""
    return coding.checks(max(0, edit.start - REACH), min(coding.old.length, edit.end + REACH)) > 0


def shifted(edit: Edit, coding: Coding, stated: str) -> str:
    """The stated frameshift where sequence ends too early to translate it, if the residue at the edit is the one stated."""
    start = edit.start // 3 * 3
    bases = coding.text(start, start + 3)
    ok = bases and stated == f"{CODE[bases]}{start // 3 + 1}fs" and (len(edit.bases) - edit.end + edit.start) % 3
    return stated if ok else ""


def beyond_coding(hgvs: str, coding: Coding, genome: Genome) -> tuple[Placement, str] | None:
    """Placement and term of a canonical splice-site or promoter change; None for any other text or a wrong base."""
    splice, upstream = OFFSET.match(hgvs), UPSTREAM.match(hgvs)
    if splice:
        number, sign, distance, ref, alt = splice.groups()
        if SPLICE.get(sign + distance) != ref:
            return None
        offset = int(sign + distance)
        starts = [t.position(int(number), offset) if t else None for t in (coding.old, coding.new)]
        term = "splice_donor_variant" if sign == "+" else "splice_acceptor_variant"
        boundary = coding.old.position(int(number))
        if not any(boundary in (s, e - 1) for s, e in coding.old.exons):
            return None
    elif upstream:
        far, near, ref, alt, inserted = upstream.groups()
        span = int(far) - int(near or far) + 1
        alt = inserted or alt
        step = 1 if coding.old.strand == "-" else -1
        first = [t.position(1) + step * int(far) if t else None for t in (coding.old, coding.new)]
        starts = [None if p is None else (p - span + 1 if step == 1 else p) for p in first]
        term = "upstream_gene_variant"
        real = None if starts[1] is None else genome.sequence("GRCh38", coding.old.chrom, starts[1], starts[1] + span)
        if real is None:
            return None
        known = reverse(real) if step == 1 else real
        if ref and ref != known:
            return None
        ref = known
    else:
        return None
    if coding.old.strand == "-":
        ref, alt = reverse(ref), reverse(alt)
    for build, start in zip(("GRCh37", "GRCh38"), starts, strict=True):
        real = None if start is None else genome.sequence(build, coding.old.chrom, start, start + len(ref))
        if real not in {None, ref}:
            return None
    return Placement(coding.old.chrom, starts[0], starts[1], ref, alt), term


def add_civic(b: Builder, variants: list[CivicVariant]) -> None:
    """CIViC variants with coordinates whose coding change agrees with their position."""
    for v in variants:
        found = [
            c for accession in dict.fromkeys([b.mane.get(v.gene, ""), *v.accessions]) if (c := reading(b, v, accession))
        ]
        clinical = short(v.name)
        what = f"CIViC {v.variant_id} {v.gene} {v.name}"
        if not found:
            b.drop(what, "no transcript on which position, coding and protein change agree")
            continue
        coding, edit, change, stated = next((f for f in found if f[2] == clinical), found[0])
        also = {stated or change, other_name(v.gene, change), plain_frameshift(change)} - {change, ""}
        if clinical and clinical != change and len(v.ref) == len(v.alt):
            if (clinical[0], clinical[-1]) != (change[0], change[-1]):
                b.drop(what, "protein change computed otherwise than its name says")
                continue
            change, also = clinical, {change} | also - {clinical}
        where = placements(edit, coding) or v.placement(edit, coding)
        b.add(v.gene, change, v.hgvs(edit, coding), consequence(edit, change), v.kind, f"CIViC variant {v.variant_id}", coding, where, also="|".join(sorted(also)))  # fmt: skip


def reading(b: Builder, v: CivicVariant, accession: str) -> tuple[Coding, Edit, str, str | None] | None:
    """A variant on one transcript, with the protein change computed (else as stated) and as stated; None when they disagree."""
    coding = b.coding(v.gene, accession) if accession else None
    edit = v.edit(coding) if coding else None
    if coding is None or edit is None or not v.agrees(edit, coding, accession):
        return None
    stated = v.short_change(edit)
    change = protein(edit, coding) or stated
    if change is None or (stated and change != stated and len(v.ref) == len(v.alt)):
        return None
    return coding, edit, change, stated


def write_docs(b: Builder, refused: list[str]) -> None:
    """The generated page: counts by kind and source, and everything that was dropped."""
    keys: dict[str, tuple[str, ...]] = {r[0]: r for r in b.rows}
    kinds = Counter(r[12] for r in keys.values())
    both = sum(1 for r in b.rows if r[8] and r[9])
    lines = [
        "# Known alleles: what is in and what was dropped",
        "",
        f"Generated by `{MADE_BY}`; do not edit. {len(keys)} alleles of {len({r[1] for r in keys.values()})} genes in {len(b.rows)} placements,",
        f"{both} of them on both assemblies: {', '.join(f'{n} {k}' for k, n in sorted(kinds.items()))}.",
        "",
        "`kind` is why an allele is listed (oncogenic: actionable or recurrent in tumors), not a classification of the allele.",
        "",
        "| dropped because | alleles |",
        "|---|---|",
        *(f"| {reason} | {n} |" for reason, n in sorted(_grouped(b.dropped).items(), key=lambda p: -p[1])),
        "",
        "Own codons refused because sequence or a record contradicts them: " + ("; ".join(refused) or "none") + ".",
        "",
        "Dropped one by one:",
        "",
        *(f"- {text}" for text in sorted(b.details)),
    ]
    DOCS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(keys)} alleles, {kinds}, dropped {sum(b.dropped.values())}, refused codons {len(refused)}")


def _grouped(dropped: Counter[str]) -> Counter[str]:
    grouped: Counter[str] = Counter()
    for reason, n in dropped.items():
        grouped["protein change computed otherwise than stated" if reason.startswith("protein change") else reason] += n
    return grouped


def main(civic: Path, civic_new: Path, mane_path: Path, slices: Path, lrg: Path, pcgr: Path, laml: Path, figeno: Path) -> None:  # fmt: skip
    """Write the table and its page."""
    mane = mane_select(mane_path)
    variants = civic_variants(civic, civic_new)
    tables = ("hotspot_codons", "coding_edits", "polymorphisms")
    genes = {row["gene"] for t in tables for row in source_rows(t)} | {v.gene for v in variants}
    genes |= {"H3F3A", "HIST1H3B", "HIST1H3C"}
    models = Models(figeno / FIGENO["GRCh37"], figeno / FIGENO["GRCh38"], genes)
    genome = Genome(slices, lrg)
    learn_records(genome, pcgr, laml)
    for v in variants:
        genome.learn("GRCh37", v.chrom, v.start, v.ref)
    for row in source_rows("stated_bases"):
        genome.learn(row["assembly"], row["chrom"], int(row["position"]) - 1, row["base"])
    variants = [v for v in variants if v.kind]
    own, refused = own_bases(models, genome, mane)
    builder = Builder(models, genome, mane, own)
    add_edits(builder, "coding_edits")
    add_civic(builder, variants)
    add_codons(builder)
    add_edits(builder, "polymorphisms", kind="polymorphism")
    about = Provenance(
        "own tables in tools/sources; CIViC 01-Aug-2024 variants; RefSeq coordinates; LRG and GRCh38 sequence as checks",
        "2026-11",
        "CC0-1.0 (CIViC); facts; Apache-2.0 (own tables)",
        "CIViC (Griffith et al. 2017, Nat Genet 49:170); NCBI RefSeq via UCSC; LRG (MacArthur et al. 2014); Ensembl; GRC",
        MADE_BY,
        [
            civic / "01-Aug-2024-VariantSummaries.tsv",
            *(figeno / name for name in FIGENO.values()),
            *(SOURCES / f"{name}.tsv" for name in (*tables, "coding_context", "stated_bases")),
        ],
    )
    write("alleles", about, COLUMNS, builder.rows)
    write_docs(builder, refused)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
