"""Rules of judging: who sees which claim and whose verdict, and who may judge and settle.

Claims. A claim that rests on marks, or once did, is hidden from whoever may not see one of those marks (except its
author): its history points at them. Viewers see only settled claims, and a held one is shown to nobody but its author
and those who judge, settle and manage. Whoever views and also reads is as blind as a reader.

Verdicts are blind. One's own are always seen. A reviewer sees others' once their own is in for the present cycle, or
when the claim is settled; managers and adjudicators when all that are due are in. Annotators and viewers see the
outcome, not the verdicts.

Outcomes. What was decided of a settled claim is open to whoever sees the claim. Once the claim is sent back, what was
decided before is as blind as its verdicts: whoever may not see those would be swayed by it as much. It is open again
when the claim is settled anew, and whoever settled it always knows what they said.

Nobody judges a claim of their own unless the project allows it; nobody settles what they
wrote or judged.
"""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.facts import register_fact
from projects.policy import EVERY_ROLE, roles
from projects.predicates import ALWAYS, Mine, Predicate, ViewerIs, Within
from projects.viewers import Viewer
from projects.vocabulary import Role, Secrecy
from reviews.models import Adjudication, Claim, Evidence, Verdict

_HIDDEN = Within("subject", "claims resting on hidden marks")
_HELD = Within("subject", "held claims")
_SETTLED = Within("subject", "settled claims")
_UNDER_REVIEW = Within("subject", "claims under review")
_JUDGED = Within("subject", "claims judged in this cycle")
_EVER_JUDGED = Within("subject", "claims ever judged")
_SETTLED_ONESELF = Within("subject", "claims settled by oneself")
_ONLY_VIEWS = ViewerIs("only views", lambda v: v.roles == {Role.VIEWER})
_OWN_ALLOWED = ViewerIs("own claims may be judged", lambda v: v.project.may_judge_own_claims)

SETTLED = (Claim.State.DECIDED, Claim.State.UNSETTLED)
# Kinds of event that tell of evidence without naming its document in their column.
CITING = ("claim.created", "evidence.mark_added")
# A withdrawn claim may be restored and judged, so its verdicts stay as blind as those of a claim in review.
UNDER_REVIEW = (Claim.State.DRAFT, Claim.State.IN_REVIEW, Claim.State.WITHDRAWN)


def _hidden(viewer: Viewer) -> QuerySet[Any, Any]:
    resting = Evidence.objects.filter(project_id=viewer.project_id, annotation__isnull=False)
    rule = policy.secrecy_rule(viewer, Secrecy.MARK)
    if rule == ALWAYS:  # its condition is empty, and "open or empty" would say "open"
        return resting.none().values_list("claim_id")
    open_marks = Q(annotation__secrecy=Secrecy.OPEN)
    seen = rule.q(viewer, {**policy.columns_of(Evidence), "document": "document_id", "author": "mark_author_id"})
    return resting.exclude(open_marks | seen).values_list("claim_id")


def _held(viewer: Viewer) -> QuerySet[Any, Any]:
    return Claim.objects.filter(project_id=viewer.project_id, held=True).values_list("id")


def _settled(viewer: Viewer) -> QuerySet[Any, Any]:
    return Claim.objects.filter(project_id=viewer.project_id, state__in=SETTLED).values_list("id")


def _under_review(viewer: Viewer) -> QuerySet[Any, Any]:
    return Claim.objects.filter(project_id=viewer.project_id, state__in=UNDER_REVIEW).values_list("id")


def _judged(viewer: Viewer) -> QuerySet[Any, Any]:
    mine = Verdict.objects.filter(project_id=viewer.project_id, author_id__in=viewer.participant_ids, current=True)
    return mine.filter(cycle=F("claim__review_cycle")).values_list("claim_id")


def _ever_judged(viewer: Viewer) -> QuerySet[Any, Any]:
    mine = Verdict.objects.filter(project_id=viewer.project_id, author_id__in=viewer.participant_ids)
    return mine.values_list("claim_id")


def _settled_oneself(viewer: Viewer) -> QuerySet[Any, Any]:
    mine = Adjudication.objects.filter(project_id=viewer.project_id, author_id=viewer.participant_id)
    return mine.values_list("claim_id")


def _above(viewer: Viewer) -> QuerySet[Any, Any]:
    return Claim.objects.filter(project_id=viewer.project_id, tlp__gt=viewer.clearance).values_list("id")


def _cited_above(viewer: Viewer) -> QuerySet[Any, Any]:
    """Claims that rest, or once rested, on a document marked above the viewer's clearance now."""
    cited = Evidence.objects.filter(project_id=viewer.project_id, document__tlp__gt=viewer.clearance)
    return cited.values_list("claim_id")


def claim_rules() -> dict[str, Predicate]:
    """Role → which claims may be seen."""
    insider = Mine() | ~_HIDDEN
    return {
        Role.VIEWER: _SETTLED & ~_HELD & (_ONLY_VIEWS | ~_HIDDEN),
        Role.ANNOTATOR: Mine() | (~_HIDDEN & ~_HELD),
        Role.REVIEWER: insider,
        Role.ADJUDICATOR: insider,
        Role.MANAGER: insider,
    }


def verdict_rules() -> dict[str, Predicate]:
    """Role → whose verdicts on a claim may be seen. The claim itself must be visible too."""
    return {
        Role.REVIEWER: Mine() | (~_HIDDEN & (_JUDGED | _SETTLED)),
        Role.ADJUDICATOR: Mine() | (~_HIDDEN & ~_UNDER_REVIEW),
        Role.MANAGER: Mine() | (~_HIDDEN & ~_UNDER_REVIEW),
    }


def outcome_rules() -> dict[str, Predicate]:
    """Role → which claims' decisions may be seen. Those of a claim that is not settled now are all superseded."""
    claim = claim_rules()
    overseer = ~_UNDER_REVIEW | _SETTLED_ONESELF
    return {
        Role.VIEWER: claim[Role.VIEWER],
        Role.ANNOTATOR: claim[Role.ANNOTATOR] & _SETTLED,
        Role.REVIEWER: claim[Role.REVIEWER] & (_SETTLED | _JUDGED),
        Role.ADJUDICATOR: claim[Role.ADJUDICATOR] & overseer,
        Role.MANAGER: claim[Role.MANAGER] & overseer,
    }


def fill() -> None:
    """Put this app's rules into the policy table."""
    register_fact("claims resting on hidden marks", _hidden)
    register_fact("held claims", _held)
    register_fact("settled claims", _settled)
    register_fact("claims under review", _under_review)
    register_fact("claims judged in this cycle", _judged)
    register_fact("claims ever judged", _ever_judged)
    register_fact("claims settled by oneself", _settled_oneself)
    register_fact("claims above clearance", _above)
    register_fact("claims that cited documents above clearance", _cited_above)
    policy.set_marking_now("subject", "claims above clearance")
    policy.set_marking_now("subject", "claims that cited documents above clearance", kinds=CITING)
    policy.set_secrecy(Secrecy.CLAIM, claim_rules())
    policy.set_secrecy(Secrecy.VERDICT, verdict_rules())
    policy.set_secrecy(Secrecy.OUTCOME, outcome_rules())
    policy.set_columns(Claim, document="id", subject="id")
    policy.set_columns(Evidence, document="document_id", subject="claim_id")
    policy.set_columns(Verdict, document="claim_id", subject="claim_id")
    policy.set_columns(
        Adjudication,
        secrecies=(Secrecy.OUTCOME,),
        document="claim_id",
        subject="claim_id",
        author="claim__author_id",  # as on events about a claim: what is one's own is the claim
    )
    policy.allow("claim.read", roles(*EVERY_ROLE))
    policy.allow("claim.create", roles(Role.ANNOTATOR, Role.REVIEWER))
    policy.allow(
        "claim.edit",
        {Role.ANNOTATOR: Mine(), Role.REVIEWER: Mine(), Role.MANAGER: ALWAYS},
        why_not=_("Only whoever wrote this claim, and managers, may change it."),
    )
    policy.allow("evidence.add", roles(Role.ANNOTATOR, Role.REVIEWER, when=ALWAYS))
    policy.allow(
        "evidence.remove",
        {Role.ANNOTATOR: Mine(), Role.REVIEWER: Mine(), Role.MANAGER: ALWAYS},
        why_not=_("Only whoever wrote this claim, and managers, may take evidence off it."),
    )
    policy.allow("verdict.read", roles(Role.REVIEWER, Role.ADJUDICATOR, Role.MANAGER))
    policy.allow(
        "verdict.submit",
        {Role.REVIEWER: ~Mine() | _OWN_ALLOWED},
        why_not=_("You wrote this claim, and nobody judges a claim of their own in this project."),
    )
    taking_part = _("You wrote or judged this claim, so somebody else has to settle it.")
    policy.allow("claim.adjudicate", {Role.ADJUDICATOR: ~Mine() & ~_EVER_JUDGED}, why_not=taking_part)
    policy.allow("claim.reopen", {Role.ADJUDICATOR: ~Mine() & ~_EVER_JUDGED}, why_not=taking_part)
    policy.allow(
        "claim.release",
        {Role.ADJUDICATOR: ~Mine()},
        why_not=_("You wrote this claim, so somebody else has to decide whether it is shown."),
    )
