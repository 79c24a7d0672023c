"""Files that hold patients are for the account that wrote them and nobody else."""

from __future__ import annotations

import os
from pathlib import Path

OWNER = 0o600


def made(path: Path) -> bool:
    """The file is there; where it was not, it is empty and only its owner may read it.  Whether it was made now."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER))
    except FileExistsError:
        return False
    return True


def emptied(path: Path) -> None:
    """The file is there, empty, and only its owner may read it, whoever could before."""
    path.unlink(missing_ok=True)
    made(path)


def kept(path: Path, text: str) -> None:
    """The text is in the file, which only its owner may read; the same bytes on every system."""
    emptied(path)
    path.write_text(text, encoding="utf-8", newline="\n")
