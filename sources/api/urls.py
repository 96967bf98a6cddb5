"""Addresses of the API of this app, below `/api/v1/`."""

from django.urls import URLPattern, path

from sources.api import comments, documents, files, imports, presence, publishers, readings, relations, saved_searches, search

urlpatterns: list[URLPattern] = [
    path("projects/<slug:slug>/documents", documents.DocumentsEndpoint.as_view()),
    path("documents/<uuid:id>", documents.DocumentRecordEndpoint.as_view()),
    path("documents/<uuid:id>/restore", documents.DocumentRestorationEndpoint.as_view()),
    path("documents/<uuid:id>/text", documents.DocumentTextEndpoint.as_view()),
    path("documents/<uuid:id>/citation", files.CitationEndpoint.as_view(), name="document_citation"),
    path("documents/<uuid:id>/file", files.FileEndpoint.as_view(), name="document_file"),
    path("documents/<uuid:id>/readings", readings.ReadingsEndpoint.as_view()),
    path("documents/<uuid:id>/finish", readings.FinishEndpoint.as_view()),
    path("documents/<uuid:id>/reveal", readings.RevealEndpoint.as_view()),
    path("documents/<uuid:id>/resume", readings.ResumeEndpoint.as_view()),
    path("documents/<uuid:id>/reopen", readings.ReopenEndpoint.as_view()),
    path("documents/<uuid:id>/release", readings.ReleaseEndpoint.as_view()),
    path("documents/<uuid:id>/unblind", readings.UnblindEndpoint.as_view()),
    path("documents/<uuid:id>/presence", presence.PresenceEndpoint.as_view()),
    path("documents/<uuid:id>/comments", comments.DocumentComments.as_view()),
    path("documents/<uuid:id>/document-relations", relations.DocumentRelationsEndpoint.as_view()),
    path("documents/<uuid:id>/origin", relations.OriginEndpoint.as_view()),
    path("document-relations/<uuid:id>", relations.DocumentRelationEndpoint.as_view()),
    path("projects/<slug:slug>/document-relations", relations.ProjectRelationsEndpoint.as_view()),
    path("projects/<slug:slug>/comparisons", relations.ComparisonsEndpoint.as_view()),
    path("revisions/<uuid:id>/text", documents.RevisionTextEndpoint.as_view(), name="revision_text"),
    path("revisions/<uuid:id>/sections", documents.RevisionSectionsEndpoint.as_view()),
    path("projects/<slug:slug>/imports", imports.ImportsEndpoint.as_view()),
    path("imports/<uuid:id>", imports.ImportEndpoint.as_view()),
    path("imports/<uuid:id>/cancel", imports.ImportCancelEndpoint.as_view()),
    path("projects/<slug:slug>/publishers", publishers.PublishersEndpoint.as_view()),
    path("publishers/<uuid:id>", publishers.PublisherEndpoint.as_view()),
    path("search", search.SearchEndpoint.as_view()),
    path("concordance", search.ConcordanceEndpoint.as_view()),
    path("projects/<slug:slug>/saved-searches", saved_searches.SavedSearchesEndpoint.as_view()),
    path("saved-searches/<uuid:id>", saved_searches.SavedSearchEndpoint.as_view()),
    path("projects/<slug:slug>/search-index", search.IndexEndpoint.as_view()),
    path("projects/<slug:slug>/search-index/rebuild", search.RebuildEndpoint.as_view()),
]
