"""Verdicts over the API: given blind, and read as the policy allows."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api import bodies, shapes
from reviews.api.claims import ClaimEndpoint
from reviews.queries.claims import visible_verdicts
from reviews.queries.representing import others_hidden, represent_verdict
from reviews.services.verdicts import submit_verdict


class ClaimVerdicts(ClaimEndpoint):
    """`/claims/{id}/verdicts`"""

    actions: ClassVar[dict[str, str]] = {"GET": "verdict.read", "POST": "verdict.submit"}

    @extend_schema(responses=shapes.VerdictList)
    def get(self, request: Request, **kwargs: Any) -> Response:
        """The verdicts that the person may see, oldest first; one's own always."""
        rows = list(visible_verdicts(self.viewer).filter(claim=self.row).select_related("author").order_by("id"))
        hidden = others_hidden(self.viewer, self.row, rows)
        return Response({"hidden": hidden, "results": [represent_verdict(row) for row in rows]})

    @extend_schema(request=bodies.JudgementBody, responses={201: shapes.VerdictShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Give one's verdict; it replaces one's earlier one, which is kept. `If-Match` names the version judged."""
        version = self.stated_version()
        body = self.validated(bodies.JudgementBody)
        judgement = bodies.read_judgement(body)

        def perform() -> tuple[int, Any]:
            verdict = submit_verdict(
                by=self.viewer,
                claim_id=self.row.id,
                judgement=judgement,
                rationale=body["rationale"],
                version=version,
            )
            return 201, represent_verdict(verdict)

        return self.write(perform)
