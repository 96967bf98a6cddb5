"""Who wrote a text and when: bylines, datelines, the fields of a mail, biographies.

A date alone on a line near the top is kept as a byline: it says when, as the byline says who, and outlets print them
together. In a chronology, where many lines are dates, they are not.
"""

import re
from collections.abc import Sequence

_NAME = r"[^\W\d_][\w.’'-]*"
_PARTICLE = r"(?:van|von|de|del|der|den|da|di|du|la|le|el|al|bin|ibn|and|und|et|y|e|&|for|in|,|\|)"
_PARTICLES = {*_PARTICLE[3:-1].split("|"), "author"}
_BY = re.compile(
    rf"(?:(?:written|words|story|reported|reporting|edited|text) by|by|von|par|por|text:|authors?:)"
    rf"\s+(?P<names>{_NAME}(?:,?\s+(?:{_PARTICLE}\s+)*{_NAME})*)(?:\s*[|,·•–—]\s*[^.!?]{{1,60}})?",
    re.IGNORECASE,
)
_BYLINE_AT_MOST, _NAMES_AT_MOST = 120, 10
_MONTHS = set(re.findall(r"\S+", """
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    januar februar märz mai juni juli oktober dezember
    janvier février mars avril juin juillet août septembre octobre novembre décembre
    enero febrero marzo abril mayo junio julio agosto septiembre noviembre diciembre
    gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря
    ocak şubat nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
    يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
"""))  # fmt: skip
_BESIDE = set(re.findall(r"\S+", """
    published updated posted modified last on at am pm gmt utc est edt cet cest bst st nd rd th of de den vom
    mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday
"""))  # fmt: skip
_COMMA = re.compile("[,،]")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20|21)\d\d(?!\d)|(?<!\w)[٠-٩]{4}(?!\w)")
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)|(?<!\w)[٠-٩]{1,2}(?!\w)")
_LETTERS = re.compile(r"[^\W\d_]+")
_FIELD = re.compile(r"(?:from|to|cc|bcc|sent|date|subject|reply-to|von|an|gesendet|betreff|de|à|objet)\s*:\s+\S", re.I)
_WROTE = re.compile(r"(?:on|am|le)\s.{6,120}\b(?:wrote|schrieb|a écrit)\s*:", re.IGNORECASE)
_SIGNED = re.compile(r"[—–]\s?[^.!?]{3,80}")
_CREDITS = re.compile(
    r"[(\[]?(?:additional )?(?:reporting|editing|writing|compiled|translat(?:ed|ion)|text|interview(?:ed)?) by\s+\S.*",
    re.IGNORECASE,
)
_REGARDS = re.compile(
    r"(?:(?:kind|best|warm|with (?:kind|best)) (?:regards|wishes)|regards|(?:yours )?sincerely"
    r"|yours (?:faithfully|truly)|mit freundlichen grüßen|cordialement|saludos)\b,?",
    re.IGNORECASE,
)
_REGARDS_AT_MOST = 200
_ROLE = re.compile(
    r"\b(?:analyst|researcher|fellow|journalist|professor|editor|writer|author|correspondent|reporter|lecturer|director"
    r"|columnist|scholar|candidate|historian|economist|expert|freelance|freelancer|contributor|consultant|scientist"
    r"|teaches|writes|covers|covering|blogger|photographer|adviser|advisor|diplomat|novelist|poet|lawyer)\b",
    re.IGNORECASE,
)
_WHO = re.compile(
    rf"(?P<who>The author|{_NAME}(?:\s+(?:{_PARTICLE}\s+)?{_NAME}){{1,3}})(?:,[^,.]{{2,60}},)?"
    r"\s+(?:is|was|works|worked|teaches|writes|covers|reports|serves|has been)\s"
)
_FOUND_AT = re.compile(
    r"\b(?:can be (?:found|reached|followed)|tweets|follow (?:him|her|them)|on twitter|@\w{2,})", re.I
)
_BIOGRAPHY_AT_MOST, _ROLE_WITHIN = 1500, 160


def is_byline(words: str) -> bool:
    """Whether a line says by whom the text is."""
    if len(words) > _BYLINE_AT_MOST or words.count(" ") > 14 or words.endswith((".", "!", "?", ":", ";", ",")):
        return False
    found = _BY.fullmatch(words)
    if found is None:
        return False
    names = found["names"].split()
    return (
        len(names) <= _NAMES_AT_MOST and names[0][0].isupper() and sum(n[0].isupper() for n in names) * 2 > len(names)
    )


def is_dateline(words: str) -> bool:
    """Whether a line is nothing but a date, with a place before it or a time after it at most."""
    if len(words) > 70 or words.endswith(("!", "?", ";")):
        return False
    years = _YEAR.findall(words)
    if len(years) != 1 or not _DAY.search(_YEAR.sub(" ", words)):
        return False
    place, *after = _COMMA.split(words, maxsplit=1)
    rest = "".join(after)
    if after and not any(character.isdigit() for character in place) and _YEAR.search(rest):
        known = _MONTHS | _BESIDE
        if not place[:1].islower() and len(place.split()) <= 3 and not known & set(place.casefold().split()):
            words = rest
    letters = [word.casefold() for word in _LETTERS.findall(words)]
    return all(word in _BESIDE or word in _MONTHS for word in letters) and sum(w in _MONTHS for w in letters) <= 2


def is_mail_field(words: str) -> bool:
    """Whether a line is a field of a mail's header, or says who wrote what is quoted below."""
    return len(words) <= 200 and (_FIELD.match(words) is not None or _WROTE.fullmatch(words.lstrip("> ")) is not None)


def is_credits(words: str) -> bool:
    """Whether a line below a text says who reported and edited it."""
    short = len(words) <= _REGARDS_AT_MOST and "\n" not in words
    return short and _CREDITS.fullmatch(words) is not None and words.rstrip("])")[-1] not in ".!?:"


def is_signature(words: str) -> bool:
    """Whether a passage signs what stands above it: a name behind a dash, or regards with a name."""
    if len(words) <= _REGARDS_AT_MOST and _REGARDS.match(words) is not None:
        return not words.endswith((".", ":"))
    return _SIGNED.fullmatch(words) is not None and words[1:].lstrip()[0].isupper()


def is_biography(words: str, bylines: Sequence[str] = ()) -> bool:
    """Whether a passage says who the author is; where the text has bylines, of somebody whom they name."""
    if len(words) > _BIOGRAPHY_AT_MOST:
        return False
    said = " ".join(words.split())
    found = _WHO.match(said)
    if found is None:
        return False
    who = found["who"].split()
    if not all(name[0].isupper() or name in _PARTICLES for name in who):
        return False
    if bylines and who[0] != "The" and not any(who[-1] in byline for byline in bylines):
        return False
    return _ROLE.search(said, found.end(), found.end() + _ROLE_WITHIN) is not None or _FOUND_AT.search(said) is not None
