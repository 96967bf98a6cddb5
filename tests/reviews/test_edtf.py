"""Dates and intervals of the EDTF subset."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.edtf import EVER, Range, between, parse, parse_point


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-04-18", date(2024, 4, 18), date(2024, 4, 18)),
        ("2024~", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-04?", date(2024, 4, 1), date(2024, 4, 30)),
        ("2014-10/2021", date(2014, 10, 1), date(2021, 12, 31)),
        ("2014/2014", date(2014, 1, 1), date(2014, 12, 31)),
        ("../2024", None, date(2024, 12, 31)),
        ("2022/..", date(2022, 1, 1), None),
    ],
)
def test_a_date_means_a_range_of_days(text: str, first: date | None, last: date | None) -> None:
    assert parse(text) == Range(first, last)


@pytest.mark.parametrize(
    "text",
    ["", "/", "../..", "24", "2024-13", "2024-00", "2024-02-30", "2024-1", "2024-04-18T10:00", "April 2024", "0000",
     "2024/2020", "2024 ", " 2024", "2024/2025/2026", "٢٠٢٤", "2024-04-1８", "2024\n", "-2024", "2024-04-"],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse(text)


def test_a_point_is_no_interval() -> None:
    assert parse_point("2024") == parse("2024")
    with pytest.raises(ValueError, match="2024/2025"):
        parse_point("2024/2025")


def test_a_time_without_dates_is_ever_and_overlaps_all() -> None:
    assert between("", "") == EVER
    assert EVER.overlaps(parse("1999"))


def test_the_end_is_inclusive_and_not_before_the_start() -> None:
    assert between("2019", "2024-04").overlaps(parse("2024-04-30"))
    assert not between("2019", "2024-04").overlaps(parse("2024-05"))
    with pytest.raises(ValueError, match="2024"):
        between("2024", "2023")


@given(st.dates(date(1, 1, 1)), st.dates(date(1, 1, 1)), st.dates(date(1, 1, 1)))
def test_overlap_is_symmetric_and_a_day_lies_in_the_range_it_is_in(one: date, other: date, day: date) -> None:
    first, last = sorted((one, other))
    span, point = parse(f"{first.isoformat()}/{last.isoformat()}"), parse(day.isoformat())
    assert span.overlaps(point) == point.overlaps(span) == (first <= day <= last)
