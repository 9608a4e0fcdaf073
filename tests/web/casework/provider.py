"""A small provider of OpenID Connect on a loopback address: discovery, authorisation, token, what it tells of people, and its keys."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "licet", "a secret of the tests"


class Provider:
    """One provider.

    Attributes:
        claims: what it tells of whoever comes, in the token.
        told: what it tells at the address of people; the same where it is None.
        down: whether it answers nothing but errors.
        asked: the query of the last authorisation.
        wrong: what of a token is made wrong.
    """

    def __init__(self) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims: dict[str, Any] = {"sub": "u-1", "preferred_username": "adam"}
        self.told: dict[str, Any] | None = None
        self.down = False
        self.asked: dict[str, str] = {}
        self.wrong: dict[str, Any] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_told: object) -> None:
                pass

            def do_GET(self) -> None:
                path = urlsplit(self.path).path
                pages: dict[str, Callable[[], Any]] = {
                    "/.well-known/openid-configuration": provider.configuration,
                    "/keys": provider.keys,
                    "/people": lambda: provider.told if provider.told is not None else provider.claims,
                }
                self.answer(pages[path]() if path in pages and not provider.down else None)

            def do_POST(self) -> None:
                body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self.answer(provider.token({name: values[0] for name, values in body.items()}))

            def answer(self, told: Any) -> None:
                content = json.dumps(told if told is not None else {"error": "invalid_request"}).encode()
                self.send_response(200 if told is not None else 503)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        return Handler

    def configuration(self) -> dict[str, Any]:
        """Return what it says of itself."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorise",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/people",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        """Return its public key."""
        return {
            "keys": [
                {**json.loads(RSAAlgorithm.to_jwk(self._key.public_key())), "kid": "1", "alg": "RS256", "use": "sig"}
            ]
        }

    def authorise(self, location: str) -> str:
        """Let somebody in who was sent here, and return the query with which they go back."""
        assert location.startswith(f"{self.address}/authorise?"), location
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        return urlencode({"code": "a code", "state": self.asked["state"]})

    def token(self, told: dict[str, str]) -> dict[str, Any] | None:
        """Return a token for a code, to whoever has the secret and the verifier."""
        digest = hashlib.sha256(told.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (told.get("code"), told.get("client_id"), told.get("client_secret")) != ("a code", CLIENT, SECRET):
            return None
        if challenge != self.asked.get("code_challenge"):
            return None
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60, **self.claims, **self.wrong}
        token = jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": "1"})
        return {"access_token": "an access token", "token_type": "Bearer", "expires_in": 60, "id_token": token}


@contextmanager
def running() -> Iterator[Provider]:
    """Have a provider as long as this lasts."""
    provider = Provider()
    thread = threading.Thread(target=provider.server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield provider
    finally:
        provider.server.shutdown()
        thread.join()
        provider.server.server_close()
