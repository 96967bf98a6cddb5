"""Adding and removing evidence, and what that does to a claim that stands."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.errors import Conflict, NotFound, Unprocessable
from projects.events import Change, change
from projects.viewers import Viewer
from projects.vocabulary import Secrecy
from reviews.inputs import Source
from reviews.judging import CONTEXT, CONTRADICTS, STATES, SUPPORTS
from reviews.models import Claim, Evidence
from reviews.queries.exhibits import exhibit, live_evidence, origins_of
from reviews.records import evidence_record, title_of
from reviews.services.due import set_review_due
from reviews.services.locking import change_claim, lock_claim
from reviews.services.markings import raise_to
from reviews.services.sources import evidence_row, find_sources


def add_evidence(*, by: Viewer, claim_id: UUID, source: Source) -> tuple[Claim, Evidence]:
    """Link a passage, a document or a record to a claim; Conflict where the mark stands there so already."""
    with change(project_id=by.project_id, by=by) as log:
        author = _author_of(by, claim_id)
        found = find_sources(by=by, given=[source], claim_author=author)
        claim = lock_claim(by=by, claim_id=claim_id, action="evidence.add", step="cite")
        before = live_evidence(claim)
        change_claim(claim)
        row = evidence_row(found[0], by=by, claim=claim)
        _refuse_twice(row, before)
        if source.stance in {SUPPORTS, CONTRADICTS} and exhibit(claim, row).effective_stance == CONTEXT:
            sentence = _("This passage speaks of another time than the claim. Add it as context; it shows a change.")
            raise Unprocessable(sentence, {"stance": sentence})
        row.save(force_insert=True)
        raise_to(log, claim, row.tlp)
        _log(log, "evidence.mark_added" if row.annotation_id else "evidence.added", claim, row)
        if source.stance in {SUPPORTS, CONTRADICTS}:
            set_review_due(log, claim, f"new_{source.stance}")
        _compare_origins(log, claim, before)
        return claim, row


def remove_evidence(*, by: Viewer, evidence_id: UUID) -> Claim:
    """Take evidence off a claim; the row stays, with the time it was removed."""
    with change(project_id=by.project_id, by=by) as log:
        found = Evidence.objects.filter(project_id=by.project_id, pk=evidence_id, removed_at__isnull=True).first()
        if found is None:
            raise NotFound()
        claim = lock_claim(by=by, claim_id=found.claim_id, action="claim.read", step="cite")
        row = Evidence.objects.filter(pk=evidence_id, removed_at__isnull=True).first()
        if row is None:
            raise NotFound()
        policy.require(by, "evidence.remove", row)
        before = live_evidence(claim)
        row.removed_at = timezone.now()
        row.save(update_fields=["removed_at"])
        change_claim(claim)
        _log(log, "evidence.removed", claim, row, removed=True)
        if row.stance in {SUPPORTS, CONTRADICTS}:
            set_review_due(log, claim, "evidence_removed")
        elif row.stance == STATES:
            _compare_origins(log, claim, before)
        return claim


def _refuse_twice(row: Evidence, before: list[Evidence]) -> None:
    """One mark speaks once for a claim, or once against it: sent again, it would count as if two had said so."""
    if row.annotation_id and any((one.annotation_id, one.stance) == (row.annotation_id, row.stance) for one in before):
        raise Conflict(
            _("This claim rests on this mark already, with the same stance. Choose another mark, or another stance.")
        )


def _author_of(by: Viewer, claim_id: UUID) -> UUID:
    rows = Claim.objects.filter(policy.visible(by, Claim), project_id=by.project_id, pk=claim_id)
    author = rows.values_list("author_id", flat=True).first()
    if author is None:
        raise NotFound()
    return author


def _compare_origins(log: Change, claim: Claim, before: list[Evidence]) -> None:
    now = live_evidence(claim)
    if origins_of(claim, before).number != origins_of(claim, now).number:
        set_review_due(log, claim, "origins_changed")


def _log(log: Change, kind: str, claim: Claim, row: Evidence, *, removed: bool = False) -> None:
    record = {**evidence_record(row), "title": title_of(claim)}
    log.add(
        kind,
        subject=claim.id,
        document=None if kind == "evidence.mark_added" else row.document_id,
        author=claim.author_id,
        secrecy=Secrecy.CLAIM,
        tlp=claim.tlp,
        before=record if removed else None,
        after=None if removed else record,
    )
