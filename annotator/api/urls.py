"""Addresses of the API of this app, below `/api/v1/`."""

from django.urls import URLPattern, path

from annotator.api import annotations, comments, history, labels, marks, placements, relations

urlpatterns: list[URLPattern] = [
    path("projects/<slug:slug>/labels", labels.Labels.as_view()),
    path("labels/<uuid:id>", labels.OneLabel.as_view()),
    path("documents/<uuid:id>/annotations", annotations.Annotations.as_view()),
    path("documents/<uuid:id>/annotations/bulk", annotations.BulkAnnotations.as_view()),
    path("documents/<uuid:id>/annotations/steps", annotations.AnnotationSteps.as_view()),
    path("documents/<uuid:id>/marks", marks.Marks.as_view()),
    path("documents/<uuid:id>/placements", placements.DocumentPlacements.as_view()),
    path("placements/<uuid:id>", placements.OnePlacement.as_view()),
    path("documents/<uuid:id>/relations", relations.Relations.as_view()),
    path("relations/<uuid:id>", relations.OneRelation.as_view()),
    path("relations/<uuid:id>/restore", relations.RestoredRelation.as_view()),
    path("projects/<slug:slug>/relation-kinds", relations.RelationKinds.as_view()),
    path("relation-kinds/<uuid:id>", relations.OneRelationKind.as_view()),
    path("annotations/<uuid:id>", annotations.OneAnnotation.as_view()),
    path("annotations/<uuid:id>/comments", comments.AnnotationComments.as_view()),
    path("annotations/<uuid:id>/history", history.AnnotationHistory.as_view()),
    path("annotations/<uuid:id>/restore", annotations.RestoredAnnotation.as_view()),
]
