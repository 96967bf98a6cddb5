"""The job that puts a proposed text in the place of a document's current one, in one transaction.

Until its commit the old text is the current one. If the worker dies, the job begins again from the proposal. Whoever
marks a passage holds the document (`annotator.services.places`), so no mark is made on the old text between its being
read here and the commit.
"""

from functools import cache

from django.db.models import Max
from django.utils.translation import gettext as _

from projects import policy
from projects.errors import NotFound
from projects.events import Change, change
from projects.jobs import JobFailed, Run
from projects.viewers import Viewer, find_viewer
from sources.carriers import NewText, carry
from sources.intake import Refusal, Unit, take_apart
from sources.models import Document, Proposal, Revision, Section
from sources.queries.revisions import text_and_blocks, text_of
from sources.readers import ReadText, reader_for
from sources.reading import Reading, UnreadableError
from sources.refusals import Refused, gettext_noop
from sources.representations import represent_revision
from sources.sectioning import section
from sources.services.importing import limits
from sources.services.revisions import KIND, check_text, unchanged_sentence
from sources.services.storing import open_stored
from sources.text import Offsets, digest
from sources.wording import worded

__all__ = ["KIND", "run_revision"]

_STEPS = 3
_AT_ONCE = 500


def run_revision(run: Run) -> None:
    """Read the proposed text, cut it, carry over what stands in the old one, and make it the current text."""
    proposal = Proposal.objects.select_related("document", "participant__user", "based_on").get(job_id=run.job.id)
    if proposal.revision_id is not None:
        return
    run.report(0, _STEPS, force=True)
    by = _maker(proposal)
    made = _read(proposal)
    run.report(1, _STEPS, force=True)
    with change(project_id=proposal.project_id, by=by) as log:
        _put_in_place(log, _hold(proposal, by), proposal, made)
        run.report(2, _STEPS, force=True)  # holds the job's row until the commit, or leaves everything as it was
    run.report(_STEPS, _STEPS, force=True)


def _maker(proposal: Proposal) -> Viewer:
    user = proposal.participant.user
    try:
        if user is None:
            raise NotFound
        viewer = find_viewer(user, project_id=proposal.project_id)
    except NotFound:
        raise JobFailed(_("Whoever proposed this text is no longer a member of the project.")) from None
    if not policy.may(viewer, "document.revise"):
        raise JobFailed(policy.refusal(viewer, "document.revise"))
    return viewer


def _read(proposal: Proposal) -> ReadText:
    """The proposed text with its blocks; a file is read as an imported one is."""
    if not proposal.storage_name:
        text = proposal.text
        return ReadText(text, proposal.blocks, "", Offsets(len(text)), warnings=proposal.based_on.warnings)
    try:
        read = _read_file(proposal)
        check_text(read.text)
    except Refused as refusal:
        raise JobFailed(worded(refusal)) from None
    except UnreadableError as error:
        raise JobFailed(_("This could not be read (%(error)s).") % {"error": error.kind}) from error
    if (read.text, read.blocks) == text_and_blocks(proposal.based_on_id):
        raise JobFailed(unchanged_sentence())
    return read


def _read_file(proposal: Proposal) -> ReadText:
    try:
        stream = open_stored(proposal.storage_name)
    except OSError:
        raise JobFailed(_("The uploaded file is gone.")) from None
    with stream, Reading() as reading:
        found = next(take_apart(stream, proposal.file_name, "auto", limits()), None)
        if isinstance(found, Refusal):
            raise found.reason
        if not isinstance(found, Unit):
            raise Refused(gettext_noop("The text is empty."))
        return reading.read(found)


def _hold(proposal: Proposal, by: Viewer) -> Document:
    """The document, locked, if it still has the text that the proposal was made from."""
    rows = Document.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.filter(policy.visible(by, Document), id=proposal.document_id, deleted_at__isnull=True)
    document = rows.select_related("current_revision").first()
    if document is None:
        raise JobFailed(_("The document has been deleted, or marked above what its proposer may read."))
    if document.current_revision_id != proposal.based_on_id:
        raise JobFailed(_("The text of this document has been replaced meanwhile: this one was made from another."))
    return document


def _put_in_place(log: Change, document: Document, proposal: Proposal, made: ReadText) -> None:
    before = document.current_revision
    assert before is not None
    revision = _store(log, document, proposal, made)
    copied = None if proposal.copied is None else [(start, end, now) for start, end, now in proposal.copied]
    carry(log, NewText(document, before.id, revision.id, made.text, cache(text_of), copied))
    document.current_revision = revision
    document.version += 1
    document.save(update_fields=["current_revision", "version"])
    proposal.revision, proposal.text, proposal.blocks, proposal.copied = revision, "", [], None
    proposal.save(update_fields=["revision", "text", "blocks", "copied"])
    log.add(
        "document.revised",
        subject=document.id,
        document=document.id,
        tlp=document.tlp,
        before={"revision": represent_revision(before), "version": document.version - 1},
        after={
            "revision": represent_revision(revision),
            "version": document.version,
            "number": revision.number,
            "title": document.title,
        },
    )


def _store(log: Change, document: Document, proposal: Proposal, made: ReadText) -> Revision:
    last = Revision.objects.filter(document=document).aggregate(last=Max("number"))["last"]
    reader = reader_for(proposal.file_name) if proposal.storage_name else None
    revision = Revision.objects.create(
        project_id=document.project_id,
        document=document,
        number=(last or 0) + 1,
        length=len(made.text),
        sha256=digest(made.text),
        reader=reader.name if reader else proposal.based_on.reader,
        warnings=made.warnings,
        made=proposal.made,
        made_by_id=proposal.participant_id,
        reason=proposal.reason,
        based_on_id=proposal.based_on_id,
        created_at=log.at,
    )
    sections = (
        Section(
            project_id=document.project_id,
            revision=revision,
            number=number,
            start=part.start,
            text=part.text,
            blocks=part.blocks,
            language=document.language,
        )
        for number, part in enumerate(section(made.text, made.blocks))
    )
    Section.objects.bulk_create(sections, batch_size=_AT_ONCE)
    return revision
