"""The overview of a project: how it stands, what is stuck, what its reader would do next, and how to leave it."""

import pytest
from django.utils import timezone

from projects import pages
from projects.events import change
from projects.models import Job, Membership
from projects.open_work import OpenWork
from projects.pages import Stuck
from projects.vocabulary import Secrecy
from sources.models import Reading
from tests.cast import Cast, gather, join, make_claim, make_document, make_reading, make_user
from tests.projects.browsers import browser, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return gather()


def test_the_overview_shows_cards_what_is_stuck_and_the_activity_one_may_see(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        pages, "_CARDS", [lambda v: {"title": "Docs", "stats": [{"label": "documents", "value": 1234}]}]
    )
    monkeypatch.setattr(pages, "_STUCK", [lambda v: [Stuck("An import failed", "not UTF-8")]])
    document = make_document(cast.project)
    author = cast.participant("annotator").id
    with change(project_id=cast.project.id, by=cast.viewer("annotator")) as log:
        log.add("job.cancelled", after={"kind": "open one"})
        log.add(
            "job.cancelled", after={"kind": "hidden one"}, document=document.id, author=author, secrecy=Secrecy.MARK
        )
    page = text(browser(cast, "viewer").get("/projects/desk/"))
    assert "1,234" in page
    assert "An import failed" in page
    assert "open one" in page
    assert "hidden one" not in page
    assert "hidden one" in text(browser(cast, "annotator").get("/projects/desk/"))


def test_the_overview_offers_each_role_what_it_would_do_next(cast: Cast) -> None:
    def offered(name: str) -> str:
        page = browser(cast, name).get("/projects/desk/")
        step = page.context["next_step"]
        assert ("button--primary" in text(page).split("page-header__actions")[1].split("</header>")[0]) == bool(step)
        return f"{step.label}: {step.url}" if step else ""

    names = ("viewer", "annotator", "reviewer", "adjudicator", "manager")
    imports = "Import: /projects/desk/imports"
    assert [offered(name) for name in names] == ["", "", "", "", imports]
    first, second = (make_document(cast.project, title=title) for title in ("first", "second"))
    make_claim(cast)
    make_claim(cast, state="disputed")
    work = f"/projects/desk/documents/{second.id}/annotate"
    assert [offered(name) for name in names] == [
        "", f"Read the next document: {work}", "Judge claims: /projects/desk/review",
        "Settle claims: /projects/desk/adjudicate", imports,
    ]  # fmt: skip
    make_reading(first, cast.participant("annotator"))
    assert offered("annotator") == f"Go on reading: /projects/desk/documents/{first.id}/annotate"
    for document in (first, second):
        Reading.objects.filter(document=document, participant=cast.participant("annotator")).delete()
        make_reading(document, cast.participant("annotator"), Reading.State.FINISHED)
    assert offered("annotator") == ""


def test_the_last_manager_is_told_before_why_they_cannot_leave(cast: Cast) -> None:
    client = browser(cast, "manager")
    assert "last manager" in text(client.get("/projects/desk/"))
    assert "last manager" not in text(browser(cast, "viewer").get("/projects/desk/"))
    join(cast.project, make_user("another"), "manager")
    assert "last manager" not in text(client.get("/projects/desk/"))


def test_a_failed_job_and_the_work_of_people_away_are_stuck(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from projects import open_work

    monkeypatch.setattr(open_work, "_FINDERS", {"test": lambda participant: [OpenWork("2 open readings", 2)]})
    Membership.objects.filter(user=cast.users["annotator"]).update(suspended_at=timezone.now())
    errors = [{"detail": "The archive is empty."}, {"detail": "x"}]
    Job.objects.create(
        kind="import", project=cast.project, requested_by=cast.users["manager"], status="failed", errors=errors
    )
    page = text(browser(cast, "manager").get("/projects/desk/"))
    assert "The archive is empty. (and 1 more)" in page
    assert "Open work of annotator, who is suspended" in page
    other = text(browser(cast, "viewer").get("/projects/desk/"))
    assert "The archive is empty" not in other
    assert "Open work of" not in other
