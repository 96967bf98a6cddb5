"""Template tags of the design system: icons, badges, people, times; `{% load ui %}` brings forms and blocks too."""

import re
from datetime import datetime
from typing import Any
from zlib import crc32

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.templatetags import ui_blocks, ui_forms
from projects.templatetags import ui_words as words
from projects.templatetags.ui_built import icon_svg, label_twins
from projects.vocabulary import Role

register = template.Library()
for part in (ui_forms, ui_blocks):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """An icon by its Lucide name."""
    return icon_svg(name, size=size, label=label)


# States ---------------------------------------------------------------------------------------------------------


@register.simple_tag
def badge(text: object, tone: str = "neutral", icon: str = "", title: str = "") -> SafeString:
    """A word in a small frame."""
    return format_html(
        '<span class="badge badge--{}"{}>{}{}</span>',
        tone if tone in words.TONES else "neutral",
        format_html(' title="{}"', title) if title else "",
        icon_svg(icon) if icon else "",
        text,
    )


def _look(table: dict[str, words.Look], value: object) -> SafeString:
    key = str(value or "")
    if not key:
        return mark_safe("")
    text, symbol, tone = table.get(key, (key.replace("_", " ").capitalize(), "circle", "neutral"))
    running = " badge--running" if key == "running" else ""
    return format_html('<span class="badge badge--{}{}">{}{}</span>', tone, running, icon_svg(symbol), text)


@register.simple_tag
def status(value: object) -> SafeString:
    """The state of a claim, job, reading, document or account."""
    return _look(words.STATUSES, value)


@register.simple_tag
def stance(value: object) -> SafeString:
    """How a passage stands to a claim."""
    return _look(words.STANCES, value)


@register.simple_tag
def decision(value: object) -> SafeString:
    """What a reviewer said of the record."""
    return _look(words.DECISIONS, value)


@register.simple_tag
def finding(value: object) -> SafeString:
    """What a reviewer said of the statement."""
    return _look(words.FINDINGS, value)


@register.simple_tag
def role(value: object) -> SafeString:
    """One role as a chip."""
    key = str(value)
    word = Role(key).label if key in Role.values else key.capitalize()
    return format_html('<span class="role role--{}">{}</span>', key, word)


@register.simple_tag
def roles(values: Any) -> SafeString:
    """A set of roles, in the order of what they may do."""
    held = [str(value) for value in values or ()]
    ordered = [key for key in Role.values if key in held] + sorted(key for key in held if key not in Role.values)
    return format_html('<span class="roles">{}</span>', format_html_join("", "{}", ((role(key),) for key in ordered)))


@register.simple_tag
def tlp(level: object) -> SafeString:
    """A Traffic Light Protocol marking, by name or by its number."""
    if level is None or level == "":
        return mark_safe("")
    name = words.TLP_LEVELS[int(level)] if isinstance(level, int) else str(level).upper().removeprefix("TLP:")
    shade = name.lower().replace("+", "-")
    return format_html('<span class="tlp tlp--{}">TLP:{}</span>', shade, name)


@register.simple_tag
def grade(reliability: object = None, credibility: object = None) -> SafeString:
    """Source reliability A-F and information credibility 1-6, two marks never averaged; `B2` in one word too."""
    if len(str(reliability or "")) == 2 and not credibility:
        reliability, credibility = tuple(str(reliability))
    parts = []
    if reliability:
        parts.append((str(reliability), _("Source: %s"), words.RELIABILITY.get(str(reliability), "")))
    if credibility:
        parts.append((str(credibility), _("Information: %s"), words.CREDIBILITY.get(str(credibility), "")))
    if not parts:
        return mark_safe("")
    inner = format_html_join(
        "",
        '<abbr title="{1}">{0}<span class="visually-hidden"> ({1})</span></abbr>',
        ((code, pattern % meaning) for code, pattern, meaning in parts),
    )
    return format_html('<span class="grade">{}</span>', inner)


@register.filter
def reliability_words(letter: object) -> str:
    """What a letter of source reliability means: B is usually reliable."""
    return str(words.RELIABILITY.get(str(letter), ""))


# People, labels, times, numbers ---------------------------------------------------------------------------------


@register.simple_tag
def avatar(name: object, size: str = "") -> SafeString:
    """Initials on a disc whose tint stays with the name."""
    text = str(name or "?").strip() or "?"
    parts = [part for part in re.split(r"[\s._@-]+", text) if part]
    initials = (parts[0][0] + parts[-1][0]) if len(parts) > 1 else text[:2]
    large = " avatar--l" if size == "l" else ""
    return format_html(
        '<span class="avatar avatar--{}{}" aria-hidden="true">{}</span>', crc32(text.encode()) % 6, large, initials
    )


@register.simple_tag
def person(name: object) -> SafeString:
    """A person: disc and name."""
    return format_html('<span class="person">{}<span class="truncate">{}</span></span>', avatar(name), name)


@register.simple_tag
def swatch(colour: str) -> SafeString:
    """A label's colour as a small square; decoration only, its name stands beside it."""
    dark = label_twins().get(str(colour).lower(), colour)
    square = (
        '<svg class="swatch swatch--{}" aria-hidden="true" viewBox="0 0 12 12">'
        '<rect width="12" height="12" rx="3" fill="{}"/></svg>'
    )
    return format_html_join("", square, (("light", colour), ("dark", dark)))


@register.simple_tag
def label_chip(label: Any) -> SafeString:
    """A label of the codebook: swatch and name, with the full path on hover."""
    return format_html(
        '<span class="label-chip" title="{}">{}<span class="truncate">{}</span></span>',
        getattr(label, "path", "") or label.name,
        swatch(label.colour),
        label.name,
    )


def relative(moment: datetime, now: datetime) -> str:
    """How long ago, or how long until, in words; the browser keeps it true afterwards."""
    seconds = (now - moment).total_seconds()
    span = abs(seconds)
    if span < 45:
        return _("just now")
    if span < 2700:
        amount = max(round(span / 60), 1)
        text = ngettext("%(n)s minute", "%(n)s minutes", amount) % {"n": amount}
    elif span < 79200:
        amount = max(round(span / 3600), 1)
        text = ngettext("%(n)s hour", "%(n)s hours", amount) % {"n": amount}
    elif span < 86400 * 26:
        amount = max(round(span / 86400), 1)
        text = ngettext("%(n)s day", "%(n)s days", amount) % {"n": amount}
    else:
        return date_format(timezone.localtime(moment), "j M Y")
    return _("%(span)s ago") % {"span": text} if seconds > 0 else _("in %(span)s") % {"span": text}


@register.simple_tag
def when(moment: datetime | None) -> SafeString:
    """A time: relative to now, the exact one on hover, both turned to the reader's zone by the browser."""
    if moment is None:
        return mark_safe("")
    aware = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    exact = date_format(timezone.localtime(aware), "j F Y, H:i:s") + aware.strftime(" %Z")
    return format_html(
        '<time datetime="{}" title="{}" data-relative>{}</time>',
        aware.isoformat(),
        exact,
        relative(aware, timezone.now()),
    )


@register.simple_tag
def count_of(amount: int, one: str, many: str) -> str:
    """A number with its noun: 1 document, 1,204 documents."""
    return f"{number_format(amount, force_grouping=True)} {one if amount == 1 else many}"


@register.filter
def grouped(amount: Any) -> str:
    """A number with its thousands apart: 1,204."""
    return "" if amount is None or amount == "" else number_format(amount, force_grouping=True)


@register.simple_tag(takes_context=True)
def query_string(context: Context, **changes: Any) -> str:
    """The current query string with some values changed; None takes one out."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = value
    return f"?{query.urlencode()}" if query else "?"


@register.filter
def undo_url(message: Any) -> str:
    """The address that undoes what a message tells of, from its tag `undo:/address`."""
    tags = str(getattr(message, "extra_tags", "") or "").split()
    return next((tag.removeprefix("undo:") for tag in tags if tag.startswith("undo:/")), "")
