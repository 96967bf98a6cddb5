"""The record of a document: every field checked, cited in three formats, filled from a citation before it is saved."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from projects.models import Event
from projects.vocabulary import Tlp
from sources.models import Document, Publisher
from sources.records import check_notes, check_record
from sources.refusals import Refused
from tests.cast import Cast, make_document, make_file

pytestmark = pytest.mark.django_db

RECORD: dict[str, Any] = {
    "type": "article-newspaper",
    "container": "The Post",
    "published": "2024-04-18/2024-04-20",
    "published_basis": "inferred",
    "archive_url": "https://archive.example/1",
    "retrieved": "2024-05-01",
    "licence": "CC BY 4.0",
    "notes": "First line.\nSecond line.",
}
ENTRY = """@article{k, title = {Guards leave}, author = {Varrin, Karl and {Harbour Watch}}, journaltitle = {The Post},
  entrysubtype = {newspaper}, date = {2024-04-18}, doi = {10.1000/182}, language = {english}, keywords = {x}}"""


@pytest.fixture
def document(cast: Cast) -> Document:
    return make_document(cast.project, title="A report", metadata={"desk": "7"})


@pytest.fixture
def browser(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.users["manager"])
    return client


def _page(document: Document, path: str = "") -> str:
    return f"/projects/{document.project.slug}/documents/{document.id}{path}"


def _patch(cast: Cast, document: Document, **changes: Any) -> Any:
    address = f"/api/v1/documents/{document.id}"
    return cast.client("manager").patch(address, changes, format="json", HTTP_IF_MATCH=f'"{document.version}"')


def _cite(cast: Cast, document: Document, query: str = "", name: str = "viewer") -> Any:
    return cast.client(name).get(f"/api/v1/documents/{document.id}/citation{query}")


def test_every_field_is_kept_and_told_in_the_log(cast: Cast, document: Document) -> None:
    answer = _patch(cast, document, **RECORD)
    assert answer.status_code == 200
    assert {name: answer.json()[name] for name in RECORD} == RECORD
    event = Event.objects.get(kind="document.updated")
    assert {name: (event.after or {})[name] for name in RECORD} == RECORD
    assert (event.before or {})["container"] == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("type", "novel"),
        ("published", "2024-04-20/2024-04-18"),
        ("published_basis", "guessed"),
        ("archive_url", "archive.example"),
        ("retrieved", "2024~"),
        ("licence", "x" * 301),
        ("container", ["The Post"]),
        ("notes", 7),
        ("notes", "a\x07b"),
    ],
)
def test_what_a_field_cannot_be_is_refused_by_its_name(cast: Cast, document: Document, name: str, value: Any) -> None:
    answer = _patch(cast, document, **{name: value})
    assert answer.status_code == 400
    assert name in answer.json()["errors"]


def test_notes_keep_their_lines_and_nothing_else_of_white_space() -> None:
    assert check_notes(" a  b \r\n\r\nc\t d\n ") == "a b\n\nc d"
    assert check_notes(None) == ""


def test_a_line_of_an_import_may_say_every_field() -> None:
    record = check_record({**RECORD, "shelf": 7}, frozenset())
    assert {name: getattr(record, name) for name in RECORD} == RECORD
    assert record.metadata == {"shelf": 7}
    with pytest.raises(Refused, match="type: Choose one of"):
        check_record({"type": "novel"}, frozenset())


def test_a_document_is_cited_in_each_format(cast: Cast, document: Document) -> None:
    publisher = Publisher.objects.create(project=cast.project, name="Harbour Press")
    Document.objects.filter(id=document.id).update(
        **RECORD, authors=["Varrin, Karl"], publisher=publisher, metadata={"DOI": "10.1000/182"}
    )
    answer = _cite(cast, document)
    (item,) = json.loads(answer.content)
    assert answer["Content-Type"] == "application/vnd.citationstyles.csl+json; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="A report.json"'
    assert item["author"] == [{"family": "Varrin", "given": "Karl"}]
    assert item["issued"] == {"date-parts": [[2024, 4, 18], [2024, 4, 20]]}
    assert (item["publisher"], item["DOI"], item["custom"]["tlp"]) == ("Harbour Press", "10.1000/182", "AMBER")
    bibtex = _cite(cast, document, "?format=bibtex").content.decode()
    assert bibtex.startswith(f"@article{{{document.id},")
    assert "publisher = {Harbour Press}" in bibtex
    assert _cite(cast, document, "?format=ris").content.decode().startswith("TY  - NEWS\r\n")


def test_a_citation_is_as_visible_as_its_document_and_an_unknown_format_is_refused(cast: Cast) -> None:
    hidden = make_document(cast.project, tlp=Tlp.RED)
    assert _cite(cast, hidden).status_code == 404
    answer = _cite(cast, make_document(cast.project), "?format=endnote")
    assert answer.status_code == 400
    assert "bibtex, csl_json, ris" in str(answer.json()["errors"]["format"])


def test_the_form_shows_and_saves_every_field(cast: Cast, document: Document, browser: Client) -> None:
    form = {"title": "T", "authors": "Varrin, Karl\nHarbour Watch", "tlp": "AMBER", "version": 1, **RECORD}
    answer = browser.post(_page(document), form | {"further": "doi: 10.1000/182\nvolume: 7"})
    assert answer.status_code == 302
    document.refresh_from_db()
    assert {name: getattr(document, name) for name in RECORD} == RECORD
    assert document.metadata == {"desk": "7", "DOI": "10.1000/182", "volume": "7"}
    page = browser.get(_page(document)).content.decode()
    for words in ("DOI: 10.1000/182", "https://archive.example/1", "CC BY 4.0", "Second line."):
        assert words in page
    assert '<option value="article-newspaper" selected>' in page
    browser.post(_page(document), form | {"further": "", "version": 2})
    document.refresh_from_db()
    assert document.metadata == {"desk": "7"}


def test_a_number_without_its_name_is_refused_beside_the_field(document: Document, browser: Client) -> None:
    form = {"title": "T", "tlp": "AMBER", "version": 1, "further": "10.1000/182"}
    answer = browser.post(_page(document), form)
    assert answer.status_code == 400
    assert "begins with none of these" in answer.content.decode()


def test_a_citation_fills_the_form_and_saves_nothing(document: Document, browser: Client) -> None:
    answer = browser.post(_page(document, "/citation"), {"entry": ENTRY})
    assert answer.status_code == 200
    assert [(change["now"], change["then"]) for change in answer.context["filled"].changes] == [
        ("", "Newspaper article"),
        ("A report", "Guards leave"),
        ("", "Varrin, Karl\nHarbour Watch"),
        ("", "The Post"),
        ("", "2024-04-18"),
        ("", "DOI: 10.1000/182"),
    ]
    page = answer.content.decode()
    assert 'value="Guards leave"' in page
    assert "Not taken over: keywords, language." in page
    document.refresh_from_db()
    assert (document.title, document.version) == ("A report", 1)
    assert not Event.objects.exists()


def test_a_citation_may_come_in_a_file(document: Document, browser: Client) -> None:
    file = SimpleUploadedFile("entry.ris", b"\xef\xbb\xbfTY  - BOOK\r\nTI  - Guards\r\nER  - \r\n")
    answer = browser.post(_page(document, "/citation"), {"entry": "", "file": file})
    assert [change["then"] for change in answer.context["filled"].changes] == ["Book", "Guards"]


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ({"entry": ""}, "Paste an entry, or choose a file."),
        ({"entry": "Dear Sir,"}, "This is neither CSL-JSON nor BibTeX nor RIS."),
        ({"entry": ENTRY + ENTRY}, "Give one entry; here are 2."),
        ({"file": SimpleUploadedFile("a.bib", b"\xff\xfe")}, "This is not UTF-8."),
        ({"file": SimpleUploadedFile("a.bib", b" " * 400_001)}, "A file with one entry is not as large as this."),
    ],
)
def test_a_citation_that_cannot_be_read_is_said_beside_the_field(
    document: Document, browser: Client, sent: dict[str, Any], reason: str
) -> None:
    answer = browser.post(_page(document, "/citation"), sent)
    assert answer.status_code == 400
    assert reason in answer.content.decode()


def test_the_page_links_citations_and_the_original_file(cast: Cast, document: Document) -> None:
    make_file(document, b"They left.")
    client = Client()
    client.force_login(cast.users["viewer"])
    page = client.get(_page(document)).content.decode()
    for name in ("csl_json", "bibtex", "ris"):
        assert f'href="/api/v1/documents/{document.id}/citation?format={name}"' in page
    assert f'href="/api/v1/documents/{document.id}/file"' in page
    assert Document.objects.get().revisions.get().file_sha256 in page
    assert "Fill from a citation" not in page
    assert client.post(_page(document, "/citation"), {"entry": ENTRY}).status_code == 403
