"""Documents over the API: lists, records, texts, and who may see and change them."""

from typing import Any

import pytest

from projects.models import Event
from projects.vocabulary import Tlp
from sources.models import Document, Publisher, Reading, Section
from tests.cast import Cast, gather, make_document, make_reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return gather()


def _titles(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["title"] for row in answer.json()["results"]]


def test_the_list_gives_documents_newest_first_in_pages(cast: Cast) -> None:
    for number in range(5):
        make_document(cast.project, title=f"Report {number}")
    client = cast.client("viewer")
    first = client.get(cast.url("documents?page_size=2"))
    assert _titles(first) == ["Report 4", "Report 3"]
    second = client.get(first.json()["next"])
    assert _titles(second) == ["Report 2", "Report 1"]
    assert _titles(client.get(second.json()["next"])) == ["Report 0"]


def test_a_row_of_the_list_says_what_the_record_and_the_own_reading_are(cast: Cast) -> None:
    publisher = Publisher.objects.create(project=cast.project, name="Harbour Post")
    document = make_document(cast.project, publisher=publisher, published="2024-04", language="en")
    make_reading(document, cast.participant("annotator"), Reading.State.FINISHED)
    make_reading(document, cast.participant("annotator2"))
    (row,) = cast.client("annotator").get(cast.url("documents")).json()["results"]
    assert row["reading"] == "finished"
    assert row["publisher"] == {"id": str(publisher.id), "name": "Harbour Post"}
    assert (row["published"], row["language"], row["tlp"]) == ("2024-04", "en", "AMBER")
    assert row["revision"]["id"] == str(document.current_revision_id)
    assert row["length"] == row["revision"]["length"] > 0
    (row,) = cast.client("reviewer").get(cast.url("documents")).json()["results"]
    assert row["reading"] is None


def test_the_list_is_filtered_by_words_status_publisher_and_marking(cast: Cast) -> None:
    post = Publisher.objects.create(project=cast.project, name="Harbour Post")
    make_document(cast.project, title="Gas and guards", publisher=post)
    read = make_document(cast.project, title="Trucks at Sarn", tlp=Tlp.GREEN)
    begun = make_document(cast.project, title="Observers leave")
    make_reading(read, cast.participant("annotator"), Reading.State.FINISHED)
    make_reading(begun, cast.participant("annotator"))
    client = cast.client("annotator")

    def found(query: str) -> list[str]:
        return _titles(client.get(cast.url(f"documents?sort=title&{query}")))

    assert found("q=GUARDS") == ["Gas and guards"]
    assert found("q=harbour") == ["Gas and guards"]
    assert found("status=unread") == ["Gas and guards"]
    assert found("status=open") == ["Observers leave"]
    assert found("status=finished") == ["Trucks at Sarn"]
    assert found("tlp=GREEN") == ["Trucks at Sarn"]
    assert found(f"publisher={post.id}") == found("publisher=Harbour Post") == ["Gas and guards"]
    assert found("publisher=none") == ["Observers leave", "Trucks at Sarn"]
    assert found("") == ["Gas and guards", "Observers leave", "Trucks at Sarn"]


def test_a_handed_back_reading_counts_as_unread(cast: Cast) -> None:
    document = make_document(cast.project)
    make_reading(document, cast.participant("annotator"), Reading.State.RELEASED)
    assert _titles(cast.client("annotator").get(cast.url("documents?status=unread"))) == ["A report"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("status=nearly", "status"),
        ("tlp=PURPLE", "tlp"),
        ("sort=password", "sort"),
        ("page_size=0", "page_size"),
        ("page_size=501", "page_size"),
        ("q=" + "x" * 501, "q"),
        ("q=a%00b", "q"),
    ],
)
def test_a_filter_that_cannot_be_used_is_named(cast: Cast, query: str, field: str) -> None:
    answer = cast.client("viewer").get(cast.url(f"documents?{query}"))
    assert answer.status_code == 400
    assert field in answer.json()["errors"]


def test_documents_above_the_clearance_are_not_there(cast: Cast) -> None:
    document = make_document(cast.project, tlp=Tlp.RED)
    client = cast.client("viewer")
    assert _titles(client.get(cast.url("documents"))) == []
    revision = document.current_revision_id
    for address in (
        f"/api/v1/documents/{document.id}",
        f"/api/v1/documents/{document.id}/text",
        f"/api/v1/documents/{document.id}/readings",
        f"/api/v1/revisions/{revision}/text",
        f"/api/v1/revisions/{revision}/sections",
    ):
        assert client.get(address).status_code == 404, address
    membership = cast.memberships["viewer"]
    membership.clearance = Tlp.RED
    membership.save()
    assert client.get(f"/api/v1/documents/{document.id}").status_code == 200


def test_an_outsider_finds_nothing_of_the_project(cast: Cast) -> None:
    document = make_document(cast.project)
    client = cast.client("outsider")
    assert client.get(cast.url("documents")).status_code == 404
    for path in ("", "/text", "/readings"):
        assert client.get(f"/api/v1/documents/{document.id}{path}").status_code == 404
    assert client.post(f"/api/v1/documents/{document.id}/finish").status_code == 404
    assert cast.client().get(cast.url("documents")).status_code == 401


def test_texts_are_given_byte_for_byte(cast: Cast) -> None:
    text = "a\u0301 \U0001f6f0\ufe0f\u200d é\n\tمرحبا\n" * 900 + "\u2028end \x0b"
    document = make_document(cast.project, text)
    client = cast.client("viewer")
    for address in (f"/api/v1/documents/{document.id}/text", f"/api/v1/revisions/{document.current_revision_id}/text"):
        answer = client.get(address, HTTP_ACCEPT="text/plain")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.content == text.encode()


def test_sections_join_to_the_text_and_never_change(cast: Cast) -> None:
    text = "0123456789" * 2500
    document = make_document(cast.project, text)
    address = f"/api/v1/revisions/{document.current_revision_id}/sections"
    client = cast.client("annotator")
    answer = client.get(address)
    body = answer.json()
    assert body["revision"] == str(document.current_revision_id)
    assert body["length"] == len(text)
    assert [section["start"] for section in body["sections"]] == [0, 8000, 16000, 24000]
    assert "".join(section["text"] for section in body["sections"]) == text
    assert body["sections"][1]["blocks"] == [[8000, 16000, "paragraph", None]]
    assert "immutable" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    again = client.get(address, HTTP_IF_NONE_MATCH=answer["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_a_revision_of_a_deleted_document_is_gone(cast: Cast) -> None:
    document = make_document(cast.project)
    client = cast.client("manager")
    assert client.delete(f"/api/v1/documents/{document.id}").status_code == 204
    assert client.get(f"/api/v1/revisions/{document.current_revision_id}/text").status_code == 404
    assert _titles(client.get(cast.url("documents"))) == []
    assert client.get(f"/api/v1/documents/{document.id}").status_code == 404
    restored = client.post(f"/api/v1/documents/{document.id}/restore")
    assert restored.status_code == 200
    assert _titles(client.get(cast.url("documents"))) == ["A report"]
    kinds = list(Event.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["document.deleted", "document.restored"]


def test_the_record_is_edited_against_its_version(cast: Cast) -> None:
    document = make_document(cast.project)
    client = cast.client("manager")
    address = f"/api/v1/documents/{document.id}"
    changes = {"title": "Gas", "authors": ["K. Varrin"], "publisher": "Harbour Post", "published": "2024-04-18"}
    assert client.patch(address, changes, format="json").status_code == 428
    answer = client.patch(address, changes, format="json", HTTP_IF_MATCH='"1"')
    assert answer.status_code == 200
    assert answer.json()["publisher"]["name"] == "Harbour Post"
    assert answer.json()["version"] == 2
    stale = client.patch(address, {"title": "Oil"}, format="json", HTTP_IF_MATCH='"1"')
    assert stale.status_code == 409
    assert stale.json()["current"]["title"] == "Gas"
    event = Event.objects.get(kind="document.updated", before__title="A report", after__title="Gas")
    assert event.document_id == document.id


def test_an_edit_that_changes_nothing_leaves_no_event(cast: Cast) -> None:
    document = make_document(cast.project)
    answer = cast.client("manager").patch(
        f"/api/v1/documents/{document.id}", {"title": "A report"}, format="json", HTTP_IF_MATCH='"1"'
    )
    assert answer.json()["version"] == 1
    assert not Event.objects.exists()


def test_lowering_the_marking_needs_a_reason_and_raising_it_above_ones_own_clearance_is_refused(cast: Cast) -> None:
    document = make_document(cast.project, tlp=Tlp.AMBER)
    client = cast.client("manager")
    address = f"/api/v1/documents/{document.id}"

    def send(**body: Any) -> Any:
        return client.patch(address, body, format="json", HTTP_IF_MATCH='"1"')

    assert send(tlp="RED").status_code == 400
    refused = send(tlp="GREEN")
    assert refused.status_code == 422
    assert "reason" in refused.json()["errors"]
    assert send(tlp="GREEN", reason="Published since").json()["tlp"] == "GREEN"
    event = Event.objects.get(after__reason="Published since")
    assert event.tlp == Tlp.AMBER, "whoever may not see the former marking may not see what it was"


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"title": 7},
        {"title": "x" * 1001},
        {"title": "a\x07b"},
        {"authors": {"name": "x"}},
        {"authors": ["x" * 301]},
        {"published": "2024-13"},
        {"published": "yesterday"},
        {"language": "klingon!"},
        {"url": "javascript:alert(1)"},
        {"url": "https://"},
        {"tlp": "PURPLE"},
        {"tlp": None},
        {"metadata": []},
        {"metadata": {"a": "x" * 70_000}},
        {"publisher": "0192f0c1-0000-7000-8000-000000000000"},
        {"colour": "red"},
    ],
)
def test_a_record_is_refused_field_by_field(cast: Cast, changes: dict[str, Any]) -> None:
    document = make_document(cast.project)
    answer = cast.client("manager").patch(
        f"/api/v1/documents/{document.id}", changes, format="json", HTTP_IF_MATCH='"1"'
    )
    assert answer.status_code == 400, answer.content
    assert set(answer.json()["errors"]) == set(changes)
    document.refresh_from_db()
    assert document.version == 1


def test_a_publisher_of_another_project_cannot_be_named(cast: Cast) -> None:
    other = cast.memberships["outsider"].project
    foreign = Publisher.objects.create(project=other, name="Elsewhere")
    document = make_document(cast.project)
    answer = cast.client("manager").patch(
        f"/api/v1/documents/{document.id}", {"publisher": str(foreign.id)}, format="json", HTTP_IF_MATCH='"1"'
    )
    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["viewer", "annotator", "reviewer", "adjudicator"])
def test_only_managers_change_and_delete_records(cast: Cast, name: str) -> None:
    document = make_document(cast.project)
    client = cast.client(name)
    address = f"/api/v1/documents/{document.id}"
    assert client.patch(address, {"title": "x"}, format="json", HTTP_IF_MATCH='"1"').status_code == 403
    assert client.delete(address).status_code == 403
    assert client.get(address).status_code == 200
    assert Document.objects.get().title == "A report"


def test_a_changed_language_reaches_the_sections(cast: Cast) -> None:
    document = make_document(cast.project)
    cast.client("manager").patch(
        f"/api/v1/documents/{document.id}", {"language": "en"}, format="json", HTTP_IF_MATCH='"1"'
    )
    assert set(Section.objects.values_list("language", flat=True)) == {"en"}


@pytest.mark.parametrize("rows", [1, 200])
def test_the_list_costs_the_same_queries_for_any_number_of_documents(
    cast: Cast, rows: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(rows):
        document = make_document(cast.project, title=f"Report {number}")
        if number % 2:
            make_reading(document, cast.participant("annotator"))
    client = cast.client("annotator")
    with django_assert_max_num_queries(6):
        assert len(_titles(client.get(cast.url("documents?page_size=200")))) == rows
