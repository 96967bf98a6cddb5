"""The main job over the API: a claim from two documents, two blind verdicts, a decision that keeps the dissent."""

from tests.reviews.conftest import REFUTED, SUPPORTED, Desk


def test_a_claim_from_two_documents_is_judged_blind_and_decided_with_the_dissent_kept(desk: Desk) -> None:
    claim = desk.claim("annotator")
    assert claim["state"] == "in_review"
    assert [row["exact"] for row in claim["evidence"]] == [
        "Peacekeepers left the valley in April",
        "the peacekeepers left in April",
        "No peacekeeper has left the valley",
    ]
    assert claim["origins"]["number"] == 2

    first = desk.judge("reviewer", claim, SUPPORTED)
    before = desk.get("reviewer2", f"claims/{claim['id']}/verdicts").json()
    assert before == {"hidden": True, "results": []}
    second = desk.judge("reviewer2", claim, REFUTED)
    assert [row["informed"] for row in (first, second)] == [False, False]
    assert desk.see("reviewer2", claim)["state"] == "disputed"

    answer = desk.post(
        "adjudicator",
        f"claims/{claim['id']}/adjudication",
        REFUTED | {"rationale": "The mission is the primary source.", "dissent": "The ministry may know better."},
    )
    assert answer.status_code == 201, answer.json()
    decision = answer.json()
    assert decision["dissenting"] == [first["id"]]
    assert decision["dissent"] == "The ministry may know better."

    seen = desk.see("viewer", claim)
    assert (seen["state"], seen["finding"], seen["credibility"]) == ("decided", "refuted", 5)
    assert seen["adjudication"]["dissent"] == "The ministry may know better."
    verdicts = desk.get("reviewer3", f"claims/{claim['id']}/verdicts").json()
    assert [row["id"] for row in verdicts["results"]] == [first["id"], second["id"]]


def test_an_agreed_claim_is_confirmed_in_bulk(desk: Desk) -> None:
    claims = [desk.agreed(), desk.agreed(statement="They left.")]
    answer = desk.post("adjudicator", "claims/confirm", {"claims": [claim["id"] for claim in claims]})
    assert answer.status_code == 200, answer.json()
    assert [row["state"] for row in answer.json()["results"]] == ["decided", "decided"]
    assert [row["finding"] for row in answer.json()["results"]] == ["supported", "supported"]
    assert desk.see("viewer", claims[0])["finding"] == "supported"
