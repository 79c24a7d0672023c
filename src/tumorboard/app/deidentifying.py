"""A case of the registry as a document that may leave the center."""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path

from tumorboard.app.desk import Seat
from tumorboard.board.deidentified import deidentified
from tumorboard.board.follow_ups import in_force
from tumorboard.errors import InputError, Refused
from tumorboard.model.deidentified import Deidentified
from tumorboard.model.lesion import SITES
from tumorboard.model.registry import Decision
from tumorboard.store import private
from tumorboard.vocab import Vocabulary
from tumorboard.wording import words

SHORTEST_KEY = 32  # bytes


def exported(seat: Seat, case: str, vocab: Vocabulary, on: date, *, key: bytes = b"", reason: str) -> Deidentified:
    """The case without the person; that it left, and why, stands in the audit log.

    Parameters
    ----------
    key
        Secret of at least 32 bytes that keeps pseudonyms the same from one export to the next; without one a new key is
        made and thrown away, so that nobody can join two exports or turn one back.

    Raises
    ------
    NotFound
        If there is no such case.
    Refused
        If the patient did not agree to exports, or took back the consent to care.
    InputError
        ``REG050`` if the key is too short, ``REG051`` without a reason.
    """
    if key and len(key) < SHORTEST_KEY:
        raise InputError("the key is too short", code="REG050", remedy=f"Give {SHORTEST_KEY} random bytes or more.")
    if not reason.strip():
        raise InputError("an export needs a reason", code="REG051", remedy="Say what it is for.")
    now = seat.standing(case)
    if now.consent("care") is False or now.consent("export") is not True:
        raise Refused("the patient has not agreed to exports", code="workflow.export_needs_consent",
                      remedy="Record the patient's word: `tumorboard registry consent CASE export given`.")  # fmt: skip
    records = seat.registry.records(case)
    decided = [body for entry, body in records if isinstance(body, Decision) and entry.document == now.decision]
    made = deidentified(
        seat.facts(case).case,
        vocab,
        coded_words(),
        key or secrets.token_bytes(SHORTEST_KEY),
        on,
        choices=decided[-1].choices if decided else (),
        follow_up=[body for _, body in in_force(records)],
        germline=now.consent("germline") is True,
    )
    seat.looked(case, "exported", reason)
    return made


def coded_words() -> frozenset[str]:
    """Every coded word that a field of the facts may hold: those of the catalogs, without the family they stand in."""
    terms = words("en").terms
    return frozenset(terms) | frozenset(code.rpartition(".")[2] for code in terms) | frozenset(SITES)


def secret(file: Path) -> bytes:
    """The key of a file.

    Raises
    ------
    InputError
        ``REG050`` if the file cannot be read.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError("the file of the key cannot be read", code="REG050", remedy="Give another one.") from error


def kept(file: Path, text: str) -> None:
    """The document is in the file, which only its owner may read.

    Raises
    ------
    InputError
        ``REG052`` if the file cannot be written.
    """
    try:
        private.kept(file, text)
    except OSError as error:
        raise InputError("the file cannot be written", code="REG052", remedy="Give another one with -o.") from error
