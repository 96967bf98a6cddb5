"""Another text for a document: checked at once as far as it is at hand, and put in its place by a job (`revising`).

A text comes as characters, as blocks of the current text in another order or of other kinds, or as a file. It is always
made from a text that its maker had before their eyes; where that is no longer the current one, nothing is proposed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from projects import jobs, policy
from projects.errors import Conflict, Invalid, Unprocessable
from projects.events import change
from projects.models import Job
from projects.viewers import Viewer
from sources.block_places import Copied, check_copied, corrected
from sources.blocks import KINDS, Block
from sources.intake import format_of
from sources.models import Document, Proposal, Revision
from sources.queries.revisions import text_and_blocks
from sources.refusals import Refused, gettext_noop
from sources.services.block_finding import blocks_of_edited
from sources.services.documents import lock_document
from sources.services.storing import StoredFile
from sources.text import settle
from sources.wording import invalid

KIND = "sources.revision"
REASON_AT_MOST = 2000
_UNFINISHED = (Job.Status.QUEUED, Job.Status.RUNNING)


@dataclass(frozen=True, slots=True)
class Settled:
    """A text as it will be kept, with its blocks."""

    text: str
    blocks: list[Block]
    copied: list[Copied] | None = None


def propose_revision(
    *,
    by: Viewer,
    document_id: UUID,
    based_on: UUID,
    text: str | None = None,
    blocks: Sequence[Any] | None = None,
    copied: Sequence[Copied] | None = None,
    file: StoredFile | None = None,
    made: str = "",
    reason: str = "",
) -> Proposal:
    """Queue the job that gives a document another text; the proposal has the job's id.

    `text` alone is the whole text anew. `blocks` alone are `(start, end, kind)` of every block of the text it is based
    on, in the order in which they should be read. With both, the blocks are those of the new text, and `copied` may
    say which stretches of the text before stand where in it: (start before, end before, start now). A `file` is read by
    the job. `made` says how the text was made where that does not follow from what is given.
    """
    with change(project_id=by.project_id, by=by) as log:
        document = lock_document(by, document_id)
        policy.require(by, "document.revise", document)
        _require_base(document, based_on)
        if len(reason) > REASON_AT_MOST:
            raise Invalid({"reason": _("Use at most %(n)d characters.") % {"n": REASON_AT_MOST}})
        settled = _settled(document, text, blocks, copied) if file is None else None
        if file is not None:
            _check_file(file)
        usual = "replaced" if file is not None else "edited" if text is not None else "corrected"
        if (made or usual) not in Revision.Made.values:
            raise Invalid({"made": _("Choose one of %(known)s.") % {"known": ", ".join(Revision.Made.values)}})
        job = jobs.enqueue(kind=KIND, project=by.project, by=by.user, params={"document": str(document.id)})
        proposal = Proposal.objects.create(
            id=job.id,
            project_id=by.project_id,
            job=job,
            document=document,
            based_on_id=based_on,
            made=made or usual,
            participant_id=by.participant_id,
            reason=" ".join(reason.split()),
            text=settled.text if settled else "",
            blocks=settled.blocks if settled else [],
            copied=settled.copied if settled else None,
            file_name=file.name if file else "",
            storage_name=file.storage_name if file else "",
            created_at=log.at,
        )
        log.add(
            "document.proposed",
            subject=document.id,
            document=document.id,
            tlp=document.tlp,
            after={
                "id": str(proposal.id),
                "title": document.title,
                "made": proposal.made,
                "reason": proposal.reason,
                "based_on": str(based_on),
            },
        )
        return proposal


def _require_base(document: Document, based_on: UUID) -> None:
    if document.current_revision_id != based_on:
        raise Conflict(
            _("The text of this document has been replaced meanwhile. Compare, and change the one it has now."),
            current_revision=str(document.current_revision_id),
        )
    waiting = Proposal.objects.filter(document=document, job__status__in=_UNFINISHED).first()
    if waiting is not None:
        raise Conflict(
            _("Another text of this document is being put in its place. Wait for it, or cancel it."),
            job=str(waiting.id),
        )


def _check_file(file: StoredFile) -> None:
    if not file.storage_name:
        most = settings.MAX_UPLOAD_BYTES // 1024 // 1024
        raise Invalid({"file": _("The file is over the limit of %(n)d megabytes.") % {"n": most}})
    try:
        kind = format_of(file.name, "auto")
    except Refused as refusal:
        raise invalid(refusal, "file") from None
    if kind in {"jsonl", "zip"}:
        raise Invalid({"file": _("Choose the file of one text. Files of many are imported.")})


def _settled(
    document: Document, text: str | None, blocks: Sequence[Any] | None, copied: Sequence[Copied] | None
) -> Settled:
    if text is None and blocks is None:
        raise Invalid({"body": _("Give a text, blocks or a file.")})
    current = document.current_revision
    assert current is not None
    before, old_blocks = text_and_blocks(current.id)
    try:
        if text is None:
            settled = Settled(*corrected(before, old_blocks, _wanted(blocks or ())))
        else:
            kept = settle(text)[0]
            check_text(kept)
            if blocks is None:
                settled = Settled(kept, blocks_of_edited(before, old_blocks, kept, current.reader))
            else:
                check_copied(before, kept, copied or ())
                settled = Settled(kept, _given(blocks, kept), list(copied) if copied else None)
    except Refused as refusal:
        raise invalid(refusal, "" if refusal.about else "text") from None
    if (settled.text, settled.blocks) == (before, old_blocks) or (blocks is None and settled.text == before):
        raise Unprocessable(unchanged_sentence())
    return settled


def unchanged_sentence() -> str:
    """Why a text that is the current one is not put in its own place."""
    return _("This is the text that the document has now: there is nothing to change.")


def check_text(text: str) -> None:
    """Refuse a text that no document can have."""
    if not text or text.isspace():
        raise Refused(gettext_noop("The text is empty."))
    if len(text) > settings.MAX_TEXT_CHARACTERS:
        raise Refused(
            gettext_noop("The text has %(n)d characters; at most %(most)d are accepted."),
            n=len(text),
            most=settings.MAX_TEXT_CHARACTERS,
        )


def _wanted(blocks: Sequence[Any]) -> list[tuple[int, int, str]]:
    return [(start, end, kind) for start, end, kind, *_attributes in blocks]


def _given(blocks: Sequence[Any], text: str) -> list[Block]:
    """The blocks of the text they came with."""
    found: list[Block] = []
    for one in blocks:
        start, end, kind, *rest = one
        if kind not in KINDS or not 0 <= start < end <= len(text) or (found and start < found[-1][0]):
            raise Refused(
                gettext_noop("No block of the kind “%(kind)s” can go from %(start)d to %(end)d here."),
                about="blocks",
                kind=str(kind)[:50],
                start=start,
                end=end,
            )
        found.append([start, end, kind, rest[0] if rest else None])
    return found
