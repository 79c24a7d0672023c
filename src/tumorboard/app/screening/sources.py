"""A cohort from where it lies, partition by partition: Parquet, a folder of case folders, a MAF, MatchEngine's documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tumorboard.app import cohorts
from tumorboard.app.assessing import Workbench
from tumorboard.app.cases import CASE_FILE, open_case
from tumorboard.app.screening import matchengine
from tumorboard.board.as_of import as_of
from tumorboard.errors import InputError, NotFound
from tumorboard.interpret.looked_up import with_looked_up
from tumorboard.issues import Issue, Place, Severity
from tumorboard.model.case import Case
from tumorboard.model.order import in_order

if TYPE_CHECKING:
    import polars as pl

PARTITION = 65_536  # patients of one: a few hundred megabytes with their sets for ten thousand parts
DONE = "on"  # the day of a partition, in the metadata of its file


@dataclass(frozen=True, slots=True)
class Asked:
    """A cohort as it is named, with what the command line says of a MAF, and the genomic records beside clinical ones."""

    path: Path
    disease: str = ""
    panel: tuple[str, ...] | None = None
    specimen: str = ""
    assembly: str = ""
    genomic: Path | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A cohort in partitions: their names, and how one is loaded as a frame (`formats.patients`).

    Parameters
    ----------
    places
        By partition, where each of its patients was read from; empty where a row names its patient itself.
    unread
        Where patients lie of whom nothing could be read, each told by an error; empty text where even the place says not whose it is.
    stored
        Bytes of the partition files, which any process can load on its own; 0 where the cohort is in the memory of this one.
    """

    names: tuple[str, ...]
    load: Callable[[int], pl.DataFrame]
    issues: tuple[Issue, ...] = field(default=())
    places: tuple[tuple[str, ...], ...] = ()
    unread: tuple[str, ...] = ()
    stored: int = 0

    def places_of(self, number: int) -> tuple[str, ...]:
        """Where the patients of a partition were read from; empty where nothing tells."""
        return self.places[number] if self.places else ()


def opened(asked: Asked, bench: Workbench, on: date) -> Source:
    """The cohort at the path.

    Raises
    ------
    NotFound
        If there is nothing.
    InputError
        If nothing there is a cohort.
    """
    path = asked.path
    if not path.exists():
        raise NotFound(f"there is nothing at {path.name}", remedy="Check the path of the cohort.")
    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path] if path.suffix == ".parquet" else []
    if files:
        held = sum(f.stat().st_size for f in files)
        return Source(tuple(f.stem for f in files), lambda number: _stored(files[number], on), stored=held)
    if path.is_dir():
        return _folders(path, bench, on)
    if matchengine.is_clinical(path):
        found, issues = matchengine.cases(path, asked.genomic, bench)
        unread = ("",) * sum(i.code in matchengine.LEFT_OUT for i in issues)
        return of_cases(found, bench, on, issues=issues, unread=unread)
    if not asked.disease:
        raise InputError("of a table of variants the tumor type must be said", remedy="Add --disease CODE.")
    read = cohorts.cases_of(
        path, bench, disease=asked.disease, panel=asked.panel, specimen=asked.specimen, assembly=asked.assembly
    )
    return of_cases(list(read.value or ()), bench, on, issues=read.issues)


def of_cases(
    cases: list[Case],
    bench: Workbench,
    on: date,
    *,
    centers: list[str] | None = None,
    issues: tuple[Issue, ...] = (),
    places: list[str] | None = None,
    unread: tuple[str, ...] = (),
) -> Source:
    """A cohort of cases that are in memory; later facts than the date are left out."""
    from tumorboard.formats.patients import frame_of

    told = centers or [""] * len(cases)
    firsts = range(0, max(len(cases), 1), PARTITION)

    def load(number: int) -> pl.DataFrame:
        part = slice(firsts[number], firsts[number] + PARTITION)
        known = [as_of(in_order(case), on)[0] for case in cases[part]]
        return frame_of([with_looked_up(c, bench.annotations.about(c)) for c in known], told[part])

    names = tuple(f"part-{at:05d}" for at in range(len(firsts)))
    lie = tuple(tuple(places[first : first + PARTITION]) for first in firsts) if places is not None else ()
    return Source(names, load, issues, lie, unread)


def _stored(path: Path, on: date) -> pl.DataFrame:
    """A partition file, checked; where facts may be later than the date, its cases are cut."""
    import polars as pl

    from tumorboard.formats.patients import cases_of, frame_of, schema

    try:
        frame = pl.read_parquet(path)
        day = pl.read_parquet_metadata(path).get(DONE, "")
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputError(f"{path.name} cannot be read as Parquet", remedy="See docs/formats/patients.md.") from error
    issues = list(_checked(path.name, frame, schema()))
    if issues:
        raise InputError("the partition cannot be used", issues=tuple(issues), remedy="See its issues.")
    if day and date.fromisoformat(day) <= on:
        return frame
    try:
        cases = [as_of(in_order(case), on)[0] for case in cases_of(frame)]
    except ValueError as error:
        raise unusable(path.name, error) from error
    return frame_of(cases, frame["center"].fill_null("").to_list() if "center" in frame.columns else ())


def _checked(name: str, frame: pl.DataFrame, schema: dict[str, pl.DataType | type[pl.DataType]]) -> Iterator[Issue]:
    if "patient" not in frame.columns or frame["patient"].null_count() or frame["patient"].is_duplicated().any():
        yield Issue.of("PTN001", Severity.ERROR, Place(name, field="patient"))
    for column, dtype in frame.schema.items():
        if column not in schema:
            yield Issue.of("PTN002", Severity.ERROR, Place(name, field=column if column.isascii() else ""))
        elif dtype != schema[column] and not frame[column].is_null().all():
            yield Issue.of("PTN003", Severity.ERROR, Place(name, field=column))


def unusable(name: str, error: ValueError) -> InputError:
    """What a cell that tells no fact is told as: by its column, never by its text."""
    column = error.args[1] if len(error.args) > 1 else ""
    issue = Issue.of("PTN004", Severity.ERROR, Place(name, field=str(column)))
    return InputError("the partition cannot be used", issues=(issue,), remedy="See its issues.")


def _folders(path: Path, bench: Workbench, on: date) -> Source:
    """Case folders, or folders of them that are named after centers."""
    found = [p.parent for p in sorted(path.glob(f"*/{CASE_FILE}"))]
    places = [(folder, "") for folder in found]
    places += [(p.parent, p.parent.parent.name) for p in sorted(path.glob(f"*/*/{CASE_FILE}"))]
    if not places:
        raise InputError(
            f"{path.name} holds no cohort",
            remedy="Give a folder of case folders or of Parquet partitions (docs/trials-screening.md), or a MAF.",
        )
    cases, centers, lie = [], [], []
    issues: list[Issue] = []
    unread: list[str] = []
    seen: set[str] = set()
    for folder, center in places:
        place = f"{center}/{folder.name}" if center else folder.name
        read = open_case(folder, bench.vocab, bench.registry)
        # every case file has the same name: its folder tells whose issue it is
        issues += [replace(i, place=replace(i.place, file=f"{place}/{i.place.file}")) for i in read.issues]
        if read.value is None:
            issues.append(Issue.of("PTN006", Severity.ERROR, Place(place)))
            unread.append(place)
        elif read.value.id in seen:
            issues.append(Issue.of("PTN005", Severity.ERROR, Place(place)))
        else:
            seen.add(read.value.id)
            cases.append(read.value)
            centers.append(center)
            lie.append(place)
    return of_cases(cases, bench, on, centers=centers, issues=tuple(issues), places=lie, unread=tuple(unread))


def store(source: Source, folder: Path, on: date) -> int:
    """The cohort as partition files in a new folder; how many patients they hold.

    Raises
    ------
    InputError
        If the folder is there and not empty, or cannot be written.
    """
    patients = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise InputError(f"{folder.name} is not empty", remedy="Give a new folder with -o.")
        for number, name in enumerate(source.names):
            frame = source.load(number)
            frame.write_parquet(folder / f"{name}.parquet", metadata={DONE: on.isoformat()})
            patients += frame.height
    except OSError as error:
        raise InputError("the folder cannot be written", remedy="Give another one with -o.") from error
    return patients
