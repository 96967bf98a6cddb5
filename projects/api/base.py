"""The base of every API endpoint: who asks, which row, may they; only then is the body looked at.

A subclass names one action of the policy table for each of its methods. `ProjectEndpoint` finds its project by slug,
`RowEndpoint` finds one row by id and its project through it; both answer 404 for what the person may not know of.
"""

import re
from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from projects import policy
from projects.api.pagination import Pages
from projects.api.queries import refuse_bad_query
from projects.api.types import wrong_types
from projects.errors import Forbidden, Invalid, NotFound, PreconditionRequired
from projects.operations import Answer, perform_once, perform_once_on_site, request_digest
from projects.viewers import Viewer, find_viewer


class Endpoint(APIView):
    """One address. `actions` maps each method it answers to the action the policy is asked about.

    `refusals` names the statuses that a method may be refused with besides those that all have (`described.py`).
    """

    actions: ClassVar[dict[str, str]] = {}
    refusals: ClassVar[dict[str, tuple[int, ...]]] = {}
    max_body: ClassVar[int | None] = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        method = (request.method or "GET").upper()
        if method == "OPTIONS":
            return
        if method not in self.actions:
            raise MethodNotAllowed(method)
        self.authorise(self.actions[method], **kwargs)
        refuse_bad_query(request.query_params)

    def authorise(self, action: str, **kwargs: Any) -> None:
        """Raise NotFound or Forbidden unless the person may do the action here."""
        raise NotImplementedError

    def validated(self, serializer: type[Serializer[Any]], *, many: bool = False, **options: Any) -> Any:
        """The body as the serializer understands it; unknown fields are refused, so that a misspelt one is noticed."""
        data = self.request.data
        if many != isinstance(data, list):
            raise Invalid({"body": _("Send a list of objects.") if many else _("Send one JSON object.")})
        made = serializer(data=data, many=many, context={"endpoint": self}, **options)
        if wrong := wrong_types(made, data):
            raise Invalid(wrong)
        made.is_valid(raise_exception=True)
        known = set(serializer().get_fields())
        for row in data if many else [data]:
            unknown = sorted(set(row) - known)
            if unknown:
                raise Invalid({str(name)[:100]: _("There is no such field.") for name in unknown})
        return made.validated_data

    def paged(
        self, queryset: QuerySet[Any], represent: Callable[[list[Any]], list[Any]], ordering: Any = None
    ) -> Response:
        """One page of a queryset; `represent` turns the page's rows into plain JSON."""
        pages = Pages()
        if ordering is not None:
            pages.ordering = ordering
        rows = pages.paginate_queryset(queryset, self.request, view=self)
        return pages.get_paginated_response(represent(list(rows or [])))

    def operation(self) -> tuple[str, bytes]:
        """The request's Idempotency-Key and the digest of what it asks for."""
        request = self.request
        key = request.headers.get("Idempotency-Key", "").strip()
        return key, request_digest(request.method or "", request.path, request.data) if key else b""

    def expected_version(self) -> int:
        """The version named in If-Match; 428 when it is missing."""
        version = self.stated_version()
        if version is None:
            raise PreconditionRequired(_('Send the version you edited as If-Match: "<version>".'))
        return version

    def stated_version(self) -> int | None:
        """The version named in If-Match, where one is named: what the person had before their eyes."""
        raw = self.request.headers.get("If-Match")
        if raw is None:
            return None
        found = re.fullmatch(r'\s*(?:W/)?"?([0-9]{1,9})"?\s*', raw)
        if found is None:
            raise Invalid({"If-Match": _('Write the version as a number in quotes, such as "3".')})
        return int(found[1])


class SiteEndpoint(Endpoint):
    """An address that belongs to no project; its actions are the site's."""

    def authorise(self, action: str, **kwargs: Any) -> None:
        policy.require_on_site(self.request.user, action)

    def write(self, perform: Callable[[], Answer]) -> Response:
        """Run a write once for its Idempotency-Key, in one transaction with its stored answer."""
        key, digest = self.operation()
        user: Any = self.request.user
        status, body = perform_once_on_site(by=user, key=key, digest=digest, perform=perform)
        return Response(body, status=status)


class ProjectEndpoint(Endpoint):
    """An address below `/projects/{slug}`."""

    viewer: Viewer

    def authorise(self, action: str, **kwargs: Any) -> None:
        self.viewer = find_viewer(self.request.user, slug=kwargs["slug"])
        policy.require(self.viewer, action)

    def write(self, perform: Callable[[], Answer]) -> Response:
        """Run a write once for its Idempotency-Key, in one transaction with its events and its stored answer."""
        key, digest = self.operation()
        status, body = perform_once(by=self.viewer, key=key, digest=digest, perform=perform)
        return Response(body, status=status)


class RowEndpoint(ProjectEndpoint):
    """An address of one row: `/{things}/{id}`. `rows` gives the queryset; what the policy hides is not found."""

    row: Any

    def rows(self) -> QuerySet[Any]:
        """The queryset the row is looked up in, with what the answer needs selected."""
        raise NotImplementedError

    def visible(self, row: Any) -> bool:
        """Whether the viewer may know of the row: by default the policy's visibility of its columns."""
        model: type[Model] = type(row)
        return model._default_manager.filter(pk=row.pk).filter(policy.visible(self.viewer, model)).exists()

    def find(self, id: UUID) -> Any:
        """The row with this id, or None."""
        return self.rows().filter(pk=id).first()

    def authorise(self, action: str, **kwargs: Any) -> None:
        row = self.find(_uuid(kwargs["id"]))
        if row is None:
            raise NotFound()
        self.viewer = find_viewer(self.request.user, project_id=row.project_id)
        if not self.visible(row):
            raise NotFound()
        self.row = row
        if not policy.may(self.viewer, action, row):
            raise Forbidden(policy.refusal(self.viewer, action))


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))
