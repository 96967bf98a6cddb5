"""Pages of entities: what each role sees and may do there."""

from typing import Any

import pytest
from django.test import Client

from projects.pages import found_by, nav_for
from projects.vocabulary import Tlp
from sources.models import DocumentEntity, Entity, EntityAlias, EntityIdentifier
from sources.services.entities import add_entity
from sources.services.entity_names import add_alias, add_identifier
from tests.cast import Cast, make_document

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script> & “x”"


def _browser(cast: Cast, person: str) -> Client:
    client = Client()
    client.force_login(cast.users[person])
    return client


def _add(cast: Cast, name: str, kind: str = "company") -> Entity:
    return add_entity(by=cast.viewer("annotator"), kind=kind, name=name)


def _shown(cast: Cast, person: str, path: str) -> str:
    answer: Any = _browser(cast, person).get(f"/projects/desk/{path}")
    return bytes(answer.getvalue()).decode()


def test_an_entity_is_added_named_and_identified(cast: Cast) -> None:
    browser = _browser(cast, "annotator")
    made = browser.post("/projects/desk/entities", {"name": "Sea Lark", "kind": "vessel"})
    entity = Entity.objects.get()
    address = f"/projects/desk/entities/{entity.id}"
    assert (made.status_code, made["Location"]) == (302, address)
    browser.post(f"{address}/aliases", {"alias-name": "Морской", "alias-language": "ru"})
    browser.post(f"{address}/identifiers", {"identifier-scheme": "imo", "identifier-value": "IMO 9074729"})
    page = browser.get(address).content.decode()
    assert "Морской" in page
    assert "check digit right" in page
    wrong = browser.post(f"{address}/identifiers", {"identifier-scheme": "imo", "identifier-value": "9074728"})
    assert (wrong.status_code, "check digit is wrong" in wrong.content.decode()) == (400, True)
    for path in (f"entity-aliases/{entity.aliases.get().id}", f"entity-identifiers/{entity.identifiers.get().id}"):
        assert browser.post(f"/projects/desk/{path}/remove")["Location"] == address
    assert not EntityAlias.objects.exists()
    assert not EntityIdentifier.objects.exists()


def test_an_identifier_that_another_has_leads_to_merging_the_two(cast: Cast) -> None:
    one, other = _add(cast, "Aune Gas"), _add(cast, "Aune Gas Trading")
    add_identifier(by=cast.viewer("annotator"), entity_id=one.id, scheme="wikidata", value="Q42")
    browser = _browser(cast, "reviewer")
    taken = browser.post(
        f"/projects/desk/entities/{other.id}/identifiers",
        {"identifier-scheme": "wikidata", "identifier-value": "q42"},
    )
    assert taken.status_code == 409
    assert f"/projects/desk/entities/{other.id}/merge?into={one.id}" in taken.content.decode()


def test_both_are_shown_before_they_are_merged_and_can_be_split(cast: Cast) -> None:
    one, other = _add(cast, "Aune Gas"), _add(cast, "Aune Gas Trading")
    add_alias(by=cast.viewer("annotator"), entity_id=other.id, name="AUNE GAS")
    browser, address = _browser(cast, "reviewer"), f"/projects/desk/entities/{one.id}"
    assert "Are these one?" in browser.get(address).content.decode()
    assert browser.get(f"{address}/merge?into=aune gas trading").context["into"] == other
    assert "several have it" in browser.get(f"{address}/merge?into=aune gas").content.decode()
    assert browser.post(f"{address}/merge", {"into": str(other.id)}).status_code == 302
    assert "stands for it" in browser.get(address).content.decode()
    assert "Aune Gas" in browser.get(f"/projects/desk/entities/{other.id}").content.decode()
    assert browser.get(f"{address}/merge").status_code == 404
    assert browser.post(f"{address}/split").status_code == 302
    one.refresh_from_db()
    assert one.merged_into is None


def test_an_entity_is_deleted_and_restored(cast: Cast) -> None:
    entity, browser = _add(cast, "Aune Gas"), _browser(cast, "manager")
    address = f"/projects/desk/entities/{entity.id}"
    assert browser.post(f"{address}/delete", {"version": "1"}).status_code == 302
    assert "No entities yet" in browser.get("/projects/desk/entities").content.decode()
    assert "Restore" in browser.get(address).content.decode()
    assert _browser(cast, "viewer").get(address).status_code == 404
    assert browser.post(f"{address}/restore").status_code == 302
    entity.refresh_from_db()
    assert entity.deleted_at is None


def test_an_edit_against_an_earlier_version_comes_back(cast: Cast) -> None:
    entity, browser = _add(cast, "Aune Gas"), _browser(cast, "annotator")
    address = f"/projects/desk/entities/{entity.id}"
    assert browser.post(address, {"name": "AG", "kind": "company", "version": "1"}).status_code == 302
    stale = browser.post(address, {"name": "Aune", "kind": "company", "version": "1"})
    assert (stale.status_code, "meanwhile" in stale.content.decode()) == (409, True)
    assert browser.post(address, {"name": "", "kind": "company", "version": "2"}).status_code == 400


def test_who_speaks_is_said_on_the_page_of_the_document(cast: Cast) -> None:
    document, browser = make_document(cast.project), _browser(cast, "annotator")
    address = f"/projects/desk/documents/{document.id}"
    browser.post(f"{address}/entities", {"naming-entity": "The mission", "naming-role": "speaks"})
    assert "To add a new one choose its kind" in browser.get(address).content.decode()
    new = {"naming-entity": "The mission", "naming-role": "speaks", "naming-kind": "organisation"}
    browser.post(f"{address}/entities", new)
    browser.post(f"{address}/entities", {"naming-entity": "the MISSION", "naming-role": "spoken_of"})
    assert sorted(DocumentEntity.objects.values_list("entity__name", "role")) == [
        ("The mission", "speaks"),
        ("The mission", "spoken_of"),
    ]
    link = DocumentEntity.objects.earliest("id")
    assert browser.post(f"/projects/desk/document-entities/{link.id}/remove")["Location"] == address
    assert DocumentEntity.objects.count() == 1


def test_documents_above_clearance_are_named_nowhere(cast: Cast) -> None:
    entity, hidden = _add(cast, "Aune Gas"), make_document(cast.project, title="A secret", tlp=Tlp.RED)
    DocumentEntity.objects.create(
        project=cast.project, document=hidden, entity=entity, role="speaks",
        author=cast.participant("manager"), created_at=entity.created_at,
    )  # fmt: skip
    assert "A secret" not in _shown(cast, "annotator", f"entities/{entity.id}")
    assert _shown(cast, "annotator", "entities?format=csv").splitlines()[1] == "Aune Gas,Company,,,0,"
    browser = _browser(cast, "annotator")
    row = DocumentEntity.objects.get()
    assert browser.post(f"/projects/desk/document-entities/{row.id}/remove").status_code == 404
    assert browser.post(f"/projects/desk/documents/{hidden.id}/entities").status_code == 404


def test_names_are_shown_as_they_are_and_never_run(cast: Cast) -> None:
    entity = _add(cast, HOSTILE)
    add_alias(by=cast.viewer("annotator"), entity_id=entity.id, name=HOSTILE + "!", note=HOSTILE)
    document = make_document(cast.project)
    other = _add(cast, HOSTILE)
    for path in ("entities", f"entities/{entity.id}", f"entities/{entity.id}/merge?into={other.id}"):
        assert "<script>alert" not in _shown(cast, "manager", path)
    assert "<script>alert" not in _shown(cast, "manager", f"documents/{document.id}")


def test_viewers_read_and_change_nothing(cast: Cast) -> None:
    entity = _add(cast, "Aune Gas")
    page = _shown(cast, "viewer", f"entities/{entity.id}")
    assert "Only these roles may do this" in page
    for path in ("", "/aliases", "/identifiers", "/delete", "/merge", "/split"):
        assert _browser(cast, "viewer").post(f"/projects/desk/entities/{entity.id}{path}").status_code == 403


def test_the_shell_leads_to_entities_and_the_palette_finds_them(cast: Cast) -> None:
    entity = _add(cast, "Türkiye", "place")
    assert "Entities" in {str(item["label"]) for item in nav_for(cast.viewer("viewer"))}
    found = [one for one in found_by(cast.viewer("viewer"), "turk") if one.kind == "Entities"]
    assert [one.url for one in found] == [f"/projects/desk/entities/{entity.id}"]


@pytest.mark.parametrize("rows", [1, 200])
def test_pages_of_entities_cost_the_same_queries_for_any_number(
    cast: Cast, rows: int, django_assert_max_num_queries: Any
) -> None:
    entity, document = _add(cast, "Aune Gas"), make_document(cast.project)
    now, author = entity.created_at, cast.participant("manager")
    others = Entity.objects.bulk_create(
        Entity(project=cast.project, kind="company", name=f"Aune {n}", folded=f"aune {n}", created_at=now)
        for n in range(2 * rows)
    )
    Entity.objects.filter(id__in=[row.id for row in others[rows:]]).update(merged_into=entity)
    EntityAlias.objects.bulk_create(
        EntityAlias(project=cast.project, entity=row, name=f"A{n}", folded=f"a{n}", created_at=now)
        for n, row in enumerate(others)
    )
    DocumentEntity.objects.bulk_create(
        DocumentEntity(
            project=cast.project, document=document, entity=row, role="speaks", author=author, created_at=now
        )
        for row in others
    )
    browser = _browser(cast, "manager")
    for path, most in [("entities", 16), (f"entities/{entity.id}", 26), (f"documents/{document.id}", 30)]:
        with django_assert_max_num_queries(most):
            assert browser.get(f"/projects/desk/{path}").status_code == 200
