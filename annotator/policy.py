"""Rules of marking: who may mark, and who keeps the codebook. When marks are seen is a rule of reading (`sources`)."""

from annotator.models import Annotation
from projects import policy
from projects.policy import EVERY_ROLE, roles
from projects.predicates import Mine
from projects.vocabulary import Role, Secrecy


def fill() -> None:
    """Put this app's rules into the policy table."""
    policy.set_columns(Annotation, secrecies=(Secrecy.OPEN, Secrecy.MARK), subject="id")
    policy.allow("codebook.read", roles(*EVERY_ROLE))
    policy.allow("codebook.edit", roles(Role.MANAGER))
    policy.allow("annotation.read", roles(*EVERY_ROLE))
    policy.allow("annotation.create", roles(Role.ANNOTATOR, Role.MANAGER))
    policy.allow("annotation.edit", roles(Role.ANNOTATOR, Role.MANAGER, when=Mine()))
    policy.allow("workspace.open", roles(*EVERY_ROLE))
