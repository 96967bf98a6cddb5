"""What happens when single sign-on fails: one page with a sentence, and a line for whoever runs the site.

allauth answers most refusals of the issuer with its page of errors. An issuer that is away, or answers something that
is not OpenID Connect, raises where allauth does not look; the middleware turns that into the same page.
"""

import logging
from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.helpers import render_authentication_error
from django.http import HttpRequest, HttpResponseBase

logger = logging.getLogger(__name__)

_ROUTES = {"openid_connect_login", "openid_connect_callback"}


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Notes every failure with its cause; the page says only that it failed."""

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        logger.warning("single sign-on failed: %s", exception or request.GET.get("error") or error)


class IssuerMiddleware:
    """Answers with the page of errors when the issuer cannot be asked or its answer cannot be understood."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer: HttpResponseBase = self.get_response(request)
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Failed connections are errors of the system's; an answer that is not as promised lacks keys or is no JSON."""
        match = request.resolver_match
        if match is None or match.url_name not in _ROUTES or not isinstance(exception, OSError | KeyError | ValueError):
            return None
        page: HttpResponseBase = render_authentication_error(request, match.kwargs["provider_id"], exception=exception)
        return page
