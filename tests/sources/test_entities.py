"""Entities: named in many ways, identified, merged and split without losing anything, and named in documents."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.errors import Conflict, Forbidden, Invalid, NotFound, Stale, Unprocessable
from projects.models import Event
from projects.vocabulary import Tlp
from sources.models import DocumentEntity, Entity, EntityAlias, EntityIdentifier
from sources.queries.entities import appearances_of, entities_of, families, namesakes, represent_entities, resolve
from sources.services.appearances import name_in_document, unname_in_document
from sources.services.entities import add_entity, delete_entity, edit_entity, restore_entity
from sources.services.entity_merging import merge_entities, split_entity
from sources.services.entity_names import add_alias, add_identifier, remove_alias, remove_identifier
from tests.cast import Cast, make_document

pytestmark = pytest.mark.django_db

LEI = "529900T8BM49AURSDO55"


def _add(cast: Cast, name: str, kind: str = "company", person: str = "annotator") -> Entity:
    return add_entity(by=cast.viewer(person), kind=kind, name=name)


def _merge(cast: Cast, entity: Entity, into: Entity) -> None:
    merge_entities(by=cast.viewer("reviewer"), entity_id=entity.id, into_id=into.id)


def _split(cast: Cast, entity: Entity) -> None:
    split_entity(by=cast.viewer("reviewer"), entity_id=entity.id)


def _told(cast: Cast, entity: Entity, person: str = "viewer") -> dict[str, Any]:
    entity.refresh_from_db()
    return represent_entities(cast.viewer(person), [entity])[0]


def _found(cast: Cast, words: str, kind: str = "") -> list[str]:
    return [row.name for row in entities_of(cast.viewer("viewer"), words, kind).order_by("name")]


def test_an_entity_is_found_by_any_name_without_regard_to_case_and_accents(cast: Cast) -> None:
    turkey = _add(cast, "Türkiye", "place")
    _add(cast, "Malta", "place")
    add_alias(by=cast.viewer("annotator"), entity_id=turkey.id, name="Republic of Turkey", language="en")
    for words in ("TURKIYE", "türk", "turkey", "  republic   of "):
        assert _found(cast, words) == ["Türkiye"]
    assert _found(cast, "") == ["Malta", "Türkiye"]
    assert _found(cast, "", "vessel") == []


def test_signs_of_patterns_in_words_mean_themselves(cast: Cast) -> None:
    _add(cast, "100 % Gas")
    assert _found(cast, "%") == ["100 % Gas"]
    assert _found(cast, "_") == []


def test_an_entity_is_found_by_its_identifier(cast: Cast) -> None:
    ship = _add(cast, "Sea Lark", "vessel")
    add_identifier(by=cast.viewer("annotator"), entity_id=ship.id, scheme="imo", value="IMO 9074729")
    assert _found(cast, "90747") == ["Sea Lark"]


def test_a_name_that_two_have_is_a_question(cast: Cast) -> None:
    one, other = _add(cast, "Aune Gas"), _add(cast, "Aune Gas Trading")
    add_alias(by=cast.viewer("annotator"), entity_id=other.id, name="AUNE GAS")
    assert namesakes(one) == [{"id": str(other.id), "name": "Aune Gas Trading", "shared": "AUNE GAS"}]
    assert [row["id"] for row in namesakes(other)] == [str(one.id)]
    _merge(cast, one, other)
    other.refresh_from_db()
    assert namesakes(other) == []


def test_the_same_name_is_given_once(cast: Cast) -> None:
    entity = _add(cast, "Aune Gas")
    add_alias(by=cast.viewer("annotator"), entity_id=entity.id, name="AG")
    for name in ("AG", "Aune Gas"):
        with pytest.raises(Conflict, match="this name already"):
            add_alias(by=cast.viewer("annotator"), entity_id=entity.id, name=name)


def test_an_identifier_that_another_has_is_refused_and_that_one_named(cast: Cast) -> None:
    one, other = _add(cast, "Aune Gas"), _add(cast, "Aune Gas Trading")
    annotator = cast.viewer("annotator")
    add_identifier(by=annotator, entity_id=one.id, scheme="lei", value=LEI)
    with pytest.raises(Conflict, match=f"LEI {LEI} belongs to Aune Gas already. If the two are one, merge") as refused:
        add_identifier(by=annotator, entity_id=other.id, scheme="lei", value=LEI.lower())
    assert refused.value.extra["entity"] == {"id": str(one.id), "name": "Aune Gas"}
    _merge(cast, one, other)
    with pytest.raises(Conflict, match="Aune Gas Trading has the identifier"):
        add_identifier(by=annotator, entity_id=other.id, scheme="lei", value=LEI)
    other.refresh_from_db()
    delete_entity(by=cast.viewer("manager"), entity_id=other.id, version=other.version)
    with pytest.raises(Conflict, match="was deleted"):
        add_identifier(by=annotator, entity_id=_add(cast, "Third").id, scheme="lei", value=LEI)


@pytest.mark.parametrize(("scheme", "value"), [("lei", "1"), ("imo", "9074728"), ("isin", "1"), ("", "1")])
def test_an_identifier_that_is_none_is_refused(cast: Cast, scheme: str, value: str) -> None:
    with pytest.raises(Invalid):
        add_identifier(by=cast.viewer("annotator"), entity_id=_add(cast, "A").id, scheme=scheme, value=value)


def test_merging_shows_everything_under_one_and_splitting_gives_each_its_own(cast: Cast) -> None:
    annotator = cast.viewer("annotator")
    one, other = _add(cast, "Aune Gas"), _add(cast, "Aune Gas Trading", "organisation")
    documents = [make_document(cast.project, title=title) for title in ("First", "Second")]
    for entity, alias, identifier in [(one, "AG", "Q1"), (other, "AGT", "Q2")]:
        add_alias(by=annotator, entity_id=entity.id, name=alias)
        add_identifier(by=annotator, entity_id=entity.id, scheme="wikidata", value=identifier)
    for entity, document in [(one, documents[0]), (other, documents[0]), (one, documents[1])]:
        name_in_document(by=annotator, document_id=document.id, entity_id=entity.id, role="speaks")
    before = [_told(cast, entity) for entity in (one, other)]
    _merge(cast, one, other)
    together = _told(cast, other)
    assert [alias["name"] for alias in together["aliases"]] == ["AG", "AGT"]
    assert [row["value"] for row in together["identifiers"]] == ["Q1", "Q2"]
    assert together["documents"] == 2
    other.refresh_from_db()
    assert appearances_of(cast.viewer("viewer"), other).count() == 3
    assert _found(cast, "AG") == ["Aune Gas Trading"]
    _split(cast, one)
    after = [_told(cast, entity) for entity in (one, other)]
    assert [row | {"version": 0} for row in after] == [row | {"version": 0} for row in before]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), max_size=12))
def test_whatever_is_merged_and_split_every_entity_has_one_that_stands_for_it(
    cast: Cast, steps: list[tuple[int, int, bool]]
) -> None:
    """No ring comes about, and who stands for whom is what the accepted steps say."""
    with transaction.atomic():
        rows = [_add(cast, f"Aune {n}") for n in range(5)]
        into: dict[int, int] = {}
        for source, target, merging in steps:
            try:
                if merging:
                    _merge(cast, rows[source], rows[target])
                    into[source] = target
                else:
                    _split(cast, rows[source])
                    del into[source]
            except (Conflict, Unprocessable):
                continue
        for number, row in enumerate(rows):
            expected = number
            while expected in into:
                expected = into[expected]
            row.refresh_from_db()
            assert resolve(row) == rows[expected]
            assert row.id in families([rows[expected].id])[rows[expected].id]
        transaction.set_rollback(True)


def test_what_cannot_be_merged_is_refused(cast: Cast) -> None:
    one, other, ship = _add(cast, "One"), _add(cast, "Other"), _add(cast, "Sea Lark", "vessel")
    for source, target, problem in [(one, one, Unprocessable), (one, ship, Unprocessable)]:
        with pytest.raises(problem):
            _merge(cast, source, target)
    _merge(cast, one, other)
    for source, target in [(one, ship), (other, one)]:
        with pytest.raises(Conflict, match="One was merged into Other already"):
            _merge(cast, source, target)
    with pytest.raises(Conflict, match="was not merged"):
        _split(cast, other)
    with pytest.raises(Conflict, match="merged into Other"):
        edit_entity(by=cast.viewer("annotator"), entity_id=one.id, version=2, changes={"name": "x"})


def test_a_deleted_entity_is_out_of_sight_until_it_is_restored(cast: Cast) -> None:
    entity = _add(cast, "Aune Gas")
    manager = cast.viewer("manager")
    delete_entity(by=manager, entity_id=entity.id, version=1)
    assert _found(cast, "aune") == []
    with pytest.raises(NotFound):
        edit_entity(by=manager, entity_id=entity.id, version=2, changes={"name": "x"})
    restore_entity(by=manager, entity_id=entity.id)
    assert _found(cast, "aune") == ["Aune Gas"]


def test_an_edit_is_made_against_a_version_and_told(cast: Cast) -> None:
    entity = _add(cast, "Aune Gas")
    annotator = cast.viewer("annotator")
    edit_entity(by=annotator, entity_id=entity.id, version=1, changes={"name": "Öl AG", "note": "Traded."})
    assert _found(cast, "ol ag") == ["Öl AG"]
    with pytest.raises(Stale):
        edit_entity(by=annotator, entity_id=entity.id, version=1, changes={"name": "x"})
    event = Event.objects.get(kind="entity.updated")
    assert event.before is not None
    assert event.after is not None
    assert (event.before["name"], event.after["name"]) == ("Aune Gas", "Öl AG")


@pytest.mark.parametrize("changes", [{"name": " "}, {"kind": "planet"}, {"note": "x" * 5001}, {"name": "x" * 301}])
def test_an_entity_that_cannot_be_kept_is_refused(cast: Cast, changes: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        add_entity(by=cast.viewer("annotator"), **{"kind": "person", "name": "A"} | changes)


def test_what_was_taken_away_is_kept_in_the_log(cast: Cast) -> None:
    entity = _add(cast, "Aune Gas")
    annotator = cast.viewer("annotator")
    alias = add_alias(by=annotator, entity_id=entity.id, name="AG")
    identifier = add_identifier(by=annotator, entity_id=entity.id, scheme="lei", value=LEI)
    remove_alias(by=annotator, alias_id=alias.id)
    remove_identifier(by=annotator, identifier_id=identifier.id)
    assert (EntityAlias.objects.count(), EntityIdentifier.objects.count()) == (0, 0)
    removed = (
        Event.objects.filter(kind__endswith="_removed").order_by("number").values_list("before__removed", flat=True)
    )
    assert [row.get("name") or row["value"] for row in removed] == ["AG", LEI]


def test_documents_above_clearance_are_in_no_count_and_no_list(cast: Cast) -> None:
    entity = _add(cast, "Aune Gas")
    manager = cast.viewer("manager")
    cast.memberships["manager"].clearance = Tlp.RED
    cast.memberships["manager"].save()
    for level in (Tlp.GREEN, Tlp.RED):
        document = make_document(cast.project, title=f"At {level.label}", tlp=level)
        name_in_document(by=cast.viewer("manager"), document_id=document.id, entity_id=entity.id, role="spoken_of")
    assert (_told(cast, entity)["documents"], _told(cast, entity, "manager")["documents"]) == (1, 2)
    titles = [row.document.title for row in appearances_of(cast.viewer("viewer"), entity)]
    assert titles == ["At GREEN"]
    hidden = DocumentEntity.objects.get(document__tlp=Tlp.RED)
    with pytest.raises(NotFound):
        unname_in_document(by=cast.viewer("annotator"), link_id=hidden.id)
    event = Event.objects.get(kind="entity.linked", tlp=Tlp.RED)
    assert event.document_id == hidden.document_id
    with pytest.raises(NotFound):
        name_in_document(by=manager, document_id=hidden.document_id, entity_id=entity.id, role="speaks")


def test_one_thing_is_said_of_a_document_once(cast: Cast) -> None:
    entity, document = _add(cast, "Aune Gas"), make_document(cast.project)
    annotator = cast.viewer("annotator")
    link = name_in_document(by=annotator, document_id=document.id, entity_id=entity.id, role="speaks")
    with pytest.raises(Conflict, match="already"):
        name_in_document(by=annotator, document_id=document.id, entity_id=entity.id, role="speaks")
    unname_in_document(by=annotator, link_id=link.id)
    assert not DocumentEntity.objects.exists()


@pytest.mark.parametrize("person", ["viewer", "annotator"])
def test_annotators_neither_merge_nor_delete_and_viewers_only_read(cast: Cast, person: str) -> None:
    one, other = _add(cast, "One"), _add(cast, "Other")
    by = cast.viewer(person)
    with pytest.raises(Forbidden):
        merge_entities(by=by, entity_id=one.id, into_id=other.id)
    with pytest.raises(Forbidden):
        delete_entity(by=by, entity_id=one.id, version=1)
    if person == "viewer":
        with pytest.raises(Forbidden):
            add_alias(by=by, entity_id=one.id, name="x")
        with pytest.raises(Forbidden):
            add_entity(by=by, kind="person", name="x")


def test_no_row_of_an_entity_points_into_another_project(cast: Cast) -> None:
    entity, elsewhere = _add(cast, "Aune Gas"), cast.memberships["outsider"].project
    now = entity.created_at
    theirs = Entity.objects.create(project=elsewhere, kind="person", name="A", folded="a", created_at=now)
    rows = [
        EntityAlias(project=elsewhere, entity=entity, name="x", folded="x", created_at=now),
        EntityIdentifier(project=elsewhere, entity=entity, scheme="lei", value="x", created_at=now),
        Entity(project=elsewhere, kind="person", name="B", folded="b", created_at=now, merged_into=entity),
    ]
    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
    with pytest.raises(Invalid):
        _merge(cast, entity, theirs)
    with pytest.raises(NotFound):
        _merge(cast, theirs, entity)
