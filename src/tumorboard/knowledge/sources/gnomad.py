"""Population frequencies from a sites VCF in the manner of gnomAD: the highest in any general population.

The frequency is ``AF_grpmax`` or ``AF_popmax`` where the file has it, else the highest of the general populations that were
seen in at least 2,000 alleles, else ``AF``.  A record that failed a filter vouches for nothing.  The release is too large to be
fetched whole: carry in the chromosomes or regions that your panel needs.

Source: Karczewski et al. 2020, Nature 581:434; header of the sites VCF of releases 2.1.1 and 4.1; Horak et al. 2022, Genet Med
24:986 (2,000 alleles).  Content CC0 1.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tumorboard.errors import InputError
from tumorboard.formats.reports import Reports
from tumorboard.issues import Issue
from tumorboard.knowledge.allele_table import Row
from tumorboard.knowledge.download import Wanted
from tumorboard.knowledge.site_vcf import Site, SiteFile

NAME = "gnomad"
KIND = "frequencies"
LICENSE = "CC0-1.0"
ATTRIBUTION = "gnomAD; Karczewski et al. 2020, Nature 581:434"
VERIFIED = "unverified on real files"
COLUMNS = ("af",)
HIGHEST = ("AF_grpmax", "AF_popmax", "AF_grpmax_joint", "grpmax_AF", "popmax_AF")
# Continental populations as the releases name them; founder and remaining groups do not count.
POPULATIONS = ("afr", "amr", "eas", "nfe", "sas")
LEAST_ALLELES = 2000
_RELEASE = re.compile(r"(?i)\.v(\d+(?:\.\d+)*)\.")


def plan(release: str, mirror: str = "") -> tuple[Wanted, ...]:
    """Nothing: the sites of a release are hundreds of gigabytes.

    Raises
    ------
    InputError
        Always, with how to bring what is needed.
    """
    raise InputError(
        "the sites of gnomAD are too large to be fetched whole",
        remedy="Cut your panel's regions out of a release with `bcftools view -R panel.bed`, and import that file.",
        code="FET008",
    )


def release_of(files: Sequence[Path]) -> str:
    """The release that the names of the files tell (``v4.1``); empty when they do not."""
    found = {m[1] for f in files if (m := _RELEASE.search(f.name))}
    return found.pop() if len(found) == 1 else ""


def check(files: Sequence[Path]) -> tuple[Issue, ...]:
    """What keeps the files from being a snapshot: no sites, no assembly, no frequencies, damage."""
    issues: list[Issue] = []
    for path in files:
        reports = Reports(path.name)
        read = SiteFile(path, reports)
        counted = sum(1 for _ in read.sites())
        if not counted and not reports.failed():
            reports.error("SIT005")
        if counted and not read.fields & {*HIGHEST, "AF", "AC"}:
            reports.error("SIT006")
        issues += reports.closed()
    return tuple(issues)


def rows(files: Sequence[Path]) -> tuple[Iterable[Row], dict[str, Any]]:
    """Every allele with its highest frequency (None where a filter failed), and the account."""
    account = {"records": 0, "filtered": 0, "without frequency": 0}
    return _rows(files, account), account


def _rows(files: Sequence[Path], account: dict[str, Any]) -> Iterator[Row]:
    for path in files:
        for site in SiteFile(path, Reports(path.name)).sites():
            account["records"] += 1
            passed = site.filter in {"PASS", "."}
            af = highest(site) if passed else None
            account["filtered"] += not passed
            account["without frequency"] += passed and af is None
            yield site.position, (af,)


def highest(site: Site) -> float | None:
    """The highest frequency of an allele in a general population; None when the record gives none."""
    for name in HIGHEST:
        if (value := _number(site.each(name))) is not None:
            return value
    found = []
    for population in POPULATIONS:
        alleles = _number(site.whole(f"AN_{population}"))
        if alleles is not None and alleles >= LEAST_ALLELES:
            found.append(_number(site.each(f"AF_{population}")))
    known = [f for f in found if f is not None]
    return max(known) if known else _number(site.each("AF"))


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value else None
