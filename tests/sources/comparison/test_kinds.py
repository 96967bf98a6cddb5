"""What kind of relation two texts suggest, and which of them is the later."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.comparison.kinds import Kind, Suggestion, suggest
from tests.sources.comparison.invented import BRIDGE, RAIN, TEXTS, side

TITLE = "Cracks found in the bridge at Veshara"


def reasons(found: Suggestion | None) -> dict[str, Any]:
    assert found is not None
    return {reason["reason"]: reason for reason in found.reasons}


def test_nearly_all_of_both_is_a_republication_of_the_earlier_text() -> None:
    found = suggest(
        side(BRIDGE, published="2024-05"), side(BRIDGE.replace("Tuesday", "Monday"), published="2024-04-18")
    )
    assert found is not None
    assert (found.kind, found.turned) == (Kind.REPUBLICATION, True)
    assert reasons(found)["published_earlier"] == {"reason": "published_earlier", "text": 1}
    assert "nearly_all_of_both" in reasons(found)


def test_an_excerpt_printed_later_is_a_republication() -> None:
    excerpt = BRIDGE[: BRIDGE.index("Engineers")]
    found = suggest(side(f"{RAIN}\n\n{BRIDGE}\n\n{RAIN}", published="2023"), side(excerpt, published="2024"))
    assert found is not None
    assert (found.kind, found.turned) == (Kind.REPUBLICATION, False)
    assert "nearly_all_of_the_later" in reasons(found)


def test_much_in_order_with_more_around_it_is_a_rewrite() -> None:
    longer = f"{RAIN} {BRIDGE.replace('heavy convoys', 'columns of lorries').replace('posted', 'put up')} {RAIN}"
    found = suggest(side(BRIDGE, published="2024-04-18"), side(longer, published="2024-04-19"))
    assert found is not None
    assert (found.kind, found.turned) == (Kind.REWRITE, False)


def test_words_in_quotation_marks_of_one_text_alone_are_quoted_there() -> None:
    quoted = BRIDGE[BRIDGE.index("heavy convoys") : BRIDGE.index(" Nobody") - 1]
    found = suggest(
        side(f"{RAIN} Engineers said that \u201c{quoted}\u201d. {RAIN} {RAIN}"),
        side(f"{BRIDGE} {TITLE} again {RAIN[:60]}"),
    )
    assert found is not None
    assert (found.kind, found.turned) == (Kind.QUOTES, True)
    assert reasons(found)["quotes_words"] == {"reason": "quotes_words", "text": 0, "words": len(quoted.split())}


def test_a_passage_without_marks_between_two_long_texts_says_so() -> None:
    taken = BRIDGE[BRIDGE.index("heavy convoys") : BRIDGE.index(" Nobody") - 1]
    found = suggest(side(f"{RAIN} {taken} {RAIN[::-1]}"), side(f"{BRIDGE} {BRIDGE[::-1]}"))
    assert found is not None
    assert found.kind is Kind.QUOTES
    assert "passage_without_marks" in reasons(found)


@pytest.mark.parametrize(
    "named", [f"As \u201c{TITLE}\u201d told last week", "See https://www.post.example/bridge/?utm_source=x#top."]
)
def test_a_text_that_names_the_title_or_the_address_of_another_cites_it(named: str) -> None:
    found = suggest(side(f"{RAIN} {named} {RAIN}"), side(BRIDGE, title=TITLE, url="http://post.example/bridge"))
    assert found is not None
    assert (found.kind, found.turned) == (Kind.CITES, True)


def test_the_name_of_a_publisher_alone_suggests_nothing() -> None:
    assert suggest(side(f"{RAIN} The Veshara Post"), side(BRIDGE, publisher="The Veshara Post")) is None


def test_without_dates_the_text_that_names_the_publisher_of_the_other_is_the_later() -> None:
    found = suggest(
        side(f"{BRIDGE} This article first stood in The Veshara Post."), side(BRIDGE, publisher="The Veshara Post")
    )
    assert found is not None
    assert (found.kind, found.turned) == (Kind.REPUBLICATION, True)
    start, end = reasons(found)["names_publisher"]["place"]
    assert f"{BRIDGE} This article first stood in The Veshara Post."[start:end] == "The Veshara Post"


def test_the_title_that_both_texts_bear_is_no_citation() -> None:
    assert suggest(side(f"{TITLE} {RAIN}", title=TITLE), side(BRIDGE, title=TITLE)) is None


def test_texts_that_share_nothing_suggest_nothing() -> None:
    assert suggest(side(BRIDGE), side(RAIN)) is None


def test_without_any_sign_an_excerpt_is_the_later_whichever_is_given_first() -> None:
    whole, excerpt = side(f"{RAIN} {BRIDGE}"), side(RAIN)
    found, turned = suggest(whole, excerpt), suggest(excerpt, whole)
    assert found is not None
    assert turned is not None
    assert (found.kind, found.turned, turned.kind, turned.turned) == (
        Kind.REPUBLICATION, False, Kind.REPUBLICATION, True,
    )  # fmt: skip


@given(TEXTS.filter(bool))
def test_a_text_is_a_republication_of_itself(text: str) -> None:
    found = suggest(side(text), side(text))
    assert found is not None
    assert found.kind is Kind.REPUBLICATION


@given(TEXTS, TEXTS, TEXTS, st.sampled_from(["", "2024-02"]))
def test_the_kind_and_the_earlier_text_do_not_depend_on_which_is_given_first(
    one: str, common: str, other: str, published: str
) -> None:
    first = side(f"{one} \u201c{common}\u201d", published="2023")
    second = side(f"{common} {other}", published=published)
    found, turned = suggest(first, second), suggest(second, first)
    assert (found and found.kind) == (turned and turned.kind)
    if found and turned and {"reason": "order_unknown"} not in found.reasons:
        assert found.turned is not turned.turned
