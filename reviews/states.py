"""The states of a claim, and what may be done in each: draft → in_review → agreed | disputed → decided | unsettled."""

from collections.abc import Mapping
from types import MappingProxyType

DRAFT, IN_REVIEW, AGREED, DISPUTED = "draft", "in_review", "agreed", "disputed"
DECIDED, UNSETTLED, WITHDRAWN, MERGED = "decided", "unsettled", "withdrawn", "merged"

OPEN = frozenset({DRAFT, IN_REVIEW})
VERDICTS_IN = frozenset({AGREED, DISPUTED})
SETTLED = frozenset({DECIDED, UNSETTLED})
LIVE = OPEN | VERDICTS_IN | SETTLED

# An agreed or settled claim stands: what changes under it makes a review due.
STANDING = SETTLED | {AGREED}

MAY: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "edit": OPEN,
        "mark": LIVE,
        "submit": frozenset({DRAFT}),
        "cite": LIVE,
        "judge": LIVE - {DRAFT},
        "adjudicate": VERDICTS_IN | SETTLED,
        "confirm": STANDING,
        "reopen": VERDICTS_IN | SETTLED,
        "release": LIVE,
        "withdraw": OPEN | VERDICTS_IN,
        "restore": frozenset({WITHDRAWN}),
    }
)


def may(action: str, state: str) -> bool:
    """Whether the action is open in this state."""
    return state in MAY[action]
