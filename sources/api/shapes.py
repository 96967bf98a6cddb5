"""What this app's endpoints take and give, for checking bodies and for the schema."""

from typing import Any

from rest_framework import serializers

from sources.intake import FORMATS


class PublisherRefShape(serializers.Serializer[Any]):
    """A publisher in a document's record."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class RevisionShape(serializers.Serializer[Any]):
    """One immutable text."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    length = serializers.IntegerField(help_text="Code points")
    sha256 = serializers.CharField(help_text="Of the text in UTF-8")
    file_sha256 = serializers.CharField(help_text="Of the file the text was read from; empty where there is none")
    file_size = serializers.IntegerField()


class DocumentShape(serializers.Serializer[Any]):
    """One document. Columns of other parts (`marks`) come with it."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    authors = serializers.ListField(child=serializers.CharField())
    publisher = PublisherRefShape(allow_null=True)
    published = serializers.CharField(
        help_text="EDTF: 2024, 2024-04, 2024-04-18, a range such as 2024-04/2024-06, or empty; ~ about, ? uncertain"
    )
    language = serializers.CharField()
    url = serializers.CharField()
    type = serializers.CharField(help_text="A type of CSL, or empty")
    container = serializers.CharField(help_text="The publication it is a part of")
    published_basis = serializers.CharField(help_text="How the date is known: printed, inferred, retrieved or empty")
    archive_url = serializers.CharField()
    retrieved = serializers.CharField(help_text="2024, 2024-04, 2024-04-18 or empty")
    licence = serializers.CharField()
    notes = serializers.CharField()
    file_name = serializers.CharField()
    metadata = serializers.DictField()
    tlp = serializers.ChoiceField(choices=["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"])
    version = serializers.IntegerField()
    deleted = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    length = serializers.IntegerField()
    revision = RevisionShape()
    reading = serializers.ChoiceField(choices=["open", "finished", "released"], allow_null=True)


class DocumentChanges(serializers.Serializer[Any]):
    """What may change of a record. `reason` is required where the marking is lowered."""

    title = serializers.JSONField(required=False)
    authors = serializers.JSONField(required=False)
    publisher = serializers.JSONField(required=False, allow_null=True, help_text="An id, a name, or null")
    published = serializers.JSONField(required=False)
    language = serializers.JSONField(required=False)
    url = serializers.JSONField(required=False)
    type = serializers.JSONField(required=False)
    container = serializers.JSONField(required=False)
    published_basis = serializers.JSONField(required=False)
    archive_url = serializers.JSONField(required=False)
    retrieved = serializers.JSONField(required=False)
    licence = serializers.JSONField(required=False)
    notes = serializers.JSONField(required=False)
    metadata = serializers.JSONField(required=False)
    tlp = serializers.JSONField(required=False)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class ParticipantShape(serializers.Serializer[Any]):
    """Who."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class ReadingShape(serializers.Serializer[Any]):
    """One person's reading of one document."""

    id = serializers.UUIDField()
    document = serializers.UUIDField()
    participant = ParticipantShape()
    state = serializers.ChoiceField(choices=["open", "finished", "released"])
    started_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    revealed_at = serializers.DateTimeField(
        allow_null=True, help_text="When its reader, having finished, chose to see what others did on the document"
    )
    times_reopened = serializers.IntegerField()
    version = serializers.IntegerField()


class ReadingsShape(serializers.Serializer[Any]):
    """The readings one may know of."""

    results = ReadingShape(many=True)


class Finishing(serializers.Serializer[Any]):
    """Whether to see what others did at once, which closes the reading for its reader."""

    look = serializers.BooleanField(required=False, default=True)


class Reopening(serializers.Serializer[Any]):
    """Whose reading, and why."""

    participant = serializers.UUIDField()
    reason = serializers.CharField(max_length=2000)


class Release(serializers.Serializer[Any]):
    """Whose reading is taken back."""

    participant = serializers.UUIDField()
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class Unblind(serializers.Serializer[Any]):
    """Why somebody looks early."""

    reason = serializers.CharField(max_length=2000)


class ImportErrorShape(serializers.Serializer[Any]):
    """Why one file or line was not imported."""

    file = serializers.CharField()
    line = serializers.IntegerField(allow_null=True)
    detail = serializers.CharField()


class ImportFileShape(serializers.Serializer[Any]):
    """One uploaded file."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    status = serializers.ChoiceField(choices=["waiting", "done", "failed"])
    documents = serializers.IntegerField()
    refused = serializers.IntegerField()


class ImportShape(serializers.Serializer[Any]):
    """One import. `errors` holds the first thousand; `refused` counts all."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=["queued", "running", "done", "failed", "cancelled"])
    progress = serializers.IntegerField()
    total = serializers.IntegerField(allow_null=True)
    format = serializers.CharField()
    documents = serializers.IntegerField()
    refused = serializers.IntegerField()
    errors = ImportErrorShape(many=True)  # type: ignore[assignment]
    files = ImportFileShape(many=True)
    by = ParticipantShape()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class Upload(serializers.Serializer[Any]):
    """Files to import."""

    files = serializers.ListField(child=serializers.FileField())
    format = serializers.ChoiceField(choices=list(FORMATS), required=False)


class IndexShape(serializers.Serializer[Any]):
    """How far the search index has followed the log."""

    indexed = serializers.IntegerField()
    last = serializers.IntegerField()
    lag = serializers.IntegerField()
    rebuilding = serializers.BooleanField()


class JobShape(serializers.Serializer[Any]):
    """A piece of background work."""

    id = serializers.UUIDField()
    status = serializers.CharField()
