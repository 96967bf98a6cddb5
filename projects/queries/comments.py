"""Comments as a viewer sees them: each by the policy, and only where they see what it is about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from projects import policy
from projects.models import Comment, Membership, Notice
from projects.threads import Place, places_of, thread_kinds
from projects.viewers import Viewer
from projects.vocabulary import Secrecy

# In the order of saying. Ids are made by clients, whose clocks differ.
ORDER = ("created_at", "id")
MOST_NOTICES = 200


def visible_comments(viewer: Viewer, **fields: Any) -> QuerySet[Comment]:
    """The comments of the viewer's project that they may see, in no order; deleted ones among them."""
    about = Q(pk__in=())
    for kind in thread_kinds():
        seen = kind.seen(viewer).filter(thread__isnull=False).values("thread_id")
        about |= Q(thread__kind=kind.name, thread_id__in=seen)
    rows = Comment.objects.filter(policy.visible(viewer, Comment), project_id=viewer.project_id, **fields)
    return rows.filter(about)


def with_people(rows: QuerySet[Comment]) -> QuerySet[Comment]:
    """Comments with what their representation needs."""
    notices = Notice.objects.select_related("participant__user").order_by("id")
    return rows.select_related("author", "thread").prefetch_related(Prefetch("notices", notices, to_attr="noted"))


def _noted(row: Comment) -> list[Notice]:
    """Who is to hear of a comment that came through `with_people`."""
    noted: list[Notice] = row.noted  # type: ignore[attr-defined]  # where `with_people` has put them
    return noted


def named_in(row: Comment) -> list[Notice]:
    """Whom a comment that came through `with_people` names."""
    return [notice for notice in _noted(row) if notice.reason == Notice.Reason.MENTION]


def represent_comment(row: Comment) -> dict[str, Any]:
    """One comment that came through `with_people`, as the API shows it and as events keep it: plain JSON."""
    return {
        "id": str(row.id),
        "thread": str(row.thread_id),
        "about": row.thread.kind,
        "subject": str(row.subject_id),
        "document": str(row.document_id) if row.document_id else None,
        "kind": row.kind,
        "author": {"id": str(row.author_id), "name": row.author.name},
        "text": "" if row.deleted_at else row.text,
        "open": row.secrecy == Secrecy.OPEN,
        "mentions": [] if row.deleted_at else [_person(notice) for notice in named_in(row)],
        "version": row.version,
        "created_at": _moment(row.created_at),
        "edited_at": _moment(row.edited_at),
        "deleted_at": _moment(row.deleted_at),
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None


def _person(notice: Notice) -> dict[str, str]:
    person = notice.participant
    return {"id": str(person.id), "name": person.name, "username": person.user.username if person.user else ""}


def represent_comments(viewer: Viewer, rows: Iterable[Comment]) -> list[dict[str, Any]]:
    """Comments of one page, each with whether the viewer is to hear of it and has not read it."""
    return [{**represent_comment(row), "unread": waits(viewer, row)} for row in rows]


def waits(viewer: Viewer, row: Comment) -> bool:
    """Whether the viewer is to hear of a comment that came through `with_people` and has not read it."""
    return any(notice.participant_id == viewer.participant_id and notice.read_at is None for notice in _noted(row))


def comments_about(viewer: Viewer, place: Place) -> list[Comment]:
    """What the viewer sees of what was said about one thing, in the order of saying."""
    if place.thread is None:
        return []
    return list(with_people(visible_comments(viewer, thread_id=place.thread)).order_by(*ORDER))


def is_resolved(rows: Sequence[Comment]) -> bool:
    """Whether a thread is resolved to who sees these of its rows, in their order: nothing was said after it was."""
    return next((row.kind for row in reversed(rows) if row.deleted_at is None), "") == Comment.Kind.RESOLVED


def usernames_of(project_id: UUID) -> dict[str, UUID]:
    """Username → participant of everybody who can work in the project now."""
    rows = Membership.objects.filter(project_id=project_id, suspended_at__isnull=True, user__is_active=True)
    return dict(rows.values_list("user__username", "participant_id"))


@dataclass(frozen=True)
class News:
    """What somebody has not read yet in one thread: by whom it is, whether it names them, and how much it is."""

    place: Place
    writer: str
    mentioned: bool
    count: int


def news_for(viewer: Viewer) -> list[News]:
    """What the viewer is to hear of, newest thread first. What they may not see is no news."""
    rows = visible_comments(viewer, deleted_at__isnull=True)
    rows = rows.filter(notices__participant_id=viewer.participant_id, notices__read_at__isnull=True)
    found = rows.order_by("-created_at", "-id").values_list(
        "thread_id", "thread__kind", "author__name", "notices__reason"
    )[:MOST_NOTICES]
    threads: dict[UUID, list[tuple[str, str]]] = {}
    kinds: dict[UUID, str] = {}
    for thread, kind, writer, reason in found:
        threads.setdefault(thread, []).append((writer, reason))
        kinds[thread] = kind
    if not threads:
        return []
    places = places_of(viewer, kinds.items())
    return [
        News(
            place=places[thread],
            writer=entries[0][0],
            mentioned=any(reason == Notice.Reason.MENTION for _writer, reason in entries),
            count=len(entries),
        )
        for thread, entries in threads.items()
        if thread in places
    ]
