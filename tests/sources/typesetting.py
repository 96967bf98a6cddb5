"""PDFs for tests, made by a typesetter with the faces that it brings along, or by hand where that shows more."""

import zlib
from collections.abc import Sequence
from functools import cache

import typst

# Running text with long words, so that lines are broken within words, and with pairs of letters that become ligatures.
_STOCK = (
    "the committee published its findings after a long delay and the members were divided about the responsibilities of"
    " the ministry while internationalisation of procurement had been recommended in earlier reports although the"
    " implementation remained incomplete and officers of the finance department described insufficient documentation"
    " and characteristically unhelpful correspondence which affected the efficient office of the chief inspector"
)


def words(number: int, count: int = 90) -> str:
    """A paragraph of its own that begins with its number in words and ends with a full stop."""
    stock = _STOCK.split()
    turn = number * 7 % len(stock)
    stock = (stock[turn:] + stock[:turn]) * (1 + count // len(stock))
    return f"Paragraph number {number} says that " + " ".join(stock[:count]) + "."


@cache
def typeset(source: str) -> bytes:
    """The source set as a PDF without tags: what a reader finds, it finds by looking at the page."""
    made = typst.compile(source.encode(), format="pdf", ignore_system_fonts=True, pdf_tags=False)
    assert isinstance(made, bytes)
    return made


def article(body: str, *, page: str = "", text: str = "", par: str = "") -> bytes:
    """A body set justified and hyphenated on small pages."""
    return typeset(
        f'#set page(paper: "a5", margin: 1.6cm, {page})\n'
        f'#set text(size: 9pt, lang: "en", hyphenate: true)\n#set par(justify: true)\n'
        f"#set text({text})\n#set par({par})\n{body}"
    )


def written(pages: Sequence[bytes], *, entries: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF by hand: the drawing of each page, with Helvetica as /F1; entries for pages and for the trailer."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * at) for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for at, drawing in enumerate(pages):
        resources = b"<< /Font << /F1 3 0 R >> >>"
        box = b"/MediaBox [0 0 400 600] /Resources %s /Contents %d 0 R %s" % (resources, 5 + 2 * at, entries)
        objects.append(b"<< /Type /Page /Parent 2 0 R %s >>" % box)
        packed = zlib.compress(drawing)
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed))
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
    return out + end % (count, table, count, trailer, len(out))


def lines(*placed: tuple[float, float, float, str]) -> bytes:
    """The drawing of a page: each line's place from the lower left corner, its size and its words."""
    return b"\n".join(
        b"BT /F1 %.1f Tf %.1f %.1f Td (%s) Tj ET" % (size, x, y, said.encode("cp1252")) for x, y, size, said in placed
    )
