"""Who may do what: one table, action → role → predicate. What is not in the table is denied.

Each app adds its own actions and its rules of secrecy when the apps are ready. `may` asks the database, lists filter
by `filter_for`, `who_may` turns the question round, and the live feed evaluates `sees` in memory; all of them read the
same predicates. The *visibility* of a row is decided by its secrecy: for each kind of secrecy a rule per role.

A row of content carries the marking it has now; an event keeps the one it was written under. An event is therefore held
to both: its own marking and, by facts that the apps register, that of what it tells of as it stands today.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from projects.errors import Forbidden
from projects.facts import FactTable
from projects.models import Comment, Event, Membership, User
from projects.predicates import (
    ALWAYS,
    EVENT_COLUMNS,
    NEVER,
    All,
    AnyOf,
    Cleared,
    Columns,
    Constant,
    Equals,
    Mine,
    Predicate,
    Row,
    ViewerIs,
    Within,
)
from projects.viewers import Viewer, viewers_of
from projects.vocabulary import NAMES, Role, Secrecy, Tlp

Rules = Mapping[str, Predicate]

EVERY_ROLE: tuple[str, ...] = tuple(Role.values)

_ACTIONS: dict[str, Rules] = {}
_WHY_NOT: dict[str, Any] = {}
_SECRECY: dict[str, Rules] = {}
_COLUMNS: dict[type[Model], Columns] = {Event: EVENT_COLUMNS}
_SECRECIES: dict[type[Model], tuple[str, ...]] = {}
_MARKED_NOW: dict[str, Predicate] = {}
_MARKED_NOW_BY_KIND: dict[str, Predicate] = {}
_CLEARED_FOR_ALL = ViewerIs("cleared for everything", lambda v: v.clearance >= max(Tlp))


def allow(action: str, rules: Rules, *, why_not: Any = "") -> None:
    """Add one action to the table.

    `why_not` says what keeps somebody with the role from a row that its rule excludes.
    """
    if action in _ACTIONS:
        raise ValueError(f"the action {action} is in the policy table twice")
    _ACTIONS[action] = rules
    _WHY_NOT[action] = why_not


def roles(*names: str, when: Predicate = ALWAYS) -> dict[str, Predicate]:
    """The same rule for several roles."""
    return dict.fromkeys(names, when)


def set_secrecy(secrecy: str, rules: Rules) -> None:
    """Say who sees rows of one kind of secrecy."""
    if secrecy in _SECRECY:
        raise ValueError(f"the secrecy {secrecy} has rules already")
    _SECRECY[secrecy] = rules


def set_columns(model: type[Model], *, secrecies: tuple[str, ...] = (), **columns: str) -> None:
    """Say which lookups of a model stand for the policy's columns.

    `secrecies` names the only kinds of secrecy its rows can have: the rules of the others stay out of every query, and
    a model with a single kind needs no column for it.
    """
    _COLUMNS[model] = {**EVENT_COLUMNS, **columns}
    _SECRECIES[model] = secrecies


def set_marking_now(column: str, fact: str, *, kinds: tuple[str, ...] = ()) -> None:
    """Name the fact that holds what is marked above a viewer's clearance now, and the column of events it is about.

    With `kinds` only events of these kinds are held to it: those that tell of something which none of their columns
    names. What the fact holds may itself be seen, so that it is no news to anybody.
    """
    hidden = Within(column, fact)
    if kinds:
        told = AnyOf(tuple(Equals("kind", kind) for kind in kinds))
        _MARKED_NOW_BY_KIND[fact] = _CLEARED_FOR_ALL | ~(told & hidden)
    else:
        _MARKED_NOW[fact] = _CLEARED_FOR_ALL | ~hidden


def markings_now() -> tuple[str, ...]:
    """The facts that hold what is marked above a viewer's clearance now, whatever kind of event tells of it."""
    return tuple(_MARKED_NOW)


def actions() -> dict[str, Rules]:
    """The whole table, for pages that explain it and for tests."""
    return dict(_ACTIONS)


def columns_of(model: type[Model]) -> Columns:
    """The lookups of the policy's columns on a model."""
    return _COLUMNS[model]


def _of_roles(viewer: Viewer, rules: Rules) -> Predicate:
    return AnyOf(tuple(rules[role] for role in sorted(viewer.roles) if role in rules))


def rule(viewer: Viewer, action: str) -> Predicate:
    """The predicate under which this viewer may do the action, folded as far as the viewer decides it."""
    return _of_roles(viewer, _ACTIONS.get(action, {})).fold(viewer)


def secrecy_rule(viewer: Viewer, secrecy: str) -> Predicate:
    """The predicate under which this viewer sees rows of one kind of secrecy."""
    return _of_roles(viewer, _SECRECY.get(secrecy, {})).fold(viewer)


def visibility(viewer: Viewer, secrecies: tuple[str, ...] = ()) -> Predicate:
    """The predicate under which this viewer sees any row that carries the policy's columns."""
    if len(secrecies) == 1:
        return All((Cleared(), secrecy_rule(viewer, secrecies[0]))).fold(viewer)
    kinds = sorted(secrecies or _SECRECY)
    by_secrecy = [All((Equals("secrecy", secrecy), secrecy_rule(viewer, secrecy))) for secrecy in kinds]
    return All((Cleared(), AnyOf(tuple(by_secrecy)))).fold(viewer)


def event_visibility(viewer: Viewer) -> Predicate:
    """The predicate under which this viewer sees an event: as it was written, and as its matter is marked now."""
    return All((visibility(viewer), *_MARKED_NOW.values(), *_MARKED_NOW_BY_KIND.values())).fold(viewer)


def visible(viewer: Viewer, model: type[Model]) -> Q:
    """Filter of the rows of `model` that this viewer may see (combine with a filter on the project)."""
    if model is Event:
        return event_visibility(viewer).q(viewer, {**_COLUMNS[model], "kind": "kind"})
    return visibility(viewer, _SECRECIES.get(model, ())).q(viewer, _COLUMNS[model])


def sees(viewer: Viewer, row: Row) -> bool:
    """Whether the viewer sees a row of content in memory, given as the policy's columns. The twin of `visible`."""
    return visibility(viewer, (row["secrecy"],)).holds(viewer, row, viewer.facts)


def sees_event(viewer: Viewer, row: Row, facts: FactTable | None = None) -> bool:
    """Whether the viewer sees an event in memory. The twin of `visible` for events. Of a row or two, `FactsAbout` what
    they are about is asked for faster than all facts of the viewer, which are what is taken otherwise."""
    return event_visibility(viewer).holds(viewer, row, viewer.facts if facts is None else facts)


def filter_for(viewer: Viewer, action: str, queryset: QuerySet[Any]) -> QuerySet[Any]:
    """The rows of a queryset on which this viewer may do the action."""
    folded = rule(viewer, action)
    if folded == ALWAYS:
        return queryset
    if folded == NEVER:
        return queryset.none()
    return queryset.filter(folded.q(viewer, _COLUMNS[queryset.model]))


def may(viewer: Viewer, action: str, row: Model | None = None) -> bool:
    """Whether the viewer may do the action, on a row where the rule depends on it."""
    folded = rule(viewer, action)
    if isinstance(folded, Constant):
        return folded.value
    if row is None:
        return True  # the rule depends on the row: some row may allow it
    model = type(row)
    return model._default_manager.filter(pk=row.pk).filter(folded.q(viewer, _COLUMNS[model])).exists()


def require(viewer: Viewer, action: str, row: Model | None = None) -> None:
    """Raise Forbidden, with who may, unless the viewer may do the action."""
    if not may(viewer, action, row):
        raise Forbidden(refusal(viewer, action))


def refusal(viewer: Viewer, action: str) -> str:
    """The sentence that says why the action is refused: the roles that may, or that this row's rule forbids it."""
    able = [Role(role) for role in EVERY_ROLE if _ACTIONS.get(action, {}).get(role, NEVER) != NEVER]
    if not able:
        return str(_("Nobody may do this here."))
    if viewer.has(*able):
        return str(_WHY_NOT.get(action) or _("You may do this elsewhere, but not here."))
    names = ", ".join(str(role.label) for role in able)
    return str(_("Only these roles may do this: %(roles)s.") % {"roles": names})


def who_may(action: str, row: Model | None, project_id: Any) -> list[Viewer]:
    """The members who may do the action on a row."""
    return [viewer for viewer in viewers_of(project_id) if may(viewer, action, row)]


# The site: what people may do outside any project ------------------------------------------------------------------

_SITE: dict[str, Callable[[User], bool]] = {}
_SITE_REFUSALS: dict[str, Callable[[], Any]] = {}


def allow_on_site(action: str, test: Callable[[User], bool], refusal: Callable[[], Any] | None = None) -> None:
    """Add one action that belongs to no project; `refusal` gives the sentence that says who may."""
    _SITE[action] = test
    if refusal is not None:
        _SITE_REFUSALS[action] = refusal


def site_actions() -> dict[str, Callable[[User], bool]]:
    """The table of the site's actions."""
    return dict(_SITE)


def may_on_site(user: Any, action: str) -> bool:
    """Whether a user may do an action that belongs to no project. Suspended and anonymous people may nothing."""
    return bool(user.is_authenticated and user.is_active and action in _SITE and _SITE[action](user))


def require_on_site(user: Any, action: str) -> None:
    """Raise Forbidden unless the user may do the site-wide action."""
    if not may_on_site(user, action):
        raise Forbidden(refusal_on_site(action))


def refusal_on_site(action: str) -> str:
    """The sentence that says who may do an action of the site."""
    refusal = _SITE_REFUSALS.get(action)
    return str(refusal() if refusal else _("Only administrators of the site may do this."))


def _may_create_projects(user: User) -> bool:
    if user.is_admin or settings.PROJECT_CREATORS == "everyone":
        return True
    return (
        settings.PROJECT_CREATORS == "managers"
        and Membership.objects.filter(user=user, roles__contains=[Role.MANAGER], suspended_at__isnull=True).exists()
    )


def _who_creates_projects() -> Any:
    if settings.PROJECT_CREATORS == "managers":
        return _("Only people who manage a project, and administrators of the site, may create one.")
    return _("Only administrators of the site may create a project.")


def fill() -> None:
    """Put this app's own actions into the table."""
    set_secrecy(Secrecy.OPEN, roles(*EVERY_ROLE))
    set_secrecy(NAMES, roles(*EVERY_ROLE, when=Mine()) | {Role.MANAGER: ALWAYS})
    allow("project.read", roles(*EVERY_ROLE))
    allow("project.change", roles(Role.MANAGER))
    allow("member.read", roles(*EVERY_ROLE))
    allow("member.manage", roles(Role.MANAGER))
    allow("name.map", roles(Role.MANAGER))
    allow("project.leave", roles(*EVERY_ROLE))
    allow("event.read", roles(*EVERY_ROLE))
    allow("history.read", roles(Role.REVIEWER, Role.ADJUDICATOR, Role.MANAGER))
    set_columns(Comment, author="owner_id", writer="author_id")
    talking = (Role.ANNOTATOR, Role.REVIEWER, Role.ADJUDICATOR, Role.MANAGER)
    allow("comment.read", roles(*EVERY_ROLE))
    allow("comment.write", roles(*talking))
    allow("comment.write_open", roles(Role.MANAGER))
    allow(
        "comment.edit", roles(*talking, when=Mine("writer")), why_not=_("Only whoever wrote a comment may change it.")
    )
    allow("thread.resolve", roles(*talking))
    allow("job.read", roles(*EVERY_ROLE))
    allow("job.manage", roles(Role.MANAGER))
    allow_on_site("user.manage", lambda user: user.is_admin)
    allow_on_site("manager.appoint", lambda user: user.is_admin)
    allow_on_site("job.manage", lambda user: user.is_admin)
    allow_on_site("project.create", _may_create_projects, _who_creates_projects)
    allow_on_site("account.use", lambda user: True)
