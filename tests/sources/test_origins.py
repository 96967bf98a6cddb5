"""The origin of a text along the relations between texts, and origins of documents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.origins import earliness, origins

LINKS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20)
ORDER = {n: earliness("", n) for n in range(8)}


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([], {0: 0, 1: 1, 2: 2}),
        ([(0, 1), (1, 2)], {0: 2, 1: 2, 2: 2}),
        ([(0, 2), (1, 2)], {0: 2, 1: 2, 2: 2}),
        ([(0, 1), (1, 0)], {0: 0, 1: 0, 2: 2}),
        ([(0, 1), (1, 0), (1, 2)], {0: 2, 1: 2, 2: 2}),
        ([(2, 0), (2, 1)], {0: 0, 1: 1, 2: 0}),
    ],
)
def test_the_origin_is_where_the_relations_end(links: list[tuple[int, int]], expected: dict[int, int]) -> None:
    assert origins([0, 1, 2], links, ORDER) == expected


def test_of_several_ends_the_one_published_first_is_the_origin() -> None:
    order = {"a": earliness("2024", "1"), "b": earliness("2023-05", "2"), "c": earliness("", "0")}
    assert origins(["x"], [("x", "a"), ("x", "b"), ("x", "c")], order) == {"x": "b"}


def test_an_origin_set_by_hand_ends_the_way_for_all_that_lead_there() -> None:
    assert origins([0, 1], [(0, 1), (1, 2)], ORDER, {1: 5}) == {0: 5, 1: 5}


def test_a_long_chain_is_followed_to_its_end() -> None:
    links = [(n, n + 1) for n in range(5000)]
    assert origins([0], links, {5000: ("", "")}) == {0: 5000}


@given(LINKS)
def test_every_text_has_an_origin_that_it_leads_to(links: list[tuple[int, int]]) -> None:
    found = origins(range(8), links, ORDER)
    for text, origin in found.items():
        reached, new = {text}, [text]
        while new:
            at = new.pop()
            new += [to for from_, to in links if from_ == at and to not in reached]
            reached |= {to for from_, to in links if from_ == at}
        assert origin in reached


@given(LINKS, st.randoms(use_true_random=False))
def test_origins_do_not_depend_on_the_order_of_the_relations(links: list[tuple[int, int]], chance: object) -> None:
    shuffled = list(links)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert origins(range(8), links, ORDER) == origins(range(7, -1, -1), shuffled, ORDER)


@given(LINKS)
def test_the_origin_of_an_origin_is_itself(links: list[tuple[int, int]]) -> None:
    found = origins(range(8), links, ORDER)
    assert all(found[origin] == origin for origin in found.values())
