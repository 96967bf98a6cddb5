"""Re-anchoring: where the marks of one revision stand in another. Pure logic on texts and offsets (code points).

`place_marks(old, new, marks)` says for each mark, given as its fragments on the old text, what became of it: a
`Placement` with its grade, new fragments, similarity, reason, and candidates where it could not be placed. Quote,
prefix and suffix are cut from the old text, which is immutable, so nothing else need be handed over.

1. The texts are aligned (`sources.alignment`), and a mark whose words were all kept goes where they went: `exact` or
   `shifted`. Words that differ in white space or in hyphens at line ends alone are the same words: `shifted`. Both are
   said only where no other place explains the mark as well (`twins`, `doubled`), where the alignment leaves no choice
   (`Alignment.loose`), and where more was kept than can be by chance.
2. A mark in which something changed is `edited` where at least 0.6 of it is alike. So is one whose words are the same
   while all around it was rewritten: its place is likely, and a person looks at it.
3. What is lost there is looked for by its words, among what no old text explains: `moved` where one place agrees with
   the surroundings (at least 0.75, and 0.15 better than the next). Words of less than 12 characters are not looked for.
4. Everything else is `ambiguous` (there are places, none is sure) or `orphaned`.

`copied`, a list of `(old_start, old_end, new_start)`, replaces the alignment where the maker of the new text knows what
was copied from where; runs may change their order.
"""

from collections.abc import Iterable, Sequence

from annotator.anchoring.copied import BadMap, Copied
from annotator.anchoring.joining import joined
from annotator.anchoring.model import Grade, Marks, Part, Placement, Reason
from annotator.anchoring.placing import Placing
from annotator.fragments import settled
from sources.alignment import Alignment, align

__all__ = ["BadMap", "Grade", "Part", "Placement", "Reason", "place_marks"]


def place_marks(
    old: str,
    new: str,
    marks: Marks,
    *,
    copied: Iterable[Sequence[int]] | None = None,
    alignment: Alignment | None = None,
) -> list[Placement]:
    """What becomes of each mark, in the order given.

    `alignment` may be handed over where `align(old, new)` is at hand already. Raises BadFragments for fragments that
    cannot be a mark on the old text, BadMap for `copied` that is no map between the two texts.
    """
    placing = Copied(old, new, copied) if copied is not None else Placing(alignment or align(old, new))
    return [joined([placing.part(start, end) for start, end in settled(mark, len(old))]) for mark in marks]
