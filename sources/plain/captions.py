"""Captions: what stood below a picture, told by its credit, by its number, or by being printed twice."""

import re

from rapidfuzz import fuzz

from sources.plain.lines import is_ended

_CAPTION_AT_MOST = 420
_TWICE_AT_LEAST = 5
_SAME = 92
_PLAIN = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "–": "-", "—": "-"})
_AGENCY = (
    r"(?:AFP|AP|EPA(?:-EFE)?|EFE|Reuters|Getty(?: Images)?|Shutterstock|i?Stock(?:photo)?|Unsplash|Pixabay|Pexels|Alamy"
    r"|Wikimedia(?: Commons)?|Wikipedia|Flickr|Anadolu(?: Agency)?|Xinhua|TASS|dpa|Bloomberg|PA(?: Images)?|Imago"
    r"|Keystone|AP Photo|NASA|Magnum|Sipa|Handout)"
)
_CREDIT_SIGNED = re.compile(rf"[/|(\[©—–.-]\s*(?:\w[\w .]{{0,40}}(?:/|\s[-–—|]\s|\svia\s))?{_AGENCY}[)\].]*$")
_CREDIT_NAMED = re.compile(
    r"(?:^|[.!?”\"’)(\[|/—–-]\s*)(?:(?:photo(?:graph|graphy)?|image|picture|credit|foto|illustration|screenshot)"
    r"(?:\s+(?:credit|courtesy|source))?\s*(?::|by\b|©|/)|courtesy of\b|©)[^.!?]{2,70}[.)\]]*$",
    re.IGNORECASE,
)
_LED = re.compile(
    r"(?:photo|image|picture|foto|caption|illustration)\s*(?::|credit|by\s+[A-Z])|(?:figure|fig\.|table|map|chart|plate|abb\.|abbildung"
    r"|tabelle|graphic|infographic)\s*\d{1,3}(?:\.\d{1,2})?\s*[:.–—-]\s*\S",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"\S\s+/\s+(?P<source>[^/.!?]{2,50}(?:\.[A-Za-z]{2,4})?)$")
_SITE = re.compile(r"[.!?”\"’)]\s+\(?(?:via\s+)?(?:[a-z0-9-]+\.)+[a-z]{2,10}\)?$", re.IGNORECASE)


def is_caption(words: str) -> bool:
    """Whether a passage is a caption by its beginning or by the credit at its end."""
    said = " ".join(words.split())
    if len(said) > _CAPTION_AT_MOST or said.count(" ") < 2:
        return False
    if _LED.match(said):
        return True
    tail = said[-130:]
    if _CREDIT_SIGNED.search(tail) or _CREDIT_NAMED.search(tail):
        return said.count(" ") >= 3 and not is_credit_alone(said)
    slashed = _SLASHED.search(tail)
    if slashed is not None and said.count(" ") >= 6:
        source = slashed["source"]
        return source[0].isupper() and len(source.split()) <= 6 and " / " not in said[: -len(source) - 3]
    return _SITE.search(tail) is not None and said.count(" ") >= 4


def is_credit_alone(said: str) -> bool:
    """Whether a line is a notice of rights rather than words about a picture."""
    return said.startswith(("©", "(c)", "Copyright"))


def is_printed_twice(words: str, following: str) -> bool:
    """Whether two passages are the same but for quotation marks, dashes and the like."""
    if max(len(words), len(following)) > _CAPTION_AT_MOST or abs(len(words) - len(following)) > 12:
        return False
    plain, other = (" ".join(said.translate(_PLAIN).split()) for said in (words, following))
    if plain.count(" ") + 1 < _TWICE_AT_LEAST or is_ended(plain, by=":"):
        return False
    return fuzz.ratio(plain, other, score_cutoff=_SAME) > 0
