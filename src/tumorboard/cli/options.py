"""``tumorboard options``."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import click

from tumorboard.cli import shell, speech
from tumorboard.errors import InputError

# A finding told in words is taken to be of tumor tissue; what rests on it is marked as assumed.
ASSUMED = {"specimen.kind": "tissue"}


@click.command(
    "options",
    epilog="""\b
Examples:
  tumorboard options --disease LUAD "EGFR L858R" "TP53 R175H"
  tumorboard options --disease "colon adenocarcinoma" "BRAF V600E" "MSI-H" --jurisdiction ema
  tumorboard options --disease BRCA "HER2 3+" "ER positive" --json""",
)
@click.option("--disease", required=True, help="Tumor type: OncoTree code or name.")
@click.argument("findings", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="The answer as JSON.")
@shell.jurisdiction_option
@shell.on_option
@shell.policy_option
@shell.strict_option
@shell.shielded
def command(
    disease: str,
    findings: tuple[str, ...],
    as_json: bool,
    jurisdiction: str,
    on: date | None,
    policy: str | None,
    strict: bool,
) -> None:
    """Options for a tumor type and FINDINGS in a clinician's words."""
    from tumorboard.app import assessing, settings
    from tumorboard.app.answers import answer
    from tumorboard.app.cases import case_of_files
    from tumorboard.issues import Severity

    bench = assessing.workbench()
    chosen = settings.policy(Path(policy) if policy else None, asked=shell.agencies(jurisdiction))
    chosen = replace(chosen, assumptions=MappingProxyType({**ASSUMED, **chosen.assumptions}))
    found = case_of_files((), disease, Path(), bench.vocab, bench.registry, typed=findings)
    lost = tuple(i for i in found.issues if i.severity is Severity.ERROR)
    if lost:
        raise InputError(
            "a finding was not understood; an answer without it would answer another question",
            issues=found.issues,
            remedy="Write it as docs/formats/typed.md shows, or leave it out.",
        )
    assessment = assessing.assess(found, bench, chosen, on or shell.today(), strict=strict)
    said = speech.words(chosen, stated=policy is not None)
    if as_json:
        click.echo(json.dumps(answer(assessment, said, bench.vocab), ensure_ascii=False, indent=1))
        return
    from tumorboard.cli.summary import summary

    shell.print_issues(assessment.issues)
    for line in summary(assessment, said, bench.vocab):
        click.echo(line)
