"""Pages of a document's texts: edit, correct, replace, compare, follow what is on its way."""

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from projects import jobs
from projects.models import Job
from sources.models import Document, Proposal, Section
from sources.queries.revisions import text_and_blocks
from sources.services.revisions import propose_revision
from tests.cast import TEXT, Cast, make_document

pytestmark = pytest.mark.django_db

BETTER = TEXT.replace("41 trucks", "14 trucks")


@pytest.fixture
def document(cast: Cast) -> Document:
    return make_document(cast.project, TEXT)


@pytest.fixture
def page(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.users["manager"])
    return client


def _url(document: Document, name: str) -> str:
    return reverse(f"sources:{name}", args=[document.project.slug, document.id])


def _base(document: Document) -> dict[str, str]:
    return {"based_on": str(Document.objects.get(id=document.id).current_revision_id), "reason": "Misread."}


def _put(cast: Cast, document: Document, text: str) -> None:
    current = Document.objects.get(id=document.id).current_revision_id
    assert current is not None
    proposal = propose_revision(by=cast.viewer("manager"), document_id=document.id, based_on=current, text=text)
    jobs.run(proposal.id)


def test_the_edit_page_holds_the_text_as_it_is(page: Client, cast: Cast) -> None:
    document = make_document(cast.project, "\n\nTwo empty lines before this.\n")
    shown = page.get(_url(document, "revision_edit"))
    assert "required>\n\n\nTwo empty lines before this.\n</textarea>" in shown.content.decode()


def test_what_changes_is_shown_before_it_is_saved(page: Client, document: Document) -> None:
    sent = {**_base(document), "text": BETTER.replace("\n", "\r\n"), "action": "preview"}
    shown = page.post(_url(document, "revision_edit"), sent)
    assert shown.status_code == 200
    assert "<del>41</del>" in shown.content.decode()
    assert "<ins>14</ins>" in shown.content.decode()
    assert not Proposal.objects.exists()


def test_an_edited_text_is_proposed_with_its_reason(page: Client, document: Document) -> None:
    sent = {**_base(document), "text": BETTER.replace("\n", "\r\n"), "action": "save"}
    answer = page.post(_url(document, "revision_edit"), sent)
    assert answer.status_code == 302
    proposal = Proposal.objects.get()
    assert (proposal.text, proposal.reason) == (BETTER, "Misread.")


@pytest.mark.parametrize("text", ["", "   ", TEXT])
def test_a_text_that_cannot_be_used_is_refused_and_kept(page: Client, document: Document, text: str) -> None:
    answer = page.post(_url(document, "revision_edit"), {**_base(document), "text": text, "action": "save"})
    assert answer.status_code in {400, 409}
    assert text.strip() in answer.content.decode()
    assert not Proposal.objects.exists()


def test_what_was_typed_is_kept_where_another_text_came_first(page: Client, cast: Cast, document: Document) -> None:
    base = _base(document)
    _put(cast, document, f"A first line.\n{TEXT}")
    answer = page.post(_url(document, "revision_edit"), {**base, "text": BETTER, "action": "save"})
    assert answer.status_code == 409
    assert "14 trucks" in answer.content.decode()
    current = str(Document.objects.get(id=document.id).current_revision_id)
    assert f'value="{current}"' in answer.content.decode()


def test_the_blocks_are_listed_with_their_first_words(page: Client, document: Document) -> None:
    shown = page.get(_url(document, "revision_blocks")).content.decode()
    assert f'data-block="0 {len(TEXT)}"' in shown
    assert "Peacekeepers left the valley" in shown


def test_corrected_blocks_are_proposed_in_their_new_order(page: Client, cast: Cast) -> None:
    document = make_document(cast.project, "Second.\n\nFirst.\n")
    blocks = [[0, 7, "paragraph", None], [9, 15, "paragraph", None]]
    Section.objects.filter(revision=document.current_revision).update(blocks=blocks)
    sent = {**_base(document), "blocks": "9 15 heading\n0 7 paragraph"}
    assert page.post(_url(document, "revision_blocks"), sent).status_code == 302
    jobs.run(Proposal.objects.get().id)
    document.refresh_from_db()
    assert document.current_revision_id is not None
    assert text_and_blocks(document.current_revision_id)[0] == "First.\n\nSecond.\n"


@pytest.mark.parametrize("blocks", ["", "0 x heading", "0 3 poem", "0 3 heading", "9" * 5000])
def test_blocks_that_are_none_are_refused(page: Client, document: Document, blocks: str) -> None:
    answer = page.post(_url(document, "revision_blocks"), {**_base(document), "blocks": blocks})
    assert answer.status_code == 400
    assert not Proposal.objects.exists()


def test_a_file_is_taken_for_the_document(page: Client, document: Document) -> None:
    sent = {**_base(document), "file": SimpleUploadedFile("better.txt", BETTER.encode())}
    assert page.post(_url(document, "revision_replace"), sent).status_code == 302
    assert Proposal.objects.get().file_name == "better.txt"


def test_a_file_that_cannot_be_read_is_refused_on_the_page(page: Client, document: Document) -> None:
    sent = {**_base(document), "file": SimpleUploadedFile("picture.png", b"x")}
    answer = page.post(_url(document, "revision_replace"), sent)
    assert answer.status_code == 400
    assert "cannot be read" in answer.content.decode()


def test_a_forged_replacement_is_refused(cast: Cast, document: Document) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.users["manager"])
    sent = {**_base(document), "file": SimpleUploadedFile("better.txt", BETTER.encode())}
    assert client.post(_url(document, "revision_replace"), sent).status_code == 403


def test_two_texts_are_compared_line_by_line(page: Client, cast: Cast, document: Document) -> None:
    _put(cast, document, BETTER)
    shown = page.get(_url(document, "revision_compare")).content.decode()
    assert "<del>41</del>" in shown
    back = page.get(_url(document, "revision_compare"), {"from": "2", "to": "1"}).content.decode()
    assert "<ins>41</ins>" in back


def test_the_document_shows_its_texts_and_what_is_on_its_way(page: Client, cast: Cast, document: Document) -> None:
    _put(cast, document, BETTER)
    page.post(_url(document, "revision_edit"), {**_base(document), "text": "Else.", "action": "save"})
    shown = page.get(_url(document, "document_detail")).content.decode()
    assert "Revision 2" in shown
    assert "A new text is put in place" in shown
    assert _url(document, "revision_edit") not in shown


def test_a_text_on_its_way_is_cancelled_and_tried_again(page: Client, document: Document) -> None:
    page.post(_url(document, "revision_edit"), {**_base(document), "text": "Else.", "action": "save"})
    page.post(_url(document, "proposal_cancel"))
    assert Job.objects.get().status == "cancelled"
    assert "Try it again" in page.get(_url(document, "document_detail")).content.decode()
    page.post(_url(document, "proposal_retry"))
    assert Job.objects.get().status == "queued"


def test_the_page_is_loaded_anew_when_the_text_is_in_place(page: Client, document: Document) -> None:
    page.post(_url(document, "revision_edit"), {**_base(document), "text": "Else.", "action": "save"})
    waiting: Any = page.get(_url(document, "proposal_progress"))
    assert "HX-Refresh" not in waiting.headers
    jobs.run(UUID(str(Proposal.objects.get().id)))
    assert page.get(_url(document, "proposal_progress")).headers["HX-Refresh"] == "true"


def test_a_viewer_sees_the_texts_and_no_way_to_change_them(cast: Cast, document: Document) -> None:
    client = Client()
    client.force_login(cast.users["viewer"])
    shown = client.get(_url(document, "document_detail")).content.decode()
    assert "Revision 1" in shown
    assert _url(document, "revision_edit") not in shown
