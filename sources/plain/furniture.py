"""Furniture of a site or an agency around a text: what it repeats under every article.

Only wordings that are common to many sites are known here. Some stand for themselves (`Share this`), some open a list
of headlines (`More from …`) or of topics (`Categories`), some a closing part (`About …`, `Press contact`).
"""

import re

from sources.plain.lines import is_ended

HEADLINE_AT_MOST = 170
_ALONE_AT_MOST = 260


def _any_of(*wordings: str) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(wordings)})", re.IGNORECASE | re.DOTALL)


_OPENS_HEADLINES = _any_of(
    r"more (?:from|on|in|about|news|stories)\b.{0,60}",
    r"related(?: (?:articles?|stories|posts?|news|content|reading|topics))?:?",
    r"(?:read (?:more|also|next)|also read|you (?:may|might) also (?:like|be interested in)|what to read next):?",
    r"recommended(?: (?:for you|reading))?:?",
    r"(?:most (?:read|viewed|popular|shared)|trending(?: now)?|popular(?: (?:now|posts|stories))?):?",
    r"latest (?:news|stories|posts|articles):?",
    r"(?:promoted|sponsored) (?:stories|content|links):?|(?:from )?(?:around|across) the web",
    r"up next|don[’']t miss|editor[’']?s?[’']? picks?|further stories|other (?:news|stories)",
)
_OPENS_TOPICS = _any_of(
    r"(?:(?:category|categories)|tags?|topics?|filed under|posted in|tagged(?: with)?)\s*:?",
    r"(?:labels|keywords|section|rubric)\s*:?",
)
_TOPICS = _any_of(r"(?:(?:category|categories)|tags?|topics?|filed under|posted in|tagged(?: with)?)\s*:\s*\S")
_ALONE = _any_of(
    r"share (?:this|on|via|the|your)\b.*|share|tweet|print(?: this.*)?|e-?mail this.*|follow us\b.*|like this:?",
    r"loading\W*|advertisements?|advertisement feature|skip to (?:main )?content|menu|search|back to top",
    r"leave a (?:comment|reply).*|comments(?: \(\d+\))?|\d+ comments?|log ?in|register",
    r"subscribe\b.*|sign up\b.*|newsletter|get our .{0,40}newsletter.*|join our .{0,60}",
    r"(?:accept|reject)(?: all)?(?: cookies)?|cookie (?:policy|settings|notice).*|privacy policy.*|sent from my .*",
    r"terms (?:of use|and conditions|of service).*|view (?:this (?:e-?mail )?)?in (?:your )?browser.*|unsubscribe.*",
    r"(?:originally |first )?published (?:in|by|on|at) .*|read (?:the )?(?:original|full) (?:article|story).*",
    r"click here to .*|listen to this article.*|\d+ min(?:ute)?s? read|reading time\b.*",
    r"(?:for )?immediate release\W*|-+ ?ends? ?-+|ends|#\s?#\s?#",
    r"download (?:the )?(?:pdf|app)\b.*|support (?:our|us|independent).{0,80}|donate(?: now)?|become a member.*",
)
_NOTICE = _any_of(
    r"this (?:article|story|piece|text|post|interview|essay|report) (?:was|has been|is|first|originally) ?"
    r"(?:first |originally |also )?(?:published|appeared|republished|translated|reproduced)\b",
    r"©.{0,60}\d{4}|\ball rights reserved\b|views expressed .{0,80}\b(?:are (?:those of|solely|the author)|do not)",
    r"we use cookies|this (?:site|website) uses cookies|sign up (?:for|to) (?:our|the)\b.*newsletter",
    r"subscribe to (?:our|the)\b.*(?:newsletter|channel|updates)",
)
_NOTICE_LED = _any_of(
    r"all rights reserved|copyright\s*(?:©|\(c\)|\d{4}|by\b|notice)|©|\(c\) |confidentiality notice",
    r"this (?:site|website) uses cookies|we use cookies|this e-?mail (?:and any|is confidential)",
    r"if you no longer wish to receive",
    r"you (?:are receiving|received|have received) this (?:e-?mail|message|newsletter)",
)
_NOTICE_AT_MOST = 600
_OPENS_CLOSING = _any_of(
    r"about (?!the authors?\b|this\b|the writers?\b).{2,70}|contacts?:?|notes? (?:to|for) editors:?",
    r"(?:press|media|for (?:media|press)|editorial)(?: and press| and media)? (?:contacts?|[ei]nquir(?:y|ies)):?",
    r"(?:for )?further information:?",
)
_OPENS_BIOGRAPHY = _any_of(r"(?:about )?the (?:authors?|writers?|contributors?)\W*|contributors?\W*")
_OUTLET = _any_of(
    r"\b(?:news|post|times|review|herald|gazette|tribune|agency|press|daily|weekly|journal|magazine|observer)\b",
    r"\b(?:chronicle|courier|telegraph|monitor|today|tv|radio|wire|report|guardian|mail|affairs|standard|star)\b",
    r"\b(?:sun|echo|dispatch|\w+\.\w{2,6})\b",
)


def opens_headlines(words: str) -> bool:
    """Whether a line opens a list of headlines of other articles."""
    return len(words) <= 90 and _OPENS_HEADLINES.fullmatch(words) is not None and not is_ended(words)


def is_headline(words: str) -> bool:
    """Whether a passage could be the headline of another article: short, and no statement that ends in a full stop."""
    return len(words) <= HEADLINE_AT_MOST and not words.endswith((".", "…", ":", ";", ",", ".”", '."'))


def opens_topics(words: str) -> bool:
    """Whether a line opens a list of topics."""
    return len(words) <= 24 and _OPENS_TOPICS.fullmatch(words) is not None


def is_topics(words: str) -> bool:
    """Whether a line names its topics itself."""
    return len(words) <= _ALONE_AT_MOST and _TOPICS.match(words) is not None and not words.endswith(".")


def is_furniture(words: str) -> bool:
    """Whether a passage is furniture by itself."""
    if len(words) <= _ALONE_AT_MOST and "\n" not in words and _ALONE.fullmatch(words) is not None:
        return len(words) <= 60 or not is_ended(words)
    said = len(words) <= _NOTICE_AT_MOST and (_NOTICE_LED.match(words) or _NOTICE.search(words))
    return bool(said)


def opens_closing(words: str) -> bool:
    """Whether a line opens what an organisation prints below all it sends out."""
    return len(words) <= 90 and not is_ended(words) and _OPENS_CLOSING.fullmatch(words) is not None


def opens_biography(words: str) -> bool:
    """Whether a line opens what is said of the author."""
    return len(words) <= 40 and _OPENS_BIOGRAPHY.fullmatch(words) is not None


def is_outlet(words: str) -> bool:
    """Whether a short line reads as the name of an outlet."""
    if len(words) > 60 or "\n" in words or words.endswith((".", "!", "?", ":", ";", ",")) or len(words.split()) > 6:
        return False
    longer = [word for word in words.split() if word.isalpha() and len(word) > 3]
    return all(word[0].isupper() for word in longer) and _OUTLET.search(words) is not None
