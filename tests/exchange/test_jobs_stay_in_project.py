"""An export or import points at a job of its own project: the database itself refuses any other."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations import Migration
from django.db.migrations.operations import RunSQL

from exchange.models import Export
from projects.models import Job
from sources.models import Import
from tests.cast import Cast, gather

pytestmark = pytest.mark.django_db

MIGRATIONS = [
    "projects.migrations.0004_jobs_in_project",
    "sources.migrations.0007_job_in_project",
    "exchange.migrations.0003_job_in_project",
]


def _export(cast: Cast, job: Job) -> Export:
    own = {"user": cast.users["manager"], "participant": cast.participant("manager")}
    return Export.objects.create(project=cast.project, job=job, format="jsonl", tlp=0, **own)


def _import(cast: Cast, job: Job) -> Import:
    return Import.objects.create(project=cast.project, job=job, participant=cast.participant("manager"))


def _refused(write: Callable[[], Any]) -> bool:
    said = ""
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        said = str(error)
    return "job_id_in_project" in said


def _point(table: str, row: Any, job: Job) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET job_id = %s WHERE id = %s", [job.pk, row.pk])


@pytest.mark.parametrize(("make", "table"), [(_export, "exchange_export"), (_import, "sources_import")])
def test_neither_a_job_of_another_project_nor_one_of_the_site_can_be_pointed_at(make: Any, table: str) -> None:
    here, there = gather(), gather("other", "other-")
    jobs = {
        "own": Job.objects.create(project=here.project, kind="x"),
        "spare": Job.objects.create(project=here.project, kind="x"),
        "foreign": Job.objects.create(project=there.project, kind="x"),
        "site": Job.objects.create(kind="x"),
    }
    row = make(here, jobs["own"])
    for name in ("foreign", "site"):
        assert _refused(lambda name=name: _point(table, row, jobs[name]))  # type: ignore[misc]
        assert _refused(lambda name=name: make(here, jobs[name]))  # type: ignore[misc]
    assert not _refused(lambda: _point(table, row, jobs["spare"]))


@pytest.mark.parametrize("name", MIGRATIONS)
def test_the_keys_come_and_go_without_waiting_long_for_a_lock(name: str) -> None:
    made: Migration = import_module(name).Migration("name", "app")
    first, *_rest, last = made.operations
    for operation in (first, last):
        assert isinstance(operation, RunSQL)
        assert "lock_timeout" in str(operation.sql)
        assert operation.sql == operation.reverse_sql
    assert all(operation.reversible for operation in made.operations)
