"""Runs the installed wheel: every vocabulary table loads, and one question gets its answer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

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
        raise SystemExit(f"unexpected first option: {first['therapies']}")
    print(f"{len(tables)} tables; first option for EGFR L858R in LUAD: {first['therapies'][0]}")


if __name__ == "__main__":
    main()
