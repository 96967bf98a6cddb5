"""Publishers as lists and by name, their ratings, and which of two that were merged stands for both."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.errors import Invalid
from projects.spelling import holding
from projects.viewers import Viewer
from sources.dates import check_date
from sources.models import Document, Publisher, PublisherRating
from sources.ratings import UNRATED, first_day
from sources.refusals import Refused

# A rating without a date holds from ever: it comes before every day that has one.
_EVER = date(1, 1, 1)
# The order of ratings: the one that holds last comes first.
LATEST = ("-since", "-created_at", "-id")


def publishers_of(viewer: Viewer, words: str = "") -> QuerySet[Publisher]:
    """The publishers of the viewer's project whose name or alias holds the words, without those that were merged."""
    rows = Publisher.objects.filter(project_id=viewer.project_id, merged_into__isnull=True)
    return rows.filter(holding(words, "name", "aliases")) if words else rows


def with_counts(viewer: Viewer, rows: QuerySet[Publisher]) -> Any:
    """Publishers with the number of their documents that the viewer may know of, as `document_count`."""
    known = Document.objects.filter(project_id=viewer.project_id, deleted_at__isnull=True)
    known = known.filter(policy.visible(viewer, Document))
    return rows.annotate(document_count=Count("documents", filter=Q(documents__in=known)))


def survivor(publisher: Publisher) -> Publisher:
    """The publisher that stands for this one: itself, or the last of those into which it was merged."""
    while publisher.merged_into_id is not None:
        publisher = Publisher.objects.get(pk=publisher.merged_into_id)
    return publisher


def publishers_named(project_id: UUID, names: Collection[str]) -> dict[str, Publisher]:
    """Name → who is meant by it: the publisher of that name, else the only one that has it for an alias.

    Of those that were merged it is the survivor. Names that nobody has, or several have for an alias, are left out.
    """
    rows = Publisher.objects.filter(project_id=project_id)
    found = {publisher.name: publisher for publisher in rows.filter(name__in=names)}
    others = set(names) - set(found)
    if others:
        claimed: dict[str, dict[UUID, Publisher]] = {}
        for publisher in rows.filter(aliases__overlap=sorted(others)):
            last = survivor(publisher)
            for alias in others.intersection(publisher.aliases):
                claimed.setdefault(alias, {})[last.id] = last
        found |= {alias: next(iter(bearers.values())) for alias, bearers in claimed.items() if len(bearers) == 1}
    return {name: survivor(publisher) for name, publisher in found.items()}


def ratings_of(publisher: Publisher) -> QuerySet[PublisherRating]:
    """Every rating of a publisher with its author: the one that holds last comes first."""
    rows = PublisherRating.objects.filter(publisher=publisher).select_related("author")
    return rows.annotate(since=Coalesce("begins", _EVER)).order_by(*LATEST)


def rating_at(publisher: Publisher, day: date) -> PublisherRating | None:
    """The rating that held on a day; None where none did, and the publisher counts as unrated."""
    return ratings_of(publisher).filter(Q(begins__isnull=True) | Q(begins__lte=day)).first()


def reliability_at(publisher: Publisher, day: date) -> str:
    """The letter that held on a day; F where none did."""
    rating = rating_at(publisher, day)
    return rating.reliability if rating else UNRATED


def present_letter(publisher: Publisher) -> str:
    """The letter of the rating that holds last, empty where there is none: what is stored with the publisher."""
    rating = ratings_of(publisher).first()
    return rating.reliability if rating else ""


def ratings_held(publisher: Publisher, at: str) -> QuerySet[PublisherRating]:
    """The ratings of a publisher; with a date only the one that held on the first day it means."""
    rows = ratings_of(publisher)
    try:
        day = first_day(check_date(at))
    except Refused:
        raise Invalid({"at": _("Write the date as 2024, 2024-04 or 2024-04-18.")}) from None
    if day is None:
        return rows
    held = rating_at(publisher, day)
    return rows.filter(pk=held.pk) if held else rows.none()


def merged_into(publisher: Publisher) -> QuerySet[Publisher]:
    """The publishers that were merged into this one, by name."""
    return Publisher.objects.filter(merged_into=publisher).order_by("name")
