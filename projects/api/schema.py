"""What the description of the API cannot find out by itself: how requests say who they are, and the live feed."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Tokens of POST /auth/token."""

    target_class = "projects.api.authentication.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer"}


class BrowserScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The session of a signed-in browser; writing also needs its X-CSRFToken."""

    target_class = "projects.api.authentication.BrowserAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


class DescribedStream(APIView):
    """Stands for the live feed in the description of the API; the requests themselves go to `projects.live.view`."""

    actions = {"GET": "event.read"}
    http_method_names = ("get",)

    @extend_schema(
        operation_id="projects_stream",
        parameters=[
            OpenApiParameter("after", int, description="Resume after this event; without it only what is new is sent."),
            OpenApiParameter(
                "Last-Event-ID", int, OpenApiParameter.HEADER, description="The same, as browsers send it."
            ),
        ],
        responses={
            (200, "text/event-stream"): OpenApiResponse(
                OpenApiTypes.STR,
                description=(
                    "Server-sent events. `change`: one event of the log, its number as id. `reset` `{subject}`: what"
                    " one may see of this document or claim has changed, fetch it again; null means everything. `end`:"
                    " access is lost. A comment every ten seconds is a sign of life."
                ),
            )
        },
    )
    def get(self, request: Request, slug: str) -> Response:
        """Changes of the project as they happen."""
        raise NotImplementedError
