"""How long a whole report takes, as a process: `python benchmarks/report.py [--variants N] [--runs N]`.

Makes a case folder (seeded): a VEP-annotated VCF of 38 CSQ fields on real gene symbols, gene segments with absolute copies,
fusions, an expression table and a `case.yaml`; prints its shape; runs ``tumorboard report`` on it several times as a whole
process and prints seconds, processor time and peak resident memory of each, and the same for ``tumorboard --help``.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CASE = """case: BENCH
patient: {sex: female, age: 60}
diagnosis: {disease: LUAD, extent: metastatic, setting: metastatic}
performance: {ecog: 1, date: 2026-10}
treatments: [{drugs: [carboplatin + pemetrexed], line: 1, setting: metastatic, stop_reason: progression}]
complete: [treatment]
specimens: [{id: T, kind: tissue, purity: 0.6, ploidy: 2.1}]
assays:
- {id: wes, specimen: T, method: wes, kinds: [variant, copy_number], genes: exome, matched_normal: true}
- {id: rna, specimen: T, method: rna transcriptome, kinds: [fusion, splice, expression], genes: exome}
files:
- {path: tumor.vcf.gz, assay: wes, tumor_sample: T, normal_sample: N}
- {path: tumor.call.cns, assay: wes, assembly: GRCh38}
- {path: fusions.tsv, assay: rna}
- {path: expression.tsv, assay: rna}
biomarkers: ["PD-L1 TPS 60% (22C3)", "MSS", "TMB 61"]
"""
DRIVERS = (
    # real alleles: chromosome, 1-based position, ref, alt, gene, change (GRCh38)
    ("chr7", 55191822, "T", "G", "EGFR", "p.Leu858Arg"),
    ("chr17", 7673802, "C", "T", "TP53", "p.Arg273His"),
    ("chr3", 179234297, "A", "G", "PIK3CA", "p.His1047Arg"),
)
ARRIBA = (
    "#gene1\tgene2\tstrand1(gene/fusion)\tstrand2(gene/fusion)\tbreakpoint1\tbreakpoint2\tsite1\tsite2\ttype\tsplit_reads1\t"
    "split_reads2\tdiscordant_mates\tcoverage1\tcoverage2\tconfidence\treading_frame\ttags\tretained_protein_domains\t"
    "closest_genomic_breakpoint1\tclosest_genomic_breakpoint2\tgene_id1\tgene_id2\ttranscript_id1\ttranscript_id2\tdirection1\t"
    "direction2\tfilters\tfusion_transcript\tpeptide_sequence\tread_identifiers"
)


def main() -> None:
    """Make the case, run the program, print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--variants", type=int, default=3300)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--seed", type=int, default=20261127)
    options.add_argument("--keep", type=Path, help="make the case here and leave it")
    options.add_argument("--only-make", type=Path, help="make the case here and stop")
    asked = options.parse_args()
    if asked.only_make:
        make(asked.only_make, asked.variants, asked.seed)
        return
    with tempfile.TemporaryDirectory() as folder:
        place = asked.keep or Path(folder) / "case"
        # In a process of its own: a child's peak memory is counted from that of the process that started it.
        make_it = [sys.executable, __file__, "--only-make", str(place), "--variants", str(asked.variants)]
        subprocess.run([*make_it, "--seed", str(asked.seed)], check=True)
        base = [sys.executable, "-m", "tumorboard"]
        run("tumorboard --help", [*base, "--help"], asked.runs)
        run("tumorboard options", [*base, "options", "--disease", "LUAD", "EGFR L858R", "--json"], asked.runs)
        out = str(Path(folder) / "out")
        run("tumorboard report (html, json, tsv)", [*base, "report", str(place), "-q", "-o", out], asked.runs)
        run("python -c pass", [sys.executable, "-c", "pass"], asked.runs)


def run(name: str, command: list[str], runs: int) -> None:
    """Whole-process seconds, seconds of processor time and peak memory of `runs` after one warm-up.

    On a machine that does other things too, the least processor time says more than the median of the seconds.
    """
    # As installed: with byte code, which the warm-up writes.
    around = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    seconds, busy, peaks = [], [], []
    for n in range(runs + 1):
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=around)
        _, status, usage = os.wait4(child.pid, 0)
        if status:
            raise SystemExit(f"{name}: status {status}")
        if n:
            seconds.append(time.perf_counter() - start)
            busy.append(usage.ru_utime + usage.ru_stime)
            peaks.append(usage.ru_maxrss / 1024)
    print(
        f"{name}: median {statistics.median(seconds):.2f} s ({min(seconds):.2f}-{max(seconds):.2f}, {runs} runs), "
        f"least processor time {min(busy):.2f} s, peak resident memory {max(peaks):.0f} MB"
    )


def make(folder: Path, variants: int, seed: int) -> None:
    """A seeded case folder; prints its shape."""
    from vcf import FIELDS

    from tumorboard import vocab

    dice = random.Random(seed)
    genes = [g for g in vocab.load().genes.entries.values() if g.transcript and g.chrom]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    lines = [_variant(dice, dice.choice(genes), n) for n in range(variants - len(DRIVERS))]
    lines += [_driver(*d) for d in DRIVERS]
    _write_vcf(folder / "tumor.vcf.gz", lines)
    segments, fusions = 400, 40
    places = vocab.load().places
    placed = [p for g in genes if (p := places.of("GRCh38", g.symbol))]
    rows = []
    for place in dice.sample(placed, segments):
        copies = dice.choice([1, 2, 2, 3])
        log2 = math.log2(copies / 2)
        rows.append(
            f"chr{place.chrom}\t{place.start}\t{place.end}\t{place.symbol}\t{log2:.6f}\t{copies}\t100.0\t40\t30.0"
        )
    _write(folder / "tumor.call.cns", ["chromosome\tstart\tend\tgene\tlog2\tcn\tdepth\tprobes\tweight", *rows])
    pairs = [(dice.choice(genes), dice.choice(genes)) for _ in range(fusions)]
    rows = ["\t".join([a.symbol, b.symbol, "+/+", "+/+", f"{a.chrom}:{dice.randint(10**6, 10**7)}", f"{b.chrom}:{dice.randint(10**6, 10**7)}", "CDS", "CDS/splice-site", "translocation", "5", "6", "7", "100", "90", dice.choice(["low", "medium", "high"]), "in-frame", *["."] * 14]) for a, b in pairs]  # fmt: skip
    _write(folder / "fusions.tsv", [ARRIBA, *rows])
    rows = [f"{g.symbol}\t{dice.lognormvariate(1, 2):.3f}" for g in genes]
    _write(folder / "expression.tsv", ["gene_symbol\tTPM", *rows])
    print(
        f"made a case: {variants:,} variants of {FIELDS.count('|') + 1} CSQ fields (seed {seed}), {segments} segments, "
        f"{fusions} fusions, {len(genes):,} expressed genes; {sum(f.stat().st_size for f in folder.iterdir()) / 1e6:.1f} MB"
    )


def _variant(dice: random.Random, gene: object, n: int) -> str:
    from vcf import RESIDUES

    ref = dice.choice("ACGT")
    alt = dice.choice([b for b in "ACGT" if b != ref])
    at, one, other = dice.randint(2, 1500), dice.choice(RESIDUES), dice.choice(RESIDUES)
    term = dice.choice(["missense_variant"] * 6 + ["synonymous_variant"] * 3 + ["stop_gained", "intron_variant"])
    change = f"p.{one}{at}{'Ter' if term == 'stop_gained' else other}" if term != "intron_variant" else ""
    return _line(
        f"chr{gene.chrom}", 10_000 + n * 700, ref, alt, gene.symbol, gene.transcript_ensembl, term, change, dice
    )  # type: ignore[attr-defined]


def _driver(chrom: str, pos: int, ref: str, alt: str, gene: str, change: str) -> str:
    return _line(chrom, pos, ref, alt, gene, "", "missense_variant", change, random.Random(pos))


def _line(
    chrom: str, pos: int, ref: str, alt: str, gene: str, transcript: str, term: str, change: str, dice: random.Random
) -> str:
    from vcf import FIELDS

    values = dict.fromkeys(FIELDS.split("|"), "") | {
        "Allele": alt, "Consequence": term, "IMPACT": "MODERATE", "SYMBOL": gene, "Feature_type": "Transcript",
        "Feature": transcript, "BIOTYPE": "protein_coding", "EXON": "7/18", "HGVSp": f"ENSP0.1:{change}" if change else "",
        "HGVSc": f"{transcript}:c.{dice.randint(10, 4000)}{ref}>{alt}", "CANONICAL": "YES", "MANE_SELECT": "NM_0.1",
        "gnomADe_AF": f"{dice.choice([0, 0, 0, 1e-5, 1e-4]):g}",
    }  # fmt: skip
    info = "|".join(values.values())
    depth, reads = dice.randint(80, 200), dice.randint(10, 70)
    return (
        f"{chrom}\t{pos}\t.\t{ref}\t{alt}\t.\tPASS\tDP={depth};CSQ={info}\tGT:AD:AF:DP\t0/0:{depth},0:0:{depth}\t"
        f"0/1:{depth},{reads}:{reads / (depth + reads):.3f}:{depth + reads}"
    )


def _write_vcf(path: Path, lines: list[str]) -> None:
    import pysam
    from vcf import HEADER

    ordered = sorted(lines, key=lambda line: (line.split("\t")[0], int(line.split("\t")[1])))
    with pysam.BGZFile(str(path), "w") as out:
        out.write((HEADER + "\n".join(ordered) + "\n").encode())


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
