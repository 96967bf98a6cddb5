"""What a citation is in the record of a document, and the other way round.

What CSL calls DOI, ISBN and so on (`base.FURTHER`) stands in the metadata of the document under the same names.
"""

from collections.abc import Mapping
from typing import Any

from sources.citations.base import FURTHER, Citation
from sources.citations.names import parse_name, written_name
from sources.records import CHECKS, words
from sources.refusals import Refused

FIELDS = (
    "type", "title", "authors", "publisher", "container", "published", "published_basis", "language", "url",
    "archive_url", "retrieved", "licence", "notes",
)  # fmt: skip


def citation_of(record: Mapping[str, Any]) -> Citation:
    """The citation of a document, given its record; the publisher by its name, the marking as a word."""
    found = Citation(key=str(record["id"]), tlp=record["tlp"])
    for name in FIELDS:
        if name != "authors":
            setattr(found, name, record[name] or "")
    found.authors = [parsed for line in record["authors"] if (parsed := parse_name(line))]
    found.further = further_in(record["metadata"])
    return found


def further_in(metadata: Mapping[str, Any]) -> dict[str, str]:
    """What the metadata hold of the bibliographic record."""
    found = {name: metadata.get(name) for name in FURTHER}
    return {name: str(value) for name, value in found.items() if isinstance(value, str | int) and value != ""}


def with_further(metadata: Mapping[str, Any], further: Mapping[str, str]) -> dict[str, Any]:
    """Metadata in which what is in `FURTHER` is exactly this."""
    kept = {name: value for name, value in metadata.items() if name not in FURTHER}
    return kept | {name: further[name] for name in FURTHER if further.get(name)}


def record_of(citation: Citation) -> tuple[dict[str, Any], dict[str, str], list[str]]:
    """The fields of the record that a citation says something of, its further ones, and the names of what is left out.

    What a field cannot take (a language in words, an address without a host) is left out and named.
    """
    given = {name: getattr(citation, name) for name in FIELDS}
    given["authors"] = list(map(written_name, citation.authors))
    found: dict[str, Any] = {}
    left_out = list(citation.left_out)
    for name, value in given.items():
        try:
            checked = CHECKS[name](value)
        except Refused:
            left_out.append(name)
            continue
        if checked:
            found[name] = checked
    further: dict[str, str] = {}
    for name, value in citation.further.items():
        try:
            further[name] = words(value, 300)
        except Refused:
            left_out.append(name)
    return found, further, [name[:100] for name in dict.fromkeys(left_out)]
