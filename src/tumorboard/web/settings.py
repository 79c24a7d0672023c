"""How the server is set up: a value, made by the command line from the environment and a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from tumorboard.errors import InputError
from tumorboard.report.values import Section
from tumorboard.store.accounts import Lifetime

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """An OpenID provider that people may sign in with.

    Parameters
    ----------
    name
        What the button says, and the ending of the names of its accounts.
    claim
        The claim of the ID token that lists groups or roles.
    roles
        Value of the claim -> role here.  Who has none of them is not let in.
    """

    name: str
    issuer: str
    client_id: str
    client_secret: str = ""
    claim: str = "groups"
    roles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """What `create_app` needs to know.

    Parameters
    ----------
    registry
        Its address.
    url
        How browsers reach the server; with ``https`` cookies are for secure connections only.
    hosts
        Host names that are answered, besides the one of `url`.
    upload_limit, form_limit, anonymous_limit
        Most bytes of a body: files, other forms, and of somebody who is not signed in.
    requests_a_minute
        Of one session, or of one address without; bursts of a quarter of it are let through.
    attempts
        Sign-ins that may fail in five minutes, of one address and at one account.
    sign_ins
        Sign-ins of one address in five minutes, also those that succeed: each costs a slow hash.
    summaries
        Sections of numbers of public cohorts, which the dashboard shows below its own.
    metrics_token
        What a monitor sends as bearer token for ``/metrics``; empty: there is no such page.
    """

    registry: str
    clock: Callable[[], datetime]
    url: str = "http://127.0.0.1:8000"
    hosts: tuple[str, ...] = ()
    lifetime: Lifetime = Lifetime()
    upload_limit: int = 200 * MEBIBYTE
    form_limit: int = MEBIBYTE
    anonymous_limit: int = 64 << 10
    requests_a_minute: int = 1200
    attempts: int = 20
    sign_ins: int = 300
    provider: Provider | None = None
    language: str = "en"
    summaries: tuple[Section, ...] = ()
    metrics_token: str = ""

    def __post_init__(self) -> None:
        """Raises InputError ``WEB001`` for an address that browsers cannot use."""
        parts = urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise InputError("the address of the server is not one for browsers", code="WEB001")

    @property
    def secure(self) -> bool:
        """Whether browsers reach the server over TLS."""
        return self.url.startswith("https:")

    @property
    def names(self) -> frozenset[str]:
        """Host names that are answered."""
        return frozenset({urlsplit(self.url).hostname or "", *self.hosts})
