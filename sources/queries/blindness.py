"""Whether the marks of others on one document are hidden from a viewer, and what would end it.

The policy's own rule is asked, as things stand and as they would stand: after the viewer's own reading is finished and
they have chosen to see the others', and after everybody's is finished too.
"""

from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from projects import policy
from projects.viewers import Viewer
from projects.vocabulary import Secrecy, Tlp
from sources.models import Reading, Unblinding

_SOMEBODY_ELSE = UUID(int=0)


class Blind(StrEnum):
    """Until when the marks of others are hidden."""

    NO = ""
    UNTIL_FINISHED = "until_finished"
    UNTIL_REVEALED = "until_revealed"
    UNTIL_ALL_FINISHED = "until_all_finished"
    ALWAYS = "always"
    FOR_VIEWERS = "for_viewers"


class _Stand(NamedTuple):
    """How far a reading is; no state where there is none."""

    state: str | None = None
    revealed: bool = False


_HELD = {Reading.State.OPEN, Reading.State.FINISHED}
_SEEN = _Stand(Reading.State.FINISHED, revealed=True)


def blind_on(viewer: Viewer, document: UUID) -> Blind:
    """Until when the marks of others on a document are hidden from the viewer."""
    rule = policy.secrecy_rule(viewer, Secrecy.MARK)
    row = {
        "document": document, "author": _SOMEBODY_ELSE, "subject": None, "secrecy": Secrecy.MARK, "tlp": Tlp.CLEAR,
    }  # fmt: skip
    readings = Reading.objects.filter(project_id=viewer.project_id, document_id=document)
    stands = {
        person: _Stand(state, revealed_at is not None)
        for person, state, revealed_at in readings.values_list("participant_id", "state", "revealed_at")
    }
    present = stands.pop(viewer.participant_id, _Stand())
    unblinded = Unblinding.objects.filter(document_id=document, participant_id=viewer.participant_id).exists()

    def sees(own: _Stand, *, others_finished: bool = False) -> bool:
        others = set() if others_finished else {stand.state for stand in stands.values()}
        facts = {
            "documents revealed": own.revealed,
            "documents not yet revealed": own.state in _HELD and not own.revealed,
            "documents with readings due": Reading.State.OPEN in {own.state, *others},
            "documents unblinded": unblinded,
        }
        return rule.holds(viewer, row, {name: {document} if holds else set() for name, holds in facts.items()})

    if sees(present):
        return Blind.NO
    if sees(_SEEN):
        return Blind.UNTIL_REVEALED if present.state == Reading.State.FINISHED else Blind.UNTIL_FINISHED
    if sees(_SEEN, others_finished=True):
        return Blind.UNTIL_ALL_FINISHED
    return Blind.ALWAYS if policy.may(viewer, "reading.own") else Blind.FOR_VIEWERS
