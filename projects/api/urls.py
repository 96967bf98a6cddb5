"""Addresses of the API of this app, below `/api/v1/`."""

from django.urls import URLPattern, path

from projects.api import auth, comments, events, invitations, jobs, me, members, names, projects, unmanaged, users
from projects.live.view import stream

urlpatterns: list[URLPattern] = [
    path("auth/token", auth.TokenEndpoint.as_view()),
    path("auth/tokens", auth.TokensEndpoint.as_view()),
    path("auth/tokens/<slug:key>", auth.OneTokenEndpoint.as_view()),
    path("me", me.MeEndpoint.as_view()),
    path("projects", projects.ProjectsEndpoint.as_view()),
    path("projects/<slug:slug>", projects.OneProjectEndpoint.as_view()),
    path("projects/<slug:slug>/leave", projects.LeaveEndpoint.as_view()),
    path("projects/<slug:slug>/members", members.MembersEndpoint.as_view()),
    path("members/<uuid:id>", members.OneMemberEndpoint.as_view()),
    path("members/<uuid:id>/open-work", members.OpenWorkEndpoint.as_view()),
    path("projects/<slug:slug>/imported-names", names.NamesEndpoint.as_view()),
    path("imported-names/<uuid:id>", names.OneNameEndpoint.as_view()),
    path("projects/<slug:slug>/invitations", invitations.InvitationsEndpoint.as_view()),
    path("invitations/<uuid:id>", invitations.OneInvitationEndpoint.as_view()),
    path("site-invitations", invitations.SiteInvitationsEndpoint.as_view()),
    path("site-invitations/<uuid:id>", invitations.OneSiteInvitationEndpoint.as_view()),
    path("projects/<slug:slug>/events", events.EventsEndpoint.as_view()),
    path("projects/<slug:slug>/stream", stream, name="stream"),
    path("comments/<uuid:id>", comments.OneCommentEndpoint.as_view()),
    path("comments/<uuid:id>/restore", comments.RestoredCommentEndpoint.as_view()),
    path("threads/<uuid:id>/resolve", comments.ResolvedThreadEndpoint.as_view()),
    path("threads/<uuid:id>/reopen", comments.ReopenedThreadEndpoint.as_view()),
    path("threads/<uuid:id>/read", comments.ReadThreadEndpoint.as_view()),
    path("jobs", jobs.JobsEndpoint.as_view()),
    path("jobs/<uuid:id>", jobs.OneJobEndpoint.as_view()),
    path("jobs/<uuid:id>/cancel", jobs.CancelJobEndpoint.as_view()),
    path("jobs/<uuid:id>/retry", jobs.RetryJobEndpoint.as_view()),
    path("users", users.UsersEndpoint.as_view()),
    path("users/<uuid:id>", users.OneUserEndpoint.as_view()),
    path("users/<uuid:id>/reset-link", users.ResetLinkEndpoint.as_view()),
    path("unmanaged-projects", unmanaged.UnmanagedProjectsEndpoint.as_view()),
    path("unmanaged-projects/<uuid:id>/manager", unmanaged.AppointEndpoint.as_view()),
]
