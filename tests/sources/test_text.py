"""Text as it is kept: what is changed, what is refused, and where offsets go."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.refusals import Refused
from sources.text import decode, digest, settle

KEPT = st.characters(codec="utf-8", exclude_characters="\0")
PIECES = st.sampled_from(["\r", "\n", "\r\n", "\U0001f6f0\ufe0f", "a\u0301", "مر", "\u200d", "\ufeff"])
TEXTS = st.lists(KEPT | PIECES, max_size=80).map("".join)


@given(TEXTS)
def test_only_line_endings_and_a_byte_order_mark_are_changed(given_text: str) -> None:
    kept, offsets = settle(given_text)
    bare = given_text.removeprefix("\ufeff")
    assert kept == bare.replace("\r\n", "\n").replace("\r", "\n")
    assert offsets.unchanged == (len(kept) == len(given_text))
    assert settle(kept)[0] == kept or kept.startswith("\ufeff")


@given(TEXTS)
def test_every_place_in_the_given_text_leads_to_the_same_character(given_text: str) -> None:
    kept, offsets = settle(given_text)
    for at, character in enumerate(given_text):
        if (at == 0 and character == "\ufeff") or given_text[at : at + 2] == "\r\n":
            continue
        assert kept[offsets(at)] == ("\n" if character == "\r" else character)
    assert offsets(len(given_text)) == len(kept)


@given(TEXTS)
def test_places_keep_their_order(given_text: str) -> None:
    _kept, offsets = settle(given_text)
    places = [offsets(at) for at in range(len(given_text) + 1)]
    assert places == sorted(places)


@pytest.mark.parametrize("place", [-1, 4])
def test_places_outside_the_given_text_have_none_in_the_kept_one(place: int) -> None:
    _kept, offsets = settle("a\r\n")
    with pytest.raises(IndexError):
        offsets(place)


def test_nothing_is_normalised() -> None:
    text = "e\u0301 é ﬁ Å Å \u00a0\u2028"
    assert settle(text)[0] == text


def test_a_nul_character_is_refused_with_its_place() -> None:
    with pytest.raises(Refused, match="NUL character at position 3"):
        settle("abc\0d")


def test_half_a_surrogate_pair_is_refused_with_its_place() -> None:
    with pytest.raises(Refused, match=r"U\+D83D\) at position 1"):
        settle("a\ud83d")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"abc\xff", r"byte 4 \(0xFF\)"),
        (b"\xc3\x28", r"byte 1 \(0xC3\)"),
        (b"ok \xed\xa0\x80", r"byte 4 \(0xED\)"),
        ("é".encode("latin-1"), "Save the file as UTF-8"),
        ("text".encode("utf-16"), "UTF-16"),
    ],
)
def test_bytes_that_are_not_utf_8_are_refused_with_the_byte(data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        decode(data)


@given(TEXTS)
def test_the_digest_is_of_the_utf_8_bytes(text: str) -> None:
    assert digest(text) == hashlib.sha256(text.encode()).hexdigest()
