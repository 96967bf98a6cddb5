"""Web pages: every word a visitor would see stays, and what is not the article is marked as boilerplate.

trafilatura says which words are the article and what the page says of itself (title, authors, outlet, address). The
text is put together here from the whole page, because a reader has to see what stood around an article to judge it:
navigation, promotion and the like become blocks of kind `boilerplate`, captions, bylines and footnotes keep theirs. A
footnote is an element that a short link of the same page leads down to.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import lxml.html
from lxml.etree import LxmlError, ParserError
from lxml.html import HtmlElement
from trafilatura import extract
from trafilatura.metadata import extract_metadata

from sources.blocks import (
    BIOGRAPHY,
    BOILERPLATE,
    BYLINE,
    CAPTION,
    FOOTNOTE,
    HEADING,
    LIST_ITEM,
    PARAGRAPH,
    PULL_QUOTE,
    TABLE,
)
from sources.composing import Composition, Passage
from sources.readers import ReadText
from sources.refusals import Refused, gettext_noop
from sources.text import Offsets

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
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([a-zA-Z0-9_:.-]+)""", re.IGNORECASE)
_XML = re.compile(r"^\s*<\?xml[^>]*\?>")
_BYLINE_AT_MOST = 240
_ARTICLE_AT_LEAST = 200
_DEEPEST = 180
_DATES = (
    "//meta[@property='article:published_time' or @property='og:article:published_time']/@content",
    "//meta[@itemprop='datePublished' or @name='datePublished' or @name='pubdate' or @name='publishdate']/@content",
    "//meta[contains('|dc.date|dcterms.date|', concat('|', translate(@name, 'DCTERMS', 'dcterms'), '|'))]/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//time[@pubdate]/@datetime",
)
_DAY = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?:$|[T\s])")


def read(data: bytes) -> ReadText:
    """Read a web page."""
    text, warnings = decode_page(data)
    return read_page(text, warnings=warnings)


def decode_page(data: bytes, charset: str | None = None) -> tuple[str, list[str]]:
    """The characters of a page by its byte order mark, `charset` as it was sent, what it says itself, else UTF-8."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), []
    said = _CHARSET.search(data[:4096])
    for name in (charset, said[1].decode("ascii") if said else None, "utf-8", "windows-1252"):
        with suppress(LookupError, UnicodeDecodeError):
            if name is not None:
                return data.decode(name), []
    return data.decode("utf-8", errors="replace"), [
        gettext_noop("Some bytes are in no known encoding; they are shown as “\N{REPLACEMENT CHARACTER}”.")
    ]


def read_page(source: str, *, url: str = "", warnings: list[str] | None = None) -> ReadText:
    """Read a page given as characters; `url` is where it was found, if that is known."""
    tree = _tree(source)
    article = _squeezed(extract(source, include_comments=False, include_tables=True, favor_recall=True) or "")
    walk = _Walk(_notes(tree))
    walk.container(tree, _Place())  # what the parser leaves outside a body is seen as well
    walk.flush()
    record = _record(tree, url)
    composition = Composition()
    kinds = _kinds(walk.found, article, _squeezed(record.get("title", "")))
    for found, kind in zip(walk.found, kinds, strict=True):
        if found.rows is not None and kind == TABLE:
            composition.add_table(found.rows, header=found.header)
        else:
            composition.add(found.passage, kind, found.attributes if kind == found.kind else None, close=found.close)
    text = composition.finish()
    title = record.pop("title", "") or next((_one_line(f.passage.text) for f in walk.found if f.kind == HEADING), "")
    return ReadText(
        text=text,
        blocks=composition.blocks,
        title=title,
        offsets=Offsets(len(text)),
        record=record,
        warnings=warnings or [],
    )


def _tree(source: str) -> HtmlElement:
    source = _XML.sub("", source).replace("\0", "\N{REPLACEMENT CHARACTER}")
    try:
        return lxml.html.document_fromstring(source)
    except (ParserError, ValueError):
        raise Refused(gettext_noop("The page is empty.")) from None
    except LxmlError:
        raise Refused(gettext_noop("This page cannot be read: it is damaged, or far too large.")) from None


def _one_line(words: str) -> str:
    return " ".join(words.split())[:300]


def _squeezed(words: str) -> str:
    """Words without what formatting changes: white space and the signs of lists and tables."""
    return "".join(character for character in words if character.isalnum())


@dataclass(slots=True)
class _Found:
    """One block to be: its words, the kind its element has, and whether it stands apart from the article."""

    passage: Passage
    kind: str
    attributes: dict[str, Any] | None
    apart: bool
    close: bool = False
    rows: list[list[Passage]] | None = None
    header: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the page one is: what kind the words around have, and how deep."""

    kind: str = PARAGRAPH
    attributes: dict[str, Any] | None = None
    apart: bool = False
    lists: int = 0
    depth: int = 0

    def inside(self, **changes: Any) -> "_Place":
        values = {name: getattr(self, name) for name in self.__slots__}
        return _Place(**{**values, "depth": self.depth + 1, **changes})


@dataclass
class _Notes:
    """Footnotes by the elements that hold them, and the links that call them."""

    held: dict[HtmlElement, str] = field(default_factory=dict)
    calls: dict[HtmlElement, str] = field(default_factory=dict)


def _notes(tree: HtmlElement) -> _Notes:
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


class _Walk:
    """A walk over a page that leaves its blocks in `found`."""

    def __init__(self, notes: _Notes) -> None:
        self.found: list[_Found] = []
        self._notes = notes
        self._passage = Passage()
        self._place = _Place()
        self._close = False

    def flush(self) -> None:
        """End the block that is under way."""
        if self._passage.text.strip():
            place = self._place
            self.found.append(_Found(self._passage, place.kind, place.attributes, place.apart, self._close))
        self._passage, self._close = Passage(), False

    def container(self, element: HtmlElement, place: _Place) -> None:
        """The words and elements inside one element."""
        self._within(place)
        self._words(element.text)
        for child in element:
            self._child(child, place)
            self._within(place)
            self._words(child.tail)

    def _within(self, place: _Place) -> None:
        if place is not self._place:
            self.flush()
            self._place = place

    def _words(self, words: str | None) -> None:
        if words:
            self._passage.add(words)

    def _child(self, element: HtmlElement, place: _Place) -> None:
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

    def _inline(self, element: HtmlElement, place: _Place) -> None:
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

    def _block(self, element: HtmlElement, tag: str, place: _Place) -> None:
        self.flush()
        place = self._placed(element, tag, place)
        if tag == "table" and (rows := _rows(element)) is not None:
            self._table(element, rows, place)
        elif tag == "pre":
            kept = Passage(kept=True)
            kept.add("".join(element.itertext()).strip("\n"))
            self.found.append(_Found(kept, place.kind, place.attributes, place.apart))
        elif tag != "hr":
            if tag in {"li", "dt", "dd"} and element.getprevious() is not None:
                self._place, self._close = place, bool(self.found) and self.found[-1].kind == LIST_ITEM
                self._passage = Passage()
            self.container(element, place)
        self.flush()

    def _placed(self, element: HtmlElement, tag: str, place: _Place) -> _Place:
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

    def _table(self, element: HtmlElement, rows: list[list[HtmlElement]], place: _Place) -> None:
        for caption in element.iterchildren("caption"):
            self.container(caption, place.inside(kind=CAPTION, attributes=None))
            self.flush()
        header = bool(rows) and all(_tag(cell) == "th" for cell in rows[0])
        cells = [[self._cell(cell, place) for cell in row] for row in rows]
        self.found.append(_Found(_joined(cells), TABLE, None, place.apart, rows=cells, header=header))

    def _cell(self, element: HtmlElement, place: _Place) -> Passage:
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


def _kinds(found: list[_Found], article: str, title: str) -> Iterator[str]:
    """The kind of each block: its element's, or boilerplate where it is not of the article."""
    squeezed = [_squeezed(one.passage.text) for one in found]
    inside = [bool(words) and words in article for words in squeezed]
    known = len(article) >= _ARTICLE_AT_LEAST
    sure = [at for at, words in enumerate(squeezed) if inside[at] and len(words) > 30]
    first, last = (sure[0], sure[-1]) if sure else (0, len(found))
    for at, one in enumerate(found):
        of_title = one.kind == HEADING and bool(title) and (squeezed[at] in title or title in squeezed[at])
        if of_title or one.kind == FOOTNOTE:
            yield one.kind
        elif one.apart:
            yield one.kind if known and inside[at] and len(squeezed[at]) > 80 else BOILERPLATE
        elif not known or first <= at <= last or inside[at] or one.kind in {BYLINE, BIOGRAPHY, CAPTION, PULL_QUOTE}:
            yield one.kind
        else:
            yield BOILERPLATE


def _record(tree: HtmlElement, url: str) -> dict[str, Any]:
    """What the page says of itself. A date is only taken where it is called one of publication."""
    said = extract_metadata(tree, default_url=url or None, extensive=False)
    published = next((day[1] for path in _DATES for value in tree.xpath(path) if (day := _DAY.match(value))), "")
    record = {
        "title": said.title or "",
        "authors": [name.strip() for name in (said.author or "").split(";") if name.strip()],
        "publisher": said.sitename or "",
        "published": published,
        "language": (tree.get("lang") or "").strip(),
        "url": said.url or url,
    }
    return {name: value for name, value in record.items() if value}
