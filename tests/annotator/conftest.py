"""The stage of the tests of marking: one project with its people, a document of one text, and a few labels."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from rest_framework.test import APIClient

from annotator.models import Label
from sources.models import Document
from tests.cast import TEXT, Cast, gather, make_document, make_label


@dataclass
class Stage:
    """A project ready for marking."""

    cast: Cast
    document: Document
    label: Label
    nested: Label
    tokens: dict[str | None, str] = field(default_factory=dict)

    def client(self, name: str | None = "annotator") -> APIClient:
        """A fresh API client signed in as a member of the cast; each person has one token."""
        client = APIClient()
        if name is not None:
            if name not in self.tokens:
                self.tokens[name] = self.cast.token(name)
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {self.tokens[name]}")
        return client

    @property
    def marks_url(self) -> str:
        """Where marks of the document are made and listed."""
        return f"/api/v1/documents/{self.document.id}/annotations"

    @property
    def columns_url(self) -> str:
        """All marks of the document as columns."""
        return f"/api/v1/documents/{self.document.id}/marks"

    def body(self, start: int = 0, end: int = 12, **fields: Any) -> dict[str, Any]:
        """A request for a mark on the first words of the text."""
        return {"label": str(self.label.id), "start": start, "end": end, **fields}

    def create(self, name: str = "annotator", **fields: Any) -> dict[str, Any]:
        """Make a mark over the API and return it."""
        response = self.client(name).post(self.marks_url, self.body(**fields), format="json")
        assert response.status_code == 201, response.content
        made: dict[str, Any] = response.json()
        return made


def make_stage(slug: str = "desk", prefix: str = "", text: str = TEXT) -> Stage:
    """A project with everything in it that marking needs."""
    cast = gather(slug, prefix)
    document = make_document(cast.project, text)
    label = make_label(cast.project, "Claim", shortcut="c")
    nested = make_label(cast.project, "Claim/Figure")
    return Stage(cast, document, label, nested)


@pytest.fixture
def stage(db: None) -> Stage:
    """A project ready for marking."""
    return make_stage()
