"""Web pages. What reads them (`page`) is loaded when the first one comes: the site itself knows the name alone."""

from sources.readers import Reader, ReadText


def read(data: bytes) -> ReadText:
    """Read a web page."""
    from sources.readers.html import page

    return page.read(data)


READER = Reader(name="html", suffixes=(".html", ".htm", ".xhtml"), read=read, apart=True)
