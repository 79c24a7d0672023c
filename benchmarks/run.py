"""``make bench``: every benchmark with its default size, one after the other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Run each in a process of its own."""
    for name in ("limits.py", "report.py", "vcf.py", "cohort.py", "match.py", "expression.py"):
        print(f"== {name}", flush=True)
        subprocess.run([sys.executable, str(HERE / name)], check=True)


if __name__ == "__main__":
    main()
