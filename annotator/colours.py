"""The colours that labels are given: those the interface draws with, most different first."""

import json
from functools import lru_cache

from django.conf import settings


@lru_cache(maxsize=1)
def palette() -> tuple[str, ...]:
    """The stored form (`#rrggbb`) of each colour, in the order in which new labels get them."""
    path = settings.BASE_DIR / "frontend" / "src" / "styles" / "label-colours.json"
    return tuple(colour["light"] for colour in json.loads(path.read_text(encoding="utf-8")))
