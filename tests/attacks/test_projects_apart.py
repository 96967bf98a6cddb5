"""Two projects side by side: no address, no body and no row of one reaches into the other."""

from typing import Any

import orjson
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.utils import timezone

from projects import jobs
from projects.models import Participant, Thread
from sources.models import Document, OriginOverride, Revision
from tests.attacks.attack import Attack
from tests.attacks.pages import PAGES, page_path
from tests.attacks.poison import places
from tests.attacks.routes import TABLE, parts
from tests.attacks.traces import OURS, changed, fingerprint
from tests.attacks.world import World, make_world
from tests.cast import NOBODY

pytestmark = pytest.mark.django_db

# Addresses of the site, not of a project: their rows belong to nobody's project.
OF_THE_SITE = ("users/", "site-invitations/", "unmanaged-projects")
EVERYBODY = ("manager", "annotator", "reviewer", "adjudicator", "viewer")


@pytest.fixture
def two(db: None, monkeypatch: pytest.MonkeyPatch) -> tuple[World, World]:
    """The project that is attacked, and the one whose people attack it."""
    monkeypatch.setattr(jobs, "send", lambda job_id: True)
    return make_world("desk"), make_world("bureau", "b-")


def test_rows_of_one_project_are_not_found_by_the_people_of_another(two: tuple[World, World]) -> None:
    here, there = two
    wrong, before = {}, fingerprint()
    for key, case in TABLE.items():
        _method, pattern = parts(key)
        if "<" not in pattern or pattern.startswith(OF_THE_SITE):
            continue
        attack = Attack(there, key)
        target = case.path(pattern, here)
        for who in dict.fromkeys([case.who, *EVERYBODY]):
            body = orjson.dumps(attack.body()) if case.body else b""
            answer = attack.send(who, body, who=who, path=target)
            if answer.status_code != 404 or "desk" in answer.content.decode().replace(target, ""):
                wrong[f"{key} as {who}"] = f"{answer.status_code} {answer.content[:200]!r}"
        assert attack.complaints == {}
    assert wrong == {}
    assert changed(before) == set()


def test_search_in_another_project_is_not_found(two: tuple[World, World]) -> None:
    for who in EVERYBODY:
        answer = two[1].client(who).get("/api/v1/search?project=desk&q=valley")
        assert answer.status_code == 404


def test_pages_of_one_project_are_not_found_by_the_people_of_another(two: tuple[World, World]) -> None:
    here, there = two
    browsers = {name: Client(raise_request_exception=False) for name in ("manager", "annotator", "admin")}
    for name, browser in browsers.items():
        browser.force_login(there.cast.users[name])
    wrong, before = {}, fingerprint()
    for who, browser in browsers.items():
        for name, row in PAGES.items():
            for world, what in ((here, "both of it"), (there, "its row below one's own project")):
                if world is there and not row:
                    continue
                path = page_path(name, world.slug, here.ids.get(row, ""), here.ids["annotator's participant"])
                for method in ("get", "post"):
                    answer = getattr(browser, method)(path)
                    nobodys = page_path(name, world.slug, str(NOBODY), str(NOBODY))
                    same = row and answer.status_code == getattr(browser, method)(nobodys).status_code
                    if answer.status_code not in {404, 405} and not (world is there and same):
                        wrong[f"{method} {path} ({what}) as {who}"] = answer.status_code
    assert wrong == {}
    assert changed(before) == set()


def test_ids_of_another_project_are_refused_in_every_place_of_every_body(two: tuple[World, World]) -> None:
    here, there = two
    known = {id_: name for name, id_ in there.ids.items()}
    wrong, tried, before = {}, set(), fingerprint()
    for key, case in TABLE.items():
        if case.body is None or case.who == "admin":
            continue
        attack = Attack(there, key)
        for path in places(attack.body()):
            value: Any = attack.body()
            for part in path:
                value = value[part]
            if not isinstance(value, str) or value not in known:
                continue
            foreign = here.ids[known[value]]
            body = orjson.dumps(attack.body()).replace(value.encode(), foreign.encode())
            answer = attack.send(known[value], body)
            tried.add(key)
            if answer.status_code not in {400, 404, 409, 422}:
                wrong[f"{key} {path}"] = f"{answer.status_code} {answer.content[:200]!r}"
            for secret in ("Peacekeepers", "The read one", "desk"):
                if secret in answer.content.decode().replace('"Peacekeepers"', ""):
                    wrong[f"{key} {path}"] = f"tells {secret}: {answer.content[:300]!r}"
        assert attack.complaints == {}
    assert wrong == {}
    assert changed(before) == set()
    assert len(tried) == 19, tried


def test_what_the_bodies_of_the_table_do_not_name_is_refused_from_another_project_too(two: tuple[World, World]) -> None:
    here, there = two
    before = fingerprint()
    for key, body in [
        ("POST claims/<uuid:id>/evidence", {"annotation": here.ids["mark"], "stance": "states"}),
        ("POST claims/<uuid:id>/evidence", there.evidence(revision=here.ids["revision"])),
        ("PATCH documents/<uuid:id>", {"publisher": here.ids["publisher"]}),
        ("PATCH documents/<uuid:id>", {"publisher": {"id": here.ids["publisher"]}}),
        ("POST publishers/<uuid:id>/merge", {"into": here.ids["other publisher"]}),
        ("POST entities/<uuid:id>/merge", {"into": here.ids["other entity"]}),
        ("POST documents/<uuid:id>/entities", {"entity": here.ids["entity"], "role": "speaks"}),
        ("POST projects/<slug:slug>/labels", {"name": "Figure", "parent": here.ids["label"]}),
        ("PATCH labels/<uuid:id>", {"parent": here.ids["label"]}),
        ("POST projects/<slug:slug>/exports", {"format": "jsonl", "filters": {"annotators": [here.ids["mark"]]}}),
    ]:
        attack = Attack(there, key)
        answer = attack.send(str(body), orjson.dumps(body))
        assert answer.status_code in {400, 409, 422}, (key, body, answer.status_code, answer.content)
        assert attack.complaints == {}
    assert changed(before) == set()


def test_an_id_that_another_project_uses_is_taken_and_nothing_of_its_row_is_told(two: tuple[World, World]) -> None:
    here, there = two
    before = fingerprint()
    mark = {"label": there.ids["label"], "start": 0, "end": 12}
    claim = {"statement": "They left.", "kind": "fact"}
    for key, body in [
        ("POST documents/<uuid:id>/annotations", {"id": here.ids["mark"], **mark}),
        ("POST documents/<uuid:id>/annotations", {"id": here.ids["deleted mark"], **mark}),
        (
            "POST documents/<uuid:id>/relations",
            {
                "id": here.ids["relation"],
                "source": there.ids["other mark"],
                "target": there.ids["mark"],
                "kind": "supports",
            },
        ),
        ("POST projects/<slug:slug>/claims", {"id": here.ids["claim"], **claim}),
        ("POST projects/<slug:slug>/claims", {"id": here.ids["withdrawn"], **claim}),
    ]:
        answer = Attack(there, key).send("a taken id", orjson.dumps(body))
        assert answer.status_code == 409
        assert set(answer.json()) <= {"type", "title", "status", "detail"}, answer.content
    assert changed(before) == set()


@pytest.mark.parametrize(
    ("path", "ids"),
    [
        ("projects/bureau/events?subject={}", ["mark", "claim", "document", "label"]),
        ("projects/bureau/events?document={}", ["document", "read"]),
        ("projects/bureau/claims?document={}", ["document"]),
        ("projects/bureau/documents?publisher={}", ["publisher"]),
        ("projects/bureau/documents?label={}", ["label"]),
        ("documents/{own}/annotations?label={}", ["label"]),
        ("documents/{own}/relations?annotation={}", ["mark"]),
    ],
)
def test_filters_by_ids_of_another_project_find_nothing(two: tuple[World, World], path: str, ids: list[str]) -> None:
    here, there = two
    for name in ids:
        answer = there.client("annotator").get("/api/v1/" + path.format(here.ids[name], own=there.ids["document"]))
        assert answer.status_code in {200, 400}, answer.content
        if answer.status_code == 200:
            assert answer.json()["results"] == []


def test_an_operation_id_of_somebody_else_gives_none_of_their_answers(two: tuple[World, World]) -> None:
    here, there = two
    for world in two:
        made = world.client("manager").post(
            f"/api/v1/projects/{world.slug}/publishers",
            {"name": f"{world.slug}'s own"},
            format="json",
            headers={"Idempotency-Key": "the same"},
        )
        assert made.status_code == 201
        assert made.json()["name"] == f"{world.slug}'s own"
    assert here.client("manager").get("/api/v1/projects/bureau").status_code == 404
    assert there.client("manager").get("/api/v1/projects/desk").status_code == 404


def _rows_nobody_points_at(world: World) -> None:
    """Targets for links that are refused for nothing but their project."""
    project, now = world.cast.project, timezone.now()
    Participant.objects.create(project=project, kind="import", name="a name that came with an import")
    world.claim(attributions=[])
    document = Document.objects.get(id=world.ids["document"])
    Revision.objects.create(project=project, document=document, number=2, length=1, reader="text", created_at=now)
    Document.objects.create(project=project, title="Without a text", tlp=0, created_at=now)
    Thread.objects.create(project=project, kind="document", created_at=now)


def _links() -> list[tuple[type[models.Model], str, type[models.Model]]]:
    """Every column of a row of a project that points at another row of a project."""
    found = []
    for model in apps.get_models():
        names = {field.attname for field in model._meta.concrete_fields}
        if model._meta.app_label not in OURS or "project_id" not in names:
            continue
        for field in model._meta.concrete_fields:
            target = field.related_model
            if not isinstance(target, type) or field.attname == "project_id":
                continue
            if "project_id" in {other.attname for other in target._meta.concrete_fields}:
                found.append((model, field.column or "", target))
    return found


def test_the_database_refuses_every_link_from_one_project_into_another(two: tuple[World, World]) -> None:
    here, there = two
    _rows_nobody_points_at(here)
    OriginOverride.objects.filter(project=there.cast.project).update(words="")  # which would stand in the way
    wrong, tried = {}, set()
    for model, column, target in _links():
        name = f"{model._meta.label}.{column}"
        table = model._meta.db_table
        key = model._meta.pk.column
        mine = (
            model._default_manager.filter(project=there.cast.project)
            if hasattr(model, "project")
            else (model._default_manager.filter(project_id=there.cast.project.id))
        )
        foreign = target._default_manager.filter(project_id=here.cast.project.id).order_by("pk").last()
        rows = mine.values_list("pk", flat=True)
        row = rows.exclude(**{f"{column}__isnull": True}).first() or rows.first()
        if row is None or foreign is None:
            continue
        tried.add(name)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f'UPDATE {table} SET "{column}" = %s WHERE "{key}" = %s', [foreign.pk, row])
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                wrong[name] = "linked"
                transaction.set_rollback(True)
        except IntegrityError as error:
            if "foreign key" not in str(error) and "is not of this project" not in str(error):
                wrong[name] = f"refused for another reason: {error}"[:200]
    assert not wrong, "\n".join(f"{name}: {why}" for name, why in wrong.items())
    assert len(tried) > 20
    assert tried >= {"exchange.Export.job_id", "sources.Import.job_id", "projects.Participant.speaks_for_id"}
