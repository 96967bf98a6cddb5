"""Relations between documents: suggested by a comparison, decided by people, seen with both documents only."""

from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects import jobs, policy
from projects.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from projects.models import Event
from projects.vocabulary import Secrecy, Tlp
from sources.models import SUGGESTION, Document, DocumentRelation
from sources.queries.origins import Origin, origin_of, origins_of
from sources.queries.relations import visible_relations
from sources.services.comparing import start_comparison
from sources.services.documents import delete_documents, edit_document
from sources.services.origins import set_origin
from sources.services.relations import (
    add_document_relation,
    change_document_relation,
    confirm_document_relation,
    delete_document_relation,
    dismiss_document_relation,
)
from tests.cast import Cast, gather, make_document, make_project
from tests.sources.comparison.invented import BRIDGE, RAIN
from tests.sources.conftest import logged

pytestmark = pytest.mark.django_db

DECIDERS = ("reviewer", "adjudicator", "manager")
REPRINT = BRIDGE.replace("on Tuesday", "late on Tuesday")


@pytest.fixture
def pair(cast: Cast) -> tuple[Document, Document]:
    """An original and its reprint."""
    return (
        make_document(cast.project, BRIDGE, "Cracks", published="2024-04-18"),
        make_document(cast.project, REPRINT, "Cracks again", published="2024-05"),
    )


def compare(cast: Cast, name: str = "manager") -> dict[str, Any]:
    """Run a comparison to its end; what it made."""
    job = start_comparison(by=cast.viewer(name))
    jobs.run(job.id)
    job.refresh_from_db()
    assert job.status == "done", job.errors
    return dict(job.result)


def seen(cast: Cast, name: str) -> set[UUID]:
    return set(visible_relations(cast.viewer(name)).values_list("id", flat=True))


def relate(cast: Cast, source: Document, target: Document, kind: str = "republication") -> DocumentRelation:
    return add_document_relation(by=cast.viewer("manager"), source=source.id, target=target.id, kind=kind)


def raise_marking(cast: Cast, document: Document, level: int) -> None:
    document.refresh_from_db()
    edit_document(
        by=cast.viewer("manager"), document_id=document.id, version=document.version, changes={"tlp": Tlp(level).label}
    )


def test_a_comparison_suggests_that_the_later_document_republishes_the_earlier(
    cast: Cast, pair: tuple[Document, Document]
) -> None:
    make_document(cast.project, RAIN, "Rain")
    assert compare(cast) == {"suggested": 1}
    row = DocumentRelation.objects.get()
    assert (row.source, row.target, row.kind, row.state) == (pair[1], pair[0], "republication", "suggested")
    (passage,) = row.passages
    start, end, other_start, other_end = passage["pieces"][0]
    assert REPRINT[start:end] == BRIDGE[other_start:other_end] == "The bridge at Veshara was closed"
    assert {"reason": "published_earlier", "text": 1} in row.reasons
    assert [event["kind"] for event in logged("document_relation.suggested")] == ["republication"]


def test_boilerplate_suggests_nothing(cast: Cast) -> None:
    for title in ("One", "Two"):
        document = make_document(cast.project, f"{title}. {BRIDGE}", title)
        revision = document.current_revision
        assert revision is not None
        revision.sections.update(blocks=[[0, 4, "paragraph", None], [5, 5 + len(BRIDGE), "boilerplate", None]])
    assert compare(cast) == {"suggested": 0}


def test_a_second_comparison_looks_at_new_texts_only(cast: Cast, pair: tuple[Document, Document]) -> None:
    compare(cast)
    assert compare(cast) == {"suggested": 0}
    make_document(cast.project, BRIDGE.upper(), "Cracks in capitals", published="2025")
    assert compare(cast) == {"suggested": 2}


@pytest.mark.parametrize("end", ["dismiss", "delete"])
def test_what_a_person_turned_down_is_not_suggested_again(
    cast: Cast, pair: tuple[Document, Document], end: str
) -> None:
    compare(cast)
    row = DocumentRelation.objects.get()
    act = {"dismiss": dismiss_document_relation, "delete": delete_document_relation}[end]
    act(by=cast.viewer("reviewer"), relation_id=row.id, version=1)
    for document in pair:
        Document.objects.filter(pk=document.pk).update(version=9)
    make_document(cast.project, RAIN, "Rain")
    assert compare(cast) == {"suggested": 0}


def test_documents_above_the_clearance_of_who_asks_are_not_compared(
    cast: Cast, pair: tuple[Document, Document]
) -> None:
    Document.objects.filter(pk=pair[0].pk).update(tlp=Tlp.RED)
    cast.memberships["reviewer"].clearance = Tlp.AMBER
    cast.memberships["reviewer"].save()
    assert compare(cast, "reviewer") == {"suggested": 0}


def test_who_may_no_longer_ask_is_told_that_the_job_failed(cast: Cast, pair: tuple[Document, Document]) -> None:
    job = start_comparison(by=cast.viewer("reviewer"))
    cast.memberships["reviewer"].roles = ["viewer"]
    cast.memberships["reviewer"].save()
    jobs.run(job.id)
    job.refresh_from_db()
    assert (job.status, DocumentRelation.objects.count()) == ("failed", 0)


def test_viewers_and_annotators_see_what_is_confirmed_only(cast: Cast, pair: tuple[Document, Document]) -> None:
    compare(cast)
    row = DocumentRelation.objects.get()
    assert [seen(cast, name) for name in ("viewer", "annotator")] == [set(), set()]
    assert all(seen(cast, name) == {row.id} for name in DECIDERS)
    confirm_document_relation(by=cast.viewer("reviewer"), relation_id=row.id, version=1)
    assert [seen(cast, name) for name in ("viewer", "annotator")] == [{row.id}, {row.id}]


def test_the_event_of_a_suggestion_is_as_secret_as_the_suggestion(cast: Cast, pair: tuple[Document, Document]) -> None:
    compare(cast)
    told = Event.objects.filter(kind="document_relation.suggested")
    assert not told.filter(policy.visible(cast.viewer("viewer"), Event)).exists()
    assert all(told.filter(policy.visible(cast.viewer(name), Event)).exists() for name in DECIDERS)


@pytest.mark.parametrize("side", [0, 1])
def test_a_relation_is_hidden_with_either_of_its_documents(
    cast: Cast, pair: tuple[Document, Document], side: int
) -> None:
    row = relate(cast, pair[1], pair[0])
    raise_marking(cast, pair[side], Tlp.AMBER_STRICT)
    cast.memberships["viewer"].clearance = Tlp.AMBER
    cast.memberships["viewer"].save()
    row.refresh_from_db()
    assert row.tlp == Tlp.AMBER_STRICT
    assert seen(cast, "viewer") == set()
    told = Event.objects.filter(kind="document_relation.added", subject_id=row.id)
    assert not told.filter(policy.visible(cast.viewer("viewer"), Event)).exists()


def test_a_relation_is_hidden_while_a_document_is_deleted(cast: Cast, pair: tuple[Document, Document]) -> None:
    row = relate(cast, pair[1], pair[0])
    delete_documents(by=cast.viewer("manager"), document_ids=[pair[0].id])
    assert seen(cast, "manager") == set()
    with pytest.raises(NotFound):
        dismiss_document_relation(by=cast.viewer("manager"), relation_id=row.id, version=1)


@pytest.mark.parametrize("name", ["viewer", "annotator"])
def test_only_those_who_decide_may_relate_documents(cast: Cast, pair: tuple[Document, Document], name: str) -> None:
    with pytest.raises(Forbidden):
        add_document_relation(by=cast.viewer(name), source=pair[1].id, target=pair[0].id, kind="cites")
    row = relate(cast, pair[1], pair[0])
    with pytest.raises(Forbidden):
        dismiss_document_relation(by=cast.viewer(name), relation_id=row.id, version=1)
    with pytest.raises(Forbidden):
        start_comparison(by=cast.viewer(name))


def test_confirming_may_put_the_kind_and_the_direction_right(cast: Cast, pair: tuple[Document, Document]) -> None:
    compare(cast)
    row = DocumentRelation.objects.get()
    pieces = row.passages[0]["pieces"]
    changed = confirm_document_relation(
        by=cast.viewer("adjudicator"), relation_id=row.id, version=1, kind="rewrite", turned=True
    )
    assert (changed.source, changed.target, changed.kind, changed.version) == (*pair, "rewrite", 2)
    assert changed.passages[0]["pieces"] == [[c, d, a, b] for a, b, c, d in pieces]
    assert changed.decided_by == cast.participant("adjudicator")
    (event,) = Event.objects.filter(kind="document_relation.confirmed")
    assert (event.before or {})["kind"] == "republication"
    assert (event.after or {})["kind"] == "rewrite"


def test_a_change_against_an_earlier_version_is_refused(cast: Cast, pair: tuple[Document, Document]) -> None:
    row = relate(cast, pair[1], pair[0])
    change_document_relation(by=cast.viewer("manager"), relation_id=row.id, version=1, note="Same agency.")
    with pytest.raises(Stale):
        change_document_relation(by=cast.viewer("manager"), relation_id=row.id, version=1, note="Another.")


def test_a_change_that_changes_nothing_leaves_no_event(cast: Cast, pair: tuple[Document, Document]) -> None:
    row = relate(cast, pair[1], pair[0])
    confirm_document_relation(by=cast.viewer("manager"), relation_id=row.id, version=1)
    assert not Event.objects.filter(kind__in=["document_relation.confirmed", "document_relation.changed"]).exists()


def test_two_documents_are_related_in_one_way_once(cast: Cast, pair: tuple[Document, Document]) -> None:
    relate(cast, pair[1], pair[0])
    with pytest.raises(Conflict):
        relate(cast, pair[0], pair[1])
    relate(cast, pair[1], pair[0], "cites")


@pytest.mark.parametrize(("kind", "about"), [("copies", "kind"), ("cites", "target")])
def test_a_relation_needs_a_known_kind_and_two_documents(cast: Cast, kind: str, about: str) -> None:
    document = make_document(cast.project)
    other = document if about == "target" else make_document(cast.project)
    with pytest.raises(Invalid) as refused:
        relate(cast, document, other, kind)
    assert list(refused.value.errors) == [about]


def test_a_document_of_another_project_cannot_be_related(cast: Cast, pair: tuple[Document, Document]) -> None:
    foreign = make_document(gather("away", "away-").project)
    with pytest.raises(Invalid):
        relate(cast, pair[0], foreign)


@pytest.mark.parametrize("column", ["source_id", "target_id", "source_revision_id", "target_revision_id"])
def test_the_database_keeps_every_link_inside_the_project(
    cast: Cast, pair: tuple[Document, Document], column: str
) -> None:
    row = relate(cast, pair[1], pair[0])
    foreign = make_document(make_project("away"))
    id_ = foreign.current_revision_id if "revision" in column else foreign.id
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentRelation.objects.filter(pk=row.pk).update(**{column: id_})


def test_the_database_keeps_what_is_not_confirmed_secret(cast: Cast, pair: tuple[Document, Document]) -> None:
    row = relate(cast, pair[1], pair[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentRelation.objects.filter(pk=row.pk).update(secrecy=SUGGESTION)


def test_reprints_of_one_text_share_their_origin(cast: Cast, pair: tuple[Document, Document]) -> None:
    third = make_document(cast.project, BRIDGE, "Once more", published="2025")
    relate(cast, pair[1], pair[0])
    relate(cast, third, pair[1], "rewrite")
    ids = [pair[0].id, pair[1].id, third.id]
    assert origins_of(ids, cast.project.id) == dict.fromkeys(ids, Origin(pair[0].id))


@pytest.mark.parametrize("kind", ["quotes", "cites", "same_event"])
def test_who_quotes_or_cites_is_an_origin_of_its_own(cast: Cast, pair: tuple[Document, Document], kind: str) -> None:
    relate(cast, pair[1], pair[0], kind)
    assert origin_of(pair[1]) == Origin(pair[1].id)


def test_a_suggestion_changes_no_origin(cast: Cast, pair: tuple[Document, Document]) -> None:
    compare(cast)
    assert origin_of(pair[1]) == Origin(pair[1].id)


def test_a_viewer_is_led_only_as_far_as_they_may_see(cast: Cast, pair: tuple[Document, Document]) -> None:
    relate(cast, pair[1], pair[0])
    Document.objects.filter(pk=pair[0].pk).update(tlp=Tlp.RED)
    assert origin_of(pair[1], cast.viewer("viewer")) == Origin(pair[1].id)
    assert origin_of(pair[1]) == Origin(pair[0].id)


def test_an_origin_set_with_a_reason_stands_above_the_computed_one(cast: Cast, pair: tuple[Document, Document]) -> None:
    relate(cast, pair[1], pair[0])
    by = cast.viewer("reviewer")
    set_origin(by=by, document_id=pair[0].id, version=0, words="  A wire  report ", reason="It says so.")
    assert origin_of(pair[1]) == origin_of(pair[0]) == Origin(None, "a wire report")
    set_origin(by=by, document_id=pair[0].id, version=1, reason="It was a mistake.")
    assert origin_of(pair[1]) == Origin(pair[0].id)
    assert [row["reason"] for kind in ("origin.set", "origin.cleared") for row in logged(kind)] == [
        "It says so.",
        "It was a mistake.",
    ]


def test_an_origin_is_set_with_a_reason_only_and_against_its_version(
    cast: Cast, pair: tuple[Document, Document]
) -> None:
    by = cast.viewer("manager")
    with pytest.raises(Invalid) as refused:
        set_origin(by=by, document_id=pair[1].id, version=0, origin=pair[0].id)
    assert list(refused.value.errors) == ["reason"]
    with pytest.raises(Stale):
        set_origin(by=by, document_id=pair[1].id, version=3, origin=pair[0].id, reason="Yes.")
    with pytest.raises(Forbidden):
        set_origin(by=cast.viewer("annotator"), document_id=pair[1].id, version=0, words="x", reason="Yes.")


def test_an_origin_that_a_viewer_may_not_see_is_not_told(cast: Cast, pair: tuple[Document, Document]) -> None:
    set_origin(by=cast.viewer("manager"), document_id=pair[1].id, version=0, origin=pair[0].id, reason="Yes.")
    cast.memberships["viewer"].clearance = Tlp.AMBER
    cast.memberships["viewer"].save()
    raise_marking(cast, pair[0], Tlp.AMBER_STRICT)
    assert origin_of(pair[1], cast.viewer("viewer")) == Origin(pair[1].id)
    told = Event.objects.filter(kind="origin.set")
    assert not told.filter(policy.visible(cast.viewer("viewer"), Event)).exists()


@pytest.mark.parametrize("count", [1, 200])
def test_origins_of_many_documents_take_as_many_queries_as_of_one(cast: Cast, count: int) -> None:
    root = make_document(cast.project, BRIDGE, "First")
    now = timezone.now()
    reprints = Document.objects.bulk_create(
        Document(project=cast.project, title=f"Reprint {n}", created_at=now, tlp=Tlp.CLEAR) for n in range(count)
    )
    DocumentRelation.objects.bulk_create(
        DocumentRelation(
            project=cast.project, source=one, target=root, kind="republication", state="confirmed",
            secrecy=Secrecy.OPEN, tlp=root.tlp, created_at=now,
        )
        for one in reprints
    )  # fmt: skip
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = origins_of([one.id for one in reprints], cast.project.id)
    assert set(found.values()) == {Origin(root.id)}
    assert len(queries) == 4
