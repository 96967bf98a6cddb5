"""Marks when their document gets another text: carried where that is sure, queued for a person where it is not."""

from typing import Any

import pytest
from django.db import connection

from annotator.models import Anchor, Annotation, Placement
from annotator.queries.placements import carried_marks, to_settle
from annotator.services.edits import delete_annotation, restore_annotation
from projects import jobs
from projects.models import Event, Job
from projects.vocabulary import Layer, Secrecy
from sources.models import Document, Reading
from sources.queries.revisions import text_of
from sources.services.indexing import follow_log
from sources.services.revisions import propose_revision
from tests.annotator.conftest import Stage
from tests.cast import TEXT, make_mark, make_reading

pytestmark = pytest.mark.django_db

LEAD = "A new line before everything.\n\n"


def put(stage: Stage, text: str, **given: Any) -> Document:
    """Give the document another text; the document as it is then."""
    document = Document.objects.get(id=stage.document.id)
    assert document.current_revision_id is not None
    proposal = propose_revision(
        by=stage.cast.viewer("manager"),
        document_id=document.id,
        based_on=document.current_revision_id,
        text=text,
        **given,
    )
    jobs.run(proposal.id)
    job = Job.objects.get(id=proposal.id)
    assert (job.status, job.errors) == ("done", [])
    return Document.objects.get(id=document.id)


def mark(stage: Stage, words: str, who: str = "annotator", **fields: Any) -> Annotation:
    """A mark on words of the text that the document has now."""
    document = Document.objects.select_related("current_revision").get(id=stage.document.id)
    assert document.current_revision_id is not None
    start = text_of(document.current_revision_id).index(words)
    return make_mark(document, stage.cast.participant(who), stage.label, start, start + len(words), **fields)


def anchor(found: Annotation, document: Document) -> Anchor | None:
    """Where the mark stands in the text that the document has now."""
    return Anchor.objects.filter(annotation=found, revision=document.current_revision_id).first()


def test_a_mark_whose_words_stayed_goes_with_them(stage: Stage) -> None:
    made = mark(stage, "41 trucks")
    document = put(stage, LEAD + TEXT)
    there = anchor(made, document)
    assert there is not None
    assert (there.quote, there.grade, there.starts) == ("41 trucks", "shifted", [len(LEAD) + TEXT.index("41 trucks")])
    assert not Placement.objects.exists()


def test_the_anchor_in_the_old_text_stays(stage: Stage) -> None:
    made = mark(stage, "41 trucks")
    before = Anchor.objects.get(annotation=made)
    put(stage, LEAD + TEXT)
    assert Anchor.objects.filter(annotation=made).earliest("id") == before
    assert Anchor.objects.filter(annotation=made).count() == 2


def test_a_mark_keeps_its_id_and_version(stage: Stage) -> None:
    made = mark(stage, "41 trucks")
    put(stage, LEAD + TEXT)
    made.refresh_from_db()
    assert made.version == 1


def test_a_mark_whose_words_changed_is_placed_and_flagged(stage: Stage) -> None:
    made = mark(stage, "The convoy of 41 trucks crossed the bridge")
    document = put(stage, TEXT.replace("41 trucks", "14 lorries"))
    there = anchor(made, document)
    assert there is not None
    assert (there.grade, there.quote) == ("edited", "The convoy of 14 lorries crossed the bridge")
    queued = Placement.objects.get()
    assert (queued.grade, queued.state, queued.annotation_id) == ("edited", "open", made.id)
    assert 0.6 <= queued.similarity < 1


def test_a_mark_whose_words_are_gone_is_queued_and_stands_nowhere(stage: Stage) -> None:
    made = mark(stage, "The convoy of 41 trucks crossed the bridge at Sarn.")
    document = put(stage, TEXT.replace(" The convoy of 41 trucks crossed the bridge at Sarn.", ""))
    assert anchor(made, document) is None
    assert Placement.objects.get().grade == "orphaned"


def test_a_deleted_mark_is_carried_and_stands_there_when_it_is_restored(stage: Stage) -> None:
    viewer = stage.cast.viewer("annotator")
    made = mark(stage, "41 trucks")
    delete_annotation(by=viewer, annotation=made.id, expected=1)
    document = put(stage, LEAD + TEXT)
    row = restore_annotation(by=viewer, annotation=made.id, expected=2)
    assert (row.revision, row.quote) == (document.current_revision_id, "41 trucks")


def test_words_that_come_back_get_their_mark_again(stage: Stage) -> None:
    made = mark(stage, "The convoy of 41 trucks crossed the bridge at Sarn.")
    put(stage, TEXT.replace(" The convoy of 41 trucks crossed the bridge at Sarn.", ""))
    document = put(stage, TEXT)
    there = anchor(made, document)
    assert there is not None
    assert (there.quote, there.grade) == ("The convoy of 41 trucks crossed the bridge at Sarn.", "exact")
    assert [row.state for row in Placement.objects.all()] == ["superseded"]


def test_a_doubt_that_nobody_settled_goes_on_to_the_next_text(stage: Stage) -> None:
    made = mark(stage, "The convoy of 41 trucks crossed the bridge")
    changed = TEXT.replace("41 trucks", "14 lorries")
    put(stage, changed)
    document = put(stage, LEAD + changed)
    there = anchor(made, document)
    assert there is not None
    assert there.grade == "shifted"
    states = Placement.objects.order_by("created_at").values_list("state", "grade", "revision_id")
    assert [row[:2] for row in states] == [("superseded", "edited"), ("open", "edited")]
    assert states[1][2] == document.current_revision_id


def test_blocks_in_another_order_take_their_marks_with_them(stage: Stage) -> None:
    made = mark(stage, "41 trucks")
    first = Document.objects.get(id=stage.document.id).current_revision_id
    blocks = [[0, 38, "paragraph", None], [40, len(TEXT) - 1, "paragraph", None]]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sources_section SET blocks = %s::jsonb WHERE revision_id = %s",
            [str(blocks).replace("'", '"').replace("None", "null"), first],
        )
    proposal = propose_revision(
        by=stage.cast.viewer("manager"),
        document_id=stage.document.id,
        based_on=first or stage.document.id,
        blocks=[(40, len(TEXT) - 1, "paragraph"), (0, 38, "heading")],
    )
    jobs.run(proposal.id)
    there = anchor(made, Document.objects.get(id=stage.document.id))
    assert there is not None
    assert (there.quote, there.grade) == ("41 trucks", "shifted")


def test_the_log_counts_the_marks_of_each_author_as_secretly_as_they_are(stage: Stage) -> None:
    mark(stage, "41 trucks")
    mark(stage, "Peacekeepers", "annotator2")
    mark(stage, "expert", "manager", layer=Layer.GOLD, secrecy=Secrecy.OPEN)
    put(stage, LEAD + TEXT)
    events = Event.objects.filter(kind="annotations.carried")
    assert {(e.author_id, e.secrecy, (e.after or {})["shifted"]) for e in events} == {
        (stage.cast.participant("annotator").id, "mark", 1),
        (stage.cast.participant("annotator2").id, "mark", 1),
        (stage.cast.participant("manager").id, "open", 1),
    }
    revised = Event.objects.get(kind="document.revised")
    assert "shifted" not in str(revised.after)


def test_what_is_counted_for_a_text_is_what_one_may_see(stage: Stage) -> None:
    make_reading(stage.document, stage.cast.participant("annotator"))
    make_reading(stage.document, stage.cast.participant("annotator2"))
    mark(stage, "41 trucks")
    mark(stage, "The convoy of 41 trucks crossed the bridge at Sarn.", "annotator2")
    document = put(stage, TEXT.replace(" The convoy of 41 trucks crossed the bridge at Sarn.", ""))
    revision = document.current_revision_id
    assert revision is not None

    def counted(who: str) -> dict[str, int]:
        found = carried_marks(stage.cast.viewer(who), document.id)
        return {name: n for name, n in found.get(revision, {}).items() if n}

    assert counted("annotator") == {"orphaned": 1, "open": 1}
    assert counted("annotator2") == {"orphaned": 1, "open": 1}
    assert counted("manager") == counted("viewer") == {}
    Reading.objects.update(state=Reading.State.FINISHED)
    assert counted("manager") == {"orphaned": 2, "open": 2}


def test_one_settles_ones_own_and_those_who_oversee_what_they_see(stage: Stage) -> None:
    make_reading(stage.document, stage.cast.participant("annotator"))
    mark(stage, "The convoy of 41 trucks crossed the bridge at Sarn.")
    document = put(stage, TEXT.replace(" The convoy of 41 trucks crossed the bridge at Sarn.", ""))

    def queue(who: str) -> int:
        return to_settle(stage.cast.viewer(who), document.id).count()

    assert [queue(who) for who in ("annotator", "annotator2", "viewer", "manager")] == [1, 0, 0, 0]
    Reading.objects.update(state=Reading.State.FINISHED)
    assert [queue(who) for who in ("annotator2", "viewer", "manager", "adjudicator")] == [0, 0, 1, 1]


def test_search_finds_marks_and_words_of_the_new_text(stage: Stage) -> None:
    mark(stage, "41 trucks")
    put(stage, TEXT.replace("Sarn", "Torvald"))
    while follow_log(stage.cast.project.id):
        pass
    client = stage.client("manager")

    def hits(words: str) -> dict[str, int]:
        answer = client.get("/api/v1/search", {"project": stage.cast.project.slug, "q": words})
        return dict(answer.json()["counts"])

    assert hits("Torvald")["documents"] == 1
    assert hits("Sarn")["documents"] == 0
