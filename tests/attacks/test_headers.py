"""Bad headers on every address of the API: refused with a sentence or passed over, never a crash, nothing written."""

from typing import Any

import orjson
import pytest

from projects import jobs
from projects.models import Job
from tests.attacks.attack import Attack, complaint
from tests.attacks.routes import TABLE, parts
from tests.attacks.traces import changed, fingerprint
from tests.attacks.world import World

pytestmark = pytest.mark.django_db

LONG = "x" * 8_000
ODD: dict[str, list[str]] = {
    "Accept": [
        "",
        "x",
        "text/html",
        "image/*;q=nan",
        "application/json;q=9",
        "*/*;" + LONG,
        "application/json; v=\u00e9",
        ",,,",
    ],
    "Content-Type": ["x", "application/json; charset=klingon", "application/json;;", "\u00e9/\u00e9", LONG],
    "Accept-Language": ["x" * 300, "en;q=nan", "\u00e9", "*" * 5_000],
    "If-None-Match": ["", '"', "W/", "*", LONG, "\u00e9"],
    "Cookie": ["sessionid=\u00e9", "sessionid=" + LONG, ";;;=", 'csrftoken="a\\000b"'],
    "X-Forwarded-For": ["x", "1" * 400],
    "Origin": ["null", "http://[", "\u00e9"],
    "Referer": ["http://[", "\u00e9", LONG],
    "HX-Current-URL": ["http://[", "\u00e9"],
}


def test_odd_headers_are_refused_with_a_sentence_or_passed_over(world: World) -> None:
    before, number = fingerprint(), 0
    odd = [(name, value) for name, values in ODD.items() for value in values]
    for key, case in TABLE.items():
        if key.endswith(("/stream", " schema")):
            continue
        attack = Attack(world, key)
        body = orjson.dumps(attack.body()) if case.body else b""
        for _each in range(6):  # every address gets some of them, and all of them are sent somewhere
            name, value = odd[number % len(odd)]
            number += 1
            attack.send(f"{name}: {value[:40]!r}", body, headers={name: value})
        assert attack.complaints == {}
    assert number > 2 * len(odd)
    assert changed(before) == set()


AUTHORISATIONS = [
    "", " ", "Bearer", "Bearer ", "Bearer a b", "Bearer \u00e9", f"Bearer {LONG}", "Bearer a\tb", "Basic YTpi", "Basic",
    "Token x", "bearer", "Bearer \u00b2\u00b3", "Negotiate", "Bearer a\u0000b",
]  # fmt: skip


def test_malformed_authorisations_are_answered_401_everywhere(world: World) -> None:
    before, wrong = fingerprint(), {}
    world.clients["nobody"] = world.cast.client(None)
    world.clients["nobody"].raise_request_exception = False
    for key, case in TABLE.items():
        method, pattern = parts(key)
        if key in {"POST auth/token"}:
            continue
        for authorisation in AUTHORISATIONS:
            answer = world.client("nobody").generic(
                method, case.path(pattern, world), b"", "application/json", headers={"Authorization": authorisation}
            )
            if answer.status_code != 401 or complaint(answer):
                wrong[f"{key}: {authorisation[:30]!r}"] = (answer.status_code, answer.headers.get("Content-Type"))
    assert wrong == {}
    assert changed(before) == set()


KEYS = ["x" * 101, "x" * 8_000, "a\tb", "a\u0000b", "\u00e9\u2028", "\ud800", "\x7f"]


def test_operation_ids_that_cannot_be_kept_are_refused_by_every_address_that_takes_one(world: World) -> None:
    before, wrong = fingerprint(), {}
    for key, case in TABLE.items():
        method, _pattern = parts(key)
        if method == "GET" or key == "POST projects/<slug:slug>/imports":  # it has no file here, which is said first
            continue
        attack = Attack(world, key)
        body = orjson.dumps(attack.body()) if case.body else b""
        for operation in KEYS:
            answer = attack.send(f"Idempotency-Key: {operation[:20]!r}", body, headers={"Idempotency-Key": operation})
            if answer.status_code == 400 and "Idempotency-Key" not in answer.json().get("errors", {}):
                wrong[f"{key}: {operation[:20]!r}"] = answer.content[:200]
        assert attack.complaints == {}
    assert wrong == {}
    assert changed(before) == set()


LAST = ["x", "-1", "1.5", "1" + "0" * 30, "9" * 5_000, "\u0663", "1, 2", "a\u0000b", "\u00e9", "0x10", "1_000"]


def test_a_last_event_id_that_is_no_number_is_refused_by_the_stream(world: World) -> None:
    path = f"/api/v1/projects/{world.slug}/stream"
    for last in LAST:
        answer = world.client("manager").get(path, headers={"Last-Event-ID": last})
        assert complaint(answer) == ""
        assert answer.status_code == 400, last
        assert "Last-Event-ID" in answer.json()["errors"], last


RANGES = {
    "bytes=0-4": 206, "bytes=-5": 206, "bytes=5-": 206, "bytes=0-999999999999999999": 206,
    "bytes=5-2": 416, "bytes=999999999999-": 416, "bytes=-0": 416,
    "": 200, "bytes": 200, "bytes=": 200, "bytes=-": 200, "bytes=a-b": 200, "bytes=0-4,6-8": 200, "lines=0-4": 200,
    "bytes=--5": 200, "bytes=0-4-6": 200, f"bytes=0-{'9' * 5_000}": 200, "bytes=\u0660-\u0664": 200,
    "bytes=0-\u00e9": 200,    "bytes=1e3-": 200, "bytes=+0-4": 200,
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_ranges_of_an_export_that_make_no_sense_are_passed_over(world: World) -> None:
    """A range that cannot be understood is none; one that has nothing of the file is refused."""
    jobs.run(Job.objects.get(id=world.ids["export"]).id)
    path = f"/api/v1/exports/{world.ids['export']}/file"
    got: dict[str, Any] = {}
    for asked in RANGES:
        answer = world.client("manager").get(path, headers={"Range": asked})
        got[asked] = answer.status_code
        if answer.status_code == 416:
            assert complaint(answer) == ""
            assert answer.headers["Content-Range"].startswith("bytes */")
        else:
            assert len(b"".join(answer.streaming_content)) == int(answer.headers["Content-Length"])
    assert got == RANGES
    for part in ("x", "../x", "a%00b", "%FF", "x" * 5_000):
        answer = world.client("manager").get(f"{path}?part={part}")
        assert answer.status_code in {400, 404}, part
        assert complaint(answer) == ""
