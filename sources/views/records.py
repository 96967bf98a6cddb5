"""The page of one document: its record as a form, filled by hand or from a citation, and all that hangs on it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from projects import policy
from projects.errors import NotFound, Problem, Stale
from projects.forms import against, tell
from projects.views.base import ProjectPage
from sources import columns
from sources.carriers import reports
from sources.citations import citation_formats, read_one
from sources.entity_forms import NamingForm
from sources.forms import ReasonForm
from sources.models import Document, Reading
from sources.queries.blindness import Blind, blind_on
from sources.queries.documents import (
    knows_every_reading,
    own_reading,
    readings_of,
    represent_documents,
    visible_documents,
    with_record,
)
from sources.queries.entities import named_in, names_offered
from sources.queries.origins import represent_origin
from sources.queries.proposals import unplaced_proposal
from sources.queries.relations import relations_of, with_titles
from sources.queries.revisions import original_of, represent_revisions, revisions_of
from sources.record_forms import CitationForm, Filled, RecordForm
from sources.refusals import Refused
from sources.services.documents import edit_document
from sources.vocabulary import BASIS_NAMES, TYPE_NAMES
from sources.wording import worded

_RELATIONS = 20


class DocumentPage(ProjectPage):
    """One document: its record, revisions and readings, and where it can be opened."""

    actions = {"GET": "document.read", "POST": "document.edit"}
    nav = "documents"
    template = "sources/document_detail.html"
    document: Document

    def authorise(self, request: HttpRequest, action: str, **kwargs: Any) -> None:
        super().authorise(request, "document.read", **kwargs)
        found = with_record(visible_documents(self.viewer)).filter(id=kwargs["id"]).first()
        if found is None:
            raise NotFound()
        self.document = found
        policy.require(self.viewer, action, found)

    def get(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        return self.show(RecordForm.of(self.document))

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        form = RecordForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=400)
        given = form.cleaned_data
        try:
            edit_document(
                by=self.viewer,
                document_id=id,
                version=given["version"],
                changes=form.changes(self.document.metadata),
                reason=given["reason"],
            )
        except Stale as stale:
            current = stale.extra["current"]
            form = RecordForm(against(request.POST, current["version"]))
            form.is_valid()
            form.add_error(None, _("Somebody changed this record meanwhile. Compare, then save again."))
            return self.show(form, status=409, current=current)
        except Problem as problem:
            tell(form, problem)
            return self.show(form, status=problem.status)
        return self.back(reverse("sources:document_detail", args=[slug, id]), _("Saved."))

    def show(
        self,
        form: RecordForm,
        *,
        status: int = 200,
        current: dict[str, Any] | None = None,
        citing: CitationForm | None = None,
        filled: Filled | None = None,
    ) -> HttpResponse:
        """The page, with the form as it was filled in: by a person, or from a citation."""
        document, slug = self.document, self.viewer.project.slug
        (row,) = represent_documents(self.viewer, [document])
        readings = list(readings_of(self.viewer, document))
        oversees = knows_every_reading(self.viewer)
        manages = policy.may(self.viewer, "reading.manage")
        reads = policy.may(self.viewer, "reading.own")
        own = own_reading(self.viewer, document.id)
        blind = blind_on(self.viewer, document.id)
        revises = policy.may(self.viewer, "document.revise", document)
        proposal = unplaced_proposal(document.id) if revises else None
        finished = own is not None and own.state == Reading.State.FINISHED
        return self.render(
            {
                "document": document,
                "row": row,
                "form": form,
                "citing": citing or CitationForm(),
                "filled": filled,
                "citation_formats": citation_formats().values(),
                "original": original_of(document.id),
                "current": current,
                "may_edit": policy.may(self.viewer, "document.edit", document),
                "links": columns.links_for(self.viewer, document.id),
                "revisions": self._revisions(),
                "to_do": [link for report in reports() if (link := report.link(self.viewer, document.id))],
                "may_revise": revises,
                "proposal": proposal,
                "waiting": proposal is not None and not proposal.job.finished,
                "readings": readings,
                "oversees": oversees,
                "manages": manages,
                "may_finish": reads and not finished,
                "may_resume": reads and finished and bool(blind) and own is not None and own.revealed_at is None,
                "may_reveal": reads and finished and blind == Blind.UNTIL_REVEALED,
                "may_unblind": policy.may(self.viewer, "document.unblind")
                and any(reading.state == Reading.State.OPEN for reading in readings),
                "reason_form": ReasonForm(),
                "facts": self._facts(row),
                "named": named_in(document.id),
                "may_name": policy.may(self.viewer, "entity.edit"),
                "naming_form": NamingForm(),
                "offered": names_offered(self.viewer),
                "origin": represent_origin(document, self.viewer),
                "relations": list(with_titles(relations_of(self.viewer, document.id)).order_by("-id")[:_RELATIONS]),
                "crumbs": [
                    {"label": _("Documents"), "url": reverse("sources:document_list", args=[slug])},
                    {"label": document.title},
                ],
            },
            status=status,
        )

    def _revisions(self) -> list[dict[str, Any]]:
        """The texts of the document, newest first, with what became of what was carried onto each."""
        found = list(revisions_of(self.document.id))
        rows = represent_revisions(self.viewer, self.document, found)
        for row, revision in zip(rows, found, strict=True):
            row["created"], row["made_name"] = revision.created_at, revision.get_made_display()
            told = [(report, row[report.name]) for report in reports()]
            row["lines"] = [line for report, counts in told if counts for line in report.lines(counts)]
        return rows

    def _facts(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        facts = [
            (_("Type"), TYPE_NAMES.get(row["type"], "")),
            (_("Authors"), "; ".join(row["authors"])),
            (_("Publisher"), row["publisher"]["name"] if row["publisher"] else ""),
            (_("Part of"), row["container"]),
            (
                _("Published"),
                " · ".join(
                    str(words) for words in (row["published"], BASIS_NAMES.get(row["published_basis"], "")) if words
                ),
            ),
            (_("Language"), row["language"]),
            (_("Archived copy"), row["archive_url"]),
            (_("Retrieved on"), row["retrieved"]),
            (_("Licence"), row["licence"]),
            (_("Notes"), row["notes"]),
            (_("File"), row["file_name"]),
        ]
        return [{"term": term, "value": value or "–"} for term, value in facts]


class DocumentCite(DocumentPage):
    """Fill the form of the record from a citation, and show what would change; nothing is saved."""

    actions = {"POST": "document.edit"}

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        citing = CitationForm(request.POST, request.FILES)
        form = RecordForm.of(self.document)
        if not citing.is_valid():
            return self.show(form, status=400, citing=citing)
        try:
            filled = form.fill(read_one(citing.cleaned_data["entry"]))
        except Refused as refusal:
            citing.add_error("entry", worded(refusal))
            return self.show(form, status=400, citing=citing)
        return self.show(form, citing=citing, filled=filled)
