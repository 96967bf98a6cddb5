"""The pure rules of labels' names and keys, tried with random text."""

from hypothesis import given
from hypothesis import strategies as st

from annotator import names


def _settled_or_empty(given_: str) -> str:
    try:
        return names.settled_name(given_)
    except names.UnusableName:
        return ""


@given(st.text(max_size=120))
def test_a_settled_name_is_trimmed_short_and_without_separators(given_: str) -> None:
    name = _settled_or_empty(given_)
    if not name:
        return
    assert name == given_.strip()
    assert 0 < len(name) <= 100
    assert "/" not in name
    assert name.isprintable() or all(part not in name for part in "\n\r\t\0\x1b\u2028")
    assert names.settled_name(name) == name


@given(st.text(max_size=3))
def test_a_shortcut_is_one_letter_or_digit_in_lower_case(given_: str) -> None:
    key = names.settled_shortcut(given_)
    assert key is None or key == "" or (len(key) == 1 and key.isalnum() and key == key.lower())
    if len(given_) == 1 and given_.isascii() and given_.isalnum():
        assert key == given_.lower()
