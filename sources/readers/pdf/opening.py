"""Opening a PDF: what cannot be read, and what the file says of itself.

The date in a PDF is when the file was made, which is not when the text was published, so it is no part of the record.
"""

import ctypes
import re
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError

from sources.refusals import Refused, gettext_noop

PAGES_AT_MOST = 3000
_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint|excel)|untitled|unbenannt|document\d*$|slide \d"
    r"|.*\.(?:docx?|indd|pdf|qxp|tex|dvi|rtf|odt|pptx?|xlsx?|fm|p65|html?)$",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NAMES_PARTED = re.compile(r"\s*;\s*|\s*,\s*|\s+and\s+")


def opened(data: bytes) -> PdfDocument:
    """The document; raises Refused with the reason."""
    if b"%PDF-" not in data[:2048]:
        raise Refused(gettext_noop("This is not a PDF: it does not begin as one."))
    try:
        document = PdfDocument(data)
    except PdfiumError:
        if pdfium.FPDF_GetLastError() in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            raise Refused(
                gettext_noop("This PDF is encrypted. Save a copy of it without a password and import that.")
            ) from None
        raise Refused(gettext_noop("This is not a PDF that can be read: it is damaged.")) from None
    if len(document) == 0:
        raise Refused(gettext_noop("This PDF has no pages."))
    if len(document) > PAGES_AT_MOST:
        raise Refused(
            gettext_noop("This PDF has %(pages)d pages; at most %(limit)d can be read. Split it and import the parts."),
            pages=len(document),
            limit=PAGES_AT_MOST,
        )
    return document


def record_of(document: PdfDocument) -> dict[str, Any]:
    """What the file says of itself: title, authors, language."""
    said = {key: " ".join(document.get_metadata_value(key).split()) for key in ("Title", "Author")}
    title = "" if _NO_TITLE.match(said["Title"]) else said["Title"]
    authors = [name for name in _NAMES_PARTED.split(said["Author"]) if name]
    language = _language(document)
    ours = {"title": title, "authors": authors, "language": language if _LANGUAGE.fullmatch(language) else ""}
    return {name: value for name, value in ours.items() if value}


def _language(document: PdfDocument) -> str:
    length = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
    if not 2 < length < 64:
        return ""
    buffer = (ctypes.c_ushort * ((length + 1) // 2))()
    pdfium.FPDFCatalog_GetLanguage(document, buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace").strip()
