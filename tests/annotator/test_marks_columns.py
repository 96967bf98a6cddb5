"""Marks as columns: every part in its place, names said once, and a tag that saves sending them again."""

from typing import Any

from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from annotator.models import Anchor
from projects.models import Event, EventCounter
from projects.vocabulary import Layer, Secrecy
from sources.models import Reading, Revision
from tests.annotator.conftest import Stage
from tests.cast import make_mark, make_reading


def _columns(stage: Stage, name: str = "annotator") -> dict[str, Any]:
    answer = stage.client(name).get(stage.columns_url)
    assert answer.status_code == 200
    columns: dict[str, Any] = answer.json()
    return columns


def test_a_document_without_marks_has_empty_columns(stage: Stage) -> None:
    assert _columns(stage) == {
        "revision": str(stage.document.current_revision_id),
        "event": 0,
        "labels": [], "authors": [], "ids": [], "label": [], "author": [], "layer": [], "version": [], "start": [],
        "end": [], "more": {}, "notes": {}, "attributes": {},
    }  # fmt: skip


def test_each_mark_has_its_place_in_every_column(stage: Stage) -> None:
    last = stage.create(start=40, end=45, label="Claim/Figure")
    several = stage.client().post(
        stage.marks_url,
        {"label": "Claim", "fragments": [[5, 8], [20, 22], [30, 33]], "note": "n “ü” \n", "attributes": {"a": [1, {}]}},
        format="json",
    )
    first = stage.create(start=0, end=3, note="<b>")
    stage.client().patch(f"/api/v1/annotations/{last['id']}", {"note": ""}, format="json", headers={"If-Match": '"1"'})
    stage.client().patch(f"/api/v1/annotations/{last['id']}", {"note": "x"}, format="json", headers={"If-Match": '"1"'})
    columns = _columns(stage)
    assert columns["ids"] == [first["id"], several.json()["id"], last["id"]]
    assert (columns["start"], columns["end"]) == ([0, 5, 40], [3, 8, 45])
    assert columns["more"] == {"1": [[20, 22], [30, 33]]}
    assert columns["notes"] == {"0": "<b>", "1": "n “ü” \n", "2": "x"}
    assert columns["attributes"] == {"1": {"a": [1, {}]}}
    assert columns["version"] == [1, 1, 2]
    assert columns["layer"] == [0, 0, 0]
    assert [columns["labels"][place] for place in columns["label"]] == [
        str(stage.label.id), str(stage.label.id), str(stage.nested.id)
    ]  # fmt: skip
    participant = stage.cast.participant("annotator")
    assert columns["authors"] == [{"id": str(participant.id), "name": participant.name, "speaks_for": None}]
    assert columns["author"] == [0, 0, 0]
    assert columns["event"] == EventCounter.objects.get(project=stage.cast.project).number


def test_layers_and_authors_are_told_apart(stage: Stage) -> None:
    for name, layer, secrecy in [
        ("annotator", Layer.PERSON, Secrecy.MARK),
        ("adjudicator", Layer.GOLD, Secrecy.OPEN),
        ("annotator2", Layer.MACHINE, Secrecy.MARK),
    ]:
        make_mark(stage.document, stage.cast.participant(name), stage.label, layer=layer, secrecy=secrecy)
    make_reading(stage.document, stage.cast.participant("annotator"), Reading.State.FINISHED)
    columns = _columns(stage)
    assert sorted(columns["layer"]) == [0, 1, 2]
    names = [columns["authors"][place]["name"] for place in columns["author"]]
    assert dict(zip(columns["layer"], names, strict=True)) == {0: "annotator", 1: "adjudicator", 2: "annotator2"}
    assert _columns(stage, "viewer")["layer"] == [1]


def test_a_mark_with_no_place_in_the_current_text_is_left_out(stage: Stage) -> None:
    stage.create()
    second = Revision.objects.create(
        project=stage.cast.project, document=stage.document, number=2, length=10, sha256="2" * 64, reader="text",
        created_at=timezone.now(),
    )  # fmt: skip
    stage.document.current_revision = second
    stage.document.save()
    columns = _columns(stage)
    assert (columns["revision"], columns["ids"]) == (str(second.id), [])
    anchor = Anchor.objects.get()
    anchor.pk, anchor.revision, anchor.starts, anchor.ends = None, second, [2], [4]
    anchor.save()
    assert _columns(stage)["start"] == [2]


def test_the_columns_are_kept_by_the_browser_until_something_changes(stage: Stage) -> None:
    stage.create()
    client = stage.client()
    first = client.get(stage.columns_url)
    assert first["Cache-Control"] == "private, no-cache"
    tag = first["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        assert client.get(stage.columns_url, headers={"If-None-Match": known}).status_code == 304
    assert client.get(stage.columns_url, headers={"If-None-Match": '"other"'}).status_code == 200
    stage.create(start=13, end=20)
    assert client.get(stage.columns_url, headers={"If-None-Match": tag}).status_code == 200


def test_one_statement_reads_any_number_of_marks(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = stage.client()
    client.get(stage.columns_url)
    counts = []
    for wanted in (1, 200):
        bodies = [stage.body(n % 100, n % 100 + 5) for n in range(wanted)]
        assert client.post(f"{stage.marks_url}/bulk", bodies, format="json").status_code == 201
        with django_assert_num_queries(5) as captured:  # token, document, membership, tag, columns
            counts.append(len(client.get(stage.columns_url).json()["ids"]))
        assert len(captured) == 5
    assert counts == [1, 201]


def test_the_list_of_marks_goes_page_by_page(stage: Stage) -> None:
    made = [stage.create(start=n, end=n + 2)["id"] for n in range(5)]
    client = stage.client()
    page = client.get(f"{stage.marks_url}?page_size=2").json()
    seen = [row["id"] for row in page["results"]]
    assert page["previous"] is None
    while page["next"]:
        page = client.get(page["next"]).json()
        seen += [row["id"] for row in page["results"]]
    assert seen == made[::-1]


def test_the_list_is_narrowed_by_label_and_to_ones_own(stage: Stage) -> None:
    stage.create()
    nested = stage.create(label="Claim/Figure")
    theirs = stage.create("annotator2", start=5, end=9)
    make_reading_finished(stage)
    client = stage.client()
    by_label = client.get(f"{stage.marks_url}?label=Claim/Figure").json()["results"]
    by_id = client.get(f"{stage.marks_url}?label={stage.nested.id}").json()["results"]
    assert [row["id"] for row in by_label] == [row["id"] for row in by_id] == [nested["id"]]
    everyone = {row["id"] for row in client.get(stage.marks_url).json()["results"]}
    mine = {row["id"] for row in client.get(f"{stage.marks_url}?mine=true").json()["results"]}
    assert everyone - mine == {theirs["id"]}


def make_reading_finished(stage: Stage) -> None:
    """The annotator has finished reading, and sees the others' marks."""
    Reading.objects.filter(participant=stage.cast.participant("annotator")).update(
        state=Reading.State.FINISHED, revealed_at=timezone.now()
    )


def test_a_list_costs_the_same_for_one_and_two_hundred_marks(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = stage.client()
    for wanted in (1, 200):
        bodies = [stage.body(n % 100, n % 100 + 5) for n in range(wanted)]
        assert client.post(f"{stage.marks_url}/bulk", bodies, format="json").status_code == 201
        with django_assert_num_queries(5):  # token, document, membership, marks, anchors
            assert client.get(f"{stage.marks_url}?page_size=500").status_code == 200


def test_a_mark_is_made_with_a_fixed_number_of_queries(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stage.create()
    client = stage.client()
    # Token, document, membership; savepoint and its release; place, label, words, row, event.
    with django_assert_num_queries(10):
        assert client.post(stage.marks_url, stage.body(13, 20), format="json").status_code == 201
    with django_assert_num_queries(10):
        bodies = [stage.body(n % 100, n % 100 + 5) for n in range(200)]
        assert client.post(f"{stage.marks_url}/bulk", bodies, format="json").status_code == 201
    assert Event.objects.filter(kind="annotation.created").count() == 202


def test_a_mark_is_changed_with_a_fixed_number_of_queries(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    mark = stage.create()
    client = stage.client()
    with django_assert_num_queries(13):
        answer = client.patch(
            f"/api/v1/annotations/{mark['id']}", {"note": "x"}, format="json", headers={"If-Match": '"1"'}
        )
    assert answer.status_code == 200
