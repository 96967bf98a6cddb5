"""What claims do when sources change: markings rise with those of documents, a new rating makes a review due."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from projects.events import Change, register_reaction
from projects.vocabulary import Tlp
from reviews.judging import CONTRADICTS, STATES, SUPPORTS
from reviews.models import Evidence
from reviews.services.due import lock_claims_on, set_review_due
from reviews.services.markings import raise_to
from sources.models import Publisher

UNRATED = "F"
BEARING = (STATES, SUPPORTS, CONTRADICTS)


def _document_updated(log: Change, event: Mapping[str, Any]) -> None:
    before, after = event["before"] or {}, event["after"] or {}
    document = event["document"]
    if document is None or not before or not after:
        return
    level = Tlp.parse(after["tlp"])
    if level > Tlp.parse(before["tlp"]):
        for claim in lock_claims_on(log, document_id=document):
            Evidence.objects.filter(claim=claim, document_id=document, tlp__lt=level).update(tlp=level)
            raise_to(log, claim, level)
    letters = [_letter_of(record.get("publisher")) for record in (before, after)]
    if letters[0] != letters[1]:
        for claim in lock_claims_on(log, document_id=document, stance__in=BEARING):
            set_review_due(log, claim, "source_rated")


def _letter_of(publisher: Mapping[str, Any] | None) -> str:
    if publisher is None:
        return UNRATED
    letter = Publisher.objects.filter(pk=UUID(publisher["id"])).values_list("reliability", flat=True).first()
    return letter or UNRATED


def _publisher_rated(log: Change, event: Mapping[str, Any]) -> None:
    before, after = event["before"] or {}, event["after"] or {}
    if (before.get("reliability") or UNRATED) == (after.get("reliability") or UNRATED) or not after.get("id"):
        return
    for claim in lock_claims_on(log, document__publisher_id=UUID(after["id"]), stance__in=BEARING):
        set_review_due(log, claim, "source_rated")


def fill() -> None:
    """Register what claims react to."""
    register_reaction("document.updated", _document_updated)
    register_reaction("publisher.rated", _publisher_rated)
