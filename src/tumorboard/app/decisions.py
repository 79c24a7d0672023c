"""A board's decision as it is written down in YAML.

on: 2026-11-27
took_part:
- {name: A. Wang, role: molecular pathologist}
- {name: B. Roy, role: oncologist, conflict_of_interest: advisory board of the maker of osimertinib}
choices:
- {therapies: [osimertinib], verdict: accepted}
- {therapies: [gefitinib], verdict: rejected, reason: less effective first line}
summary: Osimertinib first line; germline referral is not needed.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from tumorboard.errors import InputError
from tumorboard.model.registry import Decision
from tumorboard.wire.decode import reader
from tumorboard.wire.yaml_text import mapping


def read(path: Path, assessment: str, today: date) -> Decision:
    """The decision of a file, on the assessment of this digest; `on` is today when it is not written.

    Raises
    ------
    InputError
        If the file is not there, or not a decision: the place in it is named.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as err:
        raise InputError(f"{path.name} cannot be read", code="REG041", remedy="Give a YAML file in UTF-8.") from err
    found = mapping(text, path.name)
    if found.value is None:
        raise InputError(
            f"{path.name} is no decision", issues=found.issues, code="REG041", remedy="See docs/registry.md."
        )
    body: dict[str, Any] = json.loads(json.dumps(found.value.value))
    written = {"on": today.isoformat(), **body, "assessment": assessment}
    return reader(Decision)(written, "")  # type: ignore[no-any-return]
