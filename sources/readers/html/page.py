"""Web pages: every word a visitor would see stays, and what is not the article is marked as boilerplate.

trafilatura says which words are the article and what the page says of itself (title, authors, outlet, address). The
text is put together here from the whole page, because a reader has to see what stood around an article to judge it:
navigation, promotion and the like become blocks of kind `boilerplate`, captions, bylines and footnotes keep theirs. A
footnote is an element that a short link of the same page leads down to.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
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
    PULL_QUOTE,
    TABLE,
)
from sources.composing import Composition
from sources.readers import ReadText
from sources.readers.html.walk import Found, Place, Walk, notes_of
from sources.refusals import Refused, gettext_noop
from sources.text import Offsets

_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([a-zA-Z0-9_:.-]+)""", re.IGNORECASE)
_XML = re.compile(r"^\s*<\?xml[^>]*\?>")
_ARTICLE_AT_LEAST = 200
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
    walk = Walk(notes_of(tree))
    walk.container(tree, Place())  # what the parser leaves outside a body is seen as well
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


def _kinds(found: list[Found], article: str, title: str) -> Iterator[str]:
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
