"""The page docs/knowledge/coverage.md: what the starter pack says tumor by tumor, and what it leaves out.

Made of the pack's YAML files and of tools/sources/pack_left_out.tsv (tumor, subject, reason); tools/build_pack.py writes it
together with the compiled pack.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from doc_text import table
from pack_rows import AGENCIES, PACK, THERAPEUTIC, Reading, read_file

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "knowledge" / "coverage.md"
LEFT_OUT = ROOT / "tools" / "sources" / "pack_left_out.tsv"
IN_FORCE = frozenset({"approved", "accelerated", "conditional"})
INTRODUCTION = """<!-- made by tools/build_pack.py; edit the pack or tools/sources/pack_left_out.tsv -->

# What the starter pack covers

Tumor by tumor, by the marker that the row's id names. *Labels* are regimens with an indication of at least one agency in force;
*other support* is a guideline or a study, or a label whose status is not known to us. *Status not known* counts the labels of
which we know nothing at an agency: neither approved nor refused. A regimen may need a line, setting or age that this page
does not show; [pack.md](pack.md) says how rows are written and [civic-comparison.md](civic-comparison.md) compares them with CIViC."""


def left_out() -> dict[str, list[tuple[str, str]]]:
    """Subject and reason by file of the pack; files that the pack does not have are tumors without a file."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in LEFT_OUT.read_text("utf-8").splitlines():
        if line and not line.startswith("#") and not line.startswith("tumor\t"):
            tumor, subject, reason = line.split("\t")
            found[tumor].append((subject, reason))
    return found


def page() -> str:
    """The whole page."""
    without = left_out()
    parts = [INTRODUCTION]
    total: Counter[str] = Counter()
    for path in sorted(PACK.glob("*.yaml")):
        rows = rows_of(path)
        total.update(row["predicate"] for row in rows)
        parts += [f"## {_title(path)}", markers(rows), *_absent(without.pop(path.stem, []))]
    if "all" in without:
        parts += ["## Left out everywhere", *_absent(without.pop("all"))]
    if without:
        named = [(tumor, *told) for tumor, all_told in sorted(without.items()) for told in all_told]
        parts += ["## Tumors without a file", table(("tumor", "left out", "why"), named)]
    counted = ", ".join(f"{n} {predicate}" for predicate, n in sorted(total.items()))
    parts.insert(1, f"{sum(total.values())} rows: {counted}.")
    return "\n\n".join(parts) + "\n"


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of one file, alternatives apart."""
    reading = Reading()
    read_file(path, reading)
    if reading.faults:
        raise SystemExit("\n".join(reading.faults))
    return reading.rows


def _title(path: Path) -> str:
    return path.read_text("utf-8").splitlines()[0].removeprefix("# ").partition(".  ")[0].rstrip(".")


def markers(rows: list[dict[str, Any]]) -> str:
    """A table with one line for each marker of the rows."""
    by_marker: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_marker[row["id"].split(".")[2]].append(row)
    head = ("marker", "labels", "other support", "withdrawn", "resistance", "disputed", "tells", "status not known")
    return table(head, (_line(marker, found) for marker, found in sorted(by_marker.items())))


def _line(marker: str, rows: list[dict[str, Any]]) -> tuple[str, ...]:
    supports = [r for r in rows if r["predicate"] == "sensitivity" and r["direction"] == "supports"]
    labels = [r for r in supports if _statuses(r) & IN_FORCE]
    named = {_therapy(r) for r in labels}
    withdrawn = [r for r in supports if "withdrawn" in _statuses(r)]
    others = [r for r in supports if r not in withdrawn and _therapy(r) not in named]
    against = [r for r in rows if r["predicate"] == "resistance" and r["direction"] == "supports"]
    disputed = [r for r in rows if r["predicate"] in THERAPEUTIC and r["direction"] == "disputes"]
    tells = sorted({r["predicate"].replace("_", " ") for r in rows if r["predicate"] not in THERAPEUTIC})
    unknown = Counter(a["agency"] for r in rows for a in r.get("approvals", []) if a["status"] == "unknown")
    return (
        marker,
        _list(map(_therapy, labels)),
        _list(map(_therapy, others)),
        _list(f"{_therapy(r)} ({_ended(r)})" for r in withdrawn),
        _list(map(_therapy, against)),
        _list(map(_therapy, disputed)),
        ", ".join(tells),
        ", ".join(f"{agency} {unknown[agency]}" for agency in AGENCIES if unknown[agency]),
    )


def _statuses(row: dict[str, Any]) -> set[str]:
    return {a["status"] for a in row.get("approvals", [])}


def _ended(row: dict[str, Any]) -> str:
    return ", ".join(f"{a['agency']} {a['until']}" for a in row["approvals"] if a["status"] == "withdrawn")


def _therapy(row: dict[str, Any]) -> str:
    return " + ".join(row.get("therapy", [])) or f"class {row['therapy_class']}"


def _list(names: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(names))


def _absent(told: list[tuple[str, str]]) -> list[str]:
    return ["Left out:", "\n".join(f"- **{subject}**: {reason}" for subject, reason in told)] if told else []
