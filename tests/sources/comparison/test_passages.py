"""What two texts share: passages with known answers, and properties of all of them."""

from itertools import pairwise

from hypothesis import given

from sources.comparison.passages import LEAST_WORDS, shared
from sources.comparison.words import words_of
from tests.sources.comparison.invented import BRIDGE, RAIN, TEXTS


def test_a_reprint_with_small_edits_is_one_passage_that_names_what_is_equal() -> None:
    reprint = BRIDGE.replace("on Tuesday", "late on Tuesday").replace("twenty", "20")
    found = shared(words_of(BRIDGE), words_of(reprint))
    (passage,) = found.passages
    assert passage.range == (0, len(BRIDGE) - 1)
    assert passage.other_range == (0, len(reprint) - 1)
    assert [
        reprint[piece.other_end : after.other_start].strip()
        for piece, after in zip(passage.pieces, passage.pieces[1:], strict=False)
    ] == ["late", "20"]


def test_a_caption_is_found_inside_a_long_text() -> None:
    caption = "inspectors found cracks in two of its four piers"
    long = f"{RAIN}\n\n{BRIDGE}\n\n{RAIN}"
    found = shared(words_of(caption), words_of(long))
    (passage,) = found.passages
    assert long[slice(*passage.other_range)] == caption
    assert found.share == 1.0


def test_paragraphs_in_another_order_are_passages_out_of_order() -> None:
    found = shared(words_of(f"{BRIDGE} {RAIN}"), words_of(f"{RAIN} {BRIDGE}"))
    assert len(found.passages) == 2
    assert found.share == found.other_share == 1.0
    assert 0.5 < found.in_order < 0.6


def test_a_turn_of_speech_is_no_passage() -> None:
    one = f"{BRIDGE} At the end of the day it rained."
    other = f"{RAIN} At the end of the day they left."
    assert shared(words_of(one), words_of(other)).passages == ()


def test_words_between_the_runs_of_a_passage_are_compared_one_by_one() -> None:
    one = "alpha beta gamma delta one TWO three four epsilon zeta eta theta"
    other = "alpha beta gamma delta uno TWO tres quattro epsilon zeta eta theta"
    (passage,) = shared(words_of(one), words_of(other)).passages
    assert [one[piece.start : piece.end] for piece in passage.pieces] == [
        "alpha beta gamma delta", "TWO", "epsilon zeta eta theta",
    ]  # fmt: skip


def test_a_text_repeated_many_times_is_matched_along_its_whole_length() -> None:
    once = words_of(" ".join([BRIDGE] * 40))
    found = shared(once, words_of(" ".join([BRIDGE] * 39 + [BRIDGE.replace("cracks", "faults")] * 2)))
    assert found.share > 0.95


@given(TEXTS)
def test_a_text_shares_all_of_itself(text: str) -> None:
    words = words_of(text)
    found = shared(words, words)
    assert found.words == len(words)
    assert found.in_order == (1.0 if len(words) else 0.0)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_the_order_of_the_two_texts_does_not_matter(start: str, common: str, end: str, more: str) -> None:
    one, other = words_of(f"{start} {common} {end}"), words_of(f"{more} {common}")
    found, turned = shared(one, other), shared(other, one)
    assert (found.words, found.share, found.other_share) == (turned.words, turned.other_share, turned.share)
    pieces = {piece for passage in found.passages for piece in passage.pieces}
    assert pieces == {piece.turned() for passage in turned.passages for piece in passage.pieces}


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_pieces_hold_equal_words_and_lie_inside_both_texts(start: str, common: str, end: str, more: str) -> None:
    one, other = f"{start} {common.upper()} {end}", f"{more} {common}"
    found = shared(words_of(one), words_of(other))
    for passage in found.passages:
        assert passage.words >= min(LEAST_WORDS, len(one.split()), len(other.split()))
        for piece in passage.pieces:
            assert 0 <= piece.start < piece.end <= len(one)
            assert 0 <= piece.other_start < piece.other_end <= len(other)
            assert (
                words_of(one[piece.start : piece.end]).folded
                == words_of(other[piece.other_start : piece.other_end]).folded
            )


@given(TEXTS, TEXTS, TEXTS)
def test_no_word_is_used_twice(start: str, common: str, end: str) -> None:
    found = shared(words_of(f"{start} {common} {end} {common}"), words_of(f"{common} {start}"))
    for sides in ("start", "end"), ("other_start", "other_end"):
        ranges = sorted(
            tuple(getattr(piece, side) for side in sides) for passage in found.passages for piece in passage.pieces
        )
        assert all(earlier[1] <= later[0] for earlier, later in pairwise(ranges))
