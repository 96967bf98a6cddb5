"""Pages of documents, imports and publishers: what each role sees and may do there."""

from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from projects.pages import cards_for, found_by, nav_for, waiting_for
from projects.vocabulary import Tlp
from sources.models import Document, Import, Publisher, Reading
from tests.cast import Cast, make_document, make_reading
from tests.sources.conftest import logged

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}"


def _browser(cast: Cast, name: str, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(cast.users[name])
    return client


def _at(cast: Cast, path: str) -> str:
    return f"/projects/{cast.project.slug}/{path}"


def _shown(cast: Cast, name: str, path: str, status: int = 200) -> str:
    answer = _browser(cast, name).get(_at(cast, path))
    assert answer.status_code == status, answer.content[:500]
    return bytes(answer.getvalue()).decode()  # type: ignore[attr-defined]


ROLES = ["viewer", "annotator", "reviewer", "adjudicator", "manager"]


@pytest.mark.parametrize("name", ROLES)
@pytest.mark.parametrize("path", ["documents", "search", "search?q=convoy", "publishers"])
def test_every_member_opens_lists_and_search(cast: Cast, name: str, path: str) -> None:
    make_document(cast.project)
    assert "<h1>" in _shown(cast, name, path)


@pytest.mark.parametrize("path", ["documents", "imports", "search", "publishers"])
def test_outsiders_find_no_page_and_strangers_are_asked_to_sign_in(cast: Cast, path: str) -> None:
    _shown(cast, "outsider", path, 404)
    assert Client().get(_at(cast, path)).status_code == 302


@pytest.mark.parametrize("name", ROLES)
def test_only_managers_open_imports(cast: Cast, name: str) -> None:
    _shown(cast, name, "imports", 200 if name == "manager" else 403)


def test_an_empty_list_says_what_to_do_next(cast: Cast) -> None:
    page = _shown(cast, "manager", "documents")
    assert "No documents yet" in page
    assert _at(cast, "imports") in page
    assert "A manager of the project imports them." in _shown(cast, "viewer", "documents")


def test_words_of_documents_are_never_taken_for_markup(cast: Cast) -> None:
    publisher = Publisher.objects.create(project=cast.project, name=HOSTILE, note=HOSTILE)
    document = make_document(
        cast.project, title=HOSTILE, publisher=publisher, authors=[HOSTILE], metadata={HOSTILE: HOSTILE}
    )
    for name in ("viewer", "manager"):
        for path in (
            "documents",
            f"documents/{document.id}",
            "publishers",
            f"publishers/{publisher.id}",
            f"search?q={quote(HOSTILE)}",
        ):
            page = _shown(cast, name, path)
            assert "<script>alert" not in page
            assert "{{ 7*7 }}" in page


def test_the_list_is_filtered_and_a_bad_filter_leads_back_to_all(cast: Cast) -> None:
    make_document(cast.project, title="Gas and guards")
    make_document(cast.project, title="Trucks at Sarn")
    page = _shown(cast, "viewer", "documents?q=gas")
    assert "Gas and guards" in page
    assert "Trucks at Sarn" not in page
    assert "Nothing matches" in _shown(cast, "viewer", "documents?q=nothing")
    answer = _browser(cast, "viewer").get(_at(cast, "documents?status=nearly"))
    assert answer.status_code == 302


def test_the_list_as_csv_holds_what_the_filter_leaves_and_runs_nothing(cast: Cast) -> None:
    make_document(cast.project, title="=HYPERLINK(1)", published="2024-04")
    make_document(cast.project, title="Secret", tlp=Tlp.RED)
    rows = _shown(cast, "viewer", "documents?format=csv").splitlines()
    assert len(rows) == 2
    assert rows[1].startswith("'=HYPERLINK(1),,,2024-04,,AMBER,")


def test_selected_documents_are_deleted_and_the_toast_brings_them_back(cast: Cast) -> None:
    gone, kept = make_document(cast.project, title="gone"), make_document(cast.project, title="kept")
    browser = _browser(cast, "manager")
    browser.post(_at(cast, "documents/delete"), {"ids": [str(gone.id)], "action": "delete"})
    assert list(Document.objects.filter(deleted_at__isnull=True)) == [kept]
    page = browser.get(_at(cast, "documents")).content.decode()
    undo = _at(cast, f"documents/restore?ids={gone.id}")
    assert undo in page
    browser.post(undo)
    assert Document.objects.filter(deleted_at__isnull=True).count() == 2


@pytest.mark.parametrize("name", ["viewer", "annotator", "reviewer", "adjudicator"])
def test_only_managers_delete(cast: Cast, name: str) -> None:
    document = make_document(cast.project)
    browser = _browser(cast, name)
    assert browser.post(_at(cast, "documents/delete"), {"ids": [str(document.id)]}).status_code == 403
    assert browser.post(_at(cast, f"documents/restore?ids={document.id}")).status_code == 403
    assert "Select all" not in _shown(cast, name, "documents")


def test_documents_of_another_project_cannot_be_deleted_through_this_one(cast: Cast) -> None:
    foreign = make_document(cast.memberships["outsider"].project)
    browser = _browser(cast, "manager")
    browser.post(_at(cast, "documents/delete"), {"ids": [str(foreign.id)]})
    assert browser.post(_at(cast, "documents/delete"), {"ids": ["x"]}).status_code == 404
    assert browser.get(_at(cast, f"documents/{foreign.id}")).status_code == 404
    foreign.refresh_from_db()
    assert foreign.deleted_at is None


def _record(document: Document, **changes: str) -> dict[str, str]:
    return {"title": document.title, "tlp": "AMBER", "version": str(document.version), **changes}


def test_a_manager_edits_the_record(cast: Cast) -> None:
    document = make_document(cast.project)
    browser = _browser(cast, "manager")
    address = _at(cast, f"documents/{document.id}")
    assert "Save the record" in browser.get(address).content.decode()
    answer = browser.post(address, _record(document, title="Gas", authors="A. One\n\nB. Two", publisher="Harbour Post"))
    assert answer.status_code == 302
    document.refresh_from_db()
    assert (document.title, document.authors) == ("Gas", ["A. One", "B. Two"])
    assert document.publisher == Publisher.objects.get(name="Harbour Post")


def test_a_refused_edit_keeps_what_was_typed_and_says_what_is_wrong(cast: Cast) -> None:
    document = make_document(cast.project)
    browser = _browser(cast, "manager")
    address = _at(cast, f"documents/{document.id}")
    refused = browser.post(address, _record(document, title="Typed title", published="soon"))
    assert refused.status_code == 400
    page = refused.content.decode()
    assert "Typed title" in page
    assert "2024-04-18" in page
    lowered = browser.post(address, _record(document, tlp="GREEN"))
    assert lowered.status_code == 422
    assert "Say why the marking may be lowered." in lowered.content.decode()


def test_an_edit_against_an_older_version_shows_what_is_stored_now(cast: Cast) -> None:
    document = make_document(cast.project)
    Document.objects.filter(id=document.id).update(version=2, title="Changed by another")
    browser = _browser(cast, "manager")
    address = _at(cast, f"documents/{document.id}")
    answer = browser.post(address, _record(document, title="Mine"))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Changed by another" in page
    assert 'value="Mine"' in page
    assert 'name="version" value="2"' in page
    assert browser.post(address, _record(document, title="Mine", version="2")).status_code == 302


def test_the_record_is_read_only_for_others(cast: Cast) -> None:
    document = make_document(cast.project, url="https://example.org/a", authors=["A. One"])
    page = _shown(cast, "viewer", f"documents/{document.id}")
    assert "Save the record" not in page
    assert "A. One" in page
    browser = _browser(cast, "viewer")
    assert browser.post(_at(cast, f"documents/{document.id}"), _record(document, title="x")).status_code == 403


def test_a_document_above_the_clearance_has_no_page(cast: Cast) -> None:
    document = make_document(cast.project, tlp=Tlp.RED)
    _shown(cast, "viewer", f"documents/{document.id}", 404)
    assert document.title not in _shown(cast, "viewer", "documents")
    browser = _browser(cast, "annotator")
    assert browser.post(_at(cast, f"documents/{document.id}/finish")).status_code == 404


def test_readings_of_others_are_shown_to_those_who_oversee(cast: Cast) -> None:
    document = make_document(cast.project)
    make_reading(document, cast.participant("annotator2"))
    path = f"documents/{document.id}"
    for name in ROLES:
        assert ("annotator2" in _shown(cast, name, path)) == (name in {"adjudicator", "manager"})


def test_readings_are_finished_reopened_and_taken_back_from_the_page(cast: Cast) -> None:
    document = make_document(cast.project)
    path = f"documents/{document.id}"
    reader = cast.participant("annotator").id
    annotator, manager = _browser(cast, "annotator"), _browser(cast, "manager")
    assert annotator.post(_at(cast, f"{path}/finish")).status_code == 302
    assert annotator.post(_at(cast, f"{path}/resume")).status_code == 302
    assert Reading.objects.get().state == "open"
    annotator.post(_at(cast, f"{path}/finish"))
    page = annotator.get(_at(cast, path)).content.decode()
    assert all(words in page for words in ("Go on reading", "See the work of others"))
    assert annotator.post(_at(cast, f"{path}/reveal")).status_code == 302
    reading = Reading.objects.get()
    assert (reading.state, reading.revealed_at is not None) == ("finished", True)
    page = annotator.get(_at(cast, path)).content.decode()
    assert not any(words in page for words in ("Go on reading", "See the work of others?", "Finish my reading"))
    again = _at(cast, f"{path}/readings/{reader}/reopen")
    assert annotator.post(again, {"reason": "x"}).status_code == 403
    manager.post(again, {"reason": ""})
    assert Reading.objects.get().state == "finished"
    assert "Give the reason." in manager.get(_at(cast, path)).content.decode()
    manager.post(again, {"reason": "More to mark"})
    assert Reading.objects.get().state == "open"
    manager.post(_at(cast, f"{path}/unblind"), {"reason": "A complaint"})
    assert logged("document.unblinded")[0]["reason"] == "A complaint"
    manager.post(_at(cast, f"{path}/readings/{reader}/release"))
    assert Reading.objects.get().state == "released"


def test_files_are_uploaded_by_the_form(cast: Cast) -> None:
    browser = _browser(cast, "manager", enforce_csrf_checks=True)
    page = browser.get(_at(cast, "imports")).content.decode()
    assert 'type="file"' in page
    files = [SimpleUploadedFile("a.txt", b"words"), SimpleUploadedFile("b.txt", b"words")]
    forged = browser.post(_at(cast, "imports"), {"files": files})
    assert forged.status_code == 403
    assert not Import.objects.exists()
    token = browser.cookies["csrftoken"].value
    files = [SimpleUploadedFile("a.txt", b"words"), SimpleUploadedFile("b.txt", b"words")]
    answer = browser.post(_at(cast, "imports"), {"files": files, "format": "auto", "csrfmiddlewaretoken": token})
    record = Import.objects.get()
    assert answer["Location"] == _at(cast, f"imports/{record.id}")
    assert sorted(record.files.values_list("name", flat=True)) == ["a.txt", "b.txt"]


def test_an_upload_without_files_is_told_what_is_missing(cast: Cast) -> None:
    answer = _browser(cast, "manager").post(_at(cast, "imports"), {"format": "auto"})
    assert answer.status_code == 400
    assert "Choose at least one file." in answer.content.decode()


def test_the_page_of_an_import_asks_again_while_it_runs_and_stops_when_it_has_ended(cast: Cast) -> None:
    browser = _browser(cast, "manager")
    browser.post(_at(cast, "imports"), {"files": [SimpleUploadedFile("a.txt", b"words")], "format": "auto"})
    record = Import.objects.get()
    address = _at(cast, f"imports/{record.id}")
    page = browser.get(address).content.decode()
    assert 'hx-trigger="every 1s"' in page
    part = browser.get(address, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="import"')
    assert _browser(cast, "viewer").get(address).status_code == 403
    for where in (page, browser.get(_at(cast, "imports")).content.decode()):
        assert f'datetime="{record.created_at.isoformat()}"' in where, "times are told in the reader's zone"
    browser.post(f"{address}/cancel")
    record.job.refresh_from_db()
    assert record.job.status == "cancelled"
    assert "hx-trigger" not in browser.get(address).content.decode().split('id="import"')[1]


def test_refusals_are_listed_and_downloadable(cast: Cast) -> None:
    browser = _browser(cast, "manager")
    browser.post(_at(cast, "imports"), {"files": [SimpleUploadedFile("a.txt", b"words")], "format": "auto"})
    record = Import.objects.get()
    record.files.update(errors=[{"file": "a.txt", "line": 3, "detail": f"=1+1 {HOSTILE}"}], refused=1, status="failed")
    address = _at(cast, f"imports/{record.id}")
    page = browser.get(address).content.decode()
    assert "<script>alert" not in page
    assert "=1+1" in page
    rows = bytes(browser.get(f"{address}?format=csv").getvalue()).decode().splitlines()  # type: ignore[attr-defined]
    assert rows[1].startswith("a.txt,3,\"'=1+1")


def test_publishers_are_added_rated_and_told_apart(cast: Cast) -> None:
    browser = _browser(cast, "manager")
    address = _at(cast, "publishers")
    browser.post(address, {"name": "Harbour Post", "reliability": "D", "note": "Unnamed experts"})
    publisher = Publisher.objects.get()
    assert "Harbour Post" in browser.get(address).content.decode()
    twice = browser.post(address, {"name": "Harbour Post"})
    assert twice.status_code == 409
    assert "data-open" in twice.content.decode()
    page = _at(cast, f"publishers/{publisher.id}")
    assert browser.post(page, {"name": "The Harbour Post", "version": "1"}).status_code == 302
    stale = browser.post(page, {"name": "Post", "version": "1"})
    assert stale.status_code == 409
    rating = {"reliability": "C", "reason": "A corrections page since May.", "version": "2"}
    assert browser.post(f"{page}/rate", rating).status_code == 302
    publisher.refresh_from_db()
    assert (publisher.name, publisher.reliability, publisher.version) == ("The Harbour Post", "C", 3)
    assert _browser(cast, "viewer").post(page, {"name": "x"}).status_code == 403
    csv = _shown(cast, "viewer", "publishers?format=csv").splitlines()
    assert csv[1] == "The Harbour Post,C,,0"


def test_publishers_count_only_documents_one_may_know_of(cast: Cast) -> None:
    publisher = Publisher.objects.create(project=cast.project, name="Post")
    make_document(cast.project, publisher=publisher)
    make_document(cast.project, publisher=publisher, tlp=Tlp.RED)
    assert _shown(cast, "viewer", "publishers?format=csv").splitlines()[1] == "Post,,,1"


def test_the_shell_knows_documents_waiting_work_and_titles(cast: Cast) -> None:
    read, begun = make_document(cast.project, title="Read"), make_document(cast.project, title="Begun")
    make_document(cast.project, title="New")
    make_reading(read, cast.participant("annotator"), Reading.State.FINISHED)
    make_reading(begun, cast.participant("annotator"))
    waiting = {work.label: work.url for work in waiting_for(cast.viewer("annotator"))}
    assert waiting["1 document you are reading"] == _at(cast, "documents?status=open")
    assert waiting["1 document to read"] == _at(cast, "documents?status=unread")
    assert not any("document" in work.label for work in waiting_for(cast.viewer("viewer")))
    assert {"Documents", "Publishers"} <= {str(item["label"]) for item in nav_for(cast.viewer("viewer"))}
    (card,) = [card for card in cards_for(cast.viewer("manager")) if card["title"] == "Documents"]
    assert [stat["value"] for stat in card["stats"]] == [3, 1, 1]
    assert [found.label for found in found_by(cast.viewer("viewer"), "beg") if found.kind == "Documents"] == ["Begun"]


@pytest.mark.parametrize("rows", [1, 200])
def test_the_page_of_documents_costs_the_same_queries_for_any_number(
    cast: Cast, rows: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(rows):
        make_document(cast.project, title=f"Report {number}")
    browser = _browser(cast, "manager")
    with django_assert_max_num_queries(12):
        assert browser.get(_at(cast, "documents")).status_code == 200
