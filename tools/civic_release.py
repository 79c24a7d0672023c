"""A CIViC release folder as plain records for comparison: profiles as variant labels, agents and diseases resolved."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tumorboard.vocab.diseases import Diseases
from tumorboard.vocab.therapies import Therapies

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


def load(folder: Path, diseases: Diseases, therapies: Therapies) -> list[Record]:
    """Every predictive record of the release, evidence first, then assertions if the folder has them."""
    records = []
    for path in sorted(folder.iterdir()):
        if path.name == "civic_evidence.tsv.gz" or path.name.endswith("ClinicalEvidenceSummaries.tsv.gz"):
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                records += _records(lines, "evidence", diseases, therapies)
        elif path.name.endswith("AssertionSummaries.tsv"):
            with path.open(encoding="utf-8") as lines:
                records += _records(lines, "assertion", diseases, therapies)
    return records


def _records(lines: object, kind: str, diseases: Diseases, therapies: Therapies) -> Iterator[Record]:
    csv.field_size_limit(10**8)
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):  # type: ignore[call-overload]
        if row[f"{kind}_type"] != "Predictive":
            continue
        stance = _stance(row["significance"], row[f"{kind}_direction"])
        if not stance:
            continue
        names = [n for n in (row["therapies"] or "").split(",") if n]
        codes = [therapies.resolve(n.removesuffix(" Regimen")) for n in names]
        if row["therapies"] == "Ipilimumab/Nivolumab Regimen":
            codes = ["ipilimumab", "nivolumab"]
        together = (
            row.get("therapy_interaction_type") == "Combination" or len(codes) == 1 or "Regimen" in row["therapies"]
        )
        groups = [codes] if together or kind == "assertion" else [[c] for c in codes]
        level = row["evidence_level"] if kind == "evidence" else row["amp_category"].replace("Tier ", "")
        name = ("EID" if kind == "evidence" else "AID") + row[f"{kind}_id"]
        for group in groups:
            agents = frozenset(c for c in group if c)
            yield Record(
                name, level, profile(row["molecular_profile"]), agents, None in group,
                disease(row, diseases), stance,
            )  # fmt: skip


def _stance(significance: str, direction: str) -> str:
    base = {"Sensitivity/Response": "sensitivity", "Resistance": "resistance", "Reduced Sensitivity": "resistance"}
    stance = base.get(significance, "")
    return f"not_{stance}" if stance and direction == "Does Not Support" else stance


def disease(row: dict[str, str], diseases: Diseases) -> str | None:
    """The OncoTree code of the record's disease; "" for any cancer; None when unknown to us."""
    name = row["disease"].strip()
    if name.casefold() in GENERIC_DISEASES:
        return ""
    if "breast" in name.casefold():
        return "BRCA"
    if "melanoma" in name.casefold():
        return "MEL"
    return diseases.resolve(name) or (diseases.resolve(f"DOID:{row['doid']}") if row["doid"] else None)


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
