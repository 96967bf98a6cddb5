"""What higher apps bring to the workspace: panels beside the text, and actions on a mark.

A panel is a title, the address of a module whose default export builds it (`frontend/src/workspace/panels`), and what
that module has to know. An action is a page that begins from a mark: a link beside the selected mark, and a key; where
it names a panel, the mark is taken there instead, and the page opens in another tab for whoever asks for that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.templatetags.static import static
from django.urls import reverse

from projects import policy
from projects.viewers import Viewer


@dataclass(frozen=True)
class Panel:
    """One panel: `entry` is a file among the static files; whoever may do `action` has it, with what `data` gives."""

    name: str
    title: Any
    entry: str
    action: str
    data: Callable[[Viewer], dict[str, Any]]


@dataclass(frozen=True)
class MarkAction:
    """A page of the project that takes marks as `?annotation=`; offered to whoever may do `action`."""

    name: str
    title: Any
    url_name: str
    action: str
    key: str
    panel: str


_PANELS: dict[str, Panel] = {}
_ACTIONS: dict[str, MarkAction] = {}


def _nothing(_viewer: Viewer) -> dict[str, Any]:
    return {}


def register_panel(
    name: str, *, title: Any, entry: str, action: str, data: Callable[[Viewer], dict[str, Any]] = _nothing
) -> None:
    """Add a panel to the workspace."""
    if name in _PANELS:
        raise ValueError(f"the panel {name} is registered twice")
    _PANELS[name] = Panel(name, title, entry, action, data)


def register_mark_action(name: str, *, title: Any, url_name: str, action: str, key: str, panel: str = "") -> None:
    """Offer a page, or the panel in its place, beside the selected mark and by a key."""
    if name in _ACTIONS:
        raise ValueError(f"the action {name} is registered twice")
    _ACTIONS[name] = MarkAction(name, title, url_name, action, key, panel)


def panels_for(viewer: Viewer) -> list[dict[str, Any]]:
    """The panels that the viewer has, in the order of registration."""
    return [
        {"id": panel.name, "title": str(panel.title), "entry": static(panel.entry), "data": panel.data(viewer)}
        for panel in _PANELS.values()
        if policy.may(viewer, panel.action)
    ]


def mark_actions_for(viewer: Viewer) -> list[dict[str, str]]:
    """The actions on a mark that the viewer may take; `href` wants the mark's id at its end."""
    return [
        {
            "id": action.name,
            "title": str(action.title),
            "href": f"{reverse(action.url_name, args=[viewer.project.slug])}?annotation=",
            "key": action.key,
            "panel": action.panel,
        }
        for action in _ACTIONS.values()
        if policy.may(viewer, action.action)
    ]
