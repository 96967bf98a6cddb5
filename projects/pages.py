"""What apps contribute to the shell: navigation, cards, what waits, what is stuck, and what the palette finds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from projects import policy
from projects.models import User
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
    key: str = ""


@dataclass(frozen=True)
class Waiting:
    """One kind of work that waits for a person: a sentence with its count and where to go."""

    label: str
    url: str
    count: int
    icon: str = "inbox"


@dataclass(frozen=True)
class Stuck:
    """Something in a project that goes no further by itself: what it is, since when or why, and where to mend it."""

    label: str
    detail: str
    url: str = ""
    icon: str = "circle-alert"


@dataclass(frozen=True)
class NextStep:
    """What somebody comes to a project to do: the primary action of its overview."""

    label: str
    url: str
    icon: str


@dataclass(frozen=True)
class Command:
    """Something a person may do from anywhere in a project: shown in the palette to whoever may do `action`."""

    label: Any
    icon: str
    url_name: str
    action: str


@dataclass(frozen=True)
class Found:
    """Something the palette leads to."""

    label: str
    url: str
    kind: str = ""
    hint: str = ""
    icon: str = "arrow-right"


_NAV: dict[str, NavItem] = {}
_WAITING: list[Callable[[Viewer], list[Waiting]]] = []
_STUCK: list[Callable[[Viewer], list[Stuck]]] = []
_CARDS: list[Callable[[Viewer], dict[str, Any] | None]] = []
_STEPS: dict[int, Callable[[Viewer], NextStep | None]] = {}
_COMMANDS: list[Command] = []
_FINDERS: list[Callable[[Viewer, str], list[Found]]] = []
_SEARCH: list[Callable[[Viewer | None], str]] = []


def register_nav(name: str, *, label: Any, icon: str, url_name: str, action: str, order: int, key: str = "") -> None:
    """Add an entry to the navigation of every project; the URL takes the project's slug, `key` goes there after g."""
    _NAV[name] = NavItem(name, label, icon, url_name, action, order, key)


def register_waiting(find: Callable[[Viewer], list[Waiting]]) -> None:
    """Add a finder of work that waits for a viewer."""
    _WAITING.append(find)


def register_stuck(find: Callable[[Viewer], list[Stuck]]) -> None:
    """Add a finder of what is stuck in a viewer's project, for the overview."""
    _STUCK.append(find)


def register_card(make: Callable[[Viewer], dict[str, Any] | None]) -> None:
    """Add a card to a project's overview: `{title, url, icon, stats: [{label, value, url?}], order}` or None."""
    _CARDS.append(make)


def register_next_step(order: int, find: Callable[[Viewer], NextStep | None]) -> None:
    """Add something that a viewer may have to do next; what comes first in the order of the work is offered."""
    _STEPS[order] = find


def register_command(*, label: Any, icon: str, url_name: str, action: str) -> None:
    """Add something to do to the palette of every project; the URL takes the project's slug."""
    _COMMANDS.append(Command(label, icon, url_name, action))


def register_finder(find: Callable[[Viewer, str], list[Found]]) -> None:
    """Add a finder of the palette: what in the viewer's project has this piece of text in its name (at most a few)."""
    _FINDERS.append(find)


def register_search(url: Callable[[Viewer | None], str]) -> None:
    """Say where the search page is: for a viewer in their project, or for somebody outside of any (may be empty)."""
    _SEARCH[:] = [url]


def nav_for(viewer: Viewer, current: str = "") -> list[dict[str, Any]]:
    """The navigation of the viewer's project as `{label, url, icon, current, key}`."""
    return [
        {
            "label": item.label,
            "url": reverse(item.url_name, args=[viewer.project.slug]),
            "icon": item.icon,
            "current": item.name == current,
            "key": item.key,
        }
        for item in sorted(_NAV.values(), key=lambda item: item.order)
        if policy.may(viewer, item.action)
    ]


def waiting_for(viewer: Viewer) -> list[Waiting]:
    """Everything that waits for the viewer in their project, in the order of the work."""
    return [waiting for find in _WAITING for waiting in find(viewer) if waiting.count]


def next_step_for(viewer: Viewer) -> NextStep | None:
    """What the viewer would do next in their project, if anything."""
    return next((step for _order, find in sorted(_STEPS.items()) if (step := find(viewer)) is not None), None)


def stuck_in(viewer: Viewer) -> list[Stuck]:
    """Everything that is stuck in the viewer's project, as far as the viewer may know."""
    return [stuck for find in _STUCK for stuck in find(viewer)]


def cards_for(viewer: Viewer) -> list[dict[str, Any]]:
    """The cards of the viewer's overview page."""
    cards = [card for make in _CARDS if (card := make(viewer)) is not None]
    return sorted(cards, key=lambda card: card.get("order", 0))


def commands_for(viewer: Viewer) -> list[Found]:
    """What the viewer may do in their project."""
    return [
        Found(str(command.label), reverse(command.url_name, args=[viewer.project.slug]), icon=command.icon)
        for command in _COMMANDS
        if policy.may(viewer, command.action)
    ]


def found_by(viewer: Viewer, text: str) -> list[Found]:
    """What the finders of all apps know under this name in the viewer's project."""
    return [found for find in _FINDERS for found in find(viewer, text)]


def search_url(viewer: Viewer | None) -> str:
    """The address of the search page, empty where there is none."""
    return next((url(viewer) for url in _SEARCH), "")


def nav_of_site(user: User, current: str = "") -> list[dict[str, Any]]:
    """The navigation outside of projects."""
    entries = [("home", _("My work"), "projects:home", "inbox", "h")]
    if policy.may_on_site(user, "user.manage"):
        entries.append(("users", _("Accounts"), "projects:user_list", "users", "u"))
    if policy.may_on_site(user, "job.manage"):
        entries.append(("jobs", _("Jobs"), "projects:job_list", "list-checks", "j"))
    entries.append(("account", _("My account"), "projects:account", "user-round", "a"))
    return [
        {"label": label, "url": reverse(url_name), "icon": icon, "current": name == current, "key": key}
        for name, label, url_name, icon, key in entries
    ]
