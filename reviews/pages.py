"""What this app adds to every project: navigation, work that waits, a card on the overview, open work of a member."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects import policy
from projects.models import Participant
from projects.open_work import OpenWork, register_open_work
from projects.pages import Waiting, register_card, register_nav, register_waiting
from projects.viewers import Viewer
from reviews.models import Claim
from reviews.queries.claims import to_judge, to_settle, visible_claims
from reviews.states import AGREED, DISPUTED, DRAFT, IN_REVIEW


def _waiting(viewer: Viewer) -> list[Waiting]:
    slug = viewer.project.slug
    found = []
    if policy.may(viewer, "verdict.submit"):
        count = to_judge(viewer).count()
        label = ngettext("%(n)d claim to judge", "%(n)d claims to judge", count) % {"n": count}
        found.append(Waiting(label, reverse("reviews:review", args=[slug]), count, "scale"))
    if policy.may(viewer, "claim.adjudicate"):
        count = to_settle(viewer).count()
        label = ngettext("%(n)d claim to settle", "%(n)d claims to settle", count) % {"n": count}
        found.append(Waiting(label, reverse("reviews:adjudicate", args=[slug]), count, "gavel"))
    asked = visible_claims(viewer).filter(author_id=viewer.participant_id, state=DRAFT).exclude(question="").count()
    label = ngettext("%(n)d claim sent back to you", "%(n)d claims sent back to you", asked) % {"n": asked}
    address = f"{reverse('reviews:claim_list', args=[slug])}?show=mine&state={DRAFT}"
    found.append(Waiting(label, address, asked, "message-circle-question-mark"))
    return found


def _card(viewer: Viewer) -> dict[str, Any] | None:
    counts = visible_claims(viewer).aggregate(
        all=Count("pk"),
        in_review=Count("pk", filter=Q(state=IN_REVIEW)),
        disputed=Count("pk", filter=Q(state=DISPUTED)),
        agreed=Count("pk", filter=Q(state=AGREED)),
        due=Count("pk", filter=Q(review_due=True)),
    )
    return {
        "title": _("Claims"),
        "url": reverse("reviews:claim_list", args=[viewer.project.slug]),
        "stats": [
            {"label": _("Claims"), "value": counts["all"]},
            {"label": _("In review"), "value": counts["in_review"]},
            {"label": _("Disputed"), "value": counts["disputed"]},
            {"label": _("Agreed"), "value": counts["agreed"]},
            {"label": _("Review due"), "value": counts["due"]},
        ],
        "order": 30,
    }


def _open_work(participant: Participant) -> list[OpenWork]:
    drafts = Claim.objects.filter(project_id=participant.project_id, author=participant, state=DRAFT).count()
    label = ngettext("%(n)d draft of a claim", "%(n)d drafts of claims", drafts) % {"n": drafts}
    slug = participant.project.slug
    return [
        OpenWork(label, drafts, f"{reverse('reviews:claim_list', args=[slug])}?state={DRAFT}&author={participant.pk}")
    ]


def register() -> None:
    """Fill the registries."""
    register_nav(
        "claims",
        label=gettext_lazy("Claims"),
        icon="scale",
        url_name="reviews:claim_list",
        action="claim.read",
        order=30,
    )
    register_nav(
        "review",
        label=gettext_lazy("Review"),
        icon="list-checks",
        url_name="reviews:review",
        action="verdict.submit",
        order=31,
    )
    register_nav(
        "adjudicate",
        label=gettext_lazy("Adjudicate"),
        icon="gavel",
        url_name="reviews:adjudicate",
        action="claim.adjudicate",
        order=32,
    )
    register_waiting(_waiting)
    register_card(_card)
    register_open_work("claims", _open_work)
