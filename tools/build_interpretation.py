"""Build ``germline_policy.tsv``, ``pharmacogenetics.tsv`` and ``pharmacogenetic_alleles.tsv`` from hand-written tables.

Usage: python tools/build_interpretation.py
"""

from __future__ import annotations

from table_writer import SOURCES, Provenance, source_rows, write

TABLES = {
    "germline_policy": (
        *("gene", "group", "tumors", "under_age", "biallelic", "mechanism", "conversion", "source", "confidence"),
    ),
    "pharmacogenetics": ("gene", "phenotype", "agents", "action", "advice", "source", "confidence"),
    "pharmacogenetic_alleles": ("gene", "name", "activity", "same_as", "source"),
}


def main() -> None:
    """Write the three tables; a row without a source is refused."""
    for name, columns in TABLES.items():
        rows = source_rows(name)
        if any(not row["source"] for row in rows):
            raise SystemExit(f"{name}: a row lacks its source")
        about = Provenance(
            f"tools/sources/{name}.tsv, own work; each row names its source",
            "2026-11",
            "Apache-2.0",
            "tumorboard authors",
            "tools/build_interpretation.py",
            [SOURCES / f"{name}.tsv"],
        )
        write(name, about, columns, [tuple(row[c] for c in columns) for row in rows])


if __name__ == "__main__":
    main()
