"""How fast a long PDF is read in the process apart, and the most memory that process takes.

    python -m benchmarks.pdf_reading [--pages 300] [--file FILE]

Typesets an article of two columns with footnotes, headings, running titles and page numbers (or takes a file), reads it
as an import does, and prints JSON. Needs no running product.
"""

import argparse
import json
import os
import time
from collections import Counter
from pathlib import Path
from typing import Any

_HEAD = """
#set document(title: "Proceedings", author: "Ann One")
#set page(paper: "a4", columns: 2, numbering: "1", header: [Proceedings of the Committee #h(1fr) Volume 3])
#set text(size: 9pt, lang: "en", hyphenate: true)
#set par(justify: true)
"""
_BODY = """
== Chapter {n}
#lorem({first})#footnote[Note {n}: #lorem(25)] The efficient office of finances offers affidavits.

#lorem({second})

"""
_PATIENCE = 600  # also on a machine that is busy with other things
_AIMS = {"seconds": 20, "megabytes": 400}


def typeset(pages: int) -> bytes:
    """A PDF of about so many pages."""
    import typst

    chapters = round(pages * 3.42)
    body = "".join(_BODY.format(n=n, first=60 + n * 7 % 80, second=90 + n * 11 % 90) for n in range(chapters))
    found = typst.compile((_HEAD + body).encode(), format="pdf", ignore_system_fonts=True)
    assert isinstance(found, bytes)
    return found


def measure(data: bytes) -> dict[str, Any]:
    """Seconds, memory and what was found."""
    from benchmarks.memory import highest
    from benchmarks.processes import processor_seconds
    from benchmarks.run import machine
    from sources.intake import Unit
    from sources.readers import readers
    from sources.reading import Reading

    with Reading(seconds=_PATIENCE) as reading:
        small = Unit(1, "small.html", None, b"<p>Words.", readers()["html"], {})
        reading.read(small)  # what an import pays once, whatever it reads
        process = reading._process
        assert process is not None
        before, used = highest(process.pid), processor_seconds(process.pid)
        started = time.perf_counter()
        read = reading.read(Unit(2, "long.pdf", None, data, readers()["pdf"], {}))
        seconds = time.perf_counter() - started
        used = processor_seconds(process.pid) - used
        memory = highest(process.pid)
    pages = {box[0] for block in read.blocks for box in block[3]["boxes"]}
    return {
        "benchmark": "pdf_reading",
        "machine": machine(),
        "bytes": len(data),
        "pages": max(pages),
        "characters": len(read.text),
        "blocks": dict(Counter(block[2] for block in read.blocks)),
        "seconds": round(seconds, 2),
        "processor_seconds": round(used, 2),
        "peak_megabytes": round(memory / 1e6, 1),
        "peak_before_megabytes": round(before / 1e6, 1),
        "aims": _AIMS,
    }


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--file", type=Path, help="a PDF to read instead of one that is typeset")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    data = given.file.read_bytes() if given.file else typeset(given.pages)
    print(json.dumps(measure(data)))


if __name__ == "__main__":
    main()
