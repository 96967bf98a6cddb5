"""Rules of what leaves: every member may export what they may see, at a marking within their clearance."""

from projects import policy
from projects.policy import EVERY_ROLE, roles


def fill() -> None:
    """Put this app's rules into the policy table."""
    policy.allow("export.create", roles(*EVERY_ROLE))
    policy.allow("export.read", roles(*EVERY_ROLE))
