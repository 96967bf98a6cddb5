"""Publishers over the API."""

from typing import Any

import pytest

from projects.models import Event
from sources.models import Publisher
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _add(cast: Cast, name: str, person: str = "manager", **body: Any) -> Any:
    return cast.client(person).post(cast.url("publishers"), {"name": name, **body}, format="json")


def test_a_publisher_is_added_listed_and_rated(cast: Cast) -> None:
    made = _add(cast, " Harbour \n Post ", reliability="D")
    assert (made.status_code, made.json()["name"], made.json()["version"]) == (201, "Harbour Post", 1)
    client = cast.client("manager")
    address = f"/api/v1/publishers/{made.json()['id']}"
    assert client.patch(address, {"reliability": "C"}, format="json").status_code == 428
    unexplained = client.patch(address, {"reliability": "C"}, format="json", HTTP_IF_MATCH='"1"')
    assert (unexplained.status_code, list(unexplained.json()["errors"])) == (422, ["reason"])
    change = {"reliability": "C", "reason": "Corrects itself now."}
    rated = client.patch(address, change, format="json", HTTP_IF_MATCH='"1"')
    assert (rated.json()["reliability"], rated.json()["version"]) == ("C", 2)
    stale = client.patch(address, {"reliability": "B"}, format="json", HTTP_IF_MATCH='"1"')
    assert (stale.status_code, stale.json()["current"]["reliability"]) == (409, "C")
    rows = cast.client("viewer").get(cast.url("publishers?q=harb")).json()["results"]
    assert [row["name"] for row in rows] == ["Harbour Post"]
    assert cast.client("viewer").get(address)["ETag"] == '"2"'
    kinds = list(Event.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["publisher.created", "publisher.rated", "publisher.rated"]


def test_a_name_is_given_once_in_a_project(cast: Cast) -> None:
    assert _add(cast, "Post").status_code == 201
    assert _add(cast, "Post").status_code == 409
    other = _add(cast, "Prisma").json()
    client = cast.client("manager")
    renamed = client.patch(f"/api/v1/publishers/{other['id']}", {"name": "Post"}, format="json", HTTP_IF_MATCH='"1"')
    assert renamed.status_code == 409
    assert Event.objects.count() == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": " \t "}, "name"),
        ({"name": "x" * 301}, "name"),
        ({"name": "Post", "colour": "red"}, "colour"),
        ({"name": "Post", "reliability": "G"}, "reliability"),
        ({"name": "Post", "reliability": ["A"]}, "reliability"),
        ({"name": "Post", "note": "x" * 5001}, "note"),
        ({"name": "Post", "note": {}}, "note"),
    ],
)
def test_a_publisher_that_cannot_be_kept_is_refused(cast: Cast, body: dict[str, Any], field: str) -> None:
    answer = cast.client("manager").post(cast.url("publishers"), body, format="json")
    assert answer.status_code == 400, answer.content
    assert field in answer.json()["errors"]
    assert not Publisher.objects.exists()


@pytest.mark.parametrize("person", ["viewer", "annotator", "reviewer", "adjudicator"])
def test_only_managers_keep_publishers(cast: Cast, person: str) -> None:
    publisher = Publisher.objects.create(project=cast.project, name="Post")
    address = f"/api/v1/publishers/{publisher.id}"
    assert _add(cast, "Prisma", person).status_code == 403
    client = cast.client(person)
    assert client.patch(address, {"name": "x"}, format="json", HTTP_IF_MATCH='"1"').status_code == 403
    assert client.get(address).status_code == 200
    assert cast.client("outsider").get(address).status_code == 404


@pytest.mark.parametrize("rows", [1, 200])
def test_the_list_of_publishers_costs_the_same_queries(
    cast: Cast, rows: int, django_assert_max_num_queries: Any
) -> None:
    Publisher.objects.bulk_create(Publisher(project=cast.project, name=f"Post {n}") for n in range(rows))
    client = cast.client("viewer")
    with django_assert_max_num_queries(4):
        assert len(client.get(cast.url("publishers?page_size=200")).json()["results"]) == rows
