"""The headers of every answer: nothing from elsewhere, nothing inline, in no frame, kept in no cache."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
ALWAYS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "x-robots-tag": "noindex, nofollow",
}
STRICT_TRANSPORT = "max-age=31536000"


def protect(headers: MutableHeaders, *, static: bool, secure: bool, request_id: str) -> None:
    """The headers are on the answer; only what is the same for everybody may be cached."""
    for name, value in ALWAYS.items():
        headers[name] = value
    if not static:
        headers["cache-control"] = "no-store"
    if secure:
        headers["strict-transport-security"] = STRICT_TRANSPORT
    headers["x-request-id"] = request_id
