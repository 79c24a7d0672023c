"""Runs the installed wheel: every vocabulary table the starter pack and the example trials load, and one question gets its answer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tumorboard.criteria.leaves import LEAVES
from tumorboard.knowledge import pack_loader, trial_library
from tumorboard.vocab import load


def main() -> None:
    """Raises when the installed package cannot do its job."""
    tables = load().releases()
    command = [
        str(Path(sys.executable).with_name("tumorboard")),
        "options",
        "--disease",
        "LUAD",
        "EGFR L858R",
        "--json",
    ]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    first = answer["options"][0]
    if first["therapies"] != ["Osimertinib"] or not first["kept"]:
        raise SystemExit(f"unexpected first option: {first}")
    statements = pack_loader.load(LEAVES).statements
    if not statements:
        raise SystemExit("the starter pack is empty")
    trials = trial_library.shipped(LEAVES, load())
    if not trials:
        raise SystemExit("the example trials are missing")
    print(f"{len(tables)} tables, {len(statements)} statements, {len(trials)} example trials")


if __name__ == "__main__":
    main()
