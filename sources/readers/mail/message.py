"""Mail as it was saved (`.eml`), and web pages saved as one file (`.mhtml`), which are mail in form.

Of a mail the plain words are kept where it has any, else its page. Subject, sender and date are its record; a date in
a mail is when it was sent, so it is the one of publication. Attachments are not read, and are named in a warning.
"""

import re
from datetime import UTC
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Any

from sources.readers import ReadText
from sources.readers.html.page import decode_page, read_page
from sources.readers.text import find_blocks
from sources.refusals import Refused, gettext_noop
from sources.text import settle

_FIELD = re.compile(rb"\A(?:From |[!-9;-~]+:)")
_NAMED_AT_MOST = 20


def read(data: bytes) -> ReadText:
    """Read a mail, or a saved page."""
    mail = _parsed(data)
    if _is_saved_page(mail):
        return _saved_page(mail)
    record = _record(mail)
    plain, page = mail.get_body(("plain",)), mail.get_body(("html",))
    if plain is not None and (words := _characters(plain)).strip():
        text, offsets = settle(words.replace("\0", "\N{REPLACEMENT CHARACTER}"))
        found = ReadText(text=text, blocks=find_blocks(text), title="", offsets=offsets)
    elif page is not None:
        found = read_page(_page(page)[0])
        found.record = {}
    else:
        raise Refused(gettext_noop("This mail has no words, neither plain nor as a page."))
    found.title = str(record.pop("title", "")) or found.title
    found.record = record
    found.warnings += _attachments(mail)
    return found


def _parsed(data: bytes) -> EmailMessage:
    if not _FIELD.match(data.lstrip(b"\xef\xbb\xbf\r\n")):
        raise Refused(gettext_noop("This is not a saved mail or page: it does not begin with the fields of a header."))
    mail = message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def _is_saved_page(mail: EmailMessage) -> bool:
    return mail.get_content_type() in {"multipart/related", "text/html"} and (
        mail["Snapshot-Content-Location"] is not None or mail["Content-Location"] is not None or mail["To"] is None
    )


def _saved_page(mail: EmailMessage) -> ReadText:
    pages = [part for part in mail.walk() if part.get_content_type() == "text/html"]
    if not pages:
        raise Refused(gettext_noop("This saved page holds no page."))
    address = str(mail["Snapshot-Content-Location"] or pages[0]["Content-Location"] or "")
    source, warnings = _page(pages[0])
    found = read_page(source, url=address if address.startswith(("http://", "https://")) else "", warnings=warnings)
    if not found.title:
        found.title = _header(mail, "Subject")
    return found


def _page(part: Any) -> tuple[str, list[str]]:
    data = part.get_payload(decode=True) or b""
    return decode_page(data, part.get_content_charset())


def _characters(part: Any) -> str:
    data = part.get_payload(decode=True) or b""
    for charset in (part.get_content_charset(), "utf-8", "windows-1252"):
        try:
            return data.decode(charset or "utf-8")
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("utf-8", errors="replace")


def _header(mail: EmailMessage, name: str) -> str:
    try:
        value = str(mail[name] or "")
    except (ValueError, IndexError, AttributeError, TypeError):  # headers nobody could have meant
        return ""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())


def _record(mail: EmailMessage) -> dict[str, Any]:
    record: dict[str, Any] = {"title": _header(mail, "Subject"), "language": _header(mail, "Content-Language")}
    sender = _header(mail, "From")
    name = re.sub(r"\s*<[^>]*>\s*", "", sender).strip(" \"'") or sender.strip("<> ")
    record["authors"] = [name] if name else []
    try:
        sent = parsedate_to_datetime(_header(mail, "Date"))
        record["published"] = (sent if sent.tzinfo else sent.replace(tzinfo=UTC)).date().isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        pass
    return {key: value for key, value in record.items() if value}


def _attachments(mail: EmailMessage) -> list[str]:
    try:
        parts = list(mail.iter_attachments())
    except (AttributeError, KeyError, ValueError):  # a mail that only looks like one of several parts
        return []
    names = [part.get_filename() or part.get_content_type() for part in parts]
    if not names:
        return []
    shown = ", ".join("".join(c if c.isprintable() else " " for c in name) for name in names[:_NAMED_AT_MOST])
    return [f"{gettext_noop('Attachments are not read')}: {shown}"]
