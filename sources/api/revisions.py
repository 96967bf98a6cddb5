"""The texts of a document over the API: listed, compared, and proposed anew."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.fields import page_of
from projects.api.rendering import OrjsonParser
from projects.errors import Invalid
from projects.models import Job
from projects.operations import Answer, perform_once, request_digest
from sources.api.base import DocumentEndpoint, RevisionEndpoint
from sources.api.shapes import ParticipantShape
from sources.blocks import KINDS
from sources.models import Proposal, Revision
from sources.queries.proposals import proposals_of, represent_proposal
from sources.queries.revisions import represent_revisions, revisions_of, text_of
from sources.services.revisions import REASON_AT_MOST, propose_revision
from sources.services.storing import StoredFile
from sources.side_by_side import compare
from sources.uploads import hash_uploads, uploaded_files

_BLOCKS_AT_MOST = 100_000


class CarriedShape(serializers.Serializer[Any]):
    """How many of the marks that one may see came onto a text in each way, and how many are still to be settled."""

    exact = serializers.IntegerField()
    shifted = serializers.IntegerField()
    edited = serializers.IntegerField()
    moved = serializers.IntegerField()
    ambiguous = serializers.IntegerField()
    orphaned = serializers.IntegerField()
    open = serializers.IntegerField()


class WholeRevisionShape(serializers.Serializer[Any]):
    """One text of a document, and how it came about. `marks` is null where none were carried onto it."""

    id = serializers.UUIDField()
    document = serializers.UUIDField()
    number = serializers.IntegerField()
    length = serializers.IntegerField(help_text="Code points")
    sha256 = serializers.CharField()
    reader = serializers.CharField()
    warnings = serializers.ListField(child=serializers.CharField())
    made = serializers.ChoiceField(choices=Revision.Made.choices)
    made_by = ParticipantShape(allow_null=True)
    reason = serializers.CharField()
    based_on = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    current = serializers.BooleanField()
    marks = CarriedShape(allow_null=True)


class ProposalShape(serializers.Serializer[Any]):
    """A text that a job puts in the place of the current one; `id` is the job's own, `revision` what came of it."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=Job.Status.choices)
    progress = serializers.IntegerField()
    total = serializers.IntegerField(allow_null=True)
    errors = serializers.ListField(child=serializers.DictField())  # type: ignore[assignment]  # a field's name
    document = serializers.UUIDField()
    based_on = serializers.UUIDField()
    revision = serializers.UUIDField(allow_null=True)
    made = serializers.ChoiceField(choices=Revision.Made.choices)
    reason = serializers.CharField()
    by = ParticipantShape()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class BlockPlace(serializers.Serializer[Any]):
    """One block of the text that a revision is based on, and the kind it shall have."""

    start = serializers.IntegerField(min_value=0)
    end = serializers.IntegerField(min_value=0)
    kind = serializers.ChoiceField(choices=list(KINDS))


class ComparedLineShape(serializers.Serializer[Any]):
    """A line of both texts in pieces `[words, differs]`; `skipped` lines without changes are left out before it."""

    skipped = serializers.IntegerField()
    moved = serializers.BooleanField(help_text="Whether it stands in both texts, at another place")
    before = serializers.ListField(child=serializers.ListField())
    after = serializers.ListField(child=serializers.ListField())


class ComparisonShape(serializers.Serializer[Any]):
    """What differs between two texts, line by line; `skipped` lines are left out at the end."""

    before = serializers.UUIDField()
    after = serializers.UUIDField()
    changes = serializers.IntegerField(help_text="Lines that differ")
    lines = ComparedLineShape(many=True)
    skipped = serializers.IntegerField()


class NewRevision(serializers.Serializer[Any]):
    """Another text: the whole of it as `text`, or every block of the current one as `blocks`, in their new order.

    A file is sent as multipart, with `based_on` and `reason` beside it.
    """

    based_on = serializers.UUIDField(help_text="The text that it was made from: the document's current one")
    text = serializers.CharField(required=False, trim_whitespace=False)
    blocks = serializers.ListField(child=BlockPlace(), required=False, max_length=_BLOCKS_AT_MOST)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=REASON_AT_MOST)


class NewFile(serializers.Serializer[Any]):
    """A file whose text takes the place of the current one."""

    based_on = serializers.UUIDField()
    file = serializers.FileField()
    reason = serializers.CharField(required=False, allow_blank=True, max_length=REASON_AT_MOST)


class DocumentRevisionsEndpoint(DocumentEndpoint):
    """GET and POST /documents/{id}/revisions."""

    actions = {"GET": "document.read", "POST": "document.revise"}
    refusals = {"POST": (422,)}
    parser_classes = (OrjsonParser, MultiPartParser)

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        hash_uploads(request)
        return super().initialize_request(request, *args, **kwargs)

    @extend_schema(operation_id="document_revisions_list", responses={200: page_of(WholeRevisionShape)})
    def get(self, request: Request, id: UUID) -> Response:
        """The texts that the document has had, newest first."""
        return self.paged(
            revisions_of(id), lambda page: represent_revisions(self.viewer, self.row, page), ("-number", "-id")
        )

    @extend_schema(
        request={"application/json": NewRevision, "multipart/form-data": NewFile}, responses={202: ProposalShape}
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Propose another text; a job puts it in place and carries marks over. The old text stays as it was."""
        if (request.content_type or "").startswith("multipart/"):
            return self._with_file(request, id)
        given = self.validated(NewRevision)
        if ("text" in given) == ("blocks" in given):
            raise Invalid({"text": _("Give a text or blocks, one of the two.")})
        blocks = given.pop("blocks", None)
        if blocks is not None:
            sent: Any = request.data
            _refuse_unknown(sent["blocks"])
            given["blocks"] = [(one["start"], one["end"], one["kind"]) for one in blocks]
        return self.write(lambda: self._propose(id, **given))

    def _with_file(self, request: Request, id: UUID) -> Response:
        form = dict(request.POST.items())
        made = NewFile(data={**form, "file": next(iter(request.FILES.values()), None)})
        made.is_valid(raise_exception=True)
        unknown = sorted(set(form) - {"based_on", "reason"})
        if unknown:
            raise Invalid({str(name)[:100]: _("There is no such field.") for name in unknown})
        files = uploaded_files(request.FILES)
        if len(files) != 1:
            raise Invalid({"file": _("Send one file.")})
        key = request.headers.get("Idempotency-Key", "").strip()
        digest = request_digest("POST", request.path, [form, files[0].name, files[0].sha256]) if key else b""
        given = {name: made.validated_data[name] for name in ("based_on", "reason") if name in made.validated_data}
        status, body = perform_once(
            by=self.viewer, key=key, digest=digest, perform=lambda: self._propose(id, file=files[0], **given)
        )
        return Response(body, status=status)

    def _propose(self, id: UUID, *, file: StoredFile | None = None, **given: Any) -> Answer:
        made: Proposal = propose_revision(by=self.viewer, document_id=id, file=file, **given)
        return 202, represent_proposal(proposals_of(id).get(id=made.id))


def _refuse_unknown(blocks: list[dict[str, Any]]) -> None:
    for number, one in enumerate(blocks):
        for name in sorted(set(one) - {"start", "end", "kind"}):
            raise Invalid({f"blocks[{number}].{name[:100]}": _("There is no such field.")})


class OneRevisionEndpoint(RevisionEndpoint):
    """GET /revisions/{id}."""

    actions = {"GET": "document.read"}

    @extend_schema(responses={200: WholeRevisionShape})
    def get(self, request: Request, id: UUID) -> Response:
        """One text: what it is, how it came about, and what became of the marks that were carried onto it."""
        return Response(represent_revisions(self.viewer, self.row.document, [self.row])[0])


class RevisionDiffEndpoint(RevisionEndpoint):
    """GET /revisions/{id}/diff."""

    actions = {"GET": "document.read"}

    @extend_schema(
        parameters=[
            OpenApiParameter("from", OpenApiTypes.UUID, description="Another text of the document; if missing its base")
        ],
        responses={200: ComparisonShape},
    )
    def get(self, request: Request, id: UUID) -> Response:
        """How this text differs from another of the same document: from the one it was made from, if none is named."""
        before = self._before(request.query_params.get("from", ""))
        found = compare(text_of(before.id), text_of(id))
        lines = [
            {"skipped": row.skipped, "moved": row.moved, "before": row.before, "after": row.after} for row in found.rows
        ]
        return Response(
            {
                "before": str(before.id),
                "after": str(id),
                "changes": found.changes,
                "lines": lines,
                "skipped": found.skipped,
            }
        )

    def _before(self, named: str) -> Revision:
        rows = Revision.objects.filter(document_id=self.row.document_id)
        if not named:
            base = self.row.based_on_id
            return (rows.filter(pk=base).first() if base else None) or self.row
        try:
            found = rows.filter(pk=UUID(named)).first()
        except ValueError:
            found = None
        if found is None:
            raise Invalid({"from": _("This document has no such text.")})
        return found
