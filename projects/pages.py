"""What apps contribute to the shell: a project's navigation, its overview, and the work that waits for a person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from projects import policy
from projects.viewers import Viewer


@dataclass(frozen=True)
class NavItem:
    """One entry of a project's navigation: shown to whoever may do `action`."""

    name: str
    label: Any
    icon: str
    url_name: str
    action: str
    order: int


@dataclass(frozen=True)
class Waiting:
    """One kind of work that waits for a person: a sentence with its count and where to go."""

    label: str
    url: str
    count: int
    icon: str = "inbox"


_NAV: dict[str, NavItem] = {}
_WAITING: list[Callable[[Viewer], list[Waiting]]] = []
_CARDS: list[Callable[[Viewer], dict[str, Any] | None]] = []


def register_nav(name: str, *, label: Any, icon: str, url_name: str, action: str, order: int) -> None:
    """Add an entry to the navigation of every project; the URL takes the project's slug."""
    _NAV[name] = NavItem(name, label, icon, url_name, action, order)


def register_waiting(find: Callable[[Viewer], list[Waiting]]) -> None:
    """Add a finder of work that waits for a viewer."""
    _WAITING.append(find)


def register_card(make: Callable[[Viewer], dict[str, Any] | None]) -> None:
    """Add a card to a project's overview: `{title, url, stats: [{label, value}], order}` or None."""
    _CARDS.append(make)


def nav_for(viewer: Viewer, current: str = "") -> list[dict[str, Any]]:
    """The navigation of the viewer's project as `{label, url, icon, current}`."""
    return [
        {
            "label": item.label,
            "url": reverse(item.url_name, args=[viewer.project.slug]),
            "icon": item.icon,
            "current": item.name == current,
        }
        for item in sorted(_NAV.values(), key=lambda item: item.order)
        if policy.may(viewer, item.action)
    ]


def waiting_for(viewer: Viewer) -> list[Waiting]:
    """Everything that waits for the viewer in their project, in the order of the work."""
    return [waiting for find in _WAITING for waiting in find(viewer) if waiting.count]


def cards_for(viewer: Viewer) -> list[dict[str, Any]]:
    """The cards of the viewer's overview page."""
    cards = [card for make in _CARDS if (card := make(viewer)) is not None]
    return sorted(cards, key=lambda card: card.get("order", 0))
