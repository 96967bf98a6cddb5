"""What each kind of claim says besides its statement, in one normal form; no framework.

quantity: `value`, `unit`, `definition`, `period` · prediction: `probability` ({value 1–99} or {words}, or null),
`basis` (stated, mapped, none), `horizon` · recommendation: `addressee` · allegation: `right_of_reply`, a list of
`{person, asked, when, answered, answer}`. All may be missing: what a source leaves out is a finding, not an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from reviews import edtf

BASES = ("stated", "mapped", "none")
MAX_TEXT = 4000
MAX_PEOPLE = 50

Problems = dict[str, str]


class _Reader:
    """Reads known keys of one object; what cannot be used is collected as codes by path."""

    def __init__(self, given: Any, path: str, problems: Problems) -> None:
        self.path, self.problems = path, problems
        self.given: dict[str, Any] = {}
        if isinstance(given, Mapping):
            self.given = dict(given)
        else:
            self.complain("", "object")

    def complain(self, key: str, code: str) -> None:
        self.problems[f"{self.path}.{key}" if key else self.path] = code

    def take(self, key: str, read: Callable[[Any], Any], code: str, default: Any = "") -> Any:
        """The value under a key as `read` understands it; missing and null give the default."""
        value = self.given.pop(key, None)
        if value is None:
            return default
        try:
            return read(value)
        except (ValueError, TypeError, OverflowError):
            self.complain(key, code)
            return default

    def finish(self) -> None:
        for key in self.given:
            self.complain(str(key)[:100], "unknown")


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > MAX_TEXT or "\x00" in value:
        raise ValueError
    return value.strip()


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _amount(value: Any) -> int | float | str:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError
    return _text(value) if isinstance(value, str) else value


def _date(value: Any) -> str:
    text = _text(value)
    if text:
        edtf.parse(text)
    return text


def _percent(value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value <= 99:
        raise ValueError
    return value


def _basis(value: Any) -> str:
    if value not in BASES:
        raise ValueError
    return str(value)


def _quantity(reader: _Reader) -> dict[str, Any]:
    return {
        "value": reader.take("value", _amount, "amount", None),
        "unit": reader.take("unit", _text, "text"),
        "definition": reader.take("definition", _text, "text"),
        "period": reader.take("period", _date, "date"),
    }


def _probability(given: Any, path: str, problems: Problems) -> dict[str, Any] | None:
    if given is None:
        return None
    reader = _Reader(given, path, problems)
    value = reader.take("value", _percent, "percent", None)
    words = reader.take("words", _text, "text")
    reader.finish()
    made = {**({"value": value} if value is not None else {}), **({"words": words} if words else {})}
    return made or None


def _prediction(reader: _Reader) -> dict[str, Any]:
    probability = _probability(reader.given.pop("probability", None), f"{reader.path}.probability", reader.problems)
    basis = reader.take("basis", _basis, "basis")
    horizon = reader.take("horizon", _date, "date")
    if not basis:
        basis = "none" if probability is None else "stated" if "value" in probability else "mapped"
    needed = {"stated": "value", "mapped": "words"}.get(basis)
    if not reader.problems:
        if needed is None and probability is not None:
            reader.complain("basis", "basis_none_with_probability")
        elif needed is not None and needed not in (probability or {}):
            reader.complain("probability", f"basis_needs_{needed}")
    return {"probability": probability, "basis": basis, "horizon": horizon}


def _recommendation(reader: _Reader) -> dict[str, Any]:
    return {"addressee": reader.take("addressee", _text, "text")}


def _allegation(reader: _Reader) -> dict[str, Any]:
    given = reader.given.pop("right_of_reply", None)
    people = given if isinstance(given, list) else [] if given is None else [given]
    if len(people) > MAX_PEOPLE:
        reader.complain("right_of_reply", "too_many")
        people = []
    replies = []
    for index, person in enumerate(people):
        one = _Reader(person, f"{reader.path}.right_of_reply[{index}]", reader.problems)
        replies.append(
            {
                "person": one.take("person", _text, "text"),
                "asked": one.take("asked", _flag, "flag", False),
                "when": one.take("when", _date, "date"),
                "answered": one.take("answered", _date, "date"),
                "answer": one.take("answer", _text, "text"),
            }
        )
        one.finish()
    return {"right_of_reply": replies}


_READERS: Mapping[str, Callable[[_Reader], dict[str, Any]]] = {
    "quantity": _quantity,
    "prediction": _prediction,
    "recommendation": _recommendation,
    "allegation": _allegation,
}


def normalise(kind: str, given: Any) -> tuple[dict[str, Any], Problems]:
    """The particulars of a claim of this kind in their normal form, and what is wrong as {path: code}."""
    problems: Problems = {}
    reader = _Reader({} if given is None else given, "particulars", problems)
    made = _READERS[kind](reader) if kind in _READERS else {}
    reader.finish()
    return made, problems


def without_reply(particulars: Mapping[str, Any]) -> dict[str, Any]:
    """The particulars that are judged; the right of reply is recorded beside them at any time."""
    return {key: value for key, value in particulars.items() if key != "right_of_reply"}
