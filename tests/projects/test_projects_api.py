"""Projects over the API: who creates them, what one sees of them, and settings that two people change at once."""

from typing import Any

import pytest

from projects.models import Event, EventCounter, Membership, Project
from tests.cast import Cast, gather, join, make_project, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return gather()


def test_the_creator_becomes_manager_and_the_project_starts_its_log(cast: Cast) -> None:
    response = cast.client("admin").post("/api/v1/projects", {"name": "Iskel corridor", "slug": "iskel"}, "json")
    assert response.status_code == 201, response.content
    body = response.json()
    assert (body["slug"], body["name"], body["roles"], body["version"]) == ("iskel", "Iskel corridor", ["manager"], 1)
    assert (body["marks_blind"], body["verdicts_due"], body["default_tlp"]) == ("until_finished", 2, "AMBER")
    project = Project.objects.get(slug="iskel")
    assert list(Event.objects.filter(project=project).order_by("number").values_list("number", "kind")) == [
        (1, "project.created"),
        (2, "member.added"),
    ]
    assert EventCounter.objects.get(project=project).number == 2


@pytest.mark.parametrize(
    ("creators", "may"), [("admins", {"admin"}), ("managers", {"admin", "manager", "outsider"}), ("everyone", None)]
)
def test_who_creates_projects_is_a_setting_of_the_site(cast: Cast, settings: Any, creators: str, may: Any) -> None:
    settings.PROJECT_CREATORS = creators
    for name in ("viewer", "manager", "outsider", "admin"):
        response = cast.client(name).post("/api/v1/projects", {"name": f"Of {name}"}, "json")
        assert response.status_code == (201 if may is None or name in may else 403), name
        if response.status_code == 403:
            assert "administrators" in response.json()["detail"]


def test_an_address_that_is_taken_is_a_conflict_and_a_name_that_is_taken_is_not(cast: Cast) -> None:
    client = cast.client("admin")
    taken = client.post("/api/v1/projects", {"name": "Another", "slug": "desk"}, "json")
    assert taken.status_code == 409
    slugs = [client.post("/api/v1/projects", {"name": "Desk"}, "json").json()["slug"] for _round in range(2)]
    assert slugs == ["desk-2", "desk-3"]
    assert client.post("/api/v1/projects", {"name": "Турция"}, "json").json()["slug"] == "project"


def test_an_address_that_a_page_of_the_site_needs_is_refused(cast: Cast) -> None:
    client = cast.client("admin")
    assert client.post("/api/v1/projects", {"name": "New", "slug": "new"}, "json").status_code == 400
    assert client.post("/api/v1/projects", {"name": "New"}, "json").json()["slug"] == "new-2"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "x", "slug": "a b"}, "slug"),
        ({"name": "x", "slug": "x" * 61}, "slug"),
        ({"name": "x", "slug": "Upper"}, "slug"),
        ({"name": "x", "slug": "under_score"}, "slug"),
        ({"name": "x", "slug": "-x"}, "slug"),
        ({"name": "x", "slug": "x--y"}, "slug"),
        ({"name": ["x"]}, "name"),
        ({"name": "x", "verdicts_due": 0}, "verdicts_due"),
        ({"name": "x", "default_tlp": "PINK"}, "default_tlp"),
        ({"name": "x", "default_tlp": 3}, "default_tlp"),
        ({"name": "x", "marks_blind": "sometimes"}, "marks_blind"),
        ({"name": "x", "nmae": "y"}, "nmae"),
        ([], "body"),
        ("x", "body"),
    ],
)
def test_a_body_that_cannot_be_used_says_which_field_is_wrong(cast: Cast, body: Any, field: str) -> None:
    response = cast.client("admin").post("/api/v1/projects", body, "json")
    assert response.status_code == 400, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert field in response.json()["errors"]
    assert Project.objects.count() == 2


def test_a_nul_character_is_refused_wherever_it_hides(cast: Cast) -> None:
    client = cast.client("admin")
    for body in (b'{"name": "a\\u0000b"}', b'{"name": "a", "description": "\\u0000"}', b'{"\\u0000": 1, "name": "a"}'):
        assert client.post("/api/v1/projects", body, content_type="application/json").status_code == 400
    # A backslash before the escape makes it six ordinary characters.
    escaped = b'{"name": "a\\\\u0000b"}'
    assert client.post("/api/v1/projects", escaped, content_type="application/json").status_code == 201


@pytest.mark.parametrize("body", [b"null", b"3", b'"x"', b"[]"])
def test_a_body_that_is_no_object_is_refused(cast: Cast, body: bytes) -> None:
    response = cast.client("admin").post("/api/v1/projects", body, content_type="application/json")
    assert (response.status_code, list(response.json()["errors"])) == (400, ["body"])


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"name": "\\ud800"}', b"[" * 100_000, b'{"name": NaN}'])
def test_a_body_that_is_not_json_is_refused(cast: Cast, body: bytes) -> None:
    response = cast.client("admin").post("/api/v1/projects", body, content_type="application/json")
    assert response.status_code == 400
    assert "not JSON" in response.json()["detail"]


def test_a_body_of_ten_megabytes_is_refused(cast: Cast) -> None:
    body = b'{"name": "' + b"x" * 10_000_000 + b'"}'
    response = cast.client("admin").post("/api/v1/projects", body, content_type="application/json")
    assert response.status_code == 413
    assert "4 megabytes" in response.json()["detail"]


def test_the_list_has_one_s_own_projects_only(cast: Cast) -> None:
    second = make_project("second")
    join(second, cast.users["viewer"], "manager")
    listed = cast.client("viewer").get("/api/v1/projects").json()
    assert [(row["slug"], row["roles"]) for row in listed["results"]] == [("desk", ["viewer"]), ("second", ["manager"])]
    assert cast.client("admin").get("/api/v1/projects").json()["results"] == []


def test_the_list_costs_the_same_for_one_project_and_for_fifty(cast: Cast, django_assert_max_num_queries: Any) -> None:
    user = make_user("busy")
    cast.users["busy"] = user
    client = cast.client("busy")
    for count in (1, 49):
        for number in range(count):
            join(make_project(f"many-{count}-{number}"), user, "viewer")
        with django_assert_max_num_queries(4):
            assert len(client.get("/api/v1/projects").json()["results"]) in {1, 50}


def test_settings_are_read_by_members_and_changed_by_managers(cast: Cast) -> None:
    assert cast.client("viewer").get("/api/v1/projects/desk").json()["verdicts_due"] == 2
    body = {"verdicts_due": 3, "default_tlp": "RED", "marks_blind": "always"}
    response = cast.client("manager").patch("/api/v1/projects/desk", body, "json", headers={"If-Match": '"1"'})
    assert response.status_code == 200, response.content
    assert {key: response.json()[key] for key in body} == body
    assert response.json()["version"] == 2
    event = Event.objects.get(kind="project.changed")
    assert event.before == {"verdicts_due": 2, "default_tlp": "AMBER", "marks_blind": "until_finished"}
    assert event.after == body


def test_an_edit_names_the_version_it_was_made_against(cast: Cast) -> None:
    client = cast.client("manager")
    assert client.patch("/api/v1/projects/desk", {"name": "A"}, "json").status_code == 428
    assert client.patch("/api/v1/projects/desk", {"name": "A"}, "json", headers={"If-Match": "x"}).status_code == 400
    assert client.patch("/api/v1/projects/desk", {"name": "A"}, "json", headers={"If-Match": '"1"'}).status_code == 200
    stale = client.patch("/api/v1/projects/desk", {"name": "B"}, "json", headers={"If-Match": '"1"'})
    assert stale.status_code == 409
    assert stale.json()["current"]["name"] == "A"
    assert stale.json()["current"]["version"] == 2
    assert Project.objects.get(slug="desk").name == "A"


def test_a_change_that_changes_nothing_leaves_no_event(cast: Cast) -> None:
    client = cast.client("manager")
    response = client.patch("/api/v1/projects/desk", {"verdicts_due": 2}, "json", headers={"If-Match": '"1"'})
    assert (response.status_code, response.json()["version"]) == (200, 1)
    assert not Event.objects.exists()


def test_me_tells_who_one_is_and_where_one_is_what(cast: Cast) -> None:
    me = cast.client("reviewer").get("/api/v1/me").json()
    assert (me["username"], me["is_admin"], me["permissions"]) == ("reviewer", False, ["account.use"])
    (membership,) = me["memberships"]
    assert membership["project"] == {"slug": "desk", "name": "Desk"}
    assert membership["roles"] == ["reviewer"]
    admin = cast.client("admin").get("/api/v1/me").json()
    assert admin["permissions"] == [
        "account.use",
        "job.manage",
        "manager.appoint",
        "project.create",
        "user.manage",
    ]
    assert admin["memberships"] == []
    assert cast.client().get("/api/v1/me").status_code == 401


def test_an_administrator_reads_no_project_without_being_a_member(cast: Cast) -> None:
    client = cast.client("admin")
    for path in ("", "/members", "/events", "/invitations", "/stream"):
        assert client.get(f"/api/v1/projects/desk{path}").status_code == 404, path
    assert client.get(f"/api/v1/members/{cast.memberships['viewer'].id}").status_code == 404


def test_a_suspended_member_is_an_outsider(cast: Cast) -> None:
    client = cast.client("annotator")
    assert client.get("/api/v1/projects/desk").status_code == 200
    from django.utils import timezone

    Membership.objects.filter(id=cast.memberships["annotator"].id).update(suspended_at=timezone.now())
    assert client.get("/api/v1/projects/desk").status_code == 404
    assert client.get("/api/v1/me").json()["memberships"] == []
