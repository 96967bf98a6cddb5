"""Letters of the Admiralty scale over time: when each holds, who gave it and why, and that none is ever changed."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from projects.errors import Conflict, Forbidden, Invalid, NotFound, Stale, Unprocessable
from projects.models import Event
from sources.models import Publisher, PublisherRating
from sources.queries.publishers import ratings_of, reliability_at
from sources.ratings import check_beginning, first_day
from sources.refusals import Refused
from sources.services.publishers import add_publisher, edit_publisher
from sources.services.ratings import rate_publisher
from tests.cast import Cast

pytestmark = pytest.mark.django_db

NOON = datetime(2024, 4, 18, 12, tzinfo=UTC)


def _rate(cast: Cast, publisher: Publisher, letter: str, since: str = "", reason: str = "Looked at.") -> Publisher:
    publisher.refresh_from_db()
    return rate_publisher(
        by=cast.viewer("manager"),
        publisher_id=publisher.id,
        version=publisher.version,
        reliability=letter,
        reason=reason,
        valid_from=since,
    )


@pytest.fixture
def publisher(cast: Cast) -> Publisher:
    """One that nobody has rated."""
    return add_publisher(by=cast.viewer("manager"), name="Harbour Post")


@given(st.dates(date(1, 1, 1), date(2024, 4, 18)))
def test_a_rating_holds_from_the_first_day_its_date_may_mean(day: date) -> None:
    written = day.isoformat()
    assert first_day(check_beginning(written, NOON)) == day
    assert first_day(written[:7]) == day.replace(day=1)
    assert first_day(written[:4]) == day.replace(month=1, day=1)


def test_a_rating_without_a_date_holds_from_today() -> None:
    assert check_beginning(" ", NOON) == "2024-04-18"


@pytest.mark.parametrize("words", ["2024-04-20", "2024-05", "2025", "18.4.2024", "2024-13", "0000", "2024-02-30"])
def test_a_date_that_has_not_come_or_is_none_is_refused(words: str) -> None:
    with pytest.raises(Refused):
        check_beginning(words, NOON)


def test_where_it_is_tomorrow_already_a_rating_may_begin_tomorrow() -> None:
    assert check_beginning("2024-04-19", NOON) == "2024-04-19"


def test_the_letter_that_begins_last_holds_now(cast: Cast, publisher: Publisher) -> None:
    for letter, since in [("C", "2022"), ("B", "2024-03"), ("E", "2019-06-30")]:
        _rate(cast, publisher, letter, since)
    publisher.refresh_from_db()
    assert (publisher.reliability, publisher.version) == ("B", 4)
    assert [rating.reliability for rating in ratings_of(publisher)] == ["B", "C", "E"]


def test_of_two_letters_that_begin_on_one_day_the_later_one_holds(cast: Cast, publisher: Publisher) -> None:
    _rate(cast, publisher, "C", "2022")
    assert _rate(cast, publisher, "D", "2022-01-01").reliability == "D"


@pytest.mark.parametrize(
    ("day", "letter"),
    [("2019-06-29", "F"), ("2019-06-30", "E"), ("2021-12-31", "E"), ("2022-01-01", "C"), ("2030-01-01", "C")],
)
def test_the_letter_of_a_day_is_that_of_the_last_rating_before_it(
    cast: Cast, publisher: Publisher, day: str, letter: str
) -> None:
    for given_letter, since in [("C", "2022"), ("E", "2019-06-30")]:
        _rate(cast, publisher, given_letter, since)
    assert reliability_at(publisher, date.fromisoformat(day)) == letter


def test_a_letter_that_stood_before_ratings_were_kept_holds_from_ever(cast: Cast, publisher: Publisher) -> None:
    old = {"reason": "Carried over.", "created_at": timezone.now()}
    PublisherRating.objects.create(project=cast.project, publisher=publisher, reliability="D", **old)
    _rate(cast, publisher, "B", "2020")
    assert [reliability_at(publisher, date(year, 1, 1)) for year in (1, 2019, 2020)] == ["D", "D", "B"]


def test_the_log_says_what_the_letter_was_and_is(cast: Cast, publisher: Publisher) -> None:
    _rate(cast, publisher, "D", reason=" Unnamed experts. ")
    event = Event.objects.get(kind="publisher.rated")
    assert event.before is not None
    assert event.after is not None
    assert (event.before["reliability"], event.after["reliability"]) == ("", "D")
    assert event.after["rating"]["reason"] == "Unnamed experts."
    assert event.after["rating"]["by"]["name"] == "manager"


@pytest.mark.parametrize("reason", ["", " \n "])
def test_a_rating_without_a_reason_is_refused(cast: Cast, publisher: Publisher, reason: str) -> None:
    with pytest.raises(Unprocessable, match="reason"):
        _rate(cast, publisher, "D", reason=reason)
    assert not PublisherRating.objects.exists()


@pytest.mark.parametrize(
    ("letter", "since", "reason"),
    [("G", "", "r"), ("", "", "r"), ("b", "", "r"), ("B", "soon", "r"), ("B", "2999", "r"), ("B", "", "x" * 2001)],
)
def test_a_rating_that_cannot_be_kept_is_refused(
    cast: Cast, publisher: Publisher, letter: str, since: str, reason: str
) -> None:
    with pytest.raises(Invalid):
        _rate(cast, publisher, letter, since, reason)


def test_a_rating_against_an_earlier_version_is_refused(cast: Cast, publisher: Publisher) -> None:
    given_letter = {"reliability": "B", "reason": "r"}
    with pytest.raises(Stale):
        rate_publisher(by=cast.viewer("manager"), publisher_id=publisher.id, version=9, **given_letter)


@pytest.mark.parametrize("person", ["viewer", "annotator", "reviewer", "adjudicator"])
def test_only_managers_rate(cast: Cast, publisher: Publisher, person: str) -> None:
    with pytest.raises(Forbidden):
        rate_publisher(
            by=cast.viewer(person), publisher_id=publisher.id, version=1, reliability="B", reason="Looked at."
        )


def test_a_publisher_of_another_project_is_not_there(cast: Cast, publisher: Publisher) -> None:
    Publisher.objects.filter(pk=publisher.pk).update(project=cast.memberships["outsider"].project)
    with pytest.raises(NotFound):
        rate_publisher(
            by=cast.viewer("manager"), publisher_id=publisher.id, version=1, reliability="B", reason="Looked at."
        )


def test_a_letter_given_with_a_new_publisher_is_its_first_rating(cast: Cast) -> None:
    manager = cast.viewer("manager")
    for name, reasons, kept in [
        ("One", {"note": "Unnamed experts.", "reason": "Unsigned."}, "Unsigned."),
        ("Two", {"note": "Unnamed experts."}, "Unnamed experts."),
        ("Three", {}, "Given when the publisher was added."),
    ]:
        publisher = add_publisher(by=manager, name=name, reliability="D", **reasons)
        assert ratings_of(publisher).get().reason == kept
        assert publisher.reliability == "D"


def test_an_edit_that_changes_the_letter_is_a_rating(cast: Cast, publisher: Publisher) -> None:
    manager = cast.viewer("manager")
    changes: dict[str, Any] = {"note": "Signed.", "reliability": "C"}
    with pytest.raises(Unprocessable):
        edit_publisher(by=manager, publisher_id=publisher.id, version=1, changes=changes)
    edit_publisher(by=manager, publisher_id=publisher.id, version=1, changes=changes, reason="Signed now.")
    assert ratings_of(publisher).get().reason == "Signed now."
    kinds = list(Event.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["publisher.created", "publisher.updated", "publisher.rated"]


def test_a_letter_is_not_taken_back(cast: Cast, publisher: Publisher) -> None:
    _rate(cast, publisher, "B")
    with pytest.raises(Unprocessable, match="not taken back"):
        edit_publisher(
            by=cast.viewer("manager"), publisher_id=publisher.id, version=2, changes={"reliability": ""}, reason="r"
        )


@pytest.mark.parametrize(
    "statement", ["UPDATE sources_publisherrating SET reason = 'x'", "DELETE FROM sources_publisherrating"]
)
def test_nobody_changes_a_rating(cast: Cast, publisher: Publisher, statement: str) -> None:
    _rate(cast, publisher, "B")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_rating_of_another_project_cannot_be_pointed_at(cast: Cast, publisher: Publisher) -> None:
    elsewhere = cast.memberships["outsider"].project
    rating = PublisherRating(
        project=elsewhere, publisher=publisher, reliability="B", reason="r", created_at=timezone.now()
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        rating.save(force_insert=True)


def test_ratings_are_given_and_read_over_the_api(cast: Cast, publisher: Publisher) -> None:
    client, address = cast.client("manager"), f"/api/v1/publishers/{publisher.id}/ratings"
    body = {"reliability": "C", "reason": "Two retractions.", "valid_from": "2022"}
    assert client.post(address, body, format="json").status_code == 428
    made = client.post(address, body, format="json", HTTP_IF_MATCH='"1"')
    assert (made.status_code, made.json()["reliability"], made.json()["version"]) == (201, "C", 2)
    unexplained = client.post(address, {"reliability": "B"}, format="json", HTTP_IF_MATCH='"2"')
    assert (unexplained.status_code, list(unexplained.json()["errors"])) == (422, ["reason"])
    (row,) = cast.client("viewer").get(address).json()["results"]
    assert (row["reliability"], row["valid_from"], row["by"]["name"]) == ("C", "2022", "manager")


def test_the_api_tells_the_rating_of_a_day(cast: Cast, publisher: Publisher) -> None:
    for letter, since in [("C", "2022"), ("B", "2024-03")]:
        _rate(cast, publisher, letter, since)
    client = cast.client("viewer")

    def at(day: str) -> Any:
        return client.get(f"/api/v1/publishers/{publisher.id}/ratings?at={day}")

    assert [[row["reliability"] for row in at(day).json()["results"]] for day in ("2021", "2023-05", "2024-03")] == [
        [],
        ["C"],
        ["B"],
    ]
    assert (at("soon").status_code, list(at("soon").json()["errors"])) == (400, ["at"])


@pytest.mark.parametrize("rows", [1, 200])
def test_the_list_of_ratings_costs_the_same_queries(
    cast: Cast, publisher: Publisher, rows: int, django_assert_max_num_queries: Any
) -> None:
    now, author = timezone.now(), cast.participant("manager")
    PublisherRating.objects.bulk_create(
        PublisherRating(
            project=cast.project, publisher=publisher, reliability="B", reason="r", author=author,
            begins=date(2000, 1, 1) + timedelta(days=number), created_at=now,
        )
        for number in range(rows)
    )  # fmt: skip
    client = cast.client("viewer")
    with django_assert_max_num_queries(5):
        answer = client.get(f"/api/v1/publishers/{publisher.id}/ratings?page_size=200")
    assert len(answer.json()["results"]) == rows


def test_a_merged_publisher_is_not_rated(cast: Cast, publisher: Publisher) -> None:
    other = add_publisher(by=cast.viewer("manager"), name="Post")
    Publisher.objects.filter(pk=publisher.pk).update(merged_into=other)
    with pytest.raises(Conflict, match="merged into Post"):
        _rate(cast, publisher, "B")


def test_the_letters_that_stood_before_become_first_ratings(cast: Cast, publisher: Publisher) -> None:
    Publisher.objects.create(project=cast.project, name="Old", reliability="D")
    migration = import_module("sources.migrations.0018_publishers_and_entities")
    migration.carry_over(apps, None)
    rating = PublisherRating.objects.get()
    assert (rating.publisher.name, rating.reliability, rating.begins, rating.author) == ("Old", "D", None, None)
    assert rating.reason == migration.CARRIED_OVER
