"""Refusals of the pure modules, in the reader's language."""

from django.utils.translation import gettext as _

from projects.errors import Invalid
from sources.refusals import Refused


def worded(refusal: Refused) -> str:
    """The refusal as a sentence, after the name of the field it is about."""
    values = {name: worded(value) if isinstance(value, Refused) else value for name, value in refusal.values.items()}
    words = _(refusal.sentence) % values if values else _(refusal.sentence)
    return f"{refusal.about}: {words}" if refusal.about else words


def invalid(refusal: Refused, field: str = "") -> Invalid:
    """The refusal as an error of the API about one field."""
    words = worded(Refused(refusal.sentence, **refusal.values))
    return Invalid({field or refusal.about or "body": words})
