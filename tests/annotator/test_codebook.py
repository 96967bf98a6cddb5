"""The codebook over the API: names, colours, keys, the tree, what is archived, and who may change it."""

from typing import Any
from uuid import UUID

import pytest
from rest_framework.test import APIClient

from annotator.colours import palette
from annotator.models import Codebook, Label
from projects.models import Event
from tests.annotator.conftest import Stage, make_stage


@pytest.fixture
def manager(stage: Stage) -> APIClient:
    """The manager's API client."""
    return stage.client("manager")


def _add(stage: Stage, client: APIClient, **fields: Any) -> dict[str, Any]:
    answer = client.post(stage.cast.url("labels"), fields, format="json")
    assert answer.status_code == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


def _change(client: APIClient, label: dict[str, Any] | Label, version: int | None = None, **fields: Any) -> Any:
    id_, known = (label.id, label.version) if isinstance(label, Label) else (label["id"], label["version"])
    headers = {"If-Match": f'"{version or known}"'}
    return client.patch(f"/api/v1/labels/{id_}", fields, format="json", headers=headers)


def _version(stage: Stage) -> int:
    return Codebook.objects.get(project=stage.cast.project).version


def test_a_label_is_made_with_all_it_has(stage: Stage, manager: APIClient) -> None:
    fields = {
        "name": "  Scope ", "parent": "Claim", "colour": "#AABBCC", "definition": "When it applies.",
        "example": "“most of the valley”", "shortcut": "S",
    }  # fmt: skip
    made = _add(stage, manager, **fields)
    assert made == {
        "id": made["id"], "path": "Claim/Scope", "name": "Scope", "parent": str(stage.label.id), "colour": "#aabbcc",
        "shortcut": "s", "definition": "When it applies.", "example": "“most of the valley”", "position": 1,
        "archived": False, "version": 1,
    }  # fmt: skip
    assert UUID(made["id"]).version == 7
    assert manager.get(f"/api/v1/labels/{made['id']}").json() == made


def test_a_new_label_gets_the_first_colour_that_no_other_has(stage: Stage, manager: APIClient) -> None:
    colours = [_add(stage, manager, name=f"Label {n}")["colour"] for n in range(len(palette()))]
    assert colours == list(palette())
    assert _add(stage, manager, name="One more")["colour"] in palette()


def test_a_parent_is_named_by_id_or_by_path(stage: Stage, manager: APIClient) -> None:
    by_id = _add(stage, manager, name="A", parent=str(stage.nested.id))
    by_path = _add(stage, manager, name="B", parent="Claim/Figure/A")
    assert (by_id["path"], by_path["path"]) == ("Claim/Figure/A", "Claim/Figure/A/B")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"name": "\u200b\u200d"}, "name"),
        ({"name": "a/b"}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"name": "a\x07b"}, "name"),
        ({"name": "a\u2028b"}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "Claim"}, "name"),
        ({"name": 5}, "name"),
        ({"name": None}, "name"),
        ({"name": ["a"]}, "name"),
        ({"name": "New", "parent": "Nothing"}, "parent"),
        ({"name": "New", "parent": "00000000-0000-7000-8000-000000000000"}, "parent"),
        ({"name": "New", "parent": {"id": 1}}, "parent"),
        ({"name": "New", "colour": "red"}, "colour"),
        ({"name": "New", "colour": "#12345"}, "colour"),
        ({"name": "New", "colour": "#12345g"}, "colour"),
        ({"name": "New", "colour": 0x112233}, "colour"),
        ({"name": "New", "shortcut": "ab"}, "shortcut"),
        ({"name": "New", "shortcut": "?"}, "shortcut"),
        ({"name": "New", "shortcut": "C"}, "shortcut"),
        ({"name": "New", "shortcut": 1}, "shortcut"),
        ({"name": "New", "shortcut": ["a"]}, "shortcut"),
        ({"name": "New", "definition": "x" * 10_001}, "definition"),
        ({"name": "New", "example": {"a": 1}}, "example"),
        ({"name": "New", "position": -1}, "position"),
        ({"name": "New", "position": 10**12}, "position"),
        ({"name": "New", "position": "first"}, "position"),
        ({"name": "New", "color": "#aabbcc"}, "color"),
    ],
)
def test_a_bad_label_is_refused_where_it_is_wrong(
    stage: Stage, manager: APIClient, fields: dict[str, Any], field: str
) -> None:
    answer = manager.post(stage.cast.url("labels"), fields, format="json")
    assert answer.status_code == 400, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert list(answer.json()["errors"]) == [field]
    assert Label.objects.filter(project=stage.cast.project).count() == 2
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)", "<img src=x onerror=alert(1)>", "{{ 7*7 }}{% now %}",
        "\u202egnp.exe", "'; DROP TABLE labels; --", "日本語 ラベル",
        "👩\u200d👩\u200d👧", "a\\b", "..", "x" * 100, "null", "ﷺ",
    ],
)  # fmt: skip
def test_a_name_may_hold_whatever_can_be_read(stage: Stage, manager: APIClient, name: str) -> None:
    made = _add(stage, manager, name=name, parent="Claim")
    assert (made["name"], made["path"]) == (name, f"Claim/{name}")
    mark = stage.create(label=made["path"])
    assert mark["label_path"] == made["path"]


def test_a_renamed_label_takes_those_below_it_along(stage: Stage, manager: APIClient) -> None:
    deep = _add(stage, manager, name="Year", parent="Claim/Figure")
    mark = stage.create(label="Claim/Figure/Year")
    answer = _change(manager, stage.label, name="Statement")
    assert answer.json()["path"] == "Statement"
    paths = set(Label.objects.filter(project=stage.cast.project).values_list("path", flat=True))
    assert paths == {"Statement", "Statement/Figure", "Statement/Figure/Year"}
    shown = stage.client().get(f"/api/v1/annotations/{mark['id']}").json()
    assert (shown["label"], shown["label_path"], shown["version"]) == (deep["id"], "Statement/Figure/Year", 1)
    assert Event.objects.filter(kind="label.changed").count() == 3


def test_a_label_moves_with_what_is_below_it(stage: Stage, manager: APIClient) -> None:
    other = _add(stage, manager, name="Other")
    assert _change(manager, stage.label, parent=other["id"]).json()["path"] == "Other/Claim"
    stage.label.refresh_from_db()
    assert Label.objects.get(id=stage.nested.id).path == "Other/Claim/Figure"
    assert _change(manager, stage.label, parent=None).json()["path"] == "Claim"


def test_a_label_never_lies_below_itself(stage: Stage, manager: APIClient) -> None:
    for parent in (stage.label, stage.nested):
        answer = _change(manager, stage.label, parent=str(parent.id))
        assert (answer.status_code, list(answer.json()["errors"])) == (400, ["parent"])


def test_two_labels_of_one_path_are_refused(stage: Stage, manager: APIClient) -> None:
    other = _add(stage, manager, name="Figure")
    assert _change(manager, other, parent="Claim").status_code == 400
    assert _change(manager, other, name="Claim").status_code == 400
    assert Label.objects.get(id=other["id"]).path == "Figure"


def test_a_path_has_a_longest_length(stage: Stage, manager: APIClient) -> None:
    path = None
    for _ in range(4):
        path = _add(stage, manager, name="x" * 100, parent=path)["path"]
    assert manager.post(stage.cast.url("labels"), {"name": "y" * 97, "parent": path}, format="json").status_code == 400
    tree = _add(stage, manager, name="top")
    _add(stage, manager, name="z" * 95, parent="top")
    assert _change(manager, tree, parent=path).status_code == 400
    assert Label.objects.get(id=tree["id"]).path == "top"


def test_labels_stand_in_the_order_they_are_put(stage: Stage, manager: APIClient) -> None:
    made = {name: _add(stage, manager, name=name, parent="Claim") for name in "ABC"}
    first = _change(manager, made["C"], position=0).json()

    def order() -> list[str]:
        return list(Label.objects.filter(parent=stage.label).order_by("position").values_list("name", flat=True))

    assert order() == ["C", "Figure", "A", "B"]
    _change(manager, first, position=99)
    assert order() == ["Figure", "A", "B", "C"]
    _add(stage, manager, name="D", parent="Claim", position=1)
    assert order() == ["Figure", "D", "A", "B", "C"]


def test_an_archived_label_goes_out_of_use_with_those_below_it(stage: Stage, manager: APIClient) -> None:
    mark = stage.create(label="Claim/Figure")
    answer = manager.delete(f"/api/v1/labels/{stage.label.id}", headers={"If-Match": '"1"'})
    assert answer.status_code == 204
    assert set(Label.objects.filter(archived_at__isnull=False)) == {stage.label, stage.nested}
    assert stage.client().get(f"/api/v1/annotations/{mark['id']}").json()["label_path"] == "Claim/Figure"
    assert sorted(Event.objects.filter(kind="label.archived").values_list("after__path", flat=True)) == [
        "Claim",
        "Claim/Figure",
    ]
    listed = manager.get(stage.cast.url("labels") + "?archived=false").json()["results"]
    assert listed == []
    assert len(manager.get(stage.cast.url("labels") + "?archived=true").json()["results"]) == 2
    assert len(manager.get(stage.cast.url("labels")).json()["results"]) == 2
    assert manager.get(stage.cast.url("labels") + "?archived=maybe").status_code == 400


def test_an_archived_label_comes_back_after_the_one_above_it(stage: Stage, manager: APIClient) -> None:
    manager.delete(f"/api/v1/labels/{stage.label.id}", headers={"If-Match": '"1"'})
    early = _change(manager, stage.nested, version=2, archived=False)
    assert (early.status_code, list(early.json()["errors"])) == (400, ["archived"])
    assert _change(manager, stage.label, version=2, archived=False).json()["archived"] is False
    assert _change(manager, stage.nested, version=2, archived=False).json()["archived"] is False
    assert Event.objects.filter(kind="label.restored").count() == 2


def test_the_key_of_an_archived_label_is_free_and_has_to_be_free_again(stage: Stage, manager: APIClient) -> None:
    manager.delete(f"/api/v1/labels/{stage.label.id}", headers={"If-Match": '"1"'})
    _add(stage, manager, name="Other", shortcut="c")
    back = _change(manager, stage.label, version=2, archived=False)
    assert (back.status_code, list(back.json()["errors"])) == (400, ["shortcut"])
    assert _change(manager, stage.label, version=2, archived=False, shortcut="").json()["shortcut"] == ""


def test_the_name_of_an_archived_label_is_taken(stage: Stage, manager: APIClient) -> None:
    manager.delete(f"/api/v1/labels/{stage.label.id}", headers={"If-Match": '"1"'})
    answer = manager.post(stage.cast.url("labels"), {"name": "Claim"}, format="json")
    assert answer.status_code == 400
    assert "archived" in answer.json()["errors"]["name"][0]
    below = manager.post(stage.cast.url("labels"), {"name": "New", "parent": "Claim"}, format="json")
    assert (below.status_code, list(below.json()["errors"])) == (400, ["parent"])


def test_a_change_names_the_version_it_was_made_against(stage: Stage, manager: APIClient) -> None:
    first = _change(manager, stage.label, definition="Mine")
    second = _change(manager, stage.label, version=1, definition="Theirs")
    assert (second.status_code, second.json()["current"]) == (409, first.json())
    url = f"/api/v1/labels/{stage.label.id}"
    assert manager.patch(url, {"definition": "x"}, format="json").status_code == 428
    assert manager.delete(url).status_code == 428
    assert Label.objects.get(id=stage.label.id).definition == "Mine"


def test_each_change_raises_the_codebooks_version_by_one(stage: Stage, manager: APIClient) -> None:
    versions = [_version(stage)]
    made = _add(stage, manager, name="New")
    versions.append(_version(stage))
    made = _change(manager, made, name="Newer", colour="#112233").json()
    versions.append(_version(stage))
    _change(manager, made, name="Newer")
    versions.append(_version(stage))
    _change(manager, stage.label, name="Statement")
    versions.append(_version(stage))
    manager.post(stage.cast.url("labels"), {"name": "Statement"}, format="json")
    versions.append(_version(stage))
    assert versions == [1, 2, 3, 3, 4, 4]


def test_a_change_keeps_the_label_as_it_was(stage: Stage, manager: APIClient) -> None:
    _change(manager, stage.label, definition="When it applies", position=0)
    event = Event.objects.get(kind="label.changed")
    assert event.before is not None
    assert event.after is not None
    assert (event.before["definition"], event.after["definition"]) == ("", "When it applies")
    assert event.subject_id == stage.label.id
    assert event.secrecy == "open"


@pytest.mark.parametrize(
    ("name", "read", "write"),
    [
        (None, 401, 401), ("outsider", 404, 404), ("admin", 404, 404), ("viewer", 200, 403), ("annotator", 200, 403),
        ("reviewer", 200, 403), ("adjudicator", 200, 403), ("manager", 200, 201),
    ],
)  # fmt: skip
def test_every_member_reads_the_codebook_and_managers_change_it(
    stage: Stage, name: str | None, read: int, write: int
) -> None:
    client = stage.client(name)
    assert client.get(stage.cast.url("labels")).status_code == read
    assert client.get(f"/api/v1/labels/{stage.label.id}").status_code == read
    assert client.post(stage.cast.url("labels"), {"name": "New"}, format="json").status_code == write
    assert _change(client, stage.label, definition="x").status_code == {201: 200}.get(write, write)
    deleted = client.delete(f"/api/v1/labels/{stage.nested.id}", headers={"If-Match": '"1"'})
    assert deleted.status_code == {201: 204}.get(write, write)


def test_labels_of_another_project_are_not_there(stage: Stage, manager: APIClient) -> None:
    other = make_stage("other", "other-")
    assert manager.get(f"/api/v1/labels/{other.label.id}").status_code == 404
    assert _change(manager, other.label, name="Mine").status_code == 404
    assert (
        manager.post(stage.cast.url("labels"), {"name": "x", "parent": str(other.label.id)}, format="json").status_code
        == 400
    )
    assert other.client("manager").get(stage.cast.url("labels")).status_code == 404
    assert Label.objects.get(id=other.label.id).name == "Claim"


def test_a_key_makes_a_write_repeatable(stage: Stage, manager: APIClient) -> None:
    headers = {"Idempotency-Key": "one"}
    first = manager.post(stage.cast.url("labels"), {"name": "New"}, format="json", headers=headers)
    again = manager.post(stage.cast.url("labels"), {"name": "New"}, format="json", headers=headers)
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
