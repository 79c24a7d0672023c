"""The versions of the schema are one line: each follows the one before, and none has two that follow it."""

from __future__ import annotations

import re
from pathlib import Path

VERSIONS = Path(__file__).resolve().parents[2] / "src" / "tumorboard" / "store" / "migrations" / "versions"


def test_every_version_follows_the_one_before() -> None:
    files = sorted(VERSIONS.glob("[0-9]*.py"))
    found = []
    for file in files:
        text = file.read_text("utf-8")
        revision, before = (re.search(rf"^{n} = (.+)$", text, re.MULTILINE) for n in ("revision", "down_revision"))
        assert revision is not None and before is not None
        found.append((file.name[:4], revision[1].strip('"'), before[1].strip('"')))
    numbers = [f"{n:04d}" for n in range(1, len(files) + 1)]
    assert found == [(n, n, b) for n, b in zip(numbers, ["None", *numbers], strict=False)]
