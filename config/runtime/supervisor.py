"""`manage.py up`: services, schema, worker and web server started in order, watched, and stopped in order.

This process imports no Django and holds no data, so it is small and hard to kill by accident; should it be killed all
the same, the kernel ends its children. It stays in the foreground until Ctrl-C or SIGTERM.
"""

import argparse
import fcntl
import json
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

from config.env import BadEnvironment, read
from config.runtime import serve
from config.runtime.children import Child, Server, python, say
from config.runtime.logins import show_logins
from config.runtime.places import Places, RuntimeProblem, places
from config.runtime.ports import is_free
from config.runtime.probe import address, ask
from config.runtime.processes import launch, stop
from config.runtime.services import Services, services_for

_READY_SECONDS = 120


class Stop(BaseException):
    """Somebody asked for the end: raised inside whatever the supervisor is doing."""


class Supervisor:
    """One running site."""

    def __init__(self, *, demo: bool, only_services: bool) -> None:
        self.demo = demo
        self.only_services = only_services
        self.places: Places = places()
        self.services: Services | None = None
        self.children: list[Child] = []
        self.servers: list[Server] = []
        self._stopping = False

    def run(self) -> int:
        """Run until somebody asks for the end or a part that must not end does; the exit status."""
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, self._asked_to_stop)
        try:
            self._check_port()
            self.places.make()
            with (self.places.run / "up.lock").open("a+") as lock:
                self._take(lock)
                return self._run_and_stop()
        except (RuntimeProblem, BadEnvironment) as problem:
            say("probata", str(problem))
            return 1
        except Stop:
            return 0

    def _run_and_stop(self) -> int:
        try:
            self._start()
            return self._watch()
        except (RuntimeProblem, BadEnvironment) as problem:
            say("probata", str(problem))
            return 1
        except Stop:
            return 0
        finally:
            self._stop_all()

    def _start(self) -> None:
        started = time.monotonic()
        self.services = services_for(self.places)
        for note in self.services.notes:
            say("probata", note)
        self.services.start()
        self._watch_services(self.services)
        if self.only_services:
            say("probata", f"The services run: {self.places.services_file}. Ctrl-C stops them.")
            return
        self._do("the schema", python("manage.py", "prepare_database"))
        if read("PROBATA_ENV") == "production":
            self._do("static files", python("manage.py", "collectstatic", "--noinput", "--verbosity", "0"))
        self._begin(self._worker())
        if self.demo:
            self._do("the demonstration project", python("manage.py", "demo"))
        self._check_port()
        self._begin(self._web())
        self._wait_until_ready()
        if self.demo:
            show_logins(self.places.data / "demo-logins.json")
        say("probata", f"Probata is at {address()} (after {time.monotonic() - started:.0f} s). Ctrl-C stops it.")

    def _watch_services(self, services: Services) -> None:
        postgres, redis = services.postgres, services.redis
        if postgres is not None:
            self.servers.append(Server("postgres", lambda: postgres.process, postgres.start_again))
        if redis is not None:
            self.servers.append(Server("redis", lambda: redis.process, redis.start_again))

    def _worker(self) -> Child:
        schedule = self.places.run / "beat"
        command = python(
            "-m", "celery", "--quiet", "-A", "config.celery", "worker", "--beat", f"--schedule={schedule}",
            f"--concurrency={read('WORKER_PROCESSES')}", "--loglevel=INFO", "--without-gossip", "--without-mingle",
        )  # fmt: skip
        # Celery advises against root each time it starts; `doctor` does so once.
        quiet = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}
        environment = {**self._environment(), **quiet}
        return Child("worker", command, environment, self.places.log, restarts=True, patience=15, announces=" ready.")

    def _web(self) -> Child:
        return Child("web", serve.command(), self._environment(), self.places.log, restarts=False)

    def _environment(self) -> dict[str, str]:
        added = self.services.environment() if self.services else {}
        if self.demo and not os.environ.get("PROJECT_CREATORS", "").strip():
            added["PROJECT_CREATORS"] = "managers"  # so that the manager of the demonstration may show it
        return {**os.environ, **added, "PYTHONUNBUFFERED": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}

    def _begin(self, child: Child) -> None:
        self.children.append(child)
        child.start()

    def _do(self, what: str, command: list[str]) -> None:
        """One step that has to end well before the next."""
        child = launch(command, output=None, environment=self._environment(), folder=Path(__file__).parents[2])
        try:
            while child.poll() is None:
                time.sleep(0.05)
        finally:
            stop(child)
        if child.returncode != 0:
            raise RuntimeProblem(f"Preparing {what} failed with status {child.returncode}: see the lines above.")

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _READY_SECONDS
        state = "the worker or the web server does not answer"
        while time.monotonic() < deadline:
            self._look()
            time.sleep(0.1)
            if not all(child.announced for child in self.children if child.announces):
                continue  # the worker is not there yet: asking would only fill the web server's log
            status, state = ask("/readyz")
            if status == 200:
                return
        raise RuntimeProblem(f"The site did not become ready within {_READY_SECONDS} s: {state[:300]}")

    def _watch(self) -> int:
        while True:
            self._look()
            time.sleep(0.2)

    def _look(self) -> None:
        parts: list[Server | Child] = [*self.servers, *self.children]
        for part in parts:
            reason = part.look()
            if reason:
                raise RuntimeProblem(f"Probata stops: {reason}. The lines above and {self.places.log} say more.")

    def _stop_all(self) -> None:
        self._stopping = True
        if self.children or self.servers:
            say("probata", "Stopping …")
        for child in reversed(self.children):
            child.stop()
        if self.services is not None:
            self.services.stop()

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        if not self._stopping:
            self._stopping = True
            raise Stop
        # Asked again while stopping: no more patience with anybody.
        for child in self.children:
            if child.process is not None and child.process.poll() is None:
                child.process.kill()

    def _check_port(self) -> None:
        if not self.only_services and not is_free(read("BIND"), read("PORT")):
            raise RuntimeProblem(
                f"Port {read('PORT')} on {read('BIND')} is taken by another program. "
                f"Stop that program, or choose another port: PORT={read('PORT') + 1} make demo"
            )

    def _take(self, lock: Any) -> None:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            holder = json.loads(lock.read() or "{}")
            raise RuntimeProblem(
                f"Probata is running on {self.places.data} already (process {holder.get('pid', 'unknown')}, "
                f"{holder.get('address', 'unknown address')})."
            ) from None
        lock.truncate(0)
        lock.write(json.dumps({"pid": os.getpid(), "address": address()}))
        lock.flush()


def main(arguments: list[str]) -> int:
    """Run the site as the command line says."""
    parser = argparse.ArgumentParser(prog="manage.py up")
    parser.add_argument("--demo", action="store_true", help="load the demonstration project and show its logins")
    parser.add_argument("--only-services", action="store_true", help="start PostgreSQL and Redis and nothing else")
    options = parser.parse_args(arguments)
    return Supervisor(demo=options.demo, only_services=options.only_services).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
