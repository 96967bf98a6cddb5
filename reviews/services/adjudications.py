"""Settling: decide, confirm what was agreed, send back, release from the hold. Dissent is kept, and so is history."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.errors import Conflict, Invalid, NotFound
from projects.events import Change, change
from projects.viewers import Viewer
from reviews.judging import Judgement, in_common
from reviews.models import Adjudication, Claim, Verdict
from reviews.records import adjudication_record, claim_record, judgement_of, without_outcome
from reviews.services.limits import require_words
from reviews.services.locking import change_claim, lock_claim, log_claim
from reviews.services.verdicts import require_sound
from reviews.states import AGREED, DRAFT, IN_REVIEW, SETTLED
from reviews.words import STATE_ACTIONS

MAX_BULK = 500


def adjudicate(
    *,
    by: Viewer,
    claim_id: UUID,
    judgement: Judgement,
    rationale: str,
    outcome: str = Adjudication.Outcome.DECIDED,
    dissent: str = "",
    version: int | None = None,
) -> Adjudication:
    """Decide a claim, or record that it cannot be settled. An earlier adjudication is superseded and kept."""
    require_words(rationale=rationale, dissent=dissent)
    if not rationale.strip():
        raise Invalid({"rationale": _("Say why: a decision is read long after it was made.")})
    with change(project_id=by.project_id, by=by) as log:
        claim = lock_claim(by=by, claim_id=claim_id, action="claim.adjudicate", step="adjudicate", version=version)
        require_sound(claim, judgement, by.project)
        return _settle(log, by, claim, judgement, rationale, outcome, dissent, kind=f"claim.{outcome}")


def confirm_claims(
    *, by: Viewer, claim_ids: Sequence[UUID], rationale: str = "", versions: Mapping[UUID, int | None] | None = None
) -> list[Claim]:
    """Confirm agreed claims as they were agreed, and reaffirm decisions whose review is due; all of them or none.

    `versions` are the claims' as they were looked at, where the person says so.
    """
    seen = versions or {}
    require_words(rationale=rationale)
    if len(set(claim_ids)) > MAX_BULK:
        raise Invalid({"claims": _("Confirm at most %(n)d claims at a time.") % {"n": MAX_BULK}})
    with change(project_id=by.project_id, by=by) as log:
        return [_confirm(log, by, claim_id, rationale, seen.get(claim_id)) for claim_id in sorted(set(claim_ids))]


def _confirm(log: Change, by: Viewer, claim_id: UUID, rationale: str, version: int | None) -> Claim:
    try:
        claim = lock_claim(by=by, claim_id=claim_id, action="claim.adjudicate", step="confirm", version=version)
    except NotFound:
        raise Invalid({"claims": _("There is no claim %(id)s.") % {"id": claim_id}}) from None
    if claim.state in SETTLED and not claim.review_due:
        raise Conflict(STATE_ACTIONS["confirm"], state=claim.state)
    if claim.review_due and not rationale.strip():
        raise Invalid({"rationale": _("Say why what changed does not change the outcome.")})
    if claim.state == AGREED:
        verdicts = Verdict.objects.filter(claim=claim, pk__in=claim.counted)
        judgement = in_common([judgement_of(verdict) for verdict in verdicts])
        outcome, dissent = Adjudication.Outcome.DECIDED, ""
    else:
        standing = Adjudication.objects.get(claim=claim, current=True)
        judgement, outcome, dissent = judgement_of(claim), Adjudication.Outcome(standing.outcome), standing.dissent
    require_sound(claim, judgement, by.project)
    _settle(log, by, claim, judgement, rationale, outcome, dissent, kind="claim.confirmed")
    return claim


def _settle(
    log: Change,
    by: Viewer,
    claim: Claim,
    judgement: Judgement,
    rationale: str,
    outcome: str,
    dissent: str,
    *,
    kind: str,
) -> Adjudication:
    before = claim_record(claim)
    Adjudication.objects.filter(claim=claim, current=True).update(current=False)
    said = {name: list(value) if name == "reasons" else value for name, value in asdict(judgement).items()}
    adjudication = Adjudication.objects.create(
        project_id=claim.project_id,
        claim=claim,
        author_id=by.participant_id,
        outcome=outcome,
        rationale=rationale,
        dissent=dissent,
        dissenting=_dissenting(claim, judgement),
        tlp=claim.tlp,
        cycle=claim.review_cycle,
        claim_version=claim.version,
        created_at=timezone.now(),
        **said,
    )
    change_claim(claim, state=outcome, review_due=False, review_due_reasons=[], question="", **said)
    log_claim(log, kind, claim, before, adjudication=adjudication_record(adjudication))
    return adjudication


def _dissenting(claim: Claim, judgement: Judgement) -> list[UUID]:
    """The verdicts that count and say otherwise: other decision, finding or credibility."""
    verdicts = Verdict.objects.filter(claim=claim, current=True, cycle=claim.review_cycle).order_by("id")
    said = (judgement.decision, judgement.finding, judgement.credibility)
    return [v.id for v in verdicts if (v.decision, v.finding, v.credibility) != said]


def reopen_claim(
    *, by: Viewer, claim_id: UUID, question: str, to: str = IN_REVIEW, version: int | None = None
) -> Claim:
    """Send a claim to new verdicts, or back to its author as a draft, with a question. Its outcome no longer stands."""
    require_words(question=question)
    if not question.strip():
        raise Invalid({"question": _("Say what should be looked at again.")})
    if to not in {IN_REVIEW, DRAFT}:
        raise Invalid({"to": _("Send it to in_review or draft.")})
    with change(project_id=by.project_id, by=by) as log:
        claim = lock_claim(by=by, claim_id=claim_id, action="claim.reopen", step="reopen", version=version)
        before = without_outcome(claim_record(claim))  # whoever judges anew reads this event
        Adjudication.objects.filter(claim=claim, current=True).update(current=False)
        nothing: dict[str, Any] = {
            "decision": "",
            "finding": "",
            "reasons": [],
            "credibility": None,
            "likelihood": None,
            "confidence": "",
        }
        change_claim(
            claim,
            state=to,
            question=question,
            review_cycle=claim.review_cycle + 1,
            counted=[],
            review_due=False,
            review_due_reasons=[],
            submitted_at=timezone.now() if to == IN_REVIEW else None,
            **nothing,
        )
        log_claim(log, "claim.reopened", claim, before)
        return claim


def release_claim(*, by: Viewer, claim_id: UUID, reason: str = "", version: int | None = None) -> Claim:
    """Let a held claim be shown and exported like any other."""
    require_words(reason=reason)
    with change(project_id=by.project_id, by=by) as log:
        claim = lock_claim(by=by, claim_id=claim_id, action="claim.release", step="release", version=version)
        if not claim.held:
            raise Conflict(_("This claim is not held."))
        before = claim_record(claim)
        change_claim(claim, held=False)
        log_claim(log, "claim.released", claim, before, reason=reason)
        return claim
