"""The pages of imported names: a list to filter and fetch, one name to map and take back, what is refused in place."""

import csv
import io

import pytest

from projects.models import Membership, Participant
from tests.cast import Cast, gather
from tests.projects.browsers import browser, messages, text
from tests.projects.test_names_api import make_name, patch

pytestmark = pytest.mark.django_db

LIST = "/projects/desk/people/names"


@pytest.fixture
def cast() -> Cast:
    return gather()


def test_an_empty_list_says_how_names_come_and_people_lead_to_it(cast: Cast) -> None:
    client = browser(cast, "manager")
    assert f'href="{LIST}"' in text(client.get("/projects/desk/people"))
    assert "No imported names" in text(client.get(LIST))
    assert f'href="{LIST}"' not in text(browser(cast, "viewer").get("/projects/desk/people"))


def test_names_are_filtered_sorted_and_fetched_as_a_table(cast: Cast) -> None:
    mapped = make_name(cast, "=cmd")
    make_name(cast, "B. Reader")
    patch(cast, mapped, "annotator")
    client = browser(cast, "manager")
    assert [row["name"] for row in client.get(f"{LIST}?sort=-name").context["names"]] == ["B. Reader", "=cmd"]
    assert [row["name"] for row in client.get(f"{LIST}?sort=-mapped").context["names"]] == ["=cmd", "B. Reader"]
    assert [row["name"] for row in client.get(f"{LIST}?mapped=false").context["names"]] == ["B. Reader"]
    assert "Nothing matches" in text(client.get(f"{LIST}?q=zzz&mapped=x&sort=y"))
    answer = client.get(f"{LIST}?q=cmd&format=csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row[:5] for row in rows[1:]] == [["'=cmd", "0", "0", "annotator", "manager"]]


def test_a_manager_maps_a_name_and_takes_it_back(cast: Cast) -> None:
    name, member = make_name(cast), cast.memberships["annotator"].id
    client, url = browser(cast, "manager"), f"{LIST}/{name.id}"
    assert "Map to this member" in text(client.get(url))
    assert client.post(url, {"member": member, "version": 1})["Location"] == url
    assert "“A. Reader” speaks for annotator now" in messages(client)
    page = text(client.get(url))
    assert "Said by manager" in page
    assert "Map to this member" not in page
    assert client.post(f"{url}/unmap", {"version": 1})["Location"] == url
    assert "Somebody changed this" in messages(client)
    assert client.post(f"{url}/unmap", {"version": 2})["Location"] == url
    assert "Taken back" in messages(client)
    assert Participant.objects.get(id=name.id).speaks_for_id is None


def test_what_is_refused_is_said_beside_the_form(cast: Cast) -> None:
    name = make_name(cast)
    client, url = browser(cast, "manager"), f"{LIST}/{name.id}"
    assert "This field is required" in text(client.post(url, {"version": 1}), 422)
    Participant.objects.filter(id=name.id).update(version=2)
    stale = text(client.post(url, {"member": cast.memberships["annotator"].id, "version": 1}), 409)
    assert "Somebody changed this" in stale
    assert 'name="version" value="2"' in stale
    outside = Membership.objects.get(id=cast.memberships["outsider"].id)
    assert "Select a valid choice" in text(client.post(url, {"member": outside.id, "version": 2}), 422)
    unnamed = make_name(cast, "imported")
    assert "came without a name" in text(client.get(f"{LIST}/{unnamed.id}"))
    posted = client.post(f"{LIST}/{unnamed.id}", {"member": cast.memberships["annotator"].id, "version": 1})
    assert posted.status_code == 422
    cast.memberships["annotator"].delete()
    Participant.objects.filter(id=name.id).update(
        speaks_for=cast.participant("annotator"), mapped_by=cast.participant("manager"), mapped_at=name.created_at
    )
    for path in (LIST, url):
        assert "has left the project" in text(client.get(path))
