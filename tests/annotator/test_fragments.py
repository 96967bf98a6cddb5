"""The pure rules of fragments, tried with random texts of every kind of character."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.fragments import (
    BETWEEN,
    MOST_CHARACTERS,
    MOST_FRAGMENTS,
    BadFragments,
    Fault,
    Gap,
    Sections,
    needed,
    same_words,
    settled,
)

characters = st.one_of(
    st.characters(codec="utf-8", exclude_characters="\0"),
    st.sampled_from("𝒜😀👩\u200d👧e\u0301שלום\u202e\r\n\t "),
)
texts = st.text(characters, min_size=1, max_size=300)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """A text with fragments on it that do not overlap, in any order."""
    text = draw(texts)
    points = sorted(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=12)))
    pairs = [(a, b) for a, b in zip(points[::2], points[1::2], strict=False) if a < b]
    return text, draw(st.permutations(pairs or [(0, 1)]))


@given(marked_texts())
def test_fragments_that_do_not_overlap_are_put_in_order(given_: tuple[str, list[tuple[int, int]]]) -> None:
    text, pairs = given_
    found = settled(pairs, len(text))
    assert list(found) == sorted(pairs)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))


@given(marked_texts(), st.integers(1, 40), st.booleans())
def test_words_cut_from_sections_are_those_of_the_whole_text(
    given_: tuple[str, list[tuple[int, int]]], width: int, only_needed: bool
) -> None:
    text, pairs = given_
    fragments = settled(pairs, len(text))
    sections = [(start, text[start : start + width]) for start in range(0, len(text), width)]
    if only_needed:
        wanted = needed(fragments)
        sections = [
            (start, part) for start, part in sections if any(start < e and start + len(part) > s for s, e in wanted)
        ]
    quote, before, after = Sections(reversed(sections)).quote(fragments, len(text))
    assert quote == BETWEEN.join(text[start:end] for start, end in sorted(pairs))
    first, last = fragments[0][0], fragments[-1][1]
    assert before == text[max(0, first - 32) : first]
    assert after == text[last : last + 32]


@given(texts, st.integers(-5, 310), st.integers(-5, 310))
def test_a_fragment_is_accepted_exactly_when_it_lies_in_the_text_and_is_not_empty(
    text: str, start: int, end: int
) -> None:
    if 0 <= start < end <= len(text):
        assert settled([(start, end)], len(text)) == ((start, end),)
    else:
        with pytest.raises(BadFragments):
            settled([(start, end)], len(text))


@pytest.mark.parametrize(
    ("fragments", "fault"),
    [
        ([], Fault.NONE),
        ([(0, 0)], Fault.EMPTY),
        ([(5, 4)], Fault.EMPTY),
        ([(-1, 4)], Fault.OUTSIDE),
        ([(0, 11)], Fault.OUTSIDE),
        ([(0, 5), (4, 6)], Fault.OVERLAP),
        ([(0, 5), (0, 5)], Fault.OVERLAP),
        ([(0, 1)] * (MOST_FRAGMENTS + 1), Fault.MANY),
    ],
)
def test_each_fault_is_named(fragments: list[tuple[int, int]], fault: Fault) -> None:
    with pytest.raises(BadFragments) as raised:
        settled(fragments, 10)
    assert raised.value.fault is fault


def test_a_mark_has_a_longest_length() -> None:
    assert settled([(0, MOST_CHARACTERS)], 10**6)
    with pytest.raises(BadFragments) as raised:
        settled([(0, MOST_CHARACTERS), (MOST_CHARACTERS, MOST_CHARACTERS + 1)], 10**6)
    assert raised.value.fault is Fault.LONG


def test_a_missing_section_is_noticed() -> None:
    with pytest.raises(Gap):
        Sections([(0, "abc"), (6, "ghi")]).slice(2, 7)


def test_words_of_one_fragment_have_one_form() -> None:
    assert same_words("a b", "a b", ((0, 3),), ["a b"])
    assert not same_words("ab", "a b", ((0, 3),), ["a b"])
    assert same_words("a b", "a … b", ((0, 1), (4, 5)), ["a", "b"])
    assert not same_words("a  b", "a … b", ((0, 1), (4, 5)), ["a", "b"])
