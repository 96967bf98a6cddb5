"""Bodies that the API takes, each with every field that it knows; they name rows of the world they are asked for."""

from typing import Any

from tests.attacks.world import REFUTED, SPOKEN, SUPPORTED, World
from tests.cast import TEXT

PUBLISHER = {
    "reliability": "B",
    "note": "n",
    "reason": "r",
    "country": "DE",
    "url": "https://example.org/",
    "aliases": ["Q"],
}


def mark_body(world: World) -> dict[str, Any]:
    """A mark on the first words."""
    return {
        "label": world.ids["label"],
        "start": 0,
        "end": 12,
        "exact": "Peacekeepers",
        "revision": world.ids["revision"],
        "attributes": {"a": 1},
        "note": "n",
    }


def revision_body(world: World) -> dict[str, Any]:
    """The one block of a text, as a heading."""
    blocks = [{"start": 0, "end": len(TEXT), "kind": "heading"}]
    return {"based_on": world.ids["revision"], "blocks": blocks, "reason": "r"}


def steps_body(world: World) -> list[dict[str, Any]]:
    """A new mark, and a change of one that is there."""
    target = {"annotation": world.ids["mark"], "version": 1}
    return [{"op": "create", **mark_body(world)}, {"op": "change", **target, "note": "m"}]


def claim_body(world: World) -> dict[str, Any]:
    """A claim with a passage."""
    return {
        "statement": "They left.",
        "kind": "fact",
        "tlp": "AMBER+STRICT",
        "valid_from": "2024",
        "valid_to": "2025",
        "particulars": {},
        "evidence": [world.evidence(exact="Peacekeepers", note="n", valid_from="2024", valid_to="2025")],
        "state": "draft",
        **SPOKEN,
    }


def change_body(world: World) -> dict[str, Any]:
    """A change of a draft."""
    times = {"valid_from": "2024", "valid_to": ""}
    return {"statement": "They left early.", "kind": "fact", "tlp": "AMBER+STRICT", "reason": "r", **times, **SPOKEN}


def settings_body(world: World) -> dict[str, Any]:
    """Every setting of a project."""
    return {
        "name": "N",
        "description": "d",
        "marks_blind": "always",
        "verdicts_due": 3,
        "may_judge_own_claims": True,
        "default_tlp": "GREEN",
        "likelihood_words": "",
        "uses_confidence": True,
    }


def label_body(world: World) -> dict[str, Any]:
    """A label below another."""
    words = {"name": "Figure", "definition": "d", "example": "e"}
    return words | {"parent": "Claim", "colour": "#0930ca", "shortcut": "f", "position": 0}


def record_body(world: World) -> dict[str, Any]:
    """The record of a document."""
    return {
        "title": "T",
        "authors": ["A"],
        "publisher": "The Herald",
        "published": "2024-04",
        "language": "en",
        "url": "https://example.org/",
        "type": "report",
        "container": "C",
        "published_basis": "printed",
        "archive_url": "https://archive.example/",
        "retrieved": "2024-05-01",
        "licence": "CC0",
        "notes": "n",
        "metadata": {"k": "v"},
        "tlp": "AMBER+STRICT",
        "reason": "r",
    }


def verdict_body(world: World) -> dict[str, Any]:
    """A verdict that approves."""
    return {**SUPPORTED, "reasons": []}


def settlement_body(world: World) -> dict[str, Any]:
    """A decision that refutes, with dissent."""
    return {**REFUTED, "reasons": [], "outcome": "decided", "dissent": "d"}


def export_body(world: World) -> dict[str, Any]:
    """An export with every filter."""
    filters = {"documents": [world.ids["document"]], "labels": ["Claim"], "states": ["decided"], "status": ["open"]}
    return {"format": "jsonl", "tlp": "CLEAR", "filters": filters | {"annotators": ["annotator"]}}
