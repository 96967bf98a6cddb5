"""A large project written straight into the database, for benchmarks of one part alone."""

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from annotator.models import Codebook, Label
from benchmarks.texts import make_text
from projects.ids import new_id
from projects.models import EventCounter, Membership, Participant, Project
from projects.vocabulary import Role, Tlp

_DOCUMENTS = """
INSERT INTO sources_document (id, project_id, title, authors, published, language, url, file_name, metadata, tlp,
    version, created_at, current_revision_id)
SELECT d.id, %(project)s, 'Report ' || d.n, '{}', '2024-04', 'en', '', '', '{}', 2, 1, now(), d.revision
FROM unnest(%(ids)s::uuid[], %(revisions)s::uuid[]) WITH ORDINALITY AS d (id, revision, n)
"""
_REVISIONS = """
INSERT INTO sources_revision (id, project_id, document_id, number, length, sha256, reader, warnings, created_at)
SELECT d.revision, %(project)s, d.id, 1, %(length)s, repeat('0', 64), 'text', '[]', now()
FROM unnest(%(ids)s::uuid[], %(revisions)s::uuid[]) AS d (id, revision)
"""
_ANNOTATIONS = """
INSERT INTO annotator_annotation (id, project_id, document_id, label_id, author_id, layer, secrecy, tlp, note,
    attributes, version, created_at, updated_at)
SELECT gen_random_uuid(), %(project)s, d.id, (%(labels)s::uuid[])[1 + m %% %(label_count)s],
    (%(people)s::uuid[])[1 + m %% 3], 'person', 'mark', 2, '', '{}', 1, now(), now()
FROM unnest(%(ids)s::uuid[]) AS d (id), generate_series(0, %(marks)s - 1) AS m
"""
_ANCHORS = """
INSERT INTO annotator_anchor (project_id, annotation_id, revision_id, starts, ends, quote, prefix, suffix, grade)
SELECT a.project_id, a.id, d.current_revision_id, ARRAY[20 + n * 290], ARRAY[60 + n * 290], repeat('q', 40),
    repeat('p', 32), repeat('s', 32), 'exact'
FROM (SELECT *, (row_number() OVER (PARTITION BY document_id ORDER BY id) - 1)::int AS n FROM annotator_annotation
    WHERE project_id = %(project)s) a JOIN sources_document d ON d.id = a.document_id
"""


def fill(documents: int, *, length: int = 6000, marks: int = 20) -> tuple[Project, Membership]:
    """A project with documents of `length` characters and `marks` marks each by three people, and its manager."""
    with transaction.atomic():
        project = Project.objects.create(slug=f"benchmark-{new_id().hex[-12:]}", name="Benchmark")
        EventCounter.objects.create(project=project)
        Codebook.objects.create(project=project)
        labels = [
            Label.objects.create(project=project, name=f"Label {n}", path=f"Label {n}", colour="#0930ca").id
            for n in range(10)
        ]
        names = [Participant.objects.create(project=project, kind="name", name=f"Reader {n}").id for n in range(3)]
        user = get_user_model().objects.create(username=project.slug, password="!")
        participant = Participant.objects.create(project=project, kind="user", user=user, name=user.username)
        manager = Membership.objects.create(
            project=project, user=user, participant=participant, roles=[Role.MANAGER], clearance=Tlp.RED
        )
        ids = [new_id() for _ in range(documents)]
        values: dict[str, Any] = {
            "project": project.id,
            "ids": ids,
            "revisions": [new_id() for _ in range(documents)],
            "length": length,
            "labels": labels,
            "label_count": len(labels),
            "people": names,
            "marks": marks,
        }
        with connection.cursor() as cursor:
            cursor.execute(_DOCUMENTS, values)
            cursor.execute(_REVISIONS, values)
            _copy_sections(cursor, project.id, values["revisions"], length)
            cursor.execute(_ANNOTATIONS, values)
            cursor.execute(_ANCHORS, values)
    return project, manager


def _copy_sections(cursor: Any, project: UUID, revisions: list[UUID], length: int) -> None:
    columns = "project_id, revision_id, number, start, text, blocks, language"
    with cursor.copy(f"COPY sources_section ({columns}) FROM STDIN") as copy:
        for number, revision in enumerate(revisions):
            text = make_text(number, length)
            for index, start in enumerate(range(0, length, 8000)):
                copy.write_row((project, revision, index, start, text[start : start + 8000], "[]", "en"))


def analyse() -> None:
    """Let the planner know of the new rows, as autovacuum would."""
    with connection.cursor() as cursor:
        for table in ("sources_document", "sources_revision", "sources_section"):
            cursor.execute(f"ANALYZE {table}")
        for table in ("annotator_annotation", "annotator_anchor"):
            cursor.execute(f"ANALYZE {table}")
