"""Bad input on every route of claims: a refusal that says what is wrong, and nothing written."""

import re
from typing import Any

import pytest

from projects.ids import new_id
from projects.models import Event
from reviews.models import Adjudication, Claim, Evidence, Verdict
from tests.cast import gather, make_document, make_label, make_mark
from tests.reviews.conftest import REFUTED, SUPPORTED, Desk

HUGE = 2**63
CLAIM: dict[str, Any] = {"statement": "They left.", "kind": "fact"}
RECORD = {"citation": "A log"}


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Claim, Evidence, Verdict, Adjudication, Event))


def refused(answer: Any, status: int | set[int]) -> dict[str, Any]:
    body = answer.json()
    assert answer.status_code in ({status} if isinstance(status, int) else status), body
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert body["detail"]
    return dict(body)


BAD_CLAIMS: list[tuple[dict[str, Any], str]] = [
    ({"statement": ""}, "statement"),
    ({"statement": "   "}, "statement"),
    ({"statement": None}, "statement"),
    ({"statement": ["a"]}, "statement"),
    ({"statement": "x" * 4001}, "statement"),
    ({"kind": "rumour"}, "kind"),
    ({"kind": 3}, "kind"),
    ({"id": "not-an-id"}, "id"),
    ({"tlp": "PURPLE"}, "tlp"),
    ({"tlp": 2}, "tlp"),
    ({"valid_from": "April 2024"}, "valid_from"),
    ({"valid_to": "2024/2025"}, "valid_to"),
    ({"valid_from": "2025", "valid_to": "2024"}, "valid_to"),
    ({"particulars": [1]}, "particulars"),
    ({"particulars": {"value": 3}}, "particulars.value"),
    ({"attributions": {}}, "attributions"),
    ({"attributions": [{"role": "author"}]}, "attributions.0.name"),
    ({"attributions": [{"name": "A", "directness": "shouted"}]}, "attributions.0.directness"),
    ({"attributions": [{"name": "A", "anonymous": "perhaps"}]}, "attributions.0.anonymous"),
    ({"attributions": [{"name": "A", "rank": 1}]}, "attributions.0.rank"),
    ({"attributions": [{"name": "A"}] * 201}, "attributions"),
    ({"evidence": "x"}, "evidence"),
    ({"evidence": [{}]}, "evidence.0.stance"),
    ({"state": "decided"}, "state"),
    ({"author": "me"}, "author"),
    ({"finding": "supported"}, "finding"),
]


def test_a_claim_that_cannot_be_used_is_refused_by_field(desk: Desk) -> None:
    before = counts()
    for changes, field in BAD_CLAIMS:
        body = refused(desk.post("annotator", "claims", CLAIM | changes), 400)
        named = [re.sub(r"\[(\d+)\]", r".\1", name) for name in body["errors"]]
        assert any(name == field or name.startswith(f"{field}.") for name in named), body["errors"]
    assert counts() == before


@pytest.mark.parametrize("body", [[], [CLAIM], "x", 3, None, {}])
def test_a_body_of_another_shape_is_refused(desk: Desk, body: Any) -> None:
    claim = desk.claim()
    before = counts()
    for path in ("claims", f"claims/{claim['id']}/evidence", f"claims/{claim['id']}/verdicts"):
        answer = desk.client("reviewer").post(desk._url(path), body, format="json")
        refused(answer, 400)
    assert counts() == before


BAD_EVIDENCE: list[dict[str, Any]] = [
    {},
    {"stance": "states"},
    {"record": RECORD},
    {"record": RECORD, "stance": "likes"},
    {"record": {}, "stance": "states"},
    {"record": "A log", "stance": "states"},
    {"record": {"citation": "A", "isbn": "1"}, "stance": "states"},
    {"record": {"citation": "A", "url": "javascript:alert(1)"}, "stance": "states"},
    {"record": {"citation": "A", "url": "not an address"}, "stance": "states"},
    {"record": {"citation": "A", "retrieved_on": "yesterday"}, "stance": "states"},
    {"record": {"citation": "a\x00b"}, "stance": "states"},
    {"record": RECORD, "document": "{first}", "stance": "states"},
    {"record": RECORD, "start": 0, "end": 3, "stance": "states"},
    {"document": "nothing", "stance": "states"},
    {"document": "{unknown}", "stance": "states"},
    {"document": "{elsewhere}", "stance": "states"},
    {"annotation": "{unknown}", "stance": "states"},
    {"annotation": "{elsewhere_mark}", "stance": "states"},
    {"document": "{first}", "start": 0, "stance": "states"},
    {"document": "{first}", "end": 5, "stance": "states"},
    {"document": "{first}", "start": -1, "end": 5, "stance": "states"},
    {"document": "{first}", "start": 5, "end": 5, "stance": "states"},
    {"document": "{first}", "start": 9, "end": 5, "stance": "states"},
    {"document": "{first}", "start": 0, "end": 100_000, "stance": "states"},
    {"document": "{first}", "start": 0, "end": HUGE, "stance": "states"},
    {"document": "{first}", "start": 0.5, "end": 5, "stance": "states"},
    {"document": "{first}", "start": "a", "end": 5, "stance": "states"},
    {"document": "{first}", "start": True, "end": [], "stance": "states"},
    {"document": "{first}", "fragments": [], "stance": "states"},
    {"document": "{first}", "fragments": [[0]], "stance": "states"},
    {"document": "{first}", "fragments": [[0, 5], [3, 8]], "stance": "states"},
    {"document": "{first}", "fragments": [[0, 5]], "start": 0, "end": 5, "stance": "states"},
    {"document": "{first}", "start": 0, "end": 5, "revision": "{unknown}", "stance": "states"},
    {"document": "{first}", "start": 0, "end": 5, "revision": "{second_revision}", "stance": "states"},
    {"document": "{first}", "stance": "states", "valid_from": "soon"},
    {"document": "{first}", "stance": "states", "valid_from": "2024", "valid_to": "2020"},
    {"document": "{first}", "stance": "states", "note": "a\x00b"},
    {"document": "{first}", "stance": "states", "weight": 1},
]


def test_evidence_that_cannot_be_used_is_refused_alone_and_with_its_claim(desk: Desk) -> None:
    other = gather("other", prefix="other-")
    elsewhere = make_document(other.project)
    mark = make_mark(elsewhere, other.participant("annotator"), make_label(other.project))
    ids = {
        "{first}": desk.first.id,
        "{unknown}": new_id(),
        "{elsewhere}": elsewhere.id,
        "{elsewhere_mark}": mark.id,
        "{second_revision}": desk.second.current_revision_id,
    }
    claim = desk.claim()
    before = counts()
    for row in BAD_EVIDENCE:
        given = {key: str(ids.get(value, value)) if isinstance(value, str) else value for key, value in row.items()}
        refused(desk.post("annotator", f"claims/{claim['id']}/evidence", given), 400)
        refused(desk.post("annotator", "claims", CLAIM | {"evidence": [given]}), 400)
        assert counts() == before


BAD_JUDGEMENTS: list[tuple[dict[str, Any], int]] = [
    ({"decision": "maybe"}, 400),
    ({"decision": None}, 400),
    ({"decision": ["approve"]}, 400),
    ({"finding": "true"}, 400),
    ({"finding": ""}, 422),
    ({"finding": None}, 422),
    ({"finding": "backed"}, 422),
    ({"credibility": None}, 422),
    ({"credibility": 0}, 400),
    ({"credibility": 7}, 400),
    ({"credibility": "two"}, 400),
    ({"credibility": HUGE}, 400),
    ({"credibility": 6}, 422),
    ({"finding": "unverifiable"}, 422),
    ({"reasons": ["because"]}, 400),
    ({"reasons": "no_source"}, 400),
    ({"reasons": ["no_source"] * 51}, 400),
    ({"likelihood": 8}, 400),
    ({"likelihood": 4}, 422),
    ({"confidence": "certain"}, 400),
    ({"confidence": "low"}, 422),
    ({"rationale": "x" * 20_001}, 400),
    ({"rationale": "a\x00b"}, 400),
    ({"informed": False}, 400),
    ({"author": "reviewer2"}, 400),
]


def test_judgements_that_cannot_be_used_are_refused(desk: Desk) -> None:
    claim, disputed = desk.claim(), desk.disputed()
    before = counts()
    for changes, status in BAD_JUDGEMENTS:
        refused(desk.post("reviewer", f"claims/{claim['id']}/verdicts", SUPPORTED | changes), status)
        refused(desk.post("adjudicator", f"claims/{disputed['id']}/adjudication", REFUTED | changes), status)
        assert counts() == before


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("adjudication", REFUTED | {"outcome": "agreed"}),
        ("adjudication", REFUTED | {"dissent": "x" * 20_001}),
        ("adjudication", {key: value for key, value in REFUTED.items() if key != "rationale"}),
        ("reopen", {}),
        ("reopen", {"question": " "}),
        ("reopen", {"question": "?", "to": "agreed"}),
        ("reopen", {"question": "?", "why": "x"}),
        ("release", {"reason": ["x"]}),
        ("confirm", {"rationale": {}}),
    ],
)
def test_steps_of_an_adjudicator_that_cannot_be_used_are_refused(desk: Desk, path: str, body: dict[str, Any]) -> None:
    claim = desk.disputed()
    before = counts()
    refused(desk.post("adjudicator", f"claims/{claim['id']}/{path}", body), 400)
    assert counts() == before


@pytest.mark.parametrize("claims", [None, [], "x", ["x"], [None], [str(new_id())] * 501])
def test_lists_of_claims_to_confirm_that_cannot_be_used_are_refused(desk: Desk, claims: Any) -> None:
    refused(desk.post("adjudicator", "claims/confirm", {"claims": claims}), 400)


@pytest.mark.parametrize("version", ["x", '"x"', "-1", '""', "1" * 30, "*"])
def test_versions_that_cannot_be_used_are_refused(desk: Desk, version: str) -> None:
    claim = desk.claim()
    answer = desk.client("annotator").patch(
        f"/api/v1/claims/{claim['id']}", {"statement": "New."}, format="json", headers={"If-Match": version}
    )
    refused(answer, 400)


@pytest.mark.parametrize(
    "changes", [{"statement": ""}, {"kind": "x"}, {"tlp": 9}, {"valid_from": "x"}, {"held": False}]
)
def test_changes_that_cannot_be_used_are_refused(desk: Desk, changes: dict[str, Any]) -> None:
    claim = desk.claim()
    before = counts()
    refused(desk.patch("annotator", f"claims/{claim['id']}", changes, claim["version"]), 400)
    assert counts() == before


ROUTES = [
    ("GET", "claims/{id}"),
    ("PATCH", "claims/{id}"),
    ("DELETE", "claims/{id}"),
    ("POST", "claims/{id}/submit"),
    ("POST", "claims/{id}/restore"),
    ("POST", "claims/{id}/evidence"),
    ("GET", "claims/{id}/verdicts"),
    ("POST", "claims/{id}/verdicts"),
    ("GET", "claims/{id}/adjudication"),
    ("POST", "claims/{id}/adjudication"),
    ("POST", "claims/{id}/confirm"),
    ("POST", "claims/{id}/reopen"),
    ("POST", "claims/{id}/release"),
    ("DELETE", "evidence/{evidence}"),
]


def test_every_route_of_a_claim_needs_a_sign_in_and_membership_and_an_id(desk: Desk) -> None:
    claim = desk.claim()
    clients = {name: desk.cast.client(name) for name in (None, "outsider", "admin", "reviewer")}
    for method, path in ROUTES:
        _tried(claim, clients, method, path)


def _tried(claim: dict[str, Any], clients: dict[str | None, Any], method: str, path: str) -> None:
    real = path.format(id=claim["id"], evidence=claim["evidence"][0]["id"])
    unknown = path.format(id=new_id(), evidence=new_id())
    before = counts()
    for name, address, status in [
        (None, real, 401),
        ("outsider", real, 404),
        ("admin", real, 404),
        ("reviewer", unknown, 404),
        ("outsider", unknown, 404),
    ]:
        answer = clients[name].generic(method, f"/api/v1/{address}", "{}", content_type="application/json")
        refused(answer, status)
    assert clients["reviewer"].generic(method, f"/api/v1/{path.format(id='x', evidence='x')}").status_code == 404
    assert counts() == before
