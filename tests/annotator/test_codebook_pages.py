"""The pages of the codebook: what they show and to whom, and how labels are changed on them."""

import json
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from annotator.models import Label
from tests.annotator.conftest import Stage
from tests.cast import make_label


def _browser(stage: Stage, name: str) -> Client:
    browser = Client()
    browser.force_login(stage.cast.users[name])
    return browser


def _book(stage: Stage, end: str = "") -> str:
    return f"/projects/{stage.cast.project.slug}/codebook{end}"


@pytest.mark.parametrize(
    ("name", "status", "edits"),
    [
        ("manager", 200, True),
        ("annotator", 200, False),
        ("viewer", 200, False),
        ("outsider", 404, False),
        ("admin", 404, False),
    ],
)
def test_every_member_reads_the_codebook_and_managers_find_its_forms(
    stage: Stage, name: str, status: int, edits: bool
) -> None:
    page = _browser(stage, name).get(_book(stage))
    assert page.status_code == status
    shown = page.content.decode()
    assert ("Figure" in shown) == (status == 200)
    assert ('id="new-label"' in shown) == edits
    if status == 200 and not edits:
        assert "Only these roles may do this: Manager." in unescape(shown)


def test_nobody_reads_the_codebook_without_signing_in(stage: Stage) -> None:
    assert Client().get(_book(stage)).status_code == 302


def test_a_manager_adds_a_label(stage: Stage) -> None:
    browser = _browser(stage, "manager")
    fields = {
        "name": "Scope",
        "parent": str(stage.label.id),
        "shortcut": "s",
        "colour": "#112233",
        "definition": "When",
    }
    answer = browser.post(_book(stage), fields)
    made = Label.objects.get(path="Claim/Scope")
    assert (answer.status_code, answer["Location"]) == (302, f"{_book(stage)}#label-{made.id}")
    assert (made.shortcut, made.colour, made.definition) == ("s", "#112233", "When")


def test_a_refused_label_keeps_what_was_typed_and_says_why(stage: Stage) -> None:
    fields = {"name": "Claim", "definition": "Words that took a while", "colour": "#112233", "shortcut": "c"}
    answer = _browser(stage, "manager").post(_book(stage), fields)
    shown = unescape(answer.content.decode())
    assert answer.status_code == 400
    assert "There is a label “Claim” already." in shown
    assert "“Claim” has this key already." in shown
    assert "Words that took a while" in shown


def test_a_label_is_changed_in_place_or_on_a_page_of_its_own(stage: Stage) -> None:
    browser = _browser(stage, "manager")
    url = _book(stage, f"/{stage.nested.id}")
    part = browser.get(url, headers={"HX-Request": "true"}).content.decode()
    whole = browser.get(url).content.decode()
    assert "<html" not in part
    assert "<html" in whole
    for shown in (part, whole):
        assert f'action="{url}"' in shown
        assert f'value="{stage.nested.name}"' in shown
    fields = {"name": "Number", "parent": "", "colour": "#445566", "version": "1"}
    assert browser.post(url, fields).status_code == 302
    stage.nested.refresh_from_db()
    assert (stage.nested.path, stage.nested.version) == ("Number", 2)


def test_a_change_against_an_older_label_is_shown_and_not_lost(stage: Stage) -> None:
    browser = _browser(stage, "manager")
    url = _book(stage, f"/{stage.label.id}")
    fields = {"name": "Claim", "parent": "", "colour": "#445566", "definition": "Mine", "version": "1"}
    assert browser.post(url, fields).status_code == 302
    late = browser.post(url, fields | {"definition": "Theirs"})
    shown = late.content.decode()
    assert late.status_code == 409
    assert "Theirs" in shown
    assert 'name="version" value="2"' in shown
    assert Label.objects.get(id=stage.label.id).definition == "Mine"
    assert browser.post(url, fields | {"version": "x"}).status_code == 400


def test_labels_move_up_and_down_past_archived_ones(stage: Stage) -> None:
    made = [make_label(stage.cast.project, f"Claim/{name}", position=n + 1) for n, name in enumerate("ABC")]
    Label.objects.filter(id=made[0].id).update(archived_at=timezone.now())
    browser = _browser(stage, "manager")

    def order() -> list[str]:
        live = Label.objects.filter(parent=stage.label, archived_at=None).order_by("position")
        return list(live.values_list("name", flat=True))

    assert order() == ["Figure", "B", "C"]
    browser.post(_book(stage, f"/{made[1].id}/move"), {"direction": "up"})
    assert order() == ["B", "Figure", "C"]
    browser.post(_book(stage, f"/{made[1].id}/move"), {"direction": "up"})
    assert order() == ["B", "Figure", "C"]
    answer = browser.post(_book(stage, f"/{made[1].id}/move"), {"direction": "down"}, headers={"HX-Request": "true"})
    assert order() == ["Figure", "B", "C"]
    assert answer.content.decode().lstrip().startswith('<div id="labels"')


def test_an_archived_label_can_be_brought_back_from_the_toast(stage: Stage) -> None:
    browser = _browser(stage, "manager")
    answer = browser.post(_book(stage, f"/{stage.nested.id}/archive"), follow=True)
    restore = _book(stage, f"/{stage.nested.id}/restore")
    assert restore in answer.content.decode()
    assert Label.objects.get(id=stage.nested.id).archived_at is not None
    browser.post(restore)
    assert Label.objects.get(id=stage.nested.id).archived_at is None


@pytest.mark.parametrize("end", ["", "/{id}", "/{id}/move", "/{id}/archive", "/{id}/restore"])
def test_only_managers_change_the_codebook_on_its_pages(stage: Stage, end: str) -> None:
    url = _book(stage, end.format(id=stage.label.id))
    before = list(Label.objects.order_by("id").values())
    for name, status in [("annotator", 403), ("viewer", 403), ("outsider", 404), ("admin", 404)]:
        assert _browser(stage, name).post(url, {"name": "Mine", "version": "1"}).status_code == status
    assert list(Label.objects.order_by("id").values()) == before


def test_a_label_of_another_project_has_no_page_here(stage: Stage) -> None:
    other = make_label(stage.cast.memberships["outsider"].project, "Theirs")
    browser = _browser(stage, "manager")
    assert browser.get(_book(stage, f"/{other.id}")).status_code == 404
    assert browser.post(_book(stage, f"/{other.id}/archive")).status_code == 404


def test_the_codebook_leaves_as_a_file(stage: Stage) -> None:
    answer = _browser(stage, "viewer").get(_book(stage, "/labels.json"))
    assert answer["Content-Disposition"] == 'attachment; filename="desk-codebook.json"'
    body = json.loads(answer.content)
    assert (body["version"], [row["path"] for row in body["labels"]]) == (1, ["Claim", "Claim/Figure"])


def test_an_empty_codebook_says_what_to_do_next(stage: Stage) -> None:
    Label.objects.all().update(archived_at=timezone.now())
    assert "Add the first one" in _browser(stage, "manager").get(_book(stage)).content.decode()
    assert "Managers of the project add them." in _browser(stage, "viewer").get(_book(stage)).content.decode()
    overview = _browser(stage, "manager").get(f"/projects/{stage.cast.project.slug}/", follow=True).content.decode()
    assert "The codebook has no labels" in overview


def test_the_codebook_costs_the_same_for_two_and_two_hundred_labels(
    stage: Stage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = _browser(stage, "manager")
    browser.get(_book(stage))
    with django_assert_max_num_queries(12) as few:
        browser.get(_book(stage))
    for n in range(200):
        make_label(stage.cast.project, f"Claim/Figure/{n}", position=n)
    with django_assert_max_num_queries(len(few)):
        assert browser.get(_book(stage)).status_code == 200
