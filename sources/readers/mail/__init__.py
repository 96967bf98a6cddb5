"""Mail and saved pages. What reads them (`message`) is loaded when the first one comes."""

from sources.readers import Reader, ReadText


def read(data: bytes) -> ReadText:
    """Read a mail, or a page saved as one file."""
    from sources.readers.mail import message

    return message.read(data)


READER = Reader(name="mail", suffixes=(".eml", ".mhtml", ".mht"), read=read, apart=True)
