"""Readings: begun, finished, reopened, taken back; and whose readings one may know of."""

from typing import Any

import pytest
from django.test import Client

from annotator.models import Annotation
from projects import policy
from projects.errors import Conflict, Forbidden
from projects.models import Event, Membership
from projects.open_work import open_work_of
from projects.services.open_work import hand_on_work
from projects.vocabulary import Blindness, Tlp
from sources.models import Document, Reading, Unblinding
from sources.services.oversight import release_open_readings, release_reading
from sources.services.readings import finish_reading, open_reading
from tests.cast import Cast, make_document, make_label, make_mark, make_reading
from tests.sources.conftest import logged

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(cast: Cast) -> Document:
    return make_document(cast.project)


def _post(cast: Cast, name: str, document: Document, what: str, body: Any = None) -> Any:
    return cast.client(name).post(f"/api/v1/documents/{document.id}/{what}", body or {}, format="json")


def _sees_marks(cast: Cast, name: str) -> bool:
    viewer = cast.viewer(name)
    return Annotation.objects.filter(policy.visible(viewer, Annotation), project=cast.project).exists()


def test_a_reading_is_begun_once(cast: Cast, document: Document) -> None:
    first = open_reading(by=cast.viewer("annotator"), document=document)
    second = open_reading(by=cast.viewer("annotator"), document=document)
    assert first.id == second.id
    assert Reading.objects.count() == 1
    assert list(Event.objects.values_list("kind", flat=True)) == ["reading.opened"]


def test_a_reading_can_be_finished_without_a_mark(cast: Cast, document: Document) -> None:
    answer = _post(cast, "annotator", document, "finish")
    assert (answer.status_code, answer.json()["state"]) == (200, "finished")
    assert _post(cast, "annotator", document, "finish").json()["version"] == answer.json()["version"]
    assert list(Event.objects.values_list("kind", flat=True)) == ["reading.finished"]


def test_finishing_lifts_blindness_and_reopening_puts_it_back(cast: Cast, document: Document) -> None:
    make_mark(document, cast.participant("annotator2"), make_label(cast.project))
    open_reading(by=cast.viewer("annotator"), document=document)
    assert not _sees_marks(cast, "annotator")
    _post(cast, "annotator", document, "finish")
    assert _sees_marks(cast, "annotator")
    reopening = {"participant": str(cast.participant("annotator").id), "reason": "Page two was missing"}
    answer = _post(cast, "manager", document, "reopen", reopening)
    assert (answer.json()["state"], answer.json()["times_reopened"], answer.json()["finished_at"]) == ("open", 1, None)
    assert not _sees_marks(cast, "annotator")
    assert logged("reading.reopened")[0]["reason"] == "Page two was missing"


def test_a_reader_goes_on_with_what_they_finished_until_they_see_the_work_of_others(
    cast: Cast, document: Document
) -> None:
    make_mark(document, cast.participant("annotator2"), make_label(cast.project))
    open_reading(by=cast.viewer("annotator"), document=document)
    finished = _post(cast, "annotator", document, "finish", {"look": False}).json()
    assert (finished["state"], finished["revealed_at"]) == ("finished", None)
    assert not _sees_marks(cast, "annotator")
    resumed = _post(cast, "annotator", document, "resume").json()
    assert (resumed["state"], resumed["finished_at"], resumed["times_reopened"]) == ("open", None, 0)
    _post(cast, "annotator", document, "finish", {"look": False})
    revealed = _post(cast, "annotator", document, "reveal").json()
    assert revealed["revealed_at"] is not None
    assert _post(cast, "annotator", document, "reveal").json() == revealed
    assert _sees_marks(cast, "annotator")
    refused = _post(cast, "annotator", document, "resume")
    assert (refused.status_code, "Ask a manager" in refused.json()["detail"]) == (409, True)
    assert list(Event.objects.order_by("number").values_list("kind", flat=True)) == [
        "reading.opened",
        "reading.finished",
        "reading.resumed",
        "reading.finished",
        "reading.revealed",
    ]


def test_what_is_not_finished_is_neither_revealed_nor_gone_on_with(cast: Cast, document: Document) -> None:
    for what in ("reveal", "resume"):
        assert _post(cast, "annotator", document, what).status_code == 409
    assert not Reading.objects.exists()
    for state in (Reading.State.OPEN, Reading.State.RELEASED):
        Reading.objects.all().delete()
        make_reading(document, cast.participant("annotator"), state)
        for what in ("reveal", "resume"):
            assert _post(cast, "annotator", document, what).status_code == 409
        assert Reading.objects.get().state == state
    assert _post(cast, "viewer", document, "reveal").status_code == 403


def test_finishing_again_with_a_look_reveals_what_the_first_time_did_not(cast: Cast, document: Document) -> None:
    first = _post(cast, "annotator", document, "finish", {"look": False}).json()
    second = _post(cast, "annotator", document, "finish", {"look": True}).json()
    assert (first["revealed_at"], second["finished_at"]) == (None, first["finished_at"])
    assert second["revealed_at"] is not None
    assert _post(cast, "annotator", document, "finish", {"look": False}).json() == second
    assert _post(cast, "annotator", document, "finish", {"look": "perhaps"}).status_code == 400


def test_where_nothing_is_hidden_finishing_closes_a_reading_for_its_reader(cast: Cast, document: Document) -> None:
    cast.project.marks_blind = Blindness.NEVER
    cast.project.save()
    assert _post(cast, "annotator", document, "finish", {"look": False}).json()["revealed_at"] is not None
    assert _post(cast, "annotator", document, "resume").status_code == 409


@pytest.mark.parametrize("name", ["reviewer", "adjudicator", "manager"])
def test_whoever_sees_everything_without_reading_goes_on_seeing_it_when_they_finish(
    cast: Cast, document: Document, name: str
) -> None:
    make_mark(document, cast.participant("annotator"), make_label(cast.project))
    assert _sees_marks(cast, name)
    assert _post(cast, name, document, "finish", {"look": False}).json()["revealed_at"] is not None
    assert _sees_marks(cast, name)


def test_nobody_is_told_that_they_have_seen_what_stays_hidden(cast: Cast, document: Document) -> None:
    make_reading(document, cast.participant("annotator2"))
    make_reading(document, cast.participant("manager"))
    assert _post(cast, "manager", document, "finish", {"look": True}).json()["revealed_at"] is None
    refused = _post(cast, "manager", document, "reveal")
    assert (refused.status_code, "everybody who has begun" in refused.json()["detail"]) == (409, True)
    _post(cast, "annotator2", document, "finish")
    assert not _sees_marks(cast, "manager")
    assert _post(cast, "manager", document, "reveal").json()["revealed_at"] is not None
    cast.project.marks_blind = Blindness.ALWAYS
    cast.project.save()
    assert _post(cast, "annotator", document, "finish", {"look": True}).json()["revealed_at"] is None
    refused = _post(cast, "annotator", document, "reveal")
    assert (refused.status_code, "hidden in this project" in refused.json()["detail"]) == (409, True)
    assert _post(cast, "annotator", document, "resume").json()["state"] == "open"


def test_whoever_sees_the_work_of_others_since_does_not_go_on(cast: Cast, document: Document) -> None:
    _post(cast, "annotator", document, "finish", {"look": False})
    cast.project.marks_blind = Blindness.NEVER
    cast.project.save()
    refused = _post(cast, "annotator", document, "resume")
    assert (refused.status_code, "Ask a manager" in refused.json()["detail"]) == (409, True)


def test_a_reading_that_was_reopened_is_finished_and_revealed_anew(cast: Cast, document: Document) -> None:
    _post(cast, "annotator", document, "finish")
    body = {"participant": str(cast.participant("annotator").id), "reason": "Page two was missing"}
    assert _post(cast, "manager", document, "reopen", body).json()["revealed_at"] is None
    assert _post(cast, "annotator", document, "finish", {"look": False}).json()["revealed_at"] is None
    assert _post(cast, "annotator", document, "resume").json()["state"] == "open"
    (first,) = (event for event in logged("reading.finished") if event["revealed_at"])
    assert first["state"] == "finished", "the log keeps that the work of others was seen before"


def test_nobody_reopens_a_reading_of_their_own(cast: Cast, document: Document) -> None:
    _post(cast, "manager", document, "finish")
    body = {"participant": str(cast.participant("manager").id), "reason": "I want to look again"}
    assert _post(cast, "manager", document, "reopen", body).status_code == 403
    for name in ("annotator", "reviewer", "adjudicator", "viewer"):
        assert _post(cast, name, document, "reopen", body).status_code == 403
    assert Reading.objects.get().state == "finished"


def test_reopening_needs_a_finished_reading_and_a_reason(cast: Cast, document: Document) -> None:
    person = str(cast.participant("annotator").id)
    assert _post(cast, "manager", document, "reopen", {"participant": person, "reason": "x"}).status_code == 404
    make_reading(document, cast.participant("annotator"))
    assert _post(cast, "manager", document, "reopen", {"participant": person, "reason": "x"}).status_code == 409
    for body in ({"participant": person}, {"participant": person, "reason": " "}, {"participant": "x", "reason": "x"}):
        assert _post(cast, "manager", document, "reopen", body).status_code == 400


def test_a_viewer_has_no_reading(cast: Cast, document: Document) -> None:
    assert _post(cast, "viewer", document, "finish").status_code == 403
    with pytest.raises(Forbidden):
        open_reading(by=cast.viewer("viewer"), document=document)


def test_only_those_who_oversee_know_of_the_readings_of_others(cast: Cast, document: Document) -> None:
    for name in ("annotator", "annotator2", "reviewer"):
        make_reading(document, cast.participant(name))

    def known(name: str) -> set[str]:
        rows = cast.client(name).get(f"/api/v1/documents/{document.id}/readings").json()["results"]
        return {row["participant"]["name"] for row in rows}

    assert known("annotator") == {"annotator"}
    assert known("reviewer") == {"reviewer"}
    assert known("viewer") == set()
    assert known("manager") == known("adjudicator") == {"annotator", "annotator2", "reviewer"}


def test_the_log_tells_of_a_reading_whom_a_mark_would_be_shown_to(cast: Cast, document: Document) -> None:
    open_reading(by=cast.viewer("annotator"), document=document)

    def told(name: str) -> bool:
        return Event.objects.filter(policy.visible(cast.viewer(name), Event), project=cast.project).exists()

    assert told("annotator")
    assert not told("annotator2")
    assert not told("viewer")
    assert not told("manager"), "the reading is due"
    finish_reading(by=cast.viewer("annotator"), document=document, look=True)
    assert told("manager")
    assert not told("annotator2")


def test_a_reading_that_was_taken_back_is_not_due_and_can_be_taken_up_again(cast: Cast, document: Document) -> None:
    make_mark(document, cast.participant("annotator2"), make_label(cast.project))
    open_reading(by=cast.viewer("annotator"), document=document)
    assert not _sees_marks(cast, "manager")
    person = str(cast.participant("annotator").id)
    assert _post(cast, "manager", document, "release", {"participant": person}).json()["state"] == "released"
    assert _sees_marks(cast, "manager")
    with pytest.raises(Conflict):
        release_reading(by=cast.viewer("manager"), document=document, participant=cast.participant("annotator").id)
    assert open_reading(by=cast.viewer("annotator"), document=document).state == "open"


def test_looking_early_needs_a_reason_that_is_kept(cast: Cast, document: Document) -> None:
    make_mark(document, cast.participant("annotator2"), make_label(cast.project))
    make_reading(document, cast.participant("annotator"))
    assert _post(cast, "manager", document, "unblind", {"reason": "  "}).status_code == 400
    for name in ("annotator", "reviewer", "viewer"):
        assert _post(cast, name, document, "unblind", {"reason": "curious"}).status_code == 403
    assert not _sees_marks(cast, "manager")
    assert _post(cast, "manager", document, "unblind", {"reason": "A complaint"}).status_code == 200
    assert _sees_marks(cast, "manager")
    assert not _sees_marks(cast, "adjudicator"), "each has to give a reason of their own"
    assert Unblinding.objects.get().reason == "A complaint"
    assert logged("document.unblinded")[0]["reason"] == "A complaint"


def test_open_readings_of_a_suspended_member_are_handed_on(cast: Cast) -> None:
    begun, done, taken = (make_document(cast.project, title=title) for title in ("begun", "done", "taken"))
    make_reading(begun, cast.participant("annotator"))
    make_reading(done, cast.participant("annotator"), Reading.State.FINISHED)
    make_reading(taken, cast.participant("annotator"))
    make_reading(taken, cast.participant("annotator2"), Reading.State.FINISHED)
    source, target = cast.memberships["annotator"], cast.memberships["annotator2"]
    assert [str(work.label) for work in open_work_of(source.participant)] == ["2 readings begun"]
    Membership.objects.filter(id=source.id).update(suspended_at="2026-01-01T00:00Z")
    hand_on_work(by=cast.viewer("manager"), membership_id=source.id, to=target.id)
    states = {
        (row.document.title, row.participant.name): row.state
        for row in Reading.objects.select_related("document", "participant")
    }
    assert states == {
        ("begun", "annotator"): "released",
        ("begun", "annotator2"): "open",
        ("done", "annotator"): "finished",
        ("taken", "annotator"): "released",
        ("taken", "annotator2"): "finished",
    }


def test_nobody_takes_back_a_reading_of_their_own(cast: Cast, document: Document) -> None:
    make_mark(document, cast.participant("annotator"), make_label(cast.project))
    open_reading(by=cast.viewer("manager"), document=document)
    make_reading(document, cast.participant("annotator"), Reading.State.FINISHED)
    own = cast.participant("manager")
    refused = _post(cast, "manager", document, "release", {"participant": str(own.id)})
    assert (refused.status_code, refused.json()["detail"]) == (403, "Somebody else has to take back your own reading.")
    with pytest.raises(Forbidden):
        release_open_readings(by=cast.viewer("manager"), participant=own)
    assert Reading.objects.get(participant=own).state == "open"
    assert not _sees_marks(cast, "manager")


def test_nobody_hands_on_readings_of_their_own(cast: Cast, document: Document) -> None:
    make_mark(document, cast.participant("annotator"), make_label(cast.project))
    open_reading(by=cast.viewer("manager"), document=document)
    target = cast.memberships["annotator2"]
    done = hand_on_work(by=cast.viewer("manager"), membership_id=cast.memberships["manager"].id, to=target.id)
    assert (done.moved, done.left) == (0, ("1 reading stays: somebody else has to hand on your own.",))
    assert Reading.objects.get().state == "open"
    assert not _sees_marks(cast, "manager")


def test_the_page_offers_to_take_back_the_readings_of_others_alone(cast: Cast, document: Document) -> None:
    for name in ("manager", "annotator"):
        make_reading(document, cast.participant(name))
    client = Client()
    client.force_login(cast.users["manager"])
    page = client.get(f"/projects/desk/documents/{document.id}").content.decode()
    assert f"readings/{cast.participant('annotator').id}/release" in page
    assert f"readings/{cast.participant('manager').id}/release" not in page


def _handed(cast: Cast, to: str) -> Any:
    body = {"to": str(cast.memberships[to].id)}
    path = f"/api/v1/members/{cast.memberships['annotator'].id}/open-work"
    return cast.client("manager").post(path, body, format="json").json()


def test_a_reading_is_handed_on_only_to_somebody_who_is_cleared_for_its_document(cast: Cast) -> None:
    Membership.objects.filter(project=cast.project).update(clearance=Tlp.RED)
    Membership.objects.filter(id=cast.memberships["annotator2"].id).update(clearance=Tlp.AMBER)
    red, amber = (make_document(cast.project, title=tlp.label, tlp=tlp) for tlp in (Tlp.RED, Tlp.AMBER))
    for document in (red, amber):
        make_reading(document, cast.participant("annotator"))
    left = "1 reading stays, because annotator2 is not cleared for its document: RED"
    assert _handed(cast, "annotator2") == {"moved": 1, "left": [left]}
    states = set(Reading.objects.values_list("document__title", "participant__name", "state"))
    assert states == {
        ("RED", "annotator", "open"),
        ("AMBER", "annotator", "released"),
        ("AMBER", "annotator2", "open"),
    }
    Membership.objects.filter(id=cast.memberships["manager"].id).update(clearance=Tlp.AMBER)
    untold = "1 reading stays, because annotator2 is not cleared for its document."
    assert _handed(cast, "annotator2") == {"moved": 0, "left": [untold]}


def test_a_reading_is_not_handed_on_to_somebody_who_may_not_read(cast: Cast, document: Document) -> None:
    make_reading(document, cast.participant("annotator"))
    left = "1 reading stays, because viewer has no role that reads."
    assert _handed(cast, "viewer") == {"moved": 0, "left": [left]}
    assert Reading.objects.get().state == "open"
    assert not Event.objects.exists()
