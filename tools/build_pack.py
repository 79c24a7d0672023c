"""Compile ``knowledge/pack/*.yaml`` into ``knowledge/pack/pack.json``; with ``--check`` only say whether it is current.

Refuses rows whose ids repeat, whose criteria do not parse, whose agents, classes, tumor types, genes or notes are not
in the vocabularies, or whose fields do not say where they come from.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pack_cautions
import pack_coverage
from pack_rows import PACK, THERAPEUTIC, Reading, read_all

from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.errors import InputError
from tumorboard.knowledge.pack_loader import NOTES
from tumorboard.vocab.diseases import Diseases
from tumorboard.vocab.genes import Genes
from tumorboard.vocab.markers import Markers
from tumorboard.vocab.therapies import Therapies

RELEASE = "2026-11-27"
LICENSE = "Apache-2.0"
COMPILED = PACK / "pack.json"
DISEASE_PARAMETERS = {"DiagnosisIn": (0, 1)}
GENE_LISTS = {"GeneAltered", "GeneActivated", "GeneInactivated", "FusionIn", "WildType", "GermlinePathogenic",
              "NoActionableDriver"}  # fmt: skip
GENE_FIRST = {"ProteinChangeIn", "CodonMutated", "ExonMutated", "VariantClassIn", "PromoterMutated", "GeneAmplified",
              "GeneDeleted", "ExonSkipping"}  # fmt: skip
MARKER_LEAVES = {"CytogeneticsIs", "ProteinExpressionIs"}
THERAPY_LEAVES = {"HadTherapy", "ProgressedOn"}


def calls(text: str) -> Iterator[ast.Call]:
    """Every call in a criterion's text; raises SyntaxError when it is not an expression."""
    for node in ast.walk(ast.parse(text, mode="eval")):
        if isinstance(node, ast.Call):
            yield node


def words(node: ast.expr) -> list[str]:
    """The strings of a parameter."""
    found = ast.literal_eval(node)
    return [found] if isinstance(found, str) else [w for w in found if isinstance(w, str)]


def unresolved(text: str, diseases: Diseases, genes: Genes, therapies: Therapies, markers: Markers) -> Iterator[str]:
    """Names in a criterion's text that no vocabulary has."""
    classes = {c for entry in therapies.entries.values() for c in entry.classes}
    for call in calls(text):
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        named = {k.arg: k.value for k in call.keywords}
        if name == "DiagnosisIn":
            for node in (*call.args[:2], *(named[k] for k in ("diseases", "excluding") if k in named)):
                yield from (f"tumor type {w}" for w in words(node) if w not in diseases.entries)
        if name in GENE_LISTS | GENE_FIRST and call.args:
            yield from (f"gene {w}" for w in words(call.args[0]) if w not in genes.entries)
        if name in MARKER_LEAVES and call.args:
            yield from (f"marker {w}" for w in words(call.args[0]) if w not in markers.entries)
        if name == "FusionIn" and (partners := named.get("partners", call.args[1] if len(call.args) > 1 else None)):
            yield from (f"gene {w}" for w in words(partners) if w not in genes.entries)
        if name in THERAPY_LEAVES:
            agents = named.get("agents", call.args[0] if call.args else None)
            groups = named.get("classes", call.args[1] if len(call.args) > 1 else None)
            yield from (f"agent {w}" for w in (words(agents) if agents else ()) if w not in therapies.entries)
            yield from (f"class {w}" for w in (words(groups) if groups else ()) if w not in classes)


def _bare_pdl1(call: ast.Call) -> bool:
    named = {k.arg for k in call.keywords}
    return isinstance(call.func, ast.Name) and call.func.id == "PdL1Between" and "clone" not in named


def validate(reading: Reading) -> list[str]:
    """Every fault of every row, in words."""
    diseases, genes, therapies, markers = Diseases.load(), Genes.load(), Therapies.load(), Markers.load()
    classes = {c for entry in therapies.entries.values() for c in entry.classes}
    faults = list(reading.faults)
    for row in reading.rows:

        def fault(words: str, row: dict[str, Any] = row) -> None:
            faults.append(f"{row['id']}: {words}")

        if row["predicate"] in THERAPEUTIC and not row["therapy"] and not row["therapy_class"]:
            fault("names neither an agent nor a class")
        for agent in row["therapy"]:
            if agent not in therapies.entries:
                fault(f"agent {agent}")
        if row["therapy_class"] and row["therapy_class"] not in classes:
            fault(f"class {row['therapy_class']}")
        if row["note"] and row["note"] not in NOTES:
            fault(f"note {row['note']}")
        for gene in row["genes"]:
            if gene.isupper() and gene not in genes.entries and gene not in MARKERS | set(markers.entries):
                fault(f"gene or marker {gene}")
        for text in texts(row):
            try:
                for word in unresolved(text, diseases, genes, therapies, markers):
                    fault(word)
                if row["kind"] == "label" and any(map(_bare_pdl1, calls(text))):
                    fault('a label that asks for PD-L1 names the clone, or clone="stated" for any the report names')
            except (SyntaxError, ValueError) as error:
                fault(f"{text!r}: {error}")
    named = {agent for _, _, agents in pack_cautions.table() for agent in agents}
    faults += [f"{pack_cautions.SOURCE.name}: agent {agent}" for agent in sorted(named - set(therapies.entries))]
    faults += unparsed(reading.rows)
    return faults


def texts(row: dict[str, Any]) -> list[str]:
    """Every criterion of a row."""
    always = [row["biomarker"], row["disease"], row["context"], *row["contraindications"]]
    return always + [row["yields_to"]] * bool(row["yields_to"])


MARKERS = frozenset({"MSI", "TMB", "PDL1", "HER2", "ER", "PR", "HR", "HRD", "RAS", "MMR", "TNBC", "AR"})


def unparsed(rows: list[dict[str, Any]]) -> list[str]:
    """Rows whose criteria the criteria language refuses."""
    faults = []
    for row in rows:
        for text in texts(row):
            try:
                parse(text, LEAVES)
            except InputError as error:
                faults.append(f"{row['id']}: {text!r}: {error}")
    return faults


def compiled(rows: list[dict[str, Any]]) -> str:
    """The pack as one JSON text, a row a line, empty fields left out."""
    lines = [
        json.dumps({k: v for k, v in row.items() if v not in ("", [], None, {}, False)}, ensure_ascii=False,
                   sort_keys=True)
        for row in rows
    ]  # fmt: skip
    body = "[\n" + ",\n".join(lines) + "\n]"
    digest = sha256(body.encode("utf-8")).hexdigest()
    head = {"name": "tumorboard-pack", "schema": 1, "release": RELEASE, "license": LICENSE, "rows_sha256": digest}
    return json.dumps(head)[:-1] + ',\n"rows": ' + body + "}\n"


def main() -> None:
    """Validate and write, or with ``--check`` compare."""
    reading = read_all()
    faults = validate(reading)
    if faults:
        raise SystemExit("\n".join(faults))
    made = {COMPILED: compiled(reading.rows), pack_coverage.PAGE: pack_coverage.page()}
    if "--check" in sys.argv:
        if late := [p.name for p, text in made.items() if not p.exists() or p.read_text("utf-8") != text]:
            raise SystemExit(f"{', '.join(late)}: not current, run tools/build_pack.py")
        return
    for path, text in made.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    print(f"pack: {len(reading.rows)} rows, release {RELEASE}")


if __name__ == "__main__":
    main()
