"""What services take: parsed and of the right type, not yet looked up or judged."""

from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from projects.events import canonical


@dataclass(frozen=True)
class Speaker:
    """One link of the chain of speakers."""

    name: str
    directness: str = "verbatim"
    role: str = ""
    anonymous: bool = False
    words: str = ""


@dataclass(frozen=True)
class Source:
    """What a piece of evidence rests on: a mark, or a document and perhaps a passage of it, or a reference record."""

    stance: str
    annotation: UUID | None = None
    document: UUID | None = None
    fragments: tuple[tuple[int, int], ...] = ()
    exact: str | None = None
    revision: UUID | None = None
    record: dict[str, str] | None = None
    note: str = ""
    valid_from: str = ""
    valid_to: str = ""


@dataclass(frozen=True)
class Draft:
    """A claim as its author writes it."""

    statement: str
    kind: str
    tlp: int | None = None
    valid_from: str = ""
    valid_to: str = ""
    particulars: dict[str, Any] = field(default_factory=dict)
    attributions: tuple[Speaker, ...] = ()
    evidence: tuple[Source, ...] = ()
    state: str = "in_review"

    def digest(self) -> str:
        """SHA-256 over everything that was asked for, to tell a repeated creation from another one."""
        plain = {key: str(value) if isinstance(value, UUID) else value for key, value in asdict(self).items()}
        plain["evidence"] = [
            {key: str(value) if isinstance(value, UUID) else value for key, value in asdict(source).items()}
            for source in self.evidence
        ]
        return sha256(canonical(plain)).hexdigest()
