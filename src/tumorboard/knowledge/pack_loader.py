"""The starter pack shipped with this package, as statements.

The pack is written as YAML in ``knowledge/pack/``, compiled and checked by ``tools/build_pack.py``; only the compiled
``pack.json`` is read here.  docs/knowledge/pack.md describes the schema and the rules of provenance.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from tumorboard.criteria.base import LeafTypes
from tumorboard.criteria.text import parse
from tumorboard.errors import InputError, KnowledgeError
from tumorboard.model.assessment import KnowledgeRelease
from tumorboard.model.knowledge import Knowledge
from tumorboard.model.statement import Approval, Citation, Guideline, Statement, Study
from tumorboard.model.verdict import Criterion
from tumorboard.vocab import Vocabulary

NAME = "tumorboard-pack"
SCHEMA = 1
# Every note a row may carry; their words are in wording/<language>/pack.toml.
NOTES = (
    "pack.adverse_cytogenetics_prevail",
    "pack.another_class_may_work",
    "pack.confirm_on_tissue",
    "pack.diagnosis_needs_pathology",
    "pack.early_evidence",
    "pack.intensive_chemotherapy",
    "pack.not_labeled",
    "pack.not_marketed",
    "pack.subset_benefit",
    "pack.target_lost",
    "pack.test_must_be_approved",
    "pack.with_chemotherapy",
    "pack.withdrawn_indication",
)


def load(leaf_types: LeafTypes, vocab: Vocabulary | None = None) -> Knowledge:
    """Every statement of the pack, by id, and its release.

    Parameters
    ----------
    leaf_types
        The criteria leaves by name; a row that uses another one is refused.
    vocab
        Not needed: the rows were resolved when the pack was built.

    Raises
    ------
    KnowledgeError
        If the pack is absent, damaged, of another schema, or written for criteria that this program does not know.
    """
    content, digest = _content()
    read = _reader(leaf_types)
    release = str(content["release"])
    statements = tuple(_statement(row, release, read) for row in content["rows"])
    about = KnowledgeRelease(name=NAME, release=release, sha256=digest, license=str(content["license"]))
    return Knowledge(statements=statements, releases=(about,))


@lru_cache(maxsize=1)
def _content() -> tuple[dict[str, Any], str]:
    resource = files("tumorboard.knowledge").joinpath("pack", "pack.json")
    try:
        raw = resource.read_bytes()
        content: dict[str, Any] = json.loads(raw)
    except (FileNotFoundError, ValueError) as error:
        raise KnowledgeError("the starter pack is absent or damaged", remedy="reinstall tumorboard") from error
    if content.get("schema") != SCHEMA:
        raise KnowledgeError(
            f"the starter pack has schema {content.get('schema')}, this program reads {SCHEMA}",
            remedy="rebuild it with tools/build_pack.py",
        )
    return content, sha256(raw).hexdigest()


def _reader(leaf_types: LeafTypes) -> Callable[[str], Criterion]:
    """Text -> criterion; each distinct text is parsed once, for many rows share disease and context."""
    known: dict[str, Criterion] = {}

    def read(text: str) -> Criterion:
        if text not in known:
            known[text] = parse(text, leaf_types)
        return known[text]

    return read


def _statement(row: Mapping[str, Any], release: str, read: Callable[[str], Criterion]) -> Statement:
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
            source=NAME,
            release=release,
            strength=(row["strength"][0], row["strength"][1]),
            approvals=tuple(_approval(a) for a in row.get("approvals", ())),
            guideline=Guideline(**row["guideline"]) if "guideline" in row else None,
            study=Study(**row.get("study", {})),
            genes=tuple(row["genes"]),
            origin=row.get("origin", ""),
            tumor_agnostic=row.get("tumor_agnostic", False),
            citations=tuple(Citation(**c) for c in row.get("citations", ())),
            field_sources=MappingProxyType(row["field_sources"]),
            note=row.get("note", ""),
        )
    except (InputError, KeyError, TypeError) as error:
        raise KnowledgeError(
            f"row {row.get('id', '?')} of the starter pack is damaged or not of this program",
            remedy="rebuild it with tools/build_pack.py",
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
