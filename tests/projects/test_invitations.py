"""Invitations: single-use links into a project or to the site, worth no more than what their maker may do."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from projects.models import Event, Invitation, Membership, SiteEvent, User
from tests.cast import PASSWORD, Cast, gather, join, make_user

pytestmark = pytest.mark.django_db

ACCOUNT = {"username": "newcomer", "name": "New Comer", "email": "new@example.org", "password": PASSWORD}


@pytest.fixture
def cast() -> Cast:
    return gather()


def invite(cast: Cast, by: str = "manager", **body: Any) -> tuple[str, str]:
    """A new invitation: its id and the path of its link."""
    response = cast.client(by).post(cast.url("invitations"), {"role": "annotator"} | body, "json")
    assert response.status_code == 201, response.content
    link = response.json()["link"]
    assert link.startswith("http://testserver/invitations/")
    return response.json()["id"], link.removeprefix("http://testserver")


def browser(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.users[name])
    return client


def test_the_secret_is_in_the_link_and_nowhere_in_the_database(cast: Cast) -> None:
    _id, path = invite(cast, note="for Tal")
    secret = path.rpartition("/")[2]
    row = Invitation.objects.get()
    assert secret not in str(row.__dict__)
    assert len(row.secret_digest) == 64
    assert secret not in str(list(Event.objects.values()))
    listed = cast.client("manager").get(cast.url("invitations")).json()["results"]
    assert [(one["note"], one["state"], "link" in one) for one in listed] == [("for Tal", "open", False)]


def test_the_address_of_the_site_is_used_and_not_the_host_of_the_request(cast: Cast, settings: Any) -> None:
    settings.BASE_URL = "https://probata.example"
    settings.ALLOWED_HOSTS = ["*"]
    client = cast.client("manager")
    response = client.post(cast.url("invitations"), {"role": "viewer"}, "json", headers={"Host": "evil.example"})
    assert response.json()["link"].startswith("https://probata.example/invitations/")


def test_somebody_new_opens_an_account_and_is_in_the_project(cast: Cast) -> None:
    _id, path = invite(cast)
    client = Client()
    assert b"Desk" in client.get(path).content
    response = client.post(path, ACCOUNT)
    assert (response.status_code, response["Location"]) == (302, "/projects/desk/")
    assert client.get("/projects/desk/").status_code == 200
    user = User.objects.get(username="newcomer")
    assert user.check_password(PASSWORD)
    assert Membership.objects.get(user=user).roles == ["annotator"]
    assert list(Event.objects.order_by("number").values_list("kind", flat=True)) == [
        "invitation.created",
        "invitation.accepted",
    ]
    assert SiteEvent.objects.get().kind == "user.joined"


def test_somebody_who_has_an_account_joins_with_it(cast: Cast) -> None:
    _id, path = invite(cast)
    client = browser(cast, "outsider")
    assert b"Join the project" in client.get(path).content
    assert client.post(path)["Location"] == "/projects/desk/"
    assert cast.client("outsider").get(cast.url("members")).status_code == 200


def test_a_link_works_once(cast: Cast) -> None:
    _id, path = invite(cast)
    assert Client().post(path, ACCOUNT).status_code == 302
    for client in (Client(), browser(cast, "outsider")):
        for method in (client.get, client.post):
            assert method(path).status_code == 410
    assert not Membership.objects.filter(user=cast.users["outsider"], project=cast.project).exists()


@pytest.mark.django_db(transaction=True)
def test_a_link_used_by_many_at_the_same_moment_lets_one_in() -> None:
    cast = gather()
    _id, path = invite(cast)
    for number in range(3):
        cast.users[f"joiner{number}"] = make_user(f"joiner{number}")

    def use(number: int) -> int:
        try:
            if number < 3:
                return browser(cast, f"joiner{number}").post(path).status_code
            return Client().post(path, ACCOUNT | {"username": f"new{number}", "email": ""}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        statuses = sorted(pool.map(use, range(6)))
    assert statuses == [302, 410, 410, 410, 410, 410]
    assert Membership.objects.filter(project=cast.project).count() == 9
    assert User.objects.filter(username__startswith="new").count() <= 1


def test_a_withdrawn_an_expired_and_an_unknown_link_let_nobody_in(cast: Cast) -> None:
    id, path = invite(cast)
    response = cast.client("manager").delete(f"/api/v1/invitations/{id}")
    assert (response.status_code, response.json()["state"]) == (200, "revoked")
    assert Client().post(path, ACCOUNT).status_code == 410
    _id, path = invite(cast)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().post(path, ACCOUNT).status_code == 410
    assert Client().post("/invitations/unknown", ACCOUNT).status_code == 404
    assert not User.objects.filter(username="newcomer").exists()


def test_an_invitation_is_void_once_its_maker_may_no_longer_invite(cast: Cast) -> None:
    join(cast.project, make_user("other"), "manager")
    _id, path = invite(cast)
    Membership.objects.filter(id=cast.memberships["manager"].id).update(roles=["viewer"])
    assert Client().get(path).status_code == 410
    assert Client().post(path, ACCOUNT).status_code == 410


def test_a_member_who_opens_the_link_keeps_their_roles_and_the_link_stays_open(cast: Cast) -> None:
    _id, path = invite(cast, role="manager")
    response = browser(cast, "viewer").post(path)
    assert response.status_code == 409
    assert b"is a member already" in response.content
    assert cast.viewer("viewer").roles == {"viewer"}
    assert Client().get(path).status_code == 200


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"username": "Viewer"}, b"There is an account with this username already."),
        ({"email": "VIEWER@example.org"}, b"There is an account with this address already."),
        ({"password": "short"}, b"too short"),
        ({"password": "password12"}, b"too common"),
        ({"username": "a b/c"}, b"Enter a valid username"),
        ({"username": ""}, b"This field is required"),
    ],
)
def test_an_account_that_cannot_be_opened_uses_nothing_up_and_keeps_what_was_typed(
    cast: Cast, change: dict[str, str], said: bytes
) -> None:
    _id, path = invite(cast)
    response = Client().post(path, ACCOUNT | change)
    assert response.status_code == 422
    assert b"New Comer" in response.content
    assert said in response.content
    assert User.objects.count() == 10
    assert Invitation.objects.get().used_at is None


def test_only_those_who_manage_members_see_and_make_invitations(cast: Cast) -> None:
    for name, status in (("viewer", 403), ("adjudicator", 403), ("outsider", 404), ("admin", 404), ("manager", 200)):
        assert cast.client(name).get(cast.url("invitations")).status_code == status
    id, _path = invite(cast)
    for name, status in (("viewer", 403), ("outsider", 404), ("admin", 404)):
        assert cast.client(name).delete(f"/api/v1/invitations/{id}").status_code == status


def test_an_administrator_invites_to_the_site_without_any_project(cast: Cast) -> None:
    response = cast.client("admin").post("/api/v1/site-invitations", {"note": "a colleague"}, "json")
    assert response.status_code == 201
    path = response.json()["link"].removeprefix("http://testserver")
    client = Client()
    assert client.post(path, ACCOUNT)["Location"] == "/"
    assert b"You are in no project yet" in client.get("/").content
    assert Client().get(path).status_code == 410
    assert browser(cast, "viewer").get(path).status_code == 410


def test_an_account_that_exists_does_not_use_up_an_invitation_to_the_site(cast: Cast) -> None:
    response = cast.client("admin").post("/api/v1/site-invitations", {}, "json")
    path = response.json()["link"].removeprefix("http://testserver")
    assert browser(cast, "viewer").post(path).status_code == 409
    assert Client().get(path).status_code == 200


def test_an_invitation_to_the_site_can_be_withdrawn(cast: Cast) -> None:
    admin = cast.client("admin")
    made = admin.post("/api/v1/site-invitations", {}, "json").json()
    assert admin.delete(f"/api/v1/site-invitations/{made['id']}").status_code == 204
    assert Client().get(made["link"].removeprefix("http://testserver")).status_code == 410
    assert [one["state"] for one in admin.get("/api/v1/site-invitations").json()["results"]] == ["revoked"]


def test_an_invitation_of_a_project_is_no_invitation_of_the_site(cast: Cast) -> None:
    id, _path = invite(cast)
    admin = cast.client("admin")
    assert admin.get("/api/v1/site-invitations").json()["results"] == []
    assert admin.delete(f"/api/v1/site-invitations/{id}").status_code == 404
