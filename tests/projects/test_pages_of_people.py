"""Pages of members: filters, forms, several at once, and what only managers may."""

import csv
import io

import pytest
from django.test import Client

from projects.models import Invitation, Membership, Participant
from projects.open_work import HandedOn, OpenWork
from tests.cast import NOBODY, Cast, gather, make_user
from tests.projects.browsers import browser, messages, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return gather()


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
    monkeypatch.setattr(open_work, "_HANDLERS", {"t": lambda by, source, target: HandedOn(4)})
    client = browser(cast, "manager")
    url = f"/projects/desk/people/{cast.memberships['annotator'].id}"
    assert "4 open readings" in text(client.get(url))
    client.post(f"{url}/hand-on", {"to": str(cast.memberships["annotator2"].id)})
    assert "4 pieces of work handed on" in messages(client)
    some = HandedOn(2, ("1 stays.", "3 stay."))
    monkeypatch.setattr(open_work, "_HANDLERS", {"t": lambda by, source, target: some})
    client.post(f"{url}/hand-on", {"to": str(cast.memberships["annotator2"].id)})
    said = messages(client)
    assert "2 pieces of work handed on" in said
    assert "1 stays. 3 stay." in said
    client.post(f"{url}/hand-on", {"to": "x"})
    assert "Choose who takes the work over" in messages(client)
