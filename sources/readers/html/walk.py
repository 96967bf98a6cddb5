"""A walk over a web page: every word that is seen, in blocks of the kinds that their elements have.

What stands apart from an article (navigation, promotion) is only noted here; `page` decides what is boilerplate.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

from sources.blocks import BIOGRAPHY, BYLINE, CAPTION, FOOTNOTE, HEADING, LIST_ITEM, PARAGRAPH, PULL_QUOTE, TABLE
from sources.composing import Passage

_UNSEEN = {
    "script", "style", "noscript", "template", "svg", "iframe", "object", "title", "meta", "link", "base", "select",
    "textarea",
}  # fmt: skip
_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins", "kbd",
    "label", "mark", "q", "ruby", "rp", "rt", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "var", "wbr",
}  # fmt: skip
_APART = {"nav", "footer", "aside", "form", "button", "dialog", "menu"}
_ROLES_APART = {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert"}
_NAMED_APART = re.compile(
    r"(?:^|[-_\s])(?:nav(?:bar|igation)?|menu|breadcrumbs?|cookies?|consent|newsletter|subscribe|sign-?up|share|sharing"
    r"|social|promo(?:ted|tion)?|related|recommend(?:ed|ations)?|more-from|most-read|trending|advert(?:isement)?|ads?"
    r"|sponsor(?:ed)?|comments?|sidebar|footer|masthead|skip-?link|paywall)(?:$|[-_\s])",
    re.IGNORECASE,
)
_NAMED_BIOGRAPHY = re.compile(
    r"author[-_]?(?:bio|info|box|description|about)|about[-_]the[-_]author|(?:^|[-_\s])bio(?:$|[-_\s])", re.I
)
_NAMED_BYLINE = re.compile(r"(?:^|[-_\s])(?:byline|author|authors|writer|dateline)(?:$|[-_\s])", re.IGNORECASE)
_NAMED_PULLED = re.compile(r"pull-?_?quote|(?:^|[-_\s])pulled(?:$|[-_\s])", re.IGNORECASE)
_NAMED_CAPTION = re.compile(r"(?:^|[-_\s])(?:wp-caption-text|caption|credit)(?:$|[-_\s])", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MARKER = re.compile(r"[\[(]?(\d{1,3}|[ivx]{1,5}|[a-z]|[*†‡§¶]{1,3})[\])]?", re.IGNORECASE)
_BYLINE_AT_MOST = 240
_DEEPEST = 180


@dataclass(slots=True)
class Found:
    """One block to be: its words, the kind its element has, and whether it stands apart from the article."""

    passage: Passage
    kind: str
    attributes: dict[str, Any] | None
    apart: bool
    close: bool = False
    rows: list[list[Passage]] | None = None
    header: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the page one is: what kind the words around have, and how deep."""

    kind: str = PARAGRAPH
    attributes: dict[str, Any] | None = None
    apart: bool = False
    lists: int = 0
    depth: int = 0

    def inside(self, **changes: Any) -> "Place":
        values = {name: getattr(self, name) for name in self.__slots__}
        return Place(**{**values, "depth": self.depth + 1, **changes})


@dataclass
class _Notes:
    """Footnotes by the elements that hold them, and the links that call them."""

    held: dict[HtmlElement, str] = field(default_factory=dict)
    calls: dict[HtmlElement, str] = field(default_factory=dict)


def notes_of(tree: HtmlElement) -> _Notes:
    """What short links of a page lead down to: the holder of a note is the block around the place."""
    notes = _Notes()
    order = {element: at for at, element in enumerate(tree.iter())}
    places = {name: element for element in tree.iter() for name in (element.get("id"), element.get("name")) if name}
    for link in tree.iter("a"):
        href = link.get("href") or ""
        marker = _MARKER.fullmatch("".join(link.itertext()).strip())
        target = places.get(href[1:]) if href.startswith("#") and len(href) > 1 else None
        if marker is None or target is None or order[target] <= order[link] or link in target.iterancestors():
            continue
        holder = target
        while holder is not None and _tag(holder) in _INLINE:
            holder = holder.getparent()
        if holder is None or _tag(holder) in {"body", "main", "article"} or link in holder.iterdescendants():
            continue
        if holder not in notes.held:
            taken = sum(name.partition("·")[0] == marker[1] for name in notes.held.values())
            notes.held[holder] = f"{marker[1]}·{taken + 1}" if taken else marker[1]
        notes.calls[link] = notes.held[holder]
    return notes


def _tag(element: HtmlElement) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


class Walk:
    """A walk over a page that leaves its blocks in `found`."""

    def __init__(self, notes: _Notes) -> None:
        self.found: list[Found] = []
        self._notes = notes
        self._passage = Passage()
        self._place = Place()
        self._close = False

    def flush(self) -> None:
        """End the block that is under way."""
        if self._passage.text.strip():
            place = self._place
            self.found.append(Found(self._passage, place.kind, place.attributes, place.apart, self._close))
        self._passage, self._close = Passage(), False

    def container(self, element: HtmlElement, place: Place) -> None:
        """The words and elements inside one element."""
        self._within(place)
        self._words(element.text)
        for child in element:
            self._child(child, place)
            self._within(place)
            self._words(child.tail)

    def _within(self, place: Place) -> None:
        if place is not self._place:
            self.flush()
            self._place = place

    def _words(self, words: str | None) -> None:
        if words:
            self._passage.add(words)

    def _child(self, element: HtmlElement, place: Place) -> None:
        tag = _tag(element)
        if not tag or tag in _UNSEEN or _is_hidden(element):
            return
        if tag == "br":
            self._passage.line_break()
        elif place.depth > _DEEPEST:
            self._words(" ".join(element.itertext()))
        elif tag in _INLINE:
            self._inline(element, place)
        else:
            self._block(element, tag, place)

    def _inline(self, element: HtmlElement, place: Place) -> None:
        name = self._notes.calls.get(element)
        if name is not None:
            self._passage.call(name, "".join(element.itertext()))
            return
        if place.kind == PARAGRAPH and _is_byline(element) and not self._passage.text.strip():
            # A byline that is no block of its own still is one when it stands alone.
            siblings = (element.getparent().text or "") + "".join(c.tail or "" for c in element.getparent())
            if not siblings.strip():
                place = self._place = place.inside(kind=BYLINE)
        self._words(element.text)
        for child in element:
            self._child(child, place)
            self._words(child.tail)

    def _block(self, element: HtmlElement, tag: str, place: Place) -> None:
        self.flush()
        place = self._placed(element, tag, place)
        if tag == "table" and (rows := _rows(element)) is not None:
            self._table(element, rows, place)
        elif tag == "pre":
            kept = Passage(kept=True)
            kept.add("".join(element.itertext()).strip("\n"))
            self.found.append(Found(kept, place.kind, place.attributes, place.apart))
        elif tag != "hr":
            if tag in {"li", "dt", "dd"} and element.getprevious() is not None:
                self._place, self._close = place, bool(self.found) and self.found[-1].kind == LIST_ITEM
                self._passage = Passage()
            self.container(element, place)
        self.flush()

    def _placed(self, element: HtmlElement, tag: str, place: Place) -> Place:
        """The place inside a block element."""
        names = _names(element)
        apart = place.apart or _is_apart(element, tag, names)
        note = self._notes.held.get(element)
        if note is not None:
            return place.inside(kind=FOOTNOTE, attributes={"name": note}, apart=False)
        if place.kind in {FOOTNOTE, BIOGRAPHY, PULL_QUOTE, CAPTION} and tag not in {"table", "h1", "h2", "h3"}:
            return place.inside(apart=apart)
        if re.fullmatch("h[1-6]", tag):
            return place.inside(kind=HEADING, attributes={"level": int(tag[1])}, apart=apart)
        if tag in {"ul", "ol", "dl", "menu"}:
            return place.inside(lists=place.lists + 1, apart=apart)
        if tag in {"li", "dt", "dd"}:
            return place.inside(kind=LIST_ITEM, attributes={"level": max(place.lists, 1)}, apart=apart)
        if tag in {"figcaption", "caption"} or _NAMED_CAPTION.search(names):
            return place.inside(kind=CAPTION, attributes=None, apart=apart)
        if _NAMED_PULLED.search(names) or (tag == "blockquote" and _inside_aside(element)):
            return place.inside(kind=PULL_QUOTE, attributes=None, apart=False)
        if _NAMED_BIOGRAPHY.search(names):
            return place.inside(kind=BIOGRAPHY, attributes=None, apart=False)
        if _is_byline(element):
            return place.inside(kind=BYLINE, attributes=None, apart=apart)
        kind = place.kind if place.kind == LIST_ITEM else PARAGRAPH
        return place.inside(kind=kind, attributes=place.attributes if kind == LIST_ITEM else None, apart=apart)

    def _table(self, element: HtmlElement, rows: list[list[HtmlElement]], place: Place) -> None:
        for caption in element.iterchildren("caption"):
            self.container(caption, place.inside(kind=CAPTION, attributes=None))
            self.flush()
        header = bool(rows) and all(_tag(cell) == "th" for cell in rows[0])
        cells = [[self._cell(cell, place) for cell in row] for row in rows]
        self.found.append(Found(_joined(cells), TABLE, None, place.apart, rows=cells, header=header))

    def _cell(self, element: HtmlElement, place: Place) -> Passage:
        held, self._passage = self._passage, Passage()
        inside = self._place = place.inside()
        self._inline(element, inside)
        cell, self._passage = self._passage, held
        return cell


def _joined(rows: list[list[Passage]]) -> Passage:
    """The words of a table, for looking them up in the article."""
    words = Passage()
    for row in rows:
        for cell in row:
            words.add(f"{cell.text} ")
    return words


def _rows(table: HtmlElement) -> list[list[HtmlElement]] | None:
    """The cells of a table by row; None where it only arranges the page."""
    if table.get("role") in {"presentation", "none"} or next(table.iterdescendants("table"), None) is not None:
        return None
    rows = [[cell for cell in row if _tag(cell) in {"td", "th"}] for row in table.iter("tr")]
    rows = [row for row in rows if row]
    arranged = any(
        next(cell.iterdescendants("h1", "h2", "h3", "ul", "article", "form"), None) is not None
        for r in rows
        for cell in r
    )
    return None if arranged or not rows or max(map(len, rows)) < 2 else rows


def _is_hidden(element: HtmlElement) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _is_apart(element: HtmlElement, tag: str, names: str) -> bool:
    if tag in _APART or element.get("role") in _ROLES_APART or _NAMED_APART.search(names):
        return next(element.iterdescendants("h1", "article", "main"), None) is None
    if tag == "header":
        return (
            element.getparent() is not None
            and _tag(element.getparent()) == "body"
            and next(element.iter("h1"), None) is None
        )
    return False


def _inside_aside(element: HtmlElement) -> bool:
    return any(_tag(above) == "aside" for above in element.iterancestors())


def _is_byline(element: HtmlElement) -> bool:
    named = (
        element.get("rel") == "author" or element.get("itemprop") == "author" or _NAMED_BYLINE.search(_names(element))
    )
    return bool(named) and len("".join(element.itertext()).strip()) <= _BYLINE_AT_MOST
