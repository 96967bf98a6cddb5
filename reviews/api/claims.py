"""Claims over the API: written, listed, changed, sent to review, withdrawn and restored."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.base import ProjectEndpoint, RowEndpoint
from projects.errors import Invalid
from reviews.api import bodies, shapes
from reviews.judging import KINDS
from reviews.models import Claim
from reviews.queries.claims import SORTS, filtered, ordered, to_judge, to_settle, visible_claims, with_parts
from reviews.queries.representing import represent_claim, represent_claims
from reviews.services import claims as services
from reviews.services.markings import mark_claim


def _choices(raw: str | None, known: list[str], name: str) -> list[str]:
    chosen = [part for part in (raw or "").split(",") if part]
    for part in chosen:
        if part not in known:
            raise Invalid(
                {name: _("There is no “%(word)s” among %(known)s.") % {"word": part[:40], "known": ", ".join(known)}}
            )
    return chosen


def _flag(raw: str | None, name: str) -> bool | None:
    if raw is None:
        return None
    if raw not in {"true", "false"}:
        raise Invalid({name: _("Write true or false.")})
    return raw == "true"


class Claims(ProjectEndpoint):
    """`/projects/{slug}/claims`"""

    actions: ClassVar[dict[str, str]] = {"GET": "claim.read", "POST": "claim.create"}

    @extend_schema(
        parameters=[
            OpenApiParameter("state", str, description=_("One or more states, with commas between.")),
            OpenApiParameter("kind", str, description=_("One or more kinds, with commas between.")),
            OpenApiParameter("q", str, description=_("Words of the statement.")),
            OpenApiParameter("document", UUID, description=_("Only claims with evidence in this document.")),
            OpenApiParameter("mine", bool, description=_("Only one's own claims.")),
            OpenApiParameter("held", bool),
            OpenApiParameter("review_due", bool),
            OpenApiParameter("to_judge", bool, description=_("Only claims that wait for one's own verdict.")),
            OpenApiParameter("to_settle", bool, description=_("Only claims that wait for one's own adjudication.")),
            OpenApiParameter("sort", str, enum=list(SORTS)),
        ],
        responses=shapes.ClaimPage,
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """The claims the person may see, newest first unless `sort` says otherwise."""
        rows = filtered(self._rows(), self.viewer, self._filters())
        rows, ordering = ordered(rows, request.query_params.get("sort", "-created_at"))
        return self.paged(with_parts(rows, self.viewer), lambda page: represent_claims(self.viewer, page), ordering)

    def _rows(self) -> QuerySet[Claim, Claim]:
        query = self.request.query_params
        if _flag(query.get("to_judge"), "to_judge"):
            return to_judge(self.viewer)
        if _flag(query.get("to_settle"), "to_settle"):
            return to_settle(self.viewer)
        return visible_claims(self.viewer)

    def _filters(self) -> dict[str, Any]:
        query = self.request.query_params
        words = query.get("q", "")
        if "\0" in words or len(words) > 500:
            raise Invalid({"q": _("Search for at most 500 characters.")})
        document = query.get("document")
        try:
            document_id = UUID(document) if document else None
        except ValueError:
            raise Invalid({"document": _("Send the id of a document.")}) from None
        return {
            "state": _choices(query.get("state"), list(Claim.State.values), "state"),
            "kind": _choices(query.get("kind"), list(KINDS), "kind"),
            "q": words,
            "document": document_id,
            "mine": _flag(query.get("mine"), "mine"),
            "held": _flag(query.get("held"), "held"),
            "review_due": _flag(query.get("review_due"), "review_due"),
        }

    @extend_schema(request=bodies.ClaimBody, responses={201: shapes.ClaimShape, 200: shapes.ClaimShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Write a claim. It is sent to review at once unless `state` is draft."""
        body = self.validated(bodies.ClaimBody)
        draft = bodies.read_draft(body)

        def perform() -> tuple[int, Any]:
            claim, new = services.create_claim(by=self.viewer, draft=draft, claim_id=body.get("id"))
            return 201 if new else 200, represent_claim(self.viewer, claim)

        return self.write(perform)


class ClaimEndpoint(RowEndpoint):
    """An address of one claim, or below it."""

    row: Claim

    def rows(self) -> QuerySet[Claim, Claim]:
        return Claim.objects.all()

    def claim_answer(self, claim: Claim, status: int = 200) -> tuple[int, Any]:
        """The claim as it is now."""
        return status, represent_claim(self.viewer, claim)


class OneClaim(ClaimEndpoint):
    """`/claims/{id}`"""

    actions: ClassVar[dict[str, str]] = {"GET": "claim.read", "PATCH": "claim.edit", "DELETE": "claim.edit"}

    @extend_schema(responses=shapes.ClaimShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        """One claim."""
        body = represent_claim(self.viewer, self.row)
        return Response(body, headers={"ETag": f'"{body["version"]}"'})

    @extend_schema(request=bodies.ClaimChangeBody, responses=shapes.ClaimShape)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        """Change a claim; `If-Match` names its version. In review, the verdicts start afresh."""
        version = self.expected_version()
        body = self.validated(bodies.ClaimChangeBody)
        changes = {name: value for name, value in body.items() if name not in {"tlp", "reason"}}
        if "attributions" in changes:
            changes["attributions"] = bodies.read_speakers(changes["attributions"])

        def perform() -> tuple[int, Any]:
            claim = services.edit_claim(by=self.viewer, claim_id=self.row.id, version=version, changes=changes)
            if "tlp" in body:
                claim = mark_claim(
                    by=self.viewer,
                    claim_id=claim.id,
                    version=claim.version,
                    level=body["tlp"],
                    reason=body.get("reason", ""),
                )
            return self.claim_answer(claim)

        return self.write(perform)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """Withdraw a claim; `If-Match` names its version. It can be restored."""
        version = self.expected_version()

        def perform() -> tuple[int, Any]:
            services.withdraw_claim(by=self.viewer, claim_id=self.row.id, version=version)
            return 204, None

        return self.write(perform)


class SubmittedClaim(ClaimEndpoint):
    """`/claims/{id}/submit`"""

    actions: ClassVar[dict[str, str]] = {"POST": "claim.edit"}

    @extend_schema(request=None, responses=shapes.ClaimShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Send a draft to review."""
        version = self.stated_version()

        def perform() -> tuple[int, Any]:
            return self.claim_answer(services.submit_claim(by=self.viewer, claim_id=self.row.id, version=version))

        return self.write(perform)


class RestoredClaim(ClaimEndpoint):
    """`/claims/{id}/restore`"""

    actions: ClassVar[dict[str, str]] = {"POST": "claim.edit"}

    @extend_schema(request=None, responses=shapes.ClaimShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Bring a withdrawn claim back as a draft."""
        return self.write(lambda: self.claim_answer(services.restore_claim(by=self.viewer, claim_id=self.row.id)))
