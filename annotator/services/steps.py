"""Several operations on the marks of one document as one: all of them or none, in one transaction.

Steps are taken in their order, each on what those before it left; marks that are made one after another are written in
one statement. Every step asks what the single operation asks and leaves the same event.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from uuid import UUID

from annotator.marks import Step
from annotator.queries.annotations import Row
from annotator.queries.labels import LabelFinder, label_finder
from annotator.services.annotations import create_held
from annotator.services.checks import Problems
from annotator.services.edits import change_held, delete_held, restore_held
from annotator.services.holding import Held, hold_marks
from projects import policy
from projects.errors import Problem
from projects.events import change
from projects.viewers import Viewer


def take_steps(*, by: Viewer, document: UUID, steps: Sequence[Step]) -> list[Row]:
    """Take the steps, all or none; the mark that each left. The problem of one that fails carries its `index`."""
    with change(project_id=by.project_id, by=by) as log:
        policy.require(by, "annotation.create")
        ids = {step.annotation for step in steps if step.annotation is not None}
        held = hold_marks(by=by, log=log, ids=ids, document=document)
        finder = label_finder(by.project_id, {step.edit.label for step in steps if step.edit and step.edit.label})
        rows: list[Row] = []
        for creates, run in groupby(steps, key=lambda step: step.kind == "create"):
            if creates:
                rows += _create(held, list(run), len(rows))
            else:
                for step in run:
                    rows.append(_take(held, step, finder, len(rows)))
    return rows


@contextmanager
def _numbered(number: int) -> Iterator[None]:
    """Says of a problem which step it is the problem of."""
    try:
        yield
    except Problem as problem:
        problem.extra.setdefault("index", number)
        raise


def _create(held: Held, steps: Sequence[Step], first: int) -> list[Row]:
    marks = [step.mark for step in steps if step.mark is not None]
    made = create_held(held.by, held.place, marks, held.log, Problems(many=True, first=first))
    held.rows.update({row.id: row for row in made})
    return made


def _take(held: Held, step: Step, finder: LabelFinder, number: int) -> Row:
    with _numbered(number):
        assert step.annotation is not None
        row = held.row(step.annotation, step.version, deleted=step.kind == "restore")
        if step.kind == "restore":
            return restore_held(held, row)
        if step.kind == "delete":
            return delete_held(held, row)
        assert step.edit is not None
        problems = Problems(many=True, first=number)
        return change_held(held, row, step.edit, finder, problems)
