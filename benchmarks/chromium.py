"""The browser of the benchmarks: Chromium without a window, signed in, with a script of the benchmark in each page."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from benchmarks.client import Client
from benchmarks.run import CHECKOUT

if TYPE_CHECKING:
    from playwright.sync_api import Page

_PATIENCE_SECONDS = 180


@contextmanager
def open_page(base_url: str, signed_in: Client, script: str) -> Iterator["Page"]:
    """A page of 1280 × 800 with the session of a client; the script, a function, runs first on every address."""
    from playwright.sync_api import sync_playwright

    from config.runtime.browser import ARGUMENTS, find_browser
    from config.runtime.places import Places

    found = find_browser(Places(CHECKOUT / "var"))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=found.program, args=list(ARGUMENTS), env={**os.environ, **found.environment}
        )
        context = chromium.new_context(viewport={"width": 1280, "height": 800})
        name, _, value = signed_in.cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": base_url}])
        context.add_init_script(f"({script})()")
        yield context.new_page()
        chromium.close()


def wait_for(page: "Page", expression: str, what: str, enough: Callable[[Any], bool] = bool) -> Any:
    """Ask the page again and again; Playwright's own waiting evaluates text in it, which the content policy forbids."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        found = page.evaluate(expression)
        if enough(found):
            return found
        time.sleep(0.02)
    raise RuntimeError(f"no {what} within {_PATIENCE_SECONDS} seconds at {page.url}")
