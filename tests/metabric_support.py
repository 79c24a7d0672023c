"""The METABRIC example as a module and as a program."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "examples" / "metabric" / "tnbc_survival.py"
NOT_ASSESSABLE = (
    "FUSCC subtype: not assessable for any of them: no expression, and none of AR, CD8, FOXC1, DCLK1 was stained"
)


def functions() -> dict[str, Any]:
    return runpy.run_path(str(SCRIPT))


def run(folder: Path, out: Path) -> str:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, str(SCRIPT), str(folder), "-o", str(out)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
