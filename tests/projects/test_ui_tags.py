"""The tags of the design system say what they should, escape what they are given, and name only icons that exist."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template
from django.test import RequestFactory

from projects.templatetags import ui, ui_built, ui_words

TEMPLATES = Path(settings.BASE_DIR) / "templates"


def render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


class VerdictForm(forms.Form):
    credibility = forms.ChoiceField(
        widget=forms.RadioSelect, choices=[("2", "2 · probably true"), ("6", "6 · truth cannot be judged")]
    )
    rationale = forms.CharField(help_text="What it rests on.")


def test_a_state_is_shown_with_words_an_icon_and_a_tone() -> None:
    html = render('{% status "in_review" %}')
    assert "In review" in html
    assert "badge--info" in html
    assert "<svg" in html


def test_an_unknown_state_is_shown_as_words_rather_than_lost() -> None:
    assert "Gone fishing" in render('{% status "gone_fishing" %}')


@pytest.mark.parametrize("tag", ["badge text", "person text", "status text", "role text", "tlp text", "grade text"])
def test_what_people_have_written_is_escaped(tag: str) -> None:
    html = render("{% " + tag + " %}", text='<img src=x onerror="x">')
    assert "<img" not in html.lower()


def test_roles_stand_in_the_order_of_what_they_may_do() -> None:
    html = render("{% roles held %}", held={"manager", "annotator", "viewer"})
    assert re.findall("role--(\\w+)", html) == ["viewer", "annotator", "manager"]


def test_a_marking_may_be_given_by_name_or_by_number() -> None:
    assert render("{% tlp 3 %}") == render('{% tlp "TLP:AMBER+STRICT" %}')
    assert "TLP:AMBER+STRICT" in render("{% tlp 3 %}")


def test_a_grade_keeps_its_two_axes_apart() -> None:
    assert render('{% grade "B2" %}') == render('{% grade "B" 2 %}')
    assert "usually reliable" in render('{% grade "B" %}')
    assert "probably true" not in render('{% grade "B" %}')


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(days=2), "2 days ago"),
        (timedelta(hours=-1), "in 1 hour"),
        (timedelta(days=60), "31 Dec 2025"),
    ],
)
def test_a_time_is_told_as_people_tell_it(ago: timedelta, words: str) -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert ui.relative(now - ago, now) == words


def test_a_field_in_error_names_its_help_and_its_error_to_screen_readers() -> None:
    form = VerdictForm({"credibility": "2"})
    assert not form.is_valid()
    html = render("{% field form.rationale %}", form=form)
    assert 'aria-invalid="true"' in html
    described = re.search('aria-describedby="([^"]+)"', html)
    assert described
    assert [f'id="{name}"' in html for name in described[1].split()] == [True, True]


def test_a_scale_splits_a_choice_into_its_code_and_its_words() -> None:
    html = render('{% field form.credibility layout="scale" %}', form=VerdictForm())
    assert '<span class="scale__code">6</span><span class="scale__word">truth cannot be judged</span>' in html


def test_an_unavailable_control_says_why_and_carries_no_address() -> None:
    source = '{% unavailable reason %}<a class="button button--s" href="/decide">Decide</a>{% endunavailable %}'
    html = render(source, reason="You <b>judged</b> this.")
    assert "/decide" not in html
    assert 'class="button button--s"' in html
    assert 'aria-disabled="true"' in html
    assert "You &lt;b&gt;judged&lt;/b&gt; this." in html


def test_an_available_control_is_left_as_it_is() -> None:
    assert (
        render('{% unavailable "" %}<a href="/decide">Decide</a>{% endunavailable %}') == '<a href="/decide">Decide</a>'
    )


def test_only_an_address_of_this_site_can_undo() -> None:
    assert ui.undo_url(SimpleNamespace(extra_tags="undo:/projects/x/undo/7")) == "/projects/x/undo/7"
    assert ui.undo_url(SimpleNamespace(extra_tags="undo:https://elsewhere.example/")) == ""


def test_the_query_string_changes_what_it_is_told_and_keeps_the_rest() -> None:
    request = RequestFactory().get("/", {"q": "gate", "page": "2"})
    template = Template("{% load ui %}{% query_string page=3 %} {% query_string page=None %}")
    assert template.render(Context({"request": request}, autoescape=False)) == "?q=gate&page=3 ?q=gate"


def _named_icons() -> set[str]:
    named = {symbol for table in _tables() for _text, symbol, _tone in table.values()}
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r"{% icon \"([\w-]+)\"", text)) | set(re.findall(r"\bicon=\"([\w-]+)\"", text))
    return named


def _tables() -> list[dict[str, ui_words.Look]]:
    return [ui_words.STATUSES, ui_words.STANCES, ui_words.DECISIONS, ui_words.FINDINGS]


def test_every_icon_named_in_a_template_exists() -> None:
    named = _named_icons()
    assert "search" in named
    assert [name for name in sorted(named) if 'false"></svg>' in ui_built.icon_svg(name)] == []


def test_every_component_compiles() -> None:
    names = [str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")]
    assert "components/field.html" in names
    for name in names:
        assert get_template(name)


def test_the_palette_has_sixteen_colours_each_with_its_twin_for_the_dark() -> None:
    colours = ui_built.label_colours()
    assert len({colour["light"] for colour in colours}) == 16
    assert all(re.fullmatch("#[0-9a-f]{6}", colour[theme]) for colour in colours for theme in ("light", "dark"))
