"""Every figure of the product as it runs, over HTTP, as one line of JSON.

    make demo                                  (in one terminal)
    .venv/bin/python -m benchmarks.run         (in another)

Makes a project of its own with 10,000 documents of 6,000 characters and 200,000 marks by three people, and leaves it
there. Only addresses of this machine are accepted, and after `--minutes` it gives up. Nothing else should run then.
"""

import argparse
import json
import os
import platform
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import steps
from benchmarks.client import Client, sign_in
from benchmarks.processes import find_product

CHECKOUT = Path(__file__).resolve().parents[1]


def say(line: str) -> None:
    """Tell the person at the terminal how far it is."""
    print(f"{time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)


def sign_in_browser(base_url: str, username: str, password: str) -> Client:
    """A client with the session of a browser."""
    browser = Client(base_url)
    page = browser.ask("GET", "/accounts/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.body.decode())
    if token is None:
        raise RuntimeError("the sign-in page has no form")
    browser.cookie = "; ".join(re.findall(r"csrftoken=[^;]+", page.cookies))
    form = f"csrfmiddlewaretoken={token[1]}&login={username}&password={password}".encode()
    head = browser.head("POST", "/accounts/login/", len(form), "application/x-www-form-urlencoded")
    head = head[:-2] + f"Origin: {base_url}\r\nReferer: {base_url}/accounts/login/\r\n\r\n".encode()
    answer = browser.send(head + form)
    if answer.status != 302:
        raise RuntimeError(f"signing in was answered {answer.status}")
    session = re.search(r"sessionid=[^;]+", answer.cookies)
    if session is None:
        raise RuntimeError("signing in gave no session")
    browser.cookie = session[0]
    return browser


def set_stage(logins: dict[str, Any], data: Path, deadline: float) -> steps.Stage:
    """A new project with labels and an annotator."""
    users, base_url = logins["users"], logins["base_url"]
    manager = sign_in(base_url, users["manager"]["username"], users["manager"]["password"])
    annotator = sign_in(base_url, users["annotator"]["username"], users["annotator"]["password"])
    slug = f"benchmark-{int(time.time())}"
    manager.post("projects", {"name": "Benchmark", "slug": slug})
    manager.post(f"projects/{slug}/members", {"username": users["annotator"]["username"], "role": "annotator"})
    for label in steps.LABELS:
        manager.post(f"projects/{slug}/labels", {"name": label})
    return steps.Stage(slug, manager, annotator, find_product(data), deadline)


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    models = re.findall(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())
    return {
        "processor": models[0] if models else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gigabytes": round(int(memory[1]) / 1e6, 1) if memory else None,
        "load_before": os.getloadavg()[0],
        "python": platform.python_version(),
        "kernel": platform.release(),
    }


def measure(given: argparse.Namespace, logins: dict[str, Any]) -> dict[str, Any]:
    """All figures, in the order in which a project grows."""
    deadline = time.monotonic() + given.minutes * 60
    found: dict[str, Any] = {"machine": machine(), "documents": given.documents, "marks": given.marks}
    stage = set_stage(logins, given.data, deadline)

    def take(name: str, measured: Callable[[], Any]) -> None:
        if given.only and name not in {"import", *given.only}:
            return
        if time.monotonic() > deadline:
            found[name] = "not measured: the time was up"
            return
        say(name)
        before = stage.product.processor_seconds()
        found[name] = measured()
        used = stage.product.processor_seconds()
        found[name]["processor_seconds"] = {part: round(used[part] - before[part], 2) for part in used}

    found["memory_at_rest_pss_megabytes"] = stage.product.memory()
    with TemporaryDirectory() as folder:
        lines = Path(folder) / "benchmark.jsonl"
        steps.write_lines(lines, given.documents, 6000, given.marks)
        take("import", lambda: steps.import_file(stage, lines))
    take("index", lambda: steps.index_lag(stage, given.documents))
    time.sleep(given.rest)
    stage.documents = stage.manager.get(f"projects/{stage.slug}/documents?page_size=50")["results"]
    manager = logins["users"]["manager"]
    browser = sign_in_browser(logins["base_url"], manager["username"], manager["password"])
    take("documents_page", lambda: steps.documents_page(stage))
    take("documents_html", lambda: steps.documents_html(stage, browser))
    take("search", lambda: steps.search(stage))
    take("create_mark_1_client", lambda: steps.create_marks(stage, 1, 300))
    take("create_mark_16_clients", lambda: steps.create_marks(stage, 16, 60))
    take("export_jsonl", lambda: steps.export(stage, "jsonl"))
    take("export_web_annotation", lambda: steps.export(stage, "web_annotation"))
    found["memory_afterwards_pss_megabytes"] = stage.product.memory()
    return found


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("DATA_DIR") or CHECKOUT / "var"))
    parser.add_argument(
        "--logins", type=Path, help="the file of logins; demo-logins.json in the data folder if missing"
    )
    parser.add_argument("--base-url", help="the product's address; the one in the file of logins if missing")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--marks", type=int, default=20, help="on each document")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--rest", type=float, default=5, help="seconds of quiet after the import")
    parser.add_argument("--only", nargs="*", help="names of figures; the import is always made")
    given = parser.parse_args()
    logins = json.loads((given.logins or given.data / "demo-logins.json").read_text())
    if given.base_url:
        logins["base_url"] = given.base_url.rstrip("/")
    print(json.dumps(measure(given, logins)))


if __name__ == "__main__":
    main()
