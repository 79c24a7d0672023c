"""Evidence items and assertions as rows of statements, or a coded reason why one is none: each is one or the other.

An item becomes a statement only when gene, change, origin, tumor type, claim and drugs are carried exactly.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tumorboard.knowledge.sources.civic import profile as grammar
from tumorboard.knowledge.sources.civic.drugs import regimens
from tumorboard.knowledge.sources.civic.merging import merged
from tumorboard.knowledge.sources.civic.tables import Item
from tumorboard.knowledge.sources.civic.tumors import Tumor, tumor
from tumorboard.knowledge.sources.civic.variant_names import NotExact, criterion
from tumorboard.vocab import Vocabulary

# (evidence type, significance) -> predicate of the statement
PREDICATES: Mapping[tuple[str, str], str] = {
    ("Predictive", "Sensitivity/Response"): "sensitivity",
    ("Predictive", "Sensitivity"): "sensitivity",
    ("Predictive", "Resistance"): "resistance",
    ("Prognostic", "Better Outcome"): "prognostic_better",
    ("Prognostic", "Poor Outcome"): "prognostic_worse",
    ("Diagnostic", "Positive"): "diagnostic",
    ("Oncogenic", "Oncogenicity"): "oncogenic",
    ("Oncogenic", "Oncogenic"): "oncogenic",
    ("Oncogenic", "Likely Oncogenic"): "oncogenic",
    ("Functional", "Gain of Function"): "functional_gain",
    ("Functional", "Loss of Function"): "functional_loss",
    ("Functional", "Dominant Negative"): "functional_dominant_negative",
    ("Functional", "Neomorphic"): "functional_neomorphic",
    ("Functional", "Unaltered Function"): "functional_neutral",
    ("Predisposing", "Predisposition"): "predisposing",
    ("Predisposing", "Pathogenic"): "predisposing",
    ("Predisposing", "Likely Pathogenic"): "predisposing",
}
TYPES = frozenset(kind for kind, _ in PREDICATES)
# Significances that no predicate carries, and the directions, levels and statuses that make no statement, all known by their words: what
# is in neither list was not known when this was written.  Source: CIViC's own releases of 2021 to 2026; its documentation, evidence.
NOT_CARRIED = frozenset({
    "", "N/A", "Unknown", "Uncertain Significance", "Reduced Sensitivity", "Adverse Response", "Negative", "Protectiveness", "Benign",
    "Likely Benign",
})  # fmt: skip
DIRECTIONS = {"Supports": "supports", "Does Not Support": "disputes"}
# origin as written -> origin asked of the leaves; what is not here cannot be carried
ORIGINS = {
    "": "any",
    "N/A": "any",
    "Unknown": "any",
    "Somatic": "any",
    "Somatic Mutation": "any",
    "Combined": "any",
    "Rare Germline": "germline",
    "Rare Germline Mutation": "germline",
    "Common Germline": "germline",
    "Germline Polymorphism": "germline",
}
LEVELS = frozenset("ABCDE")
TIER = re.compile(r"Tier (I|II|III|IV)(?: - Level ([ABCD]))?")
# What an assertion of a kind that AMP does not tier is classified by.  Source: docs.civicdb.org, assertions.
CLASSES = {"Oncogenic": "ccv_2022", "Predisposing": "acmg_2015"}


SIGNIFICANCES = frozenset(word for _, word in PREDICATES) | NOT_CARRIED
WORDS: Mapping[str, frozenset[str]] = {
    "significance": SIGNIFICANCES,
    "direction": frozenset(DIRECTIONS) | {"", "N/A"},
    "origin": frozenset(ORIGINS) | {"Mixed"},
    "status": frozenset({"", "accepted", "submitted", "rejected"}),
    "interaction": frozenset({"", "Combination", "Sequential", "Substitutes"}),
}


class Refused(ValueError):
    """Why an item is no statement."""


@dataclass(slots=True)
class Account:
    """What became of every item: ids of items by reason, and how many statements they made."""

    items: int = 0
    carried: int = 0
    statements: int = 0
    refused: dict[str, list[str]] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """Items by reason, the most frequent first; with `carried` they add up to `items`."""
        return dict(Counter({reason: len(ids) for reason, ids in self.refused.items()}).most_common())


def unknown_words(items: Sequence[Item]) -> dict[str, tuple[tuple[str, ...], int]]:
    """By column the words that are not known here, and in how many records they stand."""
    found = {}
    for column, known in WORDS.items():
        said = Counter(word for item in items if (word := getattr(item, column)) not in known)
        if said:
            found[column] = tuple(sorted(said)), said.total()
    levels = Counter(i.level for i in items if not _level_known(i))
    if levels:
        found["level"] = tuple(sorted(levels)), levels.total()
    return found


def _level_known(item: Item) -> bool:
    return item.level in LEVELS if item.kind == "item" else not item.level or TIER.fullmatch(item.level) is not None


def compile_items(items: Iterable[Item], vocab: Vocabulary) -> tuple[list[dict[str, Any]], Account]:
    """Rows of statements by id, and the account of the items."""
    account = Account()
    rows: dict[str, dict[str, Any]] = {}
    for item in items:
        account.items += 1
        try:
            made = rows_of(item, vocab)
        except (Refused, NotExact) as reason:
            account.refused.setdefault(str(reason), []).append(item.name)
            continue
        if any(row["id"] in rows for row in made):
            account.refused.setdefault("repeated", []).append(item.name)
            continue
        account.carried += 1
        rows |= {row["id"]: row for row in made}
    account.statements = len(rows)
    return [rows[i] for i in sorted(rows)], account


def rows_of(item: Item, vocab: Vocabulary) -> list[dict[str, Any]]:
    """The statements of one item or assertion: one, or one for each of drugs that stand for each other.

    Raises
    ------
    Refused, NotExact
        With the reason.
    """
    if item.status and item.status != "accepted":
        raise Refused("not_accepted")
    if item.type not in TYPES:
        raise Refused("evidence_type_unknown")
    predicate = PREDICATES.get((item.type, item.significance))
    if predicate is None:
        raise Refused("significance_not_carried" if item.significance in SIGNIFICANCES else "significance_unknown")
    if item.direction not in DIRECTIONS:
        raise Refused("direction_not_carried" if item.direction in WORDS["direction"] else "direction_unknown")
    strength = _strength(item)
    if item.origin not in ORIGINS:
        raise Refused("origin_mixed" if item.origin in WORDS["origin"] else "origin_unknown")
    text, genes = _profile(item.profile, ORIGINS[item.origin], vocab)
    shared = {
        "predicate": predicate,
        "biomarker": text,
        "genes": list(genes),
        "strength": strength,
        **_fields(item, tumor(item, vocab)),
    }
    return [_row(item, shared, regimen, letter) for regimen, letter in regimens(item, predicate, vocab)]


def _strength(item: Item) -> list[str]:
    """The level in the source's own words; an assertion without a tier is classified by the rules of its kind."""
    if not _level_known(item):
        raise Refused("level_unknown")
    if item.kind == "item":
        return ["civic_level", item.level]
    if item.level:
        return ["amp_2017", item.level]
    return [CLASSES.get(item.type, ""), item.significance] if item.type in CLASSES else ["", ""]


def _profile(name: str, origin: str, vocab: Vocabulary) -> tuple[str, tuple[str, ...]]:
    try:
        parsed = grammar.parse(name)
    except grammar.ProfileError as error:
        raise Refused(f"profile_{error}") from error
    genes: dict[str, None] = {}

    def text(part: grammar.Profile) -> str:
        if isinstance(part, grammar.Term):
            found, named = criterion(part.gene, part.variant, origin, vocab)
            genes.update(dict.fromkeys(named))
            return found
        if isinstance(part, grammar.Not):
            return f"not ({text(part.part)})"
        texts = {text(p) for p in part.parts}  # their order says nothing, and one that is said twice is said once
        if isinstance(part, grammar.Any):
            texts = merged(texts)
        word = " and " if isinstance(part, grammar.All) else " or "
        return "(" + word.join(sorted(texts)) + ")" if len(texts) > 1 else texts.pop()

    return text(parsed), tuple(sorted(genes))


def _fields(item: Item, where: Tumor) -> dict[str, Any]:
    """What every statement of an item says alike."""
    kind = {"PubMed": "pmid", "ASCO": "asco", "ASH": "ash"}.get(item.source, "pmid")
    cited = [{"kind": "civic", "ref": item.name}]
    cited += [{"kind": kind, "ref": item.citation}] if item.citation else []
    cited += [{"kind": "civic", "ref": f"EID{e}"} for e in item.items]
    if item.guideline:
        cited.append({"kind": "guideline", "ref": f"NCCN {item.guideline}", "title": item.guideline_version})
    return {
        "kind": item.kind,
        "direction": DIRECTIONS[item.direction],
        "disease": where.disease,
        "context": where.context,
        "tumor_agnostic": where.agnostic,
        "origin": "germline" if ORIGINS[item.origin] == "germline" else item.origin.casefold(),
        "needs_review": item.flagged,
        "citations": cited,
    }


def _row(item: Item, shared: Mapping[str, Any], regimen: tuple[str, ...], letter: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        **shared,
        "id": f"CIVIC.{item.name}{letter}",
        "therapy": list(regimen),
        "interaction": item.interaction.casefold() if len(regimen) > 1 else "",
        "field_sources": {},
    }
    return {k: v for k, v in row.items() if v not in ("", [], False) or k in {"therapy", "genes"}}
