"""Bad bodies on every address of the API: a refusal that says what is wrong, never a crash, and nothing written."""

import copy
from typing import Any

import orjson
import pytest

from tests.attacks.attack import Attack
from tests.attacks.poison import NEVER, TRIED, VALUES, objects, places, poisoned, spelled
from tests.attacks.routes import TABLE, parts
from tests.attacks.traces import changed, fingerprint
from tests.attacks.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.campaign]

TAKES_FILES = "POST documents/<uuid:id>/revisions"
WRITING = [key for key, case in TABLE.items() if case.body is not None]
GROUPS = [WRITING[start::4] for start in range(4)]

# Field → the values it takes although they are not the one in the table's body. A field that is not here takes none.
_WORDS, _BLANK = {"a word"}, {"nothing written", "blanks"}
_ANYTHING = set(VALUES) - {"a long text"}
TAKEN: dict[str, set[str]] = {
    "a": _ANYTHING,
    "aliases": {"an empty list"},
    "annotators": {"an empty list"},
    "anonymous": {"true"},
    "archived": {"true"},
    "attributes": {"an object", "null"},
    "attributions": {"an empty list"},
    "authors": _WORDS | _BLANK | {"an empty list", "null"},
    "country": _BLANK,
    "definition": _WORDS | _BLANK,
    "description": _WORDS | _BLANK,
    "dissent": _WORDS | _BLANK,
    "documents": {"an empty list"},
    "email": _BLANK,
    "evidence": {"an empty list"},
    "exact": {"null"},
    "example": _WORDS | _BLANK,
    "is_admin": {"true"},
    "k": _ANYTHING,
    "labels": {"an empty list"},
    "language": _BLANK | {"null"},
    "likelihood_words": {"nothing written"},
    "may_judge_own_claims": {"true"},
    "member": {"null"},
    "metadata": {"an object", "null"},
    "name": _WORDS,
    "note": _WORDS | _BLANK,
    "open": {"true"},
    "origin": {"null"},
    "parent": {"null"},
    "position": {"a number"},
    "published": _BLANK | {"null"},
    "publisher": _WORDS | _BLANK | {"null"},
    "question": _WORDS,
    "rationale": _WORDS | _BLANK,
    "archive_url": _BLANK,
    "container": _WORDS | _BLANK,
    "licence": _WORDS | _BLANK,
    "notes": _WORDS | _BLANK,
    "published_basis": _BLANK,
    "q": _WORDS,
    "retrieved": _BLANK,
    "type": _BLANK,
    "reason": _WORDS,
    "reasons": {"an empty list"},
    "reliability": {"nothing written"},
    "revision": {"null"},
    "shortcut": _BLANK,
    "statement": _WORDS,
    "states": {"an empty list"},
    "status": {"an empty list"},
    "suspended": {"true"},
    "symmetric": {"true"},
    "turn": {"true"},
    "text": _WORDS,
    "title": _WORDS,
    "tlp": _BLANK | {"null"},
    "url": _BLANK | {"null"},
    "uses_confidence": {"true"},
    "words": {"nothing written"},
    "valid_from": _BLANK,
    "valid_to": _BLANK,
    "verdicts_due": {"a number"},
}
# … and where an address is stricter or laxer than the others with the same field.
ELSEWHERE: dict[str, set[str]] = {
    "PUT documents/<uuid:id>/presence start": {"a number"},
    "PATCH claims/<uuid:id> reason": _WORDS | _BLANK,
    "PATCH documents/<uuid:id> reason": _WORDS | _BLANK,
    "PATCH placements/<uuid:id> fragments": {"a number"},  # one place of a fragment for another
    "POST documents/<uuid:id>/revisions reason": _WORDS | _BLANK,
    "PATCH documents/<uuid:id> tlp": set(),
    "PATCH claims/<uuid:id> tlp": set(),
    "PATCH users/<uuid:id> name": _WORDS | _BLANK,
    "PATCH publishers/<uuid:id> url": _BLANK,
    "POST projects/<slug:slug>/publishers url": _BLANK,
    "PATCH publishers/<uuid:id> reason": _WORDS,
    "POST projects/<slug:slug>/publishers aliases": {"an empty list"} | _WORDS,
    "POST projects/<slug:slug>/publishers reason": _WORDS | _BLANK,
    "PATCH publishers/<uuid:id> aliases": {"an empty list"} | _WORDS,
    "POST entities/<uuid:id>/aliases language": _BLANK,
    "POST users name": _WORDS | _BLANK,
    "POST claims/<uuid:id>/adjudication rationale": _WORDS,
    "POST claims/<uuid:id>/release reason": _WORDS | _BLANK,
    "POST documents/<uuid:id>/release reason": _WORDS | _BLANK,
    "POST documents/<uuid:id>/annotations note": _WORDS | _BLANK | {"null"},
    "POST documents/<uuid:id>/annotations/bulk note": _WORDS | _BLANK | {"null"},
    "POST documents/<uuid:id>/annotations/steps note": _WORDS | _BLANK | {"null"},
    "PATCH annotations/<uuid:id> note": _WORDS | _BLANK | {"null"},
    "POST projects/<slug:slug>/claims tlp": {"null"},
    "POST projects/<slug:slug>/exports tlp": _BLANK,
}


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def _field(path: tuple[Any, ...]) -> str:
    return next((str(part) for part in reversed(path) if isinstance(part, str)), "")


@pytest.mark.parametrize("group", range(4))
def test_values_of_every_wrong_type_are_refused_in_every_place_of_every_body(world: World, group: int) -> None:
    taken, complaints, before = set(), {}, fingerprint()
    for key in GROUPS[group]:
        attack = Attack(world, key)
        body = attack.body()
        for path in places(body):
            field = _field(path)
            allowed = ELSEWHERE.get(f"{key} {field}", TAKEN.get(field, set()))
            for name, raw in TRIED.items():
                answer = attack.send(f"{spelled(path)}: {name}", poisoned(body, path, raw))
                if answer.status_code < 400 and name not in allowed:
                    taken.add(f"{key}: {spelled(path)}: {name}")
        for name, raw in NEVER.items():
            for path in [(), next((p for p in places(body) if p and isinstance(p[-1], str)), ())]:
                answer = attack.send(f"{spelled(path)}: {name}", poisoned(body, path, raw))
                if answer.status_code < 400:
                    taken.add(f"{key}: {spelled(path)}: {name}")
        complaints |= attack.complaints
    assert complaints == {}
    assert taken == set()
    assert changed(before) == set()


def test_fields_that_nobody_knows_are_refused_by_name_at_every_depth(world: World) -> None:
    unnoticed, before = set(), fingerprint()
    for key in WRITING:
        attack = Attack(world, key)
        for path in objects(attack.body()):
            body = copy.deepcopy(attack.body())
            at = body
            for part in path:
                at = at[part]
            at["ownre"] = 1
            answer = attack.send(f"{spelled(path)}: an unknown field", orjson.dumps(body))
            if answer.status_code != 400 or "ownre" not in answer.content.decode():
                unnoticed.add(f"{key}: {spelled(path)}: {answer.status_code} {answer.content[:200]!r}")
        assert attack.complaints == {}
    assert unnoticed == set()
    assert changed(before) == set()


def test_bodies_that_are_too_big_or_no_json_are_refused(world: World) -> None:
    """Ten megabytes, another type of content, nothing at all: on every address that reads a body."""
    big = b'{"note": "' + b"x" * 10_000_000 + b'"}'
    wrong, before = {}, fingerprint()
    for key in WRITING:
        attack = Attack(world, key)
        right = orjson.dumps(attack.body())
        for what, status, body, kind in [
            ("ten megabytes", {413}, big, "application/json"),
            ("a form", {415}, b"a=b", "application/x-www-form-urlencoded"),
            ("XML", {415}, b"<a/>", "application/xml"),
            ("no type of its own", {415}, right, ""),
            ("parts", {400} if key == TAKES_FILES else {415}, b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        ]:
            answer = attack.send(what, body, kind=kind)
            if answer.status_code not in status | {429}:
                wrong[f"{key}: {what}"] = f"{answer.status_code} {answer.content[:200]!r}"
        assert attack.complaints == {}
    assert wrong == {}
    assert changed(before) == set()


def test_addresses_without_a_body_do_not_trip_over_one(world: World) -> None:
    before = fingerprint()
    for key, case in TABLE.items():
        method, pattern = parts(key)
        if case.body is None and method != "GET" and not pattern.endswith("/imports"):
            attack = Attack(world, key)
            for what, body in [("a list", b"[1]"), ("half", b'{"a"'), ("NUL", b'"a\\u0000"'), ("lists", b"[" * 9000)]:
                attack.send(what, body, headers={"Idempotency-Key": f"{key} {what}"})
            assert attack.complaints == {}
    assert changed(before) == set()


BAD_VERSIONS = ["", "x", '"-1"', '"1.5"', '"99999999999999999999"', "*", '"1", "2"', "W/", "\u00b2"]
BAD_KEYS = ["x" * 101, "a\tb", "\u00e9\u2028"]


def test_bad_versions_and_bad_operation_ids_are_refused(world: World) -> None:
    wrong, before = {}, fingerprint()
    for key, case in TABLE.items():
        method, _pattern = parts(key)
        attack = Attack(world, key)
        body = orjson.dumps(attack.body()) if case.body else b""
        if case.version:
            for version in BAD_VERSIONS:
                answer = attack.send(f"If-Match: {version}", body, headers={"If-Match": version})
                if answer.status_code != 400:
                    wrong[f"{key}: If-Match {version}"] = answer.status_code
            missing = attack.send("no If-Match", body, without_version=True)
            if missing.status_code != 428 and key != "DELETE members/<uuid:id>":
                wrong[f"{key}: no If-Match"] = missing.status_code
            stale = attack.send("an old If-Match", body, headers={"If-Match": '"777"'})
            if stale.status_code != 409:
                wrong[f"{key}: stale"] = stale.status_code
        if method != "GET":
            for operation in BAD_KEYS:
                attack.send(f"Idempotency-Key: {operation}", body, headers={"Idempotency-Key": operation})
        assert attack.complaints == {}
    assert wrong == {}
    assert changed(before) == set()


PLACES = [
    {"start": -1, "end": 5},
    {"start": 5, "end": 5},
    {"start": 9, "end": 5},
    {"start": 0, "end": 100_000},
    {"start": 2**31, "end": 2**31 + 1},
    {"start": 0, "end": 2**63},
    {"start": True, "end": 5},
    {"start": 0.0, "end": 5.0},
    {"start": "0", "end": "5"},
    {"start": 0},
    {"end": 5},
    {"fragments": []},
    {"fragments": [[0]]},
    {"fragments": [[0, 5], [3, 8]]},
    {"fragments": [[0, 5, 9]]},
    {"fragments": [[0, 10**9]]},
    {"fragments": [[5, 0]]},
    {"fragments": [["0", "5"]]},
    {"fragments": [[0, 1]] * 5000},
    {"fragments": {"0": 5}},
    {"start": 0, "end": 5, "fragments": [[0, 5]]},
]


@pytest.mark.parametrize(
    "key",
    [
        "POST documents/<uuid:id>/annotations",
        "POST documents/<uuid:id>/annotations/bulk",
        "POST documents/<uuid:id>/annotations/steps",
        "PATCH annotations/<uuid:id>",
        "POST claims/<uuid:id>/evidence",
        "POST projects/<slug:slug>/claims",
    ],
)
def test_places_that_are_not_in_the_text_are_refused(world: World, key: str) -> None:
    before = fingerprint()
    attack = Attack(world, key)
    for place in PLACES:
        rest = {"label": world.ids["label"]} if "annotations" in key else world.evidence()
        one = {name: value for name, value in rest.items() if name not in {"start", "end"}} | place
        if key.endswith("/steps"):
            one["op"] = "create"
        body: Any = [one] if attack.case.many else one
        if key.endswith("/claims"):
            body = {"statement": "s", "kind": "fact", "evidence": [one]}
        answer = attack.send(str(place)[:80], orjson.dumps(body))
        assert answer.status_code in {400, 422}, (place, answer.status_code, answer.content[:300])
    assert attack.complaints == {}
    assert changed(before) == set()


LABELS = ["", "Nothing", "claim", "Claim/", "/Claim", "Claim/Figure/x", "%", "Claim\\", "x" * 5000, "\u202eClaim"]


def test_labels_that_the_codebook_lacks_are_refused_and_named(world: World) -> None:
    before = fingerprint()
    for key in ("POST documents/<uuid:id>/annotations", "PATCH annotations/<uuid:id>"):
        attack = Attack(world, key)
        for label in [*LABELS, world.ids["mark"], world.ids["label"] + " "]:
            answer = attack.send(label[:60], orjson.dumps({**attack.body(), "label": label}))
            assert answer.status_code == 400, (label, answer.content)
            assert "label" in answer.json()["errors"]
    assert changed(before) == set()
