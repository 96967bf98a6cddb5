"""A desk with people, labels and texts, and pages of it in the browser."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from annotator.models import Label
from sources.models import Document, Section
from sources.readers.text import find_blocks
from tests.browser.workspace import Workspace
from tests.browsing import Browsing
from tests.cast import Cast, gather, make_document, make_label

# A machine that runs other tests beside these is slow at times; nothing waits longer than it has to.
expect.set_options(timeout=20_000)

TEXT = (
    "Peacekeepers left the valley in April.\n"
    "\n"
    "“They will not return,” an expert said 🙂 on Monday. The convoy of 41 trucks crossed the bridge at Sarn.\n"
    "\n"
    "The ministry gave no date. Nobody else has confirmed it.\n"
)

COLOURS = {("Claim", "c"): "#0930ca", ("Claim/Figure", "f"): "#a8112d", ("Source", "s"): "#0b6e3a"}


@dataclass
class Desk:
    """The cast, a codebook of three labels, a text, and whoever has a page open."""

    browsing: Browsing
    cast: Cast
    document: Document
    labels: dict[str, Label] = field(default_factory=dict)

    def page(self, name: str, path: str | None = None, **options: object) -> Page:
        """A page of this person, in a browser context of their own."""
        return self.browsing.open(path, user=self.cast.users[name], **options)

    def open(self, name: str, document: Document | None = None, **options: object) -> Workspace:
        """The workspace on the document, opened by this person."""
        return Workspace.open(self.page(name, **options), document or self.document)


def make_labels(cast: Cast) -> dict[str, Label]:
    """Claim (c), Figure (f) below it, and Source (s)."""
    made = [make_label(cast.project, path, shortcut=key) for path, key in COLOURS]
    for label in made:
        label.colour = COLOURS[label.path, label.shortcut]
    Label.objects.bulk_update(made, ["colour"])
    return {label.name: label for label in made}


def make_text(cast: Cast, text: str = TEXT, title: str = "The valley") -> Document:
    """A document with the blocks that the reader of plain text finds."""
    document = make_document(cast.project, text, title=title)
    section = Section.objects.get(revision=document.current_revision)
    section.blocks = find_blocks(text)
    section.save(update_fields=["blocks"])
    return document


@pytest.fixture
def desk(browsing: Browsing) -> Desk:
    cast = gather()
    return Desk(browsing, cast, make_text(cast), make_labels(cast))


@pytest.fixture
def say(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Writes a figure where the person who runs the tests sees it."""
    manager = request.config.pluginmanager
    reporter, capture = manager.get_plugin("terminalreporter"), manager.get_plugin("capturemanager")

    def write(words: str) -> None:
        request.node.add_report_section("call", "figures", words)
        if reporter is not None and capture is not None:
            with capture.global_and_fixture_disabled():
                reporter.write_line(f"{request.node.name}: {words}")

    return write
