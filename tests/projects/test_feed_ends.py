"""A feed that is told to stop stops, whatever happens in the same moment."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest

from projects.live.feed import Feed


async def _nothing(_feed: Feed) -> bool:
    return False


async def _ring_and_stop(steps: int) -> bool:
    """Whether a feed has ended that was told to stop so many steps of the loop after its bell rang."""
    feed = Feed(cast(Any, SimpleNamespace(bell=SimpleNamespace(connected=True, lost=False))), uuid4())
    following = asyncio.create_task(feed.follow())
    await asyncio.sleep(0.1)
    feed.ring()
    for _ in range(steps):
        await asyncio.sleep(0)
    following.cancel()
    _ended, left = await asyncio.wait([following], timeout=0.5)
    following.cancel()
    return not left


@pytest.mark.parametrize("steps", range(5))
def test_a_feed_that_is_rung_while_it_is_told_to_stop_stops(steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Feed, "_check_access", _nothing)
    monkeypatch.setattr(Feed, "_advance", _nothing)
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(lambda: asyncio.run(_ring_and_stop(steps))).result()
