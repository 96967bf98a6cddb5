"""Comments over the API: written once, changed against a version, deleted and restored; threads resolved and read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.ids import new_id
from projects.models import Comment, Event, Membership, Notice, Thread
from projects.queries.comments import news_for
from projects.services.comments import LONGEST
from projects.vocabulary import Tlp
from reviews.models import Claim
from sources.models import Document, Reading
from tests.cast import make_comment, make_document, make_reading
from tests.world import World, build

pytestmark = pytest.mark.django_db


class Talking:
    """Requests of people who talk about a document and its mark."""

    def __init__(self, world: World) -> None:
        self.world, self.cast = world, world.cast
        self.clients: dict[str, Any] = {}
        Comment.objects.all().delete()
        make_reading(self.document, self.cast.participant("annotator2"), Reading.State.FINISHED)

    @property
    def document(self) -> Document:
        return Document.objects.get(pk=self.world.ids["document"])

    def ask(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        if who not in self.clients:
            self.clients[who] = self.cast.client(who)
        ask = getattr(self.clients[who], method.lower())
        return ask(f"/api/v1/{path}", *([] if body is None else [body]), format="json", headers=headers)

    def say(self, who: str, about: str, text: str, **more: Any) -> Any:
        """Write a comment; its JSON."""
        things = {"document": "documents", "annotation": "annotations", "claim": "claims"}
        answer = self.ask(who, "POST", f"{things[about]}/{self.world.ids[about]}/comments", {"text": text, **more})
        assert answer.status_code == 201, answer.content
        return answer.json()

    def heard(self, who: str, about: str = "document") -> list[str]:
        """The words that somebody finds."""
        things = {"document": "documents", "annotation": "annotations", "claim": "claims"}
        answer = self.ask(who, "GET", f"{things[about]}/{self.world.ids[about]}/comments")
        assert answer.status_code == 200, answer.content
        return [row["text"] for row in answer.json()["results"] if row["kind"] == "comment"]


@pytest.fixture
def talking() -> Talking:
    return Talking(build())


def test_a_comment_is_written_with_its_event_and_found_in_the_order_of_saying(talking: Talking) -> None:
    first = talking.say("annotator", "document", "Which year?\r\nThis one?")
    talking.say("annotator2", "annotation", "Two claims.")
    assert first["text"] == "Which year?\nThis one?"
    assert (first["about"], first["version"], first["author"]["name"]) == ("document", 1, "annotator")
    assert talking.heard("annotator2") == ["Which year?\nThis one?", "Two claims."]
    assert talking.heard("annotator2", "annotation") == ["Two claims."]
    event = Event.objects.filter(kind="comment.created").order_by("number").first()
    assert event is not None
    assert (str(event.subject_id), event.secrecy) == (str(talking.document.id), "mark")
    assert event.after["text"] == first["text"]
    log = talking.ask("annotator", "GET", "projects/desk/events?kind=comment.created").json()["results"]
    assert log[0]["sentence"] == "annotator commented on “A report”"


def test_all_that_is_said_of_one_thing_stands_in_one_thread_that_the_thing_holds(talking: Talking) -> None:
    one, two = (talking.say(who, "document", "Yes.") for who in ("annotator", "annotator2"))
    mark = talking.say("annotator", "annotation", "No.")
    assert one["thread"] == two["thread"] != mark["thread"]
    assert str(talking.document.thread_id) == one["thread"]


def test_the_same_comment_sent_again_is_there_once_and_another_under_its_id_is_refused(talking: Talking) -> None:
    body = {"id": str(new_id()), "text": "Which year?"}
    path = f"documents/{talking.document.id}/comments"
    key = {"Idempotency-Key": "one operation"}
    answers = [talking.ask("annotator", "POST", path, body, **headers) for headers in (key, key, {})]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert answers[0].json() == answers[1].json()
    assert Comment.objects.count() == 1
    assert talking.ask("annotator", "POST", path, body | {"text": "No."}, **key).status_code == 422
    for who, change in (("annotator", {"text": "No."}), ("annotator2", {})):
        refused = talking.ask(who, "POST", path, body | change)
        assert refused.status_code == 409
        assert "current" not in refused.json()
    talking.ask("annotator", "DELETE", f"comments/{body['id']}", **{"If-Match": '"1"'})
    assert talking.ask("annotator", "POST", path, body).status_code == 409


def test_a_comment_is_changed_and_deleted_by_its_writer_against_the_version_they_saw(talking: Talking) -> None:
    said = talking.say("annotator2", "annotation", "Two claims.")
    path, match = f"comments/{said['id']}", {"If-Match": '"1"'}
    assert talking.ask("annotator2", "PATCH", path, {"text": "Three."}).status_code == 428
    assert talking.ask("reviewer", "PATCH", path, {"text": "Three."}, **match).status_code == 403
    assert talking.ask("viewer", "PATCH", path, {"text": "Three."}, **match).status_code == 404
    changed = talking.ask("annotator2", "PATCH", path, {"text": "Three."}, **match).json()
    assert (changed["text"], changed["version"], changed["edited_at"] is not None) == ("Three.", 2, True)
    stale = talking.ask("annotator2", "DELETE", path, **match)
    assert (stale.status_code, stale.json()["current"]["text"]) == (409, "Three.")
    assert talking.ask("annotator2", "DELETE", path, **{"If-Match": '"2"'}).status_code == 204
    row = talking.ask("annotator2", "GET", f"annotations/{talking.world.ids['annotation']}/comments").json()["results"][
        0
    ]
    assert (row["text"], row["deleted_at"] is not None) == ("", True)
    assert talking.ask("annotator2", "PATCH", path, {"text": "Four."}, **{"If-Match": '"3"'}).status_code == 410
    back = talking.ask("annotator2", "POST", f"{path}/restore", **{"If-Match": '"3"'}).json()
    assert (back["text"], back["version"], back["deleted_at"]) == ("Three.", 4, None)
    kinds = list(Event.objects.filter(subject_id=talking.world.ids["annotation"]).values_list("kind", flat=True))
    assert kinds == ["comment.created", "comment.changed", "comment.deleted", "comment.restored"]


def test_a_change_that_changes_nothing_leaves_nothing(talking: Talking) -> None:
    said = talking.say("annotator", "document", "Which year?")
    events = Event.objects.count()
    same = talking.ask("annotator", "PATCH", f"comments/{said['id']}", {"text": "Which year?"}, **{"If-Match": '"1"'})
    assert (same.status_code, same.json()["version"]) == (200, 1)
    assert Event.objects.count() == events


@pytest.mark.parametrize("text", ["", " \n ", "x" * (LONGEST + 1)])
def test_nothing_and_too_much_are_no_comment(talking: Talking, text: str) -> None:
    answer = talking.ask("annotator", "POST", f"documents/{talking.document.id}/comments", {"text": text})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["text"])
    assert Comment.objects.count() == Thread.objects.filter(kind="document").count() == 0


def test_the_longest_comment_counts_code_points(talking: Talking) -> None:
    assert talking.say("annotator", "document", "🙂" * LONGEST)["text"] == "🙂" * LONGEST


def test_a_thread_is_resolved_until_something_is_said_in_it_or_it_is_taken_up_again(talking: Talking) -> None:
    thread = talking.say("annotator2", "document", "Done?")["thread"]

    def turn(step: str) -> Any:
        return talking.ask("annotator2", "POST", f"threads/{thread}/{step}").json()

    assert turn("reopen") == {"id": thread, "resolved": False, "row": None}
    done = turn("resolve")
    assert (done["resolved"], done["row"]["kind"]) == (True, "resolved")
    assert turn("resolve")["row"] is None
    assert turn("reopen")["row"]["kind"] == "reopened"
    assert turn("resolve")["row"]["kind"] == "resolved"
    talking.say("annotator2", "document", "No.")
    assert turn("resolve")["row"]["kind"] == "resolved"
    kinds = Event.objects.filter(kind__startswith="thread.").order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["thread.resolved", "thread.reopened", "thread.resolved", "thread.resolved"]


def test_a_thread_of_which_somebody_sees_nothing_is_not_there_for_them(talking: Talking) -> None:
    thread = talking.say("annotator2", "document", "Done?")["thread"]
    make_reading(talking.document, talking.cast.participant("reviewer2"))
    for who in ("viewer", "reviewer2", "outsider", "admin"):
        for step in ("resolve", "reopen", "read"):
            assert talking.ask(who, "POST", f"threads/{thread}/{step}").status_code == 404, (who, step)


def told(talking: Talking, who: str) -> list[tuple[str, bool, int]]:
    """What waits for somebody: by whom, whether it names them, and how much."""
    return [(news.writer, news.mentioned, news.count) for news in news_for(talking.cast.viewer(who))]


def test_who_is_mentioned_and_who_is_answered_hears_of_it_until_they_read_it(talking: Talking) -> None:
    said = talking.say("annotator2", "annotation", "Two claims, @reviewer? And @nobody.")
    assert [person["username"] for person in said["mentions"]] == ["reviewer"]
    assert said["unreached"] == []
    assert told(talking, "reviewer") == [("annotator2", True, 1)]
    assert told(talking, "annotator") == [("annotator2", False, 1)]  # it is about their mark
    assert told(talking, "annotator2") == told(talking, "manager") == []
    talking.say("reviewer", "annotation", "One.")
    assert told(talking, "annotator2") == [("reviewer", False, 1)]
    assert told(talking, "annotator") == [("reviewer", False, 2)]
    talking.ask("annotator", "POST", f"threads/{said['thread']}/read")
    assert told(talking, "annotator") == []
    talking.ask("annotator2", "POST", f"threads/{said['thread']}/resolve")
    assert told(talking, "annotator2") == []


def test_the_home_page_leads_to_what_was_said(talking: Talking) -> None:
    talking.say("annotator2", "document", "Look, @reviewer.")
    browser = Client()
    browser.force_login(talking.cast.users["reviewer"])
    page = browser.get("/").content.decode()
    assert "annotator2 mentioned you on “A report”" in page
    assert f"/projects/desk/documents/{talking.document.id}/annotate?panel=comments" in page


def test_changed_words_tell_those_they_name_now_and_no_longer_those_they_named(talking: Talking) -> None:
    said = talking.say("annotator2", "annotation", "Look, @reviewer.")
    path = f"comments/{said['id']}"
    talking.ask("annotator2", "PATCH", path, {"text": "Look, @reviewer3 and @annotator."}, **{"If-Match": '"1"'})
    assert told(talking, "reviewer") == []
    assert told(talking, "reviewer3") == [("annotator2", True, 1)]
    assert told(talking, "annotator") == [("annotator2", True, 1)]
    talking.ask("annotator2", "DELETE", path, **{"If-Match": '"2"'})
    assert told(talking, "reviewer3") == []


def test_who_may_not_see_a_comment_hears_of_it_when_they_may_and_its_writer_is_told(talking: Talking) -> None:
    make_reading(talking.document, talking.cast.participant("reviewer2"))
    said = talking.say("annotator2", "document", "@reviewer2 and @viewer, look. @manager too.")
    assert said["unreached"] == ["manager", "reviewer2", "viewer"]
    assert told(talking, "reviewer2") == []
    assert "mentioned" not in _home(talking, "reviewer2")
    assert talking.ask("reviewer2", "POST", f"documents/{talking.document.id}/finish").status_code == 200
    assert told(talking, "reviewer2") == told(talking, "manager") == [("annotator2", True, 1)]
    assert told(talking, "viewer") == []


def _home(talking: Talking, who: str) -> str:
    browser = Client()
    browser.force_login(talking.cast.users[who])
    return browser.get("/").content.decode()


def test_a_member_who_is_suspended_cannot_be_mentioned(talking: Talking) -> None:
    Membership.objects.filter(pk=talking.cast.memberships["reviewer"].pk).update(
        suspended_at=talking.document.created_at
    )
    assert talking.say("annotator2", "document", "@reviewer?")["mentions"] == []
    assert Notice.objects.count() == 0


def test_comments_are_marked_as_what_they_are_about_is(talking: Talking) -> None:
    talking.say("annotator2", "document", "Which?")
    talking.say("annotator2", "annotation", "Which?")
    talking.say("annotator", "claim", "Which?")
    membership = talking.cast.memberships["manager"]
    Membership.objects.filter(pk=membership.pk).update(clearance=Tlp.RED)
    assert set(Comment.objects.values_list("tlp", flat=True)) == {Tlp.AMBER}
    changed = talking.ask("manager", "PATCH", f"documents/{talking.document.id}", {"tlp": "RED"}, **{"If-Match": '"1"'})
    assert changed.status_code == 200, changed.content
    version = Claim.objects.get(pk=talking.world.ids["claim"]).version
    path = f"claims/{talking.world.ids['claim']}"
    marked = talking.ask("manager", "PATCH", path, {"tlp": "RED"}, **{"If-Match": f'"{version}"'})
    assert marked.status_code == 200, marked.content
    assert set(Comment.objects.values_list("tlp", flat=True)) == {Tlp.RED}
    assert told(talking, "annotator") == []


def test_comments_on_a_deleted_mark_and_on_a_deleted_document_come_back_with_it(talking: Talking) -> None:
    document = make_document(talking.cast.project)
    other = make_comment(document, talking.cast.participant("annotator"))
    talking.say("annotator2", "annotation", "Two claims.")
    mark = f"annotations/{talking.world.ids['annotation']}"
    make_reading(talking.document, talking.cast.participant("manager"), Reading.State.FINISHED)
    Reading.objects.filter(participant=talking.cast.participant("annotator")).update(
        state=Reading.State.OPEN, revealed_at=None
    )
    assert talking.ask("annotator", "DELETE", mark, **{"If-Match": '"1"'}).status_code == 204
    assert talking.ask("reviewer", "GET", f"{mark}/comments").status_code == 404
    assert talking.heard("reviewer") == []
    talking.ask("annotator", "POST", f"{mark}/restore", **{"If-Match": '"2"'})
    assert talking.heard("reviewer") == ["Two claims."]
    talking.ask("manager", "DELETE", f"documents/{document.id}")
    path = f"comments/{other.id}"
    assert talking.ask("annotator", "PATCH", path, {"text": "x"}, **{"If-Match": '"1"'}).status_code == 404


def _rows(talking: Talking, count: int) -> Callable[[], Any]:
    for number in range(count):
        make_comment(talking.document, talking.cast.participant("annotator2"), f"Words {number}")
    notices = [
        Notice(
            project_id=row.project_id, comment=row, participant=talking.cast.participant("reviewer"), reason="mention"
        )
        for row in Comment.objects.filter(notices__isnull=True)
    ]
    Notice.objects.bulk_create(notices)
    path = f"documents/{talking.document.id}/comments?page_size=500"
    return lambda: talking.ask("reviewer", "GET", path)


def test_two_hundred_comments_cost_as_many_queries_as_one(talking: Talking) -> None:
    asked = []
    for count in (1, 199):
        ask = _rows(talking, count)
        ask()
        with CaptureQueriesContext(connection) as queries:
            answer = ask()
        asked.append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            news = news_for(talking.cast.viewer("reviewer"))
        asked.append(len(queries))
    assert len(answer.json()["results"]) == 200
    assert sum(one.count for one in news) == 200
    assert asked[0] == asked[2]
    assert asked[1] == asked[3]
