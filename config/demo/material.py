"""The finished material: eight texts and what a desk has made of them. `material/README.md` describes it."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sources.text import decode, settle

FOLDER = Path(__file__).resolve().parent / "material"

Place = tuple[tuple[int, int], ...]


class MaterialFault(Exception):
    """The material contradicts itself; the sentence says where."""


@dataclass(frozen=True)
class Material:
    """What `demo.json` says, and the texts it speaks of."""

    content: dict[str, Any]

    @classmethod
    def read(cls) -> "Material":
        """The material as it lies in the checkout."""
        return cls(json.loads((FOLDER / "demo.json").read_text(encoding="utf-8")))

    def __getitem__(self, key: str) -> Any:
        return self.content[key]

    @cached_property
    def texts(self) -> dict[str, str]:
        """File name → text as an import keeps it."""
        return {entry["file"]: settle(decode(self.path(entry["file"]).read_bytes()))[0] for entry in self["documents"]}

    @staticmethod
    def path(file: str) -> Path:
        """Where a text lies."""
        return FOLDER / file

    def place(self, entry: dict[str, Any]) -> Place:
        """The fragments of an entry that names a document and quotes it, in code points."""
        quotes = entry.get("fragments") or [entry]
        return tuple(self._find(entry["document"], part["quote"], part.get("occurrence", 1)) for part in quotes)

    def _find(self, file: str, quote: str, occurrence: int) -> tuple[int, int]:
        text, start = self.texts[file], -len(quote)
        for _time in range(occurrence):
            start = text.find(quote, start + len(quote))
            if start < 0:
                raise MaterialFault(f"{file} does not hold {quote!r} {occurrence} times")
        return start, start + len(quote)
