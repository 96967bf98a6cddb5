"""Rules of reading: who may import and read documents, and when somebody sees another reader's marks.

Blindness of marks. One's own are always seen. Of others':

- an annotator sees them when they have finished their own reading of the document and have chosen to see them, two acts
  (no reading means not finished);
- a reviewer sees them unless they have a reading there that is not so far (one who also annotates is an annotator);
- managers and adjudicators see them when every reading that is due on the document is in, or when they have recorded a
  reason for looking earlier, and never while their own reading there is not so far;
- viewers see only the adjudicated layer, whose rows are open.

Relations between documents. Who decides about them (reviewers, adjudicators, managers) sees suggestions and what was
dismissed; everybody else sees what is confirmed. Whoever may not see both documents sees no relation of them
(`queries.relations`). What a document's origin was set to is seen by whoever sees both.

A project may set `marks_blind` to `never` (everybody but viewers sees everything) or `always` (only managers and
adjudicators ever compare).
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.facts import register_fact
from projects.policy import EVERY_ROLE, roles
from projects.predicates import ALWAYS, Mine, Predicate, ViewerIs, Within
from projects.viewers import Viewer
from projects.vocabulary import Blindness, Role, Secrecy
from sources.models import (
    SUGGESTION,
    Document,
    DocumentRelation,
    OriginOverride,
    Reading,
    SavedSearch,
    SearchEntry,
    Unblinding,
)

_NEVER_BLIND = ViewerIs("marks are never blind", lambda v: v.project.marks_blind == Blindness.NEVER)
_ALWAYS_BLIND = ViewerIs("marks are always blind", lambda v: v.project.marks_blind == Blindness.ALWAYS)
_ANNOTATES = ViewerIs("annotates", lambda v: v.has(Role.ANNOTATOR))

_WORKING = (Role.ANNOTATOR, Role.REVIEWER, Role.ADJUDICATOR, Role.MANAGER)
DECIDE_RELATIONS = (Role.REVIEWER, Role.ADJUDICATOR, Role.MANAGER)

_REVEALED = Within("document", "documents revealed")
_UNREVEALED = Within("document", "documents not yet revealed")
_PENDING = Within("document", "documents with readings due")
_UNBLINDED = Within("document", "documents unblinded")


def mark_rules() -> dict[str, Predicate]:
    """Role → when somebody's marks on a document may be seen."""
    annotator = Mine() | _NEVER_BLIND | (_REVEALED & ~_ALWAYS_BLIND)
    reviewer = Mine() | _NEVER_BLIND | (~_ALWAYS_BLIND & ~_UNREVEALED & (~_ANNOTATES | _REVEALED))
    overseer = Mine() | _NEVER_BLIND | (~_UNREVEALED & (~_PENDING | _UNBLINDED))
    return {
        Role.ANNOTATOR: annotator,
        Role.REVIEWER: reviewer,
        Role.ADJUDICATOR: overseer,
        Role.MANAGER: overseer,
    }


def _own(viewer: Viewer) -> QuerySet[Reading]:
    return Reading.objects.filter(project_id=viewer.project_id, participant_id=viewer.participant_id)


def _revealed(viewer: Viewer) -> QuerySet[Any, Any]:
    return _own(viewer).exclude(revealed_at=None).values_list("document_id")


def _unrevealed(viewer: Viewer) -> QuerySet[Any, Any]:
    held = _own(viewer).filter(revealed_at=None).exclude(state=Reading.State.RELEASED)
    return held.values_list("document_id")


def _pending(viewer: Viewer) -> QuerySet[Any, Any]:
    due = Reading.objects.filter(project_id=viewer.project_id, state=Reading.State.OPEN)
    return due.values_list("document_id")


def _unblinded(viewer: Viewer) -> QuerySet[Any, Any]:
    mine = Unblinding.objects.filter(project_id=viewer.project_id, participant_id=viewer.participant_id)
    return mine.values_list("document_id")


def _above(viewer: Viewer) -> QuerySet[Any, Any]:
    return Document.objects.filter(project_id=viewer.project_id, tlp__gt=viewer.clearance).values_list("id")


def _relations_above(viewer: Viewer) -> QuerySet[Any, Any]:
    """Relations of which a document is marked above the viewer's clearance."""
    rows = DocumentRelation.objects.filter(project_id=viewer.project_id, tlp__gt=viewer.clearance)
    return rows.values_list("id")


def _origins_above(viewer: Viewer) -> QuerySet[Any, Any]:
    rows = OriginOverride.objects.filter(project_id=viewer.project_id, tlp__gt=viewer.clearance)
    return rows.values_list("id")


def fill() -> None:
    """Put this app's rules into the policy table."""
    register_fact("documents revealed", _revealed, once_chosen=True)
    register_fact("documents not yet revealed", _unrevealed, once_chosen=False)
    register_fact("documents with readings due", _pending)
    register_fact("documents unblinded", _unblinded)
    register_fact("documents above clearance", _above)
    policy.set_marking_now("document", "documents above clearance")
    register_fact("document relations above clearance", _relations_above)
    register_fact("origins above clearance", _origins_above)
    policy.set_marking_now("subject", "document relations above clearance")
    policy.set_marking_now("subject", "origins above clearance")
    policy.set_secrecy(Secrecy.MARK, mark_rules())
    policy.set_secrecy(SUGGESTION, roles(*DECIDE_RELATIONS))
    policy.set_columns(Document, secrecies=(Secrecy.OPEN,), document="id", subject="id")
    policy.set_columns(SearchEntry)
    policy.set_columns(
        DocumentRelation,
        secrecies=(Secrecy.OPEN, SUGGESTION),
        document="source_id",
        subject="id",
        author="decided_by_id",
    )
    policy.allow("document_relation.read", roles(*EVERY_ROLE))
    policy.allow("document_relation.decide", roles(*DECIDE_RELATIONS))
    policy.allow("origin.read", roles(*EVERY_ROLE))
    policy.allow("origin.set", roles(*DECIDE_RELATIONS))
    policy.allow("document.read", roles(*EVERY_ROLE))
    policy.allow("document.import", roles(Role.MANAGER))
    policy.allow("document.edit", roles(Role.MANAGER))
    policy.allow("document.revise", roles(Role.MANAGER))
    policy.allow("document.delete", roles(Role.MANAGER))
    policy.allow("import.read", roles(Role.MANAGER))
    policy.allow("publisher.read", roles(*EVERY_ROLE))
    policy.allow("publisher.edit", roles(Role.MANAGER))
    policy.allow("reading.own", roles(*_WORKING))
    policy.allow("entity.read", roles(*EVERY_ROLE))
    policy.allow("entity.add", roles(*_WORKING))
    policy.allow("entity.edit", roles(*_WORKING))
    policy.allow("entity.merge", roles(Role.REVIEWER, Role.ADJUDICATOR, Role.MANAGER))
    policy.allow("reading.manage", roles(Role.MANAGER))
    policy.allow("document.unblind", roles(Role.ADJUDICATOR, Role.MANAGER))
    policy.allow("search.use", roles(*EVERY_ROLE))
    policy.set_columns(SavedSearch, secrecies=(Secrecy.OPEN,), subject="id")
    policy.allow("search.save", roles(*_WORKING))
    policy.allow(
        "search.remove",
        {**roles(*_WORKING, when=Mine()), Role.MANAGER: ALWAYS},
        why_not=_("Only whoever saved this search, or a manager, may remove it."),
    )
    policy.allow("index.rebuild", roles(Role.MANAGER, when=ALWAYS))
