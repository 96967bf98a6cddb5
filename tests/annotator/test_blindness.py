"""Who sees another's mark, on every route that could show it, before and after readings are finished.

Every route has to give the same answer: the mark itself, lists, columns, counts, filters, search, events, pages.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from annotator.queries.counts import marks_in_project
from annotator.queries.workspace import boot
from projects.vocabulary import Blindness
from sources.models import Reading, Unblinding
from sources.services.indexing import follow_log
from tests.annotator.conftest import Stage
from tests.cast import make_document, make_mark, make_reading

OPEN, FINISHED = Reading.State.OPEN, Reading.State.FINISHED
WITHHELD = "finished, the work of others not looked at"
OTHERS = ("annotator2", "reviewer", "adjudicator", "manager", "viewer")
_WORD = "Peacekeepers"


def _search_hits(stage: Stage, name: str) -> bool:
    url = f"/api/v1/search?project={stage.cast.project.slug}&q={_WORD}&in=annotations"
    answer = stage.client(name).get(url)
    assert answer.status_code == 200, answer.content
    return bool(answer.json()["results"])


def _in_documents(stage: Stage, name: str) -> bool:
    rows = stage.client(name).get(stage.cast.url("documents")).json()["results"]
    (row,) = (row for row in rows if row["id"] == str(stage.document.id))
    return bool(row["marks"])


def _in_filtered_documents(stage: Stage, name: str) -> bool:
    rows = stage.client(name).get(stage.cast.url("documents") + "?label=Claim").json()["results"]
    return any(row["id"] == str(stage.document.id) for row in rows)


def _in_events(stage: Stage, name: str) -> bool:
    answer = stage.client(name).get(stage.cast.url("events") + "?after=0")
    assert answer.status_code == 200, answer.content
    return any(row["kind"].startswith("annotation") for row in answer.json()["results"])


ROUTES: dict[str, Callable[[Stage, str, str], bool]] = {
    "the mark": lambda s, name, id_: s.client(name).get(f"/api/v1/annotations/{id_}").status_code == 200,
    "the list": lambda s, name, id_: any(r["id"] == id_ for r in s.client(name).get(s.marks_url).json()["results"]),
    "the columns": lambda s, name, id_: id_ in s.client(name).get(s.columns_url).json()["ids"],
    "the count beside the document": lambda s, name, id_: _in_documents(s, name),
    "documents by label": lambda s, name, id_: _in_filtered_documents(s, name),
    "the count of the project": lambda s, name, id_: marks_in_project(s.cast.viewer(name))[1] > 0,
    "search": lambda s, name, id_: _search_hits(s, name),
    "events": lambda s, name, id_: _in_events(s, name),
}


def _who_sees(stage: Stage, mark: str, names: tuple[str, ...] = OTHERS) -> dict[str, set[str]]:
    while follow_log(stage.cast.project.id):
        pass
    return {name: {route for route, sees in ROUTES.items() if sees(stage, name, mark)} for name in names}


def _read(stage: Stage, **states: str) -> None:
    for name, state in states.items():
        participant = stage.cast.participant(name)
        Reading.objects.filter(participant=participant).delete()
        make_reading(stage.document, participant, FINISHED if state == WITHHELD else state, look=state != WITHHELD)


CASES: list[tuple[str, dict[str, str], set[str]]] = [
    (Blindness.UNTIL_FINISHED, {"annotator": OPEN}, {"reviewer"}),
    (Blindness.UNTIL_FINISHED, {"annotator": OPEN, "annotator2": OPEN}, {"reviewer"}),
    (Blindness.UNTIL_FINISHED, {"annotator": FINISHED, "annotator2": OPEN}, {"reviewer"}),
    (Blindness.UNTIL_FINISHED, {"annotator": OPEN, "annotator2": FINISHED}, {"reviewer", "annotator2"}),
    (Blindness.UNTIL_FINISHED, {"annotator": FINISHED}, {"reviewer", "adjudicator", "manager"}),
    (
        Blindness.UNTIL_FINISHED,
        {"annotator": FINISHED, "annotator2": FINISHED},
        {"reviewer", "adjudicator", "manager", "annotator2"},
    ),
    (Blindness.UNTIL_FINISHED, {"annotator": FINISHED, "reviewer": OPEN, "manager": OPEN}, set()),
    (
        Blindness.UNTIL_FINISHED,
        {"annotator": FINISHED, "reviewer": FINISHED, "manager": FINISHED},
        {"reviewer", "adjudicator", "manager"},
    ),
    (Blindness.UNTIL_FINISHED, {"annotator": OPEN, "annotator2": WITHHELD}, {"reviewer"}),
    (Blindness.UNTIL_FINISHED, {"annotator": WITHHELD, "reviewer": WITHHELD, "manager": WITHHELD}, {"adjudicator"}),
    (Blindness.ALWAYS, {"annotator": FINISHED, "annotator2": WITHHELD, "manager": WITHHELD}, {"adjudicator"}),
    (
        Blindness.NEVER,
        {"annotator": OPEN, "annotator2": WITHHELD},
        {"annotator2", "reviewer", "adjudicator", "manager"},
    ),
    (Blindness.NEVER, {"annotator": OPEN}, {"annotator2", "reviewer", "adjudicator", "manager"}),
    (Blindness.ALWAYS, {"annotator": OPEN, "annotator2": FINISHED}, set()),
    (Blindness.ALWAYS, {"annotator": FINISHED, "annotator2": FINISHED}, {"adjudicator", "manager"}),
]


@pytest.mark.parametrize(("blindness", "readings", "seeing"), CASES)
def test_every_route_shows_a_mark_to_just_those_who_may_see_it(
    stage: Stage, blindness: str, readings: dict[str, str], seeing: set[str]
) -> None:
    stage.cast.project.marks_blind = blindness
    stage.cast.project.save()
    mark = stage.create()
    _read(stage, **readings)
    found = _who_sees(stage, mark["id"])
    assert found == {name: set(ROUTES) if name in seeing else set() for name in OTHERS}
    assert _who_sees(stage, mark["id"], ("annotator",))["annotator"] == set(ROUTES)


@pytest.mark.parametrize(("blindness", "readings", "seeing"), CASES)
def test_the_workspace_says_that_marks_are_hidden_just_where_they_are(
    stage: Stage, blindness: str, readings: dict[str, str], seeing: set[str]
) -> None:
    stage.cast.project.marks_blind = blindness
    stage.cast.project.save()
    _read(stage, **readings)
    said = {name for name in OTHERS if name in stage.cast.memberships and not _blind(stage, name)}
    assert said == seeing


def _blind(stage: Stage, name: str) -> str:
    return str(boot(stage.cast.viewer(name), stage.document)["blind"])


def test_the_workspace_says_what_ends_blindness_for_each_role(stage: Stage) -> None:
    names = ("viewer", "annotator", "reviewer", "adjudicator", "manager")
    _read(stage, annotator2=OPEN)
    assert [_blind(stage, name) for name in names] == [
        "for_viewers", "until_finished", "", "until_all_finished", "until_all_finished"
    ]  # fmt: skip
    _read(stage, annotator=OPEN, annotator2=FINISHED, reviewer=OPEN, manager=OPEN)
    assert [_blind(stage, name) for name in names] == [
        "for_viewers", "until_finished", "until_finished", "until_all_finished", "until_all_finished"
    ]  # fmt: skip
    _read(stage, annotator=FINISHED, reviewer=FINISHED)
    assert [_blind(stage, name) for name in names] == ["for_viewers", "", "", "until_all_finished", "until_finished"]
    _read(stage, annotator=WITHHELD, reviewer=WITHHELD, manager=WITHHELD)
    assert [_blind(stage, name) for name in names] == [
        "for_viewers", "until_revealed", "until_revealed", "", "until_revealed"
    ]  # fmt: skip
    _read(stage, annotator2=OPEN)
    assert _blind(stage, "manager") == "until_all_finished"
    stage.cast.project.marks_blind = Blindness.ALWAYS
    stage.cast.project.save()
    _read(stage, annotator=FINISHED, annotator2=FINISHED, reviewer=FINISHED, manager=FINISHED)
    assert [_blind(stage, name) for name in names] == ["for_viewers", "always", "always", "", ""]


def test_a_recorded_reason_lifts_blindness_for_whoever_gave_it(stage: Stage) -> None:
    mark = stage.create()
    Unblinding.objects.create(
        project=stage.cast.project, document=stage.document, participant=stage.cast.participant("manager"), reason="r"
    )
    found = _who_sees(stage, mark["id"])
    assert found["manager"] == set(ROUTES)
    assert found["adjudicator"] == set()


def test_finishing_ones_reading_shows_the_marks_of_others_there_and_then(stage: Stage) -> None:
    theirs = stage.create("annotator2")
    stage.create()
    client = stage.client()
    assert client.get(f"/api/v1/annotations/{theirs['id']}").status_code == 404
    answer = client.post(f"/api/v1/documents/{stage.document.id}/finish")
    assert (answer.status_code, answer.json()["state"]) == (200, "finished")
    assert client.get(f"/api/v1/annotations/{theirs['id']}").status_code == 200
    assert len(client.get(stage.columns_url).json()["ids"]) == 2


def test_finishing_and_seeing_the_marks_of_others_are_two_acts(stage: Stage) -> None:
    theirs = stage.create("annotator2")
    client = stage.client()
    path = f"/api/v1/documents/{stage.document.id}"
    finished = client.post(f"{path}/finish", {"look": False}, format="json").json()
    assert (finished["state"], finished["revealed_at"]) == ("finished", None)
    assert client.get(f"/api/v1/annotations/{theirs['id']}").status_code == 404
    assert client.post(stage.marks_url, stage.body(13, 20), format="json").status_code == 409
    assert _who_sees(stage, theirs["id"], ("annotator",)) == {"annotator": set()}
    revealed = client.post(f"{path}/reveal").json()
    assert (revealed["state"], revealed["finished_at"]) == ("finished", finished["finished_at"])
    assert revealed["revealed_at"] is not None
    assert _who_sees(stage, theirs["id"], ("annotator",)) == {"annotator": set(ROUTES)}


def test_the_page_of_the_workspace_holds_no_mark_of_anybody(stage: Stage) -> None:
    stage.create("annotator2", note="a note nobody else reads")
    for name in (*OTHERS, "annotator"):
        browser = Client()
        browser.force_login(stage.cast.users[name])
        page = browser.get(f"/projects/{stage.cast.project.slug}/documents/{stage.document.id}/annotate")
        assert page.status_code == 200
        assert "a note nobody" not in page.content.decode()


def test_the_tag_of_the_columns_stays_while_hidden_work_goes_on(stage: Stage) -> None:
    stage.create()
    client = stage.client()
    tag = client.get(stage.columns_url)["ETag"]
    stage.create("annotator2")
    unchanged = client.get(stage.columns_url, headers={"If-None-Match": tag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    stage.create(start=13, end=20)
    assert client.get(stage.columns_url, headers={"If-None-Match": tag}).status_code == 200


def test_the_tag_of_the_columns_changes_with_what_one_may_see(stage: Stage) -> None:
    stage.create("annotator2")
    stage.create()
    client, manager = stage.client(), stage.client("manager")
    tags = {client.get(stage.columns_url)["ETag"], manager.get(stage.columns_url)["ETag"]}
    assert len(tags) == 2
    for name in ("annotator", "annotator2"):
        assert stage.client(name).post(f"/api/v1/documents/{stage.document.id}/finish").status_code == 200
    both = client.get(stage.columns_url), manager.get(stage.columns_url)
    assert not tags & {answer["ETag"] for answer in both}
    assert [len(answer.json()["ids"]) for answer in both] == [2, 2]
    membership = stage.cast.memberships["manager"]
    membership.roles = ["viewer"]
    membership.save()
    narrowed = manager.get(stage.columns_url, headers={"If-None-Match": both[1]["ETag"]})
    assert (narrowed.status_code, narrowed.json()["ids"]) == (200, [])


def test_only_ones_own_marks_of_other_documents_are_counted_while_blind(stage: Stage) -> None:
    other = make_document(stage.cast.project, title="Second")
    make_mark(other, stage.cast.participant("annotator2"), stage.label)
    mine = make_mark(other, stage.cast.participant("annotator"), stage.label)
    rows: list[dict[str, Any]] = stage.client().get(stage.cast.url("documents")).json()["results"]
    assert {row["title"]: row["marks"] for row in rows} == {"A report": 0, "Second": 1}
    assert marks_in_project(stage.cast.viewer("annotator")) == (1, 1)
    assert json.loads(stage.client().get(f"/api/v1/documents/{other.id}/marks").content)["ids"] == [str(mine.id)]
