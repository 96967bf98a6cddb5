"""What this app adds to every project: navigation, work that waits, a card on the overview, open work of a member."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from annotator.panels import register_mark_action, register_panel
from projects import policy
from projects.models import Membership, Participant
from projects.open_work import OpenWork, register_open_work
from projects.pages import (
    Found,
    NextStep,
    Stuck,
    Waiting,
    register_card,
    register_command,
    register_finder,
    register_nav,
    register_next_step,
    register_stuck,
    register_waiting,
)
from projects.viewers import Viewer
from projects.vocabulary import Role
from reviews.links import claim_url
from reviews.models import Claim, Evidence
from reviews.queries.claims import filtered, to_judge, to_settle, visible_claims
from reviews.records import title_of
from reviews.states import AGREED, DISPUTED, DRAFT, IN_REVIEW, WITHDRAWN
from sources.columns import register_column, register_link


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
    mine = visible_claims(viewer).filter(author_id__in=viewer.participant_ids)
    asked = mine.filter(state=DRAFT).exclude(question="").count()
    label = ngettext("%(n)d claim sent back to you", "%(n)d claims sent back to you", asked) % {"n": asked}
    address = _list(viewer, show="mine", state=DRAFT)
    found.append(Waiting(label, address, asked, "message-circle-question-mark"))
    return found


def _judge(viewer: Viewer) -> NextStep | None:
    if not policy.may(viewer, "verdict.submit") or not to_judge(viewer).exists():
        return None
    return NextStep(_("Judge claims"), reverse("reviews:review", args=[viewer.project.slug]), "scale")


def _settle(viewer: Viewer) -> NextStep | None:
    if not policy.may(viewer, "claim.adjudicate") or not to_settle(viewer).exists():
        return None
    return NextStep(_("Settle claims"), reverse("reviews:adjudicate", args=[viewer.project.slug]), "gavel")


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
        "icon": "scale",
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
    address = f"{reverse('reviews:claim_list', args=[slug])}?state={DRAFT}&author={participant.pk}"
    stays = _("A draft stays with its author. Managers may change it, send it to review or withdraw it.")
    return [OpenWork(label, drafts, address, stays)]


def _stuck(viewer: Viewer) -> list[Stuck]:
    """Claims that nobody can carry on: no reviewer left to judge them, or nobody who may settle them."""
    if not policy.may(viewer, "member.manage"):
        return []
    people = Membership.objects.filter(project_id=viewer.project_id, suspended_at__isnull=True, user__is_active=True)
    reviewers = people.filter(roles__contains=[Role.REVIEWER]).count()
    adjudicators = people.filter(roles__contains=[Role.ADJUDICATOR]).count()
    claims = visible_claims(viewer)
    found = []
    due = viewer.project.verdicts_due
    if reviewers < due and claims.filter(state=IN_REVIEW).exists():
        words = _("%(due)d verdicts are due on each claim, and the project has %(n)d reviewers.")
        detail = words % {"due": due, "n": reviewers}
        found.append(Stuck(str(_("Claims cannot leave review")), detail, _list(viewer, state=IN_REVIEW), "scale"))
    if not adjudicators and claims.filter(state__in=[AGREED, DISPUTED]).exists():
        detail = str(_("The project has no adjudicator."))
        found.append(Stuck(str(_("Claims cannot be settled")), detail, _list(viewer, state=DISPUTED), "gavel"))
    return found


def _called(viewer: Viewer, text: str) -> list[Found]:
    """Claims for the palette, by words of the statement."""
    rows = filtered(visible_claims(viewer), viewer, {"q": text}).order_by("-id")[:5]
    slug = viewer.project.slug
    return [
        Found(
            title_of(claim),
            claim_url(slug, claim.pk),
            kind=str(_("Claim")),
            hint=claim.get_state_display(),
            icon="scale",
        )
        for claim in rows
    ]


def _by_document(viewer: Viewer, document_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """Document → how many claims the viewer may see that have evidence in it.

    Of most documents of a list no claim has been drawn yet, and then nobody has to be asked what may be seen.
    """
    rows = Evidence.objects.filter(
        project_id=viewer.project_id, document_id__in=list(document_ids), removed_at__isnull=True
    )
    cited = set(rows.values_list("document_id", "claim_id"))
    if not cited:
        return {}
    claims = visible_claims(viewer).filter(id__in={claim for _document, claim in cited}).exclude(state=WITHDRAWN)
    seen = set(claims.values_list("id", flat=True))
    return Counter(document for document, claim in cited if claim in seen)


def _document_claims(viewer: Viewer, document_id: UUID) -> str:
    return _list(viewer, document=document_id) if policy.may(viewer, "claim.read") else ""


def _list(viewer: Viewer, **query: Any) -> str:
    return f"{reverse('reviews:claim_list', args=[viewer.project.slug])}?{urlencode(query)}"


def _what_the_panel_knows(viewer: Viewer) -> dict[str, Any]:
    """The words and addresses that the panel of claims in the workspace shows."""
    slug = viewer.project.slug
    return {
        "kinds": [[value, str(label)] for value, label in Claim.Kind.choices],
        "stances": [[value, str(label)] for value, label in Evidence.Stance.choices],
        "states": [[value, str(label)] for value, label in Claim.State.choices],
        "page": reverse("reviews:claim_new", args=[slug]),
        "claims": reverse("reviews:claim_list", args=[slug]) + "/",
    }


def register() -> None:
    """Fill the registries."""
    register_nav(
        "claims",
        label=gettext_lazy("Claims"),
        icon="scale",
        url_name="reviews:claim_list",
        action="claim.read",
        order=30,
        key="c",
    )
    register_nav(
        "review",
        label=gettext_lazy("Review"),
        icon="list-checks",
        url_name="reviews:review",
        action="verdict.submit",
        order=31,
        key="r",
    )
    register_nav(
        "adjudicate",
        label=gettext_lazy("Adjudicate"),
        icon="gavel",
        url_name="reviews:adjudicate",
        action="claim.adjudicate",
        order=32,
        key="a",
    )
    register_waiting(_waiting)
    register_next_step(20, _judge)
    register_next_step(30, _settle)
    register_card(_card)
    register_stuck(_stuck)
    register_finder(_called)
    register_command(label=gettext_lazy("New claim"), icon="plus", url_name="reviews:claim_new", action="claim.create")
    register_open_work("claims", _open_work)
    register_column("claims", _by_document, label=gettext_lazy("Claims"), default=0)
    register_link("claims", label=gettext_lazy("Claims"), icon="scale", url=_document_claims)
    register_panel(
        "claims", title=gettext_lazy("Claims"), entry="claims.js", action="claim.create", data=_what_the_panel_knows
    )
    register_mark_action(
        "claim",
        title=gettext_lazy("Make a claim"),
        url_name="reviews:claim_new",
        action="claim.create",
        key="k",
        panel="claims",
    )
