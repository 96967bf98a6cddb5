"""Whom a text names: usernames among the signs of a sentence."""

import pytest

from projects.mentions import MOST_MENTIONS, mentioned, names_in

PEOPLE = ["anna", "anna.b", "Ben", "ben", "c+d", "Ωmega"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@anna", ["anna"]),
        ("Ask @anna.", ["anna"]),
        ("Ask @anna.b.", ["anna.b"]),
        ("(@anna, @c+d)", ["anna", "c+d"]),
        ("@ANNA and @anna", ["anna"]),
        ("@ben @Ben @BEN", ["ben", "Ben"]),
        ("@Ωmega", ["Ωmega"]),
        ("mail@anna is an address", []),
        ("@@anna", []),
        ("@annabel", []),
        ("@nobody", []),
        ("@", []),
        ("\u202e@anna", ["anna"]),
    ],
)
def test_members_are_named_by_their_usernames_and_nobody_else_is(text: str, named: list[str]) -> None:
    assert mentioned(text, PEOPLE) == named


def test_a_text_names_at_most_so_many_people() -> None:
    people = [f"p{n}" for n in range(50)]
    assert mentioned(" ".join(f"@{name}" for name in people), people) == people[:MOST_MENTIONS]


def test_every_reading_of_a_name_with_signs_at_its_end_is_tried() -> None:
    assert names_in("@anna.b-.") == {"anna.b-.", "anna.b-", "anna.b"}
