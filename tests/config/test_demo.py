"""The demonstration project: what `manage.py demo` brings into an empty site, and that a second run changes nothing."""

import json
import stat
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from annotator.models import Anchor, Annotation, Label
from config.demo import people
from config.demo.material import Material
from projects.models import Event, Job, Membership, Participant, Project, User
from projects.viewers import find_viewer
from projects.vocabulary import Tlp
from reviews.models import Adjudication, Claim, Evidence, Verdict
from sources.models import (
    Document,
    DocumentEntity,
    Entity,
    EntityAlias,
    EntityIdentifier,
    Publisher,
    PublisherRating,
    Reading,
    SearchEntry,
    Section,
)
from sources.queries.entities import namesakes
from tests import database

TABLES = [
    Adjudication, Anchor, Annotation, Claim, Document, DocumentEntity, Entity,
    EntityAlias, EntityIdentifier, Event, Evidence, Job, Label, Membership, Participant, Project,
    Publisher, PublisherRating, Reading, SearchEntry, Section, User, Verdict,
]  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_demo")]


def logins() -> dict[str, Any]:
    """What the file of logins says."""
    found: dict[str, Any] = json.loads((Path(settings.DATA_DIR) / "demo-logins.json").read_text())
    return found


def state() -> dict[str, Any]:
    """Every row of the site that a person could have made."""
    rows: dict[str, Any] = {table.__name__: sorted(map(str, table._default_manager.values_list())) for table in TABLES}
    return rows


@pytest.fixture
def material() -> Material:
    return Material.read()


def load() -> str:
    """Run the command; what it says."""
    said = StringIO()
    call_command("demo", stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def _demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration, loaded once for the tests of this module, each of which takes back what it changes."""
    with django_db_blocker.unblock():
        load()
        try:
            yield
        finally:
            database.empty()
            people.logins_file().unlink()


def test_loading_again_changes_nothing() -> None:
    before, known = state(), logins()
    assert "is loaded" in load()
    assert logins() == known
    after = state()
    for table in before:
        assert after[table] == before[table], table


def test_everybody_signs_in_with_what_the_file_says_and_only_its_owner_can_read_it() -> None:
    found = logins()
    assert set(found["users"]) == {
        "viewer", "annotator", "annotator2", "reviewer", "reviewer2", "reviewer3", "adjudicator", "manager", "admin",
        "outsider",
    }  # fmt: skip
    assert found["project"] == "veshara-desk"
    assert found["base_url"].startswith("http://127.0.0.1:")
    assert stat.S_IMODE(people.logins_file().stat().st_mode) == 0o600
    for entry in found["users"].values():
        user = User.objects.get(username=entry["username"])
        assert user.check_password(entry["password"])
        assert user.is_admin == (entry["username"] == "admin")
    assert len({entry["password"] for entry in found["users"].values()}) == len(found["users"])


def test_a_lost_file_of_logins_gives_new_passwords_that_work() -> None:
    kept = people.logins_file().read_text()
    people.logins_file().unlink()
    load()
    assert people.logins_file().read_text() != kept
    for entry in logins()["users"].values():
        assert User.objects.get(username=entry["username"]).check_password(entry["password"])
    people.logins_file().write_text(kept)  # the accounts are taken back at the end of the test


def test_each_role_is_one_member_and_admin_and_outsider_are_none() -> None:
    project = Project.objects.get()
    roles = {m.user.username: m.roles for m in Membership.objects.filter(project=project).select_related("user")}
    assert roles == {name: [role.value] for name, role in people.MEMBERS.items()}
    assert not Membership.objects.filter(user__username__in=["admin", "outsider"]).exists()


def test_texts_records_and_publishers_are_those_of_the_material(material: Material) -> None:
    documents = {row.file_name: row for row in Document.objects.select_related("publisher", "current_revision")}
    assert len(documents) == len(material["documents"]) >= 6
    for entry in material["documents"]:
        document = documents[entry["file"]]
        sections = Section.objects.filter(revision=document.current_revision).order_by("number")
        assert "".join(sections.values_list("text", flat=True)) == material.texts[entry["file"]]
        assert (document.title, document.published, document.language) == (
            entry["title"],
            entry["published"],
            entry["language"],
        )
        assert document.publisher is not None
        assert document.publisher.name == entry["publisher"]
        assert Tlp(document.tlp).label == entry["tlp"]
    ratings = dict(Publisher.objects.values_list("name", "reliability"))
    assert ratings == {entry["name"]: entry["rating"] for entry in material["publishers"]}
    history = PublisherRating.objects.filter(publisher__name="The Harbour Post").order_by("begins")
    assert list(history.values_list("reliability", "valid_from")) == [("B", "2018"), ("C", "2021-06"), ("D", "2024-03")]


def test_entities_are_those_of_the_material_and_two_share_a_name(material: Material) -> None:
    entities = {row.name: row for row in Entity.objects.prefetch_related("aliases", "identifiers", "appearances")}
    assert set(entities) == {entry["name"] for entry in material["entities"]}
    for entry in material["entities"]:
        row = entities[entry["name"]]
        for kind in ("aliases", "identifiers"):
            assert getattr(row, kind).count() == len(entry.get(kind, []))
        assert row.appearances.count() == len(entry.get("documents", []))
    assert [other["shared"] for other in namesakes(entities["Observers of the Compact"])] == ["JOM"]


def test_marks_stand_on_the_words_they_quote_and_belong_to_who_made_them(material: Material) -> None:
    wanted = sorted(
        (entry["document"], entry["by"], entry["label"], *map(tuple, material.place(entry)))
        for entry in material["annotations"]
    )
    anchors = Anchor.objects.select_related("annotation__document", "annotation__label", "annotation__author")
    found = sorted(
        (
            anchor.annotation.document.file_name,
            anchor.annotation.author.name,
            anchor.annotation.label.path,
            *zip(anchor.starts, anchor.ends, strict=True),
        )
        for anchor in anchors
    )
    assert found == wanted
    for anchor in anchors:
        text = material.texts[anchor.annotation.document.file_name]
        assert anchor.quote == " … ".join(text[s:e] for s, e in zip(anchor.starts, anchor.ends, strict=True))
    colours = set(Label.objects.values_list("colour", flat=True))
    assert len(colours) == Label.objects.count(), "labels are told apart by colour"


def test_readings_are_open_and_finished_as_the_material_says(material: Material) -> None:
    wanted = {(entry["document"], entry["by"]): entry["state"] for entry in material["readings"]}
    found = {
        (reading.document.file_name, reading.participant.name): reading.state
        for reading in Reading.objects.select_related("document", "participant")
    }
    assert {key: found[key] for key in wanted} == wanted
    assert {"open", "finished"} <= set(found.values())


def test_claims_verdicts_and_decisions_are_those_of_the_material(material: Material) -> None:
    claims = {row.statement: row for row in Claim.objects.select_related("author")}
    assert len(claims) == len(material["claims"])
    for entry in material["claims"]:
        claim = claims[entry["statement"]]
        assert (claim.state, claim.author.name, claim.held) == (entry["state"], entry["by"], entry.get("held", False))
        assert Evidence.objects.filter(claim=claim).count() == len(entry["evidence"])
        verdicts = Verdict.objects.filter(claim=claim, current=True).select_related("author")
        assert {v.author.name: v.finding for v in verdicts} == {v["by"]: v["finding"] for v in entry["verdicts"]}
        assert not verdicts.filter(informed=True).exists(), "every verdict of the demonstration was given blind"
        assert Adjudication.objects.filter(claim=claim).count() == int("adjudication" in entry)
    states = set(Claim.objects.values_list("state", flat=True))
    assert {"draft", "in_review", "agreed", "disputed", "decided"} <= states


def test_what_people_changed_since_stays_changed() -> None:
    manager = find_viewer(User.objects.get(username="manager"), project_id=Project.objects.get().id)
    Membership.objects.filter(user__username="viewer").delete()
    Label.objects.filter(parent__isnull=False).update(definition="Changed.")
    Annotation.objects.all().update(note="Changed.")
    Claim.objects.filter(state="draft").update(statement="Changed.")
    before = state()
    load()
    assert state() == before
    assert manager.project.slug == "veshara-desk"
