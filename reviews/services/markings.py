"""Markings of claims: never below what the claim rests on; raised of themselves, lowered with a reason only."""

from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from projects.errors import Unprocessable
from projects.events import Change, change
from projects.models import Comment
from projects.viewers import Viewer
from projects.vocabulary import Tlp
from reviews.models import Adjudication, Claim, Evidence, Verdict
from reviews.records import claim_record
from reviews.services.limits import require_words
from reviews.services.locking import change_claim, lock_claim, log_claim


def require_own_clearance(by: Viewer, level: int) -> None:
    """Nobody marks a claim out of their own sight."""
    if level > by.clearance:
        sentence = _("You are cleared up to %(tlp)s, and would lose this claim from sight.") % {
            "tlp": Tlp(by.clearance).label
        }
        raise Unprocessable(sentence, {"tlp": sentence})


def floor_of(claim: Claim) -> int:
    """The highest marking of what the claim rests on."""
    rows = Evidence.objects.filter(claim=claim, removed_at__isnull=True)
    return int(rows.aggregate(highest=Max("tlp"))["highest"] or Tlp.CLEAR)


def mark_claim(*, by: Viewer, claim_id: UUID, version: int, level: int, reason: str = "") -> Claim:
    """Set the marking of a claim."""
    require_words(reason=reason)
    with change(project_id=by.project_id, by=by) as log:
        claim = lock_claim(by=by, claim_id=claim_id, action="claim.edit", step="mark", version=version)
        if level == claim.tlp:
            return claim
        require_own_clearance(by, level)
        if level < floor_of(claim):
            sentence = _("The claim rests on material marked %(tlp)s.") % {"tlp": Tlp(floor_of(claim)).label}
            raise Unprocessable(sentence, {"tlp": sentence})
        if level < claim.tlp and not reason.strip():
            wanted = _("A lower marking needs a reason.")
            raise Unprocessable(wanted, {"reason": wanted})
        before = claim_record(claim)
        set_level(claim, level)
        log_claim(log, "claim.marked", claim, before, reason=reason)
        return claim


def set_level(claim: Claim, level: int) -> None:
    """Write the marking of a claim and of everything said about it."""
    change_claim(claim, tlp=level)
    Verdict.objects.filter(claim=claim).update(tlp=level)
    Adjudication.objects.filter(claim=claim).update(tlp=level)
    if claim.thread_id:
        Comment.objects.filter(thread_id=claim.thread_id).update(tlp=level)


def raise_to(log: Change, claim: Claim, level: int) -> None:
    """Raise the marking of a locked claim to that of what it now rests on."""
    if level > claim.tlp:
        before = claim_record(claim)
        set_level(claim, level)
        log_claim(log, "claim.marked", claim, before)
