"""``make demo``: interprets the example cases, prints a summary of each, where the reports lie, and what it took."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def megabytes(folder: Path) -> int:
    """Size of a folder as it lies on disk, files once."""
    return sum(f.stat().st_blocks * 512 for f in folder.rglob("*") if f.is_file() and not f.is_symlink()) >> 20


def main() -> None:
    """Run the program as a user would, once for each example."""
    begun = time.monotonic()
    cases = sorted(p.parent for p in (ROOT / "examples").glob("*/case.yaml"))
    for case in cases:
        out = Path("out") / case.name
        command = [sys.executable, "-m", "tumorboard", "report", str(case.relative_to(ROOT)), "-o", str(out)]
        subprocess.run(command, cwd=ROOT, check=True)
        print()
    seconds = time.monotonic() - begun
    venv = ROOT / ".venv"
    size = f"; .venv is {megabytes(venv)} MB" if venv.is_dir() else ""
    print(f"{len(cases)} cases in {seconds:.1f} s{size}. Open out/{cases[0].name}/report.html in a browser.")
    print("The board's pages with 200 invented cases: .venv/bin/tumorboard serve --demo (docs/web.md).")


if __name__ == "__main__":
    main()
