"""Every address of the site: each app brings its own pages and its own part of the API."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from config.health import healthz, readyz

handler500 = "projects.api.problems.server_error"
urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("accounts/", include("allauth.urls")),
    path("api/v1/schema", SpectacularAPIView.as_view(), name="schema"),
]
for app in ["projects", "sources", "annotator", "reviews", "exchange"]:
    urlpatterns += [
        path("api/v1/", include(f"{app}.api.urls")),
        path("", include(f"{app}.urls")),
    ]
