"""CIViC's items and assertions as plain records for comparison: profiles as variant labels, agents and diseases resolved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tumorboard.knowledge.sources.civic.tables import Item
from tumorboard.vocab import Vocabulary
from tumorboard.vocab.diseases import Diseases

GENERIC_DISEASES = {"cancer", "solid tumor", "solid tumors, advanced", "malignant solid neoplasm"}
CHANGE = re.compile(r"([A-Z])(\d+)([A-Z*]|fs\S*|del\S*|dup\S*|ins\S*|delins\S*)?$")
Label = tuple[str, str]  # (gene, what): ("EGFR", "L858R"), ("ALK", "fusion"), ("", "MSI high")


@dataclass(frozen=True, slots=True)
class Record:
    """One predictive evidence item or assertion; `stance` is sensitivity, resistance, not_sensitivity ..."""

    id: str
    level: str
    profile: tuple[frozenset[Label], ...]  # alternatives of labels that must hold together
    agents: frozenset[str]
    unnamed: bool  # names an agent, class or regimen that no code stands for
    disease: str | None  # OncoTree code; "" for any cancer, None when it does not resolve
    stance: str


def records(items: Iterable[Item], vocab: Vocabulary) -> list[Record]:
    """Every predictive record that takes a stance, in the order given."""
    return [r for item in items if item.type == "Predictive" for r in _records(item, vocab)]


def _records(item: Item, vocab: Vocabulary) -> Iterator[Record]:
    stance = _stance(item.significance, item.direction)
    if not stance:
        return
    names = [n for n in item.therapies.split(",") if n]
    codes = [vocab.therapies.resolve(n.removesuffix(" Regimen")) for n in names]
    if item.therapies == "Ipilimumab/Nivolumab Regimen":
        codes = ["ipilimumab", "nivolumab"]
    together = item.interaction == "Combination" or len(codes) == 1 or "Regimen" in item.therapies
    groups = [codes] if together or item.kind == "assertion" else [[c] for c in codes]
    level = item.level if item.kind == "item" else item.level.replace("Tier ", "")
    for group in groups:
        agents = frozenset(c for c in group if c)
        where = disease(item, vocab.diseases)
        yield Record(item.name, level, profile(item.profile), agents, None in group, where, stance)


def _stance(significance: str, direction: str) -> str:
    base = {"Sensitivity/Response": "sensitivity", "Resistance": "resistance", "Reduced Sensitivity": "resistance"}
    stance = base.get(significance, "")
    return f"not_{stance}" if stance and direction == "Does Not Support" else stance


def disease(item: Item, diseases: Diseases) -> str | None:
    """The OncoTree code of the record's disease; "" for any cancer; None when unknown to us."""
    name = item.disease.strip()
    if name.casefold() in GENERIC_DISEASES:
        return ""
    if "breast" in name.casefold():
        return "BRCA"
    if "melanoma" in name.casefold():
        return "MEL"
    return diseases.resolve(name) or (diseases.resolve(f"DOID:{item.doid}") if item.doid else None)


def profile(text: str) -> tuple[frozenset[Label], ...]:
    """Alternatives (OR) of labels that hold together (AND); what follows NOT is left out."""
    flat = text.replace("(", " ").replace(")", " ")
    alternatives = []
    for alternative in re.split(r"\bOR\b", flat):
        terms = [t for t in re.split(r"\bAND\b", alternative) if t.strip() and not t.strip().startswith("NOT")]
        labels = frozenset(label for t in terms for label in term(" ".join(t.split("NOT")[0].split())))
        if labels:
            alternatives.append(labels)
    shared = _shared(text)
    return tuple(a | shared for a in alternatives)


def _shared(text: str) -> frozenset[Label]:
    """Labels joined by AND to a bracketed list of alternatives: they belong to each of them."""
    found = re.match(r"([^()]+?) AND \(", text) or re.search(r"\) AND ([^()]+)$", text)
    return frozenset(term(found[1].strip())) if found else frozenset()


def term(text: str) -> list[Label]:
    """The label of one variant term."""
    if text.startswith("MSI High"):
        return [("", "MSI high")]
    if text.startswith("TMB H"):
        return [("", "TMB high")]
    gene, _, what = text.partition(" ")
    low = what.casefold()
    if "::" in gene:
        right = gene.split("::")[1]
        return [(right if right != "v" else gene.split("::")[0], "fusion")]
    exon = re.match(r"exon (\d+) (deletion|insertion|skipping|mutation)", low)
    if exon:
        return [(gene, f"exon {exon[1]} {exon[2]}")]
    if "amplification" in low or "overexpression" in low:
        return [(gene, "amplification")]
    if "loss" in low or "deleterious" in low or "truncating" in low:
        return [(gene, "loss")]
    if "mutation" in low:
        return [(gene, "any")]
    if "expression" in low:
        return [(gene, "expression")]
    change = CHANGE.match(what)
    return [(gene, what if change and change[3] else f"codon {change[2]}")] if change else [(gene, what)]
