"""Filters of an export by role: a filter chooses among what the person knows, and tells nothing besides."""

import pytest
from django.utils import timezone

from sources.models import Reading
from tests.cast import Cast, make_document, make_reading
from tests.exchange.conftest import Stage

OVERSEE = {"adjudicator", "manager"}
NAMES = ["viewer", "annotator", "annotator2", "reviewer", "adjudicator", "manager"]


def titles(stage: Stage, name: str, **filters: list[str]) -> list[str]:
    """The documents that an export with these filters holds."""
    return sorted(line["title"] for line in stage.export(name, filters=filters).lines())


@pytest.fixture
def read(stage: Stage) -> Stage:
    """… with a document that the annotator reads, one they have finished, and one nobody has begun."""
    cast: Cast = stage.cast
    for title, state in (("Begun", Reading.State.OPEN), ("Done", Reading.State.FINISHED)):
        make_reading(make_document(cast.project, title=title), cast.participant("annotator"), state)
    return stage


@pytest.mark.parametrize("name", NAMES)
def test_the_status_of_a_document_is_that_of_the_readings_one_may_know_of(read: Stage, name: str) -> None:
    knows = name in OVERSEE | {"annotator"}
    assert titles(read, name, status=["open"]) == (["Begun"] if knows else [])
    assert titles(read, name, status=["finished"]) == (["Done"] if knows else [])
    assert titles(read, name, status=["new"]) == (["A convoy"] if knows else ["A convoy", "Begun", "Done"])
    assert titles(read, name, status=["new", "open", "finished"]) == ["A convoy", "Begun", "Done"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "filters",
    [
        {"status": ["open"]},
        {"status": ["finished"]},
        {"status": ["new"]},
        {"labels": ["Statement"]},
        {"states": ["in_review"]},
        {"annotators": ["annotator"]},
    ],
    ids=lambda filters: next(iter(filters)),
)
def test_a_reading_that_one_may_not_know_of_changes_nothing_in_a_filtered_export(
    stage: Stage, name: str, filters: dict[str, list[str]]
) -> None:
    def exported() -> tuple[bytes, bytes, object, object]:
        made = stage.export(name, filters=filters)
        return made.content(), made.content("claims"), made.manifest["counts"], made.manifest["left_out"]

    before = exported()
    make_reading(stage.documents[0], stage.cast.participant("reviewer2"))
    begun = exported()
    Reading.objects.update(state=Reading.State.FINISHED, revealed_at=timezone.now())
    finished = exported()
    same = before == begun == finished
    assert same == (name not in OVERSEE or "status" not in filters)


def test_the_page_calls_a_status_by_whose_readings_it_means(stage: Stage) -> None:
    from exchange.views.forms import ExportForm

    def offered(name: str) -> list[str]:
        field = ExportForm(stage.cast.viewer(name)).fields["status"]
        return [str(label) for _value, label in field.choices]  # type: ignore[attr-defined]

    assert offered("manager") == ["Nobody reads it", "Being read", "Every reading is finished"]
    assert offered("annotator") == ["To read", "Reading", "Finished"]
