"""The pages of claims as people use them without JavaScript: every form posts and comes back."""

import html
import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from projects.models import Membership
from reviews.models import Claim
from sources.models import Reading
from tests.cast import make_label, make_mark, make_reading
from tests.reviews.conftest import REFUTED, SUPPORTED, Desk


class Pages:
    """The pages of the desk as one person sees them."""

    def __init__(self, desk: Desk, name: str) -> None:
        self.desk = desk
        self.client = Client(raise_request_exception=True)
        self.client.force_login(desk.cast.users[name])

    def url(self, path: str) -> str:
        return f"/projects/{self.desk.cast.project.slug}/{path}"

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(self.url(path), query)

    def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        return self.client.post(self.url(path), body or {})

    def text(self, path: str, **query: Any) -> str:
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.content
        return html.unescape(answer.content.decode())


FORM = {
    "statement": "The peacekeepers left in April.",
    "kind": "fact",
    "valid_from": "2024-04",
    "valid_to": "",
    "tlp": "2",
    "speaker-TOTAL_FORMS": "1",
    "speaker-INITIAL_FORMS": "0",
    "speaker-0-name": "an expert",
    "speaker-0-directness": "hearsay",
    "speaker-0-anonymous": "on",
}


def test_a_claim_is_written_with_a_passage_found_by_its_words(desk: Desk) -> None:
    pages = Pages(desk, "annotator")
    found = pages.post("claims/new", FORM | {"do": "find", "words": "They will  not\nreturn", "stance": "states"})
    text = html.unescape(found.content.decode())
    add = re.search(r'value="(add:[^"]+)"', text)
    assert add is not None
    chosen = pages.post("claims/new", FORM | {"do": add[1], "stance": "states", "words": "They will not return"})
    source = re.search(r'name="source" value="([^"]+)"', chosen.content.decode())
    assert source is not None
    assert "an expert" in chosen.content.decode()
    saved = pages.post("claims/new", FORM | {"do": "draft", "source": html.unescape(source[1])})
    assert saved.status_code == 302, saved.content.decode()
    claim = Claim.objects.get()
    assert (claim.state, claim.valid_from, claim.evidence.get().quote) == ("draft", "2024-04", "They will not return")
    assert [speaker.anonymous for speaker in claim.attributions.all()] == [True]


def test_a_claim_begins_from_marks(desk: Desk) -> None:
    label = make_label(desk.cast.project)
    mark = make_mark(desk.first, desk.cast.participant("annotator"), label, 0, 12)
    pages = Pages(desk, "annotator")
    page = pages.text("claims/new", annotation=str(mark.id))
    assert "Peacekeepers" in page
    source = re.search(r'name="source" value=\'?"?({.+?})"', page)
    assert source is not None
    assert str(mark.id) in source[1]
    hidden = Pages(desk, "annotator2").text("claims/new", annotation=str(mark.id))
    assert str(mark.id) not in hidden


def test_what_was_typed_is_kept_when_it_cannot_be_used(desk: Desk) -> None:
    pages = Pages(desk, "annotator")
    answer = pages.post("claims/new", FORM | {"do": "save", "valid_from": "last year"})
    assert answer.status_code == 400
    text = html.unescape(answer.content.decode())
    assert "last year" in text
    assert "Write a year, month, day" in text
    assert "The peacekeepers left in April." in text


def test_the_fields_of_a_kind_appear_when_it_is_chosen(desk: Desk) -> None:
    pages = Pages(desk, "annotator")
    answer = pages.post("claims/new", FORM | {"do": "kind", "kind": "prediction"})
    assert 'name="prediction-horizon"' in answer.content.decode()
    body = {"prediction-value": "70", "prediction-basis": "stated", "prediction-horizon": "2026"}
    saved = pages.post("claims/new", FORM | body | {"do": "save", "kind": "prediction"})
    assert saved.status_code == 302
    claim = Claim.objects.get()
    assert claim.particulars == {"probability": {"value": 70}, "basis": "stated", "horizon": "2026"}
    assert claim.state == "in_review"


def test_an_allegation_records_the_right_of_reply(desk: Desk) -> None:
    pages = Pages(desk, "reviewer")
    body = {
        "reply-TOTAL_FORMS": "1",
        "reply-INITIAL_FORMS": "0",
        "reply-0-person": "Joram Teshka",
        "reply-0-asked": "on",
        "reply-0-when": "2025-02-03",
    }
    assert pages.post("claims/new", FORM | body | {"do": "save", "kind": "allegation"}).status_code == 302
    claim = Claim.objects.get()
    assert claim.held
    assert claim.particulars["right_of_reply"][0]["when"] == "2025-02-03"
    assert "Right of reply" in pages.text(f"claims/{claim.id}")


def test_a_claim_is_edited_and_a_stale_edit_is_refused_with_what_was_typed(desk: Desk) -> None:
    claim = desk.claim(by="annotator", state="draft")
    pages = Pages(desk, "annotator")
    assert "an expert" in pages.text(f"claims/{claim['id']}/edit")
    edit = FORM | {"do": "save", "version": str(claim["version"]), "statement": "They left in May."}
    assert pages.post(f"claims/{claim['id']}/edit", edit).status_code == 302
    assert Claim.objects.get().statement == "They left in May."
    stale = pages.post(f"claims/{claim['id']}/edit", edit | {"statement": "They left in June."})
    assert stale.status_code == 409
    text = html.unescape(stale.content.decode())
    assert "They left in June." in text
    assert "They left in May." in text


def test_evidence_is_added_and_taken_off_on_the_page_of_the_claim(desk: Desk) -> None:
    claim = desk.claim(by="annotator")
    pages = Pages(desk, "reviewer")
    found = html.unescape(
        pages.post(f"claims/{claim['id']}/evidence", {"do": "find", "words": "gave no date"}).content.decode()
    )
    add = re.search(r'value="(add:[^"]+)"', found)
    assert add is not None
    answer = pages.post(f"claims/{claim['id']}/evidence", {"do": add[1], "stance": "context", "note": "No date."})
    assert answer.status_code == 302, answer.content.decode()
    text = pages.text(f"claims/{claim['id']}")
    assert "No date." in text
    remove = re.search(r"/evidence/([0-9a-f-]{36})/remove", text)
    assert remove is not None
    assert pages.post(f"evidence/{remove[1]}/remove").status_code == 302
    assert "No date." not in pages.text(f"claims/{claim['id']}")


def test_a_record_without_a_citation_is_said_to_need_one(desk: Desk) -> None:
    claim = desk.claim()
    pages = Pages(desk, "annotator")
    body = {"do": "add:record", "stance": "supports", "citation": "", "quotation": "It is so."}
    answer = pages.post(f"claims/{claim['id']}/evidence", body)
    assert answer.status_code == 400
    assert "It is so." in answer.content.decode()
    assert pages.post(f"claims/{claim['id']}/evidence", body | {"citation": "Register, entry 17"}).status_code == 302
    assert "Register, entry 17" in pages.text(f"claims/{claim['id']}")


def test_whoever_wrote_a_claim_is_told_that_they_do_not_judge_it(desk: Desk) -> None:
    claim = desk.claim(by="reviewer")
    desk.judge("reviewer2", claim, SUPPORTED)
    page = Pages(desk, "reviewer").text(f"claims/{claim['id']}")
    assert "Verdicts are hidden until this claim is settled" in page
    assert "until yours is in" not in page
    assert "until yours is in" in Pages(desk, "reviewer3").text(f"claims/{claim['id']}")


def test_a_reviewer_judges_one_claim_after_the_other(desk: Desk) -> None:
    first, second = desk.claim(), desk.claim(statement="They will not return.")
    pages = Pages(desk, "reviewer")
    page = pages.text("review")
    assert first["statement"] in page
    assert "1 of 2" in page
    assert "Other verdicts are hidden until yours is in" in page
    bad = pages.post("review", {"claim": first["id"], "decision": "approve", "rationale": "Typed at length."})
    assert bad.status_code == 422
    assert "An approval needs a finding." in bad.content.decode()
    assert "Typed at length." in bad.content.decode()
    body = {"claim": first["id"], **SUPPORTED}
    answer = pages.post("review", body)
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"?claim={second['id']}")
    last = pages.post("review", {"claim": second["id"], **SUPPORTED})
    assert last.headers["Location"] == pages.url("review")
    assert "Nothing to judge" in pages.text("review")


def test_an_adjudicator_settles_what_is_disputed_and_confirms_what_is_agreed(desk: Desk) -> None:
    disputed, agreed = desk.disputed(), desk.agreed(statement="They left.")
    pages = Pages(desk, "adjudicator")
    queue = pages.text("adjudicate")
    assert disputed["statement"] in queue
    assert agreed["statement"] not in queue
    page = pages.text(f"adjudicate/{disputed['id']}")
    assert "is-different" in page
    body = {**REFUTED, "outcome": "decided", "dissent": "It may be so.", "version": str(disputed["version"])}
    refused = pages.post(f"adjudicate/{disputed['id']}", {**body, "rationale": ""})
    assert refused.status_code == 400
    assert "It may be so." in refused.content.decode()
    assert pages.post(f"adjudicate/{disputed['id']}", body).status_code == 302
    text = pages.text(f"claims/{disputed['id']}")
    assert "It may be so." in text
    assert "Dissents" in text
    assert pages.post("adjudicate?heap=agreed", {"ids": [agreed["id"]], "do": "confirm"}).status_code == 302
    assert Claim.objects.get(pk=agreed["id"]).state == "decided"


def test_agreed_claims_are_confirmed_from_the_list(desk: Desk) -> None:
    agreed = desk.agreed()
    pages = Pages(desk, "adjudicator")
    assert f'value="{agreed["id"]}"' in pages.text("claims")
    assert pages.post("claims", {"ids": [agreed["id"]], "do": "confirm"}).status_code == 302
    assert Claim.objects.get().state == "decided"


def test_the_steps_of_a_claim_are_buttons_and_withdrawing_has_an_undo(desk: Desk) -> None:
    claim = desk.claim(by="annotator", state="draft")
    pages = Pages(desk, "annotator")
    assert pages.post(f"claims/{claim['id']}/submit").status_code == 302
    assert pages.post(f"claims/{claim['id']}/withdraw").status_code == 302
    page = pages.text(f"claims/{claim['id']}")
    assert f"/claims/{claim['id']}/restore" in page
    assert pages.post(f"claims/{claim['id']}/restore").status_code == 302
    assert Claim.objects.get().state == "draft"


def test_an_adjudicator_sends_a_claim_back_with_a_question(desk: Desk) -> None:
    claim = desk.disputed(by="annotator")
    pages = Pages(desk, "adjudicator")
    assert pages.post(f"claims/{claim['id']}/reopen", {"question": "Which April?", "to": "draft"}).status_code == 302
    text = Pages(desk, "annotator").text(f"claims/{claim['id']}")
    assert "Which April?" in text


def test_a_held_claim_is_released_on_its_page(desk: Desk) -> None:
    claim = desk.claim(kind="allegation")
    assert "Held" in Pages(desk, "reviewer").text(f"claims/{claim['id']}")
    assert Pages(desk, "adjudicator").post(f"claims/{claim['id']}/release", {"reason": "Asked."}).status_code == 302
    assert not Claim.objects.get().held


def test_the_list_is_filtered_counted_and_given_as_csv(desk: Desk) -> None:
    desk.claim(statement="=cmd()", state="draft")
    desk.agreed(statement="They left.")
    pages = Pages(desk, "annotator")
    assert "They left." not in pages.text("claims", state="draft")
    assert "=cmd()" in pages.text("claims", q="cmd")
    assert "Nothing matches" in pages.text("claims", q="nothing like it")
    answer = pages.get("claims", format="csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 3
    assert ",'=cmd()," in lines[2]


def test_an_empty_list_says_what_to_do_next(desk: Desk) -> None:
    assert "Write the first claim" in Pages(desk, "annotator").text("claims")
    assert "Write the first claim" not in Pages(desk, "viewer").text("claims")


@pytest.mark.parametrize(
    ("name", "path", "status"),
    [
        ("viewer", "claims", 200),
        ("viewer", "claims/new", 403),
        ("viewer", "review", 403),
        ("viewer", "adjudicate", 403),
        ("annotator", "review", 403),
        ("reviewer", "adjudicate", 403),
        ("manager", "review", 403),
        ("manager", "claims/new", 403),
        ("adjudicator", "adjudicate", 200),
        ("outsider", "claims", 404),
        ("admin", "claims", 404),
    ],
)
def test_pages_open_for_whom_the_policy_says(desk: Desk, name: str, path: str, status: int) -> None:
    assert Pages(desk, name).get(path).status_code == status


def test_the_page_of_another_projects_claim_is_not_found(desk: Desk) -> None:
    claim = desk.claim()
    Membership.objects.filter(user=desk.cast.users["outsider"]).update(roles=["manager", "reviewer", "adjudicator"])
    elsewhere = Client()
    elsewhere.force_login(desk.cast.users["outsider"])
    slug = f"{desk.cast.project.slug}-elsewhere"
    for path in (f"claims/{claim['id']}", f"adjudicate/{claim['id']}", f"review?claim={claim['id']}"):
        assert elsewhere.get(f"/projects/{slug}/{path}").status_code == 404, path


def test_a_claim_on_a_hidden_mark_has_no_page(desk: Desk) -> None:
    label = make_label(desk.cast.project)
    mark = make_mark(desk.first, desk.cast.participant("annotator"), label, 0, 12)
    make_reading(desk.first, desk.cast.participant("annotator2"))
    claim = desk.claim(evidence=[{"annotation": str(mark.id), "stance": "states"}])
    pages = Pages(desk, "annotator2")
    assert pages.get(f"claims/{claim['id']}").status_code == 404
    assert claim["statement"] not in pages.text("claims")
    Reading.objects.filter(participant=desk.cast.participant("annotator2")).update(
        state="finished", revealed_at=timezone.now()
    )
    assert claim["statement"] in pages.text("claims")
    assert UUID(claim["id"])
