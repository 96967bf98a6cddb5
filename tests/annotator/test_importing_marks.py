"""Marks that come with imported documents: read, refused, written with their authors, and read back from an export."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from annotator.models import Anchor, Annotation, Label
from annotator.services import importing
from projects.errors import Invalid
from projects.events import change
from projects.ids import new_id
from projects.models import Event, Participant
from projects.vocabulary import Layer, Secrecy
from sources.extras import Arrival, ImportContext
from sources.models import Document, Revision, Section
from sources.text import settle
from tests.annotator.conftest import Stage, make_stage

GIVEN = "First line with 😀 and words.\r\nSecond line, which is the last."


class Desk:
    """Imports lines the way the import's job does, without the job."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.context = ImportContext(project=stage.cast.project, viewer=stage.cast.viewer("manager"))
        self.extra = importing.extra()
        self.extra.begin(self.context)

    def prepare(self, marks: Any, given: str = GIVEN) -> tuple[Arrival, Any]:
        text, offsets = settle(given)
        arrival = Arrival(
            new_id(), new_id(), "Imported", text, int(self.context.project.default_tlp), timezone.now(), offsets
        )
        return arrival, self.extra.prepare(self.context, marks, arrival)

    def write(self, rows: Sequence[tuple[Arrival, Any]]) -> None:
        project = self.context.project
        with change(project_id=project.id, by=self.context.viewer) as log:
            for arrival, _made in rows:
                document = Document.objects.create(
                    id=arrival.id, project=project, title="Imported", tlp=arrival.tlp, created_at=arrival.at
                )
                revision = Revision.objects.create(
                    id=arrival.revision_id, project=project, document=document, length=len(arrival.text),
                    sha256="0" * 64, reader="text", created_at=arrival.at,
                )  # fmt: skip
                Section.objects.create(project_id=project.id, revision=revision, number=0, start=0, text=arrival.text)
                document.current_revision = revision
                document.save()
            self.extra.write(self.context, log, list(rows))

    def take(self, *marks: Any, given: str = GIVEN) -> Document:
        row = self.prepare(list(marks), given)
        self.write([row])
        return Document.objects.get(id=row[0].id)

    def refused(self, *marks: Any, given: str = GIVEN) -> dict[str, Any]:
        with pytest.raises(Invalid) as raised:
            self.prepare(list(marks), given)
        return dict(raised.value.errors)


@pytest.fixture
def desk(stage: Stage) -> Desk:
    """A desk to import at."""
    return Desk(stage)


def _mark(start: int = 0, end: int = 5, **fields: Any) -> dict[str, Any]:
    return {"label": "Claim", "start": start, "end": end, "annotator": "Ann Import", **fields}


def test_a_mark_arrives_with_its_words_and_a_named_author(stage: Stage, desk: Desk) -> None:
    document = desk.take(_mark(16, 17, note="tab\there \\ and\nline", attributes={"a": "ü\\n"}))
    (mark,) = Annotation.objects.filter(document=document)
    assert (mark.label, mark.layer, mark.secrecy, mark.version) == (stage.label, "person", Secrecy.MARK, 1)
    assert (mark.note, mark.attributes) == ("tab\there \\ and\nline", {"a": "ü\\n"})
    assert (mark.author.kind, mark.author.name, mark.author.user) == ("name", "Ann Import", None)
    assert (mark.tlp, mark.project_id) == (document.tlp, stage.cast.project.id)
    anchor = Anchor.objects.get(annotation=mark)
    assert (anchor.starts, anchor.ends, anchor.quote) == ([16], [17], "😀")
    assert anchor.prefix == "First line with "
    assert anchor.suffix == GIVEN.replace("\r\n", "\n")[17 : 17 + 32]
    assert anchor.revision == document.current_revision


def test_offsets_of_the_given_text_are_carried_over_to_the_kept_one(desk: Desk) -> None:
    start = GIVEN.index("Second")
    document = desk.take(_mark(start, start + 6, exact="Second"))
    anchor = Anchor.objects.get(annotation__document=document)
    assert (anchor.starts, anchor.quote) == ([start - 1], "Second")
    marked = desk.take(_mark(1, 6), given="\ufeff" + GIVEN)
    assert Anchor.objects.get(annotation__document=marked).quote == "First"


def test_labels_are_named_by_path_or_id(stage: Stage, desk: Desk) -> None:
    document = desk.take(_mark(label="Claim/Figure"), _mark(label=str(stage.nested.id)))
    assert set(Annotation.objects.filter(document=document).values_list("label", flat=True)) == {stage.nested.id}


def test_fragments_are_kept_and_may_repeat_where_they_begin_and_end(desk: Desk) -> None:
    mark = {"label": "Claim", "fragments": [[6, 10], [0, 5]], "start": 0, "end": 10, "annotator": "Ann"}
    document = desk.take(mark)
    anchor = Anchor.objects.get(annotation__document=document)
    assert (anchor.starts, anchor.ends, anchor.quote) == ([0, 6], [5, 10], "First … line")
    assert list(desk.refused(mark | {"end": 12})) == ["annotations[0].fragments"]


def test_each_name_is_one_author_whatever_the_line(desk: Desk) -> None:
    rows = [
        desk.prepare([_mark(annotator=name) for name in names]) for names in (["Ann", "Bob"], ["Ann"], ["Bob", "Ann"])
    ]
    desk.write(rows)
    desk.take(_mark(annotator=" Ann "))
    assert sorted(Participant.objects.filter(kind="name").values_list("name", flat=True)) == ["Ann", "Bob"]
    assert Annotation.objects.filter(author__name="Ann").count() == 4


def test_a_name_never_becomes_the_member_who_is_called_so(stage: Stage, desk: Desk) -> None:
    document = desk.take(_mark(annotator="annotator"))
    author = Annotation.objects.get(document=document).author
    assert author != stage.cast.participant("annotator")
    assert stage.client().get(f"/api/v1/documents/{document.id}/marks").json()["ids"] == []


def test_a_mark_without_a_name_is_nobodys(desk: Desk) -> None:
    document = desk.take({"label": "Claim", "start": 0, "end": 5})
    author = Annotation.objects.get(document=document).author
    assert (author.kind, author.name) == ("name", "imported")


def test_a_programs_mark_is_a_programs_and_an_adjudicated_one_is_open(stage: Stage, desk: Desk) -> None:
    document = desk.take(_mark(layer="machine", annotator="tagger"), _mark(layer="gold"))
    rows = {row.layer: row for row in Annotation.objects.filter(document=document)}
    assert (rows[Layer.MACHINE].author.kind, rows[Layer.MACHINE].secrecy) == ("program", Secrecy.MARK)
    assert (rows[Layer.GOLD].author.kind, rows[Layer.GOLD].secrecy) == ("name", Secrecy.OPEN)
    assert stage.client("viewer").get(f"/api/v1/documents/{document.id}/marks").json()["layer"] == [1]
    secrecies = Event.objects.filter(kind="annotations.imported").values_list("secrecy", flat=True)
    assert sorted(secrecies) == [Secrecy.MARK, Secrecy.OPEN]


def test_marks_of_one_author_on_one_document_leave_one_event(desk: Desk) -> None:
    document = desk.take(*[_mark(n, n + 2, annotator=name) for n in range(5) for name in ("Ann", "Bob")])
    events = Event.objects.filter(kind="annotations.imported", document_id=document.id)
    assert events.count() == 2
    for event in events:
        assert event.after is not None
        ids = set(map(str, Annotation.objects.filter(author_id=event.author_id).values_list("id", flat=True)))
        assert (event.after["count"], set(event.after["ids"])) == (5, ids)
        assert (event.secrecy, event.tlp) == (Secrecy.MARK, document.tlp)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"label": "Nothing"}, "label"), ({"label": None}, "label"), ({"label": 5}, "label"), ({"label": ""}, "label"),
        ({"label": str(uuid4())}, "label"),
        ({"start": None}, "start"), ({"start": "0"}, "start"), ({"start": 0.0}, "start"), ({"end": True}, "start"),
        ({"start": -1}, "fragments"), ({"end": 0}, "fragments"), ({"end": 10**6}, "fragments"),
        ({"end": 10**30}, "fragments"), ({"start": 9}, "fragments"),
        ({"fragments": []}, "fragments"), ({"fragments": "0-5"}, "fragments"), ({"fragments": [[0]]}, "fragments"),
        ({"fragments": [[0, 5], [3, 8]]}, "fragments"), ({"fragments": [[0, 5.5]]}, "fragments"),
        ({"exact": "Other"}, "exact"), ({"exact": 5}, "exact"),
        ({"annotator": 5}, "annotator"), ({"annotator": " "}, "annotator"), ({"annotator": "x" * 201}, "annotator"),
        ({"annotator": "a\nb"}, "annotator"), ({"annotator": ["Ann"]}, "annotator"),
        ({"layer": "silver"}, "layer"), ({"layer": ["person"]}, "layer"),
        ({"note": 5}, "note"), ({"note": "x" * 10_001}, "note"), ({"note": "a\0"}, "note"),
        ({"attributes": [1]}, "attributes"), ({"attributes": {"a": "\0"}}, "attributes"),
        ({"attributes": {"a": "x" * 20_000}}, "attributes"),
    ],
)  # fmt: skip
def test_a_bad_mark_refuses_the_line_by_the_name_of_its_field(desk: Desk, fields: dict[str, Any], field: str) -> None:
    assert list(desk.refused(_mark(), _mark() | fields)) == [f"annotations[1].{field}"]


@pytest.mark.parametrize("value", [{}, "text", 5, True])
def test_marks_that_are_no_list_refuse_the_line(desk: Desk, value: Any) -> None:
    text, offsets = settle(GIVEN)
    arrival = Arrival(new_id(), new_id(), "Imported", text, 2, timezone.now(), offsets)
    with pytest.raises(Invalid) as raised:
        desk.extra.prepare(desk.context, value, arrival)
    assert list(raised.value.errors) == ["annotations"]


@pytest.mark.parametrize("mark", [None, 5, "Claim", [0, 5]])
def test_a_mark_that_is_no_object_refuses_the_line(desk: Desk, mark: Any) -> None:
    assert list(desk.refused(mark)) == ["annotations[0]"]


def test_an_archived_label_refuses_the_line(stage: Stage) -> None:
    Label.objects.filter(id=stage.label.id).update(archived_at=timezone.now())
    assert "archived" in Desk(stage).refused(_mark())["annotations[0].label"][0]


def test_labels_of_another_project_are_unknown(stage: Stage, desk: Desk) -> None:
    other = make_stage("other", "other-")
    assert list(desk.refused(_mark(label=str(other.label.id)))) == ["annotations[0].label"]


def test_what_an_export_says_besides_is_ignored(desk: Desk) -> None:
    document = desk.take(_mark(id=str(new_id()), created_at="2024-01-01T00:00:00Z", something={"else": 1}))
    assert Annotation.objects.filter(document=document).count() == 1
