"""From a unit of an uploaded file to a document that is ready to be written: checked, cut and formatted.

This runs in the thread that reads, while the documents before are being written.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings

from projects.errors import Invalid
from projects.ids import new_id
from projects.vocabulary import Tlp
from sources.copying import NULL, escaped, line
from sources.extras import Arrival, Extra, ImportContext
from sources.intake import Unit
from sources.reading import Reading
from sources.records import Record, check_record, complete
from sources.refusals import Refused, gettext_noop
from sources.representations import moment
from sources.sectioning import section
from sources.services.storing import StoredFile, keep_bytes
from sources.text import digest

DOCUMENT_COLUMNS = (
    "id", "project_id", "title", "authors", "publisher_id", "published", "language", "url", "type", "container",
    "published_basis", "archive_url", "retrieved", "licence", "notes", "file_name", "metadata", "tlp",
    "current_revision_id", "import_file_id", "version", "created_at",
)  # fmt: skip
REVISION_COLUMNS = (
    "id", "project_id", "document_id", "number", "length", "sha256", "reader", "warnings", "file_sha256", "file_size",
    "made_by_id", "created_at",
)  # fmt: skip
SECTION_COLUMNS = ("project_id", "revision_id", "number", "start", "text", "blocks", "language")


@dataclass(slots=True)
class NewDocument:
    """One document with everything that is written with it. `publisher` is a name until the rows are written.

    `file` is the file its text was read from, kept before the rows that point to it are written; None where the text is
    one of many in a file.
    """

    arrival: Arrival
    record: Record
    sha256: str
    length: int
    file: StoredFile | None
    revision_line: str
    section_lines: list[str]
    file_id: UUID
    extras: dict[str, Any] = field(default_factory=dict)

    def document_line(self, project_id: UUID, publisher_id: UUID | None) -> str:
        """The row of the document, once its publisher is known."""
        record, arrival = self.record, self.arrival
        return line(
            str(arrival.id),
            str(project_id),
            escaped(record.title),
            _array(record.authors),
            str(publisher_id) if publisher_id else NULL,
            record.published,
            record.language,
            escaped(record.url),
            record.type,
            escaped(record.container),
            record.published_basis,
            escaped(record.archive_url),
            record.retrieved,
            escaped(record.licence),
            escaped(record.notes),
            escaped(record.file_name),
            escaped(orjson.dumps(record.metadata).decode()),
            str(arrival.tlp),
            str(arrival.revision_id),
            str(self.file_id),
            "1",
            arrival.at.isoformat(),
        )

    def event(self, publisher_id: UUID | None) -> dict[str, Any]:
        """What the log says of the document."""
        record, arrival = self.record, self.arrival
        return {
            "id": str(arrival.id),
            "title": record.title,
            "authors": record.authors,
            "publisher": {"id": str(publisher_id), "name": record.publisher} if publisher_id else None,
            "published": record.published,
            "language": record.language,
            "url": record.url,
            "type": record.type,
            "container": record.container,
            "published_basis": record.published_basis,
            "archive_url": record.archive_url,
            "retrieved": record.retrieved,
            "licence": record.licence,
            "notes": record.notes,
            "file_name": record.file_name,
            "metadata": record.metadata,
            "tlp": Tlp(arrival.tlp).label,
            "version": 1,
            "deleted": False,
            "created_at": moment(arrival.at),
            "revision": {
                "id": str(arrival.revision_id),
                "number": 1,
                "length": self.length,
                "sha256": self.sha256,
                "file_sha256": self.file.sha256 if self.file else "",
                "file_size": self.file.size if self.file else 0,
            },
        }


def _array(names: list[str]) -> str:
    if not names:
        return "{}"
    quoted = ('"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"' for name in names)
    return escaped("{" + ",".join(quoted) + "}")


def build(
    unit: Unit,
    *,
    reading: Reading,
    context: ImportContext,
    extras: dict[str, Extra],
    file_id: UUID,
    file_name: str,
    at: datetime,
) -> NewDocument:
    """Check one unit and make its document; raises Refused or Invalid with the reason."""
    apart = frozenset(extras)
    record = check_record(unit.given, apart) if unit.given else Record()
    read = reading.read(unit)
    complete(record, read.record)
    if not read.text or read.text.isspace():
        raise Refused(gettext_noop("The text is empty."))
    if len(read.text) > settings.MAX_TEXT_CHARACTERS:
        raise Refused(
            gettext_noop("The text has %(n)d characters; at most %(most)d are accepted."),
            n=len(read.text),
            most=settings.MAX_TEXT_CHARACTERS,
        )
    if record.tlp is not None and record.tlp > context.viewer.clearance:
        raise Refused(gettext_noop("This marking is above your own clearance."), about="tlp")
    record.file_name = record.file_name or file_name
    record.title = record.title or _title(read.title, unit, file_name)
    arrival = Arrival(
        id=new_id(),
        revision_id=new_id(),
        title=record.title,
        text=read.text,
        tlp=context.project.default_tlp if record.tlp is None else record.tlp,
        at=at,
        offsets=read.offsets,
    )
    made = NewDocument(
        arrival=arrival,
        record=record,
        sha256=digest(read.text),
        length=len(read.text),
        file=keep_bytes(file_name, unit.content) if isinstance(unit.content, bytes) else None,
        revision_line="",
        section_lines=[],
        file_id=file_id,
    )
    project, revision, stamp = str(context.project.id), str(arrival.revision_id), at.isoformat()
    made.revision_line = line(
        revision,
        project,
        str(arrival.id),
        "1",
        str(made.length),
        made.sha256,
        unit.reader.name,
        escaped(orjson.dumps(read.warnings).decode()),
        made.file.sha256 if made.file else "",
        str(made.file.size if made.file else 0),
        str(context.viewer.participant_id),
        stamp,
    )
    made.section_lines = [
        line(
            project,
            revision,
            str(number),
            str(part.start),
            escaped(part.text),
            escaped(orjson.dumps(part.blocks).decode()),
            record.language,
        )
        for number, part in enumerate(section(read.text, read.blocks))
    ]
    for key, extra in extras.items():
        value = unit.given.get(key)
        if value not in (None, []):
            made.extras[key] = extra.prepare(context, value, arrival)
    return made


def _title(found: str, unit: Unit, file_name: str) -> str:
    printable = "".join(c if c.isprintable() else " " for c in found)
    title = " ".join(printable.split())
    if title:
        return title
    base = file_name.rpartition("/")[2]
    return f"{base} · {unit.line}" if unit.line else base


def reason_of(refusal: Invalid) -> str:
    """The sentences of an extra's refusal."""
    return " ".join(
        f"{name}: {sentence}" for name, sentences in refusal.errors.items() for sentence in map(str, sentences)
    )
