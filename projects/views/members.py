"""People of a project: the list, one member, what they have open."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects import policy
from projects.errors import Invalid, NotFound, Problem, Stale
from projects.forms import AddMemberForm, ChangeMemberForm, InviteForm, PeopleFilter, against, tell
from projects.links import absolute, invitation_path
from projects.models import Invitation, Membership
from projects.open_work import can_hand_on, open_work_of
from projects.queries.members import (
    find_user,
    members_of,
    plain_member,
    represent_invitation,
    represent_members,
    status_of,
)
from projects.services.invitations import create_invitation, revoke_invitation
from projects.services.members import add_member, change_member, remove_member
from projects.services.open_work import hand_on_work
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
            rows = rows.filter(Q(participant__name__icontains=given["q"]) | Q(user__username__icontains=given["q"]))
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


class MemberPage(ProjectPage):
    """One member: roles, marking, suspension, and what they have open."""

    actions = {"GET": "member.read", "POST": "member.manage"}
    nav = "people"
    template = "projects/member.html"

    def _member(self, id: UUID) -> Membership:
        found = members_of(self.viewer.project_id).filter(id=id).first()
        if found is None:
            raise NotFound()
        return found

    def get(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        member = self._member(id)
        initial = {"roles": member.roles, "clearance": member.clearance, "version": member.version}
        return self._show(member, ChangeMemberForm(initial=initial))

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        member = self._member(id)
        form = ChangeMemberForm(request.POST)
        if not form.is_valid():
            return self._show(member, form, status=422)
        given = dict(form.cleaned_data)
        version = given.pop("version")
        try:
            change_member(by=self.viewer, membership_id=id, expected_version=version, **given)
        except Stale as stale:
            form.add_error(None, str(stale.detail))
            form.data = against(request.POST, member.version)
            return self._show(member, form, status=409)
        except Problem as problem:
            tell(form, problem)
            return self._show(member, form, status=422)
        return self.back(reverse("projects:member", args=[slug, id]), _("Saved."))

    def _show(self, member: Membership, form: ChangeMemberForm, *, status: int = 200) -> HttpResponse:
        slug, manages = self.viewer.project.slug, policy.may(self.viewer, "member.manage")
        why_not = "" if manages else policy.refusal(self.viewer, "member.manage")
        if why_not:
            for field in form.fields.values():
                field.disabled = True
        others = members_of(self.viewer.project_id).filter(suspended_at__isnull=True, user__is_active=True)
        return self.render(
            {
                "member": represent_members([member], self.viewer)[0],
                "stored": plain_member(member),
                "form": form,
                "why_not": why_not,
                "manages": manages,
                "work": open_work_of(member.participant) if manages else [],
                "can_hand_on": can_hand_on(),
                "others": others.exclude(id=member.id).order_by("participant__name")[:500] if manages else [],
                "suspended": status_of(member) == "suspended",
                "urls": {
                    "people": reverse("projects:people", args=[slug]),
                    **{
                        name: reverse(f"projects:member_{name}", args=[slug, member.id])
                        for name in ("suspend", "reactivate", "remove", "hand_on")
                    },
                },
                "crumbs": [
                    {"label": _("People"), "url": reverse("projects:people", args=[slug])},
                    {"label": member.participant.name},
                ],
            },
            status=status,
        )


class MemberActionPage(ProjectPage):
    """One thing done to a member: suspend, reactivate, remove, hand their open work on."""

    actions = {"POST": "member.manage"}
    doing = ""

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        if not Membership.objects.filter(project_id=self.viewer.project_id, id=id).exists():
            raise NotFound()
        member = reverse("projects:member", args=[slug, id])
        try:
            return {
                "suspend": self.suspend,
                "reactivate": self.reactivate,
                "remove": self.remove,
                "hand_on": self.hand_on,
            }[self.doing](slug, id, member)
        except NotFound:
            raise
        except Problem as problem:
            return self.back_with_problem(member, problem)

    def suspend(self, slug: str, id: UUID, member: str) -> HttpResponse:
        """Keep the member out; one click takes it back."""
        change_member(by=self.viewer, membership_id=id, expected_version=None, suspended=True)
        undo = reverse("projects:member_reactivate", args=[slug, id])
        return self.back(member, _("Suspended. Their sessions in this project have ended."), undo=undo)

    def reactivate(self, slug: str, id: UUID, member: str) -> HttpResponse:
        """Let the member back in."""
        change_member(by=self.viewer, membership_id=id, expected_version=None, suspended=False)
        undo = reverse("projects:member_suspend", args=[slug, id])
        return self.back(member, _("Let back in."), undo=undo)

    def remove(self, slug: str, id: UUID, member: str) -> HttpResponse:
        """End the membership."""
        remove_member(by=self.viewer, membership_id=id)
        return self.back(reverse("projects:people", args=[slug]), _("Removed. What they wrote stays under their name."))

    def hand_on(self, slug: str, id: UUID, member: str) -> HttpResponse:
        """Give their open work to somebody else."""
        try:
            to = UUID(self.request.POST.get("to", ""))
        except ValueError:
            raise Invalid({"to": _("Choose who takes the work over.")}) from None
        moved = hand_on_work(by=self.viewer, membership_id=id, to=to)
        words = ngettext("%(n)d piece of work handed on.", "%(n)d pieces of work handed on.", moved) % {"n": moved}
        return self.back(member, words if moved else _("There was nothing to hand on."))
