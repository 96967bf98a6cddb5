"""What claims add to the rest of a project: navigation, waiting work, the overview, search, work left open."""

from projects.open_work import open_work_of
from projects.pages import cards_for, found_by, nav_for, stuck_in, waiting_for
from reviews.models import Claim
from sources.services.indexing import follow_log
from tests.cast import make_label, make_mark, make_reading
from tests.reviews.conftest import SUPPORTED, Desk


def _nav(desk: Desk, name: str) -> set[str]:
    urls = {item["url"].rpartition("/")[2] for item in nav_for(desk.cast.viewer(name))}
    return urls & {"claims", "review", "adjudicate"}


def test_each_role_is_led_to_its_own_pages(desk: Desk) -> None:
    expected = {
        "viewer": {"claims"},
        "annotator": {"claims"},
        "reviewer": {"claims", "review"},
        "adjudicator": {"claims", "adjudicate"},
        "manager": {"claims"},
    }
    assert {name: _nav(desk, name) for name in expected} == expected


def _waiting(desk: Desk, name: str) -> dict[str, int]:
    return {item.label: item.count for item in waiting_for(desk.cast.viewer(name)) if "claim" in item.label}


def test_what_waits_is_counted_for_each_person(desk: Desk) -> None:
    claim = desk.claim(by="reviewer3")
    desk.agreed()
    disputed = desk.disputed()
    assert _waiting(desk, "reviewer") == {"1 claim to judge": 1}
    assert _waiting(desk, "reviewer3") == {}
    assert _waiting(desk, "adjudicator") == {"2 claims to settle": 2}
    desk.judge("reviewer", claim, SUPPORTED)
    assert _waiting(desk, "reviewer") == {}
    assert _waiting(desk, "reviewer2") == {"1 claim to judge": 1}
    desk.post("adjudicator", f"claims/{disputed['id']}/reopen", {"question": "Which?", "to": "draft"})
    assert _waiting(desk, "annotator") == {"1 claim sent back to you": 1}


def test_the_overview_counts_only_claims_one_may_see(desk: Desk) -> None:
    mark = make_mark(desk.first, desk.cast.participant("annotator"), make_label(desk.cast.project), 0, 12)
    make_reading(desk.first, desk.cast.participant("annotator2"))
    desk.claim(evidence=[{"annotation": str(mark.id), "stance": "states"}])
    desk.claim()

    def total(name: str) -> int:
        (card,) = [card for card in cards_for(desk.cast.viewer(name)) if card["url"].endswith("/claims")]
        return int(card["stats"][0]["value"])

    assert {name: total(name) for name in ("annotator", "annotator2", "viewer")} == {
        "annotator": 2, "annotator2": 1, "viewer": 0,
    }  # fmt: skip


def test_drafts_are_listed_as_work_left_open(desk: Desk) -> None:
    desk.claim(state="draft")
    desk.claim()
    labels = [str(work.label) for work in open_work_of(desk.cast.participant("annotator"))]
    assert "1 draft of a claim" in labels
    work = next(work for work in open_work_of(desk.cast.participant("annotator")) if "draft" in str(work.label))
    page = desk.client("manager")
    page.force_login(desk.cast.users["manager"])
    text = page.get(work.url).content.decode()
    assert text.count("data-row=") == 1


def test_claims_are_found_by_their_words_and_speakers(desk: Desk) -> None:
    claim = desk.claim(statement="Forty-one trucks crossed the bridge.", attributions=[{"name": "Kelda Varrin"}])
    follow_log(desk.cast.project.id)
    for words in ("trucks bridge", "Varrin"):
        query = {"project": desk.cast.project.slug, "q": words, "in": "claims"}
        answer = desk.client("annotator").get("/api/v1/search", query)
        assert answer.status_code == 200, answer.json()
        assert [hit["url"].rpartition("/")[2] for hit in answer.json()["results"]] == [claim["id"]], words
        assert desk.client("viewer").get("/api/v1/search", query).json()["results"] == []
    Claim.objects.filter(pk=claim["id"]).update(tlp=4)
    assert desk.client("annotator").get("/api/v1/search", query).json()["results"] == []


def test_the_palette_and_the_list_of_documents_know_the_claims_one_may_see(desk: Desk) -> None:
    claim = desk.claim(statement="Forty-one trucks crossed.")
    desk.claim(by="reviewer", kind="allegation", statement="Trucks were bribed.", evidence=desk.evidence()[:1])
    viewers = {name: desk.cast.viewer(name) for name in ("annotator", "viewer")}
    found = {name: [hit.label for hit in found_by(viewer, "trucks")] for name, viewer in viewers.items()}
    assert found == {"annotator": [claim["statement"]], "viewer": []}
    rows = {
        name: {row["title"]: row["claims"] for row in desk.get(name, "documents").json()["results"]}
        for name in ("annotator", "reviewer", "viewer")
    }
    assert rows["annotator"] == {"The first text": 1, "The second text": 1, "The third text": 1}
    assert rows["reviewer"] == {"The first text": 2, "The second text": 1, "The third text": 1}
    assert set(rows["viewer"].values()) == {0}


def test_claims_that_nobody_can_carry_on_are_shown_to_managers(desk: Desk) -> None:
    desk.agreed()
    desk.claim()

    def stuck(name: str) -> set[str]:
        return {item.label for item in stuck_in(desk.cast.viewer(name)) if item.label.startswith("Claims")}

    assert stuck("manager") == set()
    for name in ("reviewer2", "reviewer3", "adjudicator"):
        membership = desk.cast.memberships[name]
        membership.suspended_at = membership.created_at
        membership.save()
    assert stuck("manager") == {"Claims cannot leave review", "Claims cannot be settled"}
    assert stuck("annotator") == set()


def test_the_workspace_knows_who_may_write_claims(desk: Desk) -> None:
    page = desk.client("annotator")
    for name, may in (("annotator", True), ("viewer", False)):
        page.force_login(desk.cast.users[name])
        text = page.get(f"/projects/{desk.cast.project.slug}/documents/{desk.first.id}/annotate").content.decode()
        assert ("Make a claim" in text) == may
