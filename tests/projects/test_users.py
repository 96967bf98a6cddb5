"""Accounts: opened, changed and suspended by administrators, of whom there is always one left."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from projects import open_work
from projects.links import password_path
from projects.models import Event, Membership, SiteEvent, User
from projects.open_work import OpenWork
from projects.services.users import change_user
from tests.cast import NOBODY, PASSWORD, Cast, gather, join, make_project, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return gather()


def address(cast: Cast, name: str) -> str:
    return f"/api/v1/users/{cast.users[name].id}"


def suspend(cast: Cast, name: str, suspended: bool = True) -> Any:
    return cast.client("admin").patch(address(cast, name), {"suspended": suspended}, "json")


def test_only_administrators_reach_accounts(cast: Cast) -> None:
    for name in ("viewer", "manager", "outsider"):
        client = cast.client(name)
        for path in ("/api/v1/users", address(cast, "viewer"), f"/api/v1/users/{NOBODY}"):
            assert client.get(path).status_code == 403
        assert client.post("/api/v1/users", {"username": "x"}, "json").status_code == 403
        assert client.patch(address(cast, "viewer"), {"is_admin": True}, "json").status_code == 403
        assert client.post(f"{address(cast, 'viewer')}/reset-link").status_code == 403
    assert cast.client("admin").get(f"/api/v1/users/{NOBODY}").status_code == 404


def test_a_new_account_gets_a_link_on_which_a_password_is_set_once(cast: Cast) -> None:
    body = {"username": "mira", "name": "Mira Tal", "email": "Mira@Example.org"}
    response = cast.client("admin").post("/api/v1/users", body, "json")
    assert response.status_code == 201, response.content
    assert response.json()["status"] == "active"
    link = response.json()["link"].removeprefix("http://testserver")
    assert not User.objects.get(username="mira").has_usable_password()

    client = Client()
    page = client.get(link, follow=True)
    form_at = page.redirect_chain[-1][0]
    done = client.post(form_at, {"password1": PASSWORD, "password2": PASSWORD})
    assert done.status_code == 302
    assert User.objects.get(username="mira").check_password(PASSWORD)

    again = Client().get(link, follow=True)
    assert again.redirect_chain == []
    token = Client().post("/api/v1/auth/token", {"username": "mira", "password": PASSWORD}, "application/json")
    assert token.status_code == 200


def test_a_reset_link_works_once_and_ends_the_tokens_of_the_old_password(cast: Cast) -> None:
    viewer = cast.client("viewer")
    link = cast.client("admin").post(f"{address(cast, 'viewer')}/reset-link").json()["link"]
    path = link.removeprefix("http://testserver")
    client = Client()
    form_at = client.get(path, follow=True).redirect_chain[-1][0]
    assert viewer.get("/api/v1/me").status_code == 200
    assert client.post(form_at, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 302
    assert viewer.get("/api/v1/me").status_code == 401
    assert Client().get(path, follow=True).redirect_chain == []
    assert "user.reset" in SiteEvent.objects.values_list("kind", flat=True)


def _refused_with_a_sentence(path: str) -> bool:
    """Whether the link is refused; the person is told why, whether or not they had opened it before."""
    page = Client().get(path, follow=True)
    return page.redirect_chain == [] and "or the account was suspended" in page.content.decode()


def test_no_password_link_works_on_a_suspended_account_nor_an_old_one_after_it(cast: Cast) -> None:
    path = password_path(cast.users["viewer"])
    opened = Client()
    form_at = opened.get(path, follow=True).redirect_chain[-1][0]
    suspend(cast, "viewer")
    assert _refused_with_a_sentence(path)
    late = opened.post(form_at, {"password1": PASSWORD, "password2": PASSWORD})
    assert "This link no longer works" in late.content.decode()
    assert not User.objects.get(username="viewer").check_password(PASSWORD)
    assert _refused_with_a_sentence(password_path(User.objects.get(username="viewer")))
    suspend(cast, "viewer", suspended=False)
    assert _refused_with_a_sentence(path)
    fresh = Client().get(password_path(User.objects.get(username="viewer")), follow=True)
    assert len(fresh.redirect_chain) == 1


def test_ending_every_session_makes_password_links_void(cast: Cast) -> None:
    here = Client()
    here.force_login(cast.users["viewer"])
    path = password_path(User.objects.get(username="viewer"))
    assert here.post("/account/end-sessions").status_code == 302
    assert _refused_with_a_sentence(path)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"username": "a b"}, 400),
        ({"username": "x" * 151}, 400),
        ({"username": "ok", "email": "none"}, 400),
        ({"username": "ok", "password": "x"}, 400),
        ({"username": "VIEWER"}, 409),
        ({"username": "ok", "email": "Viewer@example.org"}, 409),
    ],
)
def test_an_account_that_cannot_be_opened_is_refused(cast: Cast, body: dict[str, Any], status: int) -> None:
    response = cast.client("admin").post("/api/v1/users", body, "json")
    assert response.status_code == status
    assert response.json()["errors"]
    assert User.objects.count() == 10


def test_accounts_are_found_by_a_piece_of_name_and_by_state(cast: Cast) -> None:
    suspend(cast, "viewer")
    client = cast.client("admin")

    def names(query: str) -> set[str]:
        return {row["username"] for row in client.get(f"/api/v1/users{query}").json()["results"]}

    assert names("?q=REVIEW") == {"reviewer", "reviewer2", "reviewer3"}
    assert names("?status=suspended") == {"viewer"}
    assert names("?status=admin") == {"admin"}
    assert len(names("")) == 10


def test_a_suspended_user_s_session_and_token_stop_at_once(cast: Cast) -> None:
    token, session = cast.client("annotator"), Client()
    session.force_login(cast.users["annotator"])
    assert token.get("/api/v1/me").status_code == 200
    assert session.get("/").status_code == 200
    assert suspend(cast, "annotator").status_code == 200
    assert token.get("/api/v1/me").status_code == 401
    assert token.get(cast.url("members")).status_code == 401
    assert session.get("/").status_code == 302
    assert session.get("/api/v1/me").status_code == 401


def test_an_account_that_is_opened_again_does_not_bring_old_sessions_or_tokens_back(cast: Cast) -> None:
    token, session = cast.client("annotator"), Client()
    session.force_login(cast.users["annotator"])
    suspend(cast, "annotator")
    assert suspend(cast, "annotator", False).json()["status"] == "active"
    assert token.get("/api/v1/me").status_code == 401
    assert session.get("/").status_code == 302
    assert cast.client("annotator").get(cast.url("members")).status_code == 200


def test_a_suspended_user_cannot_sign_in(cast: Cast) -> None:
    user = cast.users["viewer"]
    user.set_password(PASSWORD)
    user.save()
    suspend(cast, "viewer")
    form = {"login": "viewer", "password": PASSWORD}
    client = Client()
    client.post("/accounts/login/", form)
    assert client.get("/").status_code == 302
    body = {"username": "viewer", "password": PASSWORD}
    assert client.post("/api/v1/auth/token", body, "application/json").status_code == 401


def test_nobody_opens_an_account_without_an_invitation(cast: Cast) -> None:
    form = {"username": "stranger", "email": "s@example.org", "password1": PASSWORD, "password2": PASSWORD}
    for path in ("/accounts/signup/", "/accounts/3rdparty/signup/"):
        Client().post(path, form)
    assert not User.objects.filter(username="stranger").exists()


def test_every_project_of_a_suspended_user_notes_it(cast: Cast) -> None:
    second = make_project("second")
    join(second, cast.users["annotator"], "viewer")
    suspend(cast, "annotator")
    suspend(cast, "annotator", False)
    for project in (cast.project, second):
        kinds = list(Event.objects.filter(project=project).order_by("number").values_list("kind", flat=True))
        assert kinds == ["member.account_suspended", "member.account_reactivated"]
    assert list(SiteEvent.objects.order_by("number").values_list("kind", flat=True)) == [
        "user.suspended",
        "user.reactivated",
    ]


def test_open_work_of_a_suspended_user_is_listed_with_projects_that_lost_their_manager(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_work, "_FINDERS", {"test": lambda participant: [OpenWork("2 readings", 2)]})
    body = suspend(cast, "manager").json()
    assert body["open_work"] == [{"project": "Desk", "label": "2 readings", "count": 2}]
    assert body["projects_without_manager"] == ["Desk"]


def test_the_last_administrator_stays(cast: Cast) -> None:
    client = cast.client("admin")
    for body in ({"suspended": True}, {"is_admin": False}):
        response = client.patch(address(cast, "admin"), body, "json")
        assert response.status_code == 409
        assert "last administrator" in response.json()["detail"]
    assert cast.client("admin").get("/api/v1/me").json()["is_admin"] is True


def test_an_administrator_may_stop_being_one_when_there_is_another(cast: Cast) -> None:
    assert cast.client("admin").patch(address(cast, "viewer"), {"is_admin": True}, "json").status_code == 200
    assert cast.client("admin").patch(address(cast, "admin"), {"is_admin": False}, "json").status_code == 200
    assert cast.client("admin").get("/api/v1/users").status_code == 403
    assert cast.client("viewer").get("/api/v1/users").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_suspend_each_other_at_the_same_moment_do_not_both_go() -> None:
    cast = gather()
    for number in range(3):
        names = [f"first{number}", f"second{number}"]
        for name in names:
            cast.users[name] = make_user(name, is_admin=True)
        User.objects.exclude(username__in=names).update(is_admin=False)
        together = threading.Barrier(2)

        def act(name: str, other: str, together: threading.Barrier = together) -> int:
            client = cast.client(name)
            together.wait()
            try:
                return client.patch(address(cast, other), {"suspended": True}, "json").status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            statuses = sorted(pool.map(act, names, reversed(names)))
        assert statuses[0] == 200
        assert statuses[1] in {401, 403, 409}
        assert User.objects.filter(is_admin=True, is_active=True).count() == 1


def test_a_change_says_what_it_was_before(cast: Cast) -> None:
    cast.client("admin").patch(address(cast, "viewer"), {"name": "Vera", "email": "vera@example.org"}, "json")
    event = SiteEvent.objects.get()
    assert (event.before["name"], event.after["name"]) == ("", "Vera")
    assert event.actor_name == "admin"


def test_a_change_of_nothing_leaves_no_trace(cast: Cast) -> None:
    change_user(by=cast.users["admin"], user_id=cast.users["viewer"].id, changes={"name": ""})
    assert not SiteEvent.objects.exists()


def test_an_administrator_sees_counts_and_names_but_never_into_a_project(cast: Cast) -> None:
    client = cast.client("admin")
    assert "memberships" not in client.get(address(cast, "viewer")).json()
    Membership.objects.filter(user=cast.users["viewer"]).update(roles=["manager"])
    assert client.get(cast.url("members")).status_code == 404
