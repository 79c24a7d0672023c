"""Many patients out of one table, assessed at once, and the therapy table as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from tumorboard.app.assessing import Workbench, ordered
from tumorboard.app.processes import each
from tumorboard.board.assess_cohort import Answers, answers_of, cohort_of, table_of
from tumorboard.board.intake.assemble import assemble
from tumorboard.board.intake.received import Intake, Received
from tumorboard.errors import InputError, NotFound
from tumorboard.formats.opening import digest
from tumorboard.formats.readers import maf
from tumorboard.formats.reports import Reports
from tumorboard.formats.tsv import cohort as sheets
from tumorboard.issues import Issue, Parsed, Severity
from tumorboard.model.case import Case, SourceFile
from tumorboard.model.context import Context
from tumorboard.model.policy import Policy
from tumorboard.model.profile import Profile, ReadRequest
from tumorboard.wire.case_file import AssayEntry, CaseFile, DiagnosisEntry, SpecimenEntry

SPECIMEN, PANEL = "specimen", "panel"
PARTITION = 12_500  # patients that one process assesses at a time: their facts and answers take about 1 GB
WRITERS = (".parquet", ".tsv", ".csv")


def cases_of(
    path: Path, bench: Workbench, *, disease: str, panel: tuple[str, ...] | None, specimen: str = "", assembly: str = ""
) -> Parsed[tuple[Case, ...]]:
    """One case for every sample of a MAF, each as if it had been read alone.

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
    read = maf.read_samples(path, ReadRequest(vocab=bench.vocab, assembly=assembly))
    if read.value is None:
        raise InputError("the table cannot be read", issues=ordered(read.issues), remedy="See its issues.")
    issues: dict[Issue, None] = dict.fromkeys(read.issues)
    hashed = digest(path)
    found = []
    for sample, profile in read.value.items():
        written = _written(sample, disease, specimen, panel)
        received = Received(
            profile=profile,
            where="files[1]",
            assay=PANEL if panel is not None else "",
            source=_source(path, hashed, profile),
        )
        made = assemble(Intake(file=written, name=path.name, received=(received,)), bench.vocab)
        issues.update(dict.fromkeys(made.issues))
        if made.value is not None:
            found.append(made.value)
    return Parsed(tuple(found), ordered(tuple(issues)))


def _written(sample: str, disease: str, specimen: str, panel: tuple[str, ...] | None) -> CaseFile:
    """What the command line says of every sample, as a case file would."""
    assays = []
    if panel is not None:
        told = {"id": PANEL, "specimen": SPECIMEN, "kinds": ["variant"], "genes": list(panel)}
        assays.append(AssayEntry.model_validate(told))
    material = (SpecimenEntry(id=SPECIMEN, kind=specimen),) if specimen or panel is not None else ()
    return CaseFile(case=sample, diagnosis=DiagnosisEntry(disease=disease), specimens=material, assays=tuple(assays))


def _source(path: Path, hashed: str, profile: Profile) -> SourceFile:
    return SourceFile(
        name=path.name,
        format=profile.format,
        sha256=hashed,
        records=profile.records,
        kept=profile.kept,
        assembly=profile.assembly,
    )


def gene_list(path: Path) -> tuple[str, ...]:
    """The genes of a panel: one a line, or those of the ``gene_list`` line of a cBioPortal panel file.

    Raises
    ------
    InputError
        If there is no gene in it.
    """
    reports = Reports(path.name)
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{reports.file} cannot be read", remedy="Give a text file with one gene a line.") from error
    listed = next((line for line in lines if line.startswith("gene_list:")), "")
    words = listed.partition(":")[2].split() if listed else [line.split("\t")[0].strip() for line in lines]
    genes = tuple(sorted({w for w in words if w and not w.startswith("#")}))
    if not genes:
        raise InputError(f"{reports.file} names no gene", remedy="Give a text file with one gene a line.")
    return genes


def assess(
    cases: tuple[Case, ...], bench: Workbench, policy: Policy, on: date, *, rejected: bool = False, workers: int = 1
) -> pl.DataFrame:
    """The therapy table of the cases: the same whatever the number of workers.

    Parameters
    ----------
    workers
        How many processes share the work, each on patients of its own.
    """
    every = replace(cases[0], variants=tuple(v for case in cases for v in case.variants)) if cases else Case(id="")
    looked_up = bench.annotations.about(every)
    knowledge = replace(bench.knowledge, looked_up=looked_up)
    context = Context(on, bench.vocab, policy)

    def answers(part: tuple[Case, ...]) -> Answers:
        return answers_of(cohort_of(part, on, looked_up), knowledge, context, rejected=rejected)

    return table_of(each(answers, parts_of(cases, workers), workers))


def parts_of(cases: tuple[Case, ...], workers: int) -> list[tuple[Case, ...]]:
    """The cases in order, as many parts as fit the workers, none larger than one process should hold."""
    parts = max(workers, -(-len(cases) // (PARTITION * workers)) * workers) if cases else 1
    size = max(1, -(-len(cases) // parts))
    return [cases[at : at + size] for at in range(0, len(cases), size)] or [()]


def check_name(path: Path) -> None:
    """Nothing, when the table can be written under this name: asked before the work is done.

    Raises
    ------
    InputError
        If the ending is none of `WRITERS`.
    """
    if path.suffix not in WRITERS:
        raise InputError(f"a table ends in {', '.join(WRITERS)}", remedy="Give such a name with -o.")


def write(table: pl.DataFrame, path: Path) -> None:
    """The table as a file of the kind that its name ends in.

    Raises
    ------
    InputError
        If the ending is none of `WRITERS`, or the file cannot be written.
    """
    check_name(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".parquet":
            table.write_parquet(path)
        else:
            sheets.harmless(table).write_csv(path, separator="\t" if path.suffix == ".tsv" else ",")
    except OSError as error:
        raise InputError("the table cannot be written", remedy="Give another place with -o.") from error


def grave(issues: tuple[Issue, ...]) -> Mapping[str, int]:
    """How often each issue that is more than a remark was reported, by code."""
    found: dict[str, int] = {}
    for issue in issues:
        if issue.severity is not Severity.INFO:
            found[issue.code] = found.get(issue.code, 0) + 1
    return found
