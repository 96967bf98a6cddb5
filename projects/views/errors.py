"""Error answers that Django itself asks for: pages for people, problem details below the API's prefix."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

_API = "/api/"


def _problem(status: int, title: str, detail: str) -> HttpResponse:
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return HttpResponse(orjson.dumps(body), status=status, content_type="application/problem+json")


def not_found(request: HttpRequest, exception: Exception) -> Any:
    """No address fits."""
    if request.path.startswith(_API):
        return _problem(404, _("Not found"), _("There is no such address. /api/v1/schema describes those that are."))
    return defaults.page_not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> Any:
    """The request cannot even be read."""
    if request.path.startswith(_API):
        return _problem(400, _("The request cannot be used"), _("Something in it is malformed or too much."))
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> Any:
    """A defect of the site."""
    if request.path.startswith(_API):
        sentence = _("The site made a mistake, and its log says which. Nothing was changed; try again later.")
        return _problem(500, _("An error of the site"), sentence)
    return defaults.server_error(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: say what to do."""
    sentence = _("This form is too old or came from another site. Go back, reload the page and send it again.")
    return render(request, "403.html", {"reason": sentence}, status=403)
