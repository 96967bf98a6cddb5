"""Names of authors: a person in parts, or any other name as it stands.

In a document's record a name is one line. “Family, Given” and “Family, Given, Suffix” are persons; everything else is
taken as it stands, because nobody can tell the family name in “Jane van Dyke” or whether “Harbour Watch” is a person.
Braces keep a name with a comma from being taken apart: “{Ministry of Health, Welfare and Sport}”.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A person (`family` and `given`) or a name as it stands (`literal`)."""

    family: str = ""
    given: str = ""
    suffix: str = ""
    literal: str = ""


def person(family: str, given: str, suffix: str = "") -> Name | None:
    """A person from parts in which no comma may stand; with one part alone it is a name as it stands."""
    family, given, suffix = (" ".join(part.replace(",", " ").split()) for part in (family, given, suffix))
    if family and given:
        return Name(family, given, suffix)
    return as_it_stands(" ".join(part for part in (given, family, suffix) if part))


def as_it_stands(words: str) -> Name | None:
    """A name that is not taken apart; None where nothing stands."""
    literal = " ".join(words.split())
    return Name(literal=literal) if literal else None


def parse_name(line: str) -> Name | None:
    """The name that a line of the record means."""
    line = line.strip()
    if line.startswith("{") and line.endswith("}"):
        return as_it_stands(line[1:-1])
    parts = [part.strip() for part in line.split(",")]
    if len(parts) in {2, 3} and all(parts):
        return person(*parts)
    return as_it_stands(line)


def written_name(name: Name) -> str:
    """The name as a line of the record."""
    if name.literal:
        return name.literal if parse_name(name.literal) == name else f"{{{name.literal}}}"
    return ", ".join(part for part in (name.family, name.given, name.suffix) if part)
