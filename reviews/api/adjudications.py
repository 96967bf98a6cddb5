"""Settling over the API: decide, confirm, send back, release."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.base import ProjectEndpoint
from reviews.api import bodies, shapes
from reviews.api.claims import ClaimEndpoint
from reviews.queries.claims import visible_adjudications, visible_claims, with_parts
from reviews.queries.representing import represent_adjudication, represent_claims
from reviews.services import adjudications as services


class ClaimAdjudication(ClaimEndpoint):
    """`/claims/{id}/adjudication`"""

    actions: ClassVar[dict[str, str]] = {"GET": "claim.read", "POST": "claim.adjudicate"}

    @extend_schema(responses=shapes.AdjudicationList)
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Every adjudication of the claim, newest first; the one that stands is `current`.

        While the claim is judged anew, earlier ones are as hidden as its verdicts.
        """
        rows = visible_adjudications(self.viewer).filter(claim=self.row).select_related("author").order_by("-id")
        return Response({"results": [represent_adjudication(row) for row in rows]})

    @extend_schema(request=bodies.AdjudicationBody, responses={201: shapes.AdjudicationShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Decide the claim, or record that it is unsettled. An earlier adjudication is superseded and kept.

        `If-Match` names the version of the claim that was looked at.
        """
        version = self.stated_version()
        body = self.validated(bodies.AdjudicationBody)
        judgement = bodies.read_judgement(body)

        def perform() -> tuple[int, Any]:
            adjudication = services.adjudicate(
                by=self.viewer,
                claim_id=self.row.id,
                judgement=judgement,
                rationale=body["rationale"],
                outcome=body["outcome"],
                dissent=body["dissent"],
                version=version,
            )
            return 201, represent_adjudication(adjudication)

        return self.write(perform)


class ConfirmedClaim(ClaimEndpoint):
    """`/claims/{id}/confirm`"""

    actions: ClassVar[dict[str, str]] = {"POST": "claim.adjudicate"}

    @extend_schema(request=bodies.ConfirmOneBody, responses=shapes.ClaimShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Confirm an agreed claim, or reaffirm a decision whose review is due."""
        version = self.stated_version()
        rationale = self.validated(bodies.ConfirmOneBody)["rationale"]

        def perform() -> tuple[int, Any]:
            versions = {self.row.id: version}
            (claim,) = services.confirm_claims(
                by=self.viewer, claim_ids=[*versions], rationale=rationale, versions=versions
            )
            return self.claim_answer(claim)

        return self.write(perform)


class ConfirmedClaims(ProjectEndpoint):
    """`/projects/{slug}/claims/confirm`"""

    actions: ClassVar[dict[str, str]] = {"POST": "claim.adjudicate"}

    @extend_schema(request=bodies.ConfirmBody, responses=shapes.ClaimList)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Confirm many claims as they were agreed; all of them or none."""
        body = self.validated(bodies.ConfirmBody)

        def perform() -> tuple[int, Any]:
            claims = services.confirm_claims(by=self.viewer, claim_ids=body["claims"], rationale=body["rationale"])
            rows = visible_claims(self.viewer).filter(pk__in=[claim.pk for claim in claims]).order_by("id")
            return 200, {"results": represent_claims(self.viewer, list(with_parts(rows, self.viewer)))}

        return self.write(perform)


class ReopenedClaim(ClaimEndpoint):
    """`/claims/{id}/reopen`"""

    actions: ClassVar[dict[str, str]] = {"POST": "claim.reopen"}

    @extend_schema(request=bodies.ReopenBody, responses=shapes.ClaimShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Send a claim to new verdicts, or back to its author, with a question."""
        version = self.stated_version()
        body = self.validated(bodies.ReopenBody)

        def perform() -> tuple[int, Any]:
            claim = services.reopen_claim(
                by=self.viewer, claim_id=self.row.id, question=body["question"], to=body["to"], version=version
            )
            return self.claim_answer(claim)

        return self.write(perform)


class ReleasedClaim(ClaimEndpoint):
    """`/claims/{id}/release`"""

    actions: ClassVar[dict[str, str]] = {"POST": "claim.release"}

    @extend_schema(request=bodies.ReasonBody, responses=shapes.ClaimShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Let a held claim be shown and exported like any other."""
        version = self.stated_version()
        reason = self.validated(bodies.ReasonBody)["reason"]

        def perform() -> tuple[int, Any]:
            claim = services.release_claim(by=self.viewer, claim_id=self.row.id, reason=reason, version=version)
            return self.claim_answer(claim)

        return self.write(perform)
