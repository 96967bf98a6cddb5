"""A small OpenID Connect issuer over real HTTP, as a test needs one: it knows one person and asks for no password.

Its page to sign in may stand at another origin, a second issuer at which it `signs_in_at`. `trouble` makes it
answer wrongly: `down` refuses every question of the site, `nonsense` answers words instead of JSON, `no token` refuses
the code.
"""

import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT, SECRET = "probata", "a secret of at least thirty-two characters"
PERSON = {"sub": "4711", "name": "Mira Tal", "preferred_username": "mira", "email": "mira@issuer.example"}

_PAGE = """<!doctype html><html lang="en"><title>Issuer</title><link rel="icon" href="data:,"><h1>Who are you?</h1>
<form method="post" action="/authorize?{query}"><button name="answer" value="yes">I am Mira</button>
<button name="answer" value="no">I will not say</button></form></html>"""


class Issuer:
    """The issuer; `url` is what a site is configured with, `codes` what it has given out and not taken back."""

    def __init__(self, signs_in_at: "Issuer | None" = None) -> None:
        self.trouble = ""
        self.asked: list[str] = []
        self.signs_in_at = signs_in_at
        self.codes: set[str] = signs_in_at.codes if signs_in_at else set()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        """Stop serving; whoever asks afterwards is refused the connection."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def configuration(self) -> dict[str, Any]:
        """What it says of itself."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def tokens(self, form: dict[str, list[str]]) -> dict[str, Any] | None:
        """Tokens for a code that was given out, to the site that knows the secret, once."""
        code = form.get("code", [""])[0]
        known = form.get("client_id") == [CLIENT] and form.get("client_secret") == [SECRET]
        if self.trouble == "no token" or not known or code not in self.codes:
            return None
        self.codes.remove(code)
        claims = {**PERSON, "iss": self.url, "aud": CLIENT, "exp": int(time.time()) + 60}
        return {"access_token": code, "token_type": "Bearer", "id_token": jwt.encode(claims, SECRET, "HS256")}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, issuer: Issuer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.issuer = issuer


class _Handler(BaseHTTPRequestHandler):
    """Answers for the issuer that its server belongs to."""

    server: "_Server"

    def do_GET(self) -> None:
        address, issuer = urlsplit(self.path), self.server.issuer
        issuer.asked.append(address.path)
        if address.path == "/authorize":
            self._authorize(address.query)
        elif issuer.trouble == "down":
            self._answer(503, "away", "text/plain")
        elif issuer.trouble == "nonsense":
            self._answer(200, "moved, see the intranet", "text/html")
        elif address.path == "/.well-known/openid-configuration":
            self._answer(200, json.dumps(issuer.configuration()))
        elif address.path == "/userinfo" and self.headers["Authorization"]:
            self._answer(200, json.dumps(PERSON))
        else:
            self._answer(404, "{}")

    def do_POST(self) -> None:
        address = urlsplit(self.path)
        self.server.issuer.asked.append(address.path)
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if address.path == "/token":
            tokens = self.server.issuer.tokens(form)
            self._answer(200 if tokens else 400, json.dumps(tokens or {"error": "invalid_grant"}))
            return
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        if form["answer"] == ["yes"]:
            code = secrets.token_urlsafe(16)
            self.server.issuer.codes.add(code)
            said = {"code": code}
        else:
            said = {"error": "access_denied"}
        self._redirect(f"{asked['redirect_uri']}?{urlencode({**said, 'state': asked['state']})}")

    def _authorize(self, query: str) -> None:
        if self.server.issuer.signs_in_at is not None:
            self._redirect(f"{self.server.issuer.signs_in_at.url}/authorize?{query}")
        else:
            self._answer(200, _PAGE.format(query=query.replace("&", "&amp;")), "text/html")

    def _redirect(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _answer(self, status: int, text: str, kind: str = "application/json") -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """Nothing: what was asked is kept in `asked`."""
