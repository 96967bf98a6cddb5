"""Making marks over the API: where they stand, what they are called, and who may make them."""

from uuid import UUID

import pytest
from django.utils import timezone

from annotator.models import Anchor, Annotation
from projects.ids import new_id
from projects.models import Event
from projects.vocabulary import Secrecy
from sources.models import Reading, Revision
from tests.annotator.conftest import Stage, make_stage
from tests.cast import TEXT, make_document, make_reading


def test_a_mark_is_answered_with_everything_about_it(stage: Stage) -> None:
    made = stage.create(label="Claim/Figure", start=42, end=63, note="check", attributes={"sure": True})
    annotator = stage.cast.participant("annotator")
    assert made == {
        "id": made["id"],
        "document": str(stage.document.id),
        "revision": str(stage.document.current_revision_id),
        "label": str(stage.nested.id),
        "label_path": "Claim/Figure",
        "author": {"id": str(annotator.id), "name": annotator.name, "speaks_for": None},
        "layer": "person",
        "version": 1,
        "fragments": [[42, 63]],
        "start": 42,
        "end": 63,
        "exact": TEXT[42:63],
        "note": "check",
        "attributes": {"sure": True},
        "created_at": made["created_at"],
        "updated_at": made["created_at"],
        "deleted_at": None,
    }
    assert UUID(made["id"]).version == 7
    assert stage.client().get(f"/api/v1/annotations/{made['id']}").json() == made


def test_a_mark_keeps_its_words_and_those_around_it(stage: Stage) -> None:
    made = stage.create(start=44, end=64)
    anchor = Anchor.objects.get(annotation_id=made["id"])
    assert (anchor.quote, anchor.prefix, anchor.suffix) == (TEXT[44:64], TEXT[12:44], TEXT[64:96])


def test_a_mark_at_either_end_of_the_text_has_no_words_beyond(stage: Stage) -> None:
    first = Anchor.objects.get(annotation_id=stage.create(start=0, end=5)["id"])
    last = Anchor.objects.get(annotation_id=stage.create(start=len(TEXT) - 3, end=len(TEXT))["id"])
    assert (first.prefix, last.suffix) == ("", "")
    whole = stage.create(start=0, end=len(TEXT))
    assert whole["exact"] == TEXT


def test_fragments_are_sorted_and_may_touch(stage: Stage) -> None:
    body = {"label": "Claim", "fragments": [[20, 25], [0, 12], [12, 16]]}
    made = stage.client().post(stage.marks_url, body, format="json").json()
    assert made["fragments"] == [[0, 12], [12, 16], [20, 25]]
    assert (made["start"], made["end"]) == (0, 25)
    assert made["exact"] == " … ".join([TEXT[0:12], TEXT[12:16], TEXT[20:25]])


def test_offsets_count_code_points_in_a_text_of_astral_characters(stage: Stage) -> None:
    text = "𝒜😀 e\u0301́ שלום 👩\u200d👩\u200d👧 end"
    document = make_document(stage.cast.project, text)
    for start in range(len(text)):
        body = stage.body(start, start + 1, exact=text[start])
        answer = stage.client().post(f"/api/v1/documents/{document.id}/annotations", body, format="json")
        assert answer.status_code == 201, answer.content
        assert answer.json()["exact"] == text[start]


def test_words_are_cut_across_sections_of_a_long_text(stage: Stage) -> None:
    text = "".join(chr(0x4E00 + number % 20000) for number in range(30_000))
    document = make_document(stage.cast.project, text)
    url = f"/api/v1/documents/{document.id}/annotations"
    for start, end in [(7_990, 8_010), (0, 30_000), (15_999, 16_001), (29_999, 30_000), (8_000, 16_000)]:
        made = stage.client().post(url, stage.body(start, end), format="json").json()
        anchor = Anchor.objects.get(annotation_id=made["id"])
        assert anchor.quote == text[start:end]
        assert anchor.prefix == text[max(0, start - 32) : start]
        assert anchor.suffix == text[end : end + 32]
    body = {"label": "Claim", "fragments": [[10, 20], [29_000, 29_010], [8_005, 8_006]]}
    made = stage.client().post(url, body, format="json").json()
    assert made["exact"] == " … ".join([text[10:20], text[8_005:8_006], text[29_000:29_010]])


def test_the_first_mark_opens_the_reading_and_the_next_keeps_it(stage: Stage) -> None:
    stage.create()
    stage.create(start=13, end=20)
    reading = Reading.objects.get(document=stage.document)
    assert reading.participant == stage.cast.participant("annotator")
    assert reading.state == Reading.State.OPEN


def test_marking_a_handed_back_document_takes_it_up_again(stage: Stage) -> None:
    reading = make_reading(stage.document, stage.cast.participant("annotator"), Reading.State.RELEASED)
    stage.create()
    reading.refresh_from_db()
    assert reading.state == Reading.State.OPEN


def test_a_finished_reading_takes_no_further_mark(stage: Stage) -> None:
    mark = stage.create()
    Reading.objects.update(state=Reading.State.FINISHED, revealed_at=timezone.now())
    client = stage.client()
    answers = [
        client.post(stage.marks_url, stage.body(13, 20), format="json"),
        client.post(f"{stage.marks_url}/bulk", [stage.body(13, 20)], format="json"),
        client.patch(f"/api/v1/annotations/{mark['id']}", {"note": "late"}, format="json", headers={"If-Match": '"1"'}),
        client.delete(f"/api/v1/annotations/{mark['id']}", headers={"If-Match": '"1"'}),
    ]
    for answer in answers:
        assert answer.status_code == 409
        assert "finished reading" in answer.json()["detail"]
    assert Annotation.objects.get().version == 1


def test_wrong_words_are_refused_with_both_strings(stage: Stage) -> None:
    answer = stage.client().post(stage.marks_url, stage.body(0, 12, exact="Peacemakers!"), format="json")
    assert answer.status_code == 409
    assert answer.json()["expected"] == "Peacemakers!"
    assert answer.json()["found"] == "Peacekeepers"
    assert not Annotation.objects.exists()


@pytest.mark.parametrize("joint", [" … ", " ", ""])
def test_the_words_of_several_fragments_may_be_joined_in_any_usual_way(stage: Stage, joint: str) -> None:
    words = joint.join([TEXT[0:12], TEXT[22:28]])
    body = {"label": "Claim", "fragments": [[0, 12], [22, 28]], "exact": words}
    assert stage.client().post(stage.marks_url, body, format="json").status_code == 201


def test_a_label_is_named_by_id_or_by_full_path(stage: Stage) -> None:
    ids = {str(stage.nested.id), str(stage.nested.id).upper(), "Claim/Figure"}
    assert {stage.create(label=name)["label"] for name in ids} == {str(stage.nested.id)}


@pytest.mark.parametrize("name", ["Figure", "claim", "Claim/", "Nothing", "00000000-0000-7000-8000-000000000000"])
def test_an_unknown_label_is_refused(stage: Stage, name: str) -> None:
    answer = stage.client().post(stage.marks_url, stage.body(label=name), format="json")
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["label"]
    assert not Annotation.objects.exists()


def test_an_archived_label_is_refused_and_stays_on_what_has_it(stage: Stage) -> None:
    mark = stage.create()
    stage.label.archived_at = timezone.now()
    stage.label.save()
    answer = stage.client().post(stage.marks_url, stage.body(), format="json")
    assert answer.status_code == 400
    assert "archived" in answer.json()["errors"]["label"][0]
    url = f"/api/v1/annotations/{mark['id']}"
    kept = stage.client().patch(url, {"label": "Claim", "note": "x"}, format="json", headers={"If-Match": '"1"'})
    assert (kept.status_code, kept.json()["version"]) == (200, 2)


def test_another_projects_label_and_document_are_not_there(stage: Stage) -> None:
    other = make_stage("other", "other-")
    answer = stage.client().post(stage.marks_url, stage.body(label=str(other.label.id)), format="json")
    assert answer.status_code == 400
    assert stage.client().post(other.marks_url, stage.body(), format="json").status_code == 404
    assert stage.client().get(other.marks_url).status_code == 404
    assert not Annotation.objects.exists()


def _second_text(stage: Stage) -> Revision:
    second = Revision.objects.create(
        project=stage.cast.project, document=stage.document, number=2, length=40, sha256="1" * 64, reader="text",
        created_at=timezone.now(),
    )  # fmt: skip
    from sources.models import Section

    Section.objects.create(
        project_id=stage.cast.project.id,
        revision=second,
        number=0,
        start=0,
        text="The second text of this document, longer",
    )
    stage.document.current_revision = second
    stage.document.save()
    return second


def test_once_there_is_a_second_text_a_mark_names_the_one_it_means(stage: Stage) -> None:
    first = str(stage.document.current_revision_id)
    second = _second_text(stage)
    client = stage.client()
    unnamed = client.post(stage.marks_url, stage.body(4, 10), format="json")
    assert (unnamed.status_code, list(unnamed.json()["errors"])) == (400, ["revision"])
    old = client.post(stage.marks_url, stage.body(4, 10, revision=first), format="json")
    assert (old.status_code, old.json()["revision"]) == (409, str(second.id))
    made = client.post(stage.marks_url, stage.body(4, 10, revision=str(second.id)), format="json")
    assert (made.status_code, made.json()["exact"]) == (201, "second")


def test_an_unknown_text_is_a_conflict_even_while_there_is_one(stage: Stage) -> None:
    answer = stage.client().post(stage.marks_url, stage.body(revision=str(new_id())), format="json")
    assert answer.status_code == 409


def test_a_mark_leaves_one_event_under_the_secrecy_of_marks(stage: Stage) -> None:
    made = stage.create(note="n")
    event = Event.objects.get(kind="annotation.created")
    participant = stage.cast.participant("annotator")
    assert (event.secrecy, event.author_id, event.document_id) == (Secrecy.MARK, participant.id, stage.document.id)
    assert (str(event.subject_id), event.tlp, event.before) == (made["id"], stage.document.tlp, None)
    assert event.after == {
        "id": made["id"],
        "document": str(stage.document.id),
        "revision": made["revision"],
        "label": str(stage.label.id),
        "label_path": "Claim",
        "author": str(participant.id),
        "layer": "person",
        "version": 1,
        "fragments": [[0, 12]],
        "note": "n",
        "attributes": {},
        "deleted": False,
    }


def test_a_mark_is_marked_as_restricted_as_its_document(stage: Stage) -> None:
    document = make_document(stage.cast.project, tlp=3)
    made = stage.client().post(f"/api/v1/documents/{document.id}/annotations", stage.body(), format="json").json()
    assert Annotation.objects.get(id=made["id"]).tlp == 3
    assert Event.objects.get(subject_id=made["id"]).tlp == 3


def test_a_document_above_ones_clearance_is_not_there(stage: Stage) -> None:
    document = make_document(stage.cast.project, tlp=4)
    url = f"/api/v1/documents/{document.id}/annotations"
    assert stage.client().post(url, stage.body(), format="json").status_code == 404
    assert stage.client().get(f"/api/v1/documents/{document.id}/marks").status_code == 404


@pytest.mark.parametrize(
    ("name", "status"),
    [
        (None, 401), ("outsider", 404), ("admin", 404), ("viewer", 403), ("reviewer", 403), ("adjudicator", 403),
        ("annotator", 201), ("manager", 201),
    ],
)  # fmt: skip
def test_annotators_and_managers_mark_and_nobody_else(stage: Stage, name: str | None, status: int) -> None:
    assert stage.client(name).post(stage.marks_url, stage.body(), format="json").status_code == status
    assert stage.client(name).post(f"{stage.marks_url}/bulk", [stage.body(0, 5)], format="json").status_code == status
    assert stage.client(name).post(stage.marks_url, {"nonsense": 1}, format="json").status_code == (
        400 if status == 201 else status
    )
    assert Annotation.objects.count() == (2 if status == 201 else 0)


def test_a_deleted_document_takes_no_marks(stage: Stage) -> None:
    mark = stage.create()
    stage.document.deleted_at = timezone.now()
    stage.document.save()
    assert stage.client().post(stage.marks_url, stage.body(), format="json").status_code == 404
    assert stage.client().get(f"/api/v1/annotations/{mark['id']}").status_code == 404
    assert stage.client().get(stage.columns_url).status_code == 404
