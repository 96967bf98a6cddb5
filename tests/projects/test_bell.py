"""The listening end of the doorbell: it takes Redis for lost when that does not answer, not when it is slow itself."""

import asyncio
import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from projects.live import bell
from projects.live.bell import Bell


def _ignore(*_told: Any) -> None:
    pass


async def _listen_in_a_loop_that_stalls(seconds: float) -> bool:
    """Whether a bell whose loop is held up, again and again, for longer than an answer may take, still hears."""
    made = Bell(_ignore, _ignore, _ignore, _ignore)
    listening = asyncio.create_task(made.listen())
    until = time.monotonic() + seconds
    while not made.connected:
        await asyncio.sleep(0.01)
    while time.monotonic() < until and not made.lost:
        await asyncio.sleep(0.01)
        time.sleep(5 * bell.QUIET_SECONDS)
    hears = made.connected and not made.lost
    listening.cancel()
    return hears


async def _listen_and_leave_at_once(times: int) -> int:
    """How many bells go on listening after they were told to stop, each somewhere on its way to Redis."""
    chance, begun = random.Random(1), []
    for _ in range(times):
        task = asyncio.create_task(Bell(_ignore, _ignore, _ignore, _ignore).listen())
        begun.append(task)
        await asyncio.sleep(chance.random() * 0.02)
        task.cancel()
    _ended, left = await asyncio.wait(begun, timeout=5 * bell.QUIET_SECONDS)
    for task in left:
        task.cancel()
    return len(left)


def test_a_bell_that_is_told_to_stop_while_it_connects_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bell, "QUIET_SECONDS", 0.2)
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(lambda: asyncio.run(_listen_and_leave_at_once(100))).result() == 0


def test_a_loop_that_was_held_up_does_not_take_redis_for_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bell, "QUIET_SECONDS", 0.1)
    with ThreadPoolExecutor(1) as thread:  # a browser's interface may keep a loop running in this one
        assert thread.submit(lambda: asyncio.run(_listen_in_a_loop_that_stalls(4))).result()
