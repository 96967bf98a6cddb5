"""Signs on a page and the order in which they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.readers.pdf.joining import Vocabulary, joined
from sources.readers.pdf.scripts import brackets_turned, cleaned, glyphs_of, parts_of, with_brackets_turned
from sources.readers.pdf.shapes import Line, Part, Word

ARABIC = st.text("ابتثجحخدذر", min_size=1, max_size=5)
LATIN = st.text("abcdefgh", min_size=1, max_size=5)
NUMBER = st.integers(0, 99_999).map(str)


def _word(text: str, x: float) -> Word:
    """A word whose signs stand from left to right as they are given, ten points each."""
    glyphs = glyphs_of([(sign, x + 10 * at, x + 10 * at + 10) for at, sign in enumerate(text)])
    return Word(text, x, x + 10 * len(text), 100, 12, glyphs=glyphs)


def _row(seen: list[str]) -> list[Word]:
    row, x = [], 0.0
    for text in seen:
        row.append(_word(text, x))
        x += 10 * len(text) + 5
    return row


def _line(text: str) -> Line:
    box = (0.0, 0.0, 1.0, 1.0)
    return Line([Part(text)], 1, box, 1, 10, False, False, 0, 1, 1, 0, False)


@given(st.lists(ARABIC, min_size=1, max_size=6))
def test_words_from_right_to_left_are_read_from_the_right(spoken: list[str]) -> None:
    seen = [word[::-1] for word in reversed(spoken)]
    assert parts_of(_row(seen), True)[0].text == " ".join(spoken)


@given(st.lists(ARABIC, min_size=1, max_size=3), st.lists(LATIN, min_size=1, max_size=3), st.lists(ARABIC, min_size=1))
def test_foreign_words_within_keep_their_order(before: list[str], foreign: list[str], after: list[str]) -> None:
    seen = [word[::-1] for word in reversed(after)] + foreign + [word[::-1] for word in reversed(before)]
    assert parts_of(_row(seen), True)[0].text == " ".join([*before, *foreign, *after])


@given(
    st.lists(st.one_of(ARABIC, NUMBER), min_size=1, max_size=6).filter(lambda spoken: any(w.isalpha() for w in spoken))
)
def test_numbers_stand_where_they_are_read_with_their_figures_in_order(spoken: list[str]) -> None:
    seen = [word if word.isdecimal() else word[::-1] for word in reversed(spoken)]
    assert parts_of(_row(seen), True)[0].text == " ".join(spoken)


@given(st.lists(LATIN, min_size=1, max_size=3), st.lists(ARABIC, min_size=1, max_size=3), st.lists(LATIN, min_size=1))
def test_a_quotation_from_right_to_left_in_a_line_of_the_other_direction(
    before: list[str], quoted: list[str], after: list[str]
) -> None:
    seen = [*before, *(word[::-1] for word in reversed(quoted)), *after]
    assert parts_of(_row(seen), False)[0].text == " ".join([*before, *quoted, *after])


def test_a_mark_stands_with_its_letter_and_a_ligature_is_one_sign() -> None:
    signs = glyphs_of([("ب", 10, 20), ("\u064e", 12, 15), ("ا", 0, 8), ("ل", 0, 8), ("f", 30, 40), ("i", 30, 40)])
    assert [sign.text for sign in signs] == ["ب\u064e", "لا", "fi"]


def test_brackets_are_turned_where_most_lines_need_it() -> None:
    assert brackets_turned(["ا )ب( ج", "د )ه(", "(و) ز"])
    assert not brackets_turned(["ا (ب) ج", "no brackets"])
    assert with_brackets_turned("ا )ب( and x (y) z") == "ا (ب) and x (y) z"


@pytest.mark.parametrize(
    ("given_one", "kept", "unknown"),
    [("oﬃce ﬁle", "office file", 0), ("\uf0b7 item", "• item", 0), ("a\ue123b\x03", "a\ue123b", 2), ("ﻻ", "لا", 0)],
)
def test_signs_become_the_characters_that_they_stand_for(given_one: str, kept: str, unknown: int) -> None:
    assert cleaned(given_one) == (kept, unknown)


@pytest.mark.parametrize(
    ("elsewhere", "broken", "whole"),
    [
        ("", ("inter-", "national"), "international"),
        ("co-operation of", ("co-", "operation"), "co-operation"),
        ("cooperation and co-operation", ("co-", "operation"), "cooperation"),
        ("", ("Anglo-", "Saxon"), "Anglo-Saxon"),
        ("", ("1990-", "1995"), "1990-1995"),
        ("", ("words", "apart"), "words apart"),
        ("", ("a dash—", "and more"), "a dash—and more"),
        ("", ("see https://example.org/", "path"), "see https://example.org/path"),
        ("", ("文字は", "続く"), "文字は続く"),
    ],
)
def test_lines_are_joined_as_their_ends_ask_for(elsewhere: str, broken: tuple[str, str], whole: str) -> None:
    lines = [_line(text) for text in broken]
    run = joined(lines, Vocabulary([_line(elsewhere), *lines]))
    assert "".join(part.text for part, _page in run) == whole
