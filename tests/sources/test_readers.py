"""Readers: blocks found in plain text and Markdown, as places in the unchanged text."""

from pathlib import Path

import pytest

from config.runtime.places import CHECKOUT
from sources.blocks import KINDS
from sources.readers import ReadText, reader_for, readers
from sources.sectioning import section

CORPUS = sorted((CHECKOUT.parent / "shared" / "corpus").glob("*.txt"))
MATERIAL = sorted((CHECKOUT / "config" / "demo" / "material").glob("0*"))


def _words(read: ReadText, kind: str) -> list[str]:
    return [read.text[b[0] : b[1]] for b in read.blocks if b[2] == kind]


def _cells(read: ReadText) -> list[list[list[str]]]:
    return [
        [[read.text[start:end] for start, end in row] for row in b[3]["rows"]] for b in read.blocks if b[2] == "table"
    ]


def test_each_reader_is_found_by_the_ends_of_names() -> None:
    assert list(readers()) == ["docx", "html", "mail", "markdown", "pdf", "text"]
    assert [reader_for(name) and reader_for(name).name for name in ("A.TXT", "b.text", "c.Md", "d.markdown")] == [  # type: ignore[union-attr]
        "text", "text", "markdown", "markdown",
    ]  # fmt: skip
    assert reader_for("e.xlsx") is None


@pytest.mark.parametrize("path", [*MATERIAL, *CORPUS], ids=lambda path: path.name)
def test_the_blocks_of_real_texts_are_in_order_and_miss_no_word(path: Path) -> None:
    given = path.read_bytes().decode()
    reader = reader_for(path.name)
    assert reader is not None
    read = reader.read(path.read_bytes())
    kept = given.removeprefix("\ufeff").replace("\r\n", "\n")
    assert read.text == kept, "nothing else of the text is changed"
    assert read.title
    reached = 0
    for start, end, kind, _attributes in read.blocks:
        assert kind in KINDS
        assert reached <= start < end <= len(kept)
        assert not any(character.isalnum() for character in kept[reached:start])
        reached = end
    assert not kept[reached:].strip()
    sections = section(read.text, read.blocks)
    assert "".join(part.text for part in sections) == kept


if CORPUS:  # it lies beside some checkouts

    def test_the_tables_of_the_article_keep_their_cells() -> None:
        read = readers()["text"].read_text(CORPUS[0].read_text(encoding="utf-8"))
        tables = _cells(read)
        assert [len(table) for table in tables] == [4, 4, 4]
        assert tables[0][0] == ["Metric", "Azerbaijan", "Georgia", "Kazakhstan"]
        assert tables[0][1] == ["Sanctions Violations Reported", "12", "4", "7"]
        assert all(len(row) == len(table[0]) for table in tables for row in table)
        assert len(_words(read, "list_item")) == 9


def test_paragraphs_headings_items_and_tables_of_a_text_with_long_lines() -> None:
    long = "A paragraph of many words that goes on for longer than a page is wide, as texts from the web do. " * 2
    text = (
        f"The Title of It\n{long}\nA Heading Inside\n{long}\n- one\n- two\n| a | b |\n|---|:-:|\n| 1 | 2 |\nThe end.\n"
    )
    read = readers()["text"].read_text(text)
    assert [b[2] for b in read.blocks] == [
        "heading", "paragraph", "heading", "paragraph", "list_item", "list_item", "table", "paragraph",
    ]  # fmt: skip
    assert read.title == "The Title of It"
    assert _cells(read) == [[["a", "b"], ["1", "2"]]]
    assert read.blocks[6][3]["header"] is True


def test_paragraphs_of_a_text_with_short_lines_are_the_runs_between_empty_ones() -> None:
    text = "TITLE\n\nA paragraph broken\ninto short lines.\n\nAnother one,\n  as well.\n\n"
    text += "1) first\n   goes on\n2) second\n"
    read = readers()["text"].read_text(text)
    assert [(b[2], text[b[0] : b[1]]) for b in read.blocks] == [
        ("heading", "TITLE"),
        ("paragraph", "A paragraph broken\ninto short lines."),
        ("paragraph", "Another one,\n  as well."),
        ("list_item", "1) first\n   goes on"),
        ("list_item", "2) second"),
    ]


def test_lines_of_no_break_spaces_are_empty() -> None:
    read = readers()["text"].read_text("One.\n\u00a0\nTwo.\n\x0c\nThree.")
    assert len(read.blocks) == 3


def test_a_table_without_a_rule_has_no_header() -> None:
    read = readers()["text"].read_text("| a | b |\n| 1 | 2 |\n")
    assert read.blocks[0][3] == {"rows": [[[2, 3], [6, 7]], [[12, 13], [16, 17]]]}


def test_a_single_line_with_pipes_is_no_table() -> None:
    read = readers()["text"].read_text("Home | News | Sport\n\nText follows here.\n")
    assert [b[2] for b in read.blocks] == ["heading", "paragraph"]


def test_empty_cells_and_escaped_bars_are_kept_apart() -> None:
    read = readers()["text"].read_text("| a | | c |\n|---|---|---|\n| x \\| y | 2 | 3 |\n")
    assert _cells(read) == [[["a", "", "c"], ["x \\| y", "2", "3"]]]


def test_offsets_count_code_points_in_the_kept_text() -> None:
    read = readers()["text"].read_text("\ufeff🛰️ مرحبا\r\n\r\nSecond 👩\u200d👧 one.\r\n")
    assert [read.text[b[0] : b[1]] for b in read.blocks] == ["🛰️ مرحبا", "Second 👩\u200d👧 one."]


def test_the_blocks_of_markdown_are_places_in_its_source() -> None:
    source = (
        "# The *big* [title](https://example.org) #\n\nA paragraph\nof two lines.[^1]\n\n- item **one**\n- item two\n\n"
        "  more of two\n\n> quoted\n\n| a | b |\n|---|--:|\n| 1 | *2* |\n\n```\ncode | here\n```\n\n"
        "[^1]: The note\n    goes on.\n\n"
        "Second title\n---\n"
    )
    read = readers()["markdown"].read_text(source)
    assert read.text == source
    assert read.title == "The big title"
    assert _words(read, "heading") == ["# The *big* [title](https://example.org) #", "Second title\n---"]
    assert _words(read, "paragraph") == [
        "A paragraph\nof two lines.[^1]",
        "more of two",
        "> quoted",
        "```\ncode | here\n```",
    ]
    assert _words(read, "list_item") == ["- item **one**", "- item two"]
    assert _cells(read) == [[["a", "b"], ["1", "*2*"]]]
    assert _words(read, "footnote") == ["[^1]: The note\n    goes on."]
    (note,) = [b for b in read.blocks if b[2] == "footnote"]
    assert note[3] == {"name": "1"}


def test_deep_nesting_in_markdown_is_read_in_bounded_time() -> None:
    read = readers()["markdown"].read_text(">" * 20_000 + " deep\n\n" + "- " * 5000 + "x\n\n" + "[" * 50_000)
    assert read.blocks


@pytest.mark.parametrize("name", ["text", "markdown"])
def test_an_empty_text_has_no_blocks_and_no_title(name: str) -> None:
    read = readers()[name].read_text("\n  \n")
    assert (read.blocks, read.title) == ([], "")
