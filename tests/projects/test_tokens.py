"""API tokens: exchanged for a password and a second factor, limited in tries, listed and revoked."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import redis
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.test import Client
from django.utils import timezone
from knox.models import AuthToken

from projects import doorbell, tries
from projects.models import SiteEvent, User
from tests.cast import PASSWORD, Cast, gather

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = gather()
    user = cast.users["viewer"]
    user.set_password(PASSWORD)
    user.save()
    return cast


def ask(username: str = "viewer", password: str = PASSWORD, **body: Any) -> Any:
    given = {"username": username, "password": password} | body
    return Client().post("/api/v1/auth/token", given, "application/json")


def me(token: str) -> int:
    return Client().get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).status_code


@pytest.mark.parametrize("username", ["viewer", "VIEWER", "viewer@example.org"])
def test_a_password_is_exchanged_for_a_token_that_works_and_expires(cast: Cast, settings: Any, username: str) -> None:
    response = ask(username)
    assert response.status_code == 200, response.content
    assert set(response.json()) == {"token", "expires_at"}
    assert me(response.json()["token"]) == 200
    row = AuthToken.objects.get()
    assert row.expiry - row.created > timedelta(hours=719)
    assert response.json()["token"] not in str(row.__dict__)
    AuthToken.objects.update(expiry=timezone.now())
    assert me(response.json()["token"]) == 401


def test_a_wrong_password_and_an_unknown_user_are_told_the_same(cast: Cast) -> None:
    answers = [ask(password="something else"), ask("nobody"), ask("nobody@example.org")]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0]["WWW-Authenticate"] == "Bearer"
    assert answers[0]["Content-Type"] == "application/problem+json"


def test_a_suspended_user_is_refused_with_the_same_words(cast: Cast) -> None:
    wrong = ask(password="something else")
    User.objects.filter(username="viewer").update(is_active=False)
    assert (ask().status_code, ask().content) == (401, wrong.content)


@pytest.mark.parametrize(
    "body", [{"username": ""}, {"password": ""}, {"username": None}, {"code": 5.5, "username": []}, {"extra": 1}]
)
def test_a_body_that_cannot_be_used_is_refused(cast: Cast, body: dict[str, Any]) -> None:
    response = ask(**body) if set(body) - {"username", "password"} else ask(**{"username": "viewer", **body})
    assert response.status_code == 400
    assert response.json()["errors"]


def stand_still(monkeypatch: pytest.MonkeyPatch, now: float) -> None:
    """Let the counter of tries see one moment only."""
    monkeypatch.setattr(tries, "time", SimpleNamespace(time=lambda: now, monotonic=lambda: now))


def test_after_twenty_tries_a_minute_even_the_right_password_waits(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch, 1_000_000_000.0)
    for _try in range(20):
        assert ask(password="guess").status_code == 401
    refused = ask()
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert ask("reviewer", "guess").status_code == 401, "another user from the same address is not locked out"
    stand_still(monkeypatch, 1_000_000_061.0)
    assert ask().status_code == 200


def test_tries_are_counted_without_redis_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorbell, "connection", lambda: redis.Redis.from_url("redis://127.0.0.1:1/0"))
    monkeypatch.setattr(tries, "_own", {})
    stand_still(monkeypatch, 1_000_000_000.0)
    assert ask().status_code == 200
    for _try in range(19):
        assert ask(password="guess").status_code == 401
    assert ask().status_code == 429


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(counters()))))


def test_where_a_second_factor_is_set_a_token_needs_its_code(cast: Cast) -> None:
    secret = generate_totp_secret()
    TOTP.activate(cast.users["viewer"], secret)
    without = ask()
    assert (without.status_code, without.json()["code_required"]) == (401, True)
    wrong = ask(code="000000" if code_now(secret) != "000000" else "111111")
    assert (wrong.status_code, wrong.json()["code_required"]) == (401, True)
    code = code_now(secret)
    assert ask(code=code).status_code == 200
    assert ask(code=code).status_code == 401, "a code works once"
    assert AuthToken.objects.count() == 1


def test_a_recovery_code_stands_in_for_the_second_factor_once(cast: Cast) -> None:
    TOTP.activate(cast.users["viewer"], generate_totp_secret())
    code = RecoveryCodes.activate(cast.users["viewer"]).generate_codes()[0]
    assert ask(code=code).status_code == 200
    assert ask(code=code).status_code == 401


def test_a_wrong_password_is_not_told_of_the_second_factor(cast: Cast) -> None:
    TOTP.activate(cast.users["viewer"], generate_totp_secret())
    assert "code_required" not in ask(password="something else").json()


def test_one_lists_and_revokes_one_s_own_tokens_only(cast: Cast) -> None:
    token = ask().json()["token"]
    client, other = cast.client("viewer"), cast.client("reviewer")
    rows = client.get("/api/v1/auth/tokens").json()["results"]
    assert len(rows) == 2
    assert [row["current"] for row in rows] == [True, False]
    key = next(row["key"] for row in rows if not row["current"])
    assert token.startswith(key)
    assert other.delete(f"/api/v1/auth/tokens/{key}").status_code == 404
    assert me(token) == 200
    assert client.delete(f"/api/v1/auth/tokens/{key}").status_code == 204
    assert me(token) == 401
    assert client.delete(f"/api/v1/auth/tokens/{key}").status_code == 404
    kinds = list(SiteEvent.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["user.token_created", "user.token_revoked"]


def test_a_token_can_end_itself(cast: Cast) -> None:
    client = cast.client("viewer")
    assert client.delete("/api/v1/auth/token").status_code == 204
    assert client.get("/api/v1/me").status_code == 401
    session = Client()
    session.force_login(cast.users["viewer"])
    assert session.get("/api/v1/me").status_code == 200
    assert session.delete("/api/v1/auth/token").status_code in {400, 403}
    assert Client().delete("/api/v1/auth/token").status_code == 401


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer a b", "Bearer x", "Bearer \u00ff\u00fe", "Bearer " + "x" * 5000, "Basic eDp5", "x"]
)
def test_a_header_that_is_no_token_is_answered_401(cast: Cast, header: str) -> None:
    response = Client().get("/api/v1/me", headers={"Authorization": header})
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"


def test_a_stale_token_does_not_keep_anybody_from_a_new_one(cast: Cast) -> None:
    body = {"username": "viewer", "password": PASSWORD}
    stale = {"Authorization": "Bearer gone"}
    assert Client().post("/api/v1/auth/token", body, "application/json", headers=stale).status_code == 200


def test_expired_tokens_are_cleared_away(cast: Cast) -> None:
    ask()
    AuthToken.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    ask()
    assert AuthToken.objects.count() == 1


def test_a_request_with_a_token_asks_for_it_once(cast: Cast, django_assert_num_queries: Any) -> None:
    client = cast.client("viewer")
    for _round in range(5):
        cast.token("viewer")
    with django_assert_num_queries(2):  # the token with its user, the memberships
        client.get("/api/v1/me")
