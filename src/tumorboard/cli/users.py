"""``tumorboard users``."""

from __future__ import annotations

import getpass
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from tumorboard.cli import shell, speech
from tumorboard.errors import InputError

if TYPE_CHECKING:
    from tumorboard.store.accounts import Accounts


@click.group("users", epilog="""\b
Examples:
  tumorboard users add li --name "Li Na" --role clinician
  tumorboard users token pipeline --scope cases:write --days 90
  tumorboard users disable li

A password is asked for on the terminal, or read as one line from standard input; it is never an argument (docs/access.md).""")  # fmt: skip
def command() -> None:
    """Accounts of the board's pages and API: who they are and what they may do."""


def _accounts() -> Accounts:
    from tumorboard.cli.registry_seat import seat_of
    from tumorboard.store.accounts import Accounts

    return Accounts(seat_of(_by()).registry)


def _by() -> str:
    return f"shell:{getpass.getuser()}"


def _password(account: str) -> str:
    """The hash of a password that is asked for."""
    from tumorboard.app.passwords import hashed

    if sys.stdin.isatty():
        given = getpass.getpass(speech.text("password: "))
        if getpass.getpass(speech.text("again: ")) != given:
            raise InputError("the passwords differ", code="ACC021")
    else:
        given = sys.stdin.readline().rstrip("\n")
    return hashed(given, account)


@command.command("add")
@click.argument("account")
@click.option("--name", default="", help="Name to show.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    help="clinician, molecular_pathologist, coordinator, researcher or admin; repeatable.",
)
@click.option("--language", default="en")
@shell.shielded
def add(account: str, name: str, roles: tuple[str, ...], language: str) -> None:
    """A new account."""
    from tumorboard.app.accounts import check_name
    from tumorboard.model.access import Account

    check_name(account)
    accounts = _accounts()
    made = Account(id=account, name=name or account, roles=roles, language=language)
    accounts.add(made, _password(account), by=_by())
    click.echo(f"{account}: {', '.join(roles)}")


@command.command("list")
@shell.shielded
def list_() -> None:
    """Every account."""
    for one in _accounts().all():
        state = "" if one.active else speech.text("disabled")
        how = "" if one.local else speech.text("signs in elsewhere")
        click.echo("\t".join(filter(None, (one.id, one.name, ", ".join(one.roles), state, how))))


@command.command("roles")
@click.argument("account")
@click.option("--role", "roles", multiple=True, required=True, help="A role; repeatable.")
@shell.shielded
def roles(account: str, roles: tuple[str, ...]) -> None:
    """The account has these roles and no others; it is signed out."""
    _accounts().change(account, roles=roles, by=_by())
    click.echo(f"{account}: {', '.join(roles)}")


@command.command("disable")
@click.argument("account")
@shell.shielded
def disable(account: str) -> None:
    """The account cannot sign in any more, its sessions are ended and its API tokens revoked; its past stays on record."""
    _accounts().change(account, active=False, by=_by())
    speech.say("{account}: disabled", account=account)


@command.command("enable")
@click.argument("account")
@shell.shielded
def enable(account: str) -> None:
    """The account can sign in again; its API tokens stay revoked."""
    _accounts().change(account, active=True, by=_by())
    speech.say("{account}: enabled", account=account)


@command.command("passwd")
@click.argument("account")
@shell.shielded
def passwd(account: str) -> None:
    """Another password; the account is signed out, and does not wait any longer after failures."""
    accounts = _accounts()
    if not accounts.proof(account).account.local:
        raise InputError("this account signs in elsewhere and has no password here", code="ACC022")
    accounts.change(account, password=_password(account), by=_by())
    speech.say("{account}: password changed", account=account)


@command.command("token")
@click.argument("account")
@click.option("--scope", "scopes", multiple=True, required=True, help="What it is for, e.g. cases:read; repeatable.")
@click.option("--label", default="", help="What uses it.")
@click.option("--days", default=90, type=click.IntRange(1, 366), help="How long it holds.")
@shell.shielded
def token(account: str, scopes: tuple[str, ...], label: str, days: int) -> None:
    """A new API token of the account, printed once: it can do what the account may and the scopes say."""
    accounts = _accounts()
    until = accounts.registry.now() + timedelta(days=days)
    secret, made = accounts.make_token(account, label, scopes, until, by=_by())
    scopes_ = ", ".join(made.scopes)
    speech.say("token {id}: {scopes}, until {day}", err=True, id=made.id, scopes=scopes_, day=made.until[:10])
    click.echo(secret)


@command.command("tokens")
@click.argument("account", default="")
@shell.shielded
def tokens(account: str) -> None:
    """API tokens, of one account or of all."""
    for one in _accounts().tokens(account):
        state = speech.text("revoked") if one.revoked else speech.told("until {day}", day=one.until[:10])
        click.echo(f"{one.id}\t{one.account}\t{one.label}\t{', '.join(one.scopes)}\t{state}")


@command.command("revoke")
@click.argument("token")
@shell.shielded
def revoke(token: str) -> None:
    """The API token, by its number, is good for nothing from now on."""
    _accounts().revoke_token(token, by=_by())
    speech.say("{token}: revoked", token=token)
