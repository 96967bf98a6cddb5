"""What other apps write with the documents of an import: all of a batch, or nothing."""

from typing import Any

import pytest
from django.db import transaction

from projects.errors import Invalid
from projects.events import Change
from projects.models import Event
from sources import extras
from sources.extras import Arrival, Extra, ImportContext
from sources.models import Document, ImportFile, Revision, Section
from tests.cast import Cast
from tests.sources.conftest import Upload, lines

pytestmark = pytest.mark.django_db(transaction=True)


class _Stop(Exception):
    """Stands for the end of a worker."""


@pytest.fixture
def colours(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """An extra `colours`, which keeps what it was asked to write; `seen["fail"]` makes its writing fail once."""
    seen: dict[str, Any] = {"written": [], "begun": 0, "fail": False}

    def begin(context: ImportContext) -> None:
        seen["begun"] += 1
        context.memo["colours"] = {"red", "blue"}

    def prepare(context: ImportContext, value: Any, arrival: Arrival) -> Any:
        unknown = set(value) - context.memo["colours"]
        if unknown:
            raise Invalid({f"colours[{value.index(name)}]": f"{name} is unknown." for name in sorted(unknown)})
        return [name.upper() for name in value]

    def write(context: ImportContext, log: Change, rows: list[tuple[Arrival, Any]]) -> None:
        assert transaction.get_connection().in_atomic_block
        assert Document.objects.filter(id__in=[arrival.id for arrival, _prepared in rows]).count() == len(rows)
        if seen["fail"]:
            seen["fail"] = False
            raise _Stop
        seen["written"] += [(arrival.title, prepared) for arrival, prepared in rows]

    monkeypatch.setattr(extras, "_EXTRAS", {"colours": Extra("colours", prepare, write, begin)})
    return seen


def test_an_extra_is_written_with_its_document(cast: Cast, upload: Upload, colours: dict[str, Any]) -> None:
    rows = [{"text": "a", "colours": ["red"]}, {"text": "b"}, {"text": "c", "colours": []}]
    found = upload({"x.jsonl": lines(*rows, {"text": "d", "colours": ["blue", "pink"]})})
    assert colours["begun"] == 1
    assert colours["written"] == [("a", ["RED"])]
    assert found["documents"] == 3
    assert found["errors"] == [{"file": "x.jsonl", "line": 4, "detail": "colours[1]: pink is unknown."}]
    assert not Document.objects.filter(metadata__has_key="colours").exists()


def test_nothing_of_a_batch_stays_when_an_extra_cannot_be_written(
    cast: Cast, upload: Upload, colours: dict[str, Any]
) -> None:
    colours["fail"] = True
    found = upload({"x.jsonl": lines({"text": "a", "colours": ["red"]}, {"text": "b"})})
    assert found["status"] == "failed"
    for model in (Document, Revision, Section):
        assert not model.objects.exists()
    assert not Event.objects.filter(kind="document.imported").exists()
    assert ImportFile.objects.get().done_lines == 0
