"""What the front end's build leaves for the pages: Lucide's icons and the palette of label colours.

Icons are put into the page as SVG so that they take the colour of the words beside them. The build writes all of them
into one `icons.json` among the static files; it is read once, when first asked for.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


@cache
def _read(name: str) -> Any:
    found = finders.find(name)
    path = Path(found) if isinstance(found, str) else Path(settings.STATIC_ROOT or "") / name
    return json.loads(path.read_text(encoding="utf-8"))


def _built(name: str) -> Any:
    """The content of a built file; None while the front end has not been built."""
    try:
        return _read(name)
    except OSError:
        return None


def icon_svg(name: str, *, size: str = "", label: str = "") -> SafeString:
    """The icon as inline SVG: hidden from screen readers, or an image with a name if it stands alone."""
    shapes = _built("icons.json") or {}
    if shapes and name not in shapes and settings.DEBUG:
        raise LookupError(f"Lucide has no icon named {name!r}.")
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" {} width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" focusable="false">{}</svg>',
        f" icon--{size}" if size else "",
        spoken,
        mark_safe(shapes.get(name, "")),  # noqa: S308 (the shapes come from the project's own build)
    )


def label_colours() -> list[dict[str, str]]:
    """The palette for labels, most different first: `{"name", "light", "dark"}` each."""
    return list(_built("label-colours.json") or [])


@cache
def label_twins() -> dict[str, str]:
    """Colour on light paper → its twin on dark paper."""
    return {colour["light"]: colour["dark"] for colour in label_colours()}
