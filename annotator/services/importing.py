"""Marks that come with an imported document: `annotations` of its line.

Each names a label of the codebook by full path or id, a place in the text as it was given, and who made it. An unknown
label refuses the whole line. A person named in an import is a participant of that name, never a member: an import
speaks for nobody until a manager says for whom the name does. What a program made is a program's, what was adjudicated
is open.

`prepare` checks and makes finished rows while earlier documents are being written; `write` adds who the authors are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection
from django.utils.translation import gettext as _
from uuid_utils import uuid7

from annotator.fragments import BETWEEN, CONTEXT, MOST_CHARACTERS, BadFragments, Fragments, settled
from annotator.marks import LARGEST_ATTRIBUTES, LONGEST_NOTE
from annotator.queries.labels import LabelFinder, label_finder
from annotator.services.checks import fragment_sentence
from projects.errors import Invalid
from projects.events import Change
from projects.models import Participant
from projects.vocabulary import UNNAMED, Layer, Secrecy
from sources.copying import copy_into, escaped
from sources.extras import Arrival, Extra, ImportContext

_LABELS: Final = "annotator.labels"
_LONGEST_NAME: Final = 200
_MOST_MARKS: Final = 200_000
_MOST_ERRORS: Final = 5

_ANNOTATION: Final = (
    "id", "label_id", "layer", "secrecy", "note", "attributes", "project_id", "document_id", "tlp", "version",
    "created_at", "updated_at", "author_id",
)  # fmt: skip
_ANCHOR: Final = (
    "annotation_id", "starts", "ends", "quote", "prefix", "suffix", "project_id", "revision_id", "grade",
)  # fmt: skip

Author = tuple[str, str]  # kind and name of a participant


@dataclass(slots=True)
class Share:
    """Marks of one author on one document, of one secrecy: their ids, and their rows up to the author."""

    ids: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Prepared:
    """The marks of one document, ready to be written."""

    shares: dict[tuple[Author, str], Share] = field(default_factory=dict)
    anchors: list[str] = field(default_factory=list)


class _Refusal(ValueError):
    """One field of one mark cannot be used."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name
        self.sentence = sentence


def extra() -> Extra:
    """What the import of documents has to know of marks."""
    return Extra(key="annotations", begin=_begin, prepare=_prepare, write=_write)


def _begin(context: ImportContext) -> None:
    context.memo[_LABELS] = label_finder(context.project.id)


def _prepare(context: ImportContext, value: Any, arrival: Arrival) -> Prepared:
    if not isinstance(value, list):
        raise Invalid({"annotations": _("Write a list of marks.")})
    if len(value) > _MOST_MARKS:
        raise Invalid({"annotations": _("A line holds at most %(n)d marks.") % {"n": _MOST_MARKS}})
    maker = _Maker(context, arrival)
    errors: dict[str, Any] = {}
    for number, mark in enumerate(value):
        try:
            maker.add(mark)
        except _Refusal as refusal:
            place = f"annotations[{number}]"
            errors[f"{place}.{refusal.name}" if refusal.name else place] = refusal.sentence
            if len(errors) >= _MOST_ERRORS:
                break
    if errors:
        raise Invalid(errors)
    return maker.made


class _Maker:
    """Turns the marks of one line into rows."""

    def __init__(self, context: ImportContext, arrival: Arrival) -> None:
        at = arrival.at.isoformat()
        self.made = Prepared()
        self._labels: LabelFinder = context.memo[_LABELS]
        self._text = arrival.text
        self._offsets = None if arrival.offsets.unchanged else arrival.offsets
        self._length = len(arrival.text) if self._offsets is None else arrival.offsets.given_length
        self._common = f"{context.project.id}\t{arrival.id}\t{arrival.tlp}\t1\t{at}\t{at}\t"
        self._anchor_end = f"{context.project.id}\t{arrival.revision_id}\texact\n"

    def add(self, mark: Any) -> None:
        """Check one mark and keep its rows."""
        if not isinstance(mark, dict):
            raise _Refusal("", _("Write an object with label, start and end."))
        label = self._label(mark.get("label"))
        starts, ends, quote, first, last = self._place(mark)
        layer = _layer(mark.get("layer"))
        note, attributes = _note(mark.get("note")), _attributes(mark.get("attributes"))
        author = self._author(mark.get("annotator"), layer)
        id_ = str(uuid7())
        secrecy = Secrecy.OPEN.value if layer == Layer.GOLD else Secrecy.MARK.value
        share = self.made.shares.get((author, secrecy))
        if share is None:
            share = self.made.shares[author, secrecy] = Share()
        share.ids.append(id_)
        share.lines.append(f"{id_}\t{label}\t{layer}\t{secrecy}\t{note}\t{attributes}\t{self._common}")
        before, after = self._text[max(0, first - CONTEXT) : first], self._text[last : last + CONTEXT]
        self.made.anchors.append(
            f"{id_}\t{{{starts}}}\t{{{ends}}}\t{escaped(quote)}\t{escaped(before)}\t{escaped(after)}\t{self._anchor_end}"
        )

    def _label(self, given: Any) -> UUID:
        if not isinstance(given, str) or not given:
            raise _Refusal("label", _("Name the label by its full path."))
        found = self._labels.find(given)
        if found is None:
            raise _Refusal("label", _("There is no label “%(name)s” in this project.") % {"name": given[:200]})
        if found[2]:
            raise _Refusal("label", _("The label “%(path)s” is archived.") % {"path": found[1]})
        return found[0]

    def _place(self, mark: dict[str, Any]) -> tuple[str, str, str, int, int]:
        """Starts and ends as the database writes arrays, the words, and where they begin and end."""
        start, end, given = mark.get("start"), mark.get("end"), mark.get("fragments")
        if given is not None:
            fragments = self._fragments(given)
            if (start is not None and start != fragments[0][0]) or (end is not None and end != fragments[-1][1]):
                raise _Refusal("fragments", _("They do not begin at start and end at end."))
        elif type(start) is int and type(end) is int:
            if not 0 <= start < end <= self._length or end - start > MOST_CHARACTERS:
                settled_or_refused([(start, end)], self._length)
            fragments = ((start, end),)
        else:
            raise _Refusal("start", _("Give start and end as whole numbers, counted in code points."))
        if self._offsets is not None:
            fragments = tuple((self._offsets(start), self._offsets(end)) for start, end in fragments)
            settled_or_refused(fragments, len(self._text))
        if len(fragments) == 1:
            ((first, last),) = fragments
            quote = self._text[first:last]
            starts, ends = str(first), str(last)
        else:
            first, last = fragments[0][0], fragments[-1][1]
            quote = BETWEEN.join(self._text[start:end] for start, end in fragments)
            starts = ",".join(str(start) for start, _end in fragments)
            ends = ",".join(str(end) for _start, end in fragments)
        exact = mark.get("exact")
        if exact is not None and exact != quote:
            raise _Refusal("exact", _("The words at this place are “%(found)s”.") % {"found": quote[:200]})
        return starts, ends, quote, first, last

    def _fragments(self, given: Any) -> Fragments:
        if not isinstance(given, list) or not all(
            isinstance(pair, list) and len(pair) == 2 and type(pair[0]) is int and type(pair[1]) is int
            for pair in given
        ):
            raise _Refusal("fragments", _("Each fragment is a pair of whole numbers: [start, end]."))
        return settled_or_refused(given, self._length)

    def _author(self, given: Any, layer: str) -> Author:
        kind = Participant.Kind.PROGRAM.value if layer == Layer.MACHINE else Participant.Kind.NAME.value
        if given is None:
            return kind, UNNAMED
        name = given.strip() if isinstance(given, str) else ""
        if not name or len(name) > _LONGEST_NAME or not name.isprintable():
            raise _Refusal("annotator", _("Write a name of at most %(n)d printable characters.") % {"n": _LONGEST_NAME})
        return kind, name


def settled_or_refused(fragments: Iterable[Any], length: int) -> Fragments:
    """The fragments in order, or the refusal that says what is wrong with them."""
    try:
        return settled(fragments, length)
    except BadFragments as bad:
        raise _Refusal("fragments", fragment_sentence(bad, length)) from None


def _layer(given: Any) -> str:
    if given is None:
        return Layer.PERSON.value
    if not isinstance(given, str) or given not in Layer.values:
        raise _Refusal("layer", _("Choose one of %(known)s.") % {"known": ", ".join(Layer.values)})
    return given


def _note(given: Any) -> str:
    if given is None or given == "":
        return ""
    if not isinstance(given, str) or len(given) > LONGEST_NOTE or "\0" in given:
        raise _Refusal("note", _("Write text of at most %(n)d characters.") % {"n": LONGEST_NOTE})
    return escaped(given)


def _attributes(given: Any) -> str:
    if not given and (given is None or isinstance(given, dict)):
        return "{}"
    if not isinstance(given, dict):
        raise _Refusal("attributes", _("Write a JSON object."))
    written = orjson.dumps(given)
    if len(written) > LARGEST_ATTRIBUTES or b"\\u0000" in written:
        raise _Refusal("attributes", _("Use at most %(n)d bytes and no NUL.") % {"n": LARGEST_ATTRIBUTES})
    return escaped(written.decode())


def _write(context: ImportContext, log: Change, rows: list[tuple[Arrival, Prepared]]) -> None:
    authors = _participants(context.project.id, {author for _arrival, made in rows for author, _secrecy in made.shares})
    ends = {author: f"{id_}\n" for author, id_ in authors.items()}
    copy_into(
        "annotator_annotation",
        _ANNOTATION,
        (
            line + ends[author]
            for _arrival, made in rows
            for (author, _secrecy), share in made.shares.items()
            for line in share.lines
        ),
    )
    copy_into("annotator_anchor", _ANCHOR, (line for _arrival, made in rows for line in made.anchors))
    for arrival, made in rows:
        for (author, secrecy), share in made.shares.items():
            log.add(
                "annotations.imported",
                subject=arrival.id,
                document=arrival.id,
                author=authors[author],
                secrecy=secrecy,
                tlp=arrival.tlp,
                after={
                    "document": str(arrival.id),
                    "title": arrival.title,
                    "author": str(authors[author]),
                    "author_name": author[1],
                    "count": len(share.ids),
                    "ids": share.ids,
                },
            )


def _participants(project_id: UUID, authors: set[Author]) -> dict[Author, UUID]:
    """The participants of these kinds and names; those the project lacks are made."""
    ordered = sorted(authors)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO projects_participant (id, project_id, kind, name, program_version, created_at)
            SELECT id, %s, kind, name, '', now() FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS g(id, kind, name)
            ON CONFLICT DO NOTHING
            """,
            [
                project_id,
                [str(uuid7()) for _author in ordered],
                [kind for kind, _name in ordered],
                [name for _kind, name in ordered],
            ],
        )
    rows = Participant.objects.filter(
        project_id=project_id, user__isnull=True, program_version="", name__in={name for _kind, name in authors}
    )
    found = {(kind, name): id_ for id_, kind, name in rows.values_list("id", "kind", "name")}
    return {author: found[author] for author in authors}
