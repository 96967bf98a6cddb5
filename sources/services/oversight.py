"""What managers do with the readings of others, and looking at blind work before all that is due is in.

Who has seen the work of others cannot reopen a reading of their own. A reading that was taken back hides nothing from
those who oversee, so nobody takes back or hands on one of their own either.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from projects import policy
from projects.errors import Conflict, Forbidden, Invalid, NotFound
from projects.events import change
from projects.models import Participant
from projects.open_work import HandedOn
from projects.viewers import Viewer
from sources.models import Document, Reading, Unblinding
from sources.services.reading_states import record_reading, set_state

_REASON_AT_MOST = 2000
_TITLES_AT_MOST = 5


def reopen_reading(*, by: Viewer, document: Document, participant: UUID, reason: str) -> Reading:
    """Let somebody go on with a reading they had finished."""
    policy.require(by, "reading.manage")
    if participant == by.participant_id:
        raise Forbidden(_("Somebody else has to reopen your own reading."))
    with change(project_id=by.project_id, by=by) as log:
        reading = _held(document, participant)
        if reading.state != Reading.State.FINISHED:
            raise Conflict(_("This reading is not finished."))
        reading.times_reopened += 1
        return set_state(log, document, reading, Reading.State.OPEN, "reading.reopened", reason=_reason(reason))


def release_reading(*, by: Viewer, document: Document, participant: UUID, reason: str = "") -> Reading:
    """Take back a reading that somebody will not finish: it is no longer due."""
    _require_others(by, participant)
    with change(project_id=by.project_id, by=by) as log:
        reading = _held(document, participant)
        if reading.state != Reading.State.OPEN:
            raise Conflict(_("This reading is not open."))
        return set_state(log, document, reading, Reading.State.RELEASED, "reading.released", reason=_checked(reason))


def _require_others(by: Viewer, participant: UUID) -> None:
    policy.require(by, "reading.manage")
    if participant == by.participant_id:
        raise Forbidden(_("Somebody else has to take back your own reading."))


def _open_of(by: Viewer, participant: Participant) -> QuerySet[Reading]:
    return Reading.objects.filter(project_id=by.project_id, participant_id=participant.id, state=Reading.State.OPEN)


def release_open_readings(*, by: Viewer, participant: Participant, documents: Collection[UUID] | None = None) -> int:
    """Take back every open reading of a person, or those of some documents; return how many there were."""
    _require_others(by, participant.id)
    with change(project_id=by.project_id, by=by) as log:
        rows = _open_of(by, participant).order_by("id")
        if documents is not None:
            rows = rows.filter(document_id__in=documents)
        held = list(rows.select_for_update(of=("self",)).select_related("document", "participant"))
        for reading in held:
            set_state(log, reading.document, reading, Reading.State.RELEASED, "reading.released")
        return len(held)


def hand_on_readings(by: Viewer, source: Participant, target: Viewer) -> HandedOn:
    """Take back the open readings of one person and begin them for another, who starts with a blank page.

    What the other may not read, or is not cleared for, would be due for ever: it stays.
    """
    policy.require(by, "reading.manage")
    with change(project_id=by.project_id, by=by) as log:
        rows = _open_of(by, source).select_related("document")
        documents = {reading.document_id: reading.document for reading in rows}
        staying, why = _staying(by, source, target, documents)
        left = (why,) if staying else ()
        documents = {document_id: row for document_id, row in documents.items() if document_id not in staying}
        if not documents:
            return HandedOn(0, left)
        release_open_readings(by=by, participant=source, documents=documents)
        person = Participant.objects.get(id=target.participant_id)
        theirs = Reading.objects.filter(participant=person, document__in=documents).select_related("participant")
        there = {reading.document_id: reading for reading in theirs.select_for_update(of=("self",))}
        for document_id, document in sorted(documents.items()):
            reading = there.get(document_id)
            if reading is None:
                reading = Reading.objects.create(
                    project_id=by.project_id, document=document, participant=person, started_at=timezone.now()
                )
                record_reading(log, "reading.opened", document, reading, None, "")
            elif reading.state == Reading.State.RELEASED:
                set_state(log, document, reading, Reading.State.OPEN, "reading.opened")
        return HandedOn(len(documents), left)


def _staying(
    by: Viewer, source: Participant, target: Viewer, documents: Mapping[UUID, Document]
) -> tuple[Collection[UUID], str]:
    """The documents whose readings cannot go to the target, and the sentence that says why."""
    words = {"n": len(documents), "name": target.participant_name}
    if source.id == by.participant_id:
        sentence = ngettext(
            "%(n)d reading stays: somebody else has to hand on your own.",
            "%(n)d readings stay: somebody else has to hand on your own.",
            len(documents),
        )
        return documents, sentence % words
    if not policy.may(target, "reading.own"):
        sentence = ngettext(
            "%(n)d reading stays, because %(name)s has no role that reads.",
            "%(n)d readings stay, because %(name)s has no role that reads.",
            len(documents),
        )
        return documents, sentence % words
    rows = Document.objects.filter(project_id=by.project_id, id__in=documents)
    staying = documents.keys() - set(rows.filter(policy.visible(target, Document)).values_list("id", flat=True))
    known = rows.filter(policy.visible(by, Document), id__in=staying).order_by("title", "id")
    words |= {"n": len(staying), "titles": ", ".join(known.values_list("title", flat=True)[:_TITLES_AT_MOST])}
    if not words["titles"]:
        sentence = ngettext(
            "%(n)d reading stays, because %(name)s is not cleared for its document.",
            "%(n)d readings stay, because %(name)s is not cleared for their documents.",
            len(staying),
        )
    else:
        sentence = ngettext(
            "%(n)d reading stays, because %(name)s is not cleared for its document: %(titles)s",
            "%(n)d readings stay, because %(name)s is not cleared for their documents, such as: %(titles)s",
            len(staying),
        )
    return staying, sentence % words


def unblind_document(*, by: Viewer, document: Document, reason: str) -> Unblinding:
    """Record why somebody looks at blind marks before all that is due on the document is in."""
    policy.require(by, "document.unblind")
    with change(project_id=by.project_id, by=by) as log:
        row, made = Unblinding.objects.get_or_create(
            document=document,
            participant_id=by.participant_id,
            defaults={"project_id": by.project_id, "reason": _reason(reason)},
        )
        if made:
            log.add(
                "document.unblinded",
                subject=document.id,
                document=document.id,
                author=by.participant_id,
                tlp=document.tlp,
                after={"title": document.title, "reason": row.reason},
            )
        return row


def _held(document: Document, participant: UUID) -> Reading:
    rows = Reading.objects.select_for_update(of=("self",)).select_related("participant")
    reading = rows.filter(document=document, participant_id=participant).first()
    if reading is None:
        raise NotFound(_("This person has not begun to read the document."))
    return reading


def _reason(words: str) -> str:
    reason = _checked(words)
    if not reason:
        raise Invalid({"reason": _("Give the reason.")})
    return reason


def _checked(words: str) -> str:
    reason = words.strip()
    if "\0" in reason:
        raise Invalid({"reason": _("Leave out the NUL character.")})
    if len(reason) > _REASON_AT_MOST:
        raise Invalid({"reason": _("Use at most %(n)d characters.") % {"n": _REASON_AT_MOST}})
    return reason
