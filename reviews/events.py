"""Kinds of event of judging, with the sentence people read. `after` of each holds what its sentence names.

Events about a claim are seen by whoever sees the claim, and those that carry an outcome by whoever sees outcomes. A
verdict's event is as secret as the verdict, and is not said to change what anybody sees: whoever follows the feed would
be told of a claim that somebody else judged. Its author hears of it anyway. That all verdicts are in is an event
without an actor, so that it does not say whose was the last.
"""

from django.utils.translation import gettext_lazy as _

from projects.events import register_kind


def fill() -> None:
    """Name this app's kinds of event."""
    register_kind("claim.created", _("%(actor)s wrote the claim “%(title)s”"))
    register_kind("claim.changed", _("%(actor)s changed the claim “%(title)s”"))
    register_kind("claim.marked", _("%(actor)s changed the marking of “%(title)s”"), changes_sight=True)
    register_kind("claim.held", _("The claim “%(title)s” is held as an allegation"), changes_sight=True)
    register_kind("claim.submitted", _("%(actor)s sent the claim “%(title)s” to review"))
    register_kind("claim.withdrawn", _("%(actor)s withdrew the claim “%(title)s”"), changes_sight=True)
    register_kind("claim.restored", _("%(actor)s restored the claim “%(title)s”"), changes_sight=True)
    register_kind("claim.agreed", _("All verdicts on “%(title)s” are in, and agree"), changes_sight=True)
    register_kind("claim.disputed", _("All verdicts on “%(title)s” are in, and differ"), changes_sight=True)
    register_kind("claim.decided", _("%(actor)s decided the claim “%(title)s”"), changes_sight=True)
    register_kind("claim.unsettled", _("%(actor)s recorded that “%(title)s” is unsettled"), changes_sight=True)
    register_kind("claim.confirmed", _("%(actor)s confirmed the outcome of “%(title)s”"), changes_sight=True)
    register_kind("claim.reopened", _("%(actor)s sent “%(title)s” back"), changes_sight=True)
    register_kind("claim.released", _("%(actor)s released the claim “%(title)s” from its hold"), changes_sight=True)
    register_kind("claim.review_due", _("A review of “%(title)s” is due"))
    register_kind("evidence.added", _("%(actor)s added evidence to “%(title)s”"))
    register_kind("evidence.mark_added", _("%(actor)s added a mark as evidence to “%(title)s”"), changes_sight=True)
    register_kind("evidence.removed", _("%(actor)s removed evidence from “%(title)s”"))
    register_kind("verdict.submitted", _("%(actor)s judged “%(title)s”"))
