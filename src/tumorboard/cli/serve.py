"""``tumorboard serve``."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from tumorboard.cli import shell, speech
from tumorboard.errors import InputError, ToolError


@click.command("serve", epilog="""\b
Examples:
  tumorboard users add li --role clinician
  tumorboard serve
  tumorboard serve --demo
  tumorboard serve --registry postgresql://board@127.0.0.1/board --url https://board.example.org --proxy 127.0.0.1

Accounts, roles and what stands before the pages: docs/access.md.""")  # fmt: skip
@click.option("--registry", default="", help="Address of the registry (default: TUMORBOARD_REGISTRY, as `registry`).")
@click.option("--host", default="127.0.0.1", help="The interface to listen on.")
@click.option("--port", default=8000, type=click.IntRange(0, 65535))
@click.option("--url", default="", help="How browsers reach the server, when not as host and port.")
@click.option("--proxy", default="", help="Addresses of proxies whose X-Forwarded headers are believed, comma between.")
@click.option("--settings", "file", type=click.Path(), help="A TOML file of settings (docs/access.md).")
@click.option("--demo", is_flag=True, help="A registry of 200 invented cases, and people to sign in as (docs/web.md).")
@click.option(
    "--metabric",
    envvar="TUMORBOARD_METABRIC",
    type=click.Path(path_type=Path),
    help="With --demo: a folder of METABRIC's tables, whose numbers the dashboard shows too.",
)
@shell.shielded
def command(
    registry: str, host: str, port: int, url: str, proxy: str, file: str | None, demo: bool, metabric: Path | None
) -> None:
    """Serve the board's pages and its API."""
    try:
        import uvicorn

        from tumorboard.web import warm
        from tumorboard.web.application import create_app
        from tumorboard.web.reading import settings_of
        from tumorboard.web.security.logs import to_standard_error
    except ImportError as error:
        raise ToolError(
            speech.told("the package {name} is not installed", name=error.name),
            code="WEB002",
            remedy="pip install 'tumorboard[web]'",
        ) from error
    from tumorboard.cli.registry_seat import address
    from tumorboard.store.registry import Registry

    where = demo_registry(host, registry, shared=bool(proxy or url)) if demo else registry or address()
    if where.startswith("sqlite:"):
        Registry.made(where, clock).close()
    settings = settings_of(file, os.environ, registry=where, clock=clock, url=url or f"http://{_named(host)}:{port}")
    if demo and metabric is not None:
        from tumorboard.app.demo.metabric import sections

        settings = replace(settings, summaries=sections(metabric))
    application = create_app(settings)
    to_standard_error()
    warm.warm(clock().date())
    warm.settle()
    warm.count(application.state.gate.registry)
    speech.say("tumorboard is at {url} (research use only); Ctrl+C ends it", err=True, url=settings.url)
    uvicorn.run(
        application, host=host, port=port, access_log=False, log_config=None, server_header=False,
        proxy_headers=bool(proxy), forwarded_allow_ips=proxy or "127.0.0.1", timeout_keep_alive=30,
        h11_max_incomplete_event_size=64 << 10, timeout_graceful_shutdown=10,
    )  # fmt: skip


def clock() -> datetime:
    """The time: the shell is where it comes from."""
    return datetime.now(UTC)  # noqa: TID251


def demo_registry(host: str, registry: str, *, shared: bool = False) -> str:
    """Address of a registry of invented cases, made if there is none yet; tells who can sign in.

    Raises
    ------
    InputError
        ``WEB005`` for an address that others reach: the password of the accounts is known to everybody. ``WEB006`` when another
        registry is named besides.
    """
    if host not in {"127.0.0.1", "localhost", "::1"} or shared:
        raise InputError(
            "the demonstration is served on this computer only", code="WEB005",
            remedy="Leave --host, --url and --proxy out: everybody knows the password of its accounts.",
        )  # fmt: skip
    if registry:
        raise InputError("--demo has a registry of its own", code="WEB006", remedy="Leave --registry out.")
    from tumorboard.app.demo import registry as demo

    at = demo.folder()
    if not demo.there(at):
        speech.say("making a registry of invented cases, once", err=True)
        with click.progressbar(length=1000, file=sys.stderr, label=speech.text("cases and their course")) as bar:

            def told(done: int, of: int) -> None:
                bar.update(1000 * done // of - bar.pos)

            demo.kept(at, clock().date(), told)
    speech.say(
        "invented cases, no patients; what is changed is kept until this folder is removed: {folder}",
        err=True,
        folder=at,
    )
    for name, _, roles in demo.PEOPLE:
        click.echo(f"  {name:<12} {demo.PASSWORD}   {', '.join(roles)}", err=True)
    return demo.address(at)


def _named(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104
