"""Settings: one documented table, read strictly, and a production that refuses what is unsafe."""

import re
import subprocess
import sys

import pytest

from config.env import VARIABLES, BadEnvironment, read
from config.origins import origin, origin_of
from config.runtime.places import CHECKOUT
from tests.config.conftest import clean_environment

GOOD_KEY = "k" * 25 + "e1-" * 10


def _documented() -> dict[str, tuple[str, str, str]]:
    page = (CHECKOUT / "docs" / "running.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([A-Z_]+)` \| (\w+) \| (.*?) \| (.*) \|$", page, flags=re.MULTILINE)
    return {name: (kind, default.strip("` "), meaning) for name, kind, default, meaning in rows}


def test_the_table_of_settings_says_what_the_code_reads() -> None:
    expected = {}
    for variable in VARIABLES.values():
        default = str(variable.default).lower() if variable.kind is bool else str(variable.default)
        expected[variable.name] = (variable.kind.__name__, default, variable.help)
    assert _documented() == expected


def test_no_variable_is_read_behind_the_tables_back() -> None:
    named = re.compile(r"""(?:environ(?:\.get\()?\[?|getenv\()\s*["']([A-Z_]+)["']""")
    # The machine's own, and the two that lead a process to its settings and a campaign to its size.
    others = {"DJANGO_SETTINGS_MODULE", "PATH", "PROBATA_CAMPAIGN"}
    read_directly = {
        (path.relative_to(CHECKOUT).as_posix(), name)
        for package in ["config", "projects", "sources", "annotator", "reviews", "exchange"]
        for path in (CHECKOUT / package).rglob("*.py")
        for name in named.findall(path.read_text(encoding="utf-8"))
        if name not in VARIABLES and name not in others
    }
    assert read_directly == set()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [("PORT", "eighty", "write a whole number"), ("DEBUG", "perhaps", "write true or false")],
)
def test_a_value_that_cannot_be_understood_is_refused_with_its_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadEnvironment, match=f"{name} is '{value}'; {sentence}"):
        read(name)


def _check(**variables: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=CHECKOUT,
        env=clean_environment(**variables),
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({}, "SECRET_KEY is missing or too short"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is missing or too short"),
        ({"SECRET_KEY": "development-only-key-never-used-in-production-0123456789"}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": GOOD_KEY, "DEBUG": "true"}, "DEBUG must be off"),
    ],
    ids=["without a key", "with a short key", "with the default key", "with debugging"],
)
def test_production_refuses_to_start(variables: dict[str, str], sentence: str) -> None:
    refused = _check(PROBATA_ENV="production", **variables)
    assert refused.returncode != 0
    assert sentence in refused.stderr


def test_production_starts_with_a_key_of_its_own() -> None:
    accepted = _check(PROBATA_ENV="production", SECRET_KEY=GOOD_KEY)
    assert accepted.returncode == 0, accepted.stderr


def test_an_unknown_environment_is_refused() -> None:
    refused = _check(PROBATA_ENV="prodution")
    assert refused.returncode != 0
    assert "PROBATA_ENV must be development or production" in refused.stderr


def _form_action(**variables: str) -> "subprocess.CompletedProcess[str]":
    """Where forms of a site with these settings may lead."""
    code = "from config import settings; print(settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=CHECKOUT, env=clean_environment(**variables), capture_output=True, text=True)


@pytest.mark.parametrize(
    ("variables", "origins"),
    [
        ({}, []),
        ({"OIDC_ORIGINS": "https://login.example"}, []),
        ({"OIDC_SERVER_URL": "https://Desk.example/realms/desk"}, ["https://desk.example"]),
        (
            {"OIDC_SERVER_URL": "http://127.0.0.1:8080", "OIDC_ORIGINS": "https://a.example, https://b.example:8443"},
            ["http://127.0.0.1:8080", "https://a.example", "https://b.example:8443"],
        ),
        (
            {"OIDC_SERVER_URL": "https://desk.example", "OIDC_ORIGINS": "https://a.example http://localhost"},
            ["https://desk.example", "https://a.example", "http://localhost"],
        ),
    ],
    ids=["without an issuer", "without an issuer, with origins", "an issuer", "commas", "blanks"],
)
def test_forms_lead_to_this_site_and_to_the_origins_of_the_issuer(
    variables: dict[str, str], origins: list[str]
) -> None:
    assert _form_action(**variables).stdout.strip() == str(["'self'", *origins])


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("login.example", "write an origin"),
        ("https://login.example/realms", "write an origin"),
        ("https://login.example/", "write an origin"),
        ("https://login.example;script-src", "write an origin"),
        ("https://*.example", "write an origin"),
        ("https://user@login.example", "write an origin"),
        ("https://login.example:99999", "write an origin"),
        ("'unsafe-inline'", "write an origin"),
        ("https:", "write an origin"),
        ("http://login.example", "only https is safe"),
        ("http://127.0.0.1.example", "only https is safe"),
    ],
)
def test_an_origin_that_is_none_is_refused_with_its_name(address: str, sentence: str) -> None:
    with pytest.raises(BadEnvironment, match=f"OIDC_ORIGINS has {re.escape(repr(address))}; {sentence}"):
        origin("OIDC_ORIGINS", address)


@pytest.mark.parametrize("address", ["desk.example", "https://[", "http://desk.example/realms", "file:///etc/passwd"])
def test_an_issuer_without_an_origin_is_refused_with_its_name(address: str) -> None:
    with pytest.raises(BadEnvironment, match="OIDC_SERVER_URL"):
        origin_of("OIDC_SERVER_URL", address)


def test_the_site_does_not_start_with_an_origin_that_is_none() -> None:
    refused = _form_action(OIDC_SERVER_URL="https://desk.example", OIDC_ORIGINS="https://a.example/x")
    assert refused.returncode != 0
    assert "OIDC_ORIGINS has 'https://a.example/x'; write an origin" in refused.stderr


def test_a_lease_too_short_for_signs_of_life_is_refused() -> None:
    refused = _check(JOB_LEASE_SECONDS="1")
    assert refused.returncode != 0
    assert "JOB_LEASE_SECONDS must be 2 or more" in refused.stderr


@pytest.mark.parametrize(("command", "expected"), [("migrate", "-c lock_timeout=10s"), ("shell", "None")])
def test_only_what_changes_the_schema_gives_up_waiting_for_a_lock(command: str, expected: str) -> None:
    code = (
        f"import sys; sys.argv = ['manage.py', '{command}']; from config import settings;"
        "print(settings.DATABASES['default']['OPTIONS'].get('options'))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, env=clean_environment(), capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == expected
