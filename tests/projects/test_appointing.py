"""A project that nobody can manage gets a manager from an administrator, who reads nothing in it by that."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from projects.models import Event, Membership, Project, SiteEvent, User
from projects.queries.events import sentence_of
from projects.services.users import change_user
from tests.cast import NOBODY, Cast, gather, join, make_project, make_user
from tests.projects.browsers import browser, messages, text

pytestmark = pytest.mark.django_db

LIST = "/api/v1/unmanaged-projects"
BODY = {"username": "adjudicator", "reason": "The manager has left the house."}


@pytest.fixture
def cast() -> Cast:
    return gather()


def suspend(cast: Cast, name: str, suspended: bool = True) -> None:
    change_user(by=cast.users["admin"], user_id=cast.users[name].id, changes={"suspended": suspended})


def appoint(
    cast: Cast, body: dict[str, Any] | None = None, *, by: str = "admin", project: Project | None = None
) -> Any:
    path = f"{LIST}/{(project or cast.project).id}/manager"
    return cast.client(by).post(path, BODY | (body or {}), "json")


def listed(cast: Cast) -> list[dict[str, Any]]:
    return list(cast.client("admin").get(LIST).json()["results"])


def test_a_project_whose_last_manager_is_suspended_is_listed_by_name_with_its_people_and_nothing_else(
    cast: Cast,
) -> None:
    assert listed(cast) == []
    suspend(cast, "manager")
    (found,) = listed(cast)
    assert set(found) == {"id", "slug", "name", "members"}
    assert (found["id"], found["slug"], found["name"]) == (str(cast.project.id), "desk", "Desk")
    names = [member["username"] for member in found["members"]]
    assert names == ["adjudicator", "annotator", "annotator2", "reviewer", "reviewer2", "reviewer3", "viewer"]
    suspend(cast, "manager", False)
    assert listed(cast) == []


def test_a_project_whose_last_manager_s_account_is_gone_is_listed(cast: Cast) -> None:
    Membership.objects.filter(user=cast.users["manager"]).delete()
    assert [row["slug"] for row in listed(cast)] == ["desk"]


def test_a_manager_whom_the_project_itself_keeps_out_does_not_count(cast: Cast) -> None:
    Membership.objects.filter(user=cast.users["manager"]).update(suspended_at=timezone.now())
    assert [row["slug"] for row in listed(cast)] == ["desk"]


def test_an_administrator_makes_a_member_its_manager_and_both_logs_say_why(cast: Cast) -> None:
    suspend(cast, "manager")
    answer = appoint(cast)
    assert answer.status_code == 201, answer.content
    assert answer.json() == {
        "project": "desk",
        "username": "adjudicator",
        "name": "adjudicator",
        "roles": ["adjudicator", "manager"],
    }
    held = Membership.objects.get(user=cast.users["adjudicator"], project=cast.project)
    assert (held.roles, held.version) == (["adjudicator", "manager"], 2)
    assert cast.client("adjudicator").post(cast.url("invitations"), {"role": "viewer"}, "json").status_code == 201
    event = Event.objects.get(kind="member.appointed")
    assert (event.actor_id, event.before["roles"], event.after["roles"]) == (
        None,
        ["adjudicator"],
        ["adjudicator", "manager"],
    )
    said = "admin, an administrator of the site, made adjudicator a manager: The manager has left the house."
    assert sentence_of(event) == said
    told = SiteEvent.objects.get(kind="user.appointed")
    assert told.subject_id == cast.users["adjudicator"].id
    assert sentence_of(told) == "admin made adjudicator a manager of “Desk”: The manager has left the house."
    assert listed(cast) == []


def test_appointing_opens_nothing_of_the_project_to_the_administrator(cast: Cast) -> None:
    suspend(cast, "manager")
    appoint(cast)
    for path in ("members", "documents", "claims", "events"):
        assert cast.client("admin").get(cast.url(path)).status_code == 404


def test_nobody_is_appointed_while_the_project_has_an_active_manager(cast: Cast) -> None:
    answer = appoint(cast)
    assert answer.status_code == 409
    assert answer.json()["detail"] == "“Desk” has an active manager, who decides who else manages it."
    suspend(cast, "manager")
    assert appoint(cast).status_code == 201
    assert appoint(cast, {"username": "viewer"}).status_code == 409
    assert Event.objects.filter(kind="member.appointed").count() == 1


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"reason": ""}, 400, "reason"),
        ({"reason": "   "}, 400, "reason"),
        ({"reason": "x" * 1001}, 400, "reason"),
        ({"username": "nobody"}, 400, "username"),
        ({"username": "outsider"}, 400, "username"),
        ({"username": "manager"}, 422, ""),
        ({"username": "reviewer"}, 400, "username"),
        ({"role": "viewer"}, 400, "role"),
    ],
    ids=["no reason", "a blank one", "a long one", "nobody", "no member", "suspended", "kept out", "unknown field"],
)
def test_whoever_cannot_be_chosen_is_refused_with_a_sentence(
    cast: Cast, body: dict[str, Any], status: int, field: str
) -> None:
    suspend(cast, "manager")
    Membership.objects.filter(user=cast.users["reviewer"]).update(suspended_at=timezone.now())
    answer = appoint(cast, body)
    assert answer.status_code == status, answer.content
    assert answer.json()["detail"]
    assert not field or answer.json()["errors"][field]
    assert not Event.objects.filter(kind="member.appointed").exists()
    assert not SiteEvent.objects.filter(kind="user.appointed").exists()


def test_where_no_member_is_active_anybody_with_an_active_account_is_appointed(cast: Cast) -> None:
    empty, closed = make_project("empty"), make_project("closed")
    join(closed, cast.users["viewer"], "viewer", suspended_at=timezone.now())
    assert appoint(cast, {"username": "outsider"}, project=empty).status_code == 201
    assert Membership.objects.get(project=empty).roles == ["manager"]
    kinds = Event.objects.filter(project=empty).order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["member.added", "member.appointed"]
    assert appoint(cast, {"username": "viewer"}, project=closed).status_code == 201
    back = Membership.objects.get(project=closed)
    assert (back.roles, back.suspended_at) == (["viewer", "manager"], None)


def test_only_administrators_see_and_appoint(cast: Cast) -> None:
    suspend(cast, "manager")
    for name in ("viewer", "adjudicator", "outsider"):
        assert cast.client(name).get(LIST).status_code == 403
        assert appoint(cast, by=name).status_code == 403
        assert browser(cast, name).get(f"/admin/unmanaged/{cast.project.id}").status_code == 403
    missing = cast.client("admin").post(f"{LIST}/{NOBODY}/manager", BODY, "json")
    assert missing.status_code == 404
    assert browser(cast, "admin").get(f"/admin/unmanaged/{NOBODY}").status_code == 404


def test_a_repeated_request_gets_the_first_answer(cast: Cast) -> None:
    suspend(cast, "manager")
    client, path = cast.client("admin"), f"{LIST}/{cast.project.id}/manager"
    first, second = (client.post(path, BODY, "json", HTTP_IDEMPOTENCY_KEY="once") for _time in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Event.objects.filter(kind="member.appointed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_are_appointed_at_the_same_moment_one_becomes_the_manager() -> None:
    cast = gather()
    for number in range(3):
        User.objects.filter(username="manager").update(is_active=False)
        project = make_project(f"left{number}")
        names = [f"first{number}", f"second{number}"]
        for name in names:
            join(project, make_user(name), "viewer")
        together = threading.Barrier(2)

        def act(name: str, project: Project = project, together: threading.Barrier = together) -> int:
            client = cast.client("admin")
            together.wait()
            try:
                path = f"{LIST}/{project.id}/manager"
                return client.post(path, BODY | {"username": name}, "json").status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(act, names)) == [201, 409]
        assert Membership.objects.filter(project=project, roles__contains=["manager"]).count() == 1


def test_pages_say_what_a_suspension_leaves_behind_and_lead_to_the_way_back(cast: Cast) -> None:
    client = browser(cast, "admin")
    page, way = f"/admin/users/{cast.users['manager'].id}", f"/admin/unmanaged/{cast.project.id}"
    before = text(client.get(page))
    assert "Suspending leaves projects without a manager" in before
    assert way not in before
    assert "without a manager" not in text(client.get(f"/admin/users/{cast.users['viewer'].id}"))
    assert "without a manager" not in text(client.get("/admin/users"))
    assert "has an active manager" in text(client.get(way), 409)
    client.post(f"{page}/suspend")
    assert way in text(client.get(page))
    assert way in text(client.get("/admin/users"))

    assert "Choose a member" in text(client.get(way))
    kept = text(client.post(way, {"username": "", "reason": "The manager left."}), 422)
    assert "The manager left." in kept
    assert "This field is required" in text(client.post(way, {"username": "viewer", "reason": " "}), 422)
    assert client.post(way, {"username": "viewer", "reason": "The manager left."}).status_code == 302
    assert "viewer manages “Desk” now." in messages(client)
    assert "has an active manager" in text(client.post(way, {"username": "reviewer", "reason": "r"}), 409)
    assert way not in text(client.get("/admin/users"))
    assert "made viewer a manager of “Desk”" in text(client.get(f"/admin/users/{cast.users['viewer'].id}"))


def test_the_page_of_a_project_without_members_asks_for_any_account(cast: Cast) -> None:
    project, client = make_project("empty"), browser(cast, "admin")
    way = f"/admin/unmanaged/{project.id}"
    assert "name any active account" in text(client.get(way))
    assert "no account with this username" in text(client.post(way, {"username": "nobody", "reason": "r"}), 422)
    assert client.post(way, {"username": "outsider", "reason": "r"}).status_code == 302
    assert Membership.objects.filter(project=project, user=cast.users["outsider"]).exists()
