"""What happens to claims when their sources or the project change."""

import pytest

from projects import jobs
from projects.models import Job, Project
from projects.services.projects import change_project
from projects.vocabulary import Tlp
from reviews.models import Claim, Evidence
from sources.models import Document, Publisher
from sources.services.documents import edit_document
from sources.services.merging import merge_publishers, split_publisher
from sources.services.publishers import add_publisher, edit_publisher
from sources.services.ratings import rate_publisher
from sources.services.revisions import propose_revision
from tests.cast import make_document
from tests.reviews.conftest import FIRST, SUPPORTED, Desk


def _publish(desk: Desk, letter: str) -> Publisher:
    publisher = add_publisher(by=desk.cast.viewer("manager"), name=f"Rated {letter or 'nothing'}", reliability=letter)
    desk.second.publisher = publisher
    desk.second.save(update_fields=["publisher"])
    return publisher


@pytest.mark.parametrize(
    ("before", "after", "due"), [("B", "D", True), ("B", "B", False), ("", "F", False), ("", "C", True)]
)
def test_a_source_rated_to_another_letter_makes_a_review_due(desk: Desk, before: str, after: str, due: bool) -> None:
    publisher = _publish(desk, before)
    decided, waiting = desk.decided(), desk.claim()
    elsewhere = desk.agreed(
        evidence=[row for row in desk.evidence() if row["document"] != str(desk.second.id)]
        + [{"record": {"citation": "Log"}, "stance": "supports"}]
    )
    rate_publisher(
        by=desk.cast.viewer("manager"),
        publisher_id=publisher.id,
        version=publisher.version,
        reliability=after,
        reason="Looked at again.",
    )
    reasons = ["source_rated"] if due else []
    assert desk.see("adjudicator", decided)["review_due_reasons"] == reasons
    for other in (waiting, elsewhere):
        assert not desk.see("adjudicator", other)["review_due"]


def test_context_from_a_source_rated_anew_makes_no_review_due(desk: Desk) -> None:
    extra = make_document(desk.cast.project, "Beside the point.", title="Beside", tlp=Tlp.GREEN)
    publisher = _publish(desk, "B")
    extra.publisher = publisher
    extra.save()
    desk.second.publisher = None
    desk.second.save()
    claim = desk.agreed(evidence=[*desk.evidence(), {"document": str(extra.id), "stance": "context"}])
    manager = desk.cast.viewer("manager")
    edit_publisher(
        by=manager,
        publisher_id=publisher.id,
        version=publisher.version,
        changes={"reliability": "E"},
        reason="Looked at again.",
    )
    assert not desk.see("adjudicator", claim)["review_due"]


def test_publishers_of_different_letters_that_are_merged_make_a_review_due(desk: Desk) -> None:
    """And so does splitting them, which gives the document its former letter."""
    publisher = _publish(desk, "B")
    manager = desk.cast.viewer("manager")
    other = add_publisher(by=manager, name="Other", reliability="E")
    claim = desk.agreed()
    merge_publishers(by=manager, publisher_id=publisher.id, into_id=other.id)
    assert desk.see("adjudicator", claim)["review_due_reasons"] == ["source_rated"]
    Claim.objects.filter(pk=claim["id"]).update(review_due=False, review_due_reasons=[])
    split_publisher(by=manager, publisher_id=publisher.id)
    assert desk.see("adjudicator", claim)["review_due_reasons"] == ["source_rated"]


def test_a_letter_for_earlier_days_makes_no_review_due(desk: Desk) -> None:
    publisher = _publish(desk, "B")
    claim = desk.agreed()
    earlier = {"reliability": "E", "reason": "As we saw it then.", "valid_from": "2019"}
    rate_publisher(by=desk.cast.viewer("manager"), publisher_id=publisher.id, version=publisher.version, **earlier)
    assert not desk.see("adjudicator", claim)["review_due"]


def test_a_document_given_to_another_publisher_is_rated_anew_where_the_letter_differs(desk: Desk) -> None:
    _publish(desk, "B")
    same, other = (
        add_publisher(by=desk.cast.viewer("manager"), name=name, reliability=letter)
        for name, letter in [("Same", "B"), ("Other", "E")]
    )
    claim = desk.agreed()
    for publisher, due in [(same, False), (other, True)]:
        desk.second.refresh_from_db()
        changes = {"publisher": publisher.name}
        edit_document(
            by=desk.cast.viewer("manager"), document_id=desk.second.id, version=desk.second.version, changes=changes
        )
        assert desk.see("adjudicator", claim)["review_due"] == due


def test_a_document_marked_higher_raises_the_claims_that_rest_on_it(desk: Desk) -> None:
    claim = desk.claim(tlp="GREEN")
    desk.judge("reviewer", claim, SUPPORTED)
    assert claim["tlp"] == "GREEN"
    manager = desk.cast.viewer("manager")
    edit_document(by=manager, document_id=desk.first.id, version=desk.first.version, changes={"tlp": "AMBER+STRICT"})
    row = Claim.objects.get(pk=claim["id"])
    assert row.tlp == Tlp.AMBER_STRICT
    assert set(row.verdicts.values_list("tlp", flat=True)) == {Tlp.AMBER_STRICT}
    assert Evidence.objects.get(claim=row, document=desk.first).tlp == Tlp.AMBER_STRICT
    assert Evidence.objects.get(claim=row, document=desk.second).tlp == Tlp.GREEN


def test_a_document_marked_lower_leaves_the_claims_as_they_are(desk: Desk) -> None:
    claim = desk.claim(tlp="GREEN")
    manager = desk.cast.viewer("manager")
    edit_document(
        by=manager, document_id=desk.first.id, version=desk.first.version, changes={"tlp": "CLEAR"}, reason="Published."
    )
    assert desk.see("annotator", claim)["tlp"] == "GREEN"


def test_claims_with_enough_verdicts_leave_review_when_fewer_are_due(desk: Desk) -> None:
    Project.objects.filter(pk=desk.cast.project.pk).update(verdicts_due=3)
    full, half = desk.claim(), desk.claim()
    for name in ("reviewer", "reviewer2"):
        desk.judge(name, full, SUPPORTED)
    desk.judge("reviewer", half, SUPPORTED)
    project = Project.objects.get(pk=desk.cast.project.pk)
    change_project(by=desk.cast.viewer("manager"), expected_version=project.version, changes={"verdicts_due": 2})
    assert [desk.see("manager", claim)["state"] for claim in (full, half)] == ["agreed", "in_review"]


def _replace(desk: Desk, document: Document, text: str) -> None:
    document.refresh_from_db()
    proposal = propose_revision(
        by=desk.cast.viewer("manager"),
        document_id=document.id,
        based_on=document.current_revision_id or document.id,
        text=text,
    )
    jobs.run(proposal.id)
    assert Job.objects.get(id=proposal.id).status == "done"


def test_a_passage_that_a_new_text_has_lost_makes_a_review_due(desk: Desk) -> None:
    claim = desk.agreed()
    _replace(desk, desk.first, "Nothing of what was said here before is left, not one word.\n")
    assert desk.see("adjudicator", claim)["review_due_reasons"] == ["passage_orphaned"]


def test_a_passage_that_a_new_text_keeps_makes_no_review_due(desk: Desk) -> None:
    claim = desk.agreed()
    _replace(desk, desk.first, f"A new line.\n\n{FIRST}")
    assert desk.see("adjudicator", claim)["review_due_reasons"] == []


def test_a_passage_that_was_lost_before_is_no_news_to_the_next_text(desk: Desk) -> None:
    claim = desk.agreed()
    _replace(desk, desk.first, "Nothing of what was said here before is left, not one word.\n")
    Claim.objects.filter(pk=claim["id"]).update(review_due=False, review_due_reasons=[])
    _replace(desk, desk.first, "Nothing of what was said here before is left, not one word. And more.\n")
    assert desk.see("adjudicator", claim)["review_due_reasons"] == []
