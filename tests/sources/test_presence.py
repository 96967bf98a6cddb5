"""Who reads a document just now: told to whoever would see their marks there, and to nobody else."""

from typing import Any

import pytest

from annotator.models import Annotation
from projects import doorbell, policy, presence
from projects.models import Event, Membership
from projects.vocabulary import Blindness, Tlp
from sources.models import Document, Reading
from tests.cast import Cast, make_document, make_label, make_mark, make_reading

pytestmark = pytest.mark.django_db

EVERYBODY = ("viewer", "annotator", "annotator2", "reviewer", "reviewer2", "adjudicator", "manager")


@pytest.fixture
def document(cast: Cast) -> Document:
    return make_document(cast.project)


def _path(document: Document) -> str:
    return f"/api/v1/documents/{document.id}/presence"


def _come(cast: Cast, name: str, document: Document, start: int = 0) -> list[str]:
    """Say that somebody reads here; the names of whom they find."""
    answer = cast.client(name).put(_path(document), {"start": start}, format="json")
    assert answer.status_code == 200, answer.content
    return [row["participant"]["name"] for row in answer.json()["results"]]


def _found(cast: Cast, name: str, document: Document) -> list[Any]:
    found: list[Any] = cast.client(name).get(_path(document)).json()["results"]
    return found


def test_people_who_are_not_blind_find_each_other_and_where_they_read(cast: Cast, document: Document) -> None:
    cast.project.marks_blind = Blindness.NEVER
    cast.project.save()
    assert _come(cast, "annotator", document, 41) == []
    assert _come(cast, "annotator2", document) == ["annotator"]
    assert _come(cast, "annotator", document, 52) == ["annotator2"]
    (other,) = _found(cast, "annotator2", document)
    person = {"id": str(cast.participant("annotator").id), "name": "annotator"}
    assert other == {"document": str(document.id), "participant": person, "start": 52}
    assert _found(cast, "annotator2", make_document(cast.project)) == []
    assert cast.client("annotator").delete(_path(document)).status_code == 204
    assert _found(cast, "annotator2", document) == []
    assert not Event.objects.exists()


@pytest.mark.parametrize("rule", list(Blindness))
@pytest.mark.parametrize("due", ["nothing is due", "a reading is open", "a reading is finished"])
def test_somebody_is_found_by_exactly_those_who_see_their_marks(
    cast: Cast, document: Document, rule: str, due: str
) -> None:
    cast.project.marks_blind = rule
    cast.project.save()
    mark = make_mark(document, cast.participant("annotator"), make_label(cast.project))
    if due != "nothing is due":
        state = Reading.State.OPEN if "open" in due else Reading.State.FINISHED
        for name in ("annotator", "annotator2", "reviewer2"):
            make_reading(document, cast.participant(name), state)
    _come(cast, "annotator", document)
    for name in EVERYBODY:
        marks = Annotation.objects.filter(policy.visible(cast.viewer(name), Annotation), id=mark.id)
        finds = [row["participant"]["name"] for row in _found(cast, name, document)] == ["annotator"]
        assert finds == (marks.exists() and name != "annotator"), name


def test_a_document_marked_above_ones_clearance_is_not_found(cast: Cast, document: Document) -> None:
    Document.objects.filter(id=document.id).update(tlp=Tlp.RED)
    Membership.objects.filter(id=cast.memberships["annotator"].id).update(clearance=Tlp.AMBER)
    assert cast.client("annotator").put(_path(document), {"start": 0}, format="json").status_code == 404


def test_whoever_gives_no_sign_of_life_is_gone(cast: Cast, document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.project.marks_blind = Blindness.NEVER
    cast.project.save()
    _come(cast, "annotator", document)
    now = presence.time.time()
    monkeypatch.setattr(presence.time, "time", lambda: now + presence.KEEP_SECONDS + 1)
    assert _found(cast, "annotator2", document) == []


def test_a_place_that_is_not_in_the_text_is_refused(cast: Cast, document: Document) -> None:
    client = cast.client("annotator")
    for start in ("-1", "10000", "1" + "0" * 30, '"0"', "1.5", "null", "true"):
        answer = client.generic("PUT", _path(document), f'{{"start": {start}}}'.encode(), "application/json")
        assert (answer.status_code, list(answer.json()["errors"])) == (400, ["start"]), start
    assert client.put(_path(document), {}, format="json").status_code == 400


def test_nobody_is_found_and_nothing_fails_while_redis_is_away(cast: Cast, document: Document, settings: Any) -> None:
    cast.project.marks_blind = Blindness.NEVER
    cast.project.save()
    _come(cast, "annotator", document)
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    doorbell.connection.cache_clear()
    try:
        assert _come(cast, "annotator2", document) == []
        assert cast.client("annotator2").delete(_path(document)).status_code == 204
    finally:
        doorbell.connection.cache_clear()
        doorbell._silent_until = 0.0
