"""Build ``diseases.tsv`` and ``disease_ontology.tsv`` from two OncoTree releases and the Disease Ontology cancer slim.

Usage: python tools/build_diseases.py ONCOTREE_NEW_JSON ONCOTREE_OLD_JSON DO_CANCER_SLIM_JSON [CIVIC_EVIDENCE_TSV_GZ ...]

With CIViC evidence files it also writes ``docs/disease-mapping.md``: where every DOID they use goes, and which go nowhere.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from table_writer import Provenance, open_maybe_gzip, source_rows, write

MADE_BY = "tools/build_diseases.py"
ROOT = "TISSUE"
HEMATOLOGIC_TISSUES = {"Lymphoid", "Myeloid"}
HEMATOLOGIC_CODES = {"MLYM", "TLYM"}  # lymphomas that OncoTree files under an organ
OPEN_CODES = {"OTHER", "MIXED", "UDMN", "DCS", "HDCS"}  # may be either
DOCS = Path(__file__).resolve().parents[1] / "docs" / "disease-mapping.md"


@dataclass
class Tree:
    """OncoTree nodes by code, and what older codes became."""

    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, node: dict[str, Any]) -> None:
        """Take a node and its children."""
        self.nodes[node["code"]] = node
        for child in node["children"].values():
            self.add(child)

    @classmethod
    def of(cls, path: Path) -> Tree:
        """The tree of one release."""
        tree = cls()
        tree.add(json.loads(path.read_text("utf-8"))[ROOT])
        return tree

    def former(self) -> dict[str, set[str]]:
        """Older code -> current codes, as the release itself says."""
        found: dict[str, set[str]] = defaultdict(set)
        for code, node in self.nodes.items():
            for key in ("history", "revocations", "precursors"):
                for old in node[key]:
                    found[old].add(code)
        return found


@dataclass
class Doid:
    """One Disease Ontology class and where it goes in OncoTree."""

    doid: str
    name: str
    parents: list[str]
    ncit: list[str]
    names: list[str]
    codes: list[str] = field(default_factory=list)
    relation: str = ""
    how: str = ""


def solid(code: str, tissue: str) -> str:
    """solid, hematologic, or empty where the term covers both."""
    if code in OPEN_CODES:
        return ""
    return "hematologic" if tissue in HEMATOLOGIC_TISSUES or code in HEMATOLOGIC_CODES else "solid"


def ontology(path: Path) -> dict[str, Doid]:
    """Classes of the cancer slim."""
    graph = json.loads(path.read_text("utf-8"))["graphs"][0]
    parents: dict[str, list[str]] = defaultdict(list)
    for edge in graph["edges"]:
        parents[_doid(edge["sub"])].append(_doid(edge["obj"]))
    found = {}
    for node in graph["nodes"]:
        if "DOID_" not in node["id"] or node.get("meta", {}).get("deprecated"):
            continue
        meta = node.get("meta", {})
        ncit = [x["val"][4:] for x in meta.get("xrefs", []) if x["val"].startswith("NCI:")]
        exact = [s["val"] for s in meta.get("synonyms", []) if s["pred"] == "hasExactSynonym"]
        doid = _doid(node["id"])
        found[doid] = Doid(doid, node["lbl"], sorted(parents[doid]), sorted(ncit), [node["lbl"], *exact])
    return found


def _doid(iri: str) -> str:
    return "DOID:" + iri.rsplit("_", 1)[1]


def bridge(classes: dict[str, Doid], tree: Tree) -> None:
    """Set codes, relation and how on every class: curated first, then NCIt, then the name, then the nearest ancestor."""
    by_ncit: dict[str, set[str]] = defaultdict(set)
    by_name: dict[str, set[str]] = defaultdict(set)
    for code, node in tree.nodes.items():
        for ncit in node["externalReferences"].get("NCI", []):
            by_ncit[ncit].add(code)
        by_name[node["name"].casefold()].add(code)
    curated = {row["doid"]: row for row in source_rows("doid_to_oncotree")}
    for doid, row in curated.items():
        codes = [c for c in row["codes"].split("|") if c]
        unknown = [c for c in codes if c not in tree.nodes]
        if unknown:
            raise SystemExit(f"doid_to_oncotree: {doid} names unknown codes {unknown}")
        entry = classes.setdefault(doid, Doid(doid, row["note"], [], [], []))
        entry.codes, entry.relation, entry.how = codes, row["relation"], "curated"
    for entry in classes.values():
        if entry.how:
            continue
        for how, hits in (
            ("ncit", set().union(*(by_ncit.get(n, set()) for n in entry.ncit))),
            ("name", set().union(*(by_name.get(n.casefold(), set()) for n in entry.names))),
        ):
            if hits:
                entry.codes, entry.how = sorted(hits), how
                entry.relation = "exact" if len(hits) == 1 else "union"
                break
    for entry in classes.values():
        if not entry.how:
            _from_ancestor(entry, classes)


def _from_ancestor(entry: Doid, classes: dict[str, Doid]) -> None:
    level, seen = entry.parents, {entry.doid}
    while level:
        hits = [classes[p] for p in level if p in classes and classes[p].codes and classes[p].how != "ancestor"]
        usable = [h for h in hits if h.codes != [ROOT]]
        if usable:
            entry.codes = sorted({c for h in usable for c in h.codes})
            entry.relation, entry.how = "narrow", "ancestor"
            return
        level = [g for p in level if p in classes and p not in seen for g in classes[p].parents]
        seen.update(level)
    entry.relation, entry.how = "none", "unmapped"


def synonyms(tree: Tree, old: Tree, classes: dict[str, Doid]) -> dict[str, set[str]]:
    """Casefolded name -> codes: own synonyms decide; then older codes; then older names and DO names of exact matches."""
    own = {row["text"].casefold(): set(row["codes"].split("|")) for row in source_rows("disease_synonyms")}
    known = set(tree.nodes) | {ROOT}
    for text, codes in own.items():
        if codes - known:
            raise SystemExit(f"disease_synonyms: {text} names unknown codes {sorted(codes - known)}")
    layers: list[dict[str, set[str]]] = [own]
    layers.append({code.casefold(): codes for code, codes in {**old.former(), **tree.former()}.items()})
    layers.append({n["name"].casefold(): {c} for c, n in old.nodes.items() if c in tree.nodes})
    from_ontology: dict[str, set[str]] = defaultdict(set)
    for entry in classes.values():
        if entry.relation == "exact" and entry.codes != [ROOT]:
            for name in entry.names:
                from_ontology[name.casefold()].update(entry.codes)
    layers.append(from_ontology)
    current = {node["name"].casefold() for node in tree.nodes.values()}
    found: dict[str, set[str]] = {}
    for layer in layers:
        for text, codes in layer.items():
            if layer is own or text not in current:
                found.setdefault(text, codes)
    return found


def disease_rows(tree: Tree, named: dict[str, set[str]], classes: dict[str, Doid]) -> list[tuple[str, ...]]:
    """Rows of diseases.tsv, without the root."""
    doids: dict[str, list[str]] = defaultdict(list)
    for entry in classes.values():
        if entry.relation == "exact":
            for code in entry.codes:
                doids[code].append(entry.doid)
    texts: dict[str, list[str]] = defaultdict(list)
    for text, codes in named.items():
        for code in codes:
            texts[code].append(text)
    own = {row["text"].casefold(): set(row["codes"].split("|")) for row in source_rows("disease_synonyms")}
    rows = []
    for code, node in tree.nodes.items():
        if code == ROOT:
            continue
        refs = node["externalReferences"]
        name, tissue = node["name"].strip(), node["tissue"] or ""
        # a name that clinicians use for something else (Malignant Lymphoma) does not resolve to this node alone
        decided = own.get(name.casefold())
        cells = (code, name, node["parent"] or "", tissue, node["mainType"] or "", solid(code, tissue))
        lists = (
            refs.get("NCI", []),
            refs.get("UMLS", []),
            doids[code],
            [t for t in texts[code] if t != name.casefold()],
        )
        rows.append(
            (*cells, *("|".join(sorted(set(part))) for part in lists), "no" if decided and code not in decided else "")
        )
    return rows


def civic_use(paths: list[Path]) -> tuple[Counter[str], dict[str, str]]:
    """How many evidence items name each DOID, and the disease name CIViC gives it."""
    csv.field_size_limit(10**9)
    count: Counter[str] = Counter()
    names: dict[str, str] = {}
    for path in paths:
        for row in csv.DictReader(io.StringIO(open_maybe_gzip(path)), delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["doid"]:
                count["DOID:" + row["doid"]] += 1
                names["DOID:" + row["doid"]] = row["disease"]
    return count, names


def write_docs(classes: dict[str, Doid], count: Counter[str], names: dict[str, str]) -> None:
    """The generated page: every DOID that CIViC evidence uses, with its codes or the word unmapped."""
    mapped = [d for d in count if d in classes and classes[d].codes]
    lines = [
        "# Where CIViC's diseases go in OncoTree",
        "",
        "Generated by `tools/build_diseases.py`; do not edit. *exact*: the same tumors; *union*: the codes together; *narrow*: the",
        "class is narrower than the codes, so a statement about it must not be read as one about the codes; *none*: not a tumor type.",
        "This is how a patient who is coded by the class is coded here. Where a code holds more than its class (borderline tumors in OVT,",
        "myeloma in LNM), [claims of CIViC](knowledge/civic.md) are read more strictly, or refused.",
        "",
        f"{len(count)} classes are used by {sum(count.values())} evidence items of the two releases; {len(mapped)} go to OncoTree",
        f"({sum(count[d] for d in mapped)} items); the others are listed with no code.",
        "",
        "| DOID | disease | items | OncoTree | relation | how |",
        "|---|---|---|---|---|---|",
    ]
    for doid, number in sorted(count.items(), key=lambda pair: (-pair[1], pair[0])):
        entry = classes.get(doid, Doid(doid, "", [], [], [], [], "none", "unmapped"))
        codes = ", ".join(entry.codes) or "-"
        lines.append(f"| {doid} | {names[doid]} | {number} | {codes} | {entry.relation} | {entry.how} |")
    DOCS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"CIViC DOIDs: {len(count)}, mapped {len(mapped)}")


def main(new: Path, old: Path, do: Path, *civic: Path) -> None:
    """Write both tables and, with evidence files, the docs page."""
    tree, before, classes = Tree.of(new), Tree.of(old), ontology(do)
    bridge(classes, tree)
    named = synonyms(tree, before, classes)
    columns = ("code", "name", "parent", "tissue", "main_type", "solid", "ncit", "umls", "doid", "synonyms", "by_name")
    about = Provenance(
        "OncoTree 2025-10-03 and 2021-11-02; Disease Ontology cancer slim; own synonyms",
        "OncoTree 2025-10-03",
        "CC-BY-4.0 (OncoTree); CC0-1.0 (Disease Ontology)",
        "OncoTree, Memorial Sloan Kettering Cancer Center (Kundra et al. 2021, JCO Clin Cancer Inform); Human Disease Ontology",
        MADE_BY,
        [new, old, do],
    )
    write("diseases", about, columns, disease_rows(tree, named, classes))
    ontology_about = Provenance(
        "Disease Ontology cancer slim, bridged to OncoTree 2025-10-03 by NCIt, name and tools/sources/doid_to_oncotree.tsv",
        "doid/releases/2026-07-31",
        "CC0-1.0 (Disease Ontology); CC-BY-4.0 (OncoTree codes)",
        "Human Disease Ontology (Schriml et al. 2022, Nucleic Acids Res 50:D1255); OncoTree, Memorial Sloan Kettering Cancer Center",
        MADE_BY,
        [do, new],
    )
    rows = [
        (e.doid, e.name, "|".join(e.parents), "|".join(e.ncit), "|".join(e.codes), e.relation, e.how)
        for e in classes.values()
    ]
    write("disease_ontology", ontology_about, ("doid", "name", "parents", "ncit", "codes", "relation", "how"), rows)
    if civic:
        write_docs(classes, *civic_use(list(civic)))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
