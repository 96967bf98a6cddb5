"""Facets of a search: how what was found divides by the documents it stands in, and narrowing it to one of the parts.

They are counted over what is ranked, so over no more than the cap of each kind. What stands in no one document (a
claim may rest on several) is in no part.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from projects.errors import Invalid
from projects.viewers import Viewer
from sources.models import Document, Publisher

NONE = "none"
FACETS = ("publisher", "language", "year")
CHOICES_AT_MOST = 12
_YEAR = re.compile(r"-?[0-9]{4}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True)
class Choice:
    """One part: what narrows to it, how it is called, and how much of what was found is in it."""

    value: str
    label: str
    count: int


def narrowed(viewer: Viewer, chosen: Mapping[str, str]) -> "QuerySet[Document] | None":
    """The documents that the chosen parts leave; nothing where none is chosen."""
    given = {name: chosen[name].strip() for name in FACETS if chosen.get(name, "").strip()}
    if not given:
        return None
    rows = Document.objects.filter(project_id=viewer.project_id)
    if publisher := given.get("publisher"):
        rows = rows.filter(publisher=None if publisher == NONE else _id(publisher))
    if language := given.get("language"):
        if not _LANGUAGE.fullmatch(language):
            raise Invalid({"language": _("Write a code such as en or de, or none.")})
        rows = rows.filter(language="" if language == NONE else language)
    if year := given.get("year"):
        if year != NONE and not _YEAR.fullmatch(year):
            raise Invalid({"year": _("Write a year of four digits, or none.")})
        rows = rows.filter(published="") if year == NONE else rows.filter(published__startswith=year)
    return rows


def _id(publisher: str) -> UUID:
    try:
        return UUID(publisher)
    except ValueError:
        raise Invalid({"publisher": _("Name a publisher by its id, or none.")}) from None


def counted(viewer: Viewer, documents: Iterable[UUID | None]) -> dict[str, list[Choice]]:
    """Facet → its parts, the largest first, for the documents of everything that was found; in one query."""
    times = Counter(document for document in documents if document is not None)
    rows = Document.objects.filter(project_id=viewer.project_id, id__in=list(times))
    values: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    names: dict[str, str] = {}
    for id, publisher, name, language, published in rows.values_list(
        "id", "publisher_id", "publisher__name", "language", "published"
    ):
        count = times[id]
        names[str(publisher)] = name or ""
        year = _YEAR.match(published)
        values["publisher"][str(publisher) if publisher else NONE] += count
        values["language"][language or NONE] += count
        values["year"][year[0] if year else NONE] += count
    return {name: _choices(name, found, names) for name, found in values.items() if found}


def _choices(facet: str, found: "Counter[str]", names: Mapping[str, str]) -> list[Choice]:
    without = {"publisher": _("No publisher"), "language": _("No language"), "year": _("No date")}[facet]
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:CHOICES_AT_MOST]
    labels: Mapping[str, Any] = names if facet == "publisher" else {}
    return [Choice(value, without if value == NONE else labels.get(value, value), count) for value, count in ordered]


def part_name(viewer: Viewer, facet: str, value: str) -> str:
    """A chosen part as people know it, where nothing was found in it, too."""
    if value == NONE:
        return _("none")
    if facet != "publisher":
        return value
    try:
        found = Publisher.objects.filter(project_id=viewer.project_id, id=UUID(value)).first()
    except ValueError:
        found = None
    return found.name if found else _("unknown")
