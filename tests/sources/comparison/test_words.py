"""Words that compare equal however they are printed, and where they stand."""

import pytest
from hypothesis import given

from sources.comparison.words import fold, printed_words, without, words_of
from tests.sources.comparison.invented import ANY_TEXT


@pytest.mark.parametrize(
    ("printed", "otherwise"),
    [
        ("DON'T", "don\u2019t"),
        ("co-operation", "cooperation"),
        ("multi-\n   national", "multinational"),
        ("re\u00adported", "reported"),
        ("\ufb01nding", "finding"),
        ("STRASSE", "stra\u00dfe"),
        ("caf\u00e9", "cafe\u0301"),
        ("\u201cYes\u201d,\u00a0he said", "yes he  said"),
    ],
)
def test_words_compare_equal_however_they_are_printed(printed: str, otherwise: str) -> None:
    assert words_of(printed).folded == words_of(otherwise).folded


def test_a_hyphen_with_a_space_after_it_joins_nothing() -> None:
    assert words_of("pre- and post-war").folded == ["pre", "and", "postwar"]


def test_scripts_without_spaces_give_a_word_a_character() -> None:
    assert words_of("\u4e2d\u6587 abc \u0e01\u0e32").folded == ["\u4e2d", "\u6587", "abc", "\u0e01", "\u0e32"]


def test_marks_of_a_script_stay_with_their_letters() -> None:
    assert words_of("\u0939\u093f\u0928\u094d\u0926\u0940 \u0642\u064f\u0631\u0652\u0622\u0646").folded == [
        "\u0939\u093f\u0928\u094d\u0926\u0940",
        "\u0642\u064f\u0631\u0652\u0622\u0646",
    ]


@given(ANY_TEXT)
def test_every_word_stands_where_it_says(text: str) -> None:
    words = words_of(text)
    places = zip(words.folded, words.starts, words.ends, strict=True)
    assert all(fold(text[start:end]) == folded for folded, start, end in places)
    assert printed_words(text) == [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)]


@given(ANY_TEXT)
def test_words_follow_each_other_and_are_never_empty(text: str) -> None:
    words = words_of(text)
    assert all(words.folded)
    edges = [edge for pair in zip(words.starts, words.ends, strict=True) for edge in pair]
    assert edges == sorted(edges)


@given(ANY_TEXT)
def test_a_mark_of_another_script_changes_no_word_of_a_plain_text(text: str) -> None:
    plain = "".join(character for character in text if character < "\u0300")
    assert words_of(f"{plain} \u4e2d").folded == [*words_of(plain).folded, "\u4e2d"]


def test_ranges_are_blanked_and_every_other_place_stays() -> None:
    assert without("abcdefgh", [[5, 7], [1, 3], [2, 3]]) == "a  de  h"


def test_a_range_beyond_the_end_is_cut_off() -> None:
    assert without("abc", [[2, 9]]) == "ab "
