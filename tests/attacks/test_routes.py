"""The table that the attacks go through is whole, and its requests are ones that succeed."""

import orjson
import pytest

from tests.attacks.pages import PAGES
from tests.attacks.routes import TABLE, UNLIKE, methods, pages, parts, resolved
from tests.attacks.traces import undone
from tests.attacks.world import World

pytestmark = pytest.mark.django_db


def test_every_address_of_the_api_is_in_the_table_with_its_methods() -> None:
    found = {f"{method} {pattern}" for pattern, view in resolved() for method in methods(view)}
    assert found == set(TABLE)


def test_every_page_of_a_project_is_in_the_table() -> None:
    assert pages() == set(PAGES)


def test_every_request_of_the_table_succeeds(world: World) -> None:
    answers = {}
    for key, case in TABLE.items():
        method, pattern = parts(key)
        if pattern.endswith("/stream"):
            continue  # does not end; heard in the tests of blindness
        body = b"" if case.body is None else orjson.dumps(case.body(world))
        with undone():
            answer = world.client(case.who).generic(
                method, case.path(pattern, world), body, "application/json", headers=case.headers()
            )
        if not 200 <= answer.status_code < 300:
            answers[key] = (answer.status_code, answer.content[:300])
    assert {key: status for key, (status, _content) in answers.items()} == UNLIKE, answers
