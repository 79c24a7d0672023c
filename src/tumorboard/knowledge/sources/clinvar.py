"""ClinVar: classifications of alleles, heritable and (since 2024) of oncogenicity, with review status, from its VCF.

Source: ClinVar's README of the VCF (ftp.ncbi.nlm.nih.gov/pub/clinvar/vcf_GRCh38): CLNSIG, CLNREVSTAT, ONC, ONCREVSTAT; Landrum
et al. 2025, Nucleic Acids Res 53:D1313.  Public domain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tumorboard.errors import InputError
from tumorboard.formats.alleles.change import trim
from tumorboard.formats.opening import Opened, read_head
from tumorboard.formats.reports import Reports
from tumorboard.issues import Issue
from tumorboard.knowledge.allele_table import Row
from tumorboard.knowledge.download import Wanted
from tumorboard.knowledge.site_vcf import SiteFile
from tumorboard.model.alteration import GenomicPosition

NAME = "clinvar"
KIND = "classified"
LICENSE = "public domain (NCBI)"
ATTRIBUTION = "ClinVar, NCBI; Landrum et al. 2025, Nucleic Acids Res 53:D1313"
VERIFIED = "unverified on real files"
COLUMNS = ("id", "germline", "germline_stars", "oncogenicity", "oncogenicity_stars")
BASE = "https://ftp.ncbi.nlm.nih.gov/pub/clinvar"
MOST = 2 << 30
STARS = {
    "practice_guideline": 4,
    "reviewed_by_expert_panel": 3,
    "criteria_provided,_multiple_submitters,_no_conflicts": 2,
    "criteria_provided,_multiple_submitters": 2,
    "criteria_provided,_single_submitter": 1,
    "criteria_provided,_conflicting_classifications": 1,
    "criteria_provided,_conflicting_interpretations": 1,
}
# columns of variant_summary.txt
SUMMARY = {
    "id": "VariationID", "germline": "ClinicalSignificance", "germline_review": "ReviewStatus", "assembly": "Assembly",
    "chrom": "Chromosome", "pos": "PositionVCF", "ref": "ReferenceAlleleVCF", "alt": "AlternateAlleleVCF",
}  # fmt: skip
ONCOGENICITY = {"oncogenicity": "Oncogenicity", "oncogenicity_review": "ReviewStatusOncogenicity"}


def plan(release: str, mirror: str = "") -> tuple[Wanted, ...]:
    """The VCF of both assemblies with their checksums; of the newest release when `release` is empty.

    Raises
    ------
    InputError
        If the release is no day.
    """
    if release and not re.fullmatch(r"\d{4}-\d\d-\d\d", release):
        raise InputError("a release of ClinVar is a day", remedy="Give it as YYYY-MM-DD.", code="SNP005")
    base = (mirror or BASE).rstrip("/")
    label = f"weekly/clinvar_{release.replace('-', '')}.vcf.gz" if release else "clinvar.vcf.gz"
    return tuple(
        Wanted(f"{base}/vcf_{a}/{label}", f"{a}.clinvar.vcf.gz", MOST, checksum_url=f"{base}/vcf_{a}/{label}.md5")
        for a in ("GRCh37", "GRCh38")
    )


def release_of(files: Sequence[Path]) -> str:
    """The day in the header of a VCF; empty when no file has one, or they differ."""
    days = {m[1] for f in files for ln in read_head(f).lines if (m := re.match(r"##fileDate=(\d{4}-\d\d-\d\d)", ln))}
    return days.pop() if len(days) == 1 else ""


def is_summary(path: Path) -> bool:
    """Whether a file is variant_summary.txt."""
    return set(SUMMARY.values()) <= {c.lstrip("#") for c in read_head(path).columns}


def check(files: Sequence[Path]) -> tuple[Issue, ...]:
    """What keeps the files from being a snapshot."""
    issues: list[Issue] = []
    for path in files:
        reports = Reports(path.name)
        found = _summary(path, reports) if is_summary(path) else _vcf(path, reports)
        if not any(True for _ in found) and not reports.failed():
            reports.error("SIT005")
        for _ in found:  # to the end: a file that breaks off tells it there
            pass
        issues += reports.closed()
    return tuple(issues)


def rows(files: Sequence[Path]) -> tuple[Iterable[Row], dict[str, Any]]:
    """Every allele that is classified, and the account."""
    account: dict[str, Any] = {"records": 0, "heritable": 0, "oncogenicity": 0}
    return _rows(files, account), account


def _rows(files: Sequence[Path], account: dict[str, Any]) -> Iterator[Row]:
    for path in files:
        reports = Reports(path.name)
        for position, said in _summary(path, reports) if is_summary(path) else _vcf(path, reports):
            account["records"] += 1
            account["heritable"] += bool(said[1])
            account["oncogenicity"] += bool(said[3])
            yield position, said


def _vcf(path: Path, reports: Reports) -> Iterator[Row]:
    read = SiteFile(path, reports)
    told = False
    for site in read.sites():
        if not told and "CLNSIG" not in read.fields:
            reports.error("SIT007", line=1)
            return
        told = True
        yield (
            site.position,
            _said(site.id, site.whole("CLNSIG"), site.whole("CLNREVSTAT"), site.whole("ONC"), site.whole("ONCREVSTAT")),
        )


def _summary(path: Path, reports: Reports) -> Iterator[Row]:
    at: dict[str, int] = {}
    width = 0
    opened = Opened(path, reports)
    for line in opened.lines():
        if not line.text:
            continue
        cells = line.text.split("\t")
        if not at:
            names = [c.lstrip("#") for c in cells]
            at = {ours: names.index(n) for ours, n in {**SUMMARY, **ONCOGENICITY}.items() if n in names}
            width = len(names)
        elif len(cells) != width:
            reports.error("SIT002", line=line.number)
        elif (row := _summary_row({name: cells[n] for name, n in at.items()})) is not None:
            yield row
    if not opened.complete:
        reports.error("SIT003")


def _summary_row(cells: dict[str, str]) -> Row | None:
    bases = all(re.fullmatch(r"[ACGT]+", cells[n]) for n in ("ref", "alt"))
    if cells["assembly"] not in {"GRCh37", "GRCh38"} or not cells["pos"].isdigit() or not bases:
        return None
    change = trim(cells["chrom"], int(cells["pos"]), cells["ref"], cells["alt"])
    position = GenomicPosition(
        cells["assembly"], change.chrom, change.start, change.start + len(change.ref), change.ref, change.alt
    )
    return position, _said(
        cells["id"],
        cells["germline"],
        cells["germline_review"],
        cells.get("oncogenicity", ""),
        cells.get("oncogenicity_review", ""),
    )


def _said(name: str, germline: str, review: str, onco: str, onco_review: str) -> tuple[Any, ...]:
    return (name, _words(germline), stars(review), _words(onco), stars(onco_review))


def _words(text: str) -> str:
    plain = text.replace("_", " ").strip()
    return "" if plain.casefold() in {"", "-", ".", "not provided", "no classification provided"} else plain


def stars(review: str) -> int:
    """Stars 0 to 4 of a review status, as the VCF (``criteria_provided,_single_submitter``) or the table writes it."""
    return STARS.get(review.strip().replace(", ", ",_").replace(" ", "_").casefold(), 0)
