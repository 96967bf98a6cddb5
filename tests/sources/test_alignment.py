"""The alignment of two texts: covers both, keeps order, and says where it had a choice."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sources.alignment import Alignment, align
from sources.alignment.matching import Match, match
from sources.alignment.tokens import fold, same_before, same_from

WORDS = "the of report valley İstanbul 😀 𝒜𝒷 e\u0301te\u0301 漢字 שלום well-known exam-\nple - . , “ ” \n \n\n"
words = st.sampled_from(WORDS.split(" "))
texts = st.lists(words, max_size=40).map(" ".join)
any_texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60)


def shown(given_: Alignment) -> list[tuple[str, str, str]]:
    """Segments as kind and words."""
    return [
        (one.kind.value, given_.old[one.old_start : one.old_end], given_.new[one.new_start : one.new_end])
        for one in given_.segments
    ]


@given(st.one_of(texts, any_texts), st.one_of(texts, any_texts))
@example("a\n\n", "\n\na")
@example("exam-\n", "exam-\nple")
def test_segments_cover_both_texts_in_order(old: str, new: str) -> None:
    segments = align(old, new).segments
    assert "".join(old[one.old_start : one.old_end] for one in segments) == old
    assert "".join(new[one.new_start : one.new_end] for one in segments) == new
    assert all(a.old_end == b.old_start and a.new_end == b.new_start for a, b in pairwise(segments))


@given(st.one_of(texts, any_texts), st.one_of(texts, any_texts))
def test_what_is_called_the_same_is_the_same(old: str, new: str) -> None:
    found = align(old, new)
    assert all(before == after for kind, before, after in shown(found) if kind == "same")
    assert all(before != after for kind, before, after in shown(found) if kind != "same")


@given(texts, texts)
def test_what_is_called_blank_holds_no_words(old: str, new: str) -> None:
    blank = [before + after for kind, before, after in shown(align(old, new)) if kind == "blank"]
    assert all(not part.replace("-", "").strip() for part in blank)


@given(texts)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    assert [kind for kind, _, _ in shown(align(text, text))] == (["same"] if text else [])


@given(texts, texts, st.lists(words, min_size=1, max_size=5).map(" ".join))
def test_a_loose_gap_reads_the_same_in_each_of_its_places(before: str, after: str, added: str) -> None:
    found = align(f"{before} {after}", f"{before} {added} {after}")
    for gap in found.loose:
        if gap.old_start == gap.old_end:
            length = gap.new_end - gap.new_start
            left = {
                found.new[: gap.new_start + shift] + found.new[gap.new_start + shift + length :] for shift in gap.shifts
            }
            assert len(left) == 1


def test_words_that_changed_are_told_in_whole() -> None:
    assert shown(align("The quick brown fox", "The quick red fox")) == [
        ("same", "The quick ", "The quick "),
        ("changed", "brown", "red"),
        ("same", " fox", " fox"),
    ]


def test_other_line_ends_and_healed_hyphens_are_no_change() -> None:
    found = align("an exam-\nple of\nwell-\nknown words", "an example of well-known words")
    assert {kind for kind, _, _ in shown(found)} == {"same", "blank"}


def test_a_hyphen_inside_a_line_is_a_change() -> None:
    assert ("changed", "-", "") in shown(align("a well-known word", "a wellknown word"))


def test_a_sentence_put_in_is_told_from_its_beginning() -> None:
    found = align("The cat sat.", "The dog ran. The cat sat.")
    assert shown(found)[0] == ("changed", "", "The dog ran. ")
    assert found.loose == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("a very big", "a very very big"), ("a very very big", "a very big"), ("A\n\nP\n\nB", "A\n\nP\n\nP\n\nB")],
)
def test_of_doubled_words_none_is_told_to_be_the_new_one(old: str, new: str) -> None:
    assert [len(gap.shifts) for gap in align(old, new).loose] == [2]


def test_of_two_blocks_that_change_places_the_longer_stays() -> None:
    long, short = "A long paragraph of many words.", "A short one."
    found = align(f"{short}\n\n{long}\n\nEnd", f"{long}\n\n{short}\n\nEnd")
    assert any(kind == "same" and long in before for kind, before, _ in shown(found))


def test_a_few_words_amid_long_changes_are_not_called_kept() -> None:
    found = align(
        "start alpha beta gamma the delta epsilon zeta end", "start one two three four the five six seven end"
    )
    assert not any(kind == "same" and before.strip() == "the" for kind, before, _ in shown(found))


def test_runs_that_stand_once_hold_sequences_together() -> None:
    assert match([1, 2, 3, 9, 9, 4], [1, 9, 2, 3, 4], (2, 1)) == [Match(0, 0, 1), Match(1, 2, 2), Match(5, 4, 1)]


@given(st.lists(st.integers(0, 5), max_size=40), st.lists(st.integers(0, 5), max_size=40))
def test_matches_pair_equal_items_in_order(a: list[int], b: list[int]) -> None:
    found = match(a, b, (3, 2, 1))
    assert all(a[i : i + n] == b[j : j + n] for i, j, n in found)
    assert all(x.i + x.size <= y.i and x.j + x.size <= y.j for x, y in pairwise(found))


@given(st.text("ab", max_size=30), st.text("ab", max_size=30))
def test_common_beginnings_and_ends_are_measured_to_the_character(a: str, b: str) -> None:
    most = min(len(a), len(b))
    ahead = same_from(a, 0, b, 0, most)
    back = same_before(a, len(a), b, len(b), most)
    assert a[:ahead] == b[:ahead]
    assert ahead == most or a[ahead] != b[ahead]
    assert a[len(a) - back :] == b[len(b) - back :]
    assert back == most or a[len(a) - back - 1] != b[len(b) - back - 1]


def test_folding_keeps_words_and_lets_go_of_how_they_are_set() -> None:
    assert fold(" an exam-\n ple\u00a0of  it\n") == "an example of it"
    assert fold("well-known") == "well-known"
