"""Whether the marks of others on one document are hidden from a viewer, and what would end it.

The policy's own rule is asked, as things stand and as they would stand: after the viewer's own reading is finished, and
after everybody's is.
"""

from enum import StrEnum
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
    UNTIL_ALL_FINISHED = "until_all_finished"
    ALWAYS = "always"
    FOR_VIEWERS = "for_viewers"


def blind_on(viewer: Viewer, document: UUID) -> Blind:
    """Until when the marks of others on a document are hidden from the viewer."""
    rule = policy.secrecy_rule(viewer, Secrecy.MARK)
    row = {
        "document": document, "author": _SOMEBODY_ELSE, "subject": None, "secrecy": Secrecy.MARK, "tlp": Tlp.CLEAR,
    }  # fmt: skip
    readings = Reading.objects.filter(project_id=viewer.project_id, document_id=document)
    states = dict(readings.values_list("participant_id", "state"))
    unblinded = Unblinding.objects.filter(document_id=document, participant_id=viewer.participant_id).exists()

    def sees(**then: str) -> bool:
        own = then.get("own", states.get(viewer.participant_id))
        others = [then.get("others", state) for person, state in states.items() if person != viewer.participant_id]
        facts = {
            "finished documents": own == Reading.State.FINISHED,
            "unfinished documents": own == Reading.State.OPEN,
            "documents with readings due": Reading.State.OPEN in {own, *others},
            "documents unblinded": unblinded,
        }
        return rule.holds(viewer, row, {name: {document} if holds else set() for name, holds in facts.items()})

    if sees():
        return Blind.NO
    finished = Reading.State.FINISHED.value
    if sees(own=finished):
        return Blind.UNTIL_FINISHED
    if sees(own=finished, others=finished):
        return Blind.UNTIL_ALL_FINISHED
    return Blind.ALWAYS if policy.may(viewer, "reading.own") else Blind.FOR_VIEWERS
