"""The words of the scales, of the reasons and of broken rules, as people read them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.errors import Invalid, Unprocessable
from projects.models import Project
from reviews.judging import BANDS, Breach
from reviews.models import Claim

CREDIBILITY: dict[int, Any] = {
    1: _("confirmed by other sources"),
    2: _("probably true"),
    3: _("possibly true"),
    4: _("doubtful"),
    5: _("improbable"),
    6: _("truth cannot be judged"),
}

CONFIDENCE: dict[str, Any] = {"low": _("low"), "moderate": _("moderate"), "high": _("high")}

LIKELIHOOD: dict[str, Sequence[Any]] = {
    Project.LikelihoodWords.CHANCE: (
        _("almost no chance"),
        _("very unlikely"),
        _("unlikely"),
        _("roughly even chance"),
        _("likely"),
        _("very likely"),
        _("almost certain"),
    ),
    Project.LikelihoodWords.REMOTE: (
        _("remote"),
        _("highly improbable"),
        _("improbable"),
        _("roughly even odds"),
        _("probable"),
        _("highly probable"),
        _("nearly certain"),
    ),
}

LIKELIHOOD_BANDS = ("1–5 %", "5–20 %", "20–45 %", "45–55 %", "55–80 %", "80–95 %", "95–99 %")

REASONS: dict[str, Any] = {
    "no_source": _("No source is given"),
    "no_period": _("No period is given"),
    "no_definition": _("What is counted is not defined"),
    "anonymous_speaker": _("The speaker is anonymous"),
    "primary_missing": _("The primary source is missing"),
    "outdated": _("Outdated"),
    "same_origin_only": _("Everything comes from one origin"),
    "own_contradiction": _("The document contradicts itself"),
    "own_footnote_silent": _("The document’s own footnote does not say so"),
    "external_only": _("Only a record from outside bears on it"),
}

REVIEW_DUE: dict[str, Any] = {
    "new_supports": _("New supporting evidence"),
    "new_contradicts": _("New contradicting evidence"),
    "evidence_removed": _("Evidence was removed"),
    "origins_changed": _("The number of origins changed"),
    "source_rated": _("A source was rated anew"),
    "passage_orphaned": _("A passage lost its place"),
}

FINDING_HINTS: dict[str, Any] = {
    "supported": _("Another document or a record bears it out"),
    "partly_supported": _("Part of it is borne out"),
    "uncorroborated": _("Nothing else speaks for it or against it"),
    "conflicting": _("Evidence speaks for it and against it"),
    "misleading": _("True words, wrong impression"),
    "refuted": _("Evidence shows that it is not so"),
    "unverifiable": _("Nobody could check it"),
    "backed": _("The reasons given carry it"),
    "partly_backed": _("The reasons given carry part of it"),
    "not_backed": _("No reason given carries it"),
}

STATE_ACTIONS: dict[str, Any] = {
    "edit": _("Only a draft or a claim in review can be edited; an adjudicator can send this one back first."),
    "mark": _("A withdrawn claim keeps its marking."),
    "submit": _("Only a draft can be sent to review."),
    "cite": _("The evidence of a withdrawn claim cannot be changed."),
    "judge": _("Only a claim that was sent to review can be judged."),
    "adjudicate": _("A claim can be decided when all its verdicts are in."),
    "confirm": _("Only an agreed claim, or a decision whose review is due, can be confirmed."),
    "reopen": _("Only a claim whose verdicts are in can be sent back."),
    "release": _("A withdrawn claim cannot be released."),
    "withdraw": _("A decided claim cannot be withdrawn; an adjudicator can send it back first."),
    "restore": _("Only a withdrawn claim can be restored."),
}

_BREACHES: dict[str, Any] = {
    "finding_missing": _("An approval needs a finding."),
    "finding_of_other_kind": _("“%(finding)s” is no finding for this kind of claim (%(kind)s)."),
    "credibility_not_of_kind": _("Credibility is not given for this kind of claim (%(kind)s)."),
    "credibility_without_finding": _("Credibility goes with a finding. Choose a finding or leave it out."),
    "credibility_missing": _("This kind of claim (%(kind)s) needs a credibility from 1 to 6."),
    "unverifiable_is_6": _("Unverifiable goes with credibility 6 · truth cannot be judged, and with no other."),
    "6_is_unverifiable": _(
        "Credibility 6 · truth cannot be judged goes with the finding unverifiable, and with no other."
    ),
    "support_missing": _(
        "Supported needs a supporting passage of another document than the claim is stated in, or a reference record."
    ),
    "contradiction_missing": _("“%(finding)s” needs evidence that contradicts the claim."),
    "origins_too_few": _(
        "Credibility 1 · confirmed by other sources needs two independent origins that state or support the claim."
        " There are %(number)d: %(documents)d documents and %(records)d records, each counted once."
    ),
    "no_likelihood_scale": _("This project has no scale of likelihood."),
    "no_confidence_scale": _("This project has no scale of confidence."),
}

_PARTICULARS: dict[str, Any] = {
    "object": _("Send an object."),
    "unknown": _("This kind of claim has no such particular."),
    "text": _("Send text of at most 4,000 characters."),
    "amount": _("Send a number or text."),
    "date": _("Write a year, month, day or interval as EDTF does: 2024, 2024-04, 2024-04-18, 2014/2016."),
    "flag": _("Send true or false."),
    "percent": _("Send a number from 1 to 99; 0 and 100 are never meant."),
    "basis": _("The basis of a probability is stated, mapped or none."),
    "basis_none_with_probability": _("A probability has a basis: stated in the source, or mapped from its words."),
    "basis_needs_value": _("A stated probability needs its value."),
    "basis_needs_words": _("A probability mapped from words needs the words."),
    "too_many": _("At most 50 people."),
}

NOT_EDTF = _PARTICULARS["date"]


def unprocessable(broken: Iterable[Breach]) -> Unprocessable:
    """The refusal of a judgement, with a sentence for each broken rule."""
    errors: dict[str, list[str]] = {}
    for breach in broken:
        errors.setdefault(breach.field, []).append(str(_BREACHES[breach.code] % _readable(breach.values)))
    return Unprocessable(" ".join(sentence for sentences in errors.values() for sentence in sentences), errors)


def _readable(values: Mapping[str, object]) -> dict[str, object]:
    kinds = dict(Claim.Kind.choices)
    return {key: kinds.get(str(value), value) if key == "kind" else value for key, value in values.items()}


def invalid_particulars(problems: Mapping[str, str]) -> Invalid:
    """The refusal of particulars that cannot be used."""
    return Invalid({path: _PARTICULARS[code] for path, code in problems.items()})


def likelihood_options(project: Project) -> list[tuple[int, str, Any]]:
    """Band, per cent and words of the project's own row of likelihoods; empty where it has no scale."""
    row = LIKELIHOOD.get(project.likelihood_words, ())
    return [(band, LIKELIHOOD_BANDS[band - 1], row[band - 1]) for band in BANDS] if row else []


def likelihood_words(project: Project, band: int | None) -> str:
    """The words of one band in the project's row."""
    row = LIKELIHOOD.get(project.likelihood_words, ())
    return str(row[band - 1]) if row and band else ""
