"""``tumorboard serve``."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import click

from tumorboard.cli import shell, speech
from tumorboard.errors import ToolError


@click.command("serve", epilog="""\b
Examples:
  tumorboard users add li --role clinician
  tumorboard serve
  tumorboard serve --registry postgresql://board@127.0.0.1/board --url https://board.example.org --proxy 127.0.0.1

Accounts, roles and what stands before the pages: docs/access.md.""")  # fmt: skip
@click.option("--registry", default="", help="Address of the registry (default: TUMORBOARD_REGISTRY, as `registry`).")
@click.option("--host", default="127.0.0.1", help="The interface to listen on.")
@click.option("--port", default=8000, type=click.IntRange(0, 65535))
@click.option("--url", default="", help="How browsers reach the server, when not as host and port.")
@click.option("--proxy", default="", help="Addresses of proxies whose X-Forwarded headers are believed, comma between.")
@click.option("--settings", "file", type=click.Path(), help="A TOML file of settings (docs/access.md).")
@click.option("--demo", is_flag=True, help="A registry of synthetic cases in a new folder, and people to sign in as.")
@shell.shielded
def command(registry: str, host: str, port: int, url: str, proxy: str, file: str | None, demo: bool) -> None:
    """Serve the board's pages and its API."""
    try:
        import uvicorn

        from tumorboard.web.application import create_app
        from tumorboard.web.reading import settings_of
        from tumorboard.web.security.logs import to_standard_error
    except ImportError as error:
        raise ToolError(
            speech.told("the package {name} is not installed", name=error.name),
            code="WEB002",
            remedy="pip install 'tumorboard[web]'",
        ) from error
    from tumorboard.cli.registry import address
    from tumorboard.store.registry import Registry

    where = demo_registry() if demo else registry or address()
    if where.startswith("sqlite:"):
        Registry.made(where, clock).close()
    settings = settings_of(file, os.environ, registry=where, clock=clock, url=url or f"http://{_named(host)}:{port}")
    application = create_app(settings)
    to_standard_error()
    speech.say("tumorboard is at {url} (research use only); Ctrl+C ends it", err=True, url=settings.url)
    uvicorn.run(
        application, host=host, port=port, access_log=False, log_config=None, server_header=False,
        proxy_headers=bool(proxy), forwarded_allow_ips=proxy or "127.0.0.1", timeout_keep_alive=30,
        h11_max_incomplete_event_size=64 << 10, timeout_graceful_shutdown=10,
    )  # fmt: skip


def clock() -> datetime:
    """The time: the shell is where it comes from."""
    return datetime.now(UTC)  # noqa: TID251


def demo_registry() -> str:
    """Address of a registry of synthetic cases.

    Raises
    ------
    ToolError
        ``WEB003`` where this version has none.
    """
    try:
        from importlib import import_module

        made = import_module("tumorboard.app.demo_registry")
    except ImportError as error:
        raise ToolError("there are no cases for a demonstration", code="WEB003") from error
    return str(made.address(clock))


def _named(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104
