"""Adding evidence to a claim from its page, and taking it off again."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from projects import policy
from projects.errors import Forbidden, NotFound, Problem
from projects.views.base import ProjectPage
from reviews.api.bodies import EvidenceBody, read_source
from reviews.links import claim_url
from reviews.models import Evidence
from reviews.queries.claims import visible_claims
from reviews.services.evidence import add_evidence, remove_evidence
from reviews.views.pages import ClaimPage, crumbs
from reviews.views.picker import Picker, from_post, read_choice, sentences


class EvidenceAdd(ClaimPage):
    """`/projects/{slug}/claims/{id}/evidence`"""

    actions = {"GET": "evidence.add", "POST": "evidence.add"}
    template = "reviews/evidence_form.html"

    def get(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        return self.show(Picker(self.viewer))

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        do, _colon, argument = request.POST.get("do", "").partition(":")
        if do != "add":
            return self.show(from_post(self.viewer, request.POST))
        picker = from_post(self.viewer, request.POST)
        if picker.errors:
            return self.show(picker, status=400)
        body = EvidenceBody(data=read_choice(argument, request.POST))
        try:
            body.is_valid(raise_exception=True)
            add_evidence(by=self.viewer, claim_id=self.claim.pk, source=read_source(body.validated_data))
        except ValidationError as error:
            picker.errors = sentences(error.detail)
            return self.show(picker, status=400)
        except Forbidden:
            raise
        except Problem as problem:
            picker.errors = [str(problem.detail)]
            return self.show(picker, status=problem.status)
        return self.back(self.address, _("The evidence was added."))

    def show(self, picker: Picker, *, status: int = 200) -> HttpResponse:
        """The page."""
        way = crumbs(self.viewer.project.slug, self.claim, _("Add evidence"))
        return self.render({"claim": self.claim, "picker": picker, "at_once": True, "crumbs": way}, status=status)


class EvidenceRemove(ProjectPage):
    """`/projects/{slug}/evidence/{id}/remove`"""

    actions = {"POST": "evidence.remove"}
    nav = "claims"

    def authorise(self, request: Any, action: str, **kwargs: Any) -> None:
        super().authorise(request, action, **kwargs)
        rows = Evidence.objects.filter(project_id=self.viewer.project_id, removed_at__isnull=True)
        row = rows.filter(pk=kwargs["id"], claim__in=visible_claims(self.viewer)).first()
        if row is None:
            raise NotFound()
        policy.require(self.viewer, action, row)

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        claim = remove_evidence(by=self.viewer, evidence_id=id)
        return self.back(claim_url(slug, claim.pk), _("The evidence was taken off; the history keeps it."))
