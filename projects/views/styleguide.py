"""Every part of the design system on one page, for those who build pages; served only where DEBUG is on."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(help_text="As the publisher printed it.")
    kind = forms.ChoiceField(choices=[("fact", "Fact"), ("allegation", "Allegation"), ("opinion", "Opinion")])
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    credibility = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[
            ("1", "1 · confirmed by other sources"),
            ("2", "2 · probably true"),
            ("3", "3 · possibly true"),
            ("4", "4 · doubtful"),
            ("5", "5 · improbable"),
            ("6", "6 · truth cannot be judged"),
        ],
        required=False,
    )
    reasons = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        choices=[("no_source", "No source"), ("no_period", "No period"), ("outdated", "Outdated")],
        required=False,
    )
    blind = forms.BooleanField(label="Hide other verdicts until mine is in", required=False)
    file = forms.FileField(label="Texts", required=False, help_text="TXT, MD, JSONL or ZIP.")


class FilterForm(forms.Form):
    """Filters of the sample list."""

    status = forms.ChoiceField(choices=[("", "Any state"), ("open", "Open"), ("finished", "Finished")], required=False)
    label = forms.ChoiceField(choices=[("", "Any label"), ("figure", "Figure")], required=False)


def _documents() -> list[dict[str, Any]]:
    now = timezone.now()
    rows = [
        ("Paper rules and open gates along the Iskel", "Aune Review", "C", "finished", 44, "CLEAR", 3),
        ("Long pipe, short guards", "Port Aune Centre for Trade Compliance", "B", "open", 128, "AMBER", 26),
        ("The Harbour Post: who signs for the cargo?", "Harbour Post", "D", "open", 19, "GREEN", 49),
        ("Two coats: the envoy and the agent", "Prisma", "E", "new", 0, "AMBER+STRICT", 170),
        ("Sarn Wire: reprint of the survey", "Sarn Wire", "F", "archived", 7, "RED", 900),
    ]
    keys = ("title", "publisher", "grade", "status", "marks", "tlp", "hours")
    return [
        {**dict(zip(keys, row, strict=True)), "id": number, "at": now - timedelta(hours=int(str(row[6])))}
        for number, row in enumerate(rows, 1)
    ]


def samples() -> dict[str, Any]:
    """What the page shows."""
    now = timezone.now()
    broken = SampleForm({"title": "", "kind": "rumour", "credibility": "2"})
    broken.is_valid()
    return {
        "form": SampleForm(prefix="plain", initial={"kind": "fact", "credibility": "2"}),
        "broken": broken,
        "filter_form": FilterForm(prefix="filter"),
        "documents": _documents(),
        "statuses": [
            "draft",
            "in_review",
            "agreed",
            "disputed",
            "decided",
            "unsettled",
            "withdrawn",
            "merged",
            "held",
            "review_due",
        ],
        "jobs": ["queued", "running", "done", "failed", "cancelled"],
        "findings": [
            "supported",
            "partly_supported",
            "uncorroborated",
            "conflicting",
            "misleading",
            "refuted",
            "unverifiable",
        ],
        "decisions": ["approve", "reject", "needs_work", "cannot_judge"],
        "stances": ["states", "supports", "contradicts", "context"],
        "role_names": ["viewer", "annotator", "reviewer", "adjudicator", "manager"],
        "tlp_levels": ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"],
        "labels": [
            SimpleNamespace(name=name, colour=colour, path=name)
            for name, colour in [("Figure", "#023da9"), ("Named source", "#aa7a06"), ("Unnamed source", "#782478")]
        ],
        "crumbs": [
            {"label": "Documents", "url": "#"},
            {"label": "Long pipe, short guards", "url": "#"},
            {"label": "Claim"},
        ],
        "tab_items": [
            {"label": "Waiting", "url": "#", "current": True, "count": 12},
            {"label": "Disputed", "url": "#", "count": 3},
            {"label": "Decided", "url": "#", "count": 1204},
        ],
        "bulk_actions": [
            {"label": "Confirm", "value": "confirm", "icon": "check"},
            {"label": "Archive", "value": "archive", "icon": "archive"},
        ],
        "menu_items": [
            {"label": "Open", "url": "#", "icon": "external-link"},
            {"label": "Withdraw", "url": "#", "icon": "undo-2", "tone": "bad"},
        ],
        "scale_options": [
            {"value": "supported", "label": "Supported", "hint": "Another document or a reference record supports it."},
            {
                "value": "uncorroborated",
                "label": "Uncorroborated",
                "hint": "Only this source states it.",
                "checked": True,
            },
            {"value": "refuted", "label": "Refuted", "hint": "A contradicting passage is needed.", "disabled": True},
        ],
        "events": [
            {
                "actor": "Mira Tal",
                "who": "Mira Tal",
                "sentence": "marked a passage as Figure",
                "at": now - timedelta(minutes=4),
                "url": "#",
            },
            {
                "actor": "Marek Oduya",
                "who": "Marek Oduya",
                "sentence": "gave a verdict",
                "at": now - timedelta(hours=3),
            },
            {
                "actor": "Marek Oduya",
                "sentence": "An import by Marek Oduya ended with 5 documents",
                "at": now - timedelta(days=2),
                "icon": "upload",
            },
        ],
        "facts": [
            {"term": "Publisher", "value": "Port Aune Centre for Trade Compliance"},
            {"term": "Published", "value": "March 2016"},
            {"term": "Language", "value": "English"},
        ],
    }


def chrome() -> dict[str, Any]:
    """A project as the shell of every page sees it."""
    names = [
        ("Overview", "layout-dashboard", 0),
        ("Documents", "files", 128),
        ("Claims", "message-square-quote", 64),
        ("Contradictions", "git-compare-arrows", 3),
        ("Assessments", "scale", 0),
        ("Agreement", "handshake", 0),
        ("Codebook", "tags", 0),
        ("People", "users", 0),
        ("Exports", "package", 0),
        ("History", "history", 0),
        ("Settings", "settings", 0),
    ]
    nav = [{"label": name, "icon": icon, "url": "#", "count": count} for name, icon, count in names]
    nav[2]["current"] = True
    return {
        "project": SimpleNamespace(name="Iskel corridor", slug="iskel"),
        "nav": nav,
        "projects_menu": [
            {"name": "Iskel corridor", "url": "#", "current": True},
            {"name": "Harbour desk", "url": "#"},
        ],
        "search_url": "#",
    }


def styleguide(request: HttpRequest) -> HttpResponse:
    """The page."""
    return render(request, "styleguide.html", {**samples(), **chrome()})
