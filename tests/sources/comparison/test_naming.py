"""How a text names another, and which of two dates is the earlier."""

import pytest

from sources.comparison.naming import addresses, place_of, plain_address, publisher_words, title_words
from sources.comparison.records import published_before


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("https://www.Post.example/a/b/?utm_source=x&utm_medium=y#top", "post.example/a/b"),
        ("post.example/a?id=4&fbclid=z", "post.example/a?id=4"),
        ("https://post.example/", ""),
        ("https://[bad", ""),
        ("", ""),
    ],
)
def test_addresses_of_the_same_page_are_equal_in_their_plain_form(address: str, plain: str) -> None:
    assert plain_address(address) == plain


def test_addresses_in_a_text_have_places() -> None:
    text = "See (https://post.example/a/b), then www.other.example/c."
    assert [text[slice(*place)] for place in addresses(text).values()] == [
        "https://post.example/a/b",
        "www.other.example/c",
    ]


def test_names_too_short_to_be_told_from_other_words_are_none() -> None:
    assert title_words("What we know") == []
    assert publisher_words("Sun") == []


def test_a_name_is_found_where_it_stands_whole() -> None:
    assert place_of(["a", "b"], ["a", "c", "a", "b"]) == 2
    assert place_of(["a", "b"], ["b", "a"]) is None
    assert place_of([], ["a"]) is None


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        ("2023", "2024-04-18", True),
        ("2024", "2024-04-18", False),
        ("2024-04-18", "2024-04-19", True),
        ("2024-04-18", "2024", False),
        ("2024-02", "2024-03-01", True),
        ("", "2024", False),
        ("about 1990", "2024", False),
    ],
)
def test_a_date_is_earlier_only_where_all_it_may_mean_is(one: str, other: str, before: bool) -> None:
    assert published_before(one, other) is before
