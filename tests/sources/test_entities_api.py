"""Entities over the API."""

from typing import Any

import pytest

from sources.models import DocumentEntity, Entity, EntityAlias, EntityIdentifier
from tests.cast import Cast, Tlp, make_document

pytestmark = pytest.mark.django_db


def _add(cast: Cast, name: str, kind: str = "company", person: str = "annotator", **body: Any) -> Any:
    body = {"name": name, "kind": kind, **body}
    return cast.client(person).post(cast.url("entities"), body, format="json")


def test_an_entity_is_added_changed_deleted_and_restored(cast: Cast) -> None:
    made = _add(cast, " Aune  Gas ", note="Trades gas.")
    assert (made.status_code, made.json()["name"], made.json()["documents"]) == (201, "Aune Gas", 0)
    address, client = f"/api/v1/entities/{made.json()['id']}", cast.client("manager")
    assert client.patch(address, {"name": "AG"}, format="json").status_code == 428
    changed = client.patch(address, {"name": "AG"}, format="json", HTTP_IF_MATCH='"1"')
    assert (changed.json()["name"], changed.json()["version"]) == ("AG", 2)
    stale = client.patch(address, {"name": "x"}, format="json", HTTP_IF_MATCH='"1"')
    assert (stale.status_code, stale.json()["current"]["name"]) == (409, "AG")
    assert client.delete(address, HTTP_IF_MATCH='"2"').status_code == 204
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/restore").json()["deleted"] is False
    assert cast.client("viewer").get(address)["ETag"] == '"4"'


def test_names_and_identifiers_are_added_and_taken_away(cast: Cast) -> None:
    address, client = f"/api/v1/entities/{_add(cast, 'Sea Lark', 'vessel').json()['id']}", cast.client("annotator")
    alias = client.post(f"{address}/aliases", {"name": "Морской", "language": "ru"}, format="json")
    number = client.post(f"{address}/identifiers", {"scheme": "imo", "value": "IMO 9074729"}, format="json")
    assert (alias.status_code, number.status_code, number.json()["value"]) == (201, 201, "9074729")
    wrong = client.post(f"{address}/identifiers", {"scheme": "imo", "value": "9074728"}, format="json")
    assert (wrong.status_code, "check digit" in str(wrong.json()["errors"]["value"])) == (400, True)
    other = _add(cast, "Sea Lark II", "vessel").json()["id"]
    taken = client.post(f"/api/v1/entities/{other}/identifiers", {"scheme": "imo", "value": "9074729"}, format="json")
    assert (taken.status_code, taken.json()["entity"]["name"]) == (409, "Sea Lark")
    assert client.delete(f"/api/v1/entity-aliases/{alias.json()['id']}").status_code == 204
    assert client.delete(f"/api/v1/entity-identifiers/{number.json()['id']}").status_code == 204
    told = client.get(address).json()
    assert (told["aliases"], told["identifiers"]) == ([], [])


def test_entities_are_merged_and_split(cast: Cast) -> None:
    one, other = (_add(cast, name).json()["id"] for name in ("Aune Gas", "Aune-Gas"))
    client = cast.client("reviewer")
    merged = client.post(f"/api/v1/entities/{one}/merge", {"into": other}, format="json")
    assert (merged.status_code, merged.json()["merged_into"]["name"]) == (200, "Aune-Gas")
    assert [row["name"] for row in client.get(cast.url("entities?q=aune")).json()["results"]] == ["Aune-Gas"]
    assert client.post(f"/api/v1/entities/{one}/merge", {"into": other}, format="json").status_code == 409
    assert client.post(f"/api/v1/entities/{one}/split").json()["merged_into"] is None
    assert len(client.get(cast.url("entities?q=aune")).json()["results"]) == 2


def test_entities_are_named_in_documents_that_one_may_know_of(cast: Cast) -> None:
    entity, document = _add(cast, "Aune Gas").json()["id"], make_document(cast.project)
    hidden = make_document(cast.project, tlp=Tlp.RED)
    client = cast.client("annotator")
    body = {"entity": entity, "role": "speaks"}
    link = client.post(f"/api/v1/documents/{document.id}/entities", body, format="json")
    assert (link.status_code, link.json()["entity"]["name"]) == (201, "Aune Gas")
    assert client.post(f"/api/v1/documents/{document.id}/entities", body, format="json").status_code == 409
    assert client.post(f"/api/v1/documents/{hidden.id}/entities", body, format="json").status_code == 404
    row = DocumentEntity.objects.create(
        project=cast.project, document=hidden, entity_id=entity, role="speaks",
        author=cast.participant("manager"), created_at=document.created_at,
    )  # fmt: skip
    assert len(client.get(f"/api/v1/entities/{entity}/documents").json()["results"]) == 1
    assert client.get(f"/api/v1/entities/{entity}").json()["documents"] == 1
    assert client.delete(f"/api/v1/document-entities/{row.id}").status_code == 404
    assert [row["role"] for row in client.get(f"/api/v1/documents/{document.id}/entities").json()] == ["speaks"]
    assert client.delete(f"/api/v1/document-entities/{link.json()['id']}").status_code == 204


def test_the_list_is_narrowed_by_kind(cast: Cast) -> None:
    _add(cast, "Sea Lark", "vessel")
    _add(cast, "Aune Gas")
    client = cast.client("viewer")
    assert [row["name"] for row in client.get(cast.url("entities?kind=vessel")).json()["results"]] == ["Sea Lark"]
    assert list(client.get(cast.url("entities?kind=planet")).json()["errors"]) == ["kind"]


def test_pages_of_the_list_follow_each_other(cast: Cast) -> None:
    for number in range(5):
        _add(cast, f"Aune {number}")
    client, found, address = cast.client("viewer"), [], cast.url("entities?page_size=2")
    while address:
        page = client.get(address).json()
        found += [row["name"] for row in page["results"]]
        address = page["next"]
    assert found == [f"Aune {number}" for number in range(5)]


@pytest.mark.parametrize("rows", [1, 200])
def test_the_list_costs_the_same_queries(cast: Cast, rows: int, django_assert_max_num_queries: Any) -> None:
    now = cast.project.created_at
    document = make_document(cast.project)
    made = Entity.objects.bulk_create(
        Entity(project=cast.project, kind="company", name=f"Aune {n:03}", folded=f"aune {n:03}", created_at=now)
        for n in range(2 * rows)
    )
    Entity.objects.filter(id__in=[row.id for row in made[rows:]]).update(merged_into=made[0])
    EntityAlias.objects.bulk_create(
        EntityAlias(project=cast.project, entity=row, name="AG", folded="ag", created_at=now) for row in made
    )
    EntityIdentifier.objects.bulk_create(
        EntityIdentifier(project=cast.project, entity=row, scheme="ofac", value=str(n + 1), created_at=now)
        for n, row in enumerate(made)
    )
    DocumentEntity.objects.bulk_create(
        DocumentEntity(
            project=cast.project, document=document, entity=row, role="speaks",
            author=cast.participant("manager"), created_at=now,
        )
        for row in made
    )  # fmt: skip
    client = cast.client("viewer")
    for query in ("page_size=200", "page_size=200&q=ag"):
        with django_assert_max_num_queries(9):
            found = client.get(cast.url(f"entities?{query}")).json()["results"]
        assert len(found) == rows
        assert (len(found[0]["aliases"]), found[0]["documents"]) == (rows + 1, 1)
    with django_assert_max_num_queries(7):
        answer = client.get(f"/api/v1/entities/{made[0].id}/documents?page_size=500").json()
    assert len(answer["results"]) == rows + 1
