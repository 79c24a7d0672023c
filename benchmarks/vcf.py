"""How long the VCF reader takes, and how much memory: `python benchmarks/vcf.py [--records N] [--coding SHARE]`.

Makes a file of the asked size (seeded, bgzip through pysam), prints its shape, reads it in a fresh process and prints
seconds and peak resident memory of that process.  The shape: one tumor and one normal column, a CSQ of 38 fields, one
to five transcripts a record, all chromosomes in order.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FIELDS = (
    "Allele|Consequence|IMPACT|SYMBOL|Gene|Feature_type|Feature|BIOTYPE|EXON|INTRON|HGVSc|HGVSp|cDNA_position|CDS_position|"
    "Protein_position|Amino_acids|Codons|Existing_variation|DISTANCE|STRAND|FLAGS|VARIANT_CLASS|SYMBOL_SOURCE|HGNC_ID|"
    "CANONICAL|MANE_SELECT|MANE_PLUS_CLINICAL|TSL|CCDS|ENSP|SIFT|PolyPhen|AF|gnomADe_AF|gnomADg_AF|MAX_AF|CLIN_SIG|SOMATIC"
)
HEADER = f"""##fileformat=VCFv4.2
##reference=GRCh38
##contig=<ID=chr1,length=248956422>
##tumor_sample=T
##normal_sample=N
##FILTER=<ID=PASS,Description="All filters passed">
##FILTER=<ID=weak_evidence,Description="Mutation does not meet likelihood threshold">
##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">
##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. Format: {FIELDS}">
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Allelic depths">
##FORMAT=<ID=AF,Number=A,Type=Float,Description="Allele fraction">
##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">
#CHROM	POS	ID	REF	ALT	QUAL	FILTER	INFO	FORMAT	N	T
"""
QUIET = ("intron_variant", "upstream_gene_variant", "downstream_gene_variant", "intergenic_variant", "3_prime_UTR_variant",
         "non_coding_transcript_exon_variant", "intron_variant&non_coding_transcript_variant", "synonymous_variant")  # fmt: skip
CODING = ("missense_variant", "missense_variant", "missense_variant", "stop_gained", "frameshift_variant",
          "splice_acceptor_variant", "missense_variant&splice_region_variant")  # fmt: skip
RESIDUES = (
    "Ala",
    "Arg",
    "Asn",
    "Asp",
    "Cys",
    "Gln",
    "Glu",
    "Gly",
    "His",
    "Ile",
    "Leu",
    "Lys",
    "Phe",
    "Pro",
    "Ser",
    "Thr",
    "Val",
)


def main() -> None:
    """Make the file, read it in a child process, print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--records", type=int, default=500_000)
    options.add_argument("--coding", type=float, default=0.05, help="share of records with a coding consequence")
    options.add_argument("--seed", type=int, default=20261124)
    options.add_argument("--read", type=Path, help="only read this file, in this process")
    options.add_argument("--keep", type=Path, help="make the file here and leave it")
    asked = options.parse_args()
    if asked.read:
        measure(asked.read)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = asked.keep or Path(folder) / "bench.vcf.gz"
        make(path, asked.records, asked.coding, asked.seed)
        subprocess.run([sys.executable, __file__, "--read", str(path)], check=True, env=os.environ)


def make(path: Path, records: int, coding: float, seed: int) -> None:
    """A seeded VCF; prints its shape."""
    import pysam

    dice = random.Random(seed)
    plain = len(HEADER)
    transcripts = multiallelic = failing = coding_records = 0
    with pysam.BGZFile(str(path), "w") as out:
        out.write(HEADER.encode())
        position, chrom, lines = 10_000, 1, []
        for i in range(records):
            position += dice.randint(20, 240)
            if i and i % (records // 22 + 1) == 0:
                chrom, position = chrom + 1, 10_000
            line, facts = record(dice, chrom, position, coding)
            transcripts += facts[0]
            multiallelic += facts[1]
            failing += facts[2]
            coding_records += facts[3]
            plain += len(line)
            lines.append(line)
            if len(lines) == 2_000:
                out.write("".join(lines).encode())
                lines = []
        out.write("".join(lines).encode())
    print(
        f"made {records:,} records, 2 samples, {FIELDS.count('|') + 1} CSQ fields, {transcripts / records:.2f} transcripts a record, "
        f"{multiallelic / records:.1%} multi-allelic, {failing / records:.1%} failing FILTER, {coding_records / records:.1%} coding; "
        f"{plain / 1e6:.0f} MB plain, {path.stat().st_size / 1e6:.0f} MB bgzip, seed {seed}"
    )


def record(dice: random.Random, chrom: int, position: int, coding: float) -> tuple[str, tuple[int, bool, bool, bool]]:
    """One line and its (transcripts, multi-allelic, failing, coding)."""
    roll = dice.random()
    ref = dice.choice("ACGT")
    alts = [dice.choice([b for b in "ACGT" if b != ref])]
    if roll < 0.05:
        alts = [ref + dice.choice("ACGT") * dice.randint(1, 4)]
    elif roll < 0.1:
        ref = ref + "".join(dice.choices("ACGT", k=dice.randint(1, 6)))
        alts = [ref[0]]
    elif roll < 0.12:
        alts = [b for b in "ACGT" if b != ref][:2]
    spelled = [a if len(a) == len(ref) else (a[1:] or "-") for a in alts]
    is_coding = dice.random() < coding
    count = dice.randint(1, 5)
    gene = dice.randint(1, 19_000)
    entries = [transcript(dice, spelled[k % len(spelled)], k, gene, is_coding) for k in range(count)]
    failing = dice.random() < 0.2
    depth, alt = dice.randint(60, 200), dice.randint(5, 60)
    reads = ",".join([str(depth), *(str(alt) for _ in alts)])
    zeros = ",".join("0" for _ in alts)
    genotype = "0/1" if len(alts) == 1 else "0/1/2"
    line = (
        f"chr{chrom}\t{position}\t.\t{ref}\t{','.join(alts)}\t.\t{'weak_evidence' if failing else 'PASS'}\t"
        f"DP={depth * 2};CSQ={','.join(entries)}\tGT:AD:AF:DP\t0/0:{depth},{zeros}:{zeros}:{depth}\t"
        f"{genotype}:{reads}:{','.join('0.3' for _ in alts)}:{depth + alt * len(alts)}\n"
    )
    return line, (count, len(alts) > 1, failing, is_coding)


def transcript(dice: random.Random, allele: str, k: int, gene: int, coding: bool) -> str:
    """One CSQ entry of 38 fields."""
    number = gene if k < 4 else dice.randint(1, 19_000)  # the fifth belongs to a neighbor
    term = dice.choice(CODING) if coding and k < 2 else dice.choice(QUIET)
    at = dice.randint(2, 1500)
    one, other = dice.choice(RESIDUES), dice.choice(RESIDUES)
    protein = f"ENSP{number:011d}.3:p.{one}{at}{other}" if term.startswith("missense") else ""
    values = [
        allele, term, "MODERATE", f"GENE{number}", f"ENSG{number:011d}", "Transcript", f"ENST{number * 5 + k:011d}.4",
        "protein_coding", f"{k + 3}/18" if coding else "", "" if coding else f"{k + 3}/17",
        f"ENST{number * 5 + k:011d}.4:c.{at * 3}G>A", protein, str(at * 3 + 120) if coding else "",
        str(at * 3) if coding else "", str(at) if protein else "", "R/H" if protein else "", "cGc/cAc" if protein else "",
        f"rs{dice.randint(10**6, 10**9)}", "", "-1", "", "SNV", "HGNC", f"HGNC:{number}", "YES" if k == 0 else "",
        f"NM_{number:06d}.4" if k == 0 else "", "", str(k + 1), f"CCDS{number}", f"ENSP{number:011d}",
        "deleterious(0.01)" if protein else "", "possibly_damaging(0.8)" if protein else "",
        "0.0012", "0.0009", "0.0011", "0.004", "", "",
    ]  # fmt: skip
    return "|".join(values)


def measure(path: Path) -> None:
    """Read `path` in this process; print seconds and peak memory."""
    from tumorboard.formats.readers import vcf
    from tumorboard.model.profile import ReadRequest
    from tumorboard.vocab import load

    vocabulary = load()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.perf_counter()
    parsed = vcf.read(path, ReadRequest(vocab=vocabulary))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = parsed.value
    assert found is not None, parsed.issues
    print(f"read {found.records:,} alleles, {len(found.variants):,} variants, {dict(found.tally)}")
    print(f"{seconds:.2f} s; peak resident memory {peak:.0f} MB ({before:.0f} MB before the file)")


if __name__ == "__main__":
    main()
