"""What the browser selects is what the server stores, to the code point, in texts that make counting hard.

Random texts are imported over the API with whatever line ends they have. In each, ranges of the painted text are
selected in the browser; what they hold is read from the page by means that know nothing of the workspace's scripts
(the text of a DOM range, and the browser's own division of the whole text into characters as people see them).
"""

import json
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from annotator.models import Annotation
from sources.models import Document, Section
from tests.browser.conftest import Desk
from tests.browser.workspace import Workspace, places
from tests.campaigns import Campaign
from tests.processes import WebProcess, WorkerProcess, eventually

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RANGES = 4
BATCH = 100

ALPHABETS = [
    "abcdefghij",
    "äöüßçñéøåž",
    "𝒜𝔅𝕮𐍈𐐷𠜎𠜱𡃁🀄🂡",
    "العربيةبتثجح",
    "אבגדהוזחט",
    "漢字かなカナ한글",
    "ดีนี้ไม่กำ",
    "नमस्तेक्षि",
]
CLUSTERS = [
    "e\u0301", "a\u0323\u0307", "Z\u0351\u036b\u0343", "👩\u200d👩\u200d👧\u200d👦",
    "🇩🇪", "🇯🇵🇫🇷", "🏳\ufe0f\u200d🌈", "👍🏽", "1\ufe0f\u20e3",
    "ﷺ", "\u202bنص\u202c", "\u2067עב\u2069", "\u200f", "\u00ad",
    "각", "क्‍ष", "\ufeff", "\u2028", "ﬁ", "İ", "\u00a0", "\t", "𝟘\u0338",
]  # fmt: skip
SIGNS = [". ", ", ", "; ", " — ", " “", "” ", " (", ") ", " ", " ", " ", "  ", "…", "|", "*", "&amp;", "<b>", "'"]
ENDS = ["\r\n", "\n", "\r\n\r\n", "\n\n", "\r", " \r\n"]

_SELECT = """(chosen) => {
  const surface = document.querySelector('.ws-text');
  const walker = document.createTreeWalker(surface, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let length = 0;
  while (walker.nextNode()) { nodes.push([walker.currentNode, length]); length += walker.currentNode.data.length; }
  const text = surface.textContent;
  const place = (share) => {
    let unit = Math.min(length - 1, Math.floor(share * length));
    const code = text.charCodeAt(unit);
    if (code >= 0xdc00 && code < 0xe000) unit -= 1;   // nobody can select half a character
    const [node, from] = nodes.findLast(([, from]) => from <= unit);
    return [unit, node, unit - from];
  };
  const [a, b] = chosen.map(place);
  getSelection().setBaseAndExtent(a[1], a[2], b[1], b[2]);
  const range = getSelection().getRangeAt(0);
  const clusters = [...new Intl.Segmenter(undefined, {granularity: 'grapheme'}).segment(text)];
  let start = Math.min(a[0], b[0]), end = Math.max(a[0], b[0]);
  start = clusters.findLast(({index}) => index <= start).index;
  const last = clusters.find(({index, segment}) => index + segment.length >= end);
  end = end === 0 ? 0 : last.index + last.segment.length;
  return {
    raw: range.toString(),
    text,
    words: text.slice(start, end),
    before: text.slice(0, start),
  };
}"""


def random_text(chance: random.Random) -> str:
    """A few lines of mixed scripts, clusters and line ends; not blank."""
    pieces: list[str] = []
    for _ in range(chance.randint(8, 90)):
        kind = chance.random()
        if kind < 0.45:
            alphabet = chance.choice(ALPHABETS)
            pieces.append("".join(chance.choice(alphabet) for _ in range(chance.randint(1, 9))))
        elif kind < 0.65:
            pieces.append(chance.choice(CLUSTERS))
        elif kind < 0.92:
            pieces.append(chance.choice(SIGNS))
        else:
            pieces.append(chance.choice(ENDS))
    return "".join(pieces) + chance.choice(["x", "é", "🙂", "e\u0301", ".\r\n"])


def kept(text: str) -> str:
    """The text as it is kept: without a byte order mark at its start, lines ended by LF."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def import_texts(desk: Desk, server: WebProcess, texts: list[str]) -> Iterator[Document]:
    """Import texts over the API, a hundred at a time, and return their documents in order."""
    client = httpx.Client(
        base_url=f"{server.url}/api/v1", headers={"Authorization": f"Bearer {desk.cast.token('manager')}"}, timeout=30
    )
    with client:
        for first in range(0, len(texts), BATCH):
            lines = [
                json.dumps({"text": text, "title": f"Text {number}"}, ensure_ascii=number % 2 == 0)
                for number, text in enumerate(texts[first : first + BATCH], start=first)
            ]
            files = {"files": ("texts.jsonl", "\n".join(lines).encode(), "application/x-ndjson")}
            answer = client.post(f"/projects/{desk.cast.project.slug}/imports", files=files)
            assert answer.status_code == 202, answer.text
            state: dict[str, Any] = {}

            def done(address: str = f"/imports/{answer.json()['id']}", state: dict[str, Any] = state) -> bool:
                state.update(client.get(address).json())
                return state["status"] not in {"queued", "running"}

            eventually(done, seconds=60, what="the import")
            assert state["status"] == "done", state
            assert not state["errors"], state
    for number in range(len(texts)):
        yield Document.objects.select_related("project").get(project=desk.cast.project, title=f"Text {number}")


def stored_text(document: Document) -> str:
    """The text of a document as the server keeps it."""
    sections = Section.objects.filter(revision=document.current_revision_id).order_by("number")
    return "".join(sections.values_list("text", flat=True))


def squeezed(words: str) -> str:
    """Without white space and pipes: between blocks and cells nothing is painted."""
    return re.sub(r"[\s\ufeff|]", "", words)


def test_the_words_selected_are_the_words_stored_to_the_code_point(
    desk: Desk,
    live_server: WebProcess,
    celery_worker_process: WorkerProcess,
    campaign: Campaign,
    say: Callable[[str], None],
) -> None:
    chance = random.Random(20_250_101)
    texts = [random_text(chance) for _ in range(campaign.size(1000))]
    page = desk.page("annotator")
    compared = 0
    for text, document in zip(texts, import_texts(desk, live_server, texts), strict=True):
        assert stored_text(document) == kept(text)
        workspace = Workspace.open(page, document)
        wanted = []
        for _ in range(RANGES):
            selected = page.evaluate(_SELECT, [chance.random(), chance.random()])
            assert selected["text"] == kept(text), "the page has the text, character by character"
            if not selected["raw"]:
                continue
            assert selected["raw"] in selected["words"]
            workspace.text.focus()
            page.keyboard.press("Enter")
            expect(workspace.palette).to_be_visible()
            page.keyboard.press("Enter")
            expect(workspace.palette).to_be_hidden()
            start = len(selected["before"])
            wanted.append((start, start + len(selected["words"]), selected["words"]))
        workspace.is_saved()
        rows = Annotation.objects.filter(document=document).order_by("id").prefetch_related("anchors")
        found = [(*places(row)[0], row.anchors.get().quote) for row in rows]
        assert found == wanted
        assert all(text[start:end] == words for text in [kept(text)] for start, end, words in found)
        painted = workspace.painted()
        shown = [squeezed(painted[str(row.id)]) for row in rows if squeezed(row.anchors.get().quote)]
        assert shown == [squeezed(words) for _start, _end, words in wanted if squeezed(words)]
        compared += len(found)
    assert compared > len(texts)
    say(f"{compared} selections in {len(texts)} texts: not one code point off")
    campaign.record(texts=len(texts), selections=compared)


def test_a_drag_over_an_emoji_takes_whole_characters(desk: Desk) -> None:
    workspace = desk.open("annotator")
    workspace.mark("said 🙂 on", "c")
    workspace.is_saved()
    (mark,) = Annotation.objects.filter(document=desk.document)
    text = stored_text(desk.document)
    ((start, end),) = places(mark)
    assert (start, end) == (text.index("said"), text.index("said") + len("said 🙂 on"))
    assert mark.anchors.get().quote == "said 🙂 on"
