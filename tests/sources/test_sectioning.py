"""Sections: the text again when joined, cut where nothing is torn."""

from hypothesis import given
from hypothesis import strategies as st

from sources.blocks import Block
from sources.readers import readers
from sources.sectioning import LIMIT, joined, section

WORD = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\U0001f6f0e\u0301\u200d🇬🇪"),
    min_size=1,
    max_size=30,
)
LINES = st.lists(st.lists(WORD, max_size=12).map(" ".join) | st.just("| a | b |\n|---|---|\n| c | d |"), max_size=40)


@given(LINES, st.integers(20, 300))
def test_sections_join_to_the_text_and_hold_their_blocks(lines: list[str], limit: int) -> None:
    read = readers()["text"].read_text("\n".join(lines))
    sections = section(read.text, read.blocks, limit)
    assert "".join(part.text for part in sections) == read.text
    at = 0
    for part in sections:
        assert part.start == at
        assert len(part.text) <= limit
        at += len(part.text)
        for start, end, _kind, _attributes in part.blocks:
            assert part.start <= start < end <= at
    covered = {place for part in sections for b in part.blocks for place in range(b[0], b[1])}
    assert covered == {place for b in read.blocks for place in range(b[0], b[1])}


@given(LINES, st.integers(20, 300))
def test_every_section_but_the_last_makes_headway(lines: list[str], limit: int) -> None:
    read = readers()["text"].read_text("\n".join(lines))
    sections = section(read.text, read.blocks, limit)
    assert all(part.text for part in sections) or read.text == ""


def _paragraphs(text: str) -> list[Block]:
    return readers()["text"].read_text(text).blocks


def test_a_text_is_cut_between_paragraphs() -> None:
    text = "\n".join(["x" * 200 + "."] * 100)
    sections = section(text, _paragraphs(text))
    assert [len(part.text) for part in sections[:-1]] == [39 * 202] * (len(sections) - 1)
    assert all(part.text.startswith("x" * 200) for part in sections)


def test_a_long_paragraph_is_cut_after_a_sentence() -> None:
    text = "A sentence of some words. " * 1000
    sections = section(text, _paragraphs(text))
    assert len(sections) > 3
    assert all(part.text.endswith(". ") for part in sections)
    assert sections[1].blocks[0][3] == {"continues": True}


def test_a_run_without_spaces_is_cut_where_no_grapheme_is_torn() -> None:
    family = "👩\u200d👩\u200d👧\u200d👦"
    for piece in (family, "e\u0301\u0302", "🇬🇪", "👍\U0001f3fd", "\u1112\u1161\u11ab"):
        text = "x" + piece * 5000
        for part in section(text, [[0, len(text), "paragraph", None]])[1:]:
            assert (part.start - 1) % len(piece) == 0, piece


def test_flags_are_cut_between_pairs() -> None:
    text = "🇬🇪🇦🇿"
    assert [joined(text, at) for at in range(1, 4)] == [True, False, True]


def test_a_text_of_combining_marks_alone_is_still_cut() -> None:
    text = "\u0301" * 20_000
    sections = section(text, [[0, len(text), "paragraph", None]])
    assert "".join(part.text for part in sections) == text
    assert max(len(part.text) for part in sections) == LIMIT


def test_a_long_table_keeps_each_cell_in_its_section() -> None:
    row = "| " + "cell " * 20 + "| other |\n"
    text = "| head | two |\n|---|---|\n" + row * 200
    (table,) = _paragraphs(text)
    sections = section(text, [table])
    assert len(sections) > 2
    assert sections[0].blocks[0][3]["header"] is True
    assert "header" not in sections[1].blocks[0][3]
    cells = [tuple(cell) for part in sections for r in part.blocks[0][3]["rows"] for cell in r]
    assert cells == [tuple(cell) for r in table[3]["rows"] for cell in r]
    for part in sections:
        for r in part.blocks[0][3]["rows"]:
            for start, end in r:
                assert part.start <= start <= end <= part.start + len(part.text)
