"""Why something was refused: a sentence with values, kept apart so that the outer layers can translate the sentence."""

from typing import Any


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for translation where no translation is at hand."""
    return sentence


class Refused(ValueError):
    """Input that cannot be used. `sentence` has `%(name)s` places for `values`; `about` names a field."""

    def __init__(self, sentence: str, *, about: str = "", **values: Any) -> None:
        words = sentence % values if values else sentence
        super().__init__(f"{about}: {words}" if about else words)
        self.sentence = sentence
        self.values = values
        self.about = about
