"""What can go wrong, in sentences. Services and queries raise these; the API and the pages turn them into answers."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

Sentence = Any  # str or a lazy translation


class Problem(Exception):
    """A refusal with a status, a short title and a sentence that says what is wrong and what to do."""

    status = 400
    title: Sentence = _("The request cannot be used")

    def __init__(self, detail: Sentence = "", **extra: Any) -> None:
        super().__init__(str(detail))
        self.detail = detail or self.title
        self.extra = extra


class NotFound(Problem):
    """There is no such thing for this person: it does not exist, or they may not know that it does."""

    status = 404
    title = _("Not found")

    def __init__(self, detail: Sentence = "") -> None:
        super().__init__(detail or _("There is nothing here that you may see."))


class Forbidden(Problem):
    """The person may see the thing but not do this to it; the detail says who may."""

    status = 403
    title = _("Not allowed")


class Unauthorised(Problem):
    """The person has not shown who they are."""

    status = 401
    title = _("Not signed in")


class TooMany(Problem):
    """Too many requests; `wait` says for how many seconds to keep still."""

    status = 429
    title = _("Too many requests")


class Invalid(Problem):
    """The input is malformed; `errors` names each field with its sentences."""

    status = 400
    title = _("Some values cannot be used")

    def __init__(self, errors: Mapping[str, Any], detail: Sentence = "") -> None:
        listed = {name: [value] if not isinstance(value, list) else value for name, value in errors.items()}
        sentences = [str(sentence) for values in listed.values() for sentence in values]
        super().__init__(detail or " ".join(sentences), errors=listed)
        self.errors = listed


class Conflict(Problem):
    """The thing has changed, or another thing stands in the way."""

    status = 409
    title = _("In conflict with what is stored")


class Stale(Conflict):
    """An edit was made against an earlier version; `current` is the row as it is now."""

    title = _("Changed meanwhile")

    def __init__(self, current: Mapping[str, Any]) -> None:
        super().__init__(_("Somebody changed this after you opened it. Compare, then save again."), current=current)


class PreconditionRequired(Problem):
    """An edit came without the version it was made against."""

    status = 428
    title = _("Version missing")


class Unprocessable(Problem):
    """Well formed, but against a rule of the domain."""

    status = 422
    title = _("Against the rules")

    def __init__(self, detail: Sentence, errors: Mapping[str, Any] | None = None) -> None:
        extra = {"errors": {k: [v] if not isinstance(v, list) else v for k, v in errors.items()}} if errors else {}
        super().__init__(detail, **extra)


class TooLarge(Problem):
    """The body or file is over the limit."""

    status = 413
    title = _("Too large")


class Gone(Problem):
    """It was here and has been removed."""

    status = 410
    title = _("Removed")
