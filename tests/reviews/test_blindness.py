"""Nobody learns of another's verdict before their own is in: by list, detail, verdicts, events, search or page."""

import html
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from projects.queries.events import visible_events
from reviews.models import Claim
from reviews.queries.claims import to_judge
from reviews.search import _load, _visible
from tests.cast import make_label, make_mark, make_reading
from tests.reviews.conftest import REFUTED, SUPPORTED, Desk

MARKER = "A rationale that betrays its verdict"
SECRET = REFUTED | {"rationale": MARKER, "reasons": ["own_contradiction"]}


def routes(desk: Desk, name: str, claim: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Everything a person can fetch that might tell of a claim's verdicts, as text."""
    project = f"/projects/{desk.cast.project.slug}"
    client = desk.client(name)
    api = [
        f"/api/v1{project}/claims",
        f"/api/v1{project}/claims?to_judge=true",
        f"/api/v1{project}/claims?to_settle=true",
        f"/api/v1{project}/claims?state=in_review",
        f"/api/v1/claims/{claim['id']}",
        f"/api/v1/claims/{claim['id']}/verdicts",
        f"/api/v1/claims/{claim['id']}/adjudication",
        f"/api/v1{project}/events?after=0",
    ]
    for path in api:
        found = client.get(path)
        yield path, f"{found.headers.get('ETag', '')} {found.content.decode()}"
    browser = Client()
    browser.force_login(desk.cast.users[name])
    pages = ["claims", f"claims/{claim['id']}", f"review?claim={claim['id']}", "review", "adjudicate"]
    pages += [f"adjudicate/{claim['id']}", "claims?format=csv", "history", "", "claims?show=to_settle"]
    for page in pages:
        answer: Any = browser.get(f"{project}/{page}")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        yield page, html.unescape(body.decode())


def tells(text: str, verdict: dict[str, Any]) -> bool:
    return MARKER in text or verdict["id"] in text


def test_a_reviewer_sees_anothers_verdict_only_after_their_own(desk: Desk) -> None:
    desk.cast.project.verdicts_due = 3
    desk.cast.project.save()
    claim = desk.claim()
    verdict = desk.judge("reviewer", claim, SECRET)
    for path, text in routes(desk, "reviewer2", claim):
        assert not tells(text, verdict), path
    desk.judge("reviewer2", claim, SUPPORTED)
    seen = [path for path, text in routes(desk, "reviewer2", claim) if tells(text, verdict)]
    assert f"/api/v1/claims/{claim['id']}/verdicts" in seen
    assert f"claims/{claim['id']}" in seen
    for path, text in routes(desk, "reviewer3", claim):
        assert not tells(text, verdict), path


@pytest.mark.parametrize("name", ["viewer", "annotator", "annotator2", "adjudicator", "manager", "reviewer2"])
def test_nobody_else_sees_a_verdict_while_the_claim_is_in_review(desk: Desk, name: str) -> None:
    claim = desk.claim()
    verdict = desk.judge("reviewer", claim, SECRET)
    for path, text in routes(desk, name, claim):
        assert not tells(text, verdict), path


@pytest.mark.parametrize(
    ("name", "sees"),
    [("adjudicator", True), ("manager", True), ("reviewer2", True), ("reviewer3", False), ("annotator", False)],
)
def test_when_all_are_in_adjudicators_and_those_who_judged_see_the_verdicts(desk: Desk, name: str, sees: bool) -> None:
    claim = desk.claim()
    verdict = desk.judge("reviewer", claim, SECRET)
    desk.judge("reviewer2", claim, SUPPORTED)
    found = [path for path, text in routes(desk, name, claim) if tells(text, verdict)]
    assert bool(found) == sees


@pytest.mark.parametrize("name", ["reviewer3", "annotator", "annotator2"])
def test_what_was_agreed_is_not_told_before_it_is_confirmed(desk: Desk, name: str) -> None:
    claim = desk.claim()
    verdict = desk.judge("reviewer", claim, SECRET)
    desk.judge("reviewer2", claim, SECRET)
    seen = desk.see(name, claim)
    assert seen["state"] == "agreed"
    assert (seen["decision"], seen["finding"], seen["credibility"], seen["reasons"]) == (None, None, None, [])
    assert seen["verdicts_in"] is None
    for path, text in routes(desk, name, claim):
        assert not tells(text, verdict), path
    assert desk.see("adjudicator", claim)["finding"] == "refuted"
    desk.post("adjudicator", f"claims/{claim['id']}/confirm")
    assert desk.see(name, claim)["finding"] == "refuted"


def test_a_settled_claims_verdicts_are_open_to_all_reviewers_and_still_not_to_annotators(desk: Desk) -> None:
    claim = desk.decided()
    for name in ("reviewer3", "manager", "adjudicator"):
        assert len(desk.get(name, f"claims/{claim['id']}/verdicts").json()["results"]) == 2
    for name in ("annotator", "viewer"):
        assert desk.get(name, f"claims/{claim['id']}/verdicts").status_code == 403


def _traces(desk: Desk, name: str, claim: dict[str, Any]) -> dict[str, Any]:
    """What a person sees of a claim, without what differs between any two answers."""
    answer = desk.get(name, f"claims/{claim['id']}")
    listed = desk.get(name, "claims").json()["results"]
    return {
        "etag": answer.headers["ETag"],
        "body": answer.json(),
        "list": listed,
        "verdicts": desk.get(name, f"claims/{claim['id']}/verdicts").json(),
        "waiting": [str(pk) for pk in to_judge(desk.cast.viewer(name)).order_by("id").values_list("id", flat=True)],
        "events": [event.number for event in visible_events(desk.cast.viewer(name)).order_by("number")],
    }


@pytest.mark.parametrize("name", ["reviewer2", "adjudicator", "manager"])
def test_another_persons_verdict_leaves_no_trace_in_counts_etags_orders_or_times(desk: Desk, name: str) -> None:
    claims = [desk.claim(), desk.claim(statement="They left.")]
    before = [_traces(desk, name, claim) for claim in claims]
    desk.judge("reviewer", claims[0], SECRET)
    desk.judge("reviewer", claims[0], SUPPORTED)
    assert [_traces(desk, name, claim) for claim in claims] == before


def test_refusals_are_the_same_whether_or_not_somebody_judged(desk: Desk) -> None:
    judged, fresh = desk.claim(), desk.claim()
    desk.judge("reviewer", judged, SECRET)
    bad = {"decision": "approve", "finding": "backed"}
    for name in ("reviewer2", "adjudicator", "annotator"):
        for path, body in [
            ("verdicts", bad),
            ("adjudication", REFUTED),
            ("confirm", {}),
            ("reopen", {"question": "?"}),
        ]:
            answers = [desk.post(name, f"claims/{claim['id']}/{path}", body) for claim in (judged, fresh)]
            assert answers[0].status_code == answers[1].status_code
            assert answers[0].json() == answers[1].json()


def test_that_all_are_in_does_not_say_whose_verdict_was_the_last(desk: Desk) -> None:
    claim = desk.claim()
    desk.judge("reviewer", claim, SUPPORTED)
    desk.judge("reviewer2", claim, REFUTED)
    for name in ("annotator", "reviewer3"):
        events = desk.get(name, "events", after="0").json()["results"]
        told = [event for event in events if event["subject"] == claim["id"]]
        assert [event["kind"] for event in told] == ["claim.created", "claim.disputed"]
        assert told[-1]["actor"] is None
        assert "reviewer" not in str(told[-1])


def test_sending_a_claim_to_new_verdicts_hides_the_old_ones_again(desk: Desk) -> None:
    claim = desk.disputed()
    desk.post("adjudicator", f"claims/{claim['id']}/reopen", {"question": "Which April?"})
    for name in ("adjudicator", "manager", "reviewer3"):
        assert desk.get(name, f"claims/{claim['id']}/verdicts").json() == {"hidden": True, "results": []}
    mine = desk.get("reviewer", f"claims/{claim['id']}/verdicts").json()
    assert [row["author"]["name"] for row in mine["results"]] == ["reviewer"]


FORMER = "A rationale of the former decision"


def _tellers(desk: Desk, name: str, claim: dict[str, Any]) -> list[str]:
    """The routes on which a person finds what was decided of a claim before."""
    return [path for path, text in routes(desk, name, claim) if FORMER in text or "Which was doubted" in text]


def _decide(desk: Desk, claim: dict[str, Any], **changes: Any) -> None:
    body = REFUTED | {"rationale": FORMER, "dissent": "Which was doubted"} | changes
    assert desk.post("adjudicator", f"claims/{claim['id']}/adjudication", body).status_code == 201


def test_what_was_decided_before_is_hidden_while_the_claim_is_judged_anew(desk: Desk) -> None:
    everybody = ("viewer", "annotator", "annotator2", "reviewer", "reviewer2", "reviewer3", "manager", "adjudicator")
    claim = desk.disputed()
    _decide(desk, claim)
    endpoint, events = f"/api/v1/claims/{claim['id']}/adjudication", f"/api/v1{desk.cast.url('events')[7:]}?after=0"
    for name in everybody:
        assert {endpoint, events} <= set(_tellers(desk, name, claim)), name
    desk.post("adjudicator", f"claims/{claim['id']}/reopen", {"question": "Which April?"})
    told = {name: _tellers(desk, name, claim) for name in everybody}
    assert {name for name, paths in told.items() if paths} == {"adjudicator"}, "whoever decided knows what they said"
    for name in everybody[1:-1]:
        seen = desk.get(name, "events", after="0").json()["results"]
        about = [event for event in seen if event["subject"] == claim["id"] and event["kind"].startswith("claim.")]
        assert about[-1]["kind"] == "claim.reopened", name
        assert not [event for event in about for part in ("before", "after") if (event[part] or {}).get("decision")]
    desk.judge("reviewer", claim, SUPPORTED)
    assert _tellers(desk, "reviewer", claim), "verdicts are open to whoever has judged in this cycle, and so is this"
    assert not _tellers(desk, "reviewer3", claim)
    assert not _tellers(desk, "manager", claim)
    desk.judge("reviewer2", claim, REFUTED)
    assert _tellers(desk, "manager", claim)
    assert not _tellers(desk, "reviewer3", claim)
    assert not _tellers(desk, "annotator", claim)
    _decide(desk, claim, rationale="It is settled", dissent="")
    for name in everybody:
        assert {endpoint, events} <= set(_tellers(desk, name, claim)), name


def test_other_changes_of_a_settled_claim_do_not_tell_its_outcome_later(desk: Desk) -> None:
    claim = desk.decided()
    level = {"tlp": "AMBER"}
    assert desk.patch("manager", f"claims/{claim['id']}", level, claim["version"]).status_code == 200
    desk.post("adjudicator", f"claims/{claim['id']}/reopen", {"question": "Which April?"})
    for name in ("annotator", "reviewer3", "manager"):
        events = desk.get(name, "events", after="0").json()["results"]
        assert "refuted" not in str(events), name


# Claims that rest on marks --------------------------------------------------------------------------------------------


def _on_a_mark(desk: Desk) -> dict[str, Any]:
    mark = make_mark(desk.first, desk.cast.participant("annotator"), make_label(desk.cast.project), 0, 12)
    make_reading(desk.first, desk.cast.participant("annotator2"))
    return desk.claim(evidence=[{"annotation": str(mark.id), "stance": "states"}, *desk.evidence()[1:]])


def test_a_claim_on_a_mark_is_hidden_until_one_has_finished_reading_and_chosen_to_see(desk: Desk) -> None:
    claim = _on_a_mark(desk)
    words = claim["statement"]
    for path, text in routes(desk, "annotator2", claim):
        assert words not in text, path
        assert claim["id"] not in text or path.endswith(claim["id"]), path
    reading = desk.cast.participant("annotator2").readings.get()
    reading.state = "finished"
    reading.save()
    assert words not in desk.get("annotator2", f"claims/{claim['id']}").content.decode()
    reading.revealed_at = timezone.now()
    reading.save()
    assert desk.see("annotator2", claim)["statement"] == words


def test_a_claim_stays_hidden_when_the_mark_is_taken_off_because_its_history_names_it(desk: Desk) -> None:
    claim = _on_a_mark(desk)
    assert desk.delete("annotator", f"evidence/{claim['evidence'][0]['id']}").status_code == 204
    assert desk.get("annotator2", f"claims/{claim['id']}").status_code == 404
    assert not visible_events(desk.cast.viewer("annotator2")).filter(subject_id=claim["id"]).exists()


def test_somebody_who_views_and_also_reads_is_as_blind_as_a_reader(desk: Desk) -> None:
    claim = _on_a_mark(desk)
    Claim.objects.filter(pk=claim["id"]).update(state="decided")
    assert desk.get("viewer", f"claims/{claim['id']}").status_code == 200
    membership = desk.cast.memberships["annotator2"]
    membership.roles = ["viewer", "annotator"]
    membership.save()
    assert desk.get("annotator2", f"claims/{claim['id']}").status_code == 404


def test_search_finds_only_claims_one_may_see(desk: Desk) -> None:
    hidden, held, open_claim = _on_a_mark(desk), desk.claim(by="reviewer", kind="allegation"), desk.claim()
    every = [Claim.objects.get(pk=claim["id"]).pk for claim in (hidden, held, open_claim)]
    expected = {"annotator2": {every[2]}, "reviewer": set(every), "viewer": set(), "annotator": {every[0], every[2]}}
    for name, ids in expected.items():
        viewer = desk.cast.viewer(name)
        assert set(_visible(viewer, every)) == ids
        assert {claim for claim, _part in _load(viewer, [(pk, 0) for pk in every])} == ids


def test_a_held_allegation_is_seen_by_those_who_judge_settle_and_manage(desk: Desk) -> None:
    claim = desk.claim(by="annotator", kind="allegation")
    seen = {name: desk.get(name, f"claims/{claim['id']}").status_code for name in desk.cast.memberships}
    assert {name for name, status in seen.items() if status == 200} == {
        "annotator", "reviewer", "reviewer2", "reviewer3", "adjudicator", "manager",
    }  # fmt: skip
