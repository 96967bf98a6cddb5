"""Members: added, changed, suspended, removed, leaving; and the manager a project never loses."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q

from projects.models import Event, Membership, Participant
from projects.queries.members import active_managers
from tests.cast import NOBODY, Cast, gather, join, make_user

pytestmark = pytest.mark.django_db

V1 = {"If-Match": '"1"'}


@pytest.fixture
def cast() -> Cast:
    return gather()


def member(cast: Cast, name: str) -> str:
    return f"/api/v1/members/{cast.memberships[name].id}"


@pytest.mark.parametrize(
    "body",
    [
        {"username": "Newcomer", "role": "annotator"},
        {"email": "NEWCOMER@example.org", "roles": ["annotator"]},
        {"username": "newcomer", "roles": ["annotator"], "clearance": "AMBER+STRICT"},
    ],
)
def test_a_manager_adds_people_by_username_or_address(cast: Cast, body: dict[str, Any]) -> None:
    make_user("newcomer")
    response = cast.client("manager").post(cast.url("members"), body, "json")
    assert response.status_code == 201, response.content
    assert response.json() | {"id": 0, "participant": 0, "created_at": 0} == {
        "id": 0,
        "participant": 0,
        "username": "newcomer",
        "name": "newcomer",
        "email": "newcomer@example.org",
        "roles": ["annotator"],
        "clearance": "AMBER+STRICT",
        "status": "active",
        "account_suspended": False,
        "version": 1,
        "created_at": 0,
    }
    event = Event.objects.get()
    assert (event.kind, event.after["name"], event.after["roles"]) == ("member.added", "newcomer", ["annotator"])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"role": "annotator"}, "username"),
        ({"username": "viewer", "email": "viewer@example.org", "role": "annotator"}, "username"),
        ({"username": "nobody", "role": "annotator"}, "username"),
        ({"email": "nobody@example.org", "role": "annotator"}, "email"),
        ({"email": "no address", "role": "annotator"}, "email"),
        ({"username": "newcomer"}, "roles"),
        ({"username": "newcomer", "roles": []}, "roles"),
        ({"username": "newcomer", "roles": ["admin"]}, "roles[0]"),
        ({"username": "newcomer", "roles": "annotator"}, "roles"),
        ({"username": "newcomer", "role": "annotator", "roles": ["viewer"]}, "roles"),
        ({"username": "newcomer", "role": "annotator", "clearance": "SECRET"}, "clearance"),
        ({"username": "newcomer", "roles": {"a": 1}}, "roles"),
        ({"username": 7, "role": "annotator"}, "username"),
    ],
)
def test_a_body_that_cannot_be_used_adds_nobody(cast: Cast, body: dict[str, Any], field: str) -> None:
    make_user("newcomer")
    before = Membership.objects.count()
    response = cast.client("manager").post(cast.url("members"), body, "json")
    assert response.status_code == 400, response.content
    assert any(name.startswith(field.split("[")[0]) for name in response.json()["errors"]), response.json()
    assert Membership.objects.count() == before


def test_who_is_a_member_already_is_not_added_again(cast: Cast) -> None:
    response = cast.client("manager").post(cast.url("members"), {"username": "viewer", "role": "manager"}, "json")
    assert response.status_code == 409
    assert cast.viewer("viewer").roles == {"viewer"}


def test_a_suspended_account_is_not_added(cast: Cast) -> None:
    make_user("away", is_active=False)
    response = cast.client("manager").post(cast.url("members"), {"username": "away", "role": "viewer"}, "json")
    assert response.status_code == 422


def test_roles_and_clearance_change_and_the_log_says_from_what_to_what(cast: Cast) -> None:
    body = {"roles": ["reviewer", "annotator"], "clearance": "RED"}
    response = cast.client("manager").patch(member(cast, "annotator"), body, "json", headers=V1)
    assert response.status_code == 200
    assert (response.json()["roles"], response.json()["clearance"]) == (["annotator", "reviewer"], "RED")
    event = Event.objects.get()
    assert event.kind == "member.changed"
    assert (event.before["roles"], event.after["roles"]) == (["annotator"], ["annotator", "reviewer"])


def test_two_managers_who_edit_the_same_member_do_not_overwrite_one_another(cast: Cast) -> None:
    client = cast.client("manager")
    assert client.patch(member(cast, "viewer"), {"role": "reviewer"}, "json").status_code == 428
    assert client.patch(member(cast, "viewer"), {"role": "reviewer"}, "json", headers=V1).status_code == 200
    stale = client.patch(member(cast, "viewer"), {"role": "annotator"}, "json", headers=V1)
    assert stale.status_code == 409
    assert stale.json()["current"]["roles"] == ["reviewer"]


def test_a_suspended_member_is_out_at_once_and_comes_back_with_the_same_roles(cast: Cast) -> None:
    manager, annotator = cast.client("manager"), cast.client("annotator")
    assert annotator.get(cast.url("members")).status_code == 200
    assert manager.patch(member(cast, "annotator"), {"suspended": True}, "json", headers=V1).status_code == 200
    assert annotator.get(cast.url("members")).status_code == 404
    back = manager.patch(member(cast, "annotator"), {"suspended": False}, "json", headers={"If-Match": '"2"'})
    assert (back.status_code, back.json()["status"], back.json()["roles"]) == (200, "active", ["annotator"])
    assert annotator.get(cast.url("members")).status_code == 200
    assert list(Event.objects.order_by("number").values_list("kind", flat=True)) == [
        "member.suspended",
        "member.reactivated",
    ]


def test_whoever_is_removed_and_added_again_is_the_same_author(cast: Cast) -> None:
    client, author = cast.client("manager"), cast.participant("annotator").id
    assert client.delete(member(cast, "annotator"), headers=V1).status_code == 204
    assert Participant.objects.filter(id=author).exists()
    assert cast.client("annotator").get(cast.url("members")).status_code == 404
    again = client.post(cast.url("members"), {"username": "annotator", "role": "reviewer"}, "json")
    assert again.json()["participant"] == str(author)


def test_a_member_leaves(cast: Cast) -> None:
    assert cast.client("viewer").post(cast.url("leave")).status_code == 204
    assert cast.client("viewer").get(cast.url("members")).status_code == 404
    event = Event.objects.get()
    assert (event.kind, event.actor_name, event.before["roles"]) == ("member.left", "viewer", ["viewer"])


def test_the_last_manager_cannot_leave_be_removed_suspended_or_lose_the_role(cast: Cast) -> None:
    client = cast.client("manager")
    refused = [
        client.post(cast.url("leave")),
        client.delete(member(cast, "manager")),
        client.patch(member(cast, "manager"), {"suspended": True}, "json", headers=V1),
        client.patch(member(cast, "manager"), {"role": "viewer"}, "json", headers=V1),
    ]
    for response in refused:
        assert response.status_code == 409
        assert "last manager" in response.json()["detail"]
    assert active_managers(cast.project.id).count() == 1
    assert not Event.objects.exists()


@pytest.mark.parametrize("away", ["suspended in the project", "account suspended"])
def test_a_manager_who_cannot_work_does_not_count_as_another_manager(cast: Cast, away: str) -> None:
    other = join(cast.project, make_user("other"), "manager")
    if away == "account suspended":
        other.user.is_active = False
        other.user.save()
    else:
        from django.utils import timezone

        other.suspended_at = timezone.now()
        other.save()
    assert cast.client("manager").post(cast.url("leave")).status_code == 409


def test_a_manager_leaves_when_there_is_another(cast: Cast) -> None:
    join(cast.project, make_user("other"), "viewer", "manager")
    assert cast.client("manager").post(cast.url("leave")).status_code == 204
    assert active_managers(cast.project.id).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["leave", "suspend each other", "remove each other", "give up the role"])
def test_two_last_managers_who_go_at_the_same_moment_do_not_both_go(way: str) -> None:
    cast = gather()
    for round_number in range(3):
        names = ["first", "second"]
        goes = Q(roles__contains=["manager"]) | Q(user__username__in=names)
        Membership.objects.filter(goes, project=cast.project).delete()
        for name in names:
            user = cast.users.get(name) or make_user(name)
            cast.users[name] = user
            author, _made = Participant.objects.get_or_create(
                project=cast.project, user=user, defaults={"kind": "user", "name": name}
            )
            cast.memberships[name] = Membership.objects.create(
                project=cast.project, user=user, participant=author, roles=["manager"]
            )
        together = threading.Barrier(2)

        def act(name: str, other: str, together: threading.Barrier = together) -> int:
            client = cast.client(name)
            together.wait()
            try:
                if way == "leave":
                    return client.post(cast.url("leave")).status_code
                if way == "suspend each other":
                    return client.patch(member(cast, other), {"suspended": True}, "json", headers=V1).status_code
                if way == "remove each other":
                    return client.delete(member(cast, other)).status_code
                return client.patch(member(cast, name), {"role": "viewer"}, "json", headers=V1).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            statuses = sorted(pool.map(act, names, reversed(names)))
        assert statuses[0] in {200, 204}, (round_number, statuses)
        assert statuses[1] in {404, 409}, (round_number, statuses)
        assert active_managers(cast.project.id).count() == 1


def test_addresses_of_mail_are_shown_to_managers_and_to_oneself(cast: Cast) -> None:
    def mails(name: str) -> dict[str, str | None]:
        rows = cast.client(name).get(cast.url("members")).json()["results"]
        return {row["username"]: row["email"] for row in rows}

    assert all(mails("manager").values())
    assert {name for name, mail in mails("viewer").items() if mail} == {"viewer"}


def test_a_member_of_another_project_is_not_found_through_any_verb(cast: Cast) -> None:
    other = gather("other", "other-")
    client = cast.client("manager")
    for path in (member(other, "viewer"), f"/api/v1/members/{NOBODY}"):
        assert client.get(path).status_code == 404
        assert client.patch(path, {"role": "manager"}, "json", headers=V1).status_code == 404
        assert client.delete(path).status_code == 404
        assert client.get(f"{path}/open-work").status_code == 404
    assert other.viewer("viewer").roles == {"viewer"}


def test_listing_costs_the_same_for_few_members_and_for_two_hundred(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    client = cast.client("viewer")
    with django_assert_max_num_queries(4):
        client.get(cast.url("members?page_size=500"))
    for number in range(192):
        join(cast.project, make_user(f"person{number}"), "viewer")
    with django_assert_max_num_queries(4):
        assert len(client.get(cast.url("members?page_size=500")).json()["results"]) == 200


@pytest.mark.parametrize("cursor", ["x", "cD1ub3QtYS11dWlk", "bz0tMQ==", "%00", "cj0xJnA9MjAyNi0xMy0wMQ=="])
def test_a_cursor_of_one_s_own_making_is_refused(cast: Cast, cursor: str) -> None:
    assert cast.client("viewer").get(cast.url(f"members?cursor={cursor}")).status_code == 400
