"""Rows of statements, as the pack and compiled snapshots hold them, into `Statement` values.

A row is a JSON object; fields that are empty may be absent.  docs/knowledge/pack.md describes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from tumorboard.criteria.base import LeafTypes
from tumorboard.criteria.text import parse
from tumorboard.errors import InputError, KnowledgeError
from tumorboard.model.statement import Approval, Citation, Guideline, Statement, Study
from tumorboard.model.verdict import Criterion

Read = Callable[[str], Criterion]


def criteria_reader(leaf_types: LeafTypes) -> Read:
    """Text -> criterion; each distinct text is parsed once, for many rows share disease and context."""
    known: dict[str, Criterion] = {}

    def read(text: str) -> Criterion:
        if text not in known:
            known[text] = parse(text, leaf_types)
        return known[text]

    return read


def statement(row: Mapping[str, Any], source: str, release: str, read: Read) -> Statement:
    """The statement of a row.

    Raises
    ------
    KnowledgeError
        If a field is absent or of another kind, or a criterion is not one of this program.
    """
    try:
        return Statement(
            id=row["id"],
            kind=row["kind"],
            predicate=row["predicate"],
            direction=row["direction"],
            therapy=tuple(row.get("therapy", ())),
            therapy_class=row.get("therapy_class", ""),
            interaction=row.get("interaction", ""),
            biomarker=read(row["biomarker"]),
            disease=read(row["disease"]),
            context=read(row["context"]),
            contraindications=tuple(read(text) for text in row.get("contraindications", ())),
            yields_to=read(row["yields_to"]) if row.get("yields_to") else None,
            source=source,
            release=release,
            strength=(row["strength"][0], row["strength"][1]),
            approvals=tuple(_approval(a) for a in row.get("approvals", ())),
            guideline=Guideline(**row["guideline"]) if "guideline" in row else None,
            study=Study(**row.get("study", {})),
            genes=tuple(row["genes"]),
            origin=row.get("origin", ""),
            tumor_agnostic=row.get("tumor_agnostic", False),
            citations=tuple(Citation(**c) for c in row.get("citations", ())),
            field_sources=MappingProxyType(row.get("field_sources", {})),
            note=row.get("note", ""),
            needs_review=row.get("needs_review", False),
        )
    except (InputError, KeyError, TypeError) as error:
        raise KnowledgeError(
            f"row {row.get('id', '?')} of {source} is damaged or not of this program",
            remedy="Reinstall tumorboard, or import the source again.",
            code="SNP013",
        ) from error


def _approval(entry: Mapping[str, str]) -> Approval:
    return Approval(
        agency=entry["agency"],
        status=entry["status"],
        since=_date(entry.get("since")),
        until=_date(entry.get("until")),
        source=entry.get("source", ""),
        confidence=entry.get("confidence", "high"),
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
