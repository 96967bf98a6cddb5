"""Identifiers of registers and lists: their forms, their check digits, and how they are pasted."""

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sources.identifiers import SCHEMES, imo_checks, lei_checks, scheme_named
from sources.refusals import Refused

BODIES = st.text(string.digits + string.ascii_uppercase, min_size=18, max_size=18)
ANYTHING = st.text(max_size=30)


def _lei(body: str) -> str:
    """A body with its check digits, by the rule of ISO/IEC 7064: 98 less what the body and 00 leave."""
    number = int("".join(str(int(sign, 36)) for sign in body + "00"))
    return f"{body}{98 - number % 97:02d}"


@pytest.mark.parametrize(
    ("scheme", "value", "kept"),
    [
        ("lei", "529900T8BM49AURSDO55", "529900T8BM49AURSDO55"),
        ("lei", "lei: 5493 001k jtii gc8y 1r12", "5493001KJTIIGC8Y1R12"),
        ("imo", "IMO 9074729", "9074729"),
        ("imo", "8814275", "8814275"),
        ("ofac", " 36216 ", "36216"),
        ("eu", "13", "13"),
        ("un", "qdI.001", "QDi.001"),
        ("un", "TAe.010", "TAe.010"),
        ("uk", "rus 0001", "RUS0001"),
        ("wikidata", "q42", "Q42"),
    ],
)
def test_a_value_is_kept_as_its_scheme_writes_it(scheme: str, value: str, kept: str) -> None:
    assert SCHEMES[scheme].normalised(value) == kept


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        ("lei", "529900T8BM49AURSDO56"),
        ("lei", "529900T8BM49AURSDO5"),
        ("lei", "529900T8BM49AURSDOXX"),
        ("imo", "9074728"),
        ("imo", "907472"),
        ("imo", "٩٠٧٤٧٢٩"),
        ("ofac", "0"),
        ("ofac", "-1"),
        ("ofac", "123456789"),
        ("eu", "EU.27.28"),
        ("un", "QDx.001"),
        ("un", "QDi.1"),
        ("uk", "RU0001"),
        ("wikidata", "42"),
        ("wikidata", "Q0"),
        ("wikidata", ""),
    ],
)
def test_what_is_no_value_of_the_scheme_is_refused(scheme: str, value: str) -> None:
    with pytest.raises(Refused):
        SCHEMES[scheme].normalised(value)


@pytest.mark.parametrize("name", sorted(SCHEMES))
def test_the_example_of_a_scheme_is_one_of_its_values(name: str) -> None:
    scheme = SCHEMES[name]
    assert scheme.normalised(scheme.example) == scheme.example


@given(BODIES)
def test_a_body_with_its_check_digits_is_a_lei(body: str) -> None:
    assert SCHEMES["lei"].normalised(_lei(body)) == _lei(body)


@given(BODIES, st.integers(0, 19), st.sampled_from(string.digits))
def test_one_digit_of_a_lei_in_place_of_another_is_noticed(body: str, place: int, digit: str) -> None:
    right = _lei(body)
    assume(right[place].isdigit())  # a letter counts as two digits: one in its place shifts all before it
    wrong = right[:place] + digit + right[place + 1 :]
    assert lei_checks(wrong) == (int(wrong, 36) == int(right, 36))


@given(BODIES, st.integers(0, 18))
def test_two_digits_or_two_letters_of_a_lei_that_change_places_are_noticed(body: str, place: int) -> None:
    right = _lei(body)
    assume(right[place].isdigit() == right[place + 1].isdigit())  # `B1` and `1B` leave the same
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    assert lei_checks(wrong) == (wrong == right)


@given(st.integers(0, 999_999))
def test_every_six_digits_have_one_check_digit(number: int) -> None:
    assert sum(imo_checks(f"{number:06d}{digit}") for digit in range(10)) == 1


@given(st.sampled_from(sorted(SCHEMES)), ANYTHING)
def test_a_kept_value_is_kept_as_it_is(name: str, value: str) -> None:
    try:
        kept = SCHEMES[name].normalised(value)
    except Refused:
        return
    assert SCHEMES[name].normalised(kept) == kept
    assert kept.isascii()


def test_a_value_can_be_looked_up_where_the_address_is_well_known() -> None:
    assert SCHEMES["wikidata"].address("Q42") == "https://www.wikidata.org/wiki/Q42"
    assert SCHEMES["imo"].address("9074729") == ""


@pytest.mark.parametrize("name", ["isin", "", None, 3, ["lei"]])
def test_a_scheme_that_nobody_knows_is_refused(name: object) -> None:
    with pytest.raises(Refused, match="lei, imo"):
        scheme_named(name)
