"""Two publishers that are one: both beside each other before they are merged, and split again."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.errors import NotFound, Problem
from projects.forms import tell
from projects.views.base import ProjectPage
from sources.models import Publisher
from sources.publisher_forms import MergeForm
from sources.queries.publishers import publishers_of, with_counts
from sources.services.merging import merge_publishers, split_publisher

_CHOICES = 500


class PublisherMerge(ProjectPage):
    """Choose another publisher, compare the two, merge."""

    actions = {"GET": "publisher.edit", "POST": "publisher.edit"}
    nav = "publishers"
    template = "sources/publisher_merge.html"

    def get(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        publisher, others = self._rows(id)
        into = _chosen(others, request.GET.get("into", ""))
        return self._show(publisher, others, into, self._form(others, into))

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        publisher, others = self._rows(id)
        form = MergeForm(request.POST, others=_choices(others))
        into = _chosen(others, request.POST.get("into", ""))
        if not form.is_valid() or into is None:
            return self._show(publisher, others, None, form, status=400)
        try:
            merge_publishers(by=self.viewer, publisher_id=id, into_id=into.id)
        except Problem as problem:
            tell(form, problem)
            return self._show(publisher, others, into, form, status=problem.status)
        message = _("Merged %(name)s into %(into)s.") % {"name": publisher.name, "into": into.name}
        undo = reverse("sources:publisher_split", args=[slug, id])
        return self.back(reverse("sources:publisher_detail", args=[slug, into.id]), message, undo=undo)

    def _rows(self, id: UUID) -> tuple[Publisher, list[Publisher]]:
        """The publisher and the others of the project, all of which may be merged."""
        rows = with_counts(self.viewer, publishers_of(self.viewer)).order_by("name")
        publisher: Publisher | None = rows.filter(id=id).first()
        if publisher is None:
            raise NotFound()
        return publisher, list(rows.exclude(id=id)[:_CHOICES])

    def _form(self, others: list[Publisher], into: Publisher | None) -> MergeForm:
        return MergeForm(others=_choices(others), initial={"into": str(into.id)} if into else None)

    def _show(
        self, publisher: Publisher, others: list[Publisher], into: Publisher | None, form: MergeForm, status: int = 200
    ) -> HttpResponse:
        slug = self.viewer.project.slug
        address = reverse("sources:publisher_detail", args=[slug, publisher.id])
        return self.render(
            {
                "publisher": publisher,
                "into": into,
                "columns": _compared(publisher, into) if into else [],
                "others": others,
                "form": form,
                "back_url": address,
                "crumbs": [
                    {"label": _("Publishers"), "url": reverse("sources:publisher_list", args=[slug])},
                    {"label": publisher.name, "url": address},
                    {"label": _("Merge")},
                ],
            },
            status=status,
        )


class PublisherSplit(ProjectPage):
    """Undo a merge."""

    actions = {"POST": "publisher.edit"}
    nav = "publishers"

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        address = reverse("sources:publisher_detail", args=[slug, id])
        try:
            split = split_publisher(by=self.viewer, publisher_id=id)
        except NotFound:
            raise
        except Problem as problem:
            return self.back_with_problem(address, problem)
        return self.back(address, _("%(name)s stands by itself again.") % {"name": split.name})


def _choices(others: list[Publisher]) -> list[tuple[str, str]]:
    return [(str(row.id), row.name) for row in others]


def _chosen(others: list[Publisher], named: str) -> Publisher | None:
    return next((row for row in others if str(row.id) == named), None)


def _compared(publisher: Any, into: Any) -> list[dict[str, Any]]:
    """Both, with the numbers of their documents (`with_counts`), as columns of facts; what differs is marked."""
    rows = [
        (_("Other names"), [", ".join(row.aliases) for row in (publisher, into)]),
        (_("Country"), [row.country for row in (publisher, into)]),
        (_("Address"), [row.url for row in (publisher, into)]),
        (_("Reliability now"), [row.reliability or _("not rated, counts as F") for row in (publisher, into)]),
        (_("Documents"), [str(row.document_count) for row in (publisher, into)]),
        (_("Note"), [row.note for row in (publisher, into)]),
    ]
    return [
        {
            "name": row.name,
            "what": what,
            "facts": [
                {"term": term, "value": values[side] or "–", "differs": values[0] != values[1]} for term, values in rows
            ],
        }
        for side, (row, what) in enumerate(((publisher, _("will be merged")), (into, _("stays"))))
    ]
