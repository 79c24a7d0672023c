"""The registry ids of a trial or a part, and numbers that only look like one."""

from __future__ import annotations

import re

from tumorboard.formats.trials.own.entries import Entry, Notes
from tumorboard.issues import Severity
from tumorboard.model.trial import REGISTRIES, TrialId
from tumorboard.wire.yaml_text import Path


def read_ids(entry: Entry, notes: Notes) -> tuple[TrialId, ...]:
    """The ids listed under ``ids``: a text shows its registry by its form; ``protocol: 10-001`` says it."""
    found = [_one(item, at, notes) for at, item in entry.listed("ids")]
    told = [i for i in found if i is not None]
    for at, ident in enumerate(told):
        if ident in told[:at]:
            notes.add("TRL008", (*entry.at("ids"), at), id=ident.value)
    return tuple(dict.fromkeys(told))


def _one(item: object, at: Path, notes: Notes) -> TrialId | None:
    system, value = next(iter(item.items())) if isinstance(item, dict) and len(item) == 1 else ("", item)
    if not isinstance(value, str) or not value.strip():
        notes.add("TRL003", at, wanted="expects.text")
        return None
    shown = TrialId.of(value)
    if system and system not in (*REGISTRIES, "protocol"):
        notes.add("TRL004", at, value=system, allowed=(*REGISTRIES, "protocol"))
    elif system == "protocol" and shown.system != "protocol":
        notes.add("TRL014", at, Severity.WARNING, id=shown.value, registry=shown.system)
    elif system == "protocol" and (near := _almost(shown.value)) and _NUMBERED.fullmatch(shown.value):
        notes.add("TRL015", at, Severity.WARNING, id=shown.value, registry=near)
    elif system not in {"", shown.system}:
        notes.add("TRL015", at, id=shown.value, registry=system)
        return TrialId(system, shown.value)
    elif not system and shown.system == "protocol" and (near := _almost(shown.value)):
        # a digit too many or too few: nobody's protocol is called so, and no registry finds it
        severity = Severity.ERROR if _NUMBERED.fullmatch(shown.value) else Severity.WARNING
        notes.add("TRL015", at, severity, id=shown.value, registry=near)
    return shown


_NUMBERED = re.compile(r"[A-Za-z]+[ -]?[0-9]{4,}")  # a word of letters and one number, as ids of registries are


def _almost(value: str) -> str:
    """The registry whose prefix a protocol number has; empty for none."""
    plain = value.upper()
    return next((s for s in ("nct", "chictr", "isrctn", "jrct", "actrn") if plain.startswith(s.upper())), "")
