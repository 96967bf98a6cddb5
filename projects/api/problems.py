"""Errors of the API as RFC 9457 problem details."""

from typing import Any

import orjson
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFilesSent
from django.core.exceptions import ValidationError as ModelInvalid
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views import defaults
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from projects.errors import NotFound, Problem, TooLarge, TooMany, Unauthorised


def _sentences(detail: Any) -> dict[str, list[str]]:
    """Flatten DRF's nested errors to {"field.path": [sentence, …]}."""
    found: dict[str, list[str]] = {}

    def walk(value: Any, path: str) -> None:
        if isinstance(value, dict):
            for key, part in value.items():
                walk(part, f"{path}.{key}" if path else str(key))
        elif isinstance(value, list):
            for index, part in enumerate(value):
                if isinstance(part, dict | list):
                    walk(part, f"{path}[{index}]")
                else:
                    found.setdefault(path, []).append(str(part))
        else:
            found.setdefault(path, []).append(str(value))

    walk(detail, "")
    return {("body" if key in {"", "non_field_errors"} else key): value for key, value in found.items()}


def problem(status: int, title: str, detail: str, **extra: Any) -> Response:
    """One problem-details response."""
    body = {"type": "about:blank", "title": str(title), "status": status, "detail": str(detail), **extra}
    return Response(body, status=status, content_type="application/problem+json")


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Turn every expected exception into a problem; None lets Django log it and answer with `server_error`."""
    set_rollback()
    if isinstance(exc, Http404):
        exc = NotFound()
    if isinstance(exc, RequestDataTooBig | TooManyFilesSent):
        exc = TooLarge(_("The request is larger than this site accepts. Send it in smaller parts."))
    if isinstance(exc, Problem):
        response = problem(exc.status, exc.title, exc.detail, **exc.extra)
        if isinstance(exc, Unauthorised):
            response["WWW-Authenticate"] = "Bearer"
        if isinstance(exc, TooMany) and "wait" in exc.extra:
            response["Retry-After"] = str(exc.extra["wait"])
        return response
    if isinstance(exc, ModelInvalid):
        errors = exc.message_dict if hasattr(exc, "error_dict") else {"body": exc.messages}
        return problem(400, _("Some values cannot be used"), " ".join(exc.messages), errors=errors)
    if isinstance(exc, PermissionDenied):
        return problem(403, _("Not allowed"), str(exc) or _("You may not do this."))
    if isinstance(exc, exceptions.ValidationError):
        errors = _sentences(exc.detail)
        named = [f"{key}: {' '.join(value)}" if key != "body" else " ".join(value) for key, value in errors.items()]
        return problem(400, _("Some values cannot be used"), " ".join(named), errors=errors)
    if isinstance(exc, exceptions.APIException):
        response = problem(exc.status_code, str(exc.default_detail), str(exc.detail))
        if getattr(exc, "auth_header", None):
            response["WWW-Authenticate"] = exc.auth_header  # type: ignore[attr-defined]
        if getattr(exc, "wait", None):
            response["Retry-After"] = str(int(exc.wait) + 1)  # type: ignore[attr-defined]
        return response
    return None


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to an error that nobody expected: a problem below /api/, the page elsewhere.

    Django calls it wherever the error arose, in an endpoint or before one was reached, and logs the error itself. The
    answer says nothing of what broke.
    """
    if not request.path.startswith("/api/"):
        return defaults.server_error(request)
    body = {
        "type": "about:blank",
        "title": _("Something broke on our side"),
        "status": 500,
        "detail": _("It has been written down. Try again later: under the same Idempotency-Key nothing is done twice."),
    }
    return HttpResponse(orjson.dumps(body), status=500, content_type="application/problem+json")
