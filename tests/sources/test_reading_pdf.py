"""PDFs: what a typesetter set comes back as the text that was given to it, in blocks of the right kinds."""

from typing import Any

import pytest

from sources.readers import ReadText, readers
from tests.sources.typesetting import article, lines, words, written


def _read(data: bytes) -> ReadText:
    return readers()["pdf"].read(data)


def _said(read: ReadText, *kinds: str) -> list[str]:
    return [read.text[b[0] : b[1]] for b in read.blocks if b[2] in kinds]


def _kinds(read: ReadText) -> list[str]:
    return [b[2] for b in read.blocks]


def _attributes(read: ReadText, kind: str) -> list[dict[str, Any]]:
    return [b[3] for b in read.blocks if b[2] == kind]


def _calls(read: ReadText) -> dict[str, list[str]]:
    """Each footnote's name with the words before its calls."""
    return {
        note["name"]: [read.text[start - 8 : end] for start, end in note.get("calls", [])]
        for note in _attributes(read, "footnote")
    }


PARAGRAPHS = [words(number, 60 + number * 9 % 50) for number in range(12)]


def test_paragraphs_of_one_column_come_back_as_they_were_given() -> None:
    read = _read(article("\n\n".join(PARAGRAPHS)))
    assert _said(read, "paragraph") == PARAGRAPHS
    assert read.warnings == []


@pytest.mark.parametrize("columns", [2, 3])
def test_columns_are_read_one_after_the_other(columns: int) -> None:
    page = f'columns: {columns}, flipped: true, numbering: "1"'
    read = _read(article("\n\n".join(PARAGRAPHS), page=page, text="size: 8pt" if columns == 3 else ""))
    assert _said(read, "paragraph") == PARAGRAPHS


def test_a_paragraph_that_runs_over_columns_and_pages_is_one_block_with_a_box_in_each() -> None:
    read = _read(article("\n\n".join(words(n, 400) for n in range(3)), page='columns: 2, numbering: "1"'))
    assert _said(read, "paragraph") == [words(n, 400) for n in range(3)]
    boxes = [box for block in _attributes(read, "paragraph") for box in block["boxes"]]
    assert len(boxes) > 6
    assert {box[0] for box in boxes} == {1, 2, 3}
    assert all(0 <= x0 < x1 <= 420 and 0 <= y0 < y1 <= 596 for _page, x0, y0, x1, y1 in boxes)
    assert [box[0] for box in boxes] == sorted(box[0] for box in boxes)


def test_a_title_and_an_abstract_over_both_columns_come_first() -> None:
    top = (
        '#place(top + center, scope: "parent", float: true)[#text(18pt, weight: "bold")[Titles Stand Over Columns]\n\n'
        f"{words(50, 40)}]\n"
    )
    read = _read(article(top + "\n\n".join(PARAGRAPHS), page="columns: 2"))
    assert _said(read, "heading") == ["Titles Stand Over Columns"]
    assert _said(read, "paragraph") == [words(50, 40), *PARAGRAPHS]
    assert read.title == "Titles Stand Over Columns"


def test_columns_above_and_below_a_heading_are_read_before_and_after_it() -> None:
    body = "".join(
        f"#columns(2)[{PARAGRAPHS[at]}\n\n{PARAGRAPHS[at + 1]}]\n== Heading Number {at}\n" for at in (0, 2, 4)
    )
    read = _read(article(body))
    spoken = _said(read, "heading", "paragraph")
    wanted = [said for at in (0, 2, 4) for said in (PARAGRAPHS[at], PARAGRAPHS[at + 1], f"Heading Number {at}")]
    assert " ".join(spoken) == " ".join(wanted)


def test_running_titles_and_page_numbers_are_apart_and_interrupt_no_paragraph() -> None:
    header = (
        "header: context if calc.odd(here().page()) [#h(1fr) Of Procurement #counter(page).display()] else "
        "[#counter(page).display() The Whole Book]"
    )
    read = _read(article("\n\n".join(words(n, 300) for n in range(4)), page=header))
    assert _said(read, "paragraph") == [words(n, 300) for n in range(4)]
    assert _said(read, "boilerplate") == ["Of Procurement 1", "2 The Whole Book", "Of Procurement 3"]


def test_titles_that_change_from_page_to_page_are_known_by_their_place() -> None:
    chapters = "\n#pagebreak()\n".join(f"= Chapter {name}\n{words(n, 250)}" for n, name in enumerate("ABCDE"))
    header = 'header: context [Part of Chapter #numbering("A", here().page()) #h(1fr) #counter(page).display()]'
    read = _read(article(chapters, page=header))
    assert _said(read, "boilerplate") == [f"Part of Chapter {name} {n}" for n, name in enumerate("ABCDE", 1)]


def test_a_title_that_runs_down_the_margin_letter_by_letter_is_apart() -> None:
    letters = '..("PROCUREMENT".clusters().map(letter => text(8pt)[#letter]))'
    margin = f"background: place(left + top, dx: 0.6cm, dy: 3cm, stack(spacing: 4pt, {letters}))"
    read = _read(article("\n\n".join(PARAGRAPHS[:4]), page=margin))
    assert _said(read, "boilerplate") == ["PROCUREMENT"]
    assert _said(read, "paragraph") == PARAGRAPHS[:4]


def test_words_that_stand_sideways_are_apart() -> None:
    margin = "background: place(left + horizon, dx: 0.2cm, rotate(-90deg, reflow: true)[Copy for the archive])"
    read = _read(article("\n\n".join(PARAGRAPHS[:3]), page=margin))
    assert _said(read, "boilerplate") == ["Copy for the archive"]
    assert _said(read, "paragraph") == PARAGRAPHS[:3]


def test_footnotes_are_blocks_that_know_their_calls_and_interrupt_no_paragraph() -> None:
    body = "\n\n".join(
        f"Opening number {n}#footnote[Note {n} explains {words(n, 12)}] goes on. {words(n, 150)}" for n in range(6)
    )
    read = _read(article(body, page='columns: 2, numbering: "1"'))
    superscripts = "¹²³⁴⁵⁶"
    assert _said(read, "footnote") == [f"{superscripts[n]} Note {n} explains {words(n, 12)}" for n in range(6)]
    assert _said(read, "paragraph") == [
        f"Opening number {n}{superscripts[n]} goes on. {words(n, 150)}" for n in range(6)
    ]
    assert _calls(read) == {str(n + 1): [f"number {n}{superscripts[n]}"] for n in range(6)}


def test_a_footnote_that_goes_on_over_the_page_is_one_block() -> None:
    long = words(99, 500)
    body = "\n\n".join([*PARAGRAPHS[:4], f"A call here#footnote[{long}] and more. {words(5, 200)}", *PARAGRAPHS[5:9]])
    read = _read(article(body, page='numbering: "1"'))
    assert _said(read, "footnote") == [f"¹ {long}"]
    assert {box[0] for box in _attributes(read, "footnote")[0]["boxes"]} == {1, 2}


def test_numbers_that_begin_again_on_each_page_call_the_notes_of_their_page() -> None:
    body = "#pagebreak()".join(
        f"#counter(footnote).update(0)This is page {n}#footnote[Note of page {n}.] {words(n)}" for n in range(1, 4)
    )
    assert _calls(_read(article(body))) == {"1": ["s page 1¹"], "1·2": ["s page 2¹"], "1·3": ["s page 3¹"]}


def test_squares_of_units_call_no_footnote() -> None:
    read = _read(article(f"Land#footnote[One.] and sea#footnote[Two.] of 40 km#super[2] here. {words(1)}"))
    assert _calls(read)["2"] == [" and sea²"]
    assert "40 km² here" in read.text


def test_words_broken_at_line_ends_are_whole_and_compounds_keep_their_hyphen() -> None:
    body = " ".join(
        f"{'very ' * (n % 4)}a well-known co-operation about unmistakable internationalisation" for n in range(60)
    )
    read = _read(article(body, page="columns: 3"))
    assert _said(read, "paragraph") == [body]


def test_words_printed_twice_upon_themselves_are_read_once() -> None:
    shaded = lines((50, 500, 12, "A shaded title"), (50.8, 499.4, 12, "A shaded title"), (50, 460, 12, "had had words"))
    assert _read(written([shaded])).text == "A shaded title\n\nhad had words"


def test_raised_and_lowered_figures_stand_on_their_line() -> None:
    read = _read(article("Much CO#sub(typographic: false)[2] on 40 km#super(typographic: false)[2] of land."))
    assert read.text == "Much CO2 on 40 km² of land."


def test_ligatures_are_their_letters() -> None:
    said = "The office affirmed an efficient affidavit, a flood of official flyers and five fjords."
    assert _said(_read(article(said, text='font: "New Computer Modern"')), "paragraph") == [said]


def test_headings_have_levels_by_their_size() -> None:
    body = f"= First\n{words(1)}\n== Second below it\n{words(2)}\n=== Third\n{words(3)}\n= Fourth\n{words(4)}"
    read = _read(article(body))
    assert _said(read, "heading") == ["First", "Second below it", "Third", "Fourth"]
    assert [block["level"] for block in _attributes(read, "heading")] == [1, 2, 3, 1]


def test_items_of_lists_are_blocks_with_their_depth() -> None:
    body = f"{words(1)}\n\n- one {words(2, 20)}\n- two\n  - two and a half\n- three\n\n{words(3)}\n\n+ first\n+ second"
    read = _read(article(body))
    assert _said(read, "list_item") == [
        f"• one {words(2, 20)}", "• two", "‣ two and a half", "• three", "1. first", "2. second",
    ]  # fmt: skip
    assert [block["level"] for block in _attributes(read, "list_item")] == [1, 1, 2, 1, 1, 1]
    assert _said(read, "paragraph") == [words(1), words(3)]


ROWS = [
    ["Country", "Cases", "Share"],
    ["Azerbaijan", "12", "4.5 %"],
    ["Georgia", "4", "1.2 %"],
    ["Kazakhstan", "7", "2 %"],
]
LINE = "table.hline()"
CELLS = ", ".join(f"[{cell}]" for row in ROWS for cell in row)


@pytest.mark.parametrize(
    "table",
    [
        f"#table(columns: 3, {CELLS})",
        f"#table(columns: 3, stroke: none, {LINE}, {CELLS.replace('[Azer', f'{LINE}, [Azer')}, {LINE})",
        f"#grid(columns: 3, column-gutter: 24pt, row-gutter: 7pt, {CELLS})",
    ],
    ids=["framed", "ruled", "aligned"],
)
def test_tables_keep_their_cells(table: str) -> None:
    read = _read(article(f"{words(1)}\n\n{table}\n\n{words(2)}"))
    assert _kinds(read) == ["paragraph", "table", "paragraph"]
    (found,) = _attributes(read, "table")
    assert [[read.text[start:end] for start, end in row] for row in found["rows"]] == ROWS
    assert found["boxes"][0][0] == 1


def test_a_cell_of_several_lines_is_one_cell() -> None:
    long = words(7, 30)
    table = f"#table(columns: (3cm, 1fr), [Term], [Meaning], [Alpha], [{long}], [Beta], [The second.])"
    (found,) = _attributes(read := _read(article(f"{words(1)}\n\n{table}")), "table")
    assert [[read.text[start:end] for start, end in row] for row in found["rows"]] == [
        ["Term", "Meaning"], ["Alpha", long], ["Beta", "The second."],
    ]  # fmt: skip


def test_captions_are_told_from_the_text_around_them() -> None:
    body = (
        f"{words(1)}\n\n#figure(rect(width: 4cm), caption: [What a rectangle looks like])\n\n{words(2)}\n\n"
        f"Figure 1 shows nothing. {words(3)}\n\nTables: there are none. {words(4)}"
    )
    read = _read(article(body))
    assert _said(read, "caption") == ["Figure 1: What a rectangle looks like"]
    assert [said[:8] for said in _said(read, "paragraph")] == ["Paragrap", "Paragrap", "Figure 1", "Tables: "]


def test_arabic_is_read_in_its_own_order_with_numbers_brackets_and_foreign_words() -> None:
    said = "هذا نص عربي (بين قوسين) مع 1234 أرقام وكلمة English word هنا. ثم نص آخر طويل جدا يمتد على أكثر من سطر واحد."
    twice = f"{said}\n\n{said} الأسطر لا تختلط، والترتيب صحيح؟"
    read = _read(article(twice, text='lang: "ar", font: "DejaVu Sans Mono"', par="justify: false"))
    assert _said(read, "paragraph") == twice.split("\n\n")


def test_arabic_columns_begin_at_the_right() -> None:
    said = [
        " ".join(f"كلمة رقم {n} في عمود {word}" for word in ("واحد", "اثنان", "ثلاثة", "أربعة") * 6)
        for n in (1, 2, 3, 4)
    ]
    page, text = "columns: 2", 'lang: "ar", font: "DejaVu Sans Mono", size: 8pt'
    read = _read(article("\n\n".join(said), page=page, text=text, par="justify: false"))
    assert _said(read, "paragraph") == said


def test_an_arabic_quotation_in_an_english_text_keeps_its_order() -> None:
    said = 'The sign said سوق الأوراق المالية and nothing more, in letters of "1975".'
    read = _read(article(said, text='font: ("Libertinus Serif", "DejaVu Sans Mono")'))
    assert _said(read, "paragraph") == [said.replace('"1975"', "“1975”")]


def test_a_page_that_lies_on_its_side_is_read_upright_with_places_on_the_page_as_shown() -> None:
    body = f"#rotate(90deg, reflow: true)[#block(width: 12cm)[{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}]]"
    read = _read(article(body))
    assert _said(read, "paragraph") == PARAGRAPHS[:2]
    (_page, x0, y0, x1, y1), (_page2, *second) = (box for b in _attributes(read, "paragraph") for box in b["boxes"])
    assert y1 - y0 > x1 - x0
    assert second[2] <= x0 + 1, "what is read second stands left of it"


def test_large_lines_that_stand_apart_are_headings_of_their_own() -> None:
    big = "#text(16pt)[{}]#v(1.5em)\n\n"
    read = _read(article(big.format("The Committee") + big.format("Its Minutes") + f"{words(1)}\n\n{words(2)}"))
    assert _said(read, "heading") == ["The Committee", "Its Minutes"]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_are_places_on_the_page_as_it_is_shown(turn: int) -> None:
    read = _read(written([lines((100, 500, 12, "Words near the upper left corner."))], entries=b"/Rotate %d" % turn))
    ((page, x0, y0, x1, y1),) = _attributes(read, "paragraph")[0]["boxes"]
    middle = ((x0 + x1) / 2, (y0 + y1) / 2)
    upright = (193, 97)
    wanted = {0: upright, 90: (600 - upright[1], upright[0]), 180: (400 - 193, 600 - 97), 270: (97, 400 - 193)}[turn]
    assert page == 1
    assert all(abs(found - expected) < 8 for found, expected in zip(middle, wanted, strict=True))


def test_a_line_below_the_title_that_names_the_author_is_a_byline() -> None:
    assert _said(_read(article(f"= A Report\nBy Jane Roe\n\n{words(1)}")), "byline") == ["By Jane Roe"]
