"""Another text for a document: checked when it is proposed, put in place by a job, whole or not at all."""

from typing import Any
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from projects import jobs
from projects.errors import Conflict, Forbidden, Invalid, NotFound, Unprocessable
from projects.models import Event, Job
from projects.queries.verification import verify_project
from projects.services.jobs import cancel_job, retry_job
from projects.vocabulary import Tlp
from sources import carriers
from sources.carriers import NewText
from sources.models import Document, Proposal, Revision, Section
from sources.queries.revisions import text_and_blocks
from sources.services.documents import delete_documents
from sources.services.revisions import propose_revision
from sources.services.storing import keep_stream
from tests.cast import TEXT, Cast, make_document
from tests.sources.conftest import logged, text_of

pytestmark = pytest.mark.django_db

BETTER = TEXT.replace("41 trucks", "14 trucks")


@pytest.fixture
def document(cast: Cast) -> Document:
    return make_document(cast.project, TEXT)


def propose(cast: Cast, document: Document, *, who: str = "manager", **given: Any) -> Proposal:
    """A proposal for the text that the document has now."""
    current = Document.objects.get(id=document.id).current_revision_id
    assert current is not None
    given.setdefault("based_on", current)
    return propose_revision(by=cast.viewer(who), document_id=document.id, **given)


def put(cast: Cast, document: Document, **given: Any) -> Job:
    """A proposal whose job has ended."""
    proposal = propose(cast, document, **given)
    jobs.run(proposal.id)
    return Job.objects.get(id=proposal.id)


def current(document: Document) -> Revision:
    found = Document.objects.select_related("current_revision").get(id=document.id).current_revision
    assert found is not None
    return found


def stored(name: str, data: bytes) -> Any:
    return keep_stream(name, ContentFile(data))


def test_an_edited_text_takes_the_place_of_the_one_before(cast: Cast, document: Document) -> None:
    first = current(document)
    job = put(cast, document, text=BETTER, reason="  The scan reads\n14. ")
    assert (job.status, job.errors) == ("done", [])
    document.refresh_from_db()
    assert text_of(document) == BETTER
    revision = current(document)
    assert (revision.number, revision.made, revision.reason) == (2, "edited", "The scan reads 14.")
    assert (revision.made_by_id, revision.based_on_id) == (cast.participant("manager").id, first.id)
    assert document.version == 2


def test_the_old_text_stays_as_it_was(cast: Cast, document: Document) -> None:
    first = current(document)
    put(cast, document, text=BETTER)
    assert text_and_blocks(first.id) == (TEXT, [[0, len(TEXT), "paragraph", None]])


def test_until_the_job_has_ended_the_old_text_is_the_current_one(cast: Cast, document: Document) -> None:
    propose(cast, document, text=BETTER)
    assert current(document).number == 1
    assert Revision.objects.filter(document=document).count() == 1


def test_line_ends_are_settled_and_a_mark_of_byte_order_is_left_out(cast: Cast, document: Document) -> None:
    put(cast, document, text="\ufeffOne line\r\nand another.\r\n")
    document.refresh_from_db()
    assert text_of(document) == "One line\nand another.\n"


def test_the_log_says_what_was_proposed_and_what_came_of_it(cast: Cast, document: Document) -> None:
    put(cast, document, text=BETTER, reason="Misread.")
    assert logged("document.proposed")[0]["reason"] == "Misread."
    revised = Event.objects.get(kind="document.revised")
    assert revised.before is not None
    assert revised.after is not None
    assert [revised.before["revision"]["number"], revised.after["revision"]["number"]] == [1, 2]
    assert revised.actor_id == cast.participant("manager").id
    assert verify_project(cast.project.id).broken is None


def test_another_order_of_blocks_composes_the_text_anew(cast: Cast) -> None:
    document = make_document(cast.project, "Second.\n\nFirst.\n")
    Section.objects.filter(revision=document.current_revision).update(
        blocks=[[0, 7, "paragraph", None], [9, 15, "paragraph", None]]
    )
    job = put(cast, document, blocks=[(9, 15, "heading"), (0, 7, "paragraph")])
    assert job.status == "done"
    assert text_and_blocks(current(document).id) == (
        "First.\n\nSecond.\n", [[0, 6, "heading", None], [8, 15, "paragraph", None]],
    )  # fmt: skip
    assert current(document).made == "corrected"


def test_a_file_is_read_by_the_job(cast: Cast, document: Document) -> None:
    job = put(cast, document, file=stored("better.md", b"# Title\n\nWords.\n"))
    assert job.status == "done"
    assert (current(document).made, current(document).reader) == ("replaced", "markdown")
    assert [block[2] for block in text_and_blocks(current(document).id)[1]] == ["heading", "paragraph"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b" \n"),
        ("wrong.txt", b"caf\xe9"),
        ("broken.docx", b"PK\x03\x04 no archive"),
        ("same.txt", TEXT.encode()),
    ],
)
def test_a_file_that_cannot_be_used_leaves_the_old_text(cast: Cast, document: Document, name: str, data: bytes) -> None:
    Section.objects.filter(revision=document.current_revision).update(
        blocks=[[0, 38, "paragraph", None], [40, len(TEXT) - 1, "paragraph", None]]
    )
    job = put(cast, document, file=stored(name, data))
    assert job.status == "failed"
    assert job.errors[0]["detail"].endswith(".")
    assert current(document).number == 1


@pytest.mark.parametrize("name", ["many.zip", "many.jsonl", "picture.png"])
def test_a_file_of_another_kind_is_refused_at_once(cast: Cast, document: Document, name: str) -> None:
    with pytest.raises(Invalid):
        propose(cast, document, file=stored(name, b"x"))


@pytest.mark.parametrize("text", ["", " \n ", "a\0b", "half \ud800", "x" * 5_000_001])
def test_a_text_that_no_document_can_have_is_refused(cast: Cast, document: Document, text: str) -> None:
    with pytest.raises(Invalid):
        propose(cast, document, text=text)


def test_the_same_text_is_no_new_text(cast: Cast, document: Document) -> None:
    with pytest.raises(Unprocessable, match="nothing to change"):
        propose(cast, document, text=TEXT)
    with pytest.raises(Unprocessable, match="nothing to change"):
        propose(cast, document, blocks=[(0, len(TEXT), "paragraph")])


def test_a_text_made_from_an_earlier_one_is_refused_with_the_current_one(cast: Cast, document: Document) -> None:
    first = current(document)
    put(cast, document, text=BETTER)
    with pytest.raises(Conflict) as refused:
        propose(cast, document, text="Something else.", based_on=first.id)
    assert refused.value.extra["current_revision"] == str(current(document).id)


def test_while_one_text_waits_no_other_is_proposed(cast: Cast, document: Document) -> None:
    waiting = propose(cast, document, text=BETTER)
    with pytest.raises(Conflict) as refused:
        propose(cast, document, text="Something else.")
    assert refused.value.extra["job"] == str(waiting.id)


@pytest.mark.parametrize("who", ["viewer", "annotator", "reviewer", "adjudicator"])
def test_only_managers_propose_texts(cast: Cast, document: Document, who: str) -> None:
    with pytest.raises(Forbidden):
        propose(cast, document, who=who, text=BETTER)


def test_a_document_above_ones_clearance_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotFound):
        propose(cast, make_document(cast.project, TEXT, tlp=Tlp.RED), text=BETTER)


def test_a_cancelled_job_leaves_the_old_text_and_can_be_tried_again(cast: Cast, document: Document) -> None:
    proposal = propose(cast, document, text=BETTER)
    cancel_job(by=cast.users["manager"], job=Job.objects.get(id=proposal.id))
    jobs.run(proposal.id)
    assert current(document).number == 1
    retry_job(by=cast.users["manager"], job=Job.objects.get(id=proposal.id))
    jobs.run(proposal.id)
    assert current(document).number == 2


def test_a_job_tried_again_after_another_text_came_says_so(cast: Cast, document: Document) -> None:
    proposal = propose(cast, document, text=BETTER)
    cancel_job(by=cast.users["manager"], job=Job.objects.get(id=proposal.id))
    put(cast, document, text="Something else.")
    retry_job(by=cast.users["manager"], job=Job.objects.get(id=proposal.id))
    jobs.run(proposal.id)
    assert "meanwhile" in Job.objects.get(id=proposal.id).errors[0]["detail"]
    assert current(document).number == 2


def test_a_job_whose_document_was_deleted_says_so(cast: Cast, document: Document) -> None:
    proposal = propose(cast, document, text=BETTER)
    delete_documents(by=cast.viewer("manager"), document_ids=[document.id])
    jobs.run(proposal.id)
    assert "deleted" in Job.objects.get(id=proposal.id).errors[0]["detail"]


def test_a_job_of_somebody_who_lost_the_right_says_so(cast: Cast, document: Document) -> None:
    proposal = propose(cast, document, text=BETTER)
    cast.memberships["manager"].roles = ["viewer"]
    cast.memberships["manager"].save()
    jobs.run(proposal.id)
    assert Job.objects.get(id=proposal.id).status == "failed"
    assert current(document).number == 1


def test_a_job_run_twice_puts_one_text_in_place(cast: Cast, document: Document) -> None:
    proposal = propose(cast, document, text=BETTER)
    jobs.run(proposal.id)
    Job.objects.filter(id=proposal.id).update(status="queued")
    jobs.run(proposal.id)
    assert Revision.objects.filter(document=document).count() == 2
    assert Event.objects.filter(kind="document.revised").count() == 1


def test_what_a_carrier_raises_leaves_everything_as_it_was(
    cast: Cast, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[UUID, str]] = []

    def broken(_change: Any, new: NewText) -> None:
        seen.append((new.before, new.text_of(new.before)))
        raise RuntimeError("no")

    monkeypatch.setattr(carriers, "_CARRIERS", [broken])
    first = current(document)
    assert put(cast, document, text=BETTER).status == "failed"
    assert seen == [(first.id, TEXT)]
    assert current(document) == first
    assert Revision.objects.filter(document=document).count() == 1
    assert Proposal.objects.get().text == BETTER


def test_a_proposal_keeps_no_text_once_the_revision_has_it(cast: Cast, document: Document) -> None:
    put(cast, document, text=BETTER)
    kept = Proposal.objects.get()
    assert (kept.text, kept.blocks, kept.revision_id) == ("", [], current(document).id)


def test_no_row_of_a_text_points_into_another_project(cast: Cast, document: Document) -> None:
    put(cast, document, text=BETTER)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conname LIKE 'sources_proposal_%%_in_project'"
            " OR conname IN ('sources_revision_made_by_id_in_project', 'sources_revision_based_on_id_in_project')"
        )
        assert len(cursor.fetchall()) == 7


def test_a_text_may_say_what_of_it_was_copied_from_where(
    cast: Cast, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[NewText] = []
    monkeypatch.setattr(carriers, "_CARRIERS", [lambda _change, new: seen.append(new)])
    kept = TEXT[40:]
    put(
        cast, document, text=kept, blocks=[(0, len(kept) - 1, "paragraph")], copied=[(40, len(TEXT), 0)], made="cleaned"
    )
    assert seen[0].copied == [(40, len(TEXT), 0)]
    assert current(document).made == "cleaned"
    with pytest.raises(Invalid):
        propose(cast, document, text="Else.", blocks=[(0, 5, "paragraph")], copied=[(0, 5, 0)])


def test_kinds_that_a_person_corrected_stay_when_the_text_is_edited(cast: Cast) -> None:
    document = make_document(cast.project, "A title\n\nSome words of the body that are long enough.\n\nA caption\n")
    blocks = [[0, 7, "heading", None], [9, 53, "pull_quote", None], [55, 64, "caption", None]]
    Section.objects.filter(revision=document.current_revision).update(blocks=blocks)
    put(cast, document, text="A title\n\nSome words of a body that are long enough.\n\nA caption\n\nOne more.\n")
    assert [block[2] for block in text_and_blocks(current(document).id)[1]] == [
        "heading", "pull_quote", "caption", "paragraph",
    ]  # fmt: skip
