"""Secrets planted in one person's work, looked for in everything that everybody else can fetch.

A secret is two words: searches ask for the first, and the second is looked for in the answers.
"""

import re
from difflib import unified_diff

import orjson
import pytest

from projects.models import Membership
from projects.vocabulary import Blindness, Tlp
from sources.services.indexing import follow_log
from tests.attacks.attack import complaint
from tests.attacks.crawl import crawl
from tests.attacks.planted import (
    CLAIM,
    EVERYBODY,
    HELD,
    NOTE,
    RATIONALE,
    RED,
    SAID,
    SECRETS,
    TOLD,
    open_readings,
    plant,
)
from tests.attacks.traces import changed, fingerprint
from tests.attacks.world import REFUTED, World
from tests.cast import make_document

pytestmark = pytest.mark.django_db

EXPORTS = {"export as jsonl", "export as web_annotation"}
WHERE = {
    NOTE: {
        "GET annotations/<uuid:id> mark",
        "GET documents/<uuid:id>/annotations document",
        "search in annotations",
        "stream",
        *EXPORTS,
    },
    RATIONALE: {"GET claims/<uuid:id>/verdicts resting", "stream", *EXPORTS},
    CLAIM: {
        "GET claims/<uuid:id> resting",
        "GET projects/<slug:slug>/claims",
        "search in claims",
        "claims as CSV",
        "stream",
        *EXPORTS,
    },
    HELD: {"GET claims/<uuid:id> held", "GET projects/<slug:slug>/claims", "search in claims", "stream"},
    RED: {"GET documents/<uuid:id> red", "GET projects/<slug:slug>/documents", "export as jsonl"},
    SAID: {
        "GET annotations/<uuid:id>/comments mark",
        "GET documents/<uuid:id>/comments document",
        "stream",
        "export as jsonl",
    },
    TOLD: {"GET claims/<uuid:id>/comments resting", "reviews:claim_detail resting", "stream", "export as jsonl"},
}
# Where nobody finds it: what is held leaves in no file.
NOWHERE = {HELD: EXPORTS}


@pytest.fixture
def secrets(world: World) -> World:
    """A project with a secret in everything that is not for everybody."""
    open_readings(world)
    plant(world)
    return world


def _who(world: World, names: tuple[str, ...] = EVERYBODY) -> dict[str, set[str]]:
    """Secret → who finds it; whoever does finds it in every place where it has to be."""
    while follow_log(world.cast.project.id):
        pass
    found: dict[str, set[str]] = {secret: set() for secret in SECRETS}
    for name in names:
        texts = crawl(world, name, "zebra")
        for secret in SECRETS:
            places = {place for place, text in texts.items() if secret in text}
            if places:
                found[secret].add(name)
                assert places >= WHERE[secret], (name, secret, WHERE[secret] - places, places)
                assert not places & NOWHERE.get(secret, set()), (name, secret, places)
    return found


def test_secrets_are_found_by_exactly_those_whom_the_policy_names(secrets: World) -> None:
    judges = {"reviewer", "reviewer3"}
    assert _who(secrets) == {
        NOTE: {"annotator", *judges},
        CLAIM: {"annotator", *judges},
        RATIONALE: {"reviewer"},
        HELD: {"annotator", "reviewer2", *judges, "adjudicator", "manager"},
        RED: {"manager"},
        SAID: {"annotator", *judges},
        TOLD: {"reviewer"},
    }


def test_whoever_finishes_finds_others_marks_until_their_reading_is_opened_again(secrets: World) -> None:
    document = secrets.ids["document"]
    secrets.do("annotator2", "POST", f"documents/{document}/finish")
    secrets.do("reviewer2", "POST", f"documents/{document}/finish")
    assert _who(secrets, ("annotator2", "reviewer2", "manager")) == {
        NOTE: {"annotator2", "reviewer2"},
        CLAIM: {"annotator2", "reviewer2"},
        RATIONALE: set(),
        HELD: {"reviewer2", "manager"},
        RED: {"manager"},
        SAID: {"annotator2", "reviewer2"},
        TOLD: set(),
    }
    participant = str(secrets.cast.participant("annotator2").id)
    secrets.do("manager", "POST", f"documents/{document}/reopen", {"participant": participant, "reason": "Two pages."})
    found = _who(secrets, ("annotator2",))
    assert found[NOTE] == found[CLAIM] == found[SAID] == set()


def test_whoever_settles_finds_marks_and_verdicts_when_all_that_are_due_are_in(secrets: World) -> None:
    for name in ("annotator", "annotator2", "reviewer2"):
        secrets.do(name, "POST", f"documents/{secrets.ids['document']}/finish")
    secrets.judge("reviewer3", secrets.ids["resting"], **REFUTED)
    overseers = {"adjudicator", "manager"}
    assert _who(secrets, ("annotator", "reviewer2", "adjudicator", "manager", "viewer")) == {
        NOTE: {"annotator", "reviewer2", *overseers},
        CLAIM: {"annotator", "reviewer2", *overseers},
        RATIONALE: overseers,
        HELD: {"annotator", "reviewer2", *overseers},
        RED: {"manager"},
        SAID: {"annotator", "reviewer2", *overseers},
        TOLD: overseers,
    }


@pytest.mark.parametrize(
    ("rule", "seeing"),
    [
        (Blindness.NEVER, {"annotator2", "manager"}),
        (Blindness.ALWAYS, set()),
    ],
)
def test_where_marks_are_never_or_always_blind(secrets: World, rule: str, seeing: set[str]) -> None:
    secrets.cast.project.marks_blind = rule
    secrets.cast.project.save()
    found = _who(secrets, ("annotator2", "manager", "viewer"))
    assert found[NOTE] == found[SAID] == seeing
    assert found[CLAIM] == seeing


def test_a_suspended_member_finds_nothing_at_all(secrets: World) -> None:
    version = secrets.cast.memberships["reviewer3"].version
    path = f"members/{secrets.cast.memberships['reviewer3'].id}"
    secrets.do("manager", "PATCH", path, {"suspended": True}, **{"If-Match": f'"{version}"'})
    texts = crawl(secrets, "reviewer3", "zebra")
    answered = {place for place, text in texts.items() if text.startswith("200")}
    assert {place for place in answered if place not in {"GET me", "GET projects", "home"}} == set()
    assert not [place for place, text in texts.items() if "quagga" in text or "The read one" in text]


def test_what_is_raised_afterwards_is_out_of_sight_with_all_that_was_told_of_it_before(secrets: World) -> None:
    ids, title, note, words = secrets.ids, "quagga title", "quagga jotting", "quagga statement"
    ids["read"] = str(make_document(secrets.cast.project, title="plain", tlp=Tlp.GREEN).id)
    secrets.do("manager", "PATCH", f"documents/{ids['read']}", {"title": f"zebra {title}"}, **{"If-Match": '"1"'})
    secrets.mark(document="read", note=f"zebra {note}")
    ids["draft"] = secrets.claim(statement=f"zebra {words} alone")
    ids["agreed"] = secrets.claim(
        statement=f"zebra {words} there",
        evidence=[{"document": ids["read"], "start": 0, "end": 12, "stance": "states"}],
    )
    for id_, path in ((ids["read"], "documents"), (ids["draft"], "claims")):
        version = secrets.do("manager", "GET", f"{path}/{id_}")["version"]
        secrets.do("manager", "PATCH", f"{path}/{id_}", {"tlp": "RED"}, **{"If-Match": f'"{version}"'})
    while follow_log(secrets.cast.project.id):
        pass
    for name in ("viewer", "annotator", "annotator2", "reviewer", "adjudicator"):
        texts = crawl(secrets, name, "zebra")
        told = [place for place, text in texts.items() if any(secret in text for secret in (title, note, words))]
        assert told == [], name
    texts = crawl(secrets, "manager", "zebra")
    events = texts["GET projects/<slug:slug>/events"]
    assert title in events
    assert f"{words} alone" in events


# Numbers of the log, which grow with whatever happens in the project.
_LOG_NUMBERS = re.compile(r'"(?:last|event|lag|indexed|position)": ?\d+|data-(?:last|event)="\d+"')


def _difference(before: str, after: str) -> str:
    lines = [_LOG_NUMBERS.sub("", text).replace(",", ",\n").splitlines() for text in (before, after)]
    return "\n".join(line for line in unified_diff(*lines, n=0, lineterm="") if line[:3] not in {"---", "+++"})


@pytest.mark.parametrize("name", ["annotator2", "manager"])
def test_a_mark_that_one_may_not_see_leaves_no_trace_anywhere(secrets: World, name: str) -> None:
    while follow_log(secrets.cast.project.id):
        pass
    before = crawl(secrets, name, "zebra")
    made = secrets.mark(start=5, end=9, note=f"zebra {NOTE}")
    body = {"source": made, "target": secrets.ids["mark"], "kind": "supports"}
    secrets.do("annotator", "POST", f"documents/{secrets.ids['document']}/relations", body)
    secrets.do("annotator", "PATCH", f"annotations/{secrets.ids['mark']}", {"note": "x"}, **{"If-Match": '"1"'})
    while follow_log(secrets.cast.project.id):
        pass
    after = crawl(secrets, name, "zebra")
    told = [f"{place}:\n{found}" for place in before if (found := _difference(before[place], after[place]))]
    assert not told, "\n".join(told)


@pytest.mark.parametrize("name", ["annotator2", "manager", "outsider", "viewer", "reviewer2"])
def test_hidden_marks_are_refused_like_marks_that_do_not_exist(secrets: World, name: str) -> None:
    client, before = secrets.client(name), fingerprint()
    for method, path, body in [
        ("GET", "annotations/{}", None),
        ("PATCH", "annotations/{}", {"note": "x"}),
        ("DELETE", "annotations/{}", None),
        ("POST", "annotations/{}/restore", None),
    ]:
        sent = orjson.dumps(body) if body else b""
        version = {"If-Match": '"1"'}
        answers = [
            client.generic(method, f"/api/v1/{path.format(id_)}", sent, "application/json", headers=version)
            for id_ in (secrets.ids["mark"], secrets.ids["deleted mark"], "01900000-0000-7000-8000-000000000000")
        ]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
    assert changed(before) == set()


def test_an_id_that_is_taken_by_a_hidden_row_tells_nothing_of_it(secrets: World) -> None:
    mark = {"label": secrets.ids["label"], "start": 21, "end": 27, "note": f"zebra {NOTE}", "attributes": {"why": NOTE}}
    document, slug, before = secrets.ids["document"], secrets.slug, fingerprint()
    claim = {"statement": "They left.", "kind": "fact"}
    for path, body in [
        (f"documents/{document}/annotations", mark | {"id": secrets.ids["mark"]}),
        (f"documents/{document}/annotations", mark | {"id": secrets.ids["deleted mark"]}),
        (f"documents/{document}/annotations/bulk", [mark | {"id": secrets.ids["mark"]}]),
        (f"documents/{document}/annotations/steps", [mark | {"op": "create", "id": secrets.ids["mark"]}]),
        (f"projects/{slug}/claims", claim | {"id": secrets.ids["resting"]}),
        (f"projects/{slug}/claims", claim | {"id": secrets.ids["held"]}),
    ]:
        answer = secrets.client("annotator2").post(f"/api/v1/{path}", body, format="json")
        assert (answer.status_code, complaint(answer)) == (409, "")
        assert set(answer.json()) <= {"type", "title", "status", "detail", "index"}
        assert "quagga" not in answer.content.decode()
    assert changed(before) == set()


def test_a_hidden_mark_cannot_be_cited_nor_its_claim_be_worked_on(secrets: World) -> None:
    ids, before = secrets.ids, fingerprint()
    cite = {"annotation": ids["mark"], "stance": "states"}
    for who, path, body, status in [
        ("annotator2", f"projects/{secrets.slug}/claims", {"statement": "s", "kind": "fact", "evidence": [cite]}, 400),
        ("annotator2", f"claims/{ids['resting']}/evidence", cite, 404),
        ("reviewer2", f"claims/{ids['resting']}/verdicts", REFUTED, 404),
        ("adjudicator", f"claims/{ids['resting']}/adjudication", REFUTED, 404),
        ("adjudicator", f"claims/{ids['resting']}/confirm", {}, 404),
        ("annotator2", f"claims/{ids['resting']}/submit", {}, 404),
        ("adjudicator", f"projects/{secrets.slug}/claims/confirm", {"claims": [ids["resting"]]}, 400),
    ]:
        answer = secrets.client(who).post(f"/api/v1/{path}", body, format="json")
        assert (answer.status_code, complaint(answer)) == (status, ""), (who, path, answer.content)
        assert "quagga" not in answer.content.decode()
    assert changed(before) == set()


def test_a_repeated_operation_gives_its_answer_to_nobody_else(secrets: World) -> None:
    path = f"/api/v1/documents/{secrets.ids['document']}/annotations"
    body = {"label": secrets.ids["label"], "start": 5, "end": 9, "note": f"zebra {NOTE}"}
    sent = {"Idempotency-Key": "one operation"}
    first = secrets.client("annotator").post(path, body, format="json", headers=sent)
    again = secrets.client("annotator").post(path, body, format="json", headers=sent)
    other = secrets.client("annotator2").post(path, body, format="json", headers=sent)
    assert first.json() == again.json()
    assert other.json()["id"] != first.json()["id"]
    assert other.json()["author"]["name"] == "annotator2"
    assert secrets.client("annotator").post(path, body | {"end": 8}, format="json", headers=sent).status_code == 422
    Membership.objects.filter(pk=secrets.cast.memberships["annotator"].pk).delete()
    assert secrets.client("annotator").post(path, body, format="json", headers=sent).status_code == 404
