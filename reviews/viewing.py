"""Words of the pages that stand in no model: what each kind of claim means for whoever judges it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

KIND_HINTS: dict[str, Any] = {
    "fact": _("Judged by finding and credibility."),
    "quantity": _("A number with unit, definition and period. Judged by finding and credibility."),
    "prediction": _("Open until its horizon; judged by whether it came true."),
    "opinion": _("Judged by whether the reasons given carry it; it has no credibility."),
    "inference": _("Judged by whether the reasons given carry it; it has no credibility."),
    "recommendation": _("Judged by what became of it."),
    "allegation": _("About a person. It is held back from exports and search until an adjudicator releases it."),
}
