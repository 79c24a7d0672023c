"""A real OpenID provider on loopback, built on the server side of Authlib: discovery, keys, authorization, token, PKCE.

It signs everybody on as the person of `user` and can be told to misbehave, one way at a time.
"""

from __future__ import annotations

import base64
import hmac
import json
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from authlib.oauth2.rfc6749 import AuthorizationServer, ClientMixin, OAuth2Error, OAuth2Request
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core.grants import OpenIDCode
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

os.environ.setdefault("AUTHLIB_INSECURE_TRANSPORT", "1")  # loopback, in tests


@dataclass
class Client(ClientMixin):
    client_id: str
    client_secret: str
    redirect_uri: str

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.redirect_uri

    def check_client_secret(self, client_secret: str) -> bool:
        return secrets.compare_digest(self.client_secret, client_secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code:
    code: str
    data: dict[str, str]
    user: dict[str, Any]

    @property
    def code_challenge(self) -> str:
        return self.data.get("code_challenge", "")

    @property
    def code_challenge_method(self) -> str:
        return self.data.get("code_challenge_method", "")

    def get_redirect_uri(self) -> str:
        return self.data["redirect_uri"]

    def get_scope(self) -> str:
        return self.data["scope"]

    def get_nonce(self) -> str:
        return self.data.get("nonce", "")

    def get_auth_time(self) -> None:
        return None

    get_acr = get_amr = get_auth_time


class Asked(OAuth2Request):
    """A request as Authlib wants it."""

    def __init__(self, method: str, uri: str, form: dict[str, str], headers: dict[str, str]) -> None:
        super().__init__(method, uri, headers=headers)
        self._query, self._form = dict(parse_qsl(urlsplit(uri).query)), form
        self.payload = BasicOAuth2Payload({**self._query, **form})

    @property
    def args(self) -> dict[str, str]:
        return self._query

    @property
    def form(self) -> dict[str, str]:
        return self._form


@dataclass
class OpenIdProvider:
    """The provider; `wrong` names what it does wrong."""

    client: Client
    clock: Callable[[], datetime]
    issuer: str = ""
    user: dict[str, Any] = field(
        default_factory=lambda: {"sub": "u-1", "name": "Wu Lan", "preferred_username": "Wu.Lan", "groups": ["mtb"]}
    )
    wrong: str = ""
    codes: dict[str, Code] = field(default_factory=dict)
    keys: list[RSAKey] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rotate()
        self.server = _server(self)

    def rotate(self) -> None:
        """Another key from now on; the one before is told no more."""
        self.keys = [RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig"})]

    def document(self) -> dict[str, Any]:
        issuer = "https://elsewhere.example" if self.wrong == "discovery" else self.issuer
        return {
            "issuer": issuer, "authorization_endpoint": f"{self.issuer}/authorize", "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys", "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"], "code_challenge_methods_supported": ["S256"],
        }  # fmt: skip


def _server(provider: OpenIdProvider) -> AuthorizationServer:
    class Server(AuthorizationServer):
        def query_client(self, client_id: str) -> Client | None:
            return provider.client if client_id == provider.client.client_id else None

        def save_token(self, token: Any, request: Any) -> None:
            pass

        def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
            pass

        def create_oauth2_request(self, request: Asked) -> Asked:
            return request

        def handle_response(self, status: int, body: Any, headers: Any) -> tuple[int, Any, Any]:
            return status, body, headers

    class Grant(AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

        def save_authorization_code(self, code: str, request: Asked) -> None:
            provider.codes[code] = Code(code, dict(request.payload.data), request.user)

        def query_authorization_code(self, code: str, client: Client) -> Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code: Code) -> None:
            del provider.codes[authorization_code.code]

        def authenticate_user(self, authorization_code: Code) -> Any:
            return authorization_code.user

    class IdToken(OpenIDCode):
        def exists_nonce(self, nonce: str, request: Any) -> bool:
            return any(c.get_nonce() == nonce for c in provider.codes.values())

        def generate_user_info(self, user: Any, scope: str) -> Any:
            return dict(user)

        def encode_id_token(self, token: Any, request: Asked) -> str:
            now = int(provider.clock().timestamp())
            claims = {
                "iss": provider.issuer, "aud": provider.client.client_id, "iat": now, "exp": now + 300, **request.user,
                **self.get_authorization_code_claims(request.authorization_code),
            }  # fmt: skip
            return _token(provider, claims, now)

    made = Server()
    made.register_token_generator(
        "default", lambda **k: {"token_type": "Bearer", "access_token": secrets.token_hex(), "scope": k["scope"]}
    )
    made.register_grant(Grant, [IdToken(require_nonce=True), CodeChallenge(required=True)])
    return made


def _token(provider: OpenIdProvider, claims: dict[str, Any], now: int) -> str:
    """The ID token, spoiled as `wrong` says."""
    changed: dict[str, dict[str, Any]] = {
        "issuer": {"iss": "https://elsewhere.example"}, "audience": {"aud": "another-client"}, "expired": {"exp": now - 120},
        "future": {"iat": now + 3600}, "nonce": {"nonce": "another"}, "audiences": {"aud": [provider.client.client_id, "other"], "azp": "other"},
        "subject": {"sub": ""}, "not-yet": {"nbf": now + 3600},
    }  # fmt: skip
    claims = {**claims, **changed.get(provider.wrong, {})}
    for name in ("nonce", "exp", "aud", "iss", "sub", "iat"):
        if provider.wrong == f"no-{name}":
            del claims[name]
    key = provider.keys[0]
    header = {"alg": "RS256", "kid": key.kid}
    if provider.wrong == "unsigned":
        parts = ({"alg": "none"}, claims)
        return ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in parts) + "."
    if provider.wrong == "hmac-with-public-key":
        # by hand: joserfc refuses to sign so
        parts = ({"alg": "HS256", "kid": key.kid}, claims)
        signed = ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in parts)
        made = hmac.new(key.as_pem(private=False), signed.encode(), sha256).digest()
        return f"{signed}.{base64.urlsafe_b64encode(made).decode().rstrip('=')}"
    if provider.wrong == "another-key":
        return jwt.encode(header, claims, RSAKey.generate_key(2048, {"kid": key.kid}))
    made = jwt.encode(header, claims, key)
    if provider.wrong == "changed":
        head, body, sign = made.split(".")
        text = json.loads(base64.urlsafe_b64decode(body + "=="))
        body = base64.urlsafe_b64encode(json.dumps({**text, "groups": ["mtb-admins"]}).encode()).decode().rstrip("=")
        return f"{head}.{body}.{sign}"
    return "x.y.z" if provider.wrong == "garbage" else made


@contextmanager
def running(provider: OpenIdProvider) -> Iterator[OpenIdProvider]:
    """The provider, reachable on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            pass

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            provider.asked.append(path)
            if path == "/.well-known/openid-configuration":
                self.told(200, provider.document())
            elif path == "/keys":
                self.told(200, KeySet(provider.keys).as_dict(private=False))
            elif path == "/authorize":
                asked = Asked("GET", provider.issuer + self.path, {}, dict(self.headers))
                try:
                    grant = provider.server.get_consent_grant(asked, provider.user)
                    self.told(*provider.server.create_authorization_response(asked, provider.user, grant))
                except OAuth2Error as error:
                    self.told(400, {"error": error.error})
            else:
                self.told(404, {})

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            asked = Asked("POST", provider.issuer + self.path, dict(parse_qsl(body)), dict(self.headers))
            if provider.wrong == "down":
                self.told(503, {})
                return
            self.told(*provider.server.create_token_response(asked))

        def told(self, status: int, body: Any, headers: Any = ()) -> None:
            self.send_response(status)
            for name, value in headers:
                if name.lower() != "content-type":
                    self.send_header(name, value)
            text = json.dumps(body).encode() if body else b""
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        time.sleep(0)
