"""Which of many texts are worth comparing: everything that was taken from another is found, and little else."""

import random

from sources.comparison.index import AT_MOST, COMMON, TextIndex
from sources.comparison.kinds import suggest
from tests.sources.comparison.invented import BRIDGE, RAIN, drawn, edited, side


def index_of(texts: list[str]) -> TextIndex:
    index = TextIndex()
    for text in texts:
        index.add(text)
    index.settle()
    return index


def others(index: TextIndex, number: int) -> list[int]:
    return [found.number for found in index.candidates(number)]


def test_a_reprint_is_a_candidate_from_either_side() -> None:
    index = index_of([RAIN, BRIDGE, BRIDGE.upper()])
    assert [others(index, number) for number in range(3)] == [[], [2], [1]]


def test_a_caption_finds_the_long_text_it_stands_in() -> None:
    chance = random.Random(1)
    long = " ".join([*drawn(chance, 3000), BRIDGE, *drawn(chance, 3000)])
    caption = BRIDGE[: BRIDGE.index("Engineers")]
    assert others(index_of([long, caption]), 1) == [0]


def test_text_changed_every_six_words_is_found_without_any_long_run() -> None:
    for seed in range(8):
        words = drawn(random.Random(seed), 800)
        changed = [f"other{at}" if at % 6 == 5 else word for at, word in enumerate(words)]
        (found,) = index_of([" ".join(words), " ".join(changed)]).candidates(0)
        assert found.prints == 0
        assert found.resemblance > 0.15


def test_who_names_a_title_or_an_address_is_a_candidate() -> None:
    index = TextIndex()
    index.announce(0, title="Cracks found in the bridge at Veshara", url="https://post.example/a/bridge")
    for text in [BRIDGE, "They wrote: cracks found in the Bridge at Veshara.", "www.post.example/a/bridge/", RAIN]:
        index.add(text)
    index.settle()
    assert [(found.number, found.named) for found in index.candidates(0)] == [(1, True), (2, True)]
    assert others(index, 3) == []


def test_of_very_many_copies_each_is_paired_with_the_earliest() -> None:
    release = " ".join(drawn(random.Random(3), 40))
    own = [" ".join(f"own{number}a{at}" for at in range(400)) for number in range(3 * COMMON)]
    index = index_of([f"{words} {release} {words}" for words in own])
    assert others(index, 3 * COMMON - 1) == [0]
    assert others(index, 0) == list(range(1, COMMON))


def test_no_text_has_more_candidates_than_the_limit() -> None:
    index = index_of([" ".join(drawn(random.Random(4), 300))] * (3 * AT_MOST))
    assert all(len(index.candidates(number)) <= AT_MOST for number in (0, AT_MOST, 3 * AT_MOST - 1))


def test_an_empty_text_has_no_candidates() -> None:
    assert others(index_of(["", "", "one two"]), 0) == []


def test_two_indexes_of_the_same_texts_agree() -> None:
    chance = random.Random(5)
    texts = [" ".join(drawn(chance, 200)) for _ in range(20)]
    texts += [" ".join(edited(chance, text.split(), 0.1)) for text in texts]
    one, other = index_of(texts), index_of(texts)
    assert [one.candidates(n) for n in range(40)] == [other.candidates(n) for n in range(40)]


def test_generated_reprints_are_found_and_nothing_else() -> None:
    chance = random.Random(6)
    originals = [drawn(chance, 500) for _ in range(60)]
    parts = [0.02, 0.08, 0.15, 0.2]
    copies = [edited(chance, words, parts[number % len(parts)]) for number, words in enumerate(originals)]
    excerpts = [words[200:240] for words in originals]
    texts = [" ".join(words) for words in [*originals, *copies, *excerpts]]
    index = index_of(texts)
    suggested = {
        (number, other)
        for number in range(len(texts))
        for other in others(index, number)
        if number < other and suggest(side(texts[number]), side(texts[other])) is not None
    }
    taken = {(n, n + 60) for n in range(60)} | {(n, n + 120) for n in range(60)}
    also = {(n + 60, n + 120) for n in range(60)}  # a copy has words of the excerpt of its original
    assert len(taken & suggested) / len(taken) >= 0.99
    assert len(suggested & (taken | also)) / len(suggested) >= 0.99
