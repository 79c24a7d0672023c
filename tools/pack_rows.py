"""Rows of the starter pack as written in YAML -> plain rows with every shorthand spelled out and every fault named.

The schema and the shorthands are described in docs/knowledge/pack.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pack_cautions
import yaml

PACK = Path(__file__).resolve().parents[1] / "src" / "tumorboard" / "knowledge" / "pack"
AGENCIES = ("FDA", "EMA", "NMPA")
KINDS = ("label", "guideline", "item", "assertion")
THERAPEUTIC = ("sensitivity", "resistance")
DESCRIPTIVE = ("diagnostic", "prognostic_better", "prognostic_worse")  # name no therapy
PREDICATES = THERAPEUTIC + DESCRIPTIVE
STATUSES = ("approved", "accelerated", "conditional", "withdrawn", "not_approved", "unknown")
DESIGNS = (
    "rct", "prospective_nonrandomized", "basket", "retrospective", "case_report", "preclinical", "in_silico", "none",
)  # fmt: skip
BENEFITS = ("met", "response_only", "absent", "unknown")
PREFERENCES = ("", "preferred", "other", "certain_circumstances")
CONFIDENCES = ("sourced", "high", "medium", "low")
ORIGINS = ("", "somatic", "germline", "any")
CITATIONS = ("label", "guideline", "pmid", "doi", "civic", "nct", "url", "memory")
ID = re.compile(r"TB\.[A-Z0-9]+\.[A-Z0-9]+\.\d{3}")
APPROVAL = re.compile(r"(?P<status>\w+)(?: (?P<since>\d{4}-\d\d-\d\d))?(?: until (?P<until>\d{4}-\d\d-\d\d))?")
ALLOWED = frozenset(
    [
        "id",
        "kind",
        "predicate",
        "direction",
        "therapy",
        "regimens",
        "therapy_class",
        "interaction",
        "biomarker",
        "disease",
        "context",
        "contraindications",
        "yields_to",
        "approvals",
        "guideline",
        "study",
        "studies",
        "one_study",
        "tumor_agnostic",
        "genes",
        "origin",
        "cite",
        "from",
        "note",
        "confidence",
    ]
)
SOURCED = (
    "therapy", "therapy_class", "biomarker", "disease", "context", "contraindications", "yields_to", "approvals",
    "guideline", "study", "origin",
)  # fmt: skip
SOURCES = {
    "moa": ("label as indexed by Molecular Oncology Almanac (vanallenlab/moalmanac-db), read 2026-11-24", "sourced"),
    "ec": ("European Commission decision in the EPAR's procedural steps, as indexed by moalmanac-db", "sourced"),
    "mem": ("memory of the label history", "medium"),
    "sure": ("memory of the label history", "high"),
}
WITH_THERAPY = frozenset({"therapy", "therapy_class", "interaction", "contraindications", "yields_to", "approvals"})
ANYBODY = ("context", "Always()")
MACRO = re.compile(r"\$([a-z][a-z0-9_]*)")


CHECKED_PMIDS = frozenset(
    line.split("\t")[0]
    for line in (Path(__file__).parent / "sources" / "pmids_checked.tsv").read_text("utf-8").splitlines()
    if line[:1].isdigit()
)


@dataclass(slots=True)
class Reading:
    """Rows of one or more files and the faults found on the way."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read_all(folder: Path = PACK) -> Reading:
    """Every row of every ``*.yaml`` of the folder, in the order of their ids."""
    reading = Reading()
    for path in sorted(folder.glob("*.yaml")):
        read_file(path, reading)
    reading.rows.sort(key=lambda row: row["id"])
    seen: set[str] = set()
    for row in reading.rows:
        if row["id"] in seen:
            reading.faults.append(f"{row['id']}: used twice")
        seen.add(row["id"])
    return reading


def read_file(path: Path, reading: Reading) -> None:
    """Add the rows of one file; a faulty row is named and left out."""
    content = yaml.load(path.read_text("utf-8"), Loader=_Plain)
    macros = content.get("define", {})
    for raw in content["rows"]:
        name = raw.get("id", "?")
        try:
            reading.rows += [_row(one, macros, content.get("from", "")) for one in _alternatives(raw)]
        except (KeyError, ValueError, TypeError) as error:
            reading.faults.append(f"{path.name} {name}: {error}")


class _Plain(yaml.SafeLoader):
    """A SafeLoader that leaves dates as text."""


_Plain.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for key, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _row(raw: dict[str, Any], macros: dict[str, str], file_source: str) -> dict[str, Any]:
    confidence = _one_of(raw.get("confidence", "high"), CONFIDENCES)
    row: dict[str, Any] = {
        "id": raw["id"],
        "kind": _one_of(raw["kind"], KINDS),
        "predicate": _one_of(raw.get("predicate", "sensitivity"), PREDICATES),
        "direction": _one_of(raw.get("direction", "supports"), ("supports", "disputes")),
        "therapy": sorted(raw.get("therapy", [])),
        "therapy_class": raw.get("therapy_class", ""),
        "interaction": raw.get("interaction", ""),
        "biomarker": _text(raw["biomarker"], macros),
        "disease": _text(raw["disease"], macros),
        "context": _text(raw.get("context", "Always()"), macros),
        "contraindications": _against(raw, macros),
        "yields_to": _text(raw["yields_to"], macros) if "yields_to" in raw else "",
        "approvals": _approvals(raw),
        "guideline": _guideline(raw),
        "study": _study(raw.get("study", {})),
        "tumor_agnostic": bool(raw.get("tumor_agnostic", False)),
        "genes": sorted(raw["genes"]),
        "origin": _one_of(raw.get("origin", ""), ORIGINS),
        "citations": [_citation(c, confidence) for c in raw.get("cite", [])],
        "note": raw.get("note", ""),
        "confidence": confidence,
    }
    if row["predicate"] in DESCRIPTIVE:
        _descriptive(raw)
    row["strength"] = _strength(row)
    row["field_sources"] = _sources(row, raw.get("from", file_source), confidence)
    return row


def _against(raw: dict[str, Any], macros: dict[str, str]) -> list[str]:
    """What the row says against, and what labels warn of for its agents where it claims sensitivity."""
    own = [_text(t, macros) for t in raw.get("contraindications", [])]
    claims = raw.get("predicate", "sensitivity") == "sensitivity" and raw.get("direction", "supports") == "supports"
    return own + (pack_cautions.criteria(raw.get("therapy", [])) if claims else [])


def _descriptive(raw: dict[str, Any]) -> None:
    """A statement on diagnosis or prognosis names no therapy; a diagnostic one says where its question arises."""
    if raw["kind"] == "label":
        raise ValueError("a label is about a therapy")
    if named := WITH_THERAPY & set(raw):
        raise ValueError(f"a {raw['predicate']} row has no {', '.join(sorted(named))}")
    if raw["predicate"] == "diagnostic" and "context" not in raw:
        raise ValueError("a diagnostic row says in its context among which tumors the question arises")


def _alternatives(raw: dict[str, Any]) -> list[dict[str, Any]]:
    """The row as written, or one for each of its alternative regimens, lettered a, b, c.

    `studies` gives each regimen its own study in the same order, an empty one where none is known; `study` gives all of
    them one, which is right only where that study tried them all, and `one_study` says how.
    """
    if unknown := set(raw) - ALLOWED:
        raise ValueError(f"unknown fields {sorted(unknown)}")
    if not ID.fullmatch(raw["id"]):
        raise ValueError("the id is not TB.TUMOR.MARKER.001")
    if "regimens" not in raw:
        if {"studies", "one_study"} & set(raw):
            raise ValueError("studies and one_study go with regimens")
        return [raw]
    if raw.get("predicate") in DESCRIPTIVE:
        raise ValueError(f"a {raw['predicate']} row has no regimens")
    if {"therapy", "regimens"} <= set(raw) or {"study", "studies"} <= set(raw):
        raise ValueError("therapy and regimens exclude each other, and so do study and studies")
    regimens = raw["regimens"]
    # Without this, evidence for one regimen is lent to the others of its row, which then outrank what they earned.
    if ("one_study" in raw) != ("study" in raw and len(regimens) > 1):
        raise ValueError("one study of several regimens goes with one_study, how it tried them all; else studies")
    studies = raw.get("studies", [raw.get("study", {})] * len(regimens))
    if len(studies) != len(regimens):
        raise ValueError("as many studies as regimens")
    shared = {k: v for k, v in raw.items() if k not in ("regimens", "studies", "one_study")}
    found = []
    for letter, regimen, study in zip("abcdefghijklmnop", regimens, studies, strict=False):
        given = raw.get("interaction") or ("combination" if len(regimen) > 1 else "")
        found.append({**shared, "id": raw["id"] + letter, "therapy": regimen, "interaction": given, "study": study})
    return found


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"{value!r} is not one of {', '.join(allowed)}")
    return value


def _text(text: str, macros: dict[str, str], depth: int = 0) -> str:
    """Criteria text with the file's ``$macros`` put in, bracketed, and white space made single."""
    if depth > 5:
        raise ValueError("macros that name each other")
    replaced = MACRO.sub(lambda m: "(" + _text(macros[m[1]], macros, depth + 1) + ")", text)
    return " ".join(replaced.split())


def _approvals(raw: dict[str, Any]) -> list[dict[str, str]]:
    """`STATUS [SINCE] [until UNTIL] [; source [; confidence]]` by agency; a label's silent agencies are unknown.

    A source is one of SOURCES or free text; the default is `sure`.
    """
    given = raw.get("approvals", {})
    if set(given) - set(AGENCIES):
        raise ValueError(f"agencies {sorted(given)}")
    if raw["kind"] != "label":
        if given:
            raise ValueError("only a label has approvals")
        return []
    found = []
    for agency in AGENCIES:
        parts = [p.strip() for p in str(given.get(agency, "unknown")).split(";")]
        match = APPROVAL.fullmatch(parts[0])
        if match is None or match["status"] not in STATUSES:
            raise ValueError(f"{agency}: {parts[0]!r} is not a status with dates")
        if match["status"] == "withdrawn" and match["until"] is None:
            raise ValueError(f"{agency}: a withdrawal needs its date, else the status is unknown")
        if match["since"] and match["until"] and match["since"] >= match["until"]:
            raise ValueError(f"{agency}: withdrawn before approved")
        entry = {"agency": agency, "status": match["status"]}
        entry |= {k: v for k, v in (("since", match["since"]), ("until", match["until"])) if v}
        if match["status"] != "unknown":
            source, sureness = SOURCES.get(parts[1] if len(parts) > 1 else "sure", (parts[-1], "sourced"))
            entry["source"] = parts[1] if len(parts) > 1 and parts[1] not in SOURCES else source
            entry["confidence"] = _one_of(parts[2] if len(parts) > 2 else sureness, CONFIDENCES)
        found.append(entry)
    if all(entry["status"] == "unknown" for entry in found):
        raise ValueError("a label without any known approval is not a label")
    return found


def _guideline(raw: dict[str, Any]) -> dict[str, str] | None:
    """`NAME [| version | preference | confidence]`; a version is empty where we cannot name it, the confidence medium."""
    if "guideline" not in raw:
        if raw["kind"] == "guideline":
            raise ValueError("a guideline row names its guideline")
        return None
    parts = [p.strip() for p in raw["guideline"].split("|")] + ["", "", ""]
    return {
        "name": parts[0],
        "version": parts[1],
        "preference": _one_of(parts[2], PREFERENCES),
        "confidence": _one_of(parts[3] or "medium", CONFIDENCES),
    }


def _study(raw: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(raw) - {"design", "benefit", "name", "pmid", "size"}:
        raise ValueError(f"study fields {sorted(unknown)}")
    _one_of(raw.get("design", "none"), DESIGNS)
    _one_of(raw.get("benefit", "unknown"), BENEFITS)
    return {k: (str(v) if k == "pmid" else v) for k, v in raw.items()}


def _citation(text: str, confidence: str) -> dict[str, str]:
    """`KIND:REFERENCE [| title]`."""
    kind, _, rest = text.partition(":")
    ref, _, title = rest.partition("|")
    if kind == "pmid":
        confidence = "sourced" if ref.strip() in CHECKED_PMIDS else "medium"
    entry = {"kind": _one_of(kind, CITATIONS), "ref": ref.strip(), "confidence": confidence}
    if title.strip():
        entry["title"] = title.strip()
    return entry


def _strength(row: dict[str, Any]) -> list[str]:
    """The row's strength in the pack's own words: best status of a label, preference of a guideline, else the design."""
    if row["kind"] == "label":
        statuses = {a["status"] for a in row["approvals"]}
        return ["label", next(s for s in STATUSES if s in statuses)]
    if row["kind"] == "guideline":
        return ["guideline", row["guideline"]["preference"] or "listed"]
    return ["study", row["study"].get("design", "none")]


def _sources(row: dict[str, Any], given: str | dict[str, str], confidence: str) -> dict[str, str]:
    """Where each filled field is from: `from` is one text for all, or a map with `all` as the rest."""
    named = {"all": given} if isinstance(given, str) else dict(given)
    rest = named.pop("all", "") or f"memory ({confidence})"
    if unknown := set(named) - set(SOURCED):
        raise ValueError(f"sources of {sorted(unknown)}")
    # A context that asks for nothing has no source; a biomarker that asks for nothing is a claim and has one.
    filled = [name for name in SOURCED if row[name] not in ("", [], None, {}) and (name, row[name]) != ANYBODY]
    return {name: named.get(name, rest) for name in filled}
