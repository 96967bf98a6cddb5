"""The main job over HTTP, from the demonstration as it is installed: a new project, texts, marks, a claim, an export.

Every step is one that a program could make with a token of the person whose step it is.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.conf import settings
from django.core.management import call_command

from config.demo.material import FOLDER
from tests.processes import WebProcess, WorkerProcess, eventually

pytestmark = pytest.mark.django_db(transaction=True)

SLUG = "over-http"
PEOPLE = {
    "annotator": ["annotator"],
    "annotator2": ["annotator"],
    "reviewer": ["reviewer"],
    "reviewer2": ["reviewer"],
    "reviewer3": ["reviewer"],
    "adjudicator": ["adjudicator"],
    "viewer": ["viewer"],
}
FOR, AGAINST = "Both texts say so in their own words.", "The second only repeats the first, I hold."


@pytest.fixture(scope="module")
def _demo_site(django_db_setup: None) -> Iterator[WebProcess]:
    """The site as `make demo` sets it: whoever manages a project may create one."""
    web = WebProcess(name="web-demo", environment={"PROJECT_CREATORS": "managers"})
    yield web
    web.stop()


class Desk:
    """People with tokens of their own, asking the site."""

    def __init__(self, url: str, logins: dict[str, Any]) -> None:
        self.client = httpx.Client(base_url=f"{url}/api/v1", timeout=30)
        self.names = {role: login["username"] for role, login in logins.items()}
        self.tokens = {}
        for role, login in logins.items():
            answer = self.client.post("/auth/token", json=login)
            assert answer.status_code == 200, (role, answer.text)
            self.tokens[role] = answer.json()["token"]

    def ask(self, who: str, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.tokens[who]}"}
        return self.client.request(method, path, headers=headers, **options)

    def do(self, who: str, method: str, path: str, **options: Any) -> Any:
        """One step that has to succeed; its JSON."""
        answer = self.ask(who, method, path, **options)
        assert 200 <= answer.status_code < 300, (who, method, path, answer.status_code, answer.text)
        return answer.json() if answer.content else None

    def done(self, who: str, path: str) -> Any:
        """A job's record when the job has ended."""
        eventually(lambda: self.do(who, "GET", path)["status"] == "done", seconds=60, what=f"the end of {path}")
        return self.do(who, "GET", path)


@pytest.fixture
def desk(_demo_site: WebProcess, transactional_db: None, celery_worker_process: WorkerProcess) -> Iterator[Desk]:
    call_command("demo", stdout=io.StringIO())
    logins = json.loads((Path(settings.DATA_DIR) / "demo-logins.json").read_text())
    _demo_site.start()
    made = Desk(_demo_site.url, logins["users"])
    assert len(made.do("manager", "GET", f"/projects/{logins['project']}/documents")["results"]) >= 6
    yield made
    made.client.close()


def _place(text: str, words: str) -> dict[str, Any]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "exact": words}


def test_the_main_job_over_http_from_the_demonstration_on(desk: Desk) -> None:
    # A manager of the demonstration opens a project, its codebook and its team, and brings the texts.
    manage = partial(desk.do, "manager")
    assert desk.ask("annotator", "POST", "/projects", json={"name": "No"}).status_code == 403
    project = manage("POST", "/projects", json={"name": "Over HTTP", "slug": SLUG})
    assert project["roles"] == ["manager"]
    below = f"/projects/{SLUG}"
    for name, roles in PEOPLE.items():
        manage("POST", f"{below}/members", json={"username": desk.names[name], "roles": roles, "clearance": "AMBER"})
    labels = {name: manage("POST", f"{below}/labels", json={"name": name})["id"] for name in ("Claim", "Source")}
    files = sorted(FOLDER.glob("0*.txt"))[:5]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in files[1:]:
            archive.write(file, file.name)
    uploads = [("files", (files[0].name, files[0].read_bytes())), ("files", ("rest.zip", packed.getvalue()))]
    started = manage("POST", f"{below}/imports", files=uploads)
    ended = desk.done("manager", f"/imports/{started['id']}")
    assert (ended["documents"], ended["refused"]) == (5, 0)
    documents = manage("GET", f"{below}/documents?limit=50")["results"]
    assert {row["file_name"] for row in documents} == {files[0].name, *(f"rest.zip/{file.name}" for file in files[1:])}
    assert desk.ask("outsider", "GET", f"{below}/documents").status_code == 404

    # Two annotators mark, neither seeing the other's until they have finished.
    first, second = documents[0], documents[1]
    texts = {row["id"]: desk.ask("annotator", "GET", f"/documents/{row['id']}/text").text for row in (first, second)}
    words = {id_: text[slice(*_words_of(text))] for id_, text in texts.items()}
    marks = {
        who: desk.do(
            who,
            "POST",
            f"/documents/{first['id']}/annotations",
            json={"label": labels["Claim"], **_place(texts[first["id"]], words[first["id"]])},
        )
        for who in ("annotator", "annotator2")
    }
    of_first = f"/documents/{first['id']}/annotations"
    assert [row["id"] for row in desk.do("annotator2", "GET", of_first)["results"]] == [marks["annotator2"]["id"]]
    for who in marks:
        desk.do(who, "POST", f"/documents/{first['id']}/finish")
    assert {row["id"] for row in desk.do("annotator2", "GET", of_first)["results"]} == {
        mark["id"] for mark in marks.values()
    }

    # A reviewer draws a claim from two documents; two reviewers judge it blind; it is decided, with the dissent kept.
    claim = desk.do(
        "reviewer",
        "POST",
        f"{below}/claims",
        json={
            "statement": "What the first text says is borne out by the second.",
            "kind": "fact",
            "evidence": [
                {"annotation": marks["annotator"]["id"], "stance": "states"},
                {"document": second["id"], "stance": "supports", **_place(texts[second["id"]], words[second["id"]])},
            ],
        },
    )
    verdicts = f"/claims/{claim['id']}/verdicts"
    own = {"decision": "approve", "finding": "supported", "credibility": 2, "rationale": FOR}
    assert desk.ask("reviewer", "POST", verdicts, json=own).status_code == 403
    desk.do("reviewer2", "POST", verdicts, json=own)
    assert desk.do("reviewer3", "GET", verdicts) == {"hidden": True, "results": []}
    desk.do("reviewer3", "POST", verdicts, json=own | {"finding": "uncorroborated", "rationale": AGAINST})
    assert {row["rationale"] for row in desk.do("reviewer3", "GET", verdicts)["results"]} == {FOR, AGAINST}
    assert desk.ask("viewer", "GET", f"/claims/{claim['id']}").status_code == 404
    decision = {"finding": "supported", "decision": "approve", "credibility": 2, "rationale": "Two origins."}
    desk.do(
        "adjudicator",
        "POST",
        f"/claims/{claim['id']}/adjudication",
        json=decision | {"dissent": "One sees one origin."},
    )
    assert desk.do("viewer", "GET", f"/claims/{claim['id']}")["state"] == "decided"

    # A program exports the lot.
    asked = manage("POST", f"{below}/exports", json={"format": "jsonl", "tlp": "AMBER"})
    made = desk.done("manager", f"/exports/{asked['id']}")
    rows = {part["name"]: _lines(desk, asked["id"], part["name"]) for part in made["manifest"]["parts"]}
    exported = [row for part in rows.values() for row in part]
    texts_out = {row["file_name"]: row["text"] for row in exported if "text" in row and "file_name" in row}
    assert len(texts_out) == 5
    found = {
        (mark["annotator"], row["text"][mark["start"] : mark["end"]])
        for row in exported
        for mark in row.get("annotations", [])
    }
    assert found == {(desk.names[who], words[first["id"]]) for who in marks}
    (told,) = [row for row in exported if row.get("statement") == claim["statement"]]
    assert (told["state"], told["finding"]) == ("decided", "supported")
    assert {row["rationale"] for row in told["verdicts"]} == {FOR, AGAINST}
    assert told["adjudications"][0]["dissent"] == "One sees one origin."

    # An administrator adds somebody, and suspends them: their token stops at once.
    account = desk.do("admin", "POST", "/users", json={"username": "newcomer", "name": "New Comer"})
    assert account["username"] == "newcomer"
    annotator = next(
        row for row in desk.do("admin", "GET", "/users")["results"] if row["username"] == desk.names["annotator"]
    )
    assert desk.ask("annotator", "GET", "/me").status_code == 200
    desk.do("admin", "PATCH", f"/users/{annotator['id']}", json={"suspended": True})
    assert desk.ask("annotator", "GET", "/me").status_code == 401


def _words_of(text: str) -> tuple[int, int]:
    """Start and end of some whole words in the middle of a text, in code points."""
    start = text.index(" ", len(text) // 2) + 1
    end = text.index(" ", start + 25)
    return start, end


def _lines(desk: Desk, export: str, part: str) -> list[dict[str, Any]]:
    answer = desk.ask("manager", "GET", f"/exports/{export}/file?part={part}")
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines() if line.startswith("{")]
