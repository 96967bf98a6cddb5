"""Marks over the API: made one at a time or many at once, read, changed, deleted and restored."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotator.api import bodies, serializers
from annotator.marks import NewMark
from annotator.models import Annotation
from annotator.queries.annotations import represent_annotations, represent_row, rows_of, visible_annotations, with_names
from annotator.queries.documents import document_to_mark
from annotator.queries.labels import label_finder
from annotator.services import annotations as services
from annotator.services import edits
from annotator.services.steps import take_steps
from projects import policy
from projects.api.base import RowEndpoint
from projects.errors import Invalid
from sources.models import Document
from sources.queries.documents import sees_document


class DocumentEndpoint(RowEndpoint):
    """An address below `/documents/{id}`."""

    row: Document

    def find(self, id: UUID) -> Document | None:
        return document_to_mark(id)

    def visible(self, row: Document) -> bool:
        return sees_document(self.viewer, row)


class Annotations(DocumentEndpoint):
    """`/documents/{id}/annotations`"""

    actions: ClassVar[dict[str, str]] = {"GET": "annotation.read", "POST": "annotation.create"}

    @extend_schema(
        parameters=[
            OpenApiParameter("label", str, description=_("Id or full path.")),
            OpenApiParameter("mine", bool, description=_("Only one's own marks.")),
            OpenApiParameter("deleted", bool, description=_("The deleted marks instead of those that are there.")),
        ],
        responses=serializers.AnnotationPage,
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """The marks that the person may see, newest first."""
        conditions: list[Q] = []
        label = request.query_params.get("label")
        if label is not None:
            found = label_finder(self.viewer.project_id, [label]).find(label)
            if found is None:
                raise Invalid({"label": _("There is no such label in this project.")})
            conditions.append(Q(label_id=found[0]))
        if self._asked("mine"):
            conditions.append(Q(author_id__in=self.viewer.participant_ids))
        deleted = self._asked("deleted")
        rows = visible_annotations(self.viewer, *conditions, deleted=deleted, document_id=self.row.id)
        return self.paged(with_names(rows), represent_annotations)

    def _asked(self, name: str) -> bool:
        value = self.request.query_params.get(name, "false")
        if value not in {"true", "false"}:
            raise Invalid({name: _("Write true or false.")})
        return value == "true"

    @extend_schema(request=serializers.NewAnnotation, responses={201: serializers.Annotation})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Mark a passage of the current text."""
        mark = bodies.read_new_mark(request.data)
        return self.write(lambda: (201, self._create([mark], many=False)[0]))

    def _create(self, marks: Sequence[NewMark], *, many: bool) -> list[dict[str, Any]]:
        made = services.create_annotations(by=self.viewer, document=self.row.id, marks=marks, many=many)
        return [represent_row(row) for row in made]


class BulkAnnotations(Annotations):
    """`/documents/{id}/annotations/bulk`"""

    actions: ClassVar[dict[str, str]] = {"POST": "annotation.create"}
    http_method_names = ("post", "options")

    @extend_schema(request=serializers.NewAnnotation(many=True), responses={201: serializers.Annotation(many=True)})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Mark up to 1,000 passages, all or none."""
        marks = bodies.read_new_marks(request.data)
        return self.write(lambda: (201, self._create(marks, many=True)))


class AnnotationSteps(DocumentEndpoint):
    """`/documents/{id}/annotations/steps`"""

    actions: ClassVar[dict[str, str]] = {"POST": "annotation.create"}
    refusals: ClassVar[dict[str, tuple[int, ...]]] = {"POST": (410,)}

    @extend_schema(request=serializers.AnnotationStep(many=True), responses=serializers.Annotation(many=True))
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take up to 1,000 steps on one's own marks, all or none; the mark that each left, in their order.

        The problem of a step that fails carries its `index`.
        """
        steps = bodies.read_steps(request.data)

        def perform() -> tuple[int, Any]:
            rows = take_steps(by=self.viewer, document=self.row.id, steps=steps)
            return 200, [represent_row(row) for row in rows]

        return self.write(perform)


class AnnotationEndpoint(RowEndpoint):
    """An address of one mark."""

    row: Annotation

    def rows(self) -> QuerySet[Annotation]:
        return with_names(Annotation.objects.filter(document__deleted_at__isnull=True))

    def visible(self, row: Any) -> bool:
        """What the policy says of the mark and of its document."""
        columns = {
            "document": row.document_id,
            "subject": row.id,
            "author": row.author_id,
            "secrecy": row.secrecy,
            "tlp": max(row.tlp, row.document.tlp),
        }
        return policy.sees(self.viewer, columns)


class OneAnnotation(AnnotationEndpoint):
    """`/annotations/{id}`"""

    actions: ClassVar[dict[str, str]] = {
        "GET": "annotation.read",
        "PATCH": "annotation.edit",
        "DELETE": "annotation.edit",
    }
    refusals: ClassVar[dict[str, tuple[int, ...]]] = {"PATCH": (410,), "DELETE": (410,)}

    def rows(self) -> QuerySet[Annotation]:
        """A deleted mark is not found; who changes one is told that it is deleted."""
        rows = super().rows()
        return rows.filter(deleted_at__isnull=True) if self.request.method == "GET" else rows

    @extend_schema(responses=serializers.Annotation)
    def get(self, request: Request, **kwargs: Any) -> Response:
        """One mark."""
        (row,) = rows_of([self.row])
        return Response(represent_row(row), headers={"ETag": f'"{row.version}"'})

    @extend_schema(request=serializers.AnnotationChange, responses=serializers.Annotation)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        """Change one's own mark; `If-Match` names its version."""
        expected = self.expected_version()
        edit = bodies.read_edit(request.data)

        def perform() -> tuple[int, Any]:
            row = edits.change_annotation(by=self.viewer, annotation=self.row.id, expected=expected, edit=edit)
            return 200, represent_row(row)

        return self.write(perform)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """Delete one's own mark; `If-Match` names its version. It can be restored."""
        expected = self.expected_version()

        def perform() -> tuple[int, Any]:
            edits.delete_annotation(by=self.viewer, annotation=self.row.id, expected=expected)
            return 204, None

        return self.write(perform)


class RestoredAnnotation(AnnotationEndpoint):
    """`/annotations/{id}/restore`"""

    actions: ClassVar[dict[str, str]] = {"POST": "annotation.edit"}

    @extend_schema(request=None, responses=serializers.Annotation)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Bring one's own deleted mark back; `If-Match` names the version that the deletion made."""
        expected = self.expected_version()

        def perform() -> tuple[int, Any]:
            row = edits.restore_annotation(by=self.viewer, annotation=self.row.id, expected=expected)
            return 200, represent_row(row)

        return self.write(perform)
