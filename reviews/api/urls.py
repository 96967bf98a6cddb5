"""Addresses of the API of this app, below `/api/v1/`."""

from django.urls import URLPattern, path

from reviews.api import adjudications, claims, comments, evidence, verdicts

urlpatterns: list[URLPattern] = [
    path("projects/<slug:slug>/claims", claims.Claims.as_view()),
    path("projects/<slug:slug>/claims/confirm", adjudications.ConfirmedClaims.as_view()),
    path("claims/<uuid:id>", claims.OneClaim.as_view()),
    path("claims/<uuid:id>/submit", claims.SubmittedClaim.as_view()),
    path("claims/<uuid:id>/restore", claims.RestoredClaim.as_view()),
    path("claims/<uuid:id>/evidence", evidence.ClaimEvidence.as_view()),
    path("claims/<uuid:id>/verdicts", verdicts.ClaimVerdicts.as_view()),
    path("claims/<uuid:id>/adjudication", adjudications.ClaimAdjudication.as_view()),
    path("claims/<uuid:id>/confirm", adjudications.ConfirmedClaim.as_view()),
    path("claims/<uuid:id>/reopen", adjudications.ReopenedClaim.as_view()),
    path("claims/<uuid:id>/release", adjudications.ReleasedClaim.as_view()),
    path("claims/<uuid:id>/comments", comments.ClaimComments.as_view()),
    path("evidence/<uuid:id>", evidence.OneEvidence.as_view()),
]
