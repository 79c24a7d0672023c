"""Each row of the starter pack beside CIViC's records: agree, differ or no counterpart.

A CIViC record is a counterpart when it names the same agents, an overlapping alteration and a related tumor type.
*agree*: counterparts take the row's stance and none of level A or B (or Tier I) takes the other.  *differ*: one does; each
needs a written reason in ``pack/civic_differences.tsv``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from tumorboard.knowledge.pack_check.records import Label, Record
from tumorboard.vocab import Vocabulary
from tumorboard.vocab.diseases import Diseases
from tumorboard.vocab.therapies import Therapies

REASONS = "civic_differences.tsv"
STRONG = ("A", "B", "I - Level A", "I - Level B")
AGREES = {"sensitivity": {"sensitivity", "not_resistance"}, "resistance": {"resistance", "not_sensitivity"}}


def labels(text: str) -> tuple[set[Label], set[Label]]:
    """(labels, key labels): what the row asks to be present, and the part a counterpart must speak of.

    Of conditions joined by *and* the last one that names an alteration is the key ("ALK fusion and G1202R" is about
    G1202R); wild-type requirements and exclusions are left out.
    """
    return _labels(ast.parse(text, mode="eval").body)


def _labels(node: ast.expr) -> tuple[set[Label], set[Label]]:
    if isinstance(node, ast.BoolOp):
        parts = [part for part in map(_labels, node.values) if part[0]]
        every = {label for part in parts for label in part[0]}
        keys = parts[-1][1] if isinstance(node.op, ast.And) and parts else {k for part in parts for k in part[1]}
        return every, keys
    found = set(_leaf(node)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else set()
    return found, found


def _leaf(node: ast.Call) -> Iterator[Label]:
    name = node.func.id  # type: ignore[attr-defined]
    args = [ast.literal_eval(a) for a in node.args if isinstance(a, ast.Constant | ast.List)]
    named = {k.arg: ast.literal_eval(k.value) for k in node.keywords}
    if name in ("ProteinChangeIn", "CodonMutated"):
        yield from ((args[0], c if name == "ProteinChangeIn" else f"codon {c}") for c in args[1])
    elif name == "ExonMutated":
        yield from ((args[0], f"exon {e} {named.get('types', 'mutation')}") for e in args[1])
    elif name == "ExonSkipping":
        yield (args[0], f"exon {args[1]} skipping")
    elif name in SIMPLE:
        genes = [args[0]] if isinstance(args[0], str) else args[0]
        yield from ((gene, SIMPLE[name]) for gene in genes)
    elif name == "Her2StatusIn" and "positive" in args[0]:
        yield ("ERBB2", "amplification")
    elif name in ("MismatchRepairDeficient", "TmbAtLeast"):
        yield ("", "MSI high" if name.startswith("Mismatch") else "TMB high")
    elif name == "PdL1Between":
        yield ("CD274", "expression")


SIMPLE = {
    "FusionIn": "fusion", "GeneAmplified": "amplification", "GeneActivated": "any", "GeneInactivated": "loss",
    "GeneDeleted": "loss", "GermlinePathogenic": "loss",
}  # fmt: skip


def same(row: Label, civic: Label) -> bool:
    """Whether two labels speak of overlapping alterations."""
    if row == civic:
        return True
    if row[0] != civic[0]:
        return False
    kinds = {"fusion", "amplification", "expression"}
    if row[1] in kinds or civic[1] in kinds:
        return False
    if row[1] == "any" or civic[1] == "any":
        return True
    numbers = [re.search(r"\d+", what) for what in (row[1], civic[1])]
    codon = "codon" in row[1] or "codon" in civic[1]
    return codon and all(numbers) and numbers[0][0] == numbers[1][0]  # type: ignore[index]


def covers(text: str, record: Record) -> str:
    """exact, generic ("EGFR Mutation" for a row on L858R) or empty: how the record's profile meets the row's."""
    wanted, keys = labels(text)
    best = ""
    for together in record.profile:
        if not all(any(same(w, have) for w in wanted) for have in together):
            continue
        met = [(k, have) for k in keys for have in together if same(k, have)]
        if any(have[1] != "any" or key[1] == "any" for key, have in met):
            return "exact"
        best = "generic" if met else best
    return best


def related(codes: list[str], record: Record, diseases: Diseases) -> bool:
    """Whether the record's tumor type is one of the row's, an ancestor or a descendant; any cancer always is."""
    if record.disease is None:
        return False
    if record.disease == "" or not codes:
        return True
    line = {record.disease, *ancestors(record.disease, diseases)}
    return any(c in line or record.disease in ancestors(c, diseases) for c in codes)


def ancestors(code: str, diseases: Diseases) -> set[str]:
    """Every code above one."""
    found: set[str] = set()
    entry = diseases.entries.get(code)
    while entry is not None and entry.parent and entry.parent not in found:
        found.add(entry.parent)
        entry = diseases.entries.get(entry.parent)
    return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """One row's verdict (agree, differ, no counterpart) with the records on either side, and why a differing row stands."""

    row: str
    predicate: str
    therapy: str
    verdict: str
    agree: tuple[str, ...]
    differ: tuple[str, ...]
    reason: str = ""

    @property
    def unexplained(self) -> bool:
        """Whether it differs and nobody wrote why it stands."""
        return self.verdict == "differ" and not self.reason


def compare_all(
    rows: Sequence[Mapping[str, Any]], found: Sequence[Record], vocab: Vocabulary, why: Mapping[str, str]
) -> tuple[Comparison, ...]:
    """Every row that claims sensitivity or resistance, in the order given."""
    return tuple(_compared(row, found, vocab, why) for row in rows if row["predicate"] in AGREES)


def _compared(row: Mapping[str, Any], found: Sequence[Record], vocab: Vocabulary, why: Mapping[str, str]) -> Comparison:
    codes = re.findall(r'"([A-Z_]+)"', " ".join(re.findall(r"DiagnosisIn\(\[[^\]]*\]", row["disease"])))
    codes = [] if "SolidTumor" in row["disease"] else codes
    agree, differ = [], []
    for record in found:
        if not _same_therapy(row, record, vocab.therapies) or not related(codes, record, vocab.diseases):
            continue
        how = covers(row["biomarker"], record)
        if how and record.stance in AGREES[row["predicate"]]:
            agree.append(f"{record.id} ({record.level})")
        elif how == "exact" and record.level in STRONG:
            differ.append(f"{record.id} ({record.level})")
    verdict = "differ" if differ else "agree" if agree else "no counterpart"
    therapy = " + ".join(row.get("therapy", ())) or f"class {row['therapy_class']}"
    sides = tuple(dict.fromkeys(agree)), tuple(dict.fromkeys(differ))
    return Comparison(row["id"], row["predicate"], therapy, verdict, *sides, why.get(row["id"], "") if differ else "")


def _same_therapy(row: Mapping[str, Any], record: Record, therapies: Therapies) -> bool:
    if record.unnamed:
        return False
    if "therapy_class" in row:
        return len(record.agents) == 1 and row["therapy_class"] in therapies.classes(*record.agents)
    return record.agents == frozenset(row["therapy"])


def reasons() -> dict[str, str]:
    """Row id -> why it stands although a strong record of CIViC takes the other stance."""
    text = files("tumorboard.knowledge").joinpath("pack", REASONS).read_text("utf-8")
    lines = [ln for ln in text.splitlines() if ln and not ln.startswith("#")]
    return dict(ln.split("\t", 1) for ln in lines[1:])
