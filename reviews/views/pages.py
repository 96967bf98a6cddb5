"""What the pages of one claim share: the claim with its parts, and what this person may do with it."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from projects import policy
from projects.errors import NotFound
from projects.viewers import Viewer
from projects.views.base import ProjectPage
from reviews import states
from reviews.links import claim_url
from reviews.models import Claim
from reviews.queries.claims import visible_claims, with_parts
from reviews.records import title_of
from reviews.words import STATE_ACTIONS

# What a page offers → the action the policy is asked about, and the step of the claim's states.
OFFERS = {
    "edit": ("claim.edit", "edit"),
    "submit": ("claim.edit", "submit"),
    "withdraw": ("claim.edit", "withdraw"),
    "restore": ("claim.edit", "restore"),
    "cite": ("evidence.add", "cite"),
    "judge": ("verdict.submit", "judge"),
    "adjudicate": ("claim.adjudicate", "adjudicate"),
    "reopen": ("claim.reopen", "reopen"),
    "release": ("claim.release", "release"),
}


def find_claim(viewer: Viewer, claim_id: UUID) -> Any:
    """The claim with its parts, if the viewer may know of it."""
    claim = with_parts(visible_claims(viewer), viewer).filter(pk=claim_id).first()
    if claim is None:
        raise NotFound()
    return claim


def number_or_none(text: str) -> int | None:
    """The version that a form carries."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def offers(viewer: Viewer, claim: Claim) -> dict[str, dict[str, Any]]:
    """For each step: whether to show it, and why it cannot be done now."""
    found = {}
    for name, (action, step) in OFFERS.items():
        allowed = policy.may(viewer, action, claim)
        open_now = states.may(step, claim.state)
        reason = "" if allowed else policy.refusal(viewer, action)
        found[name] = {"may": allowed and open_now, "reason": reason or ("" if open_now else str(STATE_ACTIONS[step]))}
    return found


def crumbs(slug: str, claim: Claim | None, *rest: Any) -> list[dict[str, Any]]:
    """The way from the list to a page of one claim."""
    found = [{"label": _("Claims"), "url": reverse("reviews:claim_list", args=[slug])}]
    if claim is not None:
        found.append({"label": title_of(claim), "url": claim_url(slug, claim.pk)})
    return found + [{"label": label, "url": ""} for label in rest]


class ClaimPage(ProjectPage):
    """A page of one claim, or one that changes it."""

    nav = "claims"
    claim: Any

    def authorise(self, request: Any, action: str, **kwargs: Any) -> None:
        super().authorise(request, action, **kwargs)
        self.claim = find_claim(self.viewer, kwargs["id"])
        policy.require(self.viewer, action, self.claim)

    @property
    def address(self) -> str:
        """The page of the claim."""
        return claim_url(self.viewer.project.slug, self.claim.pk)
