"""Where a case comes from on the command line: a case folder, or files with a tumor type."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tumorboard.cli.shell import patience
from tumorboard.errors import InputError

if TYPE_CHECKING:
    from tumorboard.app.assessing import Workbench
    from tumorboard.issues import Parsed
    from tumorboard.model.case import Case

F = TypeVar("F", bound=Callable[..., Any])

trust_option = click.option("--trust-paths", is_flag=True, help="Let case.yaml name files outside its folder.")
_OPTIONS = (
    click.argument("case", required=False, type=click.Path()),
    click.option("--file", "--vcf", "--maf", "files", multiple=True, type=click.Path(), help="A molecular file; repeatable."),
    click.option("--disease", default="", help="Tumor type: OncoTree code or name (with --file)."),
    click.option("--finding", "findings", multiple=True, help="A finding in words, e.g. \"MSI-H\"; repeatable."),
    click.option("--sample", default="", help="The sample to read of a table that holds many."),
    click.option("--tumor-sample", default="", help="The tumor's column of a VCF."),
    click.option("--normal-sample", default="", help="The normal's column of a VCF."),
    click.option("--assembly", default="", help="GRCh37 or GRCh38, where a file does not say."),
    click.option(
        "--specimen",
        default="",
        type=click.Choice(["", "tissue", "plasma", "blood", "marrow"]),
        help="What the files were made from; not recorded by default.",
    ),
    trust_option,
)  # fmt: skip


def case_source(command: F) -> F:
    """Adds the arguments that name a case."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def opened(bench: Workbench, *, case: str | None, files: tuple[str, ...], disease: str, **more: Any) -> Parsed[Case]:
    """The case that the arguments name.

    Raises
    ------
    InputError
        If neither a case nor a file is named, or both.
    """
    from tumorboard.app.cases import case_of_files, open_case
    from tumorboard.wire.case_file import FileEntry

    findings = more.pop("findings", ())
    specimen = more.pop("specimen", "")
    trust_paths = more.pop("trust_paths", False)
    if case and (files or findings or disease):
        raise InputError(
            "a case and single files were both given", remedy="Give a case folder, or files with --disease."
        )
    if case:
        with patience("reading the case"):
            return open_case(Path(case), bench.vocab, bench.registry, trust_paths=trust_paths)
    if not files and not findings:
        raise InputError("no case was given", remedy="Give a case folder, or files with --file and --disease.")
    entries = [FileEntry(path=str(Path(f).absolute()), **more) for f in files]
    with patience("reading the files"):
        return case_of_files(
            entries, disease, Path(), bench.vocab, bench.registry, typed=findings, specimen_kind=specimen
        )
