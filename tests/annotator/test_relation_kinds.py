"""Kinds of relation: a first set with every project, then as its managers want them."""

from annotator.models import RelationKind
from annotator.services.relation_kinds import first_kinds
from projects.models import Event
from projects.services.projects import create_project
from tests.annotator.conftest import Stage


def _version(number: int) -> dict[str, str]:
    return {"If-Match": f'"{number}"'}


def test_a_project_begins_with_kinds_of_relation(stage: Stage) -> None:
    viewer = create_project(by=stage.cast.users["admin"], name="New")
    kinds = RelationKind.objects.filter(project_id=viewer.project_id).order_by("position")
    assert [(kind.name, kind.symmetric, kind.definition) for kind in kinds] == first_kinds()
    answer = stage.client("admin").get(f"/api/v1/projects/{viewer.project.slug}/relation-kinds")
    assert [row["name"] for row in answer.json()["results"]][:2] == ["supports", "contradicts"]


def test_a_manager_adds_renames_and_archives_kinds(stage: Stage) -> None:
    url, manager = stage.cast.url("relation-kinds"), stage.client("manager")
    made = manager.post(url, {"name": " answers  to ", "definition": "A reply."}, format="json")
    assert (made.status_code, made.json()["name"], made.json()["position"]) == (201, "answers to", 2)
    kind = f"/api/v1/relation-kinds/{made.json()['id']}"
    changed = manager.patch(kind, {"name": "answers", "archived": True}, format="json", headers=_version(1))
    assert (changed.json()["name"], changed.json()["archived"], changed.json()["version"]) == ("answers", True, 2)
    same = manager.patch(kind, {"name": "answers"}, format="json", headers=_version(2))
    assert same.json() == changed.json()
    assert manager.patch(kind, {"name": "x"}, format="json").status_code == 428
    assert manager.patch(kind, {"name": "x"}, format="json", headers=_version(1)).status_code == 409
    for body in ({"name": "supports"}, {"name": " "}, {"name": "x" * 61}, {"name": 5}, {}, {"name": "y", "colour": ""}):
        assert manager.post(url, body, format="json").status_code == 400, body
    kinds = list(Event.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["relation_kind.created", "relation_kind.changed"]
    for name in ("annotator", "reviewer", "adjudicator", "viewer"):
        client = stage.client(name)
        assert client.get(url).status_code == client.get(kind).status_code == 200
        assert client.post(url, {"name": "z"}, format="json").status_code == 403
        assert client.patch(kind, {"name": "z"}, format="json", headers=_version(2)).status_code == 403
    for name in ("outsider", "admin"):
        assert stage.client(name).get(url).status_code == stage.client(name).get(kind).status_code == 404
