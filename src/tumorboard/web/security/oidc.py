"""Sign-on with an OpenID provider: authorization code with PKCE, and an ID token that is believed only after every check.

What ties the answer of the provider to the browser that asked is one random secret in a cookie of that browser; state, nonce and
code verifier are derived from it, so that nothing is kept here and a state that somebody else made fits no cookie.

Source: OpenID Connect Core 1.0, 3.1.2 and 3.1.3.7; RFC 7636 (PKCE, S256); RFC 9207 (issuer in the answer); RFC 9700.
"""

from __future__ import annotations

import base64
import hmac
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import quote_plus, urlencode

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tumorboard.errors import Refused, ToolError
from tumorboard.web.settings import Provider

# Signatures only: neither `none` nor a shared secret, whatever the token says of itself.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
PENDING_SECONDS = 600
KEPT = timedelta(hours=1)
AGAIN = timedelta(seconds=10)  # keys are asked for again, for a key that is not known, no more often than this
LEEWAY_SECONDS = 60
LONGEST_ANSWER = 1 << 20


@dataclass(frozen=True, slots=True)
class Pending:
    """A sign-on that was begun: the value of the browser's cookie."""

    secret: str
    begun: int
    next: str

    @classmethod
    def parse(cls, cookie: str) -> Pending | None:
        """What a cookie holds; None when it is none of ours."""
        secret, _, rest = cookie.partition(".")
        begun, _, where = rest.partition(".")
        if len(secret) < 40 or not begun.isdecimal() or len(begun) > 12:
            return None
        try:
            path = base64.urlsafe_b64decode(where.encode()).decode()
        except (ValueError, UnicodeDecodeError):
            return None
        return cls(secret, int(begun), path)

    def cookie(self) -> str:
        """The value of the cookie."""
        return f"{self.secret}.{self.begun}.{base64.urlsafe_b64encode(self.next.encode()).decode()}"

    def derived(self, what: str) -> str:
        """State, nonce or verifier; bound to the secret and to when it was begun."""
        made = hmac.new(self.secret.encode(), f"{what}.{self.begun}".encode(), sha256).digest()
        return base64.urlsafe_b64encode(made).decode().rstrip("=")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOn:
    """Who the provider says it is."""

    subject: str
    account: str
    name: str
    roles: tuple[str, ...]


@dataclass(slots=True)
class Oidc:
    """The provider of the settings, as its own document describes it."""

    provider: Provider
    redirect_uri: str
    clock: Callable[[], datetime]
    _known: dict[str, tuple[datetime, dict[str, Any]]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, where: str) -> tuple[str, Pending]:
        """The address to send the browser to, and what its cookie holds meanwhile.

        Raises
        ------
        ToolError
            ``OID001`` if the provider does not answer as it should.
        """
        pending = Pending(secrets.token_urlsafe(32), int(self.clock().timestamp()), where)
        asked = {
            "response_type": "code", "client_id": self.provider.client_id, "redirect_uri": self.redirect_uri,
            "scope": "openid profile email", "state": pending.derived("state"), "nonce": pending.derived("nonce"),
            "code_challenge": create_s256_code_challenge(pending.derived("verifier")), "code_challenge_method": "S256",
        }  # fmt: skip
        address = self._endpoint("authorization_endpoint")
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}", pending

    def finish(self, answer: Mapping[str, str], pending: Pending | None) -> SignedOn:
        """Who signed on, once everything was checked.

        Raises
        ------
        Refused
            ``OID010`` if the answer does not belong to what this browser began, ``OID011`` if the provider or its ID token says
            no, ``OID012`` if the person has no role here.
        ToolError
            ``OID001`` if the provider does not answer as it should.
        """
        if pending is None or not hmac.compare_digest(
            answer.get("state", "").encode(), pending.derived("state").encode()
        ):
            raise _not_begun()
        if not 0 <= int(self.clock().timestamp()) - pending.begun <= PENDING_SECONDS:
            raise _not_begun()
        issuer = answer.get("iss")
        if (issuer is not None and issuer != self.provider.issuer) or answer.get("error") or not answer.get("code"):
            raise _denied()
        token = self._exchange(answer["code"], pending.derived("verifier"))
        return self._person(self._claims(token, pending.derived("nonce")))

    def _exchange(self, code: str, verifier: str) -> str:
        form = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": self.redirect_uri, "code_verifier": verifier,
        }  # fmt: skip
        auth = None
        if self.provider.client_secret:
            # RFC 6749, 2.3.1: both are form-encoded first
            auth = httpx.BasicAuth(quote_plus(self.provider.client_id), quote_plus(self.provider.client_secret))
        else:
            form["client_id"] = self.provider.client_id
        found = self._asked("POST", self._endpoint("token_endpoint"), refused=_denied, data=form, auth=auth)
        token = found.get("id_token")
        if not isinstance(token, str):
            raise _denied()
        return token

    def _claims(self, token: str, nonce: str) -> dict[str, Any]:
        """The claims of an ID token that is for us, now, from the issuer, answering what was begun (OIDC Core 3.1.3.7)."""
        try:
            read = jwt.decode(token, self._keys(), algorithms=list(ALGORITHMS))
        except (JoseError, ValueError, KeyError):
            # The provider may have changed its keys since they were asked for.
            try:
                read = jwt.decode(token, self._keys(again=True), algorithms=list(ALGORITHMS))
            except (JoseError, ValueError, KeyError) as error:
                raise _denied() from error
        need = jwt.JWTClaimsRegistry(
            now=int(self.clock().timestamp()), leeway=LEEWAY_SECONDS, iss={"essential": True, "value": self.provider.issuer},
            aud={"essential": True, "value": self.provider.client_id}, sub={"essential": True}, exp={"essential": True},
            iat={"essential": True}, nonce={"essential": True, "value": nonce},
        )  # fmt: skip
        try:
            need.validate(read.claims)
        except JoseError as error:
            raise _denied() from error
        claims: dict[str, Any] = read.claims
        audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        # A token for others as well says who asked for it.
        if (len(audience) > 1 or "azp" in claims) and claims.get("azp") != self.provider.client_id:
            raise _denied()
        if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
            raise _denied()
        return claims

    def _person(self, claims: Mapping[str, Any]) -> SignedOn:
        said = claims.get(self.provider.claim, ())
        groups = (
            {said}
            if isinstance(said, str)
            else {g for g in said if isinstance(g, str)}
            if isinstance(said, list)
            else set()
        )
        roles = tuple(dict.fromkeys(role for group, role in self.provider.roles if group in groups))
        if not roles:
            raise Refused("this person has no role here", code="OID012", remedy="Ask who looks after the accounts.")
        wanted = str(claims.get("preferred_username") or claims["sub"])
        return SignedOn(
            subject=f"{self.provider.issuer} {claims['sub']}"[:500],
            account=f"{_plain(wanted)[:60] or 'person'}@{_plain(self.provider.name)[:40] or 'oidc'}",
            name=str(claims.get("name") or wanted)[:200],
            roles=roles,
        )

    def _keys(self, *, again: bool = False) -> KeySet:
        try:
            return KeySet.import_key_set(self._document("keys", lambda: self._endpoint("jwks_uri"), again=again))  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise _silent() from error

    def _endpoint(self, name: str) -> str:
        where = f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration"
        found = self._document("provider", lambda: where)
        address = found.get(name)
        secure = self.provider.issuer.startswith("https:")
        if found.get("issuer") != self.provider.issuer or not isinstance(address, str):
            raise _silent()
        if not address.startswith("https://" if secure else ("https://", "http://127.0.0.1", "http://localhost")):
            raise _silent()
        return address

    def _document(self, name: str, where: Callable[[], str], *, again: bool = False) -> dict[str, Any]:
        now = self.clock()
        with self._lock:
            at, found = self._known.get(name, (now - 2 * KEPT, {}))
        if now - at < (AGAIN if again else KEPT):
            return found
        found = self._asked("GET", where(), refused=_silent)
        with self._lock:
            self._known[name] = (now, found)
        return found

    def _asked(self, method: str, address: str, *, refused: Callable[[], Exception], **more: Any) -> dict[str, Any]:
        try:
            with httpx.Client(timeout=10, follow_redirects=False) as client:
                answer = client.request(method, address, headers={"accept": "application/json"}, **more)
                found = answer.json() if len(answer.content) <= LONGEST_ANSWER else None
        except (httpx.HTTPError, ValueError) as error:
            raise _silent() from error
        if answer.status_code in {400, 401, 403}:
            raise refused()
        if answer.status_code != 200 or not isinstance(found, dict):
            raise _silent()
        return found


def _plain(text: str) -> str:
    """Small letters, digits and simple marks, so that an account is what it looks like in the audit log."""
    return "".join(c for c in text.lower() if c.isascii() and (c.isalnum() or c in "._-")).strip("._-")


def _not_begun() -> Refused:
    return Refused(
        "this sign-on was not begun in this browser, or too long ago", code="OID010", remedy="Begin it again."
    )


def _denied() -> Refused:
    return Refused("the provider did not sign this person on", code="OID011", remedy="Begin it again.")


def _silent() -> ToolError:
    return ToolError(
        "the provider of the sign-on did not answer as it should", code="OID001", remedy="Try again later."
    )
