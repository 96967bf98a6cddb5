"""Exports over the API: asking, following, fetching, cancelling, removing, and who may."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from exchange.models import Export
from exchange.services import exports as services
from projects.models import Event, Job, Membership
from projects.vocabulary import Role, Tlp
from tests.exchange.conftest import Stage, export_row, run

ASKED = ["viewer", "annotator", "reviewer", "adjudicator", "manager"]


def files_of(export_id: str) -> list[Path]:
    """What lies in the storage for an export."""
    return [path for path in (Path(settings.MEDIA_ROOT) / "exports").glob(f"{export_id}/**/*") if path.is_file()]


@pytest.mark.parametrize("name", ASKED)
def test_every_member_exports_and_fetches_what_they_may_see(stage: Stage, name: str) -> None:
    made = stage.export(name)
    assert made.answer["status"] == "done"
    assert made.answer["progress"] == made.answer["total"] == 1
    assert [line["title"] for line in made.lines()] == ["A convoy"]
    response = made.fetch()
    assert response["Content-Type"] == "application/x-ndjson"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith('attachment; filename="desk-')


def test_an_export_begins_queued_and_has_no_file_until_it_is_done(stage: Stage) -> None:
    asked = stage.ask("viewer").json()
    assert (asked["status"], asked["tlp"], asked["manifest"], asked["file"]) == ("queued", "AMBER", None, None)
    client = stage.cast.client("viewer")
    early = client.get(f"/api/v1/exports/{asked['id']}/file")
    assert early.status_code == 409
    run(asked["id"])
    assert client.get(f"/api/v1/exports/{asked['id']}").json()["file"] == f"/api/v1/exports/{asked['id']}/file"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"format": "xml"}, "format"),
        ({"format": 7}, "format"),
        ({"tlp": "PURPLE"}, "tlp"),
        ({"filters": {"colour": ["red"]}}, "filters.colour"),
        ({"filters": []}, "filters"),
        ({"filters": "all"}, "filters"),
        ({"filters": {"labels": ["Nothing"]}}, "filters.labels"),
        ({"filters": {"labels": "Statement"}}, "filters.labels"),
        ({"filters": {"documents": ["x"]}}, "filters.documents"),
        ({"filters": {"documents": [{}]}}, "filters.documents"),
        ({"filters": {"documents": ["01890000-0000-7000-8000-000000000000"]}}, "filters.documents"),
        ({"filters": {"status": ["gone"]}}, "filters.status"),
        ({"filters": {"states": ["gone"]}}, "filters.states"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_made(stage: Stage, body: dict[str, object], field: str) -> None:
    answer = stage.ask("manager", **body)
    assert answer.status_code == 400, answer.content
    assert any(name.startswith(field) for name in answer.json()["errors"]), answer.json()
    assert not Export.objects.exists()
    assert not Job.objects.exists()


def test_nobody_exports_above_their_clearance(stage: Stage) -> None:
    Membership.objects.filter(id=stage.cast.memberships["reviewer"].id).update(clearance=Tlp.GREEN)
    assert stage.ask("reviewer", tlp="AMBER").status_code == 403
    assert stage.ask("reviewer", tlp="green").json()["tlp"] == "GREEN"
    assert stage.ask("reviewer").json()["tlp"] == "GREEN", "the default level lies within the clearance"


@pytest.mark.parametrize("name", [None, "outsider", "admin", "manager", "annotator2"])
def test_an_export_is_its_requesters_alone(stage: Stage, name: str | None) -> None:
    made = stage.export("annotator")
    other = stage.cast.client(name)
    address = f"/api/v1/exports/{made.answer['id']}"
    expected = 401 if name is None else 404
    assert other.get(address).status_code == expected
    assert other.get(f"{address}/file").status_code == expected
    assert other.post(f"{address}/cancel").status_code == expected
    assert other.delete(address).status_code == expected
    assert export_row(made).storage_name
    if name in {"manager", "annotator2"}:
        assert other.get(stage.cast.url("exports")).json()["results"] == []
    else:
        assert other.get(stage.cast.url("exports")).status_code == expected
        assert other.post(stage.cast.url("exports"), {"format": "jsonl"}, format="json").status_code == expected


def test_who_is_suspended_or_has_left_fetches_nothing(stage: Stage) -> None:
    made = stage.export("annotator")
    Membership.objects.filter(id=stage.cast.memberships["annotator"].id).update(suspended_at=timezone.now())
    assert made.fetch().status_code == 404
    Membership.objects.filter(id=stage.cast.memberships["annotator"].id).update(suspended_at=None)
    assert made.fetch().status_code == 200
    stage.cast.users["annotator"].is_active = False
    stage.cast.users["annotator"].save()
    assert made.fetch().status_code == 401


def test_an_export_asked_for_by_somebody_who_left_meanwhile_fails(stage: Stage) -> None:
    asked = stage.ask("annotator").json()
    Membership.objects.filter(id=stage.cast.memberships["annotator"].id).update(suspended_at=timezone.now())
    job = run(asked["id"])
    assert job.status == "failed"
    assert "no longer an active member" in job.errors[0]["detail"]
    assert files_of(asked["id"]) == []


@pytest.mark.parametrize("change", [{"clearance": Tlp.GREEN}, {"roles": [Role.VIEWER]}])
def test_who_was_lowered_has_to_ask_again(stage: Stage, change: dict[str, object]) -> None:
    Membership.objects.filter(id=stage.cast.memberships["reviewer"].id).update(
        roles=[Role.REVIEWER, Role.VIEWER], clearance=Tlp.RED
    )
    made = stage.export("reviewer")
    assert made.fetch().status_code == 200
    Membership.objects.filter(id=stage.cast.memberships["reviewer"].id).update(**change)
    refused = made.fetch()
    assert refused.status_code == 403
    assert "Ask for a new export" in refused.json()["detail"]


def test_a_cancelled_export_leaves_no_file(stage: Stage) -> None:
    asked = stage.ask("viewer").json()
    client = stage.cast.client("viewer")
    cancelled = client.post(f"/api/v1/exports/{asked['id']}/cancel")
    assert (cancelled.status_code, cancelled.json()["status"]) == (202, "cancelled")
    run(asked["id"])
    assert client.get(f"/api/v1/exports/{asked['id']}").json()["status"] == "cancelled"
    assert client.get(f"/api/v1/exports/{asked['id']}/file").status_code == 409
    assert files_of(asked["id"]) == []


def test_a_removed_export_is_gone_and_its_manifest_stays(stage: Stage) -> None:
    made = stage.export("viewer")
    assert len(files_of(made.answer["id"])) == len(made.manifest["parts"]) > 1
    assert made.client.delete(f"/api/v1/exports/{made.answer['id']}").status_code == 204
    assert made.fetch().status_code == 410
    assert files_of(made.answer["id"]) == []
    left = made.client.get(f"/api/v1/exports/{made.answer['id']}").json()
    assert left["file"] is None
    assert left["removed_at"] is not None
    assert left["manifest"]["parts"] == made.manifest["parts"]


def test_files_are_removed_when_they_expire_and_not_before(stage: Stage) -> None:
    made, later = stage.export("viewer"), stage.export("viewer")
    now = timezone.now()
    assert services.remove_expired(now=now) == 0
    Export.objects.filter(id=made.answer["id"]).update(expires_at=now - timedelta(seconds=1))
    assert made.fetch().status_code == 410, "expired, though the file still lies there"
    assert services.remove_expired(now=now) == 1
    assert services.remove_expired(now=now) == 0
    assert files_of(made.answer["id"]) == []
    assert made.fetch().status_code == 410
    assert later.fetch().status_code == 200


def test_a_range_of_the_file_can_be_fetched(stage: Stage) -> None:
    made = stage.export("viewer")
    whole = made.content()
    etag = made.fetch()["ETag"]
    part = made.fetch(HTTP_RANGE="bytes=5-24")
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 5-24/{len(whole)}")
    assert b"".join(part.streaming_content) == whole[5:25]
    tail = made.fetch(HTTP_RANGE="bytes=-7", HTTP_IF_RANGE=etag)
    assert b"".join(tail.streaming_content) == whole[-7:]
    other = made.fetch(HTTP_RANGE="bytes=5-24", HTTP_IF_RANGE='"another"')
    assert (other.status_code, b"".join(other.streaming_content)) == (200, whole)
    assert made.fetch(HTTP_RANGE=f"bytes={len(whole)}-").status_code == 416
    assert made.fetch(HTTP_RANGE="bytes=9-3").status_code == 416
    assert made.fetch(HTTP_RANGE="lines=1-2").status_code == 200


def test_an_unknown_part_is_not_found(stage: Stage) -> None:
    made = stage.export("viewer")
    assert made.fetch("claims").status_code == 200
    assert made.fetch("../documents").status_code == 404
    assert made.fetch("nothing").status_code == 404


def test_the_file_is_sent_whatever_the_client_would_rather_accept(stage: Stage) -> None:
    made = stage.export("viewer")
    assert made.fetch(HTTP_ACCEPT="application/x-ndjson").status_code == 200


def test_a_repeated_request_with_the_same_key_makes_one_export(stage: Stage) -> None:
    client = stage.cast.client("viewer")
    answers = [
        client.post(stage.cast.url("exports"), {"format": "jsonl"}, format="json", HTTP_IDEMPOTENCY_KEY="once")
        for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert Export.objects.count() == 1


def test_only_some_exports_of_one_person_wait_at_a_time(stage: Stage) -> None:
    answers = [stage.ask("viewer").status_code for _ in range(services.AT_ONCE + 1)]
    assert answers == [202] * services.AT_ONCE + [409]
    assert stage.ask("manager").status_code == 202


def test_requests_and_downloads_are_events_for_the_requester_and_managers(stage: Stage) -> None:
    made = stage.export("annotator")
    made.content()
    made.fetch(HTTP_RANGE="bytes=5-9").close()
    kinds = ["export.requested", "export.finished", "export.downloaded"]
    assert (
        list(Event.objects.filter(project=stage.cast.project).order_by("number").values_list("kind", flat=True))
        == kinds
    )
    from projects import policy

    for name in ["viewer", "annotator", "annotator2", "reviewer", "adjudicator", "manager"]:
        rows = Event.objects.filter(policy.visible(stage.cast.viewer(name), Event), project=stage.cast.project)
        seen = list(rows.order_by("number").values_list("kind", flat=True))
        assert seen == (kinds if name in {"annotator", "manager"} else []), name


def test_the_list_of_exports_takes_as_many_queries_for_many_as_for_one(
    stage: Stage, django_assert_max_num_queries: object
) -> None:
    made = stage.export("viewer")
    row = export_row(made)
    for _ in range(60):
        job = Job.objects.create(kind="exchange.export", project=stage.cast.project, status="done")
        Export.objects.create(
            job=job, project=row.project, user=row.user, participant_id=row.participant_id, format="jsonl", tlp=2
        )
    client = stage.cast.client("viewer")
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        assert len(client.get(stage.cast.url("exports")).json()["results"]) == 50


RANGES = ["bytes=0-99999999", "bytes=1-", "bytes=-7", "bytes=5-9", "bytes=0-", "lines=1-2", ""]


@pytest.mark.parametrize("range_", RANGES)
def test_a_download_is_recorded_whatever_range_it_begins_with(stage: Stage, range_: str) -> None:
    made = stage.export("annotator")
    for _again in range(2):
        made.fetch(**({"HTTP_RANGE": range_} if range_ else {})).close()
    made.fetch(HTTP_RANGE="bytes=5-").close()
    event = Event.objects.get(kind="export.downloaded")
    assert (event.actor_id, event.subject_id) == (stage.cast.participant("annotator").id, export_row(made).id)


def test_each_part_and_each_hour_of_a_download_is_recorded_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    made = stage.export("annotator")

    def recorded() -> list[str]:
        rows = Event.objects.filter(kind="export.downloaded").order_by("number")
        return [event.after["part"] for event in rows if event.after]

    for part in ("", "documents", "claims", "claims"):
        made.fetch(part, HTTP_RANGE="bytes=0-1").close()
    assert recorded() == ["documents", "claims"]
    monkeypatch.setattr(services, "ONE_DOWNLOAD", timedelta(0))
    made.fetch(HTTP_RANGE="bytes=5-").close()
    assert recorded() == ["documents", "claims", "documents"]


def test_asking_for_the_head_of_a_file_is_no_download(stage: Stage) -> None:
    made = stage.export("annotator")
    browser = Client()
    browser.force_login(stage.cast.users["annotator"])
    answer = browser.head(f"/projects/desk/exports/{made.answer['id']}/file")
    answer.close()
    assert answer.status_code == 200
    assert not Event.objects.filter(kind="export.downloaded").exists()
