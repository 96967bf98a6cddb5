"""Addresses of the pages of this app."""

from django.urls import URLPattern, path

from reviews.views import adjudicating, citing, claims, comments, reviewing, steps, writing

app_name = "reviews"
urlpatterns: list[URLPattern] = [
    path("projects/<slug:slug>/claims", claims.ClaimList.as_view(), name="claim_list"),
    path("projects/<slug:slug>/claims/new", writing.ClaimNew.as_view(), name="claim_new"),
    path("projects/<slug:slug>/claims/<uuid:id>", claims.ClaimDetail.as_view(), name="claim_detail"),
    path("projects/<slug:slug>/claims/<uuid:id>/edit", writing.ClaimEdit.as_view(), name="claim_edit"),
    path("projects/<slug:slug>/claims/<uuid:id>/evidence", citing.EvidenceAdd.as_view(), name="evidence_add"),
    path("projects/<slug:slug>/claims/<uuid:id>/comments", comments.ClaimComments.as_view(), name="claim_comments"),
    path("projects/<slug:slug>/evidence/<uuid:id>/remove", citing.EvidenceRemove.as_view(), name="evidence_remove"),
    path("projects/<slug:slug>/claims/<uuid:id>/submit", steps.ClaimSubmit.as_view(), name="claim_submit"),
    path("projects/<slug:slug>/claims/<uuid:id>/withdraw", steps.ClaimWithdraw.as_view(), name="claim_withdraw"),
    path("projects/<slug:slug>/claims/<uuid:id>/restore", steps.ClaimRestore.as_view(), name="claim_restore"),
    path("projects/<slug:slug>/claims/<uuid:id>/confirm", steps.ClaimConfirm.as_view(), name="claim_confirm"),
    path("projects/<slug:slug>/claims/<uuid:id>/release", steps.ClaimRelease.as_view(), name="claim_release"),
    path("projects/<slug:slug>/claims/<uuid:id>/reopen", steps.ClaimReopen.as_view(), name="claim_reopen"),
    path("projects/<slug:slug>/review", reviewing.Review.as_view(), name="review"),
    path("projects/<slug:slug>/adjudicate", adjudicating.Adjudicate.as_view(), name="adjudicate"),
    path("projects/<slug:slug>/adjudicate/<uuid:id>", adjudicating.AdjudicateClaim.as_view(), name="adjudicate_claim"),
]
