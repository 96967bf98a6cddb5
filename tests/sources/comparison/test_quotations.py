"""Where a text quotes."""

import pytest

from sources.comparison.quotations import quotations, quoted_part


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said \u201cyes\u201d and \u201cno\u201d.", ["yes", "no"]),
        ("Er sagte \u201eja\u201c.", ["ja"]),
        ("Er sagte \u00bbja\u00ab.", ["ja"]),
        ("Il dit \u00ab oui \u00bb.", [" oui "]),
        ('He said "yes" twice.', ["yes"]),
        ("\u300c\u306f\u3044\u300d", ["\u306f\u3044"]),
        ("They\u2019re \u2018not here\u2019 today", ["not here"]),
        ("\u2018They don\u2019t know\u2019, he said", ["They don\u2019t know"]),
        ("No quotation, 5\u201d wide.", []),
    ],
)
def test_marks_of_many_languages_are_known(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in quotations(text)] == quoted


def test_a_quotation_of_several_paragraphs_opens_each_anew() -> None:
    text = "\u201cOne.\n\n\u201cTwo.\u201d Three."
    assert [text[start:end] for start, end in quotations(text)] == ["One.", "Two."]


def test_a_mark_that_is_never_closed_ends_with_its_paragraph() -> None:
    text = "He said \u201cone.\n\nTwo."
    assert [text[start:end] for start, end in quotations(text)] == ["one."]


def test_the_part_in_marks_is_counted_over_several_ranges() -> None:
    assert quoted_part([(0, 10), (20, 30)], 5, 25) == 0.5
    assert quoted_part([(0, 10)], 12, 20) == 0.0
    assert quoted_part([(0, 10)], 4, 4) == 0.0
