"""Tags that wrap a piece of a page: a card, a dialog, a control that cannot be used now."""

import re
from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from projects.templatetags.ui_built import icon_svg

register = template.Library()


@register.simple_block_tag
def card(content: str, title: object = "", icon: str = "", flush: bool = False, level: int = 2) -> SafeString:
    """A framed part of a page with a heading; `flush` lets a list or table reach its edges."""
    header = mark_safe("")
    if title:
        heading = format_html("<h{0}>{1}{2}</h{0}>", level, icon_svg(icon) if icon else "", title)
        header = format_html('<header class="card__header">{}</header>', heading)
    return format_html(
        '<section class="card{}">{}<div class="card__body">{}</div></section>',
        " card--flush" if flush else "",
        header,
        content,
    )


@register.simple_block_tag
def dialog(
    content: str,
    id: str,
    title: object,
    opened: bool = False,
    wide: bool = False,
) -> SafeString:
    """A native dialog with a title and a way out; `opened` shows it on load (a form that came back with errors)."""
    return format_html(
        '<dialog class="dialog{wide}" id="{id}" aria-labelledby="{id}-title"{opened}>'
        '<header class="dialog__header"><h2 id="{id}-title">{title}</h2>'
        '<button type="button" class="button button--quiet button--icon" data-dialog-close'
        ' aria-label="{close}">{x}</button>'
        '</header><div class="dialog__body">{content}</div></dialog>',
        wide=" dialog--wide" if wide else "",
        id=id,
        opened=mark_safe(" data-open") if opened else "",
        title=title,
        close=_("Close"),
        x=icon_svg("x"),
        content=content,
    )


_CONTROL = re.compile(r"<(a|button)\b([^>]*)>(.*)</\1>", re.DOTALL)
_CLASS = re.compile(r'\bclass="([^"]*)"')


@register.simple_block_tag
def unavailable(content: str, reason: object = "") -> SafeString:
    """A greyed out control together with why it cannot be used; without a reason the control as it is.

    The control inside gives its look and words to a button that can be reached by keyboard and does nothing, so that
    the reason can be read by everybody and no address or form of the real control is sent.
    """
    control = _CONTROL.search(content)
    if not reason or control is None:
        return mark_safe(content)  # noqa: S308 (rendered and escaped by the template)
    classes = _CLASS.search(control[2])
    return format_html(
        '<span class="unavailable"><button type="button" class="{look}" aria-disabled="true" aria-describedby="{id}">'
        '{words}</button><span class="unavailable__why" role="tooltip" id="{id}">{reason}</span></span>',
        look=mark_safe(classes[1] if classes else "button"),  # noqa: S308 (as above)
        words=mark_safe(control[3]),  # noqa: S308 (as above)
        id=f"why-{uuid4().hex[:8]}",
        reason=reason,
    )
