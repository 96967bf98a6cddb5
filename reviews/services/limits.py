"""How long what people write may be, whichever way it comes in: page or API."""

from django.utils.translation import gettext as _

from projects.errors import Invalid

WORDS_AT_MOST = 20_000


def require_words(**given: str) -> None:
    """Refuse texts that cannot be kept as they are, by name."""
    errors = {}
    for name, text in given.items():
        if "\0" in text:
            errors[name] = _("Leave out the NUL character.")
        elif len(text) > WORDS_AT_MOST:
            errors[name] = _("Write at most %(n)s characters.") % {"n": f"{WORDS_AT_MOST:,}"}
    if errors:
        raise Invalid(errors)
