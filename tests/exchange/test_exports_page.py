"""The page of exports: the form, the rows that follow their jobs, and the buttons."""

import pytest
from django.test import Client

from exchange.models import Export
from projects.models import Membership
from projects.vocabulary import Tlp
from tests.exchange.conftest import Stage, export_row, run

PAGE = "/projects/desk/exports"


def browser(stage: Stage, name: str) -> Client:
    """A signed-in browser without scripts."""
    client = Client()
    client.force_login(stage.cast.users[name])
    return client


def test_asking_on_the_page_makes_an_export_and_says_so(full: Stage) -> None:
    client = browser(full, "reviewer")
    assert "No exports yet" in client.get(PAGE).content.decode()
    form = {"format": "jsonl", "tlp": "AMBER", "labels": ["Statement"], "states": ["in_review"]}
    answer = client.post(PAGE, form, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    page = answer.content.decode()
    assert "The export is being made." in page
    export = Export.objects.get()
    assert export.filters["states"] == ["in_review"]
    assert f'hx-get="{PAGE}/{export.id}"' in page
    run(str(export.id))
    row = client.get(f"{PAGE}/{export.id}", HTTP_HX_REQUEST="true").content.decode()
    assert "hx-get" not in row, "a finished row asks no more"
    assert f"{PAGE}/{export.id}/file?part=claims" in row
    assert export_row_sha(export) in row
    fetched = client.get(f"{PAGE}/{export.id}/file?part=claims")
    assert fetched["Content-Disposition"].startswith("attachment")
    assert b"A convoy crossed the bridge." in b"".join(fetched.streaming_content)  # type: ignore[attr-defined]


def export_row_sha(export: Export) -> str:
    """The digest of the first part."""
    export.refresh_from_db()
    return str(export.manifest["parts"][0]["sha256"])


def test_only_levels_within_the_clearance_are_offered_and_accepted(stage: Stage) -> None:
    Membership.objects.filter(id=stage.cast.memberships["viewer"].id).update(clearance=Tlp.GREEN)
    client = browser(stage, "viewer")
    page = client.get(PAGE).content.decode()
    assert "TLP:GREEN" in page
    assert "TLP:AMBER" not in page
    assert client.post(PAGE, {"format": "jsonl", "tlp": "AMBER"}).status_code == 400
    assert not Export.objects.exists()


def test_an_export_is_cancelled_and_removed_on_the_page(stage: Stage) -> None:
    client = browser(stage, "viewer")
    asked = stage.ask("viewer").json()["id"]
    assert "is being cancelled" in client.post(f"{PAGE}/{asked}/cancel", follow=True).content.decode()
    assert "Cancelled" in client.get(f"{PAGE}/{asked}", HTTP_HX_REQUEST="true").content.decode()
    made = stage.export("viewer")
    address = f"{PAGE}/{made.answer['id']}"
    assert "The file was removed." in client.post(f"{address}/remove", follow=True).content.decode()
    assert export_row(made).storage_name == ""
    assert client.get(f"{address}/file").status_code == 410
    assert client.get(address, follow=True).redirect_chain == [(PAGE, 302)]


@pytest.mark.parametrize("name", ["outsider", "admin"])
def test_the_page_does_not_exist_for_outsiders(stage: Stage, name: str) -> None:
    made = stage.export("manager")
    client = browser(stage, name)
    for address in (PAGE, f"{PAGE}/{made.answer['id']}", f"{PAGE}/{made.answer['id']}/file"):
        assert client.get(address).status_code == 404
    for action in ("cancel", "remove"):
        assert client.post(f"{PAGE}/{made.answer['id']}/{action}").status_code == 404


def test_another_members_export_does_not_exist_for_a_manager(stage: Stage) -> None:
    made = stage.export("annotator")
    client = browser(stage, "manager")
    assert made.answer["id"] not in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}/{made.answer['id']}/file").status_code == 404
    assert client.post(f"{PAGE}/{made.answer['id']}/remove").status_code == 404


def test_nobody_reaches_the_page_without_signing_in(stage: Stage) -> None:
    answer = Client().get(PAGE)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={PAGE}")


def test_the_page_takes_as_many_queries_for_many_exports_as_for_one(
    stage: Stage, django_assert_max_num_queries: object
) -> None:
    row = export_row(stage.export("viewer"))
    client = browser(stage, "viewer")
    client.get(PAGE)
    from projects.models import Job

    for _ in range(30):
        job = Job.objects.create(kind="exchange.export", project=stage.cast.project, status="done")
        Export.objects.create(
            job=job, project=row.project, user=row.user, participant_id=row.participant_id, format="jsonl", tlp=2
        )
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        assert client.get(PAGE).status_code == 200
