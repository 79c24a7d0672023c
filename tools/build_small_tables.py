"""Build the small tables of ``vocab/data`` from the hand-written ones in ``tools/sources``.

Usage: python tools/build_small_tables.py
"""

from __future__ import annotations

from datetime import date

from table_writer import SOURCES, Provenance, source_rows, write

MADE_BY = "tools/build_small_tables.py"


def build(name: str, columns: tuple[str, ...], about: str) -> None:
    """Copy one hand-written table into the package under a provenance header."""
    rows = [tuple(row[c] for c in columns) for row in source_rows(name)]
    provenance = Provenance(
        f"tools/sources/{name}.tsv, {about}",
        "2026-11",
        "Apache-2.0",
        "tumorboard authors",
        MADE_BY,
        [SOURCES / f"{name}.tsv"],
    )
    write(name, provenance, columns, rows)


def main() -> None:
    """Write the tables; a threshold without a date, a number and a source is refused."""
    for row in source_rows("thresholds"):
        date.fromisoformat(row["since"])
        float(row["value"])
        if not row["source"] or row["confidence"] not in {"sourced", "high", "medium"}:
            raise SystemExit(f"thresholds: {row['name']} lacks a source or a confidence")
    analyte = ("code", "name", "kind", "unit", "loinc", "synonyms", "least", "most", "confidence")
    build("analytes", analyte, "own work, from memory with a confidence per row")
    build("units", ("analyte", "unit", "to", "factor", "source", "confidence"), "own work; each row names its source")
    limit = ("what", "unit", "least", "most", "side", "source", "confidence")
    build("eligibility_limits", limit, "own work, recalled with a confidence per row")
    build("criterion_words", ("kind", "word", "source"), "own work")
    build("centromeres", ("assembly", "chrom", "start", "end", "source"), "own work; each row names its source")
    build("chip_genes", ("gene", "source", "confidence"), "own work; each row names its source")
    build("countries", ("code", "name", "other_names", "source"), "codes of ISO 3166-1; names as registries write them")
    zh = "own work, from memory after the WHO classification, with a confidence per row"
    build("disease_names_zh", ("code", "name_zh", "confidence"), zh)
    effect = ("drug", "effect", "strength", "source", "confidence")
    build("drug_effects", effect, "own work; each row names its source")
    condition = ("condition", "name_zh", "synonyms", "icd10", "icd10_may", "broader", "may_be", "source", "confidence")
    build("conditions", condition, "own work; codes of ICD-10 (WHO, 2019), names from memory with a confidence per row")
    medicine = ("drug", "name_zh", "role", "synonyms", "source", "confidence")
    build("medicines", medicine, "own work, from memory with a confidence per row")
    acquired = ("gene", "codons", "after", "source", "confidence")
    build("acquired_resistance", acquired, "own work; each row names its source")
    marker = ("subtype", "gene", "sign", "source", "confidence")
    tagged = "own work from the sources named in each row"
    build(
        "drug_toxicities",
        ("agent", "toxicity", "source", "confidence"),
        "own work, recalled; each row names its source",
    )
    build(
        "ipredict_matches", ("gene", "class", "source", "confidence"), "own work, recalled; each row names its source"
    )
    allele = ("gene", "drug", "relation", "allele", "source", "confidence")
    build("ipredict_alleles", allele, "own work, recalled; each row names its source")
    build("sims_nodes", ("node", "number", "name", "cohort_label", "source", "confidence"), tagged)
    build("sims_genes", ("node", "gene", "membership", "sign", "source", "confidence"), tagged)
    build("sims_drugs", ("node", "agent", "written", "source", "confidence"), tagged)
    build("sims_mutations", ("gene", "node", "source", "confidence"), tagged)
    build("sims_pairs", ("one", "other", "rho", "source", "confidence"), tagged)
    cuts = tuple(f"d{i}" for i in range(1, 10))
    build("sims_cuts", ("scale", "node", "membership", "genes", *cuts, "source", "confidence"), tagged)
    build("fuscc_markers", marker, "own work, heuristics recalled with a confidence per row")
    build("half_lives", ("agent", "hours", "source", "confidence"), "own work; each row names its source")
    build("markers", ("code", "name", "gene", "methods", "states", "scales", "synonyms"), "own work")
    build("regimens", ("name", "agents", "synonyms", "confidence"), "own work, from memory with a confidence per row")
    build(
        "scheme_crosswalk",
        ("from_scheme", "from_value", "to_scheme", "to_value", "source", "confidence"),
        "own work; approximate",
    )
    build(
        "thresholds", ("name", "since", "value", "unit", "source", "confidence"), "own work; each row names its source"
    )


if __name__ == "__main__":
    main()
