"""The form of a judgement: scales as buttons with their words, for verdicts and for decisions."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from projects.templatetags.ui_words import DECISIONS, FINDINGS
from projects.viewers import Viewer
from reviews import judging
from reviews.judging import Judgement
from reviews.models import Claim
from reviews.words import CONFIDENCE, CREDIBILITY, FINDING_HINTS, REASONS, likelihood_options

MAX_RATIONALE = 20_000
FIELDS = ("decision", "finding", "credibility", "likelihood", "confidence", "rationale")


class JudgementForm:
    """What was typed, read without losing any of it, and what is wrong by field."""

    def __init__(self, viewer: Viewer, claim: Claim, data: Any = None, initial: Judgement | None = None) -> None:
        self.viewer, self.claim = viewer, claim
        self.errors: dict[str, list[str]] = {}
        self.values: dict[str, str] = dict.fromkeys(FIELDS, "")
        self.reasons: list[str] = list(initial.reasons) if initial else []
        if data is not None:
            self.values |= {name: data.get(name, "").strip() for name in FIELDS}
            self.reasons = [reason for reason in judging.REASONS if reason in data.getlist("reasons")]
        elif initial is not None:
            given = {name: getattr(initial, name) for name in FIELDS if name != "rationale"}
            self.values |= {name: "" if value is None else str(value) for name, value in given.items()}

    def judgement(self) -> Judgement | None:
        """What was said; None, with errors, where it cannot be read."""
        values = self.values
        if values["decision"] not in judging.DECISIONS:
            self.errors["decision"] = [_("Choose a decision.")]
        if values["finding"] and values["finding"] not in judging.FINDINGS[self.claim.kind]:
            self.errors["finding"] = [_("Choose a finding of this kind of claim.")]
        if values["confidence"] and values["confidence"] not in judging.CONFIDENCES:
            self.errors["confidence"] = [_("Choose a confidence.")]
        credibility = self._number("credibility", judging.CREDIBILITIES)
        likelihood = self._number("likelihood", judging.BANDS)
        if len(values["rationale"]) > MAX_RATIONALE or "\0" in values["rationale"]:
            self.errors["rationale"] = [_("Write at most 20,000 characters.")]
        if self.errors:
            return None
        return Judgement(
            decision=values["decision"],
            finding=values["finding"],
            reasons=tuple(self.reasons),
            credibility=credibility,
            likelihood=likelihood,
            confidence=values["confidence"],
        )

    def _number(self, name: str, known: range) -> int | None:
        text = self.values[name]
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) < 3 and int(text) in known:
            return int(text)
        self.errors[name] = [_("Choose one of the scale.")]
        return None

    def explain(self, errors: Mapping[str, Any]) -> None:
        """Put what the rules refuse beside the fields it concerns."""
        for name, sentences in errors.items():
            self.errors.setdefault(name if name in FIELDS else "", []).extend(str(sentence) for sentence in sentences)

    @property
    def general(self) -> list[str]:
        """What is wrong but belongs to no field."""
        return self.errors.get("", [])

    @property
    def scales(self) -> list[dict[str, Any]]:
        """The scales this claim is judged by, in order."""
        kind = self.claim.kind
        made = [
            self._scale(
                "decision", _("The record"), [(key, "", DECISIONS[key][0], "") for key in judging.DECISIONS], "d"
            ),
            self._scale(
                "finding",
                _("The statement"),
                [(key, "", FINDINGS[key][0], FINDING_HINTS.get(key, "")) for key in judging.FINDINGS[kind]],
                "f",
            ),
        ]
        if kind in judging.WITH_CREDIBILITY:
            grades = [(grade, str(grade), words, "") for grade, words in CREDIBILITY.items()]
            made.append(self._scale("credibility", _("Credibility of the information"), grades, "c"))
        bands = likelihood_options(self.viewer.project)
        if bands:
            options = [(band, str(band), words, percent) for band, percent, words in bands]
            made.append(self._scale("likelihood", _("Likelihood"), options, "l", optional=True))
        if self.viewer.project.uses_confidence:
            levels = [(key, "", words, "") for key, words in CONFIDENCE.items()]
            made.append(self._scale("confidence", _("Analytic confidence"), levels, "o", optional=True))
        return made

    def _scale(
        self, name: str, legend: str, options: list[tuple[Any, str, Any, Any]], key: str, *, optional: bool = False
    ) -> dict[str, Any]:
        chosen = self.values[name]
        return {
            "name": name,
            "legend": legend,
            "key": key,
            "optional": optional,
            "errors": self.errors.get(name, []),
            "options": [
                {"value": value, "code": code, "label": label, "hint": hint, "checked": str(value) == chosen}
                for value, code, label, hint in options
            ],
        }

    @property
    def reason_choices(self) -> list[dict[str, Any]]:
        """The checklist of reasons."""
        return [{"value": key, "label": words, "checked": key in self.reasons} for key, words in REASONS.items()]
