"""Changing the codebook. Every change raises its version and leaves an event for each label it touched.

The codebook's row is locked first, so changes of one project's labels happen one after another. A label is never
deleted: marks keep pointing at it, archived or not.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator import names
from annotator.colours import palette
from annotator.models import Codebook, Label
from annotator.queries.labels import labels_of, represent_label
from projects import policy
from projects.errors import Invalid, NotFound, Stale
from projects.events import Change, change
from projects.viewers import Viewer

LONGEST_TEXT = 10_000


def create_label(
    *,
    by: Viewer,
    name: str,
    parent: UUID | str | None = None,
    colour: str = "",
    definition: str = "",
    example: str = "",
    shortcut: str = "",
    position: int | None = None,
) -> Label:
    """Add a label below its parent, at the end of its siblings unless a position is given."""
    with change(project_id=by.project_id, by=by) as log:
        labels = _locked(by)
        errors: dict[str, Any] = {}
        above = _parent(labels, parent, errors)
        label = Label(project_id=by.project_id, parent=above, version=1)
        fields = {"name": name, "definition": definition, "example": example, "shortcut": shortcut}
        _set_words(label, fields, labels, errors)
        if colour:
            _set_colour(label, colour, errors)
        else:
            label.colour = names.next_colour(palette(), [other.colour for other in labels.values()])
        if not errors.keys() & {"name", "parent"}:
            label.path = names.joined(above.path if above else "", label.name)
            _check_path(label, label.path, labels, errors)
        if errors:
            raise Invalid(errors)
        label.position = _last_position(labels, label.parent_id) + 1
        label.save(force_insert=True)
        labels[label.id] = label
        if position is not None:
            _place(label, position, labels)
        _raise_version(by)
        log.add("label.created", subject=label.id, after=payload(label, labels))
    return label


def change_label(*, by: Viewer, label_id: UUID, expected: int, fields: Mapping[str, Any]) -> Label:
    """Change what `fields` names: name, parent, colour, definition, example, shortcut, position, archived."""
    with change(project_id=by.project_id, by=by) as log:
        labels = _locked(by)
        label = labels.get(label_id)
        if label is None:
            raise NotFound()
        if label.version != expected:
            raise Stale(represent_label(label))
        before = {row.id: payload(row, labels) for row in (label, *_below(label, labels))}
        errors: dict[str, Any] = {}
        if "parent" in fields:
            label.parent = _new_parent(label, fields["parent"], labels, errors)
        if "archived" in fields:
            _set_archived(label, bool(fields["archived"]), labels, log, errors)
        _set_words(label, fields, labels, errors)
        if "colour" in fields:
            _set_colour(label, fields["colour"], errors)
        path = names.joined(label.parent.path if label.parent else "", label.name)
        if not errors.keys() & {"name", "parent"} and path != label.path:
            _check_path(label, path, labels, errors)
        if errors:
            raise Invalid(errors)
        if before[label.id]["parent"] != _text(label.parent_id):
            label.position = _last_position(labels, label.parent_id, leaving_out=label.id) + 1
        moved = _rename_tree(label, path, labels)
        if "position" in fields:
            _place(label, fields["position"], labels)
        _store(log, [label, *moved], labels, before, by)
    return label


def archive_label(*, by: Viewer, label_id: UUID, expected: int) -> Label:
    """Take a label, and those below it, out of use. Marks that carry them keep them."""
    return change_label(by=by, label_id=label_id, expected=expected, fields={"archived": True})


def payload(label: Label, labels: Mapping[UUID, Label]) -> dict[str, Any]:
    """A label as events keep it, with the order of its siblings."""
    siblings = sorted(
        (other for other in labels.values() if other.parent_id == label.parent_id), key=lambda other: other.position
    )
    plain = {**represent_label(label), "order": [str(other.id) for other in siblings]}
    return {**plain, "id": str(label.id), "parent": _text(label.parent_id)}


def _text(value: UUID | None) -> str | None:
    return str(value) if value else None


def _locked(by: Viewer) -> dict[UUID, Label]:
    """Lock the codebook, ask the policy, and return every label with its parent at hand."""
    Codebook.objects.get_or_create(project_id=by.project_id)
    Codebook.objects.select_for_update().get(project_id=by.project_id)
    policy.require(by, "codebook.edit")
    labels = {label.id: label for label in labels_of(by.project_id)}
    for label in labels.values():
        label.parent = labels[label.parent_id] if label.parent_id else None
    return labels


def _raise_version(by: Viewer) -> None:
    Codebook.objects.filter(project_id=by.project_id).update(version=F("version") + 1)


def _parent(labels: Mapping[UUID, Label], given: UUID | str | None, errors: dict[str, Any]) -> Label | None:
    if given is None:
        return None
    word = str(given)
    found = next((row for row in labels.values() if word in (str(row.id), row.path)), None)
    if found is None:
        errors["parent"] = _("There is no label “%(name)s” in this project.") % {"name": word[:100]}
    elif found.archived_at is not None:
        errors["parent"] = _("“%(path)s” is archived. Restore it first, or choose another.") % {"path": found.path}
    return found


def _new_parent(
    label: Label, given: UUID | str | None, labels: Mapping[UUID, Label], errors: dict[str, Any]
) -> Label | None:
    if given is not None and label.parent is not None and str(given) in (str(label.parent_id), label.parent.path):
        return label.parent
    above = _parent(labels, given, errors)
    step = above
    while step is not None:
        if step.id == label.id:
            errors["parent"] = _("A label cannot lie below itself.")
            return label.parent
        step = step.parent
    return above


_NAME_FAULTS = {
    "empty": gettext_lazy("Write a name."),
    "long": gettext_lazy("Use at most 100 characters."),
    "slash": gettext_lazy("A name holds no “/”: it separates a label from the one above it."),
    "control": gettext_lazy("A name holds no line breaks, tabs or other control characters."),
}


def _set_words(label: Label, fields: Mapping[str, Any], labels: Mapping[UUID, Label], errors: dict[str, Any]) -> None:
    if "name" in fields:
        try:
            label.name = names.settled_name(fields["name"])
        except names.UnusableName as fault:
            errors["name"] = _NAME_FAULTS[str(fault)]
    for name in ("definition", "example"):
        text = fields.get(name)
        if text is None:
            continue
        if len(text) > LONGEST_TEXT:
            errors[name] = _("Use at most 10,000 characters.")
        elif "\0" in text:
            errors[name] = _("NUL characters cannot be kept.")
        else:
            setattr(label, name, text.strip())
    if "shortcut" in fields or ("archived" in fields and label.archived_at is None):
        _set_shortcut(label, fields.get("shortcut", label.shortcut), labels, errors)


def _set_shortcut(label: Label, given: str, labels: Mapping[UUID, Label], errors: dict[str, Any]) -> None:
    key = names.settled_shortcut(given)
    if key is None:
        errors["shortcut"] = _("Use one letter or digit.")
        return
    label.shortcut = key
    if not key or label.archived_at is not None:
        return
    holder = next((x for x in labels.values() if x.shortcut == key and not x.archived_at and x.id != label.id), None)
    if holder is not None:
        errors["shortcut"] = _("“%(path)s” has this key already.") % {"path": holder.path}


def _set_colour(label: Label, given: str, errors: dict[str, Any]) -> None:
    colour = names.settled_colour(given)
    if colour is None:
        errors["colour"] = _("Write a colour as #rrggbb, such as #0930ca.")
    else:
        label.colour = colour


def _check_path(label: Label, path: str, labels: Mapping[UUID, Label], errors: dict[str, Any]) -> None:
    other = next((row for row in labels.values() if row.path == path and row.id != label.id), None)
    longest = max((len(row.path) for row in _below(label, labels)), default=len(label.path)) - len(label.path)
    if other is not None and other.archived_at is not None:
        errors["name"] = _("An archived label is called “%(path)s” already. Restore it instead.") % {"path": path}
    elif other is not None:
        errors["name"] = _("There is a label “%(path)s” already.") % {"path": path}
    elif len(path) + max(0, longest) > names.LONGEST_PATH:
        errors["name"] = _("The full name, with those above it, is over 500 characters.")


def _below(label: Label, labels: Mapping[UUID, Label]) -> list[Label]:
    """Every label under this one, at any depth."""
    found: list[Label] = []
    level = {label.id}
    while level:
        children = [row for row in labels.values() if row.parent_id in level]
        found.extend(children)
        level = {row.id for row in children}
    return found


def _set_archived(
    label: Label, archived: bool, labels: Mapping[UUID, Label], log: Change, errors: dict[str, Any]
) -> None:
    if archived:
        for row in (label, *_below(label, labels)):
            row.archived_at = row.archived_at or log.at
    elif label.parent is not None and label.parent.archived_at is not None:
        errors["archived"] = _("“%(path)s” above it is archived. Restore that first.") % {"path": label.parent.path}
    else:
        label.archived_at = None


def _rename_tree(label: Label, path: str, labels: Mapping[UUID, Label]) -> list[Label]:
    """Give the label its path and those below it theirs; return those below."""
    below = _below(label, labels)
    for row in below:
        row.path = path + row.path[len(label.path) :]
    label.path = path
    return below


def _last_position(labels: Mapping[UUID, Label], parent_id: UUID | None, leaving_out: UUID | None = None) -> int:
    siblings = (row.position for row in labels.values() if row.parent_id == parent_id and row.id != leaving_out)
    return max(siblings, default=-1)


def _place(label: Label, position: int, labels: Mapping[UUID, Label]) -> None:
    """Put the label at this place among its siblings and number them anew."""
    siblings = [row for row in labels.values() if row.parent_id == label.parent_id and row.id != label.id]
    siblings.sort(key=lambda row: (row.position, row.name))
    siblings.insert(min(max(0, position), len(siblings)), label)
    for number, row in enumerate(siblings):
        row.position = number
    Label.objects.bulk_update(siblings, ["position"])


def _store(
    log: Change, touched: list[Label], labels: Mapping[UUID, Label], before: Mapping[UUID, Any], by: Viewer
) -> None:
    """Write the labels that differ from before, each with its event; one raise of the codebook's version for all."""
    changed = [row for row in touched if payload(row, labels) != before[row.id]]
    for row in changed:
        row.version += 1
    if not changed:
        return
    # Paths may be handed on inside one tree, so those below are written after the label that names them.
    for row in changed:
        row.save(
            update_fields=[
                "parent", "name", "path", "colour", "definition", "example", "shortcut", "position", "archived_at",
                "version",
            ]
        )  # fmt: skip
    _raise_version(by)
    for row in changed:
        was, now = before[row.id], payload(row, labels)
        kind = "label.changed"
        if was["archived"] != now["archived"]:
            kind = "label.archived" if now["archived"] else "label.restored"
        log.add(kind, subject=row.id, before=was, after=now)
