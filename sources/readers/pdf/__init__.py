"""PDF files. What reads them (`document`) is loaded when the first one comes."""

from sources.readers import Reader, ReadText


def read(data: bytes) -> ReadText:
    """Read a PDF."""
    from sources.readers.pdf import document

    return document.read(data)


READER = Reader(name="pdf", suffixes=(".pdf",), read=read, apart=True)
