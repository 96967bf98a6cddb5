"""Looking up what evidence rests on, as its writer may see it, and holding it still until the claim has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from annotator.fragments import BadFragments, settled
from annotator.models import Anchor, Annotation
from projects import policy
from projects.errors import Conflict, Invalid, NotFound, Unprocessable
from projects.models import Membership, Participant
from projects.viewers import Viewer, find_viewer
from projects.vocabulary import Tlp
from reviews import edtf
from reviews.inputs import Source
from reviews.models import Claim, Evidence
from reviews.queries.passages import quote_of
from reviews.words import NOT_EDTF
from sources.models import Document, Revision

Fragments = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Found:
    """A source that was found: the columns evidence takes from it."""

    source: Source
    document_id: UUID | None = None
    revision_id: UUID | None = None
    annotation_id: UUID | None = None
    mark_author_id: UUID | None = None
    fragments: Fragments = ()
    quote: str = ""
    tlp: int = Tlp.CLEAR


def find_sources(*, by: Viewer, given: Sequence[Source], claim_author: UUID) -> list[Found]:
    """Find each source; the documents are locked, in one order, so that their markings hold until the commit."""
    marks = _marks(by, given, claim_author)
    ids = {source.document for source in given if source.document} | {mark.document_id for mark in marks.values()}
    rows = Document.objects.filter(
        policy.visible(by, Document), project_id=by.project_id, deleted_at__isnull=True, pk__in=ids
    )
    documents = {row.pk: row for row in rows.order_by("pk").select_for_update(no_key=True)}
    return [_find(by, source, documents, marks, index) for index, source in enumerate(given)]


def _marks(by: Viewer, given: Sequence[Source], claim_author: UUID) -> dict[UUID, Annotation]:
    wanted = {source.annotation for source in given if source.annotation}
    if not wanted:
        return {}
    rows = Annotation.objects.filter(project_id=by.project_id, deleted_at__isnull=True, pk__in=wanted)
    marks = {row.pk: row for row in rows.filter(policy.visible(by, Annotation))}
    if not by.wrote(claim_author):
        _require_open_to(claim_author, by, list(marks.values()))
    return marks


def _require_open_to(claim_author: UUID, by: Viewer, marks: list[Annotation]) -> None:
    """An author always sees their claim, and so may not be shown by it a mark that they may not see yet."""
    members = Membership.objects.filter(
        project_id=by.project_id, participant_id=claim_author, suspended_at__isnull=True
    )
    membership = members.select_related("user").first()
    if membership is None:
        return
    try:
        author = find_viewer(membership.user, project_id=by.project_id)
    except NotFound:
        return
    ids = [mark.pk for mark in marks]
    open_to = Annotation.objects.filter(policy.visible(author, Annotation), pk__in=ids).count()
    if open_to < len(ids):
        raise Unprocessable(
            _("Whoever wrote the claim may not see this mark yet. Cite the passage itself instead."),
            {"annotation": _("Hidden from the author of the claim.")},
        )


def _find(
    by: Viewer, source: Source, documents: dict[UUID, Document], marks: dict[UUID, Annotation], index: int
) -> Found:
    _check_time(source)
    if source.annotation is not None:
        return _of_mark(source, documents, marks)
    if source.document is None:
        return Found(source)
    document = documents.get(source.document)
    if document is None:
        raise Invalid({"document": _("There is no such document.")})
    if not source.fragments:
        return Found(source, document_id=document.pk, revision_id=document.current_revision_id, tlp=document.tlp)
    revision = _revision(source, document)
    fragments = _fragments(source.fragments, revision.length)
    quote = quote_of(revision.pk, fragments)
    if source.exact is not None and source.exact != quote:
        raise Conflict(_("The text at this place is not the one given as exact."), expected=source.exact, found=quote)
    return Found(
        source, document_id=document.pk, revision_id=revision.pk, fragments=fragments, quote=quote, tlp=document.tlp
    )


def _check_time(source: Source) -> None:
    try:
        edtf.between(source.valid_from, source.valid_to)
    except ValueError:
        raise Invalid({"valid_from": NOT_EDTF}) from None


def _of_mark(source: Source, documents: dict[UUID, Document], marks: dict[UUID, Annotation]) -> Found:
    mark = marks.get(source.annotation) if source.annotation else None
    document = documents.get(mark.document_id) if mark else None
    if mark is None or document is None:
        raise Invalid({"annotation": _("There is no such mark.")})
    current = document.current_revision_id
    anchors = Anchor.objects.filter(annotation=mark)
    anchor = max(anchors, key=lambda each: (each.revision_id == current, each.pk), default=None)
    if anchor is None:
        raise Invalid({"annotation": _("This mark stands nowhere in the text.")})
    return Found(
        source,
        document_id=document.pk,
        revision_id=anchor.revision_id,
        annotation_id=mark.pk,
        mark_author_id=mark.author_id,
        fragments=tuple(zip(anchor.starts, anchor.ends, strict=True)),
        quote=anchor.quote,
        tlp=max(document.tlp, mark.tlp),
    )


def _revision(source: Source, document: Document) -> Revision:
    revisions = {revision.pk: revision for revision in Revision.objects.filter(document=document)}
    if source.revision is None and len(revisions) > 1:
        raise Invalid({"revision": _("This document has several revisions: say which one the places are in.")})
    wanted = source.revision or document.current_revision_id
    revision = revisions.get(wanted) if wanted else None
    if revision is None:
        raise Invalid({"revision": _("This document has no such revision.")})
    if revision.pk != document.current_revision_id:
        raise Conflict(_("The document has a newer revision."), current_revision=str(document.current_revision_id))
    return revision


def _fragments(given: Fragments, length: int) -> Fragments:
    try:
        return settled(given, length)
    except BadFragments as bad:
        start, end = bad.fragment
        sentence = _("A place from %(start)d to %(end)d cannot be cited in this text of %(length)d characters.")
        raise Invalid({"start": sentence % {"start": start, "end": end, "length": length}}) from None


def evidence_row(found: Found, *, by: Viewer, claim: Claim, author: Participant | None = None) -> Evidence:
    """The row of evidence for a source that was found; not saved."""
    source = found.source
    return Evidence(
        project_id=claim.project_id,
        claim=claim,
        stance=source.stance,
        document_id=found.document_id,
        revision_id=found.revision_id,
        annotation_id=found.annotation_id,
        mark_author_id=found.mark_author_id,
        starts=[start for start, _end in found.fragments],
        ends=[end for _start, end in found.fragments],
        quote=found.quote,
        record=source.record,
        note=source.note,
        valid_from=source.valid_from,
        valid_to=source.valid_to,
        author_id=author.pk if author else by.participant_id,
        tlp=found.tlp,
        created_at=claim.updated_at,
    )
