"""Snapshots: whole or not at all, never half-used, named by content."""

from __future__ import annotations

import errno
import json
import multiprocessing
import shutil
from pathlib import Path

import pytest

from tumorboard.errors import InputError, KnowledgeError, NotFound
from tumorboard.knowledge import store as store_module
from tumorboard.knowledge.manifest import Manifest
from tumorboard.knowledge.store import Store

ABOUT = Manifest("civic", "2026-05-26", "2026-11-27", "CC0-1.0", "CIViC", (), "tumorboard test")


def files(folder: Path, **content: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, text in content.items():
        (folder / f"{name}.tsv").write_text(text, "utf-8")
        made.append(folder / f"{name}.tsv")
    return made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "knowledge")


def test_an_import_is_there_with_its_hashes_and_is_in_use_when_chosen(store: Store, tmp_path: Path) -> None:
    made = store.add(files(tmp_path / "in", evidence="a\n", variants="b\n"), ABOUT)
    assert [s.manifest for s in store.list()] == [made.manifest]
    assert store.get("civic", "2026-05-26").file("evidence.tsv") == made.folder / "evidence.tsv"
    assert made.file("assertions.tsv") is None
    assert store.in_use() == {}
    store.use("civic", "2026-05-26")
    assert store.in_use() == {"civic": "2026-05-26"}
    store.use("civic", "")
    assert store.in_use() == {}


def test_the_content_hash_does_not_depend_on_day_or_order(store: Store, tmp_path: Path) -> None:
    one, two = files(tmp_path / "in", evidence="a\n", variants="b\n")
    first = store.add([one, two], ABOUT).manifest
    other = Store(tmp_path / "elsewhere").add([two, one], Manifest("civic", "x", "2027-01-01", "", "", ())).manifest
    assert first.sha256 == other.sha256


def test_the_same_content_again_is_the_same_snapshot_and_other_content_is_refused(store: Store, tmp_path: Path) -> None:
    first = store.add(files(tmp_path / "in", evidence="a\n"), ABOUT)
    assert store.add(files(tmp_path / "in", evidence="a\n"), ABOUT).folder == first.folder
    with pytest.raises(InputError, match="other content"):
        store.add(files(tmp_path / "in", evidence="b\n"), ABOUT)


def damaged(folder: Path, how: str) -> None:
    manifest = folder / "manifest.json"
    content = json.loads(manifest.read_text("utf-8"))
    match how:
        case "a changed file":
            (folder / "evidence.tsv").write_text("X\n", "utf-8")
        case "a cut file":
            (folder / "evidence.tsv").write_text("", "utf-8")
        case "an absent file":
            (folder / "evidence.tsv").unlink()
        case "no manifest":
            manifest.unlink()
        case "a cut manifest":
            manifest.write_text(manifest.read_text("utf-8")[:50], "utf-8")
        case "another schema":
            manifest.write_text(json.dumps({**content, "schema": 99}), "utf-8")
        case "a file outside":
            content["files"][0]["name"] = "../evidence.tsv"
            manifest.write_text(json.dumps(content), "utf-8")


@pytest.mark.parametrize(
    "how",
    [
        "a changed file",
        "a cut file",
        "an absent file",
        "no manifest",
        "a cut manifest",
        "another schema",
        "a file outside",
    ],
)
def test_a_damaged_snapshot_is_refused_whole(store: Store, tmp_path: Path, how: str) -> None:
    made = store.add(files(tmp_path / "in", evidence="a\n", variants="b\n"), ABOUT)
    damaged(made.folder, how)
    with pytest.raises(KnowledgeError) as told:
        store.get("civic", "2026-05-26")
    assert told.value.remedy
    with pytest.raises(KnowledgeError):
        store.use("civic", "2026-05-26")


def test_a_damaged_list_of_snapshots_in_use_is_told(store: Store, tmp_path: Path) -> None:
    store.add(files(tmp_path / "in", evidence="a\n"), ABOUT)
    (store.root / "in-use.json").write_text("{", "utf-8")
    with pytest.raises(KnowledgeError, match="in use is damaged"):
        store.in_use()


def test_a_damaged_list_is_begun_anew_by_choosing_as_its_remedy_says(store: Store, tmp_path: Path) -> None:
    store.add(files(tmp_path / "in", evidence="a\n"), ABOUT)
    (store.root / "in-use.json").write_text("{", "utf-8")
    store.use("civic", "2026-05-26")
    assert store.in_use() == {"civic": "2026-05-26"}


@pytest.mark.parametrize("damage", ["evidence.tsv", "manifest.json", "gone"])
def test_a_damaged_snapshot_in_use_is_healed_by_importing_its_files_again(
    store: Store, tmp_path: Path, damage: str
) -> None:
    given = files(tmp_path / "in", evidence="a\n")
    folder = store.add(given, ABOUT).folder
    store.use("civic", "2026-05-26")
    if damage == "gone":
        next(folder.glob("evidence*")).unlink()
    else:
        next(folder.glob(damage.partition(".")[0] + "*")).write_text("{", "utf-8")
    with pytest.raises(KnowledgeError) as told:
        store.get("civic", "2026-05-26")
    assert (told.value.code, "import the release again" in told.value.remedy) == ("SNP002", True)
    store.add(given, ABOUT)
    assert store.get("civic", "2026-05-26").manifest.files[0].bytes == 2
    assert [p.name for p in store.root.iterdir() if p.name.startswith(".incoming")] == []


def test_a_damaged_snapshot_is_not_replaced_by_other_content(store: Store, tmp_path: Path) -> None:
    folder = store.add(files(tmp_path / "in", evidence="a\n"), ABOUT).folder
    next(folder.glob("evidence*")).write_text("b\n", "utf-8")
    with pytest.raises(InputError) as told:
        store.add(files(tmp_path / "other", evidence="c\n"), ABOUT)
    assert told.value.code == "SNP008"


def test_a_bad_manifest_of_one_snapshot_hides_no_other(store: Store, tmp_path: Path) -> None:
    store.add(files(tmp_path / "in", evidence="a\n"), ABOUT)
    bad = store.root / "civic" / "2020-01-01"
    bad.mkdir()
    (bad / "manifest.json").write_text("{", "utf-8")
    assert [s.manifest.release for s in store.list()] == ["2026-05-26"]


@pytest.mark.parametrize("name", ["..", ".hidden", "a/b", "", "x" * 200])
def test_a_name_cannot_lead_outside(store: Store, tmp_path: Path, name: str) -> None:
    about = Manifest("civic", name, "2026-11-27", "", "", ())
    with pytest.raises(InputError):
        store.add(files(tmp_path / "in", evidence="a\n"), about)
    with pytest.raises(NotFound):
        store.get("civic", name)
    with pytest.raises(NotFound):
        store.remove(name, "2026-05-26")


def test_one_in_use_is_not_removed_and_one_that_is_not_is_gone(store: Store, tmp_path: Path) -> None:
    store.add(files(tmp_path / "in", evidence="a\n"), ABOUT)
    store.use("civic", "2026-05-26")
    with pytest.raises(InputError, match="in use"):
        store.remove("civic", "2026-05-26")
    store.use("civic", "")
    store.remove("civic", "2026-05-26")
    assert store.list() == ()
    assert [p.name for p in store.root.iterdir() if p.name.startswith(".incoming")] == []


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EIO])
def test_a_full_disk_leaves_nothing_behind(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    real = shutil.copyfile

    def full(source: Path, target: Path) -> None:
        if source.name == "variants.tsv":
            target.write_bytes(b"half")
            raise OSError(fault, "no")
        real(source, target)

    monkeypatch.setattr(store_module.shutil, "copyfile", full)
    with pytest.raises(KnowledgeError) as told:
        store.add(files(tmp_path / "in", evidence="a\n", variants="b\n"), ABOUT)
    assert ("no room" in str(told.value)) == (fault == errno.ENOSPC)
    assert store.list() == ()
    monkeypatch.undo()
    assert store.add(files(tmp_path / "in", evidence="a\n", variants="b\n"), ABOUT).manifest.release == "2026-05-26"


def test_what_a_killed_import_left_is_never_read_and_is_swept_by_the_next(store: Store, tmp_path: Path) -> None:
    leftover = store.root / ".incoming-killed" / "evidence.tsv"
    leftover.parent.mkdir(parents=True)
    leftover.write_text("half", "utf-8")
    assert store.list() == ()
    store.add(files(tmp_path / "in", evidence="a\n"), ABOUT)
    assert not leftover.parent.exists()


def _import(root: str, source: str, start: object) -> None:
    start.wait()  # type: ignore[attr-defined]
    Store(Path(root)).add(sorted(Path(source).iterdir()), ABOUT)


def test_two_programs_that_import_at_once_make_one_whole_snapshot(store: Store, tmp_path: Path) -> None:
    files(tmp_path / "in", **{f"part{n}": "x" * 200_000 for n in range(5)})
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(3)
    running = [context.Process(target=_import, args=(str(store.root), str(tmp_path / "in"), start)) for _ in range(3)]
    for process in running:
        process.start()
    for process in running:
        process.join(60)
    assert [p.exitcode for p in running] == [0, 0, 0]
    assert len(store.get("civic", "2026-05-26").manifest.files) == 5
