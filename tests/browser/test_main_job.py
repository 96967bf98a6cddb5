"""From texts to a decision, as the people of a desk do it: in browsers of their own, and over the API.

It runs on the texts of the demonstration, and on those of `shared/corpus` beside the checkout where that folder is.
"""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from config.demo.material import FOLDER
from config.runtime.places import CHECKOUT
from tests.browser.main_job import PEOPLE, MainJob, passages
from tests.browsing import Browsing
from tests.cast import PASSWORD
from tests.processes import WebProcess, WorkerProcess

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CORPUS = CHECKOUT.parent / "shared" / "corpus"
MATERIAL = {"demonstration": sorted(FOLDER.glob("0*.txt"))[:5]}
if CORPUS.is_dir():
    MATERIAL["corpus"] = sorted(CORPUS.glob("*.txt"))[:5]

FOR = "Both texts say so in their own words."
AGAINST = "The second text only repeats the first, I hold."


@pytest.fixture(scope="module")
def _open_site(django_db_setup: None) -> Iterator[WebProcess]:
    """A site on which everybody may create projects."""
    web = WebProcess(name="web-open", environment={"PROJECT_CREATORS": "everyone"})
    yield web
    web.stop()


@pytest.fixture
def open_site(_open_site: WebProcess, transactional_db: None) -> WebProcess:
    _open_site.start()
    return _open_site


@pytest.mark.parametrize("files", MATERIAL.values(), ids=MATERIAL.keys())
def test_the_main_job_in_the_browser(
    files: list[Path], chromium: Browser, open_site: WebProcess, celery_worker_process: WorkerProcess
) -> None:
    assert len(files) == 5
    browsing = Browsing(chromium, open_site.url)
    job = MainJob(browsing, files)
    job.open_accounts()

    job.create_project()
    job.add_people()
    job.write_codebook()
    job.import_texts()

    first, second = files[0].name, files[1].name
    of_first, of_second = passages(job.texts[first], 3), passages(job.texts[second], 2)
    marked = {
        "annotator": {first: {of_first[0]: "Claim", of_first[1]: "Claim/Figure"}, second: {of_second[0]: "Source"}},
        "annotator2": {first: {of_first[0]: "Claim", of_first[2]: "Source"}},
    }
    job.mark("annotator", marked["annotator"])
    job.mark("annotator2", {first: marked["annotator2"][first]}, sees_after=[*marked["annotator"][first]])

    statement = "What the first text says is borne out by the second."
    titles = {file: document.title for file, document in job.documents().items()}
    evidence = {of_first[0]: (titles[first], "states"), of_second[0]: (titles[second], "supports")}
    job.draw_claim("reviewer", statement, evidence)
    job.judge("reviewer2", statement, "supported", "2", FOR)
    job.sees_nothing_of("reviewer3", FOR)
    job.judge("reviewer3", statement, "uncorroborated", "3", AGAINST)
    for name in ("reviewer2", "reviewer3"):
        page = job.page(name)
        page.goto(job.url(f"claims/{job.claim}"))
        expect(page.get_by_text(FOR)).to_be_visible()
        expect(page.get_by_text(AGAINST)).to_be_visible()
    job.decide(
        statement, "supported", "2", "Two origins, the second independent.", "One reviewer sees one origin only."
    )

    exported = job.export("manager", PASSWORD)
    assert {row["file_name"]: row["text"] for row in exported["documents"]} == job.texts
    found = {
        (row["file_name"], mark["annotator"], mark["label"], row["text"][mark["start"] : mark["end"]])
        for row in exported["documents"]
        for mark in row["annotations"]
    }
    assert found == {
        (file, name, label, words)
        for name, marks in marked.items()
        for file, wanted in marks.items()
        for words, label in wanted.items()
    }
    (claim,) = exported["claims"]
    assert (claim["statement"], claim["state"], claim["finding"]) == (statement, "decided", "supported")
    assert {(row["quote"], row["stance"]) for row in claim["evidence"]} == {
        (words, stance) for words, (_title, stance) in evidence.items()
    }
    assert {(row["author"], row["finding"], row["rationale"], row["informed"]) for row in claim["verdicts"]} == {
        ("reviewer2", "supported", FOR, False),
        ("reviewer3", "uncorroborated", AGAINST, False),
    }
    (decided,) = claim["adjudications"]
    assert (decided["author"], decided["outcome"]) == ("adjudicator", "decided")
    assert decided["rationale"] == "Two origins, the second independent."
    assert decided["dissent"] == "One reviewer sees one origin only."
    assert decided["dissenting"] == [row["id"] for row in claim["verdicts"] if row["author"] == "reviewer3"]

    browsing.expect_fault("status of (401|403|404|410)")
    guest = job.invite("newcomer")
    token = httpx.post(f"{open_site.url}/api/v1/auth/token", json={"username": "newcomer", "password": PASSWORD})
    headers = {"Authorization": f"Bearer {token.json()['token']}"}
    assert httpx.get(f"{open_site.url}/api/v1/me", headers=headers).status_code == 200
    job.suspend("newcomer")
    assert httpx.get(f"{open_site.url}/api/v1/me", headers=headers).status_code == 401
    guest.goto("/account")
    expect(guest.get_by_role("heading", name="Sign in")).to_be_visible()

    assert set(job.pages) == {"manager", "admin", *PEOPLE}
    browsing.close()
    assert browsing.unexpected() == []
