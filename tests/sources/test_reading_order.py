"""The order in which columns are read."""

from sources.plain.finding import find_blocks
from sources.reading_order import propose_order


def _read(text: str) -> list[str]:
    blocks = find_blocks(text)
    return [text[blocks[at][0] : blocks[at][1]].split()[0] for at in propose_order(text, blocks)]


def test_a_piece_that_stops_in_mid_sentence_is_followed_by_one_that_goes_on() -> None:
    text = (
        "Alpha begins the first page, and the sentence\nhas no end in sight before\n\n"
        "\x0cyonder. Charlie is the right column of the second page and stops before\n\n"
        "bravo, the left one, goes on with the first page. It looks\n\n"
        "\x0cthe third page begins in the middle of a sentence, before it ends. Echo.\n"
    )
    # Every piece begins in small letters; what goes together shows by words that the text puts together elsewhere.
    assert _read(text.replace("Echo.", "Echo stood before bravo, and looks yonder.")) == [
        "Alpha", "bravo,", "yonder.", "the",
    ]  # fmt: skip


def test_calls_of_footnotes_go_up_from_column_to_column() -> None:
    text = (
        "The right column of a page calls the third note here.3 It is a\nparagraph that ends.\n\n"
        "3  The third note, of 2019\n\n"
        "The left column calls the first1 and the second.2 It ends too,\nas all do.\n\n"
        "1  The first note, of 2017\n2  The second note, of 2018\n\n"
        "\x0cThe next page has one column.\n"
    )
    blocks = find_blocks(text)
    order = propose_order(text, blocks)
    assert order == [2, 3, 4, 0, 1, 5]


def test_pages_keep_their_order() -> None:
    text = "One ends in the middle of\n\n\x0cTwo is whole.\n\n\x0ca sentence, as it were. Three.\n"
    assert _read(text) == ["One", "Two", "a"]


def test_a_text_without_pages_is_left_as_it_is() -> None:
    text = "One ends in the middle of\n\nTwo is whole.\n\na sentence, as it were.\n"
    assert _read(text) == ["One", "Two", "a"]


def test_a_box_that_goes_on_at_its_own_beginning_is_turned() -> None:
    text = (
        "A Title of the Brief\n\nThe summary says what follows, and it ends.\n\n"
        "operation between the ports is needed in all\nmatters of salt.\n\n"
        "Media should be free on the coast, as they are\nin the hills.\n\n"
        "The office should count the lorries at night,\nwhich it does not.\n\n"
        "The government should open the pass. Inter-port co-\n\n"
        "WHAT SHOULD BE DONE\n\nA New Road\n\n"
        "The road was paved once. Its co-operation ended\nin 1988, and nothing else\n\n"
        "\x0chas happened since. That is all.\n"
    )
    assert _read(text)[:7] == ["A", "The", "WHAT", "The", "The", "operation", "Media"]
