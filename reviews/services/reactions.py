"""What claims do when sources change.

Markings rise with those of documents; a new rating makes a review due, and so does another text of a document that has
lost a passage on which a claim rests. Evidence goes on to name the text in which the passage was read.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from annotator.anchoring import Grade
from annotator.fragments import Fragments
from annotator.services.carrying import placed_on
from projects.events import Change, register_reaction
from projects.vocabulary import Tlp
from reviews.judging import CONTRADICTS, STATES, SUPPORTS
from reviews.models import Evidence
from reviews.services.due import lock_claims_on, set_review_due
from reviews.services.markings import raise_to
from sources.carriers import NewText, register_carrier
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


def _text_replaced(log: Change, new: NewText) -> None:
    """Make reviews due whose passages the new text has lost. One that the text before had lost already is no news."""
    passages: defaultdict[UUID, list[tuple[UUID, Fragments]]] = defaultdict(list)
    rows = Evidence.objects.filter(document=new.document, removed_at__isnull=True, revision__isnull=False)
    for id, revision, starts, ends in rows.values_list("id", "revision_id", "starts", "ends"):
        if revision is not None and starts:
            passages[revision].append((id, tuple(zip(starts, ends, strict=True))))
    lost: set[UUID] = set()
    for revision, cited in passages.items():
        placed = placed_on(new, revision, [fragments for _id, fragments in cited])
        gone = [one for one, now in zip(cited, placed, strict=True) if now.grade is Grade.ORPHANED]
        if gone and revision != new.before:
            before = NewText(new.document, revision, new.before, new.text_of(new.before), new.text_of)
            was = placed_on(before, revision, [fragments for _id, fragments in gone])
            gone = [one for one, then in zip(gone, was, strict=True) if then.grade is not Grade.ORPHANED]
        lost.update(id for id, _fragments in gone)
    if lost:
        for claim in lock_claims_on(log, id__in=list(lost)):
            set_review_due(log, claim, "passage_orphaned")


def _mark_dropped(log: Change, event: Mapping[str, Any]) -> None:
    for claim in lock_claims_on(log, annotation_id=event["subject"]):
        set_review_due(log, claim, "passage_orphaned")


def fill() -> None:
    """Register what claims react to."""
    register_reaction("document.updated", _document_updated)
    register_reaction("publisher.rated", _publisher_rated)
    register_reaction("placement.dropped", _mark_dropped)
    register_carrier(_text_replaced)
