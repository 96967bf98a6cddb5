"""Who made a mark, in an export: the imported name, and the member for whom it speaks."""

import json
from typing import Any

import pytest

from annotator.models import Annotation
from tests.annotator.imported import bring
from tests.cast import make_mark, make_reading
from tests.exchange.conftest import Made, Stage, finish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mark(stage: Stage) -> Annotation:
    """A mark under an imported name on a document that two people are reading, and one by each of them."""
    document = stage.documents[0]
    mark = bring(stage.cast, document, stage.label)
    for name in ("annotator", "annotator2"):
        make_mark(document, stage.cast.participant(name), stage.label, 5, 9)
        make_reading(document, stage.cast.participant(name))
    return mark


def _map(stage: Stage, mark: Annotation, member: str | None) -> None:
    mark.author.refresh_from_db()
    body = {"member": str(stage.cast.memberships[member].id) if member else None}
    headers = {"If-Match": f'"{mark.author.version}"'}
    url = f"/api/v1/imported-names/{mark.author_id}"
    answer = stage.cast.client("manager").patch(url, body, format="json", headers=headers)
    assert answer.status_code == 200, answer.content


def _made_by(made: Made) -> list[tuple[str, str | None]]:
    return sorted((mark["annotator"], mark["member"]) for line in made.lines() for mark in line["annotations"])


def test_both_are_named_and_the_member_gets_the_marks_while_the_name_speaks_for_them(
    stage: Stage, mark: Annotation
) -> None:
    assert _made_by(stage.export("annotator")) == [("annotator", None)]
    _map(stage, mark, "annotator")
    assert _made_by(stage.export("annotator")) == [("A. Reader", "annotator"), ("annotator", None)]
    assert _made_by(stage.export("annotator2")) == [("annotator2", None)]
    finish(stage.documents[0], stage.cast, "annotator", "annotator2")
    assert ("A. Reader", "annotator") in _made_by(stage.export("manager"))


def test_who_is_chosen_is_meant_with_their_names(stage: Stage, mark: Annotation) -> None:
    _map(stage, mark, "annotator")
    finish(stage.documents[0], stage.cast, "annotator", "annotator2")

    def chosen(name: str) -> list[str]:
        return [who for who, _member in _made_by(stage.export("manager", filters={"annotators": [name]}))]

    assert chosen("annotator") == ["A. Reader", "annotator"]
    assert chosen("A. Reader") == ["A. Reader"]
    assert chosen("annotator2") == ["annotator2"]


def test_a_web_annotation_s_creator_says_for_whom_they_speak(stage: Stage, mark: Annotation) -> None:
    _map(stage, mark, "annotator")
    made = stage.export("annotator", format="web_annotation")
    collection: dict[str, Any] = json.loads(made.content())
    creators = [item["creator"] for item in collection["first"]["items"]]
    member = {"type": "Person", "name": "annotator"}
    assert {"type": "Person", "name": "A. Reader", "member": member} in creators
    assert member in creators
    assert collection["@context"][1]["member"] == "probata:member"


def test_a_file_made_before_the_name_was_taken_back_is_refused(stage: Stage, mark: Annotation) -> None:
    _map(stage, mark, "annotator")
    member, other = stage.export("annotator"), stage.export("annotator2")
    assert member.fetch().status_code == 200
    _map(stage, mark, None)
    assert member.fetch().status_code in {403, 409, 410}
    assert other.fetch().status_code == 200
