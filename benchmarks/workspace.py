"""From navigation to painted marks in Chromium, server included, for a short, a long and a very long text.

    make demo                                  (in one terminal)
    .venv/bin/python -m benchmarks.workspace   (in another; make test has fetched the browser)

Makes a project of its own with one document a size, all marks in the layer that everybody sees, and opens each document
in turn as its manager, with a warm cache: milliseconds from the start of the navigation to the frame after the first
painted mark. The floor is the same browser's time for a page without any script: the site's own `/healthz`.
"""

import argparse
import json
import os
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.chromium import open_page, wait_for
from benchmarks.client import Client
from benchmarks.marked_texts import DENSE, LONG, SMALL, VERY_LONG, fill, named
from benchmarks.run import CHECKOUT, machine, say, set_stage, sign_in_browser

if TYPE_CHECKING:
    from playwright.sync_api import Page

SIZES = (SMALL, DENSE, LONG, VERY_LONG)
_DEADLINE_SECONDS = 600
# Noted in the page itself: a frame has been drawn once the second callback runs.
_WATCH = """() => {
  const look = () => {
    if (window.paintedAt || !document.querySelector('.ws-text [data-annotation-ids]')) return;
    window.paintedAt = -1;
    requestAnimationFrame(() => requestAnimationFrame(() => { window.paintedAt = performance.now(); }));
  };
  new MutationObserver(look).observe(document, {subtree: true, childList: true});
}"""


def milliseconds_to_paint(page: "Page", address: str) -> float:
    """One navigation."""
    page.goto(address, wait_until="commit")
    return float(wait_for(page, "() => window.paintedAt ?? 0", "painted mark", lambda painted: painted > 0))


def measure(base_url: str, browser: Client, slug: str, documents: list[str], runs: int) -> dict[str, Any]:
    """The median and the worst of so many navigations for each size, and the floor."""
    figures: dict[str, Any] = {}
    with open_page(base_url, browser, _WATCH) as page:
        for size, document in zip(SIZES, documents, strict=True):
            say(named(size))
            address = f"{base_url}/projects/{slug}/documents/{document}/annotate"
            milliseconds_to_paint(page, address)  # the cache is warm afterwards
            taken = [milliseconds_to_paint(page, address) for _ in range(runs)]
            figures[named(size)] = {"median_ms": round(statistics.median(taken)), "worst_ms": round(max(taken))}
        empty = []
        for _ in range(runs):
            page.goto(f"{base_url}/healthz")
            empty.append(page.evaluate("performance.getEntriesByType('navigation')[0].duration"))
        figures["floor_empty_page_ms"] = round(statistics.median(empty), 1)
    return figures


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("DATA_DIR") or CHECKOUT / "var"))
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    logins = json.loads((given.data / "demo-logins.json").read_text())
    stage = set_stage(logins, given.data, time.monotonic() + _DEADLINE_SECONDS)
    documents = fill(stage, SIZES)
    manager = logins["users"]["manager"]
    browser = sign_in_browser(logins["base_url"], manager["username"], manager["password"])
    figures = measure(logins["base_url"], browser, stage.slug, documents, given.runs)
    print(json.dumps({"benchmark": "workspace", "machine": machine(), "runs": given.runs, **figures}))


if __name__ == "__main__":
    main()
