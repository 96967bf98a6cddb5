"""The bibliographic record of a document, checked: from a line of JSON Lines or from a form, by one set of rules."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import orjson

from sources.dates import check_date, check_day
from sources.refusals import Refused, gettext_noop

TITLE_AT_MOST = 1000
NAME_AT_MOST = 300
NOTES_AT_MOST = 20_000
METADATA_AT_MOST = 64 * 1024
TLP_NAMES = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
BASES = ("printed", "inferred", "retrieved")
"""How the date of publication is known: it stands on the document, somebody inferred it, or it is when it was got."""
TYPES = (
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "entry", "entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic",
    "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture", "musical_score",
    "pamphlet", "paper-conference", "patent", "performance", "periodical", "personal_communication", "post",
    "post-weblog", "regulation", "report", "review", "review-book", "software", "song", "speech", "standard", "thesis",
    "treaty", "webpage",
)  # fmt: skip
"""The kinds of document that CSL 1.0.2 knows. Its `document` says nothing, which here is the empty string."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
# What an export says besides the record, and what follows from the text again.
DERIVED = frozenset(
    {
        "id",
        "project",
        "revision",
        "number",
        "sha256",
        "length",
        "created_at",
        "updated_at",
        "version",
        "document",
        "import",
    }
)


@dataclass(slots=True)
class Record:
    """What is known of a document besides its text. `tlp` is None where nothing was said.

    `container` is the publication it is a part of, `retrieved` the day somebody got it. An author written as “Family,
    Given” is a person; see `sources.citations.names`.
    """

    title: str = ""
    authors: list[str] = field(default_factory=list)
    publisher: str = ""
    published: str = ""
    language: str = ""
    url: str = ""
    type: str = ""
    container: str = ""
    published_basis: str = ""
    archive_url: str = ""
    retrieved: str = ""
    licence: str = ""
    notes: str = ""
    tlp: int | None = None
    file_name: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)


def words(value: Any, at_most: int) -> str:
    """One line of words: white space folded, no control characters, not too long."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused(gettext_noop("Write words in quotes."))
    line = " ".join(value.split())
    if len(line) > at_most:
        raise Refused(gettext_noop("Use at most %(n)d characters."), n=at_most)
    if not line.isprintable() and any(ord(character) < 32 or ord(character) == 127 for character in line):
        raise Refused(gettext_noop("Control characters cannot be kept here."))
    if any("\ud800" <= character <= "\udfff" for character in line):
        raise Refused(gettext_noop("Half a surrogate pair cannot be kept."))
    return line


def check_title(value: Any) -> str:
    return words(value, TITLE_AT_MOST)


def check_authors(value: Any) -> list[str]:
    listed = [] if value is None else [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or len(listed) > 200:
        raise Refused(gettext_noop("Write the authors as a list of at most 200 names."))
    return [name for name in (words(part, NAME_AT_MOST) for part in listed) if name]


def check_publisher(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("name")
    return words(value, NAME_AT_MOST)


def check_published(value: Any) -> str:
    return check_date(words(value, 40))


def check_basis(value: Any) -> str:
    return _one_of(value, BASES)


def check_type(value: Any) -> str:
    return _one_of(value, TYPES)


def _one_of(value: Any, choices: tuple[str, ...]) -> str:
    word = words(value, 40)
    if word and word not in choices:
        raise Refused(gettext_noop("Choose one of %(choices)s."), choices=", ".join(choices))
    return word


def check_retrieved(value: Any) -> str:
    return check_day(words(value, 10))


def check_line(value: Any) -> str:
    """A name or a short sentence."""
    return words(value, NAME_AT_MOST)


def check_notes(value: Any) -> str:
    """Words of several lines."""
    if value is not None and not isinstance(value, str):
        raise Refused(gettext_noop("Write words in quotes."))
    lines = [words(line, NOTES_AT_MOST) for line in (value or "").replace("\r\n", "\n").split("\n")]
    notes = "\n".join(lines).strip()
    if len(notes) > NOTES_AT_MOST:
        raise Refused(gettext_noop("Use at most %(n)d characters."), n=NOTES_AT_MOST)
    return notes


def check_language(value: Any) -> str:
    code = words(value, 20)
    if code and not _LANGUAGE.fullmatch(code):
        raise Refused(gettext_noop("Write the language as a code such as en, de or pt-BR."))
    return code


def check_url(value: Any) -> str:
    address = words(value, 2000)
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in address
    except ValueError:
        usable = False
    if not usable:
        raise Refused(gettext_noop("Write a full address that starts with http:// or https://."))
    return address


def check_tlp(value: Any) -> int | None:
    if value in (None, ""):
        return None
    name = value.strip().upper().removeprefix("TLP:") if isinstance(value, str) else value
    if name not in TLP_NAMES:
        raise Refused(gettext_noop("Write the marking as CLEAR, GREEN, AMBER, AMBER+STRICT or RED."))
    return TLP_NAMES.index(name)


def check_metadata(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Refused(gettext_noop("Write the metadata as an object of names and values."))
    try:
        written = orjson.dumps(value)
    except (orjson.JSONEncodeError, RecursionError):
        raise Refused(gettext_noop("The metadata cannot be written as JSON.")) from None
    if len(written) > METADATA_AT_MOST:
        raise Refused(gettext_noop("The metadata is over %(n)d kilobytes."), n=METADATA_AT_MOST // 1024)
    if b"\\u0000" in written and _holds_nul(value):
        raise Refused(gettext_noop("The metadata holds a NUL character."))
    return value


def _holds_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(_holds_nul(part) for pair in value.items() for part in pair)
    return isinstance(value, list) and any(_holds_nul(part) for part in value)


CHECKS = {
    "title": check_title,
    "authors": check_authors,
    "publisher": check_publisher,
    "published": check_published,
    "language": check_language,
    "url": check_url,
    "type": check_type,
    "container": check_line,
    "published_basis": check_basis,
    "archive_url": check_url,
    "retrieved": check_retrieved,
    "licence": check_line,
    "notes": check_notes,
    "tlp": check_tlp,
    "metadata": check_metadata,
}


def complete(record: Record, said: dict[str, Any]) -> None:
    """Fill what is not known yet from what a file says of itself; what it says in no usable form is left out."""
    for key, value in said.items():
        if key in CHECKS and not getattr(record, key):
            try:
                setattr(record, key, CHECKS[key](value))
            except Refused:
                continue


def check_record(given: dict[str, Any], kept_apart: frozenset[str]) -> Record:
    """The record in a line of JSON Lines. Keys nobody knows are kept in the metadata, so that nothing is lost."""
    found: dict[str, Any] = {}
    unknown: dict[str, Any] = {}
    for key, value in given.items():
        if key in CHECKS:
            try:
                found[key] = CHECKS[key](value)
            except Refused as refusal:
                raise Refused(refusal.sentence, about=key, **refusal.values) from None
        elif key == "file_name":
            found[key] = words(value, 500)
        elif key not in kept_apart and key not in DERIVED:
            unknown[key] = value
    if unknown:
        found["metadata"] = check_metadata({**unknown, **found.get("metadata", {})})
    return Record(**found)
