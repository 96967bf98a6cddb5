"""The rules by which plain text is read, one by one, and what they leave alone."""

import pytest

from sources.blocks import Block
from sources.plain import authors, captions, furniture
from sources.plain.finding import find_blocks
from sources.plain.lines import is_wrapped, lines_of

LONG = (
    "A paragraph that says more than any line of a page could hold, as those of the web do, and that ends with a stop. "
    * 2
)


def _notes(text: str) -> dict[str, list[str]]:
    """The footnotes of a text by name, each with its calls and the words right before them."""
    notes = [b[3] for b in find_blocks(text) if b[2] == "footnote"]
    return {said["name"]: [text[left - 4 : right] for left, right in said.get("calls", [])] for said in notes}


def _kinds(blocks: list[Block]) -> list[str]:
    return [b[2] for b in blocks]


def test_notes_that_begin_anew_on_every_page_have_names_of_their_own() -> None:
    page = "Page {0} calls its note here.1 And it ends\nas all do.\n\n1  Note of page {0}\n"
    assert _notes(page.format("one") + "\n\x0c" + page.format("two")) == {"1": ["ere.1"], "1·2": ["ere.1"]}


def test_a_note_may_be_called_again() -> None:
    text = "The office[1] was closed. Its staff[1] was not.[2]\n\n[1] The road office.\n[2] So the director.\n"
    assert _notes(text) == {"1": ["fice[1]", "taff[1]"], "2": ["not.[2]"]}


def test_a_numbered_list_is_no_group_of_notes_though_numbers_stand_glued_in_the_text() -> None:
    text = "Gas2 and oil3 are codes of the yearbook.\n\n1. First of all.\n2. Second to it.\n3. Third.\n4. Fourth.\n"
    assert _notes(text) == {}


@pytest.mark.parametrize(
    "words",
    [
        "in 1988.2 It",
        "no.2 of",
        "pp.2 and",
        "CO2 fell",
        "to 16.2 million",
        "1,2 and",
        "the v1b2 build",
        "x@a.example2 and",
    ],
)
def test_a_number_that_belongs_to_something_else_is_not_the_better_call(words: str) -> None:
    text = (
        f"The first1 and {words} of it, and then the second2 of all.\n\n1  Note of the first\n2  Note of the second\n"
    )
    assert _notes(text)["2"][-1] == "cond2"


def test_headers_and_numbers_of_pages_without_feeds_are_found_by_coming_again() -> None:
    paragraph = "\n".join(f"line {number} of a paragraph that goes on for a good while and" for number in range(14))
    text = "\n\n".join(
        f"Dry Coast Yearbook   {page}\n\nOn {page} there is a\n{paragraph}\nends." for page in (31, 32, 33)
    )
    assert _kinds(find_blocks(text)) == ["boilerplate", "paragraph"] * 3


def test_parts_that_are_named_and_numbered_are_headings() -> None:
    text = "\n\n".join(
        f"Part {n}\n\n" + "\n\n".join(f"Line {n}.{k} of it ends here." for k in range(30)) for n in (1, 2, 3)
    )
    assert {text[b[0] : b[1]]: b[2] for b in find_blocks(text) if text[b[0] :].startswith("Part")} == {
        f"Part {n}": "heading" for n in (1, 2, 3)
    }


def test_chapters_that_are_numbered_alone_are_no_pages() -> None:
    text = "\n\n".join(f"{number}\n\n{LONG}\n\n{LONG}\n\n{LONG}" for number in (1, 2, 3))
    assert "boilerplate" not in _kinds(find_blocks(text))


@pytest.mark.parametrize(
    "words",
    [
        "The quay of Port Hessel. Photo: Dara Quist",
        "Swans on the ninth hole (Photo by Ilka Moreth)",
        "The minister at the quay, March 2023 / Office of the President",
        "The minister at the quay. hesselpost.example",
        "A lorry at the Kedra Pass. Ilka Moreth/AFP",
        "A lorry at the Kedra Pass | Getty Images",
        "Figure 3: Levels of the lake",
    ],
)
def test_captions_are_known_by_number_or_credit(words: str) -> None:
    assert captions.is_caption(words)


@pytest.mark.parametrize(
    "words",
    [
        "Another goal was to improve the public image of the armed forces.",
        "She was born in Lancaster, PA.",
        "Expert views on Prisma.example",
        "They want this and/or that, and more of it than of the other",
        "The minister showed a photo by the quay and said that it was old.",
    ],
)
def test_sentences_about_pictures_are_no_captions(words: str) -> None:
    assert not captions.is_caption(words)


def test_bylines_name_somebody() -> None:
    assert authors.is_byline("By Ilka Moreth and Sten Oderval")
    assert authors.is_byline("by Ilka van der Moor | Hessel Post")
    assert not any(map(authors.is_byline, ["by the river", "By noon they had left.", "by a margin of two"]))


@pytest.mark.parametrize(
    "words", ["April 18, 2024", "2 May 2023, 16:20", "Updated: 2023-05-02", "Port Hessel, 2. Mai 2023"]
)
def test_a_date_alone_is_a_dateline(words: str) -> None:
    assert authors.is_dateline(words)


@pytest.mark.parametrize(
    "words", ["In 2023", "Olda Brenk, 54", "Lake Quill, 12 June 2019 protest", "1234", "May 2023 or later"]
)
def test_words_with_a_year_are_no_dateline(words: str) -> None:
    assert not authors.is_dateline(words)


def test_a_biography_is_of_the_author() -> None:
    words = "Odile Marsk is a hydrologist and a lecturer at the University of Ardmere."
    assert authors.is_biography(words)
    assert authors.is_biography(words, ["By Odile Marsk"])
    assert not authors.is_biography(words, ["By Sten Oderval"])
    assert not authors.is_biography("The lake is a problem for every analyst.")


@pytest.mark.parametrize(
    "words", ["Copyright law in Norvane is old.", "Share of votes by town", "Menu prices have doubled."]
)
def test_words_that_only_begin_like_furniture_are_none(words: str) -> None:
    assert not furniture.is_furniture(words)


def test_a_long_address_alone_does_not_make_a_text_one_of_long_lines() -> None:
    text = "A paragraph that is broken\ninto short lines.\n\nhttps://a.example/" + "x" * 200 + "\n"
    assert is_wrapped(text, lines_of(text))
    assert not is_wrapped(text + LONG, lines_of(text + LONG))


def test_a_passage_that_repeats_a_longer_one_by_chance_is_no_pull_quote() -> None:
    first = "The office closed the road in March and opened it again in May, as it does in every year of the count."
    text = "\n\n".join(
        [LONG, LONG.replace("web", "net"), first, LONG.replace("page", "wall"), first.replace("closed", "shut")]
    )
    assert "pull_quote" not in _kinds(find_blocks(text))
