"""The marks that stand under imported names: how many, whether blindness hides any, whether somebody changed them."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Count, Q

from annotator.models import Annotation
from annotator.queries.annotations import visible_annotations
from projects import policy
from projects.authorship import Authorship, Written
from projects.models import Event
from projects.predicates import ALWAYS
from projects.viewers import Viewer
from projects.vocabulary import Secrecy

_CHANGES = ("annotation.updated", "annotation.deleted", "annotation.restored")


def _written(viewer: Viewer, names: Collection[UUID]) -> Mapping[UUID, Written]:
    rows = visible_annotations(viewer, author_id__in=list(names)).order_by().values_list("author_id")
    counted = rows.annotate(marks=Count("id"), documents=Count("document_id", distinct=True))
    return {name: Written(marks, documents) for name, marks, documents in counted}


def _is_hidden(viewer: Viewer, name: UUID) -> bool:
    """Deleted marks count, and markings do not: blindness alone is asked about."""
    rule = policy.secrecy_rule(viewer, Secrecy.MARK)
    seen = Q() if rule == ALWAYS else rule.q(viewer, policy.columns_of(Annotation))
    rows = Annotation.objects.filter(project_id=viewer.project_id, author_id=name, secrecy=Secrecy.MARK)
    return rows.exclude(pk__in=rows.filter(seen).values("pk")).exists()


def _changed_by_others(name: UUID, member: UUID) -> bool:
    """A mark keeps its first version until somebody for whom the name speaks changes it."""
    changed = Annotation.objects.filter(author_id=name, version__gt=1)
    project_id = changed.values_list("project_id", flat=True).first()
    if project_id is None:
        return False
    events = Event.objects.filter(project_id=project_id, subject_id__in=changed.values("pk"), kind__in=_CHANGES)
    return events.exclude(actor_id=member).exists()


MARKS = Authorship(written=_written, is_hidden=_is_hidden, changed_by_others=_changed_by_others)
