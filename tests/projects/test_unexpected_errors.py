"""What breaks unexpectedly: a problem in JSON below /api/, a page elsewhere, and a line in the log for both."""

import logging
from typing import Any

import pytest
from django.test import Client

from projects.views.home import HomePage
from tests.cast import Cast, gather

pytestmark = pytest.mark.django_db

SECRET = "words of the inside"


def _break(*args: Any, **kwargs: Any) -> Any:
    raise RuntimeError(SECRET)


@pytest.fixture
def cast() -> Cast:
    return gather()


def test_an_unexpected_error_of_the_api_is_a_problem_and_is_logged(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("projects.api.base.find_viewer", _break)
    client = cast.client("manager")
    client.raise_request_exception = False
    with caplog.at_level(logging.ERROR, "django.request"):
        answer = client.get(cast.url("members"))
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    body = answer.json()
    assert set(body) == {"type", "title", "status", "detail"}
    assert (body["type"], body["status"]) == ("about:blank", 500)
    assert SECRET not in answer.content.decode()
    assert any(record.exc_info and SECRET in str(record.exc_info[1]) for record in caplog.records)


def test_what_breaks_before_the_api_is_reached_is_a_problem_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.contrib.sessions.middleware.SessionMiddleware.process_request", _break)
    answer = Client(raise_request_exception=False).get(cast.url("members"))
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")


def test_an_unexpected_error_of_a_page_is_a_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HomePage, "get", _break)
    client = Client(raise_request_exception=False)
    client.force_login(cast.users["manager"])
    answer = client.get("/")
    assert answer.status_code == 500
    assert answer["Content-Type"].startswith("text/html")
    assert SECRET not in answer.content.decode()
