"""The stretches of a text that marks need, out of the sections in which it is stored."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from annotator.fragments import Fragment, Sections

LONGEST_SECTION = 8000


def sections_around(revision: UUID, stretches: Iterable[Fragment]) -> Sections:
    """The sections of a text that hold these stretches of it."""
    conditions: list[str] = []
    values: list[Any] = [revision]
    for start, end in _merged(stretches):
        conditions.append("(start > %s AND start < %s)")
        values += [start - LONGEST_SECTION, end]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT start, text FROM sources_section WHERE revision_id = %s AND ({' OR '.join(conditions)})",  # noqa: S608
            values,
        )
        return Sections(cursor.fetchall())


def _merged(stretches: Iterable[Fragment]) -> list[Fragment]:
    """Stretches that lie within a section's length of one another as one."""
    merged: list[Fragment] = []
    for start, end in sorted(stretches):
        if merged and start - merged[-1][1] < LONGEST_SECTION:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
