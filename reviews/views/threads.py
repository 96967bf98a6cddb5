"""The thread of a claim as its page shows it."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy, ngettext

from projects import policy
from projects.models import Comment
from projects.queries.comments import comments_about, is_resolved, waits
from projects.services import comments as services
from projects.threads import place_of
from projects.viewers import Viewer
from projects.vocabulary import Secrecy


class CommentForm(forms.Form):
    """Words, and the version of the comment that they change."""

    text = forms.CharField(
        label=gettext_lazy("Comment"),
        max_length=services.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("@username names a member, who hears of it."),
    )


def thread_of(viewer: Viewer, claim_id: UUID) -> dict[str, Any]:
    """What the page shows of the thread of a claim that the viewer sees."""
    place = place_of(viewer, "claim", claim_id)
    rows = comments_about(viewer, place) if place else []
    may = policy.may(viewer, "comment.write")
    said = sum(1 for row in rows if row.kind == Comment.Kind.COMMENT and row.deleted_at is None)
    return {
        "rows": [
            {"row": row, "mine": may and viewer.wrote(row.author_id), "unread": waits(viewer, row)} for row in rows
        ],
        "count": ngettext("%(n)d comment", "%(n)d comments", said) % {"n": said},
        "resolved": is_resolved(rows),
        "unread": any(waits(viewer, row) for row in rows),
        "may": may,
        "reason": "" if may else policy.refusal(viewer, "comment.write"),
        "form": CommentForm(),
        "tells": place is not None and place.secrecy == Secrecy.OUTCOME,
    }
