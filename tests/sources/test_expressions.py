"""What is written into a search means what one would expect, and nothing that can be written breaks it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.expressions import TERMS_AT_MOST, All, Either, Expression, Not, Term, parse, wanted

A, B, C = Term("a1"), Term("b1"), Term("c1")


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("a1 b1", All((A, B))),
        ("a1 and b1", All((A, B))),
        ("a1 or b1 c1", Either((A, All((B, C))))),
        ("(a1 OR b1) c1", All((Either((A, B)), C))),
        ("a1 -b1", All((A, Not(B)))),
        ("a1 not b1", All((A, Not(B)))),
        ("a1 -(b1 or c1)", All((A, Not(Either((B, C)))))),
        ('"a1 b1" c1', All((Term("a1 b1"), C))),
        ("„a1 b1“ -“c1 a1”", All((Term("a1 b1"), Not(Term("c1 a1"))))),
        ("conv*", Term("conv", prefix=True)),
        ("c*", Term("c")),
        ('"a1 b1', Term("a1 b1")),
        ("((a1", A),
        ("a1 ) b1", All((A, B))),
        ("or a1 or or b1 or", Either((A, B))),
        ("not", None),
        ("… — *", None),
        ("co-operation", Term("co-operation")),
    ],
)
def test_words_are_read_as_an_expression(words: str, meaning: Expression | None) -> None:
    assert parse(words) == meaning


def test_what_must_not_be_there_is_not_looked_for() -> None:
    assert wanted(parse("a1 -b1 (c1 or a1)")) == [A, C]


@given(st.text(alphabet='ab1 "“()-*or\n', max_size=120))
def test_whatever_is_written_has_a_meaning_or_none(words: str) -> None:
    meaning = parse(words)
    assert meaning is None or isinstance(meaning, Term | Not | All | Either)
    assert len(wanted(meaning)) <= TERMS_AT_MOST
    assert all(any(character.isalnum() for character in term.text) for term in wanted(meaning))


def test_the_deepest_brackets_and_the_most_words_are_read() -> None:
    assert parse("(" * 400 + "a1") is None or isinstance(parse("(" * 400 + "a1"), Term)
    assert len(wanted(parse(" ".join(f"w{n}" for n in range(200))))) == TERMS_AT_MOST
