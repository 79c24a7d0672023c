"""Draw a seeded tenth of the pack's rows and print the question each one answers, never its answer.

``python tools/draw_rows.py [SEED]`` prints tab-separated lines: id, predicate and direction, regimen, tumor file, genes, and which of how many
rows share this question (so that a sibling is not re-derived twice). Biomarker, disease, context, approvals and study
stay hidden: docs/knowledge/blind-rederivation.md says what the draw is for.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from hashlib import sha256
from typing import Any

import yaml
from pack_rows import PACK

SEED = 20261127
SHARE = 10


def drawn(ids: list[str], seed: int = SEED) -> list[str]:
    """One in ten of the ids, rounded up, sorted: those whose hash with the seed is smallest.

    A hash keeps the draw the same on every Python and nearly the same when rows are added, which a shuffle does not.
    """
    ranked = sorted(ids, key=lambda name: sha256(f"{seed}:{name}".encode()).hexdigest())
    return sorted(ranked[: -(-len(ids) // SHARE)])


def question(row: dict[str, Any], files: dict[str, str]) -> tuple[str, ...]:
    """What a row is asked, without anything it answers."""
    regimen = " + ".join(row.get("therapy", [])) or row.get("therapy_class") or "-"
    home = files.get(row["id"]) or files[row["id"][:-1]]  # the letter of an alternative regimen is the builder's
    return (f"{row['predicate']} ({row['direction']})", regimen, home, ", ".join(row.get("genes", [])) or "-")


def homes() -> dict[str, str]:
    """The tumor file of every row id as written in YAML."""
    return {
        row["id"]: path.stem
        for path in sorted(PACK.glob("*.yaml"))
        for row in yaml.safe_load(path.read_text("utf-8"))["rows"]
    }


def main() -> int:
    """Print the draw; returns 0."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else SEED
    pack = json.loads((PACK / "pack.json").read_text("utf-8"))
    files = homes()
    siblings: dict[tuple[str, ...], list[str]] = defaultdict(list)
    rows = {row["id"]: row for row in pack["rows"]}
    for name, row in rows.items():
        siblings[question(row, files)].append(name)
    names = drawn(list(rows), seed)
    print(f"# seed {seed}, {len(names)} of {len(rows)} rows, pack {pack['rows_sha256'][:12]}")
    for name in names:
        asked = question(rows[name], files)
        same = siblings[asked]
        print(name, *asked, f"{same.index(name) + 1} of {len(same)}", sep="\t")
    return 0


if __name__ == "__main__":
    sys.exit(main())
