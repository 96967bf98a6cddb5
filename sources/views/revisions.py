"""Pages of a document's texts: replace the file, edit the text, correct the blocks, compare two texts."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from projects import policy
from projects.errors import Conflict, NotFound, Problem
from projects.forms import tell
from projects.services.jobs import cancel_job, retry_job
from projects.views.base import ProjectPage
from sources.blocks import KINDS
from sources.intake import readable_suffixes
from sources.models import Document, Revision
from sources.queries.documents import visible_documents, with_record
from sources.queries.proposals import unplaced_proposal
from sources.queries.revisions import revisions_of, text_and_blocks, text_of
from sources.revision_forms import BlocksForm, FileForm, TextForm
from sources.services.revisions import propose_revision
from sources.side_by_side import Comparison, compare
from sources.uploads import hash_uploads, uploaded_files
from sources.wording_of_blocks import KIND_NAMES, first_words

EDITABLE_BYTES = 3_500_000
_COMPARED_AT_MOST = 400


class DocumentTextPage(ProjectPage):
    """What the pages of one document's texts share."""

    nav = "documents"
    document: Document
    last = ""

    def authorise(self, request: HttpRequest, action: str, **kwargs: Any) -> None:
        super().authorise(request, "document.read", **kwargs)
        found = with_record(visible_documents(self.viewer)).filter(id=kwargs["id"]).first()
        if found is None or found.current_revision is None:
            raise NotFound()
        self.document = found
        policy.require(self.viewer, action, found)

    @property
    def current(self) -> Revision:
        """The text that the document has now."""
        revision = self.document.current_revision
        assert revision is not None
        return revision

    @property
    def own_url(self) -> str:
        """The page of the document."""
        return reverse("sources:document_detail", args=[self.viewer.project.slug, self.document.id])

    def shown(self, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """The page, with what all of them show."""
        slug = self.viewer.project.slug
        crumbs = [
            {"label": _("Documents"), "url": reverse("sources:document_list", args=[slug])},
            {"label": self.document.title, "url": self.own_url},
            {"label": self.last},
        ]
        common = {"document": self.document, "revision": self.current, "crumbs": crumbs, "back_url": self.own_url}
        return self.render(common | context, status=status)

    def propose(self, form: Any, **given: Any) -> HttpResponse | None:
        """Propose a text and go back to the document; None, with the form told why, where it is refused."""
        data = form.cleaned_data
        try:
            propose_revision(
                by=self.viewer,
                document_id=self.document.id,
                based_on=data["based_on"],
                reason=data["reason"],
                **given,
            )
        except Conflict as conflict:
            form.add_error(None, str(conflict.detail))
            form.conflict = True
        except Problem as problem:
            if isinstance(problem, NotFound):
                raise
            tell(form, problem)
        else:
            return self.back(self.own_url, _("The new text is on its way. Marks are carried over to it."))
        return None


class RevisionReplace(DocumentTextPage):
    """Another file for the document. The check against forged requests is asked here, as for imports."""

    actions = {"GET": "document.revise", "POST": "document.revise"}
    template = "sources/revision_replace.html"

    @method_decorator(csrf_exempt)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.last = _("Replace the file")
        hash_uploads(request)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        return self._show(FileForm(initial={"based_on": self.current.id}))

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponseBase:
        forged = CsrfViewMiddleware(lambda _request: HttpResponse()).process_view(request, _unmarked, (), {})
        if forged is not None:
            return forged
        form = FileForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=400)
        try:
            files = uploaded_files(request.FILES)
        except Problem as problem:
            tell(form, problem)
            return self._show(form, status=400)
        if len(files) != 1:
            form.add_error(None, _("Choose one file."))
            return self._show(form, status=400)
        return self.propose(form, file=files[0]) or self._show(form, status=409 if form.conflict else 400)

    def _show(self, form: FileForm, *, status: int = 200) -> HttpResponse:
        suffixes = [suffix for suffix in readable_suffixes() if suffix not in {".jsonl", ".ndjson", ".zip"}]
        return self.shown({"form": form, "suffixes": ",".join(suffixes)}, status=status)


def _unmarked() -> HttpResponse:
    """Stands for a view that is not exempt from the check against forged requests."""
    return HttpResponse()


class RevisionEdit(DocumentTextPage):
    """The whole text in a field; what changed is shown before it is saved."""

    actions = {"GET": "document.revise", "POST": "document.revise"}
    template = "sources/revision_edit.html"

    def get(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        text = text_of(self.current.id)
        return self._show(TextForm(initial={"text": text, "based_on": self.current.id}), too_long=_too_long(text))

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        form = TextForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=400)
        text = form.typed()
        if request.POST.get("action") != "save":
            return self._show(form, comparison=_compared(text_of(self.current.id), text))
        answer = self.propose(form, text=text)
        if answer is not None:
            return answer
        comparison = _compared(text_of(self.current.id), text) if form.conflict else None
        return self._show(form, comparison=comparison, status=409 if form.conflict else 400)

    def _show(
        self, form: TextForm, *, comparison: Comparison | None = None, too_long: bool = False, status: int = 200
    ) -> HttpResponse:
        self.last = _("Edit the text")
        if form.conflict:  # what was typed is kept, to be compared with the text of now and saved against that
            typed = self.request.POST.copy()
            typed["based_on"] = str(self.current.id)
            form.data = typed
        return self.shown({"form": form, "comparison": comparison, "too_long": too_long}, status=status)


def _too_long(text: str) -> bool:
    return len(text.encode()) > EDITABLE_BYTES


def _compared(before: str, after: str) -> Comparison:
    found = compare(before, after)
    if len(found.rows) <= _COMPARED_AT_MOST:
        return found
    return Comparison(found.rows[:_COMPARED_AT_MOST], found.skipped, found.changes)


class RevisionBlocks(DocumentTextPage):
    """The blocks of the text, to be given other kinds and another order."""

    actions = {"GET": "document.revise", "POST": "document.revise"}
    template = "sources/revision_blocks.html"

    def get(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        return self._show(BlocksForm(initial={"based_on": self.current.id}))

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        form = BlocksForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=400)
        answer = self.propose(form, blocks=form.cleaned_data["blocks"])
        return answer or self._show(form, status=409 if form.conflict else 400)

    def _show(self, form: BlocksForm, *, status: int = 200) -> HttpResponse:
        self.last = _("Correct the blocks")
        text, blocks = text_and_blocks(self.current.id)
        chosen = {(start, end): (at, kind) for at, (start, end, kind) in enumerate(form.chosen())}
        rows, reached = [], 0
        for number, (start, end, kind, _attributes) in enumerate(blocks):
            at, wanted = chosen.get((start, end), (number, kind))
            inside = start < reached
            reached = max(reached, end)
            rows.append(
                {
                    "place": f"{start} {end}",
                    "at": at,
                    "kind": wanted,
                    "kind_name": KIND_NAMES[wanted],
                    "inside": inside,
                    "words": first_words(text[start:end]),
                }
            )
        rows.sort(key=lambda row: row["at"])
        kinds = [(kind, KIND_NAMES[kind]) for kind in KINDS]
        return self.shown({"form": form, "rows": rows, "kinds": kinds}, status=status)


class RevisionCompare(DocumentTextPage):
    """Two texts of a document side by side: the one named and the one it was made from, or another."""

    actions = {"GET": "document.read"}
    template = "sources/revision_compare.html"

    def get(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        self.last = _("Compare")
        revisions = list(revisions_of(self.document.id))
        after = _numbered(revisions, request.GET.get("to", "")) or revisions[0]
        before = _numbered(revisions, request.GET.get("from", "")) or _base(revisions, after)
        comparison = _compared(text_of(before.id), text_of(after.id))
        return self.shown({"before": before, "after": after, "revisions": revisions, "comparison": comparison})


def _numbered(revisions: list[Revision], number: str) -> Revision | None:
    if not (number.isascii() and number.isdigit()):
        return None
    return next((revision for revision in revisions if str(revision.number) == number[:9]), None)


def _base(revisions: list[Revision], after: Revision) -> Revision:
    """The text that another was made from, else the one before, else itself."""
    by_id = {revision.id: revision for revision in revisions}
    if after.based_on_id in by_id:
        return by_id[after.based_on_id]
    return next((revision for revision in revisions if revision.number < after.number), after)


class ProposalProgress(DocumentTextPage):
    """How far the text on its way is: a piece of the document's page, fetched again while its job runs."""

    actions = {"GET": "document.revise"}
    template = "sources/proposal_progress.html"

    def get(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        proposal = unplaced_proposal(self.document.id)
        answer = self.render({"document": self.document, "proposal": proposal})
        if proposal is None:
            answer["HX-Refresh"] = "true"
        return answer


class ProposalCancel(DocumentTextPage):
    """Stop the text on its way: the one before stays."""

    actions = {"POST": "document.revise"}

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        proposal = unplaced_proposal(self.document.id)
        if proposal is None:
            return self.back(self.own_url, _("Nothing is on its way: the text is in its place."))
        cancel_job(by=self.viewer.user, job=proposal.job)
        return self.back(self.own_url, _("The new text is not put in place."))


class ProposalRetry(DocumentTextPage):
    """Try a text again whose job failed or was cancelled."""

    actions = {"POST": "document.revise"}

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        proposal = unplaced_proposal(self.document.id)
        if proposal is None:
            return self.back(self.own_url, _("Nothing is on its way: the text is in its place."))
        try:
            retry_job(by=self.viewer.user, job=proposal.job)
        except Conflict as problem:
            return self.back_with_problem(self.own_url, problem)
        return self.back(self.own_url, _("It is tried again."))
