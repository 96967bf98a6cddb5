"""Who is to hear of a comment: noted with it, told while they may see it, struck off when they have read it."""

from uuid import UUID

from projects import policy
from projects.errors import NotFound
from projects.events import change
from projects.mentions import mentioned
from projects.models import Comment, Notice, Participant
from projects.queries.comments import named_in, usernames_of, visible_comments
from projects.threads import Place
from projects.viewers import Viewer, viewers_of


def read_thread(*, by: Viewer, thread_id: UUID) -> int:
    """Note that the viewer has read what they see of a thread; return how much was new. No event: it is for them."""
    seen = visible_comments(by, thread_id=thread_id)
    if not seen.exists():
        raise NotFound()
    with change(project_id=by.project_id, by=by) as log:
        rows = Notice.objects.filter(participant_id=by.participant_id, read_at__isnull=True)
        return rows.filter(comment_id__in=seen.values("id")).update(read_at=log.at)


def _named(comment: Comment) -> set[UUID]:
    """The members whom a comment names."""
    people = usernames_of(comment.project_id)
    return {people[name] for name in mentioned(comment.text, people)}


def note_everybody(comment: Comment, place: Place) -> None:
    """Note who is to hear of a new comment: who is named, who spoke before, and who made what it is about."""
    named = _named(comment)
    spoke = Comment.objects.filter(thread_id=comment.thread_id, kind=Comment.Kind.COMMENT).exclude(pk=comment.pk)
    answered = set(spoke.values_list("author_id", flat=True).distinct())
    if place.maker is not None:
        speaks_for = Participant.objects.filter(pk=place.maker).values_list("speaks_for_id", flat=True).first()
        answered.add(speaks_for or place.maker)
    _note(comment, answered - named, Notice.Reason.REPLY)
    _note(comment, named, Notice.Reason.MENTION)


def note_mentions(comment: Comment) -> None:
    """Note who is named by changed words, besides those who are noted already; who is named no more need not hear."""
    named = _named(comment)
    Notice.objects.filter(comment=comment, reason=Notice.Reason.MENTION).exclude(participant_id__in=named).delete()
    Notice.objects.filter(comment=comment, participant_id__in=named).update(reason=Notice.Reason.MENTION)
    _note(comment, named, Notice.Reason.MENTION)


def _note(comment: Comment, people: set[UUID], reason: str) -> None:
    rows = [
        Notice(project_id=comment.project_id, comment=comment, participant_id=person, reason=reason)
        for person in sorted(people - {comment.author_id})
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def unreached_by(comment: Comment) -> tuple[str, ...]:
    """The names of those whom a comment names and who may not see it now: its writer is told."""
    named = {notice.participant_id for notice in named_in(comment)}
    if not named:
        return ()
    row = {
        "document": comment.document_id,
        "subject": comment.subject_id,
        "author": comment.owner_id,
        "secrecy": comment.secrecy,
        "tlp": comment.tlp,
    }
    viewers = [viewer for viewer in viewers_of(comment.project_id) if viewer.participant_id in named]
    return tuple(sorted(viewer.participant_name for viewer in viewers if not policy.sees(viewer, row)))
