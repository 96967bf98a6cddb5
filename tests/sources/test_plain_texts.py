"""Texts of many forms about places that do not exist, each beside the table of its blocks."""

from pathlib import Path

import pytest

from sources.plain.finding import find_blocks
from tests.sources.block_tables import differences, read_table

TEXTS = sorted((Path(__file__).parent / "plain_texts").glob("*.txt"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_text_has_the_blocks_that_a_reader_sees_in_it(path: Path) -> None:
    text = path.read_bytes().decode()
    assert differences(text, find_blocks(text), read_table(path.with_suffix(".blocks"))) == []
