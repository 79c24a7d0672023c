"""The three CIViC releases: every item is a statement or has a reason, and the numbers add up to those of the tables."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

import pytest
from tests.real_data import shared

from tumorboard import vocab
from tumorboard.app import pack_checking, snapshots
from tumorboard.app.snapshot_diff import difference
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.formats.reports import Reports
from tumorboard.genome.protein import protein_change, short_text
from tumorboard.knowledge.library import Compiled, opened
from tumorboard.knowledge.sources import civic
from tumorboard.knowledge.sources.civic.source import evidence_tables
from tumorboard.knowledge.sources.civic.tables import read_items
from tumorboard.knowledge.sources.civic.variant_names import NotExact, criterion

pytestmark = pytest.mark.real
# name, items of the evidence table, assertions (None: the release here has no such table), least share carried
RELEASES = [("civic_2021", 3650, 18, 0.55), ("civic_2024", 4375, 66, 0.6), ("civic_2026", 4854, None, 0.59)]
IMPORT_SECONDS = 5.0
START_SECONDS = 0.3
PAGE = Path(__file__).resolve().parents[2] / "docs" / "knowledge" / "civic-comparison.md"


def files(name: str) -> list[Path]:
    return sorted(p for p in shared(name).iterdir() if ".tsv" in p.name)


def compiled(name: str, folder: Path) -> Compiled:
    known = vocab.load()
    return opened(folder / name, "civic", name, LEAVES, lambda: civic.compiled(files(name), known))


@pytest.mark.parametrize(("name", "items", "assertions", "share"), RELEASES)
def test_a_release_is_accounted_for_whole(name: str, items: int, assertions: int | None, share: float) -> None:
    assert civic.check(files(name)) == ()
    rows, account = civic.compiled(files(name), vocab.load())
    assert (account["tables"]["evidence"], account["tables"]["assertions"]) == (items, assertions)
    assert account["items"] == items + (assertions or 0)
    listed = [i for names in account["refused"].values() for i in names]
    carried = {row["citations"][0]["ref"] for row in rows}
    assert len(listed) == len(set(listed))
    assert not carried & set(listed)
    every = {i.name for path in evidence_tables(files(name)) for i in read_items(path, Reports("t"))}
    assert every <= carried | set(listed)
    assert account["carried"] + len(listed) == account["items"]
    assert account["carried"] > share * account["items"]
    assert len(rows) == account["statements"] == len({row["id"] for row in rows})
    for row in rows:
        for field in ("biomarker", "disease", "context"):
            parse(row[field], LEAVES)


@pytest.mark.parametrize(("one", "other"), [("civic_2021", "civic_2024"), ("civic_2024", "civic_2026")])
def test_the_difference_of_two_releases_adds_up(tmp_path: Path, one: str, other: str) -> None:
    before, after = compiled(one, tmp_path), compiled(other, tmp_path)
    found = difference(before, after)
    lost = {table for table, _ in found.absent}
    assert lost == ({"assertions", "variants"} if other == "civic_2026" else set())
    told = found.counts
    both = told["changed"] + len(found.same)
    kept = [sum(s.kind != "assertion" or not lost for s in side.all()) for side in (before, after)]
    assert kept == [
        told["withdrawn"] + told["no_longer_carried"] + both,
        told["new"] + told["now_carried"] + both,
    ]
    first, second, new, withdrawn = found.items["evidence"]
    assert first - withdrawn + new == second
    assert not any(c.what == "withdrawn" and c.statement.kind == "assertion" for c in found.changes if lost)


def test_490_items_are_new_and_11_withdrawn_between_2024_and_2026(tmp_path: Path) -> None:
    found = difference(compiled("civic_2024", tmp_path), compiled("civic_2026", tmp_path))
    assert found.items["evidence"] == (4375, 4854, 490, 11)


def test_the_release_of_2026_is_imported_in_time_and_a_run_starts_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(snapshots.HOME, str(tmp_path))
    known = vocab.load()
    start = time.process_time()
    made = snapshots.add("civic", files("civic_2026"), release="", on=date(2026, 11, 27)).value
    assert made is not None
    snapshots.library(made, known)
    assert time.process_time() - start < IMPORT_SECONDS
    snapshots.store().use("civic", made.manifest.release)
    start = time.process_time()
    (library,), _, _ = snapshots.in_use(known)
    assert library.concerning(frozenset({"EGFR", "TP53", "KRAS"}), lambda tumor: False)
    assert time.process_time() - start < START_SECONDS


def test_a_protein_change_of_a_name_is_the_one_of_the_variants_own_hgvs() -> None:
    """Two writings of one variant by CIViC itself: the criterion made of the name asks for the change that its HGVS gives."""
    known = vocab.load()
    checked, differ = 0, []
    for v in civic.variants(files("civic_2024")) or ():
        protein = [m[1] for h in v.hgvs if (m := re.match(r"NP_[\d.]+:(p\..+)", h))]
        change = protein_change(protein[0]) if protein else None
        if (
            change is None
            or change.kind not in {"substitution", "nonsense"}
            or not re.fullmatch(r"[A-Z]\d+[A-Z*]", v.name)
        ):
            continue
        try:
            text, _ = criterion(v.gene, v.name, "any", known)
        except NotExact:
            continue
        checked += 1
        if short_text(change) not in text:
            differ.append((v.gene, v.name, short_text(change)))
    assert checked > 350
    assert differ == OTHER_TRANSCRIPT


# The HGVS is of another transcript than MANE Select there; the name is of that one, as the table of known alleles counts it.
OTHER_TRANSCRIPT = [("FCGR3A", "F212V", "F176V"), ("MET", "D1228V", "D1246V")]


def test_every_row_of_the_pack_that_differs_from_civic_has_its_reason_and_the_page_is_current(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(snapshots.HOME, str(tmp_path))
    snapshots.add("civic", files("civic_2026"), release="", on=date(2026, 11, 27))
    release, found = pack_checking.compared("2026-05-26", vocab.load())
    pack_checking.unexplained(found)
    assert PAGE.read_text("utf-8") == pack_checking.page(release, found)
