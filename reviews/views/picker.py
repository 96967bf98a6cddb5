"""Choosing evidence without losing the page: what has been chosen travels in the form until it is saved.

Each chosen source is kept as the JSON that the API takes, so that it is checked again by the same rules. Buttons named
`do` say what to do with the form: find passages, find marks, add, remove. Nothing here writes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError

from projects import policy
from projects.viewers import Viewer
from reviews.api.bodies import EvidenceBody, read_source
from reviews.inputs import Source
from reviews.judging import STANCES
from reviews.queries.passages import text_between
from reviews.queries.picking import FoundMark, FoundPassage, find_marks, find_passages, marks_by_id
from sources.models import Document, Revision

RECORD_FIELDS = ("citation", "url", "quotation", "retrieved_on")


@dataclass
class Picker:
    """The state of the choice: what was chosen, what was found, what went wrong."""

    viewer: Viewer
    chosen: list[dict[str, Any]] = field(default_factory=list)
    passages: list[FoundPassage] | None = None
    marks: list[FoundMark] | None = None
    errors: list[str] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)
    opened: str = "passage"

    @property
    def sources(self) -> tuple[Source, ...]:
        """What was chosen, as the services take it."""
        return tuple(read_source(_checked(row)) for row in self.chosen)

    @property
    def shown(self) -> list[dict[str, Any]]:
        """What was chosen, with its words, for the page."""
        return shown(self.viewer, self.chosen)


def from_post(viewer: Viewer, data: QueryDict) -> Picker:
    """The picker as the form left it, after doing what its button says."""
    typed = {name: data.get(name, "") for name in ("words", "title", "mark_words", "stance", "note", *RECORD_FIELDS)}
    picker = Picker(viewer, chosen=_kept(data.getlist("source")), typed=typed)
    do, _colon, argument = data.get("do", "").partition(":")
    picker.opened = {"marks": "mark"}.get(do, picker.opened)
    if any("\0" in typed[name] for name in ("words", "title", "mark_words")):
        picker.errors = [_("Leave out the NUL character.")]
    elif do == "find":
        picker.passages = find_passages(viewer, typed["words"], typed["title"].strip())
    elif do == "marks":
        picker.marks = find_marks(viewer, typed["mark_words"])
    elif do == "add":
        _add(picker, argument, data)
    elif do == "remove" and argument in map(str, range(len(picker.chosen))):
        del picker.chosen[int(argument)]
    return picker


def from_marks(viewer: Viewer, ids: Sequence[UUID]) -> Picker:
    """Marks chosen beforehand: the claim is drawn from them, so they state it."""
    marks = marks_by_id(viewer, ids)
    return Picker(viewer, chosen=[{"annotation": str(mark.row.id), "stance": STANCES[0]} for mark in marks])


def _kept(raw: list[str]) -> list[dict[str, Any]]:
    rows = []
    for text in raw[:200]:
        try:
            row = orjson.loads(text)
            _checked(row)
        except (orjson.JSONDecodeError, ValidationError):
            continue
        rows.append(row)
    return rows


def _checked(row: Any) -> Any:
    body = EvidenceBody(data=row)
    body.is_valid(raise_exception=True)
    if any(not isinstance(row.get(name, ""), str) for name in ("annotation", "document")):
        raise ValidationError(_("Write ids as text."))
    return body.validated_data


def _add(picker: Picker, argument: str, data: QueryDict) -> None:
    """Choose what a button names."""
    picker.opened = {"mark": "mark", "record": "record"}.get(argument.partition("/")[0], "passage")
    row = read_choice(argument, data)
    try:
        _checked(row)
    except ValidationError as error:
        picker.errors = sentences(error.detail)
        return
    if "record" in row:
        picker.typed |= dict.fromkeys(RECORD_FIELDS, "")
    picker.typed["note"] = ""
    if row not in picker.chosen:
        picker.chosen.append(row)


def read_choice(argument: str, data: QueryDict) -> dict[str, Any]:
    """A passage (`document/start/end/revision`), a mark (`mark/id`), a whole document (`document`), or the record that
    was typed (`record`), as the API takes it."""
    what, *rest = argument.split("/")
    row: dict[str, Any] = {"stance": data.get("stance", ""), "note": data.get("note", "")}
    if what == "record":
        record = {name: data.get(name, "").strip() for name in RECORD_FIELDS}
        row["record"] = {name: value or None if name == "retrieved_on" else value for name, value in record.items()}
    elif what == "mark" and len(rest) == 1:
        row["annotation"] = rest[0]
    elif len(rest) == 3:
        row |= {"document": what, "start": rest[0], "end": rest[1], "revision": rest[2]}
    else:
        row["document"] = what
    return row


_FIELD_WORDS = {
    "citation": gettext_lazy("Citation"),
    "url": gettext_lazy("Address"),
    "quotation": gettext_lazy("Quotation"),
    "retrieved_on": gettext_lazy("Retrieved on"),
    "stance": gettext_lazy("Stance"),
}


def sentences(detail: Any, name: str = "") -> list[str]:
    if isinstance(detail, dict):
        return [line for key, value in detail.items() for line in sentences(value, str(key))]
    if isinstance(detail, list):
        return [line for value in detail for line in sentences(value, name)]
    words = _FIELD_WORDS.get(name)
    return [f"{words}: {detail}" if words else str(detail)]


def shown(viewer: Viewer, chosen: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each chosen source with its title and words; what can no longer be seen says so."""
    marks = {
        mark.row.id: mark for mark in marks_by_id(viewer, [UUID(r["annotation"]) for r in chosen if "annotation" in r])
    }
    wanted = {UUID(str(row["document"])) for row in chosen if "document" in row}
    documents = {document.pk: document for document in _documents(viewer, wanted)}
    return [
        {"index": index, "json": orjson.dumps(row).decode(), "stance": row["stance"], "note": row.get("note", "")}
        | _words(row, marks, documents)
        for index, row in enumerate(chosen)
    ]


def _documents(viewer: Viewer, ids: set[UUID]) -> Any:
    rows = Document.objects.filter(policy.visible(viewer, Document), project_id=viewer.project_id, pk__in=ids)
    return rows.select_related("current_revision")


def _words(row: dict[str, Any], marks: dict[UUID, FoundMark], documents: dict[UUID, Document]) -> dict[str, str]:
    gone = {"title": _("Not there any more"), "quote": ""}
    if "record" in row:
        return {"title": row["record"]["citation"], "quote": row["record"].get("quotation", "")}
    if "annotation" in row:
        mark = marks.get(UUID(row["annotation"]))
        return {"title": f"{mark.document_title} · {mark.row.label_path}", "quote": mark.row.quote} if mark else gone
    document = documents.get(UUID(str(row["document"])))
    if document is None:
        return gone
    if "start" not in row:
        return {"title": document.title, "quote": _("The whole document")}
    revision: Revision | None = document.current_revision
    start, end = int(row["start"]), int(row["end"])
    quote = text_between(revision.pk, start, end) if revision else ""
    return {"title": document.title, "quote": quote}
