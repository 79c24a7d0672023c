"""Molecular Oncology Almanac: the public JSON of its assertions as statements, each only where it is carried exactly.

The site fetches the file; it is GPL-2.0 by its own statement and never part of this package.  Two layouts are read: rows with the
feature's fields beside the assertion's (``content``), and the API's list of assertions with ``features``.  The fields say neither
line nor prior therapy, which stand in words only: what rests on a label or guideline asks for review.  An OncoTree code that
does not have the name of the disease as written is not trusted.

Source: Reardon et al. 2021, Nat Cancer 2:1102; layout of the file of release 2024-12-05.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from tumorboard.errors import InputError
from tumorboard.formats.opening import Opened
from tumorboard.formats.reports import Reports
from tumorboard.issues import Issue
from tumorboard.knowledge.download import Wanted
from tumorboard.knowledge.sources.civic.variant_names import NotExact, criterion
from tumorboard.vocab import Vocabulary

NAME = "moalmanac"
LICENSE = "GPL-2.0 (as the source states it; fetched by the site, not redistributed)"
ATTRIBUTION = "Molecular Oncology Almanac, moalmanac.org; Reardon et al. 2021, Nat Cancer 2:1102"
VERIFIED = "unverified on real files"
FILE = "molecular-oncology-almanac.json"
BASE = "https://raw.githubusercontent.com/vanallenlab/moalmanac/main/datasources/moalmanac"
MOST = 64 << 20
LEVELS = frozenset({"FDA-Approved", "Guideline", "Clinical trial", "Clinical evidence", "Preclinical", "Inferential"})
LINE_IN_WORDS = frozenset({"FDA-Approved", "Guideline"})
CONTEXTS = {
    "": "Always()",
    "metastatic": 'ExtentIn(["metastatic"])',
    "metastatic castration resistant prostate cancer": 'ExtentIn(["metastatic"]) and DiseaseStateIn(["castration_resistant"])',
}
# (field, value) -> predicate, direction
CLAIMS = {
    ("therapy_sensitivity", True): ("sensitivity", "supports"),
    ("therapy_sensitivity", False): ("sensitivity", "disputes"),
    ("therapy_resistance", True): ("resistance", "supports"),
    ("therapy_resistance", False): ("resistance", "disputes"),
    ("favorable_prognosis", True): ("prognostic_better", "supports"),
    ("favorable_prognosis", False): ("prognostic_worse", "supports"),
}
TRUTH = {"1": True, "1.0": True, "true": True, "0": False, "0.0": False, "false": False}


def plan(release: str, mirror: str = "") -> tuple[Wanted, ...]:
    """The newest file; the repository keeps one.

    Raises
    ------
    InputError
        If an older release is asked for.
    """
    if release:
        raise InputError("only the newest release is published", remedy="Fetch without --release.", code="SNP005")
    return (Wanted(f"{(mirror or BASE).rstrip('/')}/{FILE}", FILE, MOST),)


def release_of(files: Sequence[Path]) -> str:
    """The release that the file states; empty when it states none."""
    found = {
        str(content["release"]) for f in files if isinstance(content := _content(f), dict) and content.get("release")
    }
    return found.pop() if len(found) == 1 else ""


def check(files: Sequence[Path]) -> tuple[Issue, ...]:
    """What keeps the files from being a snapshot: no JSON, no assertions, a field that is needed and absent everywhere."""
    issues: list[Issue] = []
    for path in files:
        reports = Reports(path.name)
        rows = list(_assertions(path))
        absent = tuple(
            n for n in ("feature_type", "disease", "predictive_implication") if not any(n in r for r in rows)
        )
        if not rows:
            reports.error("MOA001")
        elif absent:
            reports.error("MOA002", fields=absent)
        new = tuple(sorted({str(r.get("feature_type", "")) for r in rows} - KNOWN - {""}))
        if new and not absent:
            reports.warning("MOA003", kinds=new)
        issues += reports.closed()
    return tuple(issues)


def compiled(files: Sequence[Path], vocab: Vocabulary) -> tuple[list[dict[str, Any]], Mapping[str, Any]]:
    """Rows of statements of every assertion that is carried exactly, and the account of all of them."""
    rows: dict[str, dict[str, Any]] = {}
    refused: dict[str, list[str]] = {}
    count = 0
    for assertion in (a for path in files for a in _assertions(path)):
        count += 1
        name = _name(assertion)
        try:
            if name in rows:
                raise NotExact("repeated")
            rows[name] = _row(name, assertion, vocab)
        except NotExact as reason:
            refused.setdefault(str(reason), []).append(name)
    told = {"items": count, "carried": len(rows), "statements": len(rows), "tables": {"evidence": count}}
    return [rows[n] for n in sorted(rows)], {**told, "refused": refused}


def _content(path: Path) -> Any:
    text = "\n".join(line.text or "" for line in Opened(path, Reports(path.name)).lines())
    try:
        return json.loads(text)
    except ValueError:
        return None


def _assertions(path: Path) -> Iterator[dict[str, Any]]:
    """Every assertion with its feature's fields beside its own; several features at once are named so."""
    content = _content(path)
    listed = content.get("content", ()) if isinstance(content, dict) else content
    for entry in listed if isinstance(listed, list) else ():
        if not isinstance(entry, dict):
            continue
        features = entry.get("features")
        if not isinstance(features, list):
            yield entry
        elif len(features) == 1 and isinstance(features[0], dict):
            attributes = features[0].get("attributes") or [{}]
            yield {**entry, **features[0], **attributes[0]}
        else:
            yield {**entry, "feature_type": SEVERAL}


def _name(assertion: Mapping[str, Any]) -> str:
    """The assertion's own id, else one made of its content without the day on which it was touched: the file has none."""
    if "assertion_id" in assertion:
        return f"MOA.{assertion['assertion_id']}"
    said = {k: v for k, v in assertion.items() if k not in {"last_updated", "description", "citation", "url"}}
    return f"MOA.{sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:12]}"


def _row(name: str, said: Mapping[str, Any], vocab: Vocabulary) -> dict[str, Any]:
    if said.get("_deprecated") is True or said.get("deprecated") is True:
        raise NotExact("deprecated")
    level = _text(said, "predictive_implication")
    if level not in LEVELS:
        raise NotExact("level_unknown")
    predicate, direction = _claim(said)
    feature = FEATURES.get(_text(said, "feature_type"))
    if feature is None:
        raise NotExact("feature_not_carried")
    biomarker, genes = feature(said, vocab)
    context = CONTEXTS.get(_text(said, "context").casefold())
    if context is None:
        raise NotExact("context_not_carried")
    therapy = _regimen(said, vocab) if predicate in {"sensitivity", "resistance"} else []
    cited = [{"kind": "moalmanac", "ref": name}]
    cited += [{"kind": kind, "ref": _text(said, kind)} for kind in ("pmid", "doi") if _text(said, kind)][:1]
    return {
        "id": name, "kind": "item", "predicate": predicate, "direction": direction, "therapy": therapy,
        "interaction": "combination" if len(therapy) > 1 else "", "biomarker": biomarker, "genes": list(genes),
        "disease": _disease(said, vocab), "context": context, "strength": ["moalmanac", level],
        "needs_review": level in LINE_IN_WORDS, "citations": cited, "field_sources": {},
    }  # fmt: skip


def _claim(said: Mapping[str, Any]) -> tuple[str, str]:
    fields = ("therapy_sensitivity", "therapy_resistance", "favorable_prognosis")
    given = [(n, TRUTH[t]) for n in fields if (t := _text(said, n).casefold()) in TRUTH]
    if len(given) != 1:
        raise NotExact("claim_not_certain")
    return CLAIMS[given[0]]


def _disease(said: Mapping[str, Any], vocab: Vocabulary) -> str:
    name, term = _text(said, "disease"), _text(said, "oncotree_term")
    if not name:
        raise NotExact("disease_absent")
    code = vocab.diseases.resolve(name)
    if code is None and name.casefold() == term.casefold():
        code = vocab.diseases.resolve(_text(said, "oncotree_code"))
    if code is None:
        raise NotExact("disease_not_mapped")
    return f'DiagnosisIn(["{code}"])'


def _regimen(said: Mapping[str, Any], vocab: Vocabulary) -> list[str]:
    names = [n.strip() for n in _text(said, "therapy_name").split(" + ") if n.strip()]
    if not names:
        raise NotExact("therapy_absent")
    return sorted({vocab.therapies.resolve(n) or n.casefold() for n in names})


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    return "" if value is None else str(value).strip()


Made = tuple[str, tuple[str, ...]]


def _somatic(said: Mapping[str, Any], vocab: Vocabulary) -> Made:
    gene, change, exon = _text(said, "gene"), _text(said, "protein_change"), _text(said, "exon")
    kind = _text(said, "variant_annotation").casefold()
    if change:
        return criterion(gene, change.removeprefix("p."), "any", vocab)
    if exon:
        word = {"": "mutation", "insertion": "insertion", "deletion": "deletion"}.get(kind)
        if word is None:
            raise NotExact("variant_not_expressible")
        return criterion(gene, f"exon {exon} {word}", "any", vocab)
    words = {"": "mutation", "truncating": "truncating mutation"}
    if kind not in words:
        raise NotExact("variant_not_expressible")
    return criterion(gene, words[kind], "any", vocab)


def _germline(said: Mapping[str, Any], vocab: Vocabulary) -> Made:
    gene = vocab.genes.approved(_text(said, "gene"))
    if gene is None:
        raise NotExact("gene_unknown")
    if (
        _text(said, "protein_change")
        or _text(said, "exon")
        or not TRUTH.get(_text(said, "pathogenic").casefold(), False)
    ):
        raise NotExact("variant_not_expressible")
    return f'GermlinePathogenic(["{gene}"])', (gene,)


def _copies(said: Mapping[str, Any], vocab: Vocabulary) -> Made:
    if _text(said, "direction").casefold() != "amplification":
        raise NotExact("copy_state_not_certain")
    return criterion(_text(said, "gene"), "amplification", "any", vocab)


def _joined(said: Mapping[str, Any], vocab: Vocabulary) -> Made:
    if _text(said, "rearrangement_type").casefold() != "fusion":
        raise NotExact("variant_not_expressible")
    one, two = _text(said, "gene1"), _text(said, "gene2")
    return criterion(f"{one}::{two}" if one and two else one or two, "fusion", "any", vocab)


def _microsatellites(said: Mapping[str, Any], vocab: Vocabulary) -> Made:
    if _text(said, "status").casefold() != "msi-high":
        raise NotExact("measured_without_cut_off")
    return "MismatchRepairDeficient()", ("MSI",)


SEVERAL = "several features"
FEATURES: Mapping[str, Callable[[Mapping[str, Any], Vocabulary], Made]] = {
    "Somatic Variant": _somatic,
    "Germline Variant": _germline,
    "Copy Number": _copies,
    "Rearrangement": _joined,
    "Microsatellite Stability": _microsatellites,
}
# Kinds of feature that the source has; those without a criterion here are listed with the reason.
KNOWN = frozenset(FEATURES) | {
    SEVERAL, "Mutational Signature", "Mutational Burden", "Neoantigen Burden", "Knockdown", "Silencing", "Aneuploidy",
}  # fmt: skip
