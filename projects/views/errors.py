"""Error pages that Django itself asks for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: say what to do."""
    sentence = _("This form is too old or came from another site. Go back, reload the page and send it again.")
    return render(request, "403.html", {"reason": sentence}, status=403)
