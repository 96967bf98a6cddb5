"""Claims a viewer may see: lists, filters, and what waits for them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.errors import Invalid
from projects.spelling import holding
from projects.viewers import Viewer
from projects.vocabulary import Role
from reviews.models import Adjudication, Attribution, Claim, Evidence, Verdict
from reviews.states import AGREED, DISPUTED, IN_REVIEW

Claims = QuerySet[Claim, Claim]

MAX_WORDS = 20
BEGINNING = 120
SORTS: dict[str, tuple[str, ...]] = {
    "-created_at": ("-id",),
    "created_at": ("id",),
    "statement": ("beginning", "id"),
    "-statement": ("-beginning", "-id"),
    "tlp": ("tlp", "-id"),
    "-tlp": ("-tlp", "-id"),
}


def visible_claims(viewer: Viewer) -> Claims:
    """Every claim of the project that the viewer may see, in no order."""
    return Claim.objects.filter(policy.visible(viewer, Claim), project_id=viewer.project_id)


def with_parts(rows: Claims, viewer: Viewer) -> Claims:
    """The claims with their author, speakers, evidence, verdicts the viewer may see, and adjudications."""
    evidence = (
        Evidence.objects.filter(removed_at__isnull=True).order_by("id").select_related("document__publisher", "author")
    )
    verdicts = visible_verdicts(viewer).select_related("author").order_by("id")
    settled = Adjudication.objects.filter(current=True).select_related("author")
    return rows.select_related("author").prefetch_related(
        Prefetch("attributions", Attribution.objects.order_by("position")),
        Prefetch("evidence", evidence, to_attr="live_evidence"),
        Prefetch("verdicts", verdicts, to_attr="seen_verdicts"),
        Prefetch("adjudications", settled, to_attr="standing"),
    )


def visible_verdicts(viewer: Viewer) -> QuerySet[Verdict, Verdict]:
    """Every verdict of the project that the viewer may see; the claim itself must be visible too."""
    return Verdict.objects.filter(policy.visible(viewer, Verdict), project_id=viewer.project_id)


def visible_adjudications(viewer: Viewer) -> QuerySet[Adjudication, Adjudication]:
    """Every adjudication of the project that the viewer may see, standing or superseded."""
    return Adjudication.objects.filter(policy.visible(viewer, Adjudication), project_id=viewer.project_id)


def _mine_in_this_cycle(viewer: Viewer) -> Exists:
    mine = Verdict.objects.filter(
        project_id=viewer.project_id, claim_id=OuterRef("pk"), author_id__in=viewer.participant_ids, current=True
    )
    return Exists(mine.filter(cycle=OuterRef("review_cycle")))


def to_judge(viewer: Viewer) -> Claims:
    """Claims in review that wait for the viewer's verdict."""
    rows = policy.filter_for(viewer, "verdict.submit", visible_claims(viewer))
    return rows.filter(~_mine_in_this_cycle(viewer), state=IN_REVIEW)


def to_settle(viewer: Viewer) -> Claims:
    """Claims that wait for an adjudicator, without those the viewer wrote or judged."""
    rows = policy.filter_for(viewer, "claim.adjudicate", visible_claims(viewer))
    return rows.filter(Q(state__in=[AGREED, DISPUTED]) | Q(review_due=True))


def filtered(rows: Claims, viewer: Viewer, filters: Mapping[str, Any]) -> Claims:
    """The claims that the filters let through: state, kind, q, author, mine, held, review_due, document."""
    if filters.get("state"):
        rows = rows.filter(state__in=filters["state"])
    if filters.get("kind"):
        rows = rows.filter(kind__in=filters["kind"])
    if filters.get("author"):
        rows = rows.filter(author_id=filters["author"])
    if filters.get("mine"):
        rows = rows.filter(author_id__in=viewer.participant_ids)
    for flag in ("held", "review_due"):
        if filters.get(flag) is not None:
            rows = rows.filter(**{flag: filters[flag]})
    if filters.get("document"):
        resting = Evidence.objects.filter(document_id=filters["document"], removed_at__isnull=True)
        rows = rows.filter(pk__in=resting.values("claim_id"))
    for word in str(filters.get("q") or "").replace("\0", " ").split()[:MAX_WORDS]:
        rows = rows.filter(holding(word, "statement"))
    return rows


def ordered(rows: Claims, sort: str) -> tuple[Claims, tuple[str, ...]]:
    """The claims and the columns they are put in order by; a statement by how it begins."""
    if sort not in SORTS:
        raise Invalid({"sort": _("Choose one of %(known)s.") % {"known": ", ".join(SORTS)}})
    return rows.annotate(beginning=Left("statement", BEGINNING)), SORTS[sort]


def is_judge(viewer: Viewer) -> bool:
    """Whether the viewer gives verdicts here."""
    return viewer.has(Role.REVIEWER)


def own_verdict(viewer: Viewer, claim: Claim) -> Verdict | None:
    """The viewer's verdict that counts in the present cycle."""
    mine = Verdict.objects.filter(claim=claim, author_id__in=viewer.participant_ids, current=True)
    return mine.filter(cycle=F("claim__review_cycle")).first()
