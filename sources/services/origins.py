"""Setting the origin of a document by hand, with a reason, and leaving it to be computed again."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from projects import policy
from projects.errors import Invalid, Stale
from projects.events import change
from projects.viewers import Viewer
from sources.models import Document, OriginOverride
from sources.queries.documents import visible_documents
from sources.queries.origins import represent_origin
from sources.services.documents import lock_document

_WORDS_AT_MOST = 500
_REASON_AT_MOST = 2000


def set_origin(
    *, by: Viewer, document_id: UUID, version: int, origin: UUID | None = None, words: str = "", reason: str = ""
) -> Document:
    """Say what a document finally rests on: another document, itself, or words for what the project does not hold.

    With neither, the origin is computed again. `version` is 0 where none was ever set.
    """
    words, reason = words.strip(), reason.strip()
    _check(origin, words, reason)
    with change(project_id=by.project_id, by=by) as log:
        document = lock_document(by, document_id)
        policy.require(by, "origin.set", document)
        named = _origin(by, origin)
        held = OriginOverride.objects.select_for_update().filter(document=document).first()
        if (held.version if held else 0) != version:
            raise Stale(represent_origin(document, by))
        before, level = (_recorded(held), held.tlp) if held else (None, 0)
        row = held or OriginOverride(project_id=by.project_id, document=document, version=0)
        row.origin, row.words, row.reason = named, words, reason
        row.tlp = max(document.tlp, named.tlp if named else 0)
        row.set_by_id, row.set_at = by.participant_id, log.at
        row.version += 1
        row.save()
        log.add(
            "origin.set" if named or words else "origin.cleared",
            subject=row.id,
            document=document.id,
            tlp=max(row.tlp, level),
            before=before,
            after={**_recorded(row), "title": document.title},
        )
        return document


def _recorded(row: OriginOverride) -> dict[str, Any]:
    """What the log keeps: another document by its id alone, for it may come to be marked higher than this one."""
    return {
        "origin": str(row.origin_id) if row.origin_id else None,
        "words": row.words,
        "reason": row.reason,
        "version": row.version,
    }


def _check(origin: UUID | None, words: str, reason: str) -> None:
    if origin and words:
        raise Invalid({"words": _("Name a document or give words, not both.")})
    if len(words) > _WORDS_AT_MOST or "\0" in words:
        raise Invalid({"words": _("Use at most %(n)d characters.") % {"n": _WORDS_AT_MOST}})
    if not reason:
        raise Invalid({"reason": _("Say why.")})
    if len(reason) > _REASON_AT_MOST or "\0" in reason:
        raise Invalid({"reason": _("Use at most %(n)d characters.") % {"n": _REASON_AT_MOST}})


def _origin(by: Viewer, origin: UUID | None) -> Document | None:
    if origin is None:
        return None
    found = visible_documents(by).filter(id=origin).select_for_update(no_key=True, of=("self",)).first()
    if found is None:
        raise Invalid({"origin": _("There is no such document in this project that you may see.")})
    return found
