"""Evidence over the API: what it rests on, who may cite what, and what makes a review due."""

import pytest

from projects.ids import new_id
from projects.vocabulary import Tlp
from reviews.models import Evidence
from sources.models import Revision
from tests.cast import make_document, make_label, make_mark, make_reading
from tests.reviews.conftest import Desk


def test_evidence_is_a_mark_a_passage_a_document_or_a_record(desk: Desk) -> None:
    mark = make_mark(desk.first, desk.cast.participant("annotator"), make_label(desk.cast.project), 0, 12)
    record = {"citation": "Register, entry 17", "url": "https://register.example/17", "retrieved_on": "2025-02-10"}
    claim = desk.claim(
        evidence=[
            {"annotation": str(mark.id), "stance": "states"},
            desk.passage(desk.second, "It gave no date", "context", note="No date."),
            {"document": str(desk.third.id), "stance": "contradicts"},
            {"record": record, "stance": "supports"},
            {"document": str(desk.first.id), "fragments": [[0, 12], [13, 17]], "stance": "states"},
        ]
    )
    rows = claim["evidence"]
    assert [row["exact"] for row in rows] == ["Peacekeepers", "It gave no date", "", "", "Peacekeepers … left"]
    assert rows[0]["annotation"] == str(mark.id)
    assert Evidence.objects.get(pk=rows[0]["id"]).mark_author == desk.cast.participant("annotator")
    assert rows[3]["record"] == {**record, "quotation": ""}
    assert claim["origins"]["number"] == 2


def test_the_same_mark_stands_under_a_claim_once_with_a_stance_and_may_come_back(desk: Desk) -> None:
    mark = make_mark(desk.first, desk.cast.participant("annotator"), make_label(desk.cast.project), 0, 12)
    claim, path = desk.claim(), "claims/{}/evidence"
    source = {"annotation": str(mark.id), "stance": "states"}
    added = desk.post("annotator", path.format(claim["id"]), source).json()["added"]
    again = desk.post("annotator", path.format(claim["id"]), source)
    assert (again.status_code, again.json()["detail"]) == (
        409, "This claim rests on this mark already, with the same stance. Choose another mark, or another stance.",
    )  # fmt: skip
    assert desk.post("annotator", path.format(claim["id"]), source | {"stance": "context"}).status_code == 201
    assert desk.post("annotator", path.format(desk.claim()["id"]), source).status_code == 201
    assert desk.client("annotator").delete(f"/api/v1/evidence/{added}").status_code == 204
    assert desk.post("annotator", path.format(claim["id"]), source).status_code == 201


def test_other_words_than_those_at_the_place_are_a_conflict_that_shows_both(desk: Desk) -> None:
    claim = desk.claim()
    passage = desk.passage(desk.first, "valley") | {"exact": "value"}
    answer = desk.post("annotator", f"claims/{claim['id']}/evidence", passage)
    assert answer.status_code == 409
    assert (answer.json()["expected"], answer.json()["found"]) == ("value", "valley")


def test_with_a_second_revision_the_revision_is_named_and_is_the_current_one(desk: Desk) -> None:
    old = desk.first.current_revision
    assert old is not None
    newer = Revision.objects.create(
        project=desk.cast.project,
        document=desk.first,
        number=2,
        length=old.length,
        sha256=old.sha256,
        reader="text",
        created_at=old.created_at,
    )
    desk.first.current_revision = newer
    desk.first.save(update_fields=["current_revision"])
    claim = desk.claim(evidence=[])
    passage = {"document": str(desk.first.id), "start": 0, "end": 5, "stance": "states"}
    path = f"claims/{claim['id']}/evidence"
    assert desk.post("annotator", path, passage).status_code == 400
    assert desk.post("annotator", path, {**passage, "revision": str(old.id)}).status_code == 409
    assert desk.post("annotator", path, {**passage, "revision": str(new_id())}).status_code == 400
    assert desk.post("annotator", path, {**passage, "revision": str(newer.id)}).status_code == 201


def test_a_mark_one_may_not_see_cannot_be_cited(desk: Desk) -> None:
    mark = make_mark(desk.first, desk.cast.participant("annotator"), make_label(desk.cast.project), 0, 12)
    body = {"annotation": str(mark.id), "stance": "states"}
    unknown = {"annotation": str(new_id()), "stance": "states"}
    answers = [desk.post("annotator2", "claims", desk.body(evidence=[row])) for row in (body, unknown)]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].json() == answers[1].json()


def test_a_mark_that_the_author_may_not_see_is_not_put_under_their_claim(desk: Desk) -> None:
    make_reading(desk.first, desk.cast.participant("annotator2"))
    mark = make_mark(desk.first, desk.cast.participant("annotator"), make_label(desk.cast.project), 0, 12)
    claim = desk.claim(by="annotator2")
    answer = desk.post("reviewer", f"claims/{claim['id']}/evidence", {"annotation": str(mark.id), "stance": "states"})
    assert answer.status_code == 422
    assert "author" in answer.json()["detail"].lower() or "wrote" in answer.json()["detail"]
    assert len(desk.see("annotator2", claim)["evidence"]) == 3


def test_evidence_is_removed_by_whoever_added_it_or_a_manager_and_stays_in_the_history(desk: Desk) -> None:
    claim = desk.claim()
    evidence = claim["evidence"][0]
    assert desk.delete("reviewer", f"evidence/{evidence['id']}").status_code == 403
    assert desk.delete("viewer", f"evidence/{evidence['id']}").status_code == 404
    assert desk.delete("annotator", f"evidence/{evidence['id']}").status_code == 204
    assert desk.delete("annotator", f"evidence/{evidence['id']}").status_code == 404
    assert evidence["id"] not in [row["id"] for row in desk.see("annotator", claim)["evidence"]]
    assert Evidence.objects.get(pk=evidence["id"]).removed_at is not None


def test_a_passage_about_another_time_neither_supports_nor_contradicts(desk: Desk) -> None:
    claim = desk.claim(valid_from="2024", valid_to="2024-06")
    passage = desk.passage(desk.second, "It gave no date", "contradicts", valid_from="2016", valid_to="2019")
    path = f"claims/{claim['id']}/evidence"
    assert desk.post("annotator", path, passage).status_code == 422
    assert desk.post("annotator", path, passage | {"stance": "context"}).status_code == 201
    assert desk.post("annotator", path, passage | {"valid_to": "2024-01"}).status_code == 201


@pytest.mark.parametrize(
    ("stance", "reasons"),
    [
        ("context", []),
        ("supports", ["new_supports", "origins_changed"]),
        ("contradicts", ["new_contradicts"]),
        ("states", ["origins_changed"]),
    ],
)
def test_new_evidence_makes_a_review_due_and_context_does_not(desk: Desk, stance: str, reasons: list[str]) -> None:
    extra = make_document(desk.cast.project, "Nobody returned.", title="A fourth text", tlp=Tlp.GREEN)
    body = {"document": str(extra.id), "start": 0, "end": 6, "stance": stance}
    for claim in (desk.agreed(), desk.decided()):
        seen = desk.post("reviewer", f"claims/{claim['id']}/evidence", body).json()
        assert (seen["review_due"], seen["review_due_reasons"]) == (bool(reasons), reasons)
        assert seen["state"] == claim["state"]
    waiting = desk.claim()
    assert not desk.post("reviewer", f"claims/{waiting['id']}/evidence", body).json()["review_due"]


def test_taking_off_what_a_decision_rests_on_makes_a_review_due(desk: Desk) -> None:
    claim = desk.decided()
    against = next(row for row in claim["evidence"] if row["stance"] == "contradicts")
    desk.delete("annotator", f"evidence/{against['id']}")
    assert desk.see("adjudicator", claim)["review_due_reasons"] == ["evidence_removed"]


def test_a_decision_stands_until_it_is_reaffirmed_with_a_reason(desk: Desk) -> None:
    claim = desk.decided()
    desk.post("reviewer", f"claims/{claim['id']}/evidence", desk.passage(desk.third, "in May", "contradicts"))
    due = desk.see("viewer", claim)
    assert (due["state"], due["finding"], due["review_due"]) == ("decided", "refuted", True)
    assert desk.post("adjudicator", f"claims/{claim['id']}/confirm").status_code == 400
    answer = desk.post("adjudicator", f"claims/{claim['id']}/confirm", {"rationale": "It says the same."})
    assert (answer.status_code, answer.json()["review_due"]) == (200, False)
    assert answer.json()["adjudication"]["dissent"] == "It may be so."
    assert desk.post("adjudicator", f"claims/{claim['id']}/confirm", {"rationale": "Again."}).status_code == 409


def test_a_decision_that_its_evidence_no_longer_carries_is_not_reaffirmed(desk: Desk) -> None:
    claim = desk.decided()
    against = next(row for row in claim["evidence"] if row["stance"] == "contradicts")
    desk.delete("annotator", f"evidence/{against['id']}")
    answer = desk.post("adjudicator", f"claims/{claim['id']}/confirm", {"rationale": "It stands."})
    assert answer.status_code == 422
