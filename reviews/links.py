"""Addresses of pages of this app and of the passages that evidence rests on."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from reviews.models import Evidence


def claim_url(slug: str, claim_id: UUID) -> str:
    """The page of one claim."""
    return reverse("reviews:claim_detail", args=[slug, claim_id])


def passage_url(slug: str, evidence: Evidence) -> str:
    """The passage in the workspace, or the record's own address."""
    if evidence.document_id is None:
        return str((evidence.record or {}).get("url") or "")
    return document_url(slug, evidence.document_id, evidence.starts, evidence.ends)


def document_url(slug: str, document_id: UUID, starts: Any = (), ends: Any = ()) -> str:
    """A document in the workspace, at a passage where one is given."""
    address = reverse("annotator:workspace_open", args=[slug, document_id])
    return f"{address}?at={starts[0]}-{ends[-1]}" if starts else address
