"""Imported names with marks, for tests: as an import leaves them, and mapped over the API as a manager does it."""

from typing import Any

from annotator.models import Annotation, Label
from projects.events import change
from projects.models import Participant
from sources.models import Document
from tests.annotator.conftest import Stage
from tests.cast import Cast, make_mark


def bring(cast: Cast, document: Document, label: Label, name: str = "A. Reader", **fields: Any) -> Annotation:
    """A mark that came with an import under a name, and the event that says so."""
    author, _made = Participant.objects.get_or_create(project=cast.project, kind="name", name=name)
    mark = make_mark(document, author, label, **fields)
    with change(project_id=cast.project.id, by=cast.viewer("manager")) as log:
        log.add(
            "annotations.imported",
            subject=document.id,
            document=document.id,
            author=author.id,
            secrecy=mark.secrecy,
            tlp=document.tlp,
            after={"author_name": name, "count": 1, "ids": [str(mark.id)]},
        )
    return mark


def bring_to(stage: Stage, name: str = "A. Reader", **fields: Any) -> Annotation:
    """The same on the stage's document."""
    return bring(stage.cast, stage.document, stage.label, name, **fields)


def patch(stage: Stage, mark: Annotation, member: str | None, by: str = "manager", version: int = 0) -> Any:
    """The answer to mapping the name of a mark to a member of the cast, or to nobody."""
    name = Participant.objects.get(id=mark.author_id)
    body = {"member": str(stage.cast.memberships[member].id) if member else None}
    headers = {"If-Match": f'"{version or name.version}"'}
    return stage.client(by).patch(f"/api/v1/imported-names/{name.id}", body, format="json", headers=headers)


def map_to(stage: Stage, mark: Annotation, member: str | None, by: str = "manager") -> dict[str, Any]:
    """Map it, which has to succeed; the name as it is then."""
    answer = patch(stage, mark, member, by)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


__all__ = ["bring", "bring_to", "map_to", "patch"]
