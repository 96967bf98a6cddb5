"""Reading the codebook: labels as plain JSON, in the order of the tree, and found by what a client calls them."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from annotator.models import Codebook, Label

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def labels_of(project_id: UUID) -> QuerySet[Label]:
    """Every label of a project, archived ones too, by path."""
    return Label.objects.filter(project_id=project_id).order_by("path")


def codebook_version(project_id: UUID) -> int:
    """The version of the project's set of labels."""
    return Codebook.objects.filter(project_id=project_id).values_list("version", flat=True).first() or 1


def represent_label(label: Label) -> dict[str, Any]:
    """A label as the API and the workspace know it."""
    return {
        "id": label.id,
        "path": label.path,
        "name": label.name,
        "parent": label.parent_id,
        "colour": label.colour,
        "shortcut": label.shortcut,
        "definition": label.definition,
        "example": label.example,
        "position": label.position,
        "archived": label.archived_at is not None,
        "version": label.version,
    }


def represent_labels(labels: Iterable[Label]) -> list[dict[str, Any]]:
    """Several labels as plain JSON."""
    return [represent_label(label) for label in labels]


def in_tree_order(labels: Iterable[Label]) -> list[tuple[int, Label]]:
    """Labels with their depth, each parent before its children, siblings by position and then by name."""
    below: dict[UUID | None, list[Label]] = {}
    for label in labels:
        below.setdefault(label.parent_id, []).append(label)
    ordered: list[tuple[int, Label]] = []

    def visit(parent: UUID | None, depth: int) -> None:
        for label in sorted(below.get(parent, []), key=lambda child: (child.position, child.name)):
            ordered.append((depth, label))
            visit(label.id, depth + 1)

    visit(None, 0)
    return ordered


def is_id(text: str) -> bool:
    """Whether a client's word for a label is its id and not its path."""
    return _UUID.fullmatch(text) is not None


class LabelFinder:
    """The labels of one project by id and by full path, for many look-ups."""

    def __init__(self, rows: Iterable[tuple[UUID, str, bool]]) -> None:
        self._by_name: dict[str, tuple[UUID, str, bool]] = {}
        for row in rows:
            self._by_name[row[1]] = row
            self._by_name[str(row[0])] = row

    def find(self, name: str) -> tuple[UUID, str, bool] | None:
        """`(id, path, archived)` of the label called so by id or full path."""
        return self._by_name.get(name.lower() if is_id(name) else name)


def label_finder(project_id: UUID, names: Iterable[str] | None = None) -> LabelFinder:
    """A finder for the labels with these ids or paths, or for all of the project's, in one query."""
    statement = "SELECT id, path, archived_at IS NOT NULL FROM annotator_label WHERE project_id = %s"
    values: list[UUID | list[str]] = [project_id]
    if names is not None:
        wanted = set(names)
        if not wanted:
            return LabelFinder(())
        ids = [name for name in wanted if is_id(name)]
        statement += " AND (id = ANY(%s::uuid[]) OR path = ANY(%s::text[]))"
        values += [ids, list(wanted.difference(ids))]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return LabelFinder(cursor.fetchall())
