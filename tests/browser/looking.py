"""Looking at a page: axe in both themes on a wide and a narrow screen, overflow, and a screenshot where one is wanted.

PROBATA_SCREENSHOTS=1 leaves pictures in `var/screenshots`. The accessibility checker is read from its npm package and
run through the debugger, so that the page's content policy stays as it is.
"""

import os
import re
from functools import cache
from typing import Any

from playwright.sync_api import Page

from config.runtime.places import CHECKOUT

WIDE = {"width": 1280, "height": 860}
NARROW = {"width": 390, "height": 844}
_COLOURS = ["color-contrast", "link-in-text-block"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_AXE = CHECKOUT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
_SHOTS = CHECKOUT / "var" / "screenshots"

_RUN = """async (rules) => {
  const {violations} = await axe.run(document, rules);
  const why = (summary) => summary.split('\\n').slice(1, 3).join(' ').trim();
  return violations.flatMap(({id, help, nodes}) => nodes.slice(0, 3).map(({target, failureSummary, html}) =>
    `${id}: ${help} [${target.join(' ')}] ${html.slice(0, 160)} ${why(failureSummary)}`));
}"""
# What sticks out to the right, where the page can be scrolled sideways.
_OVERFLOW = """() => {
  const wide = document.documentElement.scrollWidth;
  if (wide <= innerWidth) return [];
  const out = [...document.querySelectorAll('body *')].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.right > innerWidth + 1 && box.width > 0 && !element.closest('.table-wrap, .visually-hidden');
  });
  return [`${wide} px wide: ` + out.slice(-4).map((element) => element.outerHTML.slice(0, 120)).join(' … ')];
}"""


@cache
def _checker() -> str:
    return _AXE.read_text(encoding="utf-8")


def axe(page: Page, *, only: list[str] | None = None) -> list[str]:
    """What the checker objects to; `only` names single rules."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_checker())
    run = {"type": "rule", "values": only} if only else {"type": "tag", "values": TAGS}
    return list(page.evaluate(_RUN, {"runOnly": run}))


_SETTLE = """async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  await frame();
  await document.fonts.ready;
  const ends = document.getAnimations().filter(({effect}) => effect?.getTiming().iterations !== Infinity);
  await Promise.all(ends.map(({finished}) => finished.catch(() => null)));
  await frame();
}"""
# An animation that is paused or out of sight never ends.
_AT_MOST = "Promise.race([({settle})(), new Promise((resolve) => setTimeout(resolve, 3000))])"


def settle(page: Page) -> None:
    """Wait for what moves: typefaces, and transitions once they have begun."""
    page.evaluate(_AT_MOST.format(settle=_SETTLE))


def shoot(page: Page, name: str, *, full: bool = True) -> None:
    """A picture of the page, where pictures are wanted."""
    if os.environ.get("PROBATA_SCREENSHOTS"):
        _SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=_SHOTS / f"{name}.png", full_page=full)


def look(page: Page, name: str) -> list[str]:
    """Everything that is wrong with the look of the open page: light and dark, at 1280 and at 390.

    Nothing moves meanwhile: what changes with the theme and the width is looked at where it ends.
    """
    name = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    found: list[str] = []

    def note(where: str, faults: list[Any]) -> None:
        found.extend(f"{name} ({where}): {fault}" for fault in faults)

    page.emulate_media(reduced_motion="reduce")
    settle(page)
    note("light", axe(page))
    shoot(page, f"{name}-light")
    page.emulate_media(color_scheme="dark")
    settle(page)
    note("dark", axe(page, only=_COLOURS))
    shoot(page, f"{name}-dark")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    settle(page)
    note("dark, 390", axe(page, only=_COLOURS))
    shoot(page, f"{name}-dark-narrow")
    page.emulate_media(color_scheme="light")
    settle(page)
    note("390", axe(page))
    note("390", page.evaluate(_OVERFLOW))
    shoot(page, f"{name}-narrow")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.emulate_media(reduced_motion="no-preference")
    return found
