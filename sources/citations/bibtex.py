"""BibTeX, read as BibTeX and biblatex have it, and written so that both take it; taken apart by pybtex.

Carried: the type of entry (with biblatex's `entrysubtype` where several types of CSL share one), title, authors,
publisher, the container (`journaltitle` or `booktitle`), `date` in EDTF, `urldate`, `language`, `url`, `note`, `doi`,
`isbn`, `issn`, `volume`, `number`, `issue`, `pages`, `edition`, `location`. BibTeX has no fields for an archived copy,
a licence, how a date is known, and a marking: they are written as `archiveurl`, `license`, `datebasis` and `tlp`, which
styles pass over.

Not carried: empty lines in notes, and the number of an article (its `number` is the issue, so the number is written
as `eid`). A name in braces is a name as it stands. Braces in an address are written as %7B and %7D.
"""

import re
from collections.abc import Callable, Iterator

from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person
from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.exceptions import PybtexError

from sources.citations.base import Citation, CitationFormat
from sources.citations.names import Name, as_it_stands, person
from sources.citations.tex import from_tex, to_tex
from sources.dates import parse_date
from sources.records import TYPES
from sources.refusals import Refused, gettext_noop

_ENTRIES = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article", "book": "book",
    "chapter": "incollection", "dataset": "dataset", "motion_picture": "movie", "paper-conference": "inproceedings",
    "pamphlet": "booklet", "patent": "patent", "periodical": "periodical", "post-weblog": "online", "report": "report",
    "software": "software", "standard": "standard", "thesis": "thesis", "webpage": "online",
}  # fmt: skip
_KINDS = {
    "article": "article-journal", "inbook": "chapter", "techreport": "report", "phdthesis": "thesis",
    "mastersthesis": "thesis", "conference": "paper-conference", "electronic": "webpage", "www": "webpage",
    "online": "webpage", "suppperiodical": "article-journal", "mvbook": "book", "unpublished": "manuscript",
    **{entry: kind for kind, entry in _ENTRIES.items() if entry not in {"article", "online"}},
}  # fmt: skip
_SUBTYPES = {"magazine": "article-magazine", "newspaper": "article-newspaper"}
_NAMED = {kind: word for word, kind in _SUBTYPES.items()}
_PARTS_OF_BOOKS = {"chapter", "paper-conference"}
_FURTHER = {
    "DOI": "doi", "ISBN": "isbn", "ISSN": "issn", "volume": "volume", "page": "pages", "edition": "edition",
    "publisher-place": "location",
}  # fmt: skip
_PUBLISHERS = ("publisher", "institution", "school", "organization")
_CONTAINERS = ("journaltitle", "journal", "booktitle", "maintitle")
_LANGUAGES = ("language", "langid")
_READ = {
    *_PUBLISHERS, *_CONTAINERS, *_LANGUAGES, *_FURTHER.values(), "address", "author", "title", "subtitle", "date",
    "year", "month", "day", "url", "urldate", "note", "number", "issue", "eid", "entrysubtype", "archiveurl", "license",
    "datebasis", "tlp",
}  # fmt: skip
_MONTHS = {name[:3].lower(): number for number, name in enumerate(month_names.values(), 1)}
_EXPANDED_AT_MOST = 1_000_000


class _Parser(LowLevelParser):  # type: ignore[misc]  # pybtex has no types
    """pybtex's parser; abbreviations nobody has defined stand for themselves, and defined ones cannot multiply."""

    expanded = 0

    def parse_value_part(self) -> str:
        part = str(super().parse_value_part())
        self.expanded += len(part)
        if self.expanded > _EXPANDED_AT_MOST:
            raise Refused(gettext_noop("The abbreviations of this entry stand for more than can be read."))
        return part

    def substitute_macro(self, name: str) -> str:
        return str(self.macros.get(name.lower(), name))


def _recognises(text: str) -> bool:
    return re.search(r"@\s*[A-Za-z]+\s*[{(]", text) is not None


def read(text: str) -> list[Citation]:
    """The entries of a text."""
    try:
        return [_citation(kind, key, fields) for kind, key, fields in _entries(text)]
    except PybtexError as error:
        raise Refused(gettext_noop("This is not BibTeX that can be read: %(why)s."), why=error) from None
    except RecursionError:
        raise Refused(gettext_noop("The braces of this entry are nested too deep.")) from None


def _entries(text: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    for command, body in _Parser(text, keyless_entries=False, macros=dict(month_names)):
        kind = command.lower()
        if kind in {"string", "preamble"}:
            continue
        key, values = body
        fields: dict[str, str] = {}
        for name, parts in values:
            fields.setdefault(name.lower(), "".join(parts).strip())
        yield kind, key, fields


def _citation(entry: str, key: str, fields: dict[str, str]) -> Citation:
    def first(*names: str) -> str:
        return next((words for name in names if (words := " ".join(from_tex(fields.get(name, "")).split()))), "")

    found = Citation(key=key, left_out=[name for name in fields if name not in _READ])
    subtype = first("entrysubtype")
    found.type = _SUBTYPES.get(subtype, subtype if subtype in TYPES else _KINDS.get(entry, ""))
    if not found.type and entry != "misc":
        found.left_out.append(f"@{entry}")
    found.title = ": ".join(words for words in (first("title"), first("subtitle")) if words)
    found.authors = [name for each in split_name_list(_folded(fields.get("author"))) if (name := _name(each))]
    found.publisher, found.container, found.language = first(*_PUBLISHERS), first(*_CONTAINERS), first(*_LANGUAGES)
    found.url, found.archive_url = _address(fields.get("url")), _address(fields.get("archiveurl"))
    found.licence, found.published_basis = first("license"), first("datebasis")
    paragraphs = re.split(r"\n\s*\n", fields.get("note", ""))
    found.notes = "\n".join(words for each in paragraphs if (words := " ".join(from_tex(each).split())))
    found.published, found.retrieved = _published(fields, first, found), first("urldate")
    further = {name: first(field) for name, field in _FURTHER.items()}
    further["page"] = further["page"].replace("–", "-")
    further["publisher-place"] = first("location", "address")
    is_article = found.type.startswith("article")
    further["issue"], further["number"] = (first("number", "issue"), first("eid")) if is_article else (
        first("issue"), first("number")
    )  # fmt: skip
    found.further = {name: words for name, words in further.items() if words}
    return found


def _folded(words: str | None) -> str:
    return " ".join((words or "").split())


def _address(words: str | None) -> str:
    """An address, in which TeX's escapes do not belong and stand all the same."""
    return re.sub(r"\\([%&#_~$])", r"\1", (words or "").strip()).removeprefix(r"\url{").rstrip("}")


def _published(fields: dict[str, str], first: Callable[..., str], found: Citation) -> str:
    date = _folded(fields.get("date"))  # in EDTF, where a tilde is a sign and no space
    if date and parse_date(date):
        return date
    year, month, day = first("year"), first("month"), first("day")
    number = _MONTHS.get(month[:3].lower()) or (int(month) if month.isascii() and month.isdigit() else 0)
    written = year + (f"-{number:02d}" if number else "")
    written += f"-{int(day):02d}" if number and day.isascii() and day.isdigit() and len(day) < 3 else ""
    if date:
        found.left_out.append("date")
    if parse_date(written):
        return written
    if year:
        found.left_out.append("year")
    return ""


def _name(words: str) -> Name | None:
    if words.startswith("{") and _closes_at(words) == len(words) - 1:
        return as_it_stands(from_tex(words))
    if words.lower() == "others":
        return None
    try:
        parsed = Person(words)
    except (PybtexError, ValueError):
        return as_it_stands(from_tex(words))
    parts = {
        part: from_tex(parsed.get_part_as_text(part)) for part in ("prelast", "last", "lineage", "first", "middle")
    }
    return person(f"{parts['prelast']} {parts['last']}", f"{parts['first']} {parts['middle']}", parts["lineage"])


def _closes_at(words: str) -> int:
    """Where the first brace is closed."""
    depth = 0
    for place, character in enumerate(words):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return place
    return -1


def _written_name(name: Name) -> str:
    if name.literal:
        return f"{{{to_tex(name.literal)}}}"
    family, given, suffix = (
        re.sub(r"\b(and)\b", r"{\1}", to_tex(part), flags=re.IGNORECASE)
        for part in (name.family, name.given, name.suffix)
    )
    return ", ".join(part for part in (family, suffix, given) if part)


def _written_address(address: str) -> str:
    return address.replace("{", "%7B").replace("}", "%7D")


def write(citation: Citation) -> str:
    """One entry, in UTF-8."""
    kind, further = citation.type, citation.further
    entry = _ENTRIES.get(kind, "misc")
    subtype = "" if _KINDS.get(entry, "") == kind else _NAMED.get(kind, kind)
    is_article = kind.startswith("article")
    fields = {
        "entrysubtype": subtype,
        "author": " and ".join(map(_written_name, citation.authors)),
        "title": to_tex(citation.title),
        "booktitle" if kind in _PARTS_OF_BOOKS else "journaltitle": to_tex(citation.container),
        "publisher": to_tex(citation.publisher),
        "date": citation.published,
        "language": to_tex(citation.language),
        **{field: to_tex(further.get(name, "")) for name, field in _FURTHER.items()},
        "number": to_tex(further.get("issue" if is_article else "number", "")),
        "eid" if is_article else "issue": to_tex(further.get("number" if is_article else "issue", "")),
        "url": _written_address(citation.url),
        "urldate": citation.retrieved,
        "archiveurl": _written_address(citation.archive_url),
        "license": to_tex(citation.licence),
        "datebasis": citation.published_basis,
        "tlp": citation.tlp,
        "note": "\n\n".join(map(to_tex, citation.notes.split("\n"))),
    }
    key = re.sub(r"[^A-Za-z0-9:._+-]", "", citation.key) or "entry"
    lines = [f"@{entry}{{{key}", *(f"  {name} = {{{value}}}" for name, value in fields.items() if value.strip())]
    return ",\n".join(lines) + ",\n}\n"


FORMAT = CitationFormat(
    name="bibtex",
    title="BibTeX",
    suffix="bib",
    media_type="application/x-bibtex",
    recognises=_recognises,
    read=read,
    write=write,
)
