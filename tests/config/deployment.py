"""The compose file, read as the tests of deployment need it."""

import re
import shlex
from typing import Any

import yaml

from config.runtime.places import CHECKOUT


def compose() -> dict[str, Any]:
    """The compose file with its anchors resolved."""
    return dict(yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8")))


def own_services() -> dict[str, dict[str, Any]]:
    """The services that run this project's image."""
    return {name: service for name, service in compose()["services"].items() if "build" in service}


def interpolated(text: str, values: dict[str, str]) -> str:
    """What compose makes of `${NAME:-default}` and `${NAME:?message}`."""

    def value(match: "re.Match[str]") -> str:
        return values.get(match[1], "") or (match[3] or "" if match[2] == ":-" else "")

    return re.sub(r"\$\{(\w+)(?:(:-|:\?)([^}]*))?\}", value, text)


def command_of(service: dict[str, Any], values: dict[str, str]) -> list[str]:
    """A service's command line."""
    command = service["command"]
    words = shlex.split(command) if isinstance(command, str) else [str(word) for word in command]
    return [interpolated(word, values) for word in words]
