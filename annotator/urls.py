"""Addresses of the pages of this app."""

from django.urls import URLPattern, path

from annotator.views import codebook, relation_kinds, settling, workspace

app_name = "annotator"
urlpatterns: list[URLPattern] = [
    path("projects/<slug:slug>/codebook", codebook.CodebookShow.as_view(), name="codebook_show"),
    path("projects/<slug:slug>/codebook/labels.json", codebook.CodebookExport.as_view(), name="codebook_export"),
    path("projects/<slug:slug>/codebook/<uuid:id>", codebook.LabelEdit.as_view(), name="label_edit"),
    path("projects/<slug:slug>/codebook/<uuid:id>/move", codebook.LabelMove.as_view(), name="label_move"),
    path("projects/<slug:slug>/codebook/<uuid:id>/archive", codebook.LabelArchive.as_view(), name="label_archive"),
    path("projects/<slug:slug>/codebook/<uuid:id>/restore", codebook.LabelRestore.as_view(), name="label_restore"),
    path("projects/<slug:slug>/codebook/relations", relation_kinds.RelationKinds.as_view(), name="relation_kinds"),
    path(
        "projects/<slug:slug>/codebook/relations/<uuid:id>",
        relation_kinds.RelationKindEdit.as_view(),
        name="relation_kind_edit",
    ),
    path(
        "projects/<slug:slug>/codebook/relations/<uuid:id>/archive",
        relation_kinds.RelationKindArchive.as_view(),
        name="relation_kind_archive",
    ),
    path(
        "projects/<slug:slug>/codebook/relations/<uuid:id>/restore",
        relation_kinds.RelationKindRestore.as_view(),
        name="relation_kind_restore",
    ),
    path(
        "projects/<slug:slug>/documents/<uuid:id>/annotate",
        workspace.WorkspacePage.as_view(),
        name="workspace_open",
    ),
    path("projects/<slug:slug>/documents/<uuid:id>/settle", settling.SettlingPage.as_view(), name="settling"),
    path(
        "projects/<slug:slug>/documents/<uuid:id>/settle/reopen",
        settling.PlacementReopen.as_view(),
        name="placement_reopen",
    ),
]
