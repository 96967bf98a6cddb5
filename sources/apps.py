"""What is read: documents, revisions, publishers, readings, imports, search."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SourcesConfig(AppConfig):
    name = "sources"
    verbose_name = _("Sources")

    def ready(self) -> None:
        from projects.threads import register_thread_kind
        from sources import events, jobs, pages, policy
        from sources.queries.findable import DOCUMENTS
        from sources.queries.threads import DOCUMENT_THREADS
        from sources.searching import register_kind
        from sources.services import markings

        policy.fill()
        events.fill()
        jobs.fill()
        pages.fill()
        markings.fill()
        register_thread_kind(DOCUMENT_THREADS)
        register_kind(DOCUMENTS)
