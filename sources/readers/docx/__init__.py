"""Word documents. What reads them (`document`) is loaded when the first one comes."""

from sources.readers import Reader, ReadText


def read(data: bytes) -> ReadText:
    """Read a Word document."""
    from sources.readers.docx import document

    return document.read(data)


READER = Reader(name="docx", suffixes=(".docx", ".docm"), read=read, apart=True)
