"""The pages of the kinds of relation: what a manager does there, what everybody reads."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from annotator.models import RelationKind
from tests.annotator.conftest import Stage

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}"


def _browser(stage: Stage, name: str) -> Client:
    browser = Client()
    browser.force_login(stage.cast.users[name])
    return browser


def _url(stage: Stage, end: str = "") -> str:
    return f"/projects/{stage.cast.project.slug}/codebook/relations{end}"


def _kind(stage: Stage, name: str = "supports") -> RelationKind:
    return RelationKind.objects.get(project=stage.cast.project, name=name)


def test_a_manager_adds_changes_archives_and_restores_a_kind(stage: Stage) -> None:
    manager = _browser(stage, "manager")
    added = manager.post(_url(stage), {"name": " answers  to ", "definition": "A reply.", "symmetric": ""}, follow=True)
    kind = _kind(stage, "answers to")
    assert (kind.symmetric, kind.definition) == (False, "A reply.")
    assert "Added “answers to”." in added.content.decode()
    changed = {"name": "replies to", "definition": "", "version": "1"}
    assert manager.post(_url(stage, f"/{kind.id}"), changed).status_code == 302
    assert manager.post(_url(stage, f"/{kind.id}/archive")).status_code == 302
    kind.refresh_from_db()
    assert (kind.name, kind.definition, kind.archived_at is None) == ("replies to", "", False)
    page = manager.get(_url(stage)).content.decode()
    assert "1 archived kind" in page
    assert f"/codebook/relations/{kind.id}/restore" in page
    assert manager.post(_url(stage, f"/{kind.id}/restore")).status_code == 302
    kind.refresh_from_db()
    assert kind.archived_at is None


def test_a_name_that_is_taken_and_a_page_that_is_old_are_told_and_what_was_typed_stays(stage: Stage) -> None:
    manager, kind = _browser(stage, "manager"), _kind(stage)
    taken = manager.post(_url(stage), {"name": "contradicts", "definition": "as typed"})
    assert taken.status_code == 400
    assert "There is a kind of relation “contradicts” already." in taken.content.decode()
    assert "as typed" in taken.content.decode()
    RelationKind.objects.filter(id=kind.id).update(version=4)
    stale = manager.post(_url(stage, f"/{kind.id}"), {"name": "backs", "definition": "mine", "version": "1"})
    page = stale.content.decode()
    assert (stale.status_code, "Changed meanwhile" in page, "mine" in page) == (409, True, True)
    assert '<input type="hidden" name="version" value="4">' in page
    blank = manager.post(_url(stage, f"/{kind.id}"), {"name": " ", "version": "1"}).content.decode()
    assert '<input type="hidden" name="version" value="1">' in blank, "what somebody else wrote has not been seen"
    again = manager.post(_url(stage, f"/{kind.id}"), {"name": "backs", "definition": "mine", "version": "4"})
    assert again.status_code == 302
    assert _kind(stage, "backs").id == kind.id
    assert manager.post(_url(stage, f"/{kind.id}"), {"name": "backs", "version": "x"}).status_code == 400


def test_everybody_reads_them_and_only_managers_find_buttons(stage: Stage) -> None:
    RelationKind.objects.filter(id=_kind(stage).id).update(name=HOSTILE, definition=HOSTILE)
    for name in ("viewer", "annotator", "reviewer", "adjudicator"):
        page = _browser(stage, name).get(_url(stage)).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in page
        assert "/archive" not in page
        assert "Only these roles may do this: Manager." in page
        assert "contradicts" in page
    assert "/archive" in _browser(stage, "manager").get(_url(stage)).content.decode()
    assert (
        _url(stage) in _browser(stage, "viewer").get(f"/projects/{stage.cast.project.slug}/codebook").content.decode()
    )


def test_a_project_without_kinds_says_what_that_means(stage: Stage) -> None:
    RelationKind.objects.filter(project=stage.cast.project).delete()
    assert "Until then marks cannot be related." in _browser(stage, "annotator").get(_url(stage)).content.decode()
    assert "Add the first one beside this" in _browser(stage, "manager").get(_url(stage)).content.decode()


@pytest.mark.parametrize("rows", [1, 200])
def test_the_list_asks_the_database_the_same_whatever_its_length(
    stage: Stage, rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    kind = _kind(stage)
    RelationKind.objects.filter(project=stage.cast.project).exclude(id=kind.id).delete()
    RelationKind.objects.bulk_create(
        RelationKind(project=stage.cast.project, name=f"kind {n}", position=n, created_at=kind.created_at)
        for n in range(1, rows)
    )
    browser = _browser(stage, "manager")
    browser.get(_url(stage))
    with django_assert_max_num_queries(14):
        assert browser.get(_url(stage)).content.decode().count("data-row=") == rows
