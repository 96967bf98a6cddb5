"""Every environment variable the product reads, typed, with its default and its meaning.

`VARIABLES` is the single table: `settings.py` reads through `read()`, and the table in `docs/running.md` is
compared with it by a test. A variable that is set but cannot be understood stops the start with a sentence.
"""

import os
from dataclasses import dataclass
from typing import Any


class BadEnvironment(Exception):
    """An environment variable has a value that cannot be used; the message says which and why."""


@dataclass(frozen=True)
class Variable:
    """One environment variable: `kind` is str, int, bool or list (separated by commas or blanks)."""

    name: str
    kind: type
    default: Any
    help: str


VARIABLES: dict[str, Variable] = {
    v.name: v
    for v in [
        Variable(
            "PROBATA_ENV", str, "development", "`development` or `production`; production refuses unsafe settings"
        ),
        Variable("SECRET_KEY", str, "", "Signs sessions and links; at least 50 characters in production"),
        Variable("DEBUG", bool, False, "Shows error details in pages; refused in production"),
        Variable("ALLOWED_HOSTS", list, "127.0.0.1,localhost,[::1]", "Host names the site answers to"),
        Variable(
            "BASE_URL",
            str,
            "",
            "Public address used in links, such as https://probata.example; derived from the request when empty",
        ),
        Variable("TRUST_PROXY", bool, False, "Trust X-Forwarded-Proto from the proxy in front"),
        Variable("PORT", int, 8000, "Port the web server listens on"),
        Variable("BIND", str, "127.0.0.1", "Address the web server listens on"),
        Variable("WEB_PROCESSES", int, 1, "Web server processes"),
        Variable("WEB_THREADS", int, 8, "Threads per web process"),
        Variable("WORKER_PROCESSES", int, 2, "Celery worker processes"),
        Variable("DATABASE_URL", str, "", "PostgreSQL for the application's role; embedded PostgreSQL when empty"),
        Variable("DATABASE_OWNER_URL", str, "", "The same database for the role that owns the tables and migrates"),
        Variable("REDIS_URL", str, "", "Redis; embedded Redis when empty"),
        Variable(
            "DATA_DIR", str, "", "Where files, logs and embedded services live; `var/` in the checkout when empty"
        ),
        Variable(
            "STATIC_DIR",
            str,
            "",
            "Where collected style sheets and scripts are served from; `static/` in the data directory when empty",
        ),
        Variable(
            "EMAIL_URL", str, "", "SMTP server as smtp://user:password@host:port; links are shown to copy when empty"
        ),
        Variable("EMAIL_FROM", str, "probata@localhost", "Sender of mail"),
        Variable(
            "PROJECT_CREATORS",
            str,
            "admins",
            "Who may create projects: `everyone`, `managers` (of any project) or `admins`",
        ),
        Variable("TOKEN_HOURS", int, 720, "How long an API token lasts, in hours"),
        Variable("EXPORT_HOURS", int, 72, "How long an export file is kept, in hours"),
        Variable(
            "JOB_LEASE_SECONDS",
            int,
            20,
            "After how many seconds without a sign of life of its worker a job goes to another one; at least 2",
        ),
        Variable("MAX_UPLOAD_MB", int, 200, "Largest accepted upload, in megabytes"),
        Variable("MAX_TEXT_CHARACTERS", int, 5_000_000, "Largest accepted text of one document, in characters"),
        Variable("OIDC_SERVER_URL", str, "", "OpenID Connect issuer for single sign-on; off when empty"),
        Variable("OIDC_CLIENT_ID", str, "", "OpenID Connect client"),
        Variable("OIDC_CLIENT_SECRET", str, "", "OpenID Connect secret"),
        Variable(
            "OIDC_ORIGINS",
            list,
            "",
            "Other origins that the issuer leads the browser to while somebody signs in, such as https://login.example",
        ),
        Variable("LOG_LEVEL", str, "INFO", "DEBUG, INFO, WARNING or ERROR"),
    ]
}

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def read(name: str) -> Any:
    """Return the typed value of one variable of the table, or its default when it is unset or empty."""
    variable = VARIABLES[name]
    raw = os.environ.get(name, "").strip()
    if raw == "":
        raw = str(variable.default)
    if variable.kind is bool:
        if raw.lower() in _TRUE | _FALSE:
            return raw.lower() in _TRUE
        raise BadEnvironment(f"{name} is {raw!r}; write true or false.")
    if variable.kind is int:
        try:
            return int(raw)
        except ValueError:
            raise BadEnvironment(f"{name} is {raw!r}; write a whole number.") from None
    if variable.kind is list:
        return raw.replace(",", " ").split()
    return raw
