"""Requests that make no sense: each is refused with a sentence for the field it is wrong in, and nothing is written."""

import json
from typing import Any

import pytest

from annotator.models import Anchor, Annotation
from projects.models import Event
from sources.models import Reading
from tests.annotator.conftest import Stage, make_stage
from tests.cast import NOBODY

_HUGE = 10**30
_BAD: list[tuple[dict[str, Any], str]] = [
    ({"start": None}, "start"),
    ({"end": None}, "end"),
    ({"start": "0"}, "start"),
    ({"end": "12"}, "end"),
    ({"start": 0.0}, "start"),
    ({"end": 12.5}, "end"),
    ({"start": True}, "start"),
    ({"start": [0]}, "start"),
    ({"start": {}}, "start"),
    ({"end": 2**31}, "end"),
    ({"start": -(2**63)}, "start"),
    ({"start": -1}, "fragments"),
    ({"start": 12}, "fragments"),
    ({"start": 13}, "fragments"),
    ({"end": 10_000}, "fragments"),
    ({"end": 2**31 - 1}, "fragments"),
    ({"fragments": [[0, 5]]}, "fragments"),
    ({"label": None}, "label"),
    ({"label": 5}, "label"),
    ({"label": ""}, "label"),
    ({"label": ["Claim"]}, "label"),
    ({"label": "x" * 501}, "label"),
    ({"label": str(NOBODY)}, "label"),
    ({"id": "no-uuid"}, "id"),
    ({"id": 5}, "id"),
    ({"id": "{00000000-0000-7000-8000-000000000000}"}, "id"),
    ({"id": "00000000000070008000000000000000"}, "id"),
    ({"revision": "first"}, "revision"),
    ({"revision": 1}, "revision"),
    ({"exact": 5}, "exact"),
    ({"exact": ["Peacekeepers"]}, "exact"),
    ({"note": 5}, "note"),
    ({"note": "x" * 10_001}, "note"),
    ({"attributes": []}, "attributes"),
    ({"attributes": "{}"}, "attributes"),
    ({"attributes": {"a": "x" * 20_000}}, "attributes"),
    ({"author": "somebody"}, "author"),
    ({"layer": "gold"}, "layer"),
    ({"version": 7}, "version"),
    ({"document": str(NOBODY)}, "document"),
    ({"": 1}, ""),
]
_BAD_FRAGMENTS: list[Any] = [
    [], {}, "0-5", 5, [0, 5], [[0]], [[0, 5, 7]], [["0", "5"]], [[0.0, 5.0]], [[True, 5]], [[None, 5]], [[0, 5], None],
    [[0, 5], [3, 9]], [[5, 0]], [[0, 0]], [[-1, 5]], [[0, 10**9]], [[0, 2**40]], [[0, 1]] * 201, [[[0, 5]]],
]  # fmt: skip


def _nothing_written() -> bool:
    return not any(model.objects.exists() for model in (Annotation, Anchor, Event, Reading))


@pytest.mark.parametrize(("fields", "field"), _BAD, ids=lambda value: str(value)[:40])
def test_a_bad_field_is_refused_by_its_name(stage: Stage, fields: dict[str, Any], field: str) -> None:
    body = stage.body() | fields
    answer = stage.client().post(stage.marks_url, body, format="json")
    assert answer.status_code == 400, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert list(answer.json()["errors"]) == [field]
    assert answer.json()["detail"]
    many = stage.client().post(f"{stage.marks_url}/bulk", [stage.body(0, 5), body], format="json")
    assert (many.status_code, list(many.json()["errors"])) == (400, [f"[1].{field}"])
    assert _nothing_written()


@pytest.mark.parametrize("fragments", _BAD_FRAGMENTS, ids=lambda value: str(value)[:30])
def test_bad_fragments_are_refused(stage: Stage, fragments: Any) -> None:
    answer = stage.client().post(stage.marks_url, {"label": "Claim", "fragments": fragments}, format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["fragments"])
    assert _nothing_written()


_RAW = [
    b"", b"null", b"[]", b"5", b'"text"', b"{", b"\xff\xfe", b"[" * 100_000,
    b'{"label": NaN}', b'{"start": Infinity}', b'{"start": 1e999}',
    b'{"label": "Claim", "start": 0, "end": ' + str(_HUGE).encode() + b"}",
    b'{"label": "\\ud800", "start": 0, "end": 5}',
    b'{"attributes": ' + b'{"a":' * 2000 + b"1" + b"}" * 2000 + b"}",
]  # fmt: skip


@pytest.mark.parametrize("raw", _RAW, ids=range(len(_RAW)))
def test_a_body_that_is_no_mark_is_refused(stage: Stage, raw: bytes) -> None:
    for url in (stage.marks_url, f"{stage.marks_url}/bulk"):
        answer = stage.client().post(url, raw, content_type="application/json")
        assert answer.status_code == 400, answer.content
        assert answer.json()["status"] == 400
    assert _nothing_written()


@pytest.mark.parametrize(
    "fields",
    [
        {"label": "Claim\0"}, {"note": "a\0b"}, {"exact": "\0"}, {"attributes": {"a": [[{"b": "\0"}]]}},
        {"attributes": {"a\0": 1}}, {"\0": 1},
    ],
)  # fmt: skip
def test_a_nul_character_is_refused_wherever_it_stands(stage: Stage, fields: dict[str, Any]) -> None:
    answer = stage.client().post(stage.marks_url, stage.body() | fields, format="json")
    assert answer.status_code == 400
    assert "NUL" in answer.json()["detail"]
    assert _nothing_written()


def test_deeply_nested_attributes_are_refused(stage: Stage) -> None:
    deep: Any = 1
    for _ in range(30):
        deep = [deep]
    answer = stage.client().post(stage.marks_url, stage.body(attributes={"a": deep}), format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["attributes"])


def test_a_body_over_the_limit_is_too_large(stage: Stage) -> None:
    raw = json.dumps(stage.body(note="x" * 10_000_000))
    answer = stage.client().post(stage.marks_url, raw, content_type="application/json")
    assert answer.status_code == 413
    assert _nothing_written()


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_method_nobody_answers_is_refused(stage: Stage, method: str) -> None:
    assert getattr(stage.client(), method)(stage.marks_url).status_code == 405


@pytest.mark.parametrize("end", ["not-an-id", "5", "", "00000000-0000-7000-8000-00000000000g", "%00"])
def test_an_address_with_a_malformed_id_is_not_there(stage: Stage, end: str) -> None:
    client = stage.client()
    for start in ("annotations", "labels"):
        assert client.get(f"/api/v1/{start}/{end}").status_code == 404
    assert client.get(f"/api/v1/documents/{end}/marks").status_code == 404


def test_nothing_is_there_under_an_unknown_id(stage: Stage) -> None:
    client = stage.client("manager")
    for path in (
        f"annotations/{NOBODY}",
        f"labels/{NOBODY}",
        f"documents/{NOBODY}/annotations",
        f"documents/{NOBODY}/marks",
    ):
        assert client.get(f"/api/v1/{path}").status_code == 404
    headers = {"If-Match": '"1"'}
    assert client.patch(f"/api/v1/annotations/{NOBODY}", {}, format="json", headers=headers).status_code == 404
    assert client.post(f"/api/v1/annotations/{NOBODY}/restore", headers=headers).status_code == 404


def test_ids_of_another_kind_are_not_there(stage: Stage) -> None:
    other = make_stage("other", "other-")
    mark = other.create()
    client = stage.client("manager")
    for wrong in (mark["id"], other.label.id, other.cast.project.id, stage.cast.users["manager"].id, stage.label.id):
        assert client.get(f"/api/v1/documents/{wrong}/annotations").status_code == 404
        assert client.post(f"/api/v1/documents/{wrong}/annotations", stage.body(), format="json").status_code == 404
    for wrong in (stage.document.id, stage.label.id, other.document.id):
        assert client.get(f"/api/v1/annotations/{wrong}").status_code == 404


@pytest.mark.parametrize(
    "query", ["label=Nothing", "label=%00", f"label={NOBODY}", "mine=perhaps", "page_size=0", "page_size=x"]
)
def test_a_bad_filter_is_refused(stage: Stage, query: str) -> None:
    assert stage.client().get(f"{stage.marks_url}?{query}").status_code == 400
