"""The engine of the workspace in Chromium: the time to paint, to mark and to scroll, and what it keeps in memory.

    make demo                               (in one terminal)
    .venv/bin/python -m benchmarks.engine   (in another; make test has fetched the browser)

Makes a project of its own with one document a size, and opens each as an annotator, with a warm cache. Taken in each of
the runs, after a navigation of its own:

    first_paint   from text and marks at hand to the frame with the first painted marks: between the page's own
                  performance marks `workspace:data` and `workspace:painted`
    add_a_mark    from a label's key, some words being selected, to the frame that shows them marked
    worst_frame   the longest time from one frame to the next while the text is scrolled from its beginning to its end,
                  each frame a window further, in about 200 frames at most
    heap          of JavaScript after a garbage collection: when the text is open, and when it was scrolled through

The floors are the same for a page with nothing on it: its navigation, a key until the next frame, the frames of a loop
that does nothing. Times by the clock rise with the load of the machine, and the floors with them. So beside them stands
the processor time of the page's main thread (`…_cpu_ms`): for adding a mark from the key on, and for a frame of the
scroll on average.
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.chromium import open_page, wait_for
from benchmarks.client import Client
from benchmarks.marked_texts import DENSE, LONG, VERY_LONG, Size, fill, named
from benchmarks.run import CHECKOUT, machine, say, set_stage, sign_in_browser

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

SIZES = (DENSE, LONG, VERY_LONG)
_DEADLINE_SECONDS = 1_200
_KEY = "c"
_MOST_FRAMES = 200
_REST_SECONDS = 0.3

_TOOLS = """() => {
  // What a frame shows is drawn after its callbacks; a task that one of them asks for comes after that.
  const drawn = (then) => requestAnimationFrame(() => setTimeout(() => then(performance.now())));
  window.timeNextKey = () => {
    window.keyTook = 0;
    addEventListener('keydown', ({timeStamp}) => drawn((now) => { window.keyTook = now - timeStamp; }),
      {capture: true, once: true});
  };
  // `further` runs in a task before each frame, as a turn of the wheel does, until it says that the end is reached.
  window.timeFrames = (further) => {
    window.frameGaps = null;
    const gaps = [];
    let last = 0;
    const frame = () => {
      const now = performance.now();
      if (last) gaps.push(now - last);
      last = now;
      setTimeout(() => { if (further()) requestAnimationFrame(frame); else window.frameGaps = gaps; });
    };
    requestAnimationFrame(frame);
  };
  window.scrollThrough = (most) => {
    const scroller = document.querySelector('.ws-scroller');
    const step = Math.max(scroller.clientHeight, scroller.scrollHeight / most);
    window.timeFrames(() => {
      const more = scroller.scrollTop + scroller.clientHeight < scroller.scrollHeight - 2;
      scroller.scrollTop += step;
      return more;
    });
  };
  window.idleFrames = (count) => window.timeFrames(() => --count > 0);
}"""
_OPEN = "() => document.querySelector('#workspace[data-relations=loaded]') !== null"
_FIRST_PAINT = """() => {
  const [data, painted] = ['workspace:data', 'workspace:painted'].map((name) => performance.getEntriesByName(name)[0]);
  return painted.startTime - data.startTime;
}"""
_MARKS = """() => new Set([...document.querySelectorAll('.ws-text [data-annotation-ids]')]
  .flatMap((piece) => piece.dataset.annotationIds.split(' '))).size"""
# A point inside a word that stands in the middle of the window.
_WORD = """() => {
  const box = document.querySelector('.ws-text').getBoundingClientRect();
  const range = document.createRange();
  for (let left = box.left + box.width / 3; left < box.right; left += 3) {
    const {offsetNode: node, offset} = document.caretPositionFromPoint(left, innerHeight / 2);
    if (node.nodeType !== Node.TEXT_NODE || !/^[a-z]{3}$/i.test(node.data.slice(offset - 1, offset + 2))) continue;
    range.setStart(node, offset);
    range.setEnd(node, offset + 1);
    const letter = range.getBoundingClientRect();
    return [letter.left + letter.width / 2, letter.top + letter.height / 2];
  }
  return null;
}"""


def metrics(debugger: "CDPSession") -> dict[str, float]:
    """What the browser counts of the page: seconds and bytes."""
    return {row["name"]: float(row["value"]) for row in debugger.send("Performance.getMetrics")["metrics"]}


def heap_megabytes(debugger: "CDPSession") -> float:
    """What JavaScript holds once nothing is left to be collected."""
    debugger.send("HeapProfiler.collectGarbage")
    return metrics(debugger)["JSHeapUsedSize"] / 1e6


def processor_milliseconds(debugger: "CDPSession", act: Callable[[], float]) -> tuple[float, float]:
    """What an act returns, and what it cost the main thread of the page."""
    before = metrics(debugger)["ThreadTime"]
    found = act()
    return found, (metrics(debugger)["ThreadTime"] - before) * 1000


def open_document(page: "Page", address: str) -> None:
    """A navigation, until everything that the page asks for at its start is there."""
    page.goto(address, wait_until="commit")
    wait_for(page, _OPEN, "opened document")


def press(page: "Page", what: str) -> float:
    """A key; milliseconds until the frame after it is drawn."""
    page.evaluate("() => window.timeNextKey()")
    page.keyboard.press(_KEY)
    return float(wait_for(page, "() => window.keyTook", f"frame after the key: {what}"))


def add_a_mark(page: "Page", debugger: "CDPSession") -> dict[str, float]:
    """Select a word with the mouse and mark it with a label's key."""
    before = page.evaluate(_MARKS)
    left, top = page.evaluate(_WORD)
    page.mouse.dblclick(left, top)
    wait_for(page, "() => document.querySelector('ws-label-palette:popover-open') !== null", "palette of labels")
    time.sleep(_REST_SECONDS)
    took, cpu = processor_milliseconds(debugger, lambda: press(page, "a mark"))
    after = page.evaluate(_MARKS)
    if after != before + 1:
        raise RuntimeError(f"{after} marks are painted where {before} were, and one was added")
    wait_for(page, "() => document.querySelector('ws-save-state').dataset.state === 'saved'", "saved mark")
    return {"add_a_mark_ms": took, "add_a_mark_cpu_ms": cpu}


def frames(page: "Page", debugger: "CDPSession", begin: str) -> dict[str, float]:
    """The times from frame to frame of a loop that `begin` starts."""
    gaps: list[float] = []

    def run() -> float:
        page.evaluate(begin)
        gaps.extend(wait_for(page, "() => window.frameGaps", "end of the frames"))
        return len(gaps)

    count, cpu = processor_milliseconds(debugger, run)
    return {
        "worst_frame_ms": max(gaps), "median_frame_ms": statistics.median(gaps), "mean_frame_cpu_ms": cpu / count,
    }  # fmt: skip


def one_run(page: "Page", debugger: "CDPSession", address: str) -> dict[str, float]:
    """All figures of one document, once."""
    open_document(page, address)
    figures = {"first_paint_ms": float(page.evaluate(_FIRST_PAINT)), "heap_open_mb": heap_megabytes(debugger)}
    figures |= add_a_mark(page, debugger)
    figures |= frames(page, debugger, f"() => window.scrollThrough({_MOST_FRAMES})")
    return figures | {"heap_scrolled_mb": heap_megabytes(debugger)}


def floor_run(page: "Page", debugger: "CDPSession", base_url: str) -> dict[str, float]:
    """The same of a page with nothing on it."""
    page.goto(f"{base_url}/healthz")
    figures = {"first_paint_ms": float(page.evaluate("performance.getEntriesByType('navigation')[0].duration"))}
    figures["add_a_mark_ms"], figures["add_a_mark_cpu_ms"] = processor_milliseconds(
        debugger, lambda: press(page, "nothing")
    )
    return figures | frames(page, debugger, "() => window.idleFrames(100)")


def medians(runs: list[dict[str, float]]) -> dict[str, float]:
    """The median of each figure."""
    return {name: round(statistics.median(run[name] for run in runs), 1) for name in runs[0]}


def measure(base_url: str, reader: Client, addresses: dict[Size, str], runs: int) -> dict[str, Any]:
    """The floors and each size, taken in turns, so that a busy minute falls on all of them."""
    with open_page(base_url, reader, _TOOLS) as page:
        debugger = page.context.new_cdp_session(page)
        debugger.send("Performance.enable")
        debugger.send("HeapProfiler.enable")
        taken: dict[str, list[dict[str, float]]] = {"floor": [], **{named(size): [] for size in addresses}}
        loads = []
        for address in addresses.values():
            open_document(page, address)  # the cache is warm afterwards
        for number in range(runs):
            say(f"run {number + 1} of {runs}, load {os.getloadavg()[0]:.1f}")
            loads.append(os.getloadavg()[0])
            taken["floor"].append(floor_run(page, debugger, base_url))
            for size, address in addresses.items():
                taken[named(size)].append(one_run(page, debugger, address))
    found: dict[str, Any] = {name: medians(figures) for name, figures in taken.items()}
    return {"load": [round(min(loads), 1), round(max(loads), 1)], **found}


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("DATA_DIR") or CHECKOUT / "var"))
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    logins = json.loads((given.data / "demo-logins.json").read_text())
    base_url, annotator = logins["base_url"], logins["users"]["annotator"]
    stage = set_stage(logins, given.data, time.monotonic() + _DEADLINE_SECONDS)
    stage.manager.post(f"projects/{stage.slug}/labels", {"name": "By key", "shortcut": _KEY})
    documents = fill(stage, SIZES)
    addresses = {
        size: f"{base_url}/projects/{stage.slug}/documents/{document}/annotate"
        for size, document in zip(SIZES, documents, strict=True)
    }
    reader = sign_in_browser(base_url, annotator["username"], annotator["password"])
    figures = measure(base_url, reader, addresses, given.runs)
    print(json.dumps({"benchmark": "engine", "machine": machine(), "runs": given.runs, **figures}))


if __name__ == "__main__":
    main()
