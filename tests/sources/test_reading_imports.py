"""Web pages, Word documents, PDFs and mail are imported like texts are; what bursts its reader is one refusal."""

import io

import docx
import pytest
from django.test import Client

from sources.models import Document
from tests.cast import Cast
from tests.sources.conftest import Upload, packed, text_of
from tests.sources.typesetting import article

pytestmark = pytest.mark.django_db(transaction=True)


def test_web_pages_word_documents_pdfs_and_mail_become_documents_with_what_they_say_of_themselves(
    cast: Cast, upload: Upload
) -> None:
    page = b"""<html lang="en"><title>Bridge closed</title><meta name="author" content="Mira Tal">
        <meta property="article:published_time" content="2024-04-18T08:00:00Z"><nav>Home</nav><h1>Bridge closed</h1>
        <p>They left the valley.</p></html>"""
    mail = (
        b"From: Jon Ode <j@aune.example>\nTo: d@aune.example\nSubject: Trucks\nDate: Thu, 18 Apr 2024 08:00:00 +0000\n"
    )
    attached = (
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n41 trucks.\n"
        b'--b\nContent-Type: image/png\nContent-Disposition: attachment; filename="a.png"\n\nx\n--b--\n'
    )
    word = io.BytesIO()
    document = docx.Document()
    document.add_heading("A brief", 0)
    document.add_paragraph("Of one paragraph.")
    document.save(word)
    pdf = article('#set document(title: "A leaflet", author: "Ann One")\nIt was printed.')
    pack = packed({"b.docx": word.getvalue(), "c.eml": mail + attached, "d.PDF": pdf})
    found = upload({"a.html": page, "pack.zip": pack})
    assert (found["status"], found["documents"], found["errors"]) == ("done", 4, [])
    rows = {row.title: row for row in Document.objects.select_related("current_revision")}
    assert {title: (row.current_revision.reader, row.authors) for title, row in rows.items()} == {
        "Bridge closed": ("html", ["Mira Tal"]),
        "A brief": ("docx", []),
        "Trucks": ("mail", ["Jon Ode"]),
        "A leaflet": ("pdf", ["Ann One"]),
    }
    assert (rows["Bridge closed"].published, rows["Bridge closed"].language) == ("2024-04-18", "en")
    assert text_of(rows["Bridge closed"]) == "Home\n\nBridge closed\n\nThey left the valley."
    assert rows["Trucks"].current_revision.warnings == ["Attachments are not read: a.png"]
    browser = Client()
    browser.force_login(cast.users["manager"])
    shown = browser.get(f"/projects/{cast.project.slug}/documents/{rows['Trucks'].id}").content.decode()
    assert "Attachments are not read: a.png" in shown


def test_a_file_that_ends_the_process_that_reads_it_is_refused_and_the_others_are_imported(
    upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sources.reading.SECONDS", 2)
    found = upload({"a.html": b"<p>One.", "b.html": b"<p>" * 6_000_000, "c.docx": b"no zip", "d.html": b"<p>Two."})
    assert (found["documents"], found["refused"]) == (2, 2)
    reasons = {error["file"]: error["detail"] for error in found["errors"]}
    assert "longer than the 2 seconds" in reasons["b.html"]
    assert "damaged" in reasons["c.docx"]
