"""The page on which marks are settled one after another."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from annotator.models import Anchor, Annotation, Placement
from tests.annotator.conftest import Stage
from tests.annotator.test_new_texts import mark, put
from tests.cast import TEXT, make_reading

pytestmark = pytest.mark.django_db

CONVOY = "The convoy of 41 trucks crossed the bridge"
CHANGED = TEXT.replace("41 trucks", "14 lorries")


def _page(stage: Stage, who: str = "annotator") -> Client:
    client = Client()
    client.force_login(stage.cast.users[who])
    return client


def _url(stage: Stage, name: str = "settling") -> str:
    return reverse(f"annotator:{name}", args=[stage.cast.project.slug, stage.document.id])


def _send(stage: Stage, placement: Placement, **fields: str) -> Any:
    given = {"placement": str(placement.id), "version": str(placement.version), **fields}
    return _page(stage).post(_url(stage), given)


@pytest.fixture
def flagged(stage: Stage) -> Placement:
    mark(stage, CONVOY)
    put(stage, CHANGED)
    return Placement.objects.get()


def test_the_old_passage_and_the_new_one_are_shown(stage: Stage, flagged: Placement) -> None:
    shown = _page(stage).get(_url(stage)).content.decode()
    assert f"<mark>{CONVOY}</mark>" in shown
    assert "<mark>The convoy of 14 lorries crossed the bridge</mark>" in shown


def test_accepting_goes_on_to_the_next_and_can_be_taken_back(stage: Stage, flagged: Placement) -> None:
    answer = _send(stage, flagged, action="accept")
    assert answer.status_code == 302
    flagged.refresh_from_db()
    assert flagged.state == "accepted"
    assert "Nothing is left to settle" in _page(stage).get(answer.url).content.decode()
    _page(stage).post(f"{_url(stage, 'placement_reopen')}?placement={flagged.id}&version=2")
    flagged.refresh_from_db()
    assert flagged.state == "open"


def test_marks_come_in_the_order_of_reading(stage: Stage) -> None:
    second = mark(stage, CONVOY)
    first = mark(stage, "They will not return,” an expert said")
    put(stage, CHANGED.replace("not return", "never return"))
    shown = _page(stage).get(_url(stage)).content.decode()
    assert str(Placement.objects.get(annotation=first).id) in shown
    assert f"?at={Placement.objects.get(annotation=second).id}" in shown


def test_a_mark_is_put_where_words_stand(stage: Stage, flagged: Placement) -> None:
    assert _send(stage, flagged, action="move", words="an expert said").status_code == 302
    there = Anchor.objects.get(annotation=flagged.annotation, revision=flagged.revision)
    assert there.quote == "an expert said"


@pytest.mark.parametrize("words", ["", "no such words", "e"])
def test_words_that_stand_nowhere_or_everywhere_are_refused(stage: Stage, flagged: Placement, words: str) -> None:
    answer = _send(stage, flagged, action="move", words=words)
    assert answer.status_code == 400
    assert Placement.objects.get().state == "open"


def test_words_that_stand_in_several_places_give_a_choice(stage: Stage, flagged: Placement) -> None:
    shown = _send(stage, flagged, action="move", words="the").content.decode()
    assert shown.count('name="place"') > 1
    assert _send(stage, flagged, action="move", place="18-21", words="the").status_code == 302


@pytest.mark.parametrize("place", ["x", "5-5", "0-99999", "-", "0-5,3-9"])
def test_a_place_that_is_none_is_refused(stage: Stage, flagged: Placement, place: str) -> None:
    assert _send(stage, flagged, action="move", place=place).status_code == 400


def test_a_mark_is_dropped_with_a_reason(stage: Stage, flagged: Placement) -> None:
    assert _send(stage, flagged, action="drop", reason="").status_code == 422
    assert _send(stage, flagged, action="drop", reason="Left out.").status_code == 302
    assert Annotation.objects.get().deleted_at is not None


def test_what_was_settled_elsewhere_is_said(stage: Stage, flagged: Placement) -> None:
    assert _send(stage, flagged, action="accept", version="7").status_code == 409


def test_others_find_nothing_to_settle(stage: Stage, flagged: Placement) -> None:
    make_reading(stage.document, stage.cast.participant("annotator"))
    for who in ("annotator2", "manager"):
        shown = _page(stage, who).get(_url(stage)).content.decode()
        assert "Nothing is left to settle" in shown
        detail = _page(stage, who).get(
            reverse("sources:document_detail", args=[stage.cast.project.slug, stage.document.id])
        )
        assert _url(stage) not in detail.content.decode()
    assert _page(stage, "viewer").get(_url(stage)).status_code == 403


def test_the_document_leads_to_what_is_to_be_settled(stage: Stage, flagged: Placement) -> None:
    detail = reverse("sources:document_detail", args=[stage.cast.project.slug, stage.document.id])
    shown = _page(stage).get(detail).content.decode()
    assert _url(stage) in shown
    assert "1 to settle" in shown
