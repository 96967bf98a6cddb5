"""Addresses of the pages of this app."""

from django.urls import URLPattern, path

from exchange.views import exports

app_name = "exchange"
urlpatterns: list[URLPattern] = [
    path("projects/<slug:slug>/exports", exports.ExportList.as_view(), name="export_list"),
    path("projects/<slug:slug>/exports/<uuid:id>", exports.ExportRow.as_view(), name="export_row"),
    path("projects/<slug:slug>/exports/<uuid:id>/cancel", exports.ExportCancel.as_view(), name="export_cancel"),
    path("projects/<slug:slug>/exports/<uuid:id>/remove", exports.ExportRemove.as_view(), name="export_remove"),
    path("projects/<slug:slug>/exports/<uuid:id>/file", exports.ExportFile.as_view(), name="export_file"),
]
