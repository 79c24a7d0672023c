"""Entries of the registry as FHIR R4 AuditEvents, one JSON object a line: who did what to which case when, and nothing of the case.

Cases are told by their random names; reasons, which people write in words, and patients are left out.

Source: HL7 FHIR R4 (4.0.1), resource AuditEvent; DICOM PS3.16 Context Group for the types (from memory/medium).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tumorboard.model.registry import Entry
from tumorboard.store.chain import stamp

DCM = "http://dicom.nema.org/resources/ontology/DCM"
OWN = "urn:tumorboard:action"
CASE = "urn:tumorboard:case"
ACCOUNT = "urn:tumorboard:account"
_SIGN_ON = {"signed_in", "signed_out", "sign_in_failed"}
_SECURITY = {
    "account_made", "account_changed", "account_disabled", "password_changed", "token_made", "token_revoked", "restricted",
    "unrestricted", "glass_broken", "rules",
}  # fmt: skip
_TYPES = {
    "sign_on": ("110114", "User Authentication"),
    "security": ("110113", "Security Alert"),
    "export": ("110106", "Export"),
    "record": ("110110", "Patient Record"),
    "application": ("110100", "Application Activity"),
}
_ACTS = {
    "viewed": "R",
    "listed": "R",
    "exported": "R",
    "verified": "R",
    "backed_up": "R",
    "refused": "R",
    "erased": "D",
}
_FAILED = {"refused": "8", "sign_in_failed": "4"}  # 8: serious failure; 4: minor failure (AuditEventOutcome)


def lines(entries: Iterable[Entry], public: Mapping[str, str]) -> Iterator[str]:
    """One line of JSON an entry; `public` maps cases to their random names."""
    for entry in entries:
        yield json.dumps(event(entry, public.get(entry.case, "")), ensure_ascii=False, sort_keys=True) + "\n"


def event(entry: Entry, public: str) -> dict[str, Any]:
    """One entry as an AuditEvent; `public` is the random name of its case, empty when it is about none."""
    code, display = _TYPES[_type(entry)]
    made: dict[str, Any] = {
        "resourceType": "AuditEvent",
        "id": str(entry.number),
        "type": {"system": DCM, "code": code, "display": display},
        "subtype": [{"system": OWN, "code": entry.action}],
        "action": _act(entry),
        "recorded": stamp(entry.at),
        "outcome": _FAILED.get(entry.action, "0"),
        "agent": [{"who": {"identifier": {"system": ACCOUNT, "value": entry.by}}, "requestor": True}],
        "source": {"observer": {"display": "tumorboard"}},
        "entity": [_chained(entry)],
    }
    if public:
        made["entity"].insert(0, {"what": {"identifier": {"system": CASE, "value": public}}})
    return made


def _chained(entry: Entry) -> dict[str, Any]:
    """The place of the entry in the chain, so that a copy can be held against the registry."""
    values = {"digest": entry.digest, "previous": entry.previous, "revision": str(entry.revision)}
    return {"name": "entry", "detail": [{"type": k, "valueString": v} for k, v in values.items()]}


def _type(entry: Entry) -> str:
    if entry.action in _SIGN_ON:
        return "sign_on"
    if entry.action in _SECURITY:
        return "security"
    if entry.action in {"exported", "backed_up"}:
        return "export"
    return "record" if entry.case or entry.patient else "application"


def _act(entry: Entry) -> str:
    if entry.action in _ACTS:
        return _ACTS[entry.action]
    if entry.action in _SIGN_ON:
        return "E"
    return "C" if entry.revision == 1 or entry.action in {"account_made", "token_made"} else "U"
