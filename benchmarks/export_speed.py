"""How fast an export is made, and with how much memory, beside a bare COPY of the same rows.

    python -m benchmarks.export_speed [--documents 10000] [--format jsonl]

Fills a project of its own in the configured database, runs the job in this process and prints JSON. The floor is what
PostgreSQL needs to hand over the same columns, and a client to write them to a file, with no policy and no JSON.
"""

import argparse
import gc
import json
import os
import time
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

_FLOOR = (
    """COPY (SELECT d.id, d.title, d.metadata, s.text FROM sources_document d
        JOIN sources_section s ON s.revision_id = d.current_revision_id WHERE d.project_id = '{project}'
        ORDER BY d.id, s.number) TO STDOUT""",
    """COPY (SELECT a.id, a.document_id, l.path, p.name, c.starts, c.ends, a.note, a.attributes, a.created_at
        FROM annotator_annotation a JOIN annotator_anchor c ON c.annotation_id = a.id
        JOIN annotator_label l ON l.id = a.label_id JOIN projects_participant p ON p.id = a.author_id
        WHERE a.project_id = '{project}' ORDER BY a.document_id, a.id) TO STDOUT""",
)


def floor(project: UUID) -> float:
    """Seconds for a bare COPY of the rows of an export to a file."""
    from django.db import connection

    started = time.perf_counter()
    with TemporaryFile() as file, connection.cursor() as cursor:
        for statement in _FLOOR:
            with cursor.copy(statement.format(project=project)) as copy:
                for piece in copy:
                    file.write(piece)
    return time.perf_counter() - started


def measure(documents: int, marks: int, length: int, name: str) -> dict[str, Any]:
    """Fill a project, export it, and say what it took."""
    from benchmarks.filling import analyse, fill
    from benchmarks.memory import Peak
    from exchange.models import Export
    from exchange.services.exports import remove_export, request_export
    from projects import jobs
    from projects.viewers import find_viewer

    project, manager = fill(documents, length=length, marks=marks)
    analyse()
    viewer = find_viewer(manager.user, project_id=project.id)
    jobs.send = lambda job_id: True  # this process runs the job itself
    warm = request_export(by=viewer, format=name, base_url="http://127.0.0.1", filters={"labels": ["Label 0"]})
    del warm
    export = request_export(by=viewer, format=name, base_url="http://127.0.0.1")
    gc.collect()
    with Peak([os.getpid()]) as peak:
        started, used = time.perf_counter(), time.process_time()
        jobs.run(export.id)
        seconds, used = time.perf_counter() - started, time.process_time() - used
    made = Export.objects.select_related("job").get(id=export.id)
    if made.job.status != "done":
        raise SystemExit(f"the export ended {made.job.status}: {made.job.errors}")
    remove_export(by=viewer, export=made)
    return {
        "benchmark": "export",
        "format": name,
        "seconds": round(seconds, 2),
        "processor_seconds_of_the_worker": round(used, 2),
        "megabytes_above_idle": round(peak.above_idle / 1e6, 1),
        "megabytes_written": round(made.size / 1e6, 1),
        "counts": made.manifest["counts"],
        "floor_copy_seconds": round(floor(project.id), 2),
    }


def main() -> None:
    """Read the arguments, set Django up, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--marks", type=int, default=20)
    parser.add_argument("--length", type=int, default=6000)
    parser.add_argument("--format", default="jsonl")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    print(json.dumps(measure(given.documents, given.marks, given.length, given.format)))


if __name__ == "__main__":
    main()
