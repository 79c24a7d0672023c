"""A case from where it lies: a case folder, a case file, bare molecular files, or a clinician's words."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tumorboard.app.plugins import Registry
from tumorboard.app.reading import read_file
from tumorboard.board.intake.assemble import assemble
from tumorboard.board.intake.received import Intake, Received
from tumorboard.errors import InputError, NotFound
from tumorboard.formats.opening import Opened
from tumorboard.formats.reports import Reports
from tumorboard.issues import Issue, Parsed, Place, Severity
from tumorboard.model.case import Case
from tumorboard.model.profile import ReadRequest
from tumorboard.model.research_input import Ddpp, Reference
from tumorboard.vocab import Vocabulary
from tumorboard.wire.case_file import (
    AssayEntry,
    BiomarkerEntry,
    CaseFile,
    DiagnosisEntry,
    FileEntry,
    SpecimenEntry,
    TypedEntry,
    parse,
)

CASE_FILE = "case.yaml"
TYPED = "typed words"
# A question that names files and a tumor type is refused when one of them cannot be used; a case folder, which says more, is
# reported with a banner.
UNUSABLE = frozenset(
    {"CAS022", "CAS023", "CAS027", "CAS071", "CAS072", "CAS073", "CAS074", "OPN001", "OPN002", "OPN003"}
)
_NOT_DATA = (".md", ".txt", ".html", ".json", ".pdf", ".tbi", ".csi", ".yaml", ".yml")


def open_case(path: Path, vocab: Vocabulary, registry: Registry, *, trust_paths: bool = False) -> Parsed[Case]:
    """The case of a folder that holds ``case.yaml``, or of such a file; None when the file cannot be read as one.

    Parameters
    ----------
    trust_paths
        The case may name files outside its folder.  Otherwise such a path is refused: who writes a case file must not
        thereby read another patient's data.

    Raises
    ------
    NotFound
        If there is nothing at `path`.
    """
    if not path.exists():
        raise NotFound(f"there is nothing at {path.name}", remedy="Check the path of the case.")
    location = path / CASE_FILE if path.is_dir() else path
    if not location.is_file():
        return Parsed(None, (Issue.of("CAS001", Severity.ERROR, Place(path.name)),))
    if path.is_dir() and not trust_paths and not inside(path, CASE_FILE):
        return Parsed(None, (Issue.of("CAS075", Severity.ERROR, Place(location.name)),))
    reports = Reports(location.name)
    text = "\n".join(line.text or "" for line in Opened(location, reports).lines())
    if reports.failed():
        return Parsed(None, reports.closed())
    read = parse(text, location.name)
    issues = [*reports.closed(), *read.issues]
    if read.value is None:
        return Parsed(None, tuple(issues))
    confined = None if trust_paths else location.parent
    found = build_case(read.value, location.parent, vocab, registry, name=location.name, confined=confined)
    issues += [*found.issues, *_unnamed(read.value, location)]
    return Parsed(found.value, tuple(issues))


def case_of_files(
    files: Sequence[FileEntry],
    disease: str,
    folder: Path,
    vocab: Vocabulary,
    registry: Registry,
    *,
    typed: Sequence[str] = (),
    specimen_kind: str = "",
) -> Parsed[Case]:
    """A case without ``case.yaml``: molecular files, words and a tumor type.

    It is named after the sample that was asked for, for a file of many patients names none; else after the first file.

    None when a file could not be used or the tumor type is not known: an answer without it would answer another question.
    """
    samples = dict.fromkeys(f.sample or f.tumor_sample for f in files)
    name = " + ".join(s for s in samples if s) or (Path(files[0].path).name.split(".")[0] if files else "question")
    specimens = (SpecimenEntry(id="specimen", kind=specimen_kind),) if specimen_kind else ()
    written = CaseFile(
        case=name,
        diagnosis=DiagnosisEntry(disease=disease),
        specimens=specimens,
        files=tuple(files),
        alterations=tuple(TypedEntry(text=t) for t in typed),
    )
    found = build_case(written, folder, vocab, registry, name=TYPED)
    if any(i.code in UNUSABLE for i in found.issues):
        return Parsed(None, found.issues)
    return found


def build_case(
    file: CaseFile, folder: Path, vocab: Vocabulary, registry: Registry, *, name: str, confined: Path | None = None
) -> Parsed[Case]:
    """The case of a case file whose data files lie in `folder`; none outside `confined` is opened where it is given."""
    issues: list[Issue] = []
    if confined is not None:
        file, issues = _confined(file, confined, name)
    received = [*_files(file, folder, vocab, registry, issues), *_typed(file, vocab, name, issues)]
    lists = _gene_lists(file.assays, folder, issues)
    cohort = _reference(file, folder, vocab, issues)
    fitted = _predictors(file, folder, name, issues)
    intake = Intake(
        file=file, name=name, received=tuple(received), gene_lists=lists, reference=cohort, predictors=fitted
    )
    made = assemble(intake, vocab)
    return Parsed(made.value, (*issues, *made.issues))


def inside(folder: Path, path: str) -> bool:
    """Whether the path is written within the folder and, links followed, lies in it."""
    written = Path(path)
    if written.is_absolute() or ".." in written.parts or "\0" in path:
        return False
    try:
        return (folder / written).resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link to itself
        return False


def _confined(file: CaseFile, folder: Path, name: str) -> tuple[CaseFile, list[Issue]]:
    """The case file without what leads out of the folder, each as an error; the path itself may name a patient."""
    issues: list[Issue] = []

    def refused(path: str, where: str) -> bool:
        if not path or inside(folder, path):
            return False
        issues.append(Issue.of("CAS075", Severity.ERROR, Place(name, field=where)))
        return True

    # the places of the entries behind stay as written: a refused entry keeps its number and names no file
    files = [
        f.model_copy(update={"path": ""}) if refused(f.path, f"files[{n}].path") else f
        for n, f in enumerate(file.files, start=1)
    ]
    assays = [
        a.model_copy(update={"genes_file": "", "genes": ()}) if refused(a.genes_file, f"assays[{n}].genes_file") else a
        for n, a in enumerate(file.assays, start=1)
    ]
    research = file.research
    if research is not None and refused(research.reference, "research.reference"):
        research = research.model_copy(update={"reference": ""})
    if research is not None:
        kept = [e for n, e in enumerate(research.ddpp, start=1) if not refused(e.table, f"research.ddpp[{n}].table")]
        research = research.model_copy(update={"ddpp": tuple(kept)})
    return file.model_copy(update={"files": tuple(files), "assays": tuple(assays), "research": research}), issues


def _files(
    file: CaseFile, folder: Path, vocab: Vocabulary, registry: Registry, issues: list[Issue]
) -> Iterator[Received]:
    assemblies = {a.id: a.assembly for a in file.assays}
    for n, entry in enumerate(file.files, start=1):
        if not entry.path:
            continue  # refused, and told
        request = ReadRequest(
            vocab=vocab,
            assembly=entry.assembly or assemblies.get(entry.assay, ""),
            tumor_sample=entry.tumor_sample,
            normal_sample=entry.normal_sample,
            sample=entry.sample,
        )
        read = read_file(folder / entry.path, request, registry, format_name=entry.format)
        issues += read.issues
        if read.profile is not None:
            yield Received(
                profile=read.profile,
                where=f"files[{n}]",
                specimen=entry.specimen,
                assay=entry.assay,
                source=read.source,
            )


def _typed(file: CaseFile, vocab: Vocabulary, name: str, issues: list[Issue]) -> Iterator[Received]:
    from tumorboard.formats.typed import parse_typed  # here: a case of files alone has no findings in words

    request = ReadRequest(vocab=vocab)
    families: dict[str, Sequence[TypedEntry | BiomarkerEntry]] = {
        "alterations": file.alterations,
        "biomarkers": file.biomarkers,
    }
    for family, entries in families.items():
        for n, entry in enumerate(entries, start=1):
            if not entry.text:
                continue
            where = f"{family}[{n}]"
            read = parse_typed(entry.text, request, place=Place(name, field=where))
            issues += read.issues
            if read.value is not None:
                yield Received(
                    profile=read.value, where=where, specimen=entry.specimen, assay=entry.assay, date=entry.date
                )


def _gene_lists(assays: Sequence[AssayEntry], folder: Path, issues: list[Issue]) -> Mapping[str, tuple[str, ...]]:
    """Symbols of every panel's gene list: one a line, or the fourth column of a BED file."""
    found: dict[str, tuple[str, ...]] = {}
    for assay in assays:
        if not assay.genes_file or assay.genes_file in found:
            continue
        reports = Reports(Path(assay.genes_file).name)
        lines = [line.text or "" for line in Opened(folder / assay.genes_file, reports).lines()]
        issues += reports.closed()
        cells = [line.split("\t") for line in lines if line.strip() and not line.startswith(("#", "track", "browser"))]
        symbols = {(c[3] if len(c) > 3 else c[0]).strip() for c in cells}
        if not symbols:
            issues.append(Issue.of("CAS046", Severity.ERROR, Place(reports.file)))
        found[assay.genes_file] = tuple(sorted(symbols - {""}))
    return found


def _reference(file: CaseFile, folder: Path, vocab: Vocabulary, issues: list[Issue]) -> Reference | None:
    """A summary of the site's cohort; None when the case names none, or one that cannot be used."""
    asked = file.research
    if asked is None or not asked.reference:
        return None
    # here: only such a case waits for an array library
    from tumorboard.app.research import cohort

    read = cohort(folder / asked.reference, asked.reference_unit, vocab)
    issues += read.issues
    return read.value


def _predictors(file: CaseFile, folder: Path, name: str, issues: list[Issue]) -> Mapping[int, Ddpp]:
    """Each predictor of the case file fitted on its table, by entry; one that cannot be fitted is told."""
    if file.research is None or not file.research.ddpp:
        return {}
    # here: only such a case waits for an array library
    from tumorboard.app.research import predictor

    found = {}
    for n, entry in enumerate(file.research.ddpp):
        fitted = predictor(folder / entry.table, entry)
        issues += fitted.issues
        if fitted.value is None:
            issues.append(Issue.of("RNA030", Severity.WARNING, Place(name, field=f"research.ddpp[{n + 1}]")))
        else:
            found[n] = fitted.value
    return found


def _unnamed(file: CaseFile, location: Path) -> Iterator[Issue]:
    """Data files that lie beside the case file and are not named in it."""
    paths = [*(f.path for f in file.files), *(a.genes_file for a in file.assays)]
    if file.research is not None:
        paths += [file.research.reference, *(e.table for e in file.research.ddpp)]
    # realpath, unlike Path.resolve, survives a link to itself
    named = {os.path.realpath(location.parent / p) for p in paths if p and "\0" not in p}
    for path in sorted(location.parent.iterdir()):
        plain = path.is_file() and not path.name.startswith(".") and not path.name.lower().endswith(_NOT_DATA)
        if plain and os.path.realpath(path) not in named:
            yield Issue.of("CAS070", Severity.WARNING, Place(path.name))


def usable(found: Parsed[Case]) -> Case:
    """The case of a reading.

    Raises
    ------
    InputError
        If nothing could be made of it; the issues ride along.
    """
    if found.value is None:
        raise InputError("the case cannot be read", issues=found.issues, remedy="See its issues.")
    return found.value
