"""PDFs as files: what they say of themselves, what is refused, and what damage does."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.intake import Unit
from sources.readers import ReadText, readers
from sources.readers.pdf.scripts import LOWERED
from sources.reading import Reading
from sources.refusals import Refused
from tests.sources.typesetting import article, lines, typeset, words, written


def _read(data: bytes) -> ReadText:
    return readers()["pdf"].read(data)


def test_the_record_is_what_the_file_says_of_itself_and_no_date() -> None:
    made = "datetime(year: 2020, month: 1, day: 2)"
    said = f'#set document(title: "On Procurement", author: ("Ann One", "Bob Two"), date: {made})'
    read = _read(article(f"{said}\n{words(1)}", text='lang: "de"'))
    assert read.title == "On Procurement"
    assert read.record == {"authors": ["Ann One", "Bob Two"], "language": "de"}


def test_a_title_that_is_the_name_of_a_file_is_none() -> None:
    read = _read(article(f'#set document(title: "Microsoft Word - report_v3.docx")\n= The Report\n{words(1)}'))
    assert read.title == "The Report"


def test_a_scanned_document_is_refused_with_advice() -> None:
    image = b"q 300 0 0 400 50 100 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q"
    with pytest.raises(Refused, match=r"pictures of pages and no text.*OCR"):
        _read(written([image]))


def test_pages_without_text_are_named_in_a_warning() -> None:
    read = _read(written([lines((50, 500, 12, "Words.")), b"", lines((50, 500, 12, "More.")), b""]))
    assert read.warnings == ["Pages without text, which may be pictures: 2, 4"]


def test_an_encrypted_document_is_refused_with_advice() -> None:
    key = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"00" * 32, b"11" * 32)
    data = written([lines((50, 500, 12, "Words."))], trailer=b"/Encrypt %s /ID [<00> <00>]" % key)
    with pytest.raises(Refused, match="encrypted"):
        _read(data)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no pdf", b"%PDF-1.7\nand nothing else"])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="not a PDF"):
        _read(data)


def test_too_many_pages_are_refused_with_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sources.readers.pdf.opening.PAGES_AT_MOST", 2)
    with pytest.raises(Refused, match="has 3 pages; at most 2"):
        _read(written([lines((50, 500, 12, "Words."))] * 3))


def test_signs_that_stand_for_nothing_known_are_counted() -> None:
    read = _read(written([lines((50, 500, 12, "Words and \x07 sign."))]))
    assert read.text == "Words and sign."
    assert read.warnings == ["Signs whose characters the file does not tell: 1"]


def _blocks_are_sound(read: ReadText) -> None:
    reached = 0
    for start, end, _kind, attributes in read.blocks:
        assert reached <= start < end <= len(read.text)
        assert not read.text[reached:start].strip()
        assert attributes["boxes"]
        reached = end
    assert not read.text[reached:].strip()


@given(
    st.lists(
        st.tuples(
            st.integers(5, 220),
            st.integers(10, 580),
            st.integers(4, 14),
            st.text("abc 12.-[]", min_size=1, max_size=20),  # which fits on the page: what does not is not seen
        ),
        min_size=1,
        max_size=60,
    )
)
@settings(deadline=None, max_examples=60)
def test_blocks_cover_every_word_wherever_words_stand(placed: list[tuple[float, float, float, str]]) -> None:
    try:
        read = _read(written([lines(*placed)]))
    except Refused:
        assert not "".join(said for *_place, said in placed).strip()
        return
    _blocks_are_sound(read)
    spoken = "".join(said for *_place, said in placed)
    assert set("abc12") & set(read.text.translate(LOWERED)) == set("abc12") & set(spoken)


def test_damaged_files_are_read_or_refused_and_harm_no_other() -> None:
    whole = article("\n\n".join(f"{words(n)}#footnote[Note {n}.]" for n in range(6)), page="columns: 2")
    chance = random.Random(11)
    damaged = [whole[: chance.randrange(len(whole))] for _ in range(20)]
    for _ in range(40):
        flipped = bytearray(whole)
        for _ in range(chance.choice((1, 5, 60))):
            flipped[chance.randrange(len(whole))] = chance.randrange(256)
        damaged.append(bytes(flipped))
    refused = 0
    with Reading() as reading:
        for data in damaged:
            try:
                _blocks_are_sound(reading.read(Unit(1, "a.pdf", None, data, readers()["pdf"], {})))
            except Refused:
                refused += 1
        assert reading.read(Unit(1, "b.pdf", None, whole, readers()["pdf"], {})).text.startswith("Paragraph number 0")
    assert 0 < refused < len(damaged)


def test_typeset_pages_have_no_tags_to_be_read_from() -> None:
    assert b"StructTreeRoot" not in typeset("Words.")
