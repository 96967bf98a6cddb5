"""The steps of a claim that are one button: send to review, withdraw, restore, confirm, release, send back."""

from typing import ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.errors import Forbidden, NotFound, Problem
from reviews.services import adjudications, claims
from reviews.views.pages import ClaimPage


class Step(ClaimPage):
    """One step; what the rules refuse is said on the claim's page."""

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        try:
            message = self.take(request)
        except (Forbidden, NotFound):
            raise
        except Problem as problem:
            messages.error(request, str(problem.detail))
            return self.back(self.address)
        return self.back(self.address, message)

    def take(self, request: HttpRequest) -> str:
        """Do it, and say that it was done."""
        raise NotImplementedError


class ClaimSubmit(Step):
    """`…/submit`"""

    actions: ClassVar[dict[str, str]] = {"POST": "claim.edit"}

    def take(self, request: HttpRequest) -> str:
        claims.submit_claim(by=self.viewer, claim_id=self.claim.pk)
        return _("The claim was sent to review.")


class ClaimWithdraw(Step):
    """`…/withdraw`, with its undo."""

    actions: ClassVar[dict[str, str]] = {"POST": "claim.edit"}

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        try:
            claims.withdraw_claim(by=self.viewer, claim_id=self.claim.pk, reason=request.POST.get("reason", ""))
        except (Forbidden, NotFound):
            raise
        except Problem as problem:
            messages.error(request, str(problem.detail))
            return self.back(self.address)
        undo = reverse("reviews:claim_restore", args=[slug, id])
        messages.success(request, _("The claim was withdrawn."), extra_tags=f"undo:{undo}")
        return self.back(self.address)


class ClaimRestore(Step):
    """`…/restore`"""

    actions: ClassVar[dict[str, str]] = {"POST": "claim.edit"}

    def take(self, request: HttpRequest) -> str:
        claims.restore_claim(by=self.viewer, claim_id=self.claim.pk)
        return _("The claim is a draft again.")


class ClaimConfirm(Step):
    """`…/confirm`"""

    actions: ClassVar[dict[str, str]] = {"POST": "claim.adjudicate"}

    def take(self, request: HttpRequest) -> str:
        rationale = request.POST.get("rationale", "")
        adjudications.confirm_claims(by=self.viewer, claim_ids=[self.claim.pk], rationale=rationale)
        return _("The outcome was confirmed.")


class ClaimRelease(Step):
    """`…/release`"""

    actions: ClassVar[dict[str, str]] = {"POST": "claim.release"}

    def take(self, request: HttpRequest) -> str:
        adjudications.release_claim(by=self.viewer, claim_id=self.claim.pk, reason=request.POST.get("reason", ""))
        return _("The claim was released.")


class ClaimReopen(Step):
    """`…/reopen`"""

    actions: ClassVar[dict[str, str]] = {"POST": "claim.reopen"}

    def take(self, request: HttpRequest) -> str:
        adjudications.reopen_claim(
            by=self.viewer,
            claim_id=self.claim.pk,
            question=request.POST.get("question", ""),
            to=request.POST.get("to", "in_review"),
        )
        return _("The claim was sent back.")
