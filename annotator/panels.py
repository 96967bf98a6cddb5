"""Panels and rights that higher apps bring to the workspace.

A panel is a title and the address of a module whose default export builds it (`frontend/src/workspace/panels`). A right
is a name under which the workspace asks whether the reader may do an action of the policy.
"""

from dataclasses import dataclass
from typing import Any

from django.templatetags.static import static

from projects import policy
from projects.viewers import Viewer


@dataclass(frozen=True)
class Panel:
    """One panel: `entry` is a file among the static files; whoever may do `action` has it."""

    name: str
    title: Any
    entry: str
    action: str


_PANELS: dict[str, Panel] = {}
_RIGHTS: dict[str, str] = {}


def register_panel(name: str, *, title: Any, entry: str, action: str) -> None:
    """Add a panel to the workspace."""
    if name in _PANELS:
        raise ValueError(f"the panel {name} is registered twice")
    _PANELS[name] = Panel(name, title, entry, action)


def register_right(name: str, action: str) -> None:
    """Let the workspace know whether the reader may do an action."""
    if name in _RIGHTS:
        raise ValueError(f"the right {name} is registered twice")
    _RIGHTS[name] = action


def panels_for(viewer: Viewer) -> list[dict[str, str]]:
    """The panels that the viewer has, in the order of registration."""
    return [
        {"id": panel.name, "title": str(panel.title), "entry": static(panel.entry)}
        for panel in _PANELS.values()
        if policy.may(viewer, panel.action)
    ]


def rights_of(viewer: Viewer) -> dict[str, bool]:
    """Right → whether the viewer has it."""
    return {name: policy.may(viewer, action) for name, action in _RIGHTS.items()}
