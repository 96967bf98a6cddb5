"""Who sees a job, stops it, and starts it again."""

from typing import Any

import pytest

from projects import jobs
from projects.models import Event, Job
from tests.cast import NOBODY, Cast, gather

pytestmark = pytest.mark.django_db

Handler = Any


@pytest.fixture(autouse=True)
def handlers(monkeypatch: pytest.MonkeyPatch) -> dict[str, Handler]:
    """Handlers of these tests only, and nothing sent to the broker."""
    registered: dict[str, Handler] = {}
    monkeypatch.setattr(jobs, "_HANDLERS", registered)
    monkeypatch.setattr(jobs, "_AFTERWARDS", {})
    monkeypatch.setattr(jobs, "_ONCE", set())
    return registered


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The ids of jobs that would have been sent."""
    ids: list[Any] = []
    monkeypatch.setattr(jobs, "send", lambda id: ids.append(id) or True)
    return ids


def make(kind: str = "test", **fields: Any) -> Job:
    return Job.objects.create(kind=kind, **fields)


def fresh(job: Job) -> Job:
    return Job.objects.get(id=job.id)


@pytest.fixture
def cast() -> Cast:
    return gather()


def test_a_job_is_shown_to_whoever_asked_for_it_managers_and_administrators(
    cast: Cast, handlers: dict[str, Handler]
) -> None:
    job = make(project=cast.project, requested_by=cast.users["annotator"], errors=[{"file": "a.txt", "detail": "no"}])
    for name, status in {
        "annotator": 200,
        "manager": 200,
        "admin": 200,
        "annotator2": 404,
        "reviewer": 404,
        "outsider": 404,
    }.items():
        response = cast.client(name).get(f"/api/v1/jobs/{job.id}")
        assert response.status_code == status, name
        if status == 200:
            assert ("a.txt" in response.content.decode()) is (name != "admin")
    assert cast.client().get(f"/api/v1/jobs/{job.id}").status_code == 401
    assert cast.client("admin").get(f"/api/v1/jobs/{NOBODY}").status_code == 404


def test_who_may_see_a_job_may_stop_it_and_start_it_again_and_the_log_says_who(
    cast: Cast, handlers: dict[str, Handler], sent: list[Any]
) -> None:
    handlers["test"] = lambda run: None
    job = make(project=cast.project, requested_by=cast.users["annotator"])
    assert cast.client("annotator2").post(f"/api/v1/jobs/{job.id}/cancel").status_code == 404
    assert cast.client("annotator").post(f"/api/v1/jobs/{job.id}/cancel").json()["status"] == "cancelled"
    assert cast.client("annotator").post(f"/api/v1/jobs/{job.id}/cancel").json()["status"] == "cancelled"
    assert cast.client("admin").post(f"/api/v1/jobs/{job.id}/retry").json()["status"] == "queued"
    assert cast.client("manager").post(f"/api/v1/jobs/{job.id}/retry").status_code == 409
    assert list(Event.objects.order_by("number").values_list("kind", "actor_name")) == [
        ("job.cancelled", "annotator"),
        ("job.retried", "admin"),
    ]


def test_whoever_left_the_project_no_longer_sees_the_job_they_asked_for(cast: Cast) -> None:
    job = make(project=cast.project, requested_by=cast.users["annotator"])
    client = cast.client("annotator")
    cast.memberships["annotator"].delete()
    assert client.get(f"/api/v1/jobs/{job.id}").status_code == 404


def test_the_list_of_all_jobs_is_for_administrators(cast: Cast) -> None:
    make(project=cast.project, status="failed", errors=[{"file": "a.txt", "detail": "x"}])
    make(status="done")
    assert cast.client("manager").get("/api/v1/jobs").status_code == 403
    client = cast.client("admin")
    assert len(client.get("/api/v1/jobs").json()["results"]) == 2
    (failed,) = client.get("/api/v1/jobs?status=failed").json()["results"]
    assert "a.txt" not in str(failed)
    assert client.get("/api/v1/jobs?status=x").status_code == 400
