"""The starter pack shipped with this package, as statements.

The pack is written as YAML in ``knowledge/pack/``, compiled and checked by ``tools/build_pack.py``; only the compiled
``pack.json`` is read here.  docs/knowledge/pack.md describes the schema and the rules of provenance.
"""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from tumorboard.criteria.base import LeafTypes
from tumorboard.errors import KnowledgeError
from tumorboard.knowledge.rows import criteria_reader, statement
from tumorboard.model.assessment import KnowledgeRelease
from tumorboard.model.knowledge import Knowledge
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
    read = criteria_reader(leaf_types)
    release = str(content["release"])
    statements = tuple(statement(row, NAME, release, read) for row in content["rows"])
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
