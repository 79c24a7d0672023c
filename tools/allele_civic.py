"""CIViC variants with a position: their edit on a transcript, whether everything they state agrees, and why they are kept."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from allele_models import reverse
from allele_rows import Coding, Edit, Placement, parse, place
from table_writer import open_maybe_gzip

RESIDUES = dict(
    zip(
        [
            "Ala",
            "Arg",
            "Asn",
            "Asp",
            "Cys",
            "Gln",
            "Glu",
            "Gly",
            "His",
            "Ile",
            "Leu",
            "Lys",
            "Met",
            "Phe",
            "Pro",
            "Ser",
            "Thr",
            "Trp",
            "Tyr",
            "Val",
            "Ter",
        ],
        "ARNDCQEGHILKMFPSTWYV*",
        strict=True,
    )
)
CODING = re.compile(r"((?:NM_\d+|ENST\d+)(?:\.\d+)?):(c\.[^,]+)")
PROTEIN = re.compile(r"NP_\d+(?:\.\d+)?:p\.\(?([A-Za-z0-9_*=]+)\)?")
SIMPLE = re.compile(r"^[ACGT]*$")
SOMATIC = {"Somatic", "N/A", "Unknown", ""}
ONCOGENIC_TYPES = {"Predictive", "Diagnostic", "Prognostic", "Oncogenic"}
FUNCTIONAL = {"Gain of Function", "Loss of Function", "Neomorphic", "Dominant Negative"}
HERITABLE = {"Predisposition", "Pathogenic", "Likely Pathogenic", "Positive"}


@dataclass(frozen=True)
class CivicVariant:
    """One variant on GRCh37: interbase start, forward-strand alleles, and what it states of coding and protein change."""

    variant_id: str
    gene: str
    name: str
    chrom: str
    start: int
    ref: str
    alt: str
    coding: tuple[tuple[str, str], ...]
    proteins: tuple[str, ...]
    kind: str

    @property
    def accessions(self) -> list[str]:
        """RefSeq transcripts it names, without version."""
        return [name.split(".")[0] for name, _ in self.coding if name.startswith("NM_")]

    def edit(self, coding: Coding) -> Edit | None:
        """The edit on a transcript's coding strand; None outside one coding block."""
        old = coding.old
        if old.chrom != self.chrom:
            return None
        if not self.ref:
            inside = [old.coding_number(self.start - 1), old.coding_number(self.start)]
            if None in inside:
                return None
            at = min(n for n in inside if n is not None)
            return Edit(at, at, reverse(self.alt) if old.strand == "-" else self.alt)
        numbers = [old.coding_number(self.start + i) for i in range(len(self.ref))]
        if None in numbers:
            return None
        found = [n for n in numbers if n is not None]
        if max(found) - min(found) != len(found) - 1:
            return None
        return Edit(min(found) - 1, max(found), reverse(self.alt) if old.strand == "-" else self.alt)

    def stated(self, coding: Coding, accession: str) -> list[str]:
        """Coding changes it states, those on this very transcript first."""
        mine = [c for name, c in self.coding if name.split(".")[0] == accession]
        return mine or [c for _, c in self.coding]

    def agrees(self, edit: Edit, coding: Coding, accession: str) -> bool:
        """Whether a stated coding change is this edit, and the reference base is not contradicted."""
        known = coding.text(edit.start, edit.end)
        ref = reverse(self.ref) if coding.old.strand == "-" else self.ref
        if known is not None and known != ref:
            return False
        for text in self.stated(coding, accession):
            other = parse(text, coding)
            if other and _same(other, edit, coding):
                return True
            plain = _numbers(text)
            if other is None and plain == (edit.start + 1, edit.end if edit.end > edit.start else edit.start + 1):
                return True
        return False

    def short_change(self, edit: Edit) -> str | None:
        """The stated protein change in short form whose residue number fits the edit; None when none does."""
        for text in (*self.proteins, self.name):
            change = short(text)
            match = re.match(r"^[A-Z*](\d+)", change or "")
            if (
                change
                and match
                and abs(int(match[1]) - (edit.start // 3 + 1)) <= (0 if len(self.ref) == len(self.alt) == 1 else 6)
            ):
                return change
        return None

    def hgvs(self, edit: Edit, coding: Coding) -> str:
        """HGVS coding text of the edit."""
        ref = reverse(self.ref) if coding.old.strand == "-" else self.ref
        if len(ref) == len(edit.bases) == 1:
            return f"c.{edit.end}{ref}>{edit.bases}"
        span = f"{edit.start + 1}" + (f"_{edit.end}" if edit.end > edit.start + 1 else "")
        if not ref:
            return f"c.{edit.start}_{edit.start + 1}ins{edit.bases}"
        return f"c.{span}del" if not edit.bases else f"c.{span}delins{edit.bases}"

    def placement(self, edit: Edit, coding: Coding) -> list[Placement]:
        """Its own position alone, for alleles around which no sequence is at hand."""
        ref = reverse(self.ref) if coding.old.strand == "-" else self.ref
        found = place(edit.start, ref, edit.bases, coding)
        return [found] if found else []


def _same(a: Edit, b: Edit, coding: Coding) -> bool:
    if a == b:
        return True
    low, high = min(a.start, b.start), max(a.end, b.end)
    sides = [(coding.text(low, e.start), e.bases, coding.text(e.end, high)) for e in (a, b)]
    if any(left is None or right is None for left, _, right in sides):
        return False
    return "".join(map(str, sides[0])) == "".join(map(str, sides[1]))


def _numbers(text: str) -> tuple[int, int] | None:
    match = re.match(r"^c\.(\d+)(?:_(\d+))?[A-Zdi]", text)
    return (int(match[1]), int(match[2] or match[1])) if match else None


def short(text: str) -> str | None:
    """A protein change in one-letter short form (``V600E``, ``E746_A750del``, ``W288fs``); None for other text."""
    plain = text.strip().removeprefix("p.")
    for word in ("DELINS", "DEL", "DUP", "INS", "FS"):
        plain = plain.replace(word, word.lower())
    for long, letter in RESIDUES.items():
        plain = plain.replace(long, letter)
    plain = re.sub(r"fs.*$", "fs", plain)
    plain = re.sub(r"^([A-Z]\d+)[A-Z]fs$", r"\1fs", plain)
    plain = re.sub(r"(del)[A-Z]+$", r"\1", plain) if "delins" not in plain and "ins" not in plain else plain
    plain = re.sub(r"(dup)[A-Z]+$", r"\1", plain)
    ok = re.match(r"^[A-Z*]\d+(?:_[A-Z*]\d+)?(?:[A-Z*]|del|dup|fs|ins[A-Z]+|delins[A-Z*]+)$", plain)
    return plain if ok else None


def civic_variants(folder: Path, newer: Path) -> list[CivicVariant]:
    """Variants of the 2024 release with position and alleles; `kind` is empty where no evidence is a reason to keep one."""
    csv.field_size_limit(10**9)
    kinds = _kinds([folder / "01-Aug-2024-ClinicalEvidenceSummaries.tsv.gz", newer / "civic_evidence.tsv.gz"])
    in_combination = _in_combination(folder / "01-Aug-2024-MolecularProfileSummaries.tsv", kinds)
    found = []
    with (folder / "01-Aug-2024-VariantSummaries.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            ref, alt = row["reference_bases"].strip(), row["variant_bases"].strip()
            kind = kinds.get(row["single_variant_molecular_profile_id"], "")
            if not kind and row["variant_id"] in in_combination:
                kind = "oncogenic"
            if (
                row["reference_build"] != "GRCh37"
                or not (ref or alt)
                or not SIMPLE.match(ref + alt)
                or row["chromosome2"]
            ):
                continue
            # CIViC gives the base before an insertion as its start
            start = int(row["start"]) - (1 if ref else 0)
            if ref and int(row["stop"]) - start != len(ref):
                continue
            found.append(
                CivicVariant(
                    row["variant_id"],
                    row["gene"],
                    row["variant"],
                    row["chromosome"],
                    start,
                    ref,
                    alt,
                    tuple(CODING.findall(row["hgvs_descriptions"])),
                    tuple(PROTEIN.findall(row["hgvs_descriptions"])),
                    kind,
                )
            )
    return found


def _in_combination(path: Path, kinds: dict[str, str]) -> set[str]:
    """Variants of profiles such as a fusion with a resistance change, that evidence supports; none of a NOT profile."""
    found: set[str] = set()
    for row in csv.DictReader(open_maybe_gzip(path).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if kinds.get(row["molecular_profile_id"]) == "oncogenic" and " NOT " not in f" {row['name']} ":
            found.update(v.strip() for v in row["variant_ids"].split(","))
    return found


def _kinds(paths: list[Path]) -> dict[str, str]:
    """Molecular profile -> oncogenic, pathogenic or polymorphism, by its accepted evidence; others are absent."""
    items: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for path in paths:
        lines = open_maybe_gzip(path).splitlines()
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            items[row["molecular_profile_id"]][row["evidence_id"]] = row
    found = {}
    for profile, evidence in items.items():
        kind = _kind(list(evidence.values()))
        if kind:
            found[profile] = kind
    return found


def _kind(rows: list[dict[str, str]]) -> str:
    supports = [r for r in rows if r["evidence_direction"] == "Supports"]
    if any(r["variant_origin"] == "Common Germline" for r in rows):
        return "polymorphism"
    for r in supports:
        somatic = r["variant_origin"] in SOMATIC
        if (
            somatic
            and r["evidence_type"] in ONCOGENIC_TYPES
            and r["significance"] not in {"N/A", "Benign", "Likely Benign"}
        ):
            return "oncogenic"
        if somatic and r["evidence_type"] == "Functional" and r["significance"] in FUNCTIONAL:
            return "oncogenic"
    heritable = [r for r in rows if r["evidence_type"] == "Predisposing"]
    agreed = all(r["evidence_direction"] == "Supports" and r["significance"] in HERITABLE for r in heritable)
    return "pathogenic" if heritable and agreed else ""
