"""What every reader of molecular files must do, built in or of a third party.

A reader is a module (or package) with `NAME`, `SUFFIXES`, `VERIFIED`, `KINDS`, `sniff` and `read`.  Call `check_reader` from a
test with a few small example files:

>>> check_reader(my_reader, [Path("example.tsv")], vocab.load(), docs=Path("docs"))       # doctest: +SKIP

The contract: whatever the bytes, `read` gives a `Parsed` and never an exception; nothing is read without saying what was
lost; every issue has a code with words and a remedy, names the file, and holds no value of the patient; no small file takes
long.
"""

from __future__ import annotations

import importlib
import multiprocessing
import pkgutil
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol, cast

from tumorboard.formats.opening import Head, read_head
from tumorboard.issues import Issue, Parsed, Place, Severity
from tumorboard.model.profile import Profile, ReadRequest
from tumorboard.testing.file_damage import Change, Effect, Sheet, changes
from tumorboard.vocab import Vocabulary
from tumorboard.wording import words

ASSEMBLIES = ("GRCh37", "GRCh38")
KINDS = frozenset({"variant", "copy_number", "fusion", "splice", "expression", "signature", "msi", "tmb", "biomarker"})
LONG_LINE = 100 << 20
MOST_MEMORY = 400 << 20
MOST_SECONDS = 5.0  # of the processor, for one small file
CANARIES = ("Zqcanaryzq", "9182736455", "p.Zq918273Canary")


class Reader(Protocol):
    """A module or object that reads one format."""

    NAME: str
    SUFFIXES: tuple[str, ...]
    VERIFIED: str
    KINDS: frozenset[str]

    def sniff(self, head: Head) -> bool:
        """Whether the file is of this format, told by its opening."""

    def read(self, path: Path, request: ReadRequest) -> Parsed[Profile]:
        """What the file holds, and everything that was wrong with it."""


@dataclass(frozen=True, slots=True)
class Example:
    """A good file: its name, its bytes, what it is asked with, and what it yields."""

    name: str
    data: bytes
    request: ReadRequest
    parsed: Parsed[Profile]

    @property
    def value(self) -> Profile:
        """The profile of the untouched file."""
        assert self.parsed.value is not None
        return self.parsed.value


def discover(package: ModuleType) -> tuple[Reader, ...]:
    """Every module and package in `package` that has `sniff` and `read`, by name."""
    found = []
    for entry in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{entry.name}")
        if hasattr(module, "sniff") and hasattr(module, "read"):
            found.append(cast(Reader, module))
    return tuple(sorted(found, key=lambda r: r.NAME))


def check_reader(
    reader: Reader,
    examples: Iterable[Path],
    vocabulary: Vocabulary,
    folder: Path,
    *,
    docs: Path | None = None,
    asked: Mapping[str, str] | None = None,
) -> None:
    """Every rule that needs no other reader, on every example; `folder` is where changed files may be written.

    Raises
    ------
    AssertionError
        Naming the rule, the example and the change.
    """
    check_constants(reader)
    if docs is not None:
        check_documented(reader, docs)
    check_no_file(reader, vocabulary, folder)
    for path in examples:
        example = load_example(reader, path, vocabulary, folder, **(asked or {}))
        check_recognized(reader, (reader,), path)
        check_repeatable(reader, example, folder)
        check_assembly(reader, example, folder)
        for change in changes(example.data):
            check_change(reader, example, change, folder)
        for canary in CANARIES:
            check_privacy(reader, example, folder, canary)


def check_constants(reader: Reader) -> None:
    """Name, suffixes, what it was verified on, and kinds of the known ones."""
    assert reader.NAME.replace("_", "").isalnum() and reader.NAME == reader.NAME.lower(), "NAME is a lower-case word"
    assert reader.SUFFIXES and all(s.startswith(".") and s == s.lower() for s in reader.SUFFIXES), reader.NAME
    assert reader.VERIFIED.strip(), f"{reader.NAME} says what it was verified on"
    assert reader.KINDS and reader.KINDS <= KINDS, f"{reader.NAME}: kinds are of {sorted(KINDS)}"


def check_documented(reader: Reader, docs: Path) -> None:
    """A page ``formats/NAME.md`` that says what was verified and what becomes of a record."""
    page = docs / "formats" / f"{reader.NAME}.md"
    assert page.exists(), f"{reader.NAME} has no page {page.name}"
    text = page.read_text("utf-8")
    assert text.startswith("# ") and "erified" in text, f"{page.name} says what the reader was verified on"
    assert "What becomes of" in text, f"{page.name} says what becomes of a record"


def check_recognized(reader: Reader, readers: Sequence[Reader], path: Path) -> None:
    """Of all `readers` only this one claims the file, whose name ends as it says."""
    claims = [r.NAME for r in readers if r.sniff(read_head(path))]
    assert claims == [reader.NAME], f"{path.name} is claimed by {claims or 'none'}"
    assert path.name.lower().endswith(reader.SUFFIXES), f"{path.name} ends in none of {reader.SUFFIXES}"


def load_example(reader: Reader, path: Path, vocabulary: Vocabulary, folder: Path, **asked: str) -> Example:
    """The example as it is read untouched, with the first assembly (none, then either) under which it is not refused."""
    data = path.read_bytes()
    tried = []
    for assembly in ("", *ASSEMBLIES):
        request = ReadRequest(vocab=vocabulary, **({"assembly": assembly} | asked))
        parsed = run(reader, path.name, data, request, folder)
        if parsed.value is not None:
            return Example(path.name, data, request, parsed)
        tried += [i.code for i in parsed.issues]
    raise AssertionError(f"{reader.NAME} refuses its example {path.name}: {sorted(set(tried))}")


def run(reader: Reader, name: str, data: bytes, request: ReadRequest, folder: Path) -> Parsed[Profile]:
    """`data`, written as `name` into `folder`, recognized, read, and held to the contract."""
    path = folder / name
    path.write_bytes(data)
    began = time.process_time()
    head = read_head(path)
    assert isinstance(reader.sniff(head), bool), f"sniff of {reader.NAME} gives a truth value"
    parsed = reader.read(path, request)
    taken = time.process_time() - began
    assert taken < MOST_SECONDS, f"{reader.NAME} takes {taken:.0f} seconds for {len(data)} bytes"
    check_contract(reader, parsed, name)
    return parsed


def check_contract(reader: Reader, parsed: Parsed[Profile], name: str) -> None:
    """What holds for any bytes: issues with words and place, accounts that add up, sources that name the file."""
    assert isinstance(parsed, Parsed), f"{reader.NAME} gives a Parsed"
    for issue in parsed.issues:
        check_issue(issue, name)
    profile = parsed.value
    if profile is None:
        failed = any(i.severity is Severity.ERROR for i in parsed.issues)
        assert failed, f"{reader.NAME} gives nothing and does not say why"
        return
    accounted = profile.kept + sum(profile.tally.values())
    assert accounted == profile.records, f"{reader.NAME}: {profile.records} records, {accounted} accounted for"
    assert min((profile.kept, profile.records, *profile.tally.values())) >= 0
    assert profile.format == reader.NAME, f"a profile of {reader.NAME} says format {profile.format}"
    for place in _sources(profile):
        assert place.file == name, f"{reader.NAME}: a value names the file {place.file}"


def check_issue(issue: Issue, name: str) -> None:
    """A code with words and a remedy that the parameters fill, at a place in the file."""
    says, remedy = words("en").issue(issue)
    assert says and remedy, f"{issue.code} has no words"
    assert "{" not in says + remedy, f"{issue.code} leaves a parameter open"
    assert issue.place.file == name, f"{issue.code} names the file {issue.place.file}"
    for number in (issue.place.line, issue.place.record):
        assert number is None or number >= 1, f"{issue.code} counts from 1"


def check_no_file(reader: Reader, vocabulary: Vocabulary, folder: Path) -> None:
    """A file that is not there, or is a folder, is an issue."""
    suffix = reader.SUFFIXES[0]
    absent, directory = folder / f"absent{suffix}", folder / f"directory{suffix}"
    directory.mkdir(exist_ok=True)
    for path in (absent, directory):
        assert isinstance(reader.sniff(read_head(path)), bool)
        parsed = reader.read(path, ReadRequest(vocab=vocabulary))
        check_contract(reader, parsed, path.name)
        assert parsed.value is None, f"{reader.NAME} reads what is not there"


def check_repeatable(reader: Reader, example: Example, folder: Path) -> None:
    """Reading the same bytes again gives equal values and equal issues."""
    again = run(reader, example.name, example.data, example.request, folder)
    assert again == example.parsed, f"{reader.NAME} reads {example.name} otherwise the second time"


def check_assembly(reader: Reader, example: Example, folder: Path) -> None:
    """A file that proves its assembly is refused under the other one."""
    for assembly in ASSEMBLIES:
        parsed = run(reader, example.name, example.data, replace(example.request, assembly=assembly), folder)
        proved = not example.request.assembly and example.value.assembly not in ("", assembly)
        assert not (proved and parsed.value), f"{reader.NAME} reads {example.name} as {assembly} against what it says"


def check_change(reader: Reader, example: Example, change: Change, folder: Path) -> None:
    """The changed file under the contract, and no more lost than its issues say."""
    told = f"{reader.NAME}, {example.name}, {change.name}"
    with _Noted(told):
        parsed = run(reader, example.name, change.data, example.request, folder)
    if parsed.value is None:
        return
    if change.effect is Effect.SAME:
        assert _settled(parsed.value) == _settled(example.value), f"{told}: the value changes"
    elif change.effect is Effect.TOLD:
        assert new_codes(example, parsed), f"{told}: no issue tells it"
    elif change.effect is Effect.LOSS and parsed.value.records < example.value.records:
        assert new_codes(example, parsed), (
            f"{told}: {example.value.records} records become {parsed.value.records} unsaid"
        )


def check_privacy(reader: Reader, example: Example, folder: Path, canary: str) -> None:
    """A word put into any cell of any column, or into a column of its own, is in no issue and none of its words."""
    sheet = Sheet.of(example.data)
    if sheet is None:
        return
    extra = replace(sheet, header=(*sheet.header, canary), rows=tuple((*r, canary) for r in sheet.rows))
    for at in range(len(sheet.header) + 1):
        changed = extra if at == len(sheet.header) else sheet.column(at, canary)
        parsed = run(reader, example.name, changed.data(), example.request, folder)
        told = telling(parsed, canary)
        assert not told, f"{reader.NAME} tells what stands in column {at + 1}: {told}"


def telling(parsed: Parsed[Profile], canary: str) -> list[str]:
    """Codes of the issues in which `canary` stands, as a parameter, a place or in their words; empty when in none."""
    return sorted({i.code for i in parsed.issues if canary.lower() in (repr(i) + repr(words("en").issue(i))).lower()})


def check_long_line(reader: Reader, path: Path, folder: Path) -> None:
    """One line of 100 MB, in place of a record and after the last one, is read within 400 MB and reported.

    Notes
    -----
    Runs in a process of its own, whose peak memory is measured; the vocabulary counts.
    """
    target = folder / path.name
    data = Sheet.of(path.read_bytes())
    start = path.read_bytes() if data is None else replace(data, rows=data.rows[:1]).data()
    with target.open("wb") as out:
        out.write(start)
        for _ in range(LONG_LINE >> 20):
            out.write(b"ACGT\tabc" * (1 << 17))
        out.write(b"\n")
    module = reader.__name__ if isinstance(reader, ModuleType) else type(reader).__module__
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        codes, memory = pool.apply(_read_measured, (module, str(target)))
    target.unlink()
    assert codes, f"{reader.NAME} says nothing of a line of 100 MB"
    assert memory < MOST_MEMORY, f"{reader.NAME} takes {memory >> 20} MB for a line of 100 MB"


def new_codes(example: Example, parsed: Parsed[Profile]) -> Counter[str]:
    """Issues that the untouched example does not have, or has less often."""
    return Counter(i.code for i in parsed.issues) - Counter(i.code for i in example.parsed.issues)


class _Noted:
    """Whatever is raised inside carries what was being done."""

    def __init__(self, told: str) -> None:
        self.told = told

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is not None:
            error.add_note(self.told)


def _read_measured(module: str, path: str) -> tuple[list[str], int]:
    """Codes of the issues, and the peak memory of this process in bytes."""
    from tumorboard import vocab

    reader = importlib.import_module(module)
    file = Path(path)
    reader.sniff(read_head(file))
    parsed = reader.read(file, ReadRequest(vocab=vocab.load()))
    return [i.code for i in parsed.issues], _peak_memory()


def _peak_memory() -> int:
    # The peak of getrusage is, on Linux, also that of the process that started this one.
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(x.split()[1]) << 10 for x in status.read_text().splitlines() if x.startswith("VmHWM"))
    import resource
    import sys

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak << 10


def _settled(profile: Profile) -> Profile:
    """The profile with what may depend on the order of columns put in order."""
    return replace(profile, samples=tuple(sorted(profile.samples)))


def _sources(profile: Profile) -> Iterator[Place]:
    families: tuple[Sequence[Any], ...] = (
        profile.variants,
        profile.copy_numbers,
        profile.fusions,
        profile.splice_events,
        profile.biomarkers,
    )
    for family in families:
        for value in family:
            if getattr(value, "source", None) is not None:
                yield value.source
