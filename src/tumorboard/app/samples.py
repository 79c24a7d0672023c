"""The samples of a MAF as the patients of a cohort: looked through once, then read part by part, in whatever process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tumorboard.app.assessing import ordered
from tumorboard.board.intake.assemble import assemble
from tumorboard.board.intake.received import Intake, Received
from tumorboard.errors import InputError, NotFound
from tumorboard.formats.opening import digest
from tumorboard.formats.readers import maf
from tumorboard.formats.reports import Reports
from tumorboard.issues import Issue
from tumorboard.model.case import Case, SourceFile
from tumorboard.model.profile import Profile, ReadRequest
from tumorboard.vocab import Vocabulary
from tumorboard.wire.case_file import AssayEntry, CaseFile, DiagnosisEntry, SpecimenEntry

SPECIMEN, PANEL = "specimen", "panel"


@dataclass(frozen=True, slots=True)
class Read:
    """Cases that were read, with what was doubtful: in the rows of the table, and on putting the cases together."""

    cases: tuple[Case, ...]
    rows: Reports
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Samples:
    """Every sample with rows, or listed as sequenced: one patient each, read as if it had been read alone."""

    path: Path
    vocab: Vocabulary
    table: maf.Samples
    written: CaseFile  # what the command line says of every sample
    hashed: str

    @property
    def names(self) -> tuple[str, ...]:
        """The samples in the order of the file."""
        return self.table.names

    def read(self, names: Sequence[str]) -> Read:
        """One case for each of these samples."""
        profiles, rows = self.table.read(names)
        issues: dict[Issue, None] = {}
        found = []
        for sample, profile in profiles.items():
            file = self.written.model_copy(update={"case": sample})
            received = Received(
                profile=profile,
                where="files[1]",
                assay=PANEL if file.assays else "",
                source=_source(self.path, self.hashed, profile),
            )
            made = assemble(Intake(file=file, name=self.path.name, received=(received,)), self.vocab)
            issues.update(dict.fromkeys(made.issues))
            if made.value is not None:
                found.append(made.value)
        return Read(tuple(found), rows, tuple(issues))

    def issues(self, parts: Sequence[Read]) -> tuple[Issue, ...]:
        """Everything that was doubtful about the table, all parts of which were read."""
        rows = Reports(self.path.name)
        for met in (self.table.reports, *(part.rows for part in parts)):
            rows.join(met)
        return ordered(tuple(dict.fromkeys((*rows.closed(), *(i for part in parts for i in part.issues)))))


def samples_of(
    path: Path,
    vocab: Vocabulary,
    *,
    disease: str,
    panel: tuple[str, ...] | None,
    specimen: str = "",
    assembly: str = "",
) -> Samples:
    """The samples of a MAF.

    Parameters
    ----------
    disease
        The tumor type of all of them.
    panel
        The genes that were sequenced in all of them; None leaves every absence unknown.

    Raises
    ------
    NotFound
        If there is no such file.
    InputError
        If it cannot be read; the issues ride along.
    """
    if not path.is_file():
        raise NotFound(f"there is nothing at {path.name}", remedy="Check the path of the table.")
    seen = maf.look_through(path, ReadRequest(vocab=vocab, assembly=assembly))
    if seen.value is None:
        raise InputError("the table cannot be read", issues=ordered(seen.issues), remedy="See its issues.")
    return Samples(path, vocab, seen.value, _written(disease, specimen, panel), digest(path))


def _written(disease: str, specimen: str, panel: tuple[str, ...] | None) -> CaseFile:
    """What the command line says of every sample, as a case file would."""
    assays = []
    if panel is not None:
        told = {"id": PANEL, "specimen": SPECIMEN, "kinds": ["variant"], "genes": list(panel)}
        assays.append(AssayEntry.model_validate(told))
    material = (SpecimenEntry(id=SPECIMEN, kind=specimen),) if specimen or panel is not None else ()
    return CaseFile(case="", diagnosis=DiagnosisEntry(disease=disease), specimens=material, assays=tuple(assays))


def _source(path: Path, hashed: str, profile: Profile) -> SourceFile:
    return SourceFile(
        name=path.name,
        format=profile.format,
        sha256=hashed,
        records=profile.records,
        kept=profile.kept,
        assembly=profile.assembly,
    )
