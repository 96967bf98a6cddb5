"""Relations between documents: added by hand, confirmed, dismissed, turned round, renamed, taken away."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from projects import policy
from projects.errors import Conflict, Invalid, NotFound, Stale
from projects.events import Change, change
from projects.viewers import Viewer
from projects.vocabulary import Secrecy
from sources.models import SUGGESTION, Document, DocumentRelation
from sources.queries.documents import visible_documents
from sources.queries.relations import represent_document_relation, visible_relations, with_titles

_NOTE_AT_MOST = 2000


def add_document_relation(*, by: Viewer, source: UUID, target: UUID, kind: str, note: str = "") -> DocumentRelation:
    """Relate a document to the one it comes from, as confirmed: a person says so."""
    policy.require(by, "document_relation.decide")
    if kind not in DocumentRelation.Kind.values:
        raise Invalid({"kind": _kinds()})
    if source == target:
        raise Invalid({"target": _("Relate two documents, not one to itself.")})
    note = _checked(note)
    with change(project_id=by.project_id, by=by) as log:
        documents = _lock_documents(by, source, target)
        row = DocumentRelation(
            project_id=by.project_id,
            source=documents[source],
            target=documents[target],
            source_revision_id=documents[source].current_revision_id,
            target_revision_id=documents[target].current_revision_id,
            kind=kind,
            state=DocumentRelation.State.CONFIRMED,
            secrecy=Secrecy.OPEN,
            tlp=max(document.tlp for document in documents.values()),
            note=note,
            decided_by_id=by.participant_id,
            decided_at=log.at,
            created_at=log.at,
        )
        _save(row, force_insert=True)
        return record(log, "document_relation.added", row.id)


def confirm_document_relation(
    *, by: Viewer, relation_id: UUID, version: int, kind: str = "", turned: bool = False, note: str | None = None
) -> DocumentRelation:
    """Say that a relation holds; its kind and its direction can be put right in the same step."""
    return _decide(by, relation_id, version, DocumentRelation.State.CONFIRMED, kind=kind, turned=turned, note=note)


def dismiss_document_relation(
    *, by: Viewer, relation_id: UUID, version: int, note: str | None = None
) -> DocumentRelation:
    """Say that a relation does not hold; the two are not suggested again."""
    return _decide(by, relation_id, version, DocumentRelation.State.DISMISSED, note=note)


def change_document_relation(
    *, by: Viewer, relation_id: UUID, version: int, kind: str = "", turned: bool = False, note: str | None = None
) -> DocumentRelation:
    """Put the kind, the direction or the note right, and leave the state as it is."""
    return _decide(by, relation_id, version, "", kind=kind, turned=turned, note=note)


def delete_document_relation(*, by: Viewer, relation_id: UUID, version: int) -> None:
    """Take a relation away. Its row stays, and the two are not suggested again."""
    with change(project_id=by.project_id, by=by) as log:
        row = _lock(by, relation_id, version)
        before = represent_document_relation(row, passages=False)
        row.deleted_at = log.at
        row.version += 1
        row.save(update_fields=["deleted_at", "version"])
        record(log, "document_relation.deleted", row.id, before)


def _decide(
    by: Viewer,
    relation_id: UUID,
    version: int,
    state: str,
    *,
    kind: str = "",
    turned: bool = False,
    note: str | None = None,
) -> DocumentRelation:
    if kind and kind not in DocumentRelation.Kind.values:
        raise Invalid({"kind": _kinds()})
    note = None if note is None else _checked(note)
    with change(project_id=by.project_id, by=by) as log:
        row = _lock(by, relation_id, version)
        before = represent_document_relation(row, passages=False)
        if state and state != row.state:
            row.state = state
            row.secrecy = Secrecy.OPEN if state == DocumentRelation.State.CONFIRMED else SUGGESTION
            row.decided_by_id, row.decided_at = by.participant_id, log.at
        row.kind = kind or row.kind
        row.note = row.note if note is None else note
        if turned:
            _turn(row)
        if represent_document_relation(row, passages=False) == before:
            return row
        row.version += 1
        _save(row)
        said = f"document_relation.{row.state}" if row.state != before["state"] else "document_relation.changed"
        return record(log, said, row.id, before)


def _turn(row: DocumentRelation) -> None:
    """Make the earlier document the later one, with all that is told from the one to the other."""
    row.source, row.target = row.target, row.source
    row.source_revision_id, row.target_revision_id = row.target_revision_id, row.source_revision_id
    row.source_share, row.target_share = row.target_share, row.source_share
    row.passages = turned_passages(row.passages)
    row.reasons = [turned_reason(reason) for reason in row.reasons]


def turned_passages(passages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Passages told from the other text."""
    turned = [
        {**passage, "pieces": [[piece[2], piece[3], piece[0], piece[1]] for piece in passage["pieces"]]}
        for passage in passages
    ]
    return sorted(turned, key=lambda passage: passage["pieces"][0])


def turned_reason(reason: dict[str, Any]) -> dict[str, Any]:
    """A reason with the numbers of the two texts exchanged."""
    turned = dict(reason)
    if "text" in reason:
        turned["text"] = 1 - reason["text"]
    if "shares" in reason:
        turned["shares"] = reason["shares"][::-1]
    return turned


def record(log: Change, kind: str, relation_id: UUID, before: dict[str, Any] | None = None) -> DocumentRelation:
    """Add the event of a relation as it is now; it is as open as the relation was before and is after."""
    row = with_titles(DocumentRelation.objects.filter(pk=relation_id)).get()
    was_open = before is not None and before["state"] == DocumentRelation.State.CONFIRMED
    log.add(
        kind,
        subject=row.id,
        document=row.source_id,
        secrecy=Secrecy.OPEN if was_open else row.secrecy,
        tlp=row.tlp,
        before=before,
        after=represent_document_relation(row, passages=False),
    )
    return row


def _lock(by: Viewer, relation_id: UUID, version: int) -> DocumentRelation:
    """A visible relation, locked for a change, in the version that the change was made against."""
    rows = visible_relations(by, pk=relation_id)
    row = with_titles(rows).select_for_update(no_key=True, of=("self",)).first()
    if row is None:
        raise NotFound()
    policy.require(by, "document_relation.decide", row)
    if row.version != version:
        raise Stale(represent_document_relation(row))
    return row


def _lock_documents(by: Viewer, *ids: UUID) -> dict[UUID, Document]:
    """Documents the viewer may see, kept as they are marked until the change is made."""
    rows = visible_documents(by).filter(id__in=ids).order_by("id").select_for_update(no_key=True, of=("self",))
    found = {row.id: row for row in rows}
    missing = {
        name: _("There is no such document in this project that you may see.")
        for name, id_ in zip(("source", "target"), ids, strict=False)
        if id_ not in found
    }
    if missing:
        raise Invalid(missing)
    return found


def _save(row: DocumentRelation, *, force_insert: bool = False) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=force_insert)
    except IntegrityError:
        raise Conflict(_("These two documents are related so already.")) from None


def _checked(note: str) -> str:
    if len(note) > _NOTE_AT_MOST or "\0" in note:
        raise Invalid({"note": _("Use at most %(n)d characters.") % {"n": _NOTE_AT_MOST}})
    return note.strip()


def _kinds() -> str:
    return _("Choose one of %(known)s.") % {"known": ", ".join(DocumentRelation.Kind.values)}
