"""What holds of the blocks of any text, and of what is cleaned by them."""

from collections import Counter
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sources.blocks import BOILERPLATE, FOOTNOTE, KINDS, Block
from sources.cleaning import clean
from sources.plain.finding import find_blocks
from sources.reading_order import propose_order
from sources.sectioning import section

_LINES = st.sampled_from(
    """
The harbour has been closed since March.1 Nobody knows why,2
and nobody has asked the coun-
cil of the port.
They have waited for a road since 1961, and they do not complain to the office
“They have waited for
a road”
1  Harbour Act, section 4
2  Letter of 3 May 2021
3. The minutes were approved.
[1] O. Lund, Lakes
* Asked in a shop
| a | b | c |
|---|---|---|
a\tb\tc
x,1,2
North   12   14
East    13   15
AZ
ER
 B
A
12
1
by Ilka Moreth
March 14, 2023
Related articles
HARBOURS
The Salt Road
Share this
Photo: Dara Quist, at the quay of the port
- an item
Page 3 of 9
مرحبا بكم
🛰️
e\u0301
https://a.example/b-
c/d.html
”
""".strip("\n").split("\n")
)
_BREAKS = st.sampled_from(["\n", "\n", "\n", "\n\n", "\n\n", " \n \n", "\n\x0c", "\n ", "\n\t", "\x0c"])
_MADE = st.lists(st.tuples(_LINES, _BREAKS), max_size=60).map(lambda parts: "".join(map("".join, parts)))
_ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=400)
_TEXTS = st.one_of(_MADE, _ANY)


def _ranges(value: Any) -> list[list[int]]:
    if not isinstance(value, list):
        return []
    if len(value) == 2 and all(isinstance(place, int) for place in value):
        return [value]
    return [found for one in value for found in _ranges(one)]


def _letters(text: str, blocks: list[Block]) -> Counter[str]:
    return Counter(c for b in blocks if b[2] != BOILERPLATE for c in text[b[0] : b[1]] if c.isalnum())


@given(_TEXTS)
def test_blocks_stand_in_order_do_not_overlap_and_leave_no_word_out(text: str) -> None:
    blocks = find_blocks(text)
    assert all(start < end and kind in KINDS for start, end, kind, _said in blocks)
    assert all(before[1] <= after[0] for before, after in pairwise(blocks))
    covered = "".join(text[start:end] for start, end, _kind, _said in blocks)
    assert "".join(covered.split()) == "".join(text.split())
    assert "".join(part.text for part in section(text, blocks, limit=50)) == text


@given(_TEXTS)
def test_what_blocks_name_lies_in_the_text_and_what_is_theirs_inside_them(text: str) -> None:
    for start, end, _kind, said in find_blocks(text):
        for name, value in (said or {}).items():
            for left, right in _ranges(value):
                assert 0 <= left <= right <= len(text)
                if name in {"rows", "altered"}:
                    assert start <= left <= right <= end
                if name == "calls":
                    assert not start <= left < end


@given(_TEXTS)
def test_the_order_that_is_proposed_holds_every_block_once(text: str) -> None:
    blocks = find_blocks(text)
    assert sorted(propose_order(text, blocks)) == list(range(len(blocks)))


@given(_TEXTS)
def test_cleaning_loses_no_letter_of_the_body_and_knows_where_each_was(text: str) -> None:
    blocks = find_blocks(text)
    cleaned = clean(text, blocks, propose_order(text, blocks))
    assert _letters(cleaned.text, cleaned.blocks) == _letters(text, blocks)
    assert all(text[start:end] == cleaned.text[at : at + end - start] for start, end, at in cleaned.places)
    moved = Counter(place for start, end, _at in cleaned.places for place in range(start, end) if text[place].isalnum())
    kept = [place for b in blocks if b[2] != BOILERPLATE for place in range(b[0], b[1]) if text[place].isalnum()]
    assert moved == Counter(kept)


@given(_TEXTS)
def test_the_blocks_of_a_cleaned_text_are_blocks_of_it(text: str) -> None:
    blocks = find_blocks(text)
    cleaned = clean(text, blocks)
    assert all(before[1] <= after[0] for before, after in pairwise(cleaned.blocks))
    for start, end, kind, said in cleaned.blocks:
        assert 0 <= start < end <= len(cleaned.text)
        assert kind != BOILERPLATE
        for name, value in (said or {}).items():
            for left, right in _ranges(value):
                assert 0 <= left <= right <= len(cleaned.text)
                assert name != "rows" or start <= left <= right <= end


@given(_MADE)
def test_calls_and_names_of_footnotes_stay_the_same_words_when_a_text_is_cleaned(text: str) -> None:
    blocks = find_blocks(text)
    cleaned = clean(text, blocks)

    def called(words: str, found: list[Block]) -> dict[str, list[str]]:
        notes = [b[3] for b in found if b[2] == FOOTNOTE]
        return {said["name"]: [words[left:right] for left, right in said.get("calls", [])] for said in notes}

    assert called(cleaned.text, cleaned.blocks) == called(text, blocks)
