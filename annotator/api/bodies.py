"""Bodies of requests about marks, read by hand: a list of a thousand is read in a few milliseconds.

What is wrong with a field is said for that field; fields nobody knows are refused, so that a misspelt one is noticed.
That no text holds a NUL character is seen to where JSON is parsed.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar
from uuid import UUID

import orjson
from django.utils.translation import gettext as _

from annotator.fragments import MOST_FRAGMENTS
from annotator.marks import LARGEST_ATTRIBUTES, LONGEST_NOTE, MOST_AT_ONCE, Edit, NewMark, Step
from annotator.names import LONGEST_PATH
from annotator.queries.labels import is_id
from annotator.services.checks import Problems
from projects.errors import Invalid

_PLACE = {"start", "end", "fragments", "exact", "revision"}
_NEW = {"id", "label", "note", "attributes"} | _PLACE
_EDIT = _NEW - {"id"}
_TARGET = {"op", "annotation", "version"}
_STEPS: dict[str, set[str]] = {
    "create": {"op"} | _NEW,
    "change": _TARGET | _EDIT,
    "delete": _TARGET,
    "restore": _TARGET,
}
_LARGEST = 2**31 - 1
_DEEPEST = 20

Fields = Mapping[str, Any]
T = TypeVar("T")


def read_new_mark(body: Any) -> NewMark:
    """The mark that a body asks for; Invalid with what is wrong in each field."""
    problems = Problems(many=False)
    mark = _new_mark(body, problems)
    problems.raise_any()
    assert mark is not None
    return mark


def read_new_marks(body: Any) -> list[NewMark]:
    """The marks that a list asks for; Invalid with what is wrong in each."""
    return _read_all(body, _new_mark)


def read_steps(body: Any) -> list[Step]:
    """The steps that a list asks for; Invalid with what is wrong in each."""
    return _read_all(body, _step)


def _read_all(body: Any, read: Callable[[Any, Problems], T | None]) -> list[T]:
    if not isinstance(body, list):
        raise Invalid({"body": _("Send a list of objects.")})
    if not 1 <= len(body) <= MOST_AT_ONCE:
        raise Invalid({"body": _("Send from 1 to %(n)d marks at once.") % {"n": MOST_AT_ONCE}})
    problems = Problems(many=True)
    found: list[T] = []
    for number, one in enumerate(body):
        problems.number = number
        made = read(one, problems)
        if made is not None:
            found.append(made)
    problems.raise_any()
    return found


def read_edit(body: Any) -> Edit:
    """The changes that a body asks for; Invalid with what is wrong in each field."""
    problems = Problems(many=False)
    edit = _edit(body, problems) if _is_object(body, problems, _EDIT) else None
    problems.raise_any()
    assert edit is not None
    return edit


def _step(body: Any, problems: Problems) -> Step | None:
    kind = body.get("op") if isinstance(body, dict) else None
    if not isinstance(body, dict):
        problems.add("body", _("Send one JSON object."))
    elif not isinstance(kind, str) or kind not in _STEPS:
        problems.add("op", _("Write create, change, delete or restore."))
    elif _is_object(body, problems, _STEPS[kind]):
        return _known_step(kind, body, problems)
    return None


def _known_step(kind: Any, body: Fields, problems: Problems) -> Step:
    if kind == "create":
        return Step(kind, mark=_made_mark(body, problems))
    annotation = _id(body, "annotation", problems)
    version: Any = body.get("version")
    if body.get("annotation") is None:
        problems.add("annotation", _("Name the mark by its id."))
    if not _whole(version) or version < 1:
        problems.add("version", _("Write the version of the mark that you saw, as a whole number."))
        version = 0
    edit = _edit({name: body[name] for name in body.keys() & _EDIT}, problems) if kind == "change" else None
    return Step(kind, annotation, version, edit=edit)


def _edit(body: Fields, problems: Problems) -> Edit:
    if not body:
        problems.add("body", _("Name at least one thing to change."))
    return Edit(
        label=_label(body, problems) if "label" in body else None,
        fragments=_fragments(body, problems) if body.keys() & {"start", "end", "fragments"} else None,
        exact=_exact(body, problems),
        revision=_id(body, "revision", problems),
        note=_note(body, problems) if "note" in body else None,
        attributes=_attributes(body, problems) if "attributes" in body else None,
    )


def _new_mark(body: Any, problems: Problems) -> NewMark | None:
    return _made_mark(body, problems) if _is_object(body, problems, _NEW) else None


def _made_mark(body: Fields, problems: Problems) -> NewMark:
    return NewMark(
        id=_id(body, "id", problems),
        label=_label(body, problems),
        fragments=_fragments(body, problems),
        exact=_exact(body, problems),
        revision=_id(body, "revision", problems),
        note=_note(body, problems),
        attributes=_attributes(body, problems),
    )


def _is_object(body: Any, problems: Problems, known: Collection[str]) -> bool:
    if not isinstance(body, dict):
        problems.add("body", _("Send one JSON object."))
        return False
    for name in body:
        if name not in known:
            problems.add(str(name)[:100], _("There is no such field."))
    return True


def _id(body: Fields, name: str, problems: Problems) -> UUID | None:
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not is_id(value):
        problems.add(name, _("Write a UUID."))
        return None
    return UUID(value)


def _label(body: Fields, problems: Problems) -> str:
    value = body.get("label")
    if value is None:
        problems.add("label", _("Name the label by its id or its full path."))
    elif not isinstance(value, str) or not value or len(value) > LONGEST_PATH:
        problems.add("label", _("Name the label by its id or its full path, as text."))
    else:
        return value
    return ""


def _whole(value: Any) -> bool:
    return type(value) is int and abs(value) <= _LARGEST


def _fragments(body: Fields, problems: Problems) -> list[tuple[int, int]]:
    given = body.get("fragments")
    ends = {name: body[name] for name in ("start", "end") if body.get(name) is not None}
    if given is not None and ends:
        problems.add("fragments", _("Give start and end, or fragments, not both."))
    elif given is not None:
        return _pairs(given, problems)
    elif len(ends) < 2:
        for name in ("start", "end"):
            if name not in ends:
                problems.add(name, _("Give start and end, or fragments."))
    elif all(_whole(value) for value in ends.values()):
        return [(ends["start"], ends["end"])]
    else:
        for name, value in ends.items():
            if not _whole(value):
                problems.add(name, _("Write a whole number: a place in the text, counted in code points."))
    return []


def _pairs(given: Any, problems: Problems) -> list[tuple[int, int]]:
    if not isinstance(given, list) or not given:
        problems.add("fragments", _("Give a list of [start, end] pairs."))
        return []
    if len(given) > MOST_FRAGMENTS:
        problems.add("fragments", _("A mark has at most %(n)d fragments.") % {"n": MOST_FRAGMENTS})
        return []
    pairs: list[tuple[int, int]] = []
    for pair in given:
        if not isinstance(pair, list) or len(pair) != 2 or not all(_whole(value) for value in pair):
            problems.add("fragments", _("Each fragment is a pair of whole numbers: [start, end]."))
            return []
        pairs.append((pair[0], pair[1]))
    return pairs


def _text(body: Fields, name: str, longest: int, problems: Problems) -> str | None:
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        problems.add(name, _("Write text."))
    elif len(value) > longest:
        problems.add(name, _("Use at most %(n)d characters.") % {"n": longest})
    else:
        return value
    return None


def _exact(body: Fields, problems: Problems) -> str | None:
    value = body.get("exact")
    if value is not None and not isinstance(value, str):
        problems.add("exact", _("Write text."))
        return None
    return value


def _note(body: Fields, problems: Problems) -> str:
    return _text(body, "note", LONGEST_NOTE, problems) or ""


def _attributes(body: Fields, problems: Problems) -> dict[str, Any]:
    value = body.get("attributes")
    if value is None:
        return {}
    if not isinstance(value, dict):
        problems.add("attributes", _("Write a JSON object."))
    elif len(orjson.dumps(value)) > LARGEST_ATTRIBUTES:
        problems.add("attributes", _("Use at most %(n)d bytes.") % {"n": LARGEST_ATTRIBUTES})
    elif _depth(value) > _DEEPEST:
        problems.add("attributes", _("Nest at most %(n)d levels.") % {"n": _DEEPEST})
    else:
        return value
    return {}


def _depth(value: Any) -> int:
    depth, level = 0, [value]
    while level:
        depth += 1
        level = [
            part
            for one in level
            if isinstance(one, dict | list)
            for part in (one.values() if isinstance(one, dict) else one)
        ]
    return depth
