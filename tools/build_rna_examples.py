"""Make the expression files of the two invented cases of research methods, seeded: `python tools/build_rna_examples.py`.

No value is of a person.  A gene's level is drawn once; the tumor's differs where the case's story says so; reads are drawn from that.
"""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import numpy as np

from tumorboard import vocab
from tumorboard.app.research import genes as asked_genes
from tumorboard.vocab import research

ROOT = Path(__file__).resolve().parents[1] / "examples"
GENES, READS = 12_000, 20_000_000
TRIPLE = {"IMMUNE": 4.0, "CDK46": 4.6, "ANGIO": 2.1, "HER": 1.3, "PARP": 2.4, "DNAREP": 2.2, "RAS": 1.5}
IM = {"CD8A", "CXCL9", "CXCL10", "STAT1", "CD274", "IDO1"}


def main() -> None:
    """Write both cases."""
    dice = np.random.default_rng(20261127)
    tables, vocabulary = research.load(), vocab.load()
    special = sorted(asked_genes(vocabulary) | {g for n in tables.sims.nodes for g in n.genes("sheet")})
    entries = vocabulary.genes.entries
    special = [g for g in special if g in entries]
    others = [g.symbol for g in entries.values() if g.transcript and g.symbol not in set(special)]
    names = sorted([*special, *dice.choice(sorted(others), GENES - len(special), replace=False)])
    level = dict(zip(names, dice.lognormal(3.0, 1.5, len(names)), strict=True))
    for gene in special:
        level[gene] = float(np.clip(level[gene], 4.0, 200.0))
    lung(ROOT / "nsclc-rna", names, level, tables, dice)
    predictor(ROOT / "nsclc-rna", tables, np.random.default_rng(5))
    telling(ROOT / "nsclc-rna", tables, np.random.default_rng(6))
    breast(ROOT / "tnbc-rna", names, special, level, tables, dice)


def lung(
    folder: Path, names: list[str], level: dict[str, float], tables: research.ResearchTables, dice: np.random.Generator
) -> None:
    """Counts of a tumor and of normal lung: immune, CDK4/6 and angiogenesis nodes are up."""
    change = dict(zip(names, dice.lognormal(0.0, 0.35, len(names)), strict=True))
    for node in tables.sims.nodes:
        wanted = TRIPLE.get(node.key, 0.95)
        for gene in node.genes("sheet"):
            if gene in change:
                change[gene] = wanted * float(dice.lognormal(0.0, 0.12))
    change |= {"CDK4": 6.0, "CDK6": 3.9, "KDR": 3.4, "CD274": 14.0}
    for name, values in (("normal", level), ("tumor", {g: level[g] * change[g] for g in names})):
        write(folder / f"{name}.counts.tsv.gz", "gene\tcounts", [f"{g}\t{n}" for g, n in reads(values, names, dice)])


def predictor(folder: Path, tables: research.ResearchTables, dice: np.random.Generator) -> None:
    """Twelve invented patients on axitinib: time without progression goes with two of twelve genes so loosely that the guards refuse."""
    genes = next(n for n in tables.sims.nodes if n.key == "ANGIO").measured
    changes = dice.lognormal(0.0, 0.5, (12, len(genes)))
    weeks = 8 + 9 * (changes[:, genes.index("KDR")] + changes[:, genes.index("KIT")]) + dice.normal(0, 6, 12)
    patients(folder / "axitinib_patients.tsv", genes, weeks, changes)


def telling(folder: Path, tables: research.ResearchTables, dice: np.random.Generator) -> None:
    """Twenty invented patients on palbociclib, whose time goes with CDK4 and CDK6 closely enough for the guards."""
    node = next(n for n in tables.sims.nodes if n.key == "CDK46")
    genes = node.genes("published")
    changes = dice.lognormal(0.5, 0.6, (20, len(genes)))
    weeks = 6 + 5 * (changes[:, genes.index("CDK4")] + changes[:, genes.index("CDK6")]) + dice.normal(0, 4, 20)
    patients(folder / "palbociclib_patients.tsv", genes, weeks, changes)


def patients(path: Path, genes: tuple[str, ...], weeks: np.ndarray, changes: np.ndarray) -> None:
    """A table of patients as `ddpp` reads it."""
    rows = [
        "\t".join([f"INVENTED-{n:02d}", f"{max(w, 2):.1f}", *(f"{c:.3f}" for c in row)])
        for n, (w, row) in enumerate(zip(weeks, changes, strict=True), start=1)
    ]
    head = "\t".join(["patient", "PFS (weeks)", *genes])
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8", newline="\n")


def breast(
    folder: Path, names: list[str], special: list[str], level: dict[str, float], tables: research.ResearchTables,
    dice: np.random.Generator,
) -> None:  # fmt: skip
    """TPM of a tumor of the immunomodulatory kind, and a made-up cohort of 48 triple-negative tumors of all four kinds."""
    pattern = tables.markers.pattern
    classes = list(pattern)
    kinds = dice.choice(classes, 48, p=[0.38, 0.24, 0.23, 0.15] if classes[0] == "blis" else None)
    base = {g: float(np.log2(level[g] + 1)) for g in names}
    columns = [
        [max(base[g] + 1.6 * pattern[k].get(g, 0) + float(dice.normal(0, 0.8)), 0.0) for g in special] for k in kinds
    ]
    rows = ["\t".join([g, *(f"{c[i]:.2f}" for c in columns)]) for i, g in enumerate(special)]
    head = "\t".join(["gene", *(f"INVENTED-{n:02d}" for n in range(1, 49))])
    write(folder / "cohort.log2_tpm.tsv.gz", head, rows)
    mine = {g: base[g] + 1.9 * pattern["im"].get(g, 0) + float(dice.normal(0, 0.35)) for g in names}
    mine["ERBB2"] = base["ERBB2"] - 1.0
    mine["TACSTD2"] = base["TACSTD2"] + 4.6
    plain = np.array([max(2 ** mine[g] - 1, 0.0) for g in names])
    plain *= 1e6 / plain.sum() if plain.sum() > 1e6 else 1.0
    write(folder / "tumor.tpm.tsv.gz", "gene\tTPM", [f"{g}\t{v:.2f}" for g, v in zip(names, plain, strict=True)])


def reads(values: dict[str, float], names: list[str], dice: np.random.Generator) -> list[tuple[str, int]]:
    """Poisson counts of a library of `READS`."""
    share = np.array([values[g] for g in names])
    found = dice.poisson(share / share.sum() * READS)
    return [(g, int(n)) for g, n in zip(names, found, strict=True)]


def write(path: Path, head: str, rows: list[str]) -> None:
    """A gzip file whose bytes depend on its text only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = io.BytesIO()
    with gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out:
        out.write(("\n".join([head, *rows]) + "\n").encode())
    path.write_bytes(raw.getvalue())
    print(f"{path.parent.name}/{path.name}: {len(rows):,} genes, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
