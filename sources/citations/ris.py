"""RIS, as its tags are described by Research Information Systems; lines are taken apart by rispy.

Carried: type, title, authors, publisher, T2 for the container, DA and PY for the date, Y2 for the day it was got, LA,
UR, N1 for notes and what is in `base.FURTHER`. A range, or a date that is not sure, stands in the fourth part of DA,
which is for words: its ends are separated by two dots. RIS has no tags for an archived copy, a licence, how a date is
known, and a marking: they stand in C1 to C4 behind a word that says which it is, and other words there are not read.

Not carried: empty lines in notes; both an ISBN and an ISSN (SN is one tag for both, an ISBN for books, chapters and
reports); types that RIS does not have come as GEN with the type's name in M3. A name that has a comma and is no person
stands in braces.
"""

import re
from typing import Any

import rispy

from sources.citations.base import Citation, CitationFormat
from sources.citations.names import parse_name, written_name
from sources.dates import parse_date, written
from sources.records import TYPES
from sources.refusals import Refused, gettext_noop

_WRITTEN_TYPES = {
    "article-journal": "JOUR", "article-magazine": "MGZN", "article-newspaper": "NEWS", "bill": "BILL", "book": "BOOK",
    "chapter": "CHAP", "dataset": "DATA", "entry-dictionary": "DICT", "entry-encyclopedia": "ENCYC", "figure": "FIGURE",
    "graphic": "ART", "hearing": "HEAR", "legal_case": "CASE", "legislation": "STAT", "manuscript": "MANSCPT",
    "map": "MAP", "motion_picture": "MPCT", "musical_score": "MUSIC", "pamphlet": "PAMP", "paper-conference": "CPAPER",
    "patent": "PAT", "periodical": "JFULL", "personal_communication": "PCOMM", "post": "ICOMM", "post-weblog": "BLOG",
    "report": "RPRT", "software": "COMP", "song": "SOUND", "standard": "STAND", "thesis": "THES", "webpage": "ELEC",
}  # fmt: skip
_READ_TYPES = {tag: kind for kind, tag in _WRITTEN_TYPES.items()} | {
    "CONF": "paper-conference", "EBOOK": "book", "EDBOOK": "book", "ECHAP": "chapter", "EJOUR": "article-journal",
    "GOVDOC": "report", "LEGAL": "regulation", "VIDEO": "broadcast", "INPR": "article-journal", "UNPB": "manuscript",
}  # fmt: skip
_WITH_ISBN = {"book", "chapter", "report"}
_FURTHER = {"DOI": "DO", "volume": "VL", "issue": "IS", "number": "M1", "edition": "ET", "publisher-place": "CY"}
_TITLES = ("TI", "T1")
_CONTAINERS = ("T2", "JO", "JF", "JA", "J2", "BT")
_CUSTOM = {"C1": ("Archived at", "archive_url"), "C2": ("Licence", "licence"), "C3": ("Date", "published_basis")}
_MARKING = ("C4", "TLP")
_READ = {
    *_TITLES, *_CONTAINERS, *_CUSTOM, *_FURTHER.values(), "TY", "ER", "AU", "A1", "PB", "DA", "PY", "Y1", "Y2", "LA",
    "UR", "N1", "SN", "SP", "EP", "M3", "C4", "ID",
}  # fmt: skip
_REPEATED = ["AU", "A1", "N1", "UR", "KW", *_CUSTOM, "C4"]
# Every tag under its own name: what a value means is said here, not by the library.
_TAGS = {tag: tag for tag in rispy.TAG_KEY_MAPPING} | {"BT": "BT"}


def _recognises(text: str) -> bool:
    return re.match(r"TY\s\s?-", text) is not None


def read(text: str) -> list[Citation]:
    """The references of a text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if not re.search(r"^ER\s\s?-", lines, re.MULTILINE):
        lines += "\nER  - "
    try:
        found = rispy.loads(lines, mapping=_TAGS, list_tags=_REPEATED, delimiter_tags_mapping={})
    except (KeyError, TypeError, AttributeError, ValueError):
        raise Refused(gettext_noop("This is not RIS that can be read.")) from None
    return [
        _citation({tag: value for tag, value in entry.items() if tag != "UK"}, entry.get("UK", {})) for entry in found
    ]


def _citation(entry: dict[str, Any], unknown: dict[str, Any]) -> Citation:
    def first(*tags: str) -> str:
        return next((str(value) for tag in tags for value in _list(entry.get(tag)) if value), "")

    found = Citation(key=first("ID"), left_out=[str(tag) for tag in (*entry, *unknown) if tag and tag not in _READ])
    kind, said = first("TY"), first("M3")
    found.type = _READ_TYPES.get(kind, said if said in TYPES else "")
    if not found.type and kind != "GEN":
        found.left_out.append(f"TY: {kind}")
    if said and said != found.type:
        found.left_out.append("M3")
    found.title, found.container, found.publisher = first(*_TITLES), first(*_CONTAINERS), first("PB")
    found.language, found.url = first("LA"), first("UR")
    found.authors = [name for tag in ("AU", "A1") for each in _list(entry.get(tag)) if (name := parse_name(str(each)))]
    found.notes = "\n".join(str(each) for each in _list(entry.get("N1")) if each)
    found.published = _read_date(first("DA"), found) or _read_date(first("PY", "Y1"), found)
    found.retrieved = _read_date(first("Y2"), found)
    found.further = {name: value for name, tag in _FURTHER.items() if (value := first(tag))}
    if number := first("SN"):
        found.further["ISBN" if found.type in _WITH_ISBN else "ISSN"] = number
    if pages := "-".join(page for page in (first("SP"), first("EP")) if page):
        found.further["page"] = pages
    for tag, (word, field) in _CUSTOM.items():
        for value in map(str, _list(entry.get(tag))):
            if value.startswith(f"{word}: "):
                setattr(found, field, value.removeprefix(f"{word}: ").strip())
    return found


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _read_date(value: str, found: Citation) -> str:
    """YYYY/MM/DD/words, where all but the year may be missing; a plain EDTF date is read too."""
    if not value:
        return ""
    year, month, day, words = (*(part.strip() for part in value.split("/", 3)), "", "", "")[:4]
    exact = parse_date(words.replace("..", "/")) if words else None
    numerals = [part for part in (year, month.zfill(2) if month else "", day.zfill(2) if day else "") if part]
    date = exact or parse_date("-".join(numerals)) or parse_date(value)
    if date is None:
        found.left_out.append(f"DA: {value}"[:60])
    return str(date) if date else ""


def _written_date(value: str) -> str:
    date = parse_date(value)
    if date is None:
        return ""
    year, month, day = (*written(date.start).split("-"), "", "")[:3]
    words = str(date).replace("/", "..") if date.end or date.sign else ""
    return "/".join((year, month, day, words))


def _tags(citation: Citation) -> list[tuple[str, str]]:
    further = citation.further
    start, _dash, end = further.get("page", "").partition("-")
    known = _WRITTEN_TYPES.get(citation.type)
    published = _written_date(citation.published)
    number = further.get("ISBN") if citation.type in _WITH_ISBN else further.get("ISSN")
    return [
        ("TY", known or "GEN"),
        ("M3", "" if known else citation.type),
        ("ID", citation.key),
        ("TI", citation.title),
        *(("AU", written_name(name)) for name in citation.authors),
        ("T2", citation.container),
        ("PB", citation.publisher),
        ("PY", published[:4]),
        ("DA", published),
        ("LA", citation.language),
        ("UR", citation.url),
        ("Y2", _written_date(citation.retrieved)),
        *((tag, further.get(name, "")) for name, tag in _FURTHER.items()),
        ("SN", number or ""),
        ("SP", start),
        ("EP", end),
        *((tag, f"{word}: {value}") for tag, (word, field) in _CUSTOM.items() if (value := getattr(citation, field))),
        (_MARKING[0], f"{_MARKING[1]}: {citation.tlp}" if citation.tlp else ""),
        *(("N1", line) for line in citation.notes.split("\n")),
    ]


def write(citation: Citation) -> str:
    """One reference; its lines end as the format wants it, with CR LF."""
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in _tags(citation) if value]
    return "\r\n".join([*lines, "ER  - ", ""])


FORMAT = CitationFormat(
    name="ris",
    title="RIS",
    suffix="ris",
    media_type="application/x-research-info-systems",
    recognises=_recognises,
    read=read,
    write=write,
    between="\r\n",
)
