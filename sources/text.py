"""Text as it is kept: strict UTF-8, no byte order mark, lines ended by LF, no NUL and no lone surrogate.

Nothing else is changed; above all there is no Unicode normalisation, because every offset counts the code points of
exactly this text. What cannot be kept is refused with a sentence that names the place.
"""

import hashlib
import re
from array import array
from bisect import bisect_left

from sources.refusals import Refused, gettext_noop

BYTE_ORDER_MARK = "\ufeff"
_SURROGATE = re.compile("[\ud800-\udfff]")
_ENDING = re.compile("\r\n?")


class Offsets:
    """Places in a text as it was given → places in the text as it is kept."""

    __slots__ = ("_gone", "given_length")

    def __init__(self, given_length: int, gone: "array[int] | None" = None) -> None:
        self.given_length = given_length
        self._gone = gone

    @property
    def unchanged(self) -> bool:
        """Whether every place stays where it was."""
        return not self._gone

    def __call__(self, offset: int) -> int:
        """The kept place of a given one; the middle of a CRLF becomes the place before its LF."""
        if not 0 <= offset <= self.given_length:
            raise IndexError(offset)
        return offset - bisect_left(self._gone, offset) if self._gone else offset


def decode(data: bytes) -> str:
    """The characters of UTF-8 bytes; refuses what is not UTF-8 and says which byte is wrong."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            raise Refused(gettext_noop("This looks like UTF-16. Save the file as UTF-8 and import it again.")) from None
        raise Refused(
            gettext_noop(
                "This is not UTF-8: byte %(place)d (0x%(byte)s) cannot be read."
                " Save the file as UTF-8 and import it again."
            ),
            place=error.start + 1,
            byte=f"{data[error.start]:02X}",
        ) from None


def settle(given: str) -> tuple[str, Offsets]:
    """The text as it is kept, and how to translate offsets into the given one."""
    place = given.find("\0")
    if place >= 0:
        raise Refused(gettext_noop("The text holds a NUL character at position %(place)d."), place=place)
    if not given.isascii():
        found = _SURROGATE.search(given)
        if found:
            raise Refused(
                gettext_noop("The text holds half a surrogate pair (U+%(code)s) at position %(place)d."),
                code=f"{ord(found[0]):04X}",
                place=found.start(),
            )
    marked = given.startswith(BYTE_ORDER_MARK)
    if not marked and "\r" not in given:
        return given, Offsets(len(given))
    gone = array("Q", [0] if marked else [])
    gone.extend(found.start() for found in _ENDING.finditer(given) if len(found[0]) == 2)
    kept = _ENDING.sub("\n", given[1:] if marked else given)
    return kept, Offsets(len(given), gone)


def digest(text: str) -> str:
    """SHA-256 of the UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
