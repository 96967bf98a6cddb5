"""The policy's two forms are one: what `visible` finds in the database is what `sees` says in memory.

Worlds of readings, claims, evidence and verdicts are drawn at random, and so are rows and viewers; the live feed rests
on this, because it filters in memory what everything else filters in the database.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects import policy
from projects.facts import FactsAbout
from projects.live.sight import look
from projects.models import Event, Membership, Participant, Project
from projects.queries.events import policy_row, visible_events
from projects.viewers import Viewer, find_viewer
from projects.vocabulary import NAMES as NAMES_SECRECY
from projects.vocabulary import Blindness, Role, Secrecy, Tlp
from reviews.models import Adjudication, Claim, Evidence, Verdict
from reviews.policy import CITING
from sources.models import Document, Reading, Unblinding
from tests.campaigns import WHOLE
from tests.cast import NOBODY, join, make_document, make_label, make_mark, make_project, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.campaign]

PEOPLE, DOCUMENTS, CLAIMS = range(3), range(3), range(4)
NAMES = range(3, 5)  # authors that came with imports, beside the people
AUTHORS = [*PEOPLE, *NAMES]
STATES = [*Reading.State.values, "finished, the work of others not looked at"]


@dataclass
class Stage:
    """The fixed part: three people and two imported names, three documents with a mark by each of them, four claims."""

    project: Project
    people: list[Participant]  # and, after them, the names
    documents: list[Document]
    marks: dict[tuple[int, int], Any]
    claims: list[Claim]


@pytest.fixture
def stage() -> Stage:
    project = make_project("twins")
    people = [join(project, make_user(f"person{n}"), Role.VIEWER).participant for n in PEOPLE]
    people += [Participant.objects.create(project=project, kind="name", name=f"Name {n}") for n in NAMES]
    documents = [make_document(project, title=f"Document {n}") for n in DOCUMENTS]
    label = make_label(project)
    marks = {(d, p): make_mark(documents[d], people[p], label) for d in DOCUMENTS for p in AUTHORS}
    now = timezone.now()
    claims = [
        Claim.objects.create(
            project=project, statement="s", kind="fact", author=people[0], tlp=0, created_at=now, updated_at=now
        )
        for _n in CLAIMS
    ]
    return Stage(project, people, documents, marks, claims)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


worlds = st.fixed_dictionaries(
    {
        "blind": st.sampled_from(Blindness.values),
        "readings": st.dictionaries(
            st.tuples(st.sampled_from(DOCUMENTS), st.sampled_from(PEOPLE)), st.sampled_from(STATES)
        ),
        "unblinded": st.sets(st.tuples(st.sampled_from(DOCUMENTS), st.sampled_from(PEOPLE)), max_size=3),
        "open_marks": st.sets(st.tuples(st.sampled_from(DOCUMENTS), st.sampled_from(AUTHORS)), max_size=2),
        "names": st.dictionaries(st.sampled_from(NAMES), st.sampled_from(PEOPLE)),
        "claims": st.lists(
            st.tuples(st.sampled_from(Claim.State.values), st.booleans(), st.integers(1, 2)), min_size=4, max_size=4
        ),
        "adjudications": st.sets(st.tuples(st.sampled_from(CLAIMS), st.sampled_from(PEOPLE)), max_size=3),
        "document_levels": st.lists(st.sampled_from(Tlp.values), min_size=3, max_size=3),
        "claim_levels": st.lists(st.sampled_from(Tlp.values), min_size=4, max_size=4),
        "evidence": st.lists(
            st.tuples(st.sampled_from(CLAIMS), st.sampled_from(DOCUMENTS), st.sampled_from(AUTHORS), st.booleans()),
            max_size=5,
        ),
        "verdicts": st.dictionaries(
            st.tuples(st.sampled_from(CLAIMS), st.sampled_from(PEOPLE)), st.integers(1, 2), max_size=6
        ),
    }
)
viewers = st.tuples(
    st.sampled_from(PEOPLE), st.sets(st.sampled_from(Role.values), min_size=1), st.sampled_from(Tlp.values)
)
rows = st.lists(
    st.tuples(
        st.sampled_from([None, *DOCUMENTS]),
        st.sampled_from([None, *AUTHORS]),
        st.sampled_from([None, "document0", *CLAIMS, "nothing"]),
        st.sampled_from([*Secrecy.values, NAMES_SECRECY]),
        st.sampled_from(Tlp.values),
        st.sampled_from(["x", *CITING]),
    ),
    min_size=1,
    max_size=30,
)


def build(stage: Stage, world: dict[str, Any]) -> None:
    now = timezone.now()
    own = {"project": stage.project}
    Project.objects.filter(id=stage.project.id).update(marks_blind=world["blind"])
    for (d, p), state in world["readings"].items():
        Reading.objects.create(
            **own,
            document=stage.documents[d],
            participant=stage.people[p],
            state=state.split(",")[0],
            started_at=now,
            revealed_at=now if state == Reading.State.FINISHED else None,
        )
    for name, p in world["names"].items():
        mapping = {"speaks_for": stage.people[p], "mapped_at": now}
        Participant.objects.filter(id=stage.people[name].id).update(**mapping)
    for d, p in world["unblinded"]:
        Unblinding.objects.create(**own, document=stage.documents[d], participant=stage.people[p], reason="r")
    for key in world["open_marks"]:
        mark = stage.marks[key]
        type(mark).objects.filter(id=mark.id).update(secrecy=Secrecy.OPEN)
    for claim, (state, held, cycle) in zip(stage.claims, world["claims"], strict=True):
        Claim.objects.filter(id=claim.id).update(state=state, held=held, review_cycle=cycle)
    for c, p in world["adjudications"]:
        Adjudication.objects.create(
            **own,
            claim=stage.claims[c],
            author=stage.people[p],
            outcome="decided",
            decision="approve",
            tlp=0,
            current=False,
            claim_version=1,
            created_at=now,
        )
    for document, level in zip(stage.documents, world["document_levels"], strict=True):
        Document.objects.filter(id=document.id).update(tlp=level)
    for claim, level in zip(stage.claims, world["claim_levels"], strict=True):
        Claim.objects.filter(id=claim.id).update(tlp=level)
    for c, d, p, removed in world["evidence"]:
        Evidence.objects.create(
            **own,
            claim=stage.claims[c],
            stance="states",
            document=stage.documents[d],
            annotation=stage.marks[d, p],
            mark_author=stage.people[p],
            author=stage.people[0],
            tlp=0,
            created_at=now,
            removed_at=now if removed else None,
        )
    for (c, p), cycle in world["verdicts"].items():
        Verdict.objects.create(
            **own,
            claim=stage.claims[c],
            author=stage.people[p],
            decision="approve",
            tlp=0,
            cycle=cycle,
            claim_version=1,
            created_at=now,
        )


def write(stage: Stage, drawn: list[tuple[Any, ...]]) -> list[Event]:
    subjects: dict[Any, Any] = {None: None, "document0": stage.documents[0].id, "nothing": NOBODY}
    subjects |= {n: stage.claims[n].id for n in CLAIMS}
    return Event.objects.bulk_create(
        Event(
            project=stage.project,
            number=number,
            kind=kind[0] if kind else "x",
            at=timezone.now(),
            document_id=None if d is None else stage.documents[d].id,
            author_id=None if p is None else stage.people[p].id,
            subject_id=subjects[subject],
            secrecy=secrecy,
            tlp=tlp,
            digest=b"",
            hash=b"",
        )
        for number, (d, p, subject, secrecy, tlp, *kind) in enumerate(drawn, 1)
    )


def about(viewer: Viewer, event: Event) -> FactsAbout:
    """What is known of the viewer as far as one event is concerned."""
    return FactsAbout(viewer, {one for one in (event.document_id, event.subject_id) if one})


@settings(
    max_examples=3000 if WHOLE else 60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(world=worlds, viewer=viewers, drawn=rows)
def test_the_database_and_memory_agree_on_what_everybody_sees(
    stage: Stage, world: dict[str, Any], viewer: tuple[int, set[str], int], drawn: list[tuple[Any, ...]]
) -> None:
    person, roles, clearance = viewer
    with undone():
        build(stage, world)
        membership = Membership.objects.get(participant=stage.people[person])
        Membership.objects.filter(id=membership.id).update(roles=sorted(roles), clearance=clearance)
        seer = find_viewer(membership.user, project_id=stage.project.id)
        events = write(stage, drawn)
        in_database = set(
            Event.objects.filter(policy.visible(seer, Event), project_id=stage.project.id).values_list(
                "number", flat=True
            )
        )
        in_memory = {event.number for event in events if policy.sees_event(seer, policy_row(event))}
        in_the_feed = {event.number for event in events if look(seer).sees(policy_row(event))}
        one_by_one = {
            event.number for event in events if policy.sees_event(seer, policy_row(event), about(seer, event))
        }
        assert in_database == in_memory == in_the_feed == one_by_one


def test_each_side_of_the_comparison_can_be_empty_and_full(stage: Stage) -> None:
    """The property above would hold of a policy that shows nothing at all."""
    events = write(stage, [(0, 1, None, Secrecy.MARK, 0), (0, None, None, Secrecy.OPEN, 0)])
    Membership.objects.filter(participant=stage.people[0]).update(roles=[Role.ANNOTATOR])
    Membership.objects.filter(participant=stage.people[1]).update(roles=[Role.ANNOTATOR])
    blind, author = (find_viewer(stage.people[n].user, project_id=stage.project.id) for n in (0, 1))  # type: ignore[arg-type]
    assert [policy.sees_event(blind, policy_row(event)) for event in events] == [False, True]
    assert [policy.sees_event(author, policy_row(event)) for event in events] == [True, True]


@pytest.mark.parametrize("clearance", [Tlp.AMBER, Tlp.RED])
def test_an_event_is_held_to_its_own_marking_and_to_the_one_of_its_document_and_claim_today(
    stage: Stage, clearance: int
) -> None:
    events = write(
        stage,
        [
            (0, None, "document0", Secrecy.OPEN, Tlp.GREEN),
            (1, None, None, Secrecy.OPEN, Tlp.GREEN),
            (1, None, None, Secrecy.OPEN, Tlp.RED),
            (None, 0, 0, Secrecy.CLAIM, Tlp.GREEN),
            (None, 0, 1, Secrecy.CLAIM, Tlp.GREEN),
            (None, None, None, Secrecy.OPEN, Tlp.GREEN),
        ],
    )
    Document.objects.filter(id=stage.documents[0].id).update(tlp=Tlp.RED)
    Document.objects.filter(id=stage.documents[1].id).update(tlp=Tlp.GREEN)
    Claim.objects.filter(id=stage.claims[0].id).update(tlp=Tlp.RED)
    Membership.objects.filter(participant=stage.people[0]).update(roles=[Role.REVIEWER], clearance=clearance)
    viewer = find_viewer(stage.people[0].user, project_id=stage.project.id)  # type: ignore[arg-type]
    seen = list(visible_events(viewer).order_by("number").values_list("number", flat=True))
    assert seen == ([1, 2, 3, 4, 5, 6] if clearance == Tlp.RED else [2, 5, 6])
    assert seen == [event.number for event in events if policy.sees_event(viewer, policy_row(event))]


def test_what_stands_under_a_name_is_seen_by_whom_it_speaks_for_and_by_nobody_else(stage: Stage) -> None:
    events = write(stage, [(0, 3, None, Secrecy.MARK, 0), (0, 4, None, Secrecy.MARK, 0)])
    Membership.objects.update(roles=[Role.ANNOTATOR])
    mapping = {"speaks_for": stage.people[1], "mapped_at": timezone.now()}
    Participant.objects.filter(id=stage.people[3].id).update(**mapping)
    seers = [find_viewer(stage.people[n].user, project_id=stage.project.id) for n in PEOPLE]  # type: ignore[arg-type]
    seen = [[policy.sees_event(seer, policy_row(event)) for event in events] for seer in seers]
    assert seen == [[False, False], [True, False], [False, False]]
    assert [look(seer).sees(policy_row(events[0])) for seer in seers] == [False, True, False]
