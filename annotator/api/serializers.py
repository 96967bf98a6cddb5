"""The shapes of the API of marking, for its documentation; labels are read with them, marks are not."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers


class Words(serializers.CharField):
    """Text, and only text: a number is not taken for its digits."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Label(serializers.Serializer[Any]):
    """One label of the codebook."""

    id = serializers.UUIDField()
    path = serializers.CharField(help_text=_("The full name from the root, joined with “/”."))
    name = serializers.CharField()
    parent = serializers.UUIDField(allow_null=True)  # type: ignore[assignment]
    colour = serializers.CharField()
    shortcut = serializers.CharField(allow_blank=True)
    definition = serializers.CharField(allow_blank=True)
    example = serializers.CharField(allow_blank=True)
    position = serializers.IntegerField()
    archived = serializers.BooleanField()
    version = serializers.IntegerField()


class _Words(serializers.Serializer[Any]):
    colour = Words(required=False, help_text="#rrggbb")
    definition = Words(required=False, allow_blank=True)
    example = Words(required=False, allow_blank=True)
    shortcut = Words(required=False, allow_blank=True, help_text=_("One letter or digit."))
    position = serializers.IntegerField(required=False, min_value=0, max_value=100_000)
    parent = Words(  # type: ignore[assignment]
        required=False, allow_null=True, help_text=_("Id or full path of the label above; null for none.")
    )


class NewLabel(_Words):
    """A label to add."""

    name = Words(trim_whitespace=False)


class LabelChange(_Words):
    """What to change of a label."""

    name = Words(required=False, trim_whitespace=False)
    archived = serializers.BooleanField(required=False)


class LabelPage(serializers.Serializer[Any]):
    """One page of labels."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = Label(many=True)


class Member(serializers.Serializer[Any]):
    """A member of the project."""

    id = serializers.UUIDField(help_text=_("Of the participant."))
    name = serializers.CharField()


class Author(serializers.Serializer[Any]):
    """Who made a mark: a member, a program, or a name that came with an import and may speak for a member."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    speaks_for = Member(allow_null=True)


class Fragments(serializers.ListField):
    """Pairs `[start, end]`, code points, half-open."""

    child = serializers.ListField(child=serializers.IntegerField(min_value=0), min_length=2, max_length=2)


class Annotation(serializers.Serializer[Any]):
    """One mark. Offsets are code points of the revision's text, half-open."""

    id = serializers.UUIDField()
    document = serializers.UUIDField()
    revision = serializers.UUIDField()
    label = serializers.UUIDField()  # type: ignore[assignment]
    label_path = serializers.CharField()
    author = Author()
    layer = serializers.ChoiceField(choices=["person", "gold", "machine"])
    version = serializers.IntegerField()
    fragments = Fragments()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    exact = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    attributes = serializers.JSONField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    deleted_at = serializers.DateTimeField(allow_null=True)


class AnnotationPage(serializers.Serializer[Any]):
    """One page of marks."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = Annotation(many=True)


class AnnotationChange(serializers.Serializer[Any]):
    """What to change of a mark: its place as start and end, or as fragments."""

    label = serializers.CharField(  # type: ignore[assignment]
        required=False, help_text=_("Id or full path.")
    )
    start = serializers.IntegerField(required=False, min_value=0)
    end = serializers.IntegerField(required=False, min_value=0)
    fragments = Fragments(required=False)
    exact = serializers.CharField(required=False, help_text=_("The words at the place, to be compared."))
    revision = serializers.UUIDField(required=False, help_text=_("Needed once the document has a second text."))
    note = serializers.CharField(required=False, allow_blank=True)
    attributes = serializers.JSONField(required=False)


class NewAnnotation(AnnotationChange):
    """A mark to make."""

    id = serializers.UUIDField(required=False, help_text=_("A UUIDv7 of the client's own."))
    label = serializers.CharField(help_text=_("Id or full path."))


class AnnotationStep(AnnotationChange):
    """One step: `create` takes the fields of a new mark, `change` those of a change; all but `create` name a mark."""

    op = serializers.ChoiceField(choices=["create", "change", "delete", "restore"])
    annotation = serializers.UUIDField(required=False, help_text=_("The mark that is changed, deleted or restored."))
    version = serializers.IntegerField(required=False, min_value=1, help_text=_("The version of it that was seen."))
    id = serializers.UUIDField(required=False, help_text=_("Of a mark to make: a UUIDv7 of the client's own."))


class Marks(serializers.Serializer[Any]):
    """All marks of a document that the person may see, one list a column."""

    revision = serializers.UUIDField()
    event = serializers.IntegerField(help_text=_("The last event of the project that is in here."))
    labels = serializers.ListField(child=serializers.UUIDField())
    authors = Author(many=True)
    ids = serializers.ListField(child=serializers.UUIDField())
    label = serializers.ListField(  # type: ignore[assignment]
        child=serializers.IntegerField(), help_text=_("Places in `labels`.")
    )
    author = serializers.ListField(child=serializers.IntegerField(), help_text=_("Places in `authors`."))
    layer = serializers.ListField(child=serializers.IntegerField(), help_text="0 person, 1 gold, 2 machine")
    version = serializers.ListField(child=serializers.IntegerField())
    start = serializers.ListField(child=serializers.IntegerField(), help_text=_("Of the first fragment."))
    end = serializers.ListField(child=serializers.IntegerField())
    more = serializers.DictField(child=Fragments(), help_text=_("Index of a mark → its further fragments."))
    notes = serializers.DictField(child=serializers.CharField(), help_text=_("Index of a mark → its note."))
    attributes = serializers.DictField(child=serializers.JSONField(), help_text=_("Index of a mark → its attributes."))
