"""The kinds of event of this app, with the sentences people read."""

from django.utils.translation import gettext_lazy as _

from projects.events import register_kind


def fill() -> None:
    """Register the kinds. Those that change what somebody may see, or whether they may look at all, say so."""
    register_kind("project.created", _("%(actor)s created the project “%(name)s”"))
    register_kind("project.changed", _("%(actor)s changed the settings of the project"), changes_sight=True)
    register_kind("member.added", _("%(actor)s added %(name)s as %(roles)s"))
    register_kind("member.changed", _("%(actor)s changed the roles of %(name)s to %(roles)s"), changes_sight=True)
    register_kind("member.suspended", _("%(actor)s suspended %(name)s"), changes_sight=True)
    register_kind("member.reactivated", _("%(actor)s let %(name)s back in"))
    register_kind("member.removed", _("%(actor)s removed %(name)s from the project"), changes_sight=True)
    register_kind("member.left", _("%(name)s left the project"), changes_sight=True)
    register_kind("member.handed_on", _("%(actor)s handed the open work of %(name)s on to %(to)s"), changes_sight=True)
    register_kind(
        "member.account_suspended", _("The account of %(name)s was suspended by an administrator"), changes_sight=True
    )
    register_kind("member.account_reactivated", _("The account of %(name)s was opened again by an administrator"))
    appointed = _("%(actor)s, an administrator of the site, made %(name)s a manager: %(reason)s")
    register_kind("member.appointed", appointed, changes_sight=True)
    mapped = _("%(actor)s said that the imported name “%(name)s” speaks for %(member)s")
    taken_back = _("%(actor)s took back that the imported name “%(name)s” speaks for %(member)s")
    register_kind("name.mapped", mapped, changes_sight=True)
    register_kind("name.unmapped", taken_back, changes_sight=True)
    register_kind("invitation.created", _("%(actor)s made an invitation as %(roles)s"))
    register_kind("invitation.revoked", _("%(actor)s withdrew an invitation as %(roles)s"))
    register_kind("invitation.accepted", _("%(name)s accepted an invitation as %(roles)s"))
    register_kind("comment.created", _("%(actor)s commented on “%(title)s”"))
    register_kind("comment.changed", _("%(actor)s changed a comment on “%(title)s”"))
    register_kind("comment.deleted", _("%(actor)s deleted a comment on “%(title)s”"))
    register_kind("comment.restored", _("%(actor)s restored a comment on “%(title)s”"))
    register_kind("thread.resolved", _("%(actor)s resolved the comments on “%(title)s”"))
    register_kind("thread.reopened", _("%(actor)s took up the comments on “%(title)s” again"))
    register_kind("job.cancelled", _("%(actor)s cancelled a job (%(kind)s)"))
    register_kind("job.retried", _("%(actor)s started a failed job again (%(kind)s)"))
    register_kind("user.created", _("%(actor)s opened the account %(username)s"))
    register_kind("user.invited", _("%(actor)s made an invitation to the site"))
    register_kind("user.changed", _("%(actor)s changed the account %(username)s"))
    register_kind("user.suspended", _("%(actor)s suspended the account %(username)s"))
    register_kind("user.reactivated", _("%(actor)s opened the account %(username)s again"))
    register_kind("user.appointed", _("%(actor)s made %(username)s a manager of “%(project)s”: %(reason)s"))
    register_kind("user.reset", _("%(actor)s made a link to set the password of %(username)s"))
    register_kind("user.joined", _("%(username)s opened an account with an invitation"))
    register_kind("user.token_created", _("%(username)s made an API token"))
    register_kind("user.token_revoked", _("%(actor)s revoked an API token of %(username)s"))
    register_kind("user.sessions_ended", _("%(actor)s ended the sessions of %(username)s"))
