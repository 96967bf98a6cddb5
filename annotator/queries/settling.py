"""One mark to settle at a time: where it stood and where it may stand, each in the words around it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from annotator.fragments import Fragments
from annotator.models import Placement
from annotator.queries.placements import represent_placements, to_settle, with_marks
from projects.viewers import Viewer
from sources.queries.revisions import text_of

AROUND = 160
MOST_FOUND = 20


def queue_of(viewer: Viewer, document: UUID) -> list[UUID]:
    """What the viewer may settle on the document's current text, in the order of reading."""
    return list(to_settle(viewer, document).order_by("id").values_list("id", flat=True))


def placement_shown(placement_id: UUID, words: str) -> dict[str, Any]:
    """One placement with its passages in context; `words` that stand in the text are further candidates."""
    placement = with_marks(Placement.objects.filter(id=placement_id)).get()
    (shown,) = represent_placements([placement])
    text = text_of(placement.revision_id)
    if shown["before"]:
        old = text_of(UUID(shown["before"]["revision"]))
        shown["old"] = in_context(old, shown["before"]["fragments"])
    if shown["now"]:
        shown["new"] = in_context(text, shown["now"]["fragments"])
    here = tuple(shown["now"]["fragments"]) if shown["now"] else ()
    places = [tuple(candidate["fragments"]) for candidate in shown["candidates"]]
    places += [((at, at + len(words)),) for at in found_in(text, words)]
    shown["choices"] = [
        {"value": written(fragments), "passage": in_context(text, fragments)}
        for fragments in dict.fromkeys(places)
        if fragments != here
    ]
    return shown


def found_in(text: str, words: str) -> list[int]:
    """Where words stand in a text, at most so many times."""
    found: list[int] = []
    at = text.find(words) if words else -1
    while at >= 0 and len(found) < MOST_FOUND:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def in_context(text: str, fragments: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """The words of a mark, marked, with those before, between and after."""
    pieces: list[tuple[str, bool]] = []
    reached = max(0, fragments[0][0] - AROUND)
    if reached:
        pieces.append(("…", False))
    for start, end in fragments:
        between = text[reached:start]
        if pieces and len(between) > 2 * AROUND:
            between = f"{between[:AROUND]} … {between[-AROUND:]}"
        pieces += [(between, False), (text[start:end], True)]
        reached = end
    pieces.append((text[reached : reached + AROUND], False))
    if reached + AROUND < len(text):
        pieces.append(("…", False))
    return [(words, marked) for words, marked in pieces if words]


def written(fragments: Fragments) -> str:
    """Fragments as a form sends them: `0-12,13-17`."""
    return ",".join(f"{start}-{end}" for start, end in fragments)
