"""What this app itself adds to a project's navigation, overview and palette."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects import pages, policy
from projects.models import Job
from projects.open_work import open_work_of
from projects.pages import Stuck, Waiting
from projects.queries.comments import news_for
from projects.queries.jobs import title_of
from projects.queries.members import members_of, status_of
from projects.viewers import Viewer


def fill() -> None:
    """Add the entries."""
    pages.register_nav(
        "overview",
        label=gettext_lazy("Overview"),
        icon="layout-dashboard",
        url_name="projects:overview",
        action="project.read",
        order=0,
        key="o",
    )
    pages.register_nav(
        "people",
        label=gettext_lazy("People"),
        icon="users",
        url_name="projects:people",
        action="member.read",
        order=70,
        key="p",
    )
    pages.register_nav(
        "history",
        label=gettext_lazy("History"),
        icon="history",
        url_name="projects:history",
        action="history.read",
        order=90,
        key="h",
    )
    pages.register_nav(
        "settings",
        label=gettext_lazy("Settings"),
        icon="settings",
        url_name="projects:settings",
        action="project.read",
        order=100,
        key="s",
    )
    pages.register_command(
        label=gettext_lazy("Add or invite people"), icon="user-plus", url_name="projects:people", action="member.manage"
    )
    pages.register_stuck(_work_of_people_away)
    pages.register_stuck(_failed_jobs)
    pages.register_waiting(_said_to)


def _said_to(viewer: Viewer) -> list[Waiting]:
    """Threads in which somebody named the viewer, or answered them, and that they have not read since."""
    return [
        Waiting(
            (
                _("%(name)s mentioned you on “%(title)s”")
                if news.mentioned
                else _("%(name)s commented where you take part: “%(title)s”")
            )
            % {"name": news.writer, "title": news.place.title},
            news.place.url,
            news.count,
            "at-sign" if news.mentioned else "message-square",
        )
        for news in news_for(viewer)
    ]


def _work_of_people_away(viewer: Viewer) -> list[Stuck]:
    """Open work of members who cannot do it: a manager hands it on."""
    if not policy.may(viewer, "member.manage"):
        return []
    found = []
    for member in members_of(viewer.project_id):
        if status_of(member) == "suspended" and (work := open_work_of(member.participant)):
            label = _("Open work of %(name)s, who is suspended") % {"name": member.participant.name}
            detail = ", ".join(str(part.label) for part in work)
            found.append(Stuck(label, detail, reverse("projects:member", args=[viewer.project.slug, member.id])))
    return found


def _failed_jobs(viewer: Viewer) -> list[Stuck]:
    """Jobs that failed and were not started again: for whoever asked for them, and for managers."""
    failed = Job.objects.filter(project_id=viewer.project_id, status=Job.Status.FAILED)
    if not policy.may(viewer, "job.manage"):
        failed = failed.filter(requested_by=viewer.user)
    return [
        Stuck(_("A job failed: %(kind)s") % {"kind": title_of(job)}, _first_error(job))
        for job in failed.order_by("-created_at")[:5]
    ]


def _first_error(job: Job) -> str:
    first = str(job.errors[0].get("detail", "")) if job.errors else ""
    more = len(job.errors) - 1
    if more < 1:
        return first
    return f"{first} {ngettext('(and %(n)d more)', '(and %(n)d more)', more) % {'n': more}}"
