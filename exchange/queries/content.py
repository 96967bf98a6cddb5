"""Which documents, marks and claims belong to one person's export: the policy, the level and the filters, in one place.

Each queryset is filtered by `policy.visible` for the person the export is made for, so blindness holds in a file as it
does on a page. What they may see but what is left out all the same (above the level, held, filtered) is only counted.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from annotator.models import Anchor, Annotation
from annotator.queries.relations import visible_relations
from exchange.filters import Filters, Status
from projects import policy
from projects.models import Participant
from projects.queries.comments import visible_comments
from projects.viewers import Viewer
from reviews.models import Adjudication, Claim, Evidence, Verdict
from sources.models import Document, Reading
from sources.queries.documents import known_readings

Rows = QuerySet[Any, Any]


def _status(viewer: Viewer, filters: Filters) -> Q:
    """Documents by how far the readings are that the person may know of: who reads what is blind as well."""
    readings = known_readings(viewer).filter(document_id=OuterRef("pk"))
    is_open = Exists(readings.filter(state=Reading.State.OPEN))
    is_read = Exists(readings.filter(state=Reading.State.FINISHED))
    conditions = {
        Status.NEW: ~is_open & ~is_read,
        Status.OPEN: Q(is_open),
        Status.FINISHED: ~is_open & is_read,
    }
    chosen = Q(pk__in=())
    for status in filters.status:
        chosen |= Q(conditions[Status(status)])
    return chosen


@dataclass(frozen=True)
class Content:
    """The querysets of one export."""

    viewer: Viewer
    level: int
    filters: Filters

    @cached_property
    def seen_documents(self) -> Rows:
        """Documents that the person may see and the filters let through, at any level."""
        rows = Document.objects.filter(
            policy.visible(self.viewer, Document),
            project_id=self.viewer.project_id,
            deleted_at__isnull=True,
            current_revision__isnull=False,
        )
        if self.filters.documents:
            rows = rows.filter(id__in=self.filters.documents)
        if self.filters.status:
            rows = rows.filter(_status(self.viewer, self.filters))
        return rows

    @cached_property
    def documents(self) -> Rows:
        """Documents of the export."""
        return self.seen_documents.filter(tlp__lte=self.level)

    @cached_property
    def seen_annotations(self) -> Rows:
        """Marks that the person may see and the filters let through, at any level."""
        rows = Annotation.objects.filter(
            policy.visible(self.viewer, Annotation),
            project_id=self.viewer.project_id,
            deleted_at__isnull=True,
        )
        if self.filters.labels:
            rows = rows.filter(label_id__in=self.filters.labels)
        if self.filters.annotators:
            chosen = [UUID(person) for person in self.filters.annotators]
            # Whoever is chosen is meant with the imported names that speak for them.
            people = Participant.objects.filter(Q(id__in=chosen) | Q(speaks_for_id__in=chosen))
            rows = rows.filter(author_id__in=people.filter(project_id=self.viewer.project_id).values("id"))
        return rows

    def annotations(self, documents: list[Any], revisions: list[Any]) -> Rows:
        """Marks of the export on some documents, joined to where they stand in the current revision of each."""
        return self.seen_annotations.filter(
            tlp__lte=self.level, document_id__in=documents, anchors__revision_id__in=revisions
        )

    @cached_property
    def relations(self) -> Rows:
        """Relations between two marks of the export."""
        marks = self._marks_there.filter(tlp__lte=self.level).values("id")
        return visible_relations(self.viewer, tlp__lte=self.level).filter(source_id__in=marks, target_id__in=marks)

    @cached_property
    def seen_claims(self) -> Rows:
        """Claims that the person may see and the filters let through, held or not, at any level."""
        rows = Claim.objects.filter(policy.visible(self.viewer, Claim), project_id=self.viewer.project_id)
        if self.filters.states:
            rows = rows.filter(state__in=self.filters.states)
        if self.filters.choose_documents:
            resting = Evidence.objects.filter(removed_at__isnull=True, document__in=self.documents)
            rows = rows.filter(id__in=resting.values("claim_id"))
        return rows

    @cached_property
    def claims(self) -> Rows:
        """Claims of the export: a held one is in none."""
        return self.seen_claims.filter(tlp__lte=self.level, held=False)

    def evidence(self, claims: list[Any]) -> Rows:
        """Evidence of some claims of the export; a passage above the level is not carried."""
        return Evidence.objects.filter(
            policy.visible(self.viewer, Evidence),
            Q(document__isnull=True) | Q(document__tlp__lte=self.level, document__deleted_at__isnull=True),
            project_id=self.viewer.project_id,
            claim_id__in=claims,
            removed_at__isnull=True,
            tlp__lte=self.level,
        )

    def judgements(self, model: type[Verdict] | type[Adjudication], claims: list[Any]) -> Rows:
        """Verdicts or adjudications of some claims of the export that the person may see."""
        return model.objects.filter(
            policy.visible(self.viewer, model),
            project_id=self.viewer.project_id,
            claim_id__in=claims,
            tlp__lte=self.level,
        )

    @cached_property
    def comments(self) -> Rows:
        """What the person may see of what was said about what is in the export, without what is deleted."""
        about = (
            Q(thread__kind="document", subject_id__in=self.documents.values("id"))
            | Q(
                thread__kind="annotation",
                subject_id__in=self._marks_there.filter(thread__isnull=False).values("id"),
            )
            | Q(thread__kind="claim", subject_id__in=self.claims.values("id"))
        )
        return visible_comments(self.viewer, deleted_at__isnull=True, tlp__lte=self.level).filter(about)

    @property
    def _marks_there(self) -> Rows:
        """The marks of the export that have a place in it."""
        rows = self.seen_annotations.filter(document__in=self.documents)
        return rows.filter(anchors__revision_id=F("document__current_revision_id"))

    def left_out(self) -> dict[str, Rows]:
        """Reason → rows that the person may see and that the export does not carry. Nothing hidden is counted."""
        return {
            "documents_above_level": self.seen_documents.filter(tlp__gt=self.level),
            "annotations_above_level": self.seen_annotations.filter(
                Q(tlp__gt=self.level) | Q(document__tlp__gt=self.level), document__in=self.seen_documents
            ),
            "annotations_without_place": self.seen_annotations.filter(
                ~Exists(
                    Anchor.objects.filter(
                        annotation_id=OuterRef("pk"), revision_id=OuterRef("document__current_revision_id")
                    )
                ),
                tlp__lte=self.level,
                document__in=self.documents.filter(current_revision__number__gt=1),
            ),
            "claims_above_level": self.seen_claims.filter(tlp__gt=self.level, held=False),
            "claims_held": self.seen_claims.filter(held=True),
        }
