"""The commands of the registry about the course of a case: what happened, and what was written in error."""

from __future__ import annotations

import click

from tumorboard.cli import shell
from tumorboard.cli.registry_seat import write
from tumorboard.errors import InputError


@click.command("follow-up")
@click.argument("case")
@click.argument(
    "what", type=click.Choice(["treatment_started", "treatment_stopped", "response", "progression", "alive", "death"])
)
@click.option("--on", "when", required=True, metavar="YYYY[-MM[-DD]]", help="When, as far as it is known.")
@click.option("--therapy", "therapies", multiple=True, help="A drug; repeatable.")
@click.option("--response", default="", type=click.Choice(["", "CR", "PR", "SD", "PD", "NE"]))
@click.option("--note", default="")
@click.pass_context
@shell.shielded
def follow_up(
    ctx: click.Context, case: str, what: str, when: str, therapies: tuple[str, ...], response: str, note: str
) -> None:
    """What happened after the decision on CASE."""
    from tumorboard.model.dates import PartialDate
    from tumorboard.model.registry import FollowUp

    try:
        body = FollowUp(what=what, on=PartialDate.parse(when), therapies=therapies, response=response, note=note)
    except ValueError as err:
        raise InputError(str(err), code="REG040") from err
    write(ctx, case, body)


@click.command("retract")
@click.argument("case")
@click.argument("record", type=int)
@click.option("--reason", required=True, help="Why it was wrong.")
@click.pass_context
@shell.shielded
def retract(ctx: click.Context, case: str, record: int, reason: str) -> None:
    """The follow-up that is RECORD of CASE was written in error: it stays on record and counts no more."""
    from tumorboard.model.registry import Retraction

    write(ctx, case, Retraction(follow_up=record), reason=reason)
