"""The log: numbered without gaps, chained, told in sentences, and given only to whoever may see it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from projects import events, site_events
from projects.events import change
from projects.models import Event, EventCounter, SiteEvent
from projects.queries.events import recent_events, represent_event, sentence_of, told
from projects.queries.verification import verify_project, verify_site
from projects.vocabulary import Secrecy
from tests.cast import Cast, gather, make_document, make_project, new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return gather()


def say(cast: Cast, *, by: str = "manager", kind: str = "job.cancelled", **columns: Any) -> int:
    with change(project_id=cast.project.id, by=cast.viewer(by)) as log:
        log.add(kind, **({"after": {"kind": "import"}} | columns))
    return log.number


def read(cast: Cast, name: str, query: str = "") -> dict[str, Any]:
    response = cast.client(name).get(cast.url(f"events{query}"))
    assert response.status_code == 200, response.content
    return response.json()


def test_each_project_counts_for_itself_from_one(cast: Cast) -> None:
    other = gather("other", "other-")
    assert [say(cast), say(cast), say(other), say(cast), say(other)] == [1, 2, 1, 3, 2]


def test_a_change_that_fails_leaves_neither_number_nor_event(cast: Cast) -> None:
    say(cast)
    with pytest.raises(TypeError), change(project_id=cast.project.id, by=cast.viewer("manager")) as log:
        log.add("job.cancelled", after={"kind": "import"}), log.add("job.cancelled", after={"kind": object()})
    assert say(cast) == 2
    assert Event.objects.filter(project=cast.project).count() == 2


def test_one_change_inside_another_joins_it(cast: Cast) -> None:
    with change(project_id=cast.project.id, by=cast.viewer("manager")) as outer:
        with change(project_id=cast.project.id, by=cast.viewer("viewer")) as inner:
            inner.add("job.cancelled", after={"kind": "import"})
        assert inner is outer
        assert not Event.objects.exists()
    assert Event.objects.get().actor_name == "manager"


def test_one_transaction_changes_one_project(cast: Cast) -> None:
    other = make_project("other")
    with (
        change(project_id=cast.project.id, by=cast.viewer("manager")),
        pytest.raises(RuntimeError, match="one project"),
        change(project_id=other.id),
    ):
        pass


def test_a_kind_that_is_not_registered_is_refused(cast: Cast) -> None:
    with pytest.raises(ValueError, match="not registered"):
        say(cast, kind="no.such_kind")


def test_a_reaction_runs_inside_the_change_and_may_add_to_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_REACTIONS", {})
    events.register_reaction(
        "job.cancelled", lambda log, event: log.add("job.retried", after={"kind": event["after"]["kind"] + " again"})
    )
    assert say(cast) == 2
    assert list(Event.objects.order_by("number").values_list("kind", "after")) == [
        ("job.cancelled", {"kind": "import"}),
        ("job.retried", {"kind": "import again"}),
    ]


def test_every_kind_reads_as_a_sentence(cast: Cast) -> None:
    for name in events.kinds():
        event = Event(kind=name, actor_name="Mira", before=None, after={})
        sentence = sentence_of(event)
        assert sentence
        assert "%(" not in sentence, name


def test_every_kind_names_the_person_once_where_what_happened_is_listed(cast: Cast) -> None:
    for name in [*events.kinds(), "of.old"]:
        entry = told(Event(kind=name, actor_name="Mira", before=None, after={}))
        line = f"{entry['who']} {entry['sentence']}".strip()
        assert line == sentence_of(Event(kind=name, actor_name="Mira", before=None, after={})), name
    ended = told(Event(kind="import.ended", actor_name="Mira", after={"documents": 8}))
    assert (ended["who"], ended["sentence"]) == ("", "An import by Mira ended with 8 documents")


def test_a_sentence_uses_the_words_of_the_event_and_survives_what_it_lacks() -> None:
    after = {"name": "Tal", "roles": ["annotator", "reviewer"]}
    assert sentence_of(Event(kind="member.added", actor_name="Mira", after=after)) == (
        "Mira added Tal as Annotator and Reviewer"
    )
    assert sentence_of(Event(kind="member.added", actor_name="", after=None)) == "The system added … as …"
    assert sentence_of(Event(kind="member.added", actor_name="Mira", after=after, redacted=True)) == (
        "The content of this entry was removed"
    )
    assert sentence_of(Event(kind="of.old", after=None)) == "of.old"


def test_the_api_gives_what_came_after_a_number_in_order(cast: Cast) -> None:
    subject = new_id()
    for _round in range(5):
        say(cast, subject=subject)
    found = read(cast, "viewer", "?after=2")
    assert [event["number"] for event in found["results"]] == [3, 4, 5]
    assert (found["next"], found["previous"], found["last"]) == (None, None, 5)
    assert found["results"][0] == {
        "number": 3,
        "kind": "job.cancelled",
        "sentence": "manager cancelled a job (import)",
        "at": found["results"][0]["at"],
        "actor": {"id": str(cast.participant("manager").id), "name": "manager"},
        "document": None,
        "subject": str(subject),
        "before": None,
        "after": {"kind": "import"},
    }


def test_the_pages_of_the_api_lead_through_the_whole_log(cast: Cast) -> None:
    for _round in range(7):
        say(cast)
    client, numbers = cast.client("viewer"), []
    url: str | None = cast.url("events?page_size=3")
    while url:
        page = client.get(url).json()
        numbers += [event["number"] for event in page["results"]]
        url = page["next"]
    assert numbers == [1, 2, 3, 4, 5, 6, 7]


def test_the_api_filters_by_kind_document_and_subject(cast: Cast) -> None:
    document, subject = make_document(cast.project), new_id()
    say(cast, kind="job.retried")
    say(cast, document=document.id)
    say(cast, subject=subject)
    assert [e["number"] for e in read(cast, "viewer", "?kind=job.retried")["results"]] == [1]
    assert [e["number"] for e in read(cast, "viewer", f"?document={document.id}")["results"]] == [2]
    assert [e["number"] for e in read(cast, "viewer", f"?subject={subject}")["results"]] == [3]


@pytest.mark.parametrize(
    "query", ["?after=-1", "?after=x", "?after=9223372036854775808", "?page_size=0", "?page_size=501",
              "?document=x", "?subject=1", "?kind=%00", "?after=%D9%A3"]
)  # fmt: skip
def test_a_question_that_cannot_be_understood_is_answered_400(cast: Cast, query: str) -> None:
    response = cast.client("viewer").get(cast.url(f"events{query}"))
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"]


def test_secret_events_are_left_out_for_whoever_is_blind(cast: Cast) -> None:
    document = make_document(cast.project)
    author = cast.participant("annotator").id
    say(cast, by="annotator", document=document.id, author=author, secrecy=Secrecy.MARK)
    say(cast)
    assert [event["number"] for event in read(cast, "annotator")["results"]] == [1, 2]
    assert [event["number"] for event in read(cast, "annotator2")["results"]] == [2]
    assert [event["number"] for event in read(cast, "viewer")["results"]] == [2]


def test_events_above_one_s_clearance_are_left_out(cast: Cast) -> None:
    say(cast, tlp=4)
    assert read(cast, "manager")["results"] == []
    cast.memberships["manager"].clearance = 4
    cast.memberships["manager"].save()
    assert len(read(cast, "manager")["results"]) == 1


def test_the_overview_looks_back_a_while_and_not_for_ever(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from projects.queries import events as queries

    monkeypatch.setattr(queries, "RECENT", 3)
    numbers = [say(cast) for _round in range(6)]
    assert [event.number for event in recent_events(cast.viewer("viewer"))] == numbers[:2:-1]


def test_listing_costs_the_same_for_one_event_and_for_two_hundred(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    client = cast.client("viewer")
    for count in (1, 199):
        with change(project_id=cast.project.id, by=cast.viewer("manager")) as log:
            for _n in range(count):
                log.add("job.cancelled", after={"kind": "import"})
        with django_assert_max_num_queries(5):
            assert client.get(cast.url("events?page_size=500")).status_code == 200


def _refused(statement: str) -> None:
    refusal = pytest.raises(ProgrammingError, match="permission denied")
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_application_s_role_cannot_change_or_remove_an_event(cast: Cast) -> None:
    say(cast)
    for statement in ("UPDATE projects_event SET kind = 'x'", "DELETE FROM projects_event", "TRUNCATE projects_event"):
        _refused(statement)


def test_the_application_s_role_cannot_change_the_log_of_accounts(cast: Cast) -> None:
    site_events.record("user.changed", by=cast.users["admin"], user=cast.users["viewer"], after={"username": "viewer"})
    for statement in ("UPDATE projects_siteevent SET kind = 'x'", "DELETE FROM projects_siteevent"):
        _refused(statement)


def test_an_untouched_log_verifies(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(3):
        say(
            cast, before={"n": number, "ratio": 0.1, "text": "Türkiye 🌍"}, after={"kind": "x", "list": [1, None, True]}
        )
    site_events.record("user.changed", by=None, after={"username": "viewer"})
    assert verify_project(cast.project.id).events == 3
    assert verify_project(cast.project.id).broken is None
    assert verify_site().events == 1
    call_command("verify_log")
    out = capsys.readouterr().out
    assert "desk: 3 events, unbroken" in out
    assert "accounts of the site: 1 events, unbroken" in out


def test_numbers_continue_and_the_chain_names_the_event_before(cast: Cast) -> None:
    say(cast)
    say(cast)
    first, second = Event.objects.filter(project=cast.project).order_by("number")
    assert bytes(first.hash) == events.chain(b"", 1, bytes(first.digest))
    assert bytes(second.hash) == events.chain(bytes(first.hash), 2, bytes(second.digest))
    counter = EventCounter.objects.get(project=cast.project)
    assert (counter.number, bytes(counter.hash)) == (2, bytes(second.hash))


def test_the_representation_is_complete_without_an_actor(cast: Cast) -> None:
    event = Event(number=1, kind="job.cancelled", at=timezone.now() - timedelta(days=1), after={"kind": "x"})
    assert represent_event(event)["actor"] is None
    assert represent_event(event)["sentence"] == "The system cancelled a job (x)"


def test_the_log_of_accounts_is_numbered_and_chained(cast: Cast) -> None:
    for _round in range(3):
        site_events.record("user.changed", by=cast.users["admin"], user=cast.users["viewer"], after={"username": "v"})
    rows = list(SiteEvent.objects.order_by("number"))
    assert [row.number for row in rows] == [1, 2, 3]
    assert bytes(rows[2].hash) == events.chain(bytes(rows[1].hash), 3, bytes(rows[2].digest))
