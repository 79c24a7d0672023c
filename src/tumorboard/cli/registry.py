"""``tumorboard registry``."""

from __future__ import annotations

import getpass
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tumorboard.cli import registry_course, shell, speech
from tumorboard.cli.registry_seat import address, clock, seat_at, stood, told, write
from tumorboard.cli.source import case_source, opened

if TYPE_CHECKING:
    pass

_path = click.Path(path_type=Path)


@click.group("registry", epilog="""\b
Examples:
  tumorboard registry init
  tumorboard registry add examples/luad-egfr
  tumorboard registry interpret LUAD-EGFR
  tumorboard registry decide LUAD-EGFR decision.yaml
  tumorboard registry sign LUAD-EGFR --role "molecular pathologist"
  tumorboard registry list --state for_review

The registry is TUMORBOARD_REGISTRY, or registry.sqlite in the folder of TUMORBOARD_HOME (docs/registry.md).""")  # fmt: skip
@click.option("--by", default="", help="Who does this (default: the name of this account).")
@click.pass_context
def command(ctx: click.Context, by: str) -> None:
    """Cases, decisions and outcomes of a board, kept so that nothing is overwritten."""
    ctx.obj = by or getpass.getuser()


@command.command("init")
@shell.shielded
def init() -> None:
    """Make the registry, or bring one of an older version to this one; what it holds stays."""
    from tumorboard.store.registry import Registry

    Registry.made(address(), clock).close()
    speech.say("the registry is ready")


@command.command("rules")
@click.option("--signatures", type=click.IntRange(1, 9), help="How many different people sign a decision.")
@click.pass_context
@shell.shielded
def rules(ctx: click.Context, signatures: int | None) -> None:
    """The site's rules; with an option, change them."""
    from tumorboard.model.registry import Rules

    seat = seat_at(ctx)
    if signatures is not None:
        seat.rule(Rules(signatures=signatures))
    speech.say("a decision is signed by {count}", count=seat.registry.rules().signatures)


@command.command("add")
@case_source
@click.option("--reason", default="", help="Why: asked for when a signed case is amended.")
@click.option("--seen", type=int, default=0, help="The last record seen, when the case is in the registry already.")
@click.pass_context
@shell.shielded
def add(ctx: click.Context, /, reason: str, seen: int, **case: Any) -> None:
    """Put a CASE, or files, into the registry; with --seen, as the newest version of a case that is there."""
    from tumorboard.app import assessing

    found = opened(assessing.workbench(), **case)
    shell.print_issues(found.issues)
    entry = seat_at(ctx).add(found, reason=reason, seen=seen)
    told(entry.case, entry.revision, stood("draft"))


@command.command("interpret")
@click.argument("case")
@shell.on_option
@shell.jurisdiction_option
@shell.policy_option
@click.pass_context
@shell.shielded
def interpret(ctx: click.Context, case: str, on: date | None, jurisdiction: str, policy: str | None) -> None:
    """Assess the facts in force of CASE and keep the assessment."""
    from tumorboard.app import assessing, settings

    rules = settings.policy(Path(policy) if policy else None, asked=shell.agencies(jurisdiction))
    entry, made = seat_at(ctx).interpret(case, assessing.workbench(), rules, on or shell.today())
    kept = sum(1 for o in made.options)
    said = speech.told("interpreted, {kept} options, assessment {digest}", kept=kept, digest=entry.document[:12])
    told(entry.case, entry.revision, said)


@command.command("submit")
@click.argument("case")
@click.option("--meeting", type=shell.Day(), help="The day of the board.")
@click.option("--question", default="", help="What the board is asked.")
@click.pass_context
@shell.shielded
def submit(ctx: click.Context, case: str, meeting: date | None, question: str) -> None:
    """CASE is for review."""
    from tumorboard.model.registry import Submission

    write(ctx, case, Submission(meeting=meeting, question=question))


@command.command("decide")
@click.argument("case")
@click.argument("decision", type=_path)
@click.pass_context
@shell.shielded
def decide(ctx: click.Context, case: str, decision: Path) -> None:
    """Put the board's DECISION, a YAML file, on record (docs/registry.md)."""
    from tumorboard.app import decisions

    seat = seat_at(ctx)
    write(ctx, case, decisions.read(decision, seat.standing(case).assessment, shell.today()))


@command.command("sign")
@click.argument("case")
@click.option("--role", default="", help="In which role.")
@click.pass_context
@shell.shielded
def sign(ctx: click.Context, case: str, role: str) -> None:
    """Sign the decision in force of CASE."""
    from tumorboard.model.registry import SignOff

    write(ctx, case, SignOff(signs=seat_at(ctx).standing(case).decision, role=role))


@command.command("task")
@click.argument("case")
@click.argument("what", type=click.Choice(["germline_referral", "rebiopsy", "test", "follow_up", "other"]))
@click.option("--about", default="", help="In words.")
@click.option("--due", type=shell.Day(), help="By when.")
@click.pass_context
@shell.shielded
def task(ctx: click.Context, case: str, what: str, about: str, due: date | None) -> None:
    """Something is to be done for CASE."""
    from tumorboard.model.registry import Task

    write(ctx, case, Task(what=what, about=about, due=due))


@command.command("done")
@click.argument("case")
@click.argument("record", type=int)
@click.option("--outcome", default="", help="What came of it.")
@click.pass_context
@shell.shielded
def done(ctx: click.Context, case: str, record: int, outcome: str) -> None:
    """The task, or the alert, that is RECORD of CASE was dealt with."""
    from tumorboard.model.registry import Seen, TaskDone

    alert = record in seat_at(ctx).standing(case).open_alerts
    write(
        ctx,
        case,
        Seen(alert=record, outcome=outcome) if alert else TaskDone(task=record, on=shell.today(), outcome=outcome),
    )


@command.command("consent")
@click.argument("case")
@click.argument("scope", type=click.Choice(["care", "research", "export", "germline"]))
@click.argument("word", type=click.Choice(["given", "withdrawn"]))
@click.pass_context
@shell.shielded
def consent(ctx: click.Context, case: str, scope: str, word: str) -> None:
    """The patient of CASE gave, or took back, the consent to a use."""
    from tumorboard.model.registry import Consent

    write(ctx, case, Consent(scope=scope, given=word == "given", on=shell.today()))


@command.command("watch")
@shell.on_option
@click.pass_context
@shell.shielded
def watch(ctx: click.Context, on: date | None) -> None:
    """Look at every case that was discussed with the knowledge of today; what changes becomes an alert."""
    from tumorboard.app import assessing, settings
    from tumorboard.store.heads import heads

    seat, bench = seat_at(ctx), assessing.workbench()
    for stands in ("discussed", "signed", "follow_up"):
        for head in heads(seat.registry, state=stands, limit=1_000_000):
            found = seat.watch(head.case, bench, settings.policy(None), on or shell.today())
            if found:
                first = f"{found[0].happened} {' + '.join(found[0].regimen)}"
                speech.say("{case}: {count} changes, first: {first}", case=head.case, count=len(found), first=first)


@command.command("list")
@click.option("--state", default="", help="draft, interpreted, for_review, discussed, signed or follow_up.")
@click.option("--limit", default=200, type=click.IntRange(1))
@click.pass_context
@shell.shielded
def list_(ctx: click.Context, state: str, limit: int) -> None:
    """Cases, the last changed first, and how many stand where."""
    from tumorboard.store.heads import counted, heads
    from tumorboard.store.people import also_known_as

    seat = seat_at(ctx)
    known = also_known_as(seat.registry)
    for h in heads(seat.registry, state=state, limit=limit):
        tasks = speech.told("{count} tasks", count=h.open_tasks) if h.open_tasks else ""
        alerts = speech.told("{count} alerts", count=h.open_alerts) if h.open_alerts else ""
        waits = ", ".join(filter(None, (tasks, alerts)))
        person = " = ".join((h.patient, *known.get(h.patient, ())))
        record = speech.told("record {number}", number=h.revision)
        line = f"{h.case}\t{person}\t{h.disease}\t{stood(h.state)}\t{record}\t{h.updated[:10]}\t{waits}"
        click.echo(line.rstrip())
    states = ", ".join(f"{n} {stood(state)}" for state, n in sorted(counted(seat.registry).items()))
    click.echo(states or speech.text("no cases"), err=True)


@command.command("show")
@click.argument("case")
@click.pass_context
@shell.shielded
def show(ctx: click.Context, case: str) -> None:
    """Where CASE stands and every record of it; that you looked stands in the audit log."""
    seat = seat_at(ctx)
    now = seat.standing(case)
    seat.looked(case)
    speech.say("{case}: {state}, record {number}", case=case, state=stood(now.state), number=now.revision)
    for entry, _ in seat.registry.records(case):
        why = f" ({entry.reason})" if entry.reason else ""
        done = speech.told("{action} by {person}", action=speech.text(entry.action), person=entry.by)
        click.echo(f"  {entry.revision} {entry.at:%Y-%m-%d %H:%M} {done}{why} {entry.document[:12]}".rstrip())


@command.command("merge")
@click.argument("patient")
@click.argument("merged")
@click.option("--reason", required=True)
@click.option("--undo", is_flag=True, help="They are two people after all.")
@click.option("--refusals-too", is_flag=True, help="What one of them took back is taken back for the cases of both.")
@click.pass_context
@shell.shielded
def merge(ctx: click.Context, patient: str, merged: str, reason: str, undo: bool, refusals_too: bool) -> None:
    """MERGED is the same person as PATIENT."""
    entry = seat_at(ctx).merge(patient, merged, reason=reason, undo=undo, refusals_too=refusals_too)
    speech.say("entry {number}: {what}", number=entry.number, what=entry.action)


@command.command("export")
@click.argument("case")
@click.option("-o", "--out", "file", required=True, type=_path, help="The file to write (JSON).")
@click.option("--reason", required=True, help="What it is for.")
@click.option("--key", type=_path, help="File with a secret of 32 bytes or more: the same pseudonyms again next time.")
@shell.on_option
@click.pass_context
@shell.shielded
def export(ctx: click.Context, case: str, file: Path, reason: str, key: Path | None, on: date | None) -> None:
    """CASE without the person: no name, number, free text or day; asks for the patient's consent to exports."""
    from tumorboard.app import deidentifying
    from tumorboard.vocab import load
    from tumorboard.wire.codec import dumps

    secret = deidentifying.secret(key) if key else b""
    made = deidentifying.exported(seat_at(ctx), case, load(), on or shell.today(), key=secret, reason=reason)
    deidentifying.kept(file, dumps(made))
    click.echo(file)
    for name, n in made.left_out:
        speech.say("left out: {name} ({count})", err=True, name=name, count=n)


@command.command("erase")
@click.argument("case")
@click.option("--reason", required=True)
@click.pass_context
@shell.shielded
def erase(ctx: click.Context, case: str, reason: str) -> None:
    """Erase the contents of CASE, whose patient took back the consent to care; that it was there stays on record."""
    speech.say("{count} documents erased", count=seat_at(ctx).erase(case, reason=reason))


@command.command("verify")
@click.pass_context
@shell.shielded
def verify(ctx: click.Context) -> None:
    """Whether every entry is what was sealed, follows the one before, and has its document; exit code 17 if not."""
    from tumorboard.errors import StoreError
    from tumorboard.store.heads import wrong

    seat = seat_at(ctx)
    last = seat.registry.end()
    found = seat.registry.breaks()
    for one in found:
        speech.say("entry {number}: {what}", number=one.number, what=one.what)
    lists = wrong(seat.registry, seat.rules)
    for case in lists:
        speech.say("{case}: the list of cases is not what its records add up to", case=case)
    if found or lists:
        sys.exit(StoreError.exit_code)
    number, end = (last.number, last.digest) if last else (0, "-")
    speech.say(
        "{number} entries hold; the last one is {end}: keep it elsewhere, for what is cut off at the end cannot be seen",
        number=number,
        end=end,
    )


@command.command("backup")
@click.argument("file", type=_path)
@click.pass_context
@shell.shielded
def backup(ctx: click.Context, file: Path) -> None:
    """Write the whole registry to FILE (gzipped lines of JSON), as it is at this moment."""
    from tumorboard.store import transfer

    speech.say("{count} entries written", count=transfer.write(seat_at(ctx).registry, file))


@command.command("restore")
@click.argument("file", type=_path)
@click.pass_context
@shell.shielded
def restore(ctx: click.Context, file: Path) -> None:
    """Fill an empty registry, of either database, from a FILE of `backup`."""
    from tumorboard.store import transfer
    from tumorboard.store.heads import keeper

    seat = seat_at(ctx)
    speech.say("{count} entries restored", count=transfer.read(seat.registry, file, keeper(seat.rules)))


command.add_command(registry_course.follow_up)
command.add_command(registry_course.retract)
