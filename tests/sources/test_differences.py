"""The diff that people read: rows of paragraphs that cover both texts, with the changed words inside."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sources.differences import Row, RowKind, compare

paragraphs = st.lists(
    st.sampled_from(
        [
            "Title",
            "The first paragraph is here.",
            "The first paragraph was here.",
            "Set in\ntwo lines.",
            "😀 𝒜",
            "Set in two lines.",
        ]
    ),
    max_size=8,
).flatmap(lambda parts: st.sampled_from(["\n\n", "\n"]).map(lambda between: between.join(parts)))


def shown(old: str, new: str) -> list[tuple[str, str, str]]:
    """Rows as kind and words."""
    return [
        (row.kind.value, old[row.old_start : row.old_end], new[row.new_start : row.new_end])
        for row in compare(old, new)
    ]


def only(kind: RowKind, rows: list[Row]) -> Row:
    """The one row of a kind."""
    (row,) = [row for row in rows if row.kind is kind]
    return row


@given(paragraphs, paragraphs)
def test_rows_cover_both_texts_in_order(old: str, new: str) -> None:
    rows = compare(old, new)
    assert "".join(old[row.old_start : row.old_end] for row in rows) == old
    assert "".join(new[row.new_start : row.new_end] for row in rows) == new
    assert all(a.old_end == b.old_start and a.new_end == b.new_start for a, b in pairwise(rows))


@given(paragraphs, paragraphs)
def test_the_words_of_a_changed_row_cover_it(old: str, new: str) -> None:
    for row in compare(old, new):
        if row.kind is RowKind.CHANGED:
            assert "".join(old[one.old_start : one.old_end] for one in row.words) == old[row.old_start : row.old_end]
            assert "".join(new[one.new_start : one.new_end] for one in row.words) == new[row.new_start : row.new_end]
            assert any(not one.same for one in row.words) or any(one.blank for one in row.words)


@given(paragraphs, paragraphs)
def test_moved_rows_name_each_other(old: str, new: str) -> None:
    rows = compare(old, new)
    moved = [(number, row.other) for number, row in enumerate(rows) if row.kind is RowKind.MOVED]
    assert sorted((other, number) for number, other in moved) == moved


def test_equal_texts_are_one_row() -> None:
    assert shown("One\n\nTwo", "One\n\nTwo") == [("same", "One\n\nTwo", "One\n\nTwo")]


def test_a_changed_paragraph_stands_alone_with_its_words() -> None:
    old, new = "One.\n\nTwo is here today.\n\nThree.", "One.\n\nTwo was here today.\n\nThree."
    row = only(RowKind.CHANGED, compare(old, new))
    assert old[row.old_start : row.old_end] == "Two is here today.\n\n"
    assert [(old[w.old_start : w.old_end], new[w.new_start : w.new_end]) for w in row.words if not w.same] == [
        ("is", "was")
    ]


def test_paragraphs_put_in_and_taken_out_have_an_empty_other_side() -> None:
    assert shown("One.\n\nTwo.\n\nThree.", "One.\n\nThree.\n\nFour five.") == [
        ("same", "One.\n\n", "One.\n\n"),
        ("deleted", "Two.\n\n", ""),
        ("same", "Three.", "Three."),
        ("inserted", "", "\n\nFour five."),
    ]


def test_a_paragraph_replaced_by_another_is_not_called_changed() -> None:
    kinds = [kind for kind, _, _ in shown("One.\n\nGone with all words.\n\nEnd.", "One.\n\nFresh lines come.\n\nEnd.")]
    assert kinds == ["same", "deleted", "inserted", "same"]


def test_a_moved_paragraph_is_told_at_both_places() -> None:
    moved = "This paragraph is going to wander.\n\n"
    old = f"One is a long paragraph that stays.\n\n{moved}Two is a long paragraph that stays too.\n\nEnd."
    new = f"One is a long paragraph that stays.\n\nTwo is a long paragraph that stays too.\n\n{moved}End."
    rows = shown(old, new)
    assert ("moved", moved, "") in rows
    assert ("moved", "", moved) in rows


def test_other_line_ends_are_told_as_blank() -> None:
    old, new = "A paragraph set\nin two lines.\n\nEnd.", "A paragraph set in\ntwo lines.\n\nEnd."
    row = only(RowKind.CHANGED, compare(old, new))
    assert all(one.same for one in row.words)
    assert any(one.blank for one in row.words)
