"""What people write into a search, as an expression: words, “phrases”, begin*, or, not, -not and brackets.

Words that stand side by side are all wanted; `or` binds looser than they do. Nothing that can be written is an error:
a quotation or a bracket that is never closed ends with the line, an operator without words is passed over, and signs
without letters find nothing by themselves. Upper and lower case are the same.
"""

import re
from dataclasses import dataclass

# Brackets deeper than this are read as if they were not there; words past this many are not looked for.
DEEPEST, TERMS_AT_MOST = 12, 60
PREFIX_AT_LEAST = 2
_QUOTES = '"“”„«»'
_TOKEN = re.compile(rf"-?[{_QUOTES}][^{_QUOTES}]*[{_QUOTES}]?|[()]|-(?=[(])|[^\s()]+")


@dataclass(frozen=True)
class Term:
    """A word or a phrase; with `prefix`, every word that begins so. (Of a phrase the whole is wanted, in order.)"""

    text: str
    prefix: bool = False


@dataclass(frozen=True)
class Not:
    """What must not be there."""

    part: "Expression"


@dataclass(frozen=True)
class All:
    """Every part is wanted."""

    parts: "tuple[Expression, ...]"


@dataclass(frozen=True)
class Either:
    """One part is enough."""

    parts: "tuple[Expression, ...]"


Expression = Term | Not | All | Either


class _Reading:
    """The signs under way."""

    def __init__(self, words: str) -> None:
        self.signs: list[str] = _TOKEN.findall(words)
        self.at = 0
        self.terms = 0

    def either(self, depth: int) -> Expression | None:
        """Alternatives up to the end or a closing bracket."""
        found: list[Expression] = []
        while True:
            part = self.all(depth)
            if part is not None:
                found.append(part)
            if self.at < len(self.signs) and self.signs[self.at].casefold() == "or":
                self.at += 1
                continue
            break
        if self.at < len(self.signs):
            self.at += 1  # the bracket that closes these
        return _one_or(Either, found)

    def all(self, depth: int) -> Expression | None:
        """Parts that are all wanted, up to `or`, a closing bracket or the end."""
        found: list[Expression] = []
        while self.at < len(self.signs):
            sign = self.signs[self.at]
            if sign == ")" and depth == 0:
                self.at += 1
                continue
            if sign == ")" or sign.casefold() == "or":
                break
            part = self.part(depth)
            if part is not None:
                found.append(part)
        return _one_or(All, found)

    def part(self, depth: int) -> Expression | None:
        """One word, phrase, bracket or what is not wanted."""
        sign = self.signs[self.at]
        self.at += 1
        if sign == "(":
            return self.either(depth + 1) if depth < DEEPEST else None
        if sign.casefold() in {"and", "not", "-"}:
            ready = self.at < len(self.signs) and self.signs[self.at] != ")"
            if not ready or self.signs[self.at].casefold() == "or":
                return None
            part = self.part(depth)
            return part if part is None or sign.casefold() == "and" else Not(part)
        negated = len(sign) > 1 and sign[0] == "-"
        term = self.term(sign[1:] if negated else sign)
        return Not(term) if term is not None and negated else term

    def term(self, sign: str) -> Expression | None:
        """A word or a phrase, where it has any letters."""
        prefix = sign[0] not in _QUOTES and sign.endswith("*")
        text = sign.strip(_QUOTES + "*" if prefix else _QUOTES).strip()
        if self.terms >= TERMS_AT_MOST or not any(character.isalnum() for character in text):
            return None
        self.terms += 1
        return Term(text, prefix and len(text) >= PREFIX_AT_LEAST)


def _one_or(several: type[All] | type[Either], found: list[Expression]) -> Expression | None:
    if not found:
        return None
    return found[0] if len(found) == 1 else several(tuple(found))


def parse(words: str) -> Expression | None:
    """The expression that the words mean; nothing where they hold no letters."""
    return _Reading(words).either(0)


def wanted(expression: Expression | None) -> list[Term]:
    """The words and phrases that are looked for, without those that must not be there."""
    match expression:
        case Term():
            return [expression]
        case All(parts) | Either(parts):
            return list(dict.fromkeys(term for part in parts for term in wanted(part)))
        case _:
            return []
