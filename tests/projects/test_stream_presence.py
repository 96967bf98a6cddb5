"""Presence on the live feed: heard at once by those who would see the marks of whoever reads, and by nobody else."""

from typing import Any

import pytest

from projects import presence
from projects.vocabulary import Blindness
from sources.models import Reading
from tests.cast import Cast, make_document, make_reading
from tests.processes import eventually
from tests.projects.stream_fixtures import cast, listen
from tests.projects.streams import StreamClient, finish, numbers, say

__all__ = ["cast", "listen"]

pytestmark = pytest.mark.django_db(transaction=True)


def _appear(cast: Cast, name: str, document: Any, start: int = 7) -> None:
    presence.appear(cast.viewer(name), document.id, tlp=document.tlp, start=start)


def _hears_of_nobody(cast: Cast, client: StreamClient) -> None:
    """What was said before now has arrived when this has."""
    shown = say(cast)
    eventually(lambda: shown in numbers(client), what="the open event")
    assert client.of("presence") == []


def _places(client: StreamClient) -> list[int | None]:
    """Where somebody was heard to read, one place after the other."""
    return [data["start"] for data in client.of("presence")]


def test_coming_reading_on_and_leaving_are_heard_by_others_at_once(cast: Cast, listen: Any) -> None:
    cast.project.marks_blind = Blindness.NEVER
    cast.project.save()
    document = make_document(cast.project)
    other, own = listen("annotator2"), listen("annotator")
    _appear(cast, "annotator", document)
    _appear(cast, "annotator", document, 30)
    presence.leave(cast.viewer("annotator"), document.id, tlp=document.tlp)
    eventually(lambda: _places(other)[-1:] == [None], what="the end of it")
    person = {"id": str(cast.participant("annotator").id), "name": "annotator"}
    assert _places(other) == [7, 30, None]
    assert other.of("presence")[0] == {"document": str(document.id), "participant": person, "start": 7}
    _hears_of_nobody(cast, own)


def test_a_blind_reader_hears_of_nobody_until_they_have_finished(cast: Cast, listen: Any) -> None:
    document = make_document(cast.project)
    for name in ("annotator", "annotator2"):
        make_reading(document, cast.participant(name), Reading.State.OPEN)
    blind = {name: listen(name) for name in ("annotator2", "manager", "adjudicator", "viewer")}
    _appear(cast, "annotator", document)
    finish(cast, document, "annotator2")
    blind["annotator2"].wait_for("reset")
    for client in blind.values():
        _hears_of_nobody(cast, client)
    _appear(cast, "annotator", document, 9)
    blind["annotator2"].wait_for("presence")
    assert _places(blind["annotator2"]) == [9]
    for name in ("manager", "adjudicator", "viewer"):
        _hears_of_nobody(cast, blind[name])
