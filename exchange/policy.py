"""Rules of what leaves: every member may export what they may see, at a marking within their clearance.

An export is its requester's alone. That one was asked for, made and fetched is seen by them and by the managers: its
events carry a secrecy of their own.
"""

from exchange.models import SECRECY, Export
from projects import policy
from projects.policy import EVERY_ROLE, roles
from projects.predicates import ALWAYS, Mine
from projects.vocabulary import Role


def fill() -> None:
    """Put this app's rules into the policy table."""
    policy.set_secrecy(SECRECY, roles(*EVERY_ROLE, when=Mine()) | {Role.MANAGER: ALWAYS})
    policy.set_columns(Export, author="participant_id", subject="id")
    policy.allow("export.create", roles(*EVERY_ROLE))
    policy.allow("export.read", roles(*EVERY_ROLE, when=Mine()))
