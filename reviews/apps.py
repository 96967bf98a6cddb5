"""What is believed: claims, evidence, verdicts, adjudication."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = _("Reviews")

    def ready(self) -> None:
        from projects.threads import register_thread_kind
        from reviews import events, pages, policy, search
        from reviews.queries.threads import CLAIM_THREADS
        from reviews.services import reactions, verdicts

        policy.fill()
        events.fill()
        verdicts.fill()
        register_thread_kind(CLAIM_THREADS)
        reactions.fill()
        pages.register()
        search.register()
