"""Settings of the server from a TOML file and the environment; secrets come from the environment or a file of their own.

    hosts = ["board.example.org"]
    upload_megabytes = 200
    idle_minutes = 30
    absolute_hours = 12
    language = "en"

    [oidc]
    name = "Clinic"
    issuer = "https://sso.example.org/realms/clinic"
    client_id = "tumorboard"
    claim = "groups"
    [oidc.roles]
    "mtb-clinicians" = "clinician"

The secret of the OIDC client is TUMORBOARD_OIDC_SECRET, the token of a monitor TUMORBOARD_METRICS_TOKEN.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tumorboard.errors import InputError
from tumorboard.store.accounts import Lifetime, check_roles
from tumorboard.web.settings import MEBIBYTE, Provider, WebSettings

_FIELDS = {
    "url", "hosts", "upload_megabytes", "idle_minutes", "absolute_hours", "requests_a_minute", "attempts", "sign_ins",
    "language", "oidc",
}  # fmt: skip
_OIDC = {"name", "issuer", "client_id", "claim", "roles"}


def settings_of(
    file: str | None, environment: Mapping[str, str], *, registry: str, clock: Callable[[], datetime], url: str
) -> WebSettings:
    """The settings of a file, or the usual ones.

    Raises
    ------
    InputError
        ``WEB004`` if it cannot be read, or a field or value in it is not known.
    """
    given = _read(Path(file)) if file else {}
    if given.keys() - _FIELDS:
        raise _wrong(f"fields that are not known: {', '.join(sorted(given.keys() - _FIELDS))}")
    try:
        return WebSettings(
            registry=registry,
            clock=clock,
            url=str(given.get("url", url)),
            hosts=tuple(str(h) for h in given.get("hosts", ())),
            upload_limit=int(given.get("upload_megabytes", 200)) * MEBIBYTE,
            lifetime=Lifetime(
                idle=timedelta(minutes=float(given.get("idle_minutes", 30))),
                absolute=timedelta(hours=float(given.get("absolute_hours", 12))),
            ),
            requests_a_minute=int(given.get("requests_a_minute", 1200)),
            attempts=int(given.get("attempts", 20)),
            sign_ins=int(given.get("sign_ins", 300)),
            language=str(given.get("language", "en")),
            metrics_token=environment.get("TUMORBOARD_METRICS_TOKEN", ""),
            provider=_provider(given["oidc"], environment) if "oidc" in given else None,
        )
    except (TypeError, ValueError, KeyError) as error:
        raise _wrong("a value of another kind than expected") from error


def _provider(given: Mapping[str, Any], environment: Mapping[str, str]) -> Provider:
    if given.keys() - _OIDC:
        raise _wrong(f"fields of oidc that are not known: {', '.join(sorted(given.keys() - _OIDC))}")
    issuer = str(given["issuer"])
    if not issuer.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise _wrong("an issuer that is not reached over TLS")
    roles = tuple((str(k), str(v)) for k, v in given["roles"].items())
    check_roles([r for _, r in roles])
    return Provider(
        name=str(given["name"]),
        issuer=issuer,
        client_id=str(given["client_id"]),
        client_secret=environment.get("TUMORBOARD_OIDC_SECRET", ""),
        claim=str(given.get("claim", "groups")),
        roles=roles,
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong("no TOML that can be read") from error


def _wrong(what: str) -> InputError:
    return InputError(f"the settings of the server hold {what}", code="WEB004", remedy="See docs/access.md.")
