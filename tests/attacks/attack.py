"""Throwing requests at one address of the API, and judging the refusals."""

from typing import Any

import orjson

from tests.attacks.routes import TABLE, Case, parts
from tests.attacks.traces import undone
from tests.attacks.world import World


def complaint(answer: Any) -> str:
    """Why an answer is neither a success nor a proper refusal; nothing if it is one."""
    if answer.status_code >= 500:
        return f"crashed with {getattr(answer, 'exc_info', None) or answer.status_code}"
    if answer.status_code < 400:
        return ""
    if answer.headers.get("Content-Type") != "application/problem+json":
        return f"{answer.status_code} as {answer.headers.get('Content-Type')}"
    said = orjson.loads(answer.content)
    if said.get("status") != answer.status_code or len(str(said.get("detail", "")).split()) < 2:
        return f"{answer.status_code} without a sentence: {answer.content[:200]!r}"
    return ""


class Attack:
    """Requests to one address, and what was wrong with the answers."""

    def __init__(self, world: World, key: str) -> None:
        self.world, self.key = world, key
        self.case: Case = TABLE[key]
        self.method, self.pattern = parts(key)
        self.complaints: dict[str, str] = {}

    def body(self) -> Any:
        """A body that the address takes."""
        return self.case.body(self.world) if self.case.body else None

    def send(
        self,
        what: str,
        body: bytes = b"",
        *,
        kind: str = "application/json",
        headers: dict[str, str] | None = None,
        who: str = "",
        path: str = "",
        query: str = "",
        without_version: bool = False,
    ) -> Any:
        """One request. What it writes is taken back if it succeeds; what is wrong with a refusal is kept."""
        sent = ({} if without_version else self.case.headers()) | (headers or {})
        path = path or self.case.path(self.pattern, self.world)
        if query:
            path += ("&" if "?" in path else "?") + query
        client = self.world.client(who or self.case.who)
        with undone(unless_refused := []):
            answer = client.generic(self.method, path, body, kind, headers=sent)
            unless_refused.append(answer.status_code >= 400)
        if wrong := complaint(answer):
            self.complaints[f"{self.key}: {what}"] = wrong
        return answer
