"""Checks of what a client asks for against codebook and text, with the sentences it gets back."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from annotator.fragments import (
    MOST_CHARACTERS,
    MOST_FRAGMENTS,
    BadFragments,
    Fault,
    Fragments,
    Sections,
    same_words,
    settled,
)
from annotator.marks import Pairs
from annotator.queries.labels import LabelFinder
from annotator.services.places import Place
from projects.errors import Conflict, Invalid

_MOST_PROBLEMS = 50


class Problems:
    """What is wrong with one mark or a list of marks: each field with its sentences, numbered in a list.

    `first` is the number of the first mark at hand, where they are a part of a longer list.
    """

    def __init__(self, *, many: bool, first: int = 0) -> None:
        self.many = many
        self.first = first
        self.number = first
        self.found: dict[str, list[str]] = {}

    def name(self, field: str) -> str:
        """The field as the client knows it: `[3].label` in a list."""
        return f"[{self.number}].{field}" if self.many else field

    def add(self, field: str, sentence: str) -> None:
        """One thing that is wrong with the mark at hand."""
        if len(self.found) < _MOST_PROBLEMS:
            self.found.setdefault(self.name(field), []).append(sentence)

    def raise_any(self) -> None:
        """Invalid with everything that was found; in a list, `index` is the first mark with something wrong."""
        if self.found:
            problem = Invalid(self.found)
            if self.many:
                problem.extra["index"] = min(int(name[1:].partition("]")[0]) for name in self.found)
            raise problem

    def conflict(self, sentence: str, **extra: Any) -> Conflict:
        """The mark at hand cannot be had as it was asked for; in a list `index` says which it is."""
        return Conflict(sentence, **extra, **({"index": self.number} if self.many else {}))


def check_revision(given: UUID | None, place: Place, problems: Problems, *, needed: bool = True) -> None:
    """The text a mark is meant for has to be the current one, and be named once there is more than one."""
    if given is None:
        if needed and place.revision_number > 1:
            problems.add("revision", _("This document has several texts. Name the one you marked."))
    elif given != place.revision:
        raise problems.conflict(
            _("The text of this document has been replaced. Reload it and mark the new one."),
            revision=str(place.revision),
        )


def check_label(
    given: str, finder: LabelFinder, problems: Problems, *, keeping: UUID | None = None
) -> tuple[UUID, str] | None:
    """Id and path of the label; an archived one may only be kept."""
    found = finder.find(given)
    if found is None:
        problems.add("label", _("There is no label “%(name)s” in this project.") % {"name": given[:200]})
        return None
    id_, path, archived = found
    if archived and id_ != keeping:
        problems.add("label", _("The label “%(path)s” is archived. Choose another.") % {"path": path})
        return None
    return id_, path


def settle_fragments(given: Pairs, length: int, problems: Problems) -> Fragments | None:
    """The fragments in order of reading, if they can be a mark on a text of that length."""
    try:
        return settled(given, length)
    except BadFragments as bad:
        problems.add("fragments", fragment_sentence(bad, length))
        return None


def fragment_sentence(bad: BadFragments, length: int) -> str:
    """What is wrong with fragments, for people."""
    start, end = bad.fragment
    sentences = {
        Fault.NONE: _("Give at least one fragment."),
        Fault.MANY: _("A mark has at most %(n)d fragments.") % {"n": MOST_FRAGMENTS},
        Fault.EMPTY: _("The fragment from %(start)d to %(end)d is empty; its end must come after its start."),
        Fault.OUTSIDE: _("The fragment from %(start)d to %(end)d leaves the text, which has %(length)d characters."),
        Fault.OVERLAP: _("The fragment from %(start)d to %(end)d overlaps the one before it."),
        Fault.LONG: _("A mark holds at most %(n)d characters.") % {"n": MOST_CHARACTERS},
    }
    sentence = sentences[bad.fault]
    return sentence % {"start": start, "end": end, "length": length} if "%(" in sentence else sentence


def check_exact(given: str | None, quote: str, fragments: Fragments, text: Sections, problems: Problems) -> None:
    """The words the client saw have to be the stored ones: Conflict with both, so that it can tell what moved."""
    if given is None or given == quote:
        return
    if len(fragments) > 1 and same_words(given, quote, fragments, _words(text, fragments)):
        return
    raise problems.conflict(
        _("The words at this place are not the ones you sent as “%(field)s”. Offsets count code points.")
        % {"field": problems.name("exact")},
        expected=given[:2000],
        found=quote[:2000],
    )


def _words(text: Sections, fragments: Fragments) -> list[str]:
    return [text.slice(start, end) for start, end in fragments]
