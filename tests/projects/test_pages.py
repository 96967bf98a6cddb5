"""Pages of projects, people, accounts and jobs: what they show to whom, and that their forms do what they say."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from knox.models import AuthToken

from projects import pages
from projects.events import change
from projects.models import Event, Invitation, Job, Membership, Participant, Project, User
from projects.open_work import OpenWork
from projects.pages import Found, Stuck, Waiting
from projects.vocabulary import Secrecy
from tests.cast import NOBODY, PASSWORD, Cast, gather, join, make_document, make_project, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return gather()


def browser(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.users[name])
    return client


def text(response: Any, status: int = 200) -> str:
    assert response.status_code == status, (response.status_code, response.content[:300])
    return response.content.decode()


def messages(client: Client, path: str = "/") -> str:
    """What the toasts of the next page say."""
    return " ".join(str(message) for message in client.get(path).context["messages"])


# My work ----------------------------------------------------------------------------------------------------------


def test_the_first_page_asks_strangers_to_sign_in() -> None:
    response = Client().get("/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/")


def test_my_work_lists_what_waits_in_every_project_and_the_projects(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    join(make_project("second"), cast.users["viewer"], "manager")
    found = [Waiting("3 claims to judge", "/x", 3), Waiting("nothing", "/y", 0)]
    monkeypatch.setattr(pages, "_WAITING", [lambda viewer: found])
    page = text(browser(cast, "viewer").get("/"))
    assert page.count("3 claims to judge") == 2
    assert "nothing" not in page
    assert 'href="/projects/desk/"' in page
    assert 'href="/projects/second/"' in page


def test_whoever_is_in_no_project_is_told_what_to_do_next(cast: Cast, settings: Any) -> None:
    assert "Create a project" in text(browser(cast, "admin").get("/"))
    Membership.objects.filter(user=cast.users["viewer"]).delete()
    assert "Ask the manager of a project" in text(browser(cast, "viewer").get("/"))
    settings.PROJECT_CREATORS = "everyone"
    assert "Create a project" in text(browser(cast, "viewer").get("/"))


def test_the_shell_has_the_projects_the_palette_and_the_navigation(cast: Cast) -> None:
    context = browser(cast, "annotator").get("/projects/desk/").context
    assert [entry["name"] for entry in context["projects_menu"]] == ["Desk"]
    assert context["palette_url"] == "/projects/desk/palette"
    assert context["account_url"] == "/account"
    labels = [str(entry["label"]) for entry in context["nav"]]
    assert {"Overview", "People", "Settings"} <= set(labels)
    assert "History" not in labels
    assert [entry["current"] for entry in context["nav"] if entry["label"] == "Overview"] == [True]
    outside = browser(cast, "admin").get("/").context
    assert [entry["url"] for entry in outside["nav_main"]] == ["/", "/admin/users", "/admin/jobs", "/account"]
    assert "nav" not in outside


# Projects ---------------------------------------------------------------------------------------------------------


def test_a_project_is_created_with_its_form(cast: Cast) -> None:
    client = browser(cast, "admin")
    assert "New project" in text(client.get("/projects/new"))
    taken = text(client.post("/projects/new", {"name": "A second desk", "slug": "desk"}), 422)
    assert "A second desk" in taken
    assert "at this address already" in taken
    made = client.post("/projects/new", {"name": "A second desk", "slug": ""})
    assert made["Location"] == "/projects/a-second-desk/"
    assert browser(cast, "viewer").get("/projects/new").status_code == 403


def test_the_overview_shows_cards_what_is_stuck_and_the_activity_one_may_see(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        pages, "_CARDS", [lambda v: {"title": "Docs", "stats": [{"label": "documents", "value": 1234}]}]
    )
    monkeypatch.setattr(pages, "_STUCK", [lambda v: [Stuck("An import failed", "not UTF-8")]])
    document = make_document(cast.project)
    author = cast.participant("annotator").id
    with change(project_id=cast.project.id, by=cast.viewer("annotator")) as log:
        log.add("job.cancelled", after={"kind": "open one"})
        log.add(
            "job.cancelled", after={"kind": "hidden one"}, document=document.id, author=author, secrecy=Secrecy.MARK
        )
    page = text(browser(cast, "viewer").get("/projects/desk/"))
    assert "1,234" in page
    assert "An import failed" in page
    assert "open one" in page
    assert "hidden one" not in page
    assert "hidden one" in text(browser(cast, "annotator").get("/projects/desk/"))


def test_a_failed_job_and_the_work_of_people_away_are_stuck(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from projects import open_work

    monkeypatch.setattr(open_work, "_FINDERS", {"test": lambda participant: [OpenWork("2 open readings", 2)]})
    Membership.objects.filter(user=cast.users["annotator"]).update(suspended_at=timezone.now())
    errors = [{"detail": "The archive is empty."}, {"detail": "x"}]
    Job.objects.create(
        kind="import", project=cast.project, requested_by=cast.users["manager"], status="failed", errors=errors
    )
    page = text(browser(cast, "manager").get("/projects/desk/"))
    assert "The archive is empty. (and 1 more)" in page
    assert "Open work of annotator, who is suspended" in page
    other = text(browser(cast, "viewer").get("/projects/desk/"))
    assert "The archive is empty" not in other
    assert "Open work of" not in other


def test_settings_are_shown_to_all_and_saved_by_managers(cast: Cast) -> None:
    locked = text(browser(cast, "viewer").get("/projects/desk/settings"))
    assert "Only these roles may do this: Manager" in locked
    assert "Save" not in locked.split("<main")[1]
    client = browser(cast, "manager")
    form = client.get("/projects/desk/settings").context["form"].initial | {"verdicts_due": 3, "uses_confidence": "on"}
    form["may_judge_own_claims"] = ""
    assert client.post("/projects/desk/settings", form)["Location"] == "/projects/desk/settings"
    project = Project.objects.get(slug="desk")
    assert (project.verdicts_due, project.uses_confidence, project.version) == (3, True, 2)
    assert browser(cast, "viewer").post("/projects/desk/settings", form).status_code == 403


def test_two_people_who_save_settings_see_what_the_other_stored(cast: Cast) -> None:
    client = browser(cast, "manager")
    form = client.get("/projects/desk/settings").context["form"].initial
    form["may_judge_own_claims"] = form["uses_confidence"] = ""
    client.post("/projects/desk/settings", form | {"description": "the first"})
    second = client.post("/projects/desk/settings", form | {"description": "the second"})
    page = text(second, 409)
    assert "Somebody changed this after you opened it" in page
    assert "the first" in page
    assert "the second" in page
    again = {name: field.value() for name, field in zip(form, (second.context["form"][n] for n in form), strict=True)}
    again = {name: "" if value in (None, False) else value for name, value in again.items()}
    assert client.post("/projects/desk/settings", again).status_code == 302
    assert Project.objects.get(slug="desk").description == "the second"


def test_one_leaves_through_the_page_and_the_last_manager_is_told_why_not(cast: Cast) -> None:
    client = browser(cast, "manager")
    assert client.post("/projects/desk/leave")["Location"] == "/projects/desk/"
    assert "last manager" in messages(client)
    assert browser(cast, "viewer").post("/projects/desk/leave")["Location"] == "/"
    assert browser(cast, "viewer").get("/projects/desk/").status_code == 404


# People -----------------------------------------------------------------------------------------------------------


def test_people_are_filtered_sorted_and_fetched_as_a_table(cast: Cast) -> None:
    client = browser(cast, "viewer")
    people = client.get("/projects/desk/people?role=reviewer&sort=-name").context["people"]
    assert [person["name"] for person in people] == ["reviewer3", "reviewer2", "reviewer"]
    assert [p["name"] for p in client.get("/projects/desk/people?q=ADJU").context["people"]] == ["adjudicator"]
    assert "Nothing matches" in text(client.get("/projects/desk/people?q=zzz"))
    assert client.get("/projects/desk/people?role=x&sort=y&status=z").status_code == 200
    response = client.get("/projects/desk/people?format=csv")
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert rows[0][:3] == ["Name", "Username", "Roles"]
    assert len(rows) == 9


def test_a_name_that_a_spreadsheet_would_run_is_only_text(cast: Cast) -> None:
    Participant.objects.filter(user=cast.users["viewer"]).update(name="=HYPERLINK(1)")
    response = browser(cast, "manager").get("/projects/desk/people?format=csv")
    assert "'=HYPERLINK(1)" in b"".join(response.streaming_content).decode()


def test_a_manager_adds_somebody_and_mistakes_stay_in_the_dialog(cast: Cast) -> None:
    make_user("newcomer")
    client = browser(cast, "manager")
    wrong = text(
        client.post("/projects/desk/people/add", {"person": "nobody", "roles": ["viewer"], "clearance": 3}), 422
    )
    assert "There is no account with this username" in wrong
    assert 'value="nobody"' in wrong
    added = {"person": "Newcomer@example.org", "roles": ["annotator"], "clearance": 2}
    assert client.post("/projects/desk/people/add", added)["Location"] == "/projects/desk/people"
    assert Membership.objects.get(user__username="newcomer").clearance == 2
    assert "newcomer is a member now" in messages(client)
    assert "is a member already" in text(client.post("/projects/desk/people/add", added), 422)


def test_an_invitation_s_link_is_shown_once(cast: Cast) -> None:
    client = browser(cast, "manager")
    response = client.post("/projects/desk/people/invite", {"roles": ["reviewer"], "note": "for Tal"})
    page = text(response, 201)
    link = response.context["link"]
    assert link in page
    assert response["Cache-Control"] == "no-store"
    listed = text(client.get("/projects/desk/people"))
    assert "for Tal" in listed
    assert link.rpartition("/")[2] not in listed
    invitation = Invitation.objects.get()
    client.post(f"/projects/desk/people/invitations/{invitation.id}/revoke")
    assert Client().get(link).status_code == 410
    assert client.post(f"/projects/desk/people/invitations/{NOBODY}/revoke").status_code == 404
    assert "invite_roles" in text(client.post("/projects/desk/people/invite", {"roles": []}), 422)


def test_a_member_is_changed_suspended_let_back_in_and_removed_on_their_page(cast: Cast) -> None:
    client = browser(cast, "manager")
    url = f"/projects/desk/people/{cast.memberships['annotator'].id}"
    form = {"roles": ["annotator", "reviewer"], "clearance": 4, "version": 1}
    assert client.post(url, form).status_code == 302
    assert cast.viewer("annotator").roles == {"annotator", "reviewer"}
    assert "Somebody changed this" in text(client.post(url, form), 409)
    client.post(f"{url}/suspend")
    (message,) = client.get(url).context["messages"]
    assert "Suspended" in str(message)
    assert message.extra_tags == f"undo:{url}/reactivate"
    assert browser(cast, "annotator").get("/projects/desk/").status_code == 404
    client.post(f"{url}/reactivate")
    assert browser(cast, "annotator").get("/projects/desk/").status_code == 200
    assert client.post(f"{url}/remove")["Location"] == "/projects/desk/people"
    assert client.get(url).status_code == 404


def test_the_page_of_the_last_manager_says_why_they_cannot_go(cast: Cast) -> None:
    client = browser(cast, "manager")
    url = f"/projects/desk/people/{cast.memberships['manager'].id}"
    for action in ("suspend", "remove"):
        assert client.post(f"{url}/{action}")["Location"] == url
        assert "last manager" in messages(client)
    assert "last manager" in text(client.post(url, {"roles": ["viewer"], "clearance": 3, "version": 1}), 422)


def test_several_members_are_suspended_at_once(cast: Cast) -> None:
    client = browser(cast, "manager")
    ids = [str(cast.memberships[name].id) for name in ("reviewer", "reviewer2")] + ["nonsense"]
    client.post("/projects/desk/people/bulk", {"action": "suspend", "ids": ids})
    assert "2 members suspended" in messages(client)
    people = client.get("/projects/desk/people?status=suspended").context["people"]
    assert [person["name"] for person in people] == ["reviewer", "reviewer2"]
    client.post("/projects/desk/people/bulk", {"action": "reactivate", "ids": ids})
    assert client.get("/projects/desk/people?status=suspended").context["people"] == []
    outside = str(cast.memberships["outsider"].id)
    client.post("/projects/desk/people/bulk", {"action": "suspend", "ids": [outside]})
    assert Membership.objects.get(id=outside).suspended_at is None


def test_whoever_does_not_manage_members_sees_them_and_why_not_more(cast: Cast) -> None:
    client = browser(cast, "annotator")
    page = text(client.get("/projects/desk/people"))
    assert "Only these roles may do this: Manager" in page
    assert 'name="ids"' not in page
    url = f"/projects/desk/people/{cast.memberships['viewer'].id}"
    assert "viewer@example.org" not in text(client.get(url))
    for path in (url, f"{url}/suspend", f"{url}/remove", f"{url}/hand-on", "/projects/desk/people/add"):
        assert client.post(path).status_code == 403, path


def test_open_work_is_handed_on_from_the_member_s_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from projects import open_work

    monkeypatch.setattr(open_work, "_FINDERS", {"t": lambda participant: [OpenWork("4 open readings", 4, "/there")]})
    monkeypatch.setattr(open_work, "_HANDLERS", {"t": lambda by, source, target: 4})
    client = browser(cast, "manager")
    url = f"/projects/desk/people/{cast.memberships['annotator'].id}"
    assert "4 open readings" in text(client.get(url))
    client.post(f"{url}/hand-on", {"to": str(cast.memberships["annotator2"].id)})
    assert "4 pieces of work handed on" in messages(client)
    client.post(f"{url}/hand-on", {"to": "x"})
    assert "Choose who takes the work over" in messages(client)


# History ----------------------------------------------------------------------------------------------------------


def test_the_history_tells_what_was_before_and_after_and_is_filtered(cast: Cast) -> None:
    with change(project_id=cast.project.id, by=cast.viewer("manager")) as log:
        log.add("member.changed", before={"roles": ["viewer"]}, after={"name": "Tal", "roles": ["reviewer"]})
        log.add("job.cancelled", after={"kind": "import"})
    with change(project_id=cast.project.id, by=cast.viewer("reviewer")) as log:
        log.add("job.retried", after={"kind": "import"})
    client = browser(cast, "reviewer")
    page = text(client.get("/projects/desk/history"))
    assert "manager changed the roles of Tal to Reviewer" in page

    def numbers(query: str) -> list[int]:
        return [entry["number"] for entry in client.get(f"/projects/desk/history{query}").context["entries"]]

    assert numbers("") == [3, 2, 1]
    assert numbers("?kind=job.cancelled") == [2]
    assert numbers(f"?person={cast.participant('reviewer').id}") == [3]
    assert numbers("?before=3") == [2, 1]
    assert numbers("?q=job") == [3, 2]
    assert numbers("?before=x&kind=y&person=z&document=w") == [3, 2, 1]
    (entry,) = client.get("/projects/desk/history?kind=member.changed").context["entries"]
    assert entry["changes"] == [
        {"name": "roles", "before": "viewer", "after": "reviewer"},
        {"name": "name", "before": "—", "after": "Tal"},
    ]
    rows = b"".join(client.get("/projects/desk/history?format=csv").streaming_content).decode()
    assert rows.count("\n") == 4


def test_the_history_is_paged_by_number(cast: Cast) -> None:
    with change(project_id=cast.project.id, by=cast.viewer("manager")) as log:
        for _n in range(120):
            log.add("job.cancelled", after={"kind": "x"})
    client, url, numbers = browser(cast, "manager"), "/projects/desk/history", []
    while url:
        context = client.get(url).context
        numbers += [entry["number"] for entry in context["entries"]]
        url = f"/projects/desk/history{context['older']}" if context["older"] else ""
    assert numbers == list(range(120, 0, -1))


def test_the_history_hides_what_is_hidden(cast: Cast) -> None:
    document, author = make_document(cast.project), cast.participant("annotator")
    with change(project_id=cast.project.id, by=cast.viewer("annotator")) as log:
        log.add("job.cancelled", after={"kind": "s"}, document=document.id, author=author.id, secrecy=Secrecy.MARK)
        log.add("job.cancelled", after={"kind": "s"}, tlp=4)
    join(cast.project, make_user("both"), "annotator", "reviewer")
    cast.users["both"] = User.objects.get(username="both")
    assert browser(cast, "both").get("/projects/desk/history").context["entries"] == []
    assert len(browser(cast, "reviewer").get("/projects/desk/history").context["entries"]) == 1


# Account ----------------------------------------------------------------------------------------------------------


def test_one_s_account_page_makes_a_token_that_is_shown_once_and_revoked(cast: Cast) -> None:
    client = browser(cast, "viewer")
    response = client.post("/account/tokens")
    token = response.context["new_token"]
    assert token in text(response, 201)
    assert response["Cache-Control"] == "no-store"
    headers = {"Authorization": f"Bearer {token}"}
    assert Client().get("/api/v1/me", headers=headers).json()["username"] == "viewer"
    page = client.get("/account")
    assert token not in text(page)
    assert client.post(page.context["tokens"][0]["revoke_url"]).status_code == 302
    assert Client().get("/api/v1/me", headers=headers).status_code == 401
    assert client.post("/account/tokens/unknown/revoke").status_code == 404


def test_signing_out_everywhere_else_keeps_this_session(cast: Cast) -> None:
    here, there, token = browser(cast, "viewer"), browser(cast, "viewer"), cast.client("viewer")
    assert here.post("/account/end-sessions").status_code == 302
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302
    assert token.get("/api/v1/me").status_code == 401


def test_changing_the_password_ends_other_sessions_and_tokens(cast: Cast) -> None:
    user = cast.users["viewer"]
    user.set_password(PASSWORD)
    user.save()
    here, there, token = Client(), Client(), cast.client("viewer")
    for client in (here, there):
        client.post("/accounts/login/", {"login": "viewer", "password": PASSWORD})
        assert client.get("/account").status_code == 200
    new = "another long pass phrase"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/accounts/password/change/", form).status_code == 302
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302
    assert token.get("/api/v1/me").status_code == 401
    assert not AuthToken.objects.exists()


def test_one_s_name_is_changed(cast: Cast) -> None:
    client = browser(cast, "viewer")
    client.post("/account", {"name": "Vera Tal"})
    assert User.objects.get(username="viewer").name == "Vera Tal"
    assert "Vera Tal" in text(client.get("/account"))
    assert "200 characters" in text(client.post("/account", {"name": "x" * 201}), 422)


# Administration ---------------------------------------------------------------------------------------------------


def test_administrators_open_invite_change_and_suspend_accounts(cast: Cast) -> None:
    client = browser(cast, "admin")
    made = client.post("/admin/users/new", {"username": "mira", "name": "Mira Tal"})
    assert "/accounts/password/reset/key/" in made.context["link"]
    assert "Mira Tal" in text(made, 201)
    assert "with this username already" in text(client.post("/admin/users/new", {"username": "Mira"}), 422)
    invited = client.post("/admin/users/invite", {"note": "a colleague"})
    assert "/invitations/" in text(invited, 201)
    mira = User.objects.get(username="mira")
    page = f"/admin/users/{mira.id}"
    assert client.post(page, {"name": "Mira", "email": "m@example.org", "is_admin": "on"}).status_code == 302
    assert User.objects.get(id=mira.id).is_admin
    reset = client.post(f"{page}/reset-link")
    assert reset.context["link"] in text(reset, 201)
    client.post(f"{page}/suspend")
    assert not User.objects.get(id=mira.id).is_active
    shown = text(client.get(page))
    assert "suspended the account mira" in shown
    client.post(f"{page}/reset-link")
    assert "suspended" in messages(client)
    client.post(f"{page}/reactivate")
    assert User.objects.get(id=mira.id).is_active
    invitation = Invitation.objects.get()
    client.post(f"/admin/invitations/{invitation.id}/revoke")
    assert Invitation.objects.get().revoked_at
    assert client.get(f"/admin/users/{NOBODY}").status_code == 404
    assert client.post(f"/admin/invitations/{NOBODY}/revoke").status_code == 404


def test_the_last_administrator_is_told_why_they_stay(cast: Cast) -> None:
    client = browser(cast, "admin")
    page = f"/admin/users/{cast.users['admin'].id}"
    client.post(f"{page}/suspend")
    assert "last administrator" in messages(client)
    assert "last administrator" in text(client.post(page, {"name": "", "email": "", "is_admin": ""}), 422)


def test_accounts_are_filtered_sorted_paged_and_fetched_as_a_table(cast: Cast) -> None:
    client = browser(cast, "admin")
    names = [person["username"] for person in client.get("/admin/users?q=review&sort=-username").context["people"]]
    assert names == ["reviewer3", "reviewer2", "reviewer"]
    assert "Nothing matches" in text(client.get("/admin/users?q=zzz"))
    assert client.get("/admin/users?page=999&sort=x&status=y").status_code == 200
    rows = b"".join(client.get("/admin/users?format=csv").streaming_content).decode()
    assert rows.count("\n") == 11


@pytest.mark.parametrize(
    "path", ["/admin/users", "/admin/users?format=csv", "/admin/jobs", f"/admin/users/{NOBODY}", "/projects/new"]
)
def test_pages_of_administrators_are_refused_to_others(cast: Cast, path: str) -> None:
    assert browser(cast, "manager").get(path).status_code == 403


def test_jobs_are_listed_stopped_and_started_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from projects import jobs

    monkeypatch.setattr(jobs, "_HANDLERS", {"test": lambda run: None})
    monkeypatch.setattr(jobs, "send", lambda id: True)
    errors = [{"file": "secret.txt", "detail": "secret.txt is not UTF-8"}]
    failed = Job.objects.create(kind="test", project=cast.project, status="failed", errors=errors, total=5, progress=2)
    waiting = Job.objects.create(kind="test", requested_by=cast.users["manager"])
    client = browser(cast, "admin")
    page = text(client.get("/admin/jobs"))
    assert "secret.txt" not in page
    assert "every 2s" in page
    client.post(f"/admin/jobs/{waiting.id}/cancel")
    assert Job.objects.get(id=waiting.id).status == "cancelled"
    assert "every 2s" not in text(client.get("/admin/jobs"))
    client.post(f"/admin/jobs/{failed.id}/retry")
    assert Job.objects.get(id=failed.id).status == "queued"
    client.post(f"/admin/jobs/{failed.id}/retry")
    assert "Only a failed or cancelled job" in messages(client)
    assert len(client.get("/admin/jobs?status=queued").context["jobs"]) == 1
    assert len(client.get("/admin/jobs?q=desk").context["jobs"]) == 1
    assert "Nothing matches" in text(client.get("/admin/jobs?q=zzz"))


# Palette ----------------------------------------------------------------------------------------------------------


def test_the_palette_finds_projects_pages_people_and_what_the_apps_know(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    join(make_project("second", name="Second desk"), cast.users["manager"], "viewer")
    monkeypatch.setattr(pages, "_FINDERS", [lambda viewer, q: [Found("A report", "/r", kind="Documents")]])
    client = browser(cast, "manager")

    def labels(path: str) -> set[tuple[str, str]]:
        return {(found["label"], found["kind"]) for found in client.get(path).json()["results"]}

    inside = labels("/projects/desk/palette?q=re")
    assert {("reviewer", "People"), ("A report", "Documents")} <= inside
    assert ("Second desk", "Projects") in labels("/projects/desk/palette?q=SECOND")
    assert ("Add or invite people", "Do") in labels("/projects/desk/palette?q=invite")
    assert {("Desk", "Projects"), ("Second desk", "Projects")} <= labels("/palette?q=desk")
    assert ("People", "Pages") in labels("/palette?q=peop")
    assert labels("/palette?q=") == labels("/projects/desk/palette?q=+") == set()


def test_the_palette_offers_only_what_one_may_do(cast: Cast) -> None:
    found = browser(cast, "viewer").get("/projects/desk/palette?q=invite").json()["results"]
    assert found == []
    assert browser(cast, "outsider").get("/projects/desk/palette?q=re").status_code == 404
    assert browser(cast, "viewer").get("/palette?q=new").json()["results"] == []
    assert browser(cast, "admin").get("/palette?q=new").json()["results"][0]["label"] == "New project"


# All pages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/projects/desk/", "/projects/desk/people", "/projects/desk/settings"])
def test_pages_of_a_project_are_not_there_for_outsiders_and_administrators(cast: Cast, path: str) -> None:
    for name in ("outsider", "admin"):
        assert browser(cast, name).get(path).status_code == 404
    assert Client().get(path).status_code == 302


def test_pages_cost_the_same_for_few_and_for_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = browser(cast, "manager")
    for number in range(200):
        join(cast.project, make_user(f"person{number}"), "viewer")
    with change(project_id=cast.project.id, by=cast.viewer("manager")) as log:
        for _n in range(200):
            log.add("job.cancelled", after={"kind": "x"})
    for path, most in (
        ("/projects/desk/people", 9),
        ("/projects/desk/history", 9),
        ("/projects/desk/settings", 6),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(path).status_code == 200


def test_a_nul_character_in_an_address_is_a_page_that_says_so(cast: Cast) -> None:
    response = browser(cast, "viewer").get("/projects/desk/people?q=a%00b")
    assert response.status_code == 400
    assert "NUL" in response.content.decode()


def test_names_that_look_like_markup_are_shown_as_text(cast: Cast) -> None:
    evil = '<script>alert("x")</script>'
    Participant.objects.filter(user=cast.users["viewer"]).update(name=evil)
    Project.objects.filter(id=cast.project.id).update(name=evil, description=evil)
    with change(project_id=cast.project.id, by=cast.viewer("viewer")) as log:
        log.add("job.cancelled", before={"x": evil}, after={"kind": evil})
    client = browser(cast, "manager")
    for path in ("/", "/projects/desk/", "/projects/desk/people", "/projects/desk/history", "/projects/desk/settings"):
        page = text(client.get(path))
        assert evil not in page, path
        assert "&lt;script&gt;alert" in page, path


def test_every_change_made_on_a_page_is_in_the_log(cast: Cast) -> None:
    client = browser(cast, "manager")
    client.post("/projects/desk/people/invite", {"roles": ["viewer"]})
    client.post(f"/projects/desk/people/{cast.memberships['viewer'].id}/suspend")
    assert list(Event.objects.order_by("number").values_list("kind", "actor_name")) == [
        ("invitation.created", "manager"),
        ("member.suspended", "manager"),
    ]
