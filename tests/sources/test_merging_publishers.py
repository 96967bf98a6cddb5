"""Publishers that are one: documents move and come back, names mean the survivor, ratings stay."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from projects.errors import Conflict, Forbidden, Invalid, NotFound, Unprocessable
from projects.models import Event
from projects.vocabulary import Tlp
from sources.models import Document, MovedDocument, Publisher
from sources.queries.publishers import publishers_named, publishers_of, ratings_of, survivor
from sources.services.documents import edit_document
from sources.services.merging import merge_publishers, split_publisher
from sources.services.publishers import add_publisher, edit_publisher
from tests.cast import Cast, make_document

pytestmark = pytest.mark.django_db


def _three(cast: Cast) -> list[Publisher]:
    return [add_publisher(by=cast.viewer("manager"), name=name, reliability="B") for name in ("Post", "Herald", "Wire")]


def _merge(cast: Cast, publisher: Publisher, into: Publisher) -> None:
    merge_publishers(by=cast.viewer("manager"), publisher_id=publisher.id, into_id=into.id)


def _split(cast: Cast, publisher: Publisher) -> None:
    split_publisher(by=cast.viewer("manager"), publisher_id=publisher.id)


def _at(*documents: Document) -> list[str]:
    names = dict(Document.objects.values_list("id", "publisher__name"))
    return [names[document.id] or "" for document in documents]


def test_documents_move_and_come_back_and_no_others_do(cast: Cast) -> None:
    post, herald, _wire = _three(cast)
    ours, theirs = (make_document(cast.project, publisher=publisher) for publisher in (post, herald))
    _merge(cast, post, herald)
    assert _at(ours, theirs) == ["Herald", "Herald"]
    assert [row.name for row in publishers_of(cast.viewer("viewer")).order_by("name")] == ["Herald", "Wire"]
    _split(cast, post)
    assert _at(ours, theirs) == ["Post", "Herald"]
    assert not MovedDocument.objects.exists()


def test_ratings_stay_where_they_were_given(cast: Cast) -> None:
    post, herald, _wire = _three(cast)
    _merge(cast, post, herald)
    assert [ratings_of(publisher).count() for publisher in (post, herald)] == [1, 1]


@pytest.mark.parametrize("first", ["Post", "Herald"])
def test_a_chain_is_taken_apart_in_either_order(cast: Cast, first: str) -> None:
    """Post went into Herald, and Herald into Wire."""
    post, herald, wire = _three(cast)
    documents = [make_document(cast.project, publisher=publisher) for publisher in (post, herald, wire)]
    _merge(cast, post, herald)
    _merge(cast, herald, wire)
    assert _at(*documents) == ["Wire", "Wire", "Wire"]
    post.refresh_from_db()
    assert survivor(post) == wire
    order = [post, herald] if first == "Post" else [herald, post]
    _split(cast, order[0])
    assert _at(*documents) == (["Post", "Wire", "Wire"] if first == "Post" else ["Herald", "Herald", "Wire"])
    _split(cast, order[1])
    assert _at(*documents) == ["Post", "Herald", "Wire"]


def test_a_document_given_to_another_by_hand_meanwhile_stays_there(cast: Cast) -> None:
    post, herald, wire = _three(cast)
    moved, kept = (make_document(cast.project, publisher=post) for _ in range(2))
    _merge(cast, post, herald)
    for name in (wire.name, herald.name):
        moved.refresh_from_db()
        edit_document(
            by=cast.viewer("manager"), document_id=moved.id, version=moved.version, changes={"publisher": name}
        )
    _split(cast, post)
    assert _at(moved, kept) == ["Herald", "Post"]


def test_deleted_and_hidden_documents_move_too(cast: Cast) -> None:
    post, herald, _wire = _three(cast)
    hidden = make_document(cast.project, publisher=post, tlp=Tlp.RED)
    _merge(cast, post, herald)
    assert _at(hidden) == ["Herald"]
    told = Event.objects.get(kind="document.updated")
    assert (told.tlp, told.document_id) == (Tlp.RED, hidden.id)


def test_the_name_and_the_aliases_of_a_merged_publisher_mean_the_survivor(cast: Cast) -> None:
    post, herald, wire = _three(cast)
    manager = cast.viewer("manager")
    edit_publisher(by=manager, publisher_id=post.id, version=post.version, changes={"aliases": ["Harbour Post", "AP"]})
    edit_publisher(by=manager, publisher_id=wire.id, version=wire.version, changes={"aliases": ["AP"]})
    _merge(cast, post, herald)
    found = publishers_named(cast.project.id, {"Post", "Harbour Post", "AP", "Nobody", "Wire"})
    assert {name: row.name for name, row in found.items()} == {
        "Post": "Herald",
        "Harbour Post": "Herald",
        "Wire": "Wire",
    }
    document = make_document(cast.project)
    for named in ("Harbour Post", str(post.id)):
        document.refresh_from_db()
        edit_document(by=manager, document_id=document.id, version=document.version, changes={"publisher": named})
        assert _at(document) == ["Herald"]


def test_what_cannot_be_merged_is_refused(cast: Cast) -> None:
    post, herald, wire = _three(cast)
    with pytest.raises(Unprocessable, match="itself"):
        _merge(cast, post, post)
    _merge(cast, post, herald)
    for publisher, into in [(post, wire), (wire, post)]:
        with pytest.raises(Conflict, match="Post was merged into Herald already"):
            _merge(cast, publisher, into)
    with pytest.raises(Conflict, match="was not merged"):
        _split(cast, herald)


def test_publishers_of_other_projects_are_not_there(cast: Cast) -> None:
    post, _herald, _wire = _three(cast)
    herald = Publisher.objects.create(project=cast.memberships["outsider"].project, name="Theirs")
    with pytest.raises(Invalid, match="no such publisher"):
        _merge(cast, post, herald)
    with pytest.raises(NotFound):
        _split(cast, herald)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publisher.objects.filter(pk=post.pk).update(merged_into=herald)


@pytest.mark.parametrize("person", ["viewer", "annotator", "reviewer", "adjudicator"])
def test_only_managers_merge_and_split(cast: Cast, person: str) -> None:
    post, herald, _wire = _three(cast)
    with pytest.raises(Forbidden):
        merge_publishers(by=cast.viewer(person), publisher_id=post.id, into_id=herald.id)
    _merge(cast, post, herald)
    with pytest.raises(Forbidden):
        split_publisher(by=cast.viewer(person), publisher_id=post.id)


def test_merging_and_splitting_over_the_api(cast: Cast) -> None:
    post, herald, _wire = _three(cast)
    make_document(cast.project, publisher=post)
    client, address = cast.client("manager"), f"/api/v1/publishers/{post.id}"
    merged = client.post(f"{address}/merge", {"into": str(herald.id)}, format="json")
    assert (merged.status_code, merged.json()["merged_into"]["name"]) == (200, "Herald")
    split = client.post(f"{address}/split", format="json")
    assert (split.status_code, split.json()["merged_into"]) == (200, None)
    kinds = list(Event.objects.order_by("number").values_list("kind", flat=True))[-4:]
    assert kinds == ["document.updated", "publisher.merged", "document.updated", "publisher.split"]


def test_the_page_shows_both_before_they_are_merged(cast: Cast, client: Any) -> None:
    post, herald, _wire = _three(cast)
    make_document(cast.project, publisher=post)
    make_document(cast.project, publisher=post, tlp=Tlp.RED)
    client.force_login(cast.users["manager"])
    address = f"/projects/desk/publishers/{post.id}"
    page = client.get(f"{address}/merge?into={herald.id}").content.decode()
    assert "Merge into Herald" in page
    assert [
        column["facts"][4]["value"] for column in client.get(f"{address}/merge?into={herald.id}").context["columns"]
    ] == ["1", "0"]
    assert client.post(f"{address}/merge", {"into": str(herald.id)}).status_code == 302
    assert "It was merged into Herald" in client.get(address).content.decode()
    assert client.post(f"{address}/split").status_code == 302
    post.refresh_from_db()
    assert post.merged_into is None


@pytest.mark.parametrize("rows", [1, 200])
def test_the_pages_of_a_publisher_cost_the_same_queries_for_any_number(
    cast: Cast, client: Any, rows: int, django_assert_max_num_queries: Any
) -> None:
    herald = add_publisher(by=cast.viewer("manager"), name="Herald")
    Publisher.objects.bulk_create(
        Publisher(project=cast.project, name=f"Post {n}", merged_into=herald if n % 2 else None) for n in range(rows)
    )
    client.force_login(cast.users["manager"])
    for path in ("publishers", f"publishers/{herald.id}", f"publishers/{herald.id}/merge"):
        with django_assert_max_num_queries(14):
            assert client.get(f"/projects/desk/{path}").status_code == 200
