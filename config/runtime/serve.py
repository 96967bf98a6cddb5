"""The web server alone, as containers and service managers start it: uvicorn with the settings of the environment."""

import os
import sys

from config.env import read


def command() -> list[str]:
    """uvicorn's command line; also what the supervisor runs."""
    return [
        sys.executable,
        "-m",
        "uvicorn",
        "config.asgi:application",
        f"--host={read('BIND')}",
        f"--port={read('PORT')}",
        f"--workers={read('WEB_PROCESSES')}",
        "--no-access-log",
        "--log-level=warning",
        "--timeout-graceful-shutdown=3",
    ]


if __name__ == "__main__":
    os.execv(sys.executable, command())
