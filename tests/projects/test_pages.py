"""Pages of projects, people, accounts: who gets which, and that forms do what they say."""

import pytest
from django.test import Client

from tests.cast import Cast, gather

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return gather()


def browser(cast: Cast, name: str | None) -> Client:
    client = Client()
    if name is not None:
        client.force_login(cast.users[name])
    return client


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/account",
        "/projects/desk/",
        "/projects/desk/settings",
        "/projects/desk/people",
        "/projects/desk/history",
        "/projects/new",
        "/admin/users",
        "/admin/jobs",
        "/palette?q=de",
        "/projects/desk/palette?q=an",
    ],
)
def test_smoke(cast: Cast, path: str) -> None:
    client = browser(cast, "admin" if "admin" in path or "new" in path else "manager")
    response = client.get(path)
    assert response.status_code == 200, response.content[:500]
    if "palette" in path:
        print(response.content)
