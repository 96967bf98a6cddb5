"""Giving verdicts, blind, and the moment when the last one due comes in.

The claim's row is locked before anything is read, so that of two verdicts that arrive together the second sees the
first and one of them is the last.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from projects.events import Change, change, register_reaction
from projects.models import Project
from projects.viewers import Viewer
from projects.vocabulary import Secrecy
from reviews.judging import Judgement, agree, breaches
from reviews.models import Claim, Verdict
from reviews.queries.exhibits import exhibits, live_evidence
from reviews.records import claim_record, judgement_of, title_of, verdict_record
from reviews.services.locking import change_claim, lock_claim, log_claim
from reviews.states import AGREED, DISPUTED, IN_REVIEW
from reviews.words import unprocessable


def submit_verdict(
    *, by: Viewer, claim_id: UUID, judgement: Judgement, rationale: str = "", version: int | None = None
) -> Verdict:
    """Give one's verdict; it replaces one's earlier one, which stays. After the review it is only recorded.

    `version` is the claim's as the reviewer read it; Stale where the claim says something else by now.
    """
    with change(project_id=by.project_id, by=by) as log:
        claim = lock_claim(by=by, claim_id=claim_id, action="verdict.submit", step="judge", version=version)
        require_sound(claim, judgement, by.project)
        earlier = Verdict.objects.filter(claim=claim, author_id=by.participant_id, current=True).first()
        verdict = Verdict(
            project_id=claim.project_id,
            claim=claim,
            author_id=by.participant_id,
            decision=judgement.decision,
            finding=judgement.finding,
            reasons=list(judgement.reasons),
            credibility=judgement.credibility,
            likelihood=judgement.likelihood,
            confidence=judgement.confidence,
            rationale=rationale,
            tlp=claim.tlp,
            cycle=claim.review_cycle,
            claim_version=claim.version,
            informed=claim.state != IN_REVIEW or _could_see_others(by, claim),
            created_at=log.at,
        )
        if earlier is not None:
            earlier.current = False
            earlier.save(update_fields=["current"])
        verdict.save(force_insert=True)
        log.add(
            "verdict.submitted",
            subject=claim.id,
            author=by.participant_id,
            secrecy=Secrecy.VERDICT,
            tlp=claim.tlp,
            before=verdict_record(earlier) if earlier else None,
            after={**verdict_record(verdict), "title": title_of(claim)},
        )
        close_if_complete(log, claim)
        return verdict


def require_sound(claim: Claim, judgement: Judgement, project: Project) -> None:
    """Refuse a judgement that breaks a rule for this kind of claim, its evidence or the project's scales."""
    broken = breaches(
        judgement,
        kind=claim.kind,
        exhibits=exhibits(claim, live_evidence(claim)),
        has_likelihood=bool(project.likelihood_words),
        has_confidence=project.uses_confidence,
    )
    if broken:
        raise unprocessable(broken)


def _could_see_others(by: Viewer, claim: Claim) -> bool:
    """Whether the reviewer could see another's verdict on the claim before: in this cycle, or at the end of another."""
    cycles = Verdict.objects.filter(claim=claim, author_id__in=by.participant_ids).values("cycle")
    others = Verdict.objects.filter(claim=claim).exclude(author_id__in=by.participant_ids)
    settled = claim.adjudications.values("cycle")
    return others.filter(Q(cycle__in=cycles) | Q(cycle__in=settled)).exists()


def close_if_complete(log: Change, claim: Claim) -> None:
    """Once all verdicts due are in, the locked claim is agreed or disputed.

    How many are due is read after the claim was locked, so that a change of that number and a verdict never miss each
    other: whoever comes second sees what the first did.
    """
    if claim.state != IN_REVIEW:
        return
    due = Project.objects.values_list("verdicts_due", flat=True).get(pk=claim.project_id)
    verdicts = list(Verdict.objects.filter(claim=claim, current=True, cycle=claim.review_cycle).order_by("id"))
    if len(verdicts) < due:
        return
    before = claim_record(claim)
    state = AGREED if agree([judgement_of(verdict) for verdict in verdicts]) else DISPUTED
    change_claim(claim, state=state, counted=[verdict.id for verdict in verdicts])
    log_claim(log, f"claim.{state}", claim, before, nobody=True)


def _verdicts_due_changed(log: Change, event: Mapping[str, Any]) -> None:
    """Fewer verdicts may be due than before: claims that have enough leave review."""
    before, after = event["before"] or {}, event["after"] or {}
    if before.get("verdicts_due") == after.get("verdicts_due"):
        return
    waiting = Claim.objects.filter(project_id=log.project_id, state=IN_REVIEW)
    for claim in waiting.order_by("pk").select_for_update(no_key=True):
        close_if_complete(log, claim)


def fill() -> None:
    """Register what verdicts react to."""
    register_reaction("project.changed", _verdicts_due_changed)
