"""The starter pack shipped with this package, as statements.

The pack is written as YAML in ``knowledge/pack/``, compiled and checked by ``tools/build_pack.py``; only the compiled
``pack.json`` is read here.  docs/knowledge/pack.md describes the schema and the rules of provenance.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from tumorboard.criteria.base import LeafTypes
from tumorboard.errors import KnowledgeError
from tumorboard.knowledge.rows import Read, criteria_reader, statement
from tumorboard.model.assessment import KnowledgeRelease
from tumorboard.model.knowledge import Holds, Knowledge
from tumorboard.model.statement import Statement

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


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """The pack's rows; a statement is made when a case or a reader asks for it.

    One case concerns a few dozen of the pack's hundreds of statements, and reading their criteria takes most of the time
    that loading them takes.
    """

    release: KnowledgeRelease
    rows: Sequence[Mapping[str, Any]]
    read: Read
    _made: dict[int, Statement] = field(default_factory=dict)

    def concerning(self, keys: frozenset[str], holds: Holds) -> tuple[Statement, ...]:
        """Statements that speak of one of the keys, that name no gene or marker, or whose tumor is the patient's; by id.

        Raises
        ------
        KnowledgeError
            If one of them is damaged or written for criteria that this program does not know.
        """
        own = lru_cache(maxsize=None)(lambda text: holds(self.read(text)))
        return tuple(
            self._statement(n)
            for n, row in enumerate(self.rows)
            if not row["genes"] or not keys.isdisjoint(row["genes"]) or own(row["disease"])
        )

    def all(self) -> tuple[Statement, ...]:
        """Every statement, by id; raises as `concerning`."""
        return tuple(self._statement(n) for n in range(len(self.rows)))

    def _statement(self, n: int) -> Statement:
        if n not in self._made:
            self._made[n] = statement(self.rows[n], NAME, self.release.release, self.read)
        return self._made[n]


def opened(leaf_types: LeafTypes) -> Pack:
    """The pack, of which every statement can be asked for.

    Parameters
    ----------
    leaf_types
        The criteria leaves by name; a row that uses another one is refused.

    Raises
    ------
    KnowledgeError
        If the pack is absent, damaged or of another schema.
    """
    content, digest = _content()
    release = str(content["release"])
    about = KnowledgeRelease(name=NAME, release=release, sha256=digest, license=str(content["license"]))
    return Pack(about, content["rows"], criteria_reader(leaf_types))


def load(leaf_types: LeafTypes) -> Knowledge:
    """Every statement of the pack, by id, and its release; raises as `opened` and `Pack.all`."""
    pack = opened(leaf_types)
    return Knowledge(statements=pack.all(), releases=(pack.release,))


def rows() -> tuple[Mapping[str, Any], ...]:
    """The rows of the pack as they are written, by id.

    Raises
    ------
    KnowledgeError
        As `opened`.
    """
    return tuple(_content()[0]["rows"])


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
