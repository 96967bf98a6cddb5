"""Accounts of the site, for its administrators."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.errors import NotFound, Problem
from projects.forms import ChangeUserForm, NewUserForm, SiteInviteForm, UserFilter, tell
from projects.links import absolute, invitation_path
from projects.models import Invitation, SiteEvent, User
from projects.queries.events import told
from projects.queries.members import represent_invitation
from projects.queries.unmanaged import left_by, unmanaged_projects
from projects.queries.users import accounts, open_work_everywhere, represent_user
from projects.services.invitations import invite_to_site, revoke_site_invitation
from projects.services.users import change_user, create_user, make_password_link
from projects.views.base import Page
from projects.views.spreadsheet import csv_answer

_SORTS = {"username": "username", "name": "name", "since": "date_joined", "seen": "last_login"}


class AdminPage(Page):
    """A page for administrators of the site."""

    actions = {"GET": "user.manage"}
    nav = "users"

    def render(self, context: dict[str, Any] | None = None, *, status: int = 200, template: str = "") -> HttpResponse:
        self.request.nav = self.nav  # type: ignore[attr-defined]
        return super().render(context, status=status, template=template)


class AdminIndex(AdminPage):
    """Where administration begins: the accounts."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse("projects:user_list"))


class UserListPage(AdminPage):
    """Every account, with filters; ways to open one."""

    template = "projects/user_list.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if request.GET.get("format") == "csv":
            header = [_("Username"), _("Name"), _("Email"), _("Administrator"), _("State"), _("Since"), _("Last seen")]
            rows = (
                [u.username, u.name, u.email, u.is_admin, represent_user(u)["status"], u.date_joined, u.last_login]
                for u in self._filtered()[1][:20_000]
            )
            return csv_answer("accounts", header, rows)
        return self.show()

    def _filtered(self) -> tuple[UserFilter, Any]:
        form = UserFilter(self.request.GET)
        form.is_valid()
        given = form.cleaned_data
        sort = self.request.GET.get("sort", "username")
        column = _SORTS.get(sort.removeprefix("-"), "username")
        rows = accounts(given.get("q", ""), status=given.get("status", ""))
        return form, rows.order_by(f"-{column}" if sort.startswith("-") else column, "id")

    def show(
        self,
        *,
        new: NewUserForm | None = None,
        invite: SiteInviteForm | None = None,
        link: str = "",
        link_for: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """The page, with a dialog open where a form came back, or with a link that is shown this once."""
        form, rows = self._filtered()
        page = Paginator(rows, 50).get_page(self.request.GET.get("page"))
        people = [
            represent_user(user) | {"url": reverse("projects:user", args=[user.id]), "projects": user.project_count}
            for user in page
        ]
        open_ones = Invitation.objects.filter(project__isnull=True, used_at__isnull=True, revoked_at__isnull=True)
        query = self.request.GET.copy()
        query["format"] = "csv"
        response = self.render(
            {
                "people": people,
                "page_obj": page,
                "filter": form,
                "filtered": any(form.cleaned_data.values()),
                "sort": self.request.GET.get("sort", "username"),
                "csv_url": f"?{query.urlencode()}",
                "new_form": new or NewUserForm(auto_id="new_%s"),
                "invite_form": invite or SiteInviteForm(auto_id="invite_%s"),
                "creating": new is not None,
                "inviting": invite is not None,
                "unmanaged": unmanaged_projects().order_by("name", "slug")[:100],
                "invitations": [
                    represent_invitation(row)
                    | {"revoke_url": reverse("projects:site_invitation_revoke", args=[row.id])}
                    for row in open_ones.select_related("created_by").order_by("-created_at")[:100]
                ],
                "link": link,
                "link_for": link_for,
            },
            status=status,
            template=UserListPage.template,
        )
        if link:
            response["Cache-Control"] = "no-store"
        return response


class NewUserPage(UserListPage):
    """Open an account for somebody."""

    actions = {"POST": "user.manage"}

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NewUserForm(request.POST, auto_id="new_%s")
        by: Any = request.user
        if form.is_valid():
            try:
                user, path = create_user(by=by, **form.cleaned_data)
                return self.show(link=absolute(request, path), link_for=user.display_name, status=201)
            except Problem as problem:
                tell(form, problem)
        return self.show(new=form, status=422)


class SiteInvitePage(UserListPage):
    """Make an invitation to open an account."""

    actions = {"POST": "user.manage"}

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SiteInviteForm(request.POST, auto_id="invite_%s")
        by: Any = request.user
        if form.is_valid():
            _invitation, secret = invite_to_site(by=by, **form.cleaned_data)
            return self.show(link=absolute(request, invitation_path(secret)), status=201)
        return self.show(invite=form, status=422)


class RevokeSiteInvitationPage(AdminPage):
    """Withdraw an invitation to the site."""

    actions = {"POST": "user.manage"}

    def post(self, request: HttpRequest, id: UUID) -> HttpResponse:
        by: Any = request.user
        revoke_site_invitation(by=by, invitation_id=id)
        return self.back(reverse("projects:user_list"), _("The invitation is void."))


class UserPage(AdminPage):
    """One account: change it, suspend it, make a link for a new password, see what is open."""

    actions = {"GET": "user.manage", "POST": "user.manage"}
    template = "projects/user.html"

    def find(self, id: UUID) -> User:
        """The account or nothing."""
        found = User.objects.filter(id=id).first()
        if found is None:
            raise NotFound()
        return found

    def get(self, request: HttpRequest, id: UUID) -> HttpResponse:
        return self.show(self.find(id))

    def post(self, request: HttpRequest, id: UUID) -> HttpResponse:
        user = self.find(id)
        form = ChangeUserForm(request.POST)
        by: Any = request.user
        if form.is_valid():
            try:
                change_user(by=by, user_id=id, changes=form.cleaned_data)
                return self.back(reverse("projects:user", args=[id]), _("Saved."))
            except Problem as problem:
                tell(form, problem)
        return self.show(user, form=form, status=422)

    def show(
        self, user: User, *, form: ChangeUserForm | None = None, link: str = "", status: int = 200
    ) -> HttpResponse:
        """The page of one account."""
        initial = {"name": user.name, "email": user.email, "is_admin": user.is_admin}
        events = SiteEvent.objects.filter(subject_id=user.id).order_by("-number")[:30]
        response = self.render(
            {
                "account": represent_user(user),
                "form": form or ChangeUserForm(initial=initial),
                "work": open_work_everywhere(user),
                "left": left_by(user)[:100],
                "events": [told(event) for event in events],
                "link": link,
                "crumbs": [
                    {"label": _("Accounts"), "url": reverse("projects:user_list")},
                    {"label": user.display_name},
                ],
            },
            status=status,
            template=UserPage.template,
        )
        if link:
            response["Cache-Control"] = "no-store"
        return response


class UserActionPage(UserPage):
    """One thing done to an account: suspend, reactivate, a link for a new password."""

    actions = {"POST": "user.manage"}
    doing = ""

    def post(self, request: HttpRequest, id: UUID) -> HttpResponse:
        user = self.find(id)
        by: Any = request.user
        here = reverse("projects:user", args=[id])
        try:
            if self.doing == "reset":
                link = absolute(request, make_password_link(by=by, user_id=id))
                return self.show(user, link=link, status=201)
            change_user(by=by, user_id=id, changes={"suspended": self.doing == "suspend"})
        except Problem as problem:
            return self.back_with_problem(here, problem)
        if self.doing == "suspend":
            words = _("Suspended. Their sessions and tokens have ended.")
            return self.back(here, words, undo=reverse("projects:user_reactivate", args=[id]))
        return self.back(here, _("The account is open again."), undo=reverse("projects:user_suspend", args=[id]))
