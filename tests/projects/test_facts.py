"""Facts about a viewer: compiled once for all viewers of a shape, and never with one viewer's ids for another."""

from typing import Any

import pytest
from django.utils import timezone

from projects import facts
from projects.facts import Shape, among, register_fact
from projects.models import Membership, Participant
from projects.viewers import Viewer, find_viewer
from projects.vocabulary import Tlp
from tests.cast import Cast, gather

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return gather()


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr(facts, "_FACTS", {})
    facts._compiled.cache_clear()
    return facts._FACTS


def viewer_of(cast: Cast, name: str) -> Viewer:
    return find_viewer(cast.users[name], slug=cast.project.slug)


def found(viewer: Viewer, fact: str) -> set[Any]:
    rows = Participant.objects.filter(among("id", fact, viewer), project_id=viewer.project_id)
    return set(rows.values_list("id", flat=True))


def test_two_viewers_of_one_shape_share_the_statement_and_get_their_own_ids(
    cast: Cast, registry: dict[str, Any]
) -> None:
    asked: list[Any] = []

    def oneself(viewer: Viewer) -> Any:
        asked.append(viewer)
        members = Membership.objects.filter(project_id=viewer.project_id)
        return members.filter(participant_id__in=viewer.participant_ids).values("participant_id")

    register_fact("oneself", oneself)
    first, second = viewer_of(cast, "annotator"), viewer_of(cast, "annotator2")
    assert found(first, "oneself") == {first.participant_id}
    assert found(second, "oneself") == {second.participant_id}
    assert len(asked) == 1
    assert found(viewer_of(cast, "manager"), "oneself") == {cast.participant("manager").id}
    assert len(asked) == 2, "other roles, another shape"
    assert first.facts["oneself"] == {first.participant_id}


def test_names_that_speak_for_a_viewer_are_filled_in_with_them(cast: Cast, registry: dict[str, Any]) -> None:
    register_fact(
        "own names", lambda viewer: Participant.objects.filter(id__in=viewer.participant_ids).values_list("id")
    )
    own = cast.participant("annotator")
    names = {
        Participant.objects.create(
            project=cast.project, kind="name", name=name, speaks_for=own, mapped_at=timezone.now()
        ).id
        for name in ("A. One", "B. Two")
    }
    assert found(viewer_of(cast, "annotator"), "own names") == {own.id, *names}
    assert found(viewer_of(cast, "annotator2"), "own names") == {cast.participant("annotator2").id}


def test_a_fact_that_asks_for_more_than_a_shape_fails_instead_of_being_shared(
    cast: Cast, registry: dict[str, Any]
) -> None:
    register_fact("by user", lambda viewer: Membership.objects.filter(user=viewer.user).values_list("participant_id"))
    register_fact("by name", lambda viewer: Participant.objects.filter(name=viewer.project.name).values_list("id"))
    for name in ("by user", "by name"):
        with pytest.raises(AttributeError):
            among("id", name, viewer_of(cast, "annotator"))


def test_a_fact_that_is_empty_finds_nothing_and_its_opposite_everything(cast: Cast, registry: dict[str, Any]) -> None:
    register_fact("nobody", lambda viewer: Participant.objects.none().values_list("id"))
    viewer = viewer_of(cast, "annotator")
    assert found(viewer, "nobody") == set()
    rows = Participant.objects.filter(~among("id", "nobody", viewer), project_id=viewer.project_id)
    assert rows.count() == Participant.objects.filter(project_id=viewer.project_id).count() > 0


def test_an_empty_column_belongs_to_no_fact(cast: Cast, registry: dict[str, Any]) -> None:
    register_fact("everybody", lambda viewer: Participant.objects.values_list("id"))
    viewer = viewer_of(cast, "annotator")
    rows = Participant.objects.filter(project_id=viewer.project_id, speaks_for__isnull=True)
    assert rows.exists()
    assert not rows.filter(among("speaks_for_id", "everybody", viewer)).exists()
    assert rows.filter(~among("speaks_for_id", "everybody", viewer)).count() == rows.count()


def test_what_may_change_the_text_of_a_fact_is_part_of_the_shape(cast: Cast) -> None:
    viewer = viewer_of(cast, "annotator")
    shape = Shape.of(viewer)
    viewer.clearance = Tlp.RED
    assert Shape.of(viewer) != shape
    viewer = viewer_of(cast, "annotator")
    viewer.project.marks_blind = "never"
    assert Shape.of(viewer) != shape
