"""Mail and saved pages: their words, what the header says, and what is not read."""

import pytest

from sources.readers import ReadText, readers
from sources.refusals import Refused

MAIL = """From: "Mira Tal" <mira@aune.example>
To: desk@aune.example
Subject: =?utf-8?q?The_bridge_at_Sarn_=F0=9F=99=82?=
Date: Thu, 18 Apr 2024 23:30:00 -0200
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

The caf=E9 was closed.

They left.
--b
Content-Type: application/pdf; name="a.pdf"
Content-Disposition: attachment; filename="a.pdf"
Content-Transfer-Encoding: base64

aGVsbG8=
--b--
"""
PAGE = """From: <Saved by Blink>
Snapshot-Content-Location: https://aune.example/a/bridge
Subject: Bridge at Sarn closed
Date: Thu, 18 Apr 2024 08:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="x"

--x
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable
Content-Location: https://aune.example/a/bridge

<html lang=3D"en"><title>Bridge</title><h1>Bridge at Sarn closed</h1><p>They left the caf=C3=A9.</p></html>
--x
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://aune.example/x.png

aGVsbG8=
--x--
"""


def _read(mail: str) -> ReadText:
    return readers()["mail"].read(mail.encode())


def test_a_mail_is_its_plain_words_with_subject_sender_and_day() -> None:
    read = _read(MAIL)
    assert (read.text.strip(), read.title) == ("The café was closed.\n\nThey left.", "The bridge at Sarn 🙂")
    assert read.record == {"authors": ["Mira Tal"], "published": "2024-04-18"}
    assert read.warnings == ["Attachments are not read: a.pdf"]


def test_a_mail_that_has_a_page_alone_is_read_as_one() -> None:
    read = _read("From: a@b.example\nTo: c@d.example\nContent-Type: text/html\n\n<h2>News</h2><p>They left.</p>")
    assert [(kind, read.text[start:end]) for start, end, kind, _a in read.blocks] == [
        ("heading", "News"),
        ("paragraph", "They left."),
    ]
    assert read.record["authors"] == ["a@b.example"]


def test_a_saved_page_is_read_as_the_page_it_was_with_its_address() -> None:
    read = _read(PAGE)
    assert [read.text[start:end] for start, end, _k, _a in read.blocks] == [
        "Bridge at Sarn closed",
        "They left the café.",
    ]
    assert (read.record["url"], read.record["language"]) == ("https://aune.example/a/bridge", "en")


@pytest.mark.parametrize(
    "given",
    ["", "no header at all", "\x00\x01", "From: a@b.example\nTo: x@y.example\nContent-Type: image/png\n\nxx"],
)
def test_what_is_no_mail_or_has_no_words_is_refused_with_a_reason(given: str) -> None:
    with pytest.raises(Refused, match=r"not a saved mail|no words"):
        _read(given)


def test_headers_that_nobody_could_have_meant_do_no_harm() -> None:
    read = _read(
        "From: \x00 <\nTo: x@y.example\nSubject: a\x07b\nDate: never\nContent-Type: text/plain; charset=x\n\nWords."
    )
    assert read.text == "Words."
    assert "published" not in read.record
