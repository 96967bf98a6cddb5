"""Comments: written, changed, deleted and restored by their writer; threads resolved and taken up again.

A comment stands under the policy's columns of what it is about, as its place gives them to the writer. Everybody whom
it names, who wrote in the thread before or who made what it is about is noted down to hear of it, and is told of it
only while they may see it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from projects import policy
from projects.errors import Conflict, Gone, Invalid, NotFound, Stale
from projects.events import Change, change
from projects.ids import new_id
from projects.models import Comment, Thread
from projects.queries.comments import ORDER, is_resolved, represent_comment, visible_comments, with_people
from projects.services.notices import note_everybody, note_mentions, read_thread, unreached_by
from projects.threads import Place, attach, place_of, places_of
from projects.viewers import Viewer
from projects.vocabulary import Secrecy

LONGEST = 5_000


@dataclass(frozen=True)
class Written:
    """A comment as it is now, and the names of those whom it names and who may not see it yet."""

    comment: Comment
    unreached: tuple[str, ...] = ()


def write_comment(
    *, by: Viewer, about: str, subject: UUID, text: str, id: UUID | None = None, to_all: bool = False
) -> Written:
    """Say something about a thing. The same id, writer, place and words again give the comment that there is.

    `to_all` shows it to everybody who sees the document, also to who has not finished reading it: for managers, on
    documents alone.
    """
    with change(project_id=by.project_id, by=by) as log:
        place = _place(by, about, subject)
        policy.require(by, "comment.write")
        text = _checked(text)
        if to_all:
            policy.require(by, "comment.write_open")
            if place.kind != "document":
                raise Invalid({"open": _("Only a comment on a document can be open to everybody who reads it.")})
            place = replace(place, secrecy=Secrecy.OPEN)
        known = _known(by, place, id, text) if id else None
        if known is not None:
            return _told(known)
        comment = _row(log, by, place, id or new_id(), Comment.Kind.COMMENT, text)
        try:
            with transaction.atomic():
                comment.save(force_insert=True)
        except IntegrityError:
            known = _known(by, place, comment.id, text)
            if known is None:
                raise
            return _told(known)
        note_everybody(comment, place)
        comment = _fresh(comment.id)
        _record(log, "comment.created", comment, place, after=represent_comment(comment))
        return _told(comment)


def change_comment(*, by: Viewer, comment_id: UUID, expected: int, text: str) -> Written:
    """Change one's own words. Changing nothing is no change."""

    def apply(comment: Comment, place: Place, log: Change) -> str:
        words = _checked(text)
        if comment.text == words:
            return ""
        comment.text, comment.edited_at = words, log.at
        if place.secrecy == Secrecy.OUTCOME:  # words that may tell of verdicts are as secret as what is decided
            comment.secrecy = place.secrecy
        note_mentions(comment)
        return "comment.changed"

    return _told(_changed(by, comment_id, expected, apply))


def delete_comment(*, by: Viewer, comment_id: UUID, expected: int) -> Comment:
    """Take one's own words back. The row stays, shown as deleted, and its id is never free again."""

    def apply(comment: Comment, place: Place, log: Change) -> str:
        comment.deleted_at = log.at
        return "comment.deleted"

    return _changed(by, comment_id, expected, apply)


def restore_comment(*, by: Viewer, comment_id: UUID, expected: int) -> Comment:
    """Bring one's own deleted words back; `expected` is the version that the deletion made."""

    def apply(comment: Comment, place: Place, log: Change) -> str:
        comment.deleted_at = None
        return "comment.restored"

    return _changed(by, comment_id, expected, apply, deleted=True)


def resolve_thread(*, by: Viewer, thread_id: UUID) -> Comment | None:
    """Say that a thread is done with. What is said in it later takes it up again; resolving twice is no change."""
    return _turn(by, thread_id, Comment.Kind.RESOLVED)


def reopen_thread(*, by: Viewer, thread_id: UUID) -> Comment | None:
    """Take a resolved thread up again; one that is not resolved stays as it is. The row that says so, or None."""
    return _turn(by, thread_id, Comment.Kind.REOPENED)


def _checked(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise Invalid({"text": _("Write something.")})
    if "\0" in text:
        raise Invalid({"text": _("A comment holds no NUL character.")})
    if len(text) > LONGEST:
        raise Invalid({"text": _("Use at most %(n)d characters.") % {"n": LONGEST}})
    return text


def _place(by: Viewer, about: str, subject: UUID) -> Place:
    place = place_of(by, about, subject)
    if place is None:
        raise NotFound()
    return place


def _known(by: Viewer, place: Place, id: UUID, text: str) -> Comment | None:
    """The comment with this id, if it says just that; Conflict for anything else."""
    known = Comment.objects.filter(pk=id).first()
    if known is None:
        return None
    same = (known.project_id, known.thread_id, known.author_id) == (by.project_id, place.thread, by.participant_id)
    same = same and (known.secrecy == Secrecy.OPEN) == (place.secrecy == Secrecy.OPEN)
    if same and known.kind == Comment.Kind.COMMENT and known.text == text and known.deleted_at is None:
        return _fresh(id)
    raise Conflict(_("The id %(id)s is taken. Use a new UUIDv7 for a new comment.") % {"id": id})


def _row(log: Change, by: Viewer, place: Place, id: UUID, kind: str, text: str = "") -> Comment:
    """A new row of the place's thread, which is made with its first."""
    thread = place.thread
    if thread is None:
        made = Thread.objects.create(project_id=by.project_id, kind=place.kind, created_at=log.at)
        thread = attach(place.kind, place.id, made.id)
        if thread != made.id:
            made.delete()  # somebody else was first
    return Comment(
        id=id,
        project_id=by.project_id,
        thread_id=thread,
        kind=kind,
        author_id=by.participant_id,
        text=text,
        document_id=place.document,
        subject_id=place.id,
        owner_id=place.owner or by.participant_id,
        secrecy=place.secrecy,
        tlp=place.tlp,
        created_at=log.at,
    )


def _told(comment: Comment) -> Written:
    return Written(comment, unreached_by(comment))


def _fresh(id: UUID) -> Comment:
    return with_people(Comment.objects.filter(pk=id)).get()


def _record(
    log: Change,
    kind: str,
    comment: Comment,
    place: Place,
    *,
    after: dict[str, Any],
    before: dict[str, Any] | None = None,
) -> None:
    log.add(
        kind,
        subject=comment.subject_id,
        document=comment.document_id,
        author=comment.owner_id,
        secrecy=comment.secrecy,
        tlp=comment.tlp,
        before=before,
        after={**after, "title": place.title},
    )


def _changed(
    by: Viewer,
    comment_id: UUID,
    expected: int,
    apply: Callable[[Comment, Place, Change], str],
    *,
    deleted: bool = False,
) -> Comment:
    """Find and lock the comment, ask the policy, compare the version, apply the change, and add its event."""
    with change(project_id=by.project_id, by=by) as log:
        seen = visible_comments(by, pk=comment_id, kind=Comment.Kind.COMMENT).select_related("thread").first()
        if seen is None:
            raise NotFound()
        policy.require(by, "comment.edit", seen)
        place = places_of(by, [(seen.thread_id, seen.thread.kind)])[seen.thread_id]
        Comment.objects.select_for_update(no_key=True, of=("self",)).get(pk=comment_id)
        comment = _fresh(comment_id)
        if comment.version != expected:
            raise Stale(represent_comment(comment))
        if deleted and comment.deleted_at is None:
            raise Conflict(_("This comment is not deleted."))
        if not deleted and comment.deleted_at is not None:
            raise Gone(_("This comment is deleted. Restore it first."))
        before = represent_comment(comment)
        kind = apply(comment, place, log)
        if not kind:
            return comment
        comment.version += 1
        comment.save(update_fields=["text", "secrecy", "edited_at", "deleted_at", "version"])
        comment = _fresh(comment_id)
        _record(log, kind, comment, place, before=before, after=represent_comment(comment))
        return comment


def _turn(by: Viewer, thread_id: UUID, kind: str) -> Comment | None:
    """Add to a thread that it is resolved, or is not, unless it is so already to this viewer."""
    with change(project_id=by.project_id, by=by) as log:
        policy.require(by, "thread.resolve")
        thread = Thread.objects.select_for_update(no_key=True).filter(pk=thread_id, project_id=by.project_id).first()
        seen = list(with_people(visible_comments(by, thread_id=thread_id)).order_by(*ORDER)) if thread else []
        if thread is None or not seen:
            raise NotFound()
        place = places_of(by, [(thread.id, thread.kind)])[thread.id]
        if kind == Comment.Kind.RESOLVED:
            read_thread(by=by, thread_id=thread.id)
        if is_resolved(seen) == (kind == Comment.Kind.RESOLVED):
            return None
        row = _row(log, by, place, new_id(), kind)
        row.save(force_insert=True)
        row = _fresh(row.id)
        _record(log, f"thread.{row.kind}", row, place, after=represent_comment(row))
        return row
