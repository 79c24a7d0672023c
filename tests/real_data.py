"""Public data that tests read in place and that is never committed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("TUMORBOARD_SHARED_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")


def shared(name: str) -> Path:
    """The file or folder `name` of the shared data; skips the test where it is absent."""
    path = ROOT / name
    if not path.exists():
        pytest.skip(f"shared data {name} is not here; set TUMORBOARD_SHARED_DATA")
    return path
