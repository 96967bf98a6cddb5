"""What is marked: codebook, labels, annotations, anchors, the workspace."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnotatorConfig(AppConfig):
    name = "annotator"
    verbose_name = _("Annotator")

    def ready(self) -> None:
        from annotator import events, policy

        policy.fill()
        events.fill()
