"""One's own reading: begun by the first mark, finished when all there is to mark is marked.

Finishing and seeing what others did are two acts. Until the second a reader may go on with what they had finished; it
lifts blindness there and then, and from then on somebody else has to reopen the reading (`oversight`).
"""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.errors import Conflict
from projects.events import change
from projects.viewers import Viewer
from sources.models import Document, Reading
from sources.queries.blindness import Blind, blind_on
from sources.services.reading_states import set_state

_ENDED_BY_LOOKING = {Blind.UNTIL_FINISHED, Blind.UNTIL_REVEALED}
_STAYING_HIDDEN = {
    Blind.UNTIL_ALL_FINISHED: _("The work of others is hidden until everybody who has begun this document finishes."),
    Blind.ALWAYS: _("The work of others is hidden in this project."),
}


def open_reading(*, by: Viewer, document: Document) -> Reading:
    """Begin one's own reading, or return the one there is. One that was handed back is taken up again."""
    policy.require(by, "reading.own")
    with change(project_id=by.project_id, by=by) as log:
        reading, made = _own(by, document)
        if made or reading.state == Reading.State.RELEASED:
            reading = set_state(log, document, reading, Reading.State.OPEN, "reading.opened", new=made)
        return reading


def finish_reading(*, by: Viewer, document: Document, look: bool) -> Reading:
    """Say that one has read the document and marked all there is to mark, which may be nothing.

    With `look` the work of others is revealed with it, if that is all it waits for; and where nothing of theirs is
    hidden anyway.
    """
    policy.require(by, "reading.own")
    with change(project_id=by.project_id, by=by) as log:
        blind = blind_on(by, document.id)  # before there is a reading: whoever sees all goes on seeing it
        look = blind == Blind.NO or (look and blind in _ENDED_BY_LOOKING)
        reading, made = _own(by, document)
        if reading.state != Reading.State.FINISHED:
            reading = set_state(log, document, reading, Reading.State.FINISHED, "reading.finished", new=made, look=look)
        elif look and reading.revealed_at is None:
            reading = set_state(log, document, reading, Reading.State.FINISHED, "reading.revealed", look=True)
        return reading


def reveal_others(*, by: Viewer, document: Document) -> Reading:
    """See what others did on a document whose reading one has finished; from then on one cannot go on with it."""
    policy.require(by, "reading.own")
    with change(project_id=by.project_id, by=by) as log:
        reading = _mine(by, document)
        if reading.state != Reading.State.FINISHED:
            raise Conflict(_("Finish your reading first: the work of others is hidden until then."))
        if reading.revealed_at is None:
            blind = blind_on(by, document.id)
            if blind in _STAYING_HIDDEN:
                raise Conflict(_STAYING_HIDDEN[blind])
            reading = set_state(log, document, reading, Reading.State.FINISHED, "reading.revealed", look=True)
        return reading


def resume_reading(*, by: Viewer, document: Document) -> Reading:
    """Go on with a reading one had finished, as long as the work of others has stayed hidden."""
    policy.require(by, "reading.own")
    with change(project_id=by.project_id, by=by) as log:
        reading = _mine(by, document)
        if reading.state != Reading.State.FINISHED:
            raise Conflict(_("This reading is not finished."))
        if reading.revealed_at is not None or blind_on(by, document.id) == Blind.NO:
            raise Conflict(_("You have seen the work of others since. Ask a manager to reopen your reading."))
        return set_state(log, document, reading, Reading.State.OPEN, "reading.resumed")


def _own(by: Viewer, document: Document) -> tuple[Reading, bool]:
    """One's own reading, locked, and whether it has just been made."""
    fresh = {"project_id": by.project_id, "started_at": timezone.now()}
    reading, made = Reading.objects.select_for_update(of=("self",)).get_or_create(
        document=document, participant_id=by.participant_id, defaults=fresh
    )
    return reading, made


def _mine(by: Viewer, document: Document) -> Reading:
    reading = Reading.objects.select_for_update(of=("self",)).filter(
        document=document, participant_id=by.participant_id
    )
    found = reading.select_related("participant").first()
    if found is None:
        raise Conflict(_("You have not begun to read this document."))
    return found
