"""What one person may see, held in memory, and what about it changed between two looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from weakref import WeakValueDictionary

from projects import policy
from projects.facts import Supposed
from projects.models import Event
from projects.predicates import All, AnyOf, Negation, Predicate, Within
from projects.viewers import Viewer
from projects.vocabulary import Secrecy

# Changes of more subjects than this are told as one: everything.
MANY = 500
HIDING = (Secrecy.MARK, Secrecy.CLAIM, Secrecy.VERDICT, Secrecy.OUTCOME)
# What rows of each secrecy tell of: a document by their column `document`, or what is judged by their `subject`.
ABOUT = {
    Secrecy.OPEN: "document",
    Secrecy.MARK: "document",
    Secrecy.CLAIM: "subject",
    Secrecy.VERDICT: "subject",
    Secrecy.OUTCOME: "subject",
}

# Many people share the same facts about a project; equal sets are kept once.
_shared: WeakValueDictionary[tuple[str, frozenset[UUID]], frozenset[UUID]] = WeakValueDictionary()


def _withins(predicate: Predicate) -> Iterator[Within]:
    if isinstance(predicate, Within):
        yield predicate
    elif isinstance(predicate, Negation):
        yield from _withins(predicate.part)
    elif isinstance(predicate, All | AnyOf):
        for part in predicate.parts:
            yield from _withins(part)


@dataclass(frozen=True)
class Sight:
    """A viewer with their rule of visibility and every fact it rests on, as they were at one moment.

    `unheard` are the documents and claims that facts hold since the look before and that the log never told this person
    of: it would be news to them that there is such a thing.
    """

    viewer: Viewer
    rule: Predicate
    facts: dict[str, frozenset[UUID]]
    own: frozenset[str]
    unheard: frozenset[UUID] = frozenset()

    def sees(self, row: dict[str, Any]) -> bool:
        """Whether the viewer sees a row: the policy's twin of the database filter."""
        return self.rule.holds(self.viewer, row, self.facts)

    def could_see(self, row: dict[str, Any], subject: UUID) -> bool:
        """The same, if the viewer had chosen to see the work of others about this subject."""
        return self.rule.holds(self.viewer, row, Supposed(self.facts, subject))

    def rests_on_the_row(self, secrecy: str) -> bool:
        """Whether an event of this secrecy can itself change the facts by which it is shown: then look again first."""
        return secrecy in self.own


def look(viewer: Viewer, before: Sight | None = None) -> Sight:
    """Load what decides the sight of a viewer, who should be fresh; `before` is their last look, if there was one."""
    rule = policy.event_visibility(viewer)
    facts: dict[str, frozenset[UUID]] = {}
    for name in sorted({within.fact for within in _withins(rule)}):
        ids = viewer.facts[name]
        facts[name] = _shared.setdefault((name, ids), ids)
    own = frozenset(
        str(secrecy)
        for secrecy in HIDING
        if any(within.column != "document" for within in _withins(policy.secrecy_rule(viewer, secrecy)))
    )
    return Sight(viewer, rule, facts, own, _unheard(viewer, before, facts) if before else frozenset())


def _unheard(viewer: Viewer, before: Sight, facts: dict[str, frozenset[UUID]]) -> frozenset[UUID]:
    """Of what is marked above the viewer's clearance since the last look, what never was within it."""
    above: set[UUID] = set()
    for name in policy.markings_now():
        now, then = facts.get(name, frozenset()), before.facts.get(name, frozenset())
        above |= now - then if now is not then else frozenset()
    if not above:
        return frozenset()
    told = Event.objects.filter(project_id=viewer.project_id, tlp__lte=viewer.clearance)
    for column in ("document_id", "subject_id"):
        above.difference_update(told.filter(**{f"{column}__in": above}).values_list(column, flat=True).distinct())
    return frozenset(above)


def changed(before: Sight, after: Sight) -> list[UUID | None]:
    """The documents and claims of which the person may see more or less than before, or could if they chose to; [None]
    for everything."""
    if _seen_with(before) != _seen_with(after):
        return [None]
    ids: set[UUID] = set()
    for name, now in after.facts.items():
        if now is not before.facts[name]:
            ids |= now ^ before.facts[name]
    ids -= after.unheard
    if len(ids) > MANY:
        return [None]
    return [one for one in sorted(ids) if any(_differs(before, after, one, secrecy) for secrecy in ABOUT)]


def _seen_with(sight: Sight) -> tuple[Predicate, int, tuple[UUID, ...]]:
    """What decides sight of everything at once: the rule, the clearance, and whose work is the viewer's own."""
    return sight.rule, sight.viewer.clearance, sight.viewer.participant_ids


def _differs(before: Sight, after: Sight, subject: UUID, secrecy: Secrecy) -> bool:
    """Whether somebody else's row about this subject was visible and is not, or the other way round.

    The same is asked of whether it would be once the person chose to look: their page offers that, or does not.
    """
    row: dict[str, Any] = {"kind": "", "document": None, "subject": None, "author": None, "secrecy": secrecy, "tlp": 0}
    row[ABOUT[secrecy]] = subject
    return before.sees(row) != after.sees(row) or before.could_see(row, subject) != after.could_see(row, subject)
