"""Evidence items as rows of statements, or a coded reason why an item is none: every item is one or the other.

An item becomes a statement only when gene, change, origin, tumor type, claim and drugs are carried exactly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tumorboard.knowledge.sources.civic import profile as grammar
from tumorboard.knowledge.sources.civic.tables import Item
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
ANY_CANCER = frozenset({"DOID:162", "DOID:4"})


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


def compile_items(items: Iterable[Item], vocab: Vocabulary) -> tuple[list[dict[str, Any]], Account]:
    """Rows of statements by id, and the account of the items."""
    account = Account()
    rows: dict[str, dict[str, Any]] = {}
    for item in items:
        account.items += 1
        try:
            made = rows_of(item, vocab)
        except (Refused, NotExact) as reason:
            account.refused.setdefault(str(reason), []).append(f"EID{item.id}")
            continue
        if any(row["id"] in rows for row in made):
            account.refused.setdefault("repeated", []).append(f"EID{item.id}")
            continue
        account.carried += 1
        rows |= {row["id"]: row for row in made}
    account.statements = len(rows)
    return [rows[i] for i in sorted(rows)], account


def rows_of(item: Item, vocab: Vocabulary) -> list[dict[str, Any]]:
    """The statements of one item: one, or one for each of drugs that stand for each other.

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
        raise Refused("significance_not_carried")
    if item.direction not in DIRECTIONS:
        raise Refused("direction_not_carried")
    if item.level not in LEVELS:
        raise Refused("level_unknown")
    if item.origin not in ORIGINS:
        raise Refused("origin_mixed")
    text, genes = _profile(item.profile, ORIGINS[item.origin], vocab)
    disease, agnostic = _disease(item, vocab)
    return [
        _row(item, predicate, text, genes, disease, agnostic, regimen, letter)
        for regimen, letter in _regimens(item, predicate, vocab)
    ]


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
        word = " and " if isinstance(part, grammar.All) else " or "
        return "(" + word.join(text(p) for p in part.parts) + ")"

    return text(parsed), tuple(sorted(genes))


def _disease(item: Item, vocab: Vocabulary) -> tuple[str, bool]:
    """Criteria text of the tumor type, and whether any tumor is meant."""
    if not item.doid:
        raise Refused("disease_absent")
    doid = f"DOID:{item.doid.removeprefix('DOID:')}"
    if doid in ANY_CANCER:
        return "Always()", True
    entry = vocab.diseases.ontology.get(doid)
    if entry is None:
        raise Refused("disease_unknown")
    if entry.relation not in {"exact", "union"}:
        raise Refused("disease_narrower" if entry.relation == "narrow" else "disease_not_mapped")
    if "TISSUE" in entry.codes:
        return "Always()", True
    listed = ", ".join(f'"{code}"' for code in entry.codes)
    return f"DiagnosisIn([{listed}])", False


def _regimens(item: Item, predicate: str, vocab: Vocabulary) -> list[tuple[tuple[str, ...], str]]:
    """Regimens with the letter that tells them apart; of a claim without drugs one empty regimen."""
    names = [n.strip() for n in item.therapies.split(",") if n.strip()]
    if predicate not in {"sensitivity", "resistance"}:
        return [((), "")]
    if not names:
        raise Refused("therapy_absent")
    # A drug that our table does not know keeps its name as its code: nothing is known of its class.
    codes = [vocab.therapies.resolve(n) or n.casefold() for n in names]
    if item.interaction == "Substitutes" and len(codes) > 1:
        return [((code,), chr(ord("a") + n)) for n, code in enumerate(sorted(set(codes)))]
    if len(codes) > 1 and item.interaction not in {"Combination", "Sequential"}:
        raise Refused("interaction_unknown")
    return [(tuple(sorted(set(codes))), "")]


def _row(
    item: Item,
    predicate: str,
    text: str,
    genes: tuple[str, ...],
    disease: str,
    agnostic: bool,
    regimen: tuple[str, ...],
    letter: str,
) -> dict[str, Any]:
    kind = {"PubMed": "pmid", "ASCO": "asco", "ASH": "ash"}.get(item.source, "pmid")
    row: dict[str, Any] = {
        "id": f"CIVIC.EID{item.id}{letter}",
        "kind": "item",
        "predicate": predicate,
        "direction": DIRECTIONS[item.direction],
        "therapy": list(regimen),
        "interaction": item.interaction.casefold() if len(regimen) > 1 else "",
        "biomarker": text,
        "disease": disease,
        "context": "Always()",
        "strength": ["civic_level", item.level],
        "genes": list(genes),
        "origin": "germline" if ORIGINS[item.origin] == "germline" else item.origin.casefold(),
        "tumor_agnostic": agnostic,
        "needs_review": item.flagged,
        "citations": [{"kind": "civic", "ref": f"EID{item.id}"}, {"kind": kind, "ref": item.citation}],
        "field_sources": {},
    }
    return {k: v for k, v in row.items() if v not in ("", [], False) or k in {"therapy", "genes"}}
