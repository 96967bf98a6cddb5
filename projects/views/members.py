"""People of a project: the list, and the ways somebody comes in."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects import policy
from projects.errors import Invalid, NotFound, Problem
from projects.forms import AddMemberForm, InviteForm, PeopleFilter, tell
from projects.links import absolute, invitation_path
from projects.models import Invitation, Membership
from projects.queries.members import (
    find_user,
    members_of,
    represent_invitation,
    represent_members,
)
from projects.services.invitations import create_invitation, revoke_invitation
from projects.services.members import add_member, change_member
from projects.spelling import holding
from projects.views.base import ProjectPage
from projects.views.spreadsheet import csv_answer

_SORTS = {"name": "participant__name", "since": "created_at"}


class PeoplePage(ProjectPage):
    """Members with their roles; for managers also invitations and the ways to add somebody."""

    actions = {"GET": "member.read"}
    nav = "people"
    template = "projects/people.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        if request.GET.get("format") == "csv":
            return self._csv(slug)
        return self.show()

    def _filtered(self) -> tuple[PeopleFilter, QuerySet[Membership]]:
        form = PeopleFilter(self.request.GET)
        form.is_valid()
        given = form.cleaned_data
        rows = members_of(self.viewer.project_id)
        if given.get("q"):
            rows = rows.filter(holding(given["q"], "participant__name", "user__username"))
        if given.get("role"):
            rows = rows.filter(roles__contains=[given["role"]])
        away = Q(suspended_at__isnull=False) | Q(user__is_active=False)
        if given.get("status"):
            rows = rows.filter(away if given["status"] == "suspended" else ~away)
        sort = self.request.GET.get("sort", "name")
        column = _SORTS.get(sort.removeprefix("-"), "participant__name")
        return form, rows.order_by(f"-{column}" if sort.startswith("-") else column, "id")

    def _csv(self, slug: str) -> HttpResponseBase:
        _form, rows = self._filtered()
        header = [_("Name"), _("Username"), _("Roles"), _("May read up to"), _("State"), _("Since")]
        people = represent_members(rows[:5000], self.viewer)
        lines = (
            [p["name"], p["username"], " ".join(p["roles"]), p["clearance"], p["status"], p["created_at"].isoformat()]
            for p in people
        )
        return csv_answer(f"{slug}-people", header, lines)

    def show(
        self,
        *,
        add: AddMemberForm | None = None,
        invite: InviteForm | None = None,
        link: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """The page, with a dialog open where a form came back, or with a link that is shown this once."""
        form, rows = self._filtered()
        manages = policy.may(self.viewer, "member.manage")
        people = represent_members(rows[:1000], self.viewer)
        slug = self.viewer.project.slug
        for person in people:
            person["url"] = reverse("projects:member", args=[slug, person["id"]])
        response = self.render(
            {
                "people": people,
                "filter": form,
                "filtered": any(form.cleaned_data.values()),
                "sort": self.request.GET.get("sort", "name"),
                "csv_url": f"?{self._query(format='csv')}",
                "why_not": "" if manages else policy.refusal(self.viewer, "member.manage"),
                "manages": manages,
                "add_form": add or AddMemberForm(auto_id="add_%s"),
                "invite_form": invite or InviteForm(auto_id="invite_%s"),
                "adding": add is not None,
                "inviting": invite is not None,
                "invitations": self._invitations() if manages else [],
                "link": link,
                "bulk_actions": [
                    {"label": _("Suspend"), "name": "action", "value": "suspend", "icon": "ban"},
                    {"label": _("Let back in"), "name": "action", "value": "reactivate", "icon": "rotate-ccw"},
                ],
            },
            status=status,
            template=self.template or PeoplePage.template,
        )
        if link:
            response["Cache-Control"] = "no-store"
        return response

    def _query(self, **changes: str) -> str:
        query = self.request.GET.copy()
        for key, value in changes.items():
            query[key] = value
        return query.urlencode()

    def _invitations(self) -> list[dict[str, Any]]:
        rows = Invitation.objects.filter(
            project_id=self.viewer.project_id, used_at__isnull=True, revoked_at__isnull=True
        )
        slug = self.viewer.project.slug
        return [
            represent_invitation(row) | {"revoke_url": reverse("projects:invitation_revoke", args=[slug, row.id])}
            for row in rows.select_related("created_by").order_by("-created_at")[:100]
        ]


class AddMemberPage(PeoplePage):
    """Add somebody who has an account."""

    actions = {"POST": "member.manage"}

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        form = AddMemberForm(request.POST, auto_id="add_%s")
        if form.is_valid():
            given = form.cleaned_data
            named = given["person"].strip()
            try:
                mail = "@" in named
                user = find_user(username=None if mail else named, email=named if mail else None)
                add_member(by=self.viewer, user=user, roles=given["roles"], clearance=given["clearance"])
                message = _("%(name)s is a member now.") % {"name": user.display_name}
                return self.back(reverse("projects:people", args=[slug]), message)
            except Invalid as problem:
                form.add_error("person" if "roles" not in problem.errors else "roles", str(problem.detail))
            except Problem as problem:
                tell(form, problem)
        return self.show(add=form, status=422)


class InvitePage(PeoplePage):
    """Make an invitation; its link is on the page that answers and nowhere else."""

    actions = {"POST": "member.manage"}

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        form = InviteForm(request.POST, auto_id="invite_%s")
        if form.is_valid():
            try:
                _invitation, secret = create_invitation(by=self.viewer, **form.cleaned_data)
                return self.show(link=absolute(request, invitation_path(secret)), status=201)
            except Problem as problem:
                tell(form, problem)
        return self.show(invite=form, status=422)


class RevokeInvitationPage(ProjectPage):
    """Withdraw an invitation."""

    actions = {"POST": "member.manage"}

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        url = reverse("projects:people", args=[slug])
        try:
            revoke_invitation(by=self.viewer, invitation_id=id)
        except NotFound:
            raise
        except Problem as problem:
            return self.back_with_problem(url, problem)
        return self.back(url, _("The invitation is void."))


class BulkMembersPage(ProjectPage):
    """Suspend several members, or let them back in."""

    actions = {"POST": "member.manage"}

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        url = reverse("projects:people", args=[slug])
        suspend = request.POST.get("action") == "suspend"
        done = 0
        for text in request.POST.getlist("ids")[:500]:
            try:
                membership_id = UUID(text)
            except ValueError:
                continue
            try:
                change_member(by=self.viewer, membership_id=membership_id, expected_version=None, suspended=suspend)
                done += 1
            except Problem as problem:
                return self.back_with_problem(url, problem)
        words = (
            ngettext("%(n)d member suspended.", "%(n)d members suspended.", done)
            if suspend
            else ngettext("%(n)d member let back in.", "%(n)d members let back in.", done)
        )
        return self.back(url, words % {"n": done} if done else "")
