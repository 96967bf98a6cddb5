"""The kinds of relation that a project knows: a first set with the project, then as its managers want them.

A kind is never deleted: relations keep pointing at it, archived or not.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from annotator.models import Codebook, RelationKind
from annotator.queries.relations import kinds_of, represent_kind
from projects import policy
from projects.errors import Invalid, NotFound, Stale
from projects.events import Change, Payload, change, register_reaction
from projects.viewers import Viewer

LONGEST_NAME = 60
LONGEST_DEFINITION = 2_000


def fill() -> None:
    """Give every new project the kinds that it begins with."""
    register_reaction("project.created", make_first_kinds)


def first_kinds() -> list[tuple[str, bool, str]]:
    """Name, whether it is symmetric, and definition of the kinds that a project begins with."""
    return [
        (_("supports"), False, _("What is said here is a reason to believe what is said there.")),
        (_("contradicts"), True, _("Both cannot be true.")),
        (_("gives context to"), False, _("What is said here is needed to understand what is said there.")),
        (_("continues"), False, _("A sentence that was broken off there goes on here.")),
        (
            _("repeats"),
            True,
            _("The same words again, perhaps changed: a caption, a pull quote, a copy. Not a second source."),
        ),
        (_("refers to"), False, _("A footnote, a citation or a word that points there.")),
    ]


def make_first_kinds(log: Change, event: Payload) -> None:
    """They come with the project, and its event stands for them."""
    RelationKind.objects.bulk_create(
        RelationKind(
            project_id=log.project_id,
            name=name,
            symmetric=symmetric,
            definition=definition,
            position=position,
            created_at=log.at,
        )
        for position, (name, symmetric, definition) in enumerate(first_kinds())
    )


def create_kind(*, by: Viewer, name: str, definition: str = "", symmetric: bool = False) -> RelationKind:
    """Add a kind after the others."""
    with change(project_id=by.project_id, by=by) as log:
        kinds = _locked(by)
        kind = RelationKind(project_id=by.project_id, symmetric=symmetric, created_at=log.at)
        _set_words(kind, {"name": name, "definition": definition}, kinds)
        kind.position = max((other.position for other in kinds.values()), default=-1) + 1
        kind.save(force_insert=True)
        log.add("relation_kind.created", subject=kind.id, after=represent_kind(kind))
    return kind


def change_kind(*, by: Viewer, kind_id: UUID, expected: int, fields: Mapping[str, Any]) -> RelationKind:
    """Change what `fields` names: name, definition, archived. Changing nothing is no change."""
    with change(project_id=by.project_id, by=by) as log:
        kinds = _locked(by)
        kind = kinds.get(kind_id)
        if kind is None:
            raise NotFound()
        if kind.version != expected:
            raise Stale(represent_kind(kind))
        before = represent_kind(kind)
        _set_words(kind, fields, kinds)
        if "archived" in fields:
            kind.archived_at = (kind.archived_at or log.at) if fields["archived"] else None
        if represent_kind(kind) != before:
            kind.version += 1
            kind.save(update_fields=["name", "definition", "archived_at", "version"])
            log.add("relation_kind.changed", subject=kind.id, before=before, after=represent_kind(kind))
    return kind


def _locked(by: Viewer) -> dict[UUID, RelationKind]:
    """Lock the codebook, ask the policy, and return every kind."""
    Codebook.objects.get_or_create(project_id=by.project_id)
    Codebook.objects.select_for_update().get(project_id=by.project_id)
    policy.require(by, "codebook.edit")
    return {kind.id: kind for kind in kinds_of(by.project_id)}


def _set_words(kind: RelationKind, fields: Mapping[str, Any], kinds: Mapping[UUID, RelationKind]) -> None:
    errors: dict[str, Any] = {}
    if "name" in fields:
        kind.name = " ".join(fields["name"].split())
        if not kind.name or len(kind.name) > LONGEST_NAME or not kind.name.isprintable():
            errors["name"] = _("Write a name of at most %(n)d printable characters.") % {"n": LONGEST_NAME}
        elif any(other.name == kind.name for other in kinds.values() if other.id != kind.id):
            errors["name"] = _("There is a kind of relation “%(name)s” already.") % {"name": kind.name}
    if "definition" in fields:
        kind.definition = fields["definition"].strip()
        if len(kind.definition) > LONGEST_DEFINITION:
            errors["definition"] = _("Use at most %(n)d characters.") % {"n": LONGEST_DEFINITION}
    if errors:
        raise Invalid(errors)
