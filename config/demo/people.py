"""The people of the demonstration: one account for each role, with a password made for this installation.

The passwords are kept in `demo-logins.json` in the data folder, readable by its owner only, and stay what they are as
long as that file and the accounts agree.
"""

import json
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from config.env import read
from config.runtime.places import write_private
from projects.models import User
from projects.services.users import open_account
from projects.vocabulary import Role

MEMBERS: dict[str, Role] = {
    "viewer": Role.VIEWER,
    "annotator": Role.ANNOTATOR,
    "annotator2": Role.ANNOTATOR,
    "reviewer": Role.REVIEWER,
    "reviewer2": Role.REVIEWER,
    "reviewer3": Role.REVIEWER,
    "adjudicator": Role.ADJUDICATOR,
    "manager": Role.MANAGER,
}
ADMIN = "admin"
OUTSIDER = "outsider"
USERNAMES = (*MEMBERS, ADMIN, OUTSIDER)

_WORDS = (
    "amber", "anchor", "basalt", "bridge", "candle", "cedar", "copper", "ferry", "garnet", "harbour", "heron",
    "juniper", "lantern", "linden", "marble", "meadow", "oriole", "pebble", "quartz", "river", "saddle", "sparrow",
    "timber", "valley", "walnut", "willow",
)  # fmt: skip


def logins_file() -> Path:
    """Where the logins are kept."""
    return Path(settings.DATA_DIR) / "demo-logins.json"


def _known_passwords() -> dict[str, str]:
    try:
        users = json.loads(logins_file().read_text(encoding="utf-8"))["users"]
        return {str(entry["username"]): str(entry["password"]) for entry in users.values()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _new_password() -> str:
    return "-".join([*(secrets.choice(_WORDS) for _ in range(3)), f"{secrets.randbelow(10_000):04d}"])


def open_accounts() -> tuple[dict[str, User], dict[str, str]]:
    """Every account with its password: opened, or left as it is where its password still holds."""
    known = _known_passwords()
    users, passwords = {}, {}
    with transaction.atomic():
        for username in USERNAMES:
            password = known.get(username) or _new_password()
            user = User.objects.filter(username=username).first()
            if user is None:
                user = open_account(username=username, email=f"{username}@probata.example", password=password)
            elif not user.check_password(password):
                user.set_password(password)
                user.save(update_fields=["password"])
            if username == ADMIN and not user.is_admin:
                user.is_admin = True
                user.save(update_fields=["is_admin"])
            users[username], passwords[username] = user, password
    return users, passwords


def base_url() -> str:
    """Where the site is reached from this machine."""
    if settings.BASE_URL:
        return str(settings.BASE_URL)
    host = read("BIND")
    host = "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104 - compared, not bound
    return f"http://{f'[{host}]' if ':' in host else host}:{read('PORT')}"


def write_logins(project: str, passwords: dict[str, str]) -> Path:
    """Write down who can sign in and how; return where."""
    logins: dict[str, Any] = {
        "base_url": base_url(),
        "project": project,
        "users": {name: {"username": name, "password": password} for name, password in passwords.items()},
    }
    path = logins_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_private(path, json.dumps(logins, indent=1) + "\n")
    return path
