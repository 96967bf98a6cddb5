"""What a person has to settle after a new text: accepted, moved, dropped, taken back, by whoever may."""

from collections.abc import Callable
from typing import Any

import pytest

from annotator.marks import Edit
from annotator.models import Anchor, Annotation, Placement
from annotator.queries.placements import represent_placements, to_settle, with_marks
from annotator.services.edits import change_annotation, delete_annotation, restore_annotation
from annotator.services.settling import accept_placement, drop_placement, move_placement, reopen_placement
from projects.errors import Conflict, Forbidden, Invalid, NotFound, Stale, Unprocessable
from projects.models import Event
from projects.vocabulary import Layer, Secrecy
from sources.models import Document, Reading
from tests.annotator.conftest import Stage
from tests.annotator.test_new_texts import LEAD, anchor, mark, put
from tests.cast import TEXT, make_reading

pytestmark = pytest.mark.django_db

CONVOY = "The convoy of 41 trucks crossed the bridge"
CHANGED = TEXT.replace("41 trucks", "14 lorries")
GONE = TEXT.replace(f" {CONVOY} at Sarn.", "")


@pytest.fixture
def flagged(stage: Stage) -> Placement:
    """A mark of the annotator's that was placed with some doubt."""
    mark(stage, CONVOY)
    put(stage, CHANGED)
    return Placement.objects.get()


@pytest.fixture
def lost(stage: Stage) -> Placement:
    """A mark of the annotator's that stands nowhere."""
    mark(stage, CONVOY)
    put(stage, GONE)
    return Placement.objects.get()


def _by(stage: Stage, placement: Placement, who: str = "annotator", version: int = 1) -> dict[str, Any]:
    return {"by": stage.cast.viewer(who), "placement_id": placement.id, "expected": version}


def test_an_accepted_mark_stays_where_it_was_placed(stage: Stage, flagged: Placement) -> None:
    settled = accept_placement(**_by(stage, flagged))
    assert (settled.state, settled.version) == ("accepted", 2)
    assert settled.settled_by_id == stage.cast.participant("annotator").id
    there = Anchor.objects.get(annotation=flagged.annotation, revision=flagged.revision)
    assert (there.grade, there.decided_by_id) == ("edited", settled.settled_by_id)
    assert not to_settle(stage.cast.viewer("annotator"), stage.document.id).exists()


def test_a_mark_that_stands_nowhere_cannot_be_accepted(stage: Stage, lost: Placement) -> None:
    with pytest.raises(Unprocessable):
        accept_placement(**_by(stage, lost))


def test_a_moved_mark_stands_where_it_was_put(stage: Stage, lost: Placement) -> None:
    settled = move_placement(**_by(stage, lost), fragments=[(0, 12)])
    assert settled.state == "moved"
    there = Anchor.objects.get(annotation=lost.annotation, revision=lost.revision)
    assert (there.quote, there.decided_by_id) == ("Peacekeepers", stage.cast.participant("annotator").id)
    found = Annotation.objects.get(id=lost.annotation_id)
    assert found.version == 2


@pytest.mark.parametrize("fragments", [[], [(5, 5)], [(0, 10_000)], [(0, 5), (3, 9)], [(-1, 4)]])
def test_a_place_that_is_none_is_refused(stage: Stage, lost: Placement, fragments: list[tuple[int, int]]) -> None:
    with pytest.raises(Invalid):
        move_placement(**_by(stage, lost), fragments=fragments)


def test_a_dropped_mark_is_deleted_with_a_reason(stage: Stage, lost: Placement) -> None:
    settled = drop_placement(**_by(stage, lost), reason=" Left out \n on purpose. ")
    assert (settled.state, settled.reason) == ("dropped", "Left out on purpose.")
    found = Annotation.objects.get(id=lost.annotation_id)
    assert found.deleted_at is not None
    assert [e.kind for e in Event.objects.order_by("number")][-2:] == ["placement.dropped", "annotation.deleted"]


@pytest.mark.parametrize("reason", ["", " \n"])
def test_dropping_needs_a_reason(stage: Stage, lost: Placement, reason: str) -> None:
    with pytest.raises(Unprocessable):
        drop_placement(**_by(stage, lost), reason=reason)


def test_a_dropped_mark_that_its_author_restores_is_to_be_settled_again(stage: Stage, lost: Placement) -> None:
    drop_placement(**_by(stage, lost), reason="r")
    restore_annotation(by=stage.cast.viewer("annotator"), annotation=lost.annotation_id, expected=2)
    lost.refresh_from_db()
    assert (lost.state, lost.reason, lost.version) == ("open", "", 3)


@pytest.mark.parametrize(
    "settle",
    [
        lambda given: accept_placement(**given),
        lambda given: move_placement(**given, fragments=[(0, 5)]),
        lambda given: drop_placement(**given, reason="r"),
    ],
)
def test_what_was_settled_can_be_taken_back(
    stage: Stage, flagged: Placement, settle: Callable[[dict[str, Any]], Placement]
) -> None:
    settle(_by(stage, flagged))
    reopened = reopen_placement(**_by(stage, flagged, version=2))
    flagged.refresh_from_db()
    assert reopened.state == flagged.state == "open"
    assert (flagged.settled_by_id, flagged.reason) == (None, "")
    assert Annotation.objects.get(id=flagged.annotation_id).deleted_at is None
    assert to_settle(stage.cast.viewer("annotator"), stage.document.id).count() == 1


def test_a_version_that_is_not_the_one_at_hand_is_stale(stage: Stage, flagged: Placement) -> None:
    accept_placement(**_by(stage, flagged))
    with pytest.raises(Stale) as stale:
        move_placement(**_by(stage, flagged), fragments=[(0, 5)])
    assert stale.value.extra["current"]["state"] == "accepted"


def test_what_is_settled_is_settled_once(stage: Stage, flagged: Placement) -> None:
    accept_placement(**_by(stage, flagged))
    with pytest.raises(Conflict, match="settled already"):
        accept_placement(**_by(stage, flagged, version=2))
    with pytest.raises(Conflict, match="not settled"):
        reopen_placement(**_by(stage, reopen_placement(**_by(stage, flagged, version=2)), version=3))


def test_on_yet_another_text_it_is_settled_there(stage: Stage, flagged: Placement) -> None:
    put(stage, LEAD + CHANGED)
    with pytest.raises(Conflict, match="another text"):
        accept_placement(**_by(stage, flagged))


def test_a_mark_that_its_author_edits_to_another_place_is_settled(stage: Stage, lost: Placement) -> None:
    edit = Edit(fragments=[(0, 12)], revision=lost.revision_id)
    change_annotation(by=stage.cast.viewer("annotator"), annotation=lost.annotation_id, expected=1, edit=edit)
    lost.refresh_from_db()
    assert (lost.state, lost.settled_by_id) == ("moved", stage.cast.participant("annotator").id)


def test_a_mark_that_its_author_deletes_is_nothing_to_settle(stage: Stage, lost: Placement) -> None:
    delete_annotation(by=stage.cast.viewer("annotator"), annotation=lost.annotation_id, expected=1)
    assert not to_settle(stage.cast.viewer("annotator"), stage.document.id).exists()
    with pytest.raises(Conflict, match="deleted"):
        move_placement(**_by(stage, lost), fragments=[(0, 5)])


@pytest.mark.parametrize("who", ["viewer", "annotator2", "reviewer", "manager", "adjudicator"])
def test_while_marks_are_blind_nobody_else_knows_of_it(stage: Stage, flagged: Placement, who: str) -> None:
    make_reading(stage.document, stage.cast.participant("annotator"))
    stage_viewer = {"viewer", "annotator2", "manager", "adjudicator"}
    with pytest.raises(NotFound if who in stage_viewer else Forbidden):
        accept_placement(**_by(stage, flagged, who))


@pytest.mark.parametrize("who", ["manager", "adjudicator"])
def test_those_who_oversee_settle_what_they_may_see(stage: Stage, flagged: Placement, who: str) -> None:
    make_reading(stage.document, stage.cast.participant("annotator"), Reading.State.FINISHED)
    assert accept_placement(**_by(stage, flagged, who)).state == "accepted"


def test_settled_marks_are_settled_by_those_who_oversee(stage: Stage) -> None:
    mark(stage, CONVOY, "annotator2", layer=Layer.GOLD, secrecy=Secrecy.OPEN)
    put(stage, CHANGED)
    placement = Placement.objects.get()
    with pytest.raises(Forbidden):
        accept_placement(**_by(stage, placement, "annotator"))
    assert accept_placement(**_by(stage, placement, "manager")).state == "accepted"


def test_a_finished_reading_keeps_nobody_from_settling(stage: Stage, flagged: Placement) -> None:
    make_reading(stage.document, stage.cast.participant("annotator"), Reading.State.FINISHED)
    assert accept_placement(**_by(stage, flagged)).state == "accepted"


def test_events_of_settling_are_as_secret_as_the_mark(stage: Stage, flagged: Placement) -> None:
    accept_placement(**_by(stage, flagged))
    event = Event.objects.get(kind="placement.accepted")
    assert (event.secrecy, event.author_id) == ("mark", stage.cast.participant("annotator").id)
    assert (event.document_id, event.subject_id) == (stage.document.id, flagged.annotation_id)


def test_a_placement_is_shown_with_the_words_before_and_now(stage: Stage, flagged: Placement) -> None:
    (shown,) = represent_placements(list(with_marks(Placement.objects.all())))
    assert shown["before"]["exact"] == CONVOY
    assert shown["now"]["exact"] == "The convoy of 14 lorries crossed the bridge"
    assert shown["why"].endswith(".")
    assert anchor(flagged.annotation, Document.objects.get(id=stage.document.id)) is not None


def test_the_candidates_of_a_mark_are_shown_with_their_words(stage: Stage) -> None:
    mark(stage, "an expert said")
    put(stage, TEXT.replace("an expert said", "somebody wrote") + "So an expert said. Again an expert said.\n")
    (shown,) = represent_placements(list(with_marks(Placement.objects.all())))
    assert shown["grade"] == "ambiguous"
    assert {candidate["exact"] for candidate in shown["candidates"]} == {"an expert said"}
