"""Long tests run small in every build, and whole on demand, when their figures are kept.

`make campaign` sets PROBATA_CAMPAIGN; its figures are appended to `var/campaign.jsonl`, from where they are carried
over to `docs/reliability.md`.
"""

import json
import math
import os
from dataclasses import dataclass
from typing import Any

from config.runtime.places import CHECKOUT

WHOLE = bool(os.environ.get("PROBATA_CAMPAIGN"))
SHARE = 0.02


@dataclass(frozen=True)
class Campaign:
    """The size of one long test, and where its figures go."""

    name: str

    def size(self, whole: int, *, least: int = 1) -> int:
        """How many rounds to run."""
        return whole if WHOLE else max(least, math.ceil(whole * SHARE))

    def record(self, **figures: Any) -> None:
        """Keep what a whole campaign measured."""
        if WHOLE:
            path = CHECKOUT / "var" / "campaign.jsonl"
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"test": self.name, **figures}, default=str) + "\n")
