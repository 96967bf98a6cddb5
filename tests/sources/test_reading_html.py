"""Web pages read whole: the article by its kinds, what is around it as boilerplate, what a page says of itself."""

import pytest

from sources.readers import ReadText, readers
from sources.refusals import Refused

ARTICLE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Bridge at Sarn closed - The Aune Post</title>
<meta property="og:title" content="Bridge at Sarn closed"><meta name="author" content="Mira Tal; Jon Ode">
<meta property="article:published_time" content="2024-04-18T08:00:00Z">
<meta property="og:site_name" content="The Aune Post">
<link rel="canonical" href="https://aune.example/a/bridge"><style>p {color: red}</style></head>
<body><header><a href="/">The Aune Post</a><nav><a href="/">Home</a> <a href="/n">News</a></nav></header>
<div class="cookie-consent">We use cookies to read along.</div>
<main><article><h1>Bridge at Sarn   closed</h1><p class="byline">By Mira Tal and Jon Ode</p>
<figure><img src="x.jpg" alt=""><figcaption>The bridge in April. Photo: office of the mayor</figcaption></figure>
<p>The bridge at <b>Sarn</b> was closed on Monday<a href="#fn1"><sup>1</sup></a>, the ministry said. It carried 41
trucks a day, and two engineers dispute the figure that the ministry gave in spring.</p>
<blockquote class="pullquote">Two engineers dispute the figures the ministry gave</blockquote>
<h2>What the ministry says</h2>
<p>“They will not return,” an expert said on Monday.<br>The convoy crossed the bridge at noon on its way north.</p>
<ul><li>The first point of the statement by the ministry</li>
<li>A second point<ul><li>with a point below it</li></ul></li></ul>
<table><caption>Trucks by month</caption>
<tr><th>Month</th><th>Trucks</th></tr><tr><td>April</td><td>41</td></tr></table>
<div id="fn1"><p><sup>1</sup> Ministry statement, 12 April 2024.</p></div>
<div class="author-bio">Mira Tal covers the valley.</div></article></main>
<aside><h3>More from The Post</h3><ul><li><a href="/1">PROMOTED STORIES you will like</a></li></ul></aside>
<p hidden>Nobody sees this.</p><script>document.write("nor this")</script>
<footer>© 2024 The Aune Post. All rights reserved.</footer></body></html>"""


_CLOSED = (
    "The bridge at Sarn was closed on Monday1, the ministry said. It carried 41 trucks a day, and two engineers "
    "dispute the figure that the ministry gave in spring."
)
_NOT_RETURN = (
    "“They will not return,” an expert said on Monday.\nThe convoy crossed the bridge at noon on its way north."
)


def _read(page: str | bytes) -> ReadText:
    return readers()["html"].read(page.encode() if isinstance(page, str) else page)


def _of(read: ReadText, kind: str) -> list[str]:
    return [read.text[start:end] for start, end, found, _attributes in read.blocks if found == kind]


def test_every_block_of_an_article_has_the_kind_that_its_page_gives_it() -> None:
    read = _read(ARTICLE)
    assert [(kind, read.text[start:end]) for start, end, kind, _attributes in read.blocks] == [
        ("boilerplate", "The Aune Post"),
        ("boilerplate", "Home News"),
        ("boilerplate", "We use cookies to read along."),
        ("heading", "Bridge at Sarn closed"),
        ("byline", "By Mira Tal and Jon Ode"),
        ("caption", "The bridge in April. Photo: office of the mayor"),
        (
            "paragraph",
            _CLOSED,
        ),
        ("pull_quote", "Two engineers dispute the figures the ministry gave"),
        ("heading", "What the ministry says"),
        (
            "paragraph",
            _NOT_RETURN,
        ),
        ("list_item", "The first point of the statement by the ministry"),
        ("list_item", "A second point"),
        ("list_item", "with a point below it"),
        ("caption", "Trucks by month"),
        ("table", "Month | Trucks\nApril | 41"),
        ("footnote", "1 Ministry statement, 12 April 2024."),
        ("biography", "Mira Tal covers the valley."),
        ("boilerplate", "More from The Post"),
        ("boilerplate", "PROMOTED STORIES you will like"),
        ("boilerplate", "© 2024 The Aune Post. All rights reserved."),
    ]


def test_a_footnote_knows_its_name_and_where_it_is_called_and_a_table_its_cells() -> None:
    read = _read(ARTICLE)
    (note,) = (attributes for _s, _e, kind, attributes in read.blocks if kind == "footnote")
    ((start, end),) = note["calls"]
    assert (note["name"], read.text[start - 6 : end]) == ("1", "Monday1")
    (table,) = (attributes for _s, _e, kind, attributes in read.blocks if kind == "table")
    cells = [[read.text[start:end] for start, end in row] for row in table["rows"]]
    assert (cells, table["header"]) == ([["Month", "Trucks"], ["April", "41"]], True)
    levels = [attributes["level"] for _s, _e, kind, attributes in read.blocks if kind == "list_item"]
    assert levels == [1, 1, 2]


def test_two_lists_of_notes_that_count_alike_are_told_apart() -> None:
    notes = '<p>One<a href="#a1">1</a> and<a href="#a1">1</a>.</p><p id="a1">1 First.</p>'
    read = _read(notes + '<p>Two<a href="#b1">1</a>.</p><p id="b1">1 Second.</p>')
    found = [
        (block[3]["name"], len(block[3]["calls"]), read.text[block[0] : block[1]]) for block in read.blocks if block[3]
    ]
    assert found == [("1", 2, "1 First."), ("1·2", 1, "1 Second.")]


def test_a_page_says_its_title_authors_outlet_day_language_and_address() -> None:
    read = _read(ARTICLE)
    assert (read.title, read.record) == (
        "Bridge at Sarn closed",
        {
            "authors": ["Mira Tal", "Jon Ode"],
            "publisher": "The Aune Post",
            "published": "2024-04-18",
            "language": "en",
            "url": "https://aune.example/a/bridge",
        },
    )


def test_a_date_that_is_not_said_to_be_of_publication_is_not_taken_for_one() -> None:
    read = _read("<title>A page</title><p>Updated on 3 May 2021, printed 2022-01-01.</p><time>2020-05-05</time>")
    assert "published" not in read.record


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<meta charset=iso-8859-1><p>caf\xe9</p>".encode("latin-1"), "café"),
        ("<p>café</p>".encode("utf-16"), "café"),
        ("<p>“caf\xe9”</p>".encode("windows-1252"), "“café”"),
        ("<meta charset=nonsense><p>café</p>".encode(), "café"),
        ("\ufeff<?xml version='1.0' encoding='utf-8'?><html><p>سلام</p></html>".encode(), "سلام"),
    ],
)
def test_a_page_is_decoded_as_it_says_or_as_it_must_be(page: bytes, words: str) -> None:
    assert _read(page).text == words


def test_a_list_beside_a_short_page_is_not_called_boilerplate_for_being_short() -> None:
    read = _read("<h1>Notes</h1><p>Two lines only.</p><ul><li>one</li><li>two</li></ul>")
    assert [kind for _s, _e, kind, _a in read.blocks] == ["heading", "paragraph", "list_item", "list_item"]
    assert read.text == "Notes\n\nTwo lines only.\n\none\ntwo"


def test_a_table_that_only_arranges_a_page_is_no_table() -> None:
    read = _read("<table><tr><td><h2>Left</h2><p>words</p></td><td><ul><li>right</li></ul></td></tr></table>")
    assert _of(read, "table") == []
    assert read.text == "Left\n\nwords\n\nright"


def test_preformatted_words_keep_their_lines_and_hostile_markup_stays_text() -> None:
    read = _read("<pre>a  b\n  c</pre><p>&lt;script&gt;x&lt;/script&gt; {{ 1 }} ${x}</p>")
    assert read.text == "a  b\n  c\n\n<script>x</script> {{ 1 }} ${x}"


@pytest.mark.parametrize("page", ["", "   "])
def test_a_page_that_is_empty_is_refused(page: str) -> None:
    with pytest.raises(Refused, match="empty"):
        _read(page)


@pytest.mark.parametrize("page", ["<html></html>", "<script>x</script>", "<p> </p>"])
def test_a_page_without_words_has_no_blocks(page: str) -> None:
    read = _read(page)
    assert (read.text, read.blocks) == ("", [])


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 5000 + "deep" + "</div>" * 5000,
        "<p>" * 20_000 + "flat",
        "<table><tr><td>" * 2000,
        "<a href='#a' id='a'>1</a>",
    ],
)
def test_a_page_that_is_nested_without_end_is_read_or_refused(page: str) -> None:
    try:
        read = _read(page)
    except Refused:
        return
    for start, end, _kind, _attributes in read.blocks:
        assert 0 <= start < end <= len(read.text)
