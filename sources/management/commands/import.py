"""Import files and folders from the command line."""
# ruff: noqa: N999 (the module is named as the command)

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from projects import jobs
from projects.errors import NotFound, Problem
from projects.models import Job, Membership, User
from projects.viewers import Viewer, find_viewer
from projects.vocabulary import Role
from sources.archives import shown_name
from sources.intake import FORMATS
from sources.queries.imports import find_import, represent_import
from sources.services.imports import start_import
from sources.services.storing import StoredFile, keep_stream


class Command(BaseCommand):
    """`manage.py import <slug> <paths…>`: the same job as an upload, run here unless a worker is quicker."""

    help = "Import texts, web pages, Word documents, mail, JSON Lines, tables, ZIPs and folders of them into a project."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the project's address")
        parser.add_argument("paths", nargs="+", type=Path, help="files and folders")
        parser.add_argument(
            "--as", dest="username", default="", help="the manager to import as; the first one if left out"
        )
        parser.add_argument("--format", choices=FORMATS, default="auto", help="how to read the files")

    def handle(self, *args: Any, **options: Any) -> None:
        viewer = self._viewer(options["slug"], options["username"])
        files = [self._keep(name, path) for root in options["paths"] for name, path in _files(root)]
        if not files:
            raise CommandError("There are no files at these paths.")
        try:
            record = start_import(by=viewer, files=files, read_as=options["format"])
        except Problem as problem:
            raise CommandError(str(problem.detail)) from None
        jobs.run(record.id)
        self._wait(viewer, record.id)

    def _viewer(self, slug: str, username: str) -> Viewer:
        managers = Membership.objects.filter(
            project__slug=slug, roles__contains=[Role.MANAGER], suspended_at__isnull=True, user__is_active=True
        )
        first = managers.select_related("user").order_by("created_at").first()
        user = User.objects.filter(username__iexact=username).first() if username else None
        if not username and first is not None:
            user = first.user
        try:
            if user is None:
                raise NotFound
            return find_viewer(user, slug=slug)
        except NotFound:
            raise CommandError(f"There is no project {slug} with such a manager.") from None

    def _keep(self, name: str, path: Path) -> StoredFile:
        try:
            with path.open("rb") as source:
                return keep_stream(shown_name(name), source)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None

    def _wait(self, viewer: Viewer, record_id: Any) -> None:
        while True:
            record = find_import(viewer.project_id, record_id)
            assert record is not None
            if record.job.finished:
                break
            time.sleep(0.5)
        found = represent_import(record)
        for error in found["errors"]:
            where = f"{error['file']}:{error['line']}" if error["line"] else error["file"]
            self.stderr.write(f"{where}: {error['detail']}")
        self.stdout.write(f"{found['documents']} documents imported, {found['refused']} refused.")
        if record.job.status != Job.Status.DONE:
            raise CommandError(f"The import ended as {record.job.status}.")


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    """Each file with the name it is shown by: its path below the folder that was named."""
    if root.is_file():
        yield root.name, root
    elif root.is_dir():
        for path in sorted(root.rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                yield str(path.relative_to(root.parent)), path
    else:
        raise CommandError(f"There is nothing at {root}.")
