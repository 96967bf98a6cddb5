"""What is judged is what was read: a claim that changed meanwhile is not judged, settled or sent on unseen."""

from typing import Any

import pytest

from tests.reviews.conftest import REFUTED, SUPPORTED, Desk
from tests.reviews.test_pages import Pages

NEW = "All of them left in May."


def _restated(desk: Desk, claim: dict[str, Any]) -> dict[str, Any]:
    """The claim with another statement than the one that was read."""
    answer = desk.patch("annotator", f"claims/{claim['id']}", {"statement": NEW}, claim["version"])
    assert answer.status_code == 200, answer.json()
    return desk.see("annotator", claim)


def _seen(version: int) -> dict[str, str]:
    return {"If-Match": f'"{version}"'}


def test_a_verdict_on_a_statement_that_was_restated_is_refused_and_shows_it(desk: Desk) -> None:
    claim = desk.claim()
    changed = _restated(desk, claim)
    path = f"claims/{claim['id']}/verdicts"
    answer = desk.post("reviewer", path, SUPPORTED, **_seen(claim["version"]))
    assert answer.status_code == 409
    assert answer.json()["current"]["statement"] == NEW
    assert desk.get("reviewer", path).json()["results"] == []
    given = desk.post("reviewer", path, SUPPORTED, **_seen(changed["version"]))
    assert given.status_code == 201
    assert given.json()["claim_version"] == changed["version"]


def test_the_page_keeps_what_was_typed_and_says_that_the_claim_changed(desk: Desk) -> None:
    claim = desk.claim()
    pages = Pages(desk, "reviewer")
    assert f'name="version" value="{claim["version"]}"' in pages.text("review")
    changed = _restated(desk, claim)
    body = {"claim": claim["id"], "version": claim["version"], **SUPPORTED, "rationale": "Typed at length."}
    answer = pages.post("review", body)
    text = answer.content.decode()
    assert answer.status_code == 409
    for words in ("The claim changed while you were judging it", "Typed at length.", NEW):
        assert words in text
    assert f'name="version" value="{changed["version"]}"' in text
    assert desk.get("reviewer", f"claims/{claim['id']}/verdicts").json()["results"] == []
    assert pages.post("review", body | {"version": changed["version"]}).status_code == 302


@pytest.mark.parametrize(
    ("made", "step", "body"),
    [
        ("disputed", "adjudication", REFUTED),
        ("agreed", "confirm", {"rationale": "As agreed."}),
        ("decided", "reopen", {"question": "Which month?"}),
    ],
)
def test_a_step_taken_on_an_earlier_version_is_refused(desk: Desk, made: str, step: str, body: dict[str, Any]) -> None:
    claim = getattr(desk, made)()
    path = f"claims/{claim['id']}/{step}"
    assert desk.post("adjudicator", path, body, **_seen(claim["version"] - 1)).status_code == 409
    assert desk.see("adjudicator", claim)["version"] == claim["version"]
    now = desk.post("adjudicator", path, body, **_seen(claim["version"]))
    assert now.status_code in {200, 201}, now.json()


def test_a_draft_that_was_restated_is_not_sent_to_review_unseen(desk: Desk) -> None:
    claim = desk.claim(state="draft")
    changed = _restated(desk, claim)
    path = f"claims/{claim['id']}/submit"
    assert desk.post("annotator", path, **_seen(claim["version"])).status_code == 409
    assert desk.post("annotator", path, **_seen(changed["version"])).status_code == 200


def test_a_version_that_is_no_number_is_explained(desk: Desk) -> None:
    answer = desk.post("reviewer", f"claims/{desk.claim()['id']}/verdicts", SUPPORTED, **{"If-Match": '"latest"'})
    assert answer.status_code == 400
    assert "If-Match" in answer.json()["errors"]
