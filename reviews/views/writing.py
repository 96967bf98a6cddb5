"""Writing a claim: a new one with its evidence, or the statement of one that is there."""

import re
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from projects import policy
from projects.errors import Forbidden, NotFound, Problem, Stale
from projects.events import change
from projects.views.base import ProjectPage
from reviews.inputs import Draft
from reviews.links import claim_url
from reviews.models import Claim
from reviews.queries.claims import visible_claims
from reviews.records import attribution_records
from reviews.services.claims import create_claim, edit_claim
from reviews.services.markings import mark_claim
from reviews.states import DRAFT, IN_REVIEW
from reviews.views.forms import ParticularsForm, SpeakerForms, StatementForm, speakers_of
from reviews.views.pages import crumbs
from reviews.views.picker import Picker, from_marks, from_post


def explain(form: Any, problem: Problem) -> None:
    """Put a refusal where it happened: on the field it names, else above the form."""
    errors = dict(problem.extra.get("errors", {}))
    known = [name for name in errors if name in form.fields]
    for name in known:
        for sentence in errors.pop(name):
            form.add_error(name, str(sentence))
    rest = [str(sentence) for sentences in errors.values() for sentence in sentences]
    if rest or not known:
        form.add_error(None, " ".join(rest) or str(problem.detail))


class WritingPage(ProjectPage):
    """What the pages for a new claim and for an old one share."""

    nav = "claims"
    template = "reviews/claim_form.html"

    def statement_form(self, data: Any = None, initial: dict[str, Any] | None = None) -> StatementForm:
        project = self.viewer.project
        return StatementForm(
            data,
            initial=initial,
            clearance=self.viewer.clearance,
            default_tlp=min(project.default_tlp, self.viewer.clearance),
        )

    def again(self, data: Any, **more: Any) -> HttpResponse:
        """What was typed, unjudged, with what the button asked for."""
        names = ("statement", "kind", "valid_from", "valid_to", "tlp", "reason")
        form = self.statement_form(initial={name: data.get(name) for name in names if data.get(name)})
        particulars = ParticularsForm(form.chosen_kind, data if data.get("do") != "kind" else None)
        return self.show(form, particulars, SpeakerForms(data, prefix="speaker"), **more)

    def show(self, form: StatementForm, particulars: ParticularsForm, speakers: Any, **more: Any) -> HttpResponse:
        """The page with its forms."""
        status = more.pop("status", 200)
        claim = more.get("claim")
        way = crumbs(self.viewer.project.slug, claim, _("Edit") if claim else _("New claim"))
        context = {"form": form, "particulars": particulars, "speakers": speakers, "crumbs": way, **more}
        return self.render(context, status=status)


def with_speakers(data: Any) -> Any:
    """The posted form with one more empty row for a speaker."""
    longer = data.copy()
    total = longer.get("speaker-TOTAL_FORMS", "0")
    longer["speaker-TOTAL_FORMS"] = str(min(int(total) + 1, 50)) if re.fullmatch("[0-9]{1,3}", total) else "1"
    return longer


class ClaimNew(WritingPage):
    """`/projects/{slug}/claims/new`; `?annotation=…` begins from marks."""

    actions = {"GET": "claim.create", "POST": "claim.create"}

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        picker = from_marks(self.viewer, _ids(request.GET.getlist("annotation")))
        initial = {"statement": request.GET.get("statement", "")[:4000]}
        form = self.statement_form(initial=initial)
        return self.show(form, ParticularsForm(form.chosen_kind), SpeakerForms(prefix="speaker"), picker=picker)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        do = request.POST.get("do", "")
        data = with_speakers(request.POST) if do == "speaker" else request.POST
        picker = from_post(self.viewer, data)
        form = self.statement_form(data)
        particulars = ParticularsForm(form.chosen_kind, data)
        speakers = SpeakerForms(data, prefix="speaker")
        if do not in {"save", "draft"}:
            return self.again(data, picker=picker)
        valid = all([form.is_valid(), particulars.is_valid(), speakers.is_valid()])
        if not valid:
            return self.show(form, particulars, speakers, picker=picker, status=400)
        try:
            claim, _new = create_claim(by=self.viewer, draft=self._draft(form, particulars, speakers, picker, do))
        except Forbidden:
            raise
        except Problem as problem:
            explain(form, problem)
            return self.show(form, particulars, speakers, picker=picker, status=problem.status)
        message = _("Saved as a draft.") if claim.state == DRAFT else _("The claim was sent to review.")
        return self.back(claim_url(slug, claim.pk), message)

    def _draft(self, form: StatementForm, particulars: Any, speakers: Any, picker: Picker, do: str) -> Draft:
        said = form.cleaned_data
        return Draft(
            statement=said["statement"].strip(),
            kind=said["kind"],
            tlp=said["tlp"],
            valid_from=said["valid_from"],
            valid_to=said["valid_to"],
            particulars=particulars.particulars(),
            attributions=speakers_of(speakers),
            evidence=picker.sources,
            state=DRAFT if do == "draft" else IN_REVIEW,
        )


class ClaimEdit(WritingPage):
    """`/projects/{slug}/claims/{id}/edit`"""

    actions = {"GET": "claim.edit", "POST": "claim.edit"}
    claim: Claim

    def authorise(self, request: HttpRequest, action: str, **kwargs: Any) -> None:
        super().authorise(request, action, **kwargs)
        claim = visible_claims(self.viewer).filter(pk=kwargs["id"]).first()
        if claim is None:
            raise NotFound()
        policy.require(self.viewer, action, claim)
        self.claim = claim

    def get(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        claim = self.claim
        names = ("statement", "kind", "valid_from", "valid_to", "tlp")
        form = self.statement_form(initial={name: getattr(claim, name) for name in names})
        rows = attribution_records(claim)
        speakers = SpeakerForms(prefix="speaker", initial=rows)
        particulars = ParticularsForm(claim.kind, initial=claim.particulars)
        return self.show(form, particulars, speakers, claim=claim, version=claim.version)

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        do = request.POST.get("do", "")
        data = with_speakers(request.POST) if do == "speaker" else request.POST
        version = data.get("version", "")
        number = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else self.claim.version
        kept: dict[str, Any] = {"claim": self.claim, "version": number}
        if do != "save":
            return self.again(data, **kept)
        form = self.statement_form(data)
        particulars = ParticularsForm(form.chosen_kind, data)
        speakers = SpeakerForms(data, prefix="speaker")
        valid = all([form.is_valid(), particulars.is_valid(), speakers.is_valid()])
        if not valid:
            return self.show(form, particulars, speakers, status=400, **kept)
        try:
            self._save(form, particulars, speakers, number)
        except Forbidden:
            raise
        except Stale as stale:
            explain(form, stale)
            kept = {"claim": self.claim, "version": self.claim.version}
            return self.show(form, particulars, speakers, status=409, stale=True, **kept)
        except Problem as problem:
            explain(form, problem)
            return self.show(form, particulars, speakers, status=problem.status, **kept)
        return self.back(claim_url(slug, id), _("Saved."))

    def _save(self, form: StatementForm, particulars: ParticularsForm, speakers: Any, version: int) -> None:
        said = form.cleaned_data
        changes = {name: said[name] for name in ("kind", "valid_from", "valid_to")}
        changes |= {
            "statement": said["statement"].strip(),
            "particulars": particulars.particulars(),
            "attributions": speakers_of(speakers),
        }
        with change(project_id=self.viewer.project_id, by=self.viewer):
            claim = edit_claim(by=self.viewer, claim_id=self.claim.pk, version=version, changes=changes)
            if said["tlp"] is not None:
                mark_claim(
                    by=self.viewer,
                    claim_id=claim.pk,
                    version=claim.version,
                    level=said["tlp"],
                    reason=said["reason"],
                )


def _ids(raw: list[str]) -> list[UUID]:
    found = []
    for text in raw[:100]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
