"""A tumor type by code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Disease:
    """A tumor type: `code` in `system` of a `release`.  `system` is ONCOTREE for everything that was resolved.

    `recorded` keeps what the file said when it differs from the code (an older code, a name, a DOID).
    """

    code: str
    name: str = ""
    system: str = "ONCOTREE"
    release: str = ""
    recorded: str = ""
