"""CSL-JSON, as the schema of CSL 1.0.2 describes it: an array of items.

Carried whole: title, authors, publisher, container-title, issued, accessed, language, URL, note and what is in
`base.FURTHER`. CSL has no words for an archived copy, a licence, how a date is known, and a marking: they stand in the
schema's own place for such, `custom`, under the names of the record.

Not carried: whether a date is approximate, uncertain or both, as `circa` is one word for all of them; it is read as
approximate. Of an item's season and of a date in words, the year is read if it stands there. Particles of a name become
part of the family name they stand before.
"""

from typing import Any

import orjson

from sources.citations.base import FURTHER, Citation, CitationFormat
from sources.citations.names import Name, as_it_stands, person
from sources.dates import Parts, Published, in_calendar, parse_date
from sources.records import TYPES
from sources.refusals import Refused, gettext_noop

_LINES = {
    "title": "title",
    "publisher": "publisher",
    "container-title": "container",
    "language": "language",
    "URL": "url",
    "note": "notes",
}
_CUSTOM = ("archive_url", "licence", "published_basis")
_READ = {*_LINES, *FURTHER, "id", "type", "author", "issued", "accessed", "custom", "citation-key"}


def _recognises(text: str) -> bool:
    return text.startswith(("[", "{"))


def read(text: str) -> list[Citation]:
    """The items of CSL-JSON: an array of them, or one."""
    try:
        items = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Refused(
            gettext_noop("This is not JSON: %(why)s, at character %(at)s."), why=error.msg, at=error.pos + 1
        ) from None
    items = items if isinstance(items, list) else [items]
    if not all(isinstance(item, dict) for item in items):
        raise Refused(gettext_noop("CSL-JSON is a list of objects, one for each entry."))
    return [_citation(item) for item in items]


def _citation(item: dict[str, Any]) -> Citation:
    found = Citation(key=_words(item.get("id")), left_out=[name for name in item if name not in _READ])
    kind = _words(item.get("type"))
    found.type = kind if kind in TYPES else ""
    if kind not in {"", "document", found.type}:
        found.left_out.append(f"type: {kind}")
    for name, field in _LINES.items():
        setattr(found, field, _words(item.get(name)))
    found.further = {name: words for name in FURTHER if (words := _words(item.get(name)))}
    authors = item.get("author")
    found.authors = [parsed for each in _listed(authors) if (parsed := _name(each))]
    for name, field in (("issued", "published"), ("accessed", "retrieved")):
        date = _date(item.get(name))
        if item.get(name) and date is None:
            found.left_out.append(name)
        setattr(found, field, str(date) if date else "")
    custom = item.get("custom")
    if isinstance(custom, dict):
        for name in _CUSTOM:
            setattr(found, name, _words(custom.get(name)))
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _words(value: Any) -> str:
    """A value of a kind that CSL writes: a string, or a number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)


def _name(value: Any) -> Name | None:
    if not isinstance(value, dict):
        return as_it_stands(_words(value))
    if literal := _words(value.get("literal")):
        return as_it_stands(literal)
    particles = [_words(value.get(name)) for name in ("dropping-particle", "non-dropping-particle")]
    family = " ".join(part for part in (*particles, _words(value.get("family"))) if part)
    return person(family, _words(value.get("given")), _words(value.get("suffix")))


def _date(value: Any) -> Published | None:
    if isinstance(value, str):
        return parse_date(value.strip())
    if not isinstance(value, dict):
        return None
    sign = "~" if value.get("circa") not in (None, False, "", 0, "0", "false") else ""
    ends = [_parts(each) for each in _listed(value.get("date-parts"))]
    if ends and len(ends) <= 2 and all(ends):
        start, end = ends[0], ends[1] if len(ends) == 2 else None
        return parse_date(str(Published(start, end, sign)))
    words = _words(value.get("raw")) or _words(value.get("literal"))
    return parse_date(words.strip())


def _parts(value: Any) -> Parts:
    """The parts of a date, numbers or numerals; nothing where they are none of the calendar."""
    numerals = [_words(part) for part in _listed(value)]
    if not 1 <= len(numerals) <= 3 or not all(
        part.isascii() and part.isdigit() and len(part) <= 4 for part in numerals
    ):
        return ()
    parts = tuple(map(int, numerals))
    return parts if in_calendar(parts) else ()


def _written_date(words: str) -> dict[str, Any] | None:
    date = parse_date(words)
    if date is None:
        return None
    written: dict[str, Any] = {"date-parts": [list(parts) for parts in (date.start, date.end) if parts]}
    return written | {"circa": True} if date.sign else written


def _written_name(name: Name) -> dict[str, str]:
    if name.literal:
        return {"literal": name.literal}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: words for part, words in parts.items() if words}


def item_of(citation: Citation) -> dict[str, Any]:
    """The item of a record."""
    custom = {name: getattr(citation, name) for name in (*_CUSTOM, "tlp")}
    item: dict[str, Any] = {
        "id": citation.key,
        "type": citation.type or "document",
        "author": [_written_name(name) for name in citation.authors],
        "issued": _written_date(citation.published),
        "accessed": _written_date(citation.retrieved),
        **{name: getattr(citation, field) for name, field in _LINES.items()},
        **citation.further,
        "custom": {name: value for name, value in custom.items() if value},
    }
    return {name: value for name, value in item.items() if value or name == "id"}


def write(citation: Citation) -> str:
    """One item."""
    return orjson.dumps(item_of(citation), option=orjson.OPT_INDENT_2).decode()


FORMAT = CitationFormat(
    name="csl_json",
    title="CSL-JSON",
    suffix="json",
    media_type="application/vnd.citationstyles.csl+json",
    recognises=_recognises,
    read=read,
    write=write,
    opening="[\n",
    between=",\n",
    closing="\n]\n",
)
