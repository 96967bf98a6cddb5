"""Two texts side by side: nothing is left out of what differs, and each side reads as its text does."""

from hypothesis import given
from hypothesis import strategies as st

from sources.side_by_side import compare

LINES = st.lists(st.lists(st.sampled_from(["one", "two", "three", "four,", "five."]), max_size=6).map(" ".join))
TEXTS = LINES.map("\n".join)


def _side(pieces: list[tuple[str, bool]]) -> str:
    return "".join(words for words, _marked in pieces)


@given(TEXTS, TEXTS)
def test_each_side_of_all_lines_is_its_text(before: str, after: str) -> None:
    lines = compare(before, after, around=10_000).rows
    if lines:
        assert " ".join(_side(line.before) for line in lines).split() == before.split()
        assert " ".join(_side(line.after) for line in lines).split() == after.split()


@given(TEXTS, TEXTS)
def test_texts_of_other_words_have_a_line_that_differs(before: str, after: str) -> None:
    found = compare(before, after)
    assert sum(line.changed for line in found.rows) == found.changes
    assert found.changes > 0 or before.split() == after.split()


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert compare(text, text).rows == []


def test_lines_that_are_the_same_are_counted_and_left_out() -> None:
    before = "\n\n".join(f"Line {n} of a longer text." for n in range(20))
    found = compare(before, before.replace("Line 10 of", "Line ten of"))
    assert [line.skipped for line in found.rows] == [8, 0, 0, 0, 0]
    assert found.skipped == 7
    assert [words for words, marked in found.rows[2].after if marked] == ["ten"]


def test_a_paragraph_that_stands_elsewhere_is_said_to_have_moved() -> None:
    paragraphs = ["The first paragraph of this text stands here.", "A second one follows it closely.", "And a third."]
    found = compare("\n\n".join(paragraphs), "\n\n".join([paragraphs[1], paragraphs[2], paragraphs[0]]))
    assert [line.before == [] for line in found.rows if line.moved] in ([True, False], [False, True])
