"""Held allegations, markings, and the list of claims."""

from uuid import UUID

from django.test import Client

from projects.models import Event, Membership
from projects.vocabulary import Tlp
from reviews.models import Claim
from tests.cast import make_claim, make_document
from tests.reviews.conftest import UNCORROBORATED, Desk


def test_an_allegation_is_held_until_an_adjudicator_releases_it(desk: Desk) -> None:
    claim = desk.claim(by="reviewer", kind="allegation")
    assert claim["held"]
    assert desk.get("annotator", f"claims/{claim['id']}").status_code == 404
    assert desk.post("manager", f"claims/{claim['id']}/release").status_code == 403
    assert desk.post("adjudicator", f"claims/{claim['id']}/release", {"reason": "Public."}).json()["held"] is False
    assert desk.post("adjudicator", f"claims/{claim['id']}/release").status_code == 409
    assert desk.see("annotator", claim)["held"] is False


def test_a_claim_that_becomes_an_allegation_is_held_and_stays_so_when_it_is_one_no_longer(desk: Desk) -> None:
    claim = desk.claim(state="draft")
    held = desk.patch("annotator", f"claims/{claim['id']}", {"kind": "allegation"}, claim["version"]).json()
    assert held["held"]
    fact = desk.patch("annotator", f"claims/{claim['id']}", {"kind": "fact"}, held["version"]).json()
    assert fact["held"]


def test_a_claim_is_marked_as_high_as_what_it_rests_on(desk: Desk) -> None:
    secret = make_document(desk.cast.project, "A secret.", title="Secret", tlp=Tlp.AMBER_STRICT)
    claim = desk.claim(tlp="CLEAR", evidence=[desk.passage(desk.first, "Peacekeepers")])
    assert claim["tlp"] == "GREEN"
    assert desk.claim()["tlp"] == "AMBER"
    body = {"document": str(secret.id), "start": 0, "end": 8, "stance": "supports"}
    desk.judge("reviewer", claim, UNCORROBORATED)
    assert desk.post("annotator", f"claims/{claim['id']}/evidence", body).json()["tlp"] == "AMBER+STRICT"
    row = Claim.objects.get(pk=claim["id"])
    assert {row.tlp, *row.verdicts.values_list("tlp", flat=True)} == {Tlp.AMBER_STRICT}


def test_a_lower_marking_needs_a_reason_and_stays_above_the_sources(desk: Desk) -> None:
    claim = desk.claim(tlp="AMBER+STRICT")
    path, version = f"claims/{claim['id']}", claim["version"]
    assert desk.patch("annotator", path, {"tlp": "AMBER"}, version).status_code == 422
    assert desk.patch("annotator", path, {"tlp": "CLEAR", "reason": "Public."}, version).status_code == 422
    lower = desk.patch("annotator", path, {"tlp": "GREEN", "reason": "Published since."}, version)
    assert (lower.status_code, lower.json()["tlp"]) == (200, "GREEN")
    assert lower.json()["review_cycle"] == 1
    higher = desk.patch("annotator", path, {"tlp": "AMBER"}, lower.json()["version"])
    assert higher.json()["tlp"] == "AMBER"


def test_nobody_marks_a_claim_out_of_their_own_sight(desk: Desk) -> None:
    assert desk.post("annotator", "claims", desk.body(tlp="RED")).status_code == 422
    Membership.objects.filter(user=desk.cast.users["annotator"]).update(clearance=Tlp.RED)
    claim = desk.claim(tlp="RED")
    assert desk.get("reviewer", f"claims/{claim['id']}").status_code == 404


def test_the_list_is_filtered(desk: Desk) -> None:
    mine = desk.claim(by="annotator2", statement="Forty-one trucks crossed.", kind="quantity", state="draft")
    agreed = desk.agreed()
    held = desk.claim(by="reviewer3", kind="allegation", evidence=[])

    def ids(name: str, **query: str) -> set[str]:
        answer = desk.get(name, "claims", **query)
        assert answer.status_code == 200, answer.json()
        return {row["id"] for row in answer.json()["results"]}

    assert ids("annotator2") == {mine["id"], agreed["id"]}
    assert ids("annotator2", mine="true") == {mine["id"]}
    assert ids("annotator2", q="TRUCKS forty") == {mine["id"]}
    assert ids("manager", state="agreed,draft") == {mine["id"], agreed["id"]}
    assert ids("manager", kind="quantity,allegation") == {mine["id"], held["id"]}
    assert ids("manager", held="true") == {held["id"]}
    assert ids("manager", document=str(desk.third.id)) == {mine["id"], agreed["id"]}
    assert ids("reviewer", to_judge="true") == {held["id"]}
    assert ids("reviewer3", to_judge="true") == set()
    assert ids("adjudicator", to_settle="true") == {agreed["id"]}
    assert ids("viewer") == set()
    for query in ({"state": "open"}, {"mine": "yes"}, {"document": "x"}, {"kind": "claim"}, {"q": "\0"}):
        assert desk.get("manager", "claims", **query).status_code == 400


def test_the_list_is_sorted_by_the_api_and_on_the_page(desk: Desk) -> None:
    project = desk.cast.project.slug
    for statement, tlp in (("B came.", Tlp.AMBER), ("A" * 4000, Tlp.GREEN), ("C left.", Tlp.AMBER)):
        make_claim(desk.cast, statement, tlp=tlp)
    page = Client()
    page.force_login(desk.cast.users["reviewer"])
    orders = {
        "": "CAB", "-created_at": "CAB", "created_at": "BAC", "statement": "ABC", "-statement": "CBA",
        "tlp": "ACB", "-tlp": "CBA",
    }  # fmt: skip
    for sort, letters in orders.items():
        found, address = "", desk.cast.url(f"claims?page_size=1{f'&sort={sort}' if sort else ''}")
        while address:
            answer = desk.client("reviewer").get(address).json()
            found += answer["results"][0]["statement"][0]
            address = answer["next"]
        assert found == letters, sort
        listed = page.get(f"/projects/{project}/claims", {"sort": sort, "state": "in_review"})
        assert "".join(row["claim"].statement[0] for row in listed.context["rows"]) == letters, sort
        if sort and sort != "created_at":
            order = "descending" if sort.startswith("-") else "ascending"
            assert listed.content.decode().count(f'aria-sort="{order}"') == 1
    assert desk.client("reviewer").get(desk.cast.url("claims?sort=x")).status_code == 400
    assert page.get(f"/projects/{project}/claims?sort=x").context["sort"] == "-created_at"


def test_the_page_says_whose_claims_and_resting_on_what_it_lists(desk: Desk) -> None:
    desk.claim()
    page = Client()
    page.force_login(desk.cast.users["manager"])
    author, where = desk.cast.participant("annotator").id, f"/projects/{desk.cast.project.slug}/claims"
    shown = page.get(where, {"author": str(author), "document": str(desk.first.id), "kind": "fact"})
    assert [item["label"] for item in shown.context["active"]] == [
        "Written by annotator",
        f"Resting on “{desk.first.title}”",
    ]
    assert shown.context["active"][0]["remove_url"] == f"?document={desk.first.id}&kind=fact"
    assert f'name="author" value="{author}"' in shown.content.decode(), "kept while another filter changes"


def test_events_tell_the_history_of_a_claim(desk: Desk) -> None:
    claim = desk.decided()
    kinds = list(Event.objects.filter(subject_id=claim["id"]).order_by("number").values_list("kind", flat=True))
    assert kinds == ["claim.created", "verdict.submitted", "verdict.submitted", "claim.disputed", "claim.decided"]
    disputed = Event.objects.get(kind="claim.disputed")
    assert (disputed.actor_id, disputed.actor_name) == (None, "")
    assert UUID(claim["id"]) == disputed.subject_id
