"""The page on which marks are settled one after another after their document got another text."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from annotator.models import Placement
from annotator.queries.placements import visible_placements
from annotator.queries.settling import found_in, placement_shown, queue_of
from annotator.services import settling
from projects.errors import NotFound, Problem
from projects.views.base import ProjectPage
from sources.models import Document
from sources.queries.documents import visible_documents
from sources.queries.revisions import text_of

_LONGEST_WORDS = 2000


class SettlingPage(ProjectPage):
    """What is to be settled on one document, one mark at a time."""

    actions: ClassVar[dict[str, str]] = {"GET": "placement.settle", "POST": "placement.settle"}
    template = "annotator/settling.html"
    nav = "documents"
    document: Document

    def authorise(self, request: HttpRequest, action: str, **kwargs: Any) -> None:
        super().authorise(request, action, **kwargs)
        found = visible_documents(self.viewer).filter(id=kwargs["id"], current_revision__isnull=False).first()
        if found is None:
            raise NotFound()
        self.document = found

    def get(self, request: HttpRequest, *, slug: str, id: UUID) -> HttpResponse:
        return self.show(request.GET.get("at", ""))

    def post(self, request: HttpRequest, *, slug: str, id: UUID) -> HttpResponse:
        given, at = request.POST, request.POST.get("placement", "")
        queue = queue_of(self.viewer, self.document.id)
        placement = next((one for one in queue if str(one) == at), None)
        if placement is None:
            return self.back(self._url(), _("This mark is settled already."))
        words = given.get("words", "").replace("\r\n", "\n").strip()
        try:
            settled = self._settle(placement, given.get("action", ""), words)
        except Problem as problem:
            return self.show(at, problem=str(problem.detail), words=words, status=problem.status)
        following = queue[queue.index(placement) + 1 :] or queue[: queue.index(placement)]
        undo = reverse("annotator:placement_reopen", args=[self.viewer.project.slug, self.document.id])
        target = self._url(following[0] if following else None)
        return self.back(target, _SAID[settled.state], undo=f"{undo}?placement={settled.id}&version={settled.version}")

    def _settle(self, placement: UUID, action: str, words: str) -> Placement:
        given: Any = self.request.POST
        version = given.get("version", "")
        expected = int(version[:9]) if version.isascii() and version.isdigit() else 0
        held: dict[str, Any] = {"by": self.viewer, "placement_id": placement, "expected": expected}
        if action == "accept":
            return settling.accept_placement(**held)
        if action == "drop":
            return settling.drop_placement(**held, reason=given.get("reason", ""))
        return settling.move_placement(**held, fragments=self._chosen(given.get("place", ""), words))

    def _chosen(self, place: str, words: str) -> list[tuple[int, int]]:
        """The place that was chosen, or the one at which the words stand."""
        if place:
            return _read(place)
        if not words:
            raise Problem(_("Choose a place, or write the words at which the mark shall stand."))
        if len(words) > _LONGEST_WORDS:
            raise Problem(_("Use at most %(n)d characters.") % {"n": _LONGEST_WORDS})
        assert self.document.current_revision_id is not None
        found = found_in(text_of(self.document.current_revision_id), words)
        if not found:
            raise Problem(_("These words do not stand in the text. Write them just as they do."))
        if len(found) > 1:
            raise Problem(_("These words stand in several places. Choose one of them."))
        return [(found[0], found[0] + len(words))]

    def show(self, at: str, *, problem: str = "", words: str = "", status: int = 200) -> HttpResponse:
        """The mark that is asked for, else the first one."""
        queue = queue_of(self.viewer, self.document.id)
        here = next((number for number, one in enumerate(queue) if str(one) == at), 0)
        slug = self.viewer.project.slug
        detail = reverse("sources:document_detail", args=[slug, self.document.id])
        return self.render(
            {
                "document": self.document,
                "shown": placement_shown(queue[here], words[:_LONGEST_WORDS]) if queue else None,
                "number": here + 1,
                "total": len(queue),
                "next_url": self._url(queue[here + 1]) if here + 1 < len(queue) else "",
                "previous_url": self._url(queue[here - 1]) if queue and here > 0 else "",
                "problem": problem,
                "words": words,
                "document_url": detail,
                "workspace_url": reverse("annotator:workspace_open", args=[slug, self.document.id]),
                "crumbs": [
                    {"label": _("Documents"), "url": reverse("sources:document_list", args=[slug])},
                    {"label": self.document.title, "url": detail},
                    {"label": _("Settle marks")},
                ],
            },
            status=status,
        )

    def _url(self, placement: UUID | None = None) -> str:
        url = reverse("annotator:settling", args=[self.viewer.project.slug, self.document.id])
        return f"{url}?at={placement}" if placement else url


_SAID: dict[str, Any] = {
    Placement.State.ACCEPTED: _("Accepted where it stands."),
    Placement.State.MOVED: _("Put where you said."),
    Placement.State.DROPPED: _("Dropped."),
}


def _read(place: str) -> list[tuple[int, int]]:
    """Fragments as a form sends them."""
    found = []
    for part in place.split(",")[:200]:
        start, _dash, end = part.partition("-")
        if not all(one.isascii() and one.isdigit() and len(one) < 10 for one in (start, end)):
            raise Problem(_("The page was incomplete. Load it again."))
        found.append((int(start), int(end)))
    return found


class PlacementReopen(SettlingPage):
    """Take back what was just settled."""

    actions: ClassVar[dict[str, str]] = {"POST": "placement.settle"}

    def post(self, request: HttpRequest, *, slug: str, id: UUID) -> HttpResponse:
        at, version = request.GET.get("placement", ""), request.GET.get("version", "")
        rows = visible_placements(self.viewer).filter(document=self.document)
        found = next((row for row in rows.filter(state__in=_SAID) if str(row.id) == at), None)
        if found is None or not (version.isascii() and version.isdigit()):
            return self.back(self._url(), _("There is nothing to take back."))
        try:
            settling.reopen_placement(by=self.viewer, placement_id=found.id, expected=int(version[:9]))
        except Problem as problem:
            return self.back_with_problem(self._url(), problem)
        return self.back(self._url(found.id), _("Taken back."))
