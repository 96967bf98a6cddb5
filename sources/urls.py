"""Addresses of the pages of this app."""

from django.urls import URLPattern, path

from sources.views import (
    appearances,
    documents,
    entities,
    entity_merging,
    entity_names,
    imports,
    publisher_merging,
    publishers,
    readings,
    records,
    relations,
    revisions,
    saved_searches,
    search,
)

app_name = "sources"

_PROJECT = "projects/<slug:slug>"
_DOCUMENT = f"{_PROJECT}/documents/<uuid:id>"
_ENTITY = f"{_PROJECT}/entities/<uuid:id>"
_PUBLISHER = f"{_PROJECT}/publishers/<uuid:id>"

urlpatterns: list[URLPattern] = [
    path(f"{_PROJECT}/documents", documents.DocumentList.as_view(), name="document_list"),
    path(f"{_PROJECT}/documents/delete", documents.DocumentBulk.as_view(), name="document_bulk"),
    path(f"{_PROJECT}/documents/restore", documents.DocumentRestore.as_view(), name="document_restore"),
    path(_DOCUMENT, records.DocumentPage.as_view(), name="document_detail"),
    path(f"{_DOCUMENT}/citation", records.DocumentCite.as_view(), name="document_cite"),
    path(f"{_DOCUMENT}/entities", appearances.DocumentNaming.as_view(), name="document_naming"),
    path(
        f"{_PROJECT}/document-entities/<uuid:id>/remove",
        appearances.DocumentUnnaming.as_view(),
        name="document_unnaming",
    ),
    path(f"{_DOCUMENT}/finish", readings.ReadingFinish.as_view(), name="reading_finish"),
    path(f"{_DOCUMENT}/reveal", readings.ReadingReveal.as_view(), name="reading_reveal"),
    path(f"{_DOCUMENT}/resume", readings.ReadingResume.as_view(), name="reading_resume"),
    path(f"{_DOCUMENT}/unblind", readings.DocumentUnblind.as_view(), name="document_unblind"),
    path(f"{_DOCUMENT}/readings/<uuid:participant>/reopen", readings.ReadingReopen.as_view(), name="reading_reopen"),
    path(f"{_DOCUMENT}/readings/<uuid:participant>/release", readings.ReadingRelease.as_view(), name="reading_release"),
    path(f"{_DOCUMENT}/revisions/replace", revisions.RevisionReplace.as_view(), name="revision_replace"),
    path(f"{_DOCUMENT}/revisions/edit", revisions.RevisionEdit.as_view(), name="revision_edit"),
    path(f"{_DOCUMENT}/revisions/blocks", revisions.RevisionBlocks.as_view(), name="revision_blocks"),
    path(f"{_DOCUMENT}/revisions/compare", revisions.RevisionCompare.as_view(), name="revision_compare"),
    path(f"{_DOCUMENT}/revisions/progress", revisions.ProposalProgress.as_view(), name="proposal_progress"),
    path(f"{_DOCUMENT}/revisions/cancel", revisions.ProposalCancel.as_view(), name="proposal_cancel"),
    path(f"{_DOCUMENT}/revisions/retry", revisions.ProposalRetry.as_view(), name="proposal_retry"),
    path(f"{_PROJECT}/imports", imports.ImportNew.as_view(), name="import_new"),
    path(f"{_PROJECT}/imports/<uuid:id>", imports.ImportPage.as_view(), name="import_detail"),
    path(f"{_PROJECT}/imports/<uuid:id>/cancel", imports.ImportCancel.as_view(), name="import_cancel"),
    path(f"{_PROJECT}/provenance", relations.RelationList.as_view(), name="relation_list"),
    path(f"{_PROJECT}/provenance/<uuid:id>", relations.RelationPage.as_view(), name="relation_detail"),
    path(f"{_PROJECT}/search", search.SearchPage.as_view(), name="search"),
    path(f"{_PROJECT}/search/save", saved_searches.SaveSearch.as_view(), name="search_save"),
    path(f"{_PROJECT}/search/saved/<uuid:id>/remove", saved_searches.RemoveSearch.as_view(), name="search_remove"),
    path(f"{_PROJECT}/concordance", search.ConcordancePage.as_view(), name="concordance"),
    path(f"{_PROJECT}/entities", entities.EntityList.as_view(), name="entity_list"),
    path(_ENTITY, entities.EntityPage.as_view(), name="entity_detail"),
    path(f"{_ENTITY}/aliases", entity_names.EntityAliasAdd.as_view(), name="entity_alias_add"),
    path(f"{_ENTITY}/identifiers", entity_names.EntityIdentifierAdd.as_view(), name="entity_identifier_add"),
    path(f"{_ENTITY}/merge", entity_merging.EntityMerge.as_view(), name="entity_merge"),
    path(f"{_ENTITY}/split", entity_merging.EntitySplit.as_view(), name="entity_split"),
    path(f"{_ENTITY}/delete", entity_merging.EntityDelete.as_view(), name="entity_delete"),
    path(f"{_ENTITY}/restore", entity_merging.EntityRestore.as_view(), name="entity_restore"),
    path(
        f"{_PROJECT}/entity-aliases/<uuid:id>/remove",
        entity_names.EntityAliasRemove.as_view(),
        name="entity_alias_remove",
    ),
    path(
        f"{_PROJECT}/entity-identifiers/<uuid:id>/remove",
        entity_names.EntityIdentifierRemove.as_view(),
        name="entity_identifier_remove",
    ),
    path(f"{_PROJECT}/publishers", publishers.PublisherList.as_view(), name="publisher_list"),
    path(_PUBLISHER, publishers.PublisherPage.as_view(), name="publisher_detail"),
    path(f"{_PUBLISHER}/rate", publishers.PublisherRate.as_view(), name="publisher_rate"),
    path(f"{_PUBLISHER}/merge", publisher_merging.PublisherMerge.as_view(), name="publisher_merge"),
    path(f"{_PUBLISHER}/split", publisher_merging.PublisherSplit.as_view(), name="publisher_split"),
]
