"""What goes into an export, person by person: blindness, markings, holds, filters; in the file and in its numbers."""

from typing import Any

import pytest
from django.utils import timezone

from annotator.models import Annotation
from projects.events import change
from projects.vocabulary import Tlp
from reviews.models import Claim
from sources.models import Document
from tests.cast import make_comment, make_document, make_mark
from tests.exchange.conftest import Made, Stage, add_evidence, finish, make_claim, settle

FIRST, SECOND = "A convoy crossed the bridge.", "It had 41 trucks."


def marks(made: Made) -> list[tuple[str, str]]:
    """(annotator, label) of every mark in an export."""
    return [(mark["annotator"], mark["label"]) for line in made.lines() for mark in line["annotations"]]


def everything(made: Made) -> bytes:
    """All that a person gets: every part, and the manifest."""
    parts = [made.content(part) for part in ("documents", "relations", "claims", "comments")]
    return b"".join(parts) + repr(made.answer).encode()


BEFORE = {
    "viewer": [],
    "annotator": ["annotator"],
    "annotator2": ["annotator2"],
    "reviewer": ["annotator", "annotator2"],
    "adjudicator": [],
    "manager": [],
}
AFTER = {name: ["annotator", "annotator2"] for name in BEFORE} | {"viewer": []}


@pytest.mark.parametrize("name", sorted(BEFORE))
def test_marks_are_exported_exactly_where_the_reader_is_not_blind(full: Stage, name: str) -> None:
    before = full.export(name)
    assert [annotator for annotator, _label in marks(before)] == BEFORE[name]
    assert before.manifest["counts"]["annotations"] == len(BEFORE[name])
    finish(full.documents[0], full.cast, "annotator", "annotator2")
    after = full.export(name)
    assert [annotator for annotator, _label in marks(after)] == AFTER[name]
    assert after.manifest["counts"]["annotations"] == len(AFTER[name])


def test_what_is_hidden_is_in_no_number_of_the_manifest(full: Stage) -> None:
    alone = full.export("annotator").manifest
    for start in (0, 5, 10, 20):
        make_mark(full.documents[0], full.cast.participant("annotator2"), full.label, start, start + 3)
    beside = full.export("annotator").manifest
    for varying in ("made_at", "export", "event"):
        del alone[varying], beside[varying]
    for part in [*alone["parts"], *beside["parts"]]:
        del part["file_name"]
    assert alone == beside, "not even the digest of the file differs"


@pytest.mark.parametrize(
    ("name", "claims", "judges"),
    [
        ("viewer", [], []),
        ("annotator", [FIRST, SECOND], []),
        ("annotator2", [FIRST], []),
        ("reviewer", [FIRST, SECOND], []),
        ("reviewer2", [FIRST, SECOND], ["reviewer2", "reviewer3"]),
        ("adjudicator", [FIRST], []),
        ("manager", [FIRST], []),
    ],
)
def test_claims_and_verdicts_are_exported_as_far_as_the_person_sees_them(
    full: Stage, name: str, claims: list[str], judges: list[str]
) -> None:
    made = full.export(name)
    assert made.statements() == claims
    assert [verdict["author"] for claim in made.lines("claims") for verdict in claim["verdicts"]] == judges
    assert made.manifest["counts"]["verdicts"] == len(judges)
    if not judges:
        assert b"because, says" not in everything(made)


def test_a_settled_claim_carries_its_outcome_verdicts_and_dissent(full: Stage) -> None:
    settle(Claim.objects.get(statement=FIRST), full.cast)
    claim = full.export("reviewer").lines("claims")[0]
    assert (claim["state"], claim["finding"], claim["credibility"]) == ("decided", "refuted", 5)
    assert {verdict["author"]: verdict["finding"] for verdict in claim["verdicts"]} == {
        "reviewer2": "supported",
        "reviewer3": "refuted",
    }
    (decided,) = claim["adjudications"]
    assert (decided["author"], decided["outcome"], decided["dissent"]) == (
        "adjudicator",
        "decided",
        "One reviewer held otherwise.",
    )
    assert claim["attributions"][0]["name"] == "The mission"
    assert claim["evidence"][0]["fragments"] == [[4, 12]]
    (seen,) = full.export("viewer").lines("claims")
    assert (seen["finding"], seen["verdicts"]) == ("refuted", [])


def test_the_outcome_of_a_claim_that_is_not_settled_is_not_told(full: Stage) -> None:
    Claim.objects.filter(statement=FIRST).update(state="agreed", finding="supported", credibility=2)
    claim = full.export("annotator").lines("claims")[0]
    assert (claim["state"], claim["finding"], claim["credibility"]) == ("agreed", "", None)


@pytest.mark.parametrize("name", ["annotator", "reviewer", "adjudicator", "manager"])
def test_a_held_claim_is_in_no_export_and_counted_only_for_who_sees_it(stage: Stage, name: str) -> None:
    claim = make_claim(stage.cast, "He took money.", kind="allegation", held=True)
    add_evidence(claim, stage.documents[0], 4, 12, stage.cast.participant("reviewer"))
    made = stage.export(name)
    assert made.statements() == []
    assert b"He took money" not in everything(made)
    expected: dict[str, int] = {} if name == "annotator" else {"claims_held": 1}
    assert made.manifest["left_out"] == expected


def test_nothing_above_the_level_is_carried_and_it_is_counted(stage: Stage) -> None:
    cast = stage.cast
    red = make_document(cast.project, "The red text.", "Red", tlp=Tlp.RED)
    strict = make_document(cast.project, "The strict text.", "Strict", tlp=Tlp.AMBER_STRICT)
    for document in (red, strict, stage.documents[0]):
        make_mark(document, cast.participant("manager"), stage.label, 0, 3)
    make_claim(cast, "A strict claim.", tlp=Tlp.AMBER_STRICT)
    usual = stage.export("manager")
    assert [line["title"] for line in usual.lines()] == ["A convoy"]
    assert usual.statements() == []
    left_out = {"documents_above_level": 1, "annotations_above_level": 1, "claims_above_level": 1}
    assert usual.manifest["left_out"] == left_out, "the red text is above the person's clearance and told to nobody"
    wider = stage.export("manager", tlp="AMBER+STRICT")
    assert [line["title"] for line in wider.lines()] == ["A convoy", "Strict"]
    assert wider.manifest["left_out"] == {}
    assert b"The red text" not in everything(wider)
    narrow = stage.export("manager", tlp="CLEAR")
    assert narrow.lines() == []
    assert narrow.manifest["left_out"]["documents_above_level"] == 2


def test_a_passage_above_the_level_is_not_carried_by_a_claim_below_it(stage: Stage) -> None:
    strict = make_document(stage.cast.project, "The strict text.", "Strict", tlp=Tlp.AMBER_STRICT)
    claim = make_claim(stage.cast, "A claim.", tlp=Tlp.AMBER)
    add_evidence(claim, strict, 0, 10, stage.cast.participant("reviewer"))
    add_evidence(claim, stage.documents[0], 4, 12, stage.cast.participant("reviewer"))
    (carried,) = stage.export("manager").lines("claims")
    assert [piece["document_title"] for piece in carried["evidence"]] == ["A convoy"]


def test_filters_choose_documents_marks_and_claims(full: Stage) -> None:
    cast = full.cast
    other = make_document(cast.project, "Another text of some length.", "Another")
    make_mark(other, cast.participant("reviewer"), full.label, 0, 7)
    finish(full.documents[0], cast, "annotator", "annotator2")

    def of(name: str = "reviewer", **filters: Any) -> Made:
        return full.export(name, filters=filters)

    assert [line["title"] for line in of(documents=[str(other.id)]).lines()] == ["Another"]
    assert of(documents=[str(other.id)]).statements() == []
    assert of(documents=[str(full.documents[0].id)]).statements() == [FIRST, SECOND]
    assert [line["title"] for line in of("manager", status=["new"]).lines()] == ["Another"]
    assert [line["title"] for line in of("manager", status=["finished"]).lines()] == ["A convoy"]
    assert marks(of(labels=["Statement/Figure"])) == [("annotator", "Statement/Figure")]
    assert len(marks(of(labels=["Statement"]))) == 3, "a label stands for those below it too"
    assert marks(of(labels=[str(full.nested.id)])) == [("annotator", "Statement/Figure")]
    assert marks(of(annotators=["annotator2"])) == [("annotator2", "Statement")]
    assert marks(of(annotators=[str(cast.participant("reviewer").id)])) == [("reviewer", "Statement")]
    assert of(states=["draft"]).statements() == []
    assert of(states=["in_review", "draft"]).statements() == [FIRST, SECOND]
    assert of(labels=["Statement/Figure"]).manifest["filters"] == {"labels": [str(full.nested.id)]}


def test_deleted_documents_and_marks_are_left_out(full: Stage) -> None:
    from django.utils import timezone

    Annotation.objects.filter(author=full.cast.participant("annotator")).update(deleted_at=timezone.now())
    assert marks(full.export("annotator")) == []
    Document.objects.update(deleted_at=timezone.now())
    made = full.export("manager")
    assert made.lines() == []
    assert made.manifest["counts"]["documents"] == 0


def test_a_mark_without_a_place_in_the_current_text_is_counted(full: Stage) -> None:
    from sources.models import Revision, Section

    document = full.documents[0]
    newer = Revision.objects.create(
        project=document.project,
        document=document,
        number=2,
        length=4,
        sha256="0" * 64,
        reader="text",
        created_at=document.created_at,
    )
    Section.objects.create(project_id=document.project_id, revision=newer, number=0, start=0, text="New.", blocks=[])
    Document.objects.filter(id=document.id).update(current_revision=newer)
    made = full.export("annotator")
    assert [(line["text"], line["annotations"]) for line in made.lines()] == [("New.", [])]
    assert made.manifest["left_out"] == {"annotations_without_place": 1}


def record(stage: Stage, kind: str, **fields: Any) -> None:
    """An event as another app leaves it."""
    with change(project_id=stage.cast.project.id, by=stage.cast.viewer("manager")) as log:
        log.add(kind, **fields)


def test_a_file_is_not_handed_out_once_its_content_was_marked_higher(stage: Stage) -> None:
    made = stage.export("viewer")
    lowered = {"before": {"tlp": "AMBER", "title": "A convoy"}, "after": {"tlp": "GREEN", "title": "A convoy"}}
    record(stage, "document.updated", document=stage.documents[0].id, tlp=Tlp.AMBER, **lowered)
    assert made.fetch().status_code == 200
    raised = {"before": {"tlp": "GREEN", "title": "A convoy"}, "after": {"tlp": "RED", "title": "A convoy"}}
    record(stage, "document.updated", document=stage.documents[0].id, tlp=Tlp.RED, **raised)
    assert made.fetch().status_code == 403
    assert stage.export("viewer").fetch().status_code == 200


@pytest.mark.parametrize("kind", ["document.deleted", "claim.reopened"])
def test_a_file_is_not_handed_out_once_its_content_was_taken_back(full: Stage, kind: str) -> None:
    made = full.export("reviewer")
    record(full, kind, before={"title": "x"}, after={"title": "x"})
    assert made.fetch().status_code == 403


def test_a_claim_held_since_is_not_handed_out(full: Stage) -> None:
    made = full.export("reviewer")
    record(full, "claim.changed", before={"held": False, "title": "x"}, after={"held": False, "title": "x"})
    assert made.fetch().status_code == 200
    record(full, "claim.changed", before={"held": False, "title": "x"}, after={"held": True, "title": "x"})
    assert made.fetch().status_code == 403


def test_a_reviewer_who_begins_to_read_gets_no_earlier_file_with_others_marks(full: Stage) -> None:
    made, own = full.export("reviewer"), full.export("annotator")
    for name in ("reviewer", "annotator"):
        record(full, "reading.opened", author=full.cast.participant(name).id, after={"title": "x"})
    assert (made.fetch().status_code, own.fetch().status_code) == (403, 200)


def test_whoever_finishes_without_looking_gets_no_earlier_file_with_others_marks(full: Stage) -> None:
    made = {name: full.export(name) for name in ("reviewer", "adjudicator", "annotator")}
    for name, revealed_at in (("reviewer", "2026-01-01T00:00:00Z"), ("adjudicator", None), ("annotator", None)):
        after = {"state": "finished", "revealed_at": revealed_at, "title": "x"}
        record(full, "reading.finished", author=full.cast.participant(name).id, after=after)
    assert [made[name].fetch().status_code for name in made] == [200, 403, 200]


def test_a_file_is_not_handed_out_once_its_owner_reads_blind_again(full: Stage) -> None:
    finish(full.documents[0], full.cast, "annotator")
    made = full.export("annotator")
    other = {"subject": full.documents[0].id, "document": full.documents[0].id}
    payload = {"before": {"state": "finished"}, "after": {"state": "open", "title": "A convoy"}}
    record(full, "reading.reopened", author=full.cast.participant("annotator2").id, **other, **payload)
    assert made.fetch().status_code == 200
    record(full, "reading.reopened", author=full.cast.participant("annotator").id, **other, **payload)
    assert made.fetch().status_code == 403


def test_a_file_is_not_handed_out_once_the_project_is_blinder(full: Stage) -> None:
    from projects.models import Project

    made = full.export("reviewer")
    Project.objects.filter(id=full.cast.project.id).update(marks_blind="never")
    assert made.fetch().status_code == 200
    Project.objects.filter(id=full.cast.project.id).update(marks_blind="always")
    assert made.fetch().status_code == 403


@pytest.mark.parametrize("name", sorted(BEFORE))
def test_comments_are_exported_exactly_where_the_reader_may_see_them(full: Stage, name: str) -> None:
    document, cast = full.documents[0], full.cast
    for person in ("annotator", "annotator2"):
        make_comment(document, cast.participant(person), f"said by {person}")
    make_comment(document, cast.participant("annotator2"), "taken back", deleted_at=timezone.now())
    make_comment(make_document(cast.project, tlp=Tlp.RED), cast.participant("annotator"), "above the level")
    before = full.export(name)
    assert [line["author"] for line in before.lines("comments")] == BEFORE[name]
    assert before.manifest["counts"]["comments"] == len(BEFORE[name])
    finish(document, cast, "annotator", "annotator2")
    after = full.export(name)
    assert [(line["author"], line["text"]) for line in after.lines("comments")] == [
        (person, f"said by {person}") for person in AFTER[name]
    ]


def test_only_comments_on_what_is_exported_are_exported(full: Stage) -> None:
    finish(full.documents[0], full.cast, "annotator", "annotator2")
    for mark in Annotation.objects.filter(document=full.documents[0]):
        make_comment(mark, mark.author, f"on the mark of {mark.author.name}")
    make_comment(full.documents[0], full.cast.participant("annotator"), "on the document")
    chosen = full.export("reviewer", filters={"annotators": ["annotator2"]})
    assert [line["text"] for line in chosen.lines("comments")] == ["on the mark of annotator2", "on the document"]
    assert {line["about"] for line in chosen.lines("comments")} == {"annotation", "document"}
