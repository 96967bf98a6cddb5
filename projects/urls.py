"""Addresses of the pages of this app."""

from django.urls import URLPattern, path

from projects.views import (
    account,
    history,
    home,
    invitations,
    jobs,
    member,
    members,
    names,
    palette,
    projects,
    unmanaged,
    users,
)

app_name = "projects"
urlpatterns: list[URLPattern] = [
    path("", home.HomePage.as_view(), name="home"),
    path("palette", palette.PalettePage.as_view(), name="palette"),
    path("account", account.AccountPage.as_view(), name="account"),
    path("account/tokens", account.NewTokenPage.as_view(), name="token_new"),
    path("account/tokens/<slug:key>/revoke", account.RevokeTokenPage.as_view(), name="token_revoke"),
    path("account/end-sessions", account.EndSessionsPage.as_view(), name="sessions_end"),
    path("invitations/<str:secret>", invitations.InvitationPage.as_view(), name="invitation"),
    path("admin", users.AdminIndex.as_view(), name="admin"),
    path("admin/users", users.UserListPage.as_view(), name="user_list"),
    path("admin/users/new", users.NewUserPage.as_view(), name="user_new"),
    path("admin/users/invite", users.SiteInvitePage.as_view(), name="site_invite"),
    path("admin/invitations/<uuid:id>/revoke", users.RevokeSiteInvitationPage.as_view(), name="site_invitation_revoke"),
    path("admin/users/<uuid:id>", users.UserPage.as_view(), name="user"),
    path("admin/users/<uuid:id>/suspend", users.UserActionPage.as_view(doing="suspend"), name="user_suspend"),
    path("admin/users/<uuid:id>/reactivate", users.UserActionPage.as_view(doing="reactivate"), name="user_reactivate"),
    path("admin/users/<uuid:id>/reset-link", users.UserActionPage.as_view(doing="reset"), name="user_reset"),
    path("admin/unmanaged/<uuid:id>", unmanaged.AppointPage.as_view(), name="appoint"),
    path("admin/jobs", jobs.JobListPage.as_view(), name="job_list"),
    path("admin/jobs/<uuid:id>/cancel", jobs.JobActionPage.as_view(doing="cancel"), name="job_cancel"),
    path("admin/jobs/<uuid:id>/retry", jobs.JobActionPage.as_view(doing="retry"), name="job_retry"),
    path("projects/new", projects.NewProjectPage.as_view(), name="project_new"),
    path("projects/<slug:slug>/", projects.OverviewPage.as_view(), name="overview"),
    path("projects/<slug:slug>/palette", palette.ProjectPalettePage.as_view(), name="project_palette"),
    path("projects/<slug:slug>/leave", projects.LeavePage.as_view(), name="leave"),
    path("projects/<slug:slug>/settings", projects.SettingsPage.as_view(), name="settings"),
    path("projects/<slug:slug>/history", history.HistoryPage.as_view(), name="history"),
    path("projects/<slug:slug>/people", members.PeoplePage.as_view(), name="people"),
    path("projects/<slug:slug>/people/add", members.AddMemberPage.as_view(), name="member_add"),
    path("projects/<slug:slug>/people/invite", members.InvitePage.as_view(), name="invite"),
    path("projects/<slug:slug>/people/bulk", members.BulkMembersPage.as_view(), name="members_bulk"),
    path(
        "projects/<slug:slug>/people/invitations/<uuid:id>/revoke",
        members.RevokeInvitationPage.as_view(),
        name="invitation_revoke",
    ),
    path("projects/<slug:slug>/people/names", names.NameListPage.as_view(), name="name_list"),
    path("projects/<slug:slug>/people/names/<uuid:id>", names.NamePage.as_view(), name="name"),
    path("projects/<slug:slug>/people/names/<uuid:id>/unmap", names.UnmapNamePage.as_view(), name="name_unmap"),
    path("projects/<slug:slug>/people/<uuid:id>", member.MemberPage.as_view(), name="member"),
    *[
        path(
            f"projects/<slug:slug>/people/<uuid:id>/{doing.replace('_', '-')}",
            member.MemberActionPage.as_view(doing=doing),
            name=f"member_{doing}",
        )
        for doing in ("suspend", "reactivate", "remove", "hand_on")
    ],
]
