"""The blocks of real texts, and of those of the demo that are made like them, beside tables made by reading them."""

from pathlib import Path

import pytest

from config.runtime.places import CHECKOUT
from sources.cleaning import clean
from sources.plain.finding import find_blocks
from sources.reading_order import propose_order
from tests.sources.block_tables import differences, folded, read_table

TABLES = Path(__file__).parent / "corpus_blocks"
CORPUS = sorted((CHECKOUT.parent / "shared" / "corpus").glob("*.txt"))
MATERIAL = sorted((CHECKOUT / "config" / "demo" / "material").glob("0*.txt"))
BRIEF = MATERIAL[1]
BRIEFS = [path for path in [BRIEF, *CORPUS] if path.stem.startswith(("02-", "001_"))]


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")


@pytest.mark.parametrize("path", [*MATERIAL, *CORPUS], ids=lambda path: path.stem)
def test_every_block_is_what_a_person_sees_in_it(path: Path) -> None:
    text = _text(path)
    table = TABLES / f"{path.stem.partition('_')[0]}.blocks"
    assert differences(text, find_blocks(text), read_table(table)) == []


@pytest.mark.parametrize("path", BRIEFS, ids=lambda path: path.stem)
def test_the_columns_of_a_brief_are_read_in_the_order_of_its_sentences(path: Path) -> None:
    text = _text(path)
    blocks = find_blocks(text)
    cleaned = clean(text, blocks, propose_order(text, blocks))
    expected = read_table(TABLES / f"{path.stem.partition('_')[0]}.cleaned")
    assert differences(cleaned.text, cleaned.blocks, expected) == []


@pytest.mark.parametrize("path", BRIEFS, ids=lambda path: path.stem)
def test_the_cleaned_body_of_a_brief_is_free_of_its_running_title(path: Path) -> None:
    text = _text(path)
    blocks = find_blocks(text)
    cleaned = clean(text, blocks, propose_order(text, blocks))
    titles = [text[b[0] : b[1]] for b in blocks if b[2] == "boilerplate" and text.count("\n", b[0], b[1]) > 8]
    assert titles
    assert not any(folded(title) in folded(cleaned.text) for title in titles)
    assert min(len(line) for line in cleaned.text.splitlines() if line) > 4


@pytest.mark.parametrize("path", [*MATERIAL, *CORPUS], ids=lambda path: path.stem)
def test_what_is_in_order_is_left_in_order(path: Path) -> None:
    text = _text(path)
    blocks = find_blocks(text)
    assert (propose_order(text, blocks) == list(range(len(blocks)))) == (path not in BRIEFS)
