"""A batch of arrivals written in one transaction: documents with all that belongs to them, their events, and how far
the import has come. After a crash the batch is there whole or not at all, and the import goes on behind it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from projects.events import Change, change
from projects.ids import new_id
from projects.jobs import Run
from sources.copying import copy_into
from sources.extras import Extra, ImportContext
from sources.models import ImportFile, Publisher
from sources.queries.publishers import publishers_named, survivor
from sources.representations import represent_publisher
from sources.services.arrivals import DOCUMENT_COLUMNS, REVISION_COLUMNS, SECTION_COLUMNS, NewDocument
from sources.services.publishers import hold_publishers

DOCUMENTS_AT_MOST = 250
CHARACTERS_AT_MOST = 4_000_000


@dataclass
class Mark:
    """How far one file has come: its last unit, and what to add to its counts."""

    done: int = 0
    made: int = 0
    refused: int = 0
    errors: list[dict[str, Any]] = field(default_factory=list)
    ended: bool = False


@dataclass
class Batch:
    """Documents to be written together, and the marks of the files they come from."""

    documents: list[NewDocument] = field(default_factory=list)
    marks: dict[UUID, Mark] = field(default_factory=dict)
    units: int = 0
    characters: int = 0

    def mark(self, file_id: UUID) -> Mark:
        """The mark of one file."""
        return self.marks.setdefault(file_id, Mark())

    def add(self, document: NewDocument) -> None:
        """Add one document."""
        self.documents.append(document)
        self.characters += document.length

    @property
    def full(self) -> bool:
        """Whether it is time to write."""
        return (
            len(self.documents) >= DOCUMENTS_AT_MOST
            or self.characters >= CHARACTERS_AT_MOST
            or self.units >= DOCUMENTS_AT_MOST * 8
        )


def _nothing() -> None:
    """Nothing to do."""


class BatchWriter:
    """Writes the batches of one import, one transaction each."""

    def __init__(self, run: Run, context: ImportContext, extras: dict[str, Extra]) -> None:
        self._run = run
        self._context = context
        self._extras = extras

    def write(self, batch: Batch, *, first: Callable[[], None] = _nothing, wait: Callable[[], None] = _nothing) -> None:
        """Write one batch; raises LeaseLost, with nothing written, if another worker has the job.

        `first` is called when the transaction is open, `wait` before its last statements: there a batch may have to
        wait for the one before it.
        """
        project_id = self._context.project.id
        with change(project_id=project_id, by=self._context.viewer) as log:
            first()
            publishers = self._find_publishers(batch, log)
            if batch.documents:
                self._copy(batch, publishers, log)
            wait()
            self._run.fence()
            for file_id, mark in batch.marks.items():
                _store(file_id, mark)

    def _copy(self, batch: Batch, publishers: dict[str, UUID], log: Change) -> None:
        project_id = self._context.project.id
        made = batch.documents
        copy_into(
            "sources_document",
            DOCUMENT_COLUMNS,
            (document.document_line(project_id, publishers.get(document.record.publisher)) for document in made),
        )
        copy_into("sources_revision", REVISION_COLUMNS, (document.revision_line for document in made))
        copy_into("sources_section", SECTION_COLUMNS, (row for document in made for row in document.section_lines))
        for document in made:
            log.add(
                "document.imported",
                subject=document.arrival.id,
                document=document.arrival.id,
                tlp=document.arrival.tlp,
                after=document.event(publishers.get(document.record.publisher)),
            )
        for key, extra in self._extras.items():
            rows = [(document.arrival, document.extras[key]) for document in made if key in document.extras]
            if rows:
                extra.write(self._context, log, rows)

    def _find_publishers(self, batch: Batch, log: Change) -> dict[str, UUID]:
        """The publishers that the batch names, kept from being merged meanwhile; those the project lacks are made.

        Where somebody else is meant by a name, a survivor or the bearer of an alias, the records say so.
        """
        project_id = self._context.project.id
        names = {document.record.publisher for document in batch.documents} - {""}
        if not names:
            return {}
        known = publishers_named(project_id, names)
        missing = [Publisher(id=new_id(), project_id=project_id, name=name) for name in sorted(names - set(known))]
        if missing:
            Publisher.objects.bulk_create(missing, ignore_conflicts=True)
            known |= publishers_named(project_id, names - set(known))
        made = {publisher.id for publisher in missing}
        for publisher in known.values():
            if publisher.id in made:
                log.add("publisher.created", subject=publisher.id, after=represent_publisher(publisher))
        hold_publishers([publisher.id for publisher in known.values()])
        meant = {name: survivor(row) for name, row in _again(known).items()}
        for document in batch.documents:
            if document.record.publisher:
                document.record.publisher = meant[document.record.publisher].name
        return {publisher.name: publisher.id for publisher in meant.values()}


def _again(known: dict[str, Publisher]) -> dict[str, Publisher]:
    """The same publishers as they are now that nobody changes them."""
    rows = Publisher.objects.in_bulk([publisher.id for publisher in known.values()])
    return {name: rows[publisher.id] for name, publisher in known.items()}


def _store(file_id: UUID, mark: Mark) -> None:
    """Add a mark to its file, keeping at most so many of its errors."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE sources_importfile SET
                done_lines = greatest(done_lines, %s),
                documents_made = documents_made + %s,
                refused = refused + %s,
                errors = CASE WHEN jsonb_array_length(errors) < %s THEN errors || %s::jsonb ELSE errors END,
                status = CASE WHEN NOT %s THEN status WHEN documents_made + %s > 0 THEN 'done' ELSE 'failed' END
            WHERE id = %s
            """,
            [
                mark.done,
                mark.made,
                mark.refused,
                ImportFile.ERRORS_KEPT,
                orjson.dumps(mark.errors[: ImportFile.ERRORS_KEPT]).decode(),
                mark.ended,
                mark.made,
                file_id,
            ],
        )
