"""Addresses of the API of this app, below `/api/v1/`."""

from django.urls import URLPattern, path

from exchange.api import exports

urlpatterns: list[URLPattern] = [
    path("projects/<slug:slug>/exports", exports.ProjectExports.as_view()),
    path("exports/<uuid:id>", exports.ExportDetail.as_view()),
    path("exports/<uuid:id>/cancel", exports.ExportCancel.as_view()),
    path("exports/<uuid:id>/file", exports.ExportFile.as_view()),
]
