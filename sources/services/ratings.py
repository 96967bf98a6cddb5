"""Ratings of publishers: added with a date, a person and a reason, and never changed."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.errors import Conflict, Invalid, NotFound, Stale, Unprocessable
from projects.events import Change, change
from projects.viewers import Viewer
from sources.models import Publisher, PublisherRating
from sources.queries.publishers import present_letter
from sources.ratings import REASON_AT_MOST, check_beginning, check_letter, first_day
from sources.refusals import Refused
from sources.representations import represent_publisher, represent_rating
from sources.wording import invalid


def lock_publisher(by: Viewer, publisher_id: UUID, version: int) -> Publisher:
    """A publisher of the viewer's project, locked for a change against the version that was seen."""
    rows = Publisher.objects.select_for_update(of=("self",), no_key=True)
    publisher = rows.filter(project_id=by.project_id, id=publisher_id).first()
    if publisher is None:
        raise NotFound()
    if publisher.version != version:
        raise Stale(represent_publisher(publisher))
    if publisher.merged_into is not None:
        raise Conflict(
            _("%(name)s was merged into %(into)s. Change that one, or split the two again.")
            % {"name": publisher.name, "into": publisher.merged_into.name}
        )
    return publisher


def rate_publisher(
    *, by: Viewer, publisher_id: UUID, version: int, reliability: str, reason: str, valid_from: str = ""
) -> Publisher:
    """Give a publisher a letter from a day on, today where none is said. The letter that holds last is its present one.

    A letter for earlier days fills in the history, and the present one stays.
    """
    with change(project_id=by.project_id, by=by) as log:
        publisher = lock_publisher(by, publisher_id, version)
        policy.require(by, "publisher.edit")
        publisher.version += 1
        add_rating(log, by, publisher, reliability=reliability, reason=reason, valid_from=valid_from)
        return publisher


def add_rating(
    log: Change, by: Viewer, publisher: Publisher, *, reliability: str, reason: str, valid_from: str = ""
) -> PublisherRating:
    """Add a rating to a locked publisher within a change, and store its present letter."""
    given = _reason(reason)
    try:
        letter = check_letter(reliability)
    except Refused as refusal:
        raise invalid(refusal, "reliability") from None
    try:
        beginning = check_beginning(valid_from, timezone.now())
    except Refused as refusal:
        raise invalid(refusal, "valid_from") from None
    before = represent_publisher(publisher)
    rating = PublisherRating.objects.create(
        project_id=publisher.project_id,
        publisher=publisher,
        reliability=letter,
        valid_from=beginning,
        begins=first_day(beginning),
        reason=given,
        author_id=by.participant_id,
        created_at=log.at,
    )
    publisher.reliability = present_letter(publisher)
    publisher.save(update_fields=["reliability", "version"])
    after = represent_publisher(publisher) | {"rating": represent_rating(rating)}
    log.add("publisher.rated", subject=publisher.id, before=before, after=after)
    return rating


def _reason(reason: str) -> str:
    given = reason.strip()
    if not given:
        raise Unprocessable(_("A rating needs a reason."), {"reason": _("Say what the letter rests on.")})
    if len(given) > REASON_AT_MOST or "\0" in given:
        raise Invalid({"reason": _("Use at most %(n)d characters.") % {"n": REASON_AT_MOST}})
    return given
