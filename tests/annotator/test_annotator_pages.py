"""The page of the workspace: what it starts from, for whom it opens, and where marks show on other pages."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from annotator import panels
from annotator.models import Label
from annotator.pages import _labels_called as _found
from projects.models import EventCounter, Project
from projects.vocabulary import Blindness
from sources.models import Reading
from sources.services.documents import edit_document
from tests.annotator.conftest import Stage
from tests.cast import make_document, make_label, make_mark, make_reading

HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}\u202e"


def _browser(stage: Stage, name: str) -> Client:
    browser = Client()
    browser.force_login(stage.cast.users[name])
    return browser


def _book(stage: Stage, end: str = "") -> str:
    return f"/projects/{stage.cast.project.slug}/codebook{end}"


def _workspace(stage: Stage) -> str:
    return f"/projects/{stage.cast.project.slug}/documents/{stage.document.id}/annotate"


def _boot(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="workspace-boot" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    boot: dict[str, Any] = json.loads(found[1])
    return boot


def test_nobody_opens_the_workspace_without_signing_in(stage: Stage) -> None:
    assert Client().get(_workspace(stage)).status_code == 302


def test_the_workspace_starts_from_what_its_contract_names(stage: Stage) -> None:
    document = stage.document
    revision = document.current_revision
    assert revision is not None
    page = _browser(stage, "annotator").get(_workspace(stage))
    shown = page.content.decode()
    assert (
        f'<main id="workspace" class="page page--fill" tabindex="-1" data-project="desk"'
        f' data-document="{document.id}" data-revision="{revision.id}">'
    ) in shown
    assert page["Cache-Control"] == "private, no-store"
    boot = _boot(shown)
    assert boot.pop("csrf")
    participant = stage.cast.participant("annotator")
    labels = boot.pop("labels")
    assert boot.pop("may").items() >= {"annotate": True, "finish": True}.items()
    boot.pop("panels")
    assert boot == {
        "project": {"slug": "desk", "name": "Desk", "marks_blind": "until_finished"},
        "document": {
            "id": str(document.id), "title": "A report", "tlp": "AMBER", "status": "new",
            "record": {"authors": [], "publisher": "", "published": "", "url": "", "file_name": ""},
        },
        "revision": {
            "id": str(revision.id), "number": 1, "length": revision.length, "sha256": revision.sha256, "sections": [0],
        },
        "me": {
            "participant": str(participant.id), "user": str(participant.user_id),
            "name": "annotator", "roles": ["annotator"],
        },
        "reading": {"state": None},
        "blind": "until_finished",
        "previous": None,
        "next": None,
        "event": 0,
        "actions": [
            {
                "id": "claim", "title": "Make a claim", "href": "/projects/desk/claims/new?annotation=", "key": "k",
                "panel": "claims",
            }
        ],
    }  # fmt: skip
    assert [row["path"] for row in labels] == ["Claim", "Claim/Figure"]
    assert labels[1] == {
        "id": str(stage.nested.id), "path": "Claim/Figure", "name": "Figure", "parent": str(stage.label.id),
        "colour": "#0930ca", "shortcut": "", "definition": "", "example": "", "position": 0, "archived": False,
        "version": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "annotate", "finish"),
    [("annotator", True, True), ("manager", True, True), ("reviewer", False, True), ("viewer", False, False)],
)
def test_the_workspace_knows_what_its_reader_may_do(stage: Stage, name: str, annotate: bool, finish: bool) -> None:
    may = _boot(_browser(stage, name).get(_workspace(stage)).content.decode())["may"]
    assert (may["annotate"], may["finish"]) == (annotate, finish)


def test_a_finished_reader_may_look_and_no_longer_mark(stage: Stage) -> None:
    make_reading(stage.document, stage.cast.participant("annotator"), Reading.State.FINISHED)
    boot = _boot(_browser(stage, "annotator").get(_workspace(stage)).content.decode())
    assert (boot["reading"], boot["document"]["status"]) == ({"state": "finished"}, "finished")
    assert (boot["may"]["finish"], boot["may"]["resume"]) == (False, False)


def test_a_finished_reader_may_go_on_until_they_have_looked_at_the_work_of_others(stage: Stage) -> None:
    reading = make_reading(stage.document, stage.cast.participant("annotator"), Reading.State.FINISHED, look=False)
    browser = _browser(stage, "annotator")
    boot = _boot(browser.get(_workspace(stage)).content.decode())
    assert (boot["blind"], boot["may"]["finish"], boot["may"]["resume"]) == ("until_revealed", False, True)
    Project.objects.filter(id=stage.cast.project.id).update(marks_blind=Blindness.NEVER)
    boot = _boot(browser.get(_workspace(stage)).content.decode())
    assert (boot["blind"], boot["may"]["resume"]) == ("", False), "they see the work of others"
    Project.objects.filter(id=stage.cast.project.id).update(marks_blind=Blindness.UNTIL_FINISHED)
    Reading.objects.filter(id=reading.id).update(revealed_at=reading.finished_at)
    boot = _boot(browser.get(_workspace(stage)).content.decode())
    assert (boot["blind"], boot["may"]["finish"], boot["may"]["resume"]) == ("", False, False)


def test_the_start_names_the_last_event_and_the_documents_beside(stage: Stage) -> None:
    newer = make_document(stage.cast.project, title="Newer")
    hidden = make_document(stage.cast.project, title="Red", tlp=4)
    newest = make_document(stage.cast.project, title="Newest")
    stage.create()
    browser = _browser(stage, "annotator")
    boot = _boot(browser.get(_workspace(stage)).content.decode())
    assert boot["event"] == EventCounter.objects.get(project=stage.cast.project).number == 2
    assert (boot["previous"], boot["next"]) == (str(newer.id), None)
    middle = browser.get(_workspace(stage).replace(str(stage.document.id), str(newer.id))).content.decode()
    assert (_boot(middle)["previous"], _boot(middle)["next"]) == (str(newest.id), str(stage.document.id))
    assert browser.get(_workspace(stage).replace(str(stage.document.id), str(hidden.id))).status_code == 404


def test_hostile_words_stay_words(stage: Stage) -> None:
    stage.document.title = HOSTILE
    stage.document.save()
    make_label(stage.cast.project, "Claim/<script>", definition=HOSTILE, example=HOSTILE)
    browser = _browser(stage, "manager")
    for url in (_workspace(stage), _book(stage), _book(stage, f"/{stage.label.id}")):
        shown = browser.get(url).content.decode()
        assert "<script>alert(1)" not in shown
        assert "49" not in re.findall(r"<h1[^>]*>(.*?)</h1>", shown)
    boot = _boot(browser.get(_workspace(stage)).content.decode())
    assert boot["document"]["title"] == HOSTILE
    assert boot["labels"][1]["definition"] == HOSTILE


@pytest.mark.parametrize(("name", "status"), [("outsider", 404), ("admin", 404), ("viewer", 200), ("reviewer", 200)])
def test_members_open_the_workspace_and_nobody_else(stage: Stage, name: str, status: int) -> None:
    assert _browser(stage, name).get(_workspace(stage)).status_code == status


def test_a_document_of_another_project_is_not_opened_here(stage: Stage) -> None:
    theirs = make_document(stage.cast.memberships["outsider"].project)
    url = _workspace(stage).replace(str(stage.document.id), str(theirs.id))
    assert _browser(stage, "manager").get(url).status_code == 404


def test_higher_apps_bring_panels_and_actions_on_a_mark(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_PANELS", {})
    monkeypatch.setattr(panels, "_ACTIONS", {})
    panels.register_panel("p", title="Panel", entry="panel.js", action="codebook.edit")
    panels.register_mark_action("a", title="Do", url_name="reviews:claim_new", action="codebook.edit", key="k")
    with pytest.raises(ValueError, match="twice"):
        panels.register_panel("p", title="Other", entry="other.js", action="codebook.read")
    with pytest.raises(ValueError, match="twice"):
        panels.register_mark_action("a", title="Other", url_name="reviews:claim_new", action="codebook.read", key="j")
    manager = _boot(_browser(stage, "manager").get(_workspace(stage)).content.decode())
    viewer = _boot(_browser(stage, "viewer").get(_workspace(stage)).content.decode())
    assert manager["panels"] == [{"id": "p", "title": "Panel", "entry": "/static/panel.js", "data": {}}]
    assert [action["id"] for action in manager["actions"]] == ["a"]
    assert (viewer["panels"], viewer["actions"]) == ([], [])


def test_the_workspace_costs_the_same_for_one_and_two_hundred_documents(
    stage: Stage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = _browser(stage, "annotator")
    browser.get(_workspace(stage))
    with django_assert_max_num_queries(20) as few:
        browser.get(_workspace(stage))
    for n in range(200):
        make_label(stage.cast.project, f"Label {n}")
    author = stage.cast.participant("annotator")
    for _ in range(20):
        make_mark(make_document(stage.cast.project), author, stage.label)
    with django_assert_max_num_queries(len(few)):
        assert browser.get(_workspace(stage)).status_code == 200


def test_the_overview_counts_ones_own_marks_and_those_one_sees(stage: Stage) -> None:
    stage.create()
    stage.create("annotator2")
    author = stage.cast.participant("annotator")
    make_reading(make_document(stage.cast.project), author, Reading.State.FINISHED)
    page = _browser(stage, "annotator").get(f"/projects/{stage.cast.project.slug}/", follow=True)
    assert "marks of yours" in page.content.decode()


def test_the_palette_finds_labels_in_use(stage: Stage) -> None:
    found = _found(stage.cast.viewer("viewer"), "figu")
    assert [(hit.label, hit.url) for hit in found] == [("Claim/Figure", f"{_book(stage)}#label-{stage.nested.id}")]
    Label.objects.filter(id=stage.nested.id).update(archived_at=timezone.now())
    assert _found(stage.cast.viewer("viewer"), "figu") == []


def test_marks_follow_the_marking_of_their_document(stage: Stage) -> None:
    mark = make_mark(stage.document, stage.cast.participant("annotator"), stage.label)
    edit_document(
        by=stage.cast.viewer("manager"),
        document_id=stage.document.id,
        version=stage.document.version,
        changes={"tlp": "AMBER+STRICT"},
    )
    mark.refresh_from_db()
    assert mark.tlp == 3
