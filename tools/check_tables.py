"""Check every shipped vocabulary table: provenance, no machine paths, sorted unique rows, loads from the installed package.

Usage: PYTHONPATH=src python tools/check_tables.py
"""

from __future__ import annotations

import re
import sys
import time
from hashlib import sha256
from importlib.resources import files

from tumorboard import vocab
from tumorboard.vocab import table

KEYS = ("source", "release", "retrieved", "license", "attribution", "sha256", "made_by")
MACHINE = re.compile(r"/(work|tmp|root|home|Users)/|localhost")


def problems(name: str, text: str) -> list[str]:
    """What is wrong with one table, in words; empty when nothing is."""
    lines = text.split("\n")
    head = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# ") and ": " in line)
    found = [f"{name}: header lacks {key}" for key in KEYS if not head.get(key)]
    body = [line for line in lines if line and not line.startswith("#")]
    columns, rows = body[0].split("\t"), body[1:]
    if rows != sorted(rows, key=lambda line: line.split("\t")):
        found.append(f"{name}: rows are not sorted")
    if len(set(rows)) != len(rows):
        found.append(f"{name}: rows repeat")
    found += [f"{name}: row {i} has {r.count(chr(9)) + 1} cells" for i, r in enumerate(rows, 1) if r.count("\t") + 1 != len(columns)]  # fmt: skip
    if MACHINE.search(text):
        found.append(f"{name}: a machine path or host")
    return found


def main() -> int:
    """Print a line per table and return 1 when anything is wrong."""
    wrong = []
    for resource in sorted(files("tumorboard.vocab").joinpath("data").iterdir(), key=lambda r: r.name):
        if not resource.name.endswith(".tsv"):
            continue
        name = resource.name.removesuffix(".tsv")
        raw = resource.read_bytes()
        wrong += problems(name, raw.decode("utf-8"))
        release, rows = table.read(name)
        print(f"{name}\t{len(rows)} rows\t{len(raw)} bytes\t{release.release}\t{sha256(raw).hexdigest()[:12]}")
    for loader in (vocab.Genes, vocab.Diseases, vocab.Therapies, vocab.Markers, vocab.Thresholds, vocab.Alleles):
        start = time.perf_counter()
        loader.load()
        print(f"{loader.__name__}.load\t{(time.perf_counter() - start) * 1000:.1f} ms")
    print(*wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
