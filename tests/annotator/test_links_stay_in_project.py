"""No mark points out of its project: the database itself refuses, whoever writes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from annotator.models import Anchor, Annotation, Label
from tests.annotator.conftest import Stage, make_stage
from tests.cast import NOBODY, make_mark

LINKS = [
    (Annotation, "document_id", lambda other: other.document.id),
    (Annotation, "label_id", lambda other: other.label.id),
    (Annotation, "author_id", lambda other: other.cast.participant("annotator").id),
    (Anchor, "annotation_id", lambda other: other.mark.id),
    (Anchor, "revision_id", lambda other: other.document.current_revision_id),
    (Anchor, "decided_by_id", lambda other: other.cast.participant("annotator").id),
    (Label, "parent_id", lambda other: other.label.id),
]


def _refused(write: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            write()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(("model", "column", "foreign"), LINKS, ids=[column for _model, column, _foreign in LINKS])
def test_no_row_is_made_or_changed_to_point_out_of_its_project(
    stage: Stage, model: Any, column: str, foreign: Callable[[Any], Any]
) -> None:
    other: Any = make_stage("other", "other-")
    other.mark = make_mark(other.document, other.cast.participant("annotator"), other.label)
    mark = make_mark(stage.document, stage.cast.participant("annotator"), stage.label)
    row = {Annotation: mark, Anchor: Anchor.objects.get(annotation=mark), Label: stage.nested}[model]
    for wrong in (foreign(other), NOBODY):
        assert _refused(lambda wrong=wrong: model.objects.filter(pk=row.pk).update(**{column: wrong}))  # type: ignore[misc]
        copy = model.objects.get(pk=row.pk)
        setattr(copy, column, wrong)
        copy.pk = None if model is Anchor else copy._meta.pk.get_default()
        if model is Label:
            copy.path = "Elsewhere"
        assert _refused(lambda copy=copy: copy.save(force_insert=True))  # type: ignore[misc]
    assert not _refused(lambda: model.objects.filter(pk=row.pk).update(**{column: getattr(row, column)}))


def test_among_many_new_rows_one_that_points_out_refuses_all(stage: Stage) -> None:
    other = make_stage("other", "other-")
    mark = make_mark(stage.document, stage.cast.participant("annotator"), stage.label)
    rows = [Annotation.objects.get(pk=mark.pk) for _ in range(50)]
    for row in rows:
        row.pk = row._meta.pk.get_default()
    rows[37].label_id = other.label.id
    assert _refused(lambda: Annotation.objects.bulk_create(rows))
    rows[37].label_id = stage.nested.id
    assert not _refused(lambda: Annotation.objects.bulk_create(rows))
