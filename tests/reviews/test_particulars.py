"""What each kind of claim says besides its statement."""

from typing import Any

import pytest

from reviews.judging import KINDS
from reviews.particulars import normalise


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_has_to_be_said(kind: str) -> None:
    made, problems = normalise(kind, {})
    assert problems == {}
    assert normalise(kind, made) == (made, {})


@pytest.mark.parametrize(
    ("kind", "given", "made"),
    [
        (
            "quantity",
            {"value": 16.2, "unit": " bcm ", "period": "2014-10/2021"},
            {"value": 16.2, "unit": "bcm", "definition": "", "period": "2014-10/2021"},
        ),
        (
            "prediction",
            {"probability": {"value": 70}, "horizon": "2024-05-20"},
            {"probability": {"value": 70}, "basis": "stated", "horizon": "2024-05-20"},
        ),
        (
            "prediction",
            {"probability": {"words": "likely"}, "basis": "mapped"},
            {"probability": {"words": "likely"}, "basis": "mapped", "horizon": ""},
        ),
        ("prediction", {"probability": None}, {"probability": None, "basis": "none", "horizon": ""}),
        ("recommendation", {"addressee": "The government"}, {"addressee": "The government"}),
        (
            "allegation",
            {"right_of_reply": {"asked": True, "when": "2025-02-03", "answer": "No."}},
            {"right_of_reply": [{"person": "", "asked": True, "when": "2025-02-03", "answered": "", "answer": "No."}]},
        ),
    ],
)
def test_particulars_have_one_normal_form(kind: str, given: dict[str, Any], made: dict[str, Any]) -> None:
    assert normalise(kind, given) == (made, {})


@pytest.mark.parametrize(
    ("kind", "given", "path"),
    [
        ("fact", {"value": 1}, "particulars.value"),
        ("fact", [], "particulars"),
        ("quantity", {"value": True}, "particulars.value"),
        ("quantity", {"value": [1]}, "particulars.value"),
        ("quantity", {"unit": 3}, "particulars.unit"),
        ("quantity", {"unit": "a\x00b"}, "particulars.unit"),
        ("quantity", {"unit": "x" * 5000}, "particulars.unit"),
        ("quantity", {"period": "last year"}, "particulars.period"),
        ("prediction", {"probability": {"value": 0}}, "particulars.probability.value"),
        ("prediction", {"probability": {"value": 100}}, "particulars.probability.value"),
        ("prediction", {"probability": {"value": True}}, "particulars.probability.value"),
        ("prediction", {"probability": 70}, "particulars.probability"),
        ("prediction", {"probability": {"percent": 70}}, "particulars.probability.percent"),
        ("prediction", {"probability": {"words": "likely"}, "basis": "stated"}, "particulars.probability"),
        ("prediction", {"probability": {"value": 70}, "basis": "none"}, "particulars.basis"),
        ("prediction", {"basis": "stated"}, "particulars.probability"),
        ("prediction", {"basis": "guessed"}, "particulars.basis"),
        ("prediction", {"basis": ["none"]}, "particulars.basis"),
        ("recommendation", {"addressee": None, "to": "x"}, "particulars.to"),
        ("allegation", {"right_of_reply": [1]}, "particulars.right_of_reply[0]"),
        ("allegation", {"right_of_reply": [{"asked": "yes"}]}, "particulars.right_of_reply[0].asked"),
        ("allegation", {"right_of_reply": [{"when": "soon"}]}, "particulars.right_of_reply[0].when"),
        ("allegation", {"right_of_reply": [{}] * 51}, "particulars.right_of_reply"),
    ],
)
def test_what_cannot_be_used_is_named(kind: str, given: Any, path: str) -> None:
    _made, problems = normalise(kind, given)
    assert list(problems) == [path]
