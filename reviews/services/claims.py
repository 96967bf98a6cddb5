"""Writing claims: create, change, send to review, withdraw, restore."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.errors import Conflict, Invalid
from projects.events import Change, change
from projects.ids import new_id
from projects.viewers import Viewer
from reviews import edtf
from reviews.inputs import Draft, Speaker
from reviews.models import Attribution, Claim, Evidence
from reviews.particulars import normalise, without_reply
from reviews.queries.claims import visible_claims
from reviews.records import attribution_records, claim_record, evidence_record
from reviews.services.limits import require_words
from reviews.services.locking import change_claim, lock_claim, log_claim, require_step
from reviews.services.markings import require_own_clearance
from reviews.services.sources import Found, evidence_row, find_sources
from reviews.states import DRAFT, IN_REVIEW, WITHDRAWN
from reviews.words import NOT_EDTF, invalid_particulars

JUDGED_FIELDS = ("statement", "kind", "valid_from", "valid_to")


def create_claim(*, by: Viewer, draft: Draft, claim_id: UUID | None = None) -> tuple[Claim, bool]:
    """Write a new claim; the same id, author and content again give the same claim. Says whether it is new."""
    with change(project_id=by.project_id, by=by) as log:
        policy.require(by, "claim.create")
        particulars = checked(draft.kind, draft.particulars, draft.valid_from, draft.valid_to)
        digest = draft.digest()
        known = _known(by, claim_id, digest) if claim_id else None
        if known is not None:
            return known, False
        found = find_sources(by=by, given=draft.evidence, claim_author=by.participant_id)
        own = by.project.default_tlp if draft.tlp is None else draft.tlp
        require_own_clearance(by, own)
        claim = _new_claim(by, draft, particulars, max([own, *(source.tlp for source in found)]), digest, claim_id)
        try:
            with transaction.atomic():
                claim.save(force_insert=True)
        except IntegrityError:
            known = _known(by, claim.pk, digest)
            if known is None:
                raise
            return known, False
        _write_speakers(claim, draft.attributions)
        _write_evidence(log, by, claim, found)
        return claim, True


def _new_claim(
    by: Viewer, draft: Draft, particulars: dict[str, Any], tlp: int, digest: str, claim_id: UUID | None
) -> Claim:
    now = timezone.now()
    return Claim(
        id=claim_id or new_id(),
        project_id=by.project_id,
        author_id=by.participant_id,
        statement=draft.statement,
        kind=draft.kind,
        state=draft.state,
        submitted_at=now if draft.state == IN_REVIEW else None,
        held=draft.kind == Claim.Kind.ALLEGATION,
        tlp=tlp,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
        particulars=particulars,
        body_digest=digest,
        created_at=now,
        updated_at=now,
    )


def _known(by: Viewer, claim_id: UUID, digest: str) -> Claim | None:
    """The claim that has this id, if it is the same one and its author may still see it; Conflict for any other."""
    known = Claim.objects.filter(pk=claim_id).first()
    if known is None:
        return None
    same_place = known.project_id == by.project_id and known.author_id == by.participant_id
    if same_place and known.body_digest == digest and visible_claims(by).filter(pk=claim_id).exists():
        return known
    raise Conflict(_("This id belongs to something else. Make a new one."))


def checked(kind: str, particulars: Any, valid_from: str, valid_to: str) -> dict[str, Any]:
    """The particulars in their normal form; Invalid where they or the dates cannot be used."""
    normal, problems = normalise(kind, particulars)
    if problems:
        raise invalid_particulars(problems)
    for name, value in (("valid_from", valid_from), ("valid_to", valid_to)):
        try:
            _range = edtf.parse_point(value) if value else None
        except ValueError:
            raise Invalid({name: NOT_EDTF}) from None
    try:
        edtf.between(valid_from, valid_to)
    except ValueError:
        raise Invalid({"valid_to": _("The end is before the start.")}) from None
    return normal


def _write_speakers(claim: Claim, speakers: tuple[Speaker, ...]) -> None:
    Attribution.objects.bulk_create(
        Attribution(
            project_id=claim.project_id,
            claim=claim,
            position=position,
            name=speaker.name,
            role=speaker.role,
            directness=speaker.directness,
            anonymous=speaker.anonymous,
            words=speaker.words,
        )
        for position, speaker in enumerate(speakers)
    )


def _write_evidence(log: Change, by: Viewer, claim: Claim, found: list[Found]) -> None:
    rows = [evidence_row(source, by=by, claim=claim) for source in found]
    Evidence.objects.bulk_create(rows)
    log_claim(
        log,
        "claim.created",
        claim,
        None,
        attributions=attribution_records(claim),
        evidence=[evidence_record(row) for row in rows],
    )


def edit_claim(*, by: Viewer, claim_id: UUID, version: int, changes: dict[str, Any]) -> Claim:
    """Change what the author wrote. In review, a change of what is judged makes the verdicts start afresh.

    Whether verdicts are in already is secret, so that the new cycle begins whether there are any or not. The right of
    reply and the marking may be recorded in any state; a lower marking needs a reason.
    """
    with change(project_id=by.project_id, by=by) as log:
        claim = lock_claim(by=by, claim_id=claim_id, action="claim.edit", step="mark", version=version)
        before = claim_record(claim, attributions=attribution_records(claim))
        fields = {
            name: changes[name] for name in JUDGED_FIELDS if name in changes and changes[name] != getattr(claim, name)
        }
        kind = fields.get("kind", claim.kind)
        fields |= _particulars(claim, kind, fields, changes)
        speakers = _speakers(claim, changes)
        judged = bool(set(fields) & {*JUDGED_FIELDS}) or speakers is not None
        if "particulars" in fields:
            judged |= without_reply(fields["particulars"]) != without_reply(claim.particulars)
        if judged:
            require_step(claim, "edit")
            if claim.state == IN_REVIEW:
                fields["review_cycle"] = claim.review_cycle + 1
        if kind == Claim.Kind.ALLEGATION and kind != claim.kind:
            fields["held"] = True
        if speakers is not None:
            claim.attributions.all().delete()
            _write_speakers(claim, speakers)
        if not fields and speakers is None:
            return claim
        change_claim(claim, **fields)
        log_claim(log, "claim.changed", claim, before, attributions=attribution_records(claim))
        if fields.get("held"):
            log_claim(log, "claim.held", claim, before)
        return claim


def _particulars(claim: Claim, kind: str, fields: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    given = changes.get("particulars", claim.particulars if kind == claim.kind else {})
    normal = checked(kind, given, fields.get("valid_from", claim.valid_from), fields.get("valid_to", claim.valid_to))
    return {"particulars": normal} if normal != claim.particulars else {}


def _speakers(claim: Claim, changes: dict[str, Any]) -> tuple[Speaker, ...] | None:
    if "attributions" not in changes:
        return None
    given: tuple[Speaker, ...] = changes["attributions"]
    now = tuple(Speaker(**record) for record in attribution_records(claim))
    return None if given == now else given


def submit_claim(*, by: Viewer, claim_id: UUID, version: int | None = None) -> Claim:
    """Send a draft to review; one that is in review already stays as it is."""
    with change(project_id=by.project_id, by=by) as log:
        claim = lock_claim(by=by, claim_id=claim_id, action="claim.edit", version=version)
        if claim.state == IN_REVIEW:
            return claim
        require_step(claim, "submit")
        before = claim_record(claim)
        change_claim(claim, state=IN_REVIEW, submitted_at=timezone.now(), question="")
        log_claim(log, "claim.submitted", claim, before)
        return claim


def withdraw_claim(*, by: Viewer, claim_id: UUID, version: int | None = None, reason: str = "") -> Claim:
    """Take a claim back; it stays, with all that was said of it."""
    require_words(reason=reason)
    with change(project_id=by.project_id, by=by) as log:
        claim = lock_claim(by=by, claim_id=claim_id, action="claim.edit", step="withdraw", version=version)
        before = claim_record(claim)
        change_claim(claim, state=WITHDRAWN, review_due=False, review_due_reasons=[])
        log_claim(log, "claim.withdrawn", claim, before, reason=reason)
        return claim


def restore_claim(*, by: Viewer, claim_id: UUID) -> Claim:
    """Bring a withdrawn claim back as a draft, to be judged afresh."""
    with change(project_id=by.project_id, by=by) as log:
        claim = lock_claim(by=by, claim_id=claim_id, action="claim.edit", step="restore")
        before = claim_record(claim)
        change_claim(claim, state=DRAFT, review_cycle=claim.review_cycle + 1, counted=[])
        log_claim(log, "claim.restored", claim, before)
        return claim
