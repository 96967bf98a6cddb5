"""A desk with two documents, and short words for writing and judging claims over the API."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from rest_framework.test import APIClient

from projects.vocabulary import Tlp
from sources.models import Document
from tests.cast import Cast, gather, make_document

FIRST = "Peacekeepers left the valley in April.\n\n“They will not return,” an expert said.\n"
SECOND = "The ministry said that the peacekeepers left in April. It gave no date.\n\nNobody else did.\n"
THIRD = "No peacekeeper has left the valley, the mission wrote in May.\n"

SUPPORTED = {"decision": "approve", "finding": "supported", "credibility": 2, "rationale": "Two documents say so."}
REFUTED = {"decision": "approve", "finding": "refuted", "credibility": 5, "rationale": "The mission denies it."}
UNCORROBORATED = {"decision": "approve", "finding": "uncorroborated", "credibility": 3, "rationale": "One voice."}


@dataclass
class Desk:
    """The cast, three documents, and a signed-in client for each person."""

    cast: Cast
    first: Document
    second: Document
    third: Document
    clients: dict[str, APIClient] = field(default_factory=dict)

    def client(self, name: str) -> APIClient:
        if name not in self.clients:
            self.clients[name] = self.cast.client(name)
        return self.clients[name]

    def get(self, name: str, path: str, **query: Any) -> Any:
        return self.client(name).get(self._url(path), query)

    def post(self, name: str, path: str, body: Any = None, **headers: Any) -> Any:
        return self.client(name).post(self._url(path), body or {}, format="json", headers=headers)

    def patch(self, name: str, path: str, body: Any, version: int) -> Any:
        return self.client(name).patch(self._url(path), body, format="json", headers={"If-Match": f'"{version}"'})

    def delete(self, name: str, path: str, version: int | None = None) -> Any:
        headers = {"If-Match": f'"{version}"'} if version is not None else {}
        return self.client(name).delete(self._url(path), headers=headers)

    def _url(self, path: str) -> str:
        of_row = path.startswith(("claims/", "evidence/")) and path != "claims/confirm"
        return f"/api/v1/{path}" if of_row else self.cast.url(path)

    def passage(self, document: Document, words: str, stance: str = "states", **more: Any) -> dict[str, Any]:
        """Evidence by the words of one of the three texts."""
        text = {self.first.id: FIRST, self.second.id: SECOND, self.third.id: THIRD}[document.id]
        start = text.index(words)
        place = {"document": str(document.id), "start": start, "end": start + len(words), "exact": words}
        return {**place, "stance": stance, **more}

    def evidence(self) -> list[dict[str, Any]]:
        """What is stated in the first text, supported by the second and contradicted by the third."""
        return [
            self.passage(self.first, "Peacekeepers left the valley in April"),
            self.passage(self.second, "the peacekeepers left in April", "supports"),
            self.passage(self.third, "No peacekeeper has left the valley", "contradicts"),
        ]

    def body(self, **changes: Any) -> dict[str, Any]:
        """The body of a claim that any finding can be given on."""
        return {
            "statement": "The peacekeepers left the valley in April.",
            "kind": "fact",
            "attributions": [{"name": "an expert", "directness": "hearsay", "anonymous": True}],
            "evidence": self.evidence(),
            **changes,
        }

    def claim(self, by: str = "annotator", **changes: Any) -> dict[str, Any]:
        """A claim written over the API."""
        answer = self.post(by, "claims", self.body(**changes))
        assert answer.status_code == 201, answer.json()
        return dict(answer.json())

    def judge(self, by: str, claim: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """A verdict given over the API."""
        answer = self.post(by, f"claims/{claim['id']}/verdicts", body)
        assert answer.status_code == 201, answer.json()
        return dict(answer.json())

    def agreed(self, **changes: Any) -> dict[str, Any]:
        """A claim on which two reviewers agree."""
        claim = self.claim(**changes)
        self.judge("reviewer", claim, SUPPORTED)
        self.judge("reviewer2", claim, SUPPORTED)
        return self.see("adjudicator", claim)

    def disputed(self, **changes: Any) -> dict[str, Any]:
        """A claim on which two reviewers differ."""
        claim = self.claim(**changes)
        self.judge("reviewer", claim, SUPPORTED)
        self.judge("reviewer2", claim, REFUTED)
        return self.see("adjudicator", claim)

    def decided(self, **changes: Any) -> dict[str, Any]:
        """A claim that the adjudicator has decided against one of two reviewers."""
        claim = self.disputed(**changes)
        answer = self.post("adjudicator", f"claims/{claim['id']}/adjudication", REFUTED | {"dissent": "It may be so."})
        assert answer.status_code == 201, answer.json()
        return self.see("adjudicator", claim)

    def see(self, name: str, claim: dict[str, Any]) -> dict[str, Any]:
        """The claim as this person sees it."""
        answer = self.get(name, f"claims/{claim['id']}")
        assert answer.status_code == 200, answer.json()
        return dict(answer.json())


def make_desk() -> Desk:
    """A project with everybody in it and three texts."""
    cast = gather()
    first, second, third = (
        make_document(cast.project, text, title=f"The {name} text", tlp=Tlp.GREEN)
        for name, text in (("first", FIRST), ("second", SECOND), ("third", THIRD))
    )
    return Desk(cast, first, second, third)


@pytest.fixture
def desk(db: None) -> Desk:
    return make_desk()
