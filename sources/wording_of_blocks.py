"""Blocks for people: what each kind is called, and how a block is recognised."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from sources import blocks

_WORDS = 90

KIND_NAMES: Final = {
    blocks.HEADING: _("Heading"),
    blocks.PARAGRAPH: _("Paragraph"),
    blocks.LIST_ITEM: _("List item"),
    blocks.TABLE: _("Table"),
    blocks.FOOTNOTE: _("Footnote"),
    blocks.CAPTION: _("Caption"),
    blocks.PULL_QUOTE: _("Pull quote"),
    blocks.BOILERPLATE: _("Boilerplate"),
    blocks.BYLINE: _("Byline"),
    blocks.BIOGRAPHY: _("Biography"),
}


def first_words(text: str) -> str:
    """The beginning of a block in one line."""
    line = " ".join(text[: 4 * _WORDS].split())
    return line if len(line) <= _WORDS else f"{line[: _WORDS - 1].rstrip()}…"
