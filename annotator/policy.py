"""Rules of marking: who may mark, and who keeps the codebook. When marks are seen is a rule of reading (`sources`).

One changes one's own marks, those of the imported names that speak for one among them; what came in as adjudicated was
settled elsewhere, and nobody changes it. A relation between marks is its maker's, as a mark is; whoever sees it sees
both marks that it joins (`queries.relations`).

Where a mark stands after its document got another text is settled by its author, or by those who oversee, as soon as
they may see it: for them it is no mark of their own, but a place in a text that they put there.
"""

from django.utils.translation import gettext_lazy as _

from annotator.models import Annotation, Placement, Relation
from projects import policy
from projects.policy import EVERY_ROLE, roles
from projects.predicates import ALWAYS, Equals, Mine
from projects.vocabulary import Role, Secrecy


def fill() -> None:
    """Put this app's rules into the policy table."""
    policy.set_columns(Annotation, secrecies=(Secrecy.OPEN, Secrecy.MARK), subject="id")
    policy.allow("codebook.read", roles(*EVERY_ROLE))
    policy.allow("codebook.edit", roles(Role.MANAGER))
    policy.allow("annotation.read", roles(*EVERY_ROLE))
    policy.allow("annotation.create", roles(Role.ANNOTATOR, Role.MANAGER))
    policy.allow(
        "annotation.edit",
        roles(Role.ANNOTATOR, Role.MANAGER, when=Mine() & Equals("secrecy", Secrecy.MARK)),
        why_not=_("This mark is somebody else’s, or was settled: you can read it, but not change it."),
    )
    policy.set_columns(Relation, secrecies=(Secrecy.MARK,), subject="id")
    policy.allow("relation.read", roles(*EVERY_ROLE))
    policy.allow("relation.create", roles(Role.ANNOTATOR, Role.MANAGER))
    policy.allow("relation.edit", roles(Role.ANNOTATOR, Role.MANAGER, when=Mine()))
    policy.set_columns(
        Placement,
        secrecies=(Secrecy.OPEN, Secrecy.MARK),
        subject="annotation_id",
        author="annotation__author_id",
        secrecy="annotation__secrecy",
        tlp="annotation__tlp",
    )
    policy.allow("placement.read", roles(*EVERY_ROLE))
    policy.allow(
        "placement.settle",
        roles(Role.ANNOTATOR, when=Mine() & Equals("secrecy", Secrecy.MARK))
        | roles(Role.ADJUDICATOR, Role.MANAGER, when=ALWAYS),
        why_not=_("This mark is somebody else’s: you can see where it stands, but not settle it."),
    )
    policy.allow("workspace.open", roles(*EVERY_ROLE))
