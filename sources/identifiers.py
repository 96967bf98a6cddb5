"""Identifiers by which registers and sanctions lists know persons, companies and ships: one small registry, pure.

A scheme has a name, a form that its values have once they are normalised, and for some a check digit:

- LEI (ISO 17442): 18 letters or digits and two check digits. With every letter as a number (A is 10, Z is 35) the whole
  leaves 1 when divided by 97 (ISO/IEC 7064, MOD 97-10).
- IMO ship number (resolution A.1117(30)): seven digits; the first six times 7, 6, 5, 4, 3, 2 sum up to a number that
  ends with the seventh.
- The numbers of lists (OFAC, European Union, United Nations, United Kingdom) and of Wikidata have a form and no check.

Values may be pasted with spaces, with the name of the scheme before them, in small letters: `normalised` takes that
away. `address` says where a value can be looked up, where there is an address that is well known.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from sources.refusals import Refused, gettext_noop

VALUE_AT_MOST = 100


def _always(value: str) -> bool:
    return True


def lei_checks(value: str) -> bool:
    """Whether the check digits of a Legal Entity Identifier are right."""
    return int("".join(str(int(sign, 36)) for sign in value)) % 97 == 1


def imo_checks(value: str) -> bool:
    """Whether the check digit of an IMO ship number is right."""
    digits = [int(sign) for sign in value]
    return sum(digit * weight for digit, weight in zip(digits[:6], range(7, 1, -1), strict=True)) % 10 == digits[6]


def _upper(value: str) -> str:
    return value.upper()


def _united_nations(value: str) -> str:
    """`qdI.001` as the list writes it: `QDi.001`."""
    return value[:2].upper() + value[2:].lower()


@dataclass(frozen=True)
class Scheme:
    """One way of naming things. `form` is matched against the normalised value; `example` is one that it takes."""

    name: str
    label: str
    form: re.Pattern[str]
    says: str
    example: str
    written: Callable[[str], str] = _upper
    checks: Callable[[str], bool] = _always
    checked: bool = False
    prefix: str = ""
    lookup: str = ""

    def normalised(self, value: str) -> str:
        """The value as the scheme writes it; Refused where it is none, or where its check digit is wrong."""
        found = self.written("".join(value.split()))
        if self.prefix and found.upper().startswith(self.prefix):
            found = self.written(found[len(self.prefix) :].lstrip(":.-"))
        if len(value) > VALUE_AT_MOST or not self.form.fullmatch(found):
            raise Refused(self.says)
        if not self.checks(found):
            raise Refused(gettext_noop("The check digit is wrong: look for a slip in the number."))
        return found

    def address(self, value: str) -> str:
        """Where the value can be looked up; empty where no such address is well known."""
        return self.lookup.format(value) if self.lookup else ""


_NUMBER = re.compile(r"[1-9][0-9]{0,7}", re.ASCII)

_SCHEMES = (
    Scheme(
        "lei", gettext_noop("LEI"), re.compile(r"[0-9A-Z]{18}[0-9]{2}", re.ASCII),
        gettext_noop("A LEI has 18 letters or digits and two check digits."), "529900T8BM49AURSDO55",
        checks=lei_checks, checked=True, prefix="LEI", lookup="https://search.gleif.org/#/record/{}",
    ),
    Scheme(
        "imo", gettext_noop("IMO number"), re.compile(r"[0-9]{7}", re.ASCII),
        gettext_noop("An IMO ship number has seven digits."), "9074729",
        checks=imo_checks, checked=True, prefix="IMO",
    ),
    Scheme(
        "ofac", gettext_noop("OFAC list (uid)"), _NUMBER,
        gettext_noop("The uid of the OFAC list is a number of at most eight digits."), "36216",
        prefix="OFAC", lookup="https://sanctionssearch.ofac.treas.gov/Details.aspx?id={}",
    ),
    Scheme(
        "eu", gettext_noop("EU list (logical id)"), _NUMBER,
        gettext_noop("The logical id of the European Union’s list is a number of at most eight digits."), "13",
    ),
    Scheme(
        "un", gettext_noop("UN list (reference)"), re.compile(r"[A-Z]{2}[ie]\.[0-9]{3}", re.ASCII),
        gettext_noop("A reference of the United Nations’ list is written as QDi.001 or TAe.002."), "QDi.001",
        written=_united_nations,
    ),
    Scheme(
        "uk", gettext_noop("UK list (unique id)"), re.compile(r"[A-Z]{3}[0-9]{4}", re.ASCII),
        gettext_noop("A unique id of the United Kingdom’s list is written as RUS0001."), "RUS0001",
    ),
    Scheme(
        "wikidata", gettext_noop("Wikidata"), re.compile(r"Q[1-9][0-9]{0,11}", re.ASCII),
        gettext_noop("An item of Wikidata is written as Q42."), "Q42",
        lookup="https://www.wikidata.org/wiki/{}",
    ),
)  # fmt: skip
SCHEMES: dict[str, Scheme] = {scheme.name: scheme for scheme in _SCHEMES}


def scheme_named(name: object) -> Scheme:
    """The scheme of that name; Refused where there is none."""
    found = SCHEMES.get(name) if isinstance(name, str) else None
    if found is None:
        raise Refused(gettext_noop("Choose one of %(known)s."), known=", ".join(SCHEMES))
    return found
