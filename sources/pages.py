"""What this app adds to the shell: navigation, cards, what waits, open work, search and what the palette finds."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects import pages, policy
from projects.models import Participant
from projects.open_work import OpenWork, register_open_work
from projects.pages import Found, Waiting
from projects.spelling import holding
from projects.viewers import Viewer
from projects.vocabulary import Role
from sources.columns import links_for
from sources.models import Reading
from sources.queries.documents import knows_every_reading, visible_documents
from sources.queries.entities import entities_of
from sources.services.oversight import hand_on_readings


def _own(viewer: Viewer) -> Any:
    return Reading.objects.filter(document=OuterRef("pk"), participant_id=viewer.participant_id)


def _waiting(viewer: Viewer) -> list[Waiting]:
    """Documents an annotator has begun or not yet begun."""
    if not viewer.has(Role.ANNOTATOR):
        return []
    counts = visible_documents(viewer).aggregate(
        begun=Count("id", filter=Exists(_own(viewer).filter(state=Reading.State.OPEN))),
        unread=Count("id", filter=~Exists(_own(viewer).exclude(state=Reading.State.RELEASED))),
    )
    address = reverse("sources:document_list", args=[viewer.project.slug])
    begun, unread = counts["begun"], counts["unread"]
    return [
        Waiting(
            ngettext("%(n)d document you are reading", "%(n)d documents you are reading", begun) % {"n": begun},
            f"{address}?status=open",
            begun,
            "book-open",
        ),
        Waiting(
            ngettext("%(n)d document to read", "%(n)d documents to read", unread) % {"n": unread},
            f"{address}?status=unread",
            unread,
            "file-text",
        ),
    ]


def _next_document(viewer: Viewer) -> pages.NextStep | None:
    """The document an annotator has begun, else the one that waits at the top of the list."""
    if not viewer.has(Role.ANNOTATOR):
        return None
    rows = visible_documents(viewer).order_by("-id").values_list("id", flat=True)
    begun = rows.filter(Exists(_own(viewer).filter(state=Reading.State.OPEN))).first()
    document = begun or rows.filter(~Exists(_own(viewer).exclude(state=Reading.State.RELEASED))).first()
    if document is None:
        return None
    links = links_for(viewer, document)
    url = next((link["url"] for link in links if link["primary"]), "")
    url = url or reverse("sources:document_detail", args=[viewer.project.slug, document])
    return pages.NextStep(_("Go on reading") if begun else _("Read the next document"), url, "book-open")


def _import(viewer: Viewer) -> pages.NextStep | None:
    if not policy.may(viewer, "document.import"):
        return None
    return pages.NextStep(_("Import"), reverse("sources:import_new", args=[viewer.project.slug]), "upload")


def _card(viewer: Viewer) -> dict[str, Any]:
    """How many documents there are, and how far their readings are for those who oversee them."""
    address = reverse("sources:document_list", args=[viewer.project.slug])
    rows = visible_documents(viewer)
    stats = [{"label": _("documents"), "value": rows.count(), "url": address}]
    if knows_every_reading(viewer):
        states = Reading.objects.filter(project_id=viewer.project_id, document__in=rows).aggregate(
            open=Count("id", filter=Q(state=Reading.State.OPEN)),
            finished=Count("id", filter=Q(state=Reading.State.FINISHED)),
        )
        stats.append({"label": _("readings finished"), "value": states["finished"]})
        stats.append({"label": _("readings under way"), "value": states["open"]})
    return {"title": _("Documents"), "url": address, "icon": "file-text", "stats": stats, "order": 10}


def _open_work(participant: Participant) -> list[OpenWork]:
    count = Reading.objects.filter(
        participant=participant, state=Reading.State.OPEN, document__deleted_at__isnull=True
    ).count()
    label = ngettext("%(n)d reading begun", "%(n)d readings begun", count) % {"n": count}
    address = reverse("sources:document_list", args=[participant.project.slug])
    return [OpenWork(label, count, f"{address}?{urlencode({'reader': participant.id})}")]


def _named(viewer: Viewer, text: str) -> list[Found]:
    """Documents by their titles, for the palette."""
    if not policy.may(viewer, "document.read"):
        return []
    slug = viewer.project.slug
    rows = visible_documents(viewer).filter(holding(text, "title")).order_by("-id").values_list("id", "title")[:8]
    return [
        Found(title, reverse("sources:document_detail", args=[slug, id]), kind=_("Documents"), icon="file-text")
        for id, title in rows
    ]


def _called(viewer: Viewer, text: str) -> list[Found]:
    """Entities by any of their names and identifiers, for the palette."""
    if not policy.may(viewer, "entity.read"):
        return []
    rows = entities_of(viewer, text).order_by("name", "id").values_list("id", "name")[:8]
    return [
        Found(
            name, reverse("sources:entity_detail", args=[viewer.project.slug, id]), kind=_("Entities"), icon="contact"
        )
        for id, name in rows
    ]


def _search(viewer: Viewer | None) -> str:
    return reverse("sources:search", args=[viewer.project.slug]) if viewer else ""


def fill() -> None:
    """Register them."""
    pages.register_nav(
        "documents", label=gettext_lazy("Documents"), icon="file-text", url_name="sources:document_list",
        action="document.read", order=20, key="d",
    )  # fmt: skip
    pages.register_nav(
        "publishers", label=gettext_lazy("Publishers"), icon="newspaper", url_name="sources:publisher_list",
        action="publisher.read", order=70, key="u",
    )  # fmt: skip
    pages.register_nav(
        "provenance", label=gettext_lazy("Provenance"), icon="git-compare-arrows", url_name="sources:relation_list",
        action="document_relation.read", order=75, key="v",
    )  # fmt: skip
    pages.register_nav(
        "entities", label=gettext_lazy("Entities"), icon="contact", url_name="sources:entity_list",
        action="entity.read", order=65, key="t",
    )  # fmt: skip
    pages.register_waiting(_waiting)
    pages.register_next_step(10, _next_document)
    pages.register_next_step(40, _import)
    pages.register_card(_card)
    pages.register_search(_search)
    pages.register_finder(_named)
    pages.register_finder(_called)
    pages.register_command(
        label=gettext_lazy("Import documents"), icon="upload", url_name="sources:import_new", action="document.import"
    )
    register_open_work("readings", _open_work, hand_on_readings, action="reading.own")
