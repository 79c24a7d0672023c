"""``tumorboard report``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from tumorboard.cli import shell, speech
from tumorboard.cli.main import Language
from tumorboard.cli.source import case_source, opened


@click.command(
    "report",
    epilog="""\b
Examples:
  tumorboard report examples/luad-egfr -o out/luad
  tumorboard report examples/luad-egfr --jurisdiction fda,ema --on 2026-06-01
  tumorboard report examples/luad-egfr --language zh -o out/luad-zh
  tumorboard report examples/luad-egfr --language en --language zh -o out/luad-both
  tumorboard report --file tumor.vcf.gz --disease LUAD --specimen tissue -o out
  tumorboard report --maf cohort.maf --sample TUMOR_1 --disease IDC --format json -o out

Exit code 10 when part of the input could not be used: the report is written and says so before any option.""",
)
@case_source
@click.option("-o", "--out", default="out", show_default=True, type=click.Path(), help="Folder for the files.")
@click.option(
    "--format",
    "formats",
    default="",
    metavar="html,json,tsv,pdf,docx",
    help="Which files to write (default: html, json and tsv).",
)
@click.option("--trials", "trials", multiple=True, type=click.Path(), help="A trial file or a folder of them; repeatable. Default: those of the policy and of the case.")  # fmt: skip
@shell.jurisdiction_option
@shell.on_option
@shell.policy_option
@click.option("--language", "languages", multiple=True, type=Language(), help="Language of the report and of what is shown; with a second one both stand side by side in the page and the PDF.")  # fmt: skip
@shell.strict_option
@click.option("-q", "--quiet", is_flag=True, help="Print only where the files lie.")
@shell.shielded
def command(
    out: str,
    formats: str,
    trials: tuple[str, ...],
    jurisdiction: str,
    on: date | None,
    policy: str | None,
    languages: tuple[str, ...],
    strict: bool,
    quiet: bool,
    **case: Any,
) -> None:
    """Interpret a CASE (a folder with case.yaml) or single files, and write the report.

    Writes report.html, assessment.json and tables (*.tsv) into the output folder.
    """
    from tumorboard import wording
    from tumorboard.app import assessing, outputs, settings, trial_sets
    from tumorboard.cli.summary import summary

    bench = assessing.workbench()
    chosen = settings.policy(Path(policy) if policy else None, asked=shell.agencies(jurisdiction))
    spoken = settings.languages(languages) or (speech.shown_in(chosen, stated=policy is not None),)
    found = opened(bench, **case)
    with shell.patience("assessing"):
        places = trial_sets.named(
            [Path(t) for t in trials],
            chosen,
            Path(policy) if policy else None,
            case["case"],
            trust_paths=case["trust_paths"],
        )
        known = trial_sets.opened(places)
        assessment = assessing.assess(found, bench, chosen, on or shell.today(), strict=strict, trials=known)
        wanted = [f.strip() for f in formats.split(",") if f.strip()] or list(outputs.DEFAULT)
        made = outputs.write(assessment, Path(out), bench.vocab, formats=wanted, languages=spoken)
    if not quiet:
        for line in summary(assessment, wording.words(spoken[0]), bench.vocab):
            click.echo(line)
    for path in made:
        click.echo(path)
    shell.tell_unread(assessment.issues)
