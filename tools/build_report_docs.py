"""Writes the pages and the schema that describe the files of a report: report-tsv.md, assessment.schema.json and the
table of values in assessment-json.md.  With ``--check`` it only says which of them are not current."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tumorboard.formats.tsv import TABLES
from tumorboard.model.assessment import Assessment
from tumorboard.wire.schema import schema

DOCS = Path(__file__).resolve().parents[1] / "docs" / "formats"
START, END = "<!-- generated: tools/build_report_docs.py -->", "<!-- end of what is generated -->"


def tables() -> str:
    """The columns of every table."""
    parts = []
    for sheet, _ in TABLES:
        rows = [f"| `{c.name}` | {c.meaning.replace('|', ' or ')} |" for c in sheet.columns]
        parts += [f"## {sheet.file}", f"One row: {sheet.row}.", "\n".join(["| column | means |", "|---|---|", *rows])]
    return "\n\n".join(parts)


def values() -> str:
    """One line for each kind of value, with its fields."""
    rows = ["| value | is | fields |", "|---|---|---|"]
    for name, shape in schema(Assessment)["$defs"].items():
        fields = ", ".join(f"`{field}`" for field in shape["properties"])
        rows.append(f"| {name} | {shape['description'].replace('|', '/')} | {fields} |")
    return "\n".join(rows)


def replaced(page: str, made: str) -> str:
    """The page with what stands between the marks made anew."""
    before, _, rest = page.partition(START)
    return f"{before}{START}\n\n{made}\n\n{END}{rest.partition(END)[2]}"


def built() -> dict[Path, str]:
    """Every file with the text it should have."""
    shape: dict[str, Any] = schema(Assessment)
    tsv, page = DOCS / "report-tsv.md", DOCS / "assessment-json.md"
    return {
        tsv: replaced(tsv.read_text("utf-8"), tables()),
        page: replaced(page.read_text("utf-8"), values()),
        DOCS / "assessment.schema.json": json.dumps(shape, indent=1, ensure_ascii=False) + "\n",
    }


def main() -> int:
    """0 when every page is current or was written."""
    stale = [p for p, text in built().items() if not p.exists() or p.read_text("utf-8") != text]
    if "--check" in sys.argv:
        print("\n".join(f"not current: {p.name}" for p in stale))
        return 1 if stale else 0
    for path in stale:
        path.write_text(built()[path], encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
