"""Addresses of the pages of this app."""

from django.urls import URLPattern, path

from sources.views import documents

app_name = "sources"
urlpatterns: list[URLPattern] = [
    path("projects/<slug:slug>/documents/<uuid:id>", documents.DocumentPage.as_view(), name="document_detail"),
]
