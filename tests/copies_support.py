"""Small tables for the tests of the copy-number readers, and a read that checks the accounts on the way."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from tumorboard import vocab
from tumorboard.formats.opening import read_head
from tumorboard.formats.readers import cnvkit, facets, pcgr_cna, purple, seg
from tumorboard.issues import Parsed
from tumorboard.model.alteration import CopyNumber
from tumorboard.model.profile import Profile, ReadRequest
from tumorboard.vocab.gene_places import GenePlace
from tumorboard.wording import words

READERS = (cnvkit, facets, pcgr_cna, purple, seg)


def read(reader: ModuleType, path: Path, **asked: str) -> Parsed[Profile]:
    """``reader.read``; every record is accounted for, every issue and reason has words."""
    parsed: Parsed[Profile] = reader.read(path, ReadRequest(vocab=vocab.load(), **asked))
    catalog = words("en")
    for issue in parsed.issues:
        assert catalog.issue(issue)
    if parsed.value is not None:
        assert parsed.value.kept + sum(parsed.value.tally.values()) == parsed.value.records
        assert set(parsed.value.tally) <= set(catalog.terms)
    return parsed


def profile(reader: ModuleType, path: Path, **asked: str) -> Profile:
    """The profile of a file that must be readable."""
    value = read(reader, path, **asked).value
    assert value is not None
    return value


def codes(parsed: Parsed[Profile]) -> list[str]:
    """Issue codes in order, without those of opening."""
    return [issue.code for issue in parsed.issues if not issue.code.startswith("OPN")]


def table(folder: Path, name: str, header: str, *rows: str) -> Path:
    """A table; cells are written with spaces for tabs, ``~`` for a space."""
    path = folder / name
    lines = (header, *rows)
    path.write_text("\n".join(line.replace(" ", "\t").replace("~", " ") for line in lines) + "\n", "utf-8")
    return path


def of(found: Profile, gene: str) -> list[CopyNumber]:
    """The rows of one gene."""
    return [row for row in found.copy_numbers if row.gene == gene]


def place(gene: str, assembly: str = "GRCh38") -> GenePlace:
    """Where a gene lies."""
    found = vocab.load().places.of(assembly, gene)
    assert found is not None
    return found


def sniffers(path: Path) -> list[str]:
    """The readers that take the file for theirs."""
    head = read_head(path)
    return [reader.NAME for reader in READERS if reader.sniff(head)]
