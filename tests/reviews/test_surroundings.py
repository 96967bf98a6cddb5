"""What stands around a passage begins and ends with whole words, and says where it was cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.surroundings import ELLIPSIS, leading, trailing

TEXTS = st.text(st.sampled_from("ab é\u0301\u200d👩🏽🔬 \n—.ب"), max_size=40)


@pytest.mark.parametrize(
    ("text", "more", "shown"),
    [
        ("idge was open. They said ", True, "… was open. They said "),
        ("The bridge was open. ", False, "The bridge was open. "),
        ("earlier.\n\nThe bridge was ", True, "The bridge was "),
        ("語語語", True, "…語語語"),
        ("\u0301語", True, "…語"),
        ("\u200d🔬語", True, "…語"),
        ("", False, ""),
    ],
)
def test_what_stands_before_begins_with_a_whole_word(text: str, more: bool, shown: str) -> None:
    assert leading(text, more=more) == shown


@pytest.mark.parametrize(
    ("text", "more", "shown"),
    [
        (" was open. They sai", True, " was open. They …"),
        (" was open.\n", False, " was open."),
        (" was open.\n\nLater", True, " was open."),
        ("語語語", True, "語語…"),
        ("語e\u0301", True, "語…"),
        ("", False, ""),
    ],
)
def test_what_stands_after_ends_with_a_whole_word(text: str, more: bool, shown: str) -> None:
    assert trailing(text, more=more) == shown


@given(TEXTS, st.booleans())
def test_nothing_is_shown_that_does_not_stand_there(text: str, more: bool) -> None:
    before, after = leading(text, more=more), trailing(text, more=more)
    assert text.endswith(before.removeprefix(ELLIPSIS).lstrip())
    assert text.startswith(after.removesuffix(ELLIPSIS).rstrip())
    if not more:
        assert ELLIPSIS not in before + after


@given(TEXTS)
def test_no_word_is_cut_where_there_is_white_space(text: str) -> None:
    before, after = leading(text, more=True), trailing(text, more=True)
    if before.startswith(ELLIPSIS) and any(letter.isspace() for letter in text):
        words = before.removeprefix(ELLIPSIS).lstrip()
        assert not words or text[len(text) - len(words) - 1].isspace()
    if after.endswith(ELLIPSIS) and any(letter.isspace() for letter in text):
        words = after.removesuffix(ELLIPSIS).rstrip()
        assert not words or text[len(words)].isspace()
