"""Words, icons and tones of the states people meet: one place, so that a state looks the same on every page.

The keys are the values that the database and the API use; the words are what is shown.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Look = tuple[Promise, str, str]  # words, icon, tone

STATUSES: dict[str, Look] = {
    # claims
    "draft": (_("Draft"), "pencil-line", "neutral"),
    "in_review": (_("In review"), "scale", "info"),
    "agreed": (_("Agreed"), "handshake", "good"),
    "disputed": (_("Disputed"), "git-compare-arrows", "warn"),
    "decided": (_("Decided"), "gavel", "accent"),
    "unsettled": (_("Unsettled"), "circle-help", "warn"),
    "withdrawn": (_("Withdrawn"), "undo-2", "neutral"),
    "merged": (_("Merged"), "merge", "neutral"),
    "held": (_("Held"), "lock", "bad"),
    "review_due": (_("Review due"), "refresh-cw", "warn"),
    # jobs
    "queued": (_("Queued"), "clock", "neutral"),
    "running": (_("Running"), "loader-circle", "info"),
    "done": (_("Done"), "check", "good"),
    "failed": (_("Failed"), "circle-alert", "bad"),
    "cancelled": (_("Cancelled"), "ban", "neutral"),
    "expired": (_("Expired"), "clock", "neutral"),
    # readings and documents
    "new": (_("New"), "circle-dashed", "neutral"),
    "open": (_("Open"), "circle-dot", "info"),
    "in_progress": (_("In progress"), "circle-dot", "info"),
    "finished": (_("Finished"), "check", "good"),
    "lapsed": (_("Lapsed"), "clock", "warn"),
    "archived": (_("Archived"), "archive", "neutral"),
    # accounts
    "active": (_("Active"), "check", "good"),
    "suspended": (_("Suspended"), "ban", "bad"),
    "invited": (_("Invited"), "mail", "info"),
}

STANCES: dict[str, Look] = {
    "states": (_("States"), "quote", "good"),
    "supports": (_("Supports"), "plus", "good"),
    "contradicts": (_("Contradicts"), "x", "bad"),
    "context": (_("Context"), "info", "neutral"),
}

DECISIONS: dict[str, Look] = {
    "approve": (_("Approve"), "check", "good"),
    "reject": (_("Reject"), "x", "bad"),
    "needs_work": (_("Needs work"), "wrench", "warn"),
    "cannot_judge": (_("Cannot judge"), "circle-help", "neutral"),
}

FINDINGS: dict[str, Look] = {
    "supported": (_("Supported"), "circle-check", "good"),
    "partly_supported": (_("Partly supported"), "circle-slash-2", "good"),
    "uncorroborated": (_("Uncorroborated"), "circle-dashed", "neutral"),
    "conflicting": (_("Conflicting"), "git-compare-arrows", "warn"),
    "misleading": (_("Misleading"), "triangle-alert", "warn"),
    "refuted": (_("Refuted"), "circle-x", "bad"),
    "unverifiable": (_("Unverifiable"), "circle-help", "neutral"),
    "backed": (_("Backed"), "circle-check", "good"),
    "partly_backed": (_("Partly backed"), "circle-slash-2", "good"),
    "not_backed": (_("Not backed"), "circle-x", "bad"),
    "open": (_("Open"), "circle-dot", "info"),
    "came_true": (_("Came true"), "circle-check", "good"),
    "did_not": (_("Did not come true"), "circle-x", "bad"),
    "cannot_tell": (_("Cannot tell"), "circle-help", "neutral"),
    "adopted": (_("Adopted"), "circle-check", "good"),
    "rejected": (_("Rejected"), "circle-x", "bad"),
    "superseded": (_("Superseded"), "undo-2", "neutral"),
}

TONES = frozenset({"neutral", "info", "good", "warn", "bad", "accent"})

TLP_LEVELS = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")

RELIABILITY: dict[str, Promise] = {
    "A": _("completely reliable"),
    "B": _("usually reliable"),
    "C": _("fairly reliable"),
    "D": _("not usually reliable"),
    "E": _("unreliable"),
    "F": _("reliability cannot be judged"),
}

CREDIBILITY: dict[str, Promise] = {
    "1": _("confirmed by other sources"),
    "2": _("probably true"),
    "3": _("possibly true"),
    "4": _("doubtful"),
    "5": _("improbable"),
    "6": _("truth cannot be judged"),
}
