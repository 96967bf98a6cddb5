"""The API answers as its description says: every status, content type and body, for good requests and bad ones.

Schemathesis makes the requests from the description: values that fit it, and values that do not. Half of them name the
rows and versions that are there, or nothing but refusals would be seen.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.attacks.routes import TABLE, parts
from tests.attacks.traces import undone
from tests.attacks.world import World
from tests.campaigns import Campaign

pytestmark = pytest.mark.django_db

GROUPS = 4
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)


def described() -> dict[str, Any]:
    """The description of the API."""
    return dict(SchemaGenerator().get_schema(request=None, public=True))


def key_of(method: str, path: str) -> str:
    """An operation as the table of routes names it."""
    path = path.removeprefix("/api/v1/").replace("{id}", "<uuid:id>").replace("{key}", "<slug:key>")
    return f"{method.upper()} {path.replace('{slug}', '<slug:slug>')}"


def operations() -> Iterator[tuple[str, Any]]:
    """Every operation that ends: the stream does not."""
    schema = schemathesis.openapi.from_dict(described())
    for found in schema.get_all_operations():
        operation = found.ok()
        if not operation.path.endswith("/stream"):
            yield key_of(operation.method, operation.path), operation


def _send(client: Any, made: Any, headers: dict[str, str]) -> Response:
    """A request of Schemathesis through the site, in the test's own transaction."""
    sent = requests.Request(**made.as_transport_kwargs(base_url="http://testserver", headers=headers)).prepare()
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
    kept = {name: value for name, value in sent.headers.items() if name.lower() != "content-length"}
    answer = client.generic(sent.method, sent.path_url, body, kept.pop("Content-Type", ""), headers=kept)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    got = {name.lower(): [value] for name, value in answer.headers.items()}
    return Response(answer.status_code, got, content, sent, elapsed=0.0, verify=False)


def _complaints(world: World, key: str, operation: Any, examples: int) -> list[str]:
    """What is wrong with the answers of one operation."""
    case, found = TABLE[key], []
    ids = {"slug": world.slug, "id": world.ids.get(case.row), "key": world.ids.get(case.row)}
    modes = [operation.as_strategy(generation_mode=mode) for mode in MODES]

    @limits(
        max_examples=examples,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(made=st.one_of(modes), real=st.booleans())
    def ask(made: Any, real: bool) -> None:
        if real:
            made.path_parameters = {name: ids[name] for name in made.path_parameters or {}}
        with undone():
            response = _send(world.client(case.who), made, case.headers() if real else {})
        try:
            made.validate_response(response, checks=CHECKS)
        except FailureGroup as group:
            found.extend(f"{response.status_code} {failure}"[:600] for failure in group.exceptions)

    ask()
    return found


@pytest.mark.parametrize("group", range(GROUPS))
def test_every_answer_is_as_the_description_says(world: World, campaign: Campaign, group: int, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    examples, wrong, asked = campaign.size(200, least=4), {}, 0
    for key, operation in list(operations())[group::GROUPS]:
        asked += examples
        if complaints := _complaints(world, key, operation, examples):
            wrong[key] = complaints[:3]
    assert wrong == {}
    campaign.record(requests=asked)


def test_every_address_of_the_api_is_described_with_its_methods() -> None:
    found = {key_of(method, path) for path, methods in described()["paths"].items() for method in methods}
    assert found == set(TABLE) - {"GET schema"}


def test_every_operation_names_the_headers_that_it_takes_and_how_it_refuses() -> None:
    for path, methods in described()["paths"].items():
        for method, operation in methods.items():
            key = key_of(method, path)
            names = {one["name"] for one in operation.get("parameters", [])}
            if TABLE[key].version:
                assert "If-Match" in names, key
                assert "428" in operation["responses"], key
            assert ("page_size" in names) <= (method == "get"), key
            assert {"400", "401", "403"} <= set(operation["responses"]), key
            for status, response in operation["responses"].items():
                if status >= "400":
                    assert list(response["content"]) == ["application/problem+json"], (key, status)


def test_a_list_that_says_where_it_goes_on_is_described_with_its_pages(world: World) -> None:
    paths = described()["paths"]
    for key, case in TABLE.items():
        method, pattern = parts(key)
        if method == "GET" and not pattern.endswith(("/stream", "/file", "schema", "/text")):
            answer = world.client(case.who).get(case.path(pattern, world))
            path = f"/api/v1/{pattern}".replace("<uuid:id>", "{id}").replace("<slug:slug>", "{slug}")
            names = {one["name"] for one in paths[path]["get"].get("parameters", [])}
            body = answer.json()
            endless = isinstance(body, dict) and "next" in body and not pattern.endswith(("/open-work", "auth/tokens"))
            assert endless == ("page_size" in names), key
