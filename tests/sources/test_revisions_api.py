"""The texts of a document over the API: listed, read, proposed as characters, as blocks or as a file."""

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from projects import jobs
from projects.models import Job
from sources.models import Document, Revision
from tests.cast import TEXT, Cast, make_document

pytestmark = pytest.mark.django_db

BETTER = TEXT.replace("41 trucks", "14 trucks")


@pytest.fixture
def document(cast: Cast) -> Document:
    return make_document(cast.project, TEXT)


def _url(document: Document) -> str:
    return f"/api/v1/documents/{document.id}/revisions"


def _propose(cast: Cast, document: Document, **body: Any) -> Any:
    given = {"based_on": str(document.current_revision_id), **body}
    return cast.client("manager").post(_url(document), given, format="json")


def test_a_proposal_is_answered_with_its_job(cast: Cast, document: Document) -> None:
    answer = _propose(cast, document, text=BETTER, reason="Misread.")
    assert answer.status_code == 202
    body = answer.json()
    assert (body["status"], body["made"], body["reason"], body["revision"]) == ("queued", "edited", "Misread.", None)
    assert cast.client("manager").get(f"/api/v1/jobs/{body['id']}").json()["status"] == "queued"


def test_the_texts_are_listed_newest_first_with_how_they_came_about(cast: Cast, document: Document) -> None:
    jobs.run(UUID(_propose(cast, document, text=BETTER, reason="Misread.").json()["id"]))
    answer = cast.client("viewer").get(_url(document))
    newest, first = answer.json()["results"]
    assert [newest["number"], first["number"]] == [2, 1]
    assert [newest["current"], first["current"]] == [True, False]
    assert (newest["made"], newest["made_by"]["name"], newest["reason"]) == ("edited", "manager", "Misread.")
    assert newest["based_on"] == first["id"]
    one = cast.client("viewer").get(f"/api/v1/revisions/{newest['id']}")
    assert one.json() == newest


def test_a_file_is_sent_as_it_is(cast: Cast, document: Document) -> None:
    file = SimpleUploadedFile("better.txt", BETTER.encode())
    given = {"based_on": str(document.current_revision_id), "reason": "A better scan.", "file": file}
    answer = cast.client("manager").post(_url(document), given)
    assert answer.status_code == 202, answer.content
    jobs.run(UUID(answer.json()["id"]))
    assert Job.objects.get(id=answer.json()["id"]).status == "done"
    assert Revision.objects.get(document=document, number=2).made == "replaced"


def test_blocks_are_named_by_their_places(cast: Cast, document: Document) -> None:
    answer = _propose(cast, document, blocks=[{"start": 0, "end": len(TEXT), "kind": "caption"}])
    assert (answer.status_code, answer.json()["made"]) == (202, "corrected")


def test_a_repeat_under_the_same_key_proposes_once(cast: Cast, document: Document) -> None:
    client, body = cast.client("manager"), {"based_on": str(document.current_revision_id), "text": BETTER}
    answers = [
        client.post(_url(document), body, format="json", headers={"Idempotency-Key": "once"}).json() for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert Job.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"text": "a", "blocks": []}, 400),
        ({"text": " "}, 400),
        ({"text": TEXT}, 422),
        ({"blocks": []}, 400),
        ({"blocks": [{"start": 0, "end": 3, "kind": "heading"}]}, 400),
        ({"blocks": [{"start": 0, "end": 3, "kind": "poem"}]}, 400),
        ({"text": BETTER, "based_on": "00000000-0000-7000-8000-000000000000"}, 409),
        ({"text": BETTER, "colour": "red"}, 400),
    ],
)
def test_what_cannot_be_used_is_refused(cast: Cast, document: Document, body: dict[str, Any], status: int) -> None:
    assert _propose(cast, document, **body).status_code == status
    assert not Job.objects.exists()


@pytest.mark.parametrize("given", [{}, {"file": None}, {"colour": "red"}])
def test_a_form_without_a_file_or_with_more_is_refused(cast: Cast, document: Document, given: dict[str, Any]) -> None:
    file = SimpleUploadedFile("better.txt", BETTER.encode())
    form = {"based_on": str(document.current_revision_id), "file": file} | given
    sent = {name: value for name, value in form.items() if value is not None}
    if not given:
        sent["second"] = SimpleUploadedFile("other.txt", b"x")
    assert cast.client("manager").post(_url(document), sent, format="multipart").status_code == 400


def test_the_current_text_is_named_to_whoever_came_late(cast: Cast, document: Document) -> None:
    jobs.run(UUID(_propose(cast, document, text=BETTER).json()["id"]))
    answer = _propose(cast, document, text="Else.")
    assert answer.status_code == 409
    assert answer.json()["current_revision"] == str(Document.objects.get(id=document.id).current_revision_id)


def test_what_differs_is_told_line_by_line(cast: Cast, document: Document) -> None:
    first = document.current_revision_id
    jobs.run(UUID(_propose(cast, document, text=BETTER).json()["id"]))
    client, second = cast.client("viewer"), Revision.objects.get(document=document, number=2)
    found = client.get(f"/api/v1/revisions/{second.id}/diff").json()
    assert (found["before"], found["after"], found["changes"]) == (str(first), str(second.id), 1)
    assert [piece for line in found["lines"] for piece in line["after"] if piece[1]] == [["14", True]]
    back = client.get(f"/api/v1/revisions/{first}/diff", {"from": str(second.id)}).json()
    assert [piece for line in back["lines"] for piece in line["after"] if piece[1]] == [["41", True]]


@pytest.mark.parametrize("named", ["x", "00000000-0000-7000-8000-000000000000"])
def test_a_text_of_another_document_is_no_measure(cast: Cast, document: Document, named: str) -> None:
    url = f"/api/v1/revisions/{document.current_revision_id}/diff"
    assert cast.client("viewer").get(url, {"from": named}).status_code == 400
    other = make_document(cast.project, "Else.").current_revision_id
    assert cast.client("viewer").get(url, {"from": str(other)}).status_code == 400
