"""Django's test client as somebody's browser, and what its pages say."""

from typing import Any

from django.test import Client

from tests.cast import Cast


def browser(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.users[name])
    return client


def text(response: Any, status: int = 200) -> str:
    assert response.status_code == status, (response.status_code, response.content[:300])
    return response.content.decode()


def messages(client: Client, path: str = "/") -> str:
    """What the toasts of the next page say."""
    return " ".join(str(message) for message in client.get(path).context["messages"])
