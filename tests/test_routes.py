"""Every route × method × role from one table, and rows of one project through the addresses of another."""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from config import health
from projects import policy
from projects.predicates import ALWAYS, NEVER
from tests import database
from tests.routes import TABLE
from tests.world import World, build, everywhere

PEOPLE = ("viewer", "annotator", "reviewer", "adjudicator", "manager", "admin", "outsider", None)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Kept by allauth, which answers methods in its own ways; their lines in the table are their GET and POST.
BORROWED = "accounts/"
PLACES = {
    "{slug}": "<slug:slug>",
    "{id}": "<uuid:id>",
    "{participant}": "<uuid:participant>",
    "{key}": "<slug:key>",
    "{secret}": "<str:secret>",
}


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    method: str
    pattern: str
    row: str
    statuses: tuple[int, ...]


def _lines() -> list[Line]:
    lines = []
    for text in TABLE.strip().splitlines():
        if text.strip() and not text.lstrip().startswith("#"):
            *statuses, method, path, row = text.split(maxsplit=10) + [""] * (len(text.split()) == 10)
            for short, long in PLACES.items():
                path = path.replace(short, long)
            lines.append(Line(method, path.removeprefix("/"), row.strip(), tuple(map(int, statuses))))
    return lines


LINES = _lines()


@lru_cache(maxsize=1)
def routes() -> dict[str, Any]:
    """Every pattern of the URL resolver with its view."""
    found: dict[str, Any] = {}

    def walk(patterns: list[Any], prefix: str) -> None:
        for pattern in patterns:
            text = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, text)
            elif isinstance(pattern, URLPattern):
                found[text] = pattern.callback

    walk(get_resolver().url_patterns, "")
    return found


def methods_of(pattern: str, view: Any) -> set[str] | None:
    """The methods a view answers, by its own table of actions; None where it has none."""
    kept = getattr(view, "view_class", None) or getattr(view, "cls", None)
    actions = getattr(kept, "actions", None)
    return set(actions) if actions else None


def address(pattern: str, row: str, world: World, slug: str = "") -> str:
    """A real address for a pattern: the project's slug and the ids of its rows in their places."""
    if pattern.startswith(BORROWED):
        pattern = re.sub(r"\(\?P<\w+>[^)]*\)", "x", pattern).replace("^", "").replace("$", "")
    text = pattern.replace("<slug:slug>", slug or world.cast.project.slug)
    if "<uuid:id>" in text:
        text = text.replace("<uuid:id>", str(world.ids[row]))
    text = text.replace("<uuid:participant>", str(world.ids["participant"]))
    return "/" + text.replace("<slug:key>", "unknown").replace("<str:secret>", "unknown")


@dataclass
class Stage:
    """Two projects, and a signed-in client for everybody."""

    world: World
    other: World
    clients: dict[str | None, Client]


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    """Built once, committed; every request is undone, and everything is removed at the end."""
    checks, health.CHECKS["worker"] = dict(health.CHECKS), lambda: "ok"
    with django_db_blocker.unblock():
        world, other = build("desk"), build("other", "other-")
        everywhere(world, other)
        clients: dict[str | None, Client] = {None: Client()}
        for name in (*PEOPLE[:-1], "both"):
            assert name is not None
            client = Client(headers={"Accept": "text/html,application/json"})
            client.force_login(world.cast.users[name])
            clients[name] = client
        yield Stage(world, other, clients)
        database.empty()
    health.CHECKS.update(checks)


def ask(stage: Stage, name: str | None, method: str, path: str) -> int:
    """The status somebody gets; whatever the request changed is undone."""
    body: dict[str, Any] = {}
    if method != "GET" and path.startswith("/api/"):
        body = {"data": b"{}", "content_type": "application/json"}
    client = stage.clients[name]
    cookies = copy.deepcopy(client.cookies)  # a request may sign out; the next one is signed in again
    with transaction.atomic():
        response = client.generic(method, path, **body)
        if response.streaming and not response.is_async:
            list(response.streaming_content)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response.status_code


def test_every_method_of_every_route_is_in_the_table_once() -> None:
    expected = set()
    for pattern, view in routes().items():
        methods = methods_of(pattern, view) or {line.method for line in LINES if line.pattern == pattern} or {"GET"}
        expected |= {(method, pattern) for method in methods}
    listed = [(line.method, line.pattern) for line in LINES]
    assert sorted(expected - set(listed)) == [], "these routes are missing in tests/routes.py"
    assert sorted(set(listed) - expected) == [], "these lines of tests/routes.py are for no route"
    assert len(listed) == len(set(listed))


@pytest.mark.django_db
@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.method} {line.pattern}")
def test_everybody_gets_the_status_of_the_table(stage: Stage, line: Line) -> None:
    path = address(line.pattern, line.row, stage.world)
    got = tuple(ask(stage, name, line.method, path) for name in PEOPLE)
    assert got == line.statuses


def test_the_table_of_routes_says_what_the_table_of_the_policy_says() -> None:
    """Whoever may never do an action is refused by every route that asks for it; whoever always may is not."""
    for line in LINES:
        kept = getattr(routes()[line.pattern], "view_class", None) or getattr(routes()[line.pattern], "cls", None)
        rules = policy.actions().get(getattr(kept, "actions", {}).get(line.method, ""))
        if rules is None or "job" in line.pattern:
            continue
        for role, status in zip(PEOPLE[:5], line.statuses, strict=False):
            rule = rules.get(str(role), NEVER)
            if rule == NEVER:
                assert status in {403, 404}, (line, role)
            elif rule == ALWAYS:
                assert status not in {401, 403}, (line, role)


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", sorted(p for p in routes() if not p.startswith(BORROWED)))
def test_a_method_that_a_route_does_not_have_is_refused_to_everybody(stage: Stage, pattern: str) -> None:
    has = {line.method for line in LINES if line.pattern == pattern}
    row = next((line.row for line in LINES if line.pattern == pattern), "")
    path = address(pattern, row, stage.world)
    api = path.startswith("/api/")
    for method in METHODS:
        if method not in has:
            for name in ("manager", "outsider"):
                assert ask(stage, name, method, path) == 405, (name, method)
            stranger = ask(stage, None, method, path)
            assert stranger in ({401, 405} if api else {302, 405}), method


@pytest.mark.django_db
@pytest.mark.parametrize(
    "line",
    [line for line in LINES if "<slug:slug>" in line.pattern and "<uuid:" in line.pattern],
    ids=lambda line: f"{line.method} {line.pattern}",
)
def test_a_row_of_one_project_is_not_found_through_the_address_of_another(stage: Stage, line: Line) -> None:
    """Not even by somebody who may do everything in both."""
    path = address(line.pattern, line.row, stage.world, slug=stage.other.cast.project.slug)
    assert ask(stage, "both", line.method, path) == 404
