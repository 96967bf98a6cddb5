"""The passages that two documents share, laid side by side with a little of what stands around them."""

from typing import Any

from sources.models import DocumentRelation
from sources.queries.revisions import text_of

_AROUND = 120
SAME, OTHER, AROUND = "same", "other", "around"

Part = dict[str, str]


def side_by_side(row: DocumentRelation) -> list[dict[str, Any]]:
    """For each shared passage its words, and both sides in parts: the same, different there, or around it."""
    if not row.passages or row.source_revision_id is None or row.target_revision_id is None:
        return []
    text, other_text = text_of(row.source_revision_id), text_of(row.target_revision_id)
    return [
        {
            "words": passage["words"],
            "source": _parts(text, [piece[:2] for piece in passage["pieces"]]),
            "target": _parts(other_text, [piece[2:] for piece in passage["pieces"]]),
        }
        for passage in row.passages
    ]


def _parts(text: str, same: list[list[int]]) -> list[Part]:
    start, end = same[0][0], same[-1][1]
    before, after = text[max(start - _AROUND, 0) : start], text[end : end + _AROUND]
    parts = [{"kind": AROUND, "text": ("…" if start > _AROUND else "") + before}]
    place = start
    for piece_start, piece_end in same:
        parts.append({"kind": OTHER if text[place:piece_start].strip() else AROUND, "text": text[place:piece_start]})
        parts.append({"kind": SAME, "text": text[piece_start:piece_end]})
        place = piece_end
    parts.append({"kind": AROUND, "text": after + ("…" if end + _AROUND < len(text) else "")})
    return [part for part in parts if part["text"]]
