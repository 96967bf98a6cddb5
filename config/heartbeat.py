"""Signs of life of the worker and of the beat: keys in Redis that expire when nobody refreshes them.

The worker's is written by its own timer and not by a task, so that a worker busy with long jobs counts as alive; the
beat's is written as its clock ticks, so that a beat that hangs does not. The worker's timer also ends a worker whose
embedded beat has died, for whoever supervises the worker to start a whole one again.
"""

import gc
import logging
import os
import signal
import time
from typing import Any

import redis
from celery import Celery, bootsteps
from celery.beat import PersistentScheduler
from celery.signals import beat_embedded_init, worker_init, worker_process_init
from django.conf import settings

from config.runtime.probe import BEAT_KEY, WORKER_KEY
from config.runtime.processes import end_with_parent

logger = logging.getLogger(__name__)

EVERY_SECONDS = 3.0
EXPIRES_SECONDS = 15


class _Sign:
    """One key, refreshed; a Redis that is away is reported once."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._redis = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
        self._failing = False

    def give(self) -> None:
        """Write the time."""
        try:
            self._redis.set(self._key, str(time.time()), ex=EXPIRES_SECONDS)
            self._failing = False
        except redis.RedisError as error:
            if not self._failing:
                logger.warning("no sign of life can be given: Redis does not answer (%s)", error)
            self._failing = True


class Heartbeat(bootsteps.StartStopStep):
    """Refreshes the key while the worker runs."""

    requires = ("celery.worker.components:Timer",)

    def __init__(self, worker: Any, **options: Any) -> None:
        super().__init__(worker, **options)
        self._timer: Any = None
        self._sign = _Sign(WORKER_KEY)

    def start(self, worker: Any) -> None:
        """Begin, with a first sign at once."""
        self.refresh(worker)
        self._timer = worker.timer.call_repeatedly(EVERY_SECONDS, self.refresh, (worker,), priority=10)

    def stop(self, worker: Any) -> None:
        """End, and say so."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def refresh(self, worker: Any) -> None:
        """Give the sign, and end with a beat that has died."""
        self._sign.give()
        beat = getattr(worker, "beat", None)
        if beat is not None and getattr(beat, "exitcode", None) is not None:
            logger.error("the beat has died; this worker ends, to be started again with one")
            os.kill(os.getpid(), signal.SIGTERM)


class Scheduler(PersistentScheduler):
    """Celery's own scheduler, which shows that it ticks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._sign = _Sign(BEAT_KEY)
        self._give_at = 0.0
        super().__init__(*args, **kwargs)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        pause: float = super().tick(*args, **kwargs)
        if time.monotonic() >= self._give_at:
            self._give_at = time.monotonic() + EVERY_SECONDS
            self._sign.give()
        return min(pause, EVERY_SECONDS)


def install(app: Celery) -> None:
    """Give a Celery application's workers a heartbeat, and children that do not outlive them."""
    app.steps["worker"].add(Heartbeat)
    worker_init.connect(_share_memory, weak=False)
    worker_process_init.connect(_end_with_worker, weak=False)
    beat_embedded_init.connect(_end_with_worker, weak=False)


def _share_memory(**_: Any) -> None:
    """Before each fork, take what is loaded out of the collector's sight: looking at it would copy its pages."""
    os.register_at_fork(before=gc.freeze)


def _end_with_worker(**_: Any) -> None:
    end_with_parent()


def seconds_since_seen(client: "redis.Redis") -> float | None:
    """How long ago a worker gave a sign of life; None when none does."""
    value = client.get(WORKER_KEY)
    return max(0.0, time.time() - float(value)) if isinstance(value, bytes | str) else None
