"""``tumorboard trials``."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from tumorboard.cli import shell, speech, trials_screen
from tumorboard.cli.source import case_source, opened
from tumorboard.errors import InputError

_path = click.Path(path_type=Path)


@click.group("trials", epilog="""\b
Examples:
  tumorboard trials match examples/luad-egfr --trials trials/ -o match.html
  tumorboard trials new my-trial.yaml
  tumorboard trials lint my-trial.yaml
  tumorboard trials preview my-trial.yaml --html my-trial.html
  tumorboard trials matchengine trials/ --clinical clinical.json --genomic genomic.json --diagnoses map.json""")  # fmt: skip
def command() -> None:
    """Trial documents: what they say, and what an engine would read instead."""


@command.command("new", epilog="""\b
Examples:
  tumorboard trials new my-trial.yaml
  tumorboard trials new my-trial.yaml --like spring
  tumorboard trials new my-trial.yaml --from NCT01234567.json

Exit code 10 when part of the document that it begins with cannot be used.""")  # fmt: skip
@click.argument("path", type=_path)
@click.option("--like", default="", metavar="EXAMPLE", help="Begin with a copy of this example trial.")
@click.option("--from", "source", type=_path, help="Begin with the trial of this document (CTML, ClinicalTrials.gov).")
@shell.shielded
def new(path: Path, like: str, source: Path | None) -> None:
    """A new trial document with a comment beside everything that can be written."""
    from tumorboard.app import trial_authoring

    issues = trial_authoring.started(path, like, source)
    speech.say("wrote {file}; next: tumorboard trials lint {file}, tumorboard trials preview {file}", file=path.name)
    shell.tell_unread(issues)


@command.command("preview", epilog="""\b
Examples:
  tumorboard trials preview my-trial.yaml
  tumorboard trials preview my-trial.yaml --html my-trial.html --language zh

Texts of the trial are shown in the language where it has them.  Exit code 10 when part of the document cannot be used.""")  # fmt: skip
@click.argument("path", type=_path)
@click.option("--html", type=_path, help="Write a page to this file.")
@click.option("--language", default="", help="Language, also of the trial's own texts where it has them (en, zh ...).")
@shell.shielded
def preview(path: Path, html: Path | None, language: str) -> None:
    """A trial as it is understood: criteria as trees, what a person answers, which facts of a case are asked for."""
    from tumorboard.app import trial_authoring
    from tumorboard.formats.html import trial_preview
    from tumorboard.formats.trials import preview_text

    seen, issues = trial_authoring.previewed(path, shell.today())
    if html is not None and len(seen) > 1:
        raise InputError(
            "the file holds several trials, and a page shows one", remedy="split the file, or leave --html out"
        )
    for one in seen:
        if html is None:
            click.echo(preview_text.write(one, speech.words(), language or speech.language()))
        else:
            html.write_text(trial_preview.write(one, speech.words(), language or speech.language()), "utf-8")
            speech.say("wrote {file}", file=html.name)
    shell.tell_unread(issues)


@command.command("lint", epilog="""\b
Examples:
  tumorboard trials lint my-trial.yaml
  tumorboard trials lint trials/ --strict
  tumorboard trials lint shipped

Exit code 10 when part of a document cannot be used as written (with --strict: when anything is doubtful), else 0.""")  # fmt: skip
@click.argument("paths", type=_path, nargs=-1, required=True)
@click.option("--diagnoses", type=_path, help="MatchEngine's map of diagnosis names, to compare with.")
@shell.strict_option
@shell.shielded
def lint(paths: tuple[Path, ...], diagnoses: Path | None, strict: bool) -> None:
    """Every trap of trial files and folders, with its place and remedy: our own YAML, and CTML."""
    from tumorboard.app import trial_files, trial_sets
    from tumorboard.issues import Severity

    found = trial_files.linted(trial_sets.located(paths), diagnoses, strict=strict)
    issues = [i for f in found for i in f.issues]
    shell.print_issues(issues, err=False)
    for file in found:
        for trial in file.trials:
            count = trial_files.counted(trial)
            speech.say(
                "{file}: {trial}, {status}, {parts} parts, {criteria} criteria, {manual} for a person",
                file=file.name,
                trial=trial.ids[0].value,
                status=speech.words().term(f"status.{trial.status}") if speech.language() != "en" else trial.status,
                parts=count.parts,
                criteria=count.criteria,
                manual=count.manual,
            )
    counts = {s: sum(i.severity is s for i in issues) for s in Severity}
    click.echo(shell.counted(counts))
    if counts[Severity.ERROR] or (strict and counts[Severity.WARNING]):
        sys.exit(InputError.exit_code)


@command.command("matchengine", epilog="""\b
Examples:
  tumorboard trials matchengine trials/ --clinical clinical.json --genomic genomic.json --diagnoses map.json

These are the answers of a peer, its closed world included: no record means no. Exit code 10 when a document could not be
used, else 0.""")  # fmt: skip
@click.argument("trials", type=_path)
@click.option(
    "--clinical", type=_path, required=True, help="Clinical records: JSON, extended JSON or CSV, or a folder."
)
@click.option("--genomic", type=_path, help="Genomic records, likewise.")
@click.option(
    "--diagnoses", type=_path, required=True, help="The engine's map of diagnosis names (oncotree_mapping.json)."
)
@click.option("--match-on-closed", is_flag=True, help="Try closed trials and suspended parts too.")
@click.option("--match-on-deceased", is_flag=True, help="Try deceased patients too.")
@click.option("--all-clinical-reasons", is_flag=True, help="Report matches on clinical criteria alone.")
@click.option("--documents", is_flag=True, help="Print the result documents, one JSON object a line.")
@shell.on_option
@shell.shielded
def matchengine(on: date | None, documents: bool, **asked: Any) -> None:
    """What MatchEngine V2 answers for TRIALS in CTML, for a center that compares."""
    from tumorboard.app import peer_matching

    with shell.patience("matching"):
        found = peer_matching.matched(peer_matching.Asked(on=on or shell.today(), **asked))
    if documents:
        for result in found.results:
            click.echo(json.dumps(result.document, sort_keys=True, default=str, ensure_ascii=False))
    else:
        told: dict[tuple[str, str, str], list[str]] = {}
        for result in found.results:
            told.setdefault(result.place, []).append(str(result.document["genomic_alteration"]))
        click.echo("protocol_no\tsample_id\tmatch_path\tdocuments\talterations")
        for place, texts in told.items():
            click.echo("\t".join((*place, str(len(texts)), "; ".join(dict.fromkeys(filter(None, texts))))))
    shell.tell_unread(found.issues)


@command.command("fetch", epilog="""\b
Examples:
  tumorboard trials fetch --condition "non-small cell lung cancer" --status RECRUITING --status NOT_YET_RECRUITING
  tumorboard trials fetch                                # the same question again: only what changed comes
  tumorboard trials match examples/luad-egfr --trials clinicaltrials_gov""")  # fmt: skip
@click.option("--condition", default="", help="Words for the condition.")
@click.option("--term", default="", help="Other words.")
@click.option("--place", default="", help="A country, city or state.")
@click.option("--status", "statuses", multiple=True, help="A status of the registry; repeatable. Default: any.")
@click.option("--whole", is_flag=True, help="Fetch everything, not only what changed since the last snapshot.")
@click.option("--mirror", default="", help="Address of a mirror of the interface (HTTPS).")
@shell.shielded
def fetch(condition: str, term: str, place: str, statuses: tuple[str, ...], whole: bool, mirror: str) -> None:
    """Fetch studies of ClinicalTrials.gov into a snapshot, and tell what changed since the last one."""
    from tumorboard.app import registry_fetching
    from tumorboard.knowledge.registries.clinicaltrials_gov import Question

    def progress(name: str, have: int, total: int | None) -> None:
        if sys.stderr.isatty():
            of = f"/{total}" if total and total > 0 else ""
            click.echo(
                "\r" + speech.told("{name}: {have} studies", name=name, have=f"{have}{of}"), nl=have == total, err=True
            )

    asked = any((condition, term, place, statuses))
    question = Question(condition, term, place, tuple(s.upper() for s in statuses)) if asked else None
    for line in registry_fetching.told(
        registry_fetching.fetch(question, on=shell.today(), whole=whole, mirror=mirror, progress=progress)
    ):
        click.echo(line)


@command.command("match", epilog="""\b
Examples:
  tumorboard trials match examples/luad-egfr --trials trials/
  tumorboard trials match examples/luad-egfr --trials trials/ --country DE,FR --near 52.52,13.38 -o match.html
  tumorboard trials match --disease LUAD --finding "EGFR L858R" --trials trials/ --json

Exit code 10 when part of the case could not be used, else 0. Only a trial site decides who may enter.""")  # fmt: skip
@case_source
@click.option("--trials", "paths", type=_path, multiple=True, help="A trial file or a folder of them; repeatable. Default: those of the policy and of the case.")  # fmt: skip
@click.option("--country", "countries", multiple=True, metavar="DE,FR", help="Countries whose sites come first (ISO 3166).")  # fmt: skip
@click.option("--near", default="", metavar="LAT,LON", help="Measure distances from here: degrees north and east.")
@click.option("--places", type=_path, help="Table of places for sites without a point: place, latitude, longitude.")
@click.option("--detailed", type=click.IntRange(min=1), default=20, show_default=True, help="How many trials to tell in full.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the match as JSON.")
@click.option("-o", "--out", type=_path, help="Write the match as a page (HTML).")
@shell.on_option
@shell.policy_option
@shell.shielded
def match(
    paths: tuple[Path, ...],
    countries: tuple[str, ...],
    near: str,
    places: Path | None,
    detailed: int,
    as_json: bool,
    out: Path | None,
    on: date | None,
    policy: str | None,
    **case: Any,
) -> None:
    """Which trials CASE may enter, which hang on a missing fact, and how near the others are."""
    from tumorboard.app import assessing, settings, trial_matching, trial_sets
    from tumorboard.cli.trial_summary import lines

    where = trial_matching.whereabouts(countries, near, places)
    bench = assessing.workbench()
    chosen = settings.policy(Path(policy) if policy else None)
    said = speech.words(chosen, stated=policy is not None)
    policy_file = Path(policy) if policy else None
    places_of = trial_sets.named(paths, chosen, policy_file, case["case"], trust_paths=case["trust_paths"])
    found = opened(bench, **case)
    with shell.patience("matching"):
        trials = trial_sets.opened(places_of)
        told = trial_matching.matched(found, bench, chosen, on or shell.today(), trials, where, detailed=detailed)
    if out is not None:
        shell.write_text(out, trial_matching.page(told, bench, said))
    if as_json:
        click.echo(json.dumps(trial_matching.document(told, said), ensure_ascii=False, sort_keys=True))
    else:
        for line in lines(told, said, bench.vocab):
            click.echo(line)
    if out is not None:
        click.echo(out, err=as_json)
    shell.tell_unread(told.case_issues)


command.add_command(trials_screen.screen)
command.add_command(trials_screen.partition)
command.add_command(trials_screen.feasibility)
