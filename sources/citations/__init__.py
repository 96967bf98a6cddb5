"""The registry of citation formats: every module of this package that has a `FORMAT` is one.

A format reads and writes bibliographic records (`base.Citation`); `records` says what they are in a document's record.
No framework is imported here.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from sources.citations.base import Citation, CitationFormat
from sources.refusals import Refused, gettext_noop

READ_AT_MOST = 100_000
"""Characters of a citation that is read: one entry is never longer, and the readers are not made for more."""


@cache
def citation_formats() -> dict[str, CitationFormat]:
    """Every format by its name."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    found = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    return {entry.name: entry for entry in sorted(found, key=lambda entry: entry.title)}


def read_one(text: str) -> Citation:
    """The one entry of a text in whichever format it is; raises Refused where there is none, or more."""
    if len(text) > READ_AT_MOST:
        raise Refused(gettext_noop("A citation has at most %(n)d characters."), n=READ_AT_MOST)
    text = text.removeprefix("\ufeff").strip()
    for entry in citation_formats().values():
        if entry.recognises(text):
            found = entry.read(text)
            break
    else:
        raise Refused(gettext_noop("This is neither CSL-JSON nor BibTeX nor RIS."))
    if len(found) != 1:
        raise Refused(gettext_noop("Give one entry; here are %(n)d."), n=len(found))
    return found[0]
