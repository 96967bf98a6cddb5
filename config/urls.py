"""Every address of the site: each app brings its own pages and its own part of the API."""

from django.urls import include, path
from django.views.i18n import JavaScriptCatalog
from drf_spectacular.views import SpectacularAPIView

from config.health import healthz, readyz

handler400 = "projects.views.errors.bad_request"
handler404 = "projects.views.errors.not_found"
handler500 = "projects.views.errors.server_error"

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("words.js", JavaScriptCatalog.as_view(), name="words"),
    path("accounts/", include("allauth.urls")),
    path("api/v1/schema", SpectacularAPIView.as_view(), name="schema"),
]
for app in ["projects", "sources", "annotator", "reviews", "exchange"]:
    urlpatterns += [
        path("api/v1/", include(f"{app}.api.urls")),
        path("", include(f"{app}.urls")),
    ]
