"""How fast documents with marks are imported and indexed, beside a bare COPY of the same rows.

    python -m benchmarks.import_speed [--documents 10000] [--marks 20]

Makes a project of its own in the configured database, runs the job in this process and prints JSON. Processor seconds
of the database are told where it runs on this machine. The floor is what PostgreSQL needs to take in the same rows into
tables without keys and indexes. Searches are timed afterwards, without HTTP.
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any
from uuid import UUID

_TABLES = {
    "sources_document": "project_id = '{project}'",
    "sources_revision": "project_id = '{project}'",
    "sources_section": "project_id = '{project}'",
    "annotator_annotation": "project_id = '{project}'",
    "annotator_anchor": "project_id = '{project}'",
    "projects_event": "project_id = '{project}'",
}
_PIECE = 1 << 20


def floor(project: UUID) -> float:
    """Seconds for a bare COPY of the rows of a project into tables without keys."""
    from django.db import connection, transaction

    seconds = 0.0
    with transaction.atomic(), connection.cursor() as cursor:
        for table, condition in _TABLES.items():
            rows = f"SELECT * FROM {table} WHERE {condition.format(project=project)}"
            cursor.execute(f"CREATE TEMP TABLE bare_{table} (LIKE {table}) ON COMMIT DROP")
            with TemporaryFile() as file:
                with cursor.copy(f"COPY ({rows}) TO STDOUT") as taken:
                    for piece in taken:
                        file.write(piece)
                file.seek(0)
                started = time.perf_counter()
                with cursor.copy(f"COPY bare_{table} FROM STDIN") as given:
                    while data := file.read(_PIECE):
                        given.write(data)
                seconds += time.perf_counter() - started
    return seconds


def database_seconds() -> float | None:
    """Processor seconds of the server's processes that work for this database or have ended, where they can be seen."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        pids = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT pg_backend_pid()")
        (own,) = cursor.fetchone()
    try:
        server = int(_status(own)[1])
        ended = sum(map(int, _status(server)[13:15]))
    except OSError:
        return None
    return (ended + sum(_ticks(pid) for pid in pids)) / os.sysconf("SC_CLK_TCK")


def _status(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _ticks(pid: int) -> int:
    try:
        return sum(map(int, _status(pid)[11:13]))
    except OSError:
        return 0


def timed(work: Callable[[], Any]) -> dict[str, Any]:
    """Seconds of the clock and of the processor for one piece of work in this process."""
    database = database_seconds()
    started, used = time.perf_counter(), time.process_time()
    work()
    found: dict[str, Any] = {
        "seconds": round(time.perf_counter() - started, 2),
        "processor_seconds_of_the_worker": round(time.process_time() - used, 2),
    }
    if database is not None:
        found["processor_seconds_of_the_database"] = round((database_seconds() or 0.0) - database, 2)
    return found


def measure(documents: int, marks: int, length: int) -> dict[str, Any]:
    """Import a file of documents, index them, search in them."""
    from benchmarks.filling import fill
    from benchmarks.steps import write_lines
    from projects import jobs
    from projects.viewers import find_viewer
    from sources.models import Import
    from sources.queries.imports import represent_import
    from sources.queries.search import chosen_kinds, search
    from sources.services.imports import start_import
    from sources.services.indexing import follow_log
    from sources.services.statistics import refresh_statistics
    from sources.services.storing import keep_stream

    project, manager = fill(0)
    viewer = find_viewer(manager.user, project_id=project.id)
    jobs.send = lambda job_id: True  # this process runs the job itself
    with TemporaryDirectory() as folder:
        path = Path(folder) / "benchmark.jsonl"
        write_lines(path, documents, length, marks)
        size = path.stat().st_size
        with path.open("rb") as source:
            record = start_import(by=viewer, files=[keep_stream(path.name, source)])
    imported = timed(lambda: jobs.run(record.id))
    made = represent_import(Import.objects.select_related("job", "participant").get(id=record.id))
    if made["status"] != "done" or made["documents"] != documents:
        raise SystemExit(f"the import ended {made['status']} with {made['documents']} documents: {made['errors'][:3]}")

    def index() -> None:
        refresh_statistics()
        while follow_log(project.id):
            pass

    indexed = timed(index)
    refresh_statistics()
    searches = {}
    for words in ("valley", "convoy bridge", f"report {documents // 2}", '"gas line"', "outlets -mission"):
        taken = []
        for _ in range(15):
            started = time.perf_counter()
            search(viewer, words, chosen_kinds(""))
            taken.append((time.perf_counter() - started) * 1000)
        searches[words] = round(statistics.median(taken), 1)
    return {
        "benchmark": "import",
        "documents": documents,
        "marks": documents * marks,
        "megabytes": round(size / 1e6, 1),
        "import": imported,
        "index": {**indexed, "documents_per_second": round(documents / max(indexed["seconds"], 0.01))},
        "search_p50_ms": searches,
        "floor_copy_seconds": round(floor(project.id), 2),
    }


def main() -> None:
    """Read the arguments, set Django up, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--marks", type=int, default=20)
    parser.add_argument("--length", type=int, default=6000)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    print(json.dumps(measure(given.documents, given.marks, given.length)))


if __name__ == "__main__":
    main()
