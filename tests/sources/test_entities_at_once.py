"""Two people who merge at once: no ring comes about, and an identifier is given to one."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from projects.errors import Conflict, Problem
from sources.models import Document, EntityIdentifier, Publisher
from sources.queries.entities import resolve
from sources.services.documents import edit_document
from sources.services.entities import add_entity
from sources.services.entity_merging import merge_entities
from sources.services.entity_names import add_identifier
from sources.services.merging import merge_publishers
from sources.services.publishers import add_publisher
from tests.cast import Cast, gather, make_document

pytestmark = pytest.mark.django_db(transaction=True)

TURNS = 10


def _at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls at the same moment, each on its own connection; what each gave, or how it was refused."""
    barrier = threading.Barrier(len(calls))
    results: list[Any] = [None] * len(calls)

    def run(index: int, call: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=30)
            results[index] = call()
        except Problem as problem:
            results[index] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, call)) for index, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.fixture
def desk() -> Cast:
    return gather()


def test_of_two_who_merge_each_into_the_other_one_is_refused(desk: Cast) -> None:
    by = [desk.viewer("reviewer"), desk.viewer("manager")]
    for turn in range(TURNS):
        one, other = (add_entity(by=by[0], kind="company", name=f"{name} {turn}") for name in ("One", "Other"))
        given = _at_once(
            lambda one=one, other=other: merge_entities(by=by[0], entity_id=one.id, into_id=other.id),
            lambda one=one, other=other: merge_entities(by=by[1], entity_id=other.id, into_id=one.id),
        )
        assert sum(isinstance(result, Conflict) for result in given) == 1
        for row in (one, other):
            row.refresh_from_db()
        assert resolve(one) == resolve(other)


def test_of_two_who_give_one_identifier_to_two_entities_one_is_told_of_the_other(desk: Cast) -> None:
    by = desk.viewer("annotator")
    for turn in range(TURNS):
        rows = [add_entity(by=by, kind="company", name=f"{name} {turn}") for name in ("One", "Other")]
        given = _at_once(
            *(
                lambda row=row, turn=turn: add_identifier(by=by, entity_id=row.id, scheme="ofac", value=str(turn + 1))
                for row in rows
            )
        )
        refused = [result for result in given if isinstance(result, Conflict)]
        assert ["belongs to" in str(result.detail) for result in refused] == [True]
        assert EntityIdentifier.objects.filter(value=str(turn + 1)).count() == 1


def test_no_document_is_left_with_a_publisher_that_is_merged_at_that_moment(desk: Cast) -> None:
    by = desk.viewer("manager")
    for turn in range(TURNS):
        one, other = (add_publisher(by=by, name=f"{name} {turn}") for name in ("One", "Other"))
        document = make_document(desk.project, title=f"Turn {turn}")
        given = _at_once(
            lambda one=one, other=other: merge_publishers(by=by, publisher_id=one.id, into_id=other.id),
            lambda one=one, document=document: edit_document(
                by=by, document_id=document.id, version=1, changes={"publisher": one.name}
            ),
        )
        assert [type(result) for result in given] == [Publisher, Document]
        document.refresh_from_db()
        assert document.publisher == other
