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
import random
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.client import Client, wait_for_job
from benchmarks.run import CHECKOUT, machine, say, set_stage, sign_in_browser
from benchmarks.steps import LABELS, Stage
from benchmarks.texts import make_text

SIZES = ((6_000, 20), (50_000, 20_000), (500_000, 2_000), (2_000_000, 20_000))
_DEADLINE_SECONDS = 600
_PATIENCE_SECONDS = 60
# Noted in the page itself: a frame has been drawn once the second callback runs.
_WATCH = """() => {
  const look = () => {
    if (window.paintedAt || !document.querySelector('.ws-text [data-annotation-ids]')) return;
    window.paintedAt = -1;
    requestAnimationFrame(() => requestAnimationFrame(() => { window.paintedAt = performance.now(); }));
  };
  new MutationObserver(look).observe(document, {subtree: true, childList: true});
}"""


def write_document(path: Path, length: int, marks: int) -> None:
    """A file with one document and its marks, the first of them where the text begins."""
    chance = random.Random(length)
    places = [20, *(chance.randrange(length - 60) for _ in range(marks - 1))]
    annotations = [
        {"label": LABELS[place % len(LABELS)], "start": place, "end": place + 10 + place % 50, "layer": "gold"}
        for place in places
    ]
    line = {"title": f"{length} characters", "text": make_text(length, length), "annotations": annotations}
    path.write_text(json.dumps(line) + "\n")


def fill(stage: Stage) -> list[str]:
    """Import one document a size; returns their ids in the order of the sizes."""
    with TemporaryDirectory() as folder:
        for length, marks in SIZES:
            path = Path(folder) / f"{length}.jsonl"
            write_document(path, length, marks)
            made = stage.manager.upload(f"projects/{stage.slug}/imports", path)
            ended = wait_for_job(stage.manager, f"imports/{made['id']}", stage.deadline)
            if ended["errors"]:
                raise RuntimeError(f"the import refused {path.name}: {ended['errors'][:3]}")
    rows = stage.manager.get(f"projects/{stage.slug}/documents?page_size=50")["results"]
    found = {row["length"]: row["id"] for row in rows}
    return [found[length] for length, _marks in SIZES]


def milliseconds_to_paint(page: Any, address: str) -> float:
    """One navigation."""
    page.goto(address, wait_until="commit")
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        # Playwright's own waiting evaluates text in the page, which the site's content policy forbids.
        painted = page.evaluate("() => window.paintedAt ?? 0")
        if painted > 0:
            return float(painted)
        time.sleep(0.02)
    raise RuntimeError(f"no mark was painted within {_PATIENCE_SECONDS} seconds at {address}")


def measure(base_url: str, browser: Client, slug: str, documents: list[str], runs: int) -> dict[str, Any]:
    """The median and the worst of so many navigations for each size, and the floor."""
    from playwright.sync_api import sync_playwright

    from config.runtime.browser import ARGUMENTS, find_browser
    from config.runtime.places import Places

    found = find_browser(Places(CHECKOUT / "var"))
    figures: dict[str, Any] = {}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=found.program, args=list(ARGUMENTS), env={**os.environ, **found.environment}
        )
        context = chromium.new_context(viewport={"width": 1280, "height": 800})
        name, _, value = browser.cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": base_url}])
        context.add_init_script(f"({_WATCH})()")
        page = context.new_page()
        for (length, marks), document in zip(SIZES, documents, strict=True):
            say(f"{length} characters, {marks} marks")
            address = f"{base_url}/projects/{slug}/documents/{document}/annotate"
            milliseconds_to_paint(page, address)  # the cache is warm afterwards
            taken = [milliseconds_to_paint(page, address) for _ in range(runs)]
            figures[f"{length}_characters_{marks}_marks"] = {
                "median_ms": round(statistics.median(taken)),
                "worst_ms": round(max(taken)),
            }
        empty = []
        for _ in range(runs):
            page.goto(f"{base_url}/healthz")
            empty.append(page.evaluate("performance.getEntriesByType('navigation')[0].duration"))
        figures["floor_empty_page_ms"] = round(statistics.median(empty), 1)
        chromium.close()
    return figures


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("DATA_DIR") or CHECKOUT / "var"))
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    logins = json.loads((given.data / "demo-logins.json").read_text())
    stage = set_stage(logins, given.data, time.monotonic() + _DEADLINE_SECONDS)
    documents = fill(stage)
    manager = logins["users"]["manager"]
    browser = sign_in_browser(logins["base_url"], manager["username"], manager["password"])
    figures = measure(logins["base_url"], browser, stage.slug, documents, given.runs)
    print(json.dumps({"benchmark": "workspace", "machine": machine(), "runs": given.runs, **figures}))


if __name__ == "__main__":
    main()
