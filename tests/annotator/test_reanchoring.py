"""Where marks go on a new text: one case for each grade, and what holds for any texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.anchoring import BadMap, Grade, Placement, place_marks
from annotator.anchoring.images import Images
from annotator.anchoring.search import Quotes, context
from annotator.fragments import BadFragments
from sources.alignment import Kind, align

OLD = (
    "The observers counted forty trucks on the northern bridge before noon.\n\n"
    "The ministry denied that any convoy had crossed the border that week.\n\n"
    "A driver said that the papers had been stamped twice at the crossing.\n\n"
    "Nobody could say who had paid for the fuel of the convoy in the end.\n"
)
WORDS = "the of report valley İstanbul 😀 𝒜𝒷 e\u0301te\u0301 漢字 שלום well-known exam-\nple . , \n \n\n"
words = st.sampled_from(WORDS.split(" "))
texts = st.lists(words, min_size=1, max_size=40).map(" ".join)


def put(old: str, new: str, *quotes: str) -> Placement:
    """What becomes of a mark on these words of the old text, one fragment each."""
    (given_,) = place_marks(old, new, [[(old.index(one), old.index(one) + len(one)) for one in quotes]])
    return given_


def found(new: str, given_: Placement) -> list[str]:
    """The words of the new fragments."""
    return [new[start:end] for start, end in given_.fragments or ()]


def test_words_before_every_edit_are_exact() -> None:
    assert put(OLD, OLD.replace("driver", "porter"), "forty trucks").grade is Grade.EXACT


def test_words_behind_an_edit_are_shifted() -> None:
    new = OLD.replace("The observers", "On Monday the observers")
    given_ = put(OLD, new, "denied that any convoy")
    assert given_.grade is Grade.SHIFTED
    assert found(new, given_) == ["denied that any convoy"]


def test_words_set_anew_are_shifted_and_it_is_said() -> None:
    new = OLD.replace("any convoy had", "any con-\nvoy\nhad")
    given_ = put(OLD, new, "that any convoy had crossed")
    assert given_.grade is Grade.SHIFTED
    assert found(new, given_) == ["that any con-\nvoy\nhad crossed"]
    assert "white space" in str(given_.reason)


def test_a_changed_word_inside_makes_it_edited() -> None:
    new = OLD.replace("convoy had crossed", "convoys had crossed")
    given_ = put(OLD, new, "any convoy had crossed")
    assert given_.grade is Grade.EDITED
    assert found(new, given_) == ["any convoys had crossed"]
    assert 0.6 <= given_.similarity < 1


def test_words_kept_amid_rewritten_ones_are_flagged() -> None:
    new = OLD.replace("driver said that the", "clerk told us the").replace(
        "papers had been stamped", "papers were marked"
    )
    given_ = put(OLD, new, "papers")
    assert given_.grade in {Grade.EDITED, Grade.ORPHANED}


def test_a_passage_that_wandered_is_moved() -> None:
    first, second, third, fourth = OLD.split("\n\n")
    new = "\n\n".join([first, third, fourth, second])
    given_ = put(OLD, new, "denied that any convoy had crossed")
    assert given_.grade is Grade.MOVED
    assert found(new, given_) == ["denied that any convoy had crossed"]


def test_short_words_never_jump() -> None:
    first, second, third, fourth = OLD.split("\n\n")
    given_ = put(OLD, "\n\n".join([first, third, fourth, second]), "ministry")
    assert given_.grade is Grade.ORPHANED
    assert given_.fragments is None


def test_words_taken_out_are_orphaned() -> None:
    first, _, third, fourth = OLD.split("\n\n")
    given_ = put(OLD, "\n\n".join([first, third, fourth]), "denied that any convoy had crossed")
    assert given_.grade is Grade.ORPHANED
    assert given_.candidates == ()


def test_of_a_doubled_paragraph_neither_copy_is_chosen() -> None:
    paragraph = OLD.split("\n\n")[1] + "\n\n"
    new = OLD.replace(paragraph, paragraph * 2)
    given_ = put(OLD, new, "denied that any convoy had crossed")
    assert given_.grade is Grade.AMBIGUOUS
    assert [new[slice(*one[0])] for one in given_.candidates] == ["denied that any convoy had crossed"] * 2


def test_of_two_equal_paragraphs_one_of_which_was_taken_out_none_is_sure() -> None:
    paragraph = OLD.split("\n\n")[1] + "\n\n"
    given_ = put(OLD.replace(paragraph, paragraph * 2), OLD, "denied that any convoy had crossed")
    assert given_.grade is Grade.AMBIGUOUS


def test_a_passage_taken_out_does_not_go_to_its_twin_that_stood_before() -> None:
    paragraph = OLD.split("\n\n")[1] + "\n\n"
    old = paragraph + OLD.replace(paragraph, "") + "One more line of text to end with.\n\n" + paragraph + "The end."
    new = old[: old.rindex(paragraph)] + "The end."
    start = old.rindex("denied that any convoy")
    (given_,) = place_marks(old, new, [[(start, start + 22)]])
    assert given_.grade is Grade.AMBIGUOUS
    assert "before" in str(given_.reason)


@pytest.mark.parametrize("new", ["forty old trucks", "old forty trucks", "forty trucks old"])
def test_what_is_put_in_at_a_border_stays_outside(new: str) -> None:
    text = OLD.replace("forty trucks", new)
    given_ = put(OLD, text, "forty trucks")
    assert found(text, given_) == [new if new.startswith("forty old") else "forty trucks"]


def test_fragments_of_a_mark_are_placed_together() -> None:
    new = OLD.replace("The observers", "Observers").replace("any convoy had", "any convoys had")
    given_ = put(OLD, new, "forty trucks", "any convoy had crossed")
    assert given_.grade is Grade.EDITED
    assert found(new, given_) == ["forty trucks", "any convoys had crossed"]


def test_a_mark_that_lost_a_fragment_is_orphaned_and_keeps_the_rest_as_a_candidate() -> None:
    first, _, third, fourth = OLD.split("\n\n")
    new = "\n\n".join([first, third, fourth])
    given_ = put(OLD, new, "forty trucks", "denied that any convoy had crossed")
    assert given_.grade is Grade.ORPHANED
    assert given_.fragments is None
    assert [new[slice(*one)] for one in given_.candidates[0]] == ["forty trucks"]


def test_fragments_outside_the_text_are_refused() -> None:
    with pytest.raises(BadFragments):
        place_marks("abc", "abc", [[(1, 4)]])


def test_nothing_is_left_in_an_empty_text() -> None:
    assert put(OLD, "", "forty trucks on the northern bridge").grade is Grade.ORPHANED


def test_runs_that_changed_their_order_carry_marks_with_certainty() -> None:
    old, new = "left one right one left two", "left one left two right one"
    runs = [(0, 9, 0), (9, 18, 18), (18, 27, 9)]
    new = "".join(old[a:b] for a, b, _ in sorted(runs, key=lambda run: run[2]))
    (given_,) = place_marks(old, new, [[(9, 14)]], copied=runs)
    assert given_.grade is Grade.SHIFTED
    assert found(new, given_) == ["right"]


def test_a_mark_over_runs_that_were_parted_becomes_several_fragments() -> None:
    old = "one two | three four"
    new = "three four and one two"
    (given_,) = place_marks(old, new, [[(4, 15)]], copied=[(0, 7, 15), (10, 20, 0)])
    assert found(new, given_) == ["three", "two"]
    assert given_.grade is Grade.EDITED


def test_a_mark_over_a_healed_line_end_stays_one_fragment() -> None:
    old, new = "an exam-\nple of it", "an example of it"
    (given_,) = place_marks(old, new, [[(3, 15)]], copied=[(0, 7, 0), (9, 18, 7)])
    assert given_.grade is Grade.SHIFTED
    assert found(new, given_) == ["example of"]


def test_what_was_not_copied_is_orphaned() -> None:
    old, new = "one RUNNING TITLE two", "one two"
    (given_,) = place_marks(old, new, [[(4, 17)]], copied=[(0, 4, 0), (18, 21, 4)])
    assert given_.grade is Grade.ORPHANED


@pytest.mark.parametrize("runs", [[(0, 3, 1)], [(0, 2, 0), (1, 3, 1)], [(2, 2, 2)], [(0, 9, 0)], [(-1, 2, 0)]])
def test_a_map_that_is_none_is_refused(runs: list[tuple[int, int, int]]) -> None:
    with pytest.raises(BadMap):
        place_marks("abc", "abc", [[(0, 1)]], copied=runs)


@given(texts, st.data())
def test_on_the_same_text_every_mark_is_exact(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    (given_,) = place_marks(text, text, [[(start, end)]])
    assert (given_.grade, given_.fragments) == (Grade.EXACT, ((start, end),))


@given(texts, texts, st.data())
def test_places_lie_in_the_new_text_and_automatic_ones_hold_the_same_words(
    old: str, new: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    (given_,) = place_marks(old, new, [[(start, end)]])
    assert given_.grade.placed == (given_.fragments is not None)
    for low, high in [*(given_.fragments or ()), *(one for mark in given_.candidates for one in mark)]:
        assert 0 <= low < high <= len(new)
    if given_.grade.automatic and "white space" not in str(given_.reason):
        assert found(new, given_) == [old[start:end]]


@given(texts, texts)
def test_images_keep_their_order(old: str, new: str) -> None:
    images = Images(align(old, new))
    kept = [
        images.of(one.old_start, one.old_end)
        for one in images.segments
        if one.kind is Kind.SAME and one.old_end > one.old_start
    ]
    places = [(one.start, one.end) for one in kept if one]
    assert places == sorted(places)


def test_a_quote_is_found_however_it_is_set() -> None:
    text = "An exam-\nple  of\n\nwords 😀 set anew."
    ((start, end),) = Quotes(text).find("example of words 😀 set")
    assert text[start:end] == "exam-\nple  of\n\nwords 😀 set"


def test_surroundings_count_within_the_paragraph() -> None:
    old, new = "Other.\n\nThe words that are marked here.", "Strange things.\n\nThe words that are marked here."
    place, there = (old.index("words"), old.index("marked")), (new.index("words"), new.index("marked"))
    assert context(old, place, new, there) == 1.0
