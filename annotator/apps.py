"""What is marked: codebook, labels, annotations, anchors, the workspace."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnotatorConfig(AppConfig):
    name = "annotator"
    verbose_name = _("Annotator")

    def ready(self) -> None:
        from annotator import events, pages, policy
        from annotator.queries.authorship import MARKS
        from annotator.queries.findable import ANNOTATIONS
        from annotator.queries.threads import MARK_THREADS
        from annotator.services import carrying, importing, markings, relation_kinds, settling
        from projects.authorship import register_authorship
        from projects.threads import register_thread_kind
        from sources.carriers import register_carrier
        from sources.extras import register_extra
        from sources.searching import register_kind

        policy.fill()
        events.fill()
        markings.fill()
        relation_kinds.fill()
        pages.fill()
        register_authorship(MARKS)
        register_thread_kind(MARK_THREADS)
        register_extra(importing.extra())
        register_kind(ANNOTATIONS)
        register_carrier(carrying.carry_marks)
        settling.fill()
