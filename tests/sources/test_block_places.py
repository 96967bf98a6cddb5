"""Blocks when their text changes: nothing of the words is lost, and each block keeps its own."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.block_places import carried, check_copied, corrected, rejoined
from sources.blocks import KINDS, Block
from sources.readers.text import find_blocks
from sources.refusals import Refused
from sources.sectioning import section

WORDS = st.text(st.sampled_from("abc äΩ.-"), min_size=1, max_size=20).filter(str.strip)
LINES = st.lists(st.lists(WORDS, max_size=6).map(" ".join) | st.just("| a | b |\n|---|---|\n| c | d |"), max_size=20)
TEXTS = LINES.map("\n".join)


def _words(text: str, blocks: list[Block]) -> list[str]:
    return sorted(text[start:end] for start, end, _kind, _attributes in blocks)


@given(TEXTS, st.integers(20, 200))
def test_blocks_cut_at_the_ends_of_sections_are_whole_again(text: str, limit: int) -> None:
    blocks = find_blocks(text)
    whole = rejoined((part.start, part.blocks) for part in section(text, blocks, limit))
    assert [found[:3] for found in whole] == [found[:3] for found in blocks]
    assert not any((found[3] or {}).get("continues") for found in whole)


@given(TEXTS, st.data())
def test_another_order_keeps_the_words_of_every_block(text: str, data: st.DataObject) -> None:
    blocks = find_blocks(text)
    order = data.draw(st.permutations(blocks))
    kinds = data.draw(st.lists(st.sampled_from(KINDS), min_size=len(blocks), max_size=len(blocks)))
    wanted = [(found[0], found[1], kind) for found, kind in zip(order, kinds, strict=True)]
    new, made, copied = corrected(text, blocks, wanted)
    check_copied(text, new, copied)
    assert sorted(new.split()) == sorted(text.split())
    assert [new[start:end] for start, end, _kind, _attributes in made] == [text[found[0] : found[1]] for found in order]
    assert [found[2] for found in made] == kinds


@given(TEXTS, st.sampled_from(KINDS))
def test_the_same_order_leaves_the_text_as_it_is(text: str, kind: str) -> None:
    blocks = find_blocks(text)
    assert corrected(text, blocks, [(found[0], found[1], kind) for found in blocks])[0] == text


def test_cells_and_calls_move_with_their_words() -> None:
    text = "One¹ word.\n\n| a | b |\n| c | d |\n\n¹ A note.\n"
    table = text.index("|")
    note = text.index("¹ A")
    cells = [[[table + 2, table + 3], [table + 6, table + 7]], [[table + 12, table + 13], [table + 16, table + 17]]]
    blocks: list[Block] = [
        [0, 10, "paragraph", None],
        [table, table + 19, "table", {"rows": cells}],
        [note, note + 9, "footnote", {"name": "1", "calls": [[3, 4]]}],
    ]
    new, made, _copied = corrected(text, blocks, [(b[0], b[1], b[2]) for b in (blocks[1], blocks[2], blocks[0])])
    assert new == "| a | b |\n| c | d |\n\n¹ A note.\n\nOne¹ word.\n"
    assert [[new[slice(*cell)] for cell in row] for row in made[0][3]["rows"]] == [["a", "b"], ["c", "d"]]
    assert [new[slice(*call)] for call in made[1][3]["calls"]] == ["¹"]


def test_what_a_pull_quote_repeats_moves_with_the_words() -> None:
    text = "The valley was quiet.\n\nThe valley stood quiet."
    quote = [23, 46, "pull_quote", {"of": [0, 21], "altered": [[34, 39]], "omitted": [[11, 14]]}]
    blocks = [[0, 21, "paragraph", None], quote]
    new, moved, _copied = corrected(text, blocks, [(23, 46, "pull_quote"), (0, 21, "paragraph")])
    found = next(one for one in moved if one[2] == "pull_quote")
    said = found[3]
    assert new[slice(*said["of"])] == "The valley was quiet."
    assert [new[slice(*place)] for place in (*said["altered"], *said["omitted"])] == ["stood", "was"]


def test_what_lies_inside_a_block_moves_with_it() -> None:
    text = "A sentence (a note) goes on.\n\nAnother.\n"
    blocks: list[Block] = [[0, 28, "paragraph", None], [11, 19, "footnote", None], [30, 38, "paragraph", None]]
    new, made, _copied = corrected(text, blocks, [(30, 38, "paragraph"), (0, 28, "paragraph"), (11, 19, "footnote")])
    assert new == "Another.\n\nA sentence (a note) goes on.\n"
    assert [new[start:end] for start, end, _kind, _attributes in made] == [
        "Another.", "A sentence (a note) goes on.", "(a note)",
    ]  # fmt: skip


def test_words_that_are_not_parted_are_parted_where_the_order_changes() -> None:
    text = "KICKERHeadline\n\nBody."
    blocks: list[Block] = [[0, 6, "byline", None], [6, 14, "heading", None], [16, 21, "paragraph", None]]
    new, _made, _copied = corrected(text, blocks, [(6, 14, "heading"), (0, 6, "byline"), (16, 21, "paragraph")])
    assert new == "Headline\n\nKICKER\n\nBody."


def test_a_table_gets_cells_and_loses_them_with_its_kind() -> None:
    text = "a | b\nc | d"
    _text, made, _copied = corrected(text, [[0, 11, "paragraph", None]], [(0, 11, "table")])
    assert [[text[slice(*cell)] for cell in row] for row in made[0][3]["rows"]] == [["a", "b"], ["c", "d"]]
    assert corrected(text, made, [(0, 11, "caption")])[1] == [[0, 11, "caption", None]]


@pytest.mark.parametrize(
    "wanted",
    [
        [],
        [(0, 4, "paragraph")],
        [(0, 4, "paragraph")] * 2,
        [(0, 4, "paragraph"), (6, 9, "poem")],
        [(0, 4, "table"), (1, 2, "table")],
    ],
)
def test_blocks_that_are_not_those_of_the_text_are_refused(wanted: Any) -> None:
    with pytest.raises(Refused):
        corrected("Some\n\nmore", [[0, 4, "paragraph", None], [6, 10, "paragraph", None]], wanted)


def test_kinds_stay_where_words_stayed_and_what_is_new_is_found() -> None:
    before = "Title\n\nOld words.\n\nA caption\n"
    blocks: list[Block] = [[0, 5, "heading", {"level": 1}], [7, 17, "pull_quote", None], [19, 28, "caption", None]]
    after = "Title\n\nNew words.\n\nA caption\n\nMore.\n"
    same = [(0, 0, 7), (17, 17, len(before) - 17)]
    made = carried(blocks, same, after, find_blocks)
    assert [(after[b[0] : b[1]], b[2]) for b in made] == [
        ("Title", "heading"), ("New words.", "pull_quote"), ("A caption", "caption"), ("More.", "paragraph"),
    ]  # fmt: skip
    assert made[0][3] == {"level": 1}


@given(TEXTS, TEXTS)
def test_every_word_of_an_edited_text_is_in_a_block(before: str, after: str) -> None:
    made = carried(find_blocks(before), [], after, find_blocks)
    covered = {place for found in made for place in range(found[0], found[1])}
    assert covered >= {place for place, character in enumerate(after) if character.isalnum()}


@pytest.mark.parametrize(
    "copied", [[(0, 4, 1)], [(2, 2, 2)], [(0, 9, 0)], [(0, 3, 0), (2, 4, 2)], [(0, 2, 0), (2, 4, 1)], [(-1, 2, 0)]]
)
def test_stretches_that_were_not_copied_are_refused(copied: Any) -> None:
    with pytest.raises(Refused):
        check_copied("aaaa", "aaaa", copied)
