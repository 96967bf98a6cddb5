"""Why a relation was suggested, in sentences."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sources.models import DocumentRelation


def sentences(row: DocumentRelation) -> list[str]:
    """The reasons of a relation as sentences, in their order (both documents selected with it)."""
    return [sentence for reason in row.reasons if (sentence := _sentence(row, reason))]


def _sentence(row: DocumentRelation, reason: dict[str, Any]) -> str:
    name, text = reason["reason"], reason.get("text", 0)
    here, there = (row.target.title, row.source.title) if text else (row.source.title, row.target.title)
    if name == "shared_words":
        return ngettext(
            "They share %(words)d words in %(n)d passage.",
            "They share %(words)d words in %(n)d passages.",
            reason["passages"],
        ) % {"words": reason["words"], "n": reason["passages"]}
    if name == "quotes_words":
        said = _("“%(here)s” has %(words)d of the shared words in quotation marks.")
        return said % {"here": here, "words": reason["words"]}
    said = {
        "nearly_all_of_both": _("Nearly all of both texts is the same."),
        "nearly_all_of_the_later": _("Nearly all of the later text stands in the earlier."),
        "much_in_order": _("Much is the same, in the same order."),
        "in_marks": _("What is the same stands in quotation marks in one of them."),
        "passage_without_marks": _("A passage is the same, without quotation marks."),
        "published_earlier": _("“%(here)s” was published first."),
        "speaks_of_the_other": _("Without dates, “%(here)s” is taken for the later, because it speaks of the other."),
        "order_unknown": _("Which of them is the earlier is not known."),
        "names_address": _("“%(here)s” gives the address of “%(there)s”."),
        "names_title": _("“%(here)s” gives the title of “%(there)s”."),
        "names_publisher": _("“%(here)s” names the publisher of “%(there)s”."),
    }.get(name, "")
    return said % {"here": here, "there": there} if "%(" in said else said
