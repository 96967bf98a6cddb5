"""Searches kept under a name, for everybody in the project."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.errors import Conflict, Invalid, NotFound
from projects.events import change
from projects.viewers import Viewer
from sources.models import SavedSearch
from sources.queries.facets import FACETS, narrowed
from sources.queries.search import checked_words, chosen_kinds
from sources.representations import represent_saved_search

NAME_AT_MOST = 100
_KEPT = ("q", "in", *FACETS)


def save_search(*, by: Viewer, name: str, query: Mapping[str, Any]) -> SavedSearch:
    """Keep a search under a name of its own; refuses what could not be searched for."""
    policy.require(by, "search.save")
    checked_name, checked_query = _name(name), _query(by, query)
    with change(project_id=by.project_id, by=by) as log:
        saved = SavedSearch(
            project_id=by.project_id, author_id=by.participant_id, name=checked_name, query=checked_query
        )
        try:
            with transaction.atomic():
                saved.save()
        except IntegrityError:
            raise Conflict(_("The project has a saved search of this name already. Choose another name.")) from None
        log.add("search.saved", subject=saved.id, after=represent_saved_search(saved))
        return saved


def remove_search(*, by: Viewer, search_id: UUID) -> None:
    """Take a saved search away; the log keeps what it was."""
    with change(project_id=by.project_id, by=by) as log:
        rows = SavedSearch.objects.select_for_update(of=("self",)).select_related("author")
        saved = rows.filter(project_id=by.project_id, id=search_id).first()
        if saved is None:
            raise NotFound()
        policy.require(by, "search.remove", saved)
        before = represent_saved_search(saved)
        saved.delete()
        log.add("search.removed", subject=search_id, before=before, after={"name": before["name"]})


def _name(name: str) -> str:
    name = " ".join(name.split()) if isinstance(name, str) else ""
    if not name or "\0" in name:
        raise Invalid({"name": _("Give the search a name.")})
    if len(name) > NAME_AT_MOST:
        raise Invalid({"name": _("Use at most %(n)d characters.") % {"n": NAME_AT_MOST}})
    return name


def _query(by: Viewer, query: Mapping[str, Any]) -> dict[str, str]:
    if not all(isinstance(value, str) for value in query.values()):
        raise Invalid({"query": _("Every part of a search is text.")})
    unknown = sorted(set(query) - set(_KEPT))
    if unknown:
        raise Invalid({"query": _("A search has no part %(name)s.") % {"name": unknown[0][:40]}})
    kept = {name: query[name].strip() for name in _KEPT if query.get(name, "").strip()}
    kept["q"] = checked_words(kept.get("q", ""))
    chosen_kinds(kept.get("in", ""))
    narrowed(by, kept)
    return kept
