"""Survival of METABRIC's triple-negative patients by molecular class and by altered gene.

    python examples/metabric/tnbc_survival.py FOLDER -o OUT

FOLDER is the cBioPortal study ``brca_metabric`` (data_clinical_patient.txt, data_clinical_sample.txt and
data_mutations_extended.txt, plain or gzipped; ODC Open Database License).  The class is the one that the study gives (PAM50
with claudin-low).  FUSCC subtypes cannot be told from these tables, and the script says so.

A gene counts as altered with any mutation that is not silent.  Samples that were sequenced and have no row have none; those
that were not sequenced are left out.  Nothing here was planned before the data were seen: the genes are explored, with the
false discovery rate beside each p.
"""

from __future__ import annotations

import argparse
import gzip
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import polars as pl

from tumorboard.app import outcomes
from tumorboard.interpret.expression.fuscc_ihc import walk
from tumorboard.outcomes.cox import CoxFit, NoMaximum, cox
from tumorboard.outcomes.study import Share
from tumorboard.outcomes.survival import LogRank, log_rank

LEAST_ALTERED = 0.05  # of the triple-negative patients
HARMLESS = {"Silent", "Intron", "3'UTR", "5'UTR", "3'Flank", "5'Flank", "IGR", "RNA"}
ENDPOINTS = {"os": "Overall survival", "dss": "Disease-specific survival (other deaths censored)"}


def table(path: Path) -> pl.DataFrame:
    """A table of cBioPortal as text; its lines may end in carriage returns alone."""
    rows = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return pl.read_csv(StringIO("\n".join(rows)), separator="\t", infer_schema=False, quote_char=None)


def triple_negative(folder: Path) -> pl.DataFrame:
    """One row a patient whose sample is ER-, PR- and HER2-negative, with times and events; those without a time leave."""
    samples = table(folder / "data_clinical_sample.txt")
    chosen = samples.filter(*(pl.col(f"{r}_STATUS") == "-" for r in ("ER", "PR", "HER2")))
    joined = chosen.join(table(folder / "data_clinical_patient.txt"), on="PATIENT_ID").unique(
        "PATIENT_ID", keep="first"
    )
    return joined.sort("PATIENT_ID").select(
        patient="PATIENT_ID",
        sample="SAMPLE_ID",
        time=pl.col("OS_MONTHS").cast(pl.Float64, strict=False),
        os=pl.col("OS_STATUS").str.contains("DECEASED"),
        dss=pl.col("VITAL_STATUS") == "Died of Disease",
        group=pl.col("CLAUDIN_SUBTYPE"),
    ).filter(pl.col("time").is_not_null(), pl.col("os").is_not_null())  # fmt: skip


def lines(folder: Path) -> Iterator[str]:
    """The lines of the mutation table."""
    plain = folder / "data_mutations_extended.txt"
    if plain.exists():
        yield from plain.read_text("utf-8").splitlines()
    else:
        with gzip.open(plain.with_suffix(".txt.gz"), "rt", encoding="utf-8") as file:
            yield from (line.rstrip("\r\n") for line in file)


def altered(folder: Path) -> tuple[dict[str, set[str]], set[str]]:
    """Samples by gene that is altered in them, and all samples that were sequenced."""
    rows = lines(folder)
    first = next(rows)
    sequenced: set[str] = set()
    while first.startswith("#"):
        if first.lower().startswith("#sequenced_samples:"):
            sequenced |= set(first.partition(":")[2].split())
        first = next(rows)
    header = first.split("\t")
    gene, kind, sample = (header.index(n) for n in ("Hugo_Symbol", "Variant_Classification", "Tumor_Sample_Barcode"))
    found: dict[str, set[str]] = {}
    for row in rows:
        cells = row.split("\t")
        if cells[kind] not in HARMLESS:
            found.setdefault(cells[gene], set()).add(cells[sample])
    return found, sequenced


def by_gene(people: pl.DataFrame, found: dict[str, set[str]], sequenced: set[str], event: str) -> pl.DataFrame:
    """A row for each gene altered often enough: how many, hazard ratio with its interval, log-rank p, false discovery rate."""
    kept = people.filter(pl.col("sample").is_in(sorted(sequenced)))
    times, events = kept["time"].to_list(), kept[event].to_list()
    made = []
    for gene in sorted(found):
        carries = [s in found[gene] for s in kept["sample"]]
        if sum(carries) < max(LEAST_ALTERED * kept.height, 5) or all(carries):
            continue
        test = log_rank(times, events, ["altered" if c else "not" for c in carries])
        made.append(_row(gene, carries, test, _fit(times, events, carries)))
    ordered = sorted(made, key=lambda r: (r["p"], r["gene"]))
    lowest = 1.0
    for rank in range(len(ordered), 0, -1):  # Benjamini and Hochberg 1995
        lowest = min(lowest, ordered[rank - 1]["p"] * len(ordered) / rank)
        ordered[rank - 1]["false_discovery_rate"] = lowest
    return pl.DataFrame(ordered)


def _fit(times: list[float], events: list[bool], carries: list[bool]) -> CoxFit | None:
    try:
        return cox(times, events, {"altered": [float(c) for c in carries]})
    except (NoMaximum, ValueError):
        return None


def _row(gene: str, carries: list[bool], test: LogRank, fit: CoxFit | None) -> dict[str, str | int | float | None]:
    c = fit.coefficients[0] if fit else None
    return {
        "gene": gene, "altered": sum(carries), "of": len(carries), "events_altered": test.observed[0],
        "hazard_ratio": c.hazard_ratio if c else None, "low": c.low if c else None, "high": c.high if c else None, "p": test.p,
    }  # fmt: skip


def main() -> None:
    """Prints the summary; writes a page for each endpoint by class, and the table of genes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    asked = parser.parse_args()
    people = triple_negative(asked.folder)
    asked.out.mkdir(parents=True, exist_ok=True)
    print(
        f"{people.height} triple-negative patients, {people['os'].sum()} deaths, {people['dss'].sum()} of the disease"
    )
    needs = walk({}).needs
    print(f"FUSCC subtype: not assessable for any of them: no expression, and none of {', '.join(needs)} was stained")
    for event, endpoint in ENDPOINTS.items():
        path = asked.out / f"by_class_{event}.csv"
        people.select("patient", "time", pl.col(event).replace_strict({True: "yes", False: "no"}).alias("event"), "group").write_csv(path)  # fmt: skip
        chosen = outcomes.SurvivalAsked(group="group", unit="months", endpoint=endpoint, at=(60.0, 120.0))
        made = outcomes.survival(path, chosen, on=date(2026, 11, 27))
        outcomes.write(made, asked.out / f"by_class_{event}")
        print(f"\n{endpoint} by class")
        for g in made.result.groups:  # type: ignore[attr-defined]
            shares = "; ".join(f"{s.time:g} months {s.estimate:.3f} ({_limits(s)})" for s in g.shares)
            print(f"  {g.name:12} n {g.curve.n:3}  events {sum(g.curve.events):3}  {shares}")
        test = made.result.test  # type: ignore[attr-defined]
        if test is not None:
            print(f"  log-rank {test.chi_square:.2f} on {test.df} df, p {test.p:.3g}")
    found, sequenced = altered(asked.folder)
    genes = by_gene(people, found, sequenced, "os")
    table = "# Research use only\n" + genes.write_csv(separator="\t")
    (asked.out / "by_gene_os.tsv").write_text(table, encoding="utf-8", newline="\n")
    out = people.filter(~pl.col("sample").is_in(sorted(sequenced))).height
    print(
        f"\nOverall survival by altered gene ({genes.height} genes in at least {LEAST_ALTERED:.0%}; {out} not sequenced)"
    )
    for r in genes.iter_rows(named=True):
        ratio = (
            "no estimate"
            if r["hazard_ratio"] is None
            else f"HR {r['hazard_ratio']:.2f} ({r['low']:.2f}-{r['high']:.2f})"
        )
        print(
            f"  {r['gene']:9} {r['altered']:3}/{r['of']}  {ratio}  p {r['p']:.3g}  FDR {r['false_discovery_rate']:.2f}"
        )
    print("\nExplored, not planned; nobody was randomized. Research use only.")


def _limits(s: Share) -> str:
    """Pointwise limits; before the first event there are none."""
    return "no event yet" if s.low is None and s.estimate == 1 else f"{_show(s.low)}-{_show(s.high)}"


def _show(x: float | None) -> str:
    return "-" if x is None else f"{x:.3f}"


if __name__ == "__main__":
    main()
