"""The history of a project: the log as sentences, with what was before and after, as far as one may see it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.events import kinds
from projects.forms import HistoryFilter
from projects.models import Event, Participant
from projects.queries.events import sentence_of, visible_events
from projects.spelling import holding
from projects.views.base import ProjectPage
from projects.views.spreadsheet import csv_answer

PAGE = 50
MOST_IN_A_FILE = 20_000
# Past this many the count above the list is not exact.
COUNTED = 10_000


def kind_choices() -> list[tuple[str, Any]]:
    """Every kind of change, in groups of the thing it concerns."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(kinds()):
        thing, _dot, verb = name.partition(".")
        groups.setdefault(thing, []).append((name, f"{thing}: {verb}".replace("_", " ")))
    return [(thing.replace("_", " ").capitalize(), names) for thing, names in groups.items() if thing != "user"]


class HistoryPage(ProjectPage):
    """Newest first, fifty at a time; `before` is the number from which to go on."""

    actions = {"GET": "history.read"}
    nav = "history"
    template = "projects/history.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        people = Participant.objects.filter(project_id=self.viewer.project_id).order_by("name")[:500]
        form = HistoryFilter(
            request.GET, kinds=kind_choices(), people=[(str(person.id), person.name) for person in people]
        )
        rows = self._filtered(form)
        if request.GET.get("format") == "csv":
            return self._csv(slug, rows)
        number = rows.order_by()[: COUNTED + 1].count()
        counted = ngettext("%(n)s change", "%(n)s changes", number) % {
            "n": f"{COUNTED:,}+" if number > COUNTED else f"{number:,}"
        }
        before = request.GET.get("before", "")
        if before.isascii() and before.isdigit() and len(before) < 19:
            rows = rows.filter(number__lt=int(before))
        found = list(rows[: PAGE + 1])
        entries = [self._entry(event) for event in found[:PAGE]]
        query = request.GET.copy()
        query.pop("format", None)
        older = ""
        if len(found) > PAGE:
            query["before"] = str(found[PAGE - 1].number)
            older = f"?{query.urlencode()}"
        query.pop("before", None)
        newest = f"?{query.urlencode()}" if before else ""
        query["format"] = "csv"
        return self.render(
            {
                "entries": entries,
                "filter": form,
                "filtered": any(form.cleaned_data.values()) or bool(before),
                "older": older,
                "newest": newest,
                "csv_url": f"?{query.urlencode()}",
                "counted": counted,
                "here": reverse("projects:history", args=[slug]),
            }
        )

    def _filtered(self, form: HistoryFilter) -> QuerySet[Event]:
        form.is_valid()
        given = form.cleaned_data
        rows = visible_events(self.viewer).order_by("-number")
        if given.get("q"):
            rows = rows.filter(holding(given["q"], "actor_name", "kind"))
        for field, column in (
            ("kind", "kind"),
            ("person", "actor_id"),
            ("document", "document_id"),
            ("subject", "subject_id"),
        ):
            if given.get(field):
                rows = rows.filter(**{column: given[field]})
        return rows

    def _entry(self, event: Event) -> dict[str, Any]:
        before, after = event.before or {}, event.after or {}
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        return {
            "number": event.number,
            "actor": event.actor_name or _("The system"),
            "sentence": sentence_of(event),
            "kind": event.kind,
            "at": event.at,
            "changes": [
                {"name": name.replace("_", " "), "before": _text(before.get(name)), "after": _text(after.get(name))}
                for name in names
            ]
            if not event.redacted
            else [],
        }

    def _csv(self, slug: str, rows: QuerySet[Event]) -> HttpResponseBase:
        header = [_("Number"), _("Time"), _("Who"), _("What"), _("Sentence")]
        lines = (
            [event.number, event.at.isoformat(), event.actor_name, event.kind, sentence_of(event)]
            for event in rows[:MOST_IN_A_FILE]
        )
        return csv_answer(f"{slug}-history", header, lines)


def _text(value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_text(part) for part in value) or "—"
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_text(part)}" for name, part in value.items())
    return str(value)
