"""Evidence over the API: added to a claim and removed again."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.base import RowEndpoint
from reviews.api import bodies, shapes
from reviews.api.claims import ClaimEndpoint
from reviews.models import Evidence
from reviews.queries.claims import visible_claims
from reviews.queries.representing import represent_claim
from reviews.services.evidence import add_evidence, remove_evidence


class ClaimEvidence(ClaimEndpoint):
    """`/claims/{id}/evidence`"""

    actions: ClassVar[dict[str, str]] = {"POST": "evidence.add"}

    @extend_schema(request=bodies.EvidenceBody, responses={201: shapes.ClaimWithEvidence})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Link a mark, a passage, a document or a reference record to the claim; the answer is the claim."""
        source = bodies.read_source(self.validated(bodies.EvidenceBody))

        def perform() -> tuple[int, Any]:
            claim, row = add_evidence(by=self.viewer, claim_id=self.row.id, source=source)
            return 201, {**represent_claim(self.viewer, claim), "added": row.id}

        return self.write(perform)


class OneEvidence(RowEndpoint):
    """`/evidence/{id}`"""

    actions: ClassVar[dict[str, str]] = {"DELETE": "evidence.remove"}

    row: Evidence

    def rows(self) -> QuerySet[Evidence, Evidence]:
        return Evidence.objects.filter(removed_at__isnull=True)

    def visible(self, row: Any) -> bool:
        """Evidence is seen by whoever sees its claim."""
        return visible_claims(self.viewer).filter(pk=row.claim_id).exists()

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """Take the evidence off its claim; the history keeps it."""

        def perform() -> tuple[int, Any]:
            remove_evidence(by=self.viewer, evidence_id=self.row.id)
            return 204, None

        return self.write(perform)
