"""The content policy of every page: scripts and styles come from the site alone, and none are written into a page."""

import pytest
from django.test import Client

from tests.cast import gather

pytestmark = pytest.mark.django_db


def _policy(answer: object) -> dict[str, list[str]]:
    header = answer.headers["Content-Security-Policy"]
    return {name: rest for name, *rest in (part.split() for part in header.split(";"))}


def test_no_page_runs_scripts_that_are_written_into_it() -> None:
    cast = gather()
    browser = Client()
    answers = [browser.get("/accounts/login/"), browser.get("/nowhere")]
    browser.force_login(cast.users["manager"])
    answers += [browser.get(path) for path in ("/", f"/projects/{cast.project.slug}/", "/account")]
    for answer in answers:
        policy = _policy(answer)
        assert policy["script-src"] == ["'self'"]
        assert policy["style-src"] == ["'self'"]
        assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*"} & {
            source for listed in policy.values() for source in listed
        }
