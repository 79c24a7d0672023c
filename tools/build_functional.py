"""Build ``functional_classes.tsv``: one row per selector from the hand-written table, checked for form.

Usage: python tools/build_functional.py
"""

from __future__ import annotations

import re

from table_writer import SOURCES, Provenance, source_rows, write

COLUMNS = ("gene", "selector", "value", "effect", "classes", "uses", "source", "confidence")
FORMS = {
    "change": re.compile(r"[A-Z]\d+(_[A-Z]\d+)?(del|dup|ins[A-Z]+|delins[A-Z]+|[A-Z]?fs|[A-Z*])$"),
    "codon": re.compile(r"[A-Z]\d+$"),
    "promoter": re.compile(r"c\.-\d+\S+$"),
    "fusion": re.compile(r"(three|five)_prime$"),
    "critical_to": re.compile(r"\d+$"),
    **{s: re.compile(r"\d+-\d+$") for s in ("deletion", "insertion", "missense", "truncating", "skipping", "domain")},
    **{s: re.compile(r"\d+$") for s in ("exon_deletion", "exon_insertion")},
}
EFFECTS = {"", "gain_of_function", "loss_of_function", "dominant_negative", "switch", "neutral"}
USES = {"", "established", "functional", "benign"}


def expanded() -> list[tuple[str, ...]]:
    """One row per value; refuses a row of another form, without source, or of unknown confidence."""
    rows = []
    for row in source_rows("functional_classes"):
        if row["confidence"] == "low":
            continue
        ok = row["effect"] in EFFECTS and set(row["uses"].split("|")) <= USES and row["source"]
        ok = ok and row["confidence"] in {"high", "medium"}
        ok = ok and all(c.startswith(f"{row['gene']}:") for c in filter(None, row["classes"].split("|")))
        for value in row["value"].split("|"):
            if not ok or not FORMS[row["selector"]].match(value):
                raise SystemExit(f"functional_classes: bad row {row} ({value})")
            rows.append(tuple(value if c == "value" else row[c] for c in COLUMNS))
    return rows


def main() -> None:
    """Write the table."""
    about = Provenance(
        "tools/sources/functional_classes.tsv, own work, from memory of the papers each row cites",
        "2026-11",
        "Apache-2.0",
        "tumorboard authors; each row names its paper",
        "tools/build_functional.py",
        [SOURCES / "functional_classes.tsv"],
    )
    write("functional_classes", about, COLUMNS, expanded())


if __name__ == "__main__":
    main()
