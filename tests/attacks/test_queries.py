"""Bad query parameters on every address of the API and every page: refused by name, or harmless, never a crash."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from projects.models import User
from tests.attacks.attack import complaint
from tests.attacks.queries import ALONE, API, BAD, PAGES
from tests.attacks.routes import TABLE
from tests.attacks.traces import changed, fingerprint
from tests.attacks.world import World
from tests.campaigns import WHOLE
from tests.test_routes import LINES, address
from tests.world import build

pytestmark = [pytest.mark.django_db, pytest.mark.campaign]


def _pattern(path: str) -> str:
    """An address of the description as the table of routes writes it."""
    path = path.removeprefix("/api/v1/").replace("{id}", "<uuid:id>").replace("{key}", "<slug:key>")
    return path.replace("{slug}", "<slug:slug>")


def test_every_query_parameter_of_the_description_is_in_the_table() -> None:
    described: dict[str, set[str]] = {}
    for path, methods in SchemaGenerator().get_schema(request=None, public=True)["paths"].items():
        for method, operation in methods.items():
            names = {one["name"] for one in operation.get("parameters", []) if one["in"] == "query"}
            if names:
                assert method == "get", path
                described[_pattern(path)] = names
    assert described == {pattern: set(parameters) for pattern, parameters in API.items()}


def test_the_api_refuses_bad_query_parameters_by_name(world: World) -> None:
    before, wrong = fingerprint(), {}
    for pattern, parameters in API.items():
        case = TABLE[f"GET {pattern}"]
        address = case.path(pattern, world)
        for name, taken in parameters.items():
            path = re.sub(rf"([?&]){name}=[^&]*&?", r"\1", address).rstrip("?&")
            mark = "&" if "?" in path else "?"
            for what, value in BAD.items():
                answer = world.client(case.who).get(f"{path}{mark}{name}={value}")
                if wrong_answer := complaint(answer) or _unlike(answer, name, what in taken):
                    wrong[f"{pattern} {name}: {what}"] = wrong_answer
    assert wrong == {}
    assert changed(before) == set()


def _unlike(answer: Any, name: str, taken: bool) -> str:
    """What differs from a success, or from a refusal that names the parameter."""
    if taken:
        return "" if answer.status_code == 200 else f"{answer.status_code} {answer.content[:200]!r}"
    if answer.status_code in {404, 409} and name in {"project", "part"}:
        return ""  # they name a thing, which is not there
    if answer.status_code != 400 or name not in answer.json()["errors"]:
        return f"{answer.status_code} {getattr(answer, 'content', b'stream')[:200]!r}"
    return ""


def test_a_parameter_that_is_given_twice_is_refused_everywhere(world: World) -> None:
    """One of the two would be passed over, and nobody could know which."""
    wrong = {}
    for pattern, parameters in API.items():
        case = TABLE[f"GET {pattern}"]
        path = case.path(pattern, world)
        for name in parameters:
            answer = world.client(case.who).get(f"{path}{'&' if '?' in path else '?'}{name}=a&{name}=b")
            if complaint(answer) or answer.status_code != 400 or name not in answer.json()["errors"]:
                wrong[f"{pattern} {name}"] = answer.status_code
    assert wrong == {}


READING = [
    line
    for line in LINES
    if line.method == "GET" and not line.pattern.startswith(("api/", "healthz", "readyz", "words.js"))
]


# Pages that not everybody may open; the others are opened by a manager who administers the site as well.
OPENED_BY = {"review": "reviewer", "adjudicate": "adjudicator", "claims/new": "annotator"}


@dataclass
class Pages:
    """The address of every page, and the browsers of those who may open it."""

    addresses: dict[str, str]
    clients: dict[str, Client]

    def get(self, pattern: str, query: str) -> Any:
        """Open a page."""
        named = (name for ending, name in OPENED_BY.items() if f"/{ending}" in pattern)
        return self.clients[next(named, "manager")].get(f"{self.addresses[pattern]}?{query}")


@pytest.fixture
def pages(db: None) -> Pages:
    """Every page of the site."""
    world = build()
    clients = {}
    for name in ("manager", *OPENED_BY.values()):
        clients[name] = Client(raise_request_exception=False)
        clients[name].force_login(world.cast.users[name])
    User.objects.filter(pk=world.cast.users["manager"].pk).update(is_admin=True)
    return Pages({line.pattern: address(line.pattern, line.row, world) for line in READING}, clients)


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names that are looked up in the query of a request."""
    names: set[str] = set()
    for method in ("__getitem__", "__contains__", "get", "getlist"):
        original = getattr(QueryDict, method)

        def recording(self: QueryDict, name: str, *rest: Any, original: Any = original) -> Any:
            names.add(name)
            return original(self, name, *rest)

        monkeypatch.setattr(QueryDict, method, recording)
    return names


def test_every_query_parameter_that_a_page_looks_up_is_in_the_table(pages: Pages, looked_up: set[str]) -> None:
    found = {}
    for pattern in pages.addresses:
        looked_up.clear()
        assert pages.get(pattern, "unknown=1").status_code < 500, pattern
        if looked_up - {"unknown"}:
            found[pattern] = set(looked_up - {"unknown"})
    assert set(found) == set(PAGES)
    assert {pattern: names - PAGES[pattern] for pattern, names in found.items() if names - PAGES[pattern]} == {}


def test_no_page_trips_over_a_bad_query_parameter(pages: Pages) -> None:
    """Every value in all parameters of a page at once, and some, or in a campaign all, in each of them alone."""
    before, wrong = fingerprint(), {}
    for pattern, names in PAGES.items():
        for what, value in BAD.items():
            alone = [f"{name}={value}" for name in names] if WHOLE or what in ALONE else []
            for query in ("&".join(f"{name}=1&{name}={value}" for name in names), *alone):
                answer = pages.get(pattern, query)
                if answer.status_code not in {200, 302, 400, 401, 404, 409}:
                    wrong[f"{pattern} {query[:60]}: {what}"] = answer.status_code
    assert wrong == {}
    assert changed(before) == set()


def test_a_page_that_is_asked_for_with_nul_says_so(pages: Pages) -> None:
    for pattern in PAGES:
        if pattern.startswith("projects/"):
            answer = pages.get(pattern, "q=a%00b")
            assert answer.status_code == 400, pattern
            assert "NUL" in answer.content.decode()
