"""The demonstration logins, as a table in the terminal."""

import json
from pathlib import Path


def show_logins(path: Path) -> None:
    """Print who can sign in, from the file that `manage.py demo` has written."""
    try:
        logins = json.loads(path.read_text())
    except (OSError, ValueError):
        return
    rows = [(role, user["username"], user["password"]) for role, user in logins.get("users", {}).items()]
    headings = ("role", "user name", "password")
    widths = [max(len(row[column]) for row in [headings, *rows]) for column in range(3)]
    for row in [headings, *rows]:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
