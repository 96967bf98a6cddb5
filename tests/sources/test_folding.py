"""Names are compared without regard to case and accents, in every script that has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.folding import folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Türkiye", "turkiye"),
        ("TÜRKİYE", "Türkiye"),
        ("Łódź", "lodz"),
        ("Straße", "STRASSE"),
        ("Đorđe", "dorde"),
        ("Ærø", "aero"),
        ("Ἀθῆναι", "αθηναι"),
        ("Ёлка", "елка"),
        ("مُحَمَّد", "محمد"),
        ("  Harbour \n Post ", "harbour post"),
        ("ﬁnance", "finance"),
    ],
)
def test_two_ways_to_write_a_name_are_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("कि", "क"), ("が", "か"), ("Mali", "Malta"), ("", "a")])
def test_other_letters_are_other_names(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(words: str) -> None:
    assert folded(folded(words)) == folded(words)
