"""Pages of accounts and jobs: one’s own, and those of administrators."""

import pytest
from django.test import Client
from knox.models import AuthToken

from projects.models import Invitation, Job, User
from tests.cast import NOBODY, PASSWORD, Cast, gather
from tests.projects.browsers import browser, messages, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return gather()


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
    assert "2 jobs" in page
    assert "1 job" in text(client.get("/admin/jobs?status=failed"))
    assert "1 jobs" not in text(client.get("/admin/jobs?status=failed"))
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
