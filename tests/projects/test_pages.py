"""Pages of projects: my work, settings, history, palette, and what holds for every page."""

from typing import Any

import pytest
from django.test import Client

from projects import pages
from projects.events import change
from projects.models import Event, Membership, Participant, Project, User
from projects.pages import Found, Waiting
from projects.vocabulary import Secrecy
from tests.cast import Cast, gather, join, make_document, make_project, make_user
from tests.projects.browsers import browser, messages, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return gather()


def test_the_first_page_asks_strangers_to_sign_in() -> None:
    response = Client().get("/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/")


def test_my_work_lists_what_waits_in_every_project_and_the_projects(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    join(make_project("second"), cast.users["viewer"], "manager")
    found = [Waiting("3 claims to judge", "/x", 3), Waiting("nothing", "/y", 0)]
    monkeypatch.setattr(pages, "_WAITING", [lambda viewer: found])
    page = text(browser(cast, "viewer").get("/"))
    assert page.count("3 claims to judge") == 2
    assert "nothing" not in page
    assert 'href="/projects/desk/"' in page
    assert 'href="/projects/second/"' in page


def test_whoever_is_in_no_project_is_told_what_to_do_next(cast: Cast, settings: Any) -> None:
    assert "Create a project" in text(browser(cast, "admin").get("/"))
    Membership.objects.filter(user=cast.users["viewer"]).delete()
    assert "Ask the manager of a project" in text(browser(cast, "viewer").get("/"))
    settings.PROJECT_CREATORS = "everyone"
    assert "Create a project" in text(browser(cast, "viewer").get("/"))


def test_the_shell_has_the_projects_the_palette_and_the_navigation(cast: Cast) -> None:
    context = browser(cast, "annotator").get("/projects/desk/").context
    assert [entry["name"] for entry in context["projects_menu"]] == ["Desk"]
    assert context["palette_url"] == "/projects/desk/palette"
    assert context["account_url"] == "/account"
    labels = [str(entry["label"]) for entry in context["nav"]]
    assert {"Overview", "People", "Settings"} <= set(labels)
    assert "History" not in labels
    assert [entry["current"] for entry in context["nav"] if entry["label"] == "Overview"] == [True]
    outside = browser(cast, "admin").get("/").context
    assert [entry["url"] for entry in outside["nav_main"]] == ["/", "/admin/users", "/admin/jobs", "/account"]
    assert "nav" not in outside


def test_a_project_is_created_with_its_form(cast: Cast) -> None:
    client = browser(cast, "admin")
    assert "New project" in text(client.get("/projects/new"))
    taken = text(client.post("/projects/new", {"name": "A second desk", "slug": "desk"}), 422)
    assert "A second desk" in taken
    assert "at this address already" in taken
    made = client.post("/projects/new", {"name": "A second desk", "slug": ""})
    assert made["Location"] == "/projects/a-second-desk/"
    assert browser(cast, "viewer").get("/projects/new").status_code == 403


def test_settings_are_shown_to_all_and_saved_by_managers(cast: Cast) -> None:
    locked = text(browser(cast, "viewer").get("/projects/desk/settings"))
    assert "Only these roles may do this: Manager" in locked
    assert "Save" not in locked.split("<main")[1]
    client = browser(cast, "manager")
    form = client.get("/projects/desk/settings").context["form"].initial | {"verdicts_due": 3, "uses_confidence": "on"}
    form["may_judge_own_claims"] = ""
    assert client.post("/projects/desk/settings", form)["Location"] == "/projects/desk/settings"
    project = Project.objects.get(slug="desk")
    assert (project.verdicts_due, project.uses_confidence, project.version) == (3, True, 2)
    assert browser(cast, "viewer").post("/projects/desk/settings", form).status_code == 403


def test_two_people_who_save_settings_see_what_the_other_stored(cast: Cast) -> None:
    client = browser(cast, "manager")
    form = client.get("/projects/desk/settings").context["form"].initial
    form["may_judge_own_claims"] = form["uses_confidence"] = ""
    client.post("/projects/desk/settings", form | {"description": "the first"})
    second = client.post("/projects/desk/settings", form | {"description": "the second"})
    page = text(second, 409)
    assert "Somebody changed this after you opened it" in page
    assert "the first" in page
    assert "the second" in page
    again = {name: field.value() for name, field in zip(form, (second.context["form"][n] for n in form), strict=True)}
    again = {name: "" if value in (None, False) else value for name, value in again.items()}
    assert client.post("/projects/desk/settings", again).status_code == 302
    assert Project.objects.get(slug="desk").description == "the second"


def test_one_leaves_through_the_page_and_the_last_manager_is_told_why_not(cast: Cast) -> None:
    client = browser(cast, "manager")
    assert client.post("/projects/desk/leave")["Location"] == "/projects/desk/"
    assert "last manager" in messages(client)
    assert browser(cast, "viewer").post("/projects/desk/leave")["Location"] == "/"
    assert browser(cast, "viewer").get("/projects/desk/").status_code == 404


def test_the_history_tells_what_was_before_and_after_and_is_filtered(cast: Cast) -> None:
    with change(project_id=cast.project.id, by=cast.viewer("manager")) as log:
        log.add("member.changed", before={"roles": ["viewer"]}, after={"name": "Tal", "roles": ["reviewer"]})
        log.add("job.cancelled", after={"kind": "import"})
    with change(project_id=cast.project.id, by=cast.viewer("reviewer")) as log:
        log.add("job.retried", after={"kind": "import"})
    client = browser(cast, "reviewer")
    page = text(client.get("/projects/desk/history"))
    assert "manager changed the roles of Tal to Reviewer" in page

    def numbers(query: str) -> list[int]:
        return [entry["number"] for entry in client.get(f"/projects/desk/history{query}").context["entries"]]

    assert numbers("") == [3, 2, 1]
    assert numbers("?kind=job.cancelled") == [2]
    assert numbers(f"?person={cast.participant('reviewer').id}") == [3]
    assert numbers("?before=3") == [2, 1]
    assert numbers("?q=job") == [3, 2]
    assert numbers("?before=x&kind=y&person=z&document=w") == [3, 2, 1]
    (entry,) = client.get("/projects/desk/history?kind=member.changed").context["entries"]
    assert entry["changes"] == [
        {"name": "roles", "before": "viewer", "after": "reviewer"},
        {"name": "name", "before": "—", "after": "Tal"},
    ]
    rows = b"".join(client.get("/projects/desk/history?format=csv").streaming_content).decode()
    assert rows.count("\n") == 4


def test_the_history_says_how_many_changes_one_may_see_of_those_that_are_filtered(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with change(project_id=cast.project.id, by=cast.viewer("manager")) as log:
        for _n in range(3):
            log.add("job.cancelled", after={"kind": "x"})
        log.add("job.retried", after={"kind": "x"})
        log.add("job.cancelled", after={"kind": "s"}, tlp=4)
    client = browser(cast, "manager")

    def counted(query: str = "") -> str:
        page = client.get(f"/projects/desk/history{query}")
        assert page.context["counted"] in text(page)
        return str(page.context["counted"])

    assert (counted(), counted("?kind=job.retried"), counted("?before=3")) == ("4 changes", "1 change", "4 changes")
    monkeypatch.setattr("projects.views.history.COUNTED", 2)
    assert counted() == "2+ changes"


def test_the_history_is_paged_by_number(cast: Cast) -> None:
    with change(project_id=cast.project.id, by=cast.viewer("manager")) as log:
        for _n in range(120):
            log.add("job.cancelled", after={"kind": "x"})
    client, url, numbers = browser(cast, "manager"), "/projects/desk/history", []
    while url:
        context = client.get(url).context
        numbers += [entry["number"] for entry in context["entries"]]
        url = f"/projects/desk/history{context['older']}" if context["older"] else ""
    assert numbers == list(range(120, 0, -1))


def test_the_history_hides_what_is_hidden(cast: Cast) -> None:
    document, author = make_document(cast.project), cast.participant("annotator")
    with change(project_id=cast.project.id, by=cast.viewer("annotator")) as log:
        log.add("job.cancelled", after={"kind": "s"}, document=document.id, author=author.id, secrecy=Secrecy.MARK)
        log.add("job.cancelled", after={"kind": "s"}, tlp=4)
    join(cast.project, make_user("both"), "annotator", "reviewer")
    cast.users["both"] = User.objects.get(username="both")
    assert browser(cast, "both").get("/projects/desk/history").context["entries"] == []
    assert len(browser(cast, "reviewer").get("/projects/desk/history").context["entries"]) == 1


def test_the_palette_finds_projects_pages_people_and_what_the_apps_know(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    join(make_project("second", name="Second desk"), cast.users["manager"], "viewer")
    monkeypatch.setattr(pages, "_FINDERS", [lambda viewer, q: [Found("A report", "/r", kind="Documents")]])
    client = browser(cast, "manager")

    def labels(path: str) -> set[tuple[str, str]]:
        return {(found["label"], found["kind"]) for found in client.get(path).json()["results"]}

    inside = labels("/projects/desk/palette?q=re")
    assert {("reviewer", "People"), ("A report", "Documents")} <= inside
    assert ("Second desk", "Projects") in labels("/projects/desk/palette?q=SECOND")
    assert ("Add or invite people", "Do") in labels("/projects/desk/palette?q=invite")
    assert {("Desk", "Projects"), ("Second desk", "Projects")} <= labels("/palette?q=desk")
    assert ("People", "Pages") in labels("/palette?q=peop")
    assert labels("/palette?q=") == labels("/projects/desk/palette?q=+") == set()


def test_the_palette_offers_only_what_one_may_do(cast: Cast) -> None:
    found = browser(cast, "viewer").get("/projects/desk/palette?q=invite").json()["results"]
    assert found == []
    assert browser(cast, "outsider").get("/projects/desk/palette?q=re").status_code == 404
    assert browser(cast, "viewer").get("/palette?q=new").json()["results"] == []
    assert browser(cast, "admin").get("/palette?q=new").json()["results"][0]["label"] == "New project"


@pytest.mark.parametrize("path", ["/projects/desk/", "/projects/desk/people", "/projects/desk/settings"])
def test_pages_of_a_project_are_not_there_for_outsiders_and_administrators(cast: Cast, path: str) -> None:
    for name in ("outsider", "admin"):
        assert browser(cast, name).get(path).status_code == 404
    assert Client().get(path).status_code == 302


def test_pages_cost_the_same_for_few_and_for_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = browser(cast, "manager")
    for number in range(200):
        join(cast.project, make_user(f"person{number}"), "viewer")
    with change(project_id=cast.project.id, by=cast.viewer("manager")) as log:
        for _n in range(200):
            log.add("job.cancelled", after={"kind": "x"})
    for path, most in (
        ("/projects/desk/people", 9),
        ("/projects/desk/history", 9),
        ("/projects/desk/settings", 6),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(path).status_code == 200


def test_a_nul_character_in_an_address_is_a_page_that_says_so(cast: Cast) -> None:
    response = browser(cast, "viewer").get("/projects/desk/people?q=a%00b")
    assert response.status_code == 400
    assert "NUL" in response.content.decode()


def test_names_that_look_like_markup_are_shown_as_text(cast: Cast) -> None:
    evil = '<script>alert("x")</script>'
    Participant.objects.filter(user=cast.users["viewer"]).update(name=evil)
    Project.objects.filter(id=cast.project.id).update(name=evil, description=evil)
    with change(project_id=cast.project.id, by=cast.viewer("viewer")) as log:
        log.add("job.cancelled", before={"x": evil}, after={"kind": evil})
    client = browser(cast, "manager")
    for path in ("/", "/projects/desk/", "/projects/desk/people", "/projects/desk/history", "/projects/desk/settings"):
        page = text(client.get(path))
        assert evil not in page, path
        assert "&lt;script&gt;alert" in page, path


def test_every_change_made_on_a_page_is_in_the_log(cast: Cast) -> None:
    client = browser(cast, "manager")
    client.post("/projects/desk/people/invite", {"roles": ["viewer"]})
    client.post(f"/projects/desk/people/{cast.memberships['viewer'].id}/suspend")
    assert list(Event.objects.order_by("number").values_list("kind", "actor_name")) == [
        ("invitation.created", "manager"),
        ("member.suspended", "manager"),
    ]
