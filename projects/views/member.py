"""One member: roles, marking, suspension, and what they have open."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects import policy
from projects.errors import Conflict, Invalid, NotFound, Problem, Stale
from projects.forms import ChangeMemberForm, against, tell
from projects.models import Membership
from projects.open_work import open_work_of, takers_of
from projects.queries.members import (
    members_of,
    plain_member,
    represent_members,
    status_of,
)
from projects.services.members import change_member, remove_member
from projects.services.open_work import hand_on_work
from projects.views.base import ProjectPage


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
        return self.render(
            {
                "member": represent_members([member], self.viewer)[0],
                "stored": plain_member(member),
                "form": form,
                "why_not": why_not,
                "manages": manages,
                "work": open_work_of(member.participant) if manages else [],
                "takers": takers_of(member.participant) if manages else [],
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
        done = hand_on_work(by=self.viewer, membership_id=id, to=to)
        words = ngettext("%(n)d piece of work handed on.", "%(n)d pieces of work handed on.", done.moved)
        if done.moved:
            messages.success(self.request, words % {"n": done.moved})
        if done.left or not done.moved:
            return self.back_with_problem(member, Conflict(" ".join(done.left) or _("There was nothing to hand on.")))
        return HttpResponseRedirect(member)
