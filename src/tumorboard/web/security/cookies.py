"""The two cookies: of a session, and of a browser that has not signed in yet (it ties the sign-in form to the browser)."""

from __future__ import annotations

from collections.abc import Mapping
from http.cookies import SimpleCookie

from tumorboard.web.settings import WebSettings

LONGEST = 600


def name(settings: WebSettings, which: str) -> str:
    """Name of a cookie; with TLS one that no other host, path or plain connection can set (``__Host-``)."""
    return f"__Host-tumorboard-{which}" if settings.secure else f"tumorboard-{which}"


def read(settings: WebSettings, cookies: Mapping[str, str], which: str) -> str:
    """The value of a cookie; empty when it is not there or no value of ours."""
    found = cookies.get(name(settings, which), "")
    return found if len(found) <= LONGEST else ""


def written(settings: WebSettings, which: str, value: str, seconds: int | None) -> str:
    """The header that sets a cookie; an empty value takes it away."""
    jar: SimpleCookie = SimpleCookie()
    jar[name(settings, which)] = value
    made = jar[name(settings, which)]
    made["path"] = "/"
    made["httponly"] = True
    made["samesite"] = "Lax"
    if settings.secure:
        made["secure"] = True
    if not value:
        made["max-age"] = 0
    elif seconds is not None:
        made["max-age"] = seconds
    return made.OutputString()
