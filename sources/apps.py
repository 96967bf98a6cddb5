"""What is read: documents, revisions, publishers, readings, imports, search."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SourcesConfig(AppConfig):
    name = "sources"
    verbose_name = _("Sources")

    def ready(self) -> None:
        from sources import events, jobs, pages, policy
        from sources.queries.findable import DOCUMENTS
        from sources.searching import register_kind

        policy.fill()
        events.fill()
        jobs.fill()
        pages.fill()
        register_kind(DOCUMENTS)
