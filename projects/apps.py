"""Who and what happened: users, projects, memberships, the policy, the log of events, the live feed, jobs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Projects")

    def ready(self) -> None:
        from projects import kinds, policy, shell

        policy.fill()
        kinds.fill()
        shell.fill()
