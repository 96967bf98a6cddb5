"""Cursor pages `{next, previous, results}`: stable while rows come and go, and fast at any depth."""

from typing import Any

from django.core.exceptions import ValidationError as ModelInvalid
from django.db import DataError
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound as RowNotFound
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response

from projects.api.queries import number
from projects.errors import Invalid


class Pages(CursorPagination):
    """Pages of 50 rows, `page_size` up to 500, newest first unless the endpoint says otherwise."""

    page_size = 50
    max_page_size = 500
    page_size_query_param = "page_size"
    ordering: Any = "-id"

    def get_page_size(self, request: Any) -> int:
        raw = request.query_params.get(self.page_size_query_param)
        if raw is None:
            return self.page_size
        size = number(raw, 1, self.max_page_size)
        if size is None:
            raise Invalid({"page_size": _("Write a number from 1 to %(n)d.") % {"n": self.max_page_size}})
        return size

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> Any:
        if self.cursor_query_param not in request.query_params:
            return super().paginate_queryset(queryset, request, view)
        try:
            return super().paginate_queryset(queryset, request, view)
        except (RowNotFound, ModelInvalid, DataError, ValueError, TypeError):
            # A cursor is opaque: whatever is wrong with it, it was not made by this list.
            raise Invalid({"cursor": _("Follow the links `next` and `previous` as they are.")}) from None

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.get_next_link(), "previous": self.get_previous_link(), "results": data})
