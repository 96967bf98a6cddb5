"""What search finds of claims: their statements, with the names of the speakers behind them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import OuterRef, Subquery, TextField, UUIDField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from projects.viewers import Viewer
from reviews.links import claim_url
from reviews.models import Attribution, Claim
from reviews.queries.claims import visible_claims
from sources.searching import Entries, Found, IndexedEvent, Key, Kind, register_kind

FAMILIES = ("claim.", "evidence.")


def _changed(project_id: UUID, events: Sequence[IndexedEvent]) -> Collection[UUID]:
    return {event.subject for event in events if event.subject and event.kind.startswith(FAMILIES)}


def _entries(project_id: UUID, ids: Sequence[UUID]) -> Entries:
    speakers = Attribution.objects.filter(claim_id=OuterRef("pk")).values("claim_id")
    names: Any = Subquery(speakers.annotate(names=StringAgg("name", Value(" "))).values("names"))
    return Entries(
        rows=Claim.objects.filter(project_id=project_id, pk__in=ids),
        subject="id",
        document=Cast(Value(None), UUIDField()),
        tlp="tlp",
        words="statement",
        author="author_id",
        secrecy="secrecy",
        heading=Coalesce(names, Value(""), output_field=TextField()),
    )


def _subjects(project_id: UUID, after: UUID | None, limit: int) -> Sequence[UUID]:
    rows = Claim.objects.filter(project_id=project_id)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def _visible(viewer: Viewer, ids: Sequence[UUID]) -> Collection[UUID]:
    return set(visible_claims(viewer).filter(pk__in=ids).values_list("pk", flat=True))


def _load(viewer: Viewer, keys: Sequence[Key]) -> Mapping[Key, Found]:
    rows = visible_claims(viewer).filter(pk__in=[claim_id for claim_id, _part in keys])
    slug = viewer.project.slug
    return {
        (claim.pk, 0): Found(
            title=f"{claim.get_kind_display()} · {claim.get_state_display()}",
            words=claim.statement,
            url=claim_url(slug, claim.pk),
        )
        for claim in rows
    }


def register() -> None:
    """Let search find claims."""
    register_kind(
        Kind(
            name="claim",
            plural="claims",
            label=_("Claims"),
            one=_("Claim"),
            icon="scale",
            changed=_changed,
            entries=_entries,
            subjects=_subjects,
            visible=_visible,
            load=_load,
        )
    )
